//! The model card: what a model is for, on whom it was made, how well it does, where it must not speak
//! (TRIPOD+AI, doi 10.1136/bmj-2023-078378).

use serde::{Deserialize, Serialize};

/// Figures of one evaluation, as shown beside a prediction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvaluationSummary {
    /// Cohort in words.
    pub cohort: String,
    /// Patients.
    pub patients: u32,
    /// Events.
    pub events: u32,
    /// Area under the ROC curve with its 95 % interval.
    pub auc: [f64; 3],
    /// Which simpler rule it was compared with, and its area.
    pub compared_with: String,
    /// Remarks, for example that the cohort trained the model.
    pub remark: String,
}

/// A model card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelCard {
    /// Model id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// Kind, for example `published formula`.
    pub kind: String,
    /// Intended use.
    pub intended_use: String,
    /// What it must not be used for.
    pub not_for: Vec<String>,
    /// What the number means, and what it does not mean.
    pub meaning: String,
    /// Population and dates of the training cohort.
    pub training: String,
    /// How missing values are handled.
    pub missing: String,
    /// Applicability limits in words.
    pub limits: Vec<String>,
    /// Evaluations.
    pub evaluation: Vec<EvaluationSummary>,
    /// Groups for which nothing is known.
    pub unknown_groups: Vec<String>,
    /// References.
    pub citations: Vec<String>,
    /// Licence of the numbers.
    pub licence: String,
}
