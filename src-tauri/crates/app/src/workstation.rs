//! The use cases of the window: a vault that is open or locked, and what a person does with it.

mod audit;
mod banner;
mod board;
mod board_export;
mod compare;
mod consent;
mod demo;
mod documents;
mod genome;
mod import;
mod kept;
mod packs;
mod patient;
mod pgx;
mod reading;
mod reanalysis;
mod report;
mod session;
mod site;
mod summary;
mod trials;
mod what_if;
mod wishes;
mod worklist;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use attune_vault::{KeyStore, OsKeyring, Vault};
use jiff::Zoned;

use crate::error::AppError;
use crate::library::Library;
use crate::trials::ShelfMemory;
pub use board_export::BoardForm;
pub use documents::{CaseDocument, CaseNotes};
use genome::GenomeTable;
use import::Pending;
use kept::KeptCase;
pub use packs::ReferenceImport;
use reading::Underway;
pub use reading::{Reading, Stops, Tell};
pub use reanalysis::Reanalysed;

/// Asks the time. The shell gives the real clock, a test its own.
pub type Clock = Box<dyn Fn() -> Zoned + Send>;

/// Where things lie and what time it is.
pub struct Surroundings {
    /// Folder of the vault.
    pub vault: PathBuf,
    /// Folder that reports are written to.
    pub reports: PathBuf,
    /// Clock.
    pub clock: Clock,
    /// Keyring, if one is to be used.
    pub keyring: Option<Box<dyn KeyStore + Send>>,
    /// Minutes without input until the vault locks.
    pub auto_lock_minutes: u32,
}

impl Surroundings {
    /// The keyring of this session, asked for at most ten seconds.
    #[must_use]
    pub fn os_keyring() -> Box<dyn KeyStore + Send> {
        Box::new(OsKeyring::new("attune", Duration::from_secs(10)))
    }
}

/// An open vault with who opened it.
struct Open {
    vault: Vault,
    user: String,
    pending: BTreeMap<String, Pending>,
    underway: Option<Underway>,
    /// The case that was asked for last.
    kept: RefCell<Option<KeptCase>>,
    /// Findings of the patient whose genome screen was asked for last.
    genome: Option<GenomeTable>,
}

/// The program behind the window.
pub struct Workstation {
    library: Arc<Library>,
    surroundings: Surroundings,
    open: Option<Open>,
    stops: Stops,
    last_touch: Zoned,
    /// Trials of the site, as they were last read.
    trials: Mutex<ShelfMemory>,
}

impl Workstation {
    /// A locked workstation.
    ///
    /// # Errors
    /// A refused pack or model.
    pub fn new(surroundings: Surroundings) -> Result<Self, AppError> {
        let last_touch = (surroundings.clock)();
        Ok(Self {
            library: Arc::new(Library::shipped()?),
            surroundings,
            open: None,
            stops: Stops::default(),
            last_touch,
            trials: Mutex::default(),
        })
    }

    /// Stops what is under way, from any thread.
    #[must_use]
    pub fn stops(&self) -> Stops {
        self.stops.clone()
    }

    fn now(&self) -> Zoned {
        (self.surroundings.clock)()
    }

    fn dir(&self) -> &Path {
        &self.surroundings.vault
    }

    fn open(&self) -> Result<&Open, AppError> {
        self.open.as_ref().ok_or_else(locked)
    }

    fn open_mut(&mut self) -> Result<&mut Open, AppError> {
        self.open.as_mut().ok_or_else(locked)
    }
}

fn locked() -> AppError {
    AppError::new("session.locked", "the vault is locked", "unlock it and try again")
}
