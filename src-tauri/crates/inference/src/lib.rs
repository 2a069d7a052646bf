//! Prediction models that run on this machine: published formulas and trained models.
//!
//! Architecture invariant: a model knows named inputs, never a patient. A missing or inapplicable input
//! gives no number, only a reason. Contributions sum to the output on the additive scale (1e-9).
//! polars and linfa stand behind this crate only.
#![deny(missing_docs)]

mod calibration;
mod card;
mod cohort;
mod error;
mod evaluation;
mod formula;
mod prediction;
mod registry;
mod table;
mod terms;
mod training;

pub use calibration::{Recalibration, fit_recalibration};
pub use card::{EvaluationSummary, ModelCard};
pub use cohort::{Cohort, CohortRow};
pub use error::ModelError;
pub use evaluation::{CohortEvaluation, NetBenefit, SubgroupEvaluation, evaluate};
pub use formula::{Formula, InputKind, InputSpec};
pub use prediction::{Contribution, InputValue, Inputs, Prediction};
pub use registry::{Model, ModelSource, Registry};
pub use table::{Recipe, RecipeGroup, read_cohort, read_inputs};
pub use terms::{CategoryTerm, NumberTerm, Term};
pub use training::retrain;

/// `1 / (1 + e^-x)`, from log-odds to a score between 0 and 1.
pub(crate) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Inverse of [`sigmoid`].
pub(crate) fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}
