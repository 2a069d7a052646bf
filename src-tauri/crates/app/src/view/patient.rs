//! Worklist, patient summary and options.

use serde::Serialize;
use ts_rs::TS;

use crate::document::OptionsDocument;
use crate::view::{AnalyteRow, BoardNoteView, ReanalysisView, WishesView};

/// The patient banner: first on every patient screen.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Banner {
    /// Patient id in the vault.
    pub patient_id: String,
    /// `MARCHETTI, Elena`.
    pub name: String,
    /// `09-Apr-1962 (64y)` or `Not recorded`.
    pub born: String,
    /// Sex as a word.
    pub sex: String,
    /// Record number or `Not recorded`.
    pub mrn: String,
    /// `Oxaliplatin: anaphylaxis; Penicillin: rash`, `No known allergies` or `Allergies not recorded`.
    pub allergies: String,
    /// `listed`, `none_known` or `not_recorded`.
    pub allergy_state: String,
    /// Diagnosis with stage, or `Not recorded`.
    pub diagnosis: String,
    /// `1 (18-Nov-2026)` or `Not recorded`.
    pub ecog: String,
    /// `Consent: 3 of 5 permitted`.
    pub consent: String,
    /// Marked synthetic.
    pub synthetic: bool,
    /// `Died 01-Feb-2026`, if so.
    pub deceased: Option<String>,
}

/// A row of the worklist.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct WorklistRow {
    /// Patient id.
    pub patient_id: String,
    /// Name.
    pub name: String,
    /// Record number or `Not recorded`.
    pub mrn: String,
    /// Born with age.
    pub born: String,
    /// Sex.
    pub sex: String,
    /// Diagnosis.
    pub diagnosis: String,
    /// Day of the last import.
    pub last_import: String,
    /// Findings of the last import.
    pub findings: u32,
    /// Consent in words.
    pub consent: String,
    /// Status in words.
    pub status: String,
    /// Why the list should be looked at again, if it should.
    pub reanalysis: Option<String>,
    /// Marked synthetic.
    pub synthetic: bool,
}

/// The worklist.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct WorklistView {
    /// All patients of the vault.
    pub total: u32,
    /// Rows that meet the search, by name.
    pub rows: Vec<WorklistRow>,
}

/// A figure drawn by Rust.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FigureView {
    /// `contributions-1`, `prediction-loris-pan-cancer` ...
    pub id: String,
    /// Title.
    pub title: String,
    /// Inline SVG without scripts or external references.
    pub svg: String,
    /// Text alternative.
    pub alt: String,
    /// Head of the same data as a table.
    pub columns: Vec<String>,
    /// Rows of the same data as a table.
    pub rows: Vec<Vec<String>>,
}

/// Something to act on.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AlertRow {
    /// `block`, `caution` or `info`.
    pub severity: String,
    /// What it is about.
    pub subject: String,
    /// One sentence.
    pub message: String,
    /// Day of the fact.
    pub date: String,
}

/// An alteration on the summary.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct KeyAlteration {
    /// Gene or biomarker.
    pub name: String,
    /// What, with VAF and depth.
    pub detail: String,
    /// `somatic`, `germline`, `unknown origin`, `reported`.
    pub origin: String,
    /// Level of the best option that rests on it, if any.
    pub level: Option<String>,
}

/// A laboratory value.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct LabRow {
    /// Test.
    pub name: String,
    /// Value as written.
    pub value: String,
    /// Unit, or `no unit`.
    pub unit: String,
    /// `L`, `H`, `LL`, `HH`, `A` or `in range`, or empty where there is no range to judge by.
    pub flag: String,
    /// Reference range as given, or `no range given`.
    pub range: String,
    /// Day.
    pub date: String,
}

/// A gene of pharmacogenomics.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PgxGeneRow {
    /// Gene.
    pub gene: String,
    /// Diplotypes, `not called`.
    pub diplotype: String,
    /// Phenotype, or why there is none.
    pub phenotype: String,
    /// `called`, `ambiguous`, `not_called` or `outside`.
    pub status: String,
    /// What could not be excluded and other remarks.
    pub remarks: Vec<String>,
}

/// Advice for a drug.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PgxRow {
    /// Drug.
    pub drug: String,
    /// Source.
    pub source: String,
    /// Strength.
    pub strength: String,
    /// Action class.
    pub action: String,
    /// Advice.
    pub text: String,
    /// Gene results.
    pub because: String,
    /// Citation.
    pub citation: String,
    /// True where the drug stands in the medication list.
    pub on_medication_list: bool,
}

/// The summary screen.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SummaryView {
    /// Banner.
    pub banner: Banner,
    /// One line of context.
    pub context: String,
    /// Top options with their document.
    pub options: OptionsDocument,
    /// To act on.
    pub alerts: Vec<AlertRow>,
    /// Key alterations and biomarkers.
    pub alterations: Vec<KeyAlteration>,
    /// Pharmacogenes.
    pub pgx_genes: Vec<PgxGeneRow>,
    /// Drug advice, own medication first.
    pub pgx: Vec<PgxRow>,
    /// Last laboratory values.
    pub labs: Vec<LabRow>,
    /// Number of all laboratory values.
    pub labs_total: u32,
    /// Problems.
    pub problems: Vec<String>,
    /// Medication.
    pub medications: Vec<String>,
    /// Relatives with their conditions, where family sharing is permitted or the record states them.
    pub family: Vec<String>,
    /// What is not known, one sentence each.
    pub not_known: Vec<String>,
    /// What is withheld, one sentence each.
    pub withheld: Vec<String>,
}

/// The options screen.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct OptionsView {
    /// Banner.
    pub banner: Banner,
    /// `as of 20-Nov-2026`.
    pub as_of: String,
    /// The document of the command line.
    pub document: OptionsDocument,
    /// One contributions chart an option, in the order of the options.
    pub contribution_figures: Vec<FigureView>,
    /// One chart a prediction, in the order of the predictions.
    pub prediction_figures: Vec<FigureView>,
    /// Notes of the tumour board, the newest first.
    pub board: Vec<BoardNoteView>,
    /// How the list differs from the one that a person last took note of; none where that was this one.
    pub reanalysis: Option<ReanalysisView>,
    /// What matters to the patient.
    pub wishes: WishesView,
    /// Measurements that "what if" can vary.
    pub analytes: Vec<AnalyteRow>,
}
