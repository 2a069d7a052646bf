//! Places of coding bases on an assembly, for coverage.

use super::TranscriptPack;
use crate::Assembly;

/// Chromosome, first and last position.
type Stretch = (String, u32, u32);

impl TranscriptPack {
    /// Symbols of the genes that the shipped pack places: those that matter for evidence, whichever part has their
    /// sequence.
    pub fn placed_genes(&self) -> impl Iterator<Item = &str> {
        self.shipped.iter().map(String::as_str)
    }

    /// Stretches of the coding sequence; empty for a gene that the pack does not place, or that codes for nothing.
    #[must_use]
    pub fn coding_stretches(&self, gene: &str, assembly: Assembly) -> Vec<Stretch> {
        self.stretches(gene, assembly, None).unwrap_or_default()
    }

    /// Stretches of one codon, two where an intron splits it.
    #[must_use]
    pub fn codon_stretches(&self, gene: &str, codon: u32, assembly: Assembly) -> Vec<Stretch> {
        self.stretches(gene, assembly, Some(codon)).unwrap_or_default()
    }

    fn stretches(&self, gene: &str, assembly: Assembly, codon: Option<u32>) -> Option<Vec<Stretch>> {
        let loaded = self.loaded(*self.by_symbol.get(gene)?)?;
        let layout = loaded.layout(assembly)?;
        let (start, end) = loaded.gene.cds?;
        let (first, last) = match codon {
            Some(n) => {
                let from = start.checked_add(n.checked_sub(1)?.checked_mul(3)?)?;
                (from, from.checked_add(2).filter(|to| *to <= end)?)
            }
            None => (start, end),
        };
        let contig = &loaded.gene.placement(assembly).contig;
        let mut out = Vec::new();
        for exon in &loaded.gene.exons {
            let (from, to) = (exon.start.max(first), exon.end.min(last));
            if from > to {
                continue;
            }
            let (a, b) = (layout.position(from)?, layout.position(to)?);
            out.push((contig.clone(), a.min(b), a.max(b)));
        }
        Some(out)
    }
}
