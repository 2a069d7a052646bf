//! Keys in memory, and the one cipher that seals them at rest.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::entropy::random;
use crate::{Entropy, VaultError, hex};

/// A 256-bit key. Wiped when dropped, never printed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    pub(crate) fn random(entropy: &mut dyn Entropy) -> Result<Self, VaultError> {
        random(entropy).map(Self)
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A key for one purpose: the one-step derivation of NIST SP 800-56C rev. 2, section 4 (SHA-256 over
    /// counter, secret and context). The secret must already have full entropy.
    pub(crate) fn derive(secret: &[u8], context: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        hash.update(1u32.to_be_bytes());
        hash.update(secret);
        for part in context {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// The key as SQLCipher takes a raw one: `x'..'`.
    pub(crate) fn sqlcipher(&self) -> Zeroizing<String> {
        let digits = Zeroizing::new(hex::encode(&self.0));
        Zeroizing::new(format!("x'{}'", digits.as_str()))
    }
}

/// Bytes sealed with XChaCha20-Poly1305 under a random nonce.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sealed {
    #[serde(with = "hex")]
    nonce: [u8; 24],
    #[serde(with = "hex")]
    ciphertext: Vec<u8>,
}

impl Sealed {
    /// Seals `plain`; `context` is authenticated with it and must be given again to open it.
    pub(crate) fn new(
        key: &Key,
        plain: &[u8],
        context: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Self, VaultError> {
        let nonce = random(entropy)?;
        XChaCha20Poly1305::new(key.bytes().into())
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: plain, aad: context })
            .map(|ciphertext| Self { nonce, ciphertext })
            .map_err(|_| VaultError::Store("a value is too long to be sealed".into()))
    }

    /// The plain bytes, if key and context are those of sealing and nothing was changed.
    pub(crate) fn open(&self, key: &Key, context: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        XChaCha20Poly1305::new(key.bytes().into())
            .decrypt(XNonce::from_slice(&self.nonce), Payload { msg: &self.ciphertext, aad: context })
            .ok()
            .map(Zeroizing::new)
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        [self.nonce.as_slice(), &self.ciphertext].concat()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (nonce, ciphertext) = bytes.split_first_chunk::<24>()?;
        Some(Self { nonce: *nonce, ciphertext: ciphertext.to_vec() })
    }
}
