//! The terms of an additive formula: how one input becomes a share of the output.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Contribution, InputValue};

/// A numeric input with a linear coefficient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberTerm {
    /// Input name.
    pub input: String,
    /// Words for the screen.
    pub label: String,
    /// Unit, empty for a ratio or a yes/no input.
    pub unit: String,
    /// Change of the additive scale for one unit.
    pub coefficient: f64,
    /// Values above it count as this value, as the publication says.
    pub cap: Option<f64>,
    /// Hard limits: outside there is no prediction.
    pub range: (f64, f64),
    /// What a value outside the limits probably is.
    pub range_hint: String,
    /// 1st and 99th percentile of the training cohort: outside there is a warning.
    pub usual: (f64, f64),
    /// Value from which the contribution is measured: the training mean of the capped input.
    pub reference: f64,
    /// True where only 0 and 1 are values.
    pub yes_no: bool,
}

/// A categorical input with one weight a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CategoryTerm {
    /// Input name.
    pub input: String,
    /// Words for the screen.
    pub label: String,
    /// Weight of each value.
    pub weights: BTreeMap<String, f64>,
    /// Number of training patients with each value.
    pub training_counts: BTreeMap<String, u32>,
    /// Below this number of training patients there is a warning.
    pub warn_below: u32,
    /// Mean weight in the training cohort.
    pub reference: f64,
    /// OncoTree codes that mean each value; a code covers its descendants, the nearest one counts.
    pub oncotree: BTreeMap<String, Vec<String>>,
    /// Remarks on single values, shown with a prediction.
    pub remarks: BTreeMap<String, String>,
}

/// A term of the formula.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Term {
    /// Numeric.
    Number(NumberTerm),
    /// Categorical.
    Category(CategoryTerm),
}

/// A term applied to a value.
pub(crate) struct Applied {
    /// Share measured from the reference.
    pub(crate) contribution: Contribution,
    /// The whole term, as the publication writes it.
    pub(crate) whole: f64,
    /// Warnings.
    pub(crate) warnings: Vec<String>,
}

impl Term {
    pub(crate) fn input(&self) -> &str {
        match self {
            Self::Number(t) => &t.input,
            Self::Category(t) => &t.input,
        }
    }

    /// Value of the term at the reference.
    pub(crate) fn at_reference(&self) -> f64 {
        match self {
            Self::Number(t) => t.coefficient * t.reference,
            Self::Category(t) => t.reference,
        }
    }

    /// Applies the term, or says in one sentence why it cannot be applied.
    pub(crate) fn apply(&self, value: Option<&InputValue>) -> Result<Applied, String> {
        match self {
            Self::Number(t) => t.apply(value),
            Self::Category(t) => t.apply(value),
        }
    }
}

impl NumberTerm {
    fn apply(&self, value: Option<&InputValue>) -> Result<Applied, String> {
        let label = &self.label;
        let number = match value {
            None => return Err(format!("{label} ({}) is missing", self.input)),
            Some(InputValue::Number(n)) => *n,
            Some(InputValue::Category(text)) => yes_no(text)
                .filter(|_| self.yes_no)
                .ok_or_else(|| format!("{label}: `{text}` is not a number"))?,
        };
        if !number.is_finite() {
            return Err(format!("{label}: not a finite number"));
        }
        let (low, high) = self.range;
        if number < low || number > high || (self.yes_no && number != 0.0 && number != 1.0) {
            let hint =
                if self.range_hint.is_empty() { String::new() } else { format!("; {}", self.range_hint) };
            let unit = spaced(&self.unit);
            return Err(format!("{label} {}{unit} is outside {low} to {high}{unit}{hint}", trim(number)));
        }
        let used = self.cap.map_or(number, |cap| number.min(cap));
        let mut warnings = Vec::new();
        if used < number {
            warnings.push(format!(
                "{label} {} counts as {}, as the publication caps it",
                trim(number),
                trim(used)
            ));
        }
        if !self.yes_no && (number < self.usual.0 || number > self.usual.1) {
            warnings.push(format!(
                "{label} {}{} lies outside the middle 98 % of the training patients ({} to {})",
                trim(number),
                spaced(&self.unit),
                trim(self.usual.0),
                trim(self.usual.1)
            ));
        }
        let words = |x: f64, mean: bool| match (self.yes_no, mean) {
            (true, false) => if x == 1.0 { "yes" } else { "no" }.to_owned(),
            (true, true) => format!("mean: {:.0} % yes", x * 100.0),
            (false, false) => format!("{}{}", trim(x), spaced(&self.unit)),
            (false, true) => format!("mean: {}{}", trim((x * 100.0).round() / 100.0), spaced(&self.unit)),
        };
        Ok(Applied {
            contribution: Contribution {
                input: self.input.clone(),
                label: label.clone(),
                value: words(number, false),
                reference: words(self.reference, true),
                points: self.coefficient * (used - self.reference),
            },
            whole: self.coefficient * used,
            warnings,
        })
    }
}

impl CategoryTerm {
    fn apply(&self, value: Option<&InputValue>) -> Result<Applied, String> {
        let text = match value {
            None => return Err(format!("{} ({}) is missing", self.label, self.input)),
            Some(InputValue::Category(text)) => text.trim().to_owned(),
            Some(InputValue::Number(n)) => trim(*n),
        };
        let (name, weight) =
            self.weights.iter().find(|(name, _)| name.eq_ignore_ascii_case(&text)).ok_or_else(|| {
                format!("{} `{text}` was in no training patient: the model does not know it", self.label)
            })?;
        let mut warnings: Vec<String> = self.remarks.get(name).cloned().into_iter().collect();
        let count = self.training_counts.get(name).copied().unwrap_or(0);
        if count < self.warn_below {
            warnings.push(format!("only {count} training patients had {} {name}", self.label.to_lowercase()));
        }
        Ok(Applied {
            contribution: Contribution {
                input: self.input.clone(),
                label: self.label.clone(),
                value: name.clone(),
                reference: "mean of the training patients".to_owned(),
                points: weight - self.reference,
            },
            whole: *weight,
            warnings,
        })
    }

    /// The value that stands for an OncoTree type. `lineage` is the code and its ancestors, nearest first.
    #[must_use]
    pub fn value_for(&self, lineage: &[&str]) -> Option<&str> {
        lineage.iter().find_map(|code| {
            self.oncotree
                .iter()
                .find(|(_, codes)| codes.iter().any(|c| c == code))
                .map(|(value, _)| value.as_str())
        })
    }
}

fn yes_no(text: &str) -> Option<f64> {
    match text.trim().to_ascii_lowercase().as_str() {
        "yes" | "true" => Some(1.0),
        "no" | "false" => Some(0.0),
        _ => None,
    }
}

fn spaced(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" {unit}") }
}

/// A number without trailing zeros.
fn trim(x: f64) -> String {
    let text = format!("{x:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
