//! What a report is made of. The values are those that the screen shows.

use attune_clinical::{ConsentLedger, HealthRecord, Patient};
use attune_decision::{BoardNote, RankedOptions};
use attune_genome::GenomeReport;
use attune_pharmacogenomics::{Overview, PgxSample};
use jiff::Timestamp;
use jiff::civil::Date;

/// For whom a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The treating clinician: everything, with sources and scores.
    Clinician,
    /// The patient: plain words, large type, no scores.
    Patient,
    /// A card for the wallet: pharmacogenes and the drugs to speak of, for whoever prescribes next.
    Wallet,
    /// The note of the tumour board, for the record of the clinic.
    Board,
}

impl Audience {
    /// The stable name of the command line and the window.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Clinician => "clinician",
            Self::Patient => "patient",
            Self::Wallet => "wallet",
            Self::Board => "board",
        }
    }

    /// The audience of a stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Clinician, Self::Patient, Self::Wallet, Self::Board].into_iter().find(|a| a.name() == name)
    }
}

/// A knowledge pack that the answer rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackRef {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// Validity, licence and sources in one line, or empty.
    pub note: String,
}

/// What a reader must know about a model: its card in short.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ModelSummary {
    /// Id, as in the predictions.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Version.
    pub version: String,
    /// What it estimates and for which use it was made.
    pub intended_use: String,
    /// People, places and years it was trained on.
    pub population: String,
    /// Discrimination with its interval and cohort, for example `AUC 0.754 (0.70 to 0.81), 515 patients`.
    pub performance: Vec<String>,
    /// How the printed probability was recalibrated, where it was.
    pub recalibration: Option<String>,
    /// Limits, one sentence each.
    pub limits: Vec<String>,
    /// Paper.
    pub citation: String,
}

/// The moment for which a report holds. The clock is the caller's.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportMoment {
    /// For the metadata of the file.
    pub at: Timestamp,
    /// The day, for ages and consents.
    pub day: Date,
    /// With time and zone, for people: `20-Nov-2026 11:42 CET`.
    pub display: String,
}

/// Everything that a report shows.
#[derive(Debug, Clone, Copy)]
pub struct ReportInput<'a> {
    /// Identity.
    pub patient: &'a Patient,
    /// The record, where there is one.
    pub record: Option<&'a HealthRecord>,
    /// The ranked answer, as the screen shows it.
    pub ranked: &'a RankedOptions,
    /// Genome reports, for biomarkers and for what was not interpreted. Variants are printed only where they
    /// entered the matching: others may be secondary findings.
    pub genomes: &'a [GenomeReport],
    /// Pharmacogenomics, where it was done.
    pub pgx: Option<&'a PgxSample>,
    /// The same advice by drug, the person's own medication first.
    pub pgx_by_drug: Option<&'a Overview>,
    /// Consent decisions, for who, when and how. The state printed is that of `ranked`.
    pub consent: &'a ConsentLedger,
    /// Notes of the tumour board, the oldest first.
    pub board: &'a [BoardNote],
    /// Packs.
    pub packs: &'a [PackRef],
    /// Models that ran or could have run.
    pub models: &'a [ModelSummary],
    /// Version of the program.
    pub attune_version: &'a str,
    /// Who made the report.
    pub user: &'a str,
    /// When.
    pub moment: &'a ReportMoment,
    /// For whom.
    pub audience: Audience,
}
