//! The FHIR Bundle: references resolve, codes are there, and nothing is claimed of a gene without a call.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod sample;

use std::collections::BTreeSet;

use attune_knowledge::Verification;
use attune_pharmacogenomics::{CallStatus, DrugAction, PgxSample, Phenoconversion};
use attune_report::{PgxBundleInput, pgx_bundle};
use sample::{Sample, colon};
use serde_json::Value;

fn bundle_of(sample: &Sample, pgx: &PgxSample, named: bool) -> Value {
    let medications = sample.record.as_ref().map_or(&[][..], |r| &r.medications);
    pgx_bundle(&PgxBundleInput {
        patient: named.then_some(&sample.patient),
        sample: pgx,
        medications,
        packs: &sample.packs,
        attune_version: "0.1.0",
        moment: &sample.moment,
    })
}

fn resources(bundle: &Value) -> Vec<&Value> {
    bundle["entry"].as_array().unwrap().iter().map(|e| &e["resource"]).collect()
}

fn with_code<'a>(bundle: &'a Value, code: &str) -> Vec<&'a Value> {
    resources(bundle).into_iter().filter(|r| r["code"]["coding"][0]["code"] == code).collect()
}

fn gene(resource: &Value) -> &str {
    let parts = resource["component"].as_array().unwrap();
    let studied = parts.iter().find(|c| c["code"]["coding"][0]["code"] == "48018-6").unwrap();
    studied["valueCodeableConcept"]["text"].as_str().unwrap()
}

fn references(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            out.extend(members.get("reference").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|v| references(v, out));
        }
        Value::Array(list) => list.iter().for_each(|v| references(v, out)),
        _ => {}
    }
}

#[test]
fn every_reference_resolves_and_every_identifier_is_its_own() {
    let sample = colon::sample();
    for named in [true, false] {
        let bundle = bundle_of(&sample, sample.pgx.as_ref().unwrap(), named);
        let urls: Vec<&str> =
            bundle["entry"].as_array().unwrap().iter().map(|e| e["fullUrl"].as_str().unwrap()).collect();
        let own: BTreeSet<&str> = urls.iter().copied().collect();
        assert_eq!(own.len(), urls.len());
        let mut asked = Vec::new();
        references(&bundle, &mut asked);
        assert!(!asked.is_empty());
        for reference in asked {
            assert!(own.contains(reference.as_str()), "{reference}");
        }
        assert_eq!(resources(&bundle).iter().any(|r| r["resourceType"] == "Patient"), named);
    }
}

#[test]
fn each_gene_has_one_genotype_and_an_uncalled_one_only_a_reason() {
    let sample = colon::sample();
    let pgx = sample.pgx.as_ref().unwrap();
    let bundle = bundle_of(&sample, pgx, true);
    let genotypes = with_code(&bundle, "84413-4");
    assert_eq!(genotypes.len(), pgx.genes.len());
    assert!(pgx.genes.iter().any(|g| g.status == CallStatus::NotCalled));
    for result in &pgx.genes {
        let genotype = genotypes.iter().find(|g| gene(g) == result.gene).unwrap();
        assert!(genotype["meta"]["profile"][0].as_str().unwrap().ends_with("/genotype"));
        let uncalled = result.status == CallStatus::NotCalled;
        assert_eq!(genotype["valueCodeableConcept"].is_null(), uncalled, "{}", result.gene);
        assert_eq!(genotype["dataAbsentReason"]["coding"][0]["code"] == "unknown", uncalled);
        if uncalled {
            let all = resources(&bundle).into_iter();
            let claims = all.filter(|r| r["resourceType"] == "Observation" && r["component"].is_array());
            let claims: Vec<&Value> = claims
                .filter(|r| {
                    r["code"]["coding"][0]["code"] != "therapeutic-implication" && gene(r) == result.gene
                })
                .collect();
            assert_eq!(claims.len(), 1, "only the genotype with its reason speaks of {}", result.gene);
        }
    }
}

#[test]
fn an_ambiguous_gene_lists_all_and_has_no_haplotype() {
    let sample = colon::sample();
    let mut pgx = sample.pgx.clone().unwrap();
    let dpyd = pgx.genes.iter_mut().find(|g| g.gene == "DPYD").unwrap();
    let mut other = dpyd.diplotypes[0].clone();
    other.name = "Reference/c.2846A>T".into();
    dpyd.diplotypes.push(other);
    dpyd.status = CallStatus::Ambiguous;
    dpyd.phenotype = None;
    let bundle = bundle_of(&sample, &pgx, true);
    let genotype = with_code(&bundle, "84413-4").into_iter().find(|g| gene(g) == "DPYD").unwrap();
    let words = genotype["valueCodeableConcept"]["text"].as_str().unwrap();
    assert!(words.contains("(*2A) or Reference/c.2846A>T"), "{words}");
    assert_eq!(genotype["interpretation"][0]["coding"][0]["code"], "IND");
    assert!(!with_code(&bundle, "84414-2").iter().any(|h| gene(h) == "DPYD"));
    let phenotype = with_code(&bundle, "53040-2").into_iter().find(|p| gene(p) == "DPYD").unwrap();
    assert!(phenotype["valueCodeableConcept"].is_null() && phenotype["dataAbsentReason"].is_object());
}

#[test]
fn advice_carries_drug_source_text_and_the_genotype_it_rests_on() {
    let sample = colon::sample();
    let pgx = sample.pgx.as_ref().unwrap();
    let bundle = bundle_of(&sample, pgx, true);
    let implications = with_code(&bundle, "therapeutic-implication");
    assert_eq!(implications.len(), pgx.recommendations.len());
    for implication in &implications {
        assert!(!implication["derivedFrom"].as_array().unwrap().is_empty());
        let codes: Vec<&str> = implication["component"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["code"]["coding"][0]["code"].as_str().unwrap())
            .collect();
        for code in ["51963-7", "therapeutic-implication", "93044-6", "conclusion-string"] {
            assert!(codes.contains(&code), "{code} in {codes:?}");
        }
    }
    let drug = |i: &Value| i["component"][0]["valueCodeableConcept"].clone();
    let capecitabine = implications.iter().map(|i| drug(i)).find(|d| d["text"] == "capecitabine").unwrap();
    assert_eq!(capecitabine["coding"][0]["code"], "194000", "RxNorm, as the table of CPIC has it");
    let proposals = resources(&bundle).into_iter().filter(|r| r["resourceType"] == "Task").count();
    let wanted = pgx.recommendations.iter().filter(|r| {
        matches!(r.action, DrugAction::Avoid | DrugAction::Alternative | DrugAction::DecreaseDose)
    });
    assert_eq!(proposals, wanted.count());
}

#[test]
fn the_phenotype_is_coded_where_the_answer_list_has_it() {
    let sample = colon::sample();
    let bundle = bundle_of(&sample, sample.pgx.as_ref().unwrap(), true);
    let phenotype = with_code(&bundle, "53040-2").into_iter().find(|p| gene(p) == "DPYD").unwrap();
    assert_eq!(phenotype["valueCodeableConcept"]["coding"][0]["code"], "LA10317-8");
    assert_eq!(phenotype["component"][1]["valueQuantity"]["value"], 1.0, "the activity score");
}

#[test]
fn phenoconversion_is_a_phenotype_of_its_own_beside_that_of_the_genotype() {
    let sample = colon::sample();
    let mut pgx = sample.pgx.clone().unwrap();
    pgx.phenoconversion.push(Phenoconversion {
        gene: "CYP2C19".into(),
        from: Some("Rapid Metabolizer".into()),
        from_score: None,
        drugs: Vec::new(),
        to: Some("Poor Metabolizer".into()),
        to_score: None,
        shifted: true,
        rule: "An invented rule.".into(),
        citations: vec!["PMID:1".into()],
        verification: Verification::Recalled,
        recommendations: Vec::new(),
    });
    let bundle = bundle_of(&sample, &pgx, true);
    let of = |text: &str| {
        resources(&bundle).into_iter().filter(|r| r["code"]["text"] == text).cloned().collect::<Vec<_>>()
    };
    let steps = of("Phenotype under the current medication");
    assert_eq!(steps.len(), 1);
    assert_eq!(steps[0]["valueCodeableConcept"]["coding"][0]["code"], "LA9657-3");
    let own = with_code(&bundle, "53040-2").into_iter().find(|p| gene(p) == "CYP2C19").unwrap();
    assert_eq!(
        own["valueCodeableConcept"]["coding"][0]["code"], "LA25390-8",
        "the genotype's stays as it is"
    );
}

#[test]
fn the_same_input_gives_the_same_bundle_and_another_person_other_identifiers() {
    let sample = colon::sample();
    let pgx = sample.pgx.as_ref().unwrap();
    assert_eq!(bundle_of(&sample, pgx, true), bundle_of(&sample, pgx, true));
    let mut other = sample.clone();
    other.patient.mrn = None;
    let first = |b: &Value| b["entry"][0]["fullUrl"].clone();
    assert_ne!(first(&bundle_of(&sample, pgx, true)), first(&bundle_of(&other, pgx, true)));
}
