//! Safety gates through a real import: a file of the clinic, read as any other, decides what is ranked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::sync::OnceLock;

use attune_app::Library;
use attune_app::headless::{OptionsArguments, Preferences, options};
use attune_app::intake::Request;
use jiff::civil::date;
use serde_json::{Value, json};

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| Library::shipped().unwrap())
}

/// The answer for a record file, as the command prints it.
fn ask(name: &str, content: &str, tumour: &str, alterations: &[&str]) -> Value {
    let folder = std::env::temp_dir().join(format!("attune-gates-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file: PathBuf = folder.join(name);
    std::fs::write(&file, content).unwrap();
    let arguments = OptionsArguments {
        request: Request { records: vec![file], ..Request::default() },
        alterations: alterations.iter().map(|a| (*a).to_owned()).collect(),
        tumour_type: Some(tumour.to_owned()),
        region: None,
        preferences: Preferences::default(),
        trials: Vec::new(),
        permits: Vec::new(),
        as_of: date(2026, 11, 20),
    };
    serde_json::to_value(options(library(), &arguments).unwrap().0).unwrap()
}

/// A bundle with one woman of 64 years and these resources.
fn bundle(resources: &[Value]) -> String {
    let patient = json!({"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1962-03-04",
        "identifier": [{"value": "G-1"}], "name": [{"family": "Muster", "given": ["Ada"]}]});
    let entries: Vec<Value> =
        std::iter::once(patient).chain(resources.iter().cloned()).map(|r| json!({"resource": r})).collect();
    json!({"resourceType": "Bundle", "type": "collection", "entry": entries}).to_string()
}

fn observation(loinc: &str, value: f64, unit: &str, high: Option<f64>, on: &str) -> Value {
    let mut quantity = json!({"value": value});
    if !unit.is_empty() {
        quantity["unit"] = json!(unit);
        quantity["code"] = json!(unit);
        quantity["system"] = json!("http://unitsofmeasure.org");
    }
    let mut found = json!({"resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/p"},
        "code": {"coding": [{"system": "http://loinc.org", "code": loinc}]},
        "effectiveDateTime": on, "valueQuantity": quantity});
    if let Some(high) = high {
        found["referenceRange"] = json!([{"high": {"value": high, "unit": unit}}]);
    }
    found
}

fn condition(text: &str, code: Option<&str>) -> Value {
    let mut named = json!({"text": text});
    if let Some(code) = code {
        named["coding"] = json!([{"system": "http://hl7.org/fhir/sid/icd-10", "code": code}]);
    }
    json!({"resourceType": "Condition", "subject": {"reference": "Patient/p"}, "code": named,
        "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]}})
}

fn stopped(drug: &str, reason: Option<&str>) -> Value {
    let mut taken = json!({"resourceType": "MedicationStatement", "status": "stopped",
        "subject": {"reference": "Patient/p"}, "medicationCodeableConcept": {"text": drug},
        "effectivePeriod": {"start": "2026-01-05", "end": "2026-06-01"}});
    if let Some(reason) = reason {
        taken["statusReason"] = json!([{"text": reason}]);
    }
    taken
}

/// What the gates say of a drug: `fail` with what would lift it, else the gravest answer whose words hold `about`.
fn said(answer: &Value, treatment: &str, about: &str) -> (String, String) {
    let list = |key: &str| answer[key].as_array().cloned().unwrap_or_default();
    let named = |o: &&Value| o["treatment"].as_str() == Some(treatment);
    if let Some(blocked) = list("not_ranked").iter().find(named) {
        let word = if blocked["reason"] == "contraindicated" { "fail" } else { "not ranked" };
        return (word.to_owned(), blocked.to_string());
    }
    let options = list("options");
    let option = options.iter().find(named).unwrap_or_else(|| panic!("{treatment} is nowhere: {answer}"));
    let gates = option["gates"].as_array().cloned().unwrap_or_default();
    let words = |g: &Value| g["message"].as_str().unwrap_or_default().to_lowercase();
    let of = |verdict: &str| gates.iter().find(|g| g["verdict"] == verdict && words(g).contains(about));
    let found = ["fail", "warn", "undetermined", "pass"].into_iter().find_map(|v| Some((v, of(v)?)));
    let (verdict, gate) = found.unwrap_or_else(|| panic!("no answer on {about}: {gates:?}"));
    (verdict.to_owned(), gate["message"].as_str().unwrap_or_default().to_owned())
}

/// Tumour, alteration, treatment, LOINC, value, unit, upper limit, words of the answer, verdict.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    f64,
    &'static str,
    Option<f64>,
    &'static str,
    &'static str,
);

const CML: (&str, &str, &str) = ("CML", "BCR-ABL1 fusion", "nilotinib");
const EGFR: (&str, &str, &str) = ("LUAD", "EGFR L858R", "osimertinib");

fn values() -> Vec<Row> {
    let row =
        |(t, a, d): (&'static str, &'static str, &'static str), loinc, value, unit, high, about, verdict| {
            (t, a, d, loinc, value, unit, high, about, verdict)
        };
    vec![
        row(CML, "8634-8", 440.0, "ms", None, "qtc", "pass"),
        row(CML, "8634-8", 505.0, "ms", None, "qtc", "fail"),
        row(CML, "8634-8", 0.505, "s", None, "qtc", "fail"),
        row(CML, "8634-8", 505.0, "furlong", None, "qtc", "undetermined"),
        row(CML, "8634-8", 505.0, "", None, "qtc", "undetermined"),
        row(CML, "19123-9", 0.5, "mmol/L", None, "magnesium", "fail"),
        row(CML, "19123-9", 0.9, "mmol/L", None, "magnesium", "pass"),
        row(CML, "19123-9", 1.2, "mg/dL", None, "magnesium", "fail"),
        row(EGFR, "10230-1", 0.38, "1", None, "lvef", "warn"),
        row(EGFR, "10230-1", 38.0, "%", None, "lvef", "warn"),
        row(EGFR, "10230-1", 62.0, "%", None, "lvef", "pass"),
    ]
}

#[test]
fn a_value_in_any_usual_unit_reaches_its_gate() {
    for (tumour, alteration, drug, loinc, value, unit, high, about, verdict) in values() {
        let file = bundle(&[observation(loinc, value, unit, high, "2026-11-10")]);
        let answer = ask("value.json", &file, tumour, &[alteration]);
        let (found, words) = said(&answer, drug, about);
        assert_eq!(found, verdict, "{drug}, {loinc} {value} {unit}: {words}");
        if verdict == "undetermined" {
            assert!(words.contains("recorded as 505"), "{words}");
        }
        if verdict == "fail" {
            let blocked = answer["not_ranked"].as_array().unwrap();
            let entry = blocked.iter().find(|b| b["treatment"] == drug).unwrap();
            assert!(
                entry["becomes_possible"].as_str().is_some_and(|b| b.to_lowercase().contains(about)),
                "{entry}"
            );
        }
    }
}

#[test]
fn a_value_of_a_day_to_come_is_none_of_today() {
    let file = bundle(&[
        observation("8634-8", 440.0, "ms", None, "2026-11-10"),
        observation("8634-8", 530.0, "ms", None, "2027-11-10"),
    ]);
    assert_eq!(said(&ask("future.json", &file, "CML", &["BCR-ABL1 fusion"]), "nilotinib", "qtc").0, "pass");
}

#[test]
fn conditions_that_are_denied_or_of_the_family_fire_no_gate() {
    let blocks = |text: &str, code: Option<&str>| {
        let answer = ask("condition.json", &bundle(&[condition(text, code)]), "BLCA", &["FGFR3 wild-type"]);
        let all =
            answer["not_ranked"].as_array().unwrap().iter().chain(answer["options"].as_array().unwrap());
        let notes = |o: &Value| o["safety"].to_string().to_lowercase();
        all.filter(|o| o["drugs"].to_string().contains("cisplatin")).any(|o| notes(o).contains("hearing"))
    };
    assert!(blocks("Hearing loss", None));
    assert!(!blocks("No hearing loss", None));
    assert!(!blocks("Family history of hearing loss", None));
    assert!(!blocks("Rule out hearing loss", None));
}

#[test]
fn earlier_treatment_stops_cautions_or_asks() {
    let with = |taken: &[Value], tumour: &str, alteration: &str| {
        ask("prior.json", &bundle(taken), tumour, &[alteration])
    };
    let lung = |taken: &[Value]| with(taken, "LUAD", "EGFR L858R");
    assert_eq!(
        said(&lung(&[stopped("osimertinib", Some("disease progression"))]), "osimertinib", "").0,
        "fail"
    );
    assert_eq!(
        said(&lung(&[stopped("osimertinib", Some("grade 3 pneumonitis"))]), "osimertinib", "").0,
        "fail"
    );
    assert_eq!(said(&lung(&[stopped("osimertinib", None)]), "osimertinib", "reason").0, "undetermined");
    let unknown = lung(&[stopped("osimertinib", Some("moved to another hospital"))]);
    assert_eq!(said(&unknown, "osimertinib", "moved to another").0, "undetermined");
    // Every active part failed, in two regimens; another fluoropyrimidine is nothing new.
    let failed: Vec<Value> = ["oxaliplatin", "fluorouracil", "bevacizumab"]
        .iter()
        .map(|d| stopped(d, Some("progression")))
        .collect();
    let colon = with(&failed, "COADREAD", "KRAS G12D");
    for regimen in ["bevacizumab + capecitabine + oxaliplatin", "fluorouracil + leucovorin + oxaliplatin"] {
        assert_eq!(said(&colon, regimen, "").0, "fail", "{regimen}");
    }
    let first = colon["options"][0]["drugs"].to_string();
    assert!(!first.contains("oxaliplatin"), "{first}");
    // Not borne: stopped until somebody has assessed it.
    let leukaemia = with(&[stopped("imatinib", Some("intolerance"))], "CML", "BCR-ABL1 fusion");
    assert_eq!(said(&leukaemia, "imatinib", "").0, "fail");
    assert!(leukaemia["not_ranked"].to_string().contains("rechallenge is accepted"));
}

#[test]
fn pregnancy_allergy_and_performance_reach_the_gate() {
    let pregnant = bundle(&[condition("Pregnancy", Some("Z33.1"))]);
    let found = ask("pregnant.json", &pregnant, "LUAD", &["EGFR L858R"]);
    assert!(["warn", "fail"].contains(&said(&found, "osimertinib", "pregnan").0.as_str()));
    let allergic = json!({"resourceType": "AllergyIntolerance", "patient": {"reference": "Patient/p"},
        "code": {"text": "osimertinib"}, "criticality": "high",
        "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "reaction": [{"manifestation": [{"text": "anaphylaxis"}], "severity": "severe"}]});
    let found = ask("allergy.json", &bundle(&[allergic]), "LUAD", &["EGFR L858R"]);
    assert_eq!(said(&found, "osimertinib", "").0, "fail");
    let ecog = |status: f64| {
        let file = bundle(&[observation("89247-1", status, "{score}", None, "2026-11-10")]);
        said(&ask("ecog.json", &file, "LUAD", &["EGFR L858R"]), "osimertinib", "ecog").0
    };
    assert_eq!((ecog(1.0).as_str(), ecog(3.0).as_str()), ("pass", "warn"));
    let silent = ask("silent.json", &bundle(&[]), "LUAD", &["EGFR L858R"]);
    assert_eq!(said(&silent, "osimertinib", "ecog").0, "undetermined");
}
