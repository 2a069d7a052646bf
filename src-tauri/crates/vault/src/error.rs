//! What can go wrong with a vault, with a stable code and a hint for each.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::{DatabaseDamage, KeyringTrouble};

/// Why a deed on the vault was not done. Whatever the variant: nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The passphrase does not open this vault's key.
    #[error("the passphrase does not open this vault")]
    WrongPassphrase,
    /// The recovery code is well formed, but belongs to another vault or was replaced.
    #[error("the recovery code does not open this vault")]
    WrongRecoveryCode,
    /// The recovery code contradicts its own check symbol.
    #[error("the recovery code was mistyped: {0}")]
    MistypedRecoveryCode(&'static str),
    /// Too many failed attempts; the vault asks to wait.
    #[error("too many failed attempts: wait {seconds} s before the next one")]
    TooManyAttempts {
        /// Seconds until the next attempt is taken.
        seconds: u64,
    },
    /// The passphrase is too short.
    #[error("the passphrase has fewer than {minimum} characters")]
    WeakPassphrase {
        /// Fewest characters that are taken.
        minimum: usize,
    },
    /// The key file is not what was written.
    #[error("the key file of the vault is damaged: {0}")]
    DamagedKeyFile(String),
    /// The key is right, the database is not readable.
    #[error("the database of the vault is damaged: {0}")]
    DamagedDatabase(DatabaseDamage),
    /// A vault, or a part of one, is already there.
    #[error("there is already a vault in `{}` ({found})", .dir.display())]
    Exists {
        /// Folder.
        dir: PathBuf,
        /// Which of its files were found.
        found: &'static str,
    },
    /// The folder of a new vault, backup or export holds something else.
    #[error("the folder `{}` is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// A part of the vault is not there.
    #[error("{what} is missing in `{}`", .dir.display())]
    Missing {
        /// Folder.
        dir: PathBuf,
        /// Which part.
        what: MissingPart,
    },
    /// Another process has the vault open.
    #[error("the vault is in use by another process")]
    Busy,
    /// The disk, or the room given to the database, is full.
    #[error("no space is left on the disk")]
    DiskFull,
    /// The vault was written by a newer version of the program.
    #[error("the vault has format {found}, this version reads up to {supported}")]
    NewerSchema {
        /// Format of the vault.
        found: u32,
        /// Newest format that this version reads.
        supported: u32,
    },
    /// The OS keyring gives no key for this vault.
    #[error("the system keyring cannot be used: {0}")]
    KeyringUnavailable(KeyringTrouble),
    /// The operating system refuses access.
    #[error("access to `{}` is refused by the system", .0.display())]
    PermissionDenied(PathBuf),
    /// The folder or its disk can only be read.
    #[error("the vault can only be read, not written")]
    ReadOnly,
    /// No such patient, import or source, or none that is visible.
    #[error("there is no {0} with this number")]
    Unknown(&'static str),
    /// The deed was stopped before it was done.
    #[error("stopped; nothing was stored")]
    Stopped,
    /// A new patient has a record number or identifier of a patient in the vault.
    #[error("a patient with the same record number or identifier is already in the vault")]
    PatientExists {
        /// Patients that match.
        patients: Vec<String>,
    },
    /// The file was changed between preview and import.
    #[error("the file `{0}` is not the one that was previewed")]
    SourceChanged(String),
    /// The batch refers to a source that it does not contain, or is otherwise inconsistent.
    #[error("the import is inconsistent: {0}")]
    InvalidBatch(String),
    /// The import was undone before.
    #[error("this import was already undone")]
    AlreadyUndone,
    /// The audit chain does not verify, so nothing may be built on it.
    #[error("the audit log does not verify: {0}")]
    AuditBroken(crate::AuditFault),
    /// A copy did not pass its own check.
    #[error("the copy does not verify: {0}")]
    CopyNotVerified(String),
    /// The operating system has no randomness to give.
    #[error("the system gives no random numbers: {0}")]
    NoEntropy(String),
    /// Another fault of the file system.
    #[error("`{}`: {message}", .path.display())]
    Io {
        /// File or folder.
        path: PathBuf,
        /// Words of the system.
        message: String,
    },
    /// Another fault of the database, never with patient data in its text.
    #[error("the database refused: {0}")]
    Store(String),
}

/// A part of a vault that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MissingPart {
    /// Neither key nor database.
    #[error("a vault")]
    Vault,
    /// The database stands without its key file.
    #[error("the key file `vault.key`")]
    KeyFile,
    /// The key file stands without its database.
    #[error("the database `vault.db`")]
    Database,
}

impl VaultError {
    /// Stable code for scripts, tests and the window.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongPassphrase => "wrong_passphrase",
            Self::WrongRecoveryCode => "wrong_recovery_code",
            Self::MistypedRecoveryCode(_) => "mistyped_recovery_code",
            Self::TooManyAttempts { .. } => "too_many_attempts",
            Self::WeakPassphrase { .. } => "weak_passphrase",
            Self::DamagedKeyFile(_) => "damaged_key_file",
            Self::DamagedDatabase(_) => "damaged_database",
            Self::Exists { .. } => "exists",
            Self::NotEmpty(_) => "not_empty",
            Self::Missing { what: MissingPart::Vault, .. } => "missing",
            Self::Missing { what: MissingPart::KeyFile, .. } => "missing_key_file",
            Self::Missing { what: MissingPart::Database, .. } => "missing_database",
            Self::Busy => "busy",
            Self::DiskFull => "disk_full",
            Self::NewerSchema { .. } => "newer_schema",
            Self::KeyringUnavailable(_) => "keyring_unavailable",
            Self::PermissionDenied(_) => "permission_denied",
            Self::ReadOnly => "read_only",
            Self::Unknown(_) => "unknown",
            Self::Stopped => "stopped",
            Self::PatientExists { .. } => "patient_exists",
            Self::SourceChanged(_) => "source_changed",
            Self::InvalidBatch(_) => "invalid_batch",
            Self::AlreadyUndone => "already_undone",
            Self::AuditBroken(_) => "audit_broken",
            Self::CopyNotVerified(_) => "copy_not_verified",
            Self::NoEntropy(_) => "no_entropy",
            Self::Io { .. } => "io",
            Self::Store(_) => "store",
        }
    }

    /// What the person can do, one or two sentences.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::WrongPassphrase => "Type it again, or open the vault with the recovery code.",
            Self::WrongRecoveryCode => {
                "Look for the code that was printed when this vault was made, or type the passphrase."
            }
            Self::MistypedRecoveryCode(_) => "Compare each group with the printed code and type it again.",
            Self::TooManyAttempts { .. } => "The wait protects the vault; nothing is lost by it.",
            Self::WeakPassphrase { .. } => "Choose a longer one, for example four or more unrelated words.",
            Self::DamagedKeyFile(_) => {
                "The data is intact but cannot be unlocked. Copy `vault.key` from a backup of this vault; do not delete anything."
            }
            Self::DamagedDatabase(_) => {
                "The key is right, the stored data is not. Keep the folder as it is and restore the latest backup beside it."
            }
            Self::Exists { .. } => "Open it, or choose another folder. A vault is never overwritten.",
            Self::NotEmpty(_) => "Choose an empty or a new folder.",
            Self::Missing { what: MissingPart::Vault, .. } => {
                "Make a new vault, or choose the folder of yours."
            }
            Self::Missing { what: MissingPart::KeyFile, .. } => {
                "Without it the data stays locked. Copy `vault.key` from a backup of this vault; no new key is made."
            }
            Self::Missing { what: MissingPart::Database, .. } => {
                "Restore the latest backup. If this folder never held a patient, choose another folder for a new vault."
            }
            Self::Busy => "Close the other window or program that has this vault open, then try again.",
            Self::DiskFull => "Nothing was changed. Free some space and try again.",
            Self::NewerSchema { .. } => "Update Attune. The vault was not touched.",
            Self::KeyringUnavailable(_) => "Open the vault with the passphrase or the recovery code.",
            Self::PermissionDenied(_) => "Ask for access to this folder, or choose another one.",
            Self::ReadOnly => "Make the folder writable, or copy the vault to a disk that is.",
            Self::Stopped => "Import the files again when you want them stored.",
            Self::Unknown(_) => "It may have been erased or undone. Load the list again.",
            Self::PatientExists { .. } => {
                "Add the files to that patient, or confirm that this is another person."
            }
            Self::SourceChanged(_) => "Preview the file again before it is imported.",
            Self::InvalidBatch(_) => "This is a fault of the program; nothing was stored.",
            Self::AlreadyUndone => "Nothing is left to do.",
            Self::AuditBroken(_) => {
                "Keep the folder as it is and run the vault check; compare with a backup."
            }
            Self::CopyNotVerified(_) => "The copy was discarded. Check the vault, then try another disk.",
            Self::NoEntropy(_) => "Restart the computer. No key is made without randomness.",
            Self::Io { .. } => "Check the disk and the folder, then try again.",
            Self::Store(_) => "Nothing was changed. Run the vault check.",
        }
    }

    /// The error of a file operation, sorted by what the person can do about it.
    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            ErrorKind::PermissionDenied => Self::PermissionDenied(path.to_owned()),
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Io { path: path.to_owned(), message: error.to_string() },
        }
    }
}

impl From<rusqlite::Error> for VaultError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::NotADatabase) => Self::DamagedDatabase(DatabaseDamage::Header),
            Some(ErrorCode::DatabaseCorrupt) => Self::DamagedDatabase(DatabaseDamage::Content),
            // The message names tables and columns, never values.
            _ => Self::Store(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for VaultError {
    /// Stored JSON passed the cipher's page check, so a value that does not parse is a fault of content.
    /// The message of `serde_json` can quote the value, therefore it is left out.
    fn from(_: serde_json::Error) -> Self {
        Self::DamagedDatabase(DatabaseDamage::Content)
    }
}
