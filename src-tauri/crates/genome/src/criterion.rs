//! One criterion of a classification: met, not met, or not assessable without further facts.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Criterion {
    /// Code of the guideline, for example `OS3`; with the strength where it differs from the default one, for
    /// example `PVS1_Strong`.
    pub code: Cow<'static, str>,
    /// The answer.
    pub state: CriterionState,
    /// Points that it gives where it is met, negative for benign criteria; 0 otherwise.
    pub points: i8,
    /// The fact used, with its source, or what would be needed.
    pub fact: Cow<'static, str>,
    /// A clinician's change, with what the program had found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Box<CriterionNote>>,
}

impl Criterion {
    /// Met, with its points.
    pub fn met(code: impl Into<Cow<'static, str>>, points: i8, fact: impl Into<Cow<'static, str>>) -> Self {
        Self { code: code.into(), state: CriterionState::Met, points, fact: fact.into(), changed: None }
    }

    /// Looked at and not met.
    #[must_use]
    pub fn not_met(code: &'static str, fact: impl Into<Cow<'static, str>>) -> Self {
        Self { code: code.into(), state: CriterionState::NotMet, points: 0, fact: fact.into(), changed: None }
    }

    /// Not assessable; the fact says what would be needed.
    #[must_use]
    pub fn not_assessable(code: &'static str, fact: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code: code.into(),
            state: CriterionState::NotAssessable,
            points: 0,
            fact: fact.into(),
            changed: None,
        }
    }
}

/// The criteria of one classification, in the order of the guideline. An exome has 30,000 variants with up to 28
/// criteria each, and most of them read the same: variants share the criteria that are equal, see [`Shared`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Criteria(Vec<Arc<Criterion>>);

/// Criteria that were made before, by which equal ones are kept once.
#[derive(Debug, Default)]
pub(crate) struct Shared(HashSet<Arc<Criterion>>);

impl Criteria {
    /// Keeps those that another variant has as well only once.
    pub(crate) fn share(&mut self, shared: &mut Shared) {
        for criterion in &mut self.0 {
            match shared.0.get(criterion) {
                Some(known) => *criterion = Arc::clone(known),
                None => {
                    shared.0.insert(Arc::clone(criterion));
                }
            }
        }
        self.0.shrink_to_fit();
    }

    /// Copies that can be changed.
    pub(crate) fn copied(&self) -> Vec<Criterion> {
        self.0.iter().map(|c| Criterion::clone(c)).collect()
    }

    /// Puts one at the end.
    pub fn push(&mut self, criterion: Criterion) {
        self.0.push(Arc::new(criterion));
    }

    /// Puts one in front.
    pub fn push_first(&mut self, criterion: Criterion) {
        self.0.insert(0, Arc::new(criterion));
    }
}

impl Deref for Criteria {
    type Target = [Arc<Criterion>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl From<Vec<Criterion>> for Criteria {
    fn from(criteria: Vec<Criterion>) -> Self {
        Self(criteria.into_iter().map(Arc::new).collect())
    }
}

impl Serialize for Criteria {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Deref::deref))
    }
}

impl<'de> Deserialize<'de> for Criteria {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Criterion>::deserialize(deserializer)?.into())
    }
}

/// Codes of the criteria that are met.
pub(crate) fn met_codes(criteria: &[Criterion]) -> Vec<String> {
    criteria.iter().filter(|c| c.state == CriterionState::Met).map(|c| c.code.to_string()).collect()
}

/// Sum of the points of the criteria that are met.
pub(crate) fn sum(criteria: &[Criterion]) -> i8 {
    criteria
        .iter()
        .filter(|c| c.state == CriterionState::Met)
        .fold(0i8, |total, c| total.saturating_add(c.points))
}
