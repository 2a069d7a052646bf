//! Older vaults are brought forward, newer ones are left alone, and a full disk takes nothing away.

use std::fs;
use std::path::{Path, PathBuf};

use attune_clinical::{ConsentScope, ConsentStatus};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{MIGRATIONS, NEWEST, version};
use crate::{
    Argon2Settings, CreateOptions, ImportBatch, NewSource, OsEntropy, PatientKey, SourceContent, Unlock,
    Vault, VaultError, hex,
};

const PASSPHRASE: &str = "correct horse battery";

fn at() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn open(dir: &Path) -> Result<Vault, VaultError> {
    Vault::open(dir, Unlock::Passphrase(PASSPHRASE), "u", at())
}

fn fixture(schema: u32) -> tempfile::TempDir {
    let from = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/schema-{schema}"));
    let dir = tempfile::tempdir().unwrap();
    for name in ["vault.key", "vault.db", "vault.mark"] {
        fs::copy(from.join(name), dir.path().join(name)).unwrap();
    }
    dir
}

fn new_vault(dir: &Path) -> Vault {
    let argon = Argon2Settings::for_tests();
    let options = CreateOptions { passphrase: PASSPHRASE, keyring: None, argon, user: "u", at: at() };
    Vault::create(dir, options, &mut OsEntropy).unwrap().0
}

#[test]
fn a_vault_of_every_earlier_format_is_brought_forward_with_all_its_content() {
    for schema in 1..NEWEST {
        let dir = fixture(schema);
        // The check alone changes nothing, so it works on the old format as well.
        let before = Vault::verify(dir.path(), Unlock::Passphrase(PASSPHRASE), at()).unwrap();
        assert!(before.sound(), "{before:?}");
        assert_eq!(before.schema, schema);
        let mut vault = open(dir.path()).unwrap();
        assert_eq!(version(&vault.connection).unwrap(), NEWEST);
        let row = &vault.patients("marchetti").unwrap()[0];
        assert_eq!((row.items, row.genomes), (3, 1));
        let stored = vault.patient(&row.id).unwrap();
        assert_eq!((stored.items.len(), stored.genomes.len(), stored.decisions.len()), (3, 1, 0));
        assert_eq!(stored.items[0].json["value"], 0.1 + 0.2);
        let status = |scope| stored.consents.status(scope, jiff::civil::date(2026, 11, 20));
        assert_eq!(status(ConsentScope::AiModels), ConsentStatus::Permitted);
        assert_eq!(status(ConsentScope::ResearchExport), ConsentStatus::Denied);
        let mut bytes = Vec::new();
        vault.read_source(&stored.imports[0].sources[0].id, &mut bytes).unwrap();
        assert_eq!(bytes, br#"{"resourceType":"Bundle"}"#);
        vault.record_decision(&row.id, &serde_json::json!({"chosen": "x"}), "u", at()).unwrap();
        assert_eq!(vault.patient(&row.id).unwrap().decisions[0].json["chosen"], "x");
        let actions: Vec<_> = vault.audit(3).unwrap().into_iter().map(|e| e.action).collect();
        assert_eq!(actions, ["decision_recorded", "unlocked", "schema_migrated"]);
        assert!(vault.health_check().unwrap().sound());
    }
}

#[test]
fn a_migration_that_fails_half_way_leaves_the_old_format() {
    let dir = fixture(1);
    let Ok(unlocked) =
        crate::unlock::unlock(&crate::unlock::Paths::new(dir.path()), Unlock::Passphrase(PASSPHRASE), at())
    else {
        panic!("the fixture opens")
    };
    let path = dir.path().join("vault.db");
    let mut raw = crate::database::open(&path, &unlocked.data_key).unwrap();
    // The last object of the second migration is in the way, so it fails after most of its work.
    raw.execute_batch("CREATE TABLE decisions_patient (x)").unwrap();
    assert!(super::migrate_to(&mut raw, NEWEST).is_err());
    assert_eq!(version(&raw).unwrap(), 1);
    let made: i64 = raw
        .query_row("SELECT count(*) FROM sqlite_master WHERE name = 'decisions'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(made, 0);
    raw.execute_batch("DROP TABLE decisions_patient").unwrap();
    drop((raw, unlocked));
    assert_eq!(open(dir.path()).unwrap().patients("").unwrap().len(), 1);
}

#[test]
fn a_newer_format_is_refused_and_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    let vault = new_vault(dir.path());
    vault.connection.pragma_update(None, "user_version", NEWEST + 1).unwrap();
    drop(vault);
    let before = fs::read(dir.path().join("vault.db")).unwrap();
    let newer = VaultError::NewerSchema { found: NEWEST + 1, supported: NEWEST };
    assert_eq!(open(dir.path()).map(drop), Err(newer.clone()));
    assert_eq!(Vault::verify(dir.path(), Unlock::Passphrase(PASSPHRASE), at()).map(drop), Err(newer));
    assert_eq!(fs::read(dir.path().join("vault.db")).unwrap(), before);
}

#[test]
fn released_migrations_are_not_changed() {
    // A changed file would give two vaults of the same number different tables. Only add a line here.
    let released = ["de7ac1", "db8131", "f93f24"];
    let now: Vec<String> =
        MIGRATIONS.iter().map(|sql| hex::encode(&Sha256::digest(sql))[..6].to_owned()).collect();
    assert_eq!(now, released);
}

#[test]
fn a_full_disk_is_named_and_the_import_is_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = new_vault(dir.path());
    let batch = |n: usize, size: usize| {
        let content: Vec<u8> = (0..size).flat_map(|i| Sha256::digest((n * size + i).to_be_bytes())).collect();
        let sha256 = hex::encode(&Sha256::digest(&content));
        let source = NewSource {
            name: "f".into(),
            kind: "k".into(),
            sha256,
            content: SourceContent::Bytes(content.into()),
        };
        let patient = attune_clinical::Patient {
            mrn: Some(attune_clinical::Mrn(format!("MRN-{n}"))),
            ..attune_clinical::Patient::default()
        };
        let (items, genomes, consents) = (Vec::new(), Vec::new(), Vec::new());
        let patient = PatientKey::New(patient);
        ImportBatch {
            patient,
            sources: vec![source],
            items,
            genomes,
            consents,
            summary: ().into(),
            reason: None,
        }
    };
    vault.import(&batch(0, 10), "u", at()).unwrap();
    let pages: u32 = vault.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    // Every limit up to the room that the import needs, so that it fails at each of its steps.
    let mut failed = 0;
    for limit in pages..pages + 200 {
        vault.connection.pragma_update(None, "max_page_count", limit).unwrap();
        match vault.import(&batch(1, 8000), "u", at()) {
            Err(error) => {
                assert_eq!(error, VaultError::DiskFull, "limit {limit}");
                failed += 1;
                assert_eq!(vault.patients("").unwrap().len(), 1);
                assert_eq!(vault.audit_verify().unwrap().map(|_| ()), Ok(()));
            }
            Ok(_) => break,
        }
    }
    assert!(failed > 50, "{failed}");
    assert_eq!(vault.patients("").unwrap().len(), 2);
    assert!(vault.health_check().unwrap().sound());
}

#[test]
fn a_source_file_that_is_not_the_imported_one_is_never_given_out() {
    let dir = fixture(1);
    let vault = open(dir.path()).unwrap();
    let id = vault.patients("").unwrap()[0].id.clone();
    let source = vault.patient(&id).unwrap().imports[0].sources[0].id.clone();
    // Someone with the key of the database exchanges it for another file.
    let other = crate::rows::deflate(b"something else").unwrap();
    vault.connection.execute("UPDATE source_parts SET bytes = ?1, deflated = 1", [other]).unwrap();
    let refused = vault.read_source(&source, &mut Vec::new());
    assert_eq!(refused, Err(VaultError::DamagedDatabase(crate::DatabaseDamage::Content)));
    let report = vault.health_check().unwrap();
    assert_eq!(report.damaged_sources, [source]);
    assert!(!report.sound());
}
