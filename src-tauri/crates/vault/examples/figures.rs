//! Measures the vault: `cargo run -p attune-vault --release --example figures [FOLDER]` (a temporary folder if none).
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::{Duration, Instant};

use attune_clinical::{Mrn, Patient};
use attune_vault::{
    Argon2Settings, CreateOptions, EventKind, ImportBatch, NewItem, NewSource, OsEntropy, PatientKey,
    SourceContent, Unlock, Vault,
};
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};

const PASSPHRASE: &str = "correct horse battery";

/// Middle of the times of `runs` runs.
fn median(runs: usize, mut deed: impl FnMut(usize)) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|run| {
            let start = Instant::now();
            deed(run);
            start.elapsed()
        })
        .collect();
    times.sort();
    times[runs / 2]
}

/// A record of about 4 MB: 5,000 observations, each kept as a fact and in the original file.
fn record(number: usize) -> ImportBatch {
    let observation = |i: usize| {
        json!({"resourceType": "Observation", "id": format!("{number}-{i}"), "status": "final",
               "code": {"coding": [{"system": "http://loinc.org", "code": format!("{}-{}", 1000 + i % 900, i % 10),
                                    "display": "Laboratory value of a measured analyte"}]},
               "subject": {"reference": format!("urn:uuid:{:x}", Sha256::digest(i.to_be_bytes()))},
               "effectiveDateTime": format!("20{:02}-{:02}-{:02}T08:30:00+01:00", i % 26, 1 + i % 12, 1 + i % 28),
               "valueQuantity": {"value": i as f64 / 7.0, "unit": "mg/dL", "system": "http://unitsofmeasure.org"},
               "note": [{"text": format!("{:x}{:x}", Sha256::digest([i as u8]), Sha256::digest(number.to_be_bytes()))}]})
    };
    let resources: Vec<_> = (0..5000).map(observation).collect();
    let bytes = serde_json::to_vec_pretty(&resources).unwrap();
    let sha256 = format!("{:x}", Sha256::digest(&bytes));
    let content = SourceContent::Bytes(bytes.into());
    let item = |json| NewItem { kind: "observation".into(), json, source: 0 };
    ImportBatch {
        patient: PatientKey::New(Patient { mrn: Some(Mrn(format!("MRN-{number}"))), ..Patient::default() }),
        sources: vec![NewSource { name: "record.json".into(), kind: "fhir-bundle".into(), sha256, content }],
        items: resources.into_iter().map(item).collect(),
        genomes: Vec::new(),
        consents: Vec::new(),
        summary: serde_json::Value::Null,
        reason: None,
    }
}

fn main() {
    let temporary = tempfile::tempdir().unwrap();
    let dir = std::env::args().nth(1).map_or_else(|| temporary.path().join("vault"), Into::into);
    let at = Timestamp::UNIX_EPOCH;
    let argon = Argon2Settings::default();
    let options = CreateOptions { passphrase: PASSPHRASE, keyring: None, argon, user: "u", at };
    let start = Instant::now();
    let (mut vault, _) = Vault::create(&dir, options, &mut OsEntropy).unwrap();
    println!("create: {:?}", start.elapsed());
    let mut batches: Vec<_> = (0..9).map(record).collect();
    if let SourceContent::Bytes(bytes) = &batches[0].sources[0].content {
        println!("record: {:.2} MB, {} facts", bytes.len() as f64 / 1e6, batches[0].items.len());
    }
    let mut ids = Vec::new();
    let import = median(9, |run| ids.push(vault.import(&batches[run], "u", at).unwrap().patient_id));
    println!("import of a record: {import:?}");
    batches.clear();
    println!(
        "read of a record: {:?}",
        median(9, |run| assert_eq!(vault.patient(&ids[run]).unwrap().items.len(), 5000))
    );
    println!("worklist: {:?}", median(9, |_| assert_eq!(vault.patients("mrn").unwrap().len(), 9)));
    let note = median(101, |_| vault.note_event(EventKind::PatientOpened, "", "", "u", at).unwrap());
    println!("audited event: {note:?}");
    println!("health check: {:?}", median(3, |_| assert!(vault.health_check().unwrap().sound())));
    let start = Instant::now();
    vault.backup(&dir.with_extension("backup"), "u", at).unwrap();
    println!("backup with its check: {:?}", start.elapsed());
    drop(vault);
    let size = std::fs::metadata(dir.join("vault.db")).unwrap().len();
    println!("database: {:.1} MB", size as f64 / 1e6);
    let open = median(5, |_| drop(Vault::open(&dir, Unlock::Passphrase(PASSPHRASE), "u", at).unwrap()));
    println!("open with Argon2id 64 MiB, 3 passes: {open:?}");
}
