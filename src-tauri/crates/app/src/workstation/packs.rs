//! Packs and models with their versions, sources and licences.

use super::Workstation;
use crate::error::AppError;
use crate::view::PacksView;

impl Workstation {
    /// Packs and models of this program.
    ///
    /// # Errors
    /// A damaged review part of the knowledge pack.
    pub fn packs(&self) -> Result<PacksView, AppError> {
        crate::packs::view(&self.library)
    }
}
