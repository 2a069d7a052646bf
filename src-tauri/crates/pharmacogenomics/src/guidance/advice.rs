//! The advice of one group of rows for the possible results.

use std::collections::BTreeMap;

use attune_knowledge::Verification;
use attune_knowledge::pgx::{Guidance, GuidanceAction, GuidanceStrength, GuidanceText};

use super::book::{Group, Hit, best, combinations};
use super::states::State;
use crate::{Because, DrugAction, Recommendation, Strength};

/// One combination of possible results with the row that fits it.
struct Lookup<'a> {
    states: Vec<&'a State>,
    hit: Option<Hit<'a>>,
}

impl<'a> Lookup<'a> {
    fn text(&self) -> Option<&'a GuidanceText> {
        self.hit.map(|((text, _), _)| text)
    }
}

pub(super) fn advise(
    guidance: &Guidance,
    group: &Group<'_>,
    known: &BTreeMap<u16, Vec<State>>,
) -> Vec<Recommendation> {
    let combinations = combinations(&group.genes, |gene| known.get(&gene).map_or(&[][..], Vec::as_slice));
    if combinations.iter().all(|c| c.iter().all(|s| s.is_no_result())) {
        return Vec::new();
    }
    let lookups: Vec<Lookup<'_>> = combinations
        .into_iter()
        .map(|states| Lookup { hit: best(guidance, &group.entries, &states), states })
        .collect();
    let Some(first) = lookups.iter().find_map(Lookup::text) else { return Vec::new() };
    let agreed = |l: &Lookup<'_>| {
        l.text().is_some_and(|t| t.action == first.action && t.dose_factor == first.dose_factor)
    };
    if lookups.iter().all(agreed) {
        return vec![write(guidance, group, &lookups.iter().collect::<Vec<_>>(), None)];
    }
    // Each advice with the results under which it holds.
    let mut by_text: Vec<(&GuidanceText, Vec<&Lookup<'_>>)> = Vec::new();
    for lookup in &lookups {
        let Some(text) = lookup.text() else { continue };
        match by_text.iter_mut().find(|(t, _)| std::ptr::eq(*t, text)) {
            Some((_, held)) => held.push(lookup),
            None => by_text.push((text, vec![lookup])),
        }
    }
    by_text.sort_by(|(a, _), (b, _)| {
        let factor = |t: &GuidanceText| t.dose_factor.unwrap_or(1.0);
        caution(a.action).cmp(&caution(b.action)).then(factor(a).total_cmp(&factor(b)))
    });
    let mut out = Vec::with_capacity(by_text.len());
    for (n, (_, held)) in by_text.iter().enumerate() {
        let condition = condition(guidance, group, held, known);
        let mut one = write(guidance, group, held, Some(condition));
        one.most_cautious = n == 0;
        out.push(one);
    }
    out
}

/// The results under which an advice holds: `if TPMT is Poor Metabolizer (*3B/*3C)`.
fn condition(
    guidance: &Guidance,
    group: &Group<'_>,
    held: &[&Lookup<'_>],
    known: &BTreeMap<u16, Vec<State>>,
) -> String {
    let mut parts = Vec::new();
    for (n, gene) in group.genes.iter().enumerate() {
        let possible = known.get(gene).map_or(&[][..], Vec::as_slice);
        let mut own: Vec<&State> = Vec::new();
        for lookup in held {
            if !own.iter().any(|s| std::ptr::eq(*s, lookup.states[n])) {
                own.push(lookup.states[n]);
            }
        }
        if own.len() == possible.len() {
            continue;
        }
        let mut words: Vec<String> = own.iter().map(|s| s.words()).collect();
        words.dedup();
        parts.push(format!("{} is {}", guidance.word(*gene), words.join(" or ")));
    }
    format!("if {}", parts.join(" and "))
}

pub(super) fn caution(action: GuidanceAction) -> u8 {
    match action {
        GuidanceAction::Avoid => 0,
        GuidanceAction::Alternative => 1,
        GuidanceAction::DecreaseDose => 2,
        GuidanceAction::IncreaseDose => 3,
        GuidanceAction::Monitor => 4,
        GuidanceAction::Standard => 5,
        GuidanceAction::None => 6,
    }
}

pub(super) fn action(action: GuidanceAction) -> DrugAction {
    match action {
        GuidanceAction::Avoid => DrugAction::Avoid,
        GuidanceAction::Alternative => DrugAction::Alternative,
        GuidanceAction::DecreaseDose => DrugAction::DecreaseDose,
        GuidanceAction::IncreaseDose => DrugAction::IncreaseDose,
        GuidanceAction::Monitor => DrugAction::Monitor,
        GuidanceAction::Standard => DrugAction::Standard,
        GuidanceAction::None => DrugAction::None,
    }
}

fn write(
    guidance: &Guidance,
    group: &Group<'_>,
    held: &[&Lookup<'_>],
    condition: Option<String>,
) -> Recommendation {
    let chosen = held.iter().find_map(|l| l.hit).map(|(entry, _)| entry);
    let guideline = guidance.guidelines.get(usize::from(group.guideline));
    let because = group.genes.iter().enumerate().map(|(n, gene)| {
        let mut labels: Vec<&str> = Vec::new();
        for lookup in held {
            let key = lookup.hit.map_or("", |(_, when)| guidance.word(when[n]));
            let label = lookup.states[n].label.as_deref().unwrap_or(key);
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        Because { gene: guidance.word(*gene).to_owned(), phenotype: labels.join(" or ") }
    });
    let citations = guideline.map_or_else(Vec::new, |g| {
        if g.citations.is_empty() { vec![g.url.clone()] } else { g.citations.clone() }
    });
    Recommendation {
        drug: guidance.word(group.drug).to_owned(),
        source: guidance.source.clone(),
        strength: match chosen.map_or(GuidanceStrength::None, |(_, row)| row.strength) {
            GuidanceStrength::Strong => Strength::Strong,
            GuidanceStrength::Moderate => Strength::Moderate,
            GuidanceStrength::Optional => Strength::Optional,
            GuidanceStrength::None => Strength::None,
        },
        action: chosen.map_or(DrugAction::None, |(text, _)| action(text.action)),
        dose_factor: chosen.and_then(|(text, _)| text.dose_factor),
        population: group.population.map(|p| guidance.word(p).to_owned()),
        because: because.collect(),
        text: chosen.map_or_else(String::new, |(text, _)| text.text.clone()),
        citations,
        version: guidance.version.clone(),
        condition,
        most_cautious: false,
        published: guideline.and_then(|g| g.published),
        population_applies: None,
        verification: Verification::Checked,
    }
}
