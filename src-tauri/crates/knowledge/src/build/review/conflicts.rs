//! Rows that cannot both be right, or that a curator should see side by side.

use std::collections::BTreeMap;

use super::{Reviewed, is_label_layer, is_level_a, is_own, is_sensitive, leaves, overlap, treatments};
use crate::{Assertion, BiomarkerExpr, Direction, ReviewItem, ReviewKind, Significance};

/// All conflicts.
pub(super) fn find(of: &Reviewed<'_>) -> Vec<ReviewItem> {
    let mut by_treatment: BTreeMap<String, Vec<&Assertion>> = BTreeMap::new();
    for fact in of.facts.iter().filter(|f| is_label_layer(f) || is_level_a(f)) {
        for treatment in treatments(fact) {
            by_treatment.entry(treatment).or_default().push(fact);
        }
    }
    let mut items = Vec::new();
    for (treatment, facts) in &by_treatment {
        for (place, a) in facts.iter().enumerate() {
            for b in &facts[place + 1..] {
                // Two rows of other sources are theirs to settle; the ranking shows them side by side.
                if (is_own(a) || is_own(b)) && same_case(a, b, of) {
                    items.extend(pair(treatment, a, b));
                }
            }
        }
        items.extend(lines(treatment, facts));
    }
    items
}

/// The same alteration (or none in both) in tumours that overlap. A condition that asks for more than the other
/// speaks of another case.
fn same_case(a: &Assertion, b: &Assertion, of: &Reviewed<'_>) -> bool {
    let (x, y) = (leaves(&a.biomarker), leaves(&b.biomarker));
    let both_without = a.biomarker.asks_nothing() && b.biomarker.asks_nothing();
    let joined = |f: &Assertion| matches!(f.biomarker, BiomarkerExpr::All(_));
    let same = both_without || (!x.is_disjoint(&y) && (joined(a) == joined(b) || x == y));
    same && overlap(&a.tumours, &b.tumours, of.tree)
}

fn pair(treatment: &str, a: &Assertion, b: &Assertion) -> Option<ReviewItem> {
    let against = |f: &Assertion| {
        f.direction == Direction::Supports
            && matches!(f.significance, Significance::Resistance | Significance::ReducedSensitivity)
            || f.direction == Direction::DoesNotSupport && f.significance == Significance::Sensitivity
    };
    let kind = if is_sensitive(a) && against(b) || is_sensitive(b) && against(a) {
        ReviewKind::OppositeSignificance
    } else if is_sensitive(a) && is_sensitive(b) && a.withdrawn != b.withdrawn {
        ReviewKind::WithdrawnAndNot
    } else {
        return None;
    };
    Some(ReviewItem {
        kind,
        subject: treatment.to_owned(),
        facts: vec![a.id.clone(), b.id.clone()],
        words: format!("{} / {}", words(a), words(b)),
    })
}

/// `label:crc-031 resistance: KRAS G12, colorectal cancer (metastatic)`.
fn words(fact: &Assertion) -> String {
    let said = match (fact.significance, fact.direction) {
        (Significance::Sensitivity, Direction::Supports) => "sensitivity",
        (Significance::Sensitivity, Direction::DoesNotSupport) => "no benefit",
        (Significance::Resistance, _) => "resistance",
        (Significance::ReducedSensitivity, _) => "reduced sensitivity",
        _ => "other",
    };
    let asked = if fact.biomarker_text.is_empty() { "no biomarker" } else { &fact.biomarker_text };
    let line = fact.line.as_deref().map_or(String::new(), |l| format!(" ({l})"));
    let state = if fact.withdrawn { " withdrawn," } else { "" };
    format!("{}{state} {said}: {asked}, {}{line}", fact.id, fact.disease_text)
}

/// Own rows of one treatment, biomarker and tumour that name different lines.
fn lines(treatment: &str, facts: &[&Assertion]) -> Vec<ReviewItem> {
    let mut groups: BTreeMap<(&str, &str), Vec<&Assertion>> = BTreeMap::new();
    for fact in facts.iter().filter(|f| is_own(f) && is_sensitive(f) && !f.withdrawn) {
        groups.entry((&fact.biomarker_text, &fact.disease_text)).or_default().push(fact);
    }
    let several = groups.into_iter().filter(|(_, rows)| rows.len() > 1);
    several
        .map(|((_, disease), rows)| ReviewItem {
            kind: ReviewKind::SeveralLines,
            subject: format!("{treatment}, {disease}"),
            facts: rows.iter().map(|f| f.id.clone()).collect(),
            words: rows
                .iter()
                .map(|f| f.line.as_deref().unwrap_or("no line"))
                .collect::<Vec<_>>()
                .join(" / "),
        })
        .collect()
}
