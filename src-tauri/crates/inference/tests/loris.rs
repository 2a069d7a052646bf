//! The published scores, the refusals and the sums of the LORIS models.
#![allow(clippy::unwrap_used)]

use attune_inference::{InputValue, Inputs, Model, ModelSource, Registry, read_inputs};
use proptest::prelude::*;

macro_rules! source {
    ($id:literal) => {
        ModelSource {
            id: $id,
            parameters: include_bytes!(concat!("../../../../models/", $id, "/parameters.json")),
            card: include_bytes!(concat!("../../../../models/", $id, "/card.json")),
        }
    };
}

fn model(id: &str) -> Model {
    let registry = Registry::load(&[source!("loris-pan-cancer"), source!("loris-nsclc")]).unwrap();
    registry.get(id).unwrap().clone()
}

/// The score on the additive scale of the formula.
fn score_log_odds(answer: &attune_inference::Prediction) -> f64 {
    let p = answer.prediction.unwrap();
    (p / (1.0 - p)).ln()
}

fn person(changes: &[(&str, InputValue)]) -> Inputs {
    let number = InputValue::Number;
    let mut inputs = Inputs::from([
        ("tmb".into(), number(8.0)),
        ("systemic_therapy_history".into(), number(0.0)),
        ("albumin".into(), number(4.1)),
        ("nlr".into(), number(3.0)),
        ("age".into(), number(61.0)),
        ("cancer_type".into(), InputValue::Category("Melanoma".into())),
    ]);
    for (name, value) in changes {
        inputs.insert((*name).into(), value.clone());
    }
    inputs
}

/// One row of each tumour type and one beyond each cap, of the authors' 841 scores
/// (Chang 2024, doi 10.1038/s43018-024-00772-7, source data of the repository rootchang/LORIS).
#[test]
fn equals_the_published_scores() {
    let model = model("loris-pan-cancer");
    let text = include_bytes!("data/loris_pan_published.csv");
    let inputs = read_inputs(text, &model.inputs()).unwrap();
    let mut reader = csv::Reader::from_reader(&text[..]);
    let published: Vec<f64> = reader.records().map(|r| r.unwrap()[6].parse().unwrap()).collect();
    assert!(published.len() >= 15);
    for (inputs, published) in inputs.iter().zip(&published) {
        let score = model.predict(inputs).prediction.unwrap();
        assert!((score - published).abs() < 1e-9, "{score} is not {published}");
    }
}

#[test]
fn the_probability_is_the_given_recalibration() {
    let answer = model("loris-pan-cancer").predict(&person(&[]));
    let expected =
        1.0 / (1.0 + (-(-0.875_217_712_534_618_6 + 1.182_361_145_000_243_4 * score_log_odds(&answer))).exp());
    assert!((answer.outputs["response_probability"] - expected).abs() < 1e-12);
    assert!(answer.outputs["response_probability_low"] < expected);
    assert!(answer.outputs["response_probability_high"] > expected);
}

#[test]
fn refuses_what_it_cannot_judge_and_says_why() {
    let model = model("loris-pan-cancer");
    let number = InputValue::Number;
    let cases: [(&str, InputValue, &str); 6] = [
        ("albumin", number(38.0), "g/L"),
        ("cancer_type", InputValue::Category("CNS".into()), "does not know"),
        ("cancer_type", InputValue::Category("Unknown primary".into()), "does not know"),
        ("tmb", number(-1.0), "outside"),
        ("age", number(130.0), "outside"),
        ("nlr", number(f64::NAN), "finite"),
    ];
    for (name, value, word) in cases {
        let answer = model.predict(&person(&[(name, value)]));
        assert_eq!(answer.prediction, None, "{name}");
        assert!(
            !answer.applicable && answer.reasons.iter().any(|r| r.contains(word)),
            "{:?}",
            answer.reasons
        );
        assert!(answer.contributions.is_empty() && answer.outputs.is_empty());
    }
    for name in ["tmb", "albumin", "nlr", "age", "cancer_type", "systemic_therapy_history"] {
        let mut inputs = person(&[]);
        inputs.remove(name);
        let answer = model.predict(&inputs);
        assert_eq!(answer.prediction, None);
        assert!(answer.reasons.iter().any(|r| r.contains("is missing")), "{:?}", answer.reasons);
    }
}

#[test]
fn few_training_patients_are_a_warning() {
    let answer =
        model("loris-pan-cancer").predict(&person(&[("cancer_type", InputValue::Category("Breast".into()))]));
    assert!(answer.applicable);
    assert!(answer.reasons.iter().any(|r| r.contains("only 12 training patients")), "{:?}", answer.reasons);
}

/// The authors scored children as well; the training patients were 14 and older, and nearly all adults.
#[test]
fn a_child_is_scored_with_a_warning() {
    let answer = model("loris-pan-cancer").predict(&person(&[("age", InputValue::Number(7.0))]));
    assert!(answer.applicable);
    assert!(answer.reasons.iter().any(|r| r.contains("middle 98 %")), "{:?}", answer.reasons);
}

#[test]
fn the_nsclc_formula_is_the_printed_one() {
    let inputs = Inputs::from([
        ("tmb".into(), InputValue::Number(60.0)),
        ("pdl1_tps".into(), InputValue::Number(80.0)),
        ("systemic_therapy_history".into(), InputValue::Number(1.0)),
        ("albumin".into(), InputValue::Number(4.0)),
        ("nlr".into(), InputValue::Number(30.0)),
    ]);
    let s: f64 = 0.0353 * 50.0 + 0.0111 * 80.0 - 0.375 + 0.2924 * 4.0 - 0.0103 * 25.0 - 1.5593;
    let score = model("loris-nsclc").predict(&inputs).prediction.unwrap();
    assert!((score - 1.0 / (1.0 + (-s).exp())).abs() < 1e-12);
}

#[test]
fn a_tumour_type_of_the_tree_finds_its_weight_through_its_ancestors() {
    let model = model("loris-pan-cancer");
    let value = |lineage: &[&str]| {
        model.formula().terms.iter().find_map(|t| match t {
            attune_inference::Term::Category(c) => c.value_for(lineage).map(str::to_owned),
            attune_inference::Term::Number(_) => None,
        })
    };
    assert_eq!(value(&["SKCM", "MEL", "SKIN", "TISSUE"]).as_deref(), Some("Melanoma"));
    assert_eq!(value(&["LUAD", "NSCLC", "LUNG", "TISSUE"]).as_deref(), Some("NSCLC"));
    assert_eq!(value(&["GBM", "DIFG", "BRAIN", "TISSUE"]), None);
    // Uveal melanoma hangs under the eye, not under melanoma of the skin: not in the training list.
    assert_eq!(value(&["UM", "OM", "EYE", "TISSUE"]), None);
}

proptest! {
    #[test]
    fn contributions_sum_to_the_output(
        tmb in 0.0..200.0_f64, albumin in 2.0..5.5_f64, nlr in 0.2..60.0_f64, age in 18.0..95.0_f64, before in 0..2_u8,
    ) {
        let n = InputValue::Number;
        let changes = [("tmb", n(tmb)), ("albumin", n(albumin)), ("nlr", n(nlr)), ("age", n(age)),
            ("systemic_therapy_history", n(f64::from(before)))];
        let answer = model("loris-pan-cancer").predict(&person(&changes));
        let sum = answer.base.unwrap() + answer.contributions.iter().map(|c| c.points).sum::<f64>();
        prop_assert!((sum - score_log_odds(&answer)).abs() < 1e-9);
        prop_assert!((1.0 / (1.0 + (-sum).exp()) - answer.prediction.unwrap()).abs() < 1e-9);
    }
}
