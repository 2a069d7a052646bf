//! A clinician's change of single criteria of a classification: state and strength, with a reason. The class follows
//! from the points; what the program found stays beside it.

use serde::{Deserialize, Serialize};

use crate::criterion::{met_codes, sum};
use crate::germline::{ClassOverride, CriterionChange, OverrideError};
use crate::{Criteria, Criterion, CriterionState, GermlineClassification, Oncogenicity};

/// Strength of evidence, in points (Tavtigian 2020, doi 10.1002/humu.24088; Horak 2022, doi 10.1016/j.gim.2022.01.001).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// 1 point.
    Supporting,
    /// 2 points.
    Moderate,
    /// 4 points.
    Strong,
    /// 8 points.
    VeryStrong,
}

impl Strength {
    /// All of them, the weakest first.
    pub const ALL: [Self; 4] = [Self::Supporting, Self::Moderate, Self::Strong, Self::VeryStrong];

    /// Points without a sign.
    #[must_use]
    pub fn points(self) -> i8 {
        match self {
            Self::Supporting => 1,
            Self::Moderate => 2,
            Self::Strong => 4,
            Self::VeryStrong => 8,
        }
    }

    /// The strength in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Supporting => "supporting",
            Self::Moderate => "moderate",
            Self::Strong => "strong",
            Self::VeryStrong => "very strong",
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Self::Supporting => "Supporting",
            Self::Moderate => "Moderate",
            Self::Strong => "Strong",
            Self::VeryStrong => "VeryStrong",
        }
    }

    /// The strength that a guideline gives a criterion: by its letters (`PVS1`, `OM2`, `SBP1`); `None` for what is no
    /// code of a criterion.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let letters = base(code).trim_end_matches(|c: char| c.is_ascii_digit());
        match letters {
            "PVS" | "OVS" | "BA" | "SBVS" => Some(Self::VeryStrong),
            "PS" | "OS" | "BS" | "SBS" => Some(Self::Strong),
            "PM" | "OM" => Some(Self::Moderate),
            "PP" | "OP" | "BP" | "SBP" => Some(Self::Supporting),
            _ => None,
        }
    }
}

/// A code without its strength: `PVS1` of `PVS1_Strong`.
fn base(code: &str) -> &str {
    code.split('_').next().unwrap_or_default()
}

fn is_benign(code: &str) -> bool {
    code.starts_with('B') || code.starts_with("SB")
}

/// What a clinician sets for one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionEdit {
    /// Code as assessed, with or without strength.
    pub code: String,
    /// The new state; `None` takes an earlier change back.
    pub state: Option<CriterionState>,
    /// Strength where it is met; that of the guideline where it is not given.
    pub strength: Option<Strength>,
    /// Why; never empty.
    pub reason: String,
    /// Who.
    pub by: String,
    /// When, as written by the program that records it.
    pub at: String,
}

/// Who changed a criterion, and what the program had found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CriterionNote {
    /// State and points of the program in words: `not met`, `met, 4 points`.
    pub ours: String,
    /// Why it was changed.
    pub reason: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: String,
}

/// Class and points as the program computed them, beside a clinician's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComputedClass {
    /// Class.
    pub class: String,
    /// Points.
    pub points: i8,
}

/// Criteria of oncogenicity that rest on one fact and are not counted together (Horak 2022, table 2).
const NOT_TOGETHER: [(&str, &str); 9] = [
    ("OS1", "OS3"),
    ("OM1", "OM3"),
    ("OM3", "OM4"),
    ("OM4", "OS1"),
    ("OM4", "OS3"),
    ("OM4", "OM1"),
    ("OP3", "OS3"),
    ("OP3", "OM3"),
    ("OS3", "OM3"),
];

/// The criteria after the changes; of several changes of one criterion the latest counts.
///
/// # Errors
/// A change without a reason, of a criterion that was not assessed, or that makes two criteria count one fact.
fn edited(ours: &Criteria, edits: &[CriterionEdit]) -> Result<Vec<Criterion>, OverrideError> {
    let mut out = ours.copied();
    for edit in edits {
        if edit.reason.trim().is_empty() {
            return Err(OverrideError::NoReason);
        }
        let at = ours.iter().position(|c| base(&c.code) == base(&edit.code));
        let found = at.and_then(|at| Some((ours.get(at)?, out.get_mut(at)?)));
        let (before, slot) = found.ok_or_else(|| OverrideError::UnknownCriterion(edit.code.clone()))?;
        let Some(state) = edit.state else {
            *slot = Criterion::clone(before);
            continue;
        };
        let code = base(&edit.code);
        let usual =
            Strength::of_code(code).ok_or_else(|| OverrideError::UnknownCriterion(code.to_owned()))?;
        // BA1 stands alone: it has no other strength.
        let strength = edit.strength.filter(|_| code != "BA1").unwrap_or(usual);
        let met = state == CriterionState::Met;
        let sign = if is_benign(code) { -1 } else { 1 };
        let named =
            if met && strength != usual { format!("{code}_{}", strength.suffix()) } else { code.to_owned() };
        *slot = Criterion {
            code: named.into(),
            state,
            points: if met { sign * strength.points() } else { 0 },
            fact: before.fact.clone(),
            changed: Some(Box::new(CriterionNote {
                ours: in_words(before),
                reason: edit.reason.trim().to_owned(),
                by: edit.by.clone(),
                at: edit.at.clone(),
            })),
        };
    }
    let met = |code: &str| out.iter().any(|c| base(&c.code) == code && c.state == CriterionState::Met);
    match NOT_TOGETHER.iter().find(|(a, b)| met(a) && met(b)) {
        Some((a, b)) => Err(OverrideError::Together(a, b)),
        None => Ok(out),
    }
}

fn in_words(c: &Criterion) -> String {
    if c.state == CriterionState::Met {
        let points = if c.points.abs() == 1 { "point" } else { "points" };
        format!("{} {}, {} {points}", c.code, c.state.words(), c.points)
    } else {
        c.state.words().to_owned()
    }
}

impl Oncogenicity {
    /// The classification of assessed criteria.
    #[must_use]
    pub fn of(assessed: Vec<Criterion>) -> Self {
        let points = sum(&assessed);
        Self {
            class: crate::classify::oncogenicity_class(points).to_owned(),
            points,
            criteria: met_codes(&assessed),
            assessed: assessed.into(),
            computed: None,
        }
    }

    /// The classification after a clinician's changes of criteria; ours is kept in `computed`.
    ///
    /// # Errors
    /// As a change of a criterion that was not assessed, without a reason, or that counts one fact twice.
    pub fn with_edits(&self, edits: &[CriterionEdit]) -> Result<Self, OverrideError> {
        let out = Self::of(edited(&self.assessed, edits)?);
        let changed = out.assessed.iter().any(|c| c.changed.is_some());
        let ours = ComputedClass { class: self.class.clone(), points: self.points };
        Ok(Self { computed: changed.then_some(ours), ..out })
    }
}

impl GermlineClassification {
    /// The classification after a clinician's changes of criteria; ours is kept in `computed`.
    ///
    /// # Errors
    /// As a change of a criterion that was not assessed, or without a reason.
    pub fn with_edits(&self, edits: &[CriterionEdit]) -> Result<Self, OverrideError> {
        let out = Self::of(edited(&self.assessed, edits)?, self.laboratory.clone());
        let changes = out.assessed.iter().filter(|c| c.changed.is_some()).map(|c| CriterionChange {
            code: c.code.to_string(),
            state: c.state,
            points: c.points,
        });
        let criteria: Vec<CriterionChange> = changes.collect();
        let last = edits.iter().rev().find(|e| e.state.is_some()).filter(|_| !criteria.is_empty());
        let changed = last.map(|edit| ClassOverride {
            criteria,
            class: None,
            reason: edit.reason.trim().to_owned(),
            by: edit.by.clone(),
            at: edit.at.clone(),
        });
        let ours = ComputedClass { class: self.class.clone(), points: self.points };
        Ok(Self { computed: changed.as_ref().map(|_| ours), changed, ..out })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(code: &str, state: Option<CriterionState>, strength: Option<Strength>) -> CriterionEdit {
        CriterionEdit {
            code: code.into(),
            state,
            strength,
            reason: "assay of our laboratory".into(),
            by: "Dr Test".into(),
            at: "2026-11-20".into(),
        }
    }

    const MET: Option<CriterionState> = Some(CriterionState::Met);

    fn vus() -> Oncogenicity {
        Oncogenicity::of(vec![
            Criterion::not_met("OVS1", "not a null variant"),
            Criterion::not_met("OS1", "no known change"),
            Criterion::not_assessable("OS2", "no functional data"),
            Criterion::met("OS3", 4, "hotspot"),
            Criterion::met("OP4", 1, "absent"),
            Criterion::not_assessable("SBS2", "no functional data"),
        ])
    }

    #[test]
    fn one_criterion_moves_points_and_class_and_ours_stays_beside() {
        let ours = vus();
        assert_eq!((ours.class.as_str(), ours.points), ("VUS", 5));
        let two = ours.with_edits(&[edit("OS2", MET, None)]).expect("taken");
        assert_eq!((two.class.as_str(), two.points), ("Likely oncogenic", 9));
        assert_eq!(two.computed, Some(ComputedClass { class: "VUS".into(), points: 5 }));
        let os2 = two.assessed.iter().find(|c| c.code == "OS2").expect("kept");
        let note = os2.changed.as_ref().expect("noted");
        assert_eq!((note.ours.as_str(), note.by.as_str()), ("not assessable offline", "Dr Test"));
        assert_eq!(os2.fact, "no functional data", "what the program found is not overwritten");
        let weak = ours.with_edits(&[edit("OS2", MET, Some(Strength::Supporting))]).expect("taken");
        assert_eq!((weak.class.as_str(), weak.points), ("Likely oncogenic", 6));
        assert!(weak.criteria.contains(&"OS2_Supporting".to_owned()));
        let benign =
            ours.with_edits(&[edit("SBS2", MET, None), edit("OS3", Some(CriterionState::NotMet), None)]);
        assert_eq!(benign.map(|o| (o.class, o.points)), Ok(("Likely benign".into(), -3)));
    }

    #[test]
    fn the_latest_change_counts_and_can_be_taken_back() {
        let ours = vus();
        let list = [edit("OS2", MET, None), edit("OS2", Some(CriterionState::NotMet), None)];
        assert_eq!(ours.with_edits(&list).map(|o| o.points), Ok(5));
        let back = ours.with_edits(&[edit("OS2", MET, None), edit("OS2", None, None)]).expect("taken");
        assert_eq!((back.points, back.computed.is_none()), (5, true));
        assert_eq!(back, ours);
    }

    #[test]
    fn what_the_guideline_does_not_allow_is_refused() {
        let ours = vus();
        assert_eq!(ours.with_edits(&[edit("OS1", MET, None)]), Err(OverrideError::Together("OS1", "OS3")));
        assert_eq!(
            ours.with_edits(&[edit("PS9", MET, None)]),
            Err(OverrideError::UnknownCriterion("PS9".into()))
        );
        let silent = CriterionEdit { reason: " ".into(), ..edit("OS2", MET, None) };
        assert_eq!(ours.with_edits(&[silent]), Err(OverrideError::NoReason));
    }

    #[test]
    fn germline_criteria_too() {
        let ours = GermlineClassification::of(
            vec![
                Criterion::met("PVS1_Strong", 4, "stop in the last exon"),
                Criterion::met("PM2_Supporting", 1, "absent"),
                Criterion::not_assessable("PP4", "needs a phenotype"),
                Criterion::not_met("BA1", "rare"),
            ],
            Some("VUS".into()),
        );
        let more = ours.with_edits(&[edit("PVS1", MET, None), edit("PP4", MET, Some(Strength::Moderate))]);
        let more = more.expect("taken");
        assert_eq!((more.class.as_str(), more.points, more.differs), ("Pathogenic", 11, true));
        assert!(
            more.criteria.contains(&"PVS1".to_owned()) && more.criteria.contains(&"PP4_Moderate".to_owned())
        );
        assert_eq!(more.changed.as_ref().map(|c| c.criteria.len()), Some(2));
        let alone = ours.with_edits(&[edit("BA1", MET, Some(Strength::Supporting))]).expect("taken");
        assert_eq!(alone.class, "Benign", "BA1 stands alone");
    }
}
