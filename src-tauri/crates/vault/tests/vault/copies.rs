//! Backup, restore, other passphrases, erasure.

use std::fs;
use std::path::Path;

use attune_clinical::{ConsentDecision, ConsentScope};
use attune_vault::{Argon2Settings, PatientKey, Unlock, Vault, VaultError, Warning};

use crate::common::{PASSPHRASE, at, batch, consent, create, incompressible, open, person};

fn with_patient(dir: &Path) -> (Vault, String) {
    let (mut vault, _) = create(dir);
    let id = vault
        .import(&batch(PatientKey::New(person("MRN-1", "Marchetti")), b"one"), "u", at(1))
        .unwrap()
        .patient_id;
    (vault, id)
}

#[test]
fn a_backup_is_a_whole_vault() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut vault, id) = with_patient(dir.path());
    let to = other.path().join("backup");
    let counts = vault.backup(&to, "u", at(2)).unwrap();
    assert_eq!((counts.patients, counts.items), (1, 3));
    assert_eq!(vault.audit(1).unwrap()[0].action, "backup_made");
    let mut names: Vec<_> =
        fs::read_dir(&to).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["vault.db", "vault.key", "vault.mark"]);
    let report = Vault::verify(&to, Unlock::Passphrase(PASSPHRASE), at(3)).unwrap();
    assert!(report.sound() && report.warnings.is_empty(), "{report:?}");
    assert_eq!(open(&to).patient(&id).unwrap(), vault.patient(&id).unwrap());
    assert_eq!(vault.backup(&to, "u", at(4)), Err(VaultError::NotEmpty(to)));
}

#[test]
fn a_restore_moves_the_former_vault_aside() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let home = dir.path().join("vault");
    let (mut vault, id) = with_patient(&home);
    let copy = other.path().join("backup");
    vault.backup(&copy, "u", at(2)).unwrap();
    let second = batch(PatientKey::New(person("MRN-2", "Okonkwo")), b"two");
    vault.import(&second, "u", at(3)).unwrap();
    let busy = Vault::restore(&copy, &home, Unlock::Passphrase(PASSPHRASE), "u", at(4)).map(drop);
    assert_eq!(busy, Err(VaultError::Busy));
    drop(vault);
    let restored = Vault::restore(&copy, &home, Unlock::Passphrase(PASSPHRASE), "u", at(5)).unwrap();
    assert_eq!(restored.vault.patients("").unwrap().len(), 1);
    assert_eq!(restored.vault.patient(&id).unwrap().items.len(), 3);
    assert_eq!(restored.vault.audit(1).unwrap()[0].action, "restored");
    let aside = restored.moved_aside.unwrap();
    assert_eq!(open(&aside).patients("").unwrap().len(), 2);
    drop(restored.vault);
    assert!(open(&home).warnings().is_empty());
    // Into a folder that does not exist nothing has to move.
    let fresh = Vault::restore(&copy, &other.path().join("new"), Unlock::Passphrase(PASSPHRASE), "u", at(6));
    assert_eq!(fresh.unwrap().moved_aside, None);
}

#[test]
fn a_damaged_backup_replaces_nothing() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let home = dir.path().join("vault");
    let (mut vault, _) = with_patient(&home);
    let copy = other.path().join("backup");
    vault.backup(&copy, "u", at(2)).unwrap();
    drop(vault);
    let mut bytes = fs::read(copy.join("vault.db")).unwrap();
    let place = bytes.len() - 2000;
    bytes[place] ^= 1;
    fs::write(copy.join("vault.db"), bytes).unwrap();
    let refused = Vault::restore(&copy, &home, Unlock::Passphrase(PASSPHRASE), "u", at(3)).map(drop);
    assert_eq!(refused.unwrap_err().code(), "copy_not_verified");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    assert_eq!(open(&home).patients("").unwrap().len(), 1);
}

#[test]
fn an_old_copy_put_back_is_noticed_once_and_logged_for_good() {
    let dir = tempfile::tempdir().unwrap();
    let (vault, id) = with_patient(dir.path());
    drop(vault);
    let database = dir.path().join("vault.db");
    let old = fs::read(&database).unwrap();
    let mut vault = open(dir.path());
    let deny = consent(ConsentScope::AiModels, ConsentDecision::Deny);
    vault.record_consent(&id, &deny, "u", at(11)).unwrap();
    let reached = vault.audit(1).unwrap()[0].sequence;
    drop(vault);
    fs::write(&database, old).unwrap();
    let report = Vault::verify(dir.path(), Unlock::Passphrase(PASSPHRASE), at(12)).unwrap();
    let rolled_back = Warning::RolledBack { expected: reached, found: reached - 2 };
    assert_eq!(report.warnings, std::slice::from_ref(&rolled_back));
    let vault = open(dir.path());
    assert_eq!(vault.warnings(), [rolled_back]);
    drop(vault);
    let vault = open(dir.path());
    assert!(vault.warnings().is_empty());
    assert!(vault.audit(10).unwrap().iter().any(|e| e.action == "rollback_noticed"));
    drop(vault);
    fs::remove_file(dir.path().join("vault.mark")).unwrap();
    assert_eq!(open(dir.path()).warnings(), [Warning::MarkMissing]);
}

#[test]
fn a_new_passphrase_replaces_the_old_one() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, id) = with_patient(dir.path());
    let argon = Argon2Settings { passes: 2, ..Argon2Settings::for_tests() };
    let weak = vault.rekey_passphrase("short", argon, "u", at(2));
    assert_eq!(weak, Err(VaultError::WeakPassphrase { minimum: 8 }));
    vault.rekey_passphrase("another passphrase", argon, "u", at(2)).unwrap();
    assert_eq!(vault.audit(1).unwrap()[0].action, "passphrase_changed");
    let code = vault.renew_recovery("u", at(3)).unwrap();
    drop(vault);
    let attempt = |with| Vault::open(dir.path(), with, "u", at(100));
    assert_eq!(attempt(Unlock::Passphrase(PASSPHRASE)).map(drop), Err(VaultError::WrongPassphrase));
    assert!(attempt(Unlock::Passphrase("another passphrase")).unwrap().patient(&id).is_ok());
    assert!(attempt(Unlock::Recovery(&code.grouped())).is_ok());
}

#[test]
fn an_erased_patient_is_gone_and_the_deed_stays() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, id) = with_patient(dir.path());
    let other = batch(PatientKey::New(person("MRN-2", "Okonkwo")), b"two");
    let other = vault.import(&other, "u", at(2)).unwrap().patient_id;
    let deny = consent(ConsentScope::AiModels, ConsentDecision::Deny);
    vault.record_consent(&id, &deny, "u", at(3)).unwrap();
    vault.erase_patient(&id, "u", at(4)).unwrap();
    assert_eq!(vault.patient(&id).map(drop), Err(VaultError::Unknown("patient")));
    assert_eq!(vault.erase_patient(&id, "u", at(5)), Err(VaultError::Unknown("patient")));
    assert_eq!(vault.patients("").unwrap().len(), 1);
    assert_eq!(vault.patient(&other).unwrap().items.len(), 3);
    let counts = vault.health_check().unwrap().counts.unwrap();
    assert_eq!((counts.patients, counts.sources, counts.items, counts.consents), (1, 1, 3, 0));
    let entry = &vault.audit(1).unwrap()[0];
    assert_eq!((entry.action.as_str(), entry.subject.as_str()), ("patient_erased", id.as_str()));
    assert!(
        vault.audit(100).unwrap().iter().all(|e| !e.detail.contains("March") && !e.detail.contains("MRN"))
    );
    assert!(vault.health_check().unwrap().sound());
    // The same person may come again, as someone new.
    let again = batch(PatientKey::New(person("MRN-1", "Marchetti")), b"one");
    assert_ne!(vault.import(&again, "u", at(6)).unwrap().patient_id, id);
}

#[test]
fn an_export_holds_the_record_and_the_original_files() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut vault, id) = with_patient(dir.path());
    let to = other.path().join("export");
    vault.export_portable(&id, &to, "u", at(2)).unwrap();
    let document: serde_json::Value =
        serde_json::from_slice(&fs::read(to.join("record.json")).unwrap()).unwrap();
    let stored = vault.patient(&id).unwrap();
    assert_eq!(document["record"], serde_json::to_value(&stored).unwrap());
    assert_eq!(document["record"]["items"][0]["json"]["value"], 0.1 + 0.2);
    assert_eq!(fs::read(to.join("sources/01-record.json")).unwrap(), b"one");
    let entry = &vault.audit(1).unwrap()[0];
    assert_eq!((entry.action.as_str(), entry.subject.as_str()), ("record_exported", id.as_str()));
    assert_eq!(vault.export_portable(&id, &to, "u", at(3)), Err(VaultError::NotEmpty(to)));
    let nobody = vault.export_portable("x", &other.path().join("none"), "u", at(4));
    assert_eq!(nobody, Err(VaultError::Unknown("patient")));
    assert_eq!(fs::read_dir(other.path()).unwrap().count(), 1);
}

#[test]
fn a_check_runs_beside_the_work() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = with_patient(dir.path());
    for round in 0..5 {
        let checker = vault.checker().unwrap();
        let check = std::thread::spawn(move || checker.run().unwrap());
        for number in 0..20 {
            let mrn = format!("MRN-{round}-{number}");
            vault.import(&batch(PatientKey::New(person(&mrn, "Other")), mrn.as_bytes()), "u", at(2)).unwrap();
        }
        let report = check.join().unwrap();
        assert!(report.sound(), "{report:?}");
    }
}

#[test]
fn the_room_of_an_erased_patient_is_given_back() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let large = batch(PatientKey::New(person("MRN-1", "Marchetti")), &incompressible(2_000_000));
    let id = vault.import(&large, "u", at(1)).unwrap().patient_id;
    vault.erase_patient(&id, "u", at(2)).unwrap();
    let size = |name: &str| fs::metadata(dir.path().join(name)).unwrap().len();
    // What the audit log adds after the file was rewritten is a few pages.
    assert!(size("vault.db-wal") < 100_000, "{}", size("vault.db-wal"));
    assert!(size("vault.db") < 300_000, "{}", size("vault.db"));
}
