//! SIGKILL at any moment: what was acknowledged is there, what was not is there wholly or not at all.
//!
//! The parent starts this same test program as a child, reads its acknowledgements and kills it. `ATTUNE_KILLS`
//! sets the number of rounds (25 unless given). A killed process is not a power cut: the system keeps its caches.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;
use std::{env, fs};

use attune_vault::{Argon2Settings, MissingPart, NewItem, PatientKey, Unlock, Vault, VaultError};
use serde_json::json;

use crate::common::{PASSPHRASE, at, batch, create, open, person};

const FOLDER: &str = "ATTUNE_CRASH_FOLDER";
const FACTS: usize = 200;

fn rounds() -> u32 {
    env::var("ATTUNE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(25)
}

/// Starts `child` of this file, lets it work until `lines` acknowledgements and some milliseconds, kills it.
fn run_and_kill(child: &str, dir: &Path, lines: usize, pause: Duration) -> Vec<String> {
    let mut process = Command::new(env::current_exe().unwrap())
        .args(["--exact", child, "--ignored", "--nocapture", "--test-threads=1"])
        .env(FOLDER, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = BufReader::new(process.stdout.take().unwrap());
    let (send, receive) = std::sync::mpsc::channel();
    let reader = thread::spawn(move || {
        let mut acknowledged = Vec::new();
        for line in output.lines().map_while(Result::ok) {
            // The harness prints its own words before, on the same line as the first acknowledgement or not.
            if let Some((_, word)) = line.split_once("ack ") {
                acknowledged.push(word.to_owned());
                let _ = send.send(());
            }
        }
        acknowledged
    });
    for _ in 0..lines {
        receive.recv_timeout(Duration::from_secs(60)).expect("the child acknowledges its work");
    }
    thread::sleep(pause);
    process.kill().unwrap();
    process.wait().unwrap();
    reader.join().unwrap()
}

fn acknowledge(word: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "ack {word}").unwrap();
    out.flush().unwrap();
}

fn child_folder() -> PathBuf {
    env::var_os(FOLDER).expect("runs as a child of the tests in this file").into()
}

#[test]
#[ignore = "child process of imports_survive_sigkill"]
fn importing_child() {
    let mut vault = open(&child_folder());
    let start = vault.patients("").unwrap().len();
    for number in start.. {
        let mrn = format!("MRN-{number}");
        let mut batch = batch(PatientKey::New(person(&mrn, "Crash")), mrn.as_bytes());
        batch.items = (0..FACTS)
            .map(|i| NewItem {
                kind: "observation".into(),
                json: json!({"n": i, "pad": "x".repeat(200)}),
                source: 0,
            })
            .collect();
        vault.import(&batch, "child", at(1)).unwrap();
        acknowledge(&mrn);
    }
}

#[test]
fn imports_survive_sigkill() {
    let dir = tempfile::tempdir().unwrap();
    drop(create(dir.path()));
    let mut acknowledged = BTreeSet::new();
    for round in 0..rounds() {
        let pause = Duration::from_micros(u64::from(round) * 7919 % 40_000);
        let lines = 1 + round as usize % 4;
        acknowledged.extend(run_and_kill("crash::importing_child", dir.path(), lines, pause));
        let vault = open(dir.path());
        let patients = vault.patients("").unwrap();
        let there: BTreeSet<String> = patients.iter().map(|p| p.patient.mrn.clone().unwrap().0).collect();
        assert!(there.is_superset(&acknowledged), "round {round}: an acknowledged import is lost");
        for row in &patients {
            assert_eq!((row.items, row.genomes), (FACTS as u64, 1), "round {round}: a torn import");
        }
        let report = vault.health_check().unwrap();
        assert!(report.sound(), "round {round}: {report:?}");
        assert!(report.warnings.is_empty(), "round {round}: {report:?}");
        let counts = report.counts.unwrap();
        assert_eq!((counts.imports, counts.sources), (patients.len() as u64, patients.len() as u64));
        let imported = vault.audit(usize::MAX).unwrap().iter().filter(|e| e.action == "imported").count();
        assert_eq!(imported, patients.len(), "round {round}: a deed without its audit entry, or the reverse");
    }
    assert!(acknowledged.len() >= rounds() as usize);
}

#[test]
#[ignore = "child process of a_change_of_passphrase_survives_sigkill"]
fn rekeying_child() {
    let dir = child_folder();
    let with = |p| Vault::open(&dir, Unlock::Passphrase(p), "child", at(500));
    let (mut vault, mut next) = match with("first passphrase") {
        Ok(vault) => (vault, "second passphrase"),
        Err(_) => (with("second passphrase").unwrap(), "first passphrase"),
    };
    loop {
        vault.rekey_passphrase(next, Argon2Settings::for_tests(), "child", at(600)).unwrap();
        acknowledge(next);
        next = if next.starts_with('f') { "second passphrase" } else { "first passphrase" };
    }
}

#[test]
fn a_change_of_passphrase_survives_sigkill() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    vault.rekey_passphrase("first passphrase", Argon2Settings::for_tests(), "u", at(1)).unwrap();
    drop(vault);
    for round in 0..rounds() {
        let pause = Duration::from_micros(u64::from(round) * 6007 % 9_000);
        run_and_kill("crash::rekeying_child", dir.path(), 1 + round as usize % 3, pause);
        let try_with = |p, s| Vault::open(dir.path(), Unlock::Passphrase(p), "u", at(s)).map(drop);
        let opened = [
            try_with("first passphrase", 10_000 + i64::from(round) * 1000),
            try_with("second passphrase", 10_500 + i64::from(round) * 1000),
        ];
        let open = opened.iter().filter(|r| r.is_ok()).count();
        let wrong = opened.iter().filter(|r| **r == Err(VaultError::WrongPassphrase)).count();
        assert_eq!((open, wrong), (1, 1), "round {round}: {opened:?}");
        assert_ne!(
            Vault::open(dir.path(), Unlock::Passphrase(PASSPHRASE), "u", at(900_000)).map(drop),
            Ok(())
        );
    }
}

#[test]
#[ignore = "child process of a_creation_survives_sigkill"]
fn creating_child() {
    let dir = child_folder();
    for number in fs::read_dir(&dir).unwrap().count().. {
        drop(create(&dir.join(number.to_string())));
        acknowledge(&number.to_string());
    }
}

#[test]
fn a_creation_survives_sigkill() {
    let dir = tempfile::tempdir().unwrap();
    let mut acknowledged = BTreeSet::new();
    for round in 0..rounds() {
        let pause = Duration::from_micros(u64::from(round) * 4001 % 15_000);
        acknowledged.extend(run_and_kill("crash::creating_child", dir.path(), 1, pause));
    }
    for entry in fs::read_dir(dir.path()).unwrap() {
        let path = entry.unwrap().path();
        let done = acknowledged.contains(&path.file_name().unwrap().to_string_lossy().into_owned());
        match Vault::peek(&path) {
            Ok(Some(_)) => assert!(open(&path).health_check().unwrap().sound()),
            Ok(None) if !done => drop(create(&path)),
            // Cut between its last two renames: no patient was ever in it, and it says what is missing.
            Err(VaultError::Missing { what: MissingPart::Database, .. }) if !done => {}
            other => panic!("{}: {other:?}", path.display()),
        }
    }
}
