//! The check of a whole vault, without changing it.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::audit::{self, Sealer};
use crate::unlock::{self, Paths};
use crate::{AuditFault, Unlock, Vault, VaultError, Warning, database, mark, schema, vault};

/// How much a vault holds; undone imports are counted with the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Patients.
    pub patients: u64,
    /// Imports.
    pub imports: u64,
    /// Original files.
    pub sources: u64,
    /// Facts.
    pub items: u64,
    /// Genomes.
    pub genomes: u64,
    /// Decisions.
    pub consents: u64,
    /// Audit entries.
    pub audit: u64,
}

/// Result of the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyReport {
    /// Format of the database.
    pub schema: u32,
    /// Pages whose authentication code does not fit (`cipher_integrity_check`).
    pub damaged_pages: Vec<u32>,
    /// Complaints about tables, indexes and references (`integrity_check`, `foreign_key_check`); not looked for
    /// where pages are damaged.
    pub structure: Vec<String>,
    /// Numbers of source files whose bytes do not have their SHA-256.
    pub damaged_sources: Vec<String>,
    /// Entries of a log that verifies, or the first fault.
    pub audit: Result<u64, AuditFault>,
    /// An earlier copy, a missing mark, failed attempts.
    pub warnings: Vec<Warning>,
    /// Content, `None` where damage keeps it from being counted.
    pub counts: Option<Counts>,
}

impl VerifyReport {
    /// True where nothing is damaged and the log verifies. Warnings do not count.
    #[must_use]
    pub fn sound(&self) -> bool {
        self.damaged_pages.is_empty()
            && self.structure.is_empty()
            && self.damaged_sources.is_empty()
            && self.audit.is_ok()
            && self.counts.is_some()
    }
}

impl Vault {
    /// Checks a vault that is not open: key, cipher, structure, source files, audit log. Nothing is written,
    /// apart from the count of failed attempts.
    ///
    /// # Errors
    /// As [`Vault::open`]. Damage behind the first page is in the report, not an error.
    pub fn verify(dir: &Path, with: Unlock<'_>, at: Timestamp) -> Result<VerifyReport, VaultError> {
        let paths = Paths::new(dir);
        let unlocked = unlock::unlock(&paths, with, at)?;
        let connection = database::open(&paths.database, &unlocked.data_key)?;
        schema::readable(&connection)?;
        vault::same_vault(&connection, unlocked.envelope.vault_id())?;
        let sealer = Sealer::new(&unlocked.data_key, unlocked.envelope.vault_id());
        let behind = unless_damaged(mark::compare(dir, &sealer, &connection))?.flatten();
        let mut report = examine(&connection, &sealer)?;
        report.warnings = unlocked.warnings;
        report.warnings.extend(behind);
        Ok(report)
    }

    /// The same check on an open vault.
    ///
    /// # Errors
    /// The faults of the database other than damage, which is in the report.
    pub fn health_check(&self) -> Result<VerifyReport, VaultError> {
        let mut report = examine(&self.connection, &self.sealer)?;
        report.warnings = self.warnings().to_vec();
        Ok(report)
    }
}

pub(crate) fn examine(connection: &Connection, sealer: &Sealer) -> Result<VerifyReport, VaultError> {
    let damaged_pages = database::damaged_pages(connection)?;
    let audit = unless_damaged(audit::verify(connection, sealer))?
        .map_or(Err(AuditFault::Unreadable), |verdict| verdict.map(|head| head.count));
    let damaged_sources = unless_damaged(damaged_sources(connection))?;
    let counts = unless_damaged(counts(connection))?;
    let schema = schema::version(connection)?;
    // Last, because a connection whose structure check met a damaged page reads nothing afterwards. On damaged
    // pages it would only repeat what is known.
    let mut structure = if damaged_pages.is_empty() {
        unless_damaged(database::structural_faults(connection))?
            .unwrap_or_else(|| vec!["the structure cannot be read".into()])
    } else {
        Vec::new()
    };
    if damaged_sources.is_none() {
        structure.push("the list of source files cannot be read".into());
    }
    let damaged_sources = damaged_sources.unwrap_or_default();
    Ok(VerifyReport {
        schema,
        damaged_pages,
        structure,
        damaged_sources,
        audit,
        warnings: Vec::new(),
        counts,
    })
}

/// Damage is a finding of the check (`None`), not a failure of it.
fn unless_damaged<T>(found: Result<T, VaultError>) -> Result<Option<T>, VaultError> {
    match found {
        Err(VaultError::DamagedDatabase(_)) => Ok(None),
        other => other.map(Some),
    }
}

fn damaged_sources(connection: &Connection) -> Result<Vec<String>, VaultError> {
    let mut statement = connection.prepare("SELECT id FROM sources ORDER BY rowid")?;
    let ids = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let mut damaged = Vec::new();
    for id in ids {
        match crate::source::read(connection, &id, &mut std::io::sink()) {
            Ok(_) => {}
            Err(VaultError::DamagedDatabase(_)) => damaged.push(id),
            Err(other) => return Err(other),
        }
    }
    Ok(damaged)
}

pub(crate) fn counts(connection: &Connection) -> Result<Counts, VaultError> {
    let count = |table: &str| -> Result<u64, VaultError> {
        Ok(connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?)
    };
    Ok(Counts {
        patients: count("patients")?,
        imports: count("imports")?,
        sources: count("sources")?,
        items: count("record_items")?,
        genomes: count("genomes")?,
        consents: count("consents")?,
        audit: count("audit")?,
    })
}
