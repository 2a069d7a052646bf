//! A clinician's change of a classification: kept with its reason, applied before anything is matched, and never in
//! the place of what the laboratory wrote.

use attune_genome::{
    CalledVariant, ClassOverride, Criterion, GERMLINE_CLASSES, GenomeReport, GermlineClassification,
    Oncogenicity, Origin,
};
use attune_report::findings::{CLINICIAN, LABORATORY, class_of};
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// Kind of the stored decision.
pub(crate) const KIND: &str = "classification";

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
    /// The class before.
    pub(crate) from: String,
    /// The class after.
    pub(crate) to: String,
    /// Why.
    pub(crate) reason: String,
    /// Who.
    pub(crate) by: String,
    /// When.
    pub(crate) at: String,
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

/// Checks a change before it is stored.
pub(crate) fn check(v: &CalledVariant, to: &str, reason: &str) -> Result<(), AppError> {
    if !classes(v).contains(&to) {
        return Err(AppError::new(
            "classification.unknown",
            format!("`{to}` is not a class of this variant"),
            format!("choose one of {}", classes(v).join(", ")),
        ));
    }
    if reason.trim().chars().count() < 10 {
        return Err(AppError::new(
            "classification.no_reason",
            "a change of a classification needs a reason",
            "write ten characters or more: the reason is kept with the class",
        ));
    }
    Ok(())
}

/// Applies the changes to the reports; the latest of a variant counts.
pub(crate) fn apply(changes: &[Change], reports: &mut [GenomeReport]) {
    if changes.is_empty() {
        return;
    }
    for variant in reports.iter_mut().flat_map(|r| &mut r.variants) {
        let name = key(variant);
        if let Some(change) = changes.iter().rev().find(|c| c.key == name) {
            reclassify(variant, change);
        }
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
        let ours = v.oncogenicity.take();
        let none =
            Oncogenicity { class: String::new(), points: 0, criteria: Vec::new(), assessed: Vec::new() };
        let mut ours = ours.unwrap_or(none);
        ours.class.clone_from(&change.to);
        let fact = format!("{} instead of {}, by {}: {}", change.to, change.from, change.by, change.reason);
        ours.assessed.insert(0, Criterion::met(CLINICIAN, 0, fact));
        ours.assessed.extend(laboratory.map(|l| Criterion::not_met(LABORATORY, l)));
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
        }
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
