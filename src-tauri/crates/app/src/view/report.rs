//! Report preview, packs and the audit chain.

use serde::Serialize;
use ts_rs::TS;

use crate::view::Banner;

/// Pages of a report, exactly as the PDF will have them.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ReportPreview {
    /// Banner.
    pub banner: Banner,
    /// `clinician`, `patient` or `wallet`.
    pub audience: String,
    /// One SVG a page.
    pub pages: Vec<String>,
    /// Text of each page, as the text alternative.
    pub page_texts: Vec<String>,
    /// SHA-256 of the content.
    pub content_sha256: String,
    /// Suggested file name, without patient identifiers.
    pub file_name: String,
    /// What is withheld in it.
    pub withheld: Vec<String>,
}

/// A written report.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ReportExport {
    /// Where it lies.
    pub path: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Number of pages.
    pub pages: u32,
}

/// A pack or model.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PackRow {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// `knowledge` or `model`.
    pub kind: String,
    /// Validity in words.
    pub valid: String,
    /// Signature in words.
    pub signature: String,
    /// Licence.
    pub licence: String,
    /// Sources with dates.
    pub sources: Vec<String>,
    /// Counts and remarks.
    pub contents: Vec<String>,
    /// What the builder found for a curator: conflicts between rows, and gaps. Empty for a model.
    pub review: Vec<ReviewGroup>,
}

/// Findings of one kind about a pack.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ReviewGroup {
    /// What they are.
    pub title: String,
    /// How many.
    pub count: u32,
    /// One line a finding.
    pub rows: Vec<String>,
}

/// Packs and models.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PacksView {
    /// Rows.
    pub rows: Vec<PackRow>,
}

/// An audit entry.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AuditRow {
    /// Number in the chain.
    pub sequence: u32,
    /// Local display time.
    pub when: String,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// About whom, or `none`.
    pub subject: String,
    /// Detail.
    pub detail: String,
    /// First digits of the entry's hash.
    pub hash: String,
}

/// The audit chain.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AuditView {
    /// Whether the chain verifies.
    pub intact: bool,
    /// Verdict in words.
    pub verdict: String,
    /// All entries.
    pub total: u32,
    /// Newest first.
    pub rows: Vec<AuditRow>,
}
