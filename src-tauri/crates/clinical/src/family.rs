//! Relatives, as far as the record names them.

use serde::{Deserialize, Serialize};

use crate::{Condition, Provenance, RecordStatus, Sex};

/// A relative and what is known of their health.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FamilyMember {
    /// HL7 v3 RoleCode, for example `MTH`, `MAUNT`.
    pub relationship: String,
    /// The words of the source.
    pub relationship_text: String,
    /// Sex.
    pub sex: Sex,
    /// Conditions; the onset age in years is in `onset_ages`, same order.
    pub conditions: Vec<Condition>,
    /// Age at onset in years for each condition, where given.
    pub onset_ages: Vec<Option<u8>>,
    /// Known dead.
    pub deceased: Option<bool>,
    /// Whether it stands as a fact.
    pub status: RecordStatus,
    /// Where it was read.
    pub source: Provenance,
}
