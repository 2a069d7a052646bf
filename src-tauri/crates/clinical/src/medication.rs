//! Medication taken, ordered or stopped.

use serde::{Deserialize, Serialize};

use crate::{Coding, PartialDate, Provenance, RecordStatus};

/// Course of a medication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MedicationStatus {
    /// Being taken or ordered now.
    Current,
    /// Completed or stopped.
    Past,
    /// Intended only, never given.
    Planned,
    /// The source does not say.
    #[default]
    Unknown,
}

/// A drug as the source names it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Medication {
    /// The words of the source.
    pub text: String,
    /// All codings (RxNorm, ATC ...).
    pub codings: Vec<Coding>,
    /// Dose instruction as written.
    pub dosage: Option<String>,
    /// Course.
    pub course: MedicationStatus,
    /// Why it was stopped, as written.
    pub stopped_because: Option<String>,
    /// Start.
    pub start: Option<PartialDate>,
    /// End.
    pub end: Option<PartialDate>,
    /// Whether it stands as a fact.
    pub status: RecordStatus,
    /// Where it was read.
    pub source: Provenance,
}
