//! One ranking: resistance, gates, scores, ranks. Run again with one fact changed it tells what would change.

use std::collections::HashMap;
use std::rc::Rc;

use attune_genome::MatchGrade;

use crate::candidate::{Hit, assemble};
use crate::dossier::Dossier;
use crate::gates::{self, Gates};
use crate::observed::Observed;
use crate::person::Person;
use crate::place::{may_lead, order};
use crate::preference::wishes;
use crate::resistance::{Contested, Defeated, separate};
use crate::score::{Setting, score};
use crate::setting::PriorTherapy;
use crate::treatment::Treatment;
use crate::{Level, OptionContribution, Preferences, Region};

/// An option with its place.
#[derive(Debug)]
pub(crate) struct Placed<'d> {
    pub(crate) option: Contested<'d>,
    pub(crate) gates: Rc<Gates>,
    pub(crate) setting: Setting<'d>,
    pub(crate) score: f64,
    pub(crate) shares: Vec<OptionContribution>,
    /// What sets it apart; options of one footing share a rank.
    pub(crate) footing: f64,
    pub(crate) rank: u32,
    /// Whether it could stand as the standard care to start from.
    pub(crate) may_lead: bool,
    /// Other standard care that nothing known tells from it, where it leads.
    pub(crate) equal: Vec<String>,
}

/// An option that a gate stops.
#[derive(Debug)]
pub(crate) struct Stopped<'d> {
    pub(crate) option: Contested<'d>,
    pub(crate) gates: Rc<Gates>,
}

/// A whole ranking.
#[derive(Debug)]
pub(crate) struct Outcome<'d> {
    pub(crate) ranked: Vec<Placed<'d>>,
    /// Level II-D beyond the options that are written out; they are counted and named.
    pub(crate) beyond: Vec<Treatment>,
    pub(crate) stopped: Vec<Stopped<'d>>,
    pub(crate) defeated: Vec<Defeated<'d>>,
    /// The label names this tumour type as an exception and nothing else speaks for it here.
    pub(crate) excluded: Vec<Contested<'d>>,
    pub(crate) class_only: usize,
}

/// Answers of the gates for one person; they do not depend on the alterations.
pub(crate) type GateMemo = HashMap<Treatment, Rc<Gates>>;

/// Where a treatment stands in an outcome.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Standing {
    Ranked {
        rank: u32,
        level: Level,
        score: f64,
    },
    Stopped,
    /// Among the weakest, counted and not written out.
    Beyond,
    Defeated,
    Excluded,
    Absent,
}

impl Outcome<'_> {
    pub(crate) fn standing(&self, treatment: &Treatment) -> Standing {
        if let Some(p) = self.ranked.iter().find(|p| p.option.candidate.treatment == *treatment) {
            return Standing::Ranked { rank: p.rank, level: p.option.candidate.level, score: p.score };
        }
        if self.beyond.contains(treatment) {
            return Standing::Beyond;
        }
        if self.stopped.iter().any(|s| s.option.candidate.treatment == *treatment) {
            return Standing::Stopped;
        }
        if self.defeated.iter().any(|d| d.treatment == *treatment) {
            Standing::Defeated
        } else if self.excluded.iter().any(|c| c.candidate.treatment == *treatment) {
            Standing::Excluded
        } else {
            Standing::Absent
        }
    }
}

/// What is asked beside the alterations and the person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) prior: PriorTherapy,
    pub(crate) region: Option<Region>,
    pub(crate) preferences: Preferences,
}

/// Ranks the facts of a dossier for these alterations and this person.
pub(crate) fn run<'d>(
    dossier: &'d Dossier<'d>,
    observed: &Observed,
    person: &Person<'_>,
    ask: Ask,
    memo: &mut GateMemo,
) -> Outcome<'d> {
    let assembly = assemble(dossier, observed);
    let (standing, defeated) = separate(assembly.candidates, &assembly.resistances, &dossier.drugs, observed);
    let regimens: Vec<Treatment> = standing
        .iter()
        .filter(|c| c.candidate.treatment.drugs.len() > 1 && c.candidate.leading().any(is_regimen))
        .map(|c| c.candidate.treatment.clone())
        .collect();
    let (mut ranked, mut stopped, mut excluded) = (Vec::new(), Vec::new(), Vec::new());
    for option in standing {
        let candidate = &option.candidate;
        if !candidate.excluded.is_empty() && !candidate.has_support_here() {
            excluded.push(option);
            continue;
        }
        // Only a fact against it: no option.
        if candidate.supports.is_empty() && candidate.withdrawn.is_empty() {
            continue;
        }
        let gates = match memo.get(&candidate.treatment) {
            Some(known) => Rc::clone(known),
            None => {
                let found = Rc::new(gates::check(&candidate.treatment, &dossier.drugs, person));
                memo.insert(candidate.treatment.clone(), Rc::clone(&found));
                found
            }
        };
        if !gates.failures().is_empty() {
            stopped.push(Stopped { option, gates });
            continue;
        }
        let superseded = regimens
            .iter()
            .any(|r| r.drugs.len() > candidate.treatment.drugs.len() && r.contains(&candidate.treatment));
        let counted = dossier.standings.of(&candidate.treatment, observed, ask.prior);
        // A preference for a treatment whose every approval is gone says nothing.
        let counted = counted.filter(|c| c.part < 0.0 || !candidate.supports.is_empty());
        let year = f64::from(person.as_of.year());
        let worth = counted.map_or(0.0, |c| c.part);
        let wishes = wishes(&ask.preferences, &candidate.treatment, &dossier.drugs, worth);
        let setting =
            Setting { year, prior: ask.prior, region: ask.region, wishes, superseded, standing: counted };
        let (score, shares) = score(&option, &gates, &setting, false);
        let may_lead = may_lead(&option.candidate, &gates, &setting);
        ranked.push(Placed {
            option,
            gates,
            setting,
            score,
            shares,
            footing: 0.0,
            rank: 0,
            may_lead,
            equal: Vec::new(),
        });
    }
    let (ranked, beyond) = order(ranked);
    Outcome { ranked, beyond, stopped, defeated, excluded, class_only: assembly.class_only }
}

/// A combination that a label or guideline of this tumour names for an alteration that is present.
fn is_regimen(hit: &Hit<'_>) -> bool {
    hit.is_label()
        && hit.level == Level::IA
        && !hit.met.negative
        && hit.met.grade.is_some_and(|g| g != MatchGrade::Gene)
}
