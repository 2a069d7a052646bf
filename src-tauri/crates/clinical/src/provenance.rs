//! Where a statement of the record stands in its source, and with which codes.

use serde::{Deserialize, Serialize};

/// One coding of a concept, as the source wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coding {
    /// Code system URI (for example `http://loinc.org`), empty where the source gave none.
    pub system: String,
    /// The code itself.
    pub code: String,
    /// The text shown beside the code in the source: a hint, the code decides.
    pub display: Option<String>,
}

/// The place that a statement was read from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Provenance {
    /// Name of the file, without its folder.
    pub file: String,
    /// Path (`Bundle.entry[12].resource`) or line in it.
    pub location: String,
}

/// Whether a statement of the record may stand as a positive fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordStatus {
    /// Stated as true at its time.
    #[default]
    Active,
    /// True in the past (resolved, completed, stopped).
    Past,
    /// Explicitly denied ("no known allergies", `refuted`).
    Negated,
    /// Withdrawn by its author; kept, never used.
    EnteredInError,
    /// Provisional, preliminary or of unknown status.
    Unconfirmed,
}

impl RecordStatus {
    /// True for statements that count as facts about the patient now or then.
    #[must_use]
    pub fn is_fact(self) -> bool {
        matches!(self, Self::Active | Self::Past)
    }
}
