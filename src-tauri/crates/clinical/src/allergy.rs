//! Allergies and intolerances: a list, "no known allergies", or "not recorded" are three things.

use serde::{Deserialize, Serialize};

use crate::{Coding, PartialDate, Provenance, RecordStatus};

/// One allergy or intolerance.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Allergy {
    /// The substance as written.
    pub substance: String,
    /// All codings.
    pub codings: Vec<Coding>,
    /// Reaction as written, for example `anaphylaxis`.
    pub reaction: Option<String>,
    /// `severe`, `high` ... as written.
    pub severity: Option<String>,
    /// When recorded or first seen.
    pub recorded: Option<PartialDate>,
    /// Whether it stands as a fact; `Negated` is "no known allergy".
    pub status: RecordStatus,
    /// Where it was read.
    pub source: Provenance,
}

/// What the record says about allergies as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllergyStatus {
    /// There are entries.
    Listed,
    /// The record states that none is known.
    NoneKnown,
    /// The record says nothing.
    NotRecorded,
}

impl AllergyStatus {
    /// Reads the state from the entries.
    #[must_use]
    pub fn of(allergies: &[Allergy]) -> Self {
        if allergies.iter().any(|a| a.status.is_fact() || a.status == RecordStatus::Unconfirmed) {
            Self::Listed
        } else if allergies.iter().any(|a| a.status == RecordStatus::Negated) {
            Self::NoneKnown
        } else {
            Self::NotRecorded
        }
    }
}
