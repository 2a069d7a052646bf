//! A pack of bytes that is used only after its signature and hashes were checked.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;

use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::{Manifest, ManifestPart, PackError};

/// File that holds the manifest.
pub const MANIFEST_FILE: &str = "manifest.json";
/// File that holds the signature: 128 hexadecimal digits.
pub const SIGNATURE_FILE: &str = "manifest.sig";

/// Where the files of a pack come from: a folder, the program itself, memory.
pub trait PartSource {
    /// The bytes of the file of this name, or `None` where there is none.
    fn part(&self, file: &str) -> Option<Cow<'_, [u8]>>;
}

impl PartSource for BTreeMap<String, Vec<u8>> {
    fn part(&self, file: &str) -> Option<Cow<'_, [u8]>> {
        self.get(file).map(|b| Cow::Borrowed(b.as_slice()))
    }
}

/// Files that were compiled into a program: `(file name, bytes)`.
#[derive(Debug, Clone, Copy)]
pub struct EmbeddedParts(pub &'static [(&'static str, &'static [u8])]);

impl PartSource for EmbeddedParts {
    fn part(&self, file: &str) -> Option<Cow<'_, [u8]>> {
        self.0.iter().find(|(name, _)| *name == file).map(|(_, bytes)| Cow::Borrowed(*bytes))
    }
}

/// A pack whose manifest was signed by a trusted key.
pub struct Pack {
    manifest: Manifest,
    parts: Box<dyn PartSource + Send + Sync>,
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pack").field("manifest", &self.manifest).finish_non_exhaustive()
    }
}

impl Pack {
    /// Checks the signature over the manifest bytes against the trusted public keys; only then reads it.
    ///
    /// # Errors
    /// Every refusal of [`PackError`] that concerns the manifest or its signature.
    pub fn open(parts: Box<dyn PartSource + Send + Sync>, trusted: &[[u8; 32]]) -> Result<Self, PackError> {
        let manifest = {
            let file = |name: &str| parts.part(name).ok_or_else(|| PackError::MissingPart(name.to_owned()));
            let bytes = file(MANIFEST_FILE)?;
            let signature = parse_signature(&file(SIGNATURE_FILE)?)?;
            let key = trusted.iter().find(|key| {
                VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify_strict(&bytes, &signature).is_ok())
            });
            let Some(key) = key else {
                // The key that the unverified manifest names only serves to word the refusal.
                return Err(match Manifest::from_json(&bytes) {
                    Ok(m) if !trusted.iter().any(|k| hex(k) == m.key) => PackError::UntrustedKey(m.key),
                    _ => PackError::BadSignature,
                });
            };
            let manifest = Manifest::from_json(&bytes)?;
            if manifest.key != hex(key) {
                return Err(PackError::BadSignature);
            }
            manifest
        };
        Ok(Self { manifest, parts })
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The content of a part, after its hash was checked and, where it is gzip, inflated.
    ///
    /// # Errors
    /// [`PackError::MissingPart`], [`PackError::TruncatedPart`], [`PackError::SwappedPart`],
    /// [`PackError::AlteredPart`], [`PackError::Malformed`].
    pub fn part(&self, name: &str) -> Result<Vec<u8>, PackError> {
        Ok(self.content(name)?.into_owned())
    }

    /// As [`Self::part`], without a copy where the source lends its bytes.
    pub(crate) fn content(&self, name: &str) -> Result<Cow<'_, [u8]>, PackError> {
        let part = self.manifest.part(name).ok_or_else(|| PackError::MissingPart(name.to_owned()))?;
        let bytes = self.parts.part(&part.file).ok_or_else(|| PackError::MissingPart(name.to_owned()))?;
        self.check(part, &bytes)?;
        if part.compressed { Ok(Cow::Owned(inflate(part, &bytes)?)) } else { Ok(bytes) }
    }

    /// The pack as one file, after every part was checked.
    ///
    /// # Errors
    /// The first refusal of [`Self::part`].
    pub fn to_bundle(&self) -> Result<Vec<u8>, PackError> {
        self.verify()?;
        let names =
            self.manifest.parts.iter().map(|p| p.file.as_str()).chain([MANIFEST_FILE, SIGNATURE_FILE]);
        let mut files = BTreeMap::new();
        for name in names {
            let bytes = self.parts.part(name).ok_or_else(|| PackError::MissingPart(name.to_owned()))?;
            files.insert(name.to_owned(), bytes.into_owned());
        }
        crate::bundle(&files)
    }

    /// Checks every part. What `attune packs verify` does.
    ///
    /// # Errors
    /// The first refusal of [`Self::part`].
    pub fn verify(&self) -> Result<(), PackError> {
        self.manifest.parts.iter().try_for_each(|p| self.content(&p.name).map(drop))
    }

    fn check(&self, part: &ManifestPart, bytes: &[u8]) -> Result<(), PackError> {
        let found = hex(&Sha256::digest(bytes));
        if found == part.sha256 {
            return Ok(());
        }
        let length = bytes.len() as u64;
        Err(match self.manifest.parts.iter().find(|p| p.sha256 == found) {
            Some(other) => PackError::SwappedPart { part: part.name.clone(), holds: other.name.clone() },
            None if length < part.bytes => {
                PackError::TruncatedPart { part: part.name.clone(), found: length, expected: part.bytes }
            }
            None => PackError::AlteredPart(part.name.clone()),
        })
    }
}

/// Inflates at most the length that the signed manifest promises.
fn inflate(part: &ManifestPart, bytes: &[u8]) -> Result<Vec<u8>, PackError> {
    let size = usize::try_from(part.content_bytes).map_err(|e| PackError::malformed(&part.name, e))?;
    let mut content = Vec::with_capacity(size);
    flate2::read::GzDecoder::new(bytes)
        .take(part.content_bytes.saturating_add(1))
        .read_to_end(&mut content)
        .map_err(|e| PackError::malformed(&part.name, e))?;
    if content.len() == size {
        Ok(content)
    } else {
        Err(PackError::malformed(&part.name, format!("{} bytes instead of {size}", content.len())))
    }
}

fn parse_signature(text: &[u8]) -> Result<Signature, PackError> {
    let text = std::str::from_utf8(text).map_err(|_| PackError::UnreadableSignature)?;
    unhex::<64>(text.trim()).map(|b| Signature::from_bytes(&b)).ok_or(PackError::UnreadableSignature)
}

/// Reads a public key file: 64 hexadecimal digits; lines that start with `#` are remarks.
#[must_use]
pub fn parse_public_key(text: &str) -> Option<[u8; 32]> {
    unhex(text.lines().map(str::trim).find(|l| !l.is_empty() && !l.starts_with('#'))?)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, b| {
        for nibble in [b >> 4, b & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}

pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|d| d.len() == 2 * N)?;
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = pair[0] << 4 | pair[1];
    }
    Some(bytes)
}
