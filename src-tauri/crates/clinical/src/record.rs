//! One person's health record as read from the sources.

use serde::{Deserialize, Serialize};

use crate::{
    Allergy, Coding, Condition, ConsentRecord, FamilyMember, Medication, Observation, PartialDate, Patient,
    Provenance, RecordStatus,
};

/// ECOG performance status, 0 to 5 (Oken 1982, PMID 7165009).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct EcogStatus(u8);

impl EcogStatus {
    /// The status, if the number is one of 0 to 5.
    #[must_use]
    pub fn new(value: u8) -> Option<Self> {
        (value <= 5).then_some(Self(value))
    }
    /// The number.
    #[must_use]
    pub fn value(self) -> u8 {
        self.0
    }
}

impl From<EcogStatus> for u8 {
    fn from(status: EcogStatus) -> Self {
        status.0
    }
}

impl TryFrom<u8> for EcogStatus {
    type Error = String;
    fn try_from(value: u8) -> Result<Self, String> {
        Self::new(value).ok_or_else(|| format!("ECOG {value} is not between 0 and 5"))
    }
}

/// A procedure done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Procedure {
    /// The words of the source.
    pub text: String,
    /// All codings.
    pub codings: Vec<Coding>,
    /// When.
    pub performed: Option<PartialDate>,
    /// Whether it stands as a fact.
    pub status: RecordStatus,
    /// Where it was read.
    pub source: Provenance,
}

/// A document that came with the record; its body stays in the source file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document {
    /// Title or type.
    pub title: String,
    /// MIME type.
    pub content_type: Option<String>,
    /// Date of the document.
    pub date: Option<PartialDate>,
    /// Where it was read.
    pub source: Provenance,
}

/// Everything that was understood of one person's record.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct HealthRecord {
    /// Identity, if the source has one.
    pub patient: Option<Patient>,
    /// Problems and diagnoses.
    pub conditions: Vec<Condition>,
    /// Observations of every kind.
    pub observations: Vec<Observation>,
    /// Medication.
    pub medications: Vec<Medication>,
    /// Allergies.
    pub allergies: Vec<Allergy>,
    /// Procedures.
    pub procedures: Vec<Procedure>,
    /// Relatives.
    pub family: Vec<FamilyMember>,
    /// Consent statements of the source.
    pub consents: Vec<ConsentRecord>,
    /// Documents.
    pub documents: Vec<Document>,
}

impl HealthRecord {
    /// The latest observation with one of these LOINC codes that stands as a fact and has a value.
    #[must_use]
    pub fn latest(&self, loinc: &[&str]) -> Option<&Observation> {
        self.observations
            .iter()
            .filter(|o| o.status.is_fact() && o.value.is_some())
            .filter(|o| loinc.iter().any(|code| o.has_loinc(code)))
            .max_by_key(|o| (o.effective, o.effective_written.clone()))
    }
}
