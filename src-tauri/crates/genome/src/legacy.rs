//! Other names of one change: older transcripts, older nomenclature, names in use at the bedside.
//!
//! Sources: the numbering of RefSeq transcripts (see `alteration/numbering.rs`); names of the Breast Cancer
//! Information Core (BIC), which counted from the first base of the transcript; OMIM names of alleles.

use crate::alteration::{numberings, parse_protein_change};
use crate::{AlterationKind, CalledVariant};

/// Gene, coding name on the transcript of the pack, other names.
const BY_CODING_NAME: [(&str, &str, &[&str]); 24] = [
    ("BRCA1", "c.68_69del", &["185delAG", "187delAG"]),
    ("BRCA1", "c.5266dup", &["5382insC", "5385insC"]),
    ("BRCA1", "c.181T>G", &["300T>G", "C61G"]),
    ("BRCA1", "c.4034del", &["4153delA", "4154delA"]),
    ("BRCA1", "c.3700_3704del", &["3819del5", "3819delGTAAA"]),
    ("BRCA1", "c.3756_3759del", &["3875del4", "3875delGTCT"]),
    ("BRCA1", "c.4065_4068del", &["4184del4", "4184delTCAA"]),
    ("BRCA1", "c.1687C>T", &["1806C>T", "Q563X"]),
    ("BRCA1", "c.2685_2686del", &["2804delAA"]),
    ("BRCA2", "c.5946del", &["6174delT"]),
    ("BRCA2", "c.771_775del", &["999del5"]),
    ("BRCA2", "c.8537_8538del", &["8765delAG"]),
    ("BRCA2", "c.2808_2811del", &["3036del4", "3036delACAA"]),
    ("CHEK2", "c.1100del", &["1100delC"]),
    ("CHEK2", "c.444+1G>A", &["IVS2+1G>A"]),
    ("NBN", "c.657_661del", &["657del5"]),
    ("TERT", "c.-124C>T", &["C228T"]),
    ("TERT", "c.-146C>T", &["C250T"]),
    ("TERT", "c.-57A>C", &["A161C"]),
    ("F5", "c.1601G>A", &["Factor V Leiden", "R506Q", "1691G>A"]),
    ("F2", "c.*97G>A", &["20210G>A", "G20210A"]),
    ("DPYD", "c.1905+1G>A", &["IVS14+1G>A", "DPYD*2A"]),
    ("MSH2", "c.942+3A>T", &["IVS5+3A>T"]),
    ("BRAF", "c.1799T>A", &["1796T>A", "V599E"]),
];

/// Other names of a variant, without its own.
#[must_use]
pub fn legacy_names(variant: &CalledVariant) -> Vec<String> {
    let Some(gene) = variant.gene.as_deref() else { return Vec::new() };
    let mut out: Vec<String> = Vec::new();
    if let Some(name) = variant.hgvs_c.as_deref() {
        let rows = BY_CODING_NAME.iter().filter(|(g, c, _)| *g == gene && *c == name);
        out.extend(rows.flat_map(|(.., names)| names.iter().map(|n| (*n).to_owned())));
    }
    if let Some(AlterationKind::Substitution { reference, residue, alternate }) =
        variant.hgvs_p.as_deref().and_then(parse_protein_change)
    {
        for other in numberings(gene, residue) {
            out.push(format!("{reference}{other}{alternate}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Assembly, Contig, Origin, Position, Variant};

    fn of(gene: &str, c: &str, p: &str) -> Vec<String> {
        let variant = Variant {
            assembly: Assembly::GRCh38,
            contig: Contig::new("1"),
            position: Position::new(1).expect("not zero"),
            reference: "A".into(),
            alternate: "T".into(),
        };
        let mut called = CalledVariant::new(variant, Origin::Unknown, 1);
        called.gene = Some(gene.into());
        called.hgvs_c = Some(c.into());
        called.hgvs_p = (!p.is_empty()).then(|| p.to_owned());
        legacy_names(&called)
    }

    #[test]
    fn names_that_clinicians_use() {
        assert_eq!(of("BRCA1", "c.68_69del", "p.Glu23ValfsTer17"), ["185delAG", "187delAG"]);
        assert!(of("MYD88", "c.794T>C", "p.Leu265Pro").contains(&"L273P".to_owned()));
        assert!(of("MET", "c.3682G>A", "p.Asp1228Asn").contains(&"D1246N".to_owned()));
        assert!(of("MUTYH", "c.1187G>A", "p.Gly396Asp").contains(&"G382D".to_owned()));
        assert!(of("EZH2", "c.1937A>T", "p.Tyr646Phe").contains(&"Y641F".to_owned()));
        assert!(of("TERT", "c.-124C>T", "").contains(&"C228T".to_owned()));
        assert!(of("KRAS", "c.35G>A", "p.Gly12Asp").is_empty());
    }
}
