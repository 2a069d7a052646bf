//! Own label facts against the source rows at hand: what a row states as well is checked, the rest stays recalled.
//!
//! Compared are drugs, biomarker and tumour. The line of treatment and the words are ours in either case.

use std::collections::{BTreeMap, BTreeSet};

use crate::tumour::OncoTree;
use crate::{Assertion, Basis, BiomarkerExpr, Direction, TherapyInteraction, TumourScope, Verification};

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

/// Drug, biomarker and tumour triples of labels and guidelines that ask for a biomarker, and how many of them carry
/// a date of a source row.
pub(super) fn triples(facts: &[Assertion]) -> (u64, u64) {
    let mut all: BTreeMap<(String, String, String), bool> = BTreeMap::new();
    let ours = |f: &&Assertion| f.id.starts_with("label:") || f.id.starts_with("cdx:");
    for fact in facts.iter().filter(ours).filter(|f| f.biomarker != BiomarkerExpr::None) {
        for drugs in treatments(fact) {
            let key = (drugs, fact.biomarker_text.clone(), fact.disease_text.clone());
            *all.entry(key).or_default() |= fact.date.is_some();
        }
    }
    (all.len() as u64, all.values().filter(|dated| **dated).count() as u64)
}

/// Rows that prove a label or guideline: companion diagnostics, CIViC level A, guideline rows of the Cancer
/// Biomarkers Database.
fn is_source(fact: &Assertion) -> bool {
    !fact.id.starts_with("label:") && matches!(fact.basis, Basis::Label | Basis::Guideline)
}

/// The drugs of each treatment that a fact names, as one text.
fn treatments(fact: &Assertion) -> Vec<String> {
    let Some(therapy) = &fact.therapy else { return Vec::new() };
    if therapy.interaction == TherapyInteraction::Substitutes {
        return therapy.drugs.clone();
    }
    let mut drugs = therapy.drugs.clone();
    drugs.sort();
    vec![drugs.join(" + ")]
}

fn states(row: &Assertion, own: &Assertion, tree: &OncoTree) -> bool {
    row.significance == own.significance
        && row.direction == own.direction
        && row.direction == Direction::Supports
        && row.biomarker != BiomarkerExpr::None
        && !leaves(&own.biomarker).is_disjoint(&leaves(&row.biomarker))
        && overlap(&row.tumours, &own.tumours, tree)
}

/// The alterations that a condition names.
fn leaves(expr: &BiomarkerExpr) -> BTreeSet<String> {
    match expr {
        BiomarkerExpr::None | BiomarkerExpr::Unreadable(_) | BiomarkerExpr::Not(_) => BTreeSet::new(),
        BiomarkerExpr::Is(alteration) => BTreeSet::from([alteration.label()]),
        BiomarkerExpr::All(parts) | BiomarkerExpr::AnyOf(parts) => parts.iter().flat_map(leaves).collect(),
    }
}

fn overlap(a: &TumourScope, b: &TumourScope, tree: &OncoTree) -> bool {
    match (a, b) {
        (TumourScope::OncoTree(a), TumourScope::OncoTree(b)) => {
            a.iter().any(|x| b.iter().any(|y| tree.is_a(x, y) || tree.is_a(y, x)))
        }
        (
            TumourScope::AnySolid { .. } | TumourScope::Any,
            TumourScope::AnySolid { .. } | TumourScope::Any,
        ) => true,
        _ => false,
    }
}
