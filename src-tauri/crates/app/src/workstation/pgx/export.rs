//! The pharmacogenomic result as a FHIR file.

use std::fs;

use attune_vault::EventKind;
use sha2::{Digest, Sha256};

use super::withheld;
use crate::answer::best_pgx;
use crate::error::AppError;
use crate::printing::pgx_fhir;
use crate::view::FileExport;
use crate::workstation::Workstation;
use crate::workstation::report::{hex, write_private};

impl Workstation {
    /// Writes the FHIR Bundle into the folder for reports.
    ///
    /// # Errors
    /// A locked vault, an unknown patient, missing consent or result, faults of the disk.
    pub fn export_pgx_fhir(&mut self, id: &str) -> Result<FileExport, AppError> {
        let case = self.case(id)?;
        if let Some(reason) = withheld(&case.consent, self.now().date()) {
            return Err(AppError::new("pgx.consent", reason, "record the consent first"));
        }
        let Some(sample) = best_pgx(&case.intake.pgx) else {
            return Err(AppError::new(
                "pgx.not_tested",
                "no germline genotype was imported: there is nothing to export",
                "import a germline VCF",
            ));
        };
        let record = case.record();
        let bytes = pgx_fhir(&self.library, Some(&case.patient), sample, &record.medications, &self.now())?;
        let folder = self.surroundings.reports.clone();
        fs::create_dir_all(&folder)?;
        // No identifier of the patient stands in the name of a file.
        let name = format!("attune-pharmacogenomics-fhir-{}.json", self.now().strftime("%Y%m%d-%H%M%S"));
        let path = folder.join(name);
        let sha256 = hex(&Sha256::digest(&bytes));
        // The deed is noted first: an export without an audit entry must not exist.
        self.note(EventKind::RecordExported, id, &format!("pharmacogenomics as FHIR, SHA-256 {sha256}"))?;
        write_private(&path, &bytes)?;
        Ok(FileExport {
            path: path.display().to_string(),
            sha256,
            contents: format!(
                "FHIR R4 Bundle by the Genomics Reporting guide: {} genes, {} recommendations",
                sample.genes.len(),
                sample.recommendations.len()
            ),
        })
    }
}
