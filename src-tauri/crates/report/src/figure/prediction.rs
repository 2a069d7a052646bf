//! Signed shares of the inputs of a model: what raises the estimate and what lowers it.

use attune_inference::{Contribution, Prediction};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

use super::axis::Axis;
use super::brush::{At, Brush, Drawn, LINE_STEP, wrap};
use super::rounding::Rounded;
use super::{FIGURE_WIDTH, FigureError};
use crate::colour::{AGAINST, FOR, INK, INK_2, LINE, RULE};
use crate::font::Face;
use crate::text::{clean_to, number};

const LABEL: f64 = 202.0;
const LEFT: f64 = 214.0;
const RIGHT: f64 = FIGURE_WIDTH - 146.0;
const SHARE: f64 = FIGURE_WIDTH - 88.0;
const EFFECT: f64 = FIGURE_WIDTH - 80.0;
const HEAD: f64 = 18.0;
const ROW: f64 = LINE_STEP + 4.0;

fn base(prediction: &Prediction) -> f64 {
    prediction.base.unwrap_or(0.0)
}

/// Output on the additive scale.
fn total(prediction: &Prediction) -> f64 {
    base(prediction) + prediction.contributions.iter().map(|c| c.points).sum::<f64>()
}

/// Printed values: the contributions in their order, then the base.
fn printed(prediction: &Prediction) -> Rounded {
    let parts: Vec<_> = prediction.contributions.iter().map(|c| c.points).chain([base(prediction)]).collect();
    Rounded::new(&parts, total(prediction))
}

/// Place of the base in [`printed`].
fn base_index(prediction: &Prediction) -> usize {
    prediction.contributions.len()
}

fn effect(share: &str) -> &'static str {
    match share.chars().next() {
        Some('+') => "raises it",
        Some('\u{2212}') => "lowers it",
        _ => "no effect",
    }
}

/// `Albumin`, then `3.1 g/dL (reference 3.9 g/dL)`.
fn label(contribution: &Contribution) -> (Vec<String>, Vec<String>) {
    let value = format!("{} (reference {})", contribution.value, contribution.reference);
    (wrap(&contribution.label, Face::Strong, LABEL), wrap(&value, Face::Regular, LABEL))
}

fn label_height((name, value): &(Vec<String>, Vec<String>)) -> f64 {
    LINE_STEP * (name.len() + value.len()) as f64 + 4.0
}

/// What the answer is, in words: the number of the model and its further outputs, each named. The same words
/// stand in the chart, in the report and on the screen.
#[must_use]
pub fn outcome(prediction: &Prediction) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(value) = prediction.prediction {
        let interval = match (prediction.low, prediction.high) {
            (Some(low), Some(high)) => format!(" (interval {} to {})", number(low, 2), number(high, 2)),
            _ => String::new(),
        };
        out.push(format!("{}: {}{interval}", clean_to(&prediction.quantity, 80), number(value, 2)));
    }
    let output = |name: &str| prediction.outputs.get(name);
    if let Some(value) = output("response_probability") {
        let percent = |x: f64| number(x * 100.0, 0);
        let interval = match (output("response_probability_low"), output("response_probability_high")) {
            (Some(low), Some(high)) => format!(" (95 % interval {} to {} %)", percent(*low), percent(*high)),
            _ => String::new(),
        };
        out.push(format!("Recalibrated probability of response: {} %{interval}", percent(*value)));
    }
    for (name, value) in
        prediction.outputs.iter().filter(|(name, _)| !name.starts_with("response_probability"))
    {
        out.push(format!("{}: {}", clean_to(&name.replace('_', " "), 60), number(*value, 2)));
    }
    out
}

fn outcome_lines(prediction: &Prediction) -> Vec<String> {
    wrap(&outcome(prediction).join(". "), Face::Strong, FIGURE_WIDTH)
}

/// Height of the chart in points.
pub(crate) fn height(prediction: &Prediction) -> f64 {
    let rows: f64 = prediction.contributions.iter().map(|c| label_height(&label(c))).sum();
    HEAD + ROW + rows + ROW + 6.0 + LINE_STEP * outcome_lines(prediction).len() as f64 + 2.0
}

/// The data as a table.
pub(crate) fn rows(prediction: &Prediction) -> Result<Vec<Vec<String>>, FigureError> {
    if prediction.prediction.is_none() {
        return Err(FigureError::NoEstimate(prediction.model.clone()));
    }
    let finite = prediction
        .contributions
        .iter()
        .map(|c| (c.label.as_str(), c.points))
        .chain([("base", base(prediction))]);
    for (name, value) in finite {
        if !value.is_finite() {
            return Err(FigureError::NotFinite(name.to_owned()));
        }
    }
    let printed = printed(prediction);
    let base = printed.bare(base_index(prediction));
    let mut rows = vec![vec![
        "Base".into(),
        "all inputs at the reference".into(),
        "the same".into(),
        base,
        "start".into(),
    ]];
    rows.extend(prediction.contributions.iter().enumerate().map(|(i, c)| {
        vec![
            clean_to(&c.label, 400),
            clean_to(&c.value, 200),
            clean_to(&c.reference, 200),
            printed.part(i),
            effect(&printed.part(i)).into(),
        ]
    }));
    rows.push(vec!["Sum".into(), "all inputs".into(), "as above".into(), printed.sum(), "result".into()]);
    Ok(rows)
}

/// All values in words.
pub(crate) fn alt(prediction: &Prediction) -> String {
    let printed = printed(prediction);
    let parts: Vec<_> = prediction
        .contributions
        .iter()
        .enumerate()
        .map(|(i, c)| {
            let share = printed.part(i);
            let (label, value, reference) =
                (clean_to(&c.label, 400), clean_to(&c.value, 200), clean_to(&c.reference, 200));
            format!("{label} {value} (reference {reference}) {share}, {}", effect(&share))
        })
        .collect();
    format!(
        "Estimate of the model {} on the {} scale. Base {}. {}. Sum {}. {}.",
        clean_to(&prediction.model, 80),
        clean_to(&prediction.scale, 40),
        printed.bare(base_index(prediction)),
        parts.join("; "),
        printed.sum(),
        outcome(prediction).join(". ")
    )
}

/// Draws the shares on any plotters backend. The area is [`FIGURE_WIDTH`] points wide, whatever its pixels.
///
/// # Errors
/// What the backend reports.
pub fn draw_prediction<B: DrawingBackend>(area: &DrawingArea<B, Shift>, prediction: &Prediction) -> Drawn<B> {
    let brush = Brush::new(area);
    let printed = printed(prediction);
    let values =
        prediction.contributions.iter().map(|c| c.points).chain([base(prediction), total(prediction)]);
    let axis = Axis::over(values, (LEFT, RIGHT));
    let outcome = outcome_lines(prediction);
    let plot_bottom = height(prediction) - LINE_STEP * outcome.len() as f64 - 5.0;

    brush.text("Input and its value", (0.0, 7.0), At::Left, Face::Regular, INK_2)?;
    brush.text(&clean_to(&prediction.scale, 16), (SHARE, 7.0), At::Right, Face::Regular, INK_2)?;
    brush.text("the estimate", (EFFECT, 7.0), At::Left, Face::Regular, INK_2)?;
    for tick in axis.ticks() {
        let x = axis.x(tick);
        brush.line((x, HEAD - 3.0), (x, plot_bottom), if tick == 0.0 { LINE } else { RULE }, 0.6)?;
        brush.text(&number(tick, axis.decimals()), (x, 7.0), At::Centre, Face::Regular, INK_2)?;
    }

    let end = |name: &str, value: f64, words: &str, middle: f64| -> Drawn<B> {
        brush.text(name, (0.0, middle), At::Left, Face::Strong, INK)?;
        brush.bar((axis.x(value.min(0.0)), middle - 4.0), (axis.x(value.max(0.0)), middle + 4.0), INK)?;
        brush.text(words, (SHARE, middle), At::Right, Face::Strong, INK)
    };
    let mut y = HEAD;
    end(
        "Base (all inputs at the reference)",
        base(prediction),
        &printed.bare(base_index(prediction)),
        y + ROW / 2.0,
    )?;
    y += ROW;
    for (i, contribution) in prediction.contributions.iter().enumerate() {
        let label = label(contribution);
        let high = label_height(&label);
        let middle = y + high / 2.0;
        let top = y + 2.0;
        let split = top + LINE_STEP * label.0.len() as f64;
        brush.block(&label.0, 0.0, (top + split) / 2.0, Face::Strong, INK)?;
        brush.block(&label.1, 0.0, split + LINE_STEP * label.1.len() as f64 / 2.0, Face::Regular, INK_2)?;
        let (zero, to) = (axis.x(0.0), axis.x(contribution.points));
        let colour = if contribution.points < 0.0 { AGAINST } else { FOR };
        if contribution.points < 0.0 {
            brush.hatched_bar((to, middle - 5.0), (zero, middle + 5.0))?;
        } else {
            brush.bar((zero, middle - 5.0), (to, middle + 5.0), FOR)?;
        }
        brush.text(&printed.part(i), (SHARE, middle), At::Right, Face::Strong, colour)?;
        brush.text(effect(&printed.part(i)), (EFFECT, middle), At::Left, Face::Regular, INK)?;
        y += high;
    }
    brush.line((0.0, y + 1.0), (FIGURE_WIDTH, y + 1.0), LINE, 0.8)?;
    end(
        &format!("Sum ({})", clean_to(&prediction.scale, 16)),
        total(prediction),
        &printed.sum(),
        y + ROW / 2.0 + 2.0,
    )?;
    let foot = plot_bottom + 3.0 + LINE_STEP * outcome.len() as f64 / 2.0;
    brush.block(&outcome, 0.0, foot, Face::Strong, INK)
}
