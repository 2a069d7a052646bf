//! One patient's data in readable form (GDPR articles 15 and 20). What it writes is not encrypted.

use std::fs;
use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde_json::json;

use crate::audit::{self, Deed};
use crate::{EventKind, Vault, VaultError, backup, durable};

impl Vault {
    /// Writes a patient's record and original files into a folder that does not exist or is empty: `record.json` and
    /// `sources/`. The folder is for its owner only, but its content is plain: the person who asks takes care of it.
    /// The audit entry is stored before anything is written.
    ///
    /// # Errors
    /// [`VaultError::Unknown`]; [`VaultError::NotEmpty`]; the faults of the store and the file system, after which
    /// nothing is left in the folder.
    pub fn export_portable(
        &mut self,
        patient_id: &str,
        to: &Path,
        actor: &str,
        at: Timestamp,
    ) -> Result<(), VaultError> {
        backup::empty(to)?;
        let stored = self.patient(patient_id)?;
        self.write(|transaction, sealer| {
            let action = EventKind::RecordExported.name();
            let deed = Deed { actor, action, subject: patient_id, detail: "portable folder", at };
            audit::append(transaction, sealer, deed).map(|_| ())
        })?;
        let staged = backup::beside(to, "partial");
        let written = self.write_folder(&staged, &stored, at).and_then(|()| backup::put(&staged, to));
        if written.is_err() {
            // Plain data must not be left behind; if even this fails, the first error is the one to tell.
            let _ = fs::remove_dir_all(&staged);
        }
        written
    }

    fn write_folder(&self, dir: &Path, stored: &crate::Stored, at: Timestamp) -> Result<(), VaultError> {
        if dir.exists() {
            fs::remove_dir_all(dir).map_err(|e| VaultError::io(dir, &e))?;
        }
        durable::private_folder(&dir.join("sources"))?;
        durable::narrow(dir, 0o700)?;
        let document = json!({"schema": "attune/portable/1", "exported_at": at, "record": stored});
        let path = dir.join("record.json");
        let bytes = serde_json::to_vec_pretty(&document)?;
        save(&path, &mut |file| file.write_all(&bytes).map_err(|e| VaultError::io(&path, &e)))?;
        let sources = stored.imports.iter().filter(|i| i.undone.is_none()).flat_map(|i| &i.sources);
        for (number, source) in sources.enumerate() {
            let path = dir.join("sources").join(file_name(number + 1, &source.name));
            save(&path, &mut |file| self.read_source(&source.id, file).map(|_| ()))?;
        }
        Ok(())
    }
}

fn save(
    path: &Path,
    content: &mut dyn FnMut(&mut fs::File) -> Result<(), VaultError>,
) -> Result<(), VaultError> {
    let mut file = durable::create_private(path, false).map_err(|e| VaultError::io(path, &e))?;
    content(&mut file)?;
    file.sync_all().map_err(|e| VaultError::io(path, &e))
}

/// `01-name`: names come from outside, so only harmless characters of them are kept.
fn file_name(number: usize, name: &str) -> String {
    let harmless = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let kept: String = name.chars().map(harmless).take(80).collect();
    format!("{number:02}-{kept}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_from_outside_stays_in_its_folder() {
        assert_eq!(super::file_name(1, "../../etc/passwd"), "01-.._.._etc_passwd");
        assert_eq!(super::file_name(12, "a b\u{202e}fdp.exe"), "12-a_b_fdp.exe");
    }
}
