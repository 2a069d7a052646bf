//! Reading: the worklist and one patient's record.

mod shape;

use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde_json::Value;

pub use shape::{PatientRow, Stored, StoredGenome, StoredImport, StoredItem, StoredSource};

use crate::identity::VISIBLE;
use crate::{Vault, VaultError, consent, decision, list, rows};

impl Vault {
    /// Patients whose names, record number, identifiers or birth date contain every word of the search; all for
    /// an empty one. Ordered by name.
    ///
    /// # Errors
    /// The faults of the database.
    pub fn patients(&self, search: &str) -> Result<Vec<PatientRow>, VaultError> {
        let words: Vec<String> = search.split_whitespace().map(pattern).collect();
        let contains = " AND p.search LIKE ? ESCAPE '\\'".repeat(words.len());
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT p.id, p.patient,
                (SELECT coalesce(sum(items), 0) FROM imports WHERE patient_id = p.id AND undone_at IS NULL),
                (SELECT coalesce(sum(genomes), 0) FROM imports WHERE patient_id = p.id AND undone_at IS NULL),
                l.at, l.summary
             FROM patients p LEFT JOIN imports l ON l.rowid =
                (SELECT max(rowid) FROM imports WHERE patient_id = p.id AND undone_at IS NULL)
             WHERE {VISIBLE}{contains} ORDER BY p.family, p.given, p.id"
        ))?;
        let mut found = statement.query(params_from_iter(words))?;
        let mut list = Vec::new();
        while let Some(row) = found.next()? {
            let (at, summary): (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
            list.push(PatientRow {
                id: row.get(0)?,
                patient: rows::json(&row.get::<_, String>(1)?)?,
                items: row.get(2)?,
                genomes: row.get(3)?,
                last_import: at.map(|t| rows::timestamp(&t)).transpose()?,
                summary: summary.map_or(Ok(Value::Null), |t| rows::json(&t))?,
            });
        }
        Ok(list)
    }

    /// Everything that stands about a patient. Record and consent are read in one read transaction, so a decision
    /// that was stored before the call began is always in the answer.
    ///
    /// # Errors
    /// [`VaultError::Unknown`] where there is no such patient; the faults of the database.
    pub fn patient(&self, id: &str) -> Result<Stored, VaultError> {
        let moment = self.connection.unchecked_transaction()?;
        let sql = format!("SELECT p.patient FROM patients p WHERE p.id = ?1 AND {VISIBLE}");
        let patient: Option<String> = moment.query_row(&sql, [id], |row| row.get(0)).optional()?;
        let stored = Stored {
            patient: rows::json(&patient.ok_or(VaultError::Unknown("patient"))?)?,
            items: items(&moment, id)?,
            genomes: genomes(&moment, id)?,
            consents: consent::ledger(&moment, id)?,
            decisions: decision::all(&moment, id)?,
            last_list: list::last(&moment, id)?,
            imports: imports(&moment, id)?,
        };
        moment.finish()?;
        Ok(stored)
    }
}

/// A word as a pattern that contains it literally.
fn pattern(word: &str) -> String {
    let literal = word.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{literal}%")
}

fn items(connection: &Connection, id: &str) -> Result<Vec<StoredItem>, VaultError> {
    let mut statement = connection.prepare_cached(
        "SELECT r.kind, r.json, r.source_id FROM record_items r JOIN imports i ON i.id = r.import_id
         WHERE r.patient_id = ?1 AND i.undone_at IS NULL ORDER BY r.id",
    )?;
    let mut found = statement.query([id])?;
    let mut list = Vec::new();
    while let Some(row) = found.next()? {
        let json = rows::json(row.get_ref(1)?.as_str().map_err(|_| rows::damaged())?)?;
        list.push(StoredItem { kind: row.get(0)?, json, source_id: row.get(2)? });
    }
    Ok(list)
}

fn genomes(connection: &Connection, id: &str) -> Result<Vec<StoredGenome>, VaultError> {
    let mut statement = connection.prepare_cached(
        "SELECT g.json, g.source_id FROM genomes g JOIN imports i ON i.id = g.import_id
         WHERE g.patient_id = ?1 AND i.undone_at IS NULL ORDER BY g.id",
    )?;
    let mut found = statement.query([id])?;
    let mut list = Vec::new();
    while let Some(row) = found.next()? {
        let json = rows::inflate(row.get_ref(0)?.as_blob().map_err(|_| rows::damaged())?)?;
        list.push(StoredGenome { json, source_id: row.get(1)? });
    }
    Ok(list)
}

fn imports(connection: &Connection, id: &str) -> Result<Vec<StoredImport>, VaultError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, at, actor, summary, undone_at, undone_by FROM imports WHERE patient_id = ?1 ORDER BY rowid",
    )?;
    let mut found = statement.query([id])?;
    let mut list = Vec::new();
    while let Some(row) = found.next()? {
        let (at, summary): (String, String) = (row.get(1)?, row.get(3)?);
        let (undone_at, undone_by): (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
        let import: String = row.get(0)?;
        list.push(StoredImport {
            sources: sources(connection, &import)?,
            id: import,
            at: rows::timestamp(&at)?,
            actor: row.get(2)?,
            summary: rows::json(&summary)?,
            undone: undone_at.map(|t| rows::timestamp(&t)).transpose()?.zip(undone_by),
        });
    }
    Ok(list)
}

fn sources(connection: &Connection, import_id: &str) -> Result<Vec<StoredSource>, VaultError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, name, kind, sha256, size FROM sources WHERE import_id = ?1 ORDER BY rowid",
    )?;
    let rows = statement.query_map([import_id], |row| {
        Ok(StoredSource {
            id: row.get(0)?,
            name: row.get(1)?,
            kind: row.get(2)?,
            sha256: row.get(3)?,
            size: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
