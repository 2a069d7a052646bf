//! Whether the report is of the right person and of enough of the genome.

mod coverage;
mod depth_table;
mod identity;

pub use coverage::{Covered, LEAST_DEPTH, LEAST_DEPTH_TUMOUR, coverage};
pub use depth_table::{DepthRow, by_depths};
pub use identity::{RecordedSex, across, concordance, sex};

use serde::{Deserialize, Serialize};

/// A place of a gene that decides about treatment and was not covered, or of which coverage is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageGap {
    /// HGNC symbol.
    pub gene: String,
    /// `codon 600`, `exon 19`, `whole gene`.
    pub place: String,
    /// The sentence for the screen: `BRAF codon 600 not covered: this is not "BRAF wild-type"`.
    pub message: String,
}

/// A gene that was looked at in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestedGene {
    /// HGNC symbol.
    pub gene: String,
    /// The positive evidence: `reference blocks of the gVCF`, name of the BED.
    pub source: String,
}

/// What is known of the coverage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Where it is known from; `None`: the file says nothing about what was looked at, and a gene without a
    /// finding is not wild-type.
    #[serde(default)]
    pub source: Option<String>,
    /// Genes whose coding sequence was looked at in full.
    #[serde(default)]
    pub tested: Vec<TestedGene>,
    /// Gaps in places that matter.
    #[serde(default)]
    pub gaps: Vec<CoverageGap>,
}

/// What the calls say about the person and the sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityFinding {
    /// Stable code: `identity.sex_differs`, `identity.sex_agrees`, `identity.two_people` ... .
    pub code: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// The sentence with the counts.
    pub message: String,
}

/// A stretch with allele-specific copy number.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Segment {
    /// Chromosome, Ensembl style.
    pub contig: String,
    /// First position, 1-based.
    pub start: u32,
    /// Last position.
    pub end: u32,
    /// Copies of the more frequent allele, where the source has alleles.
    pub major: Option<f64>,
    /// Copies of the less frequent allele.
    pub minor: Option<f64>,
    /// Copies in all.
    pub total: Option<f64>,
    /// Logarithm to base 2 of the ratio to the normal, where the source has no copies.
    #[serde(default)]
    pub log2: Option<f64>,
}
