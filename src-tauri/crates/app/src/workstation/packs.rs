//! Packs and models with their versions, sources and licences.

use super::Workstation;
use crate::view::PacksView;

impl Workstation {
    /// Packs and models of this program.
    #[must_use]
    pub fn packs(&self) -> PacksView {
        crate::packs::view(&self.library)
    }
}
