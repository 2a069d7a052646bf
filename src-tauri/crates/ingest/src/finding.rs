//! What a reader has to say about single places of a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Weight of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something was not read.
    Error,
    /// Read, but a person should look.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// One thing found in a file, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Weight.
    pub severity: Severity,
    /// Path with indices (`Bundle.entry[12].resource.valueQuantity`) or `line 17`.
    pub location: String,
    /// Stable code, for example `vcf.reference_not_bases`.
    pub code: String,
    /// One sentence: what stands there and what was kept.
    pub message: String,
}

/// Collects findings. Above a number for one code they are only counted, so that a file with a
/// million bad lines cannot fill the memory; the count is told at the end.
#[derive(Debug)]
pub(crate) struct Findings {
    list: Vec<Finding>,
    seen: BTreeMap<&'static str, (Severity, usize)>,
    limit: usize,
}

impl Findings {
    pub(crate) fn new(limit: usize) -> Self {
        Self { list: Vec::new(), seen: BTreeMap::new(), limit }
    }

    /// Adds a finding; the texts are made only where it is kept.
    pub(crate) fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        location: impl FnOnce() -> String,
        message: impl FnOnce() -> String,
    ) {
        let (_, count) = self.seen.entry(code).or_insert((severity, 0));
        *count += 1;
        if *count <= self.limit {
            self.list.push(Finding {
                severity,
                location: location(),
                code: code.to_owned(),
                message: message(),
            });
        }
    }

    /// The findings, errors first, in the order of the file otherwise.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        for (code, (severity, count)) in &self.seen {
            if *count > self.limit {
                self.list.push(Finding {
                    severity: *severity,
                    location: "whole file".to_owned(),
                    code: (*code).to_owned(),
                    message: format!(
                        "{count} findings of this kind in all; the first {} are listed.",
                        self.limit
                    ),
                });
            }
        }
        self.list.sort_by_key(|f| f.severity);
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_the_limit_is_counted_and_errors_stand_first() {
        let mut findings = Findings::new(2);
        for line in 1..=5 {
            findings.add(Severity::Info, "a", || format!("line {line}"), || "x".into());
        }
        findings.add(Severity::Error, "b", || "line 9".into(), || "y".into());
        let list = findings.finish();
        assert_eq!(list.len(), 4);
        assert_eq!(list[0].code, "b");
        assert!(list[3].message.starts_with("5 findings"), "{:?}", list[3]);
    }
}
