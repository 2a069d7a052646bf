//! The audit log: entries are only added, and each holds the hash of the one before it.
//!
//! Three layers detect tampering. Triggers abort UPDATE and DELETE. The hash chain shows an edited, removed or
//! moved entry. The seal over count and last hash, under a key that is not the database's, shows a cut tail and
//! a chain that was computed anew. The mark beside the database (see `mark`) shows an old copy put back.

mod chain;
mod seal;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;
use thiserror::Error;

pub(crate) use chain::Head;
pub(crate) use seal::Sealer;

use crate::{VaultError, hex};

/// One deed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// Place in the log, from 1, without gaps. Order is by this number, never by the clock.
    pub sequence: u64,
    /// Time by the computer's clock.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What, a stable name.
    pub action: String,
    /// On what: the number of a patient, import or file, or empty.
    pub subject: String,
    /// Particulars. Never a name or other identity of a patient.
    pub detail: String,
    /// SHA-256 of this entry and the hash before it.
    pub hash: String,
}

/// The first thing that does not fit in the log.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum AuditFault {
    /// The content of this entry is not what its hash says.
    #[error("entry {sequence} was changed")]
    Changed {
        /// Its number.
        sequence: u64,
    },
    /// This entry is not there.
    #[error("entry {sequence} is missing")]
    Removed {
        /// Its number.
        sequence: u64,
    },
    /// The log ends before its sealed count.
    #[error("it ends at entry {found} of {expected}")]
    Shortened {
        /// Sealed count.
        expected: u64,
        /// Entries found.
        found: u64,
    },
    /// The chain fits in itself, but is not the one that was sealed.
    #[error("its entries were computed anew")]
    Rewritten,
    /// The seal is missing or was not made with the key of this vault.
    #[error("its seal is missing or broken")]
    SealBroken,
    /// It lies on damaged pages.
    #[error("it cannot be read")]
    Unreadable,
}

/// What a deed says about itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deed<'a> {
    pub(crate) actor: &'a str,
    pub(crate) action: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) detail: &'a str,
    pub(crate) at: Timestamp,
}

/// Adds an entry within the transaction of the deed itself, and seals the new end of the log.
pub(crate) fn append(
    transaction: &Transaction<'_>,
    sealer: &Sealer,
    deed: Deed<'_>,
) -> Result<Head, VaultError> {
    // Appending to a log that does not fit its seal would heal what must stay visible.
    let last = verify_end(transaction, sealer)?;
    let next = last.after(&deed);
    transaction.execute(
        "INSERT INTO audit (sequence, at, actor, action, subject, detail, previous, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            next.count,
            deed.at.to_string(),
            deed.actor,
            deed.action,
            deed.subject,
            deed.detail,
            last.hash,
            next.hash
        ],
    )?;
    sealer.write(transaction, next)?;
    Ok(next)
}

/// The latest entries, newest first.
pub(crate) fn latest(connection: &Connection, limit: usize) -> Result<Vec<AuditEntry>, VaultError> {
    let mut statement = connection.prepare(
        "SELECT sequence, at, actor, action, subject, detail, hash FROM audit ORDER BY sequence DESC LIMIT ?1",
    )?;
    let rows = statement.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
        Ok((
            row.get::<_, String>(1)?,
            AuditEntry {
                sequence: row.get(0)?,
                at: Timestamp::UNIX_EPOCH,
                actor: row.get(2)?,
                action: row.get(3)?,
                subject: row.get(4)?,
                detail: row.get(5)?,
                hash: hex::encode(&row.get::<_, Vec<u8>>(6)?),
            },
        ))
    })?;
    rows.map(|row| {
        let (at, entry) = row?;
        Ok(AuditEntry { at: crate::rows::timestamp(&at)?, ..entry })
    })
    .collect()
}

/// Checks every entry, the seal and their agreement. `Ok` holds the number of entries or the first fault.
pub(crate) fn verify(
    connection: &Connection,
    sealer: &Sealer,
) -> Result<Result<Head, AuditFault>, VaultError> {
    let sealed = match sealer.read(connection) {
        Ok(head) => head,
        Err(VaultError::AuditBroken(fault)) => return Ok(Err(fault)),
        Err(other) => return Err(other),
    };
    let end = match chain::walk(connection)? {
        Ok(end) => end,
        Err(fault) => return Ok(Err(fault)),
    };
    Ok(if end.count < sealed.count {
        Err(AuditFault::Shortened { expected: sealed.count, found: end.count })
    } else if end != sealed {
        Err(AuditFault::Rewritten)
    } else {
        Ok(end)
    })
}

/// Hash of the entry with this number, if it is there.
pub(crate) fn hash_at(connection: &Connection, sequence: u64) -> Result<Option<[u8; 32]>, VaultError> {
    chain::hash_at(connection, sequence)
}

/// The end of the log, if the table agrees with the seal; the entries before are not computed again.
pub(crate) fn verify_end(connection: &Connection, sealer: &Sealer) -> Result<Head, VaultError> {
    let (sealed, last) = (sealer.read(connection)?, Head::of_table(connection)?);
    if sealed == last {
        return Ok(last);
    }
    Err(VaultError::AuditBroken(if sealed.count > last.count {
        AuditFault::Shortened { expected: sealed.count, found: last.count }
    } else {
        AuditFault::Rewritten
    }))
}

#[cfg(test)]
mod tests;
