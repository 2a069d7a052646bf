//! The workstation behind a lock, as the commands share it.

use std::sync::{Mutex, PoisonError};

use attune_app::AppError;
use attune_app::view::ErrorView;
use attune_app::workstation::{Surroundings, Workstation};
use jiff::Zoned;

use crate::folders;

/// What a command answers.
pub(crate) type Answer<T> = Result<T, ErrorView>;

/// Minutes without input until the vault locks, unless `ATTUNE_AUTO_LOCK_MINUTES` says otherwise.
const AUTO_LOCK_MINUTES: u32 = 10;

/// The one workstation of this process.
pub(crate) struct Desk(Mutex<Workstation>);

impl Desk {
    pub(crate) fn new() -> Result<Self, AppError> {
        let minutes = std::env::var("ATTUNE_AUTO_LOCK_MINUTES").ok().and_then(|m| m.parse().ok());
        let surroundings = Surroundings {
            vault: folders::vault(),
            reports: folders::reports(),
            clock: clock(),
            keyring: Some(Surroundings::os_keyring()),
            auto_lock_minutes: minutes.filter(|m| *m > 0).unwrap_or(AUTO_LOCK_MINUTES),
        };
        Ok(Self(Mutex::new(Workstation::new(surroundings)?)))
    }

    /// Runs one use case. A use case that broke down before does not lock the others out.
    pub(crate) fn with<T>(&self, case: impl FnOnce(&mut Workstation) -> Result<T, AppError>) -> Answer<T> {
        let mut workstation = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        case(&mut workstation).map_err(ErrorView::from)
    }
}

/// The shell is the one place that asks the clock of the window.
#[allow(clippy::disallowed_methods)]
fn clock() -> attune_app::workstation::Clock {
    Box::new(Zoned::now)
}
