//! Making, opening and locking the vault.

use std::io;

use attune_vault::{Argon2Settings, CreateOptions, EventKind, OsEntropy, Unlock, Vault};
use jiff::{Unit, Zoned};

use super::{Open, Workstation};
use crate::document::VERSION;
use crate::error::AppError;
use crate::printing::moment_words;
use crate::view::{RecoveryCode, SessionView};
use attune_decision::RULES_VERSION;

/// What Attune is for, in one sentence, on every screen.
pub(super) const INTENDED_USE: &str = "Supports, and does not replace, the judgement of a clinician";

impl Workstation {
    /// State of the session. Says nothing about any patient.
    ///
    /// # Errors
    /// A damaged key file.
    pub fn session(&self) -> Result<SessionView, AppError> {
        let peek = Vault::peek(self.dir())?;
        let manifest = self.library.knowledge().manifest();
        let zone = self.now().time_zone().clone();
        let keyring =
            peek.as_ref().is_some_and(|p| p.keyring.is_some()) && self.surroundings.keyring.is_some();
        Ok(SessionView {
            version: VERSION.to_owned(),
            vault_exists: peek.is_some(),
            unlocked: self.open.is_some(),
            vault_name: self.dir().file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
            keyring,
            keyring_reason: (!keyring).then(|| {
                match (&peek, &self.surroundings.keyring) {
                    (_, None) => "this session has no keyring",
                    (Some(_), _) => "this vault is not connected to the keyring",
                    (None, _) => "no vault yet",
                }
                .to_owned()
            }),
            last_unlocked: peek.and_then(|p| p.last_unlocked).map(|at| moment_words(&at.to_zoned(zone))),
            auto_lock_minutes: self.surroundings.auto_lock_minutes,
            knowledge: format!("{} signed, valid to {}", manifest.version, manifest.valid_to),
            rules: RULES_VERSION.to_owned(),
            user: self.open.as_ref().map(|o| o.user.clone()),
            demo: self.open.as_ref().is_some_and(|o| only_synthetic(&o.vault)),
            intended_use: INTENDED_USE.to_owned(),
        })
    }

    /// Makes a vault and opens it. The recovery code is shown once.
    ///
    /// # Errors
    /// A vault that is already there, a short passphrase, faults of the disk.
    pub fn create(&mut self, passphrase: &str, user: &str, keyring: bool) -> Result<RecoveryCode, AppError> {
        let user = named(user)?;
        let now = self.now();
        let store = self.surroundings.keyring.as_deref().filter(|_| keyring);
        let options = CreateOptions {
            passphrase,
            keyring: store.map(|s| s as &dyn attune_vault::KeyStore),
            argon: Argon2Settings::default(),
            user: &user,
            at: now.timestamp(),
        };
        let (vault, code) = Vault::create(&self.surroundings.vault, options, &mut OsEntropy)?;
        self.opened(vault, user, now);
        Ok(RecoveryCode { code: code.grouped() })
    }

    /// Opens with the passphrase.
    ///
    /// # Errors
    /// Each way to fail has its own code.
    pub fn unlock_passphrase(&mut self, passphrase: &str, user: &str) -> Result<SessionView, AppError> {
        self.unlock(Unlock::Passphrase(passphrase), user)
    }

    /// Opens with the recovery code.
    ///
    /// # Errors
    /// Each way to fail has its own code.
    pub fn unlock_recovery(&mut self, code: &str, user: &str) -> Result<SessionView, AppError> {
        self.unlock(Unlock::Recovery(code), user)
    }

    /// Opens with the key in the keyring.
    ///
    /// # Errors
    /// Each way to fail has its own code; the passphrase serves instead.
    pub fn unlock_keyring(&mut self, user: &str) -> Result<SessionView, AppError> {
        let user = named(user)?;
        let now = self.now();
        let store = self.surroundings.keyring.as_deref().ok_or_else(|| {
            AppError::new("vault.no_keyring", "this session has no keyring", "unlock with the passphrase")
        })?;
        let vault = Vault::open(&self.surroundings.vault, Unlock::Keyring(store), &user, now.timestamp())?;
        self.opened(vault, user, now);
        self.session()
    }

    fn unlock(&mut self, with: Unlock<'_>, user: &str) -> Result<SessionView, AppError> {
        let user = named(user)?;
        self.open = None;
        let now = self.now();
        let vault = Vault::open(self.dir(), with, &user, now.timestamp())?;
        self.opened(vault, user, now);
        self.session()
    }

    fn opened(&mut self, vault: Vault, user: String, now: Zoned) {
        self.open = Some(Open {
            vault,
            user,
            pending: std::collections::BTreeMap::new(),
            underway: None,
            kept: std::cell::RefCell::default(),
            genome: None,
        });
        self.last_touch = now;
    }

    /// Locks at the user's wish.
    ///
    /// # Errors
    /// A damaged key file, on reading the state afterwards. The vault is locked all the same.
    pub fn lock(&mut self) -> Result<SessionView, AppError> {
        self.close(EventKind::Locked);
        self.session()
    }

    /// A person is at work.
    pub fn touch(&mut self) {
        self.last_touch = self.now();
    }

    /// Locks after the time without input, or where the clock jumped over it (sleep). True where it locked.
    pub fn lock_if_idle(&mut self) -> bool {
        let idle = (&self.now() - &self.last_touch).total(Unit::Minute).unwrap_or(f64::MAX);
        let locks = self.open.is_some() && idle.abs() >= f64::from(self.surroundings.auto_lock_minutes);
        if locks {
            self.close(EventKind::AutoLocked);
        }
        locks
    }

    /// Dropping the vault wipes its key. A deed that cannot be noted must not keep the vault open.
    fn close(&mut self, kind: EventKind) {
        let now = self.now();
        if let Some(mut open) = self.open.take() {
            let user = open.user.clone();
            let _ = open.vault.note_event(kind, "", "", &user, now.timestamp());
        }
    }
}

fn named(user: &str) -> Result<String, AppError> {
    let user = user.trim();
    if user.is_empty() {
        return Err(AppError::new(
            "session.no_user",
            "no name was given",
            "type the name of the person at work: it goes into the audit log",
        ));
    }
    Ok(user.to_owned())
}

/// True where the vault holds patients and all of them are marked synthetic.
fn only_synthetic(vault: &Vault) -> bool {
    vault.patients("").is_ok_and(|rows| !rows.is_empty() && rows.iter().all(|r| r.patient.synthetic))
}

impl From<io::Error> for AppError {
    fn from(e: io::Error) -> Self {
        Self::new("file.io", e.to_string(), "check the disk and the rights of the folder")
    }
}
