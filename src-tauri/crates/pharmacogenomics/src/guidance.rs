//! From gene results to what the guidelines advise.
//!
//! CPIC, DPWG and FDA stand side by side, each with its own strength; their texts are never merged. Where a
//! gene result is not settled, every possible result is looked up: one advice for all is given as it is,
//! else the most cautious one, marked as such.

mod states;

use std::collections::BTreeMap;

use attune_knowledge::pgx::{
    Guidance, GuidanceAction, GuidanceRow, GuidanceStrength, GuidanceText, PgxTables,
};

use crate::{Because, DrugAction, GeneResult, Recommendation, Strength};

use states::State;

/// Key of a gene without a result, as the guidelines' tables write it.
pub(crate) const NO_RESULT: &str = "No Result";
/// Most combinations of possible results that are looked up for one drug.
const MOST_COMBINATIONS: usize = 256;

/// Recommendations that follow from these gene results, by drug.
#[must_use]
pub fn recommend(tables: &PgxTables, genes: &[GeneResult]) -> Vec<Recommendation> {
    let mut out = Vec::new();
    for guidance in &tables.guidance {
        let mut states: BTreeMap<u16, Vec<State>> = BTreeMap::new();
        for (group, entries) in groups(guidance) {
            let of_gene = |gene: &u16| {
                let symbol = guidance.word(*gene);
                let result = genes.iter().find(|g| g.gene == symbol);
                states::of(tables.gene(symbol), result, &keys_of(guidance, *gene))
            };
            for gene in &group.genes {
                states.entry(*gene).or_insert_with(|| of_gene(gene));
            }
            out.extend(advise(guidance, &group, &entries, &states));
        }
    }
    let rank = |r: &Recommendation| tables.guidance.iter().position(|g| g.source == r.source);
    out.sort_by(|a, b| {
        let order = |r: &Recommendation| (r.drug.clone(), rank(r), r.population.clone());
        order(a).cmp(&order(b))
    });
    out
}

/// Rows of one guideline for one drug and population that ask for the same genes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    drug: u16,
    guideline: u16,
    population: Option<u16>,
    genes: Vec<u16>,
}

type Entry<'a> = (&'a GuidanceText, &'a GuidanceRow);

fn groups(guidance: &Guidance) -> BTreeMap<Group, Vec<Entry<'_>>> {
    let mut groups: BTreeMap<Group, Vec<Entry<'_>>> = BTreeMap::new();
    for text in &guidance.texts {
        for row in &text.rows {
            for drug in &row.drugs {
                let group = Group {
                    drug: *drug,
                    guideline: row.guideline,
                    population: row.population,
                    genes: row.genes.clone(),
                };
                groups.entry(group).or_default().push((text, row));
            }
        }
    }
    groups
}

/// Keys that the source's tables use for a gene.
fn keys_of(guidance: &Guidance, gene: u16) -> Vec<&str> {
    let rows = guidance.texts.iter().flat_map(|t| &t.rows);
    let mut keys: Vec<&str> = rows
        .filter_map(|row| Some((row, row.genes.iter().position(|g| *g == gene)?)))
        .flat_map(|(row, at)| row.when.iter().map(move |w| guidance.word(w[at])))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// One combination of possible results with the row that fits it.
struct Lookup<'a> {
    states: Vec<&'a State>,
    hit: Option<(Entry<'a>, &'a [u16])>,
}

fn advise(
    guidance: &Guidance,
    group: &Group,
    entries: &[Entry<'_>],
    states: &BTreeMap<u16, Vec<State>>,
) -> Vec<Recommendation> {
    let mut combinations: Vec<Vec<&State>> = vec![Vec::new()];
    for gene in &group.genes {
        let of_gene = states.get(gene).map_or(&[][..], Vec::as_slice);
        let longer = combinations
            .iter()
            .flat_map(|c| of_gene.iter().map(move |s| c.iter().copied().chain([s]).collect::<Vec<_>>()));
        combinations = longer.take(MOST_COMBINATIONS).collect();
    }
    if combinations.iter().all(|c| c.iter().all(|s| s.is_no_result())) {
        return Vec::new();
    }
    let lookups: Vec<Lookup<'_>> = combinations
        .into_iter()
        .map(|states| Lookup { hit: best(guidance, entries, &states), states })
        .collect();
    // FDA lists several associations for one drug and group; each stands on its own.
    let mut texts: Vec<&GuidanceText> = Vec::new();
    for ((text, _), _) in lookups.iter().filter_map(|l| l.hit) {
        if !texts.iter().any(|t| std::ptr::eq(*t, text)) {
            texts.push(text);
        }
    }
    let Some(first) = lookups.iter().find(|l| l.hit.is_some()) else { return Vec::new() };
    let same =
        |text: &GuidanceText| lookups.iter().all(|l| l.hit.is_some_and(|((t, _), _)| std::ptr::eq(t, text)));
    let one_action = lookups.iter().all(|l| {
        l.hit.is_some_and(|((t, _), _)| t.action == texts[0].action && t.dose_factor == texts[0].dose_factor)
    });
    if lookups.len() == 1 || same(texts[0]) || one_action {
        return vec![write(guidance, group, first, &lookups, None)];
    }
    let cautious = lookups.iter().filter(|l| l.hit.is_some()).min_by(|a, b| {
        let order = |l: &Lookup<'_>| {
            l.hit.map_or((u8::MAX, f64::INFINITY), |((t, _), _)| {
                (caution(t.action), t.dose_factor.unwrap_or(1.0))
            })
        };
        let (x, y) = (order(a), order(b));
        x.0.cmp(&y.0).then(x.1.total_cmp(&y.1))
    });
    let chosen = cautious.unwrap_or(first);
    let mark = "Not settled: the gene result is ambiguous or incomplete, and the possible results lead to different \
                advice. The most cautious one is shown. ";
    vec![write(guidance, group, chosen, std::slice::from_ref(chosen), Some(mark))]
}

/// The row for a combination; one that names the alleles goes before one that names the phenotype.
fn best<'a>(guidance: &Guidance, entries: &[Entry<'a>], states: &[&State]) -> Option<(Entry<'a>, &'a [u16])> {
    let fits = |when: &[u16]| when.iter().zip(states).all(|(k, s)| s.has(guidance.word(*k)));
    let found = entries.iter().flat_map(|e| e.1.when.iter().map(move |w| (*e, w.as_slice())));
    let specific = |when: &[u16]| {
        let names = |k: &u16| guidance.word(*k).starts_with('*') && guidance.word(*k).contains('/');
        when.iter().filter(|k| names(k)).count()
    };
    found.filter(|(_, when)| fits(when)).fold(None, |best, one| match best {
        Some((_, when)) if specific(when) >= specific(one.1) => best,
        _ => Some(one),
    })
}

fn caution(action: GuidanceAction) -> u8 {
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

fn write(
    guidance: &Guidance,
    group: &Group,
    chosen: &Lookup<'_>,
    shown: &[Lookup<'_>],
    mark: Option<&str>,
) -> Recommendation {
    let (text, strength) = match chosen.hit {
        Some(((text, row), _)) => (Some(text), row.strength),
        None => (None, GuidanceStrength::None),
    };
    let guideline = guidance.guidelines.get(usize::from(group.guideline));
    let because = group.genes.iter().enumerate().map(|(n, gene)| {
        let mut labels: Vec<&str> = Vec::new();
        for lookup in shown {
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
        strength: match strength {
            GuidanceStrength::Strong => Strength::Strong,
            GuidanceStrength::Moderate => Strength::Moderate,
            GuidanceStrength::Optional => Strength::Optional,
            GuidanceStrength::None => Strength::None,
        },
        action: text.map_or(DrugAction::None, |t| match t.action {
            GuidanceAction::Avoid => DrugAction::Avoid,
            GuidanceAction::Alternative => DrugAction::Alternative,
            GuidanceAction::DecreaseDose => DrugAction::DecreaseDose,
            GuidanceAction::IncreaseDose => DrugAction::IncreaseDose,
            GuidanceAction::Monitor => DrugAction::Monitor,
            GuidanceAction::Standard => DrugAction::Standard,
            GuidanceAction::None => DrugAction::None,
        }),
        dose_factor: text.and_then(|t| t.dose_factor),
        population: group.population.map(|p| guidance.word(p).to_owned()),
        because: because.collect(),
        text: format!("{}{}", mark.unwrap_or_default(), text.map_or("", |t| t.text.as_str())),
        citations,
        version: guidance.version.clone(),
    }
}
