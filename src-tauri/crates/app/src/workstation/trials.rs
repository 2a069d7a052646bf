//! Trial files of the site: a folder beside the vault. They are no patient data and not encrypted.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use attune_vault::EventKind;

use super::Workstation;
use crate::error::AppError;
use crate::intake::file_name;
use crate::trials::{TrialShelf, is_trial_name};
use crate::view::{TrialFileRow, TrialFilesView};

impl Workstation {
    /// Where the trial files of the site lie.
    pub(super) fn trials_dir(&self) -> PathBuf {
        self.surroundings.vault.with_file_name("trials")
    }

    /// All trials of the site; none where there is no folder.
    pub(super) fn shelf(&self) -> Result<Arc<TrialShelf>, AppError> {
        // A reading that panicked left at most an older shelf, which the hashes tell.
        let mut memory = self.trials.lock().unwrap_or_else(PoisonError::into_inner);
        memory.shelf(&self.trials_dir())
    }

    /// The trial files of the site.
    ///
    /// # Errors
    /// A locked vault, a folder that cannot be read.
    pub fn trial_files(&self) -> Result<TrialFilesView, AppError> {
        self.open()?;
        let shelf = self.shelf()?;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let rows = shelf.files.iter().map(|f| TrialFileRow {
            name: f.name.clone(),
            format: f.format.clone(),
            trials: count(f.trials),
            sha256: f.sha256.clone(),
            verdict: match &f.refused {
                Some(e) => format!("Not read: {}", e.message),
                None => format!(
                    "{} values: {} mapped, {} kept raw, {} ignored, {} unreadable",
                    f.ledger.total, f.ledger.mapped, f.ledger.kept_raw, f.ledger.ignored, f.ledger.error
                ),
            },
            findings: f.findings.iter().map(|n| format!("{}: {}", n.location, n.message)).collect(),
        });
        Ok(TrialFilesView {
            folder: self.trials_dir().display().to_string(),
            total: count(shelf.trials.len()),
            rows: rows.collect(),
        })
    }

    /// Copies trial files into the folder of the site. A file is read before it is copied; one that is refused stops
    /// the whole, and nothing is copied. A file of the same name is replaced.
    ///
    /// # Errors
    /// A locked vault, a refused file, faults of the disk.
    pub fn import_trials(&mut self, paths: &[PathBuf]) -> Result<TrialFilesView, AppError> {
        self.open()?;
        let read = TrialShelf::read(paths)?;
        if let Some(e) = read.files.iter().find_map(|f| f.refused.clone()) {
            return Err(e);
        }
        let dir = self.trials_dir();
        fs::create_dir_all(&dir)?;
        let sums: Vec<String> = read.files.iter().map(|f| format!("{} {}", f.name, f.sha256)).collect();
        self.note(EventKind::PacksChanged, "", &format!("trial files added: {}", sums.join("; ")))?;
        for path in paths {
            copy(path, &dir)?;
        }
        self.trial_files()
    }
}

/// Copies a file; its ending must be one that is looked for later.
fn copy(path: &Path, dir: &Path) -> Result<(), AppError> {
    if path.is_dir() || !is_trial_name(path) {
        return Err(AppError::new(
            "trials.name",
            format!("{}: not a file that ends in .json, .xml, .yaml or .yml", path.display()),
            "choose trial files with one of these endings",
        ));
    }
    fs::copy(path, dir.join(file_name(path)))?;
    Ok(())
}
