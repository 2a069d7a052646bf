//! The encrypted store of Attune: one folder with a key file, a SQLCipher database and its marks.
//!
//! | file | content |
//! |---|---|
//! | `vault.key` | the data key, sealed once for each way to open the vault |
//! | `vault.db` | everything else, encrypted |
//! | `vault.mark` | how far the audit log had come, to notice an old copy put back |
//! | `vault.attempts` | failed attempts to unlock |
//! | `vault.lock` | lock of the process that has the vault open |
//!
//! Architecture invariants: there is no plaintext form of the database. A key is made in [`Vault::create`] and
//! nowhere else, and only where no part of a vault is found. A deed and its audit entry are one transaction.
//! Time comes in as an argument. Domain values come in as JSON; only patients and consents are known by type.
#![deny(missing_docs)]

mod attempts;
mod audit;
mod backup;
mod checker;
mod consent;
mod create;
mod damage;
mod database;
mod decision;
mod durable;
mod entropy;
mod envelope;
mod erase;
mod error;
mod event;
mod export;
mod health;
mod hex;
mod identity;
mod import;
mod keystore;
mod list;
mod lock;
mod mark;
mod patient;
mod rekey;
mod restore;
mod rows;
mod schema;
mod secret;
mod source;
mod undo;
mod unlock;
mod vault;
mod warning;

pub use audit::{AuditEntry, AuditFault};
pub use checker::Checker;
pub use create::CreateOptions;
pub use damage::DatabaseDamage;
pub use decision::StoredDecision;
pub use entropy::{Entropy, OsEntropy};
pub use envelope::{Argon2Settings, MINIMUM_PASSPHRASE, RecoveryCode};
pub use error::{MissingPart, VaultError};
pub use event::EventKind;
pub use health::{Counts, VerifyReport};
pub use identity::{MatchBasis, PatientMatch};
pub use import::{
    Duplicate, ImportBatch, ImportReceipt, NewGenome, NewItem, NewSource, PatientKey, SourceContent,
};
pub use keystore::{InMemory, KeyStore, KeyringTrouble, OsKeyring};
pub use list::{ListMark, NewList, StoredList};
pub use patient::{PatientRow, Stored, StoredGenome, StoredImport, StoredItem, StoredSource};
pub use restore::Restored;
pub use unlock::{Peek, Unlock};
pub use vault::Vault;
pub use warning::Warning;
