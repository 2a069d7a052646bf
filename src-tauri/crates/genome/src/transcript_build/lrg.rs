//! The LRG records (Locus Reference Genomic, doi 10.1093/nar/gkt1198) as our facts folder has them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::BuildError;

const FILE: &str = "lrg_cancer_gene_pack.json";

/// A record: one gene.
#[derive(Debug, Deserialize)]
pub(super) struct Record {
    pub(super) gene: String,
    pub(super) mappings: BTreeMap<String, Mapping>,
    pub(super) transcripts: Vec<Transcript>,
}

/// Placement on one assembly.
#[derive(Debug, Deserialize)]
pub(super) struct Mapping {
    pub(super) chrom: String,
    pub(super) spans: Vec<Span>,
}

/// An aligned stretch; positions 1-based, inclusive.
#[derive(Debug, Deserialize)]
pub(super) struct Span {
    pub(super) lrg: (u32, u32),
    #[serde(rename = "ref")]
    pub(super) reference: (u32, u32),
    pub(super) strand: i8,
    pub(super) diffs: Vec<Diff>,
}

/// A difference inside a span. Sequences are in the direction of the record, `-` is empty.
#[derive(Debug, Deserialize)]
pub(super) struct Diff {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) lrg_start: u32,
    pub(super) lrg_end: u32,
    pub(super) lrg_sequence: String,
    pub(super) other_sequence: String,
}

/// A transcript of the record.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Transcript {
    pub(super) refseq: Vec<String>,
    pub(super) cdna: String,
    /// First and last base in the record, then in the cDNA.
    pub(super) exons: Vec<(u32, u32, u32, u32)>,
    pub(super) cds: Vec<Cds>,
}

/// A coding sequence; the first of a transcript is its full one.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Cds {
    pub(super) tx: (u32, u32),
}

/// All records by id.
pub(super) fn read(bytes: &[u8]) -> Result<BTreeMap<String, Record>, BuildError> {
    serde_json::from_slice(bytes).map_err(|error| BuildError::Json { file: FILE, error })
}
