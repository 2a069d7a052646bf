//! Unlocking and the state of the session.

use serde::Serialize;
use ts_rs::TS;

/// State of the program before and after unlocking. Holds nothing about any patient.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SessionView {
    /// Version of Attune.
    pub version: String,
    /// Whether a vault exists in the chosen folder.
    pub vault_exists: bool,
    /// Whether it is open.
    pub unlocked: bool,
    /// Name of the vault's folder.
    pub vault_name: String,
    /// Whether this vault can be opened with the key in the OS keyring.
    pub keyring: bool,
    /// Why the keyring cannot be used, if it cannot.
    pub keyring_reason: Option<String>,
    /// Local display time of the last successful unlock, `None` before the first.
    pub last_unlocked: Option<String>,
    /// Minutes without input until the vault is locked.
    pub auto_lock_minutes: u32,
    /// Version of the knowledge pack, with its validity, for the status bar.
    pub knowledge: String,
    /// Version of the ranking rules.
    pub rules: String,
    /// Name of the user, as typed at unlock.
    pub user: Option<String>,
    /// Whether this is the demonstration vault.
    pub demo: bool,
    /// Intended use, one sentence.
    pub intended_use: String,
}

/// Shown once, when a vault is made: to be written down or printed.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct RecoveryCode {
    /// Code in groups.
    pub code: String,
}

/// An error as the window shows it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ErrorView {
    /// Stable code, for example `vault.wrong_passphrase`.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: String,
}
