//! Erasing a person (GDPR article 17): every row goes, the audit log keeps the deed under the random number.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use crate::audit::{self, Deed};
use crate::{Vault, VaultError};

/// Tables with rows of a patient, in the order that their references allow.
const TABLES: [&str; 9] = [
    "lists",
    "decisions",
    "consents",
    "genomes",
    "record_items",
    "sources",
    "imports",
    "identifiers",
    "patients",
];

impl Vault {
    /// Removes everything about a patient and overwrites the room that it took. Backups made before still hold the
    /// person; who erases has to see to them.
    ///
    /// # Errors
    /// [`VaultError::Unknown`] where there is no such patient, undone or not. Where the last step, rewriting the
    /// file, fails (for example [`VaultError::DiskFull`]), the rows are already gone and overwritten in place; it
    /// may be repeated with [`Vault::compact`].
    pub fn erase_patient(&mut self, patient_id: &str, actor: &str, at: Timestamp) -> Result<(), VaultError> {
        self.write(|transaction, sealer| {
            let there =
                transaction.query_row("SELECT 1 FROM patients WHERE id = ?1", [patient_id], |_| Ok(()));
            there.optional()?.ok_or(VaultError::Unknown("patient"))?;
            transaction.execute(
                "INSERT INTO erasures (patient_id, at, actor) VALUES (?1, ?2, ?3)",
                params![patient_id, at.to_string(), actor],
            )?;
            transaction.execute(
                "DELETE FROM source_parts WHERE source_id IN (SELECT id FROM sources WHERE patient_id = ?1)",
                [patient_id],
            )?;
            for table in TABLES {
                let column = if table == "patients" { "id" } else { "patient_id" };
                transaction.execute(&format!("DELETE FROM {table} WHERE {column} = ?1"), [patient_id])?;
            }
            let deed = Deed { actor, action: "patient_erased", subject: patient_id, detail: "", at };
            audit::append(transaction, sealer, deed).map(|_| ())
        })?;
        self.compact()
    }

    /// Rewrites the database without its free pages and empties the write-ahead log.
    ///
    /// # Errors
    /// The faults of the store; nothing is lost by them.
    pub fn compact(&mut self) -> Result<(), VaultError> {
        self.connection.execute_batch("VACUUM")?;
        let busy: i64 = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy == 0 { Ok(()) } else { Err(VaultError::Busy) }
    }
}
