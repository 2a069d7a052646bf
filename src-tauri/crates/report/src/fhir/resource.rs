//! Bundle, references and the small pieces that resources are made of.

use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Canonical address of the profiles of the HL7 Genomics Reporting guide.
pub(super) const GUIDE: &str = "http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/";
/// Code system of the guide for what LOINC does not have yet.
const GUIDE_CODES: &str = "http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs";

/// A resource of the Bundle, for references to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link(String);

impl Link {
    pub(super) fn reference(&self) -> Value {
        json!({"reference": self.0})
    }
}

/// Resources in the making.
pub(super) struct Bundle {
    seed: String,
    at: Timestamp,
    entries: Vec<(Link, Value)>,
}

impl Bundle {
    pub(super) fn new(seed: String, at: Timestamp) -> Self {
        Self { seed, at, entries: Vec::new() }
    }

    /// An identifier that follows from the content: the same input gives the same one.
    fn link(&self, key: &str) -> Link {
        let digest = Sha256::digest(format!("attune/pgx-fhir|{}|{key}", self.seed));
        let mut bytes: Vec<u8> = digest.iter().copied().take(16).collect();
        // Version 8, made by the application (RFC 9562, 5.8).
        if let Some(b) = bytes.get_mut(6) {
            *b = (*b & 0x0f) | 0x80;
        }
        if let Some(b) = bytes.get_mut(8) {
            *b = (*b & 0x3f) | 0x80;
        }
        let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
        let dashed = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-");
        Link(format!("urn:uuid:{dashed}"))
    }

    pub(super) fn add(&mut self, key: &str, resource: Value) -> Link {
        let link = self.link(key);
        self.entries.push((link.clone(), resource));
        link
    }

    /// As [`Self::add`], at the head of the Bundle.
    pub(super) fn add_first(&mut self, key: &str, resource: Value) {
        self.entries.insert(0, (self.link(key), resource));
    }

    /// The Observations so far.
    pub(super) fn observations(&self) -> impl Iterator<Item = &Link> {
        self.entries.iter().filter(|(_, r)| r["resourceType"] == "Observation").map(|(link, _)| link)
    }

    /// As [`Self::finish`], as a document: its first resource must be a Composition.
    pub(super) fn finish_document(self) -> Value {
        let identifier = self.link("document").0;
        let mut bundle = self.finish();
        bundle["type"] = json!("document");
        bundle["identifier"] = json!({"system": "urn:ietf:rfc:3986", "value": identifier});
        bundle
    }

    pub(super) fn finish(self) -> Value {
        let entry: Vec<Value> =
            self.entries.into_iter().map(|(link, r)| json!({"fullUrl": link.0, "resource": r})).collect();
        json!({
            "resourceType": "Bundle",
            "type": "collection",
            "timestamp": self.at.to_string(),
            "entry": entry,
        })
    }
}

pub(super) fn profile(names: &[&str]) -> Value {
    let all: Vec<String> = names.iter().map(|n| format!("{GUIDE}{n}")).collect();
    if all.is_empty() { json!({}) } else { json!({"profile": all}) }
}

pub(super) fn category() -> Value {
    json!([
        {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]},
        {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "GE", "display": "Genetics"}]},
    ])
}

pub(super) fn loinc(code: &str, display: &str) -> Value {
    json!({"coding": [{"system": "http://loinc.org", "code": code, "display": display}]})
}

pub(super) fn guide_code(code: &str, display: &str) -> Value {
    json!({"coding": [{"system": GUIDE_CODES, "code": code, "display": display}]})
}

/// A coded component, or one with a text only.
pub(super) fn component(code: Value, value: Value) -> Value {
    json!({"code": code, "valueCodeableConcept": value})
}
