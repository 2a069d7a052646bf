//! The keyring as it fails in life. Whatever it does, no new key is made and the passphrase opens.

use attune_vault::{InMemory, KeyringTrouble, OsEntropy, Unlock, Vault, VaultError, Warning};

use crate::common::{PASSPHRASE, at, open, options};

fn by_keyring(dir: &std::path::Path, store: &InMemory) -> Result<Vault, VaultError> {
    Vault::open(dir, Unlock::Keyring(store), "u", at(1))
}

fn with_keyring() -> (tempfile::TempDir, InMemory) {
    let (dir, store) = (tempfile::tempdir().unwrap(), InMemory::default());
    let (vault, _) = Vault::create(dir.path(), options(Some(&store)), &mut OsEntropy).unwrap();
    assert!(vault.warnings().is_empty());
    (dir, store)
}

#[test]
fn the_keyring_opens_the_vault_that_it_was_connected_to() {
    let (dir, store) = with_keyring();
    assert!(by_keyring(dir.path(), &store).unwrap().warnings().is_empty());
    assert_eq!(Vault::peek(dir.path()).unwrap().unwrap().keyring.as_deref(), Some("memory"));
    assert_eq!(store.names().len(), 1);
}

#[test]
fn every_failure_has_its_name_and_none_makes_a_key() {
    for trouble in [
        KeyringTrouble::Absent("no bus".into()),
        KeyringTrouble::Locked("prompt dismissed".into()),
        KeyringTrouble::TimedOut(10),
        KeyringTrouble::Failed("other".into()),
    ] {
        let (dir, store) = with_keyring();
        let key = std::fs::read(dir.path().join("vault.key")).unwrap();
        store.fail_with(Some(trouble.clone()));
        let refused = by_keyring(dir.path(), &store).map(drop);
        assert_eq!(refused, Err(VaultError::KeyringUnavailable(trouble)));
        open(dir.path());
        store.fail_with(None);
        assert!(by_keyring(dir.path(), &store).is_ok());
        assert_eq!(std::fs::read(dir.path().join("vault.key")).unwrap(), key);
    }
}

#[test]
fn a_lost_entry_is_reported_and_not_replaced_until_asked_for() {
    let (dir, store) = with_keyring();
    store.lose_entries();
    let lost = Err(VaultError::KeyringUnavailable(KeyringTrouble::EntryLost));
    assert_eq!(by_keyring(dir.path(), &store).map(drop), lost);
    assert!(store.names().is_empty());
    let mut vault = open(dir.path());
    vault.connect_keyring(&store, "u", at(2)).unwrap();
    drop(vault);
    assert!(by_keyring(dir.path(), &store).is_ok());
}

#[test]
fn another_service_is_named_whether_it_has_the_entry_or_not() {
    let (dir, store) = with_keyring();
    store.rename_backend("kwallet");
    let (recorded, found) = ("memory".to_owned(), "kwallet".to_owned());
    let warning = Warning::KeyringBackendChanged { recorded: recorded.clone(), found: found.clone() };
    assert_eq!(by_keyring(dir.path(), &store).unwrap().warnings(), [warning]);
    store.lose_entries();
    let changed = KeyringTrouble::BackendChanged { recorded, found };
    assert_eq!(by_keyring(dir.path(), &store).map(drop), Err(VaultError::KeyringUnavailable(changed)));
}

#[test]
fn an_entry_of_another_vault_does_not_fit() {
    use attune_vault::KeyStore;
    let (dir, store) = with_keyring();
    for foreign in [&[7u8; 32][..], &[7u8; 31], b""] {
        store.set(&store.names()[0], foreign).unwrap();
        let refused = by_keyring(dir.path(), &store).map(drop);
        assert_eq!(refused, Err(VaultError::KeyringUnavailable(KeyringTrouble::ForeignEntry)));
    }
}

#[test]
fn a_vault_is_made_without_a_keyring_that_refuses_and_says_so() {
    let (dir, store) = (tempfile::tempdir().unwrap(), InMemory::default());
    let trouble = KeyringTrouble::Locked("prompt dismissed".into());
    store.fail_with(Some(trouble.clone()));
    let (vault, _) = Vault::create(dir.path(), options(Some(&store)), &mut OsEntropy).unwrap();
    assert_eq!(vault.warnings(), [Warning::KeyringNotConnected(trouble)]);
    drop(vault);
    store.fail_with(None);
    let refused = by_keyring(dir.path(), &store).map(drop);
    assert_eq!(refused, Err(VaultError::KeyringUnavailable(KeyringTrouble::NotConnected)));
}

#[test]
fn a_vault_that_is_not_made_leaves_no_entry() {
    let (dir, store) = (tempfile::tempdir().unwrap(), InMemory::default());
    // A file stands where the database is built.
    std::fs::write(dir.path().join(".creating"), b"").unwrap();
    assert!(Vault::create(dir.path(), options(Some(&store)), &mut OsEntropy).is_err());
    assert!(store.names().is_empty());
    assert_eq!(Vault::peek(dir.path()), Ok(None));
}

#[test]
fn a_keyring_let_go_opens_nothing_any_more() {
    let (dir, store) = with_keyring();
    let mut vault = Vault::open(dir.path(), Unlock::Passphrase(PASSPHRASE), "u", at(1)).unwrap();
    vault.disconnect_keyring(&store, "u", at(2)).unwrap();
    drop(vault);
    assert!(store.names().is_empty());
    assert_eq!(by_keyring(dir.path(), &store).unwrap_err().code(), "keyring_unavailable");
}

#[test]
fn the_keyring_of_this_session_keeps_a_secret_or_says_why_not() {
    use attune_vault::{KeyStore, OsKeyring};
    let store = OsKeyring::new("attune-test", std::time::Duration::from_secs(10));
    let name = format!("test-{}", std::process::id());
    let kept = store.get(&name).and_then(|found| {
        assert!(found.is_none());
        // A locked collection without the entry says "no entry" and refuses only when it is to keep one.
        store.set(&name, &[7; 32])
    });
    match kept {
        Ok(()) => {
            assert_eq!(store.get(&name).unwrap().unwrap().as_slice(), [7; 32]);
            store.delete(&name).unwrap();
            assert!(store.get(&name).unwrap().is_none());
            store.delete(&name).unwrap();
            println!("keyring: kept by {}", store.backend_name());
        }
        Err(
            trouble @ (KeyringTrouble::Absent(_) | KeyringTrouble::Locked(_) | KeyringTrouble::TimedOut(_)),
        ) => {
            println!("keyring: {trouble}");
        }
        Err(other) => panic!("{other:?}"),
    }
}
