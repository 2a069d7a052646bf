//! Making a vault: the one place where a data key comes into being.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::params;

use crate::attempts::Attempts;
use crate::audit::{self, Deed, Sealer};
use crate::envelope::Envelope;
use crate::lock::FolderLock;
use crate::secret::Key;
use crate::unlock::{self, Paths};
use crate::vault::seen;
use crate::{Argon2Settings, Entropy, KeyStore, RecoveryCode, Vault, VaultError, database, durable, schema};

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

impl Vault {
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
        let mut vault = Self { connection: made?, paths, envelope, data_key, sealer, warnings, _lock: lock };
        vault.write_mark();
        // Shown before the next unlock; not worth failing for once the vault is made.
        let _ = Attempts::succeeded(dir, options.at);
        Ok((vault, code))
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
