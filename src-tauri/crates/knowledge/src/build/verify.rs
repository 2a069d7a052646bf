//! Own label facts against the source rows at hand: what a row states as well is checked, the rest stays recalled.
//!
//! Compared are drugs, biomarker and tumour. The line of treatment and the words are ours in either case.

use std::collections::BTreeMap;

use super::review::{leaves, overlap, treatments};
use crate::tumour::OncoTree;
use crate::{Assertion, Basis, Direction, Verification};

/// Most source rows that are cited with one fact.
const CITED: usize = 3;

/// Marks the facts that a source row states as well; how many there are.
pub(super) fn verify(facts: &mut [Assertion], tree: &OncoTree) -> u64 {
    let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, fact) in facts.iter().enumerate() {
        if is_source(fact) {
            for drugs in treatments(fact) {
                rows.entry(drugs).or_default().push(index);
            }
        }
    }
    let mut found: Vec<(usize, Vec<usize>)> = Vec::new();
    for (index, own) in facts.iter().enumerate() {
        if !own.id.starts_with("label:") || own.verification == Verification::Checked {
            continue;
        }
        let every = treatments(own);
        let proofs: Vec<Vec<usize>> = every
            .iter()
            .map(|drugs| {
                let rows = rows.get(drugs).map_or(&[][..], Vec::as_slice).iter().copied();
                rows.filter(|row| states(&facts[*row], own, tree)).collect()
            })
            .collect();
        // A row of substitutes is several facts: each needs its proof.
        if !proofs.is_empty() && proofs.iter().all(|p| !p.is_empty()) {
            let mut proofs: Vec<usize> = proofs.into_iter().flatten().collect();
            proofs.sort_unstable();
            proofs.dedup();
            proofs.sort_by_key(|i| (facts[*i].basis, facts[*i].date.clone()));
            proofs.truncate(CITED);
            found.push((index, proofs));
        }
    }
    let count = found.len() as u64;
    for (index, proofs) in found {
        let citations: Vec<_> = proofs.iter().flat_map(|i| facts[*i].citations.first().cloned()).collect();
        let names: Vec<String> =
            proofs.iter().map(|i| format!("{} {}", facts[*i].source.name, facts[*i].source.id)).collect();
        let date = proofs.iter().filter_map(|i| facts[*i].date.clone()).min();
        let own = &mut facts[index];
        own.verification = Verification::Checked;
        own.statement =
            format!("{} Drug, biomarker and tumour checked against {}.", own.statement, names.join(", "));
        own.citations.extend(citations);
        own.date = own.date.take().or(date);
    }
    count
}

/// Counts of drug, biomarker and tumour triples.
///
/// A triple is one drug or regimen, one condition and one tumour scope. It counts once however many rows, lines of
/// therapy and regions state it; a withdrawn one does not count. It is whole where at least one row that states it
/// names a source, a region and the date of a page, of an FDA submission or of a source row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Triples {
    /// All, the condition being what the row asks for.
    pub(super) all: u64,
    /// Those of them with source, date and region.
    pub(super) whole: u64,
    /// All, each alteration of a condition for itself.
    pub(super) by_alteration: u64,
    /// Those of the latter with source, date and region.
    pub(super) by_alteration_whole: u64,
}

/// Counts the triples of the label layer that rest on one of `bases`.
pub(super) fn triples(facts: &[Assertion], bases: &[Basis]) -> Triples {
    type Key = (String, String, String);
    let (mut rows, mut single): (BTreeMap<Key, bool>, BTreeMap<Key, bool>) = Default::default();
    let counted = |f: &&Assertion| {
        (f.id.starts_with("label:") || f.id.starts_with("cdx:"))
            && bases.contains(&f.basis)
            && !f.withdrawn
            && !f.biomarker.asks_nothing()
    };
    for fact in facts.iter().filter(counted) {
        let whole = fact.date.is_some() && fact.region.is_some() && !fact.citations.is_empty();
        let scope = format!("{:?}", fact.tumours);
        for drugs in treatments(fact) {
            let key = (drugs.clone(), fact.biomarker_text.clone(), scope.clone());
            *rows.entry(key).or_default() |= whole;
            for leaf in leaves(&fact.biomarker) {
                *single.entry((drugs.clone(), leaf, scope.clone())).or_default() |= whole;
            }
        }
    }
    let count = |map: &BTreeMap<Key, bool>| map.values().filter(|w| **w).count() as u64;
    Triples {
        all: rows.len() as u64,
        whole: count(&rows),
        by_alteration: single.len() as u64,
        by_alteration_whole: count(&single),
    }
}

/// Rows that prove a label or guideline: companion diagnostics, CIViC level A, guideline rows of the Cancer
/// Biomarkers Database.
fn is_source(fact: &Assertion) -> bool {
    !fact.id.starts_with("label:") && matches!(fact.basis, Basis::Label | Basis::Guideline)
}

fn states(row: &Assertion, own: &Assertion, tree: &OncoTree) -> bool {
    row.significance == own.significance
        && row.direction == own.direction
        && row.direction == Direction::Supports
        && !row.biomarker.asks_nothing()
        && !leaves(&own.biomarker).is_disjoint(&leaves(&row.biomarker))
        && overlap(&row.tumours, &own.tumours, tree)
}
