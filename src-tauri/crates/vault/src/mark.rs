//! `vault.mark`: how far the audit log had come, kept beside the database.
//!
//! It is written after each commit, so it is never ahead of the database that it belongs to. A database that is
//! behind its mark is an old copy. Who puts back an old mark together with the old database is not noticed.

use std::path::Path;

use rusqlite::Connection;

use crate::audit::{self, Head, Sealer};
use crate::{VaultError, Warning, durable};

const NAME: &str = "vault.mark";

pub(crate) fn write(dir: &Path, sealer: &Sealer, head: Head) -> Result<(), VaultError> {
    durable::replace(&dir.join(NAME), &sealer.seal(head)?)
}

/// Compares the mark with the log.
pub(crate) fn compare(
    dir: &Path,
    sealer: &Sealer,
    connection: &Connection,
) -> Result<Option<Warning>, VaultError> {
    let path = dir.join(NAME);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Some(Warning::MarkMissing)),
        Err(e) => return Err(VaultError::io(&path, &e)),
    };
    let Some(mark) = sealer.open(&bytes) else { return Ok(Some(Warning::MarkMissing)) };
    if mark == Head::START || audit::hash_at(connection, mark.count)? == Some(mark.hash) {
        return Ok(None);
    }
    let found = connection.query_row("SELECT coalesce(max(sequence), 0) FROM audit", [], |row| row.get(0))?;
    Ok(Some(Warning::RolledBack { expected: mark.count, found }))
}
