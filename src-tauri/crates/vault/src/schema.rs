//! Numbered migrations. Each runs in one transaction together with its version number.

use rusqlite::{Connection, TransactionBehavior};

use crate::VaultError;

/// The SQL of each version, in order. A released file is never changed, only followed by another.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_store.sql"),
    include_str!("migrations/0002_decisions_and_counts.sql"),
    include_str!("migrations/0003_lists.sql"),
];

/// Newest version that this build reads.
pub(crate) const NEWEST: u32 = MIGRATIONS.len() as u32;

pub(crate) fn version(connection: &Connection) -> Result<u32, VaultError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Refuses a database that a newer version wrote. Nothing is written.
pub(crate) fn readable(connection: &Connection) -> Result<u32, VaultError> {
    let found = version(connection)?;
    if found > NEWEST {
        return Err(VaultError::NewerSchema { found, supported: NEWEST });
    }
    Ok(found)
}

/// Brings the database to `target`; returns the version that it had.
pub(crate) fn migrate_to(connection: &mut Connection, target: u32) -> Result<u32, VaultError> {
    let found = readable(connection)?;
    let steps = (1..).zip(MIGRATIONS).filter(|(number, _)| (found + 1..=target).contains(number));
    for (number, sql) in steps {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step.execute_batch(sql)?;
        step.pragma_update(None, "user_version", number)?;
        step.commit()?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
