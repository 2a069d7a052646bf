//! Lists of options as they stood when a person took note of them: only added, never changed.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde_json::Value;

use crate::audit::{self, Deed};
use crate::{Vault, VaultError, identity, rows};

/// A list to store.
#[derive(Debug, Clone, PartialEq)]
pub struct NewList {
    /// Why it is stored: `viewed`, `report`, `decision` or `noted`.
    pub occasion: String,
    /// Versions that it rests on, in one line.
    pub versions: String,
    /// The list as it is given.
    pub json: Value,
}

/// A list as it was stored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredList {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// Why it was stored.
    pub occasion: String,
    /// Versions that it rested on.
    pub versions: String,
    /// The state of the record at that moment, see [`Vault::record_state`].
    pub record: String,
    /// The list as it was given.
    pub json: Value,
}

/// Versions and state of the record of a patient's last list, without the list itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMark {
    /// When it was stored.
    pub at: Timestamp,
    /// Versions that it rested on.
    pub versions: String,
    /// The state of the record at that moment.
    pub record: String,
}

impl Vault {
    /// What stands about a patient, as a short text that changes with each import, undone import and consent.
    ///
    /// # Errors
    /// The faults of the database.
    pub fn record_state(&self, patient_id: &str) -> Result<String, VaultError> {
        state(&self.connection, patient_id)
    }

    /// As [`Vault::record_state`], with the decisions that stand: what is made from a patient's record, consents and
    /// decisions stays true as long as this text stays the same.
    ///
    /// # Errors
    /// The faults of the database.
    pub fn case_state(&self, patient_id: &str) -> Result<String, VaultError> {
        let mut statement =
            self.connection.prepare_cached("SELECT count(*) FROM decisions WHERE patient_id = ?1")?;
        let decisions: u64 = statement.query_row([patient_id], |row| row.get(0))?;
        Ok(format!("{}; decisions {decisions}", self.record_state(patient_id)?))
    }

    /// Adds a list together with the state of the record at this moment.
    ///
    /// # Errors
    /// [`VaultError::Unknown`] where there is no such patient; the faults of the store.
    pub fn record_list(
        &mut self,
        patient_id: &str,
        list: &NewList,
        actor: &str,
        at: Timestamp,
    ) -> Result<(), VaultError> {
        self.write(|transaction, sealer| {
            identity::require(transaction, patient_id)?;
            let record = state(transaction, patient_id)?;
            transaction.execute(
                "INSERT INTO lists (patient_id, at, actor, occasion, versions, record, json)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    patient_id,
                    at.to_string(),
                    actor,
                    list.occasion,
                    list.versions,
                    record,
                    rows::deflate(&serde_json::to_vec(&list.json)?)?
                ],
            )?;
            let deed = Deed { actor, action: "list_noted", subject: patient_id, detail: &list.occasion, at };
            audit::append(transaction, sealer, deed).map(|_| ())
        })
    }

    /// The last list of a patient.
    ///
    /// # Errors
    /// The faults of the database.
    pub fn last_list(&self, patient_id: &str) -> Result<Option<StoredList>, VaultError> {
        last(&self.connection, patient_id)
    }

    /// Versions and state of the record of the last list.
    ///
    /// # Errors
    /// The faults of the database.
    pub fn last_list_mark(&self, patient_id: &str) -> Result<Option<ListMark>, VaultError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT at, versions, record FROM lists WHERE patient_id = ?1 ORDER BY id DESC LIMIT 1",
        )?;
        let found = statement
            .query_row([patient_id], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        found
            .map(|(at, versions, record)| Ok(ListMark { at: rows::timestamp(&at)?, versions, record }))
            .transpose()
    }
}

/// The last list of a patient.
pub(crate) fn last(connection: &Connection, patient_id: &str) -> Result<Option<StoredList>, VaultError> {
    let mut statement = connection.prepare_cached(
        "SELECT at, actor, occasion, versions, record, json FROM lists WHERE patient_id = ?1
         ORDER BY id DESC LIMIT 1",
    )?;
    let mut found = statement.query([patient_id])?;
    let Some(row) = found.next()? else { return Ok(None) };
    Ok(Some(StoredList {
        at: rows::timestamp(&row.get::<_, String>(0)?)?,
        actor: row.get(1)?,
        occasion: row.get(2)?,
        versions: row.get(3)?,
        record: row.get(4)?,
        json: serde_json::from_slice(&rows::inflate(&row.get::<_, Vec<u8>>(5)?)?)?,
    }))
}

fn state(connection: &Connection, patient_id: &str) -> Result<String, VaultError> {
    let mut statement = connection
        .prepare_cached("SELECT id FROM imports WHERE patient_id = ?1 AND undone_at IS NULL ORDER BY id")?;
    let imports =
        statement.query_map([patient_id], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let consents: u64 =
        connection.query_row("SELECT count(*) FROM consents WHERE patient_id = ?1", [patient_id], |row| {
            row.get(0)
        })?;
    Ok(format!("imports {}; consents {consents}", imports.join(" ")))
}
