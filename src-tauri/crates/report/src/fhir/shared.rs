//! What every Bundle has: the person, and the program with its packs.

use attune_clinical::{Patient, Sex};
use serde_json::{Value, json};

use super::resource::{Bundle, Link};
use crate::input::PackRef;

/// What the identifiers of a person's Bundle follow from.
pub(super) fn seed(patient: &Patient) -> String {
    let mrn = patient.mrn.as_ref().map_or("", |m| m.0.as_str());
    format!("{}|{mrn}|{:?}", patient.name.banner(), patient.born)
}

/// The Patient; the reference to it.
pub(super) fn patient(bundle: &mut Bundle, patient: &Patient) -> Value {
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

/// The program as a Device with the versions of its packs.
pub(super) fn device(bundle: &mut Bundle, packs: &[PackRef], attune_version: &str) -> Link {
    let mut version = vec![json!({"type": {"text": "program"}, "value": attune_version})];
    version.extend(packs.iter().map(|p| json!({"type": {"text": p.id}, "value": p.version})));
    let resource = json!({
        "resourceType": "Device",
        "deviceName": [{"name": "Attune", "type": "model-name"}],
        "version": version,
    });
    bundle.add("device", resource)
}
