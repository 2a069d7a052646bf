//! Files that are either wholly old or wholly new after a crash, and readable by their owner only.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;

use crate::VaultError;

/// Replaces `path` in one step: temporary file, flush to disk, rename, flush of the folder.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
    let temporary = path.with_extension(format!("{}.new", extension(path)));
    let write = || -> std::io::Result<()> {
        let mut file = create_private(&temporary, true)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().map_err(|e| {
        // Best effort: a leftover is harmless and is replaced by the next write.
        let _ = fs::remove_file(&temporary);
        VaultError::io(path, &e)
    })?;
    sync_folder_of(path)
}

fn extension(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A file that only its owner may read and write (0600).
pub(crate) fn create_private(path: &Path, replace: bool) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true);
    if replace {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a folder that only its owner may enter (0700), and narrows an existing one to that.
pub(crate) fn private_folder(path: &Path) -> Result<(), VaultError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|e| VaultError::io(path, &e))?;
    narrow(path, 0o700)
}

/// Takes away every right beyond `mode` from group and others.
pub(crate) fn narrow(path: &Path, mode: u32) -> Result<(), VaultError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let now = fs::metadata(path).map_err(|e| VaultError::io(path, &e))?.permissions().mode() & 0o777;
        if now & !mode != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(now & mode))
                .map_err(|e| VaultError::io(path, &e))?;
        }
    }
    let _ = (path, mode);
    Ok(())
}

/// Flushes the folder that holds `path`, so that a rename in it survives a power cut.
pub(crate) fn sync_folder_of(path: &Path) -> Result<(), VaultError> {
    path.parent().map_or(Ok(()), sync_folder)
}

/// Flushes a folder's own entries to disk.
pub(crate) fn sync_folder(path: &Path) -> Result<(), VaultError> {
    // Windows cannot open a folder as a file; there a rename is durable through the journal of NTFS.
    #[cfg(unix)]
    File::open(path).and_then(|f| f.sync_all()).map_err(|e| VaultError::io(path, &e))?;
    let _ = path;
    Ok(())
}
