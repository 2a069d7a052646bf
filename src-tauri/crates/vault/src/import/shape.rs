//! What goes into an import and what comes back.

use std::path::PathBuf;
use std::sync::Arc;

use attune_clinical::{ConsentRecord, Patient};
use jiff::Timestamp;
use serde_json::Value;

use crate::VaultError;

/// Whose record the files belong to.
#[derive(Debug, Clone, PartialEq)]
pub enum PatientKey {
    /// A person who is not in the vault. Refused where a record number or identifier says otherwise.
    New(Patient),
    /// A person who is not in the vault although a number matches: someone looked and confirmed it.
    Distinct(Patient),
    /// The patient with this number.
    Existing(String),
}

/// Where the original bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceContent {
    /// In memory, shared with whoever reads them too.
    Bytes(Arc<Vec<u8>>),
    /// In a file, read in parts while it is stored: for genomes that do not fit into memory twice.
    File(PathBuf),
}

/// An original file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource {
    /// Name without folder.
    pub name: String,
    /// Format, for example `fhir-bundle`.
    pub kind: String,
    /// SHA-256 of the original bytes, hexadecimal; checked while they are stored.
    pub sha256: String,
    /// The bytes.
    pub content: SourceContent,
}

/// One fact of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct NewItem {
    /// What it is, for example `observation`.
    pub kind: String,
    /// The value, as its own crate serialises it.
    pub json: Value,
    /// Index of its file in [`ImportBatch::sources`].
    pub source: usize,
}

/// One genome report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGenome {
    /// The value as its own crate serialises it, in the bytes of its JSON: a tree of values would take ten times the
    /// room and time of an exome.
    pub json: Vec<u8>,
    /// Index of its file in [`ImportBatch::sources`].
    pub source: usize,
}

/// Everything that one import stores.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportBatch {
    /// Whose.
    pub patient: PatientKey,
    /// Files; at least one.
    pub sources: Vec<NewSource>,
    /// Facts.
    pub items: Vec<NewItem>,
    /// Genomes.
    pub genomes: Vec<NewGenome>,
    /// Consent statements with the index of their file.
    pub consents: Vec<(ConsentRecord, usize)>,
    /// What the worklist shows of this import without reading it; `null` if nothing.
    pub summary: Value,
    /// Why a person imported in spite of a differing identity. It goes into the audit log: no names.
    pub reason: Option<String>,
}

impl ImportBatch {
    pub(super) fn check(&self) -> Result<(), VaultError> {
        let invalid = |why: &str| Err(VaultError::InvalidBatch(why.to_owned()));
        if self.sources.is_empty() {
            return invalid("it has no source file");
        }
        let mut indices = self.items.iter().map(|i| i.source);
        let others = self.genomes.iter().map(|g| g.source).chain(self.consents.iter().map(|(_, s)| *s));
        if indices.by_ref().chain(others).any(|i| i >= self.sources.len()) {
            return invalid("an item refers to a source file that is not in it");
        }
        Ok(())
    }
}

/// A file that was not stored a second time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// Index in [`ImportBatch::sources`].
    pub index: usize,
    /// The import that holds it; `None` where the same file stands twice in this batch.
    pub import_id: Option<String>,
    /// When that was.
    pub imported_at: Option<Timestamp>,
}

/// What was stored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportReceipt {
    /// Number of the import, for undoing it; `None` where nothing was new.
    pub import_id: Option<String>,
    /// The patient.
    pub patient_id: String,
    /// True where the patient was added by this import.
    pub new_patient: bool,
    /// Number of each stored source, in the order of the batch; `None` for duplicates.
    pub sources: Vec<Option<String>>,
    /// Files that the patient already had.
    pub duplicates: Vec<Duplicate>,
    /// Facts stored.
    pub items: usize,
    /// Genomes stored.
    pub genomes: usize,
    /// Consent statements stored.
    pub consents: usize,
}

impl ImportReceipt {
    /// True where every file was already there and nothing was changed.
    #[must_use]
    pub fn nothing_new(&self) -> bool {
        self.import_id.is_none()
    }
}
