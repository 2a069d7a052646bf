//! One import: everything that was read from some files, in one transaction with its audit entry.

mod shape;
mod write;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

pub use shape::{
    Duplicate, ImportBatch, ImportReceipt, NewGenome, NewItem, NewSource, PatientKey, SourceContent,
};

use crate::audit::{self, Deed};
use crate::entropy::random_id;
use crate::identity::{self, MatchBasis};
use crate::{OsEntropy, Vault, VaultError, rows};

impl Vault {
    /// Stores a batch. When this returns `Ok`, all of it is on the disk; on an error, none of it is.
    ///
    /// A file that the patient already has (same SHA-256) adds nothing, with everything that was read from it.
    /// A batch of such files alone changes nothing at all, and the receipt says so.
    ///
    /// # Errors
    /// [`VaultError::PatientExists`] for a [`PatientKey::New`] with a record number or identifier of a patient in
    /// the vault; [`VaultError::SourceChanged`] where a file is not the previewed one; [`VaultError::DiskFull`]
    /// and the other faults of the store.
    pub fn import(
        &mut self,
        batch: &ImportBatch,
        actor: &str,
        at: Timestamp,
    ) -> Result<ImportReceipt, VaultError> {
        self.import_unless(batch, actor, at, &|| false)
    }

    /// The same, asking between its rows whether it is to stop. A stopped import stores nothing.
    ///
    /// # Errors
    /// As [`Vault::import`]; [`VaultError::Stopped`].
    pub fn import_unless(
        &mut self,
        batch: &ImportBatch,
        actor: &str,
        at: Timestamp,
        stop: &dyn Fn() -> bool,
    ) -> Result<ImportReceipt, VaultError> {
        batch.check()?;
        self.write(|transaction, sealer| {
            let run = Run { transaction, batch, actor, at, stop };
            let (patient_id, new_patient) = match run.patient()? {
                Whose::Known(id) => (id, false),
                Whose::New(person) => {
                    let id = random_id(&mut OsEntropy)?;
                    identity::insert(transaction, &id, person, &at.to_string())?;
                    (id, true)
                }
            };
            let duplicates = run.duplicates(&patient_id)?;
            let mut receipt =
                ImportReceipt { patient_id, new_patient, duplicates, ..ImportReceipt::default() };
            if receipt.duplicates.len() < batch.sources.len() {
                run.store(&mut receipt)?;
                let detail = run.detail(&receipt).to_string();
                let deed =
                    Deed { actor, action: "imported", subject: &receipt.patient_id, detail: &detail, at };
                audit::append(transaction, sealer, deed)?;
            }
            run.go_on()?;
            Ok(receipt)
        })
    }

    /// Earlier imports of a file, by its SHA-256: `(patient, import)`. Empty where the file is new.
    ///
    /// # Errors
    /// The faults of the database.
    pub fn known_file(&self, sha256: &str) -> Result<Vec<(String, String)>, VaultError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT s.patient_id, s.import_id FROM sources s JOIN imports i ON i.id = s.import_id
             WHERE s.sha256 = ?1 AND i.undone_at IS NULL ORDER BY i.rowid",
        )?;
        let rows = statement.query_map([sha256.to_ascii_lowercase()], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Whom a batch belongs to.
enum Whose<'a> {
    Known(String),
    New(&'a attune_clinical::Patient),
}

pub(crate) struct Run<'a> {
    transaction: &'a Transaction<'a>,
    batch: &'a ImportBatch,
    actor: &'a str,
    at: Timestamp,
    stop: &'a dyn Fn() -> bool,
}

impl<'a> Run<'a> {
    fn go_on(&self) -> Result<(), VaultError> {
        if (self.stop)() { Err(VaultError::Stopped) } else { Ok(()) }
    }

    fn patient(&self) -> Result<Whose<'a>, VaultError> {
        match &self.batch.patient {
            PatientKey::Existing(id) => {
                identity::require(self.transaction, id)?;
                Ok(Whose::Known(id.clone()))
            }
            PatientKey::Distinct(person) => Ok(Whose::New(person)),
            PatientKey::New(person) => {
                let candidates = identity::matches(self.transaction, person)?;
                if let Some(id) = self.same_again(person, &candidates)? {
                    return Ok(Whose::Known(id));
                }
                let patients: Vec<String> = candidates
                    .into_iter()
                    .filter(|m| m.basis != MatchBasis::NameAndBirth)
                    .map(|m| m.patient_id)
                    .collect();
                if patients.is_empty() {
                    Ok(Whose::New(person))
                } else {
                    Err(VaultError::PatientExists { patients })
                }
            }
        }
    }

    /// The patient who already has every file of the batch and is the same person by any sign, or by none where
    /// the files name nobody (a bare VCF).
    fn same_again(
        &self,
        person: &attune_clinical::Patient,
        candidates: &[identity::PatientMatch],
    ) -> Result<Option<String>, VaultError> {
        let mut holders: Option<Vec<String>> = None;
        for new in &self.batch.sources {
            let mut statement = self.transaction.prepare_cached(
                "SELECT s.patient_id FROM sources s JOIN imports i ON i.id = s.import_id
                 WHERE s.sha256 = ?1 AND i.undone_at IS NULL",
            )?;
            let rows = statement.query_map([new.sha256.to_ascii_lowercase()], |r| r.get(0))?;
            let these: Vec<String> = rows.collect::<Result<_, _>>()?;
            holders = Some(match holders {
                None => these,
                Some(before) => before.into_iter().filter(|id| these.contains(id)).collect(),
            });
        }
        for id in holders.unwrap_or_default() {
            let stored: String =
                self.transaction
                    .query_row("SELECT patient FROM patients WHERE id = ?1", [&id], |r| r.get(0))?;
            if candidates.iter().any(|m| m.patient_id == id)
                || rows::json::<attune_clinical::Patient>(&stored)? == *person
            {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Files of the batch that this patient already has, or that stand twice in the batch.
    fn duplicates(&self, patient_id: &str) -> Result<Vec<Duplicate>, VaultError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT s.import_id, i.at FROM sources s JOIN imports i ON i.id = s.import_id
             WHERE s.patient_id = ?1 AND s.sha256 = ?2 AND i.undone_at IS NULL LIMIT 1",
        )?;
        let mut found = Vec::new();
        for (index, new) in self.batch.sources.iter().enumerate() {
            let key = params![patient_id, new.sha256.to_ascii_lowercase()];
            let earlier: Option<(String, String)> =
                statement.query_row(key, |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
            let twice =
                self.batch.sources[..index].iter().any(|s| s.sha256.eq_ignore_ascii_case(&new.sha256));
            if let Some((import_id, at)) = earlier {
                let imported_at = Some(rows::timestamp(&at)?);
                found.push(Duplicate { index, import_id: Some(import_id), imported_at });
            } else if twice {
                found.push(Duplicate { index, import_id: None, imported_at: None });
            }
        }
        Ok(found)
    }
}
