//! What a plot needs to know of a protein: its transcript and its length.

use super::TranscriptPack;
use super::bases::{are_bases, reverse_complement};
use crate::{Assembly, Variant};

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
        let loaded = self.loaded(*self.by_symbol.get(symbol)?)?;
        let gene = &loaded.gene;
        // The coding sequence holds the stop codon.
        let residues = gene.cds.map(|(first, last)| ((last + 1).saturating_sub(first) / 3).saturating_sub(1));
        Some(ProteinOutline { transcript: gene.transcript.clone(), residues: residues.filter(|r| *r > 0) })
    }
}

impl TranscriptPack {
    /// The bases of the exons of every shipped gene with a sequence, plus strand: chromosome, first position, bases. A
    /// genome of an unknown assembly is told by them.
    #[must_use]
    pub fn known_bases(&self, assembly: Assembly) -> Vec<(String, u32, Vec<u8>)> {
        let genes = self.index.genes.iter().enumerate();
        let shipped = genes.filter(|(at, entry)| !entry.exons_only && !self.is_of_site(*at));
        let mut out = Vec::new();
        for (at, _) in shipped {
            let Some(loaded) = self.loaded(at) else { continue };
            let Some(layout) = loaded.layout(assembly) else { continue };
            let contig = &loaded.gene.placement(assembly).contig;
            out.extend(layout.stretches().map(|(from, bases)| (contig.clone(), from, bases)));
        }
        out
    }

    /// The base at a place and its neighbours on the plus strand, where the pack or the site's reference has them.
    #[must_use]
    pub fn context(&self, variant: &Variant) -> Option<[u8; 3]> {
        self.near(variant).into_iter().find_map(|at| {
            let loaded = self.loaded(at)?;
            let layout = loaded.layout(variant.assembly)?;
            let (index, window) = layout.find(variant.position.get())?;
            let range = layout.windows.get(window)?;
            (range.start < index && index + 1 < range.end).then_some(())?;
            let bases = layout.bases.get(index - 1..=index + 1)?;
            let bases = if layout.reverse { reverse_complement(bases) } else { bases.to_vec() };
            are_bases(std::str::from_utf8(&bases).ok()?).then_some(())?;
            <[u8; 3]>::try_from(bases).ok()
        })
    }
}
