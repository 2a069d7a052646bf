//! What would change the rank: the case is ranked again with one fact changed at a time.

use attune_genome::{Alteration, AlterationKind};
use attune_knowledge::{RuleSeverity, SafetyCriterion};

use crate::dossier::Dossier;
use crate::gates::{self, Gates};
use crate::measure::{number, same_unit, unit_words, words};
use crate::observed::Observed;
use crate::outcome::{Ask, GateMemo, Outcome, Standing, run};
use crate::person::{Override, Person};
use crate::place::{footing, leader, ranks};
use crate::score::score;
use crate::test_next;
use crate::{Level, TestNext, WouldChange};

/// Most changes shown with one option.
const SHOWN: usize = 5;
/// Most alterations, laboratory limits, phenotypes and untested biomarkers that are tried.
const ALTERATIONS: usize = 6;
const LABS: usize = 6;
const PHENOTYPES: usize = 2;
const TESTS: usize = 3;
/// Untested biomarkers that are tried to find the one which would change the list most.
const TESTS_TRIED: usize = 8;
/// Options whose limits are tried: those that a reader sees first.
const OPTIONS_LOOKED_AT: usize = 12;
/// A score that moves by less is not worth a line.
const NOTABLE: f64 = 0.01;
/// Options for which it is said that others would come before them.
const DISPLACED: u32 = 3;
/// Weight of a change by which others come before an option.
const DISPLACED_BY_A_TEST: u8 = 0;
/// How far beyond a limit the changed value lies.
const BEYOND: f64 = 0.01;

/// A single change and where the options of the base ranking stand with it, in their order.
struct Trial {
    condition: String,
    /// The value that is changed and how far it lies on the good side: of two limits that do the same to an option
    /// the one that is met first is the smallest change.
    limit: Option<(String, f64)>,
    standings: Vec<Standing>,
    /// A further biomarker would be found: the option that would then be first.
    first: Option<String>,
}

/// For each ranked option of `base`, in its order, the changes that matter most.
pub(crate) fn would_change<'d>(
    base: &Outcome<'d>,
    dossier: &'d Dossier<'d>,
    observed: &Observed,
    person: &Person<'_>,
    ask: Ask,
    memo: &mut GateMemo,
) -> (Vec<Vec<WouldChange>>, Vec<TestNext>) {
    let of = |outcome: &Outcome<'d>| {
        base.ranked.iter().map(|p| outcome.standing(&p.option.candidate.treatment)).collect::<Vec<_>>()
    };
    let mut trials: Vec<Trial> = Vec::new();
    for index in alterations(base, observed) {
        let Some(alteration) = observed.get(index) else { continue };
        let outcome = run(dossier, &observed.with_negative(index), person, ask, memo);
        let condition = match (&alteration.gene, &alteration.kind) {
            (Some(gene), AlterationKind::WildType) => format!("{gene} were mutated"),
            _ => format!("{} were not present", alteration.label()),
        };
        trials.push(Trial { condition, limit: None, standings: of(&outcome), first: None });
    }
    let mut next: Vec<TestNext> = Vec::new();
    for (condition, change) in facts_of_person(base, dossier, person) {
        let limit = reach(&condition, &change);
        let missing = person.record.is_some() && person.lacks(&change);
        let standings = with_person(base, dossier, &person.with(change));
        if missing {
            next.extend(test_next::of_person(base, &condition, &standings));
        }
        trials.push(Trial { condition, limit, standings, first: None });
    }
    for (number, alteration) in tests(dossier).into_iter().enumerate() {
        let outcome = run(dossier, &observed.with(alteration.clone()), person, ask, memo);
        next.extend(test_next::of_tumour(base, &outcome, alteration));
        if number < TESTS {
            let condition = format!("{} were found", alteration.label());
            let first = outcome.ranked.first().map(|p| p.option.candidate.treatment.name());
            trials.push(Trial { condition, limit: None, standings: of(&outcome), first });
        }
    }
    let changes = base
        .ranked
        .iter()
        .enumerate()
        .map(|(i, placed)| {
            let now = (placed.rank, placed.option.candidate.level, placed.score);
            let found = trials.iter().filter_map(|trial| {
                let (weight, size, change) = compare(now, trial.standings.get(i)?, trial)?;
                Some(Found { weight, size, change, limit: trial.limit.clone() })
            });
            let mut changes = smallest(found.collect());
            changes.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| b.size.total_cmp(&a.size)));
            changes.truncate(SHOWN);
            changes.into_iter().map(|found| found.change).collect()
        })
        .collect();
    (changes, test_next::most_telling(next))
}

/// What a trial does to one option.
struct Found {
    weight: u8,
    size: f64,
    change: WouldChange,
    limit: Option<(String, f64)>,
}

/// How near a changed value lies to the good side: the higher of two lower limits, the lower of two upper ones.
fn reach(condition: &str, change: &Override) -> Option<(String, f64)> {
    match change {
        Override::Lab { analyte, value, .. } => {
            Some((analyte.clone(), if condition.contains(" < ") { *value } else { -value }))
        }
        Override::Ecog(status) => Some(("ecog".to_owned(), -f64::from(*status))),
        Override::Phenotype { .. } => None,
    }
}

/// Of several limits of one value that do the same the one that is met first; of several findings that would only
/// push an option down the one that pushes it furthest.
fn smallest(found: Vec<Found>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for new in found {
        let same = kept.iter_mut().find(|old| match (&old.limit, &new.limit) {
            (Some((a, _)), Some((b, _))) => {
                a == b && old.weight == new.weight && old.change.then == new.change.then
            }
            (None, None) => old.weight == DISPLACED_BY_A_TEST && new.weight == DISPLACED_BY_A_TEST,
            _ => false,
        });
        match same {
            Some(old) => {
                let nearer = match (&old.limit, &new.limit) {
                    (Some((_, a)), Some((_, b))) => b > a,
                    _ => new.size > old.size,
                };
                if nearer {
                    *old = new;
                }
            }
            None => kept.push(new),
        }
    }
    kept
}

/// Score and footing.
type Scored = (f64, f64);

/// The base ranking for a person with one fact changed. The alterations and with them the options are the
/// same; only the gates are asked again, of the options that the fact concerns.
fn with_person(base: &Outcome<'_>, dossier: &Dossier<'_>, person: &Person<'_>) -> Vec<Standing> {
    // Score and footing of each option that is not stopped, and as leading standard care where it may lead.
    let scores: Vec<Option<(Scored, Option<Scored>)>> = base
        .ranked
        .iter()
        .map(|placed| {
            let candidate = &placed.option.candidate;
            let again = |gates: &Gates| {
                let as_leading = |leads| {
                    let (score, shares) = score(&placed.option, gates, &placed.setting, leads);
                    (score, footing(candidate, leads, &placed.setting, score, &shares))
                };
                (as_leading(false), placed.may_lead.then(|| as_leading(true)))
            };
            if !gates::concerned(&candidate.treatment, &dossier.drugs, person.change.as_ref()) {
                let today = (placed.score, placed.footing);
                return Some(if placed.may_lead { again(&placed.gates) } else { (today, None) });
            }
            let gates = gates::check(&candidate.treatment, &dossier.drugs, person);
            gates.failures().is_empty().then(|| again(&gates))
        })
        .collect();
    let led = base.ranked.iter().any(|p| p.option.candidate.leads_standard_care);
    let may = scores.iter().zip(&base.ranked).enumerate().filter(|_| led);
    let first =
        leader(may.filter_map(|(i, (s, placed))| Some((i, (*s)?.1?.0, &placed.option.candidate.treatment))));
    let scores: Vec<Option<Scored>> = scores
        .into_iter()
        .enumerate()
        .map(|(i, s)| s.map(|(plain, lead)| lead.filter(|_| first == Some(i)).unwrap_or(plain)))
        .collect();
    let mut order: Vec<(usize, Scored)> =
        scores.iter().enumerate().filter_map(|(i, s)| s.map(|s| (i, s))).collect();
    order.sort_by(|(_, a), (_, b)| b.0.total_cmp(&a.0).then_with(|| b.1.total_cmp(&a.1)));
    let ranks = ranks(order.iter().map(|(_, (_, footing))| *footing));
    let mut standings = vec![Standing::Stopped; scores.len()];
    for ((index, (score, _)), rank) in order.into_iter().zip(ranks) {
        if let (Some(slot), Some(placed)) = (standings.get_mut(index), base.ranked.get(index)) {
            *slot = Standing::Ranked { rank, level: placed.option.candidate.level, score };
        }
    }
    standings
}

/// Weight of a change, its size, and its words; `None` where nothing notable happens to this option. That
/// others leave and it moves up is their change, not its own.
fn compare(now: (u32, Level, f64), then: &Standing, trial: &Trial) -> Option<(u8, f64, WouldChange)> {
    let (rank, level, score) = now;
    let (weight, size, text, new) = match then {
        Standing::Stopped => (4, 1.0, "not ranked: contraindicated".to_owned(), None),
        Standing::Defeated => (4, 1.0, "not ranked: resistance".to_owned(), None),
        Standing::Excluded => (3, 1.0, "not ranked: the label excepts it".to_owned(), None),
        Standing::Beyond => (2, 0.8, "among the weakest, which are only counted".to_owned(), None),
        Standing::Absent => (3, 0.9, "no longer an option".to_owned(), None),
        Standing::Ranked { rank: r, level: l, score: s } => {
            let size = (s - score).abs();
            let (weight, text) = match &trial.first {
                _ if *l != level => (2, format!("level {l} instead of {level}, rank {r}")),
                // Lower score and better rank: it is the others that fell further.
                _ if size >= NOTABLE && *r != rank && (*r > rank) == (*s < score) => {
                    (1, format!("rank {r} instead of {rank}"))
                }
                Some(first) if rank <= DISPLACED && *r > rank => {
                    (DISPLACED_BY_A_TEST, format!("rank {r} instead of {rank}, behind {first}"))
                }
                _ => return None,
            };
            let size = if weight == DISPLACED_BY_A_TEST { f64::from(r.saturating_sub(rank)) } else { size };
            (weight, size, text, Some(*s))
        }
    };
    Some((weight, size, WouldChange { condition: trial.condition.clone(), then: text, score: new }))
}

/// The alterations that the first options rest on, in their order.
fn alterations(base: &Outcome<'_>, observed: &Observed) -> Vec<usize> {
    let mut found = Vec::new();
    for hit in base.ranked.iter().flat_map(|p| p.option.candidate.leading()) {
        for index in hit.met.by.iter().map(|i| observed.best_name(*i)) {
            if !found.contains(&index) {
                found.push(index);
            }
        }
        if found.len() >= ALTERATIONS {
            break;
        }
    }
    found.truncate(ALTERATIONS);
    found
}

/// Limits of the safety rules and phenotypes that would stop or caution one of the first options.
fn facts_of_person(
    base: &Outcome<'_>,
    dossier: &Dossier<'_>,
    person: &Person<'_>,
) -> Vec<(String, Override)> {
    let mut labs: Vec<(bool, String, Override)> = Vec::new();
    let mut genes: Vec<(String, Override)> = Vec::new();
    let mut phenotype = |gene: &str, phenotype: &str| {
        let change = Override::Phenotype { gene: gene.to_owned(), phenotype: phenotype.to_owned() };
        let known = person.phenotype(gene).is_some_and(|p| p.eq_ignore_ascii_case(phenotype));
        if !known && !genes.iter().any(|(_, c)| *c == change) {
            genes.push((format!("{gene} {phenotype}"), change));
        }
    };
    let looked_at = base.ranked.iter().take(OPTIONS_LOOKED_AT);
    for drug in looked_at.flat_map(|p| &p.option.candidate.treatment.drugs) {
        if dossier.drugs.is(drug, "fluoropyrimidine") {
            phenotype("DPYD", "Poor Metabolizer");
        }
        let Some(entry) = dossier.drugs.get(drug) else { continue };
        for rule in &entry.rules {
            match &rule.criterion {
                SafetyCriterion::Lab { analyte, below, above, unit }
                    if rule.severity != RuleSeverity::Info =>
                {
                    // A value that lies beyond the limit today is tried on its good side.
                    let today = person.measured(analyte).filter(|m| same_unit(&m.unit, unit));
                    let (sign, limit, value) = match (below, above) {
                        (Some(l), _) if today.as_ref().is_some_and(|m| m.value < *l) => (">=", *l, *l),
                        (Some(l), _) => ("<", *l, l - BEYOND.max(l.abs() * BEYOND)),
                        (None, Some(l)) if today.as_ref().is_some_and(|m| m.value > *l) => ("<=", *l, *l),
                        (None, Some(l)) => (">", *l, l + BEYOND.max(l.abs() * BEYOND)),
                        (None, None) => continue,
                    };
                    let text = format!("{} {sign} {} {}", words(analyte), number(limit), unit_words(unit));
                    let text = text.trim_end().to_owned();
                    if !labs.iter().any(|(_, t, _)| *t == text) {
                        let change = Override::Lab { analyte: analyte.clone(), value, unit: unit.clone() };
                        labs.push((rule.severity != RuleSeverity::Block, text, change));
                    }
                }
                SafetyCriterion::Pgx { gene, phenotypes } if rule.severity == RuleSeverity::Block => {
                    for name in phenotypes {
                        phenotype(gene, name);
                    }
                }
                SafetyCriterion::Ecog { at_least } if rule.severity != RuleSeverity::Info => {
                    let text = format!("ECOG {at_least}");
                    let met = person.ecog().is_some_and(|(status, _)| status >= *at_least);
                    if !met && !labs.iter().any(|(_, t, _)| *t == text) {
                        labs.push((rule.severity != RuleSeverity::Block, text, Override::Ecog(*at_least)));
                    }
                }
                _ => {}
            }
        }
    }
    // What stops comes before what cautions; the order of the options is kept inside each.
    labs.sort_by_key(|(caution, _, _)| *caution);
    labs.truncate(LABS);
    genes.truncate(PHENOTYPES);
    genes.into_iter().chain(labs.into_iter().map(|(_, text, change)| (text, change))).collect()
}

/// Single untested biomarkers that labels of this tumour ask for, the most asked for first.
fn tests<'d>(dossier: &'d Dossier<'d>) -> Vec<&'d Alteration> {
    let mut asked: Vec<(usize, &Alteration)> = Vec::new();
    for untested in &dossier.untested {
        let [only] = untested.missing.as_slice() else { continue };
        match asked.iter_mut().find(|(_, a)| a.label() == only.label()) {
            Some((n, _)) => *n += 1,
            None => asked.push((1, only)),
        }
    }
    asked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.text.cmp(&b.1.text)));
    asked.into_iter().take(TESTS_TRIED).map(|(_, a)| a).collect()
}
