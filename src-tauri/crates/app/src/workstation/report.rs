//! Report preview and export. Both come from one description of the pages.

use std::fs;

use attune_decision::{OptionList, RankedOptions};
use attune_report::Pages;
use attune_vault::EventKind;
use sha2::{Digest, Sha256};

use super::Workstation;
use super::patient::PatientCase;
use crate::error::AppError;
use crate::printing::{Printing, parse_audience};
use crate::view::{ReportExport, ReportPreview};

impl Workstation {
    fn pages(&self, case: &PatientCase, ranked: &RankedOptions, audience: &str) -> Result<Pages, AppError> {
        let printing = Printing {
            intake: &case.intake,
            ranked,
            consent: &case.consent,
            board: &case.board,
            audience: parse_audience(audience)?,
            user: &self.open()?.user,
            at: &self.now(),
        };
        Ok(printing.pages(&self.library))
    }

    /// The pages as pictures, exactly as the PDF will have them.
    ///
    /// # Errors
    /// A locked vault, an unknown patient or audience.
    pub fn report_preview(&self, id: &str, audience: &str) -> Result<ReportPreview, AppError> {
        let case = self.case(id)?;
        let ranked = self.rank_case(&case)?;
        let pages = self.pages(&case, &ranked, audience)?;
        Ok(ReportPreview {
            banner: self.banner_of(&case)?,
            audience: audience.to_owned(),
            pages: pages.to_svg(),
            page_texts: pages.texts(),
            content_sha256: pages.content_sha256().to_owned(),
            file_name: self.file_name(audience),
            withheld: ranked.withheld.clone(),
        })
    }

    /// No identifier of the patient stands in the name of a file.
    fn file_name(&self, audience: &str) -> String {
        format!("attune-report-{audience}-{}.pdf", self.now().strftime("%Y%m%d-%H%M%S"))
    }

    /// Writes the PDF into the folder for reports.
    ///
    /// # Errors
    /// A locked vault, an unknown patient or audience, faults of the disk.
    pub fn export_report(&mut self, id: &str, audience: &str) -> Result<ReportExport, AppError> {
        let folder = self.surroundings.reports.clone();
        fs::create_dir_all(&folder)?;
        self.write_report(id, audience, &folder.join(self.file_name(audience)))
    }

    /// Writes the PDF into a new file.
    ///
    /// # Errors
    /// As [`Self::export_report`]; a file that is already there.
    pub fn write_report(
        &mut self,
        id: &str,
        audience: &str,
        path: &std::path::Path,
    ) -> Result<ReportExport, AppError> {
        let case = self.case(id)?;
        let ranked = self.rank_case(&case)?;
        let pages = self.pages(&case, &ranked, audience)?;
        let pdf =
            pages.to_pdf().map_err(|e| AppError::new("report.pdf", e.to_string(), "nothing was written"))?;
        let sha256 = hex(&Sha256::digest(&pdf));
        // The deed is noted first: a report without an audit entry must not exist.
        self.note(EventKind::ReportExported, id, &format!("{audience}, SHA-256 {sha256}"))?;
        write_private(path, &pdf)?;
        if ranked.consent.treatment_planning.allows() {
            let list = OptionList::of(&ranked, self.versions(&ranked));
            self.keep_list(id, "report", &list)?;
        }
        let pages = u32::try_from(pages.texts().len()).unwrap_or(u32::MAX);
        Ok(ReportExport { path: path.display().to_string(), sha256, pages })
    }
}

/// Readable by its owner only.
pub(super) fn write_private(path: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
