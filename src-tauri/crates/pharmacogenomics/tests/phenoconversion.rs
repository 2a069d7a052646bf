//! Current medication shifts a phenotype in a step of its own.

#![allow(clippy::expect_used, clippy::panic)] // a test stops at the first thing that is not as expected

mod support;

use attune_knowledge::pgx::PgxTables;
use attune_pharmacogenomics::{
    PersonFacts, PgxSample, Phenoconversion, TakenDrug, interpret, merge_outside, outside_calls,
};
use support::sample::Sample;

fn tables() -> PgxTables {
    let table = include_str!("fixtures/pgx-interactions.json");
    support::fixture().with_interactions(table.as_bytes()).expect("the fixture")
}

fn taking(drugs: &[&str]) -> PersonFacts {
    let medication = drugs.iter().map(|d| TakenDrug::named(d)).collect();
    PersonFacts { medication: Some(medication), ..PersonFacts::default() }
}

fn steps(tsv: &str, drugs: &[&str]) -> Vec<Phenoconversion> {
    let tables = tables();
    let (calls, findings) = outside_calls(&tables, tsv);
    assert!(findings.is_empty(), "{findings:?}");
    let sample = merge_outside(&tables, PgxSample::default(), calls, false);
    interpret(&tables, sample, &taking(drugs)).phenoconversion
}

#[test]
fn a_strong_inhibitor_makes_a_poor_metaboliser_and_the_genotype_stays() {
    let found = steps("CYP2D6\t*1/*1", &["Paroxetine 20 mg tablet"]);
    assert_eq!(found.len(), 1);
    let step = &found[0];
    assert_eq!((step.from.as_deref(), step.from_score), (Some("Normal Metabolizer"), Some(2.0)));
    assert_eq!(
        (step.to.as_deref(), step.to_score, step.shifted),
        (Some("Poor Metabolizer"), Some(0.0), true)
    );
    assert_eq!(step.drugs[0].written, "Paroxetine 20 mg tablet");
    assert!(!step.citations.is_empty() && !step.rule.is_empty());
}

#[test]
fn a_moderate_inhibitor_halves_the_score() {
    let step = &steps("CYP2D6\t*1/*4", &["duloxetine"])[0];
    assert_eq!((step.to.as_deref(), step.to_score), (Some("Intermediate Metabolizer"), Some(0.5)));
    assert!(!step.shifted, "intermediate stays intermediate");
    let step = &steps("CYP2D6\t*1/*1", &["duloxetine"])[0];
    assert_eq!((step.to.as_deref(), step.shifted), (Some("Intermediate Metabolizer"), true));
    let both = &steps("CYP2D6\t*1/*1", &["duloxetine", "Prozac"])[0];
    assert_eq!(both.to_score, Some(0.0));
}

#[test]
fn copy_number_does_not_matter_under_a_strong_inhibitor() {
    let tables = tables();
    let sample = Sample::reference(&tables, "CYP2D6").call();
    let strong = interpret(&tables, sample.clone(), &taking(&["bupropion"])).phenoconversion;
    assert_eq!(strong[0].from, None);
    assert_eq!(strong[0].to.as_deref(), Some("Poor Metabolizer"));
    let moderate = interpret(&tables, sample, &taking(&["duloxetine"])).phenoconversion;
    assert_eq!((moderate[0].to.as_deref(), moderate[0].shifted), (None, false));
}

#[test]
fn classes_move_by_one_and_an_absent_enzyme_is_not_induced() {
    let to = |tsv: &str, drugs: &[&str]| steps(tsv, drugs)[0].to.clone();
    let is = |tsv: &str, drug: &str, phenotype: &str| {
        assert_eq!(to(tsv, &[drug]).as_deref(), Some(phenotype), "{tsv} {drug}");
    };
    is("CYP2C19\t*1/*1", "fluvoxamine", "Poor Metabolizer");
    is("CYP2C19\t*1/*1", "felbamate", "Intermediate Metabolizer");
    is("CYP2C19\t*1/*2", "rifampicin", "Normal Metabolizer");
    is("CYP2C19\t*1/*1", "rifampin", "Rapid Metabolizer");
    is("CYP2C19\t*2/*2", "rifampin", "Poor Metabolizer");
    is("CYP2C19\t*1/*1", "omeprazole", "Normal Metabolizer");
    assert_eq!(to("CYP2C19\t*1/*1", &["rifampin", "fluvoxamine"]), None);
}

#[test]
fn advice_changes_in_the_step_and_not_in_the_list_of_the_genotype() {
    let tables = tables();
    let (calls, _) = outside_calls(&tables, "CYP2C19\t*1/*1");
    let sample = merge_outside(&tables, PgxSample::default(), calls, false);
    let before = sample.recommendations.clone();
    let after = interpret(&tables, sample, &taking(&["fluvoxamine"]));
    let texts = |rows: &[attune_pharmacogenomics::Recommendation]| {
        rows.iter().map(|r| (r.drug.clone(), r.text.clone())).collect::<Vec<_>>()
    };
    assert_eq!(texts(&before), texts(&after.recommendations));
    let changed: Vec<&str> =
        after.phenoconversion[0].recommendations.iter().map(|r| r.drug.as_str()).collect();
    assert!(changed.contains(&"clopidogrel"), "{changed:?}");
}

#[test]
fn a_name_inside_another_word_is_no_drug_and_stopped_drugs_do_not_count() {
    assert!(steps("CYP2D6\t*1/*1", &["quinidinesque extract"]).is_empty());
    assert!(steps("CYP2D6\t*1/*1", &[]).is_empty());
}
