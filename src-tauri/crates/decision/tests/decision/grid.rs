//! The contraindication grid (`data/contraindications.tsv`) on the drugs and rules of the shipped pack: no drug is
//! ranked without the block or caution that labels ask for.

use attune_clinical::{
    Allergy, Condition, HealthRecord, Medication, MedicationStatus, ObservationValue, RecordStatus,
};
use attune_decision::{Case, Facts, PackFacts, SafetySeverity, TumourNode};
use attune_knowledge::{Assertion, Drug, SafetyRule};
use attune_pharmacogenomics::CallStatus;

use crate::gates::sample_of;
use crate::shipped::knowledge;
use crate::world::{ask_of, case, fact, lab, observation, record};

const GRID: &str = include_str!("../data/contraindications.tsv");

/// LOINC codes of the analytes of the grid.
const LOINC: [(&str, &str); 10] = [
    ("creatinine_clearance", "2164-2"),
    ("egfr", "98979-8"),
    ("bilirubin_total", "1975-2"),
    ("neutrophils_abs", "751-8"),
    ("platelets", "777-3"),
    ("hemoglobin", "718-7"),
    ("lvef", "10230-1"),
    ("qtc", "8634-8"),
    ("potassium", "2823-3"),
    ("ecog", "89247-1"),
];

/// One label fact for one drug, with all else from the pack.
struct OneDrug<'a> {
    pack: PackFacts<'a>,
    facts: Vec<Assertion>,
}

impl Facts for OneDrug<'_> {
    fn assertions(&self) -> &[Assertion] {
        &self.facts
    }
    fn safety_rules(&self) -> &[SafetyRule] {
        self.pack.safety_rules()
    }
    fn tumour(&self, text: &str) -> Option<TumourNode> {
        self.pack.tumour(text)
    }
    fn is_a(&self, code: &str, ancestor: &str) -> bool {
        self.pack.is_a(code, ancestor)
    }
    fn is_solid(&self, code: &str) -> bool {
        self.pack.is_solid(code)
    }
    fn resolve(&self, text: &str) -> Vec<&Drug> {
        self.pack.resolve(text)
    }
    fn mentioned(&self, text: &str) -> Vec<&Drug> {
        self.pack.mentioned(text)
    }
}

fn loinc(analyte: &str) -> &'static str {
    LOINC.iter().find(|(a, _)| *a == analyte).expect("an analyte of the grid").1
}

/// The case in which a fact of the grid holds.
fn with(fact: &str, drug: &str) -> Case {
    const DAY: &str = "2026-11-10";
    let mut record: HealthRecord = record();
    let mut asked = case("MEL", &["BRAF V600E"]);
    let (kind, rest) = fact.split_once(' ').unwrap_or((fact, ""));
    let words: Vec<&str> = rest.split(' ').collect();
    match kind {
        "lab" => {
            let value: f64 = words[1].parse().expect("a number");
            record.observations.push(lab(loinc(words[0]), value, words[2], DAY));
        }
        "ecog" => record.observations.push(lab(loinc("ecog"), rest.parse().expect("a number"), "", DAY)),
        "condition" => {
            record.conditions.push(Condition {
                text: rest.to_owned(),
                status: RecordStatus::Active,
                ..Condition::default()
            });
        }
        "medication" => record.medications.push(Medication {
            text: rest.to_owned(),
            course: MedicationStatus::Current,
            ..Medication::default()
        }),
        "stopped" => record.medications.push(Medication {
            text: drug.to_owned(),
            course: MedicationStatus::Past,
            stopped_because: Some(rest.to_owned()),
            end: "2026-02-01".parse().ok(),
            ..Medication::default()
        }),
        "allergy" => record.allergies.push(Allergy {
            substance: rest.to_owned(),
            status: RecordStatus::Active,
            ..Allergy::default()
        }),
        "pregnant" => record.observations.push(observation(
            "82810-3",
            ObservationValue::Text("pregnant".to_owned()),
            DAY,
        )),
        "gene" => asked.pgx = Some(sample_of(words[0], CallStatus::Called, &words[1..].join(" "))),
        other => panic!("{other} is no kind of fact"),
    }
    asked.record = Some(record);
    asked
}

#[test]
fn no_drug_of_the_grid_is_ranked_without_its_block_or_caution() {
    let pack = PackFacts::open(knowledge()).expect("readable");
    let rows: Vec<Vec<&str>> =
        GRID.lines().filter(|l| !l.starts_with('#')).skip(1).map(|l| l.split('\t').collect()).collect();
    assert!(rows.len() >= 120, "{} pairs", rows.len());
    let mut failed = Vec::new();
    for row in &rows {
        let [drug, condition, at_least] = row.as_slice() else { panic!("{row:?}") };
        let world =
            OneDrug { pack, facts: vec![fact(0, &format!("label | BRAF V600E | {drug} | MEL | sensitive"))] };
        let free = ask_of(&world, case("MEL", &["BRAF V600E"]));
        assert_eq!(free.options.len(), 1, "{drug} is an option where nothing is known");
        let answer = ask_of(&world, with(condition, drug));
        let blocked =
            answer.not_ranked.iter().any(|b| b.drugs.iter().any(|d| d == drug) && b.level.is_some());
        let cautioned =
            answer.options.iter().any(|o| o.safety.iter().any(|s| s.severity == SafetySeverity::Caution));
        if !blocked && (*at_least == "block" || !cautioned) {
            failed.push(format!("{drug} with {condition}: {at_least}"));
        }
    }
    println!("{} pairs, {} without their block or caution", rows.len(), failed.len());
    assert!(failed.is_empty(), "{failed:#?}");
}
