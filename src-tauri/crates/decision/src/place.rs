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

use crate::Level;
use crate::candidate::{Candidate, Hit};
use crate::outcome::Placed;
use crate::score::{Setting, score};
use crate::setting::Line;
use crate::treatment::Treatment;

/// Options of level II-D that are written out. Those beyond are counted and named in one line.
const PRECLINICAL_SHOWN: usize = 6;
/// Scores nearer than this are a tie: less than what the sums are exact to.
const TIE: f64 = 1e-9;

/// Whether a candidate may stand as the standard care to start from.
pub(crate) fn may_lead(candidate: &Candidate<'_>, setting: &Setting<'_>) -> bool {
    let fits = |hit: &Hit<'_>| Line::of(hit.prepared.fact.line.as_deref()).fit(setting.prior).0 >= 0.0;
    let preferred = setting.standing.is_some_and(|s| s.part > 0.0);
    // What the table of standings does not know is judged by the words of the label alone.
    let unknown = setting.standing.is_none_or(|s| s.part >= 0.0);
    candidate.level > Level::IB
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
    options.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.option.candidate.treatment.cmp(&b.option.candidate.treatment))
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
    let ranks = ranks(options.iter().map(|p| p.score));
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
    candidate.level == Level::IID && !candidate.leads_standard_care
}

/// Ranks of falling scores without gaps; ties share a rank.
pub(crate) fn ranks(falling: impl Iterator<Item = f64>) -> Vec<u32> {
    let (mut last, mut rank) = (f64::INFINITY, 0);
    falling
        .map(|score| {
            if last - score > TIE {
                rank += 1;
                last = score;
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
    fn ranks_have_no_gaps_and_ties_share_one() {
        assert_eq!(ranks([0.9, 0.5, 0.5, 0.1].into_iter()), [1, 2, 2, 3]);
    }
}
