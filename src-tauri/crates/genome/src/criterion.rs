//! One criterion of a classification: met, not met, or not assessable without further facts.

use serde::{Deserialize, Serialize};

use crate::CriterionNote;

/// Whether a criterion applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CriterionState {
    /// The facts at hand meet it.
    Met,
    /// The facts at hand were sufficient to look, and it does not apply.
    NotMet,
    /// The facts that it needs are not at hand (offline, or not in the file). Never read as "not met".
    NotAssessable,
}

impl CriterionState {
    /// The state in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not met",
            Self::NotAssessable => "not assessable offline",
        }
    }
}

/// A criterion with its answer and the fact that the answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Code of the guideline, for example `OS3`; with the strength where it differs from the default one, for
    /// example `PVS1_Strong`.
    pub code: String,
    /// The answer.
    pub state: CriterionState,
    /// Points that it gives where it is met, negative for benign criteria; 0 otherwise.
    pub points: i8,
    /// The fact used, with its source, or what would be needed.
    pub fact: String,
    /// A clinician's change, with what the program had found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<CriterionNote>,
}

impl Criterion {
    /// Met, with its points.
    pub fn met(code: impl Into<String>, points: i8, fact: impl Into<String>) -> Self {
        Self { code: code.into(), state: CriterionState::Met, points, fact: fact.into(), changed: None }
    }

    /// Looked at and not met.
    #[must_use]
    pub fn not_met(code: &str, fact: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            state: CriterionState::NotMet,
            points: 0,
            fact: fact.into(),
            changed: None,
        }
    }

    /// Not assessable; the fact says what would be needed.
    #[must_use]
    pub fn not_assessable(code: &str, fact: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            state: CriterionState::NotAssessable,
            points: 0,
            fact: fact.into(),
            changed: None,
        }
    }
}

/// Codes of the criteria that are met.
pub(crate) fn met_codes(criteria: &[Criterion]) -> Vec<String> {
    criteria.iter().filter(|c| c.state == CriterionState::Met).map(|c| c.code.clone()).collect()
}

/// Sum of the points of the criteria that are met.
pub(crate) fn sum(criteria: &[Criterion]) -> i8 {
    criteria
        .iter()
        .filter(|c| c.state == CriterionState::Met)
        .fold(0i8, |total, c| total.saturating_add(c.points))
}
