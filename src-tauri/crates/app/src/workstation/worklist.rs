//! The worklist: all patients by name.

use attune_clinical::ConsentScope;
use serde::{Deserialize, Serialize};

use super::Workstation;
use super::banner::consent_words;
use crate::document::born_words;
use crate::error::AppError;
use crate::view::{WorklistRow, WorklistView};

/// What an import leaves for the worklist, so that it is shown without opening each record.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct ImportSummary {
    pub(super) diagnosis: String,
    pub(super) findings: u32,
}

impl Workstation {
    /// Patients whose name, record number or diagnosis contains the search.
    ///
    /// # Errors
    /// A locked vault, faults of the database.
    pub fn worklist(&self, search: &str) -> Result<WorklistView, AppError> {
        let vault = &self.open()?.vault;
        let day = self.now().date();
        let zone = self.now().time_zone().clone();
        let all = vault.patients("")?;
        let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let words: Vec<String> = search.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let mut rows = Vec::new();
        for row in all {
            let summary: ImportSummary = serde_json::from_value(row.summary.clone()).unwrap_or_default();
            let consent = vault.consents(&row.id)?;
            let shown = WorklistRow {
                patient_id: row.id.clone(),
                name: row.patient.name.banner(),
                mrn: row.patient.mrn.as_ref().map_or_else(|| "Not recorded".to_owned(), |m| m.0.clone()),
                born: born_words(&row.patient, day),
                sex: row.patient.sex.word().to_owned(),
                diagnosis: if summary.diagnosis.is_empty() {
                    "No cancer recorded".to_owned()
                } else {
                    summary.diagnosis
                },
                last_import: row.last_import.map_or_else(
                    || "never".to_owned(),
                    |at| at.to_zoned(zone.clone()).strftime("%d-%b-%Y").to_string(),
                ),
                findings: summary.findings,
                consent: consent_words(&consent, day),
                status: match (row.genomes, consent.status(ConsentScope::TreatmentPlanning, day).allows()) {
                    (_, false) => "Treatment planning denied",
                    (0, true) => "No genome report",
                    (_, true) => "Options ready",
                }
                .to_owned(),
                reanalysis: self.reanalysis_due(&row.id)?,
                synthetic: row.patient.synthetic,
            };
            let text = format!("{} {} {}", shown.name, shown.mrn, shown.diagnosis).to_lowercase();
            if words.iter().all(|w| text.contains(w)) {
                rows.push(shown);
            }
        }
        Ok(WorklistView { total, rows })
    }
}
