//! A clinician's change of a classification, of the class or of single criteria: kept with its reason, applied before
//! anything is matched, and never in the place of what the laboratory wrote. A change is taken back by a further one.

use attune_genome::{
    CalledVariant, ClassOverride, ComputedClass, Criterion, CriterionEdit, CriterionState, GERMLINE_CLASSES,
    GenomeReport, GermlineClassification, Oncogenicity, Origin, Strength,
};
use attune_report::findings::{CLINICIAN, LABORATORY, class_of};
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::view::CriterionInput;

/// Kind of the stored decision.
pub(crate) const KIND: &str = "classification";

/// The class that takes an earlier one back: what the criteria give is in force again.
pub(crate) const AS_COMPUTED: &str = "as the criteria give it";

/// The words of a criterion whose change is taken back.
const AS_FOUND: &str = "as Attune found it";

/// The classes of oncogenicity (doi 10.1016/j.gim.2022.01.001), most severe first.
const ONCOGENIC_CLASSES: [&str; 5] = ["Oncogenic", "Likely oncogenic", "VUS", "Likely benign", "Benign"];

/// A change as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Change {
    /// [`KIND`].
    pub(crate) kind: String,
    /// Which variant: see [`key`].
    pub(crate) key: String,
    /// Its name, for people.
    pub(crate) name: String,
    /// The class or the criterion before.
    pub(crate) from: String,
    /// The class or the criterion after.
    pub(crate) to: String,
    /// Why.
    pub(crate) reason: String,
    /// Who.
    pub(crate) by: String,
    /// When.
    pub(crate) at: String,
    /// The criterion, where one is changed and not the class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) criterion: Option<CriterionChoice>,
}

/// What is set for one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CriterionChoice {
    /// Code as assessed.
    pub(crate) code: String,
    /// The state; none takes an earlier change back.
    pub(crate) state: Option<CriterionState>,
    /// The strength, where it is met.
    pub(crate) strength: Option<Strength>,
}

impl CriterionChoice {
    /// `OS2 met (strong)`, or that a change is taken back.
    pub(crate) fn words(&self) -> String {
        match (self.state, self.strength) {
            (None, _) => format!("{} {AS_FOUND}", self.code),
            (Some(CriterionState::Met), Some(strength)) => {
                format!("{} met ({})", self.code, strength.words())
            }
            (Some(CriterionState::NotAssessable), _) => format!("{} not assessable", self.code),
            (Some(state), _) => format!("{} {}", self.code, state.words()),
        }
    }
}

/// True where two codes name one criterion, whatever their strength.
pub(crate) fn same_criterion(a: &str, b: &str) -> bool {
    a.split('_').next() == b.split('_').next()
}

/// What the window sends, as a choice.
///
/// # Errors
/// A state or a strength that is none.
pub(crate) fn criterion_choice(input: &CriterionInput) -> Result<CriterionChoice, AppError> {
    let unknown = |what: &str, word: &str| {
        AppError::new(
            "classification.criterion",
            format!("`{word}` is not a {what}"),
            "choose one of the list",
        )
    };
    let state = match input.state.as_str() {
        "met" => Some(CriterionState::Met),
        "not_met" => Some(CriterionState::NotMet),
        "not_assessable" => Some(CriterionState::NotAssessable),
        "as_computed" => None,
        other => return Err(unknown("state", other)),
    };
    let stated = input.strength.as_deref().filter(|s| !s.is_empty() && state == Some(CriterionState::Met));
    let strength = stated.map(|word| {
        let same = |s: &Strength| s.words().replace(' ', "_") == word.replace(' ', "_");
        Strength::ALL.into_iter().find(same).ok_or_else(|| unknown("strength", word))
    });
    let code = input.code.split('_').next().unwrap_or_default().to_owned();
    Ok(CriterionChoice { code, state, strength: strength.transpose()? })
}

impl Change {
    fn edit(&self) -> Option<CriterionEdit> {
        let CriterionChoice { code, state, strength } = self.criterion.clone()?;
        let (reason, by, at) = (self.reason.clone(), self.by.clone(), self.at.clone());
        Some(CriterionEdit { code, state, strength, reason, by, at })
    }
}

/// Names a variant whatever its place in a list: assembly, place and alleles.
pub(crate) fn key(v: &CalledVariant) -> String {
    let at = &v.variant;
    format!("{}-{}-{}-{}-{}", at.assembly, at.contig, at.position.get(), at.reference, at.alternate)
}

/// The classes that a variant can be given.
pub(crate) fn classes(v: &CalledVariant) -> &'static [&'static str; 5] {
    if v.origin == Origin::Germline { &GERMLINE_CLASSES } else { &ONCOGENIC_CLASSES }
}

/// Checks a change of a class before it is stored.
pub(crate) fn check(v: &CalledVariant, to: &str, reason: &str) -> Result<(), AppError> {
    if to != AS_COMPUTED && !classes(v).contains(&to) {
        return Err(AppError::new(
            "classification.unknown",
            format!("`{to}` is not a class of this variant"),
            format!("choose one of {}", classes(v).join(", ")),
        ));
    }
    reasoned(reason)
}

fn reasoned(reason: &str) -> Result<(), AppError> {
    if reason.trim().chars().count() < 10 {
        return Err(AppError::new(
            "classification.no_reason",
            "a change of a classification needs a reason",
            "write ten characters or more: the reason is kept with the class",
        ));
    }
    Ok(())
}

/// Checks a change of a criterion against what stands, before it is stored.
pub(crate) fn check_criterion(
    original: &CalledVariant,
    all: &[Change],
    new: &Change,
) -> Result<(), AppError> {
    reasoned(&new.reason)?;
    let refused = |cause: String| {
        AppError::new(
            "classification.criterion",
            cause,
            "choose a criterion of the list, and a state that it can have",
        )
    };
    let mut edits = edits(all, &new.key);
    edits.extend(new.edit());
    let germline = original.interpretation.germline.as_ref().map(|g| g.with_edits(&edits).map(drop));
    let somatic = || original.oncogenicity.as_ref().map(|o| o.with_edits(&edits).map(drop));
    match germline.or_else(somatic) {
        Some(outcome) => outcome.map_err(|e| refused(e.to_string())),
        None => Err(refused("this variant has no criteria".to_owned())),
    }
}

fn edits(changes: &[Change], key: &str) -> Vec<CriterionEdit> {
    changes.iter().filter(|c| c.key == key).filter_map(Change::edit).collect()
}

/// Applies the changes to the reports. Criteria come first, the latest of each counts; then the latest class that was
/// set as a whole, unless it was taken back.
pub(crate) fn apply(changes: &[Change], reports: &mut [GenomeReport]) {
    if changes.is_empty() {
        return;
    }
    for variant in reports.iter_mut().flat_map(|r| &mut r.variants) {
        let name = key(variant);
        let edits = edits(changes, &name);
        if !edits.is_empty() {
            recount(variant, &edits);
        }
        let class = changes.iter().rev().find(|c| c.key == name && c.criterion.is_none());
        if let Some(change) = class.filter(|c| c.to != AS_COMPUTED) {
            reclassify(variant, change);
        }
    }
}

/// Points and class after changes of criteria. What was stored has passed `check_criterion`; where a later pack assesses
/// other criteria, so that the changes no longer fit, ours stands as it is.
fn recount(v: &mut CalledVariant, edits: &[CriterionEdit]) {
    let laboratory = class_of(v).laboratory;
    let class = if let Some(ours) = v.interpretation.germline.take() {
        let new = ours.with_edits(edits).unwrap_or(ours);
        let class = new.changed.as_ref().map(|_| new.class.clone());
        v.interpretation.germline = Some(new);
        class
    } else if let Some(ours) = v.oncogenicity.take() {
        let mut new = ours.with_edits(edits).unwrap_or(ours);
        let class = new.computed.as_ref().map(|_| new.class.clone());
        if class.is_some() {
            laboratory.into_iter().for_each(|l| new.assessed.push(Criterion::not_met(LABORATORY, l)));
        }
        v.oncogenicity = Some(new);
        class
    } else {
        None
    };
    // Matching reads the stated class; the laboratory's own is kept beside it.
    if class.is_some() {
        v.classification = class;
    }
}

fn reclassify(v: &mut CalledVariant, change: &Change) {
    let laboratory = class_of(v).laboratory;
    if v.origin == Origin::Germline {
        let ours = v.interpretation.germline.take();
        let ours = ours.unwrap_or_else(|| GermlineClassification::of(Vec::new(), laboratory.clone()));
        let stated = ClassOverride {
            criteria: Vec::new(),
            class: Some(change.to.clone()),
            reason: change.reason.clone(),
            by: change.by.clone(),
            at: change.at.clone(),
        };
        // What was stored has passed `check`; a class of a later version leaves ours as it is.
        v.interpretation.germline = Some(ours.overridden(stated).unwrap_or(ours));
    } else {
        let none = || Oncogenicity { class: String::new(), ..Oncogenicity::of(Vec::new()) };
        let mut ours = v.oncogenicity.take().unwrap_or_else(none);
        let computed = ComputedClass { class: ours.class.clone(), points: ours.points };
        ours.computed.get_or_insert(computed);
        ours.class.clone_from(&change.to);
        let fact = format!("{} instead of {}, by {}: {}", change.to, change.from, change.by, change.reason);
        ours.assessed.push_first(Criterion::met(CLINICIAN, 0, fact));
        if !ours.assessed.iter().any(|c| c.code == LABORATORY) {
            laboratory.into_iter().for_each(|l| ours.assessed.push(Criterion::not_met(LABORATORY, l)));
        }
        v.oncogenicity = Some(ours);
    }
    // Matching reads the stated class; the laboratory's own is kept beside it.
    v.classification = Some(change.to.clone());
}

#[cfg(test)]
mod tests {
    use attune_genome::{Assembly, Contig, Position, Variant};

    use super::*;

    fn variant(origin: Origin, laboratory: &str) -> CalledVariant {
        let place = Variant {
            assembly: Assembly::GRCh38,
            contig: Contig::new("17"),
            position: Position::new(43_093_464).unwrap(),
            reference: "C".into(),
            alternate: "T".into(),
        };
        CalledVariant { classification: Some(laboratory.into()), ..CalledVariant::new(place, origin, 7) }
    }

    fn change(v: &CalledVariant, to: &str) -> Change {
        Change {
            kind: KIND.into(),
            key: key(v),
            name: "x".into(),
            from: "VUS".into(),
            to: to.into(),
            reason: "functional assay of our laboratory".into(),
            by: "Dr Test".into(),
            at: "2026-11-20".into(),
            criterion: None,
        }
    }

    #[test]
    fn a_criterion_moves_the_class_and_is_taken_back_by_a_further_entry() {
        let mut v = variant(Origin::Somatic, "Benign");
        v.oncogenicity = Some(Oncogenicity::of(vec![
            Criterion::met("OS3", 4, "hotspot"),
            Criterion::met("OP4", 1, "absent"),
            Criterion::not_assessable("OS2", "no functional data"),
        ]));
        let set = |state, strength| Change {
            criterion: Some(CriterionChoice { code: "OS2".into(), state, strength }),
            ..change(&v, "OS2 met")
        };
        let first = set(Some(CriterionState::Met), None);
        assert!(check_criterion(&v, &[], &first).is_ok());
        let silent = Change { reason: "short".into(), ..first.clone() };
        assert_eq!(check_criterion(&v, &[], &silent).unwrap_err().code, "classification.no_reason");
        let after = |changes: &[Change]| {
            let mut report = GenomeReport { variants: vec![v.clone()], ..GenomeReport::default() };
            apply(changes, std::slice::from_mut(&mut report));
            report.variants.remove(0)
        };
        let one = after(std::slice::from_ref(&first));
        let words = class_of(&one);
        assert_eq!(
            (words.class.as_str(), words.by, words.points_in_force),
            ("Likely oncogenic", "clinician", Some(9))
        );
        assert_eq!((words.ours.as_deref(), words.points), (Some("VUS"), Some(5)));
        assert_eq!(words.laboratory.as_deref(), Some("Benign"));
        assert!(words.differs && words.differs_from_ours);
        assert_eq!(words.changed.len(), 1);
        assert!(words.changed[0].contains("Attune: not assessable offline"), "{}", words.changed[0]);
        assert_eq!(one.effective_class(), Some("Likely oncogenic"), "matching reads it");
        let back = after(&[first.clone(), set(None, None)]);
        assert_eq!(back, v, "taken back, nothing is left of it but the entries");
        let class = Change { to: "Benign".into(), ..change(&v, "Benign") };
        let both = after(&[class.clone(), first.clone()]);
        assert_eq!(class_of(&both).class, "Benign", "a class set as a whole stands above the points");
        assert_eq!(class_of(&both).points_in_force, Some(9));
        let open = after(&[class, first, Change { to: AS_COMPUTED.into(), ..change(&v, AS_COMPUTED) }]);
        assert_eq!(class_of(&open).class, "Likely oncogenic");
    }

    #[test]
    fn the_clinicians_class_counts_and_the_laboratorys_stays_beside_it() {
        for (origin, to) in [(Origin::Germline, "Pathogenic"), (Origin::Somatic, "Oncogenic")] {
            let v = variant(origin, "Likely_benign");
            let other = CalledVariant { line: 8, ..variant(origin, "Benign") };
            let mut report = GenomeReport { variants: vec![v.clone(), other], ..GenomeReport::default() };
            report.variants[1].variant.alternate = "G".into();
            apply(&[change(&v, "VUS"), change(&v, to)], std::slice::from_mut(&mut report));
            let words = class_of(&report.variants[0]);
            assert_eq!((words.class.as_str(), words.by), (to, "clinician"), "the latest change counts");
            assert_eq!(words.laboratory.as_deref(), Some("Likely benign"));
            assert!(words.differs, "and the difference is flagged");
            assert!(report.variants[0].classification.as_deref() == Some(to), "matching reads it");
            assert_eq!(class_of(&report.variants[1]).by, "laboratory", "another variant is not touched");
        }
    }

    #[test]
    fn a_change_needs_a_class_of_its_guideline_and_a_reason() {
        let germline = variant(Origin::Germline, "VUS");
        assert!(check(&germline, "Pathogenic", "functional assay").is_ok());
        assert_eq!(
            check(&germline, "Oncogenic", "functional assay").unwrap_err().code,
            "classification.unknown"
        );
        assert_eq!(
            check(&germline, "Pathogenic", "  because ").unwrap_err().code,
            "classification.no_reason"
        );
        assert!(check(&variant(Origin::Unknown, "VUS"), "Likely oncogenic", "functional assay").is_ok());
    }
}
