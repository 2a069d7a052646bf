//! The keyring of the operating system: Secret Service, macOS Keychain, Windows Credential Manager.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use keyring::v1::{Entry, Error};
use zeroize::Zeroizing;

use crate::{KeyStore, KeyringTrouble};

/// The keyring of this session. Each call runs in a thread of its own with a time limit, because a locked
/// Secret Service blocks on its prompt without one.
#[derive(Debug, Clone)]
pub struct OsKeyring {
    service: String,
    limit: Duration,
}

impl OsKeyring {
    /// Entries of this service name (for example `attune`); a call that takes longer than `limit` is given up.
    #[must_use]
    pub fn new(service: &str, limit: Duration) -> Self {
        Self { service: service.to_owned(), limit }
    }

    fn within_limit<T: Send + 'static>(
        &self,
        name: &str,
        deed: impl FnOnce(Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, KeyringTrouble> {
        let (answer, result) = mpsc::sync_channel(1);
        let (service, name) = (self.service.clone(), name.to_owned());
        thread::Builder::new()
            .name("keyring".into())
            .spawn(move || {
                let outcome = match Entry::store_status() {
                    Err(e) => Err(KeyringTrouble::Absent(e.to_string())),
                    Ok(()) => Entry::new(&service, &name).and_then(deed).map_err(|e| trouble(&e)),
                };
                // Nobody listens any more after the time limit; the answer is dropped then.
                let _ = answer.send(outcome);
            })
            .map_err(|e| KeyringTrouble::Failed(e.to_string()))?;
        result.recv_timeout(self.limit).unwrap_or(Err(KeyringTrouble::TimedOut(self.limit.as_secs())))
    }
}

/// Sorts the failures of the keyring; texts of the platform hold no secret.
fn trouble(error: &Error) -> KeyringTrouble {
    match error {
        Error::NoDefaultStore | Error::PlatformFailure(_) | Error::NotSupportedByStore(_) => {
            KeyringTrouble::Absent(error.to_string())
        }
        Error::NoStorageAccess(_) => KeyringTrouble::Locked(error.to_string()),
        // These carry the secret or parts of it in their fields: name the fault, show nothing.
        Error::BadEncoding(_) | Error::BadDataFormat(..) => KeyringTrouble::ForeignEntry,
        Error::Ambiguous(_) => KeyringTrouble::Failed("several entries have the name of this vault".into()),
        _ => KeyringTrouble::Failed(error.to_string()),
    }
}

impl KeyStore for OsKeyring {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyringTrouble> {
        self.within_limit(name, |entry| match entry.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(e) => Err(e),
        })
    }

    fn set(&self, name: &str, secret: &[u8]) -> Result<(), KeyringTrouble> {
        let secret = Zeroizing::new(secret.to_vec());
        self.within_limit(name, move |entry| entry.set_secret(&secret))
    }

    fn delete(&self, name: &str) -> Result<(), KeyringTrouble> {
        self.within_limit(name, |entry| match entry.delete_credential() {
            Err(Error::NoEntry) | Ok(()) => Ok(()),
            Err(e) => Err(e),
        })
    }

    fn backend_name(&self) -> String {
        let backend = if cfg!(target_os = "macos") {
            "macos-keychain"
        } else if cfg!(windows) {
            "windows-credential-manager"
        } else {
            "secret-service"
        };
        backend.to_owned()
    }
}
