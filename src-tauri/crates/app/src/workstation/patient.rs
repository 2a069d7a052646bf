//! One patient's case as it stands in the vault, and the options screen.

use attune_clinical::{ConsentLedger, HealthRecord, Patient};
use attune_decision::{BoardNote, RankedOptions, analytes, recorded};
use attune_genome::{CalledVariant, GenomeReport};
use attune_pharmacogenomics::PgxSample;
use attune_report::{Figure, contribution_figure, prediction_figure};
use attune_vault::{EventKind, Stored, StoredItem};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Workstation;
use super::banner::banner;
use super::board::notes;
use super::wishes::Wishes;
use crate::answer::{Beside, Question};
use crate::document::{Header, OptionsDocument};
use crate::error::AppError;
use crate::intake::Intake;
use crate::interpreting::Sample;
use crate::reclassify::{Change, KIND, apply, key};
use crate::view::{AnalyteRow, Banner, FigureView, OptionsView};

/// A stored genome as it is read: the report, and the pharmacogenomics that its raw records allowed.
#[derive(Deserialize)]
struct StoredReport {
    report: GenomeReport,
    pgx: Option<PgxSample>,
}

/// The same as it is written.
#[derive(Serialize)]
pub(super) struct StoredReportRef<'a> {
    pub(super) report: &'a GenomeReport,
    pub(super) pgx: Option<&'a PgxSample>,
}

/// A patient's case, read at one moment together with the consent in force.
#[derive(Clone)]
pub(super) struct PatientCase {
    pub(super) id: String,
    pub(super) patient: Patient,
    pub(super) intake: Intake,
    pub(super) consent: ConsentLedger,
    /// Classes that clinicians changed, the oldest first. They are in force in the reports.
    pub(super) changes: Vec<Change>,
    /// The variants of which something was changed, as they were interpreted.
    pub(super) originals: Vec<CalledVariant>,
    pub(super) last_import: Option<jiff::Timestamp>,
    pub(super) board: Vec<BoardNote>,
    /// What matters to the patient, as last set.
    pub(super) wishes: Option<Wishes>,
}

impl PatientCase {
    pub(super) fn record(&self) -> HealthRecord {
        self.intake.record.clone().unwrap_or_default()
    }
}

impl Workstation {
    /// Reads a case from the vault. Screens ask [`Self::case`].
    pub(super) fn read_case(&self, id: &str) -> Result<PatientCase, AppError> {
        let stored = self.open()?.vault.patient(id)?;
        let last_import = stored.imports.iter().filter(|i| i.undone.is_none()).map(|i| i.at).max();
        let mut intake = restore(&stored)?;
        self.name_again(&mut intake)?;
        // All reports together: files that were imported one after the other answer the same questions.
        Sample::default().conclude(&self.library, &mut intake.genomes)?;
        let changes: Vec<Change> = changes(&stored)?;
        let touched = |v: &&CalledVariant| !changes.is_empty() && changes.iter().any(|c| c.key == key(v));
        let originals = intake.genomes.iter().flat_map(|g| &g.variants).filter(touched).cloned().collect();
        apply(&changes, &mut intake.genomes);
        intake.withhold_secondary(&self.library, &stored.consents, None, self.now().date())?;
        intake.interpret(&self.library, self.now().date())?;
        Ok(PatientCase {
            id: id.to_owned(),
            patient: stored.patient,
            intake,
            consent: stored.consents,
            changes,
            originals,
            last_import,
            board: notes(&stored.decisions),
            wishes: Wishes::latest(&stored.decisions),
        })
    }

    /// Names what could not be named on the day of its import, where the site has imported a reference since.
    fn name_again(&self, intake: &mut Intake) -> Result<(), AppError> {
        if self.library.site().is_none() {
            return Ok(());
        }
        let pack = self.library.transcripts()?;
        for report in &mut intake.genomes {
            report
                .not_interpreted
                .retain(|n| !n.reason.starts_with("gene outside") && !n.reason.starts_with("gene without"));
            pack.annotate(report);
        }
        Ok(())
    }

    pub(super) fn banner_of(&self, case: &PatientCase) -> Result<Banner, AppError> {
        let day = self.now().date();
        Ok(banner(&case.id, &case.patient, &case.record(), &case.consent, self.library.knowledge(), day)?)
    }

    /// The one ranked value behind summary, options and report.
    pub(super) fn rank_case(&self, case: &PatientCase) -> Result<RankedOptions, AppError> {
        Question {
            intake: &case.intake,
            alterations: &[],
            tumour_type: None,
            consent: &case.consent,
            region: self.site()?.region,
            preferences: case.preferences(),
            as_of: self.now().date(),
        }
        .answer_beside(&self.library, Beside { trials: &self.shelf()?.trials, ..Beside::default() })
    }

    pub(super) fn document_of(&self, case: &PatientCase, ranked: &RankedOptions) -> OptionsDocument {
        let header = Header::new("attune/options/1", self.library.all_refs());
        OptionsDocument::new(header, ranked, Some(&case.patient), self.now().date())
    }

    /// The options screen.
    ///
    /// # Errors
    /// A locked vault, an unknown patient, a damaged pack.
    pub fn options(&mut self, id: &str) -> Result<OptionsView, AppError> {
        let case = self.case(id)?;
        let ranked = self.rank_case(&case)?;
        let reanalysis = self.reanalysis(&case, &ranked)?;
        let planned = ranked.consent.treatment_planning.allows();
        let view = OptionsView {
            banner: self.banner_of(&case)?,
            as_of: crate::printing::moment_words(&self.now()),
            document: self.document_of(&case, &ranked),
            contribution_figures: figures(ranked.options.iter().map(contribution_figure))?,
            // A model without an estimate has nothing to draw; its reasons stand in words.
            prediction_figures: figures(
                ranked
                    .predictions
                    .iter()
                    .map(prediction_figure)
                    .filter(|f| !matches!(f, Err(attune_report::FigureError::NoEstimate(_)))),
            )?,
            // What was decided on evidence is closed together with the evidence.
            board: if planned { self.board(&case) } else { Vec::new() },
            wishes: self.wishes_view(&case),
            analytes: if planned { varied(&case.record()) } else { Vec::new() },
            reanalysis: reanalysis.clone().filter(|r| !r.changes.is_empty()),
        };
        self.keep_if_unchanged(&case, &ranked, reanalysis.as_ref())?;
        self.note(EventKind::OptionsRanked, id, &format!("{} ranked", ranked.options.len()))?;
        Ok(view)
    }

    pub(super) fn note(&mut self, kind: EventKind, subject: &str, detail: &str) -> Result<(), AppError> {
        let at = self.now().timestamp();
        let open = self.open_mut()?;
        Ok(open.vault.note_event(kind, subject, detail, &open.user.clone(), at)?)
    }
}

/// Measurements with their latest value.
fn varied(record: &HealthRecord) -> Vec<AnalyteRow> {
    analytes()
        .map(|a| AnalyteRow {
            name: a.name.to_owned(),
            words: a.words.to_owned(),
            unit: a.unit.to_owned(),
            current: recorded(record, a.name).unwrap_or_else(|| "not recorded".to_owned()),
        })
        .collect()
}

pub(super) fn figures(
    drawn: impl Iterator<Item = Result<Figure, attune_report::FigureError>>,
) -> Result<Vec<FigureView>, AppError> {
    drawn
        .map(|figure| {
            let f = figure.map_err(|e| {
                AppError::new("figure.failed", e.to_string(), "the numbers stand in the table")
            })?;
            Ok(FigureView {
                id: f.id,
                title: f.title,
                svg: f.svg,
                alt: f.alt,
                columns: f.columns,
                rows: f.rows,
            })
        })
        .collect()
}

/// Puts the stored facts together again, in the order in which they were stored.
fn restore(stored: &Stored) -> Result<Intake, AppError> {
    let mut record = HealthRecord { patient: Some(stored.patient.clone()), ..HealthRecord::default() };
    let mut intake = Intake::default();
    for item in &stored.items {
        match item.kind.as_str() {
            "condition" => record.conditions.push(value(item)?),
            "observation" => record.observations.push(value(item)?),
            "medication" => record.medications.push(value(item)?),
            "allergy" => record.allergies.push(value(item)?),
            "procedure" => record.procedures.push(value(item)?),
            "family" => record.family.push(value(item)?),
            "document" => record.documents.push(value(item)?),
            "stated" => intake.stated.push(value(item)?),
            "outside_calls" => intake.outside.push(value(item)?),
            // Kinds of a later version stay in the vault and are not shown by this one.
            _ => {}
        }
    }
    for genome in &stored.genomes {
        let StoredReport { report, pgx } =
            serde_json::from_slice(&genome.json).map_err(|e| unreadable("genome report", &e))?;
        intake.genomes.push(report);
        intake.pgx.extend(pgx);
    }
    intake.record = Some(record);
    Ok(intake)
}

/// The changes of classes among the decisions of clinicians.
fn changes(stored: &Stored) -> Result<Vec<Change>, AppError> {
    let of_class = stored.decisions.iter().filter(|d| d.json["kind"] == KIND);
    of_class
        .map(|d| serde_json::from_value(d.json.clone()).map_err(|e| unreadable("change of a class", &e)))
        .collect()
}

fn value<T: DeserializeOwned>(item: &StoredItem) -> Result<T, AppError> {
    serde_json::from_value(item.json.clone()).map_err(|e| unreadable(&item.kind, &e))
}

fn unreadable(what: &str, cause: &serde_json::Error) -> AppError {
    AppError::new(
        "vault.unreadable_item",
        format!("a stored {what} cannot be read: {cause}"),
        "it was written by another version of Attune; nothing was changed",
    )
}
