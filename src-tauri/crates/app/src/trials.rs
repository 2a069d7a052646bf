//! Trial files: those named on the command line, and those of the site, in the folder `trials` beside the vault.
//!
//! A trial file is no patient data. It stays a file that a person or the IT of the site can look at, replace and
//! take away; what was read of it is never stored.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use attune_decision::SourcedTrial;
use attune_ingest::{Finding, Ledger, read_trials};
use sha2::{Digest, Sha256};

use crate::error::AppError;
use crate::intake::{display, file_name, open, with_path};

/// Deepest folder that is looked into.
const DEEPEST: usize = 4;

/// A trial file as it was read, or why it was not.
#[derive(Debug, Clone)]
pub struct TrialFile {
    /// Name, without its folder.
    pub name: String,
    /// Format in words.
    pub format: String,
    /// Number of trials.
    pub trials: usize,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Where every value went.
    pub ledger: Ledger,
    /// What a person should know.
    pub findings: Vec<Finding>,
    /// Why it was not read.
    pub refused: Option<AppError>,
}

/// All trials at hand.
#[derive(Debug, Clone, Default)]
pub struct TrialShelf {
    /// Trials with their files.
    pub trials: Vec<SourcedTrial>,
    /// Files, in the order in which they were read.
    pub files: Vec<TrialFile>,
}

impl TrialShelf {
    /// Reads files and the files of folders.
    ///
    /// # Errors
    /// A file that was named and cannot be read. A file of a folder that cannot be read is kept with its reason.
    pub fn read(paths: &[PathBuf]) -> Result<Self, AppError> {
        let mut shelf = Self::default();
        for path in paths {
            if path.is_dir() {
                for file in files_below(path, 0)? {
                    shelf.add(&file);
                }
            } else {
                shelf.add(path);
                if let Some(refused) = shelf.files.last().and_then(|f| f.refused.clone()) {
                    return Err(refused);
                }
            }
        }
        Ok(shelf)
    }

    fn add(&mut self, path: &Path) {
        let name = file_name(path);
        let read = open(path).and_then(|input| with_path(path, read_trials(&name, input)));
        self.files.push(match read {
            Ok(import) => {
                let count = import.trials.len();
                self.trials.extend(
                    import.trials.into_iter().map(|trial| SourcedTrial { trial, source: name.clone() }),
                );
                TrialFile {
                    name,
                    format: import.format.label().to_owned(),
                    trials: count,
                    sha256: import.sha256,
                    ledger: import.ledger,
                    findings: import.findings,
                    refused: None,
                }
            }
            Err(refused) => TrialFile {
                name,
                format: "not read".to_owned(),
                trials: 0,
                sha256: String::new(),
                ledger: Ledger::default(),
                findings: Vec::new(),
                refused: Some(refused),
            },
        });
    }

    /// What a person should know of the files, one line each.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for file in &self.files {
            match &file.refused {
                Some(e) => notes.push(format!("warning: {}: not read: {}", file.name, e.message)),
                None => notes.push(format!(
                    "info: {}: {}, {} {}; values: {} mapped, {} kept raw, {} unreadable",
                    file.name,
                    file.format,
                    file.trials,
                    if file.trials == 1 { "trial" } else { "trials" },
                    file.ledger.mapped,
                    file.ledger.kept_raw,
                    file.ledger.error
                )),
            }
            notes.extend(
                file.findings
                    .iter()
                    .map(|f| format!("{}: {}: {}: {}", f.severity.name(), file.name, f.location, f.message)),
            );
        }
        notes
    }
}

/// Files with the SHA-256 of their bytes.
type Hashes = Vec<(PathBuf, String)>;

/// The trials of a folder as they were last read, with the hash of each file at that time.
#[derive(Debug, Default)]
pub(crate) struct ShelfMemory {
    last: Option<(Hashes, Arc<TrialShelf>)>,
}

impl ShelfMemory {
    /// The trials of the folder. They are read anew where a file came, went, or has other bytes than before.
    pub(crate) fn shelf(&mut self, folder: &Path) -> Result<Arc<TrialShelf>, AppError> {
        if !folder.is_dir() {
            return Ok(Arc::default());
        }
        let now = hashes(folder)?;
        if let Some((before, shelf)) = &self.last
            && *before == now
        {
            return Ok(Arc::clone(shelf));
        }
        let shelf = Arc::new(TrialShelf::read(&[folder.to_path_buf()])?);
        self.last = Some((now, Arc::clone(&shelf)));
        Ok(shelf)
    }
}

/// The trial files of a folder with the SHA-256 of their bytes; empty where a file cannot be read.
fn hashes(folder: &Path) -> Result<Hashes, AppError> {
    let files = files_below(folder, 0)?;
    let hash = |path: PathBuf| {
        let sum = fs::read(&path).map(|bytes| format!("{:x}", Sha256::digest(bytes))).unwrap_or_default();
        (path, sum)
    };
    Ok(files.into_iter().map(hash).collect())
}

/// Whether a name is that of a trial file.
#[must_use]
pub fn is_trial_name(path: &Path) -> bool {
    let name = file_name(path).to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".json", ".xml", ".yaml", ".yml"].iter().any(|ending| name.ends_with(ending)) && !name.starts_with('.')
}

/// Trial files of a folder and the folders in it, by name.
fn files_below(folder: &Path, depth: usize) -> Result<Vec<PathBuf>, AppError> {
    let listed = fs::read_dir(folder).map_err(|e| {
        AppError::new(
            "file.open",
            format!("{}: {e}", display(folder)),
            "check the folder and the right to read it",
        )
    })?;
    let mut entries: Vec<PathBuf> = listed.filter_map(Result::ok).map(|e| e.path()).collect();
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        // Links are not followed: a folder may lead back to itself.
        let Ok(kind) = fs::symlink_metadata(&entry).map(|m| m.file_type()) else { continue };
        if kind.is_dir() && depth < DEEPEST {
            files.extend(files_below(&entry, depth + 1)?);
        } else if kind.is_file() && is_trial_name(&entry) {
            files.push(entry);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_again_only_where_its_bytes_changed() -> Result<(), Box<dyn std::error::Error>> {
        let study = |title: &str| {
            format!(
                r#"{{"protocolSection":{{"identificationModule":{{"nctId":"NCT00000001","briefTitle":"{title}"}}}}}}"#
            )
        };
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("a.json");
        let mut memory = ShelfMemory::default();
        assert!(memory.shelf(&folder.path().join("missing"))?.files.is_empty());
        fs::write(&file, study("first"))?;
        let first = memory.shelf(folder.path())?;
        assert_eq!(first.trials.len(), 1, "{:?}", first.files);
        assert!(Arc::ptr_eq(&first, &memory.shelf(folder.path())?), "the same bytes are not read again");
        // The same length, another byte.
        fs::write(&file, study("fIrst"))?;
        let second = memory.shelf(folder.path())?;
        assert!(!Arc::ptr_eq(&first, &second));
        fs::write(folder.path().join("b.json"), study("other"))?;
        assert_eq!(memory.shelf(folder.path())?.files.len(), 2);
        fs::remove_file(&file)?;
        assert_eq!(memory.shelf(folder.path())?.files.len(), 1);
        Ok(())
    }
}
