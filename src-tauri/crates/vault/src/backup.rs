//! A copy of the whole vault, encrypted as the vault is, and checked before it counts as made.

use std::fs;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::health::{self, Counts};
use crate::secret::Key;
use crate::{Vault, VaultError, audit, database, durable, mark};

/// Pages of one step of the copy.
const STEP: i32 = 4096;

impl Vault {
    /// Writes a backup into a folder that does not exist or is empty. It opens with the passphrase and the recovery
    /// code that are valid now. The copy is opened again and checked in full before it gets its place.
    ///
    /// # Errors
    /// [`VaultError::NotEmpty`]; [`VaultError::DamagedDatabase`] where the vault itself is damaged, so that no good
    /// backup is replaced by a bad one; [`VaultError::CopyNotVerified`]; the faults of the file system.
    pub fn backup(&mut self, to: &Path, actor: &str, at: Timestamp) -> Result<Counts, VaultError> {
        let pages = database::damaged_pages(&self.connection)?;
        if !pages.is_empty() {
            return Err(VaultError::DamagedDatabase(crate::DatabaseDamage::Pages(pages)));
        }
        empty(to)?;
        self.log("backup_made", "", actor, at)?;
        let staged = beside(to, "partial");
        let made = self.copy_to(&staged).and_then(|counts| {
            put(&staged, to)?;
            Ok(counts)
        });
        if made.is_err() {
            let _ = fs::remove_dir_all(&staged);
            // The failed copy is what matters to the person, also if the log takes no more entries.
            let _ = self.log("backup_failed", "", actor, at);
        }
        made
    }

    fn copy_to(&self, staged: &Path) -> Result<Counts, VaultError> {
        if staged.exists() {
            fs::remove_dir_all(staged).map_err(|e| VaultError::io(staged, &e))?;
        }
        durable::private_folder(staged)?;
        let path = staged.join("vault.db");
        let mut copy = database::create(&path, &self.data_key)?;
        // The pages of the source, with SQLite's own reading of the WAL: a copied file would miss its latest part.
        Backup::new(&self.connection, &mut copy)?.run_to_completion(STEP, Duration::ZERO, None)?;
        copy.close().map_err(|(_, e)| VaultError::from(e))?;
        self.envelope.write(&staged.join("vault.key"))?;
        let counts = self.compare(&path, &self.data_key)?;
        mark::write(staged, &self.sealer, audit::verify_end(&self.connection, &self.sealer)?)?;
        for name in ["vault.db-wal", "vault.db-shm"] {
            let _ = fs::remove_file(staged.join(name));
        }
        fs::File::open(&path).and_then(|f| f.sync_all()).map_err(|e| VaultError::io(&path, &e))?;
        durable::sync_folder(staged)?;
        Ok(counts)
    }

    /// Opens the copy anew and holds it against the vault.
    fn compare(&self, path: &Path, data_key: &Key) -> Result<Counts, VaultError> {
        let refuse = |why: &str| VaultError::CopyNotVerified(why.to_owned());
        let copy: Connection = database::open(path, data_key).map_err(|e| refuse(&e.to_string()))?;
        let report = health::examine(&copy, &self.sealer)?;
        let counts = health::counts(&self.connection)?;
        if !report.sound() {
            return Err(refuse("it is damaged"));
        }
        if report.counts != Some(counts) {
            return Err(refuse("it does not hold as much as the vault"));
        }
        copy.close().map_err(|(_, e)| VaultError::from(e))?;
        Ok(counts)
    }
}

/// Refuses a folder that holds anything.
pub(crate) fn empty(dir: &Path) -> Result<(), VaultError> {
    match fs::read_dir(dir).map(Iterator::count) {
        Ok(0) => Ok(()),
        Ok(_) => Err(VaultError::NotEmpty(dir.to_owned())),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(VaultError::io(dir, &e)),
    }
}

/// `name.suffix` in the same folder, so that a rename stays on one disk.
pub(crate) fn beside(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{suffix}"));
    path.with_file_name(name)
}

/// Moves a finished folder to its place, which is absent or empty.
pub(crate) fn put(staged: &Path, to: &Path) -> Result<(), VaultError> {
    if to.exists() {
        fs::remove_dir(to).map_err(|e| VaultError::io(to, &e))?;
    }
    fs::rename(staged, to).map_err(|e| VaultError::io(to, &e))?;
    durable::sync_folder_of(to)
}
