//! The person whose record this is.

use serde::{Deserialize, Serialize};

use crate::{PartialDate, Provenance};

/// Medical record number, always shown whole and with its label.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mrn(pub String);

/// Recorded sex (FHIR AdministrativeGender). Unknown is a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Another recorded value.
    Other,
    /// Not recorded or recorded as unknown.
    #[default]
    Unknown,
}

impl Sex {
    /// The word for the patient banner.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Female => "Female",
            Self::Male => "Male",
            Self::Other => "Other",
            Self::Unknown => "Not known",
        }
    }
}

/// A person's name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonName {
    /// Family name.
    pub family: String,
    /// Given names, in order.
    pub given: String,
}

impl PersonName {
    /// `MARCHETTI, Elena`: family name first, in capitals (NHS CUI patient banner).
    #[must_use]
    pub fn banner(&self) -> String {
        match (self.family.is_empty(), self.given.is_empty()) {
            (true, true) => "Name not recorded".to_owned(),
            (false, true) => self.family.to_uppercase(),
            (true, false) => self.given.clone(),
            (false, false) => format!("{}, {}", self.family.to_uppercase(), self.given),
        }
    }
}

/// Identity and demographics.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Patient {
    /// Record number, if the source has one.
    pub mrn: Option<Mrn>,
    /// Every identifier of the source: `(system, value)`.
    pub identifiers: Vec<(String, String)>,
    /// Name.
    pub name: PersonName,
    /// Date of birth.
    pub born: Option<PartialDate>,
    /// Recorded sex.
    pub sex: Sex,
    /// Date of death or, where only the fact is known, `Some(None)`.
    pub deceased: Option<Option<PartialDate>>,
    /// Race or ethnicity as the source wrote it, for formulas that were published with it.
    pub race: Option<String>,
    /// Marked by the source as synthetic (meta tag or security label `HTEST`).
    pub synthetic: bool,
    /// Where it was read.
    pub source: Provenance,
}
