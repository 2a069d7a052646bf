//! The class of a variant: ours, the laboratory's, the clinician's, and whether they differ.

use attune_genome::{CalledVariant, Criterion, class_direction};

/// Code under which a clinician's class stands among the criteria of an oncogenicity.
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
    /// Our own class, where there is one, whatever a clinician set.
    pub ours: Option<String>,
    /// Points of our own class.
    pub points: Option<i8>,
    /// Points after a clinician's changes of criteria; those of our class where nothing was changed.
    pub points_in_force: Option<i8>,
    /// What the laboratory or the file states.
    pub laboratory: Option<String>,
    /// True where the laboratory's class and the one in force are on different sides.
    pub differs: bool,
    /// True where a clinician's class and the program's are not the same.
    pub differs_from_ours: bool,
    /// Criteria that a clinician changed, in words: `OS2 met, 4 points (Attune: not met), Dr Test: reason`.
    pub changed: Vec<String>,
    /// Guideline of our class.
    pub guideline: &'static str,
}

/// The class of a variant. A germline call is classified by ACMG/AMP 2015 (doi 10.1038/gim.2015.30), every other by
/// ClinGen/CGC/VICC oncogenicity (doi 10.1016/j.gim.2022.01.001).
#[must_use]
pub fn class_of(v: &CalledVariant) -> ClassWords {
    let germline = v.interpretation.germline.as_ref();
    let somatic = v.oncogenicity.as_ref().filter(|_| germline.is_none());
    let in_force = germline.map(|g| (&g.class, g.points)).or_else(|| somatic.map(|o| (&o.class, o.points)));
    let computed =
        germline.map_or_else(|| somatic.and_then(|o| o.computed.as_ref()), |g| g.computed.as_ref());
    let ours = computed.map(|c| (&c.class, c.points)).or(in_force);
    let noted = |code: &str| criteria_of(v).find(|c| c.code == code).map(|c| c.fact.to_string());
    let changed = computed.is_some() || germline.is_some_and(|g| g.changed.is_some());
    let changed = changed || noted(CLINICIAN).is_some();
    let stated = if changed { noted(LABORATORY) } else { v.classification.clone() };
    let laboratory = germline.and_then(|g| g.laboratory.clone()).or(stated);
    let laboratory = laboratory.map(|l| l.replace('_', " ")).filter(|l| !l.trim().is_empty());
    let (class, by) = match (in_force, &laboratory) {
        (Some((class, _)), _) if changed => (class.clone(), "clinician"),
        (Some((class, _)), _) => (class.clone(), "Attune"),
        (None, Some(class)) => (class.clone(), "laboratory"),
        (None, None) => ("not classified".to_owned(), ""),
    };
    let differs = ours.is_some() && laboratory.as_deref().is_some_and(|l| differ(&class, l));
    let (points, points_in_force) = (ours.map(|(_, p)| p), in_force.map(|(_, p)| p));
    let ours = ours.map(|(class, _)| class.clone()).filter(|class| !class.is_empty());
    let differs_from_ours = changed && ours.as_ref().is_some_and(|ours| *ours != class);
    let words = criteria_of(v).filter_map(changed_words).collect();
    let guideline = match (germline, &v.oncogenicity) {
        (Some(_), _) => "ACMG/AMP 2015",
        (None, Some(_)) => "ClinGen/CGC/VICC 2022",
        (None, None) => "",
    };
    ClassWords {
        class,
        by,
        ours,
        points,
        points_in_force,
        laboratory,
        differs,
        differs_from_ours,
        changed: words,
        guideline,
    }
}

/// A clinician's change of a criterion in words; `None` where nothing was changed.
fn changed_words(c: &Criterion) -> Option<String> {
    let note = c.changed.as_ref()?;
    let unit = if c.points.abs() == 1 { "point" } else { "points" };
    let points = if c.points == 0 { String::new() } else { format!(", {:+} {unit}", c.points) };
    let points = points.replace('-', "\u{2212}");
    Some(format!(
        "{} {}{points} (Attune: {}), {}: {}",
        c.code,
        c.state.words(),
        note.ours,
        note.by,
        note.reason
    ))
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
pub fn criteria_of(v: &CalledVariant) -> impl Iterator<Item = &Criterion> {
    let assessed = match (&v.interpretation.germline, &v.oncogenicity) {
        (Some(g), _) => Some(&g.assessed),
        (None, o) => o.as_ref().map(|o| &o.assessed),
    };
    assessed.into_iter().flat_map(|list| list.iter()).map(AsRef::as_ref)
}
