//! The documents of the command line for a case in the vault: the same values as on the screens, with what clinicians
//! changed and decided beside them.

use attune_decision::BoardNote;
use serde::Serialize;
use serde_json::Value;

use super::Workstation;
use super::patient::PatientCase;
use crate::document::{Header, OptionsDocument, Tiers, VariantsDocument};
use crate::error::AppError;
use crate::headless::best_tiers;
use crate::reclassify::Change;
use attune_vault::EventKind;

/// A case of the vault, as the commands that read files write it.
#[derive(Debug, Serialize)]
pub struct CaseDocument<D> {
    /// The document.
    #[serde(flatten)]
    pub document: D,
    /// The case in the vault.
    pub case: CaseNotes,
}

/// What stands in the vault beside a case.
#[derive(Debug, Serialize)]
pub struct CaseNotes {
    /// Number of the patient.
    pub patient: String,
    /// Classes and criteria that clinicians set, the oldest first. They are in force in the document.
    pub class_changes: Vec<Value>,
    /// Decisions of the tumour board, the oldest first; none where treatment planning is withheld.
    pub decisions: Vec<BoardNote>,
    /// What consent withholds, in words.
    pub withheld: Vec<String>,
}

impl Workstation {
    /// `attune options` for a case of the vault. It is noted as a look at the record; no list is taken note of by it.
    ///
    /// # Errors
    /// A locked vault, an unknown patient, a damaged pack.
    pub fn options_document(&mut self, id: &str) -> Result<CaseDocument<OptionsDocument>, AppError> {
        let case = self.case(id)?;
        let ranked = self.rank_case(&case)?;
        self.note(EventKind::OptionsRanked, id, &format!("{} ranked", ranked.options.len()))?;
        let planned = ranked.consent.treatment_planning.allows();
        Ok(CaseDocument {
            document: self.document_of(&case, &ranked),
            case: notes(&case, planned, ranked.withheld),
        })
    }

    /// `attune variants` for a case of the vault. Tiers are those of the patient's own tumour type.
    ///
    /// # Errors
    /// A locked vault, an unknown patient, a damaged pack.
    pub fn variants_document(&mut self, id: &str) -> Result<CaseDocument<VariantsDocument>, AppError> {
        let case = self.case(id)?;
        let ranked = self.rank_case(&case)?;
        self.note(EventKind::PatientOpened, id, "variants")?;
        let planned = ranked.consent.treatment_planning.allows();
        let header = Header::new("attune/variants/1", self.library.pack_refs());
        let tiers = Tiers { best: best_tiers(&ranked), asked: planned && ranked.tumour_type.recognised };
        Ok(CaseDocument {
            document: VariantsDocument::new(header, case.intake.genomes.clone(), &tiers, Vec::new()),
            case: notes(&case, planned, ranked.withheld),
        })
    }
}

fn notes(case: &PatientCase, planned: bool, withheld: Vec<String>) -> CaseNotes {
    let change = |c: &Change| serde_json::to_value(c).unwrap_or(Value::Null);
    // A change of a class names a variant; it is shown only of what the reports still show.
    let shown = |c: &&Change| {
        case.intake.genomes.iter().flat_map(|g| &g.variants).any(|v| crate::reclassify::key(v) == c.key)
    };
    CaseNotes {
        patient: case.id.clone(),
        class_changes: case.changes.iter().filter(shown).map(change).collect(),
        decisions: if planned { case.board.clone() } else { Vec::new() },
        withheld,
    }
}
