//! `attune/import/1`: what each file is and where every value of it went.

use std::collections::BTreeMap;

use attune_ingest::{Finding, Ledger};
use serde::Serialize;
use serde_json::Value;

use crate::document::Header;

/// The document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportDocument {
    /// Head.
    #[serde(flatten)]
    pub header: Header,
    /// Files.
    pub files: Vec<FileDoc>,
    /// The record, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Value>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileDoc {
    /// As given on the command line.
    pub path: String,
    /// Stable name of the format.
    pub kind: &'static str,
    /// SHA-256 of the bytes as given.
    pub sha256: String,
    /// Ledger.
    pub leaves: LeavesDoc,
    /// Rules by which values were ignored.
    pub ignored_by_rule: Vec<RuleDoc>,
    /// Counts of what was read, by type.
    pub read: BTreeMap<String, u64>,
    /// Findings.
    pub findings: Vec<FindingDoc>,
}

/// Where the values went.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeavesDoc {
    /// All.
    pub total: u64,
    /// Mapped.
    pub mapped: u64,
    /// Kept raw.
    pub kept_raw: u64,
    /// Ignored by a named rule.
    pub ignored: u64,
    /// Errors.
    pub error: u64,
}

/// A rule and how often it was used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleDoc {
    /// Name.
    pub rule: String,
    /// Count.
    pub count: u64,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingDoc {
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// Path or line.
    pub location: String,
    /// Stable code.
    pub code: String,
    /// One sentence.
    pub message: String,
}

impl From<&Finding> for FindingDoc {
    fn from(f: &Finding) -> Self {
        Self {
            severity: f.severity.name(),
            location: f.location.clone(),
            code: f.code.clone(),
            message: f.message.clone(),
        }
    }
}

impl FileDoc {
    /// The document of one file.
    #[must_use]
    pub fn new(
        path: &str,
        kind: &'static str,
        sha256: &str,
        ledger: &Ledger,
        read: BTreeMap<String, u64>,
        findings: &[Finding],
    ) -> Self {
        Self {
            path: path.to_owned(),
            kind,
            sha256: sha256.to_owned(),
            leaves: LeavesDoc {
                total: ledger.total,
                mapped: ledger.mapped,
                kept_raw: ledger.kept_raw,
                ignored: ledger.ignored,
                error: ledger.error,
            },
            ignored_by_rule: ledger
                .ignored_by_rule
                .iter()
                .map(|(rule, count)| RuleDoc { rule: rule.clone(), count: *count })
                .collect(),
            read,
            findings: findings.iter().map(Into::into).collect(),
        }
    }
}
