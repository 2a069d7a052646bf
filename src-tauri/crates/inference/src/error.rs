//! What can be wrong with a model or a table of inputs.

use thiserror::Error;

/// An error of this crate.
#[derive(Debug, Error)]
pub enum ModelError {
    /// The parameters or the card of a model cannot be read.
    #[error("model {model}: {what} cannot be read: {cause}")]
    Unreadable {
        /// Model id.
        model: String,
        /// `parameters`, `card` or `evaluation`.
        what: &'static str,
        /// Where and why.
        cause: String,
    },
    /// Parameters and card name different models.
    #[error("model {model}: its card is of model {card}")]
    CardMismatch {
        /// Id of the parameters.
        model: String,
        /// Id of the card.
        card: String,
    },
    /// A table lacks a column.
    #[error("the table has no column {0}")]
    MissingColumn(String),
    /// Too little data for a figure.
    #[error("{what}: {count} rows with both outcomes are too few")]
    TooFew {
        /// The figure.
        what: &'static str,
        /// Rows at hand.
        count: usize,
    },
    /// A computation of polars or linfa failed.
    #[error("{what} failed: {cause}")]
    Computation {
        /// The step.
        what: &'static str,
        /// The library's words.
        cause: String,
    },
}

impl ModelError {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "model.unreadable",
            Self::CardMismatch { .. } => "model.card_mismatch",
            Self::MissingColumn(_) => "model.missing_column",
            Self::TooFew { .. } => "model.too_few",
            Self::Computation { .. } => "model.computation",
        }
    }
}
