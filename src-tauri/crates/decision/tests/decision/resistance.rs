//! A resistance marker never helps the drug that it defeats.

use attune_decision::Level;

use crate::world::{Look, World, ask, case};

const COLON: &[&str] = &[
    "label | KRAS wild-type AND NRAS wild-type | cetuximab | COADREAD | sensitive",
    "label | KRAS wild-type AND NRAS wild-type | panitumumab | COADREAD | sensitive",
    "label | KRAS wild-type AND NRAS wild-type | folfox + panitumumab | COADREAD | sensitive",
    "label | KRAS mutation | cetuximab | COADREAD | resistant",
    "label | KRAS mutation | panitumumab | COADREAD | resistant",
    "B3 | KRAS G12D | cetuximab + irinotecan | COADREAD | sensitive",
    "label | KRAS G12C | sotorasib + panitumumab | COADREAD | sensitive",
    "label | BRAF V600E | cetuximab + encorafenib | COADREAD | sensitive",
    "B4 | BRAF V600E | cetuximab | COADREAD | resistant",
    "label | - | folfox | COADREAD | sensitive",
];

#[test]
fn kras_in_colon_defeats_the_antibodies_and_their_combinations() {
    let answer = ask(&World::of(COLON), case("COAD", &["KRAS G12D"]));
    assert_eq!(answer.names(), ["fluorouracil + leucovorin + oxaliplatin"]);
    assert_eq!(answer.defeated(), ["cetuximab", "cetuximab + irinotecan", "panitumumab"]);
    for entry in &answer.resistance {
        assert_eq!(entry.because, ["KRAS G12D"]);
        assert_eq!(entry.level, Level::IA);
        assert!(entry.evidence.iter().any(|e| e.significance == "resistance"));
    }
}

#[test]
fn a_combination_labelled_for_the_alteration_stays() {
    let answer = ask(&World::of(COLON), case("COAD", &["KRAS G12C"]));
    assert_eq!(answer.names()[0], "panitumumab + sotorasib");
    assert!(answer.defeated().contains(&"panitumumab".to_owned()));
    let answer = ask(&World::of(COLON), case("COADREAD", &["BRAF V600E"]));
    assert_eq!(answer.names()[0], "cetuximab + encorafenib");
    assert_eq!(answer.defeated(), ["cetuximab"]);
    // KRAS G12D defeats cetuximab also where BRAF V600E would allow the combination.
    let answer = ask(&World::of(COLON), case("COAD", &["BRAF V600E", "KRAS G12D"]));
    assert!(answer.defeated().contains(&"cetuximab + encorafenib".to_owned()));
}

#[test]
fn a_label_for_wild_type_does_not_shield_from_another_gene() {
    let world = World::of(&[
        "label | KRAS wild-type | cetuximab | COADREAD | sensitive",
        "B4 | NRAS Q61K | cetuximab | COADREAD | resistant",
    ]);
    let answer = ask(&world, case("COAD", &["KRAS wild-type", "NRAS Q61K"]));
    assert!(answer.options.is_empty());
    assert_eq!(answer.defeated(), ["cetuximab"]);
    assert_eq!(answer.abstained.map(|a| a.code), Some("all_blocked".to_owned()));
}

const LUNG: &[&str] = &[
    "label | EGFR L858R | erlotinib | NSCLC | sensitive",
    "label | EGFR T790M | osimertinib | NSCLC | sensitive",
    "B4 | EGFR T790M | erlotinib | NSCLC | resistant",
    "B4 | KRAS mutation | erlotinib | NSCLC | resistant",
    "D3 | MET amplification | osimertinib | NSCLC | resistant",
    "label | ALK fusion | alectinib | NSCLC | sensitive",
    "C3 | ALK G1202R | alectinib | NSCLC | resistant",
    "label | - | carboplatin + pemetrexed + pembrolizumab | NSCLC | sensitive",
    "B4 | STK11 loss-of-function | pembrolizumab | NSCLC | resistant",
];

#[test]
fn a_second_mutation_of_the_same_gene_defeats() {
    let answer = ask(&World::of(LUNG), case("LUAD", &["EGFR L858R", "EGFR T790M"]));
    assert_eq!(answer.names()[0], "osimertinib");
    assert_eq!(answer.defeated(), ["erlotinib"]);
}

#[test]
fn another_gene_cautions_where_the_label_stands() {
    let answer = ask(&World::of(LUNG), case("LUAD", &["EGFR L858R", "KRAS G12V"]));
    let option = answer.option("erlotinib");
    assert_eq!(option.level, Level::IA);
    assert!(option.contributions.iter().any(|c| c.factor == "resistance_signal" && c.points < 0.0));
    assert!(option.safety.iter().any(|n| n.message.starts_with("Resistance reported")));
    let answer = ask(&World::of(LUNG), case("LUAD", &["STK11 loss-of-function"]));
    assert_eq!(answer.names(), ["carboplatin + pembrolizumab + pemetrexed"]);
    assert!(!answer.options[0].reasons_against.is_empty());
}

#[test]
fn weak_resistance_informs_and_never_hides_a_label() {
    let answer = ask(&World::of(LUNG), case("LUAD", &["ALK fusion", "ALK G1202R"]));
    let option = answer.option("alectinib");
    assert_eq!(option.level, Level::IA);
    assert_eq!(option.reasons_against.len(), 1);
    assert!(answer.resistance.is_empty());
    // Alone it is what is known of the drug.
    let answer = ask(&World::of(LUNG), case("LUAD", &["ALK G1202R"]));
    assert_eq!(answer.defeated(), ["alectinib"]);
}

#[test]
fn contradiction_on_one_alteration_is_shown_not_hidden() {
    let world = World::of(&[
        "label | EGFR L858R | erlotinib | NSCLC | sensitive",
        "B4 | EGFR L858R | erlotinib | NSCLC | resistant",
    ]);
    let answer = ask(&world, case("LUAD", &["EGFR L858R"]));
    let option = answer.option("erlotinib");
    assert_eq!(option.evidence.len(), 2);
    assert!(!option.reasons_against.is_empty());
    // Label against label: the safe reading.
    let world = World::of(&[
        "label | EGFR L858R | erlotinib | NSCLC | sensitive",
        "label | EGFR L858R | erlotinib | NSCLC | resistant",
    ]);
    assert!(ask(&world, case("LUAD", &["EGFR L858R"])).options.is_empty());
}

#[test]
fn resistance_of_another_tumour_cautions() {
    let world = World::of(&[
        "B3 | KRAS G12D | cetuximab | BRCA | sensitive",
        "label | KRAS mutation | cetuximab | COADREAD | resistant",
    ]);
    let answer = ask(&world, case("BRCA", &["KRAS G12D"]));
    assert!(answer.option("cetuximab").safety.iter().any(|n| n.message.starts_with("Resistance reported")));
    // Nothing speaks for it here, and a label elsewhere speaks against it.
    let world = World::of(&[
        "D3 | KRAS G12D | cetuximab | MEL | sensitive",
        "label | KRAS mutation | cetuximab | COADREAD | resistant",
    ]);
    let answer = ask(&world, case("BRCA", &["KRAS G12D"]));
    assert_eq!((answer.names().len(), answer.defeated()), (0, vec!["cetuximab".to_owned()]));
}

#[test]
fn a_label_for_a_receptor_stands_beside_a_study_on_another_gene() {
    let world = World::of(&[
        "label | ER positive AND HER2 negative | trastuzumab | BRCA | sensitive",
        "B3 | PIK3CA H1047R | trastuzumab | BRCA | resistant",
        "B3 | PIK3CA H1047R | osimertinib | MEL | resistant",
        "label | ER positive AND HER2 negative | osimertinib | BRCA | sensitive",
    ]);
    let answer = ask(&world, case("BRCA", &["ER positive", "HER2 negative", "PIK3CA H1047R"]));
    assert_eq!(answer.option("trastuzumab").level, Level::IA);
    assert!(!answer.option("trastuzumab").reasons_against.is_empty());
    // A study in another tumour says nothing against what is established in this one.
    assert!(answer.option("osimertinib").reasons_against.is_empty());
}

#[test]
fn for_an_unknown_tumour_type_resistance_holds() {
    let answer = ask(&World::of(LUNG), case("?", &["EGFR L858R", "EGFR T790M"]));
    assert!(!answer.names().contains(&"erlotinib".to_owned()));
    assert!(answer.defeated().contains(&"erlotinib".to_owned()));
}

#[test]
fn evidence_against_a_resistance_is_not_resistance() {
    let world = World::of(&[
        "label | EGFR L858R | erlotinib | NSCLC | sensitive",
        "B4 | TP53 R175H | erlotinib | NSCLC | no-resistance",
    ]);
    let answer = ask(&world, case("LUAD", &["EGFR L858R", "TP53 R175H"]));
    assert_eq!(answer.names(), ["erlotinib"]);
    assert!(answer.option("erlotinib").reasons_against.is_empty());
}

#[test]
fn a_resistance_to_a_class_reaches_its_drugs() {
    let world = World::of(&[
        "B3 | EGFR mutation | gefitinib | NSCLC | sensitive",
        "B4 | EGFR exon 20 insertion | EGFR inhibitor | NSCLC | resistant",
    ]);
    let answer = ask(&world, case("LUAD", &["EGFR exon 20 insertion"]));
    assert!(answer.options.is_empty());
    assert!(answer.defeated().contains(&"gefitinib".to_owned()));
}

#[test]
fn a_study_on_another_gene_does_not_take_a_label_away() {
    let world = World::of(&[
        "label | ERBB2 amplification | pertuzumab + trastuzumab | BRCA | sensitive",
        "B4 | ERBB2 amplification AND PIK3CA H1047R | pertuzumab + trastuzumab | BRCA | resistant",
    ]);
    let answer = ask(&world, case("BRCA", &["ERBB2 amplification", "PIK3CA H1047R"]));
    assert_eq!(answer.names(), ["pertuzumab + trastuzumab"]);
    let notes = &answer.option("pertuzumab + trastuzumab").safety;
    assert!(answer.defeated().is_empty(), "{notes:?}");
}
