//! Which class each leaf of a mapped resource belongs to.

use crate::Ledger;
use crate::json::{Mark, Node, ScalarKind};

/// Rules by which leaves are left out; they carry nothing about the patient.
const RULES: [&str; 6] =
    ["fhir.narrative", "fhir.meta", "fhir.id", "fhir.bookkeeping", "fhir.bundle_bookkeeping", "json.null"];
const NARRATIVE: usize = 0;
const META: usize = 1;
const ID: usize = 2;
const BOOKKEEPING: usize = 3;
const BUNDLE: usize = 4;
const NULL: usize = 5;

/// Counts of one resource. A file has many, so that they are small; [`Counts::into_ledger`] gives them names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    mapped: u32,
    kept_raw: u32,
    error: u32,
    ignored: [u32; RULES.len()],
    doubled: bool,
}

impl Counts {
    /// True where a key stands twice in one object.
    pub(super) fn has_doubled_key(&self) -> bool {
        self.doubled
    }

    /// All leaves.
    pub(super) fn total(&self) -> u64 {
        let ignored: u64 = self.ignored.iter().map(|n| u64::from(*n)).sum();
        u64::from(self.mapped) + u64::from(self.kept_raw) + u64::from(self.error) + ignored
    }

    /// Adds the counts to those of the file.
    pub(crate) fn into_ledger(self, ledger: &mut Ledger) {
        ledger.mapped(u64::from(self.mapped));
        ledger.kept_raw(u64::from(self.kept_raw));
        ledger.error(u64::from(self.error));
        for (rule, count) in RULES.iter().zip(self.ignored) {
            ledger.ignored(rule, u64::from(count));
        }
    }

    /// Takes back that anything was understood.
    pub(super) fn not_understood(mut self) -> Self {
        self.kept_raw += self.mapped;
        self.mapped = 0;
        self
    }
}

fn resource_rule(key: &str) -> Option<usize> {
    match key {
        "text" => Some(NARRATIVE),
        "meta" => Some(META),
        "id" => Some(ID),
        "implicitRules" | "language" => Some(BOOKKEEPING),
        _ => None,
    }
}

fn wrapper_rule(key: &str) -> Option<usize> {
    match key {
        "fullUrl" | "request" | "response" | "search" | "link" | "total" | "timestamp" | "type"
        | "signature" => Some(BUNDLE),
        _ => resource_rule(key),
    }
}

/// Counts the leaves of a resource.
pub(super) fn resource(node: &Node<'_>) -> Counts {
    let mut counts = Counts::default();
    members(node, resource_rule, &mut counts, &mut |_| false);
    counts
}

/// Counts the leaves of a Bundle or an entry, without the resources that are counted on their own.
pub(crate) fn wrapper(node: &Node<'_>, counted: &mut dyn FnMut(&Node<'_>) -> bool) -> Counts {
    let mut counts = Counts::default();
    members(node, wrapper_rule, &mut counts, counted);
    counts
}

fn members(
    node: &Node<'_>,
    rule: fn(&str) -> Option<usize>,
    counts: &mut Counts,
    counted: &mut dyn FnMut(&Node<'_>) -> bool,
) {
    match node {
        Node::Object(object) => {
            counts.doubled |= object.doubled.is_some();
            object.members.iter().for_each(|(key, n)| walk(n, rule(key), counts, counted));
        }
        other => walk(other, None, counts, counted),
    }
}

fn walk(
    node: &Node<'_>,
    rule: Option<usize>,
    counts: &mut Counts,
    counted: &mut dyn FnMut(&Node<'_>) -> bool,
) {
    if counted(node) {
        return;
    }
    match node {
        Node::Scalar(scalar) => match (scalar.mark.get(), rule) {
            (Mark::Mapped, _) => counts.mapped += 1,
            (Mark::Unusable, _) => counts.error += 1,
            (Mark::Untouched, Some(rule)) => counts.ignored[rule] += 1,
            (Mark::Untouched, None) if scalar.kind == ScalarKind::Null => counts.ignored[NULL] += 1,
            (Mark::Untouched, None) => counts.kept_raw += 1,
        },
        Node::Array(list) => list.iter().for_each(|n| walk(n, rule, counts, counted)),
        Node::Object(object) => {
            counts.doubled |= object.doubled.is_some();
            for (key, n) in &object.members {
                // Ids of elements are anchors for the narrative.
                let anchor = (key == "id" && matches!(n, Node::Scalar(_))).then_some(ID);
                walk(n, rule.or(anchor), counts, counted);
            }
        }
        Node::TooDeep(leaves) => counts.kept_raw += u32::try_from(*leaves).unwrap_or(u32::MAX),
    }
}
