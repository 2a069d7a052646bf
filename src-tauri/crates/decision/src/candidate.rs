//! Options before they are scored: the met facts, grouped by treatment.

use std::collections::BTreeMap;

use attune_genome::AlterationKind;
use attune_knowledge::Basis;

use crate::Level;
use crate::dossier::{Dossier, Prepared};
use crate::level::{Stance, level_of};
use crate::matching::{Met, Truth, evaluate};
use crate::observed::Observed;
use crate::setting;
use crate::treatment::{DrugIndex, Treatment};
use crate::tumour::Place;

/// Best rating of CIViC.
const BEST: u8 = 5;

/// A fact that is met.
#[derive(Debug, Clone)]
pub(crate) struct Hit<'d> {
    pub(crate) prepared: &'d Prepared<'d>,
    pub(crate) level: Level,
    pub(crate) met: Met,
}

impl Hit<'_> {
    /// True for labels and guidelines that stand.
    pub(crate) fn is_label(&self) -> bool {
        matches!(self.prepared.fact.basis, Basis::Label | Basis::Guideline) && !self.prepared.fact.withdrawn
    }

    /// True for standard care of this tumour type that asks for no biomarker.
    pub(crate) fn is_standard_care(&self) -> bool {
        self.is_label() && self.prepared.place.is_here() && self.prepared.fact.biomarker.asks_nothing()
    }

    /// True where all that the fact asks for is a wild type or the absence of something.
    pub(crate) fn rests_on_absence(&self, observed: &Observed) -> bool {
        self.met.negative
            && self
                .met
                .by
                .iter()
                .all(|i| observed.get(*i).is_some_and(|a| a.kind == AlterationKind::WildType))
    }
}

/// A treatment with the facts about it.
#[derive(Debug, Clone)]
pub(crate) struct Candidate<'d> {
    pub(crate) treatment: Treatment,
    /// Facts for it that stand.
    pub(crate) supports: Vec<Hit<'d>>,
    /// Approvals that were withdrawn.
    pub(crate) withdrawn: Vec<Hit<'d>>,
    /// Facts against it.
    pub(crate) against: Vec<Hit<'d>>,
    /// Labels that name this tumour type or an alteration of this tumour as an exception.
    pub(crate) excluded: Vec<Hit<'d>>,
    pub(crate) level: Level,
    /// True where it stands between tier I and tier II as the standard care to start from.
    pub(crate) leads_standard_care: bool,
}

impl Candidate<'_> {
    /// Best level of what stands; a withdrawn approval alone supports nothing: III.
    ///
    /// Where a label of this tumour type says that the treatment is not for it, evidence for any tumour is
    /// not evidence for this one. Where a label or guideline here says that it does not help, tier I is gone.
    fn settle(&mut self) {
        let denied = self.against.iter().any(|h| h.is_label() && h.prepared.place.is_here());
        let excepted = self.excluded.iter().any(|h| h.prepared.place == Place::Excluded);
        for hit in &mut self.supports {
            if denied || (excepted && hit.prepared.place == Place::Agnostic) {
                hit.level = hit.level.max(Level::IIC);
            }
        }
        if !self.is_consensus() {
            for hit in self.supports.iter_mut().filter(|h| h.level == Level::IB) {
                hit.level = Level::IIC;
            }
        }
        self.level = self.supports.iter().map(|h| h.level).min().unwrap_or(Level::III);
    }

    /// Tier I-B asks for well-powered studies and the consensus of experts: one study of the best rating, or two
    /// well-rated studies of different publications.
    fn is_consensus(&self) -> bool {
        let studies = || self.supports.iter().filter(|h| h.level == Level::IB).map(|h| h.prepared.fact);
        let mut papers: Vec<Option<&str>> =
            studies().map(|f| f.citations.first().map(|c| c.id.as_str())).collect();
        papers.sort_unstable();
        papers.dedup();
        papers.len() > 1 || studies().any(|f| f.rating == Some(BEST))
    }

    /// True where a label or guideline of this tumour stands behind it, with or without a biomarker: practice that
    /// a lesser report does not overturn.
    pub(crate) fn is_established(&self) -> bool {
        self.supports.iter().any(|h| h.is_label() && h.prepared.place.is_here())
    }

    /// True where it is standard care of this tumour whatever its alterations, and no label or guideline here says
    /// that it does not help.
    pub(crate) fn is_standard_care(&self) -> bool {
        self.supports.iter().any(Hit::is_standard_care)
            && !self.against.iter().any(|h| h.is_label() && h.prepared.place.is_here())
    }

    /// The facts on which its place rests: those of its own level, and for an option that leads standard care those
    /// that make it so.
    pub(crate) fn leading(&self) -> impl Iterator<Item = &Hit<'_>> {
        self.leading_as(self.leads_standard_care)
    }

    /// As [`Self::leading`], were it to lead standard care or not.
    pub(crate) fn leading_as(&self, leads: bool) -> impl Iterator<Item = &Hit<'_>> {
        self.supports.iter().filter(move |h| h.level == self.level || (leads && h.is_standard_care()))
    }

    /// True where some fact for it was stated for this patient's tumour.
    pub(crate) fn has_support_here(&self) -> bool {
        let excepted = self.excluded.iter().any(|h| h.prepared.place == Place::Excluded);
        self.supports.iter().any(|h| {
            let place = h.prepared.place;
            place == Place::Here || (place == Place::Agnostic && !excepted)
        })
    }
}

/// What the met facts of a dossier give.
#[derive(Debug, Default)]
pub(crate) struct Assembly<'d> {
    pub(crate) candidates: Vec<Candidate<'d>>,
    /// Resistance facts that are met, one for each treatment that they name.
    pub(crate) resistances: Vec<(Treatment, Hit<'d>)>,
    /// Facts for a class of drugs, which name no option.
    pub(crate) class_only: usize,
}

/// A regimen with endocrine therapy rests on the hormone receptors of its own tumour type, whatever else its label
/// asks for: for another type it is a hint (II-D) and no candidate of tier II-C.
fn carried_over(level: Level, place: Place, treatment: &Treatment, drugs: &DrugIndex<'_>) -> Level {
    let hormonal = treatment.drugs.iter().any(|d| drugs.is(d, "endocrine therapy"));
    if hormonal && place.is_elsewhere() { level.max(Level::IID) } else { level }
}

/// Evaluates the conditions of all facts and groups them by treatment.
pub(crate) fn assemble<'d>(dossier: &'d Dossier<'d>, observed: &Observed) -> Assembly<'d> {
    let mut groups: BTreeMap<&Treatment, Candidate<'d>> = BTreeMap::new();
    let mut assembly = Assembly::default();
    let mut against: Vec<(&Treatment, Hit<'d>)> = Vec::new();
    for prepared in &dossier.facts {
        let Truth::Met(met) = evaluate(&prepared.fact.biomarker, observed) else { continue };
        // The absence of a change drives nothing: stated for one tumour type it says nothing of another. Nor does
        // what did not help elsewhere speak against a treatment here.
        let absence = met.negative && !met.selects && !prepared.fact.biomarker.asks_nothing();
        if prepared.place.is_elsewhere() && (absence || prepared.stance == Stance::Against) {
            continue;
        }
        let level = level_of(prepared.fact, prepared.place, met.grade);
        for treatment in &prepared.treatments {
            let level = carried_over(level, prepared.place, treatment, &dossier.drugs);
            let hit = Hit { prepared, level, met: met.clone() };
            match prepared.stance {
                Stance::Resistance if prepared.fact.withdrawn => {}
                Stance::Resistance => assembly.resistances.push((treatment.clone(), hit)),
                Stance::Against => against.push((treatment, hit)),
                Stance::For if dossier.drugs.only_classes(treatment) => assembly.class_only += 1,
                Stance::For => {
                    let group = groups.entry(treatment).or_insert_with(|| Candidate {
                        treatment: treatment.clone(),
                        supports: Vec::new(),
                        withdrawn: Vec::new(),
                        against: Vec::new(),
                        excluded: Vec::new(),
                        level: Level::III,
                        leads_standard_care: false,
                    });
                    let excepted = !setting::excepted(prepared.fact.line.as_deref(), observed).is_empty();
                    if prepared.place == Place::Excluded || excepted {
                        group.excluded.push(hit);
                    } else if prepared.fact.withdrawn {
                        group.withdrawn.push(hit);
                    } else {
                        group.supports.push(hit);
                    }
                }
            }
        }
    }
    for (treatment, hit) in against {
        if let Some(group) = groups.get_mut(treatment) {
            group.against.push(hit);
        }
    }
    assembly.candidates = groups.into_values().collect();
    for candidate in &mut assembly.candidates {
        candidate.settle();
    }
    assembly
}
