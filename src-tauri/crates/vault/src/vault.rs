//! An open vault: how it is made, opened and written to.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use crate::attempts::Attempts;
use crate::audit::{self, Deed, Sealer};
use crate::envelope::Envelope;
use crate::lock::FolderLock;
use crate::secret::Key;
use crate::unlock::{self, Paths, Unlocked};
use crate::{
    Argon2Settings, AuditEntry, DatabaseDamage, Entropy, KeyStore, Peek, RecoveryCode, Unlock, VaultError,
    Warning, database, durable, mark, schema,
};

/// How a vault is made.
#[derive(Clone, Copy)]
pub struct CreateOptions<'a> {
    /// Passphrase, at least [`crate::MINIMUM_PASSPHRASE`] characters.
    pub passphrase: &'a str,
    /// Keyring to connect; if it refuses, the vault is made all the same and [`Vault::warnings`] says so.
    pub keyring: Option<&'a dyn KeyStore>,
    /// Cost of the passphrase.
    pub argon: Argon2Settings,
    /// Who makes it.
    pub user: &'a str,
    /// When.
    pub at: Timestamp,
}

/// An open vault. Dropping it locks it: the key is wiped and the folder released.
pub struct Vault {
    // Fields are dropped in this order: the connection closes before the folder is released.
    pub(crate) connection: Connection,
    pub(crate) paths: Paths,
    pub(crate) envelope: Envelope,
    pub(crate) data_key: Key,
    pub(crate) sealer: Sealer,
    warnings: Vec<Warning>,
    _lock: FolderLock,
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

    /// Makes a vault in a folder that holds no part of one. The recovery code is shown once, never stored.
    ///
    /// # Errors
    /// [`VaultError::Exists`] where any part of a vault is found: a key is never made beside existing data.
    /// [`VaultError::WeakPassphrase`]; and the faults of the file system. On an error nothing is left behind
    /// that could be taken for a vault.
    pub fn create(
        dir: &Path,
        options: CreateOptions<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<(Self, RecoveryCode), VaultError> {
        let paths = Paths::new(dir);
        refuse_existing(&paths)?;
        let (mut envelope, data_key) = Envelope::new(options.at, entropy)?;
        envelope.set_passphrase(&data_key, options.passphrase, options.argon, entropy)?;
        let code = envelope.set_recovery(&data_key, entropy)?;
        durable::private_folder(dir)?;
        let lock = FolderLock::take(dir)?;
        // Another process may have made one while this one waited.
        refuse_existing(&paths)?;
        let mut warnings = Vec::new();
        if let Some(store) = options.keyring
            && let Err(error) = envelope.set_keyring(&data_key, store, entropy)
        {
            warnings.push(unlock::keyring_warning(error)?);
        }
        let sealer = Sealer::new(&data_key, envelope.vault_id());
        let made = lay_out(&paths, &envelope, &data_key, &sealer, &options)
            .and_then(|()| database::open(&paths.database, &data_key));
        if made.is_err() {
            // Nothing was ever stored under this key; a keyring that refuses to forget it keeps a dead entry.
            let _ = unlock::forget(options.keyring, envelope.vault_id());
        }
        let vault = Self { connection: made?, paths, envelope, data_key, sealer, warnings, _lock: lock };
        let mut vault = vault;
        vault.write_mark();
        Attempts::succeeded(dir, options.at)?;
        Ok((vault, code))
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
        Attempts::succeeded(dir, at)?;
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
    fn write_mark(&mut self) {
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

fn refuse_existing(paths: &Paths) -> Result<(), VaultError> {
    paths.found().map_or(Ok(()), |found| Err(VaultError::Exists { dir: paths.dir.clone(), found }))
}

/// Builds the database aside and moves it in last, so that a crash leaves no database without its key.
fn lay_out(
    paths: &Paths,
    envelope: &Envelope,
    data_key: &Key,
    sealer: &Sealer,
    options: &CreateOptions<'_>,
) -> Result<(), VaultError> {
    let aside = paths.dir.join(".creating");
    if aside.exists() {
        // Of a creation that was cut short: no patient was ever in it.
        fs::remove_dir_all(&aside).map_err(|e| VaultError::io(&aside, &e))?;
    }
    durable::private_folder(&aside)?;
    let database = aside.join("vault.db");
    let built = first_rows(&database, envelope, data_key, sealer, options)
        .and_then(|()| envelope.write(&paths.key))
        .and_then(|()| {
            fs::rename(&database, &paths.database).map_err(|e| VaultError::io(&paths.database, &e))
        });
    if built.is_err() {
        let _ = fs::remove_file(&paths.key);
    }
    let _ = fs::remove_dir_all(&aside);
    built?;
    durable::sync_folder(&paths.dir)
}

fn first_rows(
    path: &Path,
    envelope: &Envelope,
    data_key: &Key,
    sealer: &Sealer,
    options: &CreateOptions<'_>,
) -> Result<(), VaultError> {
    let mut connection = database::create(path, data_key)?;
    schema::migrate_to(&mut connection, schema::NEWEST)?;
    let transaction = connection.transaction()?;
    transaction.execute(
        "INSERT INTO vault (id, vault_id, created_at) VALUES (1, ?1, ?2)",
        params![envelope.vault_id(), options.at.to_string()],
    )?;
    seen(&transaction, options.user, options.at)?;
    sealer.start(&transaction)?;
    let detail = envelope.keyring_backend().map_or_else(String::new, |b| format!("keyring {b}"));
    let deed = Deed {
        actor: options.user,
        action: "vault_created",
        subject: envelope.vault_id(),
        detail: &detail,
        at: options.at,
    };
    audit::append(&transaction, sealer, deed)?;
    transaction.commit()?;
    connection.close().map_err(|(_, e)| VaultError::from(e))
}

/// Remembers who works with the vault.
fn seen(transaction: &Transaction<'_>, user: &str, at: Timestamp) -> Result<(), VaultError> {
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
