//! Decisions of clinicians about treatment: only added, never changed.

use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::Serialize;
use serde_json::Value;

use crate::audit::{self, Deed};
use crate::{Vault, VaultError, identity, rows};

/// A decision as it was stored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredDecision {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What was decided and which options stood, as it was given.
    pub json: Value,
}

impl Vault {
    /// Adds a decision.
    ///
    /// # Errors
    /// [`VaultError::Unknown`] where there is no such patient; the faults of the store.
    pub fn record_decision(
        &mut self,
        patient_id: &str,
        json: &Value,
        actor: &str,
        at: Timestamp,
    ) -> Result<(), VaultError> {
        self.write(|transaction, sealer| {
            identity::require(transaction, patient_id)?;
            transaction.execute(
                "INSERT INTO decisions (patient_id, at, actor, json) VALUES (?1, ?2, ?3, ?4)",
                params![patient_id, at.to_string(), actor, rows::deflate(&serde_json::to_vec(json)?)?],
            )?;
            let deed = Deed { actor, action: "decision_recorded", subject: patient_id, detail: "", at };
            audit::append(transaction, sealer, deed).map(|_| ())
        })
    }
}

/// The decisions about a patient, the oldest first.
pub(crate) fn all(connection: &Connection, patient_id: &str) -> Result<Vec<StoredDecision>, VaultError> {
    let mut statement = connection
        .prepare_cached("SELECT at, actor, json FROM decisions WHERE patient_id = ?1 ORDER BY id")?;
    let mut found = statement.query([patient_id])?;
    let mut list = Vec::new();
    while let Some(row) = found.next()? {
        let at = rows::timestamp(&row.get::<_, String>(0)?)?;
        let json = serde_json::from_slice(&rows::inflate(&row.get::<_, Vec<u8>>(2)?)?)?;
        list.push(StoredDecision { at, actor: row.get(1)?, json });
    }
    Ok(list)
}
