//! Taking an import back.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use crate::audit::{self, Deed};
use crate::{Vault, VaultError};

impl Vault {
    /// Takes an import back: its rows stay, every reading leaves them out, and its files may be imported again.
    /// A patient whose last import is undone disappears, unless a person recorded a decision for them.
    ///
    /// # Errors
    /// [`VaultError::Unknown`], [`VaultError::AlreadyUndone`], the faults of the store.
    pub fn undo_import(&mut self, import_id: &str, actor: &str, at: Timestamp) -> Result<(), VaultError> {
        self.write(|transaction, sealer| {
            let found: Option<(String, Option<String>)> = transaction
                .query_row("SELECT patient_id, undone_at FROM imports WHERE id = ?1", [import_id], |r| {
                    Ok((r.get(0)?, r.get(1)?))
                })
                .optional()?;
            let (patient_id, undone) = found.ok_or(VaultError::Unknown("import"))?;
            if undone.is_some() {
                return Err(VaultError::AlreadyUndone);
            }
            transaction.execute(
                "UPDATE imports SET undone_at = ?2, undone_by = ?3 WHERE id = ?1",
                params![import_id, at.to_string(), actor],
            )?;
            let deed = Deed { actor, action: "import_undone", subject: &patient_id, detail: import_id, at };
            audit::append(transaction, sealer, deed).map(|_| ())
        })
    }
}
