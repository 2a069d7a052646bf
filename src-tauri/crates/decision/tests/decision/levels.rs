//! Matching, tumour types and levels.

use attune_decision::{BlockedReason, Level, OptionGroup};
use attune_genome::Alteration;

use crate::world::{Look, World, ask, case};

#[test]
fn the_level_follows_basis_and_tumour() {
    // Fact, tumour type of the patient, level expected.
    let rows = [
        ("label | BRAF V600E | dabrafenib | MEL | sensitive", "MEL", Level::IA),
        ("guideline | BRAF V600E | dabrafenib | MEL | sensitive", "MEL", Level::IA),
        ("label | BRAF V600E | dabrafenib | MEL | sensitive", "COAD", Level::IIC),
        ("label | BRAF V600E | dabrafenib | NSCLC | sensitive", "LUAD", Level::IA),
        ("label | BRAF V600E | dabrafenib | LUAD | sensitive", "NSCLC", Level::IIC),
        ("label | BRAF V600E | dabrafenib | *SOLID* | sensitive", "BRCA", Level::IA),
        ("label | BRAF V600E | dabrafenib | *SOLID* | sensitive", "AML", Level::IID),
        // Nothing but a hint carries over between blood cancers and solid tumours.
        ("label | BRAF V600E | dabrafenib | AML | sensitive", "COAD", Level::IID),
        ("B5 | BRAF V600E | dabrafenib | MEL | sensitive", "AML", Level::IID),
        ("B5 | BRAF V600E | dabrafenib | MEL | sensitive", "MEL", Level::IB),
        // One good study is no consensus; two of them are.
        ("B4 | BRAF V600E | dabrafenib | MEL | sensitive", "MEL", Level::IIC),
        ("B3 | BRAF V600E | dabrafenib | MEL | sensitive", "MEL", Level::IIC),
        ("B5 | BRAF mutation | dabrafenib | MEL | sensitive", "MEL", Level::IIC),
        ("B4 | BRAF V600E | dabrafenib | MEL | sensitive", "COAD", Level::IIC),
        ("B2 | BRAF V600E | dabrafenib | MEL | sensitive", "COAD", Level::IID),
        ("C3 | BRAF V600E | dabrafenib | MEL | sensitive", "MEL", Level::IIC),
        ("C3 | BRAF V600E | dabrafenib | MEL | sensitive", "COAD", Level::IID),
        ("D4 | BRAF V600E | dabrafenib | MEL | sensitive", "MEL", Level::IID),
    ];
    for (row, tumour, level) in rows {
        let answer = ask(&World::of(&[row]), case(tumour, &["BRAF V600E"]));
        assert_eq!(answer.option("dabrafenib").level, level, "{row} in {tumour}");
    }
}

#[test]
fn an_unknown_tumour_type_never_gets_tier_one_from_a_known_one() {
    let world = World::of(&[
        "label | BRAF V600E | dabrafenib | MEL | sensitive",
        "B5 | BRAF V600E | vemurafenib | MEL | sensitive",
        "label | BRAF V600E | trametinib | *SOLID* | sensitive",
    ]);
    for tumour in ["?", "a tumour that nobody knows"] {
        let answer = ask(&world, case(tumour, &["BRAF V600E"]));
        assert!(!answer.tumour_type.recognised);
        assert_eq!(answer.options.len(), 3);
        for option in &answer.options {
            assert!(option.level >= Level::IIC, "{} has {}", option.treatment, option.level);
            assert!(option.unknown.iter().any(|u| u.contains("Tumour type not known")));
        }
    }
    assert_eq!(ask(&world, case("Melanoma", &["BRAF V600E"])).option("dabrafenib").level, Level::IA);
}

#[test]
fn an_allele_that_differs_does_not_inherit() {
    let world = World::of(&["label | KRAS G12C | sotorasib | NSCLC | sensitive"]);
    let answer = ask(&world, case("NSCLC", &["KRAS G12D"]));
    assert!(answer.options.is_empty());
    assert_eq!(answer.abstained.map(|a| a.code), Some("no_evidence".to_owned()));
}

#[test]
fn wild_type_and_not_need_a_test() {
    let world = World::of(&[
        "label | KRAS wild-type AND NRAS wild-type | panitumumab | COADREAD | sensitive",
        "label | EGFR L858R AND NOT EGFR T790M | erlotinib | NSCLC | sensitive",
    ]);
    let untested = ask(&world, case("COAD", &["TP53 R175H"]));
    assert!(untested.options.is_empty());
    let waiting = untested.blocked("panitumumab").expect("the missing test is named");
    assert_eq!(waiting.reason, BlockedReason::InsufficientEvidence);
    assert!(waiting.detail.contains("KRAS") && waiting.detail.contains("NRAS"), "{}", waiting.detail);

    for alterations in [&["KRAS wild-type", "NRAS wild-type"][..], &["RAS wild-type"]] {
        assert_eq!(ask(&world, case("COAD", alterations)).names(), ["panitumumab"], "{alterations:?}");
    }
    assert!(ask(&world, case("COAD", &["KRAS wild-type"])).options.is_empty(), "NRAS is not known");

    let mut tested = case("COAD", &["TP53 R175H"]);
    tested.tested_genes = ["KRAS", "NRAS", "TP53"].map(str::to_owned).to_vec();
    assert_eq!(ask(&world, tested).names(), ["panitumumab"]);
    let mut mutated = case("COAD", &["NRAS Q61K"]);
    mutated.tested_genes = ["KRAS", "NRAS"].map(str::to_owned).to_vec();
    assert!(ask(&world, mutated).options.is_empty());

    assert!(ask(&world, case("LUAD", &["EGFR L858R"])).options.is_empty(), "T790M was not tested");
    let mut negative = case("LUAD", &["EGFR L858R"]);
    negative.tested_genes = vec!["EGFR".to_owned()];
    assert_eq!(ask(&world, negative).names(), ["erlotinib"]);
}

#[test]
fn a_text_that_cannot_be_read_is_not_matched_and_is_said() {
    let world = World::of(&["label | BRAF V600E | dabrafenib | MEL | sensitive"]);
    let mut unread = case("MEL", &[]);
    unread.alterations.push(attune_decision::StatedAlteration {
        text: "something with BRAF".to_owned(),
        source: "argument".to_owned(),
        alteration: None,
        detail: None,
    });
    let answer = ask(&world, unread);
    assert!(answer.options.is_empty());
    assert!(!answer.alterations[0].recognised);
    assert!(answer.not_considered.iter().any(|s| s.contains("could not be read")));
}

#[test]
fn names_of_one_drug_are_one_option_and_substitutes_are_several() {
    let world = World::of(&[
        "label | BRAF V600E | Tafinlar + Mekinist | MEL | sensitive",
        "B4 | BRAF V600E | trametinib + dabrafenib mesylate | MEL | sensitive",
        "B4 | BRAF V600E | vemurafenib / encorafenib | MEL | sensitive",
        "label | - | folfox | COADREAD | sensitive",
        "guideline | - | fluorouracil + leucovorin + oxaliplatin | COADREAD | sensitive",
    ]);
    let answer = ask(&world, case("MEL", &["BRAF V600E"]));
    assert_eq!(answer.names(), ["dabrafenib + trametinib", "encorafenib", "vemurafenib"]);
    assert_eq!(answer.option("dabrafenib + trametinib").evidence.len(), 2);
    let (a, b) = (answer.option("encorafenib"), answer.option("vemurafenib"));
    assert_eq!((a.rank, b.rank), (2, 2), "equal evidence shares a rank");

    let answer = ask(&world, case("COAD", &[]));
    assert_eq!(answer.names(), ["fluorouracil + leucovorin + oxaliplatin"]);
    assert!(answer.options[0].because.is_empty());
}

#[test]
fn a_backbone_of_another_tumour_is_no_option() {
    let world = World::of(&["label | - | folfox | COADREAD | sensitive"]);
    assert!(ask(&world, case("MEL", &[])).options.is_empty());
    assert!(ask(&world, case("?", &[])).options.is_empty());
}

#[test]
fn an_exception_of_an_agnostic_label_is_kept() {
    let world = World::of(&["label | BRAF V600E | dabrafenib + trametinib | *SOLID*!COADREAD | sensitive"]);
    let answer = ask(&world, case("COAD", &["BRAF V600E"]));
    assert!(answer.options.is_empty());
    assert_eq!(answer.blocked("dabrafenib + trametinib").map(|b| b.reason), Some(BlockedReason::TumourType));
    assert_eq!(ask(&world, case("BRCA", &["BRAF V600E"])).options.len(), 1);
}

#[test]
fn an_exception_beats_evidence_for_any_tumour() {
    let world = World::of(&[
        "label | BRAF V600E | dabrafenib + trametinib | *SOLID*!COADREAD | sensitive",
        "guideline | BRAF V600E | dabrafenib + trametinib | *SOLID* | sensitive",
        "B3 | BRAF V600E | vemurafenib | COADREAD | sensitive",
    ]);
    let answer = ask(&world, case("COAD", &["BRAF V600E"]));
    assert_eq!(answer.names(), ["vemurafenib"]);
    assert!(answer.blocked("dabrafenib + trametinib").is_some());
}

#[test]
fn a_label_that_denies_a_benefit_takes_tier_one_away() {
    let rows = [
        "label | PD-L1 TPS 50% | pembrolizumab | NSCLC | sensitive",
        "label | EGFR L858R | pembrolizumab | NSCLC | no-benefit",
    ];
    let answer = ask(&World::of(&rows), case("LUAD", &["PD-L1 TPS 60%", "EGFR L858R"]));
    let option = answer.option("pembrolizumab");
    assert_eq!(option.level, Level::IIC);
    assert!(option.reasons_against[0].starts_with("Speaks against it"));
    let answer = ask(&World::of(&rows), case("LUAD", &["PD-L1 TPS 60%"]));
    assert_eq!(answer.option("pembrolizumab").level, Level::IA);
}

#[test]
fn a_label_for_tumours_without_an_alteration_is_not_given_to_one_with_it() {
    let world = World::of(&[
        "label | - | carboplatin + pembrolizumab + pemetrexed | NSCLC | sensitive | line=first line, no EGFR or ALK alteration",
    ]);
    let name = "carboplatin + pembrolizumab + pemetrexed";
    let free = ask(&world, case("LUAD", &["KRAS G12C"]));
    let option = free.option(name);
    assert!(option.unknown.iter().any(|u| u.starts_with("EGFR not tested")), "{:?}", option.unknown);
    assert!(option.unknown.iter().any(|u| u.starts_with("ALK not tested")));
    let tested = ask(&world, case("LUAD", &["EGFR wild-type", "ALK wild-type"]));
    assert!(!tested.option(name).unknown.iter().any(|u| u.contains("not tested: the label")));
    for alteration in ["EGFR L858R", "EML4-ALK fusion"] {
        let answer = ask(&world, case("LUAD", &[alteration]));
        assert!(answer.options.is_empty());
        assert!(answer.blocked(name).is_some_and(|b| b.detail.contains("without this alteration")));
    }
}

#[test]
fn the_line_of_treatment_counts_where_it_is_known() {
    let world = World::of(&[
        "label | EGFR L858R | osimertinib | NSCLC | sensitive | line=first line",
        "label | EGFR L858R | erlotinib | NSCLC | sensitive | line=after platinum chemotherapy",
    ]);
    let unknown = ask(&world, case("LUAD", &["EGFR L858R"]));
    assert_eq!(unknown.names(), ["osimertinib", "erlotinib"]);
    assert!(
        unknown.option("osimertinib").unknown.iter().any(|u| u.contains("line of treatment is not known"))
    );
    let mut treated = case("LUAD", &["EGFR L858R"]);
    let mut record = crate::world::record();
    record.medications.push(attune_clinical::Medication {
        text: "cisplatin".to_owned(),
        course: attune_clinical::MedicationStatus::Past,
        ..attune_clinical::Medication::default()
    });
    treated.record = Some(record);
    assert_eq!(ask(&world, treated).names(), ["erlotinib", "osimertinib"]);
}

#[test]
fn a_class_beside_a_drug_is_an_option_with_an_open_question() {
    let world = World::of(&["label | - | pembrolizumab + EGFR inhibitor | NSCLC | sensitive"]);
    let answer = ask(&world, case("LUAD", &[]));
    assert_eq!(answer.names(), ["EGFR inhibitor + pembrolizumab"]);
    assert!(answer.options[0].unknown.iter().any(|u| u.contains("names a class")));
}

#[test]
fn evidence_against_lowers_and_is_shown_but_is_not_resistance() {
    let rows = [
        "B4 | BRAF V600E | vemurafenib | COADREAD | sensitive",
        "B4 | BRAF V600E | vemurafenib | COADREAD | no-benefit",
    ];
    let alone = ask(&World::of(&rows[..1]), case("COAD", &["BRAF V600E"]));
    let both = ask(&World::of(&rows), case("COAD", &["BRAF V600E"]));
    let (before, after) = (alone.option("vemurafenib"), both.option("vemurafenib"));
    assert!(after.score < before.score);
    assert_eq!(after.level, before.level);
    assert!(after.contributions.iter().any(|c| c.factor == "conflict" && c.points < 0.0));
    assert_eq!(after.reasons_against.len(), 1);
    assert!(both.resistance.is_empty());
}

#[test]
fn closer_matches_and_better_bases_come_first() {
    let world = World::of(&[
        "label | BRAF V600E | dabrafenib | MEL | sensitive",
        "label | BRAF V600 | vemurafenib | MEL | sensitive",
        "label | BRAF mutation | encorafenib | MEL | sensitive",
        "label | - | carboplatin | MEL | sensitive",
        "B5 | BRAF V600E | trametinib | MEL | sensitive",
    ]);
    let answer = ask(&world, case("MEL", &["BRAF V600E"]));
    // Standard care that no alteration supports carries no tier of a biomarker and stands in its own group.
    assert_eq!(answer.names(), ["dabrafenib", "vemurafenib", "encorafenib", "trametinib", "carboplatin"]);
    assert_eq!(answer.option("trametinib").level, Level::IB);
    let backbone = answer.option("carboplatin");
    assert_eq!((backbone.level, backbone.group), (Level::III, OptionGroup::StandardCare));
    assert!(backbone.because.is_empty() && backbone.escat.is_none());
    assert_eq!(answer.option("dabrafenib").group, OptionGroup::Established);
}

#[test]
fn a_withdrawn_approval_ranks_below_what_stands() {
    let world = World::of(&[
        "label | EGFR L858R | gefitinib | NSCLC | sensitive | withdrawn | date=2026-01-01",
        "label | EGFR L858R | osimertinib | NSCLC | sensitive | date=2018-04-18",
        "C3 | EGFR L858R | erlotinib | NSCLC | sensitive",
    ]);
    let answer = ask(&world, case("NSCLC", &["EGFR L858R"]));
    assert_eq!(answer.names(), ["osimertinib", "erlotinib", "gefitinib"]);
    assert!(answer.option("gefitinib").reasons_against[0].contains("withdrawn"));
}

#[test]
fn weak_options_beyond_the_limit_are_counted_not_lost() {
    let rows: Vec<String> =
        (0..30).map(|i| format!("D3 | BRAF V600E | substance {i:02} | MEL | sensitive")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let answer = ask(&World::of(&rows), case("MEL", &["BRAF V600E"]));
    assert_eq!(answer.options.len(), 6);
    let rest = answer.blocked("24 further treatments of level II-D").expect("counted");
    assert_eq!(rest.drugs.len(), 24);
    assert!((0..30).all(|i| {
        let name = format!("substance {i:02}");
        rest.detail.contains(&name) || answer.names().contains(&name)
    }));
}

#[test]
fn a_class_of_drugs_is_no_option() {
    let world = World::of(&["B4 | EGFR L858R | EGFR inhibitor | NSCLC | sensitive"]);
    let answer = ask(&world, case("NSCLC", &["EGFR L858R"]));
    assert!(answer.options.is_empty());
    assert!(answer.not_considered.iter().any(|s| s.contains("class of drugs")));
}

#[test]
fn what_would_change_is_found_by_ranking_again() {
    let world = World::of(&[
        "label | BRAF V600E | dabrafenib | MEL | sensitive",
        "label | MSI-H | pembrolizumab | *SOLID* | sensitive",
    ]);
    let answer = ask(&world, case("MEL", &["BRAF V600E"]));
    let changes = &answer.option("dabrafenib").would_change;
    let gone = changes.iter().find(|c| c.condition == "BRAF V600E were not present").expect("tried");
    assert_eq!(gone.then, "no longer an option");
    let waiting = answer.blocked("pembrolizumab").expect("waits for a test");
    assert!(waiting.detail.contains("MSI-H"));
    assert_eq!(Alteration::parse("MSI-H").map(|a| a.label()), Some("MSI-H".to_owned()));
}

#[test]
fn a_wild_type_is_tried_as_mutated() {
    let world = World::of(&[
        "label | KRAS wild-type | cetuximab | COADREAD | sensitive",
        "label | KRAS mutation | cetuximab | COADREAD | resistant",
    ]);
    let answer = ask(&world, case("COAD", &["KRAS wild-type"]));
    let changes = &answer.option("cetuximab").would_change;
    assert!(
        changes.iter().any(|c| c.condition == "KRAS were mutated" && c.then == "not ranked: resistance"),
        "{changes:?}"
    );
}

#[test]
fn a_class_stated_beside_a_change_is_named_by_the_change() {
    let world = World::of(&["label | BRCA1 oncogenic mutation | olaparib | BRCA | sensitive"]);
    let mut stated = case("BRCA", &["BRCA1 frameshift at residue 23"]);
    let mut class = stated.alterations[0].clone();
    class.alteration = Alteration::parse("BRCA1 oncogenic mutation");
    stated.alterations.push(class);
    let answer = ask(&world, stated);
    assert_eq!(answer.option("olaparib").because, ["BRCA1 frameshift at residue 23"]);
    let gone = &answer.option("olaparib").would_change[0];
    assert_eq!(
        (gone.condition.as_str(), gone.then.as_str()),
        ("BRCA1 frameshift at residue 23 were not present", "no longer an option")
    );
}

#[test]
fn a_low_instability_is_neither_stable_nor_high() {
    let world = World::of(&[
        "label | MSI-H | pembrolizumab | *SOLID* | sensitive",
        "label | MSS | osimertinib | *SOLID* | sensitive",
    ]);
    let mut low = case("COAD", &[]);
    low.msi = Some(attune_genome::MsiStatus::Low);
    let answer = ask(&world, low);
    assert!(answer.options.is_empty() && answer.not_ranked.is_empty(), "{:?}", answer.not_ranked);
    let mut high = case("COAD", &[]);
    high.msi = Some(attune_genome::MsiStatus::High);
    assert_eq!(ask(&world, high).names(), ["pembrolizumab"]);
}
