//! Genes with evidence of which the pack has neither exons nor a sequence: their places, so that a variant in one of
//! them is named as not interpreted with its gene instead of lying outside all genes.
//!
//! Recalled from the public Ensembl gene models; nothing is concluded from them but the name of the gene.

use crate::{Assembly, Variant};

/// First and last base.
type Span = (u32, u32);

/// Symbol, contig, first and last base on GRCh37 and on GRCh38.
const OUTLINES: [(&str, &str, [Span; 2]); 8] = [
    ("CUL3", "2", [(225_334_867, 225_450_114), (224_470_150, 224_585_397)]),
    ("H3-3B", "17", [(73_772_515, 73_781_974), (75_776_434, 75_785_893)]),
    ("H3C2", "6", [(26_031_817, 26_032_288), (26_031_589, 26_032_060)]),
    ("H3C3", "6", [(26_045_639, 26_046_097), (26_045_411, 26_045_869)]),
    ("KEAP1", "19", [(10_596_796, 10_614_054), (10_486_120, 10_503_378)]),
    ("PAX5", "9", [(36_833_272, 37_034_476), (36_833_275, 37_034_479)]),
    ("RAD51B", "14", [(68_286_496, 69_196_935), (67_819_779, 68_730_218)]),
    ("RAD54L", "1", [(46_713_367, 46_744_145), (46_247_695, 46_278_473)]),
];

/// The gene that a variant lies in.
pub(super) fn gene_of(variant: &Variant) -> Option<&'static str> {
    let from = variant.position.get();
    let to = from.saturating_add(u32::try_from(variant.reference.len()).unwrap_or(u32::MAX));
    let found = all(variant.assembly)
        .find(|(_, contig, first, last)| *contig == variant.contig.as_str() && from <= *last && to > *first);
    found.map(|(symbol, ..)| symbol)
}

/// Symbol, contig, first and last base of each.
pub(super) fn all(assembly: Assembly) -> impl Iterator<Item = (&'static str, &'static str, u32, u32)> {
    OUTLINES.iter().map(move |(symbol, contig, [on37, on38])| {
        let (first, last) = if assembly == Assembly::GRCh37 { on37 } else { on38 };
        (*symbol, *contig, *first, *last)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Contig, Position};

    #[test]
    fn a_variant_in_the_outline_has_the_name_of_its_gene() {
        let at = |assembly, contig: &str, position| Variant {
            assembly,
            contig: Contig::new(contig),
            position: Position::new(position).expect("not zero"),
            reference: "A".into(),
            alternate: "T".into(),
        };
        assert_eq!(gene_of(&at(Assembly::GRCh37, "19", 10_600_000)), Some("KEAP1"));
        assert_eq!(gene_of(&at(Assembly::GRCh38, "19", 10_600_000)), None);
        assert_eq!(gene_of(&at(Assembly::GRCh38, "6", 26_031_700)), Some("H3C2"));
    }
}
