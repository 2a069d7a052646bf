//! The pharmacogenomics screen.

mod drugs;
mod export;
mod genes;
mod steps;

use attune_clinical::{ConsentLedger, ConsentScope};
use attune_pharmacogenomics::{CallStatus, Overview, PgxSample, overview};
use attune_vault::EventKind;

use super::Workstation;
use super::patient::PatientCase;
use crate::answer::best_pgx;
use crate::error::AppError;
use crate::view::PgxView;

/// Why a patient has no pharmacogenomics.
const NOT_TESTED: &str = "No germline genotype was imported. Not tested is not normal: nothing follows from this for any drug. \
                          Import a germline VCF, or the calls of a laboratory.";

impl Workstation {
    /// The pharmacogenomics screen.
    ///
    /// # Errors
    /// A locked vault, an unknown patient, a damaged pack.
    pub fn pgx(&mut self, id: &str) -> Result<PgxView, AppError> {
        let case = self.case(id)?;
        let withheld = withheld(&case.consent, self.now().date());
        let sample = best_pgx(&case.intake.pgx).filter(|_| withheld.is_none());
        let advice = sample.map(|s| self.advice_by_drug(&case, s)).transpose()?;
        let (own, drugs) = match (&advice, sample) {
            (Some(advice), Some(sample)) => drugs::rows(advice, sample),
            _ => Default::default(),
        };
        let doses = sample.map(|s| steps::doses(s, &own)).unwrap_or_default();
        let view = PgxView {
            banner: self.banner_of(&case)?,
            context: sample.map_or_else(|| "no result".to_owned(), |s| context(s, case.intake.pgx.len())),
            not_tested: (sample.is_none() && withheld.is_none()).then(|| NOT_TESTED.to_owned()),
            withheld,
            own,
            own_empty: own_empty(&case).to_owned(),
            drugs,
            genes: sample.map(|s| s.genes.iter().map(genes::row).collect()).unwrap_or_default(),
            phenoconversion: sample.map(steps::phenoconversion).unwrap_or_default(),
            doses,
            versions: self.pgx_versions()?,
        };
        self.note(EventKind::PatientOpened, id, "pharmacogenomics")?;
        Ok(view)
    }

    pub(super) fn advice_by_drug(
        &self,
        case: &PatientCase,
        sample: &PgxSample,
    ) -> Result<Overview, AppError> {
        let knowledge = self.library.knowledge();
        let medications = case.intake.record.as_ref().map_or(&[][..], |r| &r.medications);
        Ok(overview(knowledge.pgx()?, sample, medications, knowledge.drugs()?, self.now().date()))
    }

    fn pgx_versions(&self) -> Result<Vec<String>, AppError> {
        let tables = self.library.knowledge().pgx()?;
        let guidance = tables.guidance.iter().map(|g| format!("{}: {}", g.source, g.version));
        Ok(std::iter::once(format!("Alleles: {}", tables.version)).chain(guidance).collect())
    }
}

/// Advice on drugs belongs to the planning of treatment.
pub(super) fn withheld(consent: &ConsentLedger, on: jiff::civil::Date) -> Option<String> {
    let status = consent.status(ConsentScope::TreatmentPlanning, on);
    (!status.allows()).then(|| {
        format!("Pharmacogenomics: consent for treatment planning is {}. No result is shown.", status.word())
    })
}

fn context(sample: &PgxSample, of: usize) -> String {
    let called = sample.genes.iter().filter(|g| g.status != CallStatus::NotCalled).count();
    let others = match of {
        1 => String::new(),
        n => format!(" (the one with the most genes of {n} reports)"),
    };
    format!("sample {}{others}, {called} of {} genes called", sample.sample, sample.genes.len())
}

fn own_empty(case: &PatientCase) -> &'static str {
    match case.intake.record.as_ref().map(|r| r.medications.len()) {
        None | Some(0) => "No medication is recorded. That does not say that none is taken.",
        Some(_) => "No current or planned medication is recorded; past medication is not listed here.",
    }
}
