//! Pharmacogenomics as FHIR R4, by the HL7 Genomics Reporting guide (STU3): genotypes, haplotypes, phenotypes,
//! therapeutic implications and medication recommendations in one Bundle.
//!
//! A gene without a call gets an absent reason and no claim. Codes stand only where the facts have them; a
//! text without a code is better than a code that was guessed. No clock: the moment comes in.

mod codes;
mod genes;
mod implications;
mod resource;

use attune_clinical::{Medication, Patient, Sex};
use attune_pharmacogenomics::PgxSample;
use serde_json::{Value, json};

use crate::input::{PackRef, ReportMoment};
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
    let device = device(&mut bundle, input);
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
    let person = input.patient.map_or_else(String::new, |p| {
        let mrn = p.mrn.as_ref().map_or("", |m| m.0.as_str());
        format!("{}|{mrn}|{:?}", p.name.banner(), p.born)
    });
    format!("{person}|{}|{}", input.sample.sample, input.moment.at)
}

fn subject(bundle: &mut Bundle, input: &PgxBundleInput<'_>) -> Value {
    let Some(patient) = input.patient else {
        return json!({"display": format!("Sample {}: no person was named", input.sample.sample)});
    };
    let mut resource = json!({"resourceType": "Patient"});
    if patient.synthetic {
        resource["meta"] = json!({"security": [{
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
            "code": "HTEST",
            "display": "test health data"
        }]});
    }
    if let Some(mrn) = &patient.mrn {
        resource["identifier"] = json!([{
            "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]},
            "value": mrn.0,
        }]);
    }
    let mut name = json!({});
    if !patient.name.family.is_empty() {
        name["family"] = json!(patient.name.family);
    }
    if !patient.name.given.is_empty() {
        name["given"] = json!([patient.name.given]);
    }
    if name.as_object().is_some_and(|n| !n.is_empty()) {
        resource["name"] = json!([name]);
    }
    resource["gender"] = json!(match patient.sex {
        Sex::Female => "female",
        Sex::Male => "male",
        Sex::Other => "other",
        Sex::Unknown => "unknown",
    });
    if let Some(born) = patient.born {
        // As precise as it was written: FHIR knows years and months too.
        resource["birthDate"] = json!(born);
    }
    bundle.add("patient", resource).reference()
}

fn specimen(bundle: &mut Bundle, input: &PgxBundleInput<'_>, subject: &Value) -> Link {
    let resource = json!({
        "resourceType": "Specimen",
        "identifier": [{"value": input.sample.sample}],
        "subject": subject,
    });
    bundle.add("specimen", resource)
}

fn device(bundle: &mut Bundle, input: &PgxBundleInput<'_>) -> Link {
    let mut version = vec![json!({"type": {"text": "program"}, "value": input.attune_version})];
    version.extend(input.packs.iter().map(|p| json!({"type": {"text": p.id}, "value": p.version})));
    let resource = json!({
        "resourceType": "Device",
        "deviceName": [{"name": "Attune", "type": "model-name"}],
        "version": version,
    });
    bundle.add("device", resource)
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
