//! Other ways to open the same vault: a new passphrase, a new recovery code, a keyring connected or let go.
//!
//! The data key stays; only its wraps change, so this takes no longer for a large vault than for a small one.
//! The key file cannot be part of a database transaction. The intent is therefore logged first: a changed key
//! file without its audit entry cannot be, an entry without a change is followed by one that says so.

use jiff::Timestamp;

use crate::audit::{self, Deed};
use crate::envelope::Envelope;
use crate::{Argon2Settings, KeyStore, OsEntropy, RecoveryCode, Vault, VaultError};

impl Vault {
    /// Sets a new passphrase. The old one opens nothing any more, except backups made before.
    ///
    /// # Errors
    /// [`VaultError::WeakPassphrase`]; the faults of the file system. The old passphrase is valid then.
    pub fn rekey_passphrase(
        &mut self,
        passphrase: &str,
        argon: Argon2Settings,
        actor: &str,
        at: Timestamp,
    ) -> Result<(), VaultError> {
        let mut next = self.envelope.clone();
        next.set_passphrase(&self.data_key, passphrase, argon, &mut OsEntropy)?;
        self.replace_envelope(next, "passphrase_changed", actor, at)
    }

    /// Makes a new recovery code; the old one opens nothing any more, except backups made before.
    ///
    /// # Errors
    /// The faults of the file system. The old code is valid then.
    pub fn renew_recovery(&mut self, actor: &str, at: Timestamp) -> Result<RecoveryCode, VaultError> {
        let mut next = self.envelope.clone();
        let code = next.set_recovery(&self.data_key, &mut OsEntropy)?;
        self.replace_envelope(next, "recovery_code_renewed", actor, at)?;
        Ok(code)
    }

    /// Connects the keyring of this session, also in place of one that lost its entry.
    ///
    /// # Errors
    /// [`VaultError::KeyringUnavailable`]; the faults of the file system.
    pub fn connect_keyring(
        &mut self,
        store: &dyn KeyStore,
        actor: &str,
        at: Timestamp,
    ) -> Result<(), VaultError> {
        let mut next = self.envelope.clone();
        let before = store.get(self.vault_id()).map_err(VaultError::KeyringUnavailable)?;
        next.set_keyring(&self.data_key, store, &mut OsEntropy)?;
        let replaced = self.replace_envelope(next, "keyring_connected", actor, at);
        if replaced.is_err() {
            // The old key file stands, so the old entry must stand too.
            let _ =
                before.map_or_else(|| store.delete(self.vault_id()), |old| store.set(self.vault_id(), &old));
        }
        replaced
    }

    /// Lets the keyring go: the key file first, then the entry.
    ///
    /// # Errors
    /// [`VaultError::KeyringUnavailable`] where the entry could not be removed; it opens nothing by then.
    pub fn disconnect_keyring(
        &mut self,
        store: &dyn KeyStore,
        actor: &str,
        at: Timestamp,
    ) -> Result<(), VaultError> {
        let mut next = self.envelope.clone();
        next.remove_keyring();
        self.replace_envelope(next, "keyring_disconnected", actor, at)?;
        store.delete(self.vault_id()).map_err(VaultError::KeyringUnavailable)
    }

    fn replace_envelope(
        &mut self,
        next: Envelope,
        action: &str,
        actor: &str,
        at: Timestamp,
    ) -> Result<(), VaultError> {
        self.log(action, "", actor, at)?;
        if let Err(error) = next.write(&self.paths.key) {
            // The error of the key file is the one that matters, also if the log takes no more entries.
            let _ = self.log("key_change_failed", action, actor, at);
            return Err(error);
        }
        self.envelope = next;
        Ok(())
    }

    pub(crate) fn log(
        &mut self,
        action: &str,
        detail: &str,
        actor: &str,
        at: Timestamp,
    ) -> Result<(), VaultError> {
        self.write(|transaction, sealer| {
            let deed = Deed { actor, action, subject: "", detail, at };
            audit::append(transaction, sealer, deed).map(|_| ())
        })
    }
}
