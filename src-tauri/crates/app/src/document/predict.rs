//! `attune/predict/1` and `attune/models/1`: answers of models and their cards.

use attune_inference::{Contribution, InputSpec, Model, Prediction};
use serde::Serialize;

use crate::document::{Header, PredictionContributionDoc, PredictionDoc};

/// Predictions, one a row of the input.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PredictDocument {
    /// Head.
    #[serde(flatten)]
    pub header: Header,
    /// Model id.
    pub model: String,
    /// Model version.
    pub version: String,
    /// Answers.
    pub predictions: Vec<PredictionDoc>,
}

/// The list of models.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelsDocument {
    /// Head.
    #[serde(flatten)]
    pub header: Header,
    /// Models.
    pub models: Vec<ModelRow>,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelRow {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// Kind.
    pub kind: String,
    /// Intended use.
    pub intended_use: String,
}

/// A model with its inputs and card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelDocument {
    /// Head.
    #[serde(flatten)]
    pub header: Header,
    /// Model id.
    pub id: String,
    /// What the number is.
    pub quantity: String,
    /// Input columns.
    pub inputs: Vec<InputSpec>,
    /// The card.
    pub card: attune_inference::ModelCard,
}

impl From<&Contribution> for PredictionContributionDoc {
    fn from(c: &Contribution) -> Self {
        Self {
            input: c.input.clone(),
            label: c.label.clone(),
            value: c.value.clone(),
            reference: c.reference.clone(),
            points: c.points,
        }
    }
}

impl From<&Prediction> for PredictionDoc {
    fn from(p: &Prediction) -> Self {
        Self {
            model: p.model.clone(),
            version: p.version.clone(),
            quantity: p.quantity.clone(),
            prediction: p.prediction,
            low: p.low,
            high: p.high,
            applicable: p.applicable,
            reasons: p.reasons.clone(),
            summary: attune_report::prediction_words(p),
            outputs: p.outputs.clone(),
            scale: p.scale.clone(),
            base: p.base,
            contributions: p.contributions.iter().map(Into::into).collect(),
        }
    }
}

impl ModelsDocument {
    /// The list of these models.
    #[must_use]
    pub fn new(header: Header, models: &[Model]) -> Self {
        let row = |m: &Model| ModelRow {
            id: m.card().id.clone(),
            name: m.card().name.clone(),
            version: m.card().version.clone(),
            kind: m.card().kind.clone(),
            intended_use: m.card().intended_use.clone(),
        };
        Self { header, models: models.iter().map(row).collect() }
    }
}

impl ModelDocument {
    /// The document of a model.
    #[must_use]
    pub fn new(header: Header, model: &Model) -> Self {
        Self {
            header,
            id: model.card().id.clone(),
            quantity: model.formula().quantity.clone(),
            inputs: model.inputs(),
            card: model.card().clone(),
        }
    }
}
