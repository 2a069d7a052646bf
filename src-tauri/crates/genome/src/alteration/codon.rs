//! `KRAS codon 12 mutation`: the residue of a codon that reports name by its number alone.

use super::AlterationKind;

/// Gene, residue, reference amino acid (UniProt P01116, P01111, P01112, P15056, O75874, P48735, P42336, P00533, P10721).
const CODONS: [(&str, u32, char); 34] = [
    ("KRAS", 12, 'G'),
    ("KRAS", 13, 'G'),
    ("KRAS", 59, 'A'),
    ("KRAS", 61, 'Q'),
    ("KRAS", 117, 'K'),
    ("KRAS", 146, 'A'),
    ("NRAS", 12, 'G'),
    ("NRAS", 13, 'G'),
    ("NRAS", 59, 'A'),
    ("NRAS", 61, 'Q'),
    ("NRAS", 117, 'K'),
    ("NRAS", 146, 'A'),
    ("HRAS", 12, 'G'),
    ("HRAS", 13, 'G'),
    ("HRAS", 61, 'Q'),
    ("BRAF", 600, 'V'),
    ("BRAF", 601, 'K'),
    ("IDH1", 132, 'R'),
    ("IDH2", 140, 'R'),
    ("IDH2", 172, 'R'),
    ("PIK3CA", 542, 'E'),
    ("PIK3CA", 545, 'E'),
    ("PIK3CA", 1047, 'H'),
    ("EGFR", 719, 'G'),
    ("EGFR", 768, 'S'),
    ("EGFR", 790, 'T'),
    ("EGFR", 797, 'C'),
    ("EGFR", 858, 'L'),
    ("EGFR", 861, 'L'),
    ("KIT", 816, 'D'),
    ("RET", 634, 'C'),
    ("RET", 918, 'M'),
    ("GNAQ", 209, 'Q'),
    ("GNA11", 209, 'Q'),
];

/// Reads `codon 12`, `codon 12 mutation` where the residue of that codon is in the table.
pub(crate) fn parse(gene: Option<&str>, phrase: &str) -> Option<AlterationKind> {
    let rest = phrase.strip_prefix("codon ")?;
    let number = rest.split(' ').next()?;
    matches!(rest[number.len()..].trim(), "" | "mutation" | "mutated" | "mutant" | "variant").then_some(())?;
    let residue: u32 = number.parse().ok()?;
    let (.., reference) = CODONS.iter().find(|(g, r, _)| Some(*g) == gene && *r == residue)?;
    Some(AlterationKind::Residue { reference: *reference, residue })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_codon_is_read_where_its_residue_is_known() {
        let residue = |reference, residue| Some(AlterationKind::Residue { reference, residue });
        assert_eq!(parse(Some("KRAS"), "codon 12 mutation"), residue('G', 12));
        assert_eq!(parse(Some("NRAS"), "codon 61"), residue('Q', 61));
        assert_eq!(parse(Some("KRAS"), "codon 14 mutation"), None);
        assert_eq!(parse(None, "codon 12 mutation"), None);
    }
}
