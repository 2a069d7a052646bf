//! Nothing of a patient, passphrase or key stands readable in the folder, and nobody else may read it.

use std::fs;
use std::path::{Path, PathBuf};

use attune_clinical::{ConsentDecision, ConsentScope};
use attune_vault::{EventKind, PatientKey, Vault};
use serde_json::json;

use crate::common::{PASSPHRASE, at, batch, consent, create, open, person};

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn contains(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|w| w.eq_ignore_ascii_case(word.as_bytes()))
}

const PLANTED: [&str; 9] = [
    "Quixotavary",
    "MRN-PLANTED",
    "PLANTEDITEM",
    "PLANTEDSUMMARY",
    "PLANTEDFILE",
    "PLANTEDBYTES",
    "PLANTEDACTOR",
    "PLANTEDDETAIL",
    "SQLite format 3",
];

fn plant(vault: &mut Vault) -> String {
    let bytes = "PLANTEDBYTES ".repeat(20_000);
    let mut given = batch(PatientKey::New(person("MRN-PLANTED", "Quixotavary")), bytes.as_bytes());
    given.items[0].json = json!({"text": "PLANTEDITEM"});
    given.summary = json!("PLANTEDSUMMARY");
    given.sources[0].name = "PLANTEDFILE.json".into();
    let id = vault.import(&given, "PLANTEDACTOR", at(1)).unwrap().patient_id;
    let deny = consent(ConsentScope::AiModels, ConsentDecision::Deny);
    vault.record_consent(&id, &deny, "PLANTEDACTOR", at(2)).unwrap();
    vault.note_event(EventKind::ReportExported, &id, "PLANTEDDETAIL", "PLANTEDACTOR", at(3)).unwrap();
    id
}

fn assert_secret(dir: &Path) {
    for path in files(dir) {
        let bytes = fs::read(&path).unwrap();
        for word in PLANTED.iter().chain(&[PASSPHRASE]) {
            assert!(!contains(&bytes, word), "{word} stands in {}", path.display());
        }
    }
}

#[test]
fn no_planted_word_can_be_found_in_any_file() {
    let (dir, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut vault, code) = create(dir.path());
    plant(&mut vault);
    // With the write-ahead log full, ...
    assert!(fs::metadata(dir.path().join("vault.db-wal")).unwrap().len() > 4096);
    assert_secret(dir.path());
    vault.backup(&copy.path().join("backup"), "u", at(4)).unwrap();
    assert_secret(copy.path());
    drop(vault);
    // ... and after closing.
    assert_secret(dir.path());
    let code = code.grouped();
    for path in files(dir.path()) {
        let bytes = fs::read(&path).unwrap();
        assert!(!contains(&bytes, &code) && !contains(&bytes, &code.replace('-', "")));
    }
}

#[test]
fn secrets_are_not_shown_by_debug_or_errors() {
    let dir = tempfile::tempdir().unwrap();
    let (vault, code) = create(dir.path());
    let unlock = attune_vault::Unlock::Passphrase(PASSPHRASE);
    let shown = format!("{vault:?} {code:?} {unlock:?}");
    assert!(!shown.contains(PASSPHRASE) && !shown.contains(&code.grouped()));
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("vault");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let (mut vault, _) = create(&dir);
    plant(&mut vault);
    let backup = parent.path().join("backup");
    vault.backup(&backup, "u", at(4)).unwrap();
    for folder in [&dir, &backup] {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
        for path in files(folder) {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }
    drop(vault);
    // A folder opened to others by a copy or an archive is closed again.
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(dir.join("vault.db"), fs::Permissions::from_mode(0o644)).unwrap();
    drop(open(&dir));
    assert_eq!((mode(&dir), mode(&dir.join("vault.db"))), (0o700, 0o600));
}
