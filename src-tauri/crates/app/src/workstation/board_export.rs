//! The notes of the tumour board as files: for the record of the clinic, and without the person.

use std::fs;
use std::path::Path;

use attune_clinical::{ResearchExport, TreatmentPlanning, Withheld};
use attune_vault::EventKind;
use sha2::{Digest, Sha256};

use super::Workstation;
use super::report::{hex, write_private};
use crate::error::AppError;
use crate::printing::{board_case, board_deidentified, board_fhir};
use crate::view::FileExport;

/// Form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoardForm {
    /// FHIR R4 document of an identified person; needs treatment planning.
    Fhir,
    /// JSON without the person; needs research export.
    DeidentifiedJson,
    /// Text without the person; needs research export.
    DeidentifiedText,
}

impl BoardForm {
    /// Reads `fhir`, `deidentified-json` or `deidentified-text`.
    ///
    /// # Errors
    /// Any other word.
    pub fn parse(word: &str) -> Result<Self, AppError> {
        match word {
            "fhir" => Ok(Self::Fhir),
            "deidentified-json" => Ok(Self::DeidentifiedJson),
            "deidentified-text" => Ok(Self::DeidentifiedText),
            other => Err(AppError::new(
                "board.form",
                format!("there is no form `{other}` of a tumour-board note"),
                "use fhir, deidentified-json or deidentified-text",
            )),
        }
    }

    /// End of the file's name, what the audit says, and what it holds.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Fhir => {
                ("fhir.json", "tumour board as FHIR", "FHIR R4 document with the notes of the tumour board")
            }
            Self::DeidentifiedJson => (
                "deidentified.json",
                "tumour board, de-identified, as JSON",
                "decisions of the tumour board without name, numbers, days and free text",
            ),
            Self::DeidentifiedText => (
                "deidentified.txt",
                "tumour board, de-identified, as text",
                "decisions of the tumour board without name, numbers, days and free text",
            ),
        }
    }
}

impl Workstation {
    /// Writes the notes into the folder for reports.
    ///
    /// # Errors
    /// As [`Self::write_board`].
    pub fn export_board(&mut self, id: &str, form: &str) -> Result<FileExport, AppError> {
        let form = BoardForm::parse(form)?;
        let folder = self.surroundings.reports.clone();
        fs::create_dir_all(&folder)?;
        // No identifier of the patient stands in the name of a file.
        let name = format!("attune-board-{}-{}", self.now().strftime("%Y%m%d-%H%M%S"), form.words().0);
        self.write_board(id, form, &folder.join(name))
    }

    /// Writes the notes into a new file. The deed is noted first: an export without an audit entry must not exist.
    ///
    /// # Errors
    /// A locked vault, an unknown patient, a consent that does not allow it, no note, faults of the disk.
    pub fn write_board(&mut self, id: &str, form: BoardForm, path: &Path) -> Result<FileExport, AppError> {
        let bytes = self.board_bytes(id, form)?;
        let sha256 = hex(&Sha256::digest(&bytes));
        let (_, deed, contents) = form.words();
        self.note(EventKind::RecordExported, id, &format!("{deed}, SHA-256 {sha256}"))?;
        write_private(path, &bytes)?;
        Ok(FileExport { path: path.display().to_string(), sha256, contents: contents.to_owned() })
    }

    fn board_bytes(&self, id: &str, form: BoardForm) -> Result<Vec<u8>, AppError> {
        let case = self.case(id)?;
        let day = self.now().date();
        let ranked = self.rank_case(&case)?;
        // Decisions rest on matched evidence: without treatment planning there is nothing to export in any form.
        let board = board_case(&case.patient, &ranked, &case.board);
        let planned = case.consent.authorise::<_, TreatmentPlanning>(board, day).map_err(withheld)?;
        if case.board.is_empty() {
            return Err(AppError::new(
                "board.none",
                "no decision of a tumour board is recorded: there is nothing to export",
                "record a decision first",
            ));
        }
        if form == BoardForm::Fhir {
            return board_fhir(&self.library, &planned, &self.open()?.user, &self.now());
        }
        let board =
            case.consent.authorise::<_, ResearchExport>(planned.into_inner(), day).map_err(withheld)?;
        board_deidentified(&self.library, &board, form == BoardForm::DeidentifiedText)
    }
}

fn withheld(why: Withheld) -> AppError {
    AppError::new(
        "board.consent",
        format!("withheld: the consent \u{201c}{}\u{201d} is {}", why.scope.label(), why.status.word()),
        "nothing was written; record the consent first",
    )
}
