//! Prediction models that run on this machine: published formulas and trained models.
//!
//! Architecture invariant: a model knows named inputs, never a patient. A missing or inapplicable input
//! gives no number, only a reason. Contributions sum to the output (1e-9).
#![deny(missing_docs)]

mod prediction;

pub use prediction::{Contribution, InputValue, Inputs, Prediction};
