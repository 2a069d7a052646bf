//! Trials on the command line: apart from the options, criterion by criterion, nothing guessed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{attune, demo_arguments, json, refused, root};
use serde_json::Value;

fn folder() -> String {
    root().join("tests/fixtures/trials").display().to_string()
}

fn melanoma(extra: &[&str]) -> Value {
    let mut arguments = demo_arguments("options", "melanoma-braf");
    arguments.extend(extra.iter().map(ToString::to_string));
    json(&arguments)
}

fn trial<'d>(document: &'d Value, id: &str) -> &'d Value {
    document["trials"].as_array().unwrap().iter().find(|t| t["id"] == id).unwrap()
}

#[test]
fn trials_stand_apart_and_change_no_option() {
    let (without, with) = (melanoma(&[]), melanoma(&["--trials", &folder()]));
    assert_eq!(without["options"], with["options"]);
    assert_eq!(without["trials"].as_array().unwrap().len(), 0);
    assert_eq!(with["trials"].as_array().unwrap().len(), 5);
    let sentences = |d: &Value| d["not_considered"].to_string();
    assert!(sentences(&without).contains("Clinical trials"));
    assert!(!sentences(&with).contains("Clinical trials"));
}

#[test]
fn each_criterion_has_one_of_four_answers_and_its_facts() {
    fn walk(criterion: &Value, leaves: &mut Vec<String>) {
        let answer = criterion["answer"].as_str().unwrap();
        assert!(["pass", "warn", "fail", "undetermined"].contains(&answer));
        assert!(criterion["recoverable"].is_boolean());
        let parts = criterion["parts"].as_array().unwrap();
        if parts.is_empty() {
            assert!(!criterion["facts"].as_array().unwrap().is_empty(), "{criterion}");
            leaves.push(format!("{answer}: {}", criterion["text"].as_str().unwrap()));
        }
        parts.iter().for_each(|p| walk(p, leaves));
    }
    let document = melanoma(&["--trials", &folder()]);
    let register = trial(&document, "NCT99999991");
    let mut leaves = Vec::new();
    register["criteria"].as_array().unwrap().iter().for_each(|c| walk(c, &mut leaves));
    for line in [
        "pass: BRAF V600E mutation",
        "pass: ECOG 0-1",
        "pass: Creatinine clearance >= 50 mL/min",
        "undetermined: Willing to come to the invented centre every week",
        "undetermined: Pregnant or breastfeeding",
    ] {
        assert!(leaves.contains(&line.to_owned()), "{line} is not in {leaves:#?}");
    }
    assert_eq!(register["verdict"], "undetermined", "a line for a person is never a pass");
    assert_eq!(trial(&document, "FICT-0002")["verdict"], "pass");
    let infusion = trial(&document, "NCT99999992");
    assert_eq!(
        (infusion["verdict"].as_str(), infusion["recoverable"].as_bool()),
        (Some("fail"), Some(false))
    );
    let closed = trial(&document, "FICT-0003");
    assert_eq!((closed["verdict"].as_str(), closed["recoverable"].as_bool()), (Some("fail"), Some(true)));
    assert!(
        document["trials"]
            .as_array()
            .unwrap()
            .iter()
            .all(|t| t["source_file"].as_str().is_some_and(|f| !f.is_empty()))
    );
}

#[test]
fn nothing_known_of_a_patient_is_undetermined_and_not_a_failure() {
    let document = json(&["options", "--alteration", "BRAF V600E", "--trials", &folder()]);
    assert_eq!(trial(&document, "FICT-0001")["verdict"], "undetermined");
    let fails = trial(&document, "FICT-0001")["arms"][0]["criteria"].to_string();
    assert!(!fails.contains("\"fail\""), "{fails}");
}

#[test]
fn a_file_that_is_no_trial_is_refused_by_name() {
    let ehr = common::demo("melanoma-braf").join("ehr.json").display().to_string();
    let errors = refused(&["options", "--alteration", "BRAF V600E", "--trials", &ehr]);
    assert!(errors.contains("ehr.json") && errors.contains("no trial"), "{errors}");
    let output = attune(&["options", "--alteration", "BRAF V600E", "--trials", "/nowhere/at/all.json"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn reanalysis_lists_patients_of_a_vault() {
    let dir = tempfile::tempdir().unwrap();
    let vault = dir.path().join("vault").display().to_string();
    let pass = dir.path().join("pass").display().to_string();
    std::fs::write(&pass, "correct horse battery\n").unwrap();
    let access = ["--vault", vault.as_str(), "--passphrase-file", pass.as_str()];
    let call = |deed: &str, extra: &[&str]| {
        let arguments: Vec<&str> =
            ["vault", deed].into_iter().chain(access).chain(extra.iter().copied()).collect();
        json(&arguments)
    };
    call("init", &[]);
    let ehr = common::demo("melanoma-braf").join("ehr.json").display().to_string();
    call("import", &["--ehr", &ehr]);
    let answer = call("reanalyse", &[]);
    assert_eq!(answer["patients"], 1);
    assert_eq!(answer["without_earlier_list"], 1);
    assert_eq!(answer["affected"].as_array().unwrap().len(), 0);
}
