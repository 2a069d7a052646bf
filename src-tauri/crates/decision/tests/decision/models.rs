//! The immunotherapy estimate beside an option.

use attune_clinical::{
    AiModels, ConsentDecision, ConsentLedger, ConsentMethod, ConsentRecord, ConsentScope, HealthRecord,
    Medication, MedicationStatus, TreatmentPlanning,
};
use attune_decision::{Case, RankedOptions, rank_with};
use attune_inference::{ModelSource, Registry};

use crate::world::{Look, TODAY, World, case, lab, record};

const ROWS: &[&str] = &[
    "label | TMB 10 | pembrolizumab | *SOLID* | sensitive",
    "label | PD-L1 TPS 50% | pembrolizumab | NSCLC | sensitive",
    "label | BRAF V600E | dabrafenib + trametinib | MEL,NSCLC | sensitive",
];

macro_rules! model {
    ($id:literal) => {
        ModelSource {
            id: $id,
            parameters: include_bytes!(concat!("../../../../../models/", $id, "/parameters.json")),
            card: include_bytes!(concat!("../../../../../models/", $id, "/card.json")),
        }
    };
}

fn ask(case: Case) -> RankedOptions {
    let registry =
        Registry::load(&[model!("loris-pan-cancer"), model!("loris-nsclc")]).expect("shipped models");
    let ledger = ConsentLedger::new(vec![ConsentRecord {
        scope: ConsentScope::AiModels,
        decision: ConsentDecision::Permit,
        by: "patient".to_owned(),
        recorded_by: "clinician".to_owned(),
        at: "2026-01-01T00:00:00Z".parse().expect("a time"),
        method: ConsentMethod::SignedPaper,
        document_sha256: None,
        expires: None,
        source: None,
    }]);
    let case = ledger.authorise::<_, TreatmentPlanning>(case, TODAY).expect("implied");
    let models = ledger.authorise::<_, AiModels>(&registry, TODAY);
    rank_with(&case, &World::of(ROWS), models, &ledger)
}

/// Albumin 4.0 g/dL, neutrophils 6.0, lymphocytes 2.0, vemurafenib before.
fn measured(change: impl FnOnce(&mut HealthRecord)) -> HealthRecord {
    let mut record = record();
    record.observations = vec![
        lab("1751-7", 4.0, "g/dL", "2026-11-02"),
        lab("751-8", 6.0, "10*3/uL", "2026-11-02"),
        lab("731-0", 2.0, "10*3/uL", "2026-11-02"),
        lab("751-8", 9.0, "10*3/uL", "2026-11-10"),
    ];
    record.medications = vec![Medication {
        text: "vemurafenib 240 mg tablet".to_owned(),
        course: MedicationStatus::Past,
        ..Medication::default()
    }];
    change(&mut record);
    record
}

#[test]
fn the_record_feeds_the_published_formula() {
    let melanoma = Case { record: Some(measured(|_| {})), ..case("MEL", &["TMB 14", "BRAF V600E"]) };
    let answer = ask(melanoma.clone());
    let prediction = answer.option("pembrolizumab").prediction.as_ref().expect("a checkpoint inhibitor");
    assert_eq!(prediction.model, "loris-pan-cancer");
    assert!(prediction.applicable, "{:?}", prediction.reasons);
    // Chang 2024: TMB 14, treatment before, albumin 4.0, NLR 6.0 / 2.0 = 3 of the day with both, age 64, melanoma.
    let log_odds = -2.088_612_437_296_564 + 14.0 * 0.037_056_490_506_510_69 - 0.877_518_011_030_648_3
        + 4.0 * 0.538_245_204_788_064_8
        - 3.0 * 0.032_996_178_051_950_69
        + 64.0 * 0.004_865_684_273_025_443
        - 0.008_557_104_285_918_743;
    let expected = 1.0 / (1.0 + f64::exp(-log_odds));
    assert!((prediction.prediction.expect("a number") - expected).abs() < 1e-9);
    assert_eq!(answer.predictions.len(), 1);
    assert!(answer.option("dabrafenib + trametinib").prediction.is_none());
}

#[test]
fn the_estimate_does_not_move_the_score() {
    let high = Case { record: Some(measured(|_| {})), ..case("MEL", &["TMB 14"]) };
    let low = Case {
        record: Some(measured(|r| r.observations[0] = lab("1751-7", 2.5, "g/dL", "2026-11-02"))),
        ..case("MEL", &["TMB 14"])
    };
    let (high, low) = (ask(high), ask(low));
    let number = |a: &RankedOptions| a.option("pembrolizumab").prediction.as_ref().and_then(|p| p.prediction);
    assert!(number(&high) > number(&low));
    assert!((high.option("pembrolizumab").score - low.option("pembrolizumab").score).abs() < 1e-12);
}

#[test]
fn lung_cancer_with_pd_l1_has_its_own_model() {
    let lung = Case { record: Some(measured(|_| {})), ..case("LUAD", &["TMB 14", "PD-L1 TPS 60%"]) };
    let answer = ask(lung);
    let prediction = answer.option("pembrolizumab").prediction.as_ref().expect("runs");
    assert_eq!((prediction.model.as_str(), prediction.applicable), ("loris-nsclc", true));
    let without = Case { record: Some(measured(|_| {})), ..case("LUAD", &["TMB 14"]) };
    let answer = ask(without);
    let prediction = answer.option("pembrolizumab").prediction.as_ref().expect("runs");
    assert_eq!(prediction.model, "loris-pan-cancer");
    assert!(prediction.applicable, "{:?}", prediction.reasons);
}

#[test]
fn what_is_missing_is_missing() {
    // A medication list without such a drug does not say that there was no treatment before.
    let silent = Case { record: Some(measured(|r| r.medications.clear())), ..case("MEL", &["TMB 14"]) };
    let answer = ask(silent);
    let prediction = answer.option("pembrolizumab").prediction.as_ref().expect("an answer");
    assert!(!prediction.applicable && prediction.prediction.is_none());
    assert!(
        prediction.reasons.iter().any(|r| r.contains("systemic_therapy_history")),
        "{:?}",
        prediction.reasons
    );
    // g/L is not read as g/dL.
    let grams = Case {
        record: Some(measured(|r| r.observations[0] = lab("1751-7", 40.0, "g/L", "2026-11-02"))),
        ..case("MEL", &["TMB 14"])
    };
    let answer = ask(grams);
    let prediction = answer.option("pembrolizumab").prediction.as_ref().expect("an answer");
    assert!(prediction.reasons.iter().any(|r| r.contains("albumin")), "{:?}", prediction.reasons);
    // A tumour type that the model does not know.
    let blood = Case { record: Some(measured(|_| {})), ..case("AML", &["TMB 14"]) };
    let prediction = ask(blood).option("pembrolizumab").prediction.clone().expect("an answer");
    assert!(!prediction.applicable);
    let unknown = Case { record: Some(measured(|_| {})), ..case("a kind that is in no book", &["TMB 14"]) };
    let prediction = ask(unknown).option("pembrolizumab").prediction.clone().expect("an answer");
    assert!(!prediction.applicable && prediction.reasons.iter().any(|r| r.contains("cancer_type")));
}
