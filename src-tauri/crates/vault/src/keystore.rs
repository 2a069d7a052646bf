//! A place that keeps one secret for each vault, outside the vault.

mod memory;
mod os;

use thiserror::Error;
use zeroize::Zeroizing;

pub use memory::InMemory;
pub use os::OsKeyring;

/// Why a keyring gives no key. None of these is a reason to make a new one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyringTrouble {
    /// This computer or session has no keyring service.
    #[error("there is none on this computer ({0})")]
    Absent(String),
    /// It is there and did not let Attune in: locked, or the prompt was dismissed.
    #[error("it is locked or refused access ({0})")]
    Locked(String),
    /// It did not answer in time: most often a prompt waits behind the window.
    #[error("it did not answer within {0} s")]
    TimedOut(u64),
    /// It has no entry for this vault any more.
    #[error("it holds no key for this vault")]
    EntryLost,
    /// It has no entry, and the vault was last used with another service.
    #[error("the key was kept by `{recorded}`, and this session uses `{found}`")]
    BackendChanged {
        /// Service that keeps the key.
        recorded: String,
        /// Service of this session.
        found: String,
    },
    /// Its entry does not open this vault.
    #[error("its entry does not fit this vault")]
    ForeignEntry,
    /// The vault was never connected to a keyring.
    #[error("this vault was not connected to one")]
    NotConnected,
    /// Another failure.
    #[error("{0}")]
    Failed(String),
}

/// Keeps small secrets under names. An absent entry is `Ok(None)`; every failure is an error of its own,
/// because only the first may ever be read as "there is nothing".
pub trait KeyStore {
    /// The secret under this name, or `None` where there is no entry.
    ///
    /// # Errors
    /// [`KeyringTrouble`] where the store could not be asked.
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyringTrouble>;

    /// Stores a secret, in place of an older one under the same name.
    ///
    /// # Errors
    /// [`KeyringTrouble`] where it could not be stored.
    fn set(&self, name: &str, secret: &[u8]) -> Result<(), KeyringTrouble>;

    /// Removes the entry; an absent one is no error.
    ///
    /// # Errors
    /// [`KeyringTrouble`] where the store could not be asked.
    fn delete(&self, name: &str) -> Result<(), KeyringTrouble>;

    /// Name of the service, recorded in the key file: a change of it explains a lost entry.
    fn backend_name(&self) -> String;
}
