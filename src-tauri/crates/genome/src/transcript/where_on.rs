//! Which genes lie at a place, without looking at every gene of the chromosome.

use std::collections::HashMap;

use super::container::GeneEntry;
use crate::Variant;

/// Bases beside a span that are still looked at: the flank after the last exon, and a neighbour of an insertion.
const BESIDE: u32 = 40;

/// Spans of the genes of one assembly.
#[derive(Debug, Default)]
pub(super) struct WhereOn {
    contigs: HashMap<String, Spans>,
}

/// Spans of one chromosome, by their first position.
#[derive(Debug, Default)]
struct Spans {
    /// First and last position, and the gene.
    rows: Vec<(u32, u32, usize)>,
    /// The highest last position of a row and all before it.
    reach: Vec<u32>,
}

impl WhereOn {
    /// Of the genes of an index; `assembly` is 0 for GRCh37 and 1 for GRCh38.
    pub(super) fn new(genes: &[GeneEntry], assembly: usize) -> Self {
        let mut contigs: HashMap<String, Spans> = HashMap::new();
        for (at, gene) in genes.iter().enumerate() {
            if let Some((contig, from, to)) = gene.spans.get(assembly) {
                contigs.entry(contig.clone()).or_default().rows.push((*from, *to, at));
            }
        }
        for spans in contigs.values_mut() {
            spans.rows.sort_unstable();
            let mut highest = 0;
            spans.reach = spans
                .rows
                .iter()
                .map(|(_, to, _)| {
                    highest = highest.max(*to);
                    highest
                })
                .collect();
        }
        Self { contigs }
    }

    /// Genes at or right beside a variant, in the order of the index.
    pub(super) fn near(&self, variant: &Variant) -> Vec<usize> {
        let Some(spans) = self.contigs.get(variant.contig.as_str()) else { return Vec::new() };
        let from = variant.position.get();
        let length = u32::try_from(variant.reference.len()).unwrap_or(u32::MAX);
        let (low, high) = (from.saturating_sub(BESIDE), from.saturating_add(length).saturating_add(BESIDE));
        let end = spans.rows.partition_point(|(first, ..)| *first <= high);
        let mut found: Vec<usize> = (0..end)
            .rev()
            .take_while(|i| spans.reach.get(*i).is_some_and(|reach| *reach >= low))
            .filter_map(|i| spans.rows.get(i).filter(|(_, to, _)| *to >= low).map(|(.., at)| *at))
            .collect();
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::container::Slice;
    use crate::{Assembly, Contig, Position};

    #[test]
    fn the_same_genes_are_found_as_by_looking_at_all() {
        // Long and short spans, nested and overlapping (linear congruential numbers, Knuth).
        let mut state = 7u32;
        let mut next = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let genes: Vec<GeneEntry> = (0..300)
            .map(|n| {
                let from = 1 + next(100_000);
                let span = ("1".to_owned(), from, from + next(if n % 20 == 0 { 30_000 } else { 500 }));
                GeneEntry {
                    symbol: n.to_string(),
                    transcript: String::new(),
                    exons_only: false,
                    spans: [span.clone(), span],
                    record: Slice { offset: 0, length: 0 },
                }
            })
            .collect();
        let where_on = WhereOn::new(&genes, 0);
        for _ in 0..500 {
            let variant = Variant {
                assembly: Assembly::GRCh37,
                contig: Contig::new("1"),
                position: Position::new(1 + next(130_000)).expect("not zero"),
                reference: "ACGT".into(),
                alternate: "A".into(),
            };
            let (low, high) =
                (variant.position.get().saturating_sub(BESIDE), variant.position.get() + 4 + BESIDE);
            let all: Vec<usize> = (0..genes.len())
                .filter(|i| genes[*i].spans[0].1 <= high && genes[*i].spans[0].2 >= low)
                .collect();
            assert_eq!(where_on.near(&variant), all);
        }
    }
}
