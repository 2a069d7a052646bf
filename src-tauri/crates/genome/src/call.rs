//! One record of a variant file, before anything is concluded from it.

use serde::{Deserialize, Serialize};

use crate::{Contig, Position};

/// An alternate allele of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Allele {
    /// Bases.
    Bases(String),
    /// `*`: the base is deleted by an upstream deletion.
    SpanningDeletion,
    /// `<NON_REF>` or `<*>`: any other allele.
    NonReference,
    /// Another symbolic allele, for example `<DUP>`.
    Symbolic(String),
    /// Breakend notation.
    Breakend(String),
}

/// Genotype of one sample. `None` is a missing allele: never the reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Genotype {
    /// Allele numbers: 0 is the reference, n the n-th alternate.
    pub alleles: Vec<Option<u16>>,
    /// True where the separator was `|`.
    pub phased: bool,
}

/// What a record says of one sample.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SampleCall {
    /// Genotype, absent where there is no GT.
    pub genotype: Option<Genotype>,
    /// Read depth (DP).
    pub depth: Option<u32>,
    /// Genotype quality (GQ), phred.
    pub genotype_quality: Option<u32>,
    /// Reads for each allele, reference first.
    pub allele_depths: Option<Vec<u32>>,
    /// Allele fraction for each alternate as the caller wrote it, 0 to 1.
    pub allele_fractions: Option<Vec<f64>>,
    /// Phase set (PS).
    pub phase_set: Option<String>,
}

impl SampleCall {
    /// Allele fraction of each of `count` alternates, 0 to 1: as the caller wrote it, or of the reads.
    #[must_use]
    pub fn fractions(&self, count: usize) -> Vec<Option<f64>> {
        if let Some(written) = self.allele_fractions.as_ref().filter(|w| w.len() == count) {
            return written.iter().map(|f| Some(*f)).collect();
        }
        let Some(reads) = self.allele_depths.as_ref().filter(|d| d.len() == count + 1) else {
            return vec![None; count];
        };
        let total: f64 = reads.iter().map(|n| f64::from(*n)).sum();
        reads[1..].iter().map(|n| (total > 0.0).then(|| f64::from(*n) / total)).collect()
    }
}

/// A record with the samples that were asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallRecord {
    /// Chromosome.
    pub contig: Contig,
    /// Position of the first reference base.
    pub position: Position,
    /// Last position covered: end of the reference bases, or `END` of a reference block.
    pub end: Position,
    /// Identifiers.
    pub ids: Vec<String>,
    /// Reference bases, upper case.
    pub reference: String,
    /// Alternate alleles; empty for a record that states the reference (`ALT` is `.`).
    pub alternates: Vec<Allele>,
    /// Phred quality.
    pub quality: Option<f64>,
    /// FILTER as written; `None` for `.`.
    pub filter: Option<String>,
    /// Samples, in the order of the file.
    pub samples: Vec<SampleCall>,
    /// INFO entries that later steps read (annotations, VAF, origin flags), as written.
    pub info: Vec<(String, String)>,
    /// Line in the file, 1-based.
    pub line: u64,
}
