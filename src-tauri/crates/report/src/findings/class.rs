//! The class of a variant: ours, the laboratory's, the clinician's, and whether they differ.

use attune_genome::{CalledVariant, Criterion, class_direction};

/// Code under which a clinician's change stands among the criteria of an oncogenicity.
pub const CLINICIAN: &str = "Clinician";
/// Code under which the class of the laboratory is kept beside it.
pub const LABORATORY: &str = "Laboratory";

/// A class with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassWords {
    /// The class in force, or `not classified`.
    pub class: String,
    /// `Attune`, `laboratory`, `clinician`, or empty where there is none.
    pub by: &'static str,
    /// Our own class, where there is one.
    pub ours: Option<String>,
    /// Points of our own class.
    pub points: Option<i8>,
    /// What the laboratory or the file states.
    pub laboratory: Option<String>,
    /// True where the laboratory's class and the one in force are on different sides.
    pub differs: bool,
    /// Guideline of our class.
    pub guideline: &'static str,
}

/// The class of a variant. A germline call is classified by ACMG/AMP 2015 (doi 10.1038/gim.2015.30), every other by
/// ClinGen/CGC/VICC oncogenicity (doi 10.1016/j.gim.2022.01.001).
#[must_use]
pub fn class_of(v: &CalledVariant) -> ClassWords {
    let germline = v.interpretation.germline.as_ref();
    let ours = germline.map(|g| g.class.clone()).or_else(|| v.oncogenicity.as_ref().map(|o| o.class.clone()));
    let points = germline.map(|g| g.points).or_else(|| v.oncogenicity.as_ref().map(|o| o.points));
    let noted = |code: &str| criteria_of(v).iter().find(|c| c.code == code).map(|c| c.fact.clone());
    let changed = germline.is_some_and(|g| g.changed.is_some()) || noted(CLINICIAN).is_some();
    let stated = if changed { noted(LABORATORY) } else { v.classification.clone() };
    let laboratory = germline.and_then(|g| g.laboratory.clone()).or(stated);
    let laboratory = laboratory.map(|l| l.replace('_', " ")).filter(|l| !l.trim().is_empty());
    let (class, by) = match (&ours, &laboratory) {
        (Some(class), _) if changed => (class.clone(), "clinician"),
        (Some(class), _) => (class.clone(), "Attune"),
        (None, Some(class)) => (class.clone(), "laboratory"),
        (None, None) => ("not classified".to_owned(), ""),
    };
    let differs = ours.is_some() && laboratory.as_deref().is_some_and(|l| differ(&class, l));
    let guideline = match (germline, &v.oncogenicity) {
        (Some(_), _) => "ACMG/AMP 2015",
        (None, Some(_)) => "ClinGen/CGC/VICC 2022",
        (None, None) => "",
    };
    ClassWords { class, by, ours, points, laboratory, differs, guideline }
}

/// True where two classes point to different sides; words that are no class cannot differ.
#[must_use]
pub fn differ(ours: &str, theirs: &str) -> bool {
    matches!((side(ours), side(theirs)), (Some(a), Some(b)) if a != b)
}

/// 1 harmful, 0 uncertain, -1 harmless.
fn side(class: &str) -> Option<i8> {
    match class.to_lowercase().replace('_', " ").trim() {
        "oncogenic" | "likely oncogenic" => Some(1),
        other => class_direction(other),
    }
}

impl ClassWords {
    /// True where the class in force is pathogenic or oncogenic, likely ones included.
    #[must_use]
    pub fn harmful(&self) -> bool {
        side(&self.class) == Some(1)
    }
}

/// The criteria behind our class, in the order of the guideline.
#[must_use]
pub fn criteria_of(v: &CalledVariant) -> &[Criterion] {
    match (&v.interpretation.germline, &v.oncogenicity) {
        (Some(g), _) => &g.assessed,
        (None, Some(o)) => &o.assessed,
        (None, None) => &[],
    }
}
