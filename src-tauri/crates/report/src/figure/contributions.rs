//! Waterfall of a score: from 0, largest first, negatives last, the sum below.

use attune_decision::{OptionContribution, RankedOption};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

use super::axis::Axis;
use super::brush::{At, Brush, Drawn, LINE_STEP, wrap};
use super::rounding::Rounded;
use super::{FIGURE_WIDTH, FigureError};
use crate::colour::{AGAINST, FOR, INK, INK_2, LINE, RULE};
use crate::font::Face;
use crate::text::number;

const LABEL: f64 = 212.0;
const LEFT: f64 = 224.0;
const RIGHT: f64 = FIGURE_WIDTH - 52.0;
const HEAD: f64 = 18.0;
const FOOT: f64 = 22.0;

/// Largest first, then what speaks against, again the largest first; equal shares keep their order.
fn ordered(option: &RankedOption) -> Vec<&OptionContribution> {
    let mut all: Vec<_> = option.contributions.iter().collect();
    all.sort_by(|a, b| {
        (a.points < 0.0).cmp(&(b.points < 0.0)).then(b.points.abs().total_cmp(&a.points.abs()))
    });
    all
}

/// Printed values, in the order of [`ordered`].
fn printed(option: &RankedOption) -> Rounded {
    Rounded::new(&ordered(option).iter().map(|c| c.points).collect::<Vec<_>>(), option.score)
}

fn label(contribution: &OptionContribution) -> Vec<String> {
    wrap(&contribution.label, Face::Regular, LABEL)
}

fn row_height(lines: usize) -> f64 {
    LINE_STEP * lines.max(1) as f64 + 4.0
}

/// Height of the chart in points.
pub(crate) fn height(option: &RankedOption) -> f64 {
    HEAD + option.contributions.iter().map(|c| row_height(label(c).len())).sum::<f64>() + FOOT
}

/// The data as a table.
pub(crate) fn rows(option: &RankedOption) -> Result<Vec<Vec<String>>, FigureError> {
    if !option.score.is_finite() {
        return Err(FigureError::NotFinite(format!("the score of {}", option.treatment)));
    }
    if let Some(bad) = option.contributions.iter().find(|c| !c.points.is_finite()) {
        return Err(FigureError::NotFinite(bad.label.clone()));
    }
    let printed = printed(option);
    let row =
        |(i, c): (usize, &&OptionContribution)| vec![crate::text::clean_to(&c.label, 400), printed.part(i)];
    let mut rows: Vec<_> = ordered(option).iter().enumerate().map(row).collect();
    rows.push(vec!["Score (sum)".into(), printed.sum()]);
    Ok(rows)
}

/// All values in words.
pub(crate) fn alt(option: &RankedOption) -> String {
    let printed = printed(option);
    let parts: Vec<_> = ordered(option)
        .iter()
        .enumerate()
        .map(|(i, c)| format!("{} {}", crate::text::clean_to(&c.label, 400), printed.part(i)))
        .collect();
    format!(
        "Contributions to the score of {}, in points from 0: {}. Sum {}.",
        crate::text::clean_to(&option.treatment, 200),
        if parts.is_empty() { "none".to_owned() } else { parts.join("; ") },
        printed.sum()
    )
}

/// Draws the waterfall on any plotters backend. The area is [`FIGURE_WIDTH`] points wide, whatever its pixels.
///
/// # Errors
/// What the backend reports.
pub fn draw_contributions<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    option: &RankedOption,
) -> Drawn<B> {
    let brush = Brush::new(area);
    let printed = printed(option);
    let bottom = height(option);
    let sums = ordered(option).into_iter().scan(0.0, |sum, c| {
        *sum += c.points;
        Some(*sum)
    });
    let axis = Axis::over(sums.chain([option.score, 1.0]), (LEFT, RIGHT));

    brush.text("Factor", (0.0, 7.0), At::Left, Face::Regular, INK_2)?;
    brush.text("points", (FIGURE_WIDTH, 7.0), At::Right, Face::Regular, INK_2)?;
    for tick in axis.ticks() {
        let x = axis.x(tick);
        brush.line((x, HEAD - 3.0), (x, bottom - 2.0), if tick == 0.0 { LINE } else { RULE }, 0.6)?;
        brush.text(&number(tick, axis.decimals()), (x, 7.0), At::Centre, Face::Regular, INK_2)?;
    }

    let (mut y, mut sum) = (HEAD, 0.0);
    for (i, contribution) in ordered(option).into_iter().enumerate() {
        let lines = label(contribution);
        let high = row_height(lines.len());
        let middle = y + high / 2.0;
        brush.block(&lines, 0.0, middle, Face::Regular, INK)?;
        let (from, to) = (axis.x(sum), axis.x(sum + contribution.points));
        if contribution.points < 0.0 {
            brush.hatched_bar((to, middle - 5.0), (from, middle + 5.0))?;
        } else {
            brush.bar((from, middle - 5.0), (to, middle + 5.0), FOR)?;
        }
        // The next bar begins where this one ends.
        brush.line((to, middle + 5.0), (to, y + high + 2.5), LINE, 0.5)?;
        let colour = match contribution.points {
            p if p < 0.0 => AGAINST,
            p if p > 0.0 => FOR,
            _ => INK_2,
        };
        brush.text(&printed.part(i), (FIGURE_WIDTH, middle), At::Right, Face::Strong, colour)?;
        sum += contribution.points;
        y += high;
    }

    brush.line((0.0, y + 1.5), (FIGURE_WIDTH, y + 1.5), LINE, 0.8)?;
    let middle = y + FOOT / 2.0 + 0.5;
    brush.text("Score (sum)", (0.0, middle), At::Left, Face::Strong, INK)?;
    brush.bar((axis.x(0.0), middle - 5.0), (axis.x(option.score), middle + 5.0), INK)?;
    brush.text(&printed.sum(), (FIGURE_WIDTH, middle), At::Right, Face::Strong, INK)
}
