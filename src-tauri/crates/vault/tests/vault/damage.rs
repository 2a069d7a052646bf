//! Damaged files: each kind has its own error, and none is taken for a wrong passphrase or an empty vault.

use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use attune_vault::{DatabaseDamage, PatientKey, Unlock, Vault, VaultError};

use crate::common::{PASSPHRASE, at, batch, create, incompressible, person};

const PAGE: u64 = 4096;

fn attempt(dir: &Path) -> Result<Vault, VaultError> {
    Vault::open(dir, Unlock::Passphrase(PASSPHRASE), "u", at(1))
}

fn damage(dir: &Path) -> DatabaseDamage {
    match attempt(dir) {
        Err(VaultError::DamagedDatabase(damage)) => damage,
        other => panic!("{other:?}"),
    }
}

/// A vault with one patient whose file fills some hundred pages.
fn filled() -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let batch = batch(PatientKey::New(person("MRN-1", "Marchetti")), &incompressible(1_500_000));
    let id = vault.import(&batch, "u", at(1)).unwrap().patient_id;
    (dir, id)
}

fn flip(path: &Path, offset: u64, mask: u8) {
    let mut file = fs::OpenOptions::new().read(true).write(true).open(path).unwrap();
    let mut byte = [0];
    file.seek(SeekFrom::Start(offset)).unwrap();
    file.read_exact(&mut byte).unwrap();
    file.seek(SeekFrom::Start(offset)).unwrap();
    file.write_all(&[byte[0] ^ mask]).unwrap();
}

#[test]
fn any_changed_bit_of_the_key_file_is_damage_not_a_wrong_passphrase() {
    let dir = tempfile::tempdir().unwrap();
    drop(create(dir.path()));
    let key = dir.path().join("vault.key");
    let whole = fs::read(&key).unwrap();
    for place in 0..whole.len() {
        for bit in 0..8 {
            flip(&key, place as u64, 1 << bit);
            let peek = Vault::peek(dir.path());
            assert!(matches!(peek, Err(VaultError::DamagedKeyFile(_))), "byte {place}, bit {bit}: {peek:?}");
            flip(&key, place as u64, 1 << bit);
        }
    }
    for length in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(&key, &whole[..length]).unwrap();
        assert_eq!(attempt(dir.path()).unwrap_err().code(), "damaged_key_file", "{length}");
    }
    fs::write(&key, [&whole[..], b"\n"].concat()).unwrap();
    assert_eq!(attempt(dir.path()).unwrap_err().code(), "damaged_key_file");
    fs::write(&key, &whole).unwrap();
    assert!(attempt(dir.path()).is_ok());
}

#[test]
fn damage_of_the_first_page_is_not_a_wrong_passphrase() {
    for offset in [0, 15, 16, 100, PAGE - 1] {
        let (dir, _) = filled();
        flip(&dir.path().join("vault.db"), offset, 1);
        assert_eq!(damage(dir.path()), DatabaseDamage::Header, "offset {offset}");
    }
}

#[test]
fn damage_behind_the_first_page_is_found_by_the_check_with_its_page() {
    let (dir, id) = filled();
    let path = dir.path().join("vault.db");
    let pages = fs::metadata(&path).unwrap().len() / PAGE;
    let middle = pages / 2;
    flip(&path, middle * PAGE + 1000, 0x10);
    let report = Vault::verify(dir.path(), Unlock::Passphrase(PASSPHRASE), at(1)).unwrap();
    assert!(!report.sound());
    assert_eq!(report.damaged_pages, [u32::try_from(middle).unwrap() + 1]);
    // What is not on the page can still be read; what is on it is an error, never a wrong value.
    let mut vault = attempt(dir.path()).unwrap();
    let source = vault.patient(&id).unwrap().imports[0].sources[0].id.clone();
    let read = vault.read_source(&source, &mut std::io::sink());
    assert_eq!(read, Err(VaultError::DamagedDatabase(DatabaseDamage::Content)));
    let copy = tempfile::tempdir().unwrap();
    let refused = vault.backup(&copy.path().join("b"), "u", at(2));
    assert!(matches!(refused, Err(VaultError::DamagedDatabase(DatabaseDamage::Pages(_)))));
    assert!(!copy.path().join("b").exists());
}

#[test]
fn a_cut_file_is_called_cut() {
    for part in [3, 2] {
        let (dir, _) = filled();
        let path = dir.path().join("vault.db");
        let length = fs::metadata(&path).unwrap().len();
        let kept = length / part / PAGE * PAGE;
        fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(kept).unwrap();
        assert_eq!(damage(dir.path()), DatabaseDamage::Truncated, "1/{part}");
    }
    let (dir, _) = filled();
    let path = dir.path().join("vault.db");
    let length = fs::metadata(&path).unwrap().len();
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(length - 17).unwrap();
    assert_eq!(damage(dir.path()), DatabaseDamage::Truncated);
}

#[test]
fn an_empty_file_is_not_a_new_vault() {
    let (dir, _) = filled();
    let path = dir.path().join("vault.db");
    fs::write(&path, b"").unwrap();
    assert_eq!(damage(dir.path()), DatabaseDamage::Empty);
    assert_eq!(fs::metadata(&path).unwrap().len(), 0);
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_eq!(damage(dir.path()), DatabaseDamage::NotAFile);
}

#[test]
fn a_plain_database_is_refused_and_stays_as_it_is() {
    let (dir, _) = filled();
    let path = dir.path().join("vault.db");
    let plain = [b"SQLite format 3\0".as_slice(), &[1; 8176]].concat();
    fs::write(&path, &plain).unwrap();
    assert_eq!(damage(dir.path()), DatabaseDamage::Header);
    assert_eq!(fs::read(&path).unwrap(), plain);
}

#[test]
fn a_wrong_passphrase_stays_a_wrong_passphrase_beside_a_damaged_database() {
    let (dir, _) = filled();
    flip(&dir.path().join("vault.db"), 20, 1);
    let wrong = Vault::open(dir.path(), Unlock::Passphrase("something else"), "u", at(1)).map(drop);
    assert_eq!(wrong, Err(VaultError::WrongPassphrase));
}

#[test]
fn rubbish_in_the_log_or_the_small_files_does_not_keep_anyone_out() {
    let (dir, id) = filled();
    for name in ["vault.db-wal", "vault.attempts", "vault.mark", "vault.key.new"] {
        fs::write(dir.path().join(name), [0x5a; 5000]).unwrap();
    }
    let vault = attempt(dir.path()).unwrap();
    assert_eq!(vault.patient(&id).unwrap().items.len(), 3);
    assert!(vault.health_check().unwrap().sound());
}
