//! Someone with the key of the database changes the log; each way of it is found.

use jiff::Timestamp;
use tempfile::TempDir;

use super::chain;
use super::{AuditFault, Deed, Head};
use crate::{
    Argon2Settings, CreateOptions, EventKind, OsEntropy, Unlock, Vault, VaultError, Warning, database,
};

const PASSPHRASE: &str = "correct horse battery";

/// A vault with twelve entries, and a raw connection to it on which the triggers are gone.
fn tampered(deed: impl Fn(&rusqlite::Connection)) -> (TempDir, Vault) {
    let dir = tempfile::tempdir().unwrap();
    let at = Timestamp::UNIX_EPOCH;
    let argon = Argon2Settings::for_tests();
    let options = CreateOptions { passphrase: PASSPHRASE, keyring: None, argon, user: "u", at };
    let (mut vault, _) = Vault::create(dir.path(), options, &mut OsEntropy).unwrap();
    for number in 0..11 {
        vault.note_event(EventKind::PatientOpened, &format!("{number}"), "", "u", at).unwrap();
    }
    assert_eq!(vault.audit_verify().unwrap(), Ok(12));
    let (path, key) = (vault.paths.database.clone(), vault.data_key.clone());
    drop(vault);
    let raw = database::open(&path, &key).unwrap();
    raw.execute_batch("DROP TRIGGER audit_insert; DROP TRIGGER audit_update; DROP TRIGGER audit_delete;")
        .unwrap();
    deed(&raw);
    drop(raw);
    let vault = Vault::open(dir.path(), Unlock::Passphrase(PASSPHRASE), "u", at).unwrap();
    (dir, vault)
}

fn fault(sql: &str) -> AuditFault {
    let (dir, vault) = tampered(|raw| raw.execute_batch(sql).unwrap());
    let fault = vault.audit_verify().unwrap().unwrap_err();
    drop(vault);
    let at = Timestamp::UNIX_EPOCH;
    let report = Vault::verify(dir.path(), Unlock::Passphrase(PASSPHRASE), at).unwrap();
    assert!(!report.sound());
    assert_eq!(report.audit, Err(fault.clone()));
    fault
}

#[test]
fn a_changed_field_is_found_at_its_entry() {
    for set in ["actor = 'x'", "action = 'x'", "subject = 'x'", "detail = 'x'", "at = '2020-01-01T00:00:00Z'"]
    {
        assert_eq!(
            fault(&format!("UPDATE audit SET {set} WHERE sequence = 5")),
            AuditFault::Changed { sequence: 5 }
        );
    }
    for column in ["hash", "previous"] {
        let sql = format!("UPDATE audit SET {column} = zeroblob(32) WHERE sequence = 5");
        assert_eq!(fault(&sql), AuditFault::Changed { sequence: 5 });
    }
}

#[test]
fn a_removed_entry_is_found_whether_the_gap_is_closed_or_not() {
    assert_eq!(fault("DELETE FROM audit WHERE sequence = 5"), AuditFault::Removed { sequence: 5 });
    let closed = "DELETE FROM audit WHERE sequence = 5;
        UPDATE audit SET sequence = -sequence WHERE sequence > 5;
        UPDATE audit SET sequence = -sequence - 1 WHERE sequence < 0;";
    assert_eq!(fault(closed), AuditFault::Changed { sequence: 5 });
}

#[test]
fn exchanged_entries_are_found() {
    let sql = "UPDATE audit SET sequence = 100 WHERE sequence = 5;
        UPDATE audit SET sequence = 5 WHERE sequence = 6; UPDATE audit SET sequence = 6 WHERE sequence = 100;";
    assert_eq!(fault(sql), AuditFault::Changed { sequence: 5 });
}

#[test]
fn a_cut_tail_is_found_and_takes_no_new_entries() {
    let (_dir, mut vault) =
        tampered(|raw| raw.execute_batch("DELETE FROM audit WHERE sequence > 9").unwrap());
    let shortened = AuditFault::Shortened { expected: 12, found: 9 };
    assert_eq!(vault.audit_verify().unwrap(), Err(shortened.clone()));
    assert!(vault.warnings().contains(&Warning::AuditBroken(shortened.clone())));
    let refused = vault.note_event(EventKind::Locked, "", "", "u", Timestamp::UNIX_EPOCH);
    assert_eq!(refused, Err(VaultError::AuditBroken(shortened)));
    assert!(vault.patients("").is_ok());
    assert_eq!(fault("DELETE FROM audit"), AuditFault::Shortened { expected: 12, found: 0 });
}

#[test]
fn a_chain_computed_anew_is_found_by_its_seal() {
    let rewrite = |raw: &rusqlite::Connection| {
        raw.execute_batch("UPDATE audit SET subject = 'someone else' WHERE sequence = 5").unwrap();
        let mut head = Head::START;
        for sequence in 1..=12u64 {
            let row = |column: &str| -> String {
                let sql = format!("SELECT {column} FROM audit WHERE sequence = {sequence}");
                raw.query_row(&sql, [], |r| r.get(0)).unwrap()
            };
            let (actor, action, subject, detail) =
                (row("actor"), row("action"), row("subject"), row("detail"));
            let at = row("at").parse().unwrap();
            let deed = Deed { actor: &actor, action: &action, subject: &subject, detail: &detail, at };
            let next = head.after(&deed);
            let sql = "UPDATE audit SET previous = ?2, hash = ?3 WHERE sequence = ?1";
            raw.execute(sql, rusqlite::params![sequence, head.hash, next.hash]).unwrap();
            head = next;
        }
        assert_eq!(chain::walk(raw).unwrap(), Ok(head), "the chain fits in itself");
    };
    let (_dir, vault) = tampered(rewrite);
    assert_eq!(vault.audit_verify().unwrap(), Err(AuditFault::Rewritten));
}

#[test]
fn a_missing_or_foreign_seal_is_found() {
    assert_eq!(fault("DELETE FROM audit_seal"), AuditFault::SealBroken);
    assert_eq!(fault("UPDATE audit_seal SET sealed = zeroblob(80)"), AuditFault::SealBroken);
    assert_eq!(fault("UPDATE audit_seal SET sealed = x'00'"), AuditFault::SealBroken);
}

#[test]
fn the_database_itself_refuses_to_change_the_log() {
    let dir = tempfile::tempdir().unwrap();
    let (argon, at) = (Argon2Settings::for_tests(), Timestamp::UNIX_EPOCH);
    let options = CreateOptions { passphrase: PASSPHRASE, keyring: None, argon, user: "u", at };
    let (vault, _) = Vault::create(dir.path(), options, &mut OsEntropy).unwrap();
    for sql in [
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit",
        "INSERT INTO audit SELECT 9, at, actor, action, subject, detail, previous, hash FROM audit",
        "INSERT INTO erasures VALUES ('p', '', ''); DELETE FROM erasures",
    ] {
        assert!(vault.connection.execute_batch(sql).is_err(), "{sql}");
    }
    assert_eq!(vault.audit_verify().unwrap(), Ok(1));
}

#[test]
fn no_two_entries_have_the_same_encoding() {
    let at = Timestamp::UNIX_EPOCH;
    let hash =
        |subject, detail| Head::START.after(&Deed { actor: "u", action: "a", subject, detail, at }).hash;
    assert_ne!(hash("ab", "c"), hash("a", "bc"));
    assert_ne!(hash("", "abc"), hash("abc", ""));
}
