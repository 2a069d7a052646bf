//! Pharmacogenomics as FHIR R4, by the HL7 Genomics Reporting guide (STU3): genotypes, haplotypes, phenotypes,
//! therapeutic implications and medication recommendations in one Bundle.
//!
//! A gene without a call gets an absent reason and no claim. Codes stand only where the facts have them; a
//! text without a code is better than a code that was guessed. No clock: the moment comes in.

mod board;
mod codes;
mod genes;
mod implications;
mod resource;
mod shared;

use attune_clinical::{Medication, Patient};
use attune_pharmacogenomics::PgxSample;
use serde_json::{Value, json};

use crate::input::{PackRef, ReportMoment};
pub use board::{BoardBundleInput, board_bundle};
use resource::{Bundle, Link, category, loinc, profile};

/// What is written down.
#[derive(Debug, Clone, Copy)]
pub struct PgxBundleInput<'a> {
    /// The person, where one is named. A sample name names no person.
    pub patient: Option<&'a Patient>,
    /// The result, as screen and report show it.
    pub sample: &'a PgxSample,
    /// Medication list, for the codes of the person's own drugs.
    pub medications: &'a [Medication],
    /// Packs that the result rests on.
    pub packs: &'a [PackRef],
    /// Version of the program.
    pub attune_version: &'a str,
    /// When it is written.
    pub moment: &'a ReportMoment,
}

/// The Bundle (`collection`). The same input gives the same resources with the same identifiers.
#[must_use]
pub fn pgx_bundle(input: &PgxBundleInput<'_>) -> Value {
    let mut bundle = Bundle::new(seed(input), input.moment.at);
    let subject = subject(&mut bundle, input);
    let specimen = specimen(&mut bundle, input, &subject);
    let device = shared::device(&mut bundle, input.packs, input.attune_version);
    let frame = Frame { subject, specimen, device, day: input.moment.day.to_string() };
    let genotypes = genes::write(&mut bundle, &frame, input.sample);
    let tasks = implications::write(&mut bundle, &frame, input, &genotypes);
    report(&mut bundle, &frame, input, &tasks);
    bundle.finish()
}

/// What all results of a Bundle share.
struct Frame {
    subject: Value,
    specimen: Link,
    device: Link,
    day: String,
}

impl Frame {
    /// An Observation with what every one of them has.
    fn observation(&self, profiles: &[&str], code: Value) -> Value {
        json!({
            "resourceType": "Observation",
            "meta": profile(profiles),
            "status": "final",
            "category": category(),
            "code": code,
            "subject": self.subject,
            "effectiveDateTime": self.day,
            "specimen": self.specimen.reference(),
            "device": self.device.reference(),
        })
    }
}

fn seed(input: &PgxBundleInput<'_>) -> String {
    let person = input.patient.map_or_else(String::new, shared::seed);
    format!("{person}|{}|{}", input.sample.sample, input.moment.at)
}

fn subject(bundle: &mut Bundle, input: &PgxBundleInput<'_>) -> Value {
    match input.patient {
        Some(patient) => shared::patient(bundle, patient),
        None => json!({"display": format!("Sample {}: no person was named", input.sample.sample)}),
    }
}

fn specimen(bundle: &mut Bundle, input: &PgxBundleInput<'_>, subject: &Value) -> Link {
    let resource = json!({
        "resourceType": "Specimen",
        "identifier": [{"value": input.sample.sample}],
        "subject": subject,
    });
    bundle.add("specimen", resource)
}

fn report(bundle: &mut Bundle, frame: &Frame, input: &PgxBundleInput<'_>, tasks: &[Link]) {
    let results: Vec<Value> = bundle.observations().map(|l| l.reference()).collect();
    let actions: Vec<Value> = tasks
        .iter()
        .map(|t| json!({"url": format!("{}recommended-action", resource::GUIDE), "valueReference": t.reference()}))
        .collect();
    let mut resource = json!({
        "resourceType": "DiagnosticReport",
        "meta": profile(&["genomic-report"]),
        "status": "final",
        "category": category(),
        "code": loinc("51969-4", "Genetic analysis report"),
        "subject": frame.subject,
        "effectiveDateTime": frame.day,
        "issued": input.moment.at.to_string(),
        "specimen": [frame.specimen.reference()],
        "result": results,
        "conclusion": genes::conclusion(input.sample),
    });
    if !actions.is_empty() {
        resource["extension"] = json!(actions);
    }
    bundle.add_first("report", resource);
}
