//! Charts, each drawn once with plotters for any backend; one backend of ours makes marks of the page
//! description from it, so that screen and paper have the same vectors and the same text.

mod axis;
mod backend;
mod brush;
mod contributions;
mod lollipop;
mod prediction;
mod rounding;

use attune_decision::RankedOption;
use attune_inference::Prediction;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use thiserror::Error;

pub use contributions::draw_contributions;
pub use lollipop::{Lollipop, Stem, draw_lollipop};
pub use prediction::draw_prediction;
pub use prediction::outcome as prediction_words;
pub(crate) use prediction::outcome;

use crate::page::Mark;
use backend::MarkBackend;

/// Width of every figure in points: the text width of the page.
pub(crate) const FIGURE_WIDTH: f64 = 510.0;

/// A chart with everything that a reader who cannot see it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Stable name, for example `contributions-1`.
    pub id: String,
    /// Title.
    pub title: String,
    /// The chart on white, without scripts or references.
    pub svg: String,
    /// Text alternative; it states every value.
    pub alt: String,
    /// Heads of the same data as a table.
    pub columns: Vec<String>,
    /// Rows of the same data as a table.
    pub rows: Vec<Vec<String>>,
    height: f64,
    marks: Vec<Mark>,
}

/// Why there is no chart.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FigureError {
    /// A value is not a finite number.
    #[error("{0} is not a finite number, so it cannot be drawn")]
    NotFinite(String),
    /// The model gave no number for this person.
    #[error("{0} gave no estimate, so there is nothing to draw")]
    NoEstimate(String),
    /// plotters refused the drawing.
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
}

impl Figure {
    /// Width and height in points.
    pub(crate) fn size(&self) -> (f64, f64) {
        (FIGURE_WIDTH, self.height)
    }

    /// What the chart is made of.
    pub(crate) fn marks(&self) -> &[Mark] {
        &self.marks
    }
}

/// The waterfall of an option's score: each contribution with its sign, the sum last.
///
/// # Errors
/// [`FigureError`] where a value is not a number.
pub fn contribution_figure(option: &RankedOption) -> Result<Figure, FigureError> {
    let table = contributions::rows(option)?;
    finish(
        format!("contributions-{}", option.rank),
        format!("Why {} has rank {}", crate::text::clean_to(&option.treatment, 200), option.rank),
        contributions::alt(option),
        (vec!["Factor".into(), "Points".into()], table),
        contributions::height(option),
        |area| draw_contributions(area, option),
    )
}

/// The signed shares of a model's inputs, from the base to the sum.
///
/// # Errors
/// [`FigureError::NoEstimate`] where the model abstained.
pub fn prediction_figure(prediction: &Prediction) -> Result<Figure, FigureError> {
    let table = prediction::rows(prediction)?;
    let scale = crate::text::clean_to(&prediction.scale, 40);
    finish(
        format!("prediction-{}", prediction.model),
        format!("What the estimate of {} rests on", crate::text::clean_to(&prediction.model, 80)),
        prediction::alt(prediction),
        (
            ["Input", "Value", "Reference"]
                .map(String::from)
                .into_iter()
                .chain([format!("Share ({scale})"), "Effect".into()])
                .collect(),
            table,
        ),
        prediction::height(prediction),
        |area| draw_prediction(area, prediction),
    )
}

/// The changes of one protein along its length, beside the residues that the pack has evidence for.
///
/// # Errors
/// [`FigureError`] where a fraction is not a number.
pub fn lollipop_figure(plot: &Lollipop) -> Result<Figure, FigureError> {
    let table = lollipop::rows(plot)?;
    let gene = crate::text::clean_to(&plot.gene, 40);
    finish(
        format!("lollipop-{gene}"),
        format!("Changes of {gene} along the protein"),
        lollipop::alt(plot),
        (["Change", "Residue", "Allele fraction", "Depth", "Origin"].map(String::from).into(), table),
        lollipop::HEIGHT,
        |area| draw_lollipop(area, plot),
    )
}

type Failure = DrawingAreaErrorKind<std::convert::Infallible>;

fn finish(
    id: String,
    title: String,
    alt: String,
    (columns, rows): (Vec<String>, Vec<Vec<String>>),
    height: f64,
    draw: impl for<'a> FnOnce(&DrawingArea<MarkBackend<'a>, Shift>) -> Result<(), Failure>,
) -> Result<Figure, FigureError> {
    let mut marks = Vec::new();
    {
        let area = MarkBackend::new(&mut marks, (FIGURE_WIDTH, height)).into_drawing_area();
        draw(&area).and_then(|()| area.present()).map_err(|e| FigureError::Drawing(e.to_string()))?;
    }
    let svg = crate::svg::document((FIGURE_WIDTH, height), &title, &alt, marks.iter());
    Ok(Figure { id, title, svg, alt, columns, rows, height, marks })
}
