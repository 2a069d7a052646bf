//! Why a file as a whole was not read.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A file that is not read. Nothing of it may be stored.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct Refusal {
    /// Stable code, for example `ingest.truncated`.
    pub code: String,
    /// One line: what is wrong.
    pub message: String,
    /// One line: what to do.
    pub hint: String,
}

impl Refusal {
    pub(crate) fn new(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: one_line(&message.into()), hint: one_line(&hint.into()) }
    }
}

/// Names and values of a file enter the message: no control character of theirs may break the line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
