//! What a plot needs to know of a protein: its transcript and its length.

use super::TranscriptPack;

/// A protein of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProteinOutline {
    /// Transcript with version.
    pub transcript: String,
    /// Length in amino acids, where the pack has the coding sequence.
    pub residues: Option<u32>,
}

impl TranscriptPack {
    /// The protein of a gene, by its symbol; `None` where the pack does not have the gene.
    #[must_use]
    pub fn protein(&self, symbol: &str) -> Option<ProteinOutline> {
        let at = self.index.genes.iter().position(|g| g.symbol == symbol)?;
        let gene = &self.loaded(at)?.gene;
        // The coding sequence holds the stop codon.
        let residues = gene.cds.map(|(first, last)| ((last + 1).saturating_sub(first) / 3).saturating_sub(1));
        Some(ProteinOutline { transcript: gene.transcript.clone(), residues: residues.filter(|r| *r > 0) })
    }
}
