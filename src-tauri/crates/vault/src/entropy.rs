//! Randomness for keys, nonces and patient numbers.

use crate::VaultError;

/// A source of unpredictable bytes.
pub trait Entropy {
    /// Fills the buffer.
    ///
    /// # Errors
    /// [`VaultError::NoEntropy`] where the source fails; no key is made then.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), VaultError>;
}

/// The generator of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), VaultError> {
        getrandom::fill(buffer).map_err(|e| VaultError::NoEntropy(e.to_string()))
    }
}

/// An array of random bytes.
pub(crate) fn random<const N: usize>(entropy: &mut dyn Entropy) -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}

/// A random 128-bit number as 32 hexadecimal digits.
pub(crate) fn random_id(entropy: &mut dyn Entropy) -> Result<String, VaultError> {
    Ok(crate::hex::encode(&random::<16>(entropy)?))
}
