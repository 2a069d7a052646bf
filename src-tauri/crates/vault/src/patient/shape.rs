//! What a reading gives back.

use attune_clinical::{ConsentLedger, Patient};
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::{StoredDecision, StoredList};

/// A line of the worklist.
#[derive(Debug, Clone, PartialEq)]
pub struct PatientRow {
    /// Number of the patient in the vault.
    pub id: String,
    /// Identity.
    pub patient: Patient,
    /// Facts that stand.
    pub items: u64,
    /// Genomes that stand.
    pub genomes: u64,
    /// When files were last imported; `None` where only a decision stands.
    pub last_import: Option<Timestamp>,
    /// The summary of the last import, `null` if it had none.
    pub summary: Value,
}

/// A stored fact.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredItem {
    /// What it is.
    pub kind: String,
    /// The value as it was given.
    pub json: Value,
    /// Number of its source file.
    pub source_id: String,
}

/// A stored genome report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredGenome {
    /// The value as it was given, in the bytes of its JSON.
    #[serde(serialize_with = "as_value")]
    pub json: Vec<u8>,
    /// Number of its source file.
    pub source_id: String,
}

/// In an export the report stands as the value that it is.
fn as_value<S: Serializer>(json: &[u8], to: S) -> Result<S::Ok, S::Error> {
    serde_json::from_slice::<Value>(json).map_err(serde::ser::Error::custom)?.serialize(to)
}

/// An original file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredSource {
    /// Number, for [`crate::Vault::read_source`].
    pub id: String,
    /// Name without folder.
    pub name: String,
    /// Format.
    pub kind: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// An import, undone or not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredImport {
    /// Number, for [`crate::Vault::undo_import`].
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// The summary as it was given.
    pub summary: Value,
    /// Files.
    pub sources: Vec<StoredSource>,
    /// When and by whom it was undone.
    pub undone: Option<(Timestamp, String)>,
}

/// Everything that stands about one patient, read at one moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stored {
    /// Identity.
    pub patient: Patient,
    /// Facts, in the order in which they were stored.
    pub items: Vec<StoredItem>,
    /// Genomes.
    pub genomes: Vec<StoredGenome>,
    /// The patient's decisions on consent, of the same moment as the rest.
    pub consents: ConsentLedger,
    /// Decisions of clinicians, the oldest first.
    pub decisions: Vec<StoredDecision>,
    /// The list of options that a person last took note of.
    pub last_list: Option<StoredList>,
    /// Imports, the oldest first, with those that were undone.
    pub imports: Vec<StoredImport>,
}
