//! Counts that travel with the pack, so that its gaps are as visible as its content.

use std::collections::BTreeMap;

use crate::Count;

/// Counts while building.
#[derive(Default)]
pub(super) struct Statistics {
    counts: BTreeMap<String, u64>,
    unreadable: BTreeMap<String, u64>,
    unmapped: BTreeMap<String, u64>,
}

impl Statistics {
    pub(super) fn add(&mut self, what: &str, count: u64) {
        *self.counts.entry(what.to_owned()).or_default() += count;
    }

    /// A leaf of a profile that could not be read.
    pub(super) fn unreadable(&mut self, leaf: &str) {
        *self.unreadable.entry(leaf.to_owned()).or_default() += 1;
    }

    /// A disease without an OncoTree code.
    pub(super) fn unmapped(&mut self, disease: &str) {
        *self.unmapped.entry(disease.to_owned()).or_default() += 1;
    }

    /// The counts by name, then the gaps by name.
    pub(super) fn finish(mut self) -> (Vec<Count>, Gaps) {
        self.add("gaps.unreadable_alterations", self.unreadable.len() as u64);
        self.add("gaps.unmapped_diseases", self.unmapped.len() as u64);
        let counts = self.counts.into_iter().map(|(what, count)| Count { what, count }).collect();
        (counts, Gaps { unreadable: self.unreadable, unmapped: self.unmapped })
    }
}

/// What could not be read, with the number of facts that it touches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gaps {
    /// Alterations.
    pub unreadable: BTreeMap<String, u64>,
    /// Diseases.
    pub unmapped: BTreeMap<String, u64>,
}
