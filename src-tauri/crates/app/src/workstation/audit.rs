//! The audit chain.

use super::Workstation;
use crate::error::AppError;
use crate::printing::moment_words;
use crate::view::{AuditRow, AuditView};

/// Entries shown; the total is always told.
const SHOWN: usize = 500;

impl Workstation {
    /// Verifies the chain and shows its latest entries.
    ///
    /// # Errors
    /// A locked vault, faults of the database.
    pub fn audit(&self) -> Result<AuditView, AppError> {
        let vault = &self.open()?.vault;
        let zone = self.now().time_zone().clone();
        let (intact, verdict, total) = match vault.audit_verify()? {
            Ok(count) => (true, format!("The chain of {count} entries verifies"), count),
            Err(fault) => (false, format!("The chain does not verify: {fault}"), 0),
        };
        let rows: Vec<AuditRow> = vault
            .audit(SHOWN)?
            .into_iter()
            .map(|e| AuditRow {
                sequence: u32::try_from(e.sequence).unwrap_or(u32::MAX),
                when: moment_words(&e.at.to_zoned(zone.clone())),
                actor: e.actor,
                action: e.action.replace('_', " "),
                subject: if e.subject.is_empty() {
                    "none".to_owned()
                } else {
                    e.subject.chars().take(12).collect()
                },
                detail: e.detail,
                hash: e.hash.chars().take(12).collect(),
            })
            .collect();
        let listed = rows.first().map_or(0, |r| r.sequence);
        Ok(AuditView { intact, verdict, total: u32::try_from(total).unwrap_or(u32::MAX).max(listed), rows })
    }
}
