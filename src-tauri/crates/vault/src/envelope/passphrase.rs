//! From a passphrase to a key, slowly.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::VaultError;
use crate::secret::Key;

/// Fewest characters of a passphrase (NIST SP 800-63B, section 5.1.1.1).
pub const MINIMUM_PASSPHRASE: usize = 8;

/// Cost of Argon2id (RFC 9106), stored with the salt so that it can be raised later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Argon2Settings {
    /// Memory, KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Argon2Settings {
    /// 64 MiB, three passes, one lane: the memory and passes of the second recommended option of RFC 9106,
    /// section 4, with one lane instead of four because the crate computes lanes one after the other.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 }
    }
}

impl Argon2Settings {
    /// The cheapest cost. For tests only: it does not slow an attacker.
    #[must_use]
    pub fn for_tests() -> Self {
        Self { memory_kib: 8, passes: 1, lanes: 1 }
    }

    /// A key file from elsewhere must not be able to claim all memory of the computer.
    fn bounded(self) -> bool {
        self.memory_kib <= 4 * 1024 * 1024 && self.passes <= 64 && self.lanes <= 16
    }

    pub(super) fn stretch(self, passphrase: &str, salt: &[u8]) -> Result<Key, VaultError> {
        let refused = || VaultError::DamagedKeyFile("its Argon2id parameters are out of range".into());
        if !self.bounded() {
            return Err(refused());
        }
        let params =
            Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| refused())?;
        let mut bytes = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), salt, bytes.as_mut())
            .map_err(|_| refused())?;
        Key::from_slice(bytes.as_slice()).ok_or_else(refused)
    }
}

/// Counts characters, not bytes: `ä` is one.
pub(super) fn long_enough(passphrase: &str) -> Result<(), VaultError> {
    if passphrase.chars().count() < MINIMUM_PASSPHRASE {
        return Err(VaultError::WeakPassphrase { minimum: MINIMUM_PASSPHRASE });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_reference_implementation() {
        // src/test.c of the reference implementation: Argon2id v1.3, t = 2, m = 2^8 KiB, p = 1.
        let cost = Argon2Settings { memory_kib: 256, passes: 2, lanes: 1 };
        let key = cost.stretch("password", b"somesalt").unwrap();
        assert_eq!(
            crate::hex::encode(key.bytes()),
            "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"
        );
    }

    #[test]
    fn refuses_costs_that_would_take_the_whole_memory() {
        let greedy = Argon2Settings { memory_kib: u32::MAX, passes: 1, lanes: 1 };
        assert!(matches!(greedy.stretch("passphrase", &[0; 16]), Err(VaultError::DamagedKeyFile(_))));
    }

    #[test]
    fn counts_characters() {
        assert!(long_enough("äöüäöüäö").is_ok());
        assert!(long_enough("äöüäöüä").is_err());
    }
}
