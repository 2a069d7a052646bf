//! One gene of the pack: its transcript and where it lies on each assembly.

use serde::{Deserialize, Serialize};

use crate::Assembly;

/// A gene with one transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Gene {
    /// HGNC symbol.
    pub(crate) symbol: String,
    /// Transcript of the names, with version.
    pub(crate) transcript: String,
    /// Spliced sequence, or the coding sequence alone; empty where `exons_only`.
    pub(crate) cdna: String,
    /// First and last base of the coding sequence in the cDNA, 1-based, stop codon included.
    pub(crate) cds: Option<(u32, u32)>,
    /// The pack has the places of the exons and no sequence: frame and splice sites are certain, amino acids
    /// and shifts to the 3' end are not.
    pub(crate) exons_only: bool,
    /// Exons in the order of the transcript.
    pub(crate) exons: Vec<Exon>,
    /// Where it lies on GRCh37 and on GRCh38.
    pub(crate) placements: [Placement; 2],
}

/// An exon with a little sequence on either side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exon {
    /// First base in the cDNA, 1-based.
    pub(crate) start: u32,
    /// Last base in the cDNA.
    pub(crate) end: u32,
    /// Bases before the exon, in the direction of the transcript.
    pub(crate) before: String,
    /// Bases after it.
    pub(crate) after: String,
}

/// Where a gene lies on one assembly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Placement {
    /// Chromosome, Ensembl style.
    pub(crate) contig: String,
    /// True where the gene is read on the minus strand.
    pub(crate) reverse: bool,
    /// For each exon the position of the first base of its window (`before` included), in the direction of
    /// the transcript: the highest position on the minus strand.
    pub(crate) windows: Vec<u32>,
    /// Where the assembly differs from the transcript.
    pub(crate) patches: Vec<Patch>,
}

/// A difference between the transcript and an assembly, in the direction of the transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Patch {
    /// Exon index.
    pub(crate) exon: usize,
    /// Index in the window, 0-based, of the first base of `from`; where `from` is empty, of the base
    /// before which `to` is inserted.
    pub(crate) at: usize,
    /// Bases of the transcript.
    pub(crate) from: String,
    /// Bases of the assembly.
    pub(crate) to: String,
}

impl Gene {
    /// Placement on an assembly.
    pub(crate) fn placement(&self, assembly: Assembly) -> &Placement {
        let [on37, on38] = &self.placements;
        match assembly {
            Assembly::GRCh37 => on37,
            Assembly::GRCh38 => on38,
        }
    }
}

/// Index of an assembly in arrays of two.
pub(crate) fn index(assembly: Assembly) -> usize {
    match assembly {
        Assembly::GRCh37 => 0,
        Assembly::GRCh38 => 1,
    }
}
