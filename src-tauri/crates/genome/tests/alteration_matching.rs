//! Which observation meets which criterion, and how closely.

use attune_genome::{Alteration, MatchGrade as G};
use proptest::prelude::*;

fn grade(criterion: &str, observed: &str) -> Option<G> {
    let read = |t: &str| {
        let read = Alteration::parse(t);
        assert!(read.is_some(), "not read: {t}");
        read
    };
    read(criterion)?.met_by(&read(observed)?)
}

#[test]
fn criteria_and_observations() {
    for (criterion, observed, want) in [
        ("BRAF V600E", "BRAF p.Val600Glu", Some(G::Exact)),
        ("BRAF V600E", "BRAF V600K", None),
        ("KRAS G12C", "KRAS G12D", None),
        ("BRAF V600", "BRAF V600K", Some(G::Residue)),
        ("BRAF V600", "BRAF V600", Some(G::Exact)),
        // P21 and P53 are everyday names of genes too; after a gene they are residues.
        ("BRAF P21", "BRAF P21A", Some(G::Residue)),
        ("p53 R175H", "TP53 R175H", Some(G::Exact)),
        ("BRAF V600", "BRAF K601E", None),
        ("BRAF V600E", "BRAF V600", None),
        ("BRAF V600E", "NRAS V600E", None),
        ("KRAS mutation", "KRAS G12D", Some(G::Gene)),
        ("KRAS mutation", "KRAS amplification", None),
        ("KRAS mutation", "KRAS wild-type", None),
        ("KRAS G12D", "KRAS mutation", None),
        ("MYD88 L265P", "MYD88 L252P", Some(G::Exact)),
        ("VHL M1V", "VHL M1?", Some(G::Residue)),
        ("MET D1228N", "MET D1246N", Some(G::Exact)),
        ("KIT T670I", "KIT T670_V671delinsIM", Some(G::Residue)),
        // exons
        ("EGFR exon 19 deletion", "EGFR E746_A750del", Some(G::Class)),
        ("EGFR exon 19 deletion", "EGFR L747_P753delinsS", Some(G::Class)),
        ("EGFR exon 19 deletion", "EGFR L747P", None),
        ("EGFR exon 19 deletion", "EGFR exon 19 deletion", Some(G::Exact)),
        ("EGFR exon 19 deletion", "EGFR D770_N771insSVD", None),
        ("EGFR exon 20 insertion", "EGFR D770_N771insSVD", Some(G::Class)),
        ("EGFR exon 20 insertion", "EGFR A767_V769dup", Some(G::Class)),
        ("EGFR exon 20 insertion", "EGFR T790M", None),
        ("EGFR exon 20 insertion", "EGFR exon 19 deletion", None),
        ("ERBB2 exon 20 insertion", "ERBB2 Y772_A775dup", Some(G::Class)),
        ("KIT exon 11 mutation", "KIT V559D", Some(G::Class)),
        ("KIT exon 11 mutation", "KIT D816V", None),
        ("KIT exon 11 mutation", "KIT W557_K558del", Some(G::Class)),
        ("PDGFRA exon 18 mutation", "PDGFRA D842V", Some(G::Class)),
        ("KRAS exon 2 mutation", "KRAS G13D", Some(G::Class)),
        ("KRAS exon 2 mutation", "KRAS Q61H", None),
        ("MET exon 14 skipping", "MET c.3028+1G>A", Some(G::Class)),
        ("MET exon 14 skipping", "MET c.3082+2T>C", Some(G::Class)),
        ("MET exon 14 skipping", "MET c.2888-18_2888-2del", Some(G::Class)),
        ("MET exon 14 skipping", "MET D1010H", Some(G::Class)),
        ("MET exon 14 skipping", "MET c.1200+1G>A", None),
        ("MET exon 14 skipping", "MET amplification", None),
        // classes
        ("BRCA2 loss-of-function", "BRCA2 S1982fs", Some(G::Class)),
        ("BRCA2 loss-of-function", "BRCA2 deletion", Some(G::Class)),
        ("BRCA2 loss-of-function", "BRCA2 D2723H", None),
        ("BRCA1 deleterious mutation", "BRCA1 R1443*", Some(G::Class)),
        ("BRCA1 deleterious mutation", "BRCA1 M1652I", None),
        ("BRCA1 pathogenic", "BRCA1 pathogenic", Some(G::Exact)),
        ("NF1 loss", "NF1 c.1260+1G>A", Some(G::Class)),
        ("TP53 truncating mutation", "TP53 R213*", Some(G::Class)),
        ("TP53 truncating mutation", "TP53 R175H", None),
        ("TP53 pathogenic", "TP53 R175H", Some(G::Class)),
        ("CALR pathogenic", "CALR L367fs", None),
        ("ERBB2 activating mutation", "ERBB2 S310F", Some(G::Class)),
        ("ERBB2 activating mutation", "ERBB2 amplification", None),
        ("EGFR activating mutation", "EGFR E746_A750del", Some(G::Class)),
        ("FLT3 ITD", "FLT3 ITD", Some(G::Exact)),
        ("FLT3 ITD", "FLT3 Y597_E598insDYVDFREY", Some(G::Class)),
        ("FLT3 ITD", "FLT3 D835Y", None),
        ("FLT3 TKD mutation", "FLT3 D835Y", Some(G::Class)),
        ("TERT promoter mutation", "TERT promoter C250T", Some(G::Class)),
        ("TERT promoter C228T", "TERT promoter C250T", None),
        // copy number and expression are different things
        ("ERBB2 amplification", "HER2 amplification", Some(G::Exact)),
        ("ERBB2 amplification", "HER2 3+", None),
        ("HER2 positive", "ERBB2 amplification", None),
        ("HER2 positive", "HER2 3+", Some(G::Class)),
        ("HER2 positive", "HER2 2+", None),
        ("HER2 negative", "HER2 1+", Some(G::Class)),
        ("HER2-low", "HER2 1+", Some(G::Class)),
        ("PD-L1 TPS >= 50%", "PD-L1 TPS 60%", Some(G::Exact)),
        ("PD-L1 TPS >= 50%", "PD-L1 TPS 20%", None),
        ("PD-L1 TPS >= 50%", "PD-L1 CPS 60", None),
        ("CD274 expression", "PD-L1 TPS 60%", Some(G::Class)),
        // fusions
        ("ALK fusion", "EML4-ALK fusion", Some(G::Exact)),
        ("EML4-ALK fusion", "ALK fusion", None),
        ("EML4::ALK fusion", "KIF5B::ALK fusion", None),
        ("FGFR2 fusion", "FGFR2::BICC1 fusion", Some(G::Exact)),
        ("ALK fusion", "ALK F1174L", None),
        ("NTRK fusion", "ETV6::NTRK3 fusion", Some(G::Class)),
        ("NTRK1 fusion", "NTRK fusion", Some(G::Gene)),
        ("NTRK1 fusion", "ETV6::NTRK3 fusion", None),
        // wild-type
        ("KRAS wild-type", "KRAS wild-type", Some(G::Exact)),
        ("KRAS wild-type", "RAS wild-type", Some(G::Exact)),
        ("HRAS wild-type", "RAS wild-type", None),
        ("RAS wild-type", "KRAS wild-type", None),
        ("KRAS wild-type", "KRAS G12D", None),
        ("RAS mutation", "NRAS Q61K", Some(G::Gene)),
        ("RAS mutation", "NRAS wild-type", None),
        // origin
        ("BRCA1 germline pathogenic", "BRCA1 germline pathogenic", Some(G::Exact)),
        ("BRCA1 germline pathogenic", "BRCA1 pathogenic", None),
        ("BRCA1 germline pathogenic", "BRCA1 somatic pathogenic", None),
        ("BRCA1 pathogenic", "BRCA1 germline pathogenic", Some(G::Exact)),
        ("BRCA1 somatic pathogenic", "BRCA1 germline pathogenic", None),
        // tumour-wide
        ("MSI-H", "dMMR", Some(G::Exact)),
        ("MSI-H", "MSH2 loss of expression", Some(G::Class)),
        ("MSI-H", "MSS", None),
        ("MSI-H", "MSI-L", None),
        ("TMB >= 10", "TMB 14", Some(G::Exact)),
        ("TMB >= 10", "TMB 9.9", None),
        ("TMB >= 10", "TMB-H", Some(G::Class)),
        ("TMB >= 20", "TMB-H", None),
        ("TMB-H", "TMB 14", Some(G::Exact)),
        ("TMB-H", "TMB 8", None),
        ("HRD positive", "HRD negative", None),
    ] {
        assert_eq!(grade(criterion, observed), want, "{criterion} <- {observed}");
    }
}

#[test]
fn grades_are_ordered_from_the_closest() {
    assert!(G::Exact < G::Residue && G::Residue < G::Class && G::Class < G::Gene);
}

#[test]
fn a_coding_criterion_is_met_by_the_coding_name_in_the_observed_text() {
    let criterion = Alteration::parse("BRCA1 c.68_69del").expect("read");
    let observed = Alteration::parse("BRCA1 p.Glu23ValfsTer17 (c.68_69del)").expect("read");
    assert_eq!(criterion.met_by(&observed), Some(G::Exact));
    // The deleted bases may be written or not: it is one change, and it shifts the frame from the same residue.
    let same = Alteration::parse("BRCA1 p.Glu23ValfsTer17 (c.68_69delAG)").expect("read");
    assert_eq!(criterion.met_by(&same), Some(G::Exact));
    let other = Alteration::parse("BRCA1 p.Gln1756ProfsTer74 (c.5266dupC)").expect("read");
    assert_eq!(criterion.met_by(&other), None);
}

fn amino() -> impl Strategy<Value = char> {
    prop::sample::select("ACDEFGHIKLMNPQRSTVWY".chars().collect::<Vec<_>>())
}

proptest! {
    /// Any text is read or refused, never a crash.
    #[test]
    fn no_text_breaks_the_parser(text in "\\PC{0,60}") {
        let _ = Alteration::parse(&text);
        let _ = Alteration::parse_all(&text);
    }

    /// Words of the trade in any order neither break it.
    #[test]
    fn no_sentence_breaks_the_parser(words in prop::collection::vec(prop::sample::select(vec![
        "BRAF", "EGFR", "V600E", "p.Val600Glu", "exon", "19", "deletion", "::", "ALK-", "HER2", "3+", "%", "TPS",
        "fs", "c.12+1G>A", "or", "/", "germline", "TMB", ">=", "-", "p.", "é", "*",
    ]), 0..7)) {
        let text = words.join(" ");
        let _ = Alteration::parse(&text);
        let _ = Alteration::parse_all(&words.concat());
        let _ = Alteration::parse_all(&text);
    }

    /// A substitution meets itself and its residue; the residue is not met by another.
    #[test]
    fn substitutions_meet_themselves(r in amino(), a in amino(), n in 1u32..3000, m in 1u32..3000) {
        prop_assume!(r != a && n != m);
        let text = format!("BRAF {r}{n}{a}");
        prop_assert_eq!(grade(&text, &text), Some(G::Exact));
        prop_assert_eq!(grade(&format!("BRAF {r}{n}"), &text), Some(G::Residue));
        prop_assert_eq!(grade(&format!("BRAF {r}{m}"), &text), None);
        prop_assert_eq!(grade("BRAF wild-type", &text), None);
        prop_assert_eq!(grade("BRAF amplification", &text), None);
        prop_assert_eq!(grade("BRAF mutation", &text), Some(G::Gene));
    }
}

#[test]
fn what_many_healthy_people_carry_meets_no_class() {
    for (need, seen) in [
        ("EGFR mutation", "EGFR R521K"),
        ("FGFR3 mutation", "FGFR3 F384L"),
        ("BRCA2 oncogenic mutation", "BRCA2 K3326*"),
        ("BRCA2 truncating", "BRCA2 p.Lys3326Ter"),
        ("TP53 mutation", "TP53 P72R"),
    ] {
        let (need, seen) = (Alteration::parse(need).unwrap(), Alteration::parse(seen).unwrap());
        assert_eq!(need.met_by(&seen), None, "{} by {}", need.label(), seen.label());
    }
    // A fact about the change itself still holds, and so does the class for the change beside it.
    let exact = Alteration::parse("FGFR4 G388R").unwrap();
    assert!(exact.met_by(&exact).is_some());
    let truncating = Alteration::parse("BRCA2 truncating").unwrap();
    assert!(truncating.met_by(&Alteration::parse("BRCA2 S1982fs").unwrap()).is_some());
}

#[test]
fn agreed_missense_changes_count_as_pathogenic_and_others_do_not() {
    let need = Alteration::parse("BRCA1 germline pathogenic variant").unwrap();
    let met = |text: &str| need.met_by(&Alteration::parse(text).unwrap());
    assert!(met("BRCA1 germline C61G").is_some());
    assert_eq!(met("BRCA1 germline M1652I"), None);
    assert_eq!(met("BRCA1 C61G"), None, "not stated to be germline");
}
