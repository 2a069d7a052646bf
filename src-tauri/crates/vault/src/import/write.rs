//! The rows of an import.

use rusqlite::params;

use super::{ImportReceipt, NewSource, Run};
use crate::entropy::random_id;
use crate::{OsEntropy, VaultError, consent, rows, source};

impl Run<'_> {
    /// Writes the rows of all sources that are new to the patient.
    pub(super) fn store(&self, receipt: &mut ImportReceipt) -> Result<(), VaultError> {
        let (tx, import_id) = (self.transaction, random_id(&mut OsEntropy)?);
        let patient_id = receipt.patient_id.clone();
        tx.execute(
            "INSERT INTO imports (id, patient_id, at, actor, summary) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![import_id, patient_id, self.at.to_string(), self.actor, self.batch.summary.to_string()],
        )?;
        let mut sources: Vec<Option<String>> = Vec::new();
        for (index, new) in self.batch.sources.iter().enumerate() {
            self.go_on()?;
            let known = receipt.duplicates.iter().any(|d| d.index == index);
            sources.push(if known { None } else { Some(self.source(&import_id, &patient_id, new)?) });
        }
        let new_source = |index: usize| sources.get(index).and_then(Option::as_deref);
        let mut items = tx.prepare_cached(
            "INSERT INTO record_items (patient_id, import_id, source_id, kind, json) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for item in &self.batch.items {
            self.go_on()?;
            if let Some(source_id) = new_source(item.source) {
                items.execute(params![patient_id, import_id, source_id, item.kind, item.json.to_string()])?;
                receipt.items += 1;
            }
        }
        let mut genomes = tx.prepare_cached(
            "INSERT INTO genomes (patient_id, import_id, source_id, json) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for genome in &self.batch.genomes {
            self.go_on()?;
            if let Some(source_id) = new_source(genome.source) {
                let json = rows::deflate(&genome.json)?;
                genomes.execute(params![patient_id, import_id, source_id, json])?;
                receipt.genomes += 1;
            }
        }
        for (record, source) in &self.batch.consents {
            if new_source(*source).is_some() {
                consent::insert(tx, &patient_id, Some(&import_id), record, self.actor, self.at)?;
                receipt.consents += 1;
            }
        }
        tx.execute(
            "UPDATE imports SET items = ?2, genomes = ?3 WHERE id = ?1",
            params![import_id, receipt.items as u64, receipt.genomes as u64],
        )?;
        receipt.sources = sources;
        receipt.import_id = Some(import_id);
        Ok(())
    }

    fn source(&self, import_id: &str, patient_id: &str, new: &NewSource) -> Result<String, VaultError> {
        let id = random_id(&mut OsEntropy)?;
        self.transaction.execute(
            "INSERT INTO sources (id, import_id, patient_id, sha256, name, kind, size) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
            params![id, import_id, patient_id, new.sha256.to_ascii_lowercase(), new.name, new.kind],
        )?;
        let size = source::store(self.transaction, &id, new)?;
        self.transaction.execute("UPDATE sources SET size = ?2 WHERE id = ?1", params![id, size])?;
        Ok(id)
    }

    /// What the audit log says: numbers and hashes, no names of files or people.
    pub(super) fn detail(&self, receipt: &ImportReceipt) -> serde_json::Value {
        let new = self.batch.sources.iter().zip(&receipt.sources).filter(|(_, id)| id.is_some());
        let sources: Vec<_> = new
            .map(|(s, _)| serde_json::json!({"kind": s.kind, "sha256": s.sha256.to_ascii_lowercase()}))
            .collect();
        let mut detail = serde_json::json!({
            "import": receipt.import_id, "new_patient": receipt.new_patient, "sources": sources,
            "items": receipt.items, "genomes": receipt.genomes, "consents": receipt.consents,
        });
        if let (Some(reason), Some(object)) = (&self.batch.reason, detail.as_object_mut()) {
            object.insert("reason".into(), reason.clone().into());
        }
        detail
    }
}
