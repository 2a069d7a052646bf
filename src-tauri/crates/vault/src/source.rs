//! Original files, kept byte for byte: in parts, deflated where that makes them smaller.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use crate::import::{NewSource, SourceContent};
use crate::{Vault, VaultError, hex, rows};

/// Bytes of one part.
const PART: usize = 1 << 20;

/// Stores the content under a source row that is already there; returns its size in bytes.
pub(crate) fn store(transaction: &Transaction<'_>, id: &str, source: &NewSource) -> Result<u64, VaultError> {
    let mut reader: Box<dyn Read + '_> = match &source.content {
        SourceContent::Bytes(bytes) => Box::new(bytes.as_slice()),
        SourceContent::File(path) => Box::new(File::open(path).map_err(|e| VaultError::io(path, &e))?),
    };
    let mut statement = transaction.prepare_cached(
        "INSERT INTO source_parts (source_id, part, deflated, bytes) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let (mut hash, mut size, mut buffer) = (Sha256::new(), 0u64, Vec::with_capacity(PART));
    for part in 0i64.. {
        buffer.clear();
        let read = reader.by_ref().take(PART as u64).read_to_end(&mut buffer);
        read.map_err(|e| VaultError::Io { path: source.name.clone().into(), message: e.to_string() })?;
        if buffer.is_empty() {
            break;
        }
        hash.update(&buffer);
        size += buffer.len() as u64;
        let small = rows::deflate(&buffer)?;
        let deflated = small.len() < buffer.len();
        statement.execute(params![id, part, deflated, if deflated { &small } else { &buffer }])?;
    }
    if hex::encode(&hash.finalize()) != source.sha256.to_ascii_lowercase() {
        return Err(VaultError::SourceChanged(source.name.clone()));
    }
    Ok(size)
}

impl Vault {
    /// Writes the original bytes of a source file, and checks them against their SHA-256.
    ///
    /// # Errors
    /// [`VaultError::Unknown`] where there is no such source; [`VaultError::DamagedDatabase`] where the bytes are
    /// not those that were imported (what was written by then must be thrown away).
    pub fn read_source(&self, source_id: &str, to: &mut dyn Write) -> Result<u64, VaultError> {
        read(&self.connection, source_id, to)
    }
}

pub(crate) fn read(connection: &Connection, source_id: &str, to: &mut dyn Write) -> Result<u64, VaultError> {
    let expected: Option<String> = connection
        .query_row("SELECT sha256 FROM sources WHERE id = ?1", [source_id], |row| row.get(0))
        .optional()?;
    let expected = expected.ok_or(VaultError::Unknown("source file"))?;
    let mut statement = connection
        .prepare_cached("SELECT deflated, bytes FROM source_parts WHERE source_id = ?1 ORDER BY part")?;
    let mut parts = statement.query([source_id])?;
    let (mut hash, mut size) = (Sha256::new(), 0);
    while let Some(row) = parts.next()? {
        let stored: Vec<u8> = row.get(1)?;
        let bytes = if row.get(0)? { rows::inflate(&stored)? } else { stored };
        hash.update(&bytes);
        size += bytes.len() as u64;
        to.write_all(&bytes).map_err(|e| VaultError::io(Path::new("export"), &e))?;
    }
    if hex::encode(&hash.finalize()) == expected { Ok(size) } else { Err(rows::damaged()) }
}
