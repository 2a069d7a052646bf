//! The one error of the outer layers: a stable code, what happened, what to do.

use std::fmt;

use crate::view::ErrorView;

/// An error that a person reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppError {
    /// Stable code, for example `vault.wrong_passphrase`.
    pub code: String,
    /// One line: what happened.
    pub message: String,
    /// One line: what to do.
    pub hint: String,
}

impl AppError {
    /// An error of these words.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), hint: hint.into() }
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for AppError {}

impl From<AppError> for ErrorView {
    fn from(e: AppError) -> Self {
        Self { code: e.code, message: e.message, hint: e.hint }
    }
}

impl From<attune_ingest::Refusal> for AppError {
    fn from(r: attune_ingest::Refusal) -> Self {
        Self { code: r.code, message: r.message, hint: r.hint }
    }
}

impl From<attune_knowledge::PackError> for AppError {
    fn from(e: attune_knowledge::PackError) -> Self {
        Self::new(
            e.code(),
            e.to_string(),
            "reinstall Attune or the pack: `attune packs verify` names the part",
        )
    }
}

impl From<attune_decision::PreferenceError> for AppError {
    fn from(e: attune_decision::PreferenceError) -> Self {
        Self::new(
            e.code(),
            e.to_string(),
            "weights from 0 to 1, for example --preference efficacy=1,toxicity=0.5,route=0,visits=0.5",
        )
    }
}

impl From<attune_inference::ModelError> for AppError {
    fn from(e: attune_inference::ModelError) -> Self {
        Self::new(e.code(), e.to_string(), "`attune models show MODEL` prints the columns that a table needs")
    }
}

impl From<attune_vault::VaultError> for AppError {
    fn from(e: attune_vault::VaultError) -> Self {
        Self::new(&format!("vault.{}", e.code()), e.to_string(), e.hint())
    }
}
