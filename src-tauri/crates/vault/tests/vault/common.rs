//! What the tests have in common: a small vault, a person, a batch.

use std::path::Path;

use attune_clinical::{
    ConsentDecision, ConsentMethod, ConsentRecord, ConsentScope, Mrn, Patient, PersonName, Sex,
};
use attune_vault::{
    Argon2Settings, CreateOptions, ImportBatch, KeyStore, NewGenome, NewItem, NewSource, OsEntropy,
    PatientKey, RecoveryCode, SourceContent, Unlock, Vault,
};
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};

pub(crate) const PASSPHRASE: &str = "correct horse battery";

/// A time of the tests: seconds after 2026-11-20T10:00:00Z.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_168_800 + seconds).unwrap()
}

pub(crate) fn options<'a>(keyring: Option<&'a dyn KeyStore>) -> CreateOptions<'a> {
    let argon = Argon2Settings::for_tests();
    CreateOptions { passphrase: PASSPHRASE, keyring, argon, user: "dr.okafor", at: at(0) }
}

pub(crate) fn create(dir: &Path) -> (Vault, RecoveryCode) {
    Vault::create(dir, options(None), &mut OsEntropy).unwrap()
}

pub(crate) fn open(dir: &Path) -> Vault {
    Vault::open(dir, Unlock::Passphrase(PASSPHRASE), "dr.okafor", at(10)).unwrap()
}

pub(crate) fn person(mrn: &str, family: &str) -> Patient {
    Patient {
        mrn: Some(Mrn(mrn.into())),
        identifiers: vec![("urn:test:hospital".into(), mrn.into())],
        name: PersonName { family: family.into(), given: "Elena".into() },
        born: "1962-04-09".parse().ok(),
        sex: Sex::Female,
        ..Patient::default()
    }
}

pub(crate) fn source(name: &str, bytes: &[u8]) -> NewSource {
    let sha256 = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    let content = SourceContent::Bytes(bytes.to_vec().into());
    NewSource { name: name.into(), kind: "fhir-bundle".into(), sha256, content }
}

/// One file with three facts and a genome.
pub(crate) fn batch(patient: PatientKey, bytes: &[u8]) -> ImportBatch {
    let item = |kind: &str, value: f64| NewItem {
        kind: kind.into(),
        json: json!({"value": value, "text": "haemoglobin"}),
        source: 0,
    };
    ImportBatch {
        patient,
        sources: vec![source("record.json", bytes)],
        items: vec![item("observation", 0.1 + 0.2), item("observation", 13.4), item("condition", 1e-320)],
        genomes: vec![NewGenome { json: br#"{"variants":[{"gene":"BRAF"}]}"#.to_vec(), source: 0 }],
        consents: Vec::new(),
        summary: json!({"diagnosis": "Melanoma"}),
        reason: None,
    }
}

pub(crate) fn consent(scope: ConsentScope, decision: ConsentDecision) -> ConsentRecord {
    ConsentRecord {
        scope,
        decision,
        by: "patient".into(),
        recorded_by: "dr.okafor".into(),
        at: at(5),
        method: ConsentMethod::SignedPaper,
        document_sha256: None,
        expires: None,
        source: None,
    }
}

/// Bytes that no compression makes smaller (xorshift64, Marsaglia 2003).
pub(crate) fn incompressible(length: usize) -> Vec<u8> {
    let mut state = 88_172_645_463_325_252u64;
    let step = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..length).map(step).collect()
}
