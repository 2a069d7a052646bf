//! The germline class of a variant: ACMG/AMP 2015 (Richards, doi 10.1038/gim.2015.30) with the points of
//! Tavtigian 2020 (doi 10.1002/humu.24088), editable by a clinician with a recorded reason.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::criterion::{met_codes, sum};
use crate::{ComputedClass, Criteria, Criterion, CriterionState};

/// Germline classification with its criteria.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GermlineClassification {
    /// `Pathogenic`, `Likely pathogenic`, `VUS`, `Likely benign`, `Benign`.
    pub class: String,
    /// Sum of the points: supporting 1, moderate 2, strong 4, very strong 8, benign ones negative.
    pub points: i8,
    /// Codes of the criteria that are met.
    pub criteria: Vec<String>,
    /// Every criterion with its answer and the fact used.
    pub assessed: Criteria,
    /// The class that a laboratory or ClinVar states in the file.
    pub laboratory: Option<String>,
    /// True where the laboratory's class and ours are on different sides (pathogenic, uncertain, benign).
    pub differs: bool,
    /// The clinician's change, where there is one.
    pub changed: Option<ClassOverride>,
    /// Class and points as the program computed them, where a clinician changed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<ComputedClass>,
}

/// A change of one criterion by a clinician.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionChange {
    /// Code as in [`GermlineClassification::assessed`].
    pub code: String,
    /// The new state.
    pub state: CriterionState,
    /// Points where it is met: 1, 2, 4 or 8, negative for benign criteria; 0 otherwise.
    pub points: i8,
}

/// A clinician's change of a classification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassOverride {
    /// Criteria that change; the class follows from the points, unless `class` is given.
    pub criteria: Vec<CriterionChange>,
    /// The class itself, where the clinician states it whatever the points say.
    pub class: Option<String>,
    /// Why; never empty.
    pub reason: String,
    /// Who.
    pub by: String,
    /// When, as written by the program that records it.
    pub at: String,
}

/// Why a change is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OverrideError {
    /// A change needs a reason.
    #[error("a change of a classification needs a reason")]
    NoReason,
    /// Neither a criterion nor a class.
    #[error("the change names neither a criterion nor a class")]
    Nothing,
    /// A criterion that the classification does not have.
    #[error("there is no criterion {0}")]
    UnknownCriterion(String),
    /// Points that the guideline does not know.
    #[error("{0} points are not a strength: 1, 2, 4 or 8, negative for benign criteria")]
    Points(i8),
    /// Two criteria that rest on one fact.
    #[error("{0} and {1} rest on one fact and are not counted together: set one of them to not met")]
    Together(&'static str, &'static str),
    /// A class that the guideline does not know.
    #[error("{0} is not a class: Pathogenic, Likely pathogenic, VUS, Likely benign, Benign")]
    UnknownClass(String),
}

/// The five classes, most severe first.
pub const GERMLINE_CLASSES: [&str; 5] = ["Pathogenic", "Likely pathogenic", "VUS", "Likely benign", "Benign"];

/// Class of a sum of points (Tavtigian 2020, doi 10.1002/humu.24088). BA1 stands alone and is not asked here.
#[must_use]
pub fn germline_class(points: i8) -> &'static str {
    match points {
        10.. => "Pathogenic",
        6..=9 => "Likely pathogenic",
        0..=5 => "VUS",
        -6..=-1 => "Likely benign",
        _ => "Benign",
    }
}

/// Which way a class points: 1 pathogenic, 0 uncertain, -1 benign; `None` for words that are no class.
#[must_use]
pub fn class_direction(class: &str) -> Option<i8> {
    let class = class.to_ascii_lowercase().replace(['_', '-'], " ");
    let first = class.split(['|', ',']).next().unwrap_or_default().trim();
    match first {
        "pathogenic"
        | "likely pathogenic"
        | "pathogenic/likely pathogenic"
        | "class 5"
        | "class 4"
        | "p"
        | "lp" => Some(1),
        "vus" | "uncertain significance" | "variant of uncertain significance" | "class 3" => Some(0),
        "benign" | "likely benign" | "benign/likely benign" | "class 1" | "class 2" | "b" | "lb" => Some(-1),
        _ => None,
    }
}

impl GermlineClassification {
    /// The classification of assessed criteria, beside what the laboratory says.
    #[must_use]
    pub fn of(assessed: Vec<Criterion>, laboratory: Option<String>) -> Self {
        let points = sum(&assessed);
        let stands_alone = assessed.iter().any(|c| c.code == "BA1" && c.state == CriterionState::Met);
        let class = if stands_alone { "Benign" } else { germline_class(points) };
        let differs = laboratory
            .as_deref()
            .and_then(class_direction)
            .is_some_and(|theirs| class_direction(class) != Some(theirs));
        Self {
            class: class.to_owned(),
            points,
            criteria: met_codes(&assessed),
            assessed: assessed.into(),
            laboratory,
            differs,
            changed: None,
            computed: None,
        }
    }

    /// The classification after a clinician's change. The change is kept with its reason; the one before it is
    /// not lost, because `self` stays as it is.
    ///
    /// # Errors
    /// A change without a reason, without content, or with words that the guideline does not have.
    pub fn overridden(&self, change: ClassOverride) -> Result<Self, OverrideError> {
        if change.reason.trim().is_empty() {
            return Err(OverrideError::NoReason);
        }
        if change.criteria.is_empty() && change.class.is_none() {
            return Err(OverrideError::Nothing);
        }
        let mut assessed = self.assessed.copied();
        for one in &change.criteria {
            let base = one.code.split('_').next().unwrap_or_default();
            let slot = assessed
                .iter_mut()
                .find(|c| c.code.split('_').next() == Some(base))
                .ok_or_else(|| OverrideError::UnknownCriterion(one.code.clone()))?;
            let met = one.state == CriterionState::Met;
            if met && !matches!(one.points.unsigned_abs(), 1 | 2 | 4 | 8) {
                return Err(OverrideError::Points(one.points));
            }
            slot.code = one.code.clone().into();
            slot.state = one.state;
            slot.points = if met { one.points } else { 0 };
            slot.fact = format!("changed by {}: {}", change.by, change.reason.trim()).into();
        }
        let mut out = Self::of(assessed, self.laboratory.clone());
        if let Some(class) = &change.class {
            if !GERMLINE_CLASSES.contains(&class.as_str()) {
                return Err(OverrideError::UnknownClass(class.clone()));
            }
            out.class.clone_from(class);
            out.differs = out
                .laboratory
                .as_deref()
                .and_then(class_direction)
                .is_some_and(|theirs| class_direction(class) != Some(theirs));
        }
        out.changed = Some(change);
        let ours = || ComputedClass { class: self.class.clone(), points: self.points };
        out.computed = Some(self.computed.clone().unwrap_or_else(ours));
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vus() -> GermlineClassification {
        GermlineClassification::of(
            vec![
                Criterion::met("PM2_Supporting", 1, "absent"),
                Criterion::not_assessable("PS3", "no functional data"),
            ],
            Some("Likely_pathogenic".into()),
        )
    }

    #[test]
    fn points_give_the_classes_of_tavtigian() {
        for (points, class) in [
            (10, "Pathogenic"),
            (9, "Likely pathogenic"),
            (6, "Likely pathogenic"),
            (5, "VUS"),
            (0, "VUS"),
            (-1, "Likely benign"),
            (-6, "Likely benign"),
            (-7, "Benign"),
        ] {
            assert_eq!(germline_class(points), class, "{points}");
        }
    }

    #[test]
    fn a_difference_to_the_laboratory_is_flagged() {
        let ours = vus();
        assert_eq!((ours.class.as_str(), ours.points, ours.differs), ("VUS", 1, true));
        let agreeing =
            GermlineClassification::of(ours.assessed.copied(), Some("Uncertain significance".into()));
        assert!(!agreeing.differs);
        let silent =
            GermlineClassification::of(ours.assessed.copied(), Some("Conflicting interpretations".into()));
        assert!(!silent.differs, "words that are no class cannot differ");
    }

    #[test]
    fn a_clinician_changes_with_a_reason_only() {
        let change = |reason: &str, points| ClassOverride {
            criteria: vec![CriterionChange { code: "PS3".into(), state: CriterionState::Met, points }],
            class: None,
            reason: reason.into(),
            by: "dr-a".into(),
            at: "2026-11-20".into(),
        };
        let ours = vus();
        assert_eq!(ours.overridden(change(" ", 4)), Err(OverrideError::NoReason));
        assert_eq!(ours.overridden(change("assay", 3)), Err(OverrideError::Points(3)));
        let two = ours.overridden(change("assay", 4)).expect("taken");
        assert_eq!((two.class.as_str(), two.points), ("VUS", 5));
        let three = ours.overridden(change("assay", 8)).expect("taken");
        assert_eq!((three.class.as_str(), three.points, three.differs), ("Likely pathogenic", 9, false));
        assert!(three.changed.is_some() && ours.changed.is_none());
    }

    #[test]
    fn benign_above_five_percent_stands_alone() {
        let criteria = vec![Criterion::met("PVS1", 8, "stop"), Criterion::met("BA1", -8, "AF 0.2")];
        assert_eq!(GermlineClassification::of(criteria, None).class, "Benign");
    }
}
