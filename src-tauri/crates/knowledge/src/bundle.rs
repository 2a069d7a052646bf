//! A pack as one file: a line of magic, a line of JSON with names and lengths, then the files one after the
//! other. Nothing in it is trusted: the signature inside is checked by [`crate::Pack::open`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::PackError;

/// First line of the file.
const MAGIC: &[u8] = b"attune-pack 1\n";
/// Name of the whole in refusals.
const WHOLE: &str = "pack file";

#[derive(Serialize, Deserialize)]
struct Entry {
    file: String,
    bytes: usize,
}

/// The files of a pack as one.
///
/// # Errors
/// [`PackError::Malformed`] where the list of files cannot be written.
pub fn bundle(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, PackError> {
    let entries: Vec<Entry> =
        files.iter().map(|(name, bytes)| Entry { file: name.clone(), bytes: bytes.len() }).collect();
    let list = serde_json::to_vec(&entries).map_err(|e| PackError::malformed(WHOLE, e))?;
    let mut whole = MAGIC.to_vec();
    whole.extend(list);
    whole.push(b'\n');
    files.values().for_each(|bytes| whole.extend(bytes));
    Ok(whole)
}

/// The files of a pack that came as one.
///
/// # Errors
/// [`PackError::UnknownSchema`] where it is no pack file, [`PackError::Malformed`] where its list cannot be
/// read, [`PackError::TruncatedPart`] where it ends early.
pub fn unbundle(whole: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, PackError> {
    let Some(rest) = whole.strip_prefix(MAGIC) else {
        let head = String::from_utf8_lossy(whole.get(..MAGIC.len()).unwrap_or(whole)).into_owned();
        return Err(PackError::UnknownSchema { found: head, expected: "attune-pack 1".to_owned() });
    };
    let end = rest
        .iter()
        .position(|b| *b == b'\n')
        .ok_or_else(|| PackError::malformed(WHOLE, "the list of files does not end"))?;
    let (list, mut content) = rest.split_at(end);
    content = content.get(1..).unwrap_or_default();
    let entries: Vec<Entry> = serde_json::from_slice(list).map_err(|e| PackError::malformed(WHOLE, e))?;
    let mut files = BTreeMap::new();
    for entry in entries {
        let Some((bytes, after)) = content.split_at_checked(entry.bytes) else {
            return Err(PackError::TruncatedPart {
                part: entry.file,
                found: content.len() as u64,
                expected: entry.bytes as u64,
            });
        };
        content = after;
        if files.insert(entry.file.clone(), bytes.to_vec()).is_some() {
            return Err(PackError::malformed(WHOLE, format!("`{}` stands in it twice", entry.file)));
        }
    }
    if content.is_empty() {
        Ok(files)
    } else {
        Err(PackError::malformed(WHOLE, format!("{} bytes after the last file", content.len())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> BTreeMap<String, Vec<u8>> {
        BTreeMap::from([("a.json".into(), b"{}\n".to_vec()), ("b.bin".into(), vec![0, 10, 255])])
    }

    #[test]
    fn files_come_back_as_they_went() {
        assert_eq!(unbundle(&bundle(&files()).unwrap()), Ok(files()));
        assert_eq!(unbundle(&bundle(&BTreeMap::new()).unwrap()), Ok(BTreeMap::new()));
    }

    #[test]
    fn every_cut_is_refused() {
        let whole = bundle(&files()).unwrap();
        for length in 0..whole.len() {
            assert!(unbundle(&whole[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn what_is_not_a_pack_file_is_refused() {
        assert_eq!(unbundle(b"PK\x03\x04").map_err(|e| e.code()), Err("pack.unknown_schema"));
        let mut longer = bundle(&files()).unwrap();
        longer.push(0);
        assert_eq!(unbundle(&longer).map_err(|e| e.code()), Err("pack.malformed"));
        let twice = b"attune-pack 1\n[{\"file\":\"a\",\"bytes\":0},{\"file\":\"a\",\"bytes\":0}]\n";
        assert_eq!(unbundle(twice).map_err(|e| e.code()), Err("pack.malformed"));
    }
}
