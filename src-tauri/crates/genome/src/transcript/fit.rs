//! Whether a stated change can be one of the protein: its residue, its reference amino acid, its exon.
//!
//! A text such as `TP53 R999H` or `BRAF G600E` names no change of the gene. It is not matched with anything, and the
//! reason is said. A gene without a sequence in the pack cannot be checked so and is left as it was read.

use super::TranscriptPack;
use super::bases::amino_acid;
use super::gene::Gene;
use crate::alteration::numberings;
use crate::{Alteration, AlterationKind as K};

/// Residues by which another isoform in use numbers differently: RefSeq isoforms of the genes, and the initiator
/// methionine that histones are numbered without.
const SHIFTS: [(&str, &[i64]); 18] = [
    ("MEN1", &[5]),
    ("ABL1", &[19]),
    ("BRAF", &[40]),
    ("CDKN2A", &[]),
    ("ERBB2", &[-15, -30]),
    ("EZH2", &[-5]),
    ("FGFR2", &[1]),
    ("FGFR3", &[2]),
    ("GNAS", &[643]),
    ("KIT", &[-4]),
    ("MET", &[18]),
    ("MITF", &[-101, 101]),
    ("MUTYH", &[14, 28, -14]),
    ("MYD88", &[8, -13]),
    ("NF1", &[21]),
    ("NTRK1", &[-6, -36]),
    ("RUNX1", &[27, -27]),
    ("SMARCB1", &[-9, 9]),
];
/// Residues that an isoform of a gene outside the table may be longer.
const LONGER: u32 = 40;

impl TranscriptPack {
    /// Why a stated alteration cannot be one of its gene; `None` where it can, or where it cannot be checked.
    #[must_use]
    pub fn misfit(&self, alteration: &Alteration) -> Option<String> {
        let symbol = alteration.gene.as_deref()?;
        let kind = match &alteration.kind {
            K::NotDetected { what } => what,
            kind => kind,
        };
        let loaded = self.loaded(*self.by_symbol.get(symbol)?)?;
        let gene = &loaded.gene;
        let named = match kind {
            // A stop is a loss in any isoform: only its place is checked.
            K::Substitution { residue, alternate: '*', .. } => return beyond(gene, *residue),
            K::Substitution { reference, residue, .. } | K::Residue { reference, residue } => {
                vec![(*reference, *residue)]
            }
            K::Inframe { name, .. } => ends(name),
            K::Frameshift { residue } => return beyond(gene, *residue),
            K::Exon { exon, .. } => return exon_beyond(gene, *exon),
            _ => return None,
        };
        named.into_iter().find_map(|(reference, residue)| {
            beyond(gene, residue).or_else(|| other_residue(gene, reference, residue))
        })
    }
}

/// Length of the protein, where the pack has the sequence.
fn length(gene: &Gene) -> Option<u32> {
    let (first, last) = gene.cds.filter(|_| !gene.exons_only)?;
    Some(((last + 1).saturating_sub(first) / 3).saturating_sub(1)).filter(|n| *n > 0)
}

fn shifts(symbol: &str) -> &'static [i64] {
    SHIFTS.iter().find(|(g, _)| *g == symbol).map_or(&[], |(_, s)| s)
}

fn beyond(gene: &Gene, residue: u32) -> Option<String> {
    let length = length(gene)?;
    let isoform = shifts(&gene.symbol).iter().copied().max().and_then(|s| u32::try_from(s).ok()).unwrap_or(0);
    (residue > length + LONGER.max(isoform)).then(|| {
        format!("{} ({}) has {length} residues: there is no residue {residue}", gene.symbol, gene.transcript)
    })
}

fn exon_beyond(gene: &Gene, exon: u16) -> Option<String> {
    let count = gene.exons.len();
    // Some genes are numbered with one exon more (NPM1).
    (usize::from(exon) > count + 1)
        .then(|| format!("{} ({}) has {count} exons: there is no exon {exon}", gene.symbol, gene.transcript))
}

/// The reference amino acid is another in every numbering that is in use.
fn other_residue(gene: &Gene, reference: char, residue: u32) -> Option<String> {
    let found = residue_at(gene, i64::from(residue))?;
    let near = numberings(&gene.symbol, residue).into_iter().map(i64::from);
    let shifted = shifts(&gene.symbol).iter().flat_map(|s| [i64::from(residue) - s, i64::from(residue) + s]);
    let mut others = near.chain(shifted);
    let fits = found == reference || others.any(|r| residue_at(gene, r) == Some(reference));
    (!fits && gene.symbol != "CDKN2A").then(|| {
        format!(
            "residue {residue} of {} ({}) is {found}, not {reference}: check the gene and the number",
            gene.symbol, gene.transcript
        )
    })
}

fn residue_at(gene: &Gene, residue: i64) -> Option<char> {
    let (first, _) = gene.cds.filter(|_| !gene.exons_only)?;
    let start = usize::try_from(i64::from(first) - 1 + 3 * (residue - 1)).ok()?;
    let codon = gene.cdna.as_bytes().get(start..start + 3)?;
    amino_acid(codon).map(char::from)
}

/// First and last residue of `E746_A750del`, with their amino acids.
fn ends(name: &str) -> Vec<(char, u32)> {
    let place = name.split(|c: char| c.is_ascii_lowercase()).next().unwrap_or_default();
    place
        .split('_')
        .filter_map(|part| {
            let letter = part.chars().next().filter(char::is_ascii_uppercase)?;
            Some((letter, part[1..].parse().ok()?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::Alteration;
    use crate::transcript_fixture;

    #[test]
    fn ends_of_an_inframe_change() {
        assert_eq!(super::ends("E746_A750del"), [('E', 746), ('A', 750)]);
        assert_eq!(super::ends("V559del"), [('V', 559)]);
        assert!(super::ends("del").is_empty());
    }

    #[test]
    fn what_no_protein_of_the_gene_can_have_is_told() {
        // The protein of the invented gene is MKVVELCDDH.
        let pack = transcript_fixture();
        let judged = |text: &str| {
            let read = Alteration::parse(text).unwrap_or_else(|| panic!("not read: {text}"));
            pack.misfit(&read)
        };
        for fits in
            ["FIX1 V3L", "FIX1 V3", "FIX1 D9_H10del", "FIX1 H10fs", "FIX1 exon 2 mutation", "FIX1 mutation"]
        {
            assert_eq!(judged(fits), None, "{fits}");
        }
        for (text, says) in [
            ("FIX1 G7L", "residue 7 of FIX1 (NM_FIX.1) is C, not G"),
            ("FIX1 V300L", "has 10 residues"),
            ("FIX1 A300fs", "has 10 residues"),
            ("FIX1 D9_K10del", "is H, not K"),
            ("FIX1 exon 9 deletion", "has 2 exons"),
        ] {
            assert!(judged(text).is_some_and(|t| t.contains(says)), "{text}: {:?}", judged(text));
        }
    }

    #[test]
    fn a_gene_outside_the_pack_is_not_judged() {
        let one = Alteration::parse("NOTAGENE1 R999H");
        assert!(one.is_none_or(|a| transcript_fixture().misfit(&a).is_none()));
    }
}
