//! Counts that travel with the pack, so that its gaps are as visible as its content.

use std::collections::BTreeMap;

use crate::tumour::OncoTree;
use crate::{Assertion, AssertionKind, Count, ReviewItem, ReviewKind, TumourScope};

/// Counts while building.
#[derive(Default)]
pub(super) struct Statistics {
    counts: BTreeMap<String, u64>,
    unreadable: BTreeMap<String, u64>,
    unmapped: BTreeMap<String, u64>,
    review: Vec<ReviewItem>,
}

impl Statistics {
    /// Keeps the report for the caller of the builder.
    pub(super) fn keep(&mut self, review: &[ReviewItem]) {
        self.review = review.to_vec();
    }

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

    /// Counts the facts by source and the predictive ones by tissue; a fact of two tissues counts for both.
    pub(super) fn assertions(&mut self, all: &[Assertion], tree: &OncoTree) {
        self.add("assertions", all.len() as u64);
        for fact in all {
            self.add(&format!("assertions_by_source.{}", fact.source.name), 1);
            if fact.kind != AssertionKind::Predictive {
                continue;
            }
            let mut places: Vec<&str> = match &fact.tumours {
                TumourScope::OncoTree(codes) => codes.iter().filter_map(|c| tree.tissue(c)).collect(),
                TumourScope::AnySolid { .. } => vec!["any solid tumour"],
                TumourScope::Any => vec!["any neoplasm"],
                TumourScope::Unmapped(_) => vec!["unmapped"],
            };
            places.sort_unstable();
            places.dedup();
            for place in places {
                self.add(&format!("predictive_by_tissue.{place}"), 1);
            }
        }
    }

    /// What could not be read, as items of the review.
    pub(super) fn unread(&self) -> Vec<ReviewItem> {
        let item = |kind| {
            move |(name, count): (&String, &u64)| ReviewItem {
                kind,
                subject: name.clone(),
                facts: Vec::new(),
                words: format!("{count} of the facts"),
            }
        };
        let unreadable = self.unreadable.iter().map(item(ReviewKind::UnreadableAlteration));
        unreadable.chain(self.unmapped.iter().map(item(ReviewKind::UnmappedDisease))).collect()
    }

    /// The counts by name, then the gaps by name.
    pub(super) fn finish(self) -> (Vec<Count>, Gaps) {
        let counts = self.counts.into_iter().map(|(what, count)| Count { what, count }).collect();
        (counts, Gaps { unreadable: self.unreadable, unmapped: self.unmapped, review: self.review })
    }
}

/// What could not be read, with the number of facts that it touches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gaps {
    /// Alterations.
    pub unreadable: BTreeMap<String, u64>,
    /// Diseases.
    pub unmapped: BTreeMap<String, u64>,
    /// Everything that a curator should look at, the two above among it.
    pub review: Vec<ReviewItem>,
}
