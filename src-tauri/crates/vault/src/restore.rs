//! A backup put in the place of a vault. What was there is moved aside, never removed.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::lock::FolderLock;
use crate::unlock::Paths;
use crate::{Unlock, Vault, VaultError, backup, durable};

/// A vault put back from a backup.
#[derive(Debug)]
pub struct Restored {
    /// The vault, open.
    pub vault: Vault,
    /// Where the former content of the folder is now, if there was any.
    pub moved_aside: Option<PathBuf>,
}

impl Vault {
    /// Puts the backup in `from` into the folder `to`. The backup is checked in full before anything is touched, and
    /// its copy again before it gets its place. A vault that was in `to` stands beside it afterwards, as
    /// `name.aside-TIME`. A crash in between leaves both on the disk.
    ///
    /// # Errors
    /// As [`Vault::open`] for the backup; [`VaultError::CopyNotVerified`]; [`VaultError::Busy`] where the vault in
    /// `to` is open.
    pub fn restore(
        from: &Path,
        to: &Path,
        with: Unlock<'_>,
        actor: &str,
        at: Timestamp,
    ) -> Result<Restored, VaultError> {
        let refuse = |why: &str| VaultError::CopyNotVerified(why.to_owned());
        if !Self::verify(from, with, at)?.sound() {
            return Err(refuse("the backup is damaged"));
        }
        let staged = backup::beside(to, "restoring");
        if staged.exists() {
            fs::remove_dir_all(&staged).map_err(|e| VaultError::io(&staged, &e))?;
        }
        durable::private_folder(&staged)?;
        for name in ["vault.key", "vault.db", "vault.mark"] {
            copy(&from.join(name), &staged.join(name))?;
        }
        if !Self::verify(&staged, with, at)?.sound() {
            let _ = fs::remove_dir_all(&staged);
            return Err(refuse("its copy is damaged"));
        }
        let moved_aside = move_aside(to, at)?;
        backup::put(&staged, to)?;
        let mut vault = Self::open(to, with, actor, at)?;
        vault.log("restored", "", actor, at)?;
        Ok(Restored { vault, moved_aside })
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), VaultError> {
    let mut source = match fs::File::open(from) {
        // A backup of another kind may have no mark; the vault opens with a warning then.
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && from.ends_with("vault.mark") => return Ok(()),
        other => other.map_err(|e| VaultError::io(from, &e))?,
    };
    let written = durable::create_private(to, false).and_then(|mut file| {
        std::io::copy(&mut source, &mut file)?;
        file.sync_all()
    });
    written.map_err(|e| VaultError::io(to, &e))
}

/// Moves a folder with content to a name that is free; waits for a process that has its vault open.
fn move_aside(dir: &Path, at: Timestamp) -> Result<Option<PathBuf>, VaultError> {
    if matches!(backup::empty(dir), Ok(())) {
        return Ok(None);
    }
    if Paths::new(dir).found().is_some() {
        // Released before the move: an open file would keep a folder of Windows in its place.
        drop(FolderLock::take(dir)?);
    }
    let time = at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut aside = backup::beside(dir, &format!("aside-{time}"));
    for number in 2.. {
        if !aside.exists() {
            break;
        }
        aside = backup::beside(dir, &format!("aside-{time}-{number}"));
    }
    fs::rename(dir, &aside).map_err(|e| VaultError::io(dir, &e))?;
    Ok(Some(aside))
}
