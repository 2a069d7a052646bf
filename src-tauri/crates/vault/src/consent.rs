//! Decisions of patients: only added, never changed.

use attune_clinical::{ConsentDecision, ConsentLedger, ConsentRecord};
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::audit::{self, Deed};
use crate::{Vault, VaultError, identity, rows};

impl Vault {
    /// All decisions of a patient, without those of undone imports.
    ///
    /// # Errors
    /// The faults of the database.
    pub fn consents(&self, patient_id: &str) -> Result<ConsentLedger, VaultError> {
        ledger(&self.connection, patient_id)
    }

    /// Adds a decision. It is in force for every reading that begins after this returns.
    ///
    /// # Errors
    /// [`VaultError::Unknown`] where there is no such patient; the faults of the store.
    pub fn record_consent(
        &mut self,
        patient_id: &str,
        record: &ConsentRecord,
        actor: &str,
        at: Timestamp,
    ) -> Result<(), VaultError> {
        self.write(|transaction, sealer| {
            identity::require(transaction, patient_id)?;
            insert(transaction, patient_id, None, record, actor, at)?;
            let detail = format!("{}: {}", record.scope.name(), decision(record.decision));
            let deed = Deed { actor, action: "consent_recorded", subject: patient_id, detail: &detail, at };
            audit::append(transaction, sealer, deed).map(|_| ())
        })
    }
}

fn decision(decision: ConsentDecision) -> &'static str {
    match decision {
        ConsentDecision::Permit => "permit",
        ConsentDecision::Deny => "deny",
        ConsentDecision::Withdrawn => "withdrawn",
    }
}

pub(crate) fn insert(
    connection: &Connection,
    patient_id: &str,
    import_id: Option<&str>,
    record: &ConsentRecord,
    actor: &str,
    at: Timestamp,
) -> Result<(), VaultError> {
    connection.execute(
        "INSERT INTO consents (patient_id, import_id, scope, decision, json, recorded_at, actor)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            patient_id,
            import_id,
            record.scope.name(),
            decision(record.decision),
            serde_json::to_string(record)?,
            at.to_string(),
            actor
        ],
    )?;
    Ok(())
}

/// All decisions in force or past, without those of undone imports, in the order in which they were stored.
pub(crate) fn ledger(connection: &Connection, patient_id: &str) -> Result<ConsentLedger, VaultError> {
    let mut statement = connection.prepare_cached(
        "SELECT c.json FROM consents c LEFT JOIN imports i ON i.id = c.import_id
         WHERE c.patient_id = ?1 AND i.undone_at IS NULL ORDER BY c.id",
    )?;
    let rows = statement.query_map([patient_id], |row| row.get::<_, String>(0))?;
    let records = rows.map(|text| rows::json(&text?)).collect::<Result<Vec<ConsentRecord>, VaultError>>()?;
    Ok(ConsentLedger::new(records))
}
