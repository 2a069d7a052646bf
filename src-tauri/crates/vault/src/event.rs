//! Deeds outside the database that the audit log has to know.

use jiff::Timestamp;

use crate::audit::{self, Deed};
use crate::{Vault, VaultError};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// A patient's record was shown.
    PatientOpened,
    /// Treatment options were ranked.
    OptionsRanked,
    /// A report left the vault.
    ReportExported,
    /// A patient's data left the vault.
    RecordExported,
    /// Withheld data was opened in an emergency; the detail holds the typed reason.
    BreakGlass,
    /// The vault was locked by its user.
    Locked,
    /// The vault was locked after a time without input.
    AutoLocked,
    /// Knowledge or model packs were changed.
    PacksChanged,
    /// A setting of the site was changed.
    SettingsChanged,
}

impl EventKind {
    /// Stable name in the audit log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PatientOpened => "patient_opened",
            Self::OptionsRanked => "options_ranked",
            Self::ReportExported => "report_exported",
            Self::RecordExported => "record_exported",
            Self::BreakGlass => "break_glass",
            Self::Locked => "locked",
            Self::AutoLocked => "auto_locked",
            Self::PacksChanged => "packs_changed",
            Self::SettingsChanged => "settings_changed",
        }
    }
}

impl Vault {
    /// Writes an event into the audit log. `subject` is the number of a patient or import, or empty; neither it
    /// nor `detail` may name a person, because the log outlives an erased patient.
    ///
    /// # Errors
    /// [`VaultError::AuditBroken`] where the log does not verify; the faults of the store.
    pub fn note_event(
        &mut self,
        kind: EventKind,
        subject: &str,
        detail: &str,
        actor: &str,
        at: Timestamp,
    ) -> Result<(), VaultError> {
        self.write(|transaction, sealer| {
            let deed = Deed { actor, action: kind.name(), subject, detail, at };
            audit::append(transaction, sealer, deed).map(|_| ())
        })
    }
}
