//! Reports: from the ranked answer to pages, PDF and preview.

use attune_clinical::{ConsentLedger, Consented, Medication, Patient, ResearchExport, TreatmentPlanning};
use attune_decision::{BoardNote, RankedOptions};
use attune_pharmacogenomics::{PgxSample, overview};
use attune_report::{
    Audience, BoardBundleInput, BoardCase, ModelSummary, PackRef, Pages, PgxBundleInput, ReportInput,
    ReportMoment, board_bundle, compose, deidentified_board, pgx_bundle,
};
use jiff::Zoned;

use crate::answer::best_pgx;
use crate::document::VERSION;
use crate::error::AppError;
use crate::intake::Intake;
use crate::library::Library;

/// A report to compose.
pub struct Printing<'a> {
    /// What was read.
    pub intake: &'a Intake,
    /// The ranked answer, as the screen shows it.
    pub ranked: &'a RankedOptions,
    /// Consent.
    pub consent: &'a ConsentLedger,
    /// Notes of the tumour board.
    pub board: &'a [BoardNote],
    /// For whom.
    pub audience: Audience,
    /// Who makes it.
    pub user: &'a str,
    /// When it is made.
    pub at: &'a Zoned,
}

/// Reads `clinician`, `patient`, `wallet` or `board`.
///
/// # Errors
/// Any other word.
pub fn parse_audience(text: &str) -> Result<Audience, AppError> {
    Audience::from_name(text).ok_or_else(|| {
        AppError::new(
            "report.audience",
            format!("there is no audience `{text}`"),
            "use clinician, patient, wallet or board",
        )
    })
}

/// `20-Nov-2026 11:42 CET`.
#[must_use]
pub fn moment_words(at: &Zoned) -> String {
    at.strftime("%d-%b-%Y %H:%M %Z").to_string()
}

impl Printing<'_> {
    /// The pages.
    #[must_use]
    pub fn pages(&self, library: &Library) -> Pages {
        let nobody = Patient::default();
        let sample = best_pgx(&self.intake.pgx);
        let medications = self.intake.record.as_ref().map_or(&[][..], |r| &r.medications);
        // A pack whose tables cannot be read gave no sample either.
        let by_drug = sample.and_then(|s| {
            let (tables, names) = (library.knowledge().pgx().ok()?, library.knowledge().drugs().ok()?);
            Some(overview(tables, s, medications, names, self.at.date()))
        });
        let packs = [pack(library)];
        let models: Vec<ModelSummary> = library
            .models()
            .models()
            .iter()
            .filter(|m| self.ranked.predictions.iter().any(|p| p.model == m.card().id))
            .map(summary)
            .collect();
        compose(&ReportInput {
            patient: self.intake.patient().unwrap_or(&nobody),
            record: self.intake.record.as_ref(),
            ranked: self.ranked,
            genomes: &self.intake.genomes,
            pgx: sample,
            pgx_by_drug: by_drug.as_ref(),
            consent: self.consent,
            board: self.board,
            packs: &packs,
            models: &models,
            attune_version: VERSION,
            user: self.user,
            moment: &moment(self.at),
            audience: self.audience,
        })
    }
}

/// The pharmacogenomic result as FHIR R4 by the Genomics Reporting guide, as bytes of a file.
///
/// # Errors
/// A value that JSON cannot hold.
pub fn pgx_fhir(
    library: &Library,
    patient: Option<&Patient>,
    sample: &PgxSample,
    medications: &[Medication],
    at: &Zoned,
) -> Result<Vec<u8>, AppError> {
    let bundle = pgx_bundle(&PgxBundleInput {
        patient,
        sample,
        medications,
        packs: &[pack(library)],
        attune_version: VERSION,
        moment: &moment(at),
    });
    serde_json::to_vec_pretty(&bundle)
        .map_err(|e| AppError::new("fhir.write", e.to_string(), "nothing was written"))
}

/// The notes of a tumour board with what they are about, for an export.
#[must_use]
pub fn board_case<'a>(patient: &'a Patient, ranked: &RankedOptions, notes: &'a [BoardNote]) -> BoardCase<'a> {
    let because =
        ranked.options.iter().map(|o| &o.because).chain(ranked.resistance.iter().map(|r| &r.because));
    let mut alterations: Vec<String> = Vec::new();
    for text in because.flatten() {
        if !alterations.contains(text) {
            alterations.push(text.clone());
        }
    }
    BoardCase {
        patient,
        tumour: ranked.tumour_type.name.clone(),
        tumour_code: ranked.tumour_type.code.clone(),
        alterations,
        notes,
    }
}

/// The notes of a tumour board as a FHIR R4 document, as bytes of a file.
///
/// # Errors
/// A value that JSON cannot hold.
pub fn board_fhir(
    library: &Library,
    case: &Consented<BoardCase<'_>, TreatmentPlanning>,
    user: &str,
    at: &Zoned,
) -> Result<Vec<u8>, AppError> {
    let bundle = board_bundle(&BoardBundleInput {
        case,
        packs: &[pack(library)],
        attune_version: VERSION,
        user,
        moment: &moment(at),
    });
    serde_json::to_vec_pretty(&bundle)
        .map_err(|e| AppError::new("fhir.write", e.to_string(), "nothing was written"))
}

/// The decisions without the person, as bytes of a JSON file or of a text.
///
/// # Errors
/// A value that JSON cannot hold.
pub fn board_deidentified(
    library: &Library,
    case: &Consented<BoardCase<'_>, ResearchExport>,
    as_text: bool,
) -> Result<Vec<u8>, AppError> {
    let export = deidentified_board(case, &[pack(library)], VERSION);
    if as_text {
        return Ok(export.text.into_bytes());
    }
    serde_json::to_vec_pretty(&export.json)
        .map_err(|e| AppError::new("board.write", e.to_string(), "nothing was written"))
}

fn pack(library: &Library) -> PackRef {
    let manifest = library.knowledge().manifest();
    PackRef {
        id: manifest.id.clone(),
        version: manifest.version.clone(),
        note: format!("signed, valid {} to {}", manifest.valid_from, manifest.valid_to),
    }
}

fn moment(at: &Zoned) -> ReportMoment {
    ReportMoment { at: at.timestamp(), day: at.date(), display: moment_words(at) }
}

fn summary(model: &attune_inference::Model) -> ModelSummary {
    let card = model.card();
    let performance = card.evaluation.iter().map(|e| {
        format!(
            "{}: area under the curve {:.3} (95 % interval {:.3} to {:.3}), {} patients, {} events; {}. {}",
            e.cohort, e.auc[0], e.auc[1], e.auc[2], e.patients, e.events, e.compared_with, e.remark
        )
    });
    ModelSummary {
        id: card.id.clone(),
        name: card.name.clone(),
        version: card.version.clone(),
        intended_use: card.intended_use.clone(),
        population: card.training.clone(),
        performance: performance.collect(),
        recalibration: model.formula().recalibration.as_ref().map(|r| {
            format!(
                "Response probability: recalibrated on {} patients, {} responses. {}",
                r.patients, r.events, r.fitted_on
            )
        }),
        limits: card.limits.iter().chain(&card.unknown_groups).cloned().collect(),
        citation: card.citations.first().cloned().unwrap_or_default(),
    }
}
