//! What goes into a model and what comes out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A value of a model input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum InputValue {
    /// A number in the unit that the model card names.
    Number(f64),
    /// A category.
    Category(String),
}

/// Named inputs. An absent name is a missing value.
pub type Inputs = BTreeMap<String, InputValue>;

/// Signed share of one input in the output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// Name of the input.
    pub input: String,
    /// Words for the screen, for example `Tumour mutational burden`.
    pub label: String,
    /// The value used, with its unit, for example `8.1 mut/Mb`.
    pub value: String,
    /// The reference value that the share is measured from, with its unit.
    pub reference: String,
    /// Share on the model's additive scale.
    pub points: f64,
}

/// Answer of a model for one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// Model id, for example `loris-pan-cancer`.
    pub model: String,
    /// Model version.
    pub version: String,
    /// What the number is, for example `LORIS score`.
    pub quantity: String,
    /// The number, or `None` with reasons.
    pub prediction: Option<f64>,
    /// Lower limit, where the model has an interval.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// True where the model may speak about this person.
    pub applicable: bool,
    /// Why not, or warnings where it may.
    pub reasons: Vec<String>,
    /// Further named outputs (`response_probability`).
    pub outputs: BTreeMap<String, f64>,
    /// Value of the additive scale at the reference.
    pub base: Option<f64>,
    /// Name of the additive scale, for example `log-odds`.
    pub scale: String,
    /// Shares, largest first. `base` and they sum to the output on the additive scale.
    pub contributions: Vec<Contribution>,
}
