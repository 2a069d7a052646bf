//! Consent screen.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::Banner;

/// State of one scope.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ConsentScopeRow {
    /// Stable name.
    pub scope: String,
    /// Label.
    pub label: String,
    /// What it covers.
    pub covers: String,
    /// `implied`, `permitted`, `denied`, `not_recorded` or `expired`.
    pub status: String,
    /// The word for the screen.
    pub word: String,
    /// Day of the decision, or `not recorded`.
    pub since: String,
    /// How it was given and by whom, or `not recorded`.
    pub how: String,
    /// Hash of the form in short, or `no document`.
    pub document: String,
    /// Expiry, or `no expiry`.
    pub expires: String,
    /// What closes at once if it is withdrawn or stays missing, one sentence each.
    pub closes: Vec<String>,
    /// What stays.
    pub stays: Vec<String>,
}

/// A past decision.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ConsentHistoryRow {
    /// Local display time.
    pub when: String,
    /// Scope label.
    pub scope: String,
    /// Change in words.
    pub change: String,
    /// How.
    pub how: String,
    /// Who wrote it down.
    pub recorded_by: String,
}

/// The consent screen.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ConsentView {
    /// Banner.
    pub banner: Banner,
    /// `3 of 5 scopes permitted, 1 denied, 1 not recorded`.
    pub summary: String,
    /// Scopes.
    pub scopes: Vec<ConsentScopeRow>,
    /// History, newest first.
    pub history: Vec<ConsentHistoryRow>,
    /// What is withheld now.
    pub withheld: Vec<String>,
}

/// A decision to record.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
pub struct ConsentInput {
    /// Stable scope name.
    pub scope: String,
    /// `permit`, `deny` or `withdraw`.
    pub decision: String,
    /// Who decided.
    pub by: String,
    /// `signed_paper` or `verbal`.
    pub method: String,
    /// Witness, for a verbal decision.
    pub witness: Option<String>,
    /// SHA-256 of the scanned form, if there is one.
    pub document_sha256: Option<String>,
    /// Last ISO day in force.
    pub expires: Option<String>,
}
