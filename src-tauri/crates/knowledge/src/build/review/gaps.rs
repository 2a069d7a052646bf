//! What the pack lacks.

use std::collections::{BTreeMap, BTreeSet};

use attune_genome::Alteration;

use super::{Reviewed, alterations, is_label_layer, is_level_a, is_sensitive, treatments};
use crate::{Assertion, DrugKind, Node, ReviewItem, ReviewKind, TumourScope};

/// All gaps that follow from the parts of the pack.
pub(super) fn find(of: &Reviewed<'_>) -> Vec<ReviewItem> {
    let mut items = level_a(of);
    items.extend(drugs(of));
    items.extend(tumours(of));
    items
}

/// Level A facts whose alteration and drug no row of the label layer names together, whatever the tumour: neither an
/// alteration that meets theirs nor one that theirs meets.
fn level_a(of: &Reviewed<'_>) -> Vec<ReviewItem> {
    let mut named: BTreeMap<&str, Vec<&Alteration>> = BTreeMap::new();
    for fact in of.facts.iter().filter(|f| is_label_layer(f)) {
        for drug in fact.therapy.iter().flat_map(|t| &t.drugs) {
            named.entry(drug).or_default().extend(alterations(&fact.biomarker));
        }
    }
    let missing = |fact: &&Assertion| {
        let asked = alterations(&fact.biomarker);
        let drugs = fact.therapy.iter().flat_map(|t| &t.drugs);
        let known = drugs.flat_map(|d| named.get(d.as_str()).into_iter().flatten());
        let same = |a: &Alteration, b: &Alteration| a.met_by(b).is_some() || b.met_by(a).is_some();
        !asked.is_empty() && !known.into_iter().any(|a| asked.iter().any(|b| same(a, b)))
    };
    let facts = of.facts.iter().filter(|f| is_level_a(f) && is_sensitive(f));
    facts
        .filter(missing)
        .map(|fact| ReviewItem {
            kind: ReviewKind::LevelAWithoutLabel,
            subject: treatments(fact).join(" or "),
            facts: vec![fact.id.clone()],
            words: format!("{}, {}", fact.biomarker_text, fact.disease_text),
        })
        .collect()
}

/// Drugs of the label layer that lack what ranking and safety need.
fn drugs(of: &Reviewed<'_>) -> Vec<ReviewItem> {
    let used: BTreeSet<&str> = of
        .facts
        .iter()
        .filter(|f| is_label_layer(f))
        .flat_map(|f| f.therapy.iter().flat_map(|t| &t.drugs))
        .map(String::as_str)
        .collect();
    let mut items = Vec::new();
    for drug in of.drugs.iter().filter(|d| d.kind == DrugKind::Drug && used.contains(d.name.as_str())) {
        let safe = of.rules.iter().any(|r| {
            r.drugs.contains(&drug.name) || r.classes.iter().any(|class| drug.classes.contains(class))
        });
        let lacks = [
            (drug.classes.is_empty(), ReviewKind::DrugWithoutClass, "no class in drugs.tsv"),
            (!safe, ReviewKind::DrugWithoutSafetyRule, "neither it nor a class of it stands in safety.tsv"),
            (
                drug.administration.is_none(),
                ReviewKind::DrugWithoutRoute,
                "no row in administration.tsv fits",
            ),
        ];
        items.extend(lacks.into_iter().filter(|(lacking, ..)| *lacking).map(|(_, kind, words)| ReviewItem {
            kind,
            subject: drug.name.clone(),
            facts: Vec::new(),
            words: words.to_owned(),
        }));
    }
    items
}

/// The widest tumour types for which no row without a biomarker is stated, neither for them nor for any type above
/// or below. Treatments for any solid tumour count for none.
fn tumours(of: &Reviewed<'_>) -> Vec<ReviewItem> {
    let standard =
        |f: &&Assertion| is_label_layer(f) && is_sensitive(f) && !f.withdrawn && f.biomarker.asks_nothing();
    let codes: BTreeSet<&str> = of
        .facts
        .iter()
        .filter(standard)
        .filter_map(|f| match &f.tumours {
            TumourScope::OncoTree(codes) => Some(codes.iter().map(String::as_str)),
            _ => None,
        })
        .flatten()
        .collect();
    let above = |node: &Node| of.tree.ancestors(&node.code).any(|n| codes.contains(n.code.as_str()));
    let below = |node: &Node| codes.iter().any(|code| of.tree.is_a(code, &node.code));
    let empty = |node: &Node| !above(node) && !below(node);
    let widest = |node: &&Node| {
        empty(node) && node.parent.as_deref().and_then(|p| of.tree.get(p)).is_none_or(|p| !empty(p))
    };
    of.tree
        .nodes()
        .iter()
        .filter(widest)
        .map(|node| ReviewItem {
            kind: ReviewKind::TumourWithoutStandardCare,
            subject: format!("{} ({})", node.name, node.code),
            facts: Vec::new(),
            words: node.tissue.clone().unwrap_or_default(),
        })
        .collect()
}
