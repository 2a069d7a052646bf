//! Where every value of a file went.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Counts of the leaves of a file. Every leaf is in exactly one class:
/// `mapped + kept_raw + ignored + error == total`.
///
/// A leaf of JSON is a scalar (keys are not leaves; both values of a key that occurs twice are). A leaf of
/// a VCF is a non-empty tab-separated field of a data line, or a header line as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// All leaves.
    pub total: u64,
    /// Understood and carried into the record.
    pub mapped: u64,
    /// Not understood; they stand in the source file, which is kept.
    pub kept_raw: u64,
    /// Left out by a named rule.
    pub ignored: u64,
    /// Unreadable where they stand.
    pub error: u64,
    /// Number of leaves ignored by each rule; sums to `ignored`.
    pub ignored_by_rule: BTreeMap<String, u64>,
}

impl Ledger {
    /// True where the classes add up.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.mapped + self.kept_raw + self.ignored + self.error == self.total
            && self.ignored_by_rule.values().sum::<u64>() == self.ignored
    }

    pub(crate) fn mapped(&mut self, leaves: u64) {
        self.total += leaves;
        self.mapped += leaves;
    }

    pub(crate) fn kept_raw(&mut self, leaves: u64) {
        self.total += leaves;
        self.kept_raw += leaves;
    }

    pub(crate) fn error(&mut self, leaves: u64) {
        self.total += leaves;
        self.error += leaves;
    }

    /// Moves leaves that were counted as mapped to a rule.
    pub(crate) fn reclassify(&mut self, rule: &str, leaves: u64) {
        let leaves = leaves.min(self.mapped);
        self.mapped -= leaves;
        self.total -= leaves;
        self.ignored(rule, leaves);
    }

    pub(crate) fn ignored(&mut self, rule: &str, leaves: u64) {
        if leaves == 0 {
            return;
        }
        self.total += leaves;
        self.ignored += leaves;
        match self.ignored_by_rule.get_mut(rule) {
            Some(count) => *count += leaves,
            None => {
                self.ignored_by_rule.insert(rule.to_owned(), leaves);
            }
        }
    }
}
