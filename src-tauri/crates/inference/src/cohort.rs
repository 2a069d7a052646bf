//! A table of patients with an outcome, as a polars frame.

use polars::prelude::{Column, DataFrame};

use crate::{InputValue, Inputs, ModelError};

/// One patient of a cohort.
#[derive(Debug, Clone, PartialEq)]
pub struct CohortRow {
    /// Model inputs.
    pub inputs: Inputs,
    /// Whether the event was observed.
    pub event: bool,
    /// Groups for the evaluation: name and value, for example `("sex", "female")`.
    pub groups: Vec<(String, String)>,
    /// Part of the cohort, for example `train`.
    pub split: String,
}

/// A cohort.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cohort {
    /// Rows.
    pub rows: Vec<CohortRow>,
}

impl Cohort {
    /// Rows of one split; an empty name means all.
    #[must_use]
    pub fn split(&self, name: &str) -> Self {
        let keep = |row: &&CohortRow| name.is_empty() || row.split == name;
        Self { rows: self.rows.iter().filter(keep).cloned().collect() }
    }

    /// Numbers of an input, in the order of the rows; missing is `None`.
    #[must_use]
    pub fn numbers(&self, input: &str) -> Vec<Option<f64>> {
        self.rows
            .iter()
            .map(|row| match row.inputs.get(input) {
                Some(InputValue::Number(n)) => Some(*n),
                _ => None,
            })
            .collect()
    }

    /// A frame with the columns `event`, `score` and one a group name.
    ///
    /// # Errors
    /// [`ModelError::Computation`] where polars refuses the columns.
    pub(crate) fn frame(&self, scores: &[f64]) -> Result<DataFrame, ModelError> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.rows.iter().flat_map(|r| &r.groups) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let events: Vec<bool> = self.rows.iter().map(|r| r.event).collect();
        let mut columns =
            vec![Column::new("event".into(), events), Column::new("score".into(), scores.to_vec())];
        for name in names {
            let values: Vec<Option<&str>> = self
                .rows
                .iter()
                .map(|r| r.groups.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()))
                .collect();
            columns.push(Column::new(format!("group:{name}").into(), values));
        }
        DataFrame::new(self.rows.len(), columns)
            .map_err(|e| ModelError::Computation { what: "cohort frame", cause: e.to_string() })
    }
}
