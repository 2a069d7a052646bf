//! Own label facts against the source rows at hand: what a row states as well is checked, the rest stays recalled.
//!
//! Compared are drugs, biomarker and tumour. The line of treatment and the words are ours in either case.

use std::collections::BTreeMap;

use super::review::{leaves, overlap, treatments};
use crate::tumour::OncoTree;
use crate::{Assertion, Basis, BiomarkerExpr, Direction, Verification};

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

/// How many drug, biomarker and tumour triples of labels and guidelines there are, and what is known of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Triples {
    /// All of them, by the condition as the row writes it.
    pub(super) all: u64,
    /// Those with a source, a region, and a date of a page, of a companion diagnostic or of a source row.
    pub(super) dated: u64,
    /// All of them, each alteration of a condition for itself.
    pub(super) by_alteration: u64,
    /// Those of the latter with source, date and region.
    pub(super) by_alteration_dated: u64,
}

/// Counts the triples of the label layer.
pub(super) fn triples(facts: &[Assertion]) -> Triples {
    type Key = (String, String, String);
    let (mut rows, mut single): (BTreeMap<Key, bool>, BTreeMap<Key, bool>) = Default::default();
    let ours = |f: &&Assertion| f.id.starts_with("label:") || f.id.starts_with("cdx:");
    for fact in facts.iter().filter(ours).filter(|f| f.biomarker != BiomarkerExpr::None) {
        let whole = fact.date.is_some() && fact.region.is_some() && !fact.citations.is_empty();
        for drugs in treatments(fact) {
            let key = (drugs.clone(), fact.biomarker_text.clone(), fact.disease_text.clone());
            *rows.entry(key).or_default() |= whole;
            for leaf in leaves(&fact.biomarker) {
                *single.entry((drugs.clone(), leaf, fact.disease_text.clone())).or_default() |= whole;
            }
        }
    }
    let count = |map: &BTreeMap<Key, bool>| map.values().filter(|w| **w).count() as u64;
    Triples {
        all: rows.len() as u64,
        dated: count(&rows),
        by_alteration: single.len() as u64,
        by_alteration_dated: count(&single),
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
        && row.biomarker != BiomarkerExpr::None
        && !leaves(&own.biomarker).is_disjoint(&leaves(&row.biomarker))
        && overlap(&row.tumours, &own.tumours, tree)
}
