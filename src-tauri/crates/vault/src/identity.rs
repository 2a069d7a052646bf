//! Which patients of the vault a person in a file could be. The vault lists; a person decides.

use std::collections::BTreeMap;

use attune_clinical::Patient;
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::{Vault, VaultError};

/// Why a patient is a candidate, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchBasis {
    /// The same record number.
    RecordNumber,
    /// The same identifier of the same system.
    Identifier,
    /// The same family name, given name and date of birth: a hint, never enough to merge.
    NameAndBirth,
}

/// A patient that a person in a file could be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PatientMatch {
    /// Number of the patient in the vault.
    pub patient_id: String,
    /// The strongest reason.
    pub basis: MatchBasis,
}

/// A patient is there while an import of theirs stands, or a person recorded a decision of theirs.
pub(crate) const VISIBLE: &str =
    "(EXISTS (SELECT 1 FROM imports i WHERE i.patient_id = p.id AND i.undone_at IS NULL)
      OR EXISTS (SELECT 1 FROM consents c WHERE c.patient_id = p.id AND c.import_id IS NULL))";

impl Vault {
    /// Patients that this person could be, the strongest match first.
    ///
    /// # Errors
    /// The faults of the database.
    pub fn matches(&self, person: &Patient) -> Result<Vec<PatientMatch>, VaultError> {
        matches(&self.connection, person)
    }
}

pub(crate) fn matches(connection: &Connection, person: &Patient) -> Result<Vec<PatientMatch>, VaultError> {
    let mut found: BTreeMap<String, MatchBasis> = BTreeMap::new();
    let mut add = |ids: Vec<String>, basis: MatchBasis| {
        for id in ids {
            found.entry(id).and_modify(|b| *b = basis.min(*b)).or_insert(basis);
        }
    };
    if let Some(mrn) = person.mrn.as_ref().map(|m| m.0.trim()).filter(|m| !m.is_empty()) {
        add(ids(connection, "p.mrn = ?1", &[mrn])?, MatchBasis::RecordNumber);
    }
    for (system, value) in usable(person) {
        let by = "EXISTS (SELECT 1 FROM identifiers n WHERE n.patient_id = p.id AND n.system = ?1 AND n.value = ?2)";
        add(ids(connection, by, &[system, value])?, MatchBasis::Identifier);
    }
    if let Some(born) = person.born.filter(|_| !person.name.family.trim().is_empty()) {
        let (family, given) = (fold(&person.name.family), fold(&person.name.given));
        let by = "p.family = ?1 AND p.given = ?2 AND p.born = ?3";
        add(ids(connection, by, &[&family, &given, &born.to_string()])?, MatchBasis::NameAndBirth);
    }
    let mut found: Vec<_> =
        found.into_iter().map(|(patient_id, basis)| PatientMatch { patient_id, basis }).collect();
    found.sort_by_key(|m| m.basis);
    Ok(found)
}

fn ids(connection: &Connection, by: &str, values: &[&str]) -> Result<Vec<String>, VaultError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT p.id FROM patients p WHERE {by} AND {VISIBLE}"))?;
    let rows = statement.query_map(rusqlite::params_from_iter(values), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Identifiers that name a person: a value without a system could be anyone's.
fn usable(person: &Patient) -> impl Iterator<Item = (&str, &str)> {
    let trimmed = person.identifiers.iter().map(|(system, value)| (system.trim(), value.trim()));
    trimmed.filter(|(system, value)| !system.is_empty() && !value.is_empty())
}

/// Names are compared without regard to case and outer space.
fn fold(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Stores a new patient.
pub(crate) fn insert(
    connection: &Connection,
    id: &str,
    person: &Patient,
    at: &str,
) -> Result<(), VaultError> {
    let mrn = person.mrn.as_ref().map(|m| m.0.trim()).filter(|m| !m.is_empty());
    let born = person.born.map(|b| b.to_string());
    let (family, given) = (fold(&person.name.family), fold(&person.name.given));
    let mut words = vec![family.clone(), given.clone(), mrn.unwrap_or_default().to_lowercase()];
    words.extend(born.clone());
    words.extend(usable(person).map(|(_, value)| value.to_lowercase()));
    connection.execute(
        "INSERT INTO patients (id, mrn, family, given, born, search, patient, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![id, mrn, family, given, born, words.join("\n"), serde_json::to_string(person)?, at],
    )?;
    let mut statement = connection.prepare_cached(
        "INSERT OR IGNORE INTO identifiers (patient_id, system, value) VALUES (?1, ?2, ?3)",
    )?;
    for (system, value) in usable(person) {
        statement.execute([id, system, value])?;
    }
    Ok(())
}

/// Refuses a patient who is not there.
pub(crate) fn require(connection: &Connection, patient_id: &str) -> Result<(), VaultError> {
    let there = ids(connection, "p.id = ?1", &[patient_id])?;
    if there.is_empty() { Err(VaultError::Unknown("patient")) } else { Ok(()) }
}
