//! Breaks of the genome: structural variants, and the fusions that they make.

use serde::{Deserialize, Serialize};

/// Which side of a break stays in the joined sequence, on the plus strand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// The bases up to the position.
    Left,
    /// The bases from the position on.
    Right,
}

/// One side of a break.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Breakpoint {
    /// Chromosome, Ensembl style; `None` where the source does not name it.
    #[serde(default)]
    pub contig: Option<String>,
    /// Position, 1-based.
    #[serde(default)]
    pub position: Option<u32>,
    /// HGNC symbol, where the source or the transcript pack names one.
    #[serde(default)]
    pub gene: Option<String>,
    /// Exon, intron or site in the words of the source.
    #[serde(default)]
    pub place: Option<String>,
    /// Which side of the position stays, where the source says it.
    #[serde(default)]
    pub keeps: Option<Kept>,
}

impl Breakpoint {
    /// A place without a gene.
    #[must_use]
    pub fn at(contig: &str, position: u32) -> Self {
        Self { contig: Some(contig.to_owned()), position: Some(position), ..Self::default() }
    }
}

impl std::fmt::Display for Breakpoint {
    /// `2:42522694`, the chromosome alone, or nothing.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.contig, self.position) {
            (Some(contig), Some(position)) => write!(f, "{contig}:{position}"),
            (Some(contig), None) => f.write_str(contig),
            _ => Ok(()),
        }
    }
}

/// A structural variant that is no gene fusion, or of which that is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StructuralVariant {
    /// `DEL`, `DUP`, `INV`, `INS`, `BND`, `TRA` or the word of the source.
    pub kind: String,
    /// First side.
    pub start: Breakpoint,
    /// Second side; `None` for single breakends.
    #[serde(default)]
    pub end: Option<Breakpoint>,
    /// Reads that support it, as far as the source gives them.
    #[serde(default)]
    pub reads: Option<u32>,
    /// FILTER as written.
    #[serde(default)]
    pub filter: Option<String>,
    /// What the source says beside it, in words.
    #[serde(default)]
    pub detail: Option<String>,
    /// Where it was read: format and line.
    pub source: String,
}
