//! Import: what each file is, whose it is, and what was understood.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Verdict on one file.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FileVerdict {
    /// File name without folder.
    pub name: String,
    /// Format in words, for example `VCF 4.2`.
    pub format: String,
    /// Assembly, or `none`.
    pub assembly: String,
    /// Sample, or `none`.
    pub sample: String,
    /// Size in words.
    pub size: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// `read`, `findings` or `refused`.
    pub state: String,
    /// Verdict in words.
    pub verdict: String,
    /// What to do, where refused.
    pub hint: Option<String>,
    /// True where the same file was imported before.
    pub already_imported: bool,
    /// What a person has to choose before it can be read: `sample`, `assembly`, or empty.
    pub asks: String,
    /// The samples of a file with several; another one than was read may be chosen.
    pub samples: Vec<SampleChoice>,
}

/// A sample of a file with several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SampleChoice {
    /// Its name.
    pub name: String,
    /// `tumour`, `normal` or `not stated`.
    pub role: String,
    /// Why it is taken for that, or empty.
    pub why: String,
}

/// The sample or the assembly of a file, as a person chose it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct FileChoice {
    /// Token of the preview.
    pub token: String,
    /// Place of the file in the preview.
    pub file: u32,
    /// The sample, if that was chosen.
    pub sample: Option<String>,
    /// `GRCh37` or `GRCh38`, if that was chosen.
    pub assembly: Option<String>,
}

/// One row of the identity comparison.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct IdentityRow {
    /// Field.
    pub field: String,
    /// Value in the record that is open.
    pub record: String,
    /// Value in the file, with its place.
    pub file: String,
    /// `same`, `differs` or `not_stated`.
    pub verdict: String,
}

/// A finding of a reader.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FindingRow {
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// File name and line or path.
    pub location: String,
    /// Stable code.
    pub code: String,
    /// One sentence.
    pub message: String,
}

/// Where every value of the files went.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct LedgerView {
    /// All values.
    pub total: u32,
    /// Mapped.
    pub mapped: u32,
    /// Kept raw.
    pub kept_raw: u32,
    /// Ignored by a named rule.
    pub ignored: u32,
    /// Errors.
    pub error: u32,
    /// Rules with their counts.
    pub rules: Vec<(String, u32)>,
}

/// A unit conversion that was done.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct UnitConversionRow {
    /// Test.
    pub test: String,
    /// As in the file.
    pub written: String,
    /// As stored.
    pub stored: String,
    /// Number of values.
    pub count: u32,
}

/// News of files that are being read: the event `attune://import-progress`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ImportProgress {
    /// The token that the window chose.
    pub token: String,
    /// Bytes read of all files.
    #[ts(type = "number")]
    pub done: u64,
    /// Bytes of all files.
    #[ts(type = "number")]
    pub total: u64,
    /// `Reading tumour.vcf, 1.2 MB of 40.0 MB`.
    pub message: String,
}

/// A size for people: decimal units.
#[must_use]
pub fn size_words(bytes: u64) -> String {
    let b = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.0} kB", b / 1e3),
        _ => format!("{:.1} MB", b / 1e6),
    }
}

/// What an import would do. Nothing is stored yet.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ImportPreview {
    /// Handle for commit or cancel.
    pub token: String,
    /// Name of the person of the record file, for the banner of the screen.
    pub person: Option<String>,
    /// Patient that the files would be added to, if one matched.
    pub existing_patient: Option<String>,
    /// Files.
    pub files: Vec<FileVerdict>,
    /// Identity comparison, empty for a new patient.
    pub identity: Vec<IdentityRow>,
    /// True where the identity differs and a typed reason is needed.
    pub identity_blocks: bool,
    /// Findings, errors first.
    pub findings: Vec<FindingRow>,
    /// Ledger.
    pub ledger: LedgerView,
    /// Conversions.
    pub conversions: Vec<UnitConversionRow>,
    /// How many facts would be stored, by kind.
    pub read: Vec<(String, u32)>,
    /// Whether a commit is possible.
    pub can_commit: bool,
}

/// Result of a commit.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ImportOutcome {
    /// Patient.
    pub patient_id: String,
    /// One sentence with counts.
    pub message: String,
}

/// A demo patient at hand.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct DemoSet {
    /// Folder name, handed back to choose it.
    pub id: String,
    /// Title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// File names.
    pub files: Vec<String>,
}
