//! Standings order options of one level, and nothing else.

use attune_clinical::{Medication, MedicationStatus, Observation, ObservationValue};
use attune_decision::{Case, Level, RankedOption};

use crate::world::{Look, World, ask, case, observation, record};

/// Four drugs of equal evidence.
const EQUAL: &[&str] = &[
    "label | EGFR L858R | alectinib | NSCLC | sensitive",
    "label | EGFR L858R | erlotinib | NSCLC | sensitive",
    "label | EGFR L858R | gefitinib | NSCLC | sensitive",
    "label | EGFR L858R | osimertinib | NSCLC | sensitive",
    "label | EGFR L858R | sotorasib | NSCLC | sensitive",
];

fn standing(option: &RankedOption) -> Option<(&str, f64)> {
    let share = option.contributions.iter().find(|c| c.factor == "standing")?;
    Some((share.label.as_str(), share.points))
}

fn treated() -> Case {
    let mut case = case("LUAD", &["EGFR L858R"]);
    let mut record = record();
    record.medications.push(Medication {
        text: "cisplatin".to_owned(),
        course: MedicationStatus::Past,
        ..Medication::default()
    });
    case.record = Some(record);
    case
}

fn untreated() -> Case {
    let mut case = case("LUAD", &["EGFR L858R"]);
    let mut record = record();
    record.observations.push(Observation {
        text: "Prior systemic therapy".to_owned(),
        ..observation("0-0", ObservationValue::Boolean(false), "2026-11-01")
    });
    case.record = Some(record);
    case
}

#[test]
fn treatments_of_one_level_are_ordered_by_their_standing() {
    let world = World::of(EQUAL).with_standings(&[
        "superseded | EGFR L858R | alectinib | NSCLC | note=longer survival",
        "later | EGFR L858R | erlotinib | NSCLC",
        "other | EGFR L858R | sotorasib | NSCLC | checked",
        "preferred | EGFR L858R | osimertinib | NSCLC",
    ]);
    let answer = ask(&world, case("LUAD", &["EGFR L858R"]));
    assert_eq!(answer.names(), ["osimertinib", "sotorasib", "gefitinib", "erlotinib", "alectinib"]);
    let said = |name: &str| standing(answer.option(name)).map(|(label, _)| label);
    assert_eq!(said("osimertinib"), Some("preferred in this setting (not checked against a source row)"));
    assert_eq!(said("sotorasib"), Some("in use beside the preferred ones"));
    assert_eq!(said("gefitinib"), None);
    assert_eq!(said("erlotinib"), Some("used in later lines (not checked against a source row)"));
    assert_eq!(said("alectinib"), Some("superseded by a newer drug (not checked against a source row)"));
    let last = |reasons: &[String]| reasons.last().cloned().unwrap_or_default();
    assert!(last(&answer.option("osimertinib").reasons_for).starts_with("Preferred in this setting"));
    assert_eq!(
        answer.option("alectinib").reasons_against,
        ["Superseded by a newer drug (not checked against a source row): longer survival"]
    );
}

#[test]
fn more_evidence_does_not_lift_an_older_treatment_over_the_preferred_one() {
    let mut rows = vec![
        "label | EGFR L858R | osimertinib | NSCLC | sensitive | date=2018-04-18",
        "label | EGFR L858R | gefitinib | NSCLC | sensitive | date=2015-07-13",
    ];
    rows.extend(["B5 | EGFR L858R | gefitinib | NSCLC | sensitive | date=2025-01-01"; 12]);
    let case = || case("LUAD", &["EGFR L858R"]);
    assert_eq!(ask(&World::of(&rows), case()).names(), ["gefitinib", "osimertinib"]);
    let standings =
        ["preferred | EGFR L858R | osimertinib | NSCLC", "superseded | EGFR L858R | gefitinib | NSCLC"];
    let answer = ask(&World::of(&rows).with_standings(&standings), case());
    assert_eq!(answer.names(), ["osimertinib", "gefitinib"]);
}

#[test]
fn a_standing_never_overturns_levels() {
    let world = World::of(&[
        "label | EGFR L858R | gefitinib | NSCLC | sensitive | recalled",
        "B5 | EGFR L858R | osimertinib | NSCLC | sensitive | date=2026-01-01",
    ])
    .with_standings(&[
        "superseded | EGFR L858R | gefitinib | NSCLC",
        "preferred | EGFR L858R | osimertinib | NSCLC",
        "preferred | EGFR L858R | erlotinib | NSCLC",
    ]);
    let answer = ask(&world, case("LUAD", &["EGFR L858R"]));
    assert_eq!(answer.names(), ["gefitinib", "osimertinib"], "and a standing alone is no option");
    assert_eq!(answer.option("osimertinib").level, Level::IB);
}

#[test]
fn the_most_specific_row_counts() {
    let world = World::of(EQUAL).with_standings(&[
        "preferred | - | gefitinib | LUAD | checked",
        "superseded | EGFR L858R | gefitinib | *SOLID* | checked",
        "superseded | EGFR L858R | erlotinib | NSCLC | checked",
        "preferred | EGFR L858R | erlotinib | LUAD | checked",
        "superseded | EGFR L858R | erlotinib | LUNG,BRCA | checked",
        "preferred | EGFR L858R | osimertinib | *ANY* | checked",
        "other | EGFR L858R | osimertinib | *SOLID* | checked",
    ]);
    let answer = ask(&world, case("LUAD", &["EGFR L858R"]));
    let said = |name: &str| standing(answer.option(name)).map(|(label, _)| label);
    assert_eq!(said("gefitinib"), Some("superseded by a newer drug"), "a biomarker before none");
    assert_eq!(said("erlotinib"), Some("preferred in this setting"), "the nearest tumour type");
    assert_eq!(said("osimertinib"), Some("in use beside the preferred ones"), "solid before any");
}

#[test]
fn only_a_condition_that_is_met_in_this_tumour_counts() {
    let world = World::of(EQUAL).with_standings(&[
        "preferred | EGFR T790M | osimertinib | NSCLC",
        "preferred | NOT KRAS G12C | gefitinib | NSCLC",
        "preferred | EGFR L858R | erlotinib | COADREAD",
        "preferred | EGFR L858R | alectinib + sotorasib | NSCLC",
    ]);
    let answer = ask(&world, case("LUAD", &["EGFR L858R"]));
    for option in &answer.options {
        assert_eq!(standing(option), None, "{}", option.treatment);
    }
    let mut tested = case("LUAD", &["EGFR L858R"]);
    tested.tested_genes = vec!["KRAS".to_owned()];
    assert!(standing(ask(&world, tested).option("gefitinib")).is_some_and(|(_, points)| points > 0.0));
}

#[test]
fn a_later_line_counts_against_only_without_earlier_treatment() {
    let world = World::of(EQUAL).with_standings(&["later | EGFR L858R | gefitinib | NSCLC"]);
    let points = |case: Case| standing(ask(&world, case).option("gefitinib")).map_or(0.0, |(_, p)| p);
    let (unknown, none, some) =
        (points(case("LUAD", &["EGFR L858R"])), points(untreated()), points(treated()));
    assert!(none < unknown && unknown < 0.0, "{none} {unknown}");
    assert!(some.abs() < f64::EPSILON, "{some}");
    let asked = |case: Case| {
        let answer = ask(&world, case);
        answer.option("gefitinib").unknown.iter().any(|u| u.contains("line of treatment is not known"))
    };
    assert!(asked(case("LUAD", &["EGFR L858R"])));
    assert!(!asked(treated()));
}

#[test]
fn a_preference_for_the_first_line_ends_with_it() {
    let world =
        World::of(EQUAL).with_standings(&["preferred | EGFR L858R | gefitinib | NSCLC | note=first line"]);
    assert!(standing(ask(&world, untreated()).option("gefitinib")).is_some());
    assert_eq!(standing(ask(&world, treated()).option("gefitinib")), None);
}

#[test]
fn a_regimen_is_known_by_its_drugs() {
    let world = World::of(&[
        "label | - | fluorouracil + leucovorin + oxaliplatin | COADREAD | sensitive",
        "label | - | capecitabine | COADREAD | sensitive",
    ])
    .with_standings(&["preferred | - | folfox | COADREAD"]);
    let answer = ask(&world, case("COAD", &[]));
    let folfox = answer.option("fluorouracil + leucovorin + oxaliplatin");
    assert!(standing(folfox).is_some_and(|(_, points)| points > 0.0));
    assert_eq!(standing(answer.option("capecitabine")), None);
}

#[test]
fn a_withdrawn_approval_gains_nothing_from_a_preference() {
    let world = World::of(&["label | EGFR L858R | gefitinib | NSCLC | sensitive | withdrawn"])
        .with_standings(&["preferred | EGFR L858R | gefitinib | NSCLC"]);
    let answer = ask(&world, case("LUAD", &["EGFR L858R"]));
    assert_eq!(standing(answer.option("gefitinib")), None);
}
