//! The SQLCipher connection: how it is opened, and how its faults are told apart.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::secret::Key;
use crate::{DatabaseDamage, VaultError, durable};

/// Bytes of a page, SQLCipher 4's own choice.
const PAGE: u64 = 4096;

/// The key of the database is derived, so that it does not open the seals of the audit log.
pub(crate) fn database_key(data_key: &Key) -> Key {
    Key::derive(data_key.bytes(), &[b"attune vault database"])
}

/// Opens a new, empty database (0600). The file must not exist.
pub(crate) fn create(path: &Path, data_key: &Key) -> Result<Connection, VaultError> {
    // SQLite gives its -wal and -shm files the rights of the database, so this decides them all.
    durable::create_private(path, false).map_err(|e| VaultError::io(path, &e))?;
    let connection = connect(path, data_key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    settle(&connection)?;
    Ok(connection)
}

/// Opens an existing database with a key that is known to be right.
pub(crate) fn open(path: &Path, data_key: &Key) -> Result<Connection, VaultError> {
    let damage = |d| Err(VaultError::DamagedDatabase(d));
    let file = fs::metadata(path).map_err(|e| VaultError::io(path, &e))?;
    if !file.is_file() {
        return damage(DatabaseDamage::NotAFile);
    }
    // SQLite takes an empty file for a new database and would make an empty vault of it.
    if file.len() == 0 {
        return damage(DatabaseDamage::Empty);
    }
    // Only whole pages are written. A crash can leave a part of one, but never without a log that completes it.
    let log = fs::metadata(path.with_extension("db-wal")).is_ok_and(|wal| wal.len() > 0);
    if !log && file.len() % PAGE != 0 {
        return damage(DatabaseDamage::Truncated);
    }
    fs::OpenOptions::new().read(true).write(true).open(path).map_err(|e| VaultError::io(path, &e))?;
    durable::narrow(path, 0o600)?;
    let connection = connect(path, data_key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let first = connection.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get::<_, i64>(0));
    match first.map_err(VaultError::from) {
        Ok(0) => return damage(DatabaseDamage::Empty),
        Ok(_) => {}
        // With page 1 readable, a refusal of the schema means that the file ends before its own page count.
        Err(VaultError::DamagedDatabase(DatabaseDamage::Content)) => return damage(content(&connection)),
        Err(other) => return Err(other),
    }
    settle(&connection)?;
    Ok(connection)
}

/// Tells a cut file from damaged pages.
fn content(connection: &Connection) -> DatabaseDamage {
    match damaged_pages(connection) {
        Ok(pages) if !pages.is_empty() => DatabaseDamage::Pages(pages),
        _ => DatabaseDamage::Truncated,
    }
}

fn connect(path: &Path, data_key: &Key, flags: OpenFlags) -> Result<Connection, VaultError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    // SQLCipher writes page numbers to standard error unless told not to, before the key is set.
    connection.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    let key = database_key(data_key).sqlcipher();
    let statement = Zeroizing::new(format!("PRAGMA key = \"{}\";", key.as_str()));
    connection.execute_batch(&statement)?;
    Ok(connection)
}

/// Sets what durability and secrecy depend on, and checks that it was accepted.
fn settle(connection: &Connection) -> Result<(), VaultError> {
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA secure_delete = ON;
         PRAGMA journal_size_limit = 4194304;
         PRAGMA trusted_schema = OFF;
         PRAGMA recursive_triggers = ON;",
    )?;
    for (pragma, expected) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("temp_store", "2"),
        ("secure_delete", "1"),
        ("cipher_status", "1"),
        ("page_size", "4096"),
    ] {
        let value = connection.pragma_query_value(None, pragma, |row| {
            let value: rusqlite::types::Value = row.get(0)?;
            Ok(match value {
                rusqlite::types::Value::Integer(i) => i.to_string(),
                rusqlite::types::Value::Text(t) => t,
                other => format!("{other:?}"),
            })
        })?;
        if value != expected {
            return Err(VaultError::Store(format!("PRAGMA {pragma} is {value}, not {expected}")));
        }
    }
    Ok(())
}

/// Pages whose authentication code does not fit. Reads the whole file.
pub(crate) fn damaged_pages(connection: &Connection) -> Result<Vec<u32>, VaultError> {
    let mut statement = connection.prepare("PRAGMA cipher_integrity_check")?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    // "HMAC verification failed for page 443"; any other line names no page and counts as page 0.
    let page = |line: &String| line.rsplit(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    Ok(lines.iter().map(page).collect())
}

/// Complaints of SQLite about tables, indexes and references; empty where there are none.
pub(crate) fn structural_faults(connection: &Connection) -> Result<Vec<String>, VaultError> {
    let mut faults = Vec::new();
    for pragma in ["integrity_check", "foreign_key_check"] {
        let mut statement = connection.prepare(&format!("PRAGMA {pragma}"))?;
        let lines = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        faults.extend(lines.into_iter().filter(|l| l != "ok"));
    }
    Ok(faults)
}
