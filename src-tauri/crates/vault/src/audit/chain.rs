//! The hash chain of the audit log.

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::{AuditFault, Deed};
use crate::VaultError;

/// End of a chain: number of entries and the hash of the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) count: u64,
    pub(crate) hash: [u8; 32],
}

impl Head {
    /// Before the first entry.
    pub(crate) const START: Self = Self { count: 0, hash: [0; 32] };

    /// The end after one more entry.
    ///
    /// Each field goes in with its length, so that no two different entries have the same encoding.
    pub(super) fn after(self, deed: &Deed<'_>) -> Self {
        let count = self.count + 1;
        Self {
            count,
            hash: digest(
                count,
                &[&deed.at.to_string(), deed.actor, deed.action, deed.subject, deed.detail],
                &self.hash,
            ),
        }
    }

    /// The end as the table has it, without checking the entries before.
    pub(super) fn of_table(connection: &Connection) -> Result<Self, VaultError> {
        let last = connection
            .query_row("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1", [], |row| {
                Ok(Self { count: row.get(0)?, hash: row.get(1)? })
            })
            .optional()?;
        Ok(last.unwrap_or(Self::START))
    }
}

fn digest(sequence: u64, fields: &[&str], previous: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"attune audit 1");
    hash.update(sequence.to_be_bytes());
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hash.update(previous);
    hash.finalize().into()
}

/// Computes the whole chain again from the table.
pub(super) fn walk(connection: &Connection) -> Result<Result<Head, AuditFault>, VaultError> {
    let mut statement = connection.prepare(
        "SELECT sequence, at, actor, action, subject, detail, previous, hash FROM audit ORDER BY sequence",
    )?;
    let mut rows = statement.query([])?;
    let mut head = Head::START;
    while let Some(row) = rows.next()? {
        let (sequence, expected): (u64, u64) = (row.get(0)?, head.count + 1);
        if sequence != expected {
            return Ok(Err(AuditFault::Removed { sequence: expected }));
        }
        let fields: Vec<String> = (1..=5).map(|i| row.get(i)).collect::<Result<_, _>>()?;
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let (previous, stored): (Vec<u8>, Vec<u8>) = (row.get(6)?, row.get(7)?);
        let hash = digest(sequence, &fields, &head.hash);
        if previous != head.hash || stored != hash {
            return Ok(Err(AuditFault::Changed { sequence }));
        }
        head = Head { count: sequence, hash };
    }
    Ok(Ok(head))
}

pub(super) fn hash_at(connection: &Connection, sequence: u64) -> Result<Option<[u8; 32]>, VaultError> {
    Ok(connection
        .query_row("SELECT hash FROM audit WHERE sequence = ?1", [sequence], |row| row.get(0))
        .optional()?)
}
