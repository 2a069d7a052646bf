//! The signed table of contents of a pack.

use serde::{Deserialize, Serialize};

use crate::PackError;

/// Schema of the manifest that this version reads.
pub const MANIFEST_SCHEMA: &str = "attune/pack/1";

/// A source that the pack was built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackSource {
    /// Short name, as shown beside a fact.
    pub name: String,
    /// Version or commit of the source.
    pub version: String,
    /// Date of the source, ISO.
    pub date: String,
    /// Licence of the source, SPDX where one exists.
    pub licence: String,
    /// Attribution that the licence asks for, or where to find the source.
    pub attribution: String,
    /// SHA-256 of the input file, in hexadecimal.
    pub sha256: String,
}

/// One part of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestPart {
    /// Name by which programs ask for it (`assertions`).
    pub name: String,
    /// File beside the manifest (`assertions.json.gz`).
    pub file: String,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// Length of the file in bytes.
    pub bytes: u64,
    /// Length of the content in bytes: the same, or that after inflation.
    pub content_bytes: u64,
    /// True where the file is gzip.
    pub compressed: bool,
    /// Schema of the content.
    pub schema: String,
    /// Licence of this part, SPDX.
    pub licence: String,
    /// Attribution of this part.
    pub attribution: String,
}

/// A count that the builder took, for example `civic.unreadable_profiles`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// What was counted.
    pub what: String,
    /// How many.
    pub count: u64,
}

/// What a pack holds, since when it holds, and where it is from. The signature covers its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`MANIFEST_SCHEMA`].
    pub schema: String,
    /// Identifier of the pack, the same in all its versions.
    pub id: String,
    /// `year.month.number`.
    pub version: String,
    /// First day on which the pack may be used, ISO.
    pub valid_from: String,
    /// Last day on which it counts as current, ISO.
    pub valid_to: String,
    /// Public key that signs it, in hexadecimal.
    pub key: String,
    /// Sources.
    pub sources: Vec<PackSource>,
    /// Parts.
    pub parts: Vec<ManifestPart>,
    /// What was built and what could not be read, so that gaps travel with the pack.
    pub statistics: Vec<Count>,
}

impl Manifest {
    /// Reads a manifest whose signature was checked by the caller.
    ///
    /// # Errors
    /// [`PackError::UnknownSchema`] or [`PackError::Malformed`].
    pub(crate) fn from_json(bytes: &[u8]) -> Result<Self, PackError> {
        #[derive(Deserialize)]
        struct Head {
            schema: String,
        }
        let head: Head = serde_json::from_slice(bytes).map_err(|e| PackError::malformed("manifest", e))?;
        if head.schema != MANIFEST_SCHEMA {
            return Err(PackError::UnknownSchema {
                found: head.schema,
                expected: MANIFEST_SCHEMA.to_owned(),
            });
        }
        let manifest: Self =
            serde_json::from_slice(bytes).map_err(|e| PackError::malformed("manifest", e))?;
        // A file name is looked up beside the manifest: it must not point anywhere else.
        let odd = |f: &str| {
            f.is_empty()
                || f.starts_with('.')
                || !f.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c))
        };
        match manifest.parts.iter().find(|p| odd(&p.file)) {
            Some(p) => Err(PackError::malformed("manifest", format!("odd file name `{}`", p.file))),
            None => Ok(manifest),
        }
    }

    /// The part of this name.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&ManifestPart> {
        self.parts.iter().find(|p| p.name == name)
    }

    /// Whether this pack is newer than another of the same id: by version, number by number.
    ///
    /// # Errors
    /// [`PackError::OtherPack`] where the ids differ, [`PackError::UnreadableVersion`].
    pub fn newer_than(&self, installed: &Self) -> Result<bool, PackError> {
        if self.id != installed.id {
            return Err(PackError::OtherPack { found: self.id.clone(), expected: installed.id.clone() });
        }
        Ok(version(&self.version)? > version(&installed.version)?)
    }

    /// Refuses a pack older than the installed one. The same version may be installed again.
    ///
    /// # Errors
    /// [`PackError::OlderThanInstalled`], and those of [`Self::newer_than`].
    pub fn may_replace(&self, installed: &Self) -> Result<(), PackError> {
        if installed.newer_than(self)? {
            return Err(PackError::OlderThanInstalled {
                id: self.id.clone(),
                offered: self.version.clone(),
                installed: installed.version.clone(),
            });
        }
        Ok(())
    }

    /// Whether the pack counts as current on this day (ISO date).
    #[must_use]
    pub fn current_on(&self, day: &str) -> bool {
        self.valid_from.as_str() <= day && day <= self.valid_to.as_str()
    }

    /// The count of this name, if the builder took it.
    #[must_use]
    pub fn statistic(&self, what: &str) -> Option<u64> {
        self.statistics.iter().find(|c| c.what == what).map(|c| c.count)
    }
}

fn version(text: &str) -> Result<[u32; 3], PackError> {
    let bad = || PackError::UnreadableVersion(text.to_owned());
    let mut parts = text.split('.').map(|p| p.parse::<u32>().map_err(|_| bad()));
    let mut next = || parts.next().unwrap_or_else(|| Err(bad()));
    let read = [next()?, next()?, next()?];
    if parts.next().is_some() { Err(bad()) } else { Ok(read) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(id: &str, version: &str) -> Manifest {
        Manifest {
            schema: MANIFEST_SCHEMA.into(),
            id: id.into(),
            version: version.into(),
            valid_from: "2026-11-01".into(),
            valid_to: "2027-05-31".into(),
            key: String::new(),
            sources: vec![],
            parts: vec![],
            statistics: vec![],
        }
    }

    #[test]
    fn versions_compare_as_numbers() {
        let newer = |a: &str, b: &str| manifest("k", a).newer_than(&manifest("k", b));
        assert_eq!(newer("2026.11.2", "2026.11.1"), Ok(true));
        assert_eq!(newer("2026.11.10", "2026.11.9"), Ok(true));
        assert_eq!(newer("2026.9.30", "2026.11.1"), Ok(false));
        assert_eq!(newer("2026.11.1", "2026.11.1"), Ok(false));
        assert_eq!(newer("2026.11", "2026.11.1"), Err(PackError::UnreadableVersion("2026.11".into())));
        assert!(matches!(
            manifest("a", "1.0.0").newer_than(&manifest("b", "1.0.0")),
            Err(PackError::OtherPack { .. })
        ));
    }

    #[test]
    fn an_older_version_may_not_replace_a_newer() {
        let refused = manifest("k", "2026.10.1").may_replace(&manifest("k", "2026.11.1"));
        assert_eq!(refused.map_err(|e| e.code()), Err("pack.older_than_installed"));
        assert_eq!(manifest("k", "2026.11.1").may_replace(&manifest("k", "2026.11.1")), Ok(()));
    }

    #[test]
    fn a_pack_is_current_between_its_days() {
        let m = manifest("k", "2026.11.1");
        assert!(m.current_on("2026-11-01") && m.current_on("2027-05-31"));
        assert!(!m.current_on("2026-10-31") && !m.current_on("2027-06-01"));
    }
}
