//! The key file: one random data key, sealed once for each way to open the vault.
//!
//! The file is `{"sha256":"..","body":{..}}`. The checksum is not a protection against an attacker, it tells a
//! damaged file from a wrong passphrase: a changed byte anywhere fails the checksum before any key is tried.

mod code;
mod passphrase;

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

pub use code::RecoveryCode;
pub use passphrase::{Argon2Settings, MINIMUM_PASSPHRASE};

use crate::secret::{Key, Sealed};
use crate::{Entropy, KeyStore, KeyringTrouble, VaultError, durable, entropy, hex};

/// Newest version of the key file that is read and written.
const VERSION: u32 = 1;

/// Sealed under the data key, to prove that an unwrapped key is the one of this vault.
const KEY_CHECK: &[u8] = b"attune vault key check";

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Envelope {
    version: u32,
    vault_id: String,
    created_at: Timestamp,
    key_check: Sealed,
    wraps: Vec<Wrap>,
}

/// The data key, sealed for one way of opening.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Wrap {
    Passphrase {
        argon2id: Argon2Settings,
        #[serde(with = "hex")]
        salt: [u8; 16],
        sealed: Sealed,
    },
    Recovery {
        #[serde(with = "hex")]
        salt: [u8; 16],
        sealed: Sealed,
    },
    Keyring {
        backend: String,
        sealed: Sealed,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outer<'a> {
    sha256: String,
    #[serde(borrow)]
    body: &'a RawValue,
}

impl Envelope {
    /// A new envelope without any wrap, and the new data key.
    pub(crate) fn new(at: Timestamp, entropy: &mut dyn Entropy) -> Result<(Self, Key), VaultError> {
        let data_key = Key::random(entropy)?;
        let vault_id = entropy::random_id(entropy)?;
        let key_check = Sealed::new(&data_key, KEY_CHECK, vault_id.as_bytes(), entropy)?;
        Ok((Self { version: VERSION, vault_id, created_at: at, key_check, wraps: Vec::new() }, data_key))
    }

    pub(crate) fn vault_id(&self) -> &str {
        &self.vault_id
    }

    pub(crate) fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Service that keeps the keyring secret, if the vault is connected to one.
    pub(crate) fn keyring_backend(&self) -> Option<&str> {
        self.wraps.iter().find_map(|w| match w {
            Wrap::Keyring { backend, .. } => Some(backend.as_str()),
            _ => None,
        })
    }

    /// What is authenticated with a wrap: it cannot be moved to another vault or another kind.
    fn context(&self, kind: &str) -> Vec<u8> {
        format!("attune wrap {VERSION} {} {kind}", self.vault_id).into_bytes()
    }

    pub(crate) fn set_passphrase(
        &mut self,
        data_key: &Key,
        passphrase: &str,
        argon2id: Argon2Settings,
        entropy: &mut dyn Entropy,
    ) -> Result<(), VaultError> {
        passphrase::long_enough(passphrase)?;
        let salt = entropy::random(entropy)?;
        let wrapping = argon2id.stretch(passphrase, &salt)?;
        let sealed = Sealed::new(&wrapping, data_key.bytes(), &self.context("passphrase"), entropy)?;
        self.wraps.retain(|w| !matches!(w, Wrap::Passphrase { .. }));
        self.wraps.push(Wrap::Passphrase { argon2id, salt, sealed });
        Ok(())
    }

    /// Makes a recovery code; an older one opens nothing any more.
    pub(crate) fn set_recovery(
        &mut self,
        data_key: &Key,
        entropy: &mut dyn Entropy,
    ) -> Result<RecoveryCode, VaultError> {
        let code = RecoveryCode::new(entropy)?;
        let salt: [u8; 16] = entropy::random(entropy)?;
        let sealed = Sealed::new(&code.key(&salt), data_key.bytes(), &self.context("recovery"), entropy)?;
        self.wraps.retain(|w| !matches!(w, Wrap::Recovery { .. }));
        self.wraps.push(Wrap::Recovery { salt, sealed });
        Ok(code)
    }

    /// Puts a new random secret into the keyring and seals the data key under it.
    pub(crate) fn set_keyring(
        &mut self,
        data_key: &Key,
        store: &dyn KeyStore,
        entropy: &mut dyn Entropy,
    ) -> Result<(), VaultError> {
        let secret = Key::random(entropy)?;
        let sealed = Sealed::new(&secret, data_key.bytes(), &self.context("keyring"), entropy)?;
        let stored = store
            .set(&self.vault_id, secret.bytes())
            .and_then(|()| store.get(&self.vault_id))
            .map_err(VaultError::KeyringUnavailable)?;
        // Some services accept a secret and do not keep it; only what comes back counts.
        if stored.is_none_or(|s| s.as_slice() != secret.bytes()) {
            return Err(VaultError::KeyringUnavailable(KeyringTrouble::EntryLost));
        }
        self.wraps.retain(|w| !matches!(w, Wrap::Keyring { .. }));
        self.wraps.push(Wrap::Keyring { backend: store.backend_name(), sealed });
        Ok(())
    }

    pub(crate) fn remove_keyring(&mut self) {
        self.wraps.retain(|w| !matches!(w, Wrap::Keyring { .. }));
    }

    pub(crate) fn open_passphrase(&self, passphrase: &str) -> Result<Key, VaultError> {
        let context = self.context("passphrase");
        for wrap in &self.wraps {
            if let Wrap::Passphrase { argon2id, salt, sealed } = wrap
                && let Some(key) = sealed.open(&argon2id.stretch(passphrase, salt)?, &context)
            {
                return self.checked(&key);
            }
        }
        Err(VaultError::WrongPassphrase)
    }

    pub(crate) fn open_recovery(&self, code: &RecoveryCode) -> Result<Key, VaultError> {
        let context = self.context("recovery");
        for wrap in &self.wraps {
            if let Wrap::Recovery { salt, sealed } = wrap
                && let Some(key) = sealed.open(&code.key(salt), &context)
            {
                return self.checked(&key);
            }
        }
        Err(VaultError::WrongRecoveryCode)
    }

    /// The data key by way of the keyring. Never makes an entry: a lost one is reported.
    pub(crate) fn open_keyring(&self, store: &dyn KeyStore) -> Result<Key, VaultError> {
        let refuse = |trouble| Err(VaultError::KeyringUnavailable(trouble));
        let wrap = self.wraps.iter().find_map(|w| match w {
            Wrap::Keyring { backend, sealed } => Some((backend, sealed)),
            _ => None,
        });
        let Some((recorded, sealed)) = wrap else { return refuse(KeyringTrouble::NotConnected) };
        let found = store.backend_name();
        let Some(secret) = store.get(&self.vault_id).map_err(VaultError::KeyringUnavailable)? else {
            return refuse(if *recorded == found {
                KeyringTrouble::EntryLost
            } else {
                KeyringTrouble::BackendChanged { recorded: recorded.clone(), found }
            });
        };
        let key = Key::from_slice(&secret).and_then(|k| sealed.open(&k, &self.context("keyring")));
        key.map_or_else(|| refuse(KeyringTrouble::ForeignEntry), |key| self.checked(&key))
    }

    /// An unwrapped key counts only if it opens the key check of this vault.
    fn checked(&self, key: &[u8]) -> Result<Key, VaultError> {
        Key::from_slice(key)
            .filter(|k| self.key_check.open(k, self.vault_id.as_bytes()).is_some_and(|p| *p == KEY_CHECK))
            .ok_or_else(|| VaultError::DamagedKeyFile("its key check does not fit its key".into()))
    }

    pub(crate) fn read(path: &Path) -> Result<Self, VaultError> {
        let bytes = std::fs::read(path).map_err(|e| VaultError::io(path, &e))?;
        let damaged = |what: &str| VaultError::DamagedKeyFile(what.to_owned());
        let text = std::str::from_utf8(&bytes).map_err(|_| damaged("it is not text"))?;
        let outer: Outer<'_> = serde_json::from_str(text).map_err(|_| damaged("its structure is broken"))?;
        let body = outer.body.get();
        if hex::encode(&Sha256::digest(body)) != outer.sha256 || text != file_text(&outer.sha256, body) {
            return Err(damaged("its checksum does not fit"));
        }
        let version =
            serde_json::from_str::<Version>(body).map_err(|_| damaged("it has no version"))?.version;
        if version > VERSION {
            return Err(VaultError::NewerSchema { found: version, supported: VERSION });
        }
        serde_json::from_str(body).map_err(|_| damaged("a field is missing or unknown"))
    }

    pub(crate) fn write(&self, path: &Path) -> Result<(), VaultError> {
        let body = serde_json::to_string(self).map_err(|e| VaultError::Store(e.to_string()))?;
        let text = file_text(&hex::encode(&Sha256::digest(&body)), &body);
        durable::replace(path, text.as_bytes())
    }
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// The only text that is taken for this body: a changed space or letter case outside of it is damage too.
fn file_text(sha256: &str, body: &str) -> String {
    format!("{{\"sha256\":\"{sha256}\",\"body\":{body}}}\n")
}
