//! What an opened vault has to say before work begins.

use thiserror::Error;

use crate::{AuditFault, KeyringTrouble};

/// Something that a person should know; the vault is open all the same.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Warning {
    /// The keyring was asked for and could not be connected; the passphrase serves.
    #[error("the system keyring was not connected: {0}")]
    KeyringNotConnected(KeyringTrouble),
    /// The key was found although the service has another name than before.
    #[error(
        "the system keyring is now `{found}`, the key was kept by `{recorded}`: keep the recovery code at hand"
    )]
    KeyringBackendChanged {
        /// Service in the key file.
        recorded: String,
        /// Service of this session.
        found: String,
    },
    /// The database is older than its mark: an earlier copy was put back.
    #[error(
        "this database is an earlier copy: its audit log ends at entry {found}, it had reached {expected}"
    )]
    RolledBack {
        /// Last entry that was known.
        expected: u64,
        /// Last entry that is there.
        found: u64,
    },
    /// The mark is missing or unreadable, so an earlier copy would not be noticed this time.
    #[error("the mark beside the database is missing or unreadable")]
    MarkMissing,
    /// The mark could not be written after a deed that is stored.
    #[error("the mark beside the database could not be written")]
    MarkNotWritten,
    /// Someone tried to open the vault and failed.
    #[error("{0} failed attempts to unlock since the last success")]
    FailedAttempts(u32),
    /// The audit log does not verify; the vault can be read, but takes no new entries.
    #[error("the audit log does not verify: {0}")]
    AuditBroken(AuditFault),
}
