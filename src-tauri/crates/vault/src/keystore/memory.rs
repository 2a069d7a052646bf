//! A key store in memory, with faults on demand. For tests and for runs that must leave no trace.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use crate::{KeyStore, KeyringTrouble};

/// Secrets of this process only.
#[derive(Default)]
pub struct InMemory {
    entries: Mutex<HashMap<String, Zeroizing<Vec<u8>>>>,
    trouble: Mutex<Option<KeyringTrouble>>,
    backend: Mutex<Option<String>>,
}

impl std::fmt::Debug for InMemory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InMemory(..)")
    }
}

impl InMemory {
    /// From now on every call fails in this way; `None` ends it.
    pub fn fail_with(&self, trouble: Option<KeyringTrouble>) {
        *lock(&self.trouble) = trouble;
    }

    /// From now on the service has this name.
    pub fn rename_backend(&self, name: &str) {
        *lock(&self.backend) = Some(name.to_owned());
    }

    /// Loses every entry, as a new session collection does.
    pub fn lose_entries(&self) {
        lock(&self.entries).clear();
    }

    /// Names of the entries.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        lock(&self.entries).keys().cloned().collect()
    }

    fn check(&self) -> Result<(), KeyringTrouble> {
        lock(&self.trouble).clone().map_or(Ok(()), Err)
    }
}

/// A panic of another test thread leaves the map as it was: every change is one call.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl KeyStore for InMemory {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyringTrouble> {
        self.check()?;
        Ok(lock(&self.entries).get(name).cloned())
    }

    fn set(&self, name: &str, secret: &[u8]) -> Result<(), KeyringTrouble> {
        self.check()?;
        lock(&self.entries).insert(name.to_owned(), Zeroizing::new(secret.to_vec()));
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeyringTrouble> {
        self.check()?;
        lock(&self.entries).remove(name);
        Ok(())
    }

    fn backend_name(&self) -> String {
        lock(&self.backend).clone().unwrap_or_else(|| "memory".to_owned())
    }
}
