//! What would change the rank: found by ranking again, the smallest single changes, without noise.

use attune_decision::{Case, RankedOptions, WouldChange};
use attune_knowledge::{RuleSeverity, SafetyCriterion, SafetyRule, Verification};

use crate::world::{Look, World, ask, case, lab, record};

fn rule(id: &str, drug: &str, below: f64, severity: RuleSeverity) -> SafetyRule {
    SafetyRule {
        id: id.to_owned(),
        drugs: vec![drug.to_owned()],
        classes: Vec::new(),
        criterion: SafetyCriterion::Lab {
            analyte: "neutrophils_abs".to_owned(),
            below: Some(below),
            above: None,
            unit: "10*3/uL".to_owned(),
        },
        severity,
        kind: "organ_function".to_owned(),
        message: "As the label says.".to_owned(),
        source: "test".to_owned(),
        citation: String::new(),
        verification: Verification::Checked,
    }
}

fn with_neutrophils(value: f64) -> Case {
    let mut record = record();
    record.observations.push(lab("751-8", value, "10*3/uL", "2026-11-10"));
    Case { record: Some(record), ..case("MEL", &["BRAF V600E"]) }
}

fn said<'a>(answer: &'a RankedOptions, name: &str) -> Vec<(&'a str, &'a str)> {
    let words = |c: &'a WouldChange| (c.condition.as_str(), c.then.as_str());
    answer.option(name).would_change.iter().map(words).collect()
}

#[test]
fn of_two_limits_that_do_the_same_the_one_that_is_met_first_is_named() {
    let world = World::of(&["label | BRAF V600E | dabrafenib | MEL | sensitive"]).with_rules(vec![
        rule("low", "dabrafenib", 0.5, RuleSeverity::Block),
        rule("first", "dabrafenib", 1.5, RuleSeverity::Block),
    ]);
    let answer = ask(&world, with_neutrophils(4.0));
    let neutrophils: Vec<_> =
        said(&answer, "dabrafenib").into_iter().filter(|(c, _)| c.starts_with("neutrophils")).collect();
    assert_eq!(neutrophils, [("neutrophils < 1.5 x 10^9/L", "not ranked: contraindicated")]);
    // And it is true: ranked again with such a value.
    assert!(ask(&world, with_neutrophils(1.49)).blocked("dabrafenib").is_some());
    assert!(ask(&world, with_neutrophils(1.5)).blocked("dabrafenib").is_none());
}

#[test]
fn a_caution_of_today_is_tried_on_its_good_side() {
    let world = World::of(&[
        "label | BRAF V600E | dabrafenib | MEL | sensitive | date=2026-01-01",
        "label | BRAF V600E | vemurafenib | MEL | sensitive | date=2024-01-01",
    ])
    .with_rules(vec![rule("caution", "dabrafenib", 1.5, RuleSeverity::Caution)]);
    let answer = ask(&world, with_neutrophils(1.0));
    assert_eq!(answer.names(), ["vemurafenib", "dabrafenib"], "the caution costs the first rank");
    assert!(
        said(&answer, "dabrafenib").contains(&("neutrophils >= 1.5 x 10^9/L", "rank 1 instead of 2")),
        "{:?}",
        said(&answer, "dabrafenib")
    );
    assert_eq!(ask(&world, with_neutrophils(1.5)).names(), ["dabrafenib", "vemurafenib"]);
}

#[test]
fn of_findings_that_would_only_push_an_option_down_one_is_named() {
    let world = World::of(&[
        "label | BRAF V600E | dabrafenib | NSCLC | sensitive",
        "label | KRAS G12C | sotorasib | MEL | sensitive",
        "label | EGFR L858R | osimertinib | MEL | sensitive",
        "label | MSI-H | pembrolizumab | MEL | sensitive",
        "guideline | MSI-H | alectinib | MEL | sensitive",
    ])
    .with_standings(&["preferred | MSI-H | pembrolizumab | MEL"]);
    let answer = ask(&world, case("MEL", &["BRAF V600E"]));
    let behind: Vec<_> =
        said(&answer, "dabrafenib").into_iter().filter(|(_, t)| t.contains("behind")).collect();
    assert_eq!(
        behind,
        [("MSI-H were found", "rank 3 instead of 1, behind pembrolizumab")],
        "the one that pushes furthest"
    );
    let next = answer.test_next.first().expect("a test is named");
    assert_eq!(next.condition, "MSI-H");
    assert!(next.then.contains("pembrolizumab, alectinib would open"), "{}", next.then);
}
