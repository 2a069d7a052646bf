//! Which AMP/ASCO/CAP level a fact supports for this patient, and what it says: for, against, resistance.
//!
//! Source: Li et al. 2017, doi 10.1016/j.jmoldx.2016.10.002. Tier I needs this tumour type; a level of
//! another type drops to tier II, and to II-D where the line between blood cancers and solid tumours lies between
//! (TP53 in chronic lymphocytic leukaemia says nothing of TP53 in a carcinoma). A clinical study counts as well powered (I-B) from a CIViC rating of 4 of
//! 5 on and only where it names more than the gene; a lower rating is a small study (II-C). I-B asks for consensus
//! beside that: one study alone reaches it with the best rating only (see `candidate`).
//!
//! The level grades the link between an alteration of this patient and a treatment. A treatment that is standard
//! care of the tumour type whatever its alterations has no such link: it is level III and stands in a group of
//! its own ([`crate::OptionGroup::StandardCare`]), so that nobody reads a tier of a biomarker into it. Its place in
//! the list is not that of a tier III alteration: what would be given anyway stands before tier II (see `place`).

use attune_genome::MatchGrade;
use attune_knowledge::{Assertion, Basis, Direction, Significance, Verification};

use crate::Level;
use crate::tumour::Place;

/// CIViC rating from which one clinical study is taken as well powered.
const WELL_POWERED: u8 = 4;
/// CIViC rating below which a study or case is taken as anecdotal.
const WEAK_BELOW: u8 = 3;

/// The level that a fact supports here, given where its tumour lies and how closely the biomarker matches.
pub(crate) fn level_of(fact: &Assertion, place: Place, grade: Option<MatchGrade>) -> Level {
    let weak = fact.rating.is_some_and(|r| r < WEAK_BELOW);
    let gene_only = grade == Some(MatchGrade::Gene);
    if fact.biomarker.asks_nothing() {
        return Level::III;
    }
    match (fact.basis, place) {
        // A withdrawn approval is no approval: what remains is that the drug was once studied.
        (Basis::Label | Basis::Guideline, _) if fact.withdrawn => Level::IID,
        (_, Place::OtherKind) => Level::IID,
        (Basis::Label | Basis::Guideline, Place::Here | Place::Agnostic) => Level::IA,
        (Basis::Label | Basis::Guideline, _) => Level::IIC,
        (Basis::Trial, Place::Here | Place::Agnostic) => {
            if fact.rating.is_some_and(|r| r >= WELL_POWERED) && !gene_only {
                Level::IB
            } else if weak && gene_only {
                Level::IID
            } else {
                Level::IIC
            }
        }
        (Basis::Trial, _) => {
            if weak || gene_only {
                Level::IID
            } else {
                Level::IIC
            }
        }
        (Basis::Case, Place::Here | Place::Agnostic) if !weak && !gene_only => Level::IIC,
        (Basis::Case | Basis::Preclinical, _) => Level::IID,
    }
}

/// What a predictive fact says about its therapy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stance {
    /// It works.
    For,
    /// Evidence that it does not work, works less or harms. Not resistance.
    Against,
    /// The tumour defeats it.
    Resistance,
}

/// The stance of a fact; `None` for facts that speak neither for nor against.
pub(crate) fn stance(fact: &Assertion) -> Option<Stance> {
    match (fact.significance, fact.direction) {
        (Significance::Sensitivity, Direction::Supports) => Some(Stance::For),
        (Significance::Sensitivity, Direction::DoesNotSupport) => Some(Stance::Against),
        (Significance::Resistance, Direction::Supports) => Some(Stance::Resistance),
        (Significance::ReducedSensitivity | Significance::AdverseResponse, Direction::Supports) => {
            Some(Stance::Against)
        }
        _ => None,
    }
}

/// The word for the significance of a row, as documents and tables carry it.
pub(crate) fn significance_word(fact: &Assertion) -> &'static str {
    match (fact.significance, fact.direction) {
        (Significance::Sensitivity, Direction::Supports) => "sensitivity",
        (Significance::Sensitivity, Direction::DoesNotSupport) => "does_not_support_sensitivity",
        (Significance::Resistance, Direction::Supports) => "resistance",
        (Significance::Resistance, Direction::DoesNotSupport) => "does_not_support_resistance",
        (Significance::ReducedSensitivity, Direction::Supports) => "reduced_sensitivity",
        (Significance::ReducedSensitivity, Direction::DoesNotSupport) => {
            "does_not_support_reduced_sensitivity"
        }
        (Significance::AdverseResponse, Direction::Supports) => "adverse_response",
        (Significance::AdverseResponse, Direction::DoesNotSupport) => "does_not_support_adverse_response",
        (Significance::Positive, _) => "positive",
        (Significance::Negative, _) => "negative",
        (Significance::Other, _) => "other",
    }
}

/// Weight of a fact among several, 0 to 1: its kind, the source's rating, how near its tumour lies, and
/// whether it was checked.
pub(crate) fn weight(fact: &Assertion, place: Place) -> f64 {
    let kind = match fact.basis {
        Basis::Label => 1.0,
        Basis::Guideline => 0.9,
        Basis::Trial => 0.7,
        Basis::Case => 0.3,
        Basis::Preclinical => 0.15,
    };
    let rating = match (fact.basis, fact.rating) {
        (Basis::Label | Basis::Guideline, _) | (_, Some(5..)) => 1.0,
        (_, Some(4)) => 0.85,
        (_, Some(3)) => 0.65,
        (_, Some(2)) => 0.45,
        (_, Some(_)) => 0.3,
        (_, None) => 0.5,
    };
    let near = match place {
        Place::Here => 1.0,
        Place::Agnostic => 0.9,
        Place::Narrower => 0.6,
        Place::Elsewhere | Place::Unknown => 0.4,
        Place::Excluded | Place::OtherKind => 0.2,
    };
    // A row that nobody could check against its source weighs less.
    let sure = if fact.verification == Verification::Recalled { 0.8 } else { 1.0 };
    kind * rating * near * sure
}
