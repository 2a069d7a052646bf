//! Writing and signing a pack. The secret key is an argument and never part of a pack or of the repository.

use std::collections::BTreeMap;
use std::io::Write;

use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};

use crate::pack::{MANIFEST_FILE, SIGNATURE_FILE, hex, unhex};
use crate::{Count, MANIFEST_SCHEMA, Manifest, ManifestPart, PackError, PackSource};

/// Content of a part before it is packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPart {
    /// Name by which programs ask for it.
    pub name: String,
    /// Schema of the content.
    pub schema: String,
    /// Licence, SPDX.
    pub licence: String,
    /// Attribution.
    pub attribution: String,
    /// The content.
    pub content: Vec<u8>,
    /// Ending of the file name without a dot, for example `json`.
    pub ending: String,
    /// Whether to store it as gzip.
    pub compress: bool,
}

/// A pack before it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackDraft {
    /// Identifier.
    pub id: String,
    /// `year.month.number`.
    pub version: String,
    /// First day, ISO.
    pub valid_from: String,
    /// Last day, ISO.
    pub valid_to: String,
    /// Sources.
    pub sources: Vec<PackSource>,
    /// Parts.
    pub parts: Vec<DraftPart>,
    /// Statistics.
    pub statistics: Vec<Count>,
}

/// The public half of a secret key, as trusted by [`crate::Pack::open`].
#[must_use]
pub fn public_key(secret: &[u8; 32]) -> [u8; 32] {
    SigningKey::from_bytes(secret).verifying_key().to_bytes()
}

/// Reads a secret key file: 64 hexadecimal digits; lines that start with `#` are remarks.
#[must_use]
pub fn parse_secret_key(text: &str) -> Option<[u8; 32]> {
    unhex(text.lines().map(str::trim).find(|l| !l.is_empty() && !l.starts_with('#'))?)
}

/// Hexadecimal form of a key, as [`crate::parse_public_key`] reads it.
#[must_use]
pub fn key_text(key: &[u8; 32]) -> String {
    hex(key)
}

/// Packs and signs: file name to bytes. The same draft and key give the same bytes.
///
/// # Errors
/// [`PackError::Malformed`] where a part cannot be compressed or the manifest not written.
pub fn sign(draft: PackDraft, secret: &[u8; 32]) -> Result<BTreeMap<String, Vec<u8>>, PackError> {
    let key = SigningKey::from_bytes(secret);
    let mut files = BTreeMap::new();
    let mut parts = Vec::with_capacity(draft.parts.len());
    for part in draft.parts {
        let content_bytes = part.content.len() as u64;
        let (file, bytes) = if part.compress {
            (format!("{}.{}.gz", part.name, part.ending), deflate(&part.name, &part.content)?)
        } else {
            (format!("{}.{}", part.name, part.ending), part.content)
        };
        parts.push(ManifestPart {
            name: part.name,
            sha256: hex(&Sha256::digest(&bytes)),
            bytes: bytes.len() as u64,
            content_bytes,
            compressed: part.compress,
            schema: part.schema,
            licence: part.licence,
            attribution: part.attribution,
            file: file.clone(),
        });
        files.insert(file, bytes);
    }
    let manifest = Manifest {
        schema: MANIFEST_SCHEMA.to_owned(),
        id: draft.id,
        version: draft.version,
        valid_from: draft.valid_from,
        valid_to: draft.valid_to,
        key: hex(&key.verifying_key().to_bytes()),
        sources: draft.sources,
        parts,
        statistics: draft.statistics,
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest).map_err(|e| PackError::malformed("manifest", e))?;
    bytes.push(b'\n');
    let mut signature = hex(&key.sign(&bytes).to_bytes()).into_bytes();
    signature.push(b'\n');
    files.insert(MANIFEST_FILE.to_owned(), bytes);
    files.insert(SIGNATURE_FILE.to_owned(), signature);
    Ok(files)
}

/// Gzip without a time stamp or a name, so that a repeat gives the same bytes.
fn deflate(name: &str, content: &[u8]) -> Result<Vec<u8>, PackError> {
    let mut encoder = flate2::GzBuilder::new().mtime(0).write(Vec::new(), flate2::Compression::new(9));
    encoder.write_all(content).and_then(|()| encoder.finish()).map_err(|e| PackError::malformed(name, e))
}
