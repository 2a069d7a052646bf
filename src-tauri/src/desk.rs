//! The workstation behind a lock, as the commands share it.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use attune_app::AppError;
use attune_app::view::{ErrorView, ImportPreview, ImportProgress, PacksView};
use attune_app::workstation::{Reading, Stops, Surroundings, Workstation};
use jiff::Zoned;
use tauri::{AppHandle, Emitter};

use crate::folders;

/// What a command answers.
pub(crate) type Answer<T> = Result<T, ErrorView>;

/// Minutes without input until the vault locks, unless `ATTUNE_AUTO_LOCK_MINUTES` says otherwise.
const AUTO_LOCK_MINUTES: u32 = 10;

/// The one workstation of this process.
pub(crate) struct Desk {
    workstation: Mutex<Workstation>,
    stops: Stops,
}

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
        let workstation = Workstation::new(surroundings)?;
        let stops = workstation.stops();
        Ok(Self { workstation: Mutex::new(workstation), stops })
    }

    /// Stops what is under way, also while the workstation is held.
    pub(crate) fn stop(&self, token: &str) {
        self.stops.stop(token);
    }

    /// Runs one use case. A use case that broke down before does not lock the others out.
    pub(crate) fn with<T>(&self, case: impl FnOnce(&mut Workstation) -> Result<T, AppError>) -> Answer<T> {
        let mut workstation = self.workstation.lock().unwrap_or_else(PoisonError::into_inner);
        case(&mut workstation).map_err(ErrorView::from)
    }
}

impl Desk {
    /// Reads files and tells the window how far it is. The workstation is not held meanwhile: the window stays at
    /// hand, and can stop the reading.
    pub(crate) fn read(
        &self,
        app: &AppHandle,
        begin: impl FnOnce(&mut Workstation) -> Result<Reading, AppError>,
    ) -> Answer<ImportPreview> {
        // A window that is gone needs no news.
        let tell = |news: ImportProgress| drop(app.emit("attune://import-progress", news));
        let mut reading = self.with(begin)?;
        reading.records(&tell);
        self.with(|w| w.recognise(&mut reading))?;
        reading.genomes(&tell);
        self.with(|w| w.finish_reading(reading))
    }
}

impl Desk {
    /// Imports a reference genome and tells the window how far it is. The workstation is not held meanwhile.
    pub(crate) fn import_reference(
        &self,
        app: &AppHandle,
        token: &str,
        paths: &[PathBuf],
    ) -> Answer<PacksView> {
        let tell = |news: ImportProgress| drop(app.emit("attune://import-progress", news));
        let work = self.with(|w| w.begin_reference(token, paths))?;
        let origin = work.run(&tell).map_err(ErrorView::from)?;
        self.with(|w| w.finish_reference(&origin))
    }
}

/// The shell is the one place that asks the clock of the window.
#[allow(clippy::disallowed_methods)]
fn clock() -> attune_app::workstation::Clock {
    Box::new(Zoned::now)
}
