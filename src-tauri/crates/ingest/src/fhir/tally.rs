//! Which class each leaf of a mapped resource belongs to.

use crate::Ledger;
use crate::json::{Mark, Node, Object, ScalarKind};

/// Members of a resource that carry nothing about the patient, with the rule that leaves them out.
const RULES: [(&str, &str); 5] = [
    ("text", "fhir.narrative"),
    ("meta", "fhir.meta"),
    ("id", "fhir.id"),
    ("implicitRules", "fhir.bookkeeping"),
    ("language", "fhir.bookkeeping"),
];

/// The same for entries and Bundles.
const ENTRY_RULES: [(&str, &str); 9] = [
    ("fullUrl", "fhir.bundle_bookkeeping"),
    ("request", "fhir.bundle_bookkeeping"),
    ("response", "fhir.bundle_bookkeeping"),
    ("search", "fhir.bundle_bookkeeping"),
    ("link", "fhir.bundle_bookkeeping"),
    ("total", "fhir.bundle_bookkeeping"),
    ("timestamp", "fhir.bundle_bookkeeping"),
    ("type", "fhir.bundle_bookkeeping"),
    ("signature", "fhir.bundle_bookkeeping"),
];

/// Counts the leaves of a resource.
pub(super) fn resource(node: &Node<'_>) -> Ledger {
    let mut ledger = Ledger::default();
    if let Node::Object(object) = node {
        members(object, &RULES, &mut ledger, &mut |_| false);
    } else {
        walk(node, None, &mut ledger, &mut |_| false);
    }
    ledger
}

/// Counts the leaves of a Bundle or an entry, without the resources that are counted on their own.
pub(super) fn wrapper(node: &Node<'_>, counted: &mut dyn FnMut(&Node<'_>) -> bool) -> Ledger {
    let mut ledger = Ledger::default();
    if let Node::Object(object) = node {
        let rules: Vec<_> = RULES.iter().chain(&ENTRY_RULES).copied().collect();
        members(object, &rules, &mut ledger, counted);
    } else {
        walk(node, None, &mut ledger, counted);
    }
    ledger
}

fn members(
    object: &Object<'_>,
    rules: &[(&str, &'static str)],
    ledger: &mut Ledger,
    counted: &mut dyn FnMut(&Node<'_>) -> bool,
) {
    for (key, node) in &object.members {
        let rule = rules.iter().find(|(name, _)| name == key).map(|(_, rule)| *rule);
        walk(node, rule, ledger, counted);
    }
}

fn walk(
    node: &Node<'_>,
    rule: Option<&'static str>,
    ledger: &mut Ledger,
    counted: &mut dyn FnMut(&Node<'_>) -> bool,
) {
    if counted(node) {
        return;
    }
    match node {
        Node::Scalar(scalar) => match (scalar.mark.get(), rule) {
            (Mark::Mapped, _) => ledger.mapped(1),
            (Mark::Unusable, _) => ledger.error(1),
            (Mark::Untouched, Some(rule)) => ledger.ignored(rule, 1),
            (Mark::Untouched, None) if scalar.kind == ScalarKind::Null => ledger.ignored("json.null", 1),
            (Mark::Untouched, None) => ledger.kept_raw(1),
        },
        Node::Array(list) => list.iter().for_each(|n| walk(n, rule, ledger, counted)),
        Node::Object(object) => {
            object.members.iter().for_each(|(key, n)| {
                // Ids of elements are anchors for the narrative.
                let own = if key == "id" { Some("fhir.id") } else { None };
                walk(n, rule.or(own.filter(|_| is_scalar(n))), ledger, counted);
            });
        }
        Node::TooDeep(leaves) => ledger.kept_raw(*leaves),
    }
}

fn is_scalar(node: &Node<'_>) -> bool {
    matches!(node, Node::Scalar(_))
}
