//! Tables of patients as CSV: inputs for predictions, and cohorts for training and evaluation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cohort::{Cohort, CohortRow};
use crate::{InputKind, InputSpec, InputValue, Inputs, ModelError};

/// How a cohort file is read: `models/<id>/recipe.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// Model id.
    pub model: String,
    /// Column of the file for each input.
    pub columns: BTreeMap<String, String>,
    /// Column of the outcome: `1` is the event.
    pub outcome: String,
    /// Column that splits the cohort, and its values for training and for evaluation.
    pub split: Option<(String, String, String)>,
    /// Words for the training part, for example `Chowell 2015 to 2017, MSK, 964 patients`.
    pub trained_on: String,
    /// Group name, its column, and the words for its values.
    pub groups: Vec<RecipeGroup>,
    /// Input that alone is the rule to beat, with its cut-off.
    pub simple_rule: Option<(String, f64)>,
    /// Intercept and slope of a recalibration published elsewhere, kept instead of the refitted ones.
    #[serde(default)]
    pub recalibration: Option<(f64, f64)>,
    /// Rows that the recipe leaves out: column and the value that a row must have.
    pub only: Option<(String, String)>,
}

/// A grouping of the evaluation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecipeGroup {
    /// Name.
    pub name: String,
    /// Column.
    pub column: String,
    /// Words for the values; empty: the values themselves.
    pub values: BTreeMap<String, String>,
    /// Cut points for a numeric column, ascending; empty for a column of names.
    pub cuts: Vec<f64>,
}

/// Reads one row a patient. A blank or absent cell is a missing value, never a default.
///
/// # Errors
/// [`ModelError::Computation`] with the line where the text is not CSV.
pub fn read_inputs(text: &[u8], specs: &[InputSpec]) -> Result<Vec<Inputs>, ModelError> {
    let (header, rows) = read(text)?;
    Ok(rows
        .iter()
        .map(|row| {
            let cells = header.iter().zip(row.iter());
            cells
                .filter_map(|(name, cell)| {
                    let spec = specs.iter().find(|s| s.name.eq_ignore_ascii_case(name.trim()))?;
                    Some((spec.name.clone(), value(cell, spec.kind)?))
                })
                .collect()
        })
        .collect())
}

/// Reads a cohort by a recipe.
///
/// # Errors
/// [`ModelError::MissingColumn`] where the file lacks a column that the recipe names.
pub fn read_cohort(text: &[u8], specs: &[InputSpec], recipe: &Recipe) -> Result<Cohort, ModelError> {
    let (header, rows) = read(text)?;
    let at = |name: &str| {
        header.iter().position(|h| h == name).ok_or_else(|| ModelError::MissingColumn(name.to_owned()))
    };
    let outcome = at(&recipe.outcome)?;
    let split = recipe.split.as_ref().map(|(column, _, _)| at(column)).transpose()?;
    let only =
        recipe.only.as_ref().map(|(column, value)| Ok::<_, ModelError>((at(column)?, value))).transpose()?;
    let mut inputs = Vec::new();
    for spec in specs {
        let column =
            recipe.columns.get(&spec.name).ok_or_else(|| ModelError::MissingColumn(spec.name.clone()))?;
        inputs.push((spec, at(column)?));
    }
    let mut groups = Vec::new();
    for group in &recipe.groups {
        groups.push((group, at(&group.column)?));
    }
    let mut cohort = Cohort::default();
    for row in &rows {
        let cell = |i: usize| row.get(i).unwrap_or("").trim();
        if only.as_ref().is_some_and(|(i, value)| cell(*i) != value.as_str()) {
            continue;
        }
        let event = match cell(outcome) {
            "1" => true,
            "0" => false,
            _ => continue,
        };
        cohort.rows.push(CohortRow {
            inputs: inputs
                .iter()
                .filter_map(|(spec, i)| Some((spec.name.clone(), value(cell(*i), spec.kind)?)))
                .collect(),
            event,
            groups: groups
                .iter()
                .filter_map(|(group, i)| Some((group.name.clone(), group.word(cell(*i))?)))
                .collect(),
            split: split.map(|i| cell(i).to_owned()).unwrap_or_default(),
        });
    }
    Ok(cohort)
}

impl RecipeGroup {
    fn word(&self, cell: &str) -> Option<String> {
        if cell.is_empty() {
            return None;
        }
        if self.cuts.is_empty() {
            return Some(self.values.get(cell).cloned().unwrap_or_else(|| cell.to_owned()));
        }
        let number: f64 = cell.parse().ok()?;
        let below = self.cuts.iter().position(|cut| number < *cut);
        Some(match below {
            Some(0) => format!("below {}", self.cuts[0]),
            Some(i) => format!("{} to below {}", self.cuts[i - 1], self.cuts[i]),
            None => format!("{} and above", self.cuts[self.cuts.len() - 1]),
        })
    }
}

fn value(cell: &str, kind: InputKind) -> Option<InputValue> {
    let cell = cell.trim();
    if cell.is_empty() {
        return None;
    }
    Some(match (kind, cell.parse::<f64>()) {
        (InputKind::Category, _) | (_, Err(_)) => InputValue::Category(cell.to_owned()),
        (_, Ok(number)) => InputValue::Number(number),
    })
}

type Rows = (Vec<String>, Vec<csv::StringRecord>);

fn read(text: &[u8]) -> Result<Rows, ModelError> {
    let failed = |e: csv::Error| ModelError::Computation { what: "reading the table", cause: e.to_string() };
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    let header = reader.headers().map_err(failed)?.iter().map(|h| h.trim().to_owned()).collect();
    let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(failed)?;
    Ok((header, rows))
}
