//! The audit chain.

use serde_json::Value;

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
                detail: detail_words(&e.detail),
                hash: e.hash.chars().take(12).collect(),
            })
            .collect();
        let listed = rows.first().map_or(0, |r| r.sequence);
        Ok(AuditView { intact, verdict, total: u32::try_from(total).unwrap_or(u32::MAX).max(listed), rows })
    }
}

/// The particulars of an import are kept as JSON in the chain; on the screen they are a sentence.
fn detail_words(detail: &str) -> String {
    let Ok(Value::Object(fields)) = serde_json::from_str(detail) else { return detail.to_owned() };
    let count = |name: &str| fields.get(name).and_then(Value::as_u64);
    let files = fields.get("sources").and_then(Value::as_array).map_or(0, Vec::len);
    match (count("items"), count("genomes"), count("consents")) {
        (Some(items), Some(genomes), Some(consents)) => format!(
            "{items} facts, {genomes} genome reports, {consents} consent statements from {files} files"
        ),
        _ => detail.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::detail_words;

    #[test]
    fn an_import_reads_as_a_sentence_and_everything_else_stays() {
        let json = r#"{"items":34,"genomes":3,"consents":1,"sources":[{},{},{}]}"#;
        assert_eq!(detail_words(json), "34 facts, 3 genome reports, 1 consent statements from 3 files");
        assert_eq!(detail_words("38 ranked"), "38 ranked");
        assert_eq!(detail_words(r#"{"other":1}"#), r#"{"other":1}"#);
    }
}
