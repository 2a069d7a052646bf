//! Which treatments the tumour defeats.
//!
//! Levels follow the idea of R1 and R2: a label, a guideline or a clinical study takes a treatment out of
//! the ranking; a case report or preclinical work informs and never hides a sensitive level of tier I.

use std::collections::BTreeMap;

use attune_knowledge::Basis;

use crate::Level;
use crate::candidate::{Candidate, Hit};
use crate::observed::Observed;
use crate::treatment::{DrugIndex, Treatment};
use crate::tumour::Place;

/// How firmly a resistance is established.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strength {
    /// Label or guideline.
    Strong,
    /// Clinical study.
    Moderate,
    /// Case or preclinical.
    Low,
}

/// What a resistance does to a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It is not ranked.
    Defeats,
    /// It counts against the option, with a caution.
    Cautions,
    /// It counts against the option.
    Informs,
    /// A study in another tumour says nothing against what is established in this one.
    Irrelevant,
    /// The combination is labelled for the very alteration: known and overcome.
    Overcome,
}

/// A treatment that the tumour defeats.
#[derive(Debug, Clone)]
pub(crate) struct Defeated<'d> {
    pub(crate) treatment: Treatment,
    pub(crate) by: Vec<Hit<'d>>,
    /// Facts that speak for it all the same.
    pub(crate) supports: Vec<Hit<'d>>,
}

/// The candidates that stay, and those that are defeated.
pub(crate) fn separate<'d>(
    candidates: Vec<Candidate<'d>>,
    resistances: &[(Treatment, Hit<'d>)],
    drugs: &DrugIndex<'_>,
    observed: &Observed,
) -> (Vec<Contested<'d>>, Vec<Defeated<'d>>) {
    let (mut standing, mut defeated) = (Vec::new(), BTreeMap::<Treatment, Defeated<'d>>::new());
    for candidate in candidates {
        let effects: Vec<(Effect, &Hit<'d>)> = resistances
            .iter()
            .filter(|(treatment, _)| covers(treatment, &candidate.treatment, drugs))
            .map(|(treatment, hit)| {
                let found = effect(hit, treatment, &candidate, observed);
                let answered =
                    found == Effect::Defeats && is_answered(hit, treatment, &candidate, drugs, observed);
                (if answered { Effect::Cautions } else { found }, hit)
            })
            .collect();
        let pick = |wanted: Effect| {
            effects.iter().filter(|(e, _)| *e == wanted).map(|(_, h)| (*h).clone()).collect::<Vec<_>>()
        };
        let by = pick(Effect::Defeats);
        if by.is_empty() {
            let contested = Contested {
                cautions: pick(Effect::Cautions),
                informs: pick(Effect::Informs),
                overcome: pick(Effect::Overcome),
                candidate,
            };
            standing.push(contested);
        } else {
            let Candidate { treatment, supports, .. } = candidate;
            defeated.insert(treatment.clone(), Defeated { treatment, by, supports });
        }
    }
    // A treatment that only the resistance names is shown as well; the ranked ones are not shown twice.
    for (treatment, hit) in resistances {
        if hit.prepared.place.is_elsewhere()
            || hit.prepared.place == Place::Excluded
            || standing.iter().any(|c| c.candidate.treatment == *treatment)
        {
            continue;
        }
        let entry = defeated.entry(treatment.clone()).or_insert_with(|| Defeated {
            treatment: treatment.clone(),
            by: Vec::new(),
            supports: Vec::new(),
        });
        if !entry.by.iter().any(|h| h.prepared.fact.id == hit.prepared.fact.id) {
            entry.by.push(hit.clone());
        }
    }
    (standing, defeated.into_values().collect())
}

/// A candidate that stays, with the resistance that speaks against it.
#[derive(Debug, Clone)]
pub(crate) struct Contested<'d> {
    pub(crate) candidate: Candidate<'d>,
    pub(crate) cautions: Vec<Hit<'d>>,
    pub(crate) informs: Vec<Hit<'d>>,
    pub(crate) overcome: Vec<Hit<'d>>,
}

/// True where a resistance to `part` bears on `whole`: all its drugs, or a class that one of them is of.
fn covers(part: &Treatment, whole: &Treatment, drugs: &DrugIndex<'_>) -> bool {
    whole.contains(part)
        || (drugs.class_parts(part).next().is_some()
            && part.drugs.iter().all(|p| {
                whole
                    .drugs
                    .iter()
                    .any(|d| d == p || drugs.classes(d).iter().any(|c| c.eq_ignore_ascii_case(p)))
            }))
}

/// A combination whose other part acts on the very gene that defeats the one part: a BRAF inhibitor beside an
/// anti-EGFR antibody for BRAF V600E, a MET inhibitor beside an EGFR inhibitor for MET amplification.
fn is_answered(
    hit: &Hit<'_>,
    named: &Treatment,
    candidate: &Candidate<'_>,
    drugs: &DrugIndex<'_>,
    observed: &Observed,
) -> bool {
    let genes = || hit.met.by.iter().filter_map(|i| observed.get(*i)).filter_map(|a| a.gene.as_deref());
    let acts = |drug: &String, gene: &str| {
        drugs.classes(drug).iter().any(|c| c.strip_prefix(gene).is_some_and(|rest| rest.starts_with(' ')))
    };
    let others = candidate.treatment.drugs.iter().filter(|d| !named.drugs.contains(d));
    let mut others = others.filter(|d| !drugs.classes(d).iter().any(|c| named.drugs.contains(c)));
    !candidate.supports.is_empty()
        && genes().next().is_some()
        && others.any(|d| genes().all(|gene| acts(d, gene)))
}

fn strength(hit: &Hit<'_>) -> Strength {
    match (hit.prepared.fact.basis, hit.prepared.fact.rating) {
        (Basis::Label | Basis::Guideline, _) => Strength::Strong,
        (Basis::Trial, None | Some(3..)) => Strength::Moderate,
        _ => Strength::Low,
    }
}

fn effect(hit: &Hit<'_>, named: &Treatment, candidate: &Candidate<'_>, observed: &Observed) -> Effect {
    let strength = strength(hit);
    // For an unknown or less precise tumour type the safe reading is that the resistance holds.
    let holds_here = !hit.prepared.place.is_elsewhere() && hit.prepared.place != Place::Excluded;
    if !holds_here {
        return match strength {
            Strength::Strong if candidate.level >= Level::IID && !candidate.has_support_here() => {
                Effect::Defeats
            }
            Strength::Strong => Effect::Cautions,
            Strength::Moderate | Strength::Low if firm(candidate) => Effect::Irrelevant,
            Strength::Moderate | Strength::Low => Effect::Informs,
        };
    }
    if is_overcome(hit, named, candidate) {
        return Effect::Overcome;
    }
    match strength {
        Strength::Strong => Effect::Defeats,
        Strength::Moderate if labelled_apart(hit, candidate, observed) => Effect::Cautions,
        Strength::Moderate => Effect::Defeats,
        Strength::Low if firm(candidate) => Effect::Informs,
        Strength::Low if hit.level <= candidate.level => Effect::Defeats,
        Strength::Low => Effect::Informs,
    }
}

/// Tier I, or standard care of this tumour type.
fn firm(candidate: &Candidate<'_>) -> bool {
    candidate.level <= Level::IB || candidate.is_established()
}

/// A combination that is labelled for the very alteration which defeats its part alone (sotorasib +
/// panitumumab for KRAS G12C, encorafenib + cetuximab for BRAF V600E).
fn is_overcome(hit: &Hit<'_>, named: &Treatment, candidate: &Candidate<'_>) -> bool {
    candidate.treatment.drugs.len() > named.drugs.len()
        && !hit.met.by.is_empty()
        && candidate
            .supports
            .iter()
            .any(|s| s.is_label() && s.level == Level::IA && hit.met.by.iter().all(|b| s.met.by.contains(b)))
}

/// A label for this tumour that does not rest on the gene which brings the resistance: either no biomarker
/// is asked for, or another gene's alteration is, or the study contradicts the label on the same alteration.
/// A label for a wild type is not such a label.
fn labelled_apart(hit: &Hit<'_>, candidate: &Candidate<'_>, observed: &Observed) -> bool {
    let genes = |by: &[usize]| -> Vec<&str> {
        by.iter().filter_map(|i| observed.get(*i)).filter_map(|a| a.gene.as_deref()).collect()
    };
    let bringing = genes(&hit.met.by);
    candidate.supports.iter().filter(|s| s.is_label() && s.prepared.place.is_here()).any(|s| {
        let same_change = !hit.met.by.is_empty() && hit.met.by.iter().all(|b| s.met.by.contains(b));
        // Another gene beside the label's own brings the resistance (PIK3CA beside ERBB2).
        let own = genes(&s.met.by);
        let apart = bringing.is_empty() || bringing.iter().any(|g| !own.contains(g));
        same_change || (apart && !s.rests_on_absence(observed))
    })
}
