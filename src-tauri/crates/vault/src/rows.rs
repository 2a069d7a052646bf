//! Between stored text and values. The cipher has authenticated each page, so text that does not parse is damage.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use crate::{DatabaseDamage, VaultError};

pub(crate) fn damaged() -> VaultError {
    VaultError::DamagedDatabase(DatabaseDamage::Content)
}

pub(crate) fn timestamp(text: &str) -> Result<Timestamp, VaultError> {
    text.parse().map_err(|_| damaged())
}

pub(crate) fn json<T: DeserializeOwned>(text: &str) -> Result<T, VaultError> {
    Ok(serde_json::from_str(text)?)
}

pub(crate) fn deflate(bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(|e| VaultError::Store(e.to_string()))
}

pub(crate) fn inflate(bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
    let mut plain = Vec::new();
    DeflateDecoder::new(bytes).read_to_end(&mut plain).map_err(|_| damaged())?;
    Ok(plain)
}
