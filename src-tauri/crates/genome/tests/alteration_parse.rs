//! What pathologists and knowledge bases write, and what is read from it.

use attune_genome::{
    Alteration, AlterationKind as K, ExonEvent, FusionPartner, GeneSymbols, Origin, Relation,
};

fn sub(reference: char, residue: u32, alternate: char) -> K {
    K::Substitution { reference, residue, alternate }
}

fn exon(exon: u16, event: ExonEvent) -> K {
    K::Exon { exon, event }
}

fn grade(grade: &str, value: Option<f64>) -> K {
    K::Expression { grade: grade.into(), value }
}

fn named(name: &str) -> K {
    K::Named { name: name.into() }
}

fn fusion(partner: Option<&str>) -> K {
    K::Fusion { partner: partner.map_or(FusionPartner::Any, |g| FusionPartner::Gene(g.into())) }
}

fn inframe(start: u32, end: u32, name: &str) -> K {
    K::Inframe { start, end, name: name.into() }
}

#[test]
fn what_is_written_is_read() {
    let table: Vec<(&str, Option<&str>, K)> = vec![
        ("BRAF V600E", Some("BRAF"), sub('V', 600, 'E')),
        ("BRAF p.Val600Glu", Some("BRAF"), sub('V', 600, 'E')),
        ("BRAF:p.(Val600Glu)", Some("BRAF"), sub('V', 600, 'E')),
        ("p.V600E", None, sub('V', 600, 'E')),
        ("V600E BRAF mutation detected", Some("BRAF"), sub('V', 600, 'E')),
        ("BRAF-V600E", Some("BRAF"), sub('V', 600, 'E')),
        ("BRAF c.1799T>A (p.Val600Glu)", Some("BRAF"), sub('V', 600, 'E')),
        ("EGFR exon 21 L858R", Some("EGFR"), sub('L', 858, 'R')),
        ("EGFR T790M", Some("EGFR"), sub('T', 790, 'M')),
        ("TP53 R175H", Some("TP53"), sub('R', 175, 'H')),
        ("p53 R175H", Some("TP53"), sub('R', 175, 'H')),
        ("PIK3CA H1047R", Some("PIK3CA"), sub('H', 1047, 'R')),
        ("PIK3CA H1047X", Some("PIK3CA"), K::Residue { reference: 'H', residue: 1047 }),
        ("APC R1450X", Some("APC"), sub('R', 1450, '*')),
        ("VHL R167Q (c.500G>A)", Some("VHL"), sub('R', 167, 'Q')),
        ("KRAS G12", Some("KRAS"), K::Residue { reference: 'G', residue: 12 }),
        ("BRAF V600 mutation", Some("BRAF"), K::Residue { reference: 'V', residue: 600 }),
        ("EGFR exon 19 deletion", Some("EGFR"), exon(19, ExonEvent::Deletion)),
        ("EGFR ex19del", Some("EGFR"), exon(19, ExonEvent::Deletion)),
        ("EGFR Exon 20 Insertion", Some("EGFR"), exon(20, ExonEvent::Insertion)),
        ("MET Exon 14 Skipping Mutation", Some("MET"), exon(14, ExonEvent::Skipping)),
        ("METex14 skipping", Some("MET"), exon(14, ExonEvent::Skipping)),
        ("KIT exon 11 mutation", Some("KIT"), exon(11, ExonEvent::Mutation)),
        ("exon 19 deletion", None, exon(19, ExonEvent::Deletion)),
        ("EGFR E746_A750del", Some("EGFR"), inframe(746, 750, "E746_A750del")),
        ("EGFR exon 19 deletion (p.Glu746_Ala750del)", Some("EGFR"), inframe(746, 750, "E746_A750del")),
        ("ERBB2 Y772_A775dup", Some("ERBB2"), inframe(772, 775, "Y772_A775dup")),
        ("BRCA1 E23Vfs*17", Some("BRCA1"), K::Frameshift { residue: 23 }),
        ("BRCA1 c.68_69del p.(Glu23ValfsTer17)", Some("BRCA1"), K::Frameshift { residue: 23 }),
        ("ERBB2 amplification", Some("ERBB2"), K::Amplification),
        ("HER2 amplification", Some("ERBB2"), K::Amplification),
        ("HER2/neu amplified", Some("ERBB2"), K::Amplification),
        ("CDKN2A homozygous deletion", Some("CDKN2A"), K::Deletion),
        ("EML4-ALK fusion", Some("EML4"), fusion(Some("ALK"))),
        ("EML4::ALK", Some("EML4"), fusion(Some("ALK"))),
        ("EML4::ALK e20::e20", Some("EML4"), fusion(Some("ALK"))),
        ("BCR::ABL1 Fusion", Some("BCR"), fusion(Some("ABL1"))),
        ("BCR-ABL", Some("BCR"), fusion(Some("ABL1"))),
        ("ALK fusion", Some("ALK"), fusion(None)),
        ("ALK-positive", Some("ALK"), fusion(None)),
        ("ROS1 rearrangement", Some("ROS1"), fusion(None)),
        ("v::NTRK1 Fusion", Some("NTRK1"), fusion(None)),
        ("FGFR2::v Fusion", Some("FGFR2"), fusion(None)),
        ("NTRK fusion", Some("NTRK"), fusion(None)),
        ("MSI-H", None, K::MsiHigh),
        ("MSI High", None, K::MsiHigh),
        ("dMMR", None, K::MsiHigh),
        ("MSS", None, K::MsiStable),
        ("TMB 14", None, K::Tmb { value: Some(14.0) }),
        ("TMB \u{2265} 10", None, K::Tmb { value: Some(10.0) }),
        ("TMB-H (>= 10 mut/Mb)", None, K::Tmb { value: Some(10.0) }),
        ("TMB-H", None, K::Tmb { value: None }),
        ("HRD positive", None, K::HrdPositive),
        ("BRCA2 loss-of-function", Some("BRCA2"), K::LossOfFunction),
        ("PTEN Loss", Some("PTEN"), K::LossOfFunction),
        ("TP53 truncating mutation", Some("TP53"), K::Truncating),
        ("ATM deleterious mutation", Some("ATM"), K::Oncogenic),
        ("ERBB2 Activating Mutation", Some("ERBB2"), K::Activating),
        ("KRAS Mutation", Some("KRAS"), K::AnyMutation),
        ("KRAS wild-type", Some("KRAS"), K::WildType),
        ("KRAS WT", Some("KRAS"), K::WildType),
        ("EGFR negative", Some("EGFR"), K::WildType),
        ("RAS wild-type", Some("RAS"), K::WildType),
        ("PD-L1 TPS 60%", Some("CD274"), grade("TPS 60%", Some(60.0))),
        ("PD-L1 TPS \u{2265} 50 %", Some("CD274"), grade("TPS 50%", Some(50.0))),
        ("PD-L1 CPS 10", Some("CD274"), grade("CPS 10", Some(10.0))),
        ("CD274 expression", Some("CD274"), grade("positive", None)),
        ("ER positive", Some("ESR1"), grade("positive", None)),
        ("ER+", Some("ESR1"), grade("positive", None)),
        ("PR-", Some("PGR"), grade("negative", None)),
        ("HER2 3+", Some("ERBB2"), grade("3+", Some(3.0))),
        ("HER2-low", Some("ERBB2"), grade("low", None)),
        ("HER2 IHC 2+/ISH-", Some("ERBB2"), grade("low", None)),
        ("MLH1 loss of expression", Some("MLH1"), grade("loss", None)),
        ("FLT3 ITD", Some("FLT3"), named("ITD")),
        ("FLT3-ITD", Some("FLT3"), named("ITD")),
        ("TERT promoter C228T", Some("TERT"), named("c.-124C>T")),
        ("TERT c.-146C>T", Some("TERT"), named("c.-146C>T")),
        ("TERT Promoter Mutation", Some("TERT"), named("promoter mutation")),
        ("MGMT promoter methylation", Some("MGMT"), named("promoter methylation")),
        ("VHL Splice Site (c.340+1G>A)", Some("VHL"), K::Splice { name: Some("c.340+1G>A".into()) }),
        ("EGFRvIII", Some("EGFR"), named("exon 2-7 deletion")),
        ("MET D1010N", Some("MET"), sub('D', 1010, 'N')),
    ];
    for (text, gene, kind) in table {
        let read = Alteration::parse(text).unwrap_or_else(|| panic!("not read: {text}"));
        assert_eq!((read.gene.as_deref(), &read.kind), (gene, &kind), "{text}");
        assert_eq!(read.text, text);
    }
}

#[test]
fn origin_is_read_where_stated() {
    for (text, gene, origin, kind) in [
        ("BRCA1 germline pathogenic", "BRCA1", Origin::Germline, K::Oncogenic),
        ("gBRCA2 mutation", "BRCA2", Origin::Germline, K::AnyMutation),
        (
            "germline BRCA2 c.5946del p.(Ser1982ArgfsTer22)",
            "BRCA2",
            Origin::Germline,
            K::Frameshift { residue: 1982 },
        ),
        ("BRCA1 somatic loss of function", "BRCA1", Origin::Somatic, K::LossOfFunction),
    ] {
        let read = Alteration::parse(text).unwrap_or_else(|| panic!("not read: {text}"));
        assert_eq!((read.gene.as_deref(), read.origin, read.kind), (Some(gene), origin, kind), "{text}");
    }
}

#[test]
fn text_that_cannot_be_read_is_not_guessed() {
    for text in [
        "",
        " ",
        "BRAF",
        "the patient is well",
        "BRAF V600E not detected",
        "no BRAF V600E",
        "negative for V600E",
        "BRAF V600E and something",
        "EGFR amplification or not",
        "mutation",
        "wild-type",
        "amplification",
        "TMB",
        "TMB < 20",
        "MSI",
        "HRD",
        "PD-L1",
        "PD-L1 60",
        "HER2 4+",
        "KRAS G12B",
        "BRAF V600EE",
        "KRAS G0C",
        "TP53 ok",
        "BRAF V600E KRAS G12D",
        "V600E V600K",
        "BRAF non-V601",
        "EGFR exon deletion",
        "RET fusion negative",
        "BRAF ?",
        "\u{0}\u{1}",
        "KRAS mutation unknown",
        "KRAS mutation not tested",
        "KRAS pending",
    ] {
        assert_eq!(Alteration::parse(text), None, "{text}");
    }
}

#[test]
fn several_alterations_in_one_text() {
    for (text, relation, members) in [
        ("BRAF V600E or V600K", Relation::Any, vec!["BRAF V600E", "BRAF V600K"]),
        ("BRAF V600E/K", Relation::Any, vec!["BRAF V600E", "BRAF V600K"]),
        ("KRAS G12/G13", Relation::Any, vec!["KRAS G12", "KRAS G13"]),
        ("IDH2 R140 or R172 mutation", Relation::Any, vec!["IDH2 R140", "IDH2 R172"]),
        (
            "EGFR exon 19 deletion, L858R or T790M",
            Relation::Any,
            vec!["EGFR exon 19 deletion", "EGFR L858R", "EGFR T790M"],
        ),
        ("EZH2 Y646X, A682G or A692V", Relation::Any, vec!["EZH2 Y646", "EZH2 A682G", "EZH2 A692V"]),
        ("RAS wild-type", Relation::All, vec!["KRAS wild-type", "NRAS wild-type"]),
        (
            "KRAS/NRAS/BRAF wild-type",
            Relation::All,
            vec!["KRAS wild-type", "NRAS wild-type", "BRAF wild-type"],
        ),
        ("RAS/BRAF wild-type", Relation::All, vec!["KRAS wild-type", "NRAS wild-type", "BRAF wild-type"]),
        ("BRCA1/2 mutation", Relation::Any, vec!["BRCA1 mutation", "BRCA2 mutation"]),
        ("gBRCA1/2 mutation", Relation::Any, vec!["BRCA1 germline mutation", "BRCA2 germline mutation"]),
        ("NTRK1/2/3 fusion", Relation::Any, vec!["NTRK1 fusion", "NTRK2 fusion", "NTRK3 fusion"]),
        ("NTRK fusion", Relation::Any, vec!["NTRK1 fusion", "NTRK2 fusion", "NTRK3 fusion"]),
        ("BRAF V600E", Relation::Any, vec!["BRAF V600E"]),
    ] {
        let set = Alteration::parse_all(text).unwrap_or_else(|| panic!("not read: {text}"));
        let labels: Vec<String> = set.members.iter().map(Alteration::label).collect();
        assert_eq!(labels, members, "{text}");
        if labels.len() > 1 {
            assert_eq!(set.relation, relation, "{text}");
        }
    }
    for text in ["BRAF V600E or else", "KRAS/V600E", "EGFR L858R or", "hello/world mutation"] {
        assert_eq!(Alteration::parse_all(text), None, "{text}");
    }
}

#[test]
fn an_observation_that_leaves_something_open_is_read_as_what_follows() {
    for (text, labels) in [
        ("BRAF V600E", vec!["BRAF V600E"]),
        ("NTRK fusion", vec!["NTRK fusion"]),
        ("NTRK1/2/3 fusion", vec!["NTRK fusion"]),
        ("BRCA1/2 mutation", vec!["BRCA mutation"]),
        ("RAS wild-type", vec!["RAS wild-type"]),
        ("KRAS/NRAS/BRAF wild-type", vec!["KRAS wild-type", "NRAS wild-type", "BRAF wild-type"]),
        ("EGFR T790M and C797S", vec!["EGFR T790M", "EGFR C797S"]),
        ("KRAS G12/G13", vec!["KRAS mutation"]),
        ("BRAF V600E or V600K", vec!["BRAF V600"]),
        ("EGFR exon 19 deletion or L858R", vec!["EGFR mutation"]),
        ("KRAS/EGFR mutation", vec![]),
        ("nothing known", vec![]),
    ] {
        let read: Vec<String> = Alteration::parse_observed(text).iter().map(Alteration::label).collect();
        assert_eq!(read, labels, "{text}");
    }
}

#[test]
fn a_symbol_table_refuses_what_it_does_not_know() {
    let symbols = GeneSymbols::from_tsv("symbol\taliases\nBRAF\tBRAF1\nKMT2D\tMLL2|ALR\n");
    assert!(Alteration::parse_with("BRAF V600E", &symbols).is_some());
    assert_eq!(Alteration::parse_with("BRUF V600E", &symbols), None);
    let read = Alteration::parse_with("MLL2 truncating mutation", &symbols).and_then(|a| a.gene);
    assert_eq!(read.as_deref(), Some("KMT2D"));
}

#[test]
fn labels_are_read_back() {
    for text in [
        "BRAF V600E",
        "BRAF V600",
        "EGFR E746_A750del",
        "BRCA1 E23fs",
        "VHL c.340+1G>A",
        "VHL splice site",
        "TERT promoter C228T",
        "EGFR exon 20 insertion",
        "MET exon 14 skipping",
        "MYC amplification",
        "PTEN deletion",
        "EML4::ALK fusion",
        "ALK fusion",
        "TP53 truncating",
        "PTEN loss",
        "EGFR activating mutation",
        "BRCA1 germline pathogenic",
        "KRAS mutation",
        "RAS wild-type",
        "ER positive",
        "HER2 3+",
        "HER2 ultralow",
        "PD-L1 TPS 60%",
        "PD-L1 CPS 10",
        "PD-L1 1-49%",
        "MLH1 loss of expression",
        "MET overexpression",
        "MSI-H",
        "MSS",
        "TMB 8.1",
        "TMB-H",
        "HRD positive",
        "HRD negative",
        "FLT3 ITD",
        "germline EML4::ALK fusion",
    ] {
        let first = Alteration::parse(text).unwrap_or_else(|| panic!("not read: {text}"));
        let label = first.label();
        let second = Alteration::parse(&label).unwrap_or_else(|| panic!("label not read: {label}"));
        assert_eq!(
            (&first.gene, &first.kind, first.origin),
            (&second.gene, &second.kind, second.origin),
            "{label}"
        );
    }
}
