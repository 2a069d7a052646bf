//! The builder's report for a curator: conflicts between rows, gaps, and how much was never checked.

mod conflicts;
mod gaps;

use std::collections::BTreeSet;

use attune_genome::Alteration;

use crate::tumour::OncoTree;
use crate::{
    Assertion, AssertionKind, Basis, BiomarkerExpr, Direction, Drug, ReviewItem, SafetyRule, Significance,
    TherapyInteraction, TumourScope, Verification,
};

use super::statistics::Statistics;

/// What the report is made from.
pub(super) struct Reviewed<'a> {
    pub(super) facts: &'a [Assertion],
    pub(super) tree: &'a OncoTree,
    pub(super) drugs: &'a [Drug],
    pub(super) rules: &'a [SafetyRule],
}

/// Everything to look at, in a stable order, and the counts of it.
pub(super) fn review(of: &Reviewed<'_>, counts: &mut Statistics) -> Vec<ReviewItem> {
    let mut items = conflicts::find(of);
    items.extend(gaps::find(of));
    items.extend(counts.unread());
    items.sort();
    items.dedup();
    counts.keep(&items);
    for item in &items {
        counts.add(item.kind.count_name(), 1);
    }
    for fact in of.facts.iter().filter(|f| is_own(f)) {
        let region = fact.region.as_deref().unwrap_or("no region");
        let state = match fact.verification {
            Verification::Checked => "checked",
            Verification::Recalled => "recalled",
        };
        counts.add(&format!("label.{state}.{}, {region}", fact.source.name), 1);
    }
    items
}

/// A row of our own label table.
fn is_own(fact: &Assertion) -> bool {
    fact.id.starts_with("label:")
}

/// A row of the label layer: our own table or a companion diagnostic.
fn is_label_layer(fact: &Assertion) -> bool {
    is_own(fact) || fact.id.starts_with("cdx:")
}

/// A fact of another source that professionals rest on as on a label (CIViC level A).
fn is_level_a(fact: &Assertion) -> bool {
    fact.kind == AssertionKind::Predictive
        && !is_label_layer(fact)
        && matches!(fact.basis, Basis::Label | Basis::Guideline)
}

fn is_sensitive(fact: &Assertion) -> bool {
    fact.significance == Significance::Sensitivity && fact.direction == Direction::Supports
}

/// The treatments of a fact: each substitute is one, a combination is one.
pub(super) fn treatments(fact: &Assertion) -> Vec<String> {
    let Some(therapy) = &fact.therapy else { return Vec::new() };
    if therapy.interaction == TherapyInteraction::Substitutes {
        return therapy.drugs.clone();
    }
    let mut drugs = therapy.drugs.clone();
    drugs.sort();
    vec![drugs.join(" + ")]
}

/// The alterations that a condition names; those it excludes are left out.
fn alterations(expr: &BiomarkerExpr) -> Vec<&Alteration> {
    match expr {
        BiomarkerExpr::None
        | BiomarkerExpr::Unreadable(_)
        | BiomarkerExpr::Not(_)
        | BiomarkerExpr::Unless(_) => Vec::new(),
        BiomarkerExpr::Is(alteration) => vec![alteration],
        BiomarkerExpr::All(parts) | BiomarkerExpr::AnyOf(parts) => {
            parts.iter().flat_map(alterations).collect()
        }
    }
}

/// The same by label.
pub(super) fn leaves(expr: &BiomarkerExpr) -> BTreeSet<String> {
    alterations(expr).into_iter().map(Alteration::label).collect()
}

/// True where one scope covers a type of the other.
pub(super) fn overlap(a: &TumourScope, b: &TumourScope, tree: &OncoTree) -> bool {
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
