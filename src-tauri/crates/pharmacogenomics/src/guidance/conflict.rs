//! Sources that advise different things for one drug.

use std::collections::BTreeMap;

use crate::interpretation::{SourceConflict, Stand};
use crate::{DrugAction, Recommendation};

/// Dose factors closer than this count as equal: sources round differently (0.5 and 0.5, 0.7 and 0.75).
const SAME_FACTOR: f64 = 0.051;

/// Contradictions among these rows. Rows without advice, for another population, and all but the most cautious
/// of those with a condition take no part.
pub(crate) fn conflicts(rows: &[Recommendation]) -> Vec<SourceConflict> {
    let mut by_drug: BTreeMap<&str, Vec<(&str, Vec<&Recommendation>)>> = BTreeMap::new();
    for row in rows {
        let counts = row.action != DrugAction::None
            && row.population_applies != Some(false)
            && (row.condition.is_none() || row.most_cautious);
        if !counts {
            continue;
        }
        let sources = by_drug.entry(&row.drug).or_default();
        match sources.iter_mut().find(|(source, _)| *source == row.source) {
            Some((_, own)) => own.push(row),
            None => sources.push((&row.source, vec![row])),
        }
    }
    by_drug.into_iter().filter_map(|(drug, sources)| conflict(drug, &sources)).collect()
}

fn actions(rows: &[&Recommendation]) -> Vec<DrugAction> {
    let mut actions: Vec<DrugAction> = rows.iter().map(|r| r.action).collect();
    actions.sort_unstable();
    actions.dedup();
    actions
}

fn strongest<'a>(rows: &[&'a Recommendation]) -> Option<&'a Recommendation> {
    let factor = |r: &Recommendation| r.dose_factor.unwrap_or(1.0);
    rows.iter().copied().min_by(|a, b| a.action.cmp(&b.action).then(factor(a).total_cmp(&factor(b))))
}

fn conflict(drug: &str, sources: &[(&str, Vec<&Recommendation>)]) -> Option<SourceConflict> {
    let differ = |a: &[&Recommendation], b: &[&Recommendation]| {
        let (own, other) = (actions(a), actions(b));
        if !own.iter().any(|x| other.contains(x)) {
            return true;
        }
        // The same class of action with another factor.
        let factors = |rows: &[&Recommendation]| -> Vec<f64> {
            let lower = rows.iter().filter(|r| r.action == DrugAction::DecreaseDose);
            lower.filter_map(|r| r.dose_factor).collect()
        };
        let (own, other) = (factors(a), factors(b));
        !own.is_empty()
            && !other.is_empty()
            && !own.iter().any(|x| other.iter().any(|y| (x - y).abs() <= SAME_FACTOR))
    };
    let any =
        sources.iter().enumerate().any(|(n, (_, a))| sources[n + 1..].iter().any(|(_, b)| differ(a, b)));
    if !any {
        return None;
    }
    let stands: Vec<Stand> = sources
        .iter()
        .filter_map(|(source, rows)| {
            let first = strongest(rows)?;
            Some(Stand {
                source: (*source).to_owned(),
                actions: actions(rows),
                strength: first.strength,
                because: first.because.clone(),
            })
        })
        .collect();
    let cautious = sources.iter().filter_map(|(_, rows)| strongest(rows)).collect::<Vec<_>>();
    let most_cautious = strongest(&cautious)?.source.clone();
    let reason = reason(&stands, sources);
    Some(SourceConflict { drug: drug.to_owned(), stands, most_cautious, reason })
}

fn reason(stands: &[Stand], sources: &[(&str, Vec<&Recommendation>)]) -> String {
    let genes = |s: &Stand| -> Vec<String> {
        let mut genes: Vec<String> = s.because.iter().map(|b| b.gene.clone()).collect();
        genes.sort();
        genes
    };
    let all_same = |of: &dyn Fn(&Stand) -> Vec<String>| stands.windows(2).all(|w| of(&w[0]) == of(&w[1]));
    if !all_same(&genes) {
        let list = stands.iter().map(|s| format!("{} by {}", s.source, genes(s).join(" and ")));
        return format!("The sources go by different genes: {}.", list.collect::<Vec<_>>().join(", "));
    }
    let classes = |s: &Stand| -> Vec<String> {
        let mut all: Vec<String> = s.because.iter().map(|b| b.phenotype.clone()).collect();
        all.sort();
        all
    };
    if !all_same(&classes) {
        let list = stands.iter().map(|s| format!("{}: {}", s.source, classes(s).join(", ")));
        return format!("The sources class the result differently: {}.", list.collect::<Vec<_>>().join("; "));
    }
    if sources.iter().any(|(_, rows)| rows.iter().any(|r| r.population.is_some())) {
        return "The sources speak of different populations or draw different conclusions from the same result."
            .to_owned();
    }
    "The sources draw different conclusions from the same result.".to_owned()
}
