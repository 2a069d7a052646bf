//! A published additive formula: a sum of terms, a link, and an optional recalibration.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calibration::Recalibration;
use crate::terms::Term;
use crate::{Inputs, Prediction, sigmoid};

/// Parameters of a model whose output is `sigmoid(intercept + sum of terms)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Formula {
    /// Schema of this file: `attune/model/additive-logistic/1`.
    pub schema: String,
    /// Model id.
    pub id: String,
    /// Version of the parameters.
    pub version: String,
    /// What the output is, for example `LORIS score`.
    pub quantity: String,
    /// Where the numbers were published.
    pub source: String,
    /// Intercept.
    pub intercept: f64,
    /// Terms.
    pub terms: Vec<Term>,
    /// Recalibration from the score to a probability.
    pub recalibration: Option<Recalibration>,
}

/// Kind of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// A number.
    Number,
    /// 0 or 1, `no` or `yes`.
    YesNo,
    /// One of the values.
    Category,
}

/// Description of an input column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InputSpec {
    /// Column name.
    pub name: String,
    /// Words.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// Kind.
    pub kind: InputKind,
    /// Values of a category.
    pub values: Vec<String>,
    /// Hard limits of a number.
    pub range: Option<(f64, f64)>,
}

impl Formula {
    /// The inputs, in the order of the terms.
    #[must_use]
    pub fn inputs(&self) -> Vec<InputSpec> {
        self.terms
            .iter()
            .map(|term| match term {
                Term::Number(t) => InputSpec {
                    name: t.input.clone(),
                    label: t.label.clone(),
                    unit: t.unit.clone(),
                    kind: if t.yes_no { InputKind::YesNo } else { InputKind::Number },
                    values: Vec::new(),
                    range: Some(t.range),
                },
                Term::Category(t) => InputSpec {
                    name: t.input.clone(),
                    label: t.label.clone(),
                    unit: String::new(),
                    kind: InputKind::Category,
                    values: t.weights.keys().cloned().collect(),
                    range: None,
                },
            })
            .collect()
    }

    /// The formula for one person. Every reason why there is no number is given, not only the first.
    #[must_use]
    pub fn predict(&self, inputs: &Inputs) -> Prediction {
        let (mut warnings, mut refusals, mut contributions) = (Vec::new(), Vec::new(), Vec::new());
        let mut log_odds = self.intercept;
        for term in &self.terms {
            match term.apply(inputs.get(term.input())) {
                Ok(applied) => {
                    log_odds += applied.whole;
                    contributions.push(applied.contribution);
                    warnings.extend(applied.warnings);
                }
                Err(reason) => refusals.push(reason),
            }
        }
        if !refusals.is_empty() {
            return self.refused(refusals);
        }
        contributions.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
        let mut outputs = BTreeMap::new();
        if let Some(recalibration) = &self.recalibration {
            let estimate = recalibration.probability(log_odds);
            outputs.insert("response_probability".to_owned(), estimate.value);
            outputs.insert("response_probability_low".to_owned(), estimate.low);
            outputs.insert("response_probability_high".to_owned(), estimate.high);
        }
        Prediction {
            prediction: Some(sigmoid(log_odds)),
            applicable: true,
            reasons: warnings,
            outputs,
            base: Some(self.base()),
            contributions,
            ..self.refused(Vec::new())
        }
    }

    /// The sum of the formula for one person, before the link; `None` where the model refuses.
    pub(crate) fn log_odds(&self, inputs: &Inputs) -> Option<f64> {
        self.predict(inputs).prediction.map(crate::logit)
    }

    /// Value of the additive scale for the reference person.
    #[must_use]
    pub fn base(&self) -> f64 {
        self.intercept + self.terms.iter().map(Term::at_reference).sum::<f64>()
    }

    fn refused(&self, reasons: Vec<String>) -> Prediction {
        Prediction {
            model: self.id.clone(),
            version: self.version.clone(),
            quantity: self.quantity.clone(),
            prediction: None,
            low: None,
            high: None,
            applicable: false,
            reasons,
            outputs: BTreeMap::new(),
            base: None,
            scale: "log-odds".to_owned(),
            contributions: Vec::new(),
        }
    }
}
