//! Diagnoses and stage.

use serde::{Deserialize, Serialize};

use crate::{Coding, PartialDate, Provenance, RecordStatus};

/// A stage as written, with its system where known (AJCC, FIGO ...).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stage {
    /// `IVB`, `Stage III` ... as written.
    pub text: String,
    /// LOINC or SNOMED CT codings.
    pub codings: Vec<Coding>,
}

/// A problem or diagnosis.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Condition {
    /// The words of the source.
    pub text: String,
    /// All codings of the source.
    pub codings: Vec<Coding>,
    /// Body site as written.
    pub body_site: Option<String>,
    /// Stage, if the condition carries one.
    pub stage: Option<Stage>,
    /// Onset.
    pub onset: Option<PartialDate>,
    /// End of the problem.
    pub abated: Option<PartialDate>,
    /// Whether it stands as a fact.
    pub status: RecordStatus,
    /// Where it was read.
    pub source: Provenance,
}
