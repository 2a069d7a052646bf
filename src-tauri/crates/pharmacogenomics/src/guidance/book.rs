//! The rows of one source in the order in which they are asked.

use std::collections::BTreeMap;

use attune_knowledge::pgx::{Guidance, GuidanceRow, GuidanceText, PgxTables};

use super::states::{self, State};
use crate::GeneResult;

/// A text with one of its rows.
pub(super) type Entry<'a> = (&'a GuidanceText, &'a GuidanceRow);

/// A text, its row, and the combination of keys that fitted.
pub(super) type Hit<'a> = (Entry<'a>, &'a [u16]);

/// What the rows of a group have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    drug: u16,
    guideline: u16,
    population: Option<u16>,
    genes: Vec<u16>,
}

/// Rows of one guideline for one drug and population that ask for the same genes.
pub(crate) struct Group<'a> {
    pub(super) drug: u16,
    pub(super) guideline: u16,
    pub(super) population: Option<u16>,
    pub(super) genes: Vec<u16>,
    pub(super) entries: Vec<Entry<'a>>,
}

/// The rows of one source.
pub(crate) struct Book<'a> {
    pub(super) guidance: &'a Guidance,
    pub(super) groups: Vec<Group<'a>>,
    /// Keys that the source's tables use for each gene.
    used: BTreeMap<u16, Vec<&'a str>>,
}

impl<'a> Book<'a> {
    pub(crate) fn of(guidance: &'a Guidance) -> Self {
        let mut groups: BTreeMap<Key, Vec<Entry<'a>>> = BTreeMap::new();
        let mut used: BTreeMap<u16, Vec<&'a str>> = BTreeMap::new();
        for text in &guidance.texts {
            for row in &text.rows {
                for (at, gene) in row.genes.iter().enumerate() {
                    used.entry(*gene).or_default().extend(row.when.iter().map(|w| guidance.word(w[at])));
                }
                for drug in &row.drugs {
                    let key = Key {
                        drug: *drug,
                        guideline: row.guideline,
                        population: row.population,
                        genes: row.genes.clone(),
                    };
                    groups.entry(key).or_default().push((text, row));
                }
            }
        }
        for keys in used.values_mut() {
            keys.sort_unstable();
            keys.dedup();
        }
        let groups = groups.into_iter().map(|(key, entries)| Group {
            drug: key.drug,
            guideline: key.guideline,
            population: key.population,
            genes: key.genes,
            entries,
        });
        Self { guidance, groups: groups.collect(), used }
    }

    /// Keys that the source's tables use for a gene.
    pub(super) fn used(&self, gene: u16) -> &[&'a str] {
        self.used.get(&gene).map_or(&[], Vec::as_slice)
    }

    /// The possible results of every gene that the source asks for.
    pub(super) fn states(&self, tables: &PgxTables, genes: &[GeneResult]) -> BTreeMap<u16, Vec<State>> {
        let of = |gene: &u16| {
            let symbol = self.guidance.word(*gene);
            let result = genes.iter().find(|g| g.gene == symbol);
            (*gene, states::of(tables.gene(symbol), result, self.used(*gene)))
        };
        self.used.keys().map(of).collect()
    }
}

/// The row for a combination; one that names the alleles goes before one that names the phenotype.
pub(super) fn best<'a>(guidance: &Guidance, entries: &[Entry<'a>], states: &[&State]) -> Option<Hit<'a>> {
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

/// Most combinations of possible results that are looked up for one drug.
const MOST_COMBINATIONS: usize = 256;

/// Every combination of possible results of these genes.
pub(super) fn combinations<'s>(genes: &[u16], states: impl Fn(u16) -> &'s [State]) -> Vec<Vec<&'s State>> {
    let mut all: Vec<Vec<&State>> = vec![Vec::new()];
    for gene in genes {
        let longer = all.iter().flat_map(|c| {
            states(*gene).iter().map(move |s| c.iter().copied().chain([s]).collect::<Vec<_>>())
        });
        all = longer.take(MOST_COMBINATIONS).collect();
    }
    all
}
