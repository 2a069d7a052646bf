//! Worked cases. Points and cut-offs: Horak 2022 (doi 10.1016/j.gim.2022.01.001), Richards 2015 (doi
//! 10.1038/gim.2015.30), Tavtigian 2020 (doi 10.1002/humu.24088), Abou Tayoun 2018 (doi 10.1002/humu.23626).

use super::*;
use crate::{Assembly, Contig, CriterionState, PopulationFrequency, Position, Truncation, Variant};

fn tables() -> ClassificationTables {
    let role = |gene: &str, role| GeneRole { gene: gene.into(), role, source: "fixture".into() };
    let germline = |gene: &str, loss| GermlineGene {
        gene: gene.into(),
        loss_of_function: loss,
        inheritance: "AD".into(),
    };
    let fact = |gene: &str, change: &str, kind| KnownVariantFact {
        gene: gene.into(),
        change: change.into(),
        kind,
        source: "fixture EID1".into(),
        citation: "PMID:1".into(),
    };
    let spot = |gene: &str, reference, residue, samples, changes: &[(&str, u32)]| Hotspot {
        gene: gene.into(),
        reference: Some(reference),
        first: residue,
        last: residue,
        samples,
        changes: changes.iter().map(|(c, n)| ((*c).to_owned(), *n)).collect(),
    };
    ClassificationTables::new(
        vec![
            role("BRAF", Role::Oncogene),
            role("TP53", Role::Suppressor),
            role("BRCA1", Role::Suppressor),
            role("APC", Role::Suppressor),
        ],
        vec![FunctionalSite {
            gene: "BRAF".into(),
            first: 594,
            last: 623,
            site: "activation segment".into(),
        }],
        vec![germline("BRCA1", Some(true)), germline("RET", Some(false)), germline("ATR", None)],
        vec![
            fact("BRAF", "V600E", KnownKind::Oncogenic),
            fact("BRAF", "V600E", KnownKind::FunctionChanged),
            fact("TP53", "R175H", KnownKind::FunctionChanged),
            fact("BRCA1", "C61G (c.181T>G)", KnownKind::Pathogenic),
        ],
    )
    .with_hotspots(
        vec![
            spot("BRAF", 'V', 600, 897, &[("E", 833), ("K", 42), ("R", 5)]),
            spot("TP53", 'R', 175, 400, &[("H", 380)]),
            spot("APC", 'S', 1000, 20, &[("L", 12)]),
        ],
        "fixture hotspots",
    )
}

fn variant(gene: &str, p: &str, consequence: Consequence, origin: Origin) -> CalledVariant {
    let place = Variant {
        assembly: Assembly::GRCh38,
        contig: Contig::new("7"),
        position: Position::new(1).expect("not zero"),
        reference: "A".into(),
        alternate: "T".into(),
    };
    CalledVariant {
        gene: Some(gene.into()),
        hgvs_p: (!p.is_empty()).then(|| p.to_owned()),
        consequence: Some(consequence),
        ..CalledVariant::new(place, origin, 1)
    }
}

fn somatic(gene: &str, p: &str, consequence: Consequence) -> (String, i8, Vec<String>) {
    let mut v = variant(gene, p, consequence, Origin::Somatic);
    classify_variant(&mut v, &tables());
    let o = v.oncogenicity.expect("classified");
    assert_eq!(o.points, o.assessed.iter().map(|c| c.points).sum::<i8>());
    (o.class, o.points, o.criteria)
}

#[test]
fn a_hotspot_with_functional_evidence_is_oncogenic() {
    let (class, points, criteria) = somatic("BRAF", "p.Val600Glu", Consequence::MissenseVariant);
    // OS2 4, OS3 4 (OS1 is not counted beside it), OM1 2.
    assert_eq!((class.as_str(), points), ("Oncogenic", 10));
    assert_eq!(criteria, ["OS2", "OS3", "OM1"]);
}

#[test]
fn criteria_that_exclude_each_other_are_not_summed() {
    // V600K: 42 of 897 samples: OS3; another change is known (OM4), not counted beside OS3.
    let (class, points, criteria) = somatic("BRAF", "p.Val600Lys", Consequence::MissenseVariant);
    assert_eq!((class.as_str(), points, criteria), ("Likely oncogenic", 6, vec!["OS3".into(), "OM1".into()]));
    // V600R: 5 samples: OP3 and OM1; OM4 is not counted beside OM1.
    let (_, points, criteria) = somatic("BRAF", "p.Val600Arg", Consequence::MissenseVariant);
    assert_eq!((points, criteria), (3, vec!["OM1".to_owned(), "OP3".to_owned()]));
    // 20 samples at the position, 12 with the change.
    let (_, points, criteria) = somatic("APC", "p.Ser1000Leu", Consequence::MissenseVariant);
    assert_eq!((points, criteria), (2, vec!["OM3".to_owned()]));
    // The reference amino acid of the hotspot is another one: not this residue.
    let (_, points, criteria) = somatic("APC", "p.Gly1000Leu", Consequence::MissenseVariant);
    assert_eq!((points, criteria.len()), (0, 0));
}

#[test]
fn drivers_that_labels_and_guidelines_name_are_known_changes() {
    let (class, _, criteria) = somatic("EGFR", "p.Gly719Ala", Consequence::MissenseVariant);
    assert!(criteria.contains(&"OS1".to_owned()), "{class} {criteria:?}");
    let (.., criteria) = somatic("EGFR", "p.Gly719Asp", Consequence::MissenseVariant);
    assert!(!criteria.contains(&"OS1".to_owned()), "{criteria:?}");
    let of = |event: &str, p: &str, consequence| {
        let mut v = variant("NPM1", p, consequence, Origin::Somatic);
        v.interpretation.event = Some(event.to_owned());
        classify_variant(&mut v, &tables());
        v.oncogenicity.expect("classified").criteria
    };
    let frameshift = of("NPM1 exon 12 mutation", "p.Trp288CysfsTer12", Consequence::FrameshiftVariant);
    assert!(frameshift.contains(&"OS1".to_owned()), "{frameshift:?}");
    let missense = of("NPM1 exon 12 mutation", "p.Trp290Arg", Consequence::MissenseVariant);
    assert!(!missense.contains(&"OS1".to_owned()), "not any change of the exon: {missense:?}");
}

#[test]
fn null_variants_count_in_suppressors_only() {
    let with = |gene: &str, truncation: Option<Truncation>| {
        let mut v = variant(gene, "p.Arg1450Ter", Consequence::StopGained, Origin::Somatic);
        v.interpretation.truncation = truncation;
        classify_variant(&mut v, &tables());
        let o = v.oncogenicity.expect("classified");
        (o.class, o.criteria)
    };
    let decay = |escapes, share| {
        Some(Truncation {
            escapes_decay: Some(escapes),
            lost_share: Some(share),
            keeps_frame: None,
            lost: Some((1450, 2843)),
        })
    };
    assert_eq!(with("APC", decay(false, 0.5)), ("Likely oncogenic".into(), vec!["OVS1".into()]));
    assert_eq!(with("TP53", decay(true, 0.5)), ("VUS".into(), vec!["OVS1_Strong".into()]));
    assert_eq!(with("TP53", decay(true, 0.02)), ("VUS".into(), vec!["OVS1_Moderate".into()]));
    // All truncations of APC in tumours lie in its last exon: InSiGHT counts them up to residue 2645.
    assert_eq!(with("APC", decay(true, 0.5)), ("Likely oncogenic".into(), vec!["OVS1".into()]));
    assert_eq!(with("APC", None).1, ["OVS1_Strong"], "without exons the full strength is not given");
    assert_eq!(with("BRAF", decay(false, 0.5)), ("VUS".into(), vec![]));
    // Without exons in the pack, those of the file's annotation tell about decay.
    let of_file = |exon| {
        let mut v = variant("APC", "p.Arg1450Ter", Consequence::StopGained, Origin::Somatic);
        v.file.exon = Some(exon);
        classify_variant(&mut v, &tables());
        v.oncogenicity.expect("classified").criteria
    };
    assert_eq!(of_file((16, 20)), ["OVS1"]);
    assert_eq!(of_file((19, 20)), ["OVS1_Strong"]);
    assert_eq!(of_file((20, 20)), ["OVS1_Moderate"]);
    let mut unknown = variant("XYZ", "p.Arg2Ter", Consequence::StopGained, Origin::Somatic);
    classify_variant(&mut unknown, &tables());
    let ovs1 = &unknown.oncogenicity.expect("classified").assessed[0];
    assert_eq!(ovs1.state, CriterionState::NotAssessable);
}

#[test]
fn an_exon_skipped_in_frame_activates_met() {
    let mut v = variant("MET", "", Consequence::SpliceDonorVariant, Origin::Somatic);
    v.hgvs_c = Some("c.3028+1G>T".into());
    v.interpretation.event = Some("MET exon 14 skipping".into());
    v.interpretation.truncation = Some(Truncation {
        escapes_decay: None,
        lost_share: Some(0.03),
        keeps_frame: Some(true),
        lost: Some((963, 1010)),
    });
    let with = ClassificationTables::new(
        vec![GeneRole { gene: "MET".into(), role: Role::Oncogene, source: "fixture".into() }],
        vec![],
        vec![],
        vec![],
    );
    classify_variant(&mut v, &with);
    let o = v.oncogenicity.expect("classified");
    assert_eq!((o.class.as_str(), o.criteria), ("Likely oncogenic", vec!["OS1".into(), "OM2".into()]));
}

/// BRCA1 5382insC: the new stop lies in the last exons, and the end of the protein is known to be needed.
#[test]
fn a_late_truncation_of_brca1_keeps_its_full_strength() {
    let mut v = germline("BRCA1", "p.Gln1756ProfsTer74", Consequence::FrameshiftVariant, None);
    v.interpretation.truncation = Some(Truncation {
        escapes_decay: Some(true),
        lost_share: Some(0.06),
        keeps_frame: None,
        lost: Some((1756, 1863)),
    });
    classify_variant(&mut v, &tables());
    assert_eq!(v.interpretation.germline.map(|g| g.criteria), Some(vec!["PVS1".to_owned()]));
}

#[test]
fn population_frequency_comes_from_the_file_alone() {
    let of = |frequency: Option<f64>| {
        let mut v = variant("BRAF", "p.Ala10Thr", Consequence::MissenseVariant, Origin::Somatic);
        v.file.population =
            frequency.map(|frequency| PopulationFrequency { frequency, source: "CSQ gnomADe_AF".into() });
        classify_variant(&mut v, &tables());
        let o = v.oncogenicity.expect("classified");
        let op4 = o.assessed.iter().find(|c| c.code == "OP4").map(|c| c.state);
        (o.class, o.points, op4)
    };
    assert_eq!(of(None), ("VUS".into(), 0, Some(CriterionState::NotAssessable)));
    assert_eq!(of(Some(0.0)), ("VUS".into(), 1, Some(CriterionState::Met)));
    assert_eq!(of(Some(0.2)), ("Benign".into(), -8, Some(CriterionState::NotMet)));
    assert_eq!(of(Some(0.02)), ("Likely benign".into(), -4, Some(CriterionState::NotMet)));
}

#[test]
fn silent_changes_lean_benign_and_introns_are_not_classified() {
    assert_eq!(somatic("BRAF", "p.Leu10=", Consequence::SynonymousVariant).0, "Likely benign");
    let mut v = variant("BRAF", "", Consequence::IntronVariant, Origin::Somatic);
    classify_variant(&mut v, &tables());
    assert!(v.oncogenicity.is_none());
}

fn germline(gene: &str, p: &str, consequence: Consequence, laboratory: Option<&str>) -> CalledVariant {
    let mut v = variant(gene, p, consequence, Origin::Germline);
    v.classification = laboratory.map(str::to_owned);
    v.interpretation.truncation = Some(Truncation {
        escapes_decay: Some(false),
        lost_share: Some(0.9),
        keeps_frame: None,
        lost: Some((23, 1863)),
    });
    classify_variant(&mut v, &tables());
    v
}

#[test]
fn a_null_variant_of_brca1_is_likely_pathogenic_by_pvs1_alone() {
    let v = germline("BRCA1", "p.Glu23ValfsTer17", Consequence::FrameshiftVariant, Some("Pathogenic"));
    assert!(v.oncogenicity.is_none(), "germline calls get no oncogenicity");
    let g = v.interpretation.germline.expect("classified");
    assert_eq!(
        (g.class.as_str(), g.points, g.criteria.clone()),
        ("Likely pathogenic", 8, vec!["PVS1".into()])
    );
    assert!(!g.differs && g.laboratory.as_deref() == Some("Pathogenic"));
    assert_eq!(g.assessed.len(), 28);
    let code = |c: &str| g.assessed.iter().find(|x| x.code == c).map(|x| x.state);
    assert_eq!(code("PP1"), Some(CriterionState::NotAssessable));
    assert_eq!(code("BP7"), Some(CriterionState::NotMet));
}

#[test]
fn the_mechanism_of_the_gene_decides_about_pvs1() {
    let state = |gene: &str| {
        let g = germline(gene, "p.Arg10Ter", Consequence::StopGained, None).interpretation.germline;
        g.and_then(|g| g.assessed.iter().find(|c| c.code == "PVS1").map(|c| c.state))
    };
    assert_eq!(state("BRCA1"), Some(CriterionState::Met));
    assert_eq!(state("RET"), Some(CriterionState::NotMet));
    assert_eq!(state("ATR"), Some(CriterionState::NotAssessable));
    assert_eq!(state("XYZ"), Some(CriterionState::NotAssessable));
}

#[test]
fn known_changes_of_the_residue_and_the_very_same_variant() {
    let codes = |p: &str, c: &str| {
        let mut v = variant("BRCA1", p, Consequence::MissenseVariant, Origin::Germline);
        v.hgvs_c = Some(c.into());
        classify_variant(&mut v, &tables());
        v.interpretation.germline.expect("classified").criteria
    };
    assert_eq!(codes("p.Cys61Gly", "c.181T>G"), Vec::<String>::new(), "the very variant is no second one");
    assert_eq!(codes("p.Cys61Gly", "c.181_183delinsGGA"), ["PS1_Moderate"]);
    assert_eq!(codes("p.Cys61Tyr", "c.182G>A"), ["PM5"]);
}

#[test]
fn a_clinicians_change_survives_a_new_reading() {
    let mut v = germline("BRCA1", "p.Glu23ValfsTer17", Consequence::FrameshiftVariant, None);
    let ours = v.interpretation.germline.clone().expect("classified");
    let change = crate::ClassOverride {
        criteria: vec![crate::CriterionChange { code: "PP1".into(), state: CriterionState::Met, points: 2 }],
        class: None,
        reason: "three affected relatives carry it".into(),
        by: "dr-a".into(),
        at: "2026-11-20".into(),
    };
    v.interpretation.germline = Some(ours.overridden(change).expect("taken"));
    classify_variant(&mut v, &tables());
    let g = v.interpretation.germline.expect("classified");
    assert_eq!((g.class.as_str(), g.points, g.changed.is_some()), ("Pathogenic", 10, true));
}
