//! The case of the patient on screen, read once and kept for the next screen.
//!
//! What is kept is used only while everything that it was made from stands: the imports, consents and decisions of the
//! patient, the day, and the packs. A consent that was withdrawn or a class that was changed makes it out of date at
//! once, whichever way it was recorded, because the vault is asked and not the caller.

use std::sync::Arc;

use jiff::civil::Date;

use super::Workstation;
use super::patient::PatientCase;
use crate::error::AppError;
use crate::library::Library;

/// A case with what it was made from.
pub(super) struct KeptCase {
    basis: Basis,
    case: Arc<PatientCase>,
}

/// What a case is made from.
struct Basis {
    id: String,
    /// See [`attune_vault::Vault::case_state`].
    state: String,
    day: Date,
    /// Held, so that a library that took its place cannot be mistaken for it.
    library: Arc<Library>,
}

impl PartialEq for Basis {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
            && self.state == other.state
            && self.day == other.day
            && Arc::ptr_eq(&self.library, &other.library)
    }
}

impl Workstation {
    /// A patient's case as it stands now.
    pub(super) fn case(&self, id: &str) -> Result<Arc<PatientCase>, AppError> {
        let open = self.open()?;
        let basis = Basis {
            id: id.to_owned(),
            state: open.vault.case_state(id)?,
            day: self.now().date(),
            library: Arc::clone(&self.library),
        };
        let kept = open.kept.borrow_mut().take().filter(|k| k.basis == basis);
        let case = match kept {
            Some(kept) => kept.case,
            None => Arc::new(self.read_case(id)?),
        };
        open.kept.replace(Some(KeptCase { basis, case: Arc::clone(&case) }));
        Ok(case)
    }
}
