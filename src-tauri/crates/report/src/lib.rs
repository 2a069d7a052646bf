//! Figures and reports: one description of each page, written as PDF and as SVG.
//!
//! Architecture invariant: no file is opened and no clock is asked; the value that the screen shows is
//! printed, nothing is ranked or predicted a second time. Text that comes from outside is cleaned in one
//! place (`text`), measured with the metrics of the embedded font, and never truncated without saying so.
//! The same input gives the same bytes.
#![deny(missing_docs)]

mod board_case;
mod colour;
mod deidentified;
mod fhir;
mod figure;
pub mod findings;
mod flow;
mod font;
mod input;
mod page;
mod pdf;
mod report;
mod svg;
mod text;

pub use board_case::BoardCase;
pub use deidentified::{DeidentifiedBoard, deidentified_board};
pub use fhir::{BoardBundleInput, PgxBundleInput, board_bundle, pgx_bundle};
pub use figure::{
    Figure, FigureError, Lollipop, Stem, contribution_figure, draw_contributions, draw_lollipop,
    draw_prediction, lollipop_figure, prediction_figure, prediction_words,
};
pub use input::{Audience, ModelSummary, PackRef, ReportInput, ReportMoment};
pub use page::{Mark, Page, Pages, TextRun};
pub use pdf::PdfError;
pub use report::compose;
