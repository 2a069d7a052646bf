//! What the interpretation adds to a variant, and what the file says of it beside the call.

use serde::{Deserialize, Serialize};

use crate::{Assembly, GermlineClassification, Truncation};

/// An allele frequency in a population, as the file's annotation gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PopulationFrequency {
    /// Highest allele frequency stated, 0 to 1.
    pub frequency: f64,
    /// The key of the annotation, for example `CSQ gnomADe_AF`.
    pub source: String,
}

/// Phase of a call, for joining neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// Phase set as written; `None` where the genotype is phased without a set.
    pub set: Option<String>,
    /// Place of the alternate allele in the genotype: 0 or 1.
    pub haplotype: u8,
}

/// What the file says beside the call.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FileFacts {
    /// Population frequency; `None` where the file gives none, which is not "absent from the population".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<PopulationFrequency>,
    /// Phase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    /// Reads with the alternate allele.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternate_reads: Option<u32>,
    /// Allele fraction in the matched normal, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub normal_vaf: Option<f64>,
    /// Exon and count of exons that the annotation of the file states, for its own transcript.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exon: Option<(u16, u16)>,
    /// True where the caller makes somatic calls and had no normal of the person: rare germline variants are among
    /// them.
    #[serde(default)]
    pub unmatched: bool,
}

/// Share of the tumour cells that carry a variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clonality {
    /// Estimated share of tumour cells, 0 to 1.
    pub cancer_cell_fraction: f64,
    /// Lower limit, 95 % interval of the read counts alone.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// `clonal`, `subclonal` or `undecided`.
    pub state: String,
    /// Purity, copies and multiplicity that were used, in words.
    pub basis: String,
}

/// Whether both alleles of a gene are hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondHit {
    /// `biallelic`, `possible` or `unknown`.
    pub state: String,
    /// The facts.
    pub because: String,
}

/// A tumour finding that may be of the germline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PossibleGermline {
    /// The facts: gene, allele fraction, class.
    pub because: String,
    /// What would settle it.
    pub advice: String,
    /// True where showing it needs the scope `secondary_findings`.
    pub needs_consent: bool,
}

/// What the interpretation adds to a variant.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Interpretation {
    /// Exon of the transcript, 1-based, where the change lies in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exon: Option<u16>,
    /// Residues of the protein that the change touches, for plots: first and last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residues: Option<(u32, u32)>,
    /// Position on the other assembly, in and beside the exons of the pack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_assembly: Option<(Assembly, u32)>,
    /// What a null variant means for the product, where the pack knows the exons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub truncation: Option<Truncation>,
    /// Other names of the same change, in the numbering that clinicians or older reports use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Named event: `EGFR exon 19 deletion`, `MET exon 14 skipping`, `TERT promoter C228T`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Lines of the file whose calls were joined into this one, because they change one codon in cis.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<u64>,
    /// Germline class of our own, for variants of germline origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub germline: Option<GermlineClassification>,
    /// Share of tumour cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clonality: Option<Clonality>,
    /// State of the other allele.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_hit: Option<SecondHit>,
    /// Flag for counselling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub possible_germline: Option<PossibleGermline>,
    /// Why nothing is said of the effect, where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_interpreted: Option<String>,
}
