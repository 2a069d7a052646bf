//! What to test next: the missing value that would change the list most, found by ranking with it.

use attune_genome::Alteration;

use crate::TestNext;
use crate::omitted::assay;
use crate::outcome::{Outcome, Standing};

/// Most tests that are named.
const SHOWN: usize = 3;
/// Places of a list that a reader looks at.
const PLACES: usize = 10;
/// Opened treatments that are named.
const NAMED: usize = 4;
/// A smaller change of the list is not worth a test.
const NOTABLE: f64 = 0.05;

/// A biomarker of the tumour that nobody has looked at, had it been found.
pub(crate) fn of_tumour(base: &Outcome<'_>, with: &Outcome<'_>, alteration: &Alteration) -> Option<TestNext> {
    let mut change = 0.0;
    let mut opens = Vec::new();
    for (at, placed) in with.ranked.iter().enumerate().take(PLACES) {
        let treatment = &placed.option.candidate.treatment;
        let before = base.ranked.iter().position(|p| p.option.candidate.treatment == *treatment);
        change += (value(Some(at)) - value(before)).abs();
        let better =
            before.is_none_or(|b| base.ranked[b].option.candidate.level > placed.option.candidate.level);
        if better && opens.len() < NAMED {
            opens.push(treatment.name());
        }
    }
    for (at, placed) in base.ranked.iter().enumerate().take(PLACES) {
        let treatment = &placed.option.candidate.treatment;
        if !with.ranked.iter().take(PLACES).any(|p| p.option.candidate.treatment == *treatment) {
            change += value(Some(at));
        }
    }
    let first = with.ranked.first().map(|p| p.option.candidate.treatment.name());
    let then = match (first, opens.is_empty()) {
        (Some(first), false) => format!("{} would open; {first} would be first", opens.join(", ")),
        (Some(first), true) => format!("{first} would be first"),
        (None, _) => "nothing would be ranked".to_owned(),
    };
    (change >= NOTABLE).then(|| TestNext {
        test: assay(alteration),
        condition: alteration.label(),
        then,
        change,
    })
}

/// A value of the person that the record does not hold, were it beyond the limit of a rule.
pub(crate) fn of_person(base: &Outcome<'_>, condition: &str, then: &[Standing]) -> Option<TestNext> {
    let (mut change, mut stopped) = (0.0, Vec::new());
    for (at, (placed, standing)) in base.ranked.iter().zip(then).enumerate().take(PLACES) {
        match standing {
            Standing::Ranked { rank, .. } => {
                change +=
                    (value(Some(at)) - value(usize::try_from(*rank).ok().map(|r| r.saturating_sub(1)))).abs();
            }
            _ => {
                change += value(Some(at));
                stopped.push(placed.option.candidate.treatment.name());
            }
        }
    }
    if change < NOTABLE || stopped.is_empty() {
        return None;
    }
    let further = stopped.len().saturating_sub(NAMED);
    stopped.truncate(NAMED);
    let rest = if further == 0 { String::new() } else { format!(" and {further} more") };
    let test = condition.split([' ', '<', '>']).next().unwrap_or(condition).to_owned();
    let test = condition
        .rsplit_once(" < ")
        .or_else(|| condition.rsplit_once(" > "))
        .map_or(test, |(t, _)| t.to_owned());
    Some(TestNext {
        test,
        condition: condition.to_owned(),
        then: format!("{}{rest} would not be ranked", stopped.join(", ")),
        change,
    })
}

/// The tests that would change the list most, each test once.
pub(crate) fn most_telling(mut tests: Vec<TestNext>) -> Vec<TestNext> {
    tests.sort_by(|a, b| b.change.total_cmp(&a.change).then_with(|| a.condition.cmp(&b.condition)));
    let mut chosen: Vec<TestNext> = Vec::new();
    for test in tests {
        if chosen.len() < SHOWN && !chosen.iter().any(|c| c.test == test.test) {
            chosen.push(test);
        }
    }
    chosen
}

/// What a place is worth to a reader: the first counts most.
fn value(place: Option<usize>) -> f64 {
    place.and_then(|p| u32::try_from(p).ok()).map_or(0.0, |p| 1.0 / f64::from(p + 1))
}
