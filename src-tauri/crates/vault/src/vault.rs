//! An open vault: how it is opened and written to.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use crate::attempts::Attempts;
use crate::audit::{self, Deed, Sealer};
use crate::envelope::Envelope;
use crate::lock::FolderLock;
use crate::secret::Key;
use crate::unlock::{self, Paths, Unlocked};
use crate::{AuditEntry, DatabaseDamage, Peek, Unlock, VaultError, Warning, database, durable, mark, schema};

/// An open vault. Dropping it locks it: the key is wiped and the folder released.
pub struct Vault {
    // Fields are dropped in this order: the connection closes before the folder is released.
    pub(crate) connection: Connection,
    pub(crate) paths: Paths,
    pub(crate) envelope: Envelope,
    pub(crate) data_key: Key,
    pub(crate) sealer: Sealer,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) _lock: FolderLock,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vault({})", self.envelope.vault_id())
    }
}

impl Vault {
    /// What a locked vault shows of itself; `None` where the folder holds no part of a vault.
    ///
    /// # Errors
    /// [`VaultError::Missing`] for half a vault, [`VaultError::DamagedKeyFile`] for a broken key file.
    pub fn peek(dir: &Path) -> Result<Option<Peek>, VaultError> {
        unlock::peek(dir)
    }

    /// Opens a vault, migrates an older one, and writes the unlocking into the audit log.
    ///
    /// # Errors
    /// Each way to fail has its own [`VaultError`]; none of them changes the vault or makes a key.
    pub fn open(dir: &Path, with: Unlock<'_>, user: &str, at: Timestamp) -> Result<Self, VaultError> {
        let paths = Paths::new(dir);
        let Unlocked { lock, envelope, data_key, warnings } = unlock::unlock(&paths, with, at)?;
        durable::narrow(dir, 0o700)?;
        let connection = database::open(&paths.database, &data_key)?;
        schema::readable(&connection)?;
        same_vault(&connection, envelope.vault_id())?;
        let sealer = Sealer::new(&data_key, envelope.vault_id());
        let mut vault = Self { connection, paths, envelope, data_key, sealer, warnings, _lock: lock };
        if let Some(warning) = mark::compare(dir, &vault.sealer, &vault.connection)? {
            vault.warnings.push(warning);
        }
        let found = schema::migrate_to(&mut vault.connection, schema::NEWEST)?;
        vault.greet(with, user, at, found)?;
        // The count of failures is a courtesy; a disk that is full by now must not keep the person out.
        let _ = Attempts::succeeded(dir, at);
        Ok(vault)
    }

    /// Writes what happened up to the unlocking into the log. A log that does not verify does not keep the
    /// person from the data, but takes no new entries.
    fn greet(&mut self, with: Unlock<'_>, user: &str, at: Timestamp, schema: u32) -> Result<(), VaultError> {
        let noted: Vec<(&str, String)> = self
            .warnings
            .iter()
            .map(|w| match w {
                Warning::FailedAttempts(n) => ("unlock_failed", format!("{n} attempts")),
                Warning::RolledBack { .. } => ("rollback_noticed", w.to_string()),
                other => ("warning", other.to_string()),
            })
            .chain(
                (schema < schema::NEWEST)
                    .then(|| ("schema_migrated", format!("from {schema} to {}", schema::NEWEST))),
            )
            .chain([("unlocked", format!("with {}", with.name()))])
            .collect();
        let written = self.write(|transaction, sealer| {
            for (action, detail) in &noted {
                audit::append(transaction, sealer, Deed { actor: user, action, subject: "", detail, at })?;
            }
            seen(transaction, user, at)
        });
        match written {
            Err(VaultError::AuditBroken(fault)) => {
                self.warnings.push(Warning::AuditBroken(fault));
                Ok(())
            }
            other => other,
        }
    }

    /// Runs one deed as one transaction. An error anywhere in it leaves the database as it was.
    pub(crate) fn write<T>(
        &mut self,
        deed: impl FnOnce(&Transaction<'_>, &Sealer) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = deed(&transaction, &self.sealer)?;
        transaction.commit()?;
        self.write_mark();
        Ok(value)
    }

    /// The deed is stored by now; a mark that cannot be written is a warning, not a failure of the deed.
    pub(crate) fn write_mark(&mut self) {
        let written = audit::verify_end(&self.connection, &self.sealer)
            .and_then(|head| mark::write(&self.paths.dir, &self.sealer, head));
        if written.is_err() && !self.warnings.contains(&Warning::MarkNotWritten) {
            self.warnings.push(Warning::MarkNotWritten);
        }
    }

    /// What a person should know about this vault.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Random number of the vault.
    #[must_use]
    pub fn vault_id(&self) -> &str {
        self.envelope.vault_id()
    }

    /// The folder of the vault.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.paths.dir
    }

    /// The latest entries of the audit log, newest first.
    ///
    /// # Errors
    /// The faults of the database.
    pub fn audit(&self, limit: usize) -> Result<Vec<AuditEntry>, VaultError> {
        audit::latest(&self.connection, limit)
    }

    /// Computes the whole audit log again. `Ok(Err(..))` holds the first entry that does not fit.
    ///
    /// # Errors
    /// The faults of the database.
    pub fn audit_verify(&self) -> Result<Result<u64, crate::AuditFault>, VaultError> {
        Ok(audit::verify(&self.connection, &self.sealer)?.map(|head| head.count))
    }
}

/// Remembers who works with the vault.
pub(crate) fn seen(transaction: &Transaction<'_>, user: &str, at: Timestamp) -> Result<(), VaultError> {
    transaction.execute(
        "INSERT INTO users (name, first_seen, last_seen) VALUES (?1, ?2, ?2)
         ON CONFLICT (name) DO UPDATE SET last_seen = excluded.last_seen",
        params![user, at.to_string()],
    )?;
    Ok(())
}

pub(crate) fn same_vault(connection: &Connection, vault_id: &str) -> Result<(), VaultError> {
    let found: String = connection.query_row("SELECT vault_id FROM vault", [], |row| row.get(0))?;
    if found == vault_id { Ok(()) } else { Err(VaultError::DamagedDatabase(DatabaseDamage::ForeignVault)) }
}
