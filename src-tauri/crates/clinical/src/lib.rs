//! The clinical words of Attune: patient, condition, observation, medication, allergy, family, consent.
//!
//! Architecture invariant: nothing here reads a file, asks a clock or knows the format of an outside
//! system. Dates come in as arguments. `serde` derives exist so that the vault can store a value and
//! read the same value back; they are not an exchange format.
#![deny(missing_docs)]

mod allergy;
mod condition;
mod consent;
mod date;
mod family;
mod medication;
mod observation;
mod patient;
mod provenance;
mod record;
mod trial;

pub use allergy::{Allergy, AllergyStatus};
pub use condition::{Condition, Stage};
pub use consent::{
    AiModels, ConsentDecision, ConsentLedger, ConsentMethod, ConsentRecord, ConsentScope, ConsentStatus,
    Consented, FamilySharing, ResearchExport, Scope, SecondaryFindings, TreatmentPlanning, Withheld,
};
pub use date::PartialDate;
pub use family::FamilyMember;
pub use medication::{Medication, MedicationStatus};
pub use observation::{
    Comparator, Interpretation, Observation, ObservationValue, Quantity, ReferenceRange, Unit,
};
pub use patient::{Mrn, Patient, PersonName, Sex};
pub use provenance::{Coding, Provenance, RecordStatus};
pub use record::{Document, EcogStatus, HealthRecord, Procedure};
pub use trial::{Criterion, CriterionField, CriterionKind, Trial, TrialArm, TrialStatus};
