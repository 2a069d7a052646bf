//! The order of the list: which standard care stands between tier I and tier II, what is only counted, and the ranks.
//!
//! An oncologist weighs an off-label drug against what would be given anyway, so the standard care to start from
//! stands before tier II. No alteration supports it: it keeps level III and its group, and only its place differs.
//! Which treatments may lead is a matter of facts (label or guideline of this tumour type, line of treatment, the
//! standing among the alternatives), not of soft factors; these choose among the ones that may. One leads. Its
//! alternatives follow behind the tiers, named in its own entry where nothing known tells them from it: a tumour
//! type can have fifteen of them, and in front they would push what the alterations of this patient bring out of
//! the first five (measured: 84 % of the drugs of clinical studies outside labels stand there with one leading
//! regimen and without; with two and those that tie, 78 %).
//!
//! Equals share a rank. Six drugs may hold a label for one alteration of one tumour type, and how many papers there
//! are on each is no reason for a clinician to call one of them the sixth. So the score orders the list, and a new
//! rank begins only where an option stands behind all before it in what sets it apart (`footing`): its level, the
//! choice that guidelines make (preferred, in use, replaced or for another line), and what this patient's own facts,
//! reports of resistance, the site's region and the patient's wishes say. Evidence for options that rest on studies
//! is of unequal strength, so there the whole score sets apart. Taking evidence away lowers an option's score and
//! footing or leaves them; it never gives it a better rank.

use crate::candidate::{Candidate, Hit};
use crate::gates::Gates;
use crate::outcome::Placed;
use crate::score::{Setting, score};
use crate::setting::Line;
use crate::treatment::Treatment;
use crate::{Level, OptionContribution};

/// Options of level II-D that are written out. Those beyond are counted and named in one line.
const PRECLINICAL_SHOWN: usize = 6;
/// Scores nearer than this are a tie: less than what the sums are exact to.
const TIE: f64 = 1e-9;

/// Whether a candidate may stand as the standard care to start from.
pub(crate) fn may_lead(candidate: &Candidate<'_>, gates: &Gates, setting: &Setting<'_>) -> bool {
    let fits = |hit: &Hit<'_>| Line::of(hit.prepared.fact.line.as_deref()).fit(setting.prior).0 >= 0.0;
    let preferred = setting.standing.is_some_and(|s| s.part > 0.0);
    // What the table of standings does not know is judged by the words of the label alone.
    let unknown = setting.standing.is_none_or(|s| s.part >= 0.0);
    candidate.level > Level::IB
        && !gates.second_choice()
        && candidate.is_standard_care()
        && (preferred || (unknown && candidate.supports.iter().filter(|h| h.is_standard_care()).any(fits)))
}

/// Of the treatments that may lead, given with their place in a list and their score, the one that does: the best,
/// and of equals the first by name.
pub(crate) fn leader<'t>(may: impl Iterator<Item = (usize, f64, &'t Treatment)>) -> Option<usize> {
    may.reduce(|best, next| {
        let ahead = next.1 - best.1;
        if ahead > TIE || (ahead >= -TIE && next.2 < best.2) { next } else { best }
    })
    .map(|(index, _, _)| index)
}

/// Puts the options in their order, with their ranks. The weakest beyond those that are written out come back apart.
pub(crate) fn order<'d>(mut options: Vec<Placed<'d>>) -> (Vec<Placed<'d>>, Vec<Treatment>) {
    let may: Vec<(usize, f64)> = options
        .iter()
        .enumerate()
        .filter(|(_, p)| p.may_lead)
        .map(|(i, p)| (i, score(&p.option, &p.gates, &p.setting, true).0))
        .collect();
    // Where nothing of tier II is listed, standard care stays side by side.
    let beside = options.iter().any(|p| matches!(p.option.candidate.level, Level::IIC | Level::IID));
    let named = may
        .iter()
        .filter(|_| beside)
        .filter_map(|(i, s)| Some((*i, *s, &options.get(*i)?.option.candidate.treatment)));
    if let Some(first) = leader(named) {
        let equal = equals(&options, &may, first);
        if let Some(placed) = options.get_mut(first) {
            placed.option.candidate.leads_standard_care = true;
            (placed.score, placed.shares) = score(&placed.option, &placed.gates, &placed.setting, true);
            placed.equal = equal;
        }
    }
    for placed in &mut options {
        let candidate = &placed.option.candidate;
        let leads = candidate.leads_standard_care;
        placed.footing = footing(candidate, leads, &placed.setting, placed.score, &placed.shares);
    }
    options.sort_by(|a, b| {
        let equal = || a.option.candidate.treatment.cmp(&b.option.candidate.treatment);
        b.score.total_cmp(&a.score).then_with(|| b.footing.total_cmp(&a.footing)).then_with(equal)
    });
    let (mut weakest, mut beyond) = (0, Vec::new());
    options.retain(|placed| {
        let candidate = &placed.option.candidate;
        weakest += usize::from(is_weak(candidate));
        let shown = !is_weak(candidate) || weakest <= PRECLINICAL_SHOWN;
        if !shown {
            beyond.push(candidate.treatment.clone());
        }
        shown
    });
    let ranks = ranks(options.iter().map(|p| p.footing));
    for (placed, rank) in options.iter_mut().zip(ranks) {
        placed.rank = rank;
    }
    (options, beyond)
}

/// Names of the treatments that nothing known tells from the leading one.
fn equals(options: &[Placed<'_>], may: &[(usize, f64)], first: usize) -> Vec<String> {
    let Some((_, best)) = may.iter().find(|(i, _)| *i == first) else { return Vec::new() };
    may.iter()
        .filter(|(i, score)| *i != first && best - score <= TIE)
        .filter_map(|(i, _)| options.get(*i))
        .map(|p| p.option.candidate.treatment.name())
        .collect()
}

fn is_weak(candidate: &Candidate<'_>) -> bool {
    // A weak fact beside it takes nothing from what a label or guideline of this tumour names.
    candidate.level == Level::IID && !candidate.leads_standard_care && !candidate.is_standard_care()
}

/// Factors of the score that set an option apart from others of its level and choice: this patient's own facts, what
/// speaks against it, the site and the wishes. The rest (amount and age of the evidence, combination or single drug)
/// orders equals.
const APART: [&str; 9] = [
    "conflict",
    "resistance_signal",
    "safety",
    "withdrawn",
    "regional_approval",
    "preference_efficacy",
    "preference_toxicity",
    "preference_route",
    "preference_visits",
];
/// Distance between two choices, as a part of the scale: more than all factors of [`APART`] together can make up.
const CHOICE: f64 = 2.0;
/// Distance between two places in the list.
const PLACE: f64 = 10.0;

/// What sets an option apart: more is better. Options of one footing are equals and share a rank.
pub(crate) fn footing(
    candidate: &Candidate<'_>,
    leads: bool,
    setting: &Setting<'_>,
    score: f64,
    shares: &[OptionContribution],
) -> f64 {
    let place = match candidate.level {
        _ if leads => 3.0,
        Level::IA => 5.0,
        Level::IB => 4.0,
        Level::IIC => 2.0,
        Level::IID => 1.0,
        Level::III | Level::IV => 0.0,
    };
    let practice = candidate.leading_as(leads).any(|h| h.is_label() && h.prepared.place.is_here());
    if !practice && candidate.level != Level::IA {
        return PLACE * place + score;
    }
    let apart: f64 = shares.iter().filter(|s| APART.contains(&s.factor.as_str())).map(|s| s.points).sum();
    PLACE * place + CHOICE * f64::from(choice(candidate, leads, setting)) + apart
}

/// The choice that labels and guidelines make: 2 chosen first in this setting, 1 in use, 0 replaced by something
/// better, kept for later, or stated for another line of treatment than the patient's.
fn choice(candidate: &Candidate<'_>, leads: bool, setting: &Setting<'_>) -> u8 {
    let line =
        candidate.leading_as(leads).map(|h| Line::of(h.prepared.fact.line.as_deref()).fit(setting.prior).0);
    let unfit = line.reduce(f64::max).is_some_and(|part| part < 0.0);
    match setting.standing {
        Some(standing) if standing.part < 0.0 => 0,
        _ if unfit => 0,
        Some(standing) if standing.is_preferred() => 2,
        _ => 1,
    }
}

/// Ranks of options in the order of the list, by their footing: a new one begins where an option stands behind all
/// before it. Without gaps.
pub(crate) fn ranks(footings: impl Iterator<Item = f64>) -> Vec<u32> {
    let (mut lowest, mut rank) = (f64::INFINITY, 0);
    footings
        .map(|footing| {
            if lowest - footing > TIE {
                rank += 1;
                lowest = footing;
            }
            rank
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_leads_and_of_equals_the_first_by_name() {
        let name = |n: &str| crate::treatment::together(vec![n.to_owned()]);
        let (a, b, c) = (name("a"), name("b"), name("c"));
        assert_eq!(leader([(0, 0.5, &a), (1, 0.52, &b), (2, 0.51, &c)].into_iter()), Some(1));
        assert_eq!(leader([(0, 0.5, &c), (1, 0.5, &b), (2, 0.4, &a)].into_iter()), Some(1));
        assert_eq!(leader(std::iter::empty()), None);
    }

    #[test]
    fn ranks_have_no_gaps_and_equals_share_one() {
        assert_eq!(ranks([0.9, 0.5, 0.5, 0.1].into_iter()), [1, 2, 2, 3]);
        // Less evidence and a better footing: no worse rank than the one before it.
        assert_eq!(ranks([0.5, 0.9, 0.5, 0.1].into_iter()), [1, 1, 1, 2]);
    }
}
