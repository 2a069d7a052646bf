//! Ways to open a vault, and what can be seen of it before.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::attempts::Attempts;
use crate::envelope::Envelope;
use crate::lock::FolderLock;
use crate::secret::Key;
use crate::{KeyStore, KeyringTrouble, MissingPart, RecoveryCode, VaultError, Warning};

/// How the vault is opened.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// With the passphrase.
    Passphrase(&'a str),
    /// With the recovery code, as typed.
    Recovery(&'a str),
    /// With the key in the system keyring.
    Keyring(&'a dyn KeyStore),
}

impl std::fmt::Debug for Unlock<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Unlock<'_> {
    /// Stable name for the audit log.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Passphrase(_) => "passphrase",
            Self::Recovery(_) => "recovery_code",
            Self::Keyring(_) => "keyring",
        }
    }
}

/// What is known of a locked vault. Nothing about any patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peek {
    /// Random number of the vault.
    pub vault_id: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Service that keeps a key for it, if it was connected to a keyring.
    pub keyring: Option<String>,
    /// Last successful unlock on this computer, as far as the folder tells.
    pub last_unlocked: Option<Timestamp>,
    /// Failed attempts since then.
    pub failed_attempts: u32,
}

/// Files of a vault in a folder.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    pub(crate) dir: PathBuf,
    pub(crate) key: PathBuf,
    pub(crate) database: PathBuf,
}

impl Paths {
    pub(crate) fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), key: dir.join("vault.key"), database: dir.join("vault.db") }
    }

    /// Name of the first part of a vault that is there, even as a broken link.
    pub(crate) fn found(&self) -> Option<&'static str> {
        ["vault.db", "vault.key", "vault.db-wal", "vault.db-shm"]
            .into_iter()
            .find(|name| fs::symlink_metadata(self.dir.join(name)).is_ok())
    }

    /// Refuses a folder without a whole vault.
    pub(crate) fn complete(&self) -> Result<(), VaultError> {
        let missing = |what| Err(VaultError::Missing { dir: self.dir.clone(), what });
        let there = |path: &Path| match fs::metadata(path) {
            Ok(_) => Ok(true),
            Err(e)
                if matches!(e.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) =>
            {
                Ok(false)
            }
            Err(e) => Err(VaultError::io(path, &e)),
        };
        match (there(&self.key)?, there(&self.database)?) {
            (true, true) => Ok(()),
            (false, true) => missing(MissingPart::KeyFile),
            (true, false) => missing(MissingPart::Database),
            (false, false) => missing(MissingPart::Vault),
        }
    }
}

/// A vault whose key is at hand and whose database is not opened yet.
pub(crate) struct Unlocked {
    pub(crate) lock: FolderLock,
    pub(crate) envelope: Envelope,
    pub(crate) data_key: Key,
    pub(crate) warnings: Vec<Warning>,
}

/// Takes the lock and unwraps the data key. A wrong secret is counted and slows the next attempt.
pub(crate) fn unlock(paths: &Paths, with: Unlock<'_>, at: Timestamp) -> Result<Unlocked, VaultError> {
    paths.complete()?;
    let lock = FolderLock::take(&paths.dir)?;
    let envelope = Envelope::read(&paths.key)?;
    let attempts = Attempts::read(&paths.dir);
    let mut warnings = Vec::new();
    let data_key = match with {
        Unlock::Passphrase(passphrase) => {
            attempts.permit(at)?;
            envelope.open_passphrase(passphrase)
        }
        Unlock::Recovery(code) => {
            attempts.permit(at)?;
            RecoveryCode::parse(code).and_then(|code| envelope.open_recovery(&code))
        }
        Unlock::Keyring(store) => envelope.open_keyring(store),
    };
    if matches!(data_key, Err(VaultError::WrongPassphrase | VaultError::WrongRecoveryCode)) {
        attempts.clone().failed(&paths.dir, at)?;
    }
    let data_key = data_key?;
    if attempts.failed > 0 {
        warnings.push(Warning::FailedAttempts(attempts.failed));
    }
    if let Unlock::Keyring(store) = with
        && let Some(recorded) = envelope.keyring_backend()
        && recorded != store.backend_name()
    {
        let (recorded, found) = (recorded.to_owned(), store.backend_name());
        warnings.push(Warning::KeyringBackendChanged { recorded, found });
    }
    Ok(Unlocked { lock, envelope, data_key, warnings })
}

/// Reads what a locked vault shows of itself; `None` where no part of a vault is there.
pub(crate) fn peek(dir: &Path) -> Result<Option<Peek>, VaultError> {
    let paths = Paths::new(dir);
    if paths.found().is_none() {
        return Ok(None);
    }
    paths.complete()?;
    let envelope = Envelope::read(&paths.key)?;
    let attempts = Attempts::read(dir);
    Ok(Some(Peek {
        vault_id: envelope.vault_id().to_owned(),
        created_at: envelope.created_at(),
        keyring: envelope.keyring_backend().map(str::to_owned),
        last_unlocked: attempts.last_unlocked,
        failed_attempts: attempts.failed,
    }))
}

/// What a failed connection to the keyring means for a vault that the passphrase opens as well.
pub(crate) fn keyring_warning(error: VaultError) -> Result<Warning, VaultError> {
    match error {
        VaultError::KeyringUnavailable(trouble) => Ok(Warning::KeyringNotConnected(trouble)),
        other => Err(other),
    }
}

/// A keyring entry left over from a vault that was not made; the vault's number is never used again.
pub(crate) fn forget(store: Option<&dyn KeyStore>, vault_id: &str) -> Result<(), KeyringTrouble> {
    store.map_or(Ok(()), |s| s.delete(vault_id))
}
