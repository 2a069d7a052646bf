//! Codons of recurrent residues in genes of which the pack has exons and no sequence.
//!
//! Coding sequence of the RefSeq transcripts (public domain); those with a row in the Cancer Biomarkers Database of 2017
//! (CC0) were compared with it, the others are recalled. A call is named only where its own reference bases are those of
//! the codon, and only a change inside one codon.

use super::bases::translate;
use super::gene::Gene;
use super::layout::Point;
use crate::Consequence;
use crate::alteration::three_letter;

/// Gene, codon, bases in the direction of the transcript.
const CODONS: [(&str, u32, &[u8; 3]); 98] = [
    ("ACVR1", 206, b"CGC"),
    ("ACVR1", 328, b"GGG"),
    ("AR", 702, b"CTC"),
    ("AR", 742, b"TGG"),
    ("AR", 875, b"CAT"),
    ("AR", 877, b"TTC"),
    ("AR", 878, b"ACT"),
    ("ARAF", 214, b"TCC"),
    ("CHEK2", 157, b"ATT"),
    ("CTNNB1", 32, b"GAC"),
    ("CTNNB1", 33, b"TCT"),
    ("CTNNB1", 34, b"GGA"),
    ("CTNNB1", 36, b"CAT"),
    ("CTNNB1", 37, b"TCT"),
    ("CTNNB1", 41, b"ACC"),
    ("CTNNB1", 45, b"TCT"),
    ("DNMT3A", 882, b"CGC"),
    ("ERBB2", 309, b"GGA"),
    ("ERBB2", 310, b"TCC"),
    ("ERBB2", 321, b"GAG"),
    ("ERBB2", 678, b"CGG"),
    ("ERBB2", 755, b"TTG"),
    ("ERBB2", 767, b"ATC"),
    ("ERBB2", 769, b"GAC"),
    ("ERBB2", 776, b"GGT"),
    ("ERBB2", 777, b"GTG"),
    ("ERBB2", 798, b"ACA"),
    ("ERBB2", 842, b"GTA"),
    ("ERBB2", 869, b"CTG"),
    ("ERBB2", 896, b"CGC"),
    ("ERBB3", 103, b"CGC"),
    ("ERBB3", 104, b"GTG"),
    ("ERBB3", 262, b"CCT"),
    ("ERBB3", 284, b"GGA"),
    ("ERBB3", 809, b"CAG"),
    ("ERBB4", 317, b"GAA"),
    ("ERBB4", 393, b"CGG"),
    ("ERBB4", 452, b"GAA"),
    ("ESR1", 380, b"GAA"),
    ("ESR1", 536, b"CTC"),
    ("ESR1", 537, b"TAT"),
    ("ESR1", 538, b"GAC"),
    ("FBXW7", 465, b"CGT"),
    ("FBXW7", 505, b"CGC"),
    ("FGFR2", 252, b"TCG"),
    ("FGFR2", 253, b"CCT"),
    ("FGFR3", 248, b"CGC"),
    ("FGFR3", 249, b"TCC"),
    ("FGFR3", 370, b"GGC"),
    ("FGFR3", 373, b"TAT"),
    ("FGFR3", 380, b"GGG"),
    ("FGFR3", 391, b"GCG"),
    ("FGFR3", 555, b"GTG"),
    ("FGFR3", 650, b"AAG"),
    ("FOXL2", 134, b"TGC"),
    ("GNA11", 183, b"CGC"),
    ("GNA11", 209, b"CAG"),
    ("GNAQ", 183, b"CGA"),
    ("GNAQ", 209, b"CAA"),
    ("GNAS", 201, b"CGT"),
    ("GNAS", 227, b"CAG"),
    ("HRAS", 12, b"GGC"),
    ("HRAS", 13, b"GGT"),
    ("HRAS", 61, b"CAG"),
    ("KDR", 1065, b"GCT"),
    ("MAPK1", 322, b"GAA"),
    ("NFE2L2", 29, b"GAT"),
    ("NFE2L2", 31, b"GGA"),
    ("NFE2L2", 79, b"GAG"),
    ("NFE2L2", 80, b"ACA"),
    ("NFE2L2", 81, b"GGT"),
    ("NFE2L2", 82, b"GAA"),
    ("NTRK3", 623, b"GGA"),
    ("PIK3R1", 564, b"AAT"),
    ("PIK3R2", 561, b"AAC"),
    ("POLE", 286, b"CCT"),
    ("POLE", 297, b"TCC"),
    ("POLE", 411, b"GTG"),
    ("POLE", 459, b"TCC"),
    ("PPP2R1A", 179, b"CCC"),
    ("PPP2R1A", 183, b"CGG"),
    ("RAC1", 29, b"CCT"),
    ("RHOA", 17, b"GGA"),
    ("RHOA", 42, b"TAC"),
    ("ROS1", 1986, b"TCC"),
    ("ROS1", 2032, b"GGA"),
    ("SF3B1", 625, b"CGT"),
    ("SF3B1", 662, b"CAT"),
    ("SF3B1", 666, b"AAG"),
    ("SF3B1", 700, b"AAA"),
    ("SMO", 412, b"CTC"),
    ("SMO", 473, b"GAC"),
    ("SMO", 535, b"TGG"),
    ("SRSF2", 95, b"CCC"),
    ("STAT3", 640, b"TAT"),
    ("STAT3", 661, b"GAT"),
    ("U2AF1", 34, b"TCT"),
    ("U2AF1", 157, b"CAG"),
];

/// Runs of codons in which changes of length recur: gene, number of the first codon, bases. ERBB2 exon 20: NM_004448,
/// recalled; its codons 776 and 777 are those of the table above.
const RUNS: [(&str, usize, &[u8]); 1] = [("ERBB2", 767, b"ATCTTAGACGAAGCATACGTGATGGCTGGTGTGGGCTCCCCATATGTC")];

/// Coding name, protein name and consequence of a change of length whose whole surrounding is known.
pub(crate) struct Local {
    pub(crate) coding: String,
    pub(crate) protein: Option<String>,
    pub(crate) consequence: Consequence,
}

/// Names an in-frame change of length inside a run. `at` is the base of the coding sequence, 0-based, at which bases go or
/// before which bases come in. Nothing is named where the 3' rule would lead out of the run.
pub(crate) fn local(gene: &Gene, at: usize, removed: &[u8], inserted: &[u8]) -> Option<Local> {
    let (.., first, bases) = RUNS.iter().find(|(g, ..)| *g == gene.symbol)?;
    let before = (first - 1) * 3;
    let mut place = at.checked_sub(before)?;
    let gone = removed.len();
    (bases.get(place..place + gone)? == removed && gone % 3 == inserted.len() % 3 && gone != inserted.len())
        .then_some(())?;
    let mut inserted = inserted.to_vec();
    while inserted.is_empty() && bases.get(place) == bases.get(place + gone) {
        place += 1;
    }
    while gone == 0 && bases.get(place) == inserted.first() {
        inserted.rotate_left(1);
        place += 1;
    }
    // The codons at both ends of the run only stand beside the change.
    (place > 3 && place + gone + 3 < bases.len()).then_some(())?;
    let position = |offset: usize| before + offset + 1;
    let range = |from: usize, to: usize| match from == to {
        true => from.to_string(),
        false => format!("{from}_{to}"),
    };
    let text = String::from_utf8_lossy(&inserted);
    let copied =
        place.checked_sub(inserted.len()).filter(|from| gone == 0 && bases[*from..place] == *inserted);
    let coding = match (gone, copied) {
        (0, Some(from)) => format!("c.{}dup", range(position(from), position(place - 1))),
        (0, None) => format!("c.{}ins{text}", range(position(place - 1), position(place))),
        (_, _) if inserted.is_empty() => {
            format!("c.{}del", range(position(place), position(place + gone - 1)))
        }
        _ => format!("c.{}delins{text}", range(position(place), position(place + gone - 1))),
    };
    // Codons in front, so that the residues have their numbers, and some behind with a stop. None of them is named.
    let front = [b"ATG".to_vec(), b"AAC".repeat(first - 2)].concat();
    let whole = [front.as_slice(), bases, b"AACAACTAA"].concat();
    let effect = super::protein::effect(&whole, 0, whole.len(), before + place, gone, &inserted)?;
    Some(Local { coding, protein: effect.name, consequence: effect.consequence })
}

/// Consequence and protein name of a change of bases inside one codon that the table has.
pub(crate) fn name(
    gene: &Gene,
    points: &[Point],
    removed: &[u8],
    inserted: &[u8],
) -> Option<(Consequence, Option<String>)> {
    let first = points.first()?;
    let whole = removed.len() == inserted.len() && points.iter().all(|p| p.offset == 0);
    let start = i64::from(gene.cds?.0);
    let base = usize::try_from(first.tx - start).ok().filter(|_| whole)?;
    in_codon(&gene.symbol, base, removed, inserted)
}

/// Protein name of a change of bases, counted from the first base of the start codon (0), inside one codon of the table.
pub(crate) fn named(symbol: &str, base: usize, removed: &[u8], inserted: &[u8]) -> Option<String> {
    in_codon(symbol, base, removed, inserted)?.1
}

fn in_codon(
    symbol: &str,
    base: usize,
    removed: &[u8],
    inserted: &[u8],
) -> Option<(Consequence, Option<String>)> {
    let (codon, at) = (u32::try_from(base / 3 + 1).ok()?, base % 3);
    (at + removed.len() <= 3).then_some(())?;
    let (.., known) = CODONS.iter().find(|(g, c, _)| *g == symbol && *c == codon)?;
    let mut changed = **known;
    let place = changed.get_mut(at..at + removed.len())?;
    if *place != *removed {
        return None;
    }
    place.copy_from_slice(inserted);
    let (before, after) = (*translate(*known).first()?, *translate(&changed).first()?);
    let residue = format!("p.{}{codon}", three_letter(char::from(before)));
    Some(if before == after {
        (Consequence::SynonymousVariant, Some(format!("{residue}=")))
    } else if after == b'*' {
        (Consequence::StopGained, Some(format!("{residue}Ter")))
    } else {
        (Consequence::MissenseVariant, Some(format!("{residue}{}", three_letter(char::from(after)))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Amino acids of the residues as hotspots and labels name them.
    #[test]
    fn codons_are_those_of_the_named_residues() {
        for (gene, codon, amino) in [
            ("CTNNB1", 45, b'S'),
            ("CTNNB1", 41, b'T'),
            ("GNAQ", 209, b'Q'),
            ("GNAS", 201, b'R'),
            ("HRAS", 61, b'Q'),
            ("SF3B1", 700, b'K'),
            ("DNMT3A", 882, b'R'),
            ("ESR1", 537, b'Y'),
            ("ESR1", 538, b'D'),
            ("POLE", 286, b'P'),
            ("FGFR3", 249, b'S'),
            ("ERBB2", 755, b'L'),
            ("FOXL2", 134, b'C'),
            ("U2AF1", 34, b'S'),
            ("SRSF2", 95, b'P'),
        ] {
            let row = CODONS.iter().find(|(g, c, _)| *g == gene && *c == codon);
            assert_eq!(row.map(|(.., bases)| translate(*bases)[0]), Some(amino), "{gene} {codon}");
        }
        let mut seen: Vec<_> = CODONS.iter().map(|(g, c, _)| (*g, *c)).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), CODONS.len());
    }

    #[test]
    fn changes_of_length_in_erbb2_exon_20_have_their_published_names() {
        let gene = Gene { symbol: "ERBB2".into(), ..super::super::fixture::exons_only() };
        for (at, removed, inserted, coding, protein) in [
            // A775_G776insYVMA of the reports, by the place that callers shift it to.
            (2310, "", "GCATACGTGATG", "c.2313_2324dup", "p.Tyr772_Ala775dup"),
            (2326, "", "TGT", "c.2326_2327insTGT", "p.Gly776delinsValCys"),
            (2331, "", "GGCTCCCCA", "c.2332_2340dup", "p.Gly778_Pro780dup"),
            (2313, "TACGTG", "", "c.2314_2319del", "p.Tyr772_Val773del"),
        ] {
            let got = local(&gene, at, removed.as_bytes(), inserted.as_bytes());
            let got = got.map(|l| (l.coding, l.protein.unwrap_or_default()));
            assert_eq!(got, Some((coding.to_owned(), protein.to_owned())));
        }
        assert!(local(&gene, 2313, b"GGG", b"").is_none(), "other bases than those of the run");
        assert!(local(&gene, 2313, b"TA", b"").is_none(), "the frame shifts");
        assert!(local(&gene, 100, b"", b"GCA").is_none(), "outside the run");
    }

    #[test]
    fn a_change_inside_the_codon_is_named_and_others_are_not() {
        let gene = |symbol: &str| Gene { symbol: symbol.into(), ..super::super::fixture::exons_only() };
        // c.1 is base 6 of the fixture; codon 12 begins at base 39. HRAS Gly12 is GGC.
        let point = |tx| Point { tx, offset: 0 };
        let hras = |tx, r: &[u8], a: &[u8]| name(&gene("HRAS"), &[point(tx)], r, a);
        assert_eq!(hras(40, b"G", b"T"), Some((Consequence::MissenseVariant, Some("p.Gly12Val".to_owned()))));
        assert_eq!(hras(41, b"C", b"T").map(|n| n.0), Some(Consequence::SynonymousVariant));
        assert_eq!(hras(40, b"A", b"T"), None, "the reference base is not that of the codon");
        assert_eq!(hras(37, b"G", b"T"), None, "another codon");
        assert_eq!(name(&gene("XYZ"), &[point(40)], b"G", b"T"), None);
    }
}
