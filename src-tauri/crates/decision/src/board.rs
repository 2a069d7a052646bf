//! What a tumour board decided about the options, as a person wrote it down.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Level;

/// What was decided about one option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardVerdict {
    /// To be given.
    Chosen,
    /// Not now.
    Deferred,
    /// Not to be given.
    Rejected,
}

impl BoardVerdict {
    /// The stable word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chosen => "chosen",
            Self::Deferred => "deferred",
            Self::Rejected => "rejected",
        }
    }

    /// The verdict of a stable word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Chosen, Self::Deferred, Self::Rejected].into_iter().find(|v| v.name() == name)
    }
}

/// The decision about one option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardEntry {
    /// Treatment or trial, as the list named it.
    pub treatment: String,
    /// Decision.
    pub verdict: BoardVerdict,
    /// Why.
    pub reason: String,
    /// Rank when it was decided; `None` for what was not ranked.
    pub rank: Option<u32>,
    /// Level when it was decided.
    pub level: Option<Level>,
}

/// A note of a tumour board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardNote {
    /// `attune/decision/1`.
    pub schema: String,
    /// When it was written down.
    pub at: Timestamp,
    /// Who wrote it down.
    pub by: String,
    /// Who took part.
    pub participants: Vec<String>,
    /// Free text.
    pub note: String,
    /// Decisions.
    pub entries: Vec<BoardEntry>,
    /// Versions that the list rested on, `id version`.
    pub versions: Vec<String>,
}

/// Name of the form of a note.
pub const BOARD_SCHEMA: &str = "attune/decision/1";

/// Why a note cannot be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoardFault {
    /// No decision in it.
    Empty,
    /// Nobody took part.
    Nobody,
    /// A decision without its reason; the treatment.
    NoReason(String),
    /// Two decisions on one treatment.
    Twice(String),
}

impl BoardNote {
    /// Checks that a note says who decided what, and why.
    ///
    /// # Errors
    /// The first thing that is missing.
    pub fn check(&self) -> Result<(), BoardFault> {
        if self.entries.is_empty() {
            return Err(BoardFault::Empty);
        }
        if self.participants.iter().all(|p| p.trim().is_empty()) {
            return Err(BoardFault::Nobody);
        }
        for (i, entry) in self.entries.iter().enumerate() {
            if entry.reason.trim().is_empty() {
                return Err(BoardFault::NoReason(entry.treatment.clone()));
            }
            if self.entries.iter().take(i).any(|e| e.treatment == entry.treatment) {
                return Err(BoardFault::Twice(entry.treatment.clone()));
            }
        }
        Ok(())
    }
}
