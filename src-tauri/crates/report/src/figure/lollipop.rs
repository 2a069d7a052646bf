//! Changes of one protein along its length: the height is the allele fraction, ticks are places that the pack knows.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

use super::brush::{At, Brush, Drawn, LINE_STEP, Shape};
use super::{FIGURE_WIDTH, FigureError};
use crate::colour::{INK, INK_2, LINE, RULE, RULE_STRONG};
use crate::font::Face;
use crate::text::{clean_to, count, number};

const LEFT: f64 = 30.0;
const RIGHT: f64 = FIGURE_WIDTH - 8.0;
const TOP: f64 = 26.0;
const BASE: f64 = 128.0;
const TRACK: f64 = 140.0;
/// Height of the chart in points.
pub(crate) const HEIGHT: f64 = 186.0;
/// Changes with a label of their own; the others are drawn and stand in the table.
const LABELS: usize = 6;

/// A change in this patient.
#[derive(Debug, Clone, PartialEq)]
pub struct Stem {
    /// First residue that changes, 1-based.
    pub residue: u32,
    /// Name of the change, for example `p.Val600Glu`.
    pub label: String,
    /// Allele fraction, 0 to 1; `None` where the file gives none.
    pub vaf: Option<f64>,
    /// Reads at the place.
    pub depth: Option<u32>,
    /// `somatic`, `germline` or `unknown origin`.
    pub origin: &'static str,
}

/// What a plot shows. Domains are drawn nowhere: the pack has no facts about them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lollipop {
    /// HGNC symbol.
    pub gene: String,
    /// Transcript, where one is known.
    pub transcript: Option<String>,
    /// Length of the protein in amino acids, where the pack has its sequence.
    pub residues: Option<u32>,
    /// Changes of this patient.
    pub stems: Vec<Stem>,
    /// Residues for which the pack has evidence, ascending.
    pub known: Vec<u32>,
}

impl Lollipop {
    /// Last residue of the axis: that of the protein, or the last that anything is known of.
    fn end(&self) -> u32 {
        let seen = self.stems.iter().map(|s| s.residue).chain(self.known.iter().copied()).max();
        self.residues.unwrap_or(0).max(seen.unwrap_or(1)).max(1)
    }

    fn x(&self, residue: u32) -> f64 {
        let share = f64::from(residue.saturating_sub(1)) / f64::from(self.end().saturating_sub(1).max(1));
        LEFT + share.clamp(0.0, 1.0) * (RIGHT - LEFT)
    }

    /// Highest percentage of the axis: 20, 40 ... 100.
    fn percent(&self) -> f64 {
        let most = self.stems.iter().filter_map(|s| s.vaf).fold(0.0f64, f64::max) * 100.0;
        ((most / 20.0).ceil() * 20.0).clamp(20.0, 100.0)
    }

    fn y(&self, vaf: Option<f64>) -> f64 {
        // Without a fraction the stem has no height that means one: it ends low, with an open mark.
        vaf.map_or(BASE - 14.0, |v| BASE - (v * 100.0 / self.percent()).clamp(0.0, 1.0) * (BASE - TOP))
    }

    /// Ticks of the residue axis: the ends and round numbers between.
    fn ticks(&self) -> Vec<u32> {
        let end = self.end();
        let step = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
            .into_iter()
            .find(|s| end / s <= 6)
            .unwrap_or(20_000);
        let between = (1..).map(|i| i * step).take_while(|t| t + step / 2 <= end);
        std::iter::once(1).chain(between).chain([end]).collect()
    }

    /// Allele fraction in words.
    fn fraction(stem: &Stem) -> String {
        stem.vaf.map_or_else(
            || "fraction not stated".to_owned(),
            |v| format!("{} %", number(v * 100.0, usize::from(v < 0.1))),
        )
    }
}

/// The data as a table.
pub(crate) fn rows(plot: &Lollipop) -> Result<Vec<Vec<String>>, FigureError> {
    if let Some(bad) = plot.stems.iter().find(|s| s.vaf.is_some_and(|v| !v.is_finite())) {
        return Err(FigureError::NotFinite(format!("the fraction of {}", bad.label)));
    }
    Ok(plot
        .stems
        .iter()
        .map(|s| {
            vec![
                clean_to(&s.label, 80),
                s.residue.to_string(),
                Lollipop::fraction(s),
                s.depth.map_or_else(|| "not stated".to_owned(), |d| d.to_string()),
                s.origin.to_owned(),
            ]
        })
        .collect())
}

/// Everything in words.
pub(crate) fn alt(plot: &Lollipop) -> String {
    let length = match plot.residues {
        Some(n) => format!("{n} amino acids"),
        None => "length not in the pack".to_owned(),
    };
    let transcript = plot.transcript.as_deref().map_or(String::new(), |t| format!(", {}", clean_to(t, 40)));
    let stems: Vec<String> = plot
        .stems
        .iter()
        .map(|s| {
            format!(
                "{} at residue {}, {}, {}",
                clean_to(&s.label, 80),
                s.residue,
                Lollipop::fraction(s),
                s.origin
            )
        })
        .collect();
    let elsewhere: Vec<String> = others(plot).map(|r| r.to_string()).collect();
    let known = if elsewhere.is_empty() {
        "No other residue with evidence in the pack.".to_owned()
    } else {
        format!("Residues with evidence in the pack and no change here: {}.", elsewhere.join(", "))
    };
    format!(
        "{} protein, {length}{transcript}. {}: {}. {known} Domains are not drawn: the pack has no facts about them.",
        clean_to(&plot.gene, 40),
        count(plot.stems.len(), "change of this patient", "changes of this patient"),
        if stems.is_empty() { "none".to_owned() } else { stems.join("; ") }
    )
}

/// Known residues at which this patient has no change.
fn others(plot: &Lollipop) -> impl Iterator<Item = u32> + '_ {
    plot.known.iter().copied().filter(|k| !plot.stems.iter().any(|s| s.residue == *k))
}

/// Draws the plot on any plotters backend.
///
/// # Errors
/// What the backend reports.
pub fn draw_lollipop<B: DrawingBackend>(area: &DrawingArea<B, Shift>, plot: &Lollipop) -> Drawn<B> {
    let brush = Brush::new(area);
    brush.text("Variant allele fraction, %", (0.0, 7.0), At::Left, Face::Regular, INK_2)?;
    for part in 0..=2 {
        let value = plot.percent() * f64::from(part) / 2.0;
        let y = plot.y(Some(value / 100.0));
        brush.line((LEFT, y), (RIGHT, y), RULE, 0.6)?;
        brush.text(&number(value, 0), (LEFT - 6.0, y), At::Right, Face::Regular, INK_2)?;
    }
    brush.bar((LEFT, BASE + 2.0), (RIGHT, TRACK), RULE_STRONG)?;
    for residue in others(plot) {
        let x = plot.x(residue);
        brush.line((x, BASE + 2.0), (x, BASE - 6.0), INK_2, 0.9)?;
    }
    for tick in plot.ticks() {
        let x = plot.x(tick);
        brush.line((x, TRACK), (x, TRACK + 4.0), LINE, 0.8)?;
        let at = if tick == 1 {
            At::Left
        } else if tick == plot.end() {
            At::Right
        } else {
            At::Centre
        };
        brush.text(&tick.to_string(), (x, TRACK + 11.0), at, Face::Regular, INK_2)?;
    }
    stems(&brush, plot)?;
    let end = if plot.residues.is_some() { "" } else { "; length of the protein not in the pack" };
    let axis = format!("Amino acid{end}");
    brush.text(&axis, ((LEFT + RIGHT) / 2.0, TRACK + 22.0), At::Centre, Face::Regular, INK_2)?;
    let y = HEIGHT - 8.0;
    brush.dot((LEFT + 4.0, y), 3.5, Shape::Disc, INK)?;
    brush.text("somatic", (LEFT + 11.0, y), At::Left, Face::Regular, INK_2)?;
    brush.dot((LEFT + 58.0, y), 3.5, Shape::Square, INK)?;
    brush.text("germline", (LEFT + 65.0, y), At::Left, Face::Regular, INK_2)?;
    brush.dot((LEFT + 114.0, y), 3.5, Shape::Ring, INK)?;
    brush.text("unknown origin", (LEFT + 121.0, y), At::Left, Face::Regular, INK_2)?;
    brush.line((LEFT + 196.0, y + 4.0), (LEFT + 196.0, y - 4.0), INK_2, 0.9)?;
    brush.text(
        "residue with evidence in the pack, no change here",
        (LEFT + 202.0, y),
        At::Left,
        Face::Regular,
        INK_2,
    )
}

/// The stems from left to right; a label moves up until it meets no other.
fn stems<B: DrawingBackend>(brush: &Brush<'_, B>, plot: &Lollipop) -> Drawn<B> {
    let mut ordered: Vec<&Stem> = plot.stems.iter().collect();
    ordered.sort_by_key(|s| s.residue);
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for (i, stem) in ordered.iter().enumerate() {
        let (x, y) = (plot.x(stem.residue), plot.y(stem.vaf));
        brush.line((x, BASE + 2.0), (x, y), INK_2, 1.0)?;
        let shape = match stem.origin {
            "somatic" => Shape::Disc,
            "germline" => Shape::Square,
            _ => Shape::Ring,
        };
        brush.dot((x, y), 4.0, shape, INK)?;
        if i >= LABELS {
            continue;
        }
        let words = clean_to(&format!("{}, {}", stem.label, Lollipop::fraction(stem)), 48);
        let width = Face::Strong.width(&words, super::brush::TEXT);
        let left = x + 8.0 + width > RIGHT;
        let (from, to) = if left { (x - 8.0 - width, x - 8.0) } else { (x + 8.0, x + 8.0 + width) };
        let mut line = y;
        while taken.iter().any(|(a, b, at)| from < *b && to > *a && (line - at).abs() < LINE_STEP)
            && line > 16.0
        {
            line -= LINE_STEP;
        }
        taken.push((from, to, line));
        brush.text(
            &words,
            (if left { to } else { from }, line),
            if left { At::Right } else { At::Left },
            Face::Strong,
            INK,
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn braf() -> Lollipop {
        let stem = |residue, label: &str, vaf| Stem {
            residue,
            label: label.to_owned(),
            vaf,
            depth: Some(842),
            origin: "somatic",
        };
        Lollipop {
            gene: "BRAF".into(),
            transcript: Some("NM_004333.6".into()),
            residues: Some(766),
            stems: vec![stem(600, "p.Val600Glu", Some(0.31)), stem(12, "p.Gly12Ala", None)],
            known: vec![464, 469, 600],
        }
    }

    #[test]
    fn the_axis_is_that_of_the_protein_and_ends_are_named() {
        let plot = braf();
        assert_eq!(plot.ticks(), [1, 200, 400, 600, 766]);
        assert_eq!((plot.x(1), plot.x(766)), (LEFT, RIGHT));
        assert_eq!(plot.percent(), 40.0);
        let unknown = Lollipop { residues: None, ..braf() };
        assert_eq!(unknown.end(), 600);
        assert!(alt(&unknown).contains("length not in the pack"));
    }

    #[test]
    fn the_text_says_everything_and_a_missing_fraction_is_no_zero() {
        let text = alt(&braf());
        assert!(text.contains("p.Val600Glu at residue 600, 31 %, somatic"), "{text}");
        assert!(text.contains("p.Gly12Ala at residue 12, fraction not stated"), "{text}");
        assert!(
            text.contains("no change here: 464, 469."),
            "a residue that is changed is not listed: {text}"
        );
        assert!(
            rows(&Lollipop {
                stems: vec![Stem { vaf: Some(f64::NAN), ..braf().stems[0].clone() }],
                ..braf()
            })
            .is_err()
        );
    }
}
