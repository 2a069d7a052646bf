//! Who gets in, and that no second key is ever made.

use std::fs;
use std::path::Path;
use std::sync::mpsc;

use attune_vault::{MissingPart, OsEntropy, RecoveryCode, Unlock, Vault, VaultError, Warning};

use crate::common::{PASSPHRASE, at, create, open, options};

fn attempt(dir: &Path, with: Unlock<'_>, seconds: i64) -> Result<(), VaultError> {
    Vault::open(dir, with, "u", at(seconds)).map(drop)
}

fn listing(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file());
    let mut files: Vec<_> = entries
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&p).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn passphrase_and_recovery_code_open_and_nothing_else_does() {
    let dir = tempfile::tempdir().unwrap();
    let (vault, code) = create(dir.path());
    assert!(vault.warnings().is_empty());
    drop(vault);
    assert_eq!(attempt(dir.path(), Unlock::Passphrase(PASSPHRASE), 1), Ok(()));
    assert_eq!(attempt(dir.path(), Unlock::Recovery(&code.grouped()), 2), Ok(()));
    assert_eq!(attempt(dir.path(), Unlock::Recovery(&code.grouped().to_lowercase()), 3), Ok(()));
    for wrong in ["", "correct horse batterz", "Correct horse battery", "correct horse battery "] {
        let refused = attempt(dir.path(), Unlock::Passphrase(wrong), 1000);
        assert!(matches!(refused, Err(VaultError::WrongPassphrase | VaultError::TooManyAttempts { .. })));
    }
    let typed_badly = code.grouped().replacen('-', "", 1) + "0";
    assert!(matches!(
        attempt(dir.path(), Unlock::Recovery(&typed_badly), 2000),
        Err(VaultError::MistypedRecoveryCode(_))
    ));
}

#[test]
fn the_code_of_another_vault_does_not_open_this_one() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, second) = (create(one.path()), create(two.path()));
    assert_ne!(first.0.vault_id(), second.0.vault_id());
    drop(first);
    let other: RecoveryCode = second.1;
    assert_eq!(
        attempt(one.path(), Unlock::Recovery(&other.grouped()), 1),
        Err(VaultError::WrongRecoveryCode)
    );
}

#[test]
fn a_key_file_of_another_vault_does_not_open_this_database() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop((create(one.path()), create(two.path())));
    fs::copy(two.path().join("vault.key"), one.path().join("vault.key")).unwrap();
    let error = attempt(one.path(), Unlock::Passphrase(PASSPHRASE), 1).unwrap_err();
    assert_eq!(error.code(), "damaged_database");
}

#[test]
fn failed_attempts_slow_the_next_one_and_are_told_and_logged() {
    let dir = tempfile::tempdir().unwrap();
    drop(create(dir.path()));
    let wrong = |seconds| attempt(dir.path(), Unlock::Passphrase("not the passphrase"), seconds);
    for seconds in 100..103 {
        assert_eq!(wrong(seconds), Err(VaultError::WrongPassphrase));
    }
    assert_eq!(wrong(102), Err(VaultError::TooManyAttempts { seconds: 1 }));
    assert_eq!(wrong(104), Err(VaultError::WrongPassphrase));
    // The right passphrase waits as well, but not for long, whatever the clock does.
    let right = |seconds| Vault::open(dir.path(), Unlock::Passphrase(PASSPHRASE), "u", at(seconds));
    assert_eq!(right(105).map(drop), Err(VaultError::TooManyAttempts { seconds: 1 }));
    let vault = right(106).unwrap();
    assert_eq!(vault.warnings(), [Warning::FailedAttempts(4)]);
    let log: Vec<_> = vault.audit(2).unwrap().into_iter().map(|e| (e.action, e.detail)).collect();
    assert_eq!(log[0], ("unlocked".to_owned(), "with passphrase".to_owned()));
    assert_eq!(log[1], ("unlock_failed".to_owned(), "4 attempts".to_owned()));
    drop(vault);
    assert!(right(107).unwrap().warnings().is_empty());
}

#[test]
fn a_short_passphrase_makes_no_vault() {
    let dir = tempfile::tempdir().unwrap();
    let mut weak = options(None);
    weak.passphrase = "seven77";
    let refused = Vault::create(dir.path(), weak, &mut OsEntropy).map(drop);
    assert_eq!(refused, Err(VaultError::WeakPassphrase { minimum: 8 }));
    assert!(listing(dir.path()).is_empty());
}

#[test]
fn create_refuses_any_part_of_a_vault_and_changes_nothing() {
    for part in ["vault.key", "vault.db", "vault.db-wal", "vault.db-shm"] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(part), b"").unwrap();
        let before = listing(dir.path());
        let refused = Vault::create(dir.path(), options(None), &mut OsEntropy).map(drop);
        assert_eq!(refused, Err(VaultError::Exists { dir: dir.path().to_owned(), found: part }));
        assert_eq!(listing(dir.path()), before);
    }
    let dir = tempfile::tempdir().unwrap();
    drop(create(dir.path()));
    let before = listing(dir.path());
    let refused = Vault::create(dir.path(), options(None), &mut OsEntropy).map(drop);
    assert_eq!(refused.unwrap_err().code(), "exists");
    assert_eq!(listing(dir.path()), before);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_counts_as_a_part_of_a_vault() {
    let dir = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/nonexistent/vault.db", dir.path().join("vault.db")).unwrap();
    let refused = Vault::create(dir.path(), options(None), &mut OsEntropy).map(drop);
    assert_eq!(refused.unwrap_err().code(), "exists");
}

#[test]
fn half_a_vault_is_reported_and_nothing_is_made() {
    for (gone, what) in [("vault.key", MissingPart::KeyFile), ("vault.db", MissingPart::Database)] {
        let dir = tempfile::tempdir().unwrap();
        drop(create(dir.path()));
        fs::remove_file(dir.path().join(gone)).unwrap();
        let before = listing(dir.path());
        let missing = VaultError::Missing { dir: dir.path().to_owned(), what };
        assert_eq!(attempt(dir.path(), Unlock::Passphrase(PASSPHRASE), 1), Err(missing.clone()));
        assert_eq!(Vault::peek(dir.path()), Err(missing));
        assert_eq!(listing(dir.path()), before);
    }
    let parent = tempfile::tempdir().unwrap();
    let nowhere = parent.path().join("nowhere");
    assert_eq!(attempt(&nowhere, Unlock::Passphrase(PASSPHRASE), 1).unwrap_err().code(), "missing");
    assert_eq!(Vault::peek(&nowhere), Ok(None));
    assert!(!nowhere.exists());
}

#[test]
fn a_creation_that_was_cut_short_does_not_stand_in_the_way() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".creating")).unwrap();
    fs::write(dir.path().join(".creating/vault.db"), b"half").unwrap();
    drop(create(dir.path()));
    assert!(!dir.path().join(".creating").exists());
    open(dir.path());
}

#[test]
fn a_second_holder_is_told_that_the_vault_is_busy_within_its_patience() {
    let dir = tempfile::tempdir().unwrap();
    let (vault, _) = create(dir.path());
    let start = std::time::Instant::now();
    assert_eq!(attempt(dir.path(), Unlock::Passphrase(PASSPHRASE), 1), Err(VaultError::Busy));
    assert!((5.0..7.0).contains(&start.elapsed().as_secs_f64()));
    // A holder that lets go in time is waited for.
    let (told, tell) = mpsc::channel();
    let path = dir.path().to_owned();
    let waiting = std::thread::spawn(move || {
        told.send(()).unwrap();
        attempt(&path, Unlock::Passphrase(PASSPHRASE), 2)
    });
    tell.recv().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(200));
    drop(vault);
    assert_eq!(waiting.join().unwrap(), Ok(()));
}

#[test]
fn a_locked_vault_shows_nothing_but_its_state() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Vault::peek(dir.path()), Ok(None));
    let (vault, _) = create(dir.path());
    let id = vault.vault_id().to_owned();
    drop(vault);
    let peek = Vault::peek(dir.path()).unwrap().unwrap();
    assert_eq!((peek.vault_id, peek.created_at, peek.keyring), (id, at(0), None));
    assert_eq!((peek.last_unlocked, peek.failed_attempts), (Some(at(0)), 0));
}

#[test]
fn an_open_vault_can_be_handed_to_another_thread() {
    fn sendable<T: Send>() {}
    sendable::<Vault>();
}

#[test]
fn of_two_who_make_a_vault_at_once_one_is_refused() {
    for _ in 0..10 {
        let dir = tempfile::tempdir().unwrap();
        let start = std::sync::Barrier::new(2);
        let make = |passphrase| {
            let mut chosen = options(None);
            chosen.passphrase = passphrase;
            start.wait();
            Vault::create(dir.path(), chosen, &mut OsEntropy).map(drop)
        };
        let made = std::thread::scope(|scope| {
            let other = scope.spawn(|| make("the other passphrase"));
            [make(PASSPHRASE), other.join().unwrap()]
        });
        let winner = made.iter().position(Result::is_ok).unwrap();
        assert_eq!(made[1 - winner].clone().unwrap_err().code(), "exists");
        let passphrase = [PASSPHRASE, "the other passphrase"][winner];
        assert_eq!(attempt(dir.path(), Unlock::Passphrase(passphrase), 1), Ok(()));
    }
}
