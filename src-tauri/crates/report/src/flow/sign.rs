//! Signs of severity and direction: told apart by shape, not by colour.

use crate::colour::{AGAINST, BLOCK, CAUTION_LINE, Colour, FOR, INFO_LINE, INK, INK_2, LINE, WHITE};
use crate::page::{Mark, Stroke};

/// A sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Octagon: stops.
    Block,
    /// Triangle: needs care.
    Caution,
    /// Circle: to know.
    Info,
    /// Dashed circle: not known.
    Unknown,
    /// Plus: speaks for.
    Plus,
    /// Minus: speaks against.
    Minus,
    /// Check mark: passed.
    Passed,
    /// Dot of a list.
    Dot,
    /// Empty square, to write in.
    Box,
}

fn stroked(points: Vec<(f64, f64)>, closed: bool, colour: Colour, width: f64, dashed: bool) -> Mark {
    Mark::Path { points, closed, fill: None, stroke: Some(Stroke { colour, width, dashed }) }
}

fn filled(points: Vec<(f64, f64)>, colour: Colour) -> Mark {
    Mark::Path { points, closed: true, fill: Some(colour), stroke: None }
}

/// Corners of a regular polygon; with many corners, a circle.
pub(crate) fn ring(centre: (f64, f64), radius: f64, corners: u32, turn: f64) -> Vec<(f64, f64)> {
    (0..corners)
        .map(|i| {
            let angle = (f64::from(i) + turn) * std::f64::consts::TAU / f64::from(corners);
            (centre.0 + radius * angle.cos(), centre.1 + radius * angle.sin())
        })
        .collect()
}

impl Sign {
    /// The sign beside text of this size, left edge and baseline given.
    pub(crate) fn marks(self, x: f64, y: f64, size: f64) -> Vec<Mark> {
        let r = size * 0.44;
        let (cx, cy) = (x + r, y - size * 0.32);
        let w = size * 0.1;
        match self {
            Self::Block => {
                let d = r * 0.42;
                vec![
                    filled(ring((cx, cy), r * 1.04, 8, 0.5), BLOCK),
                    stroked(vec![(cx - d, cy - d), (cx + d, cy + d)], false, WHITE, w * 1.2, false),
                    stroked(vec![(cx - d, cy + d), (cx + d, cy - d)], false, WHITE, w * 1.2, false),
                ]
            }
            Self::Caution => {
                let (top, base) = (cy - r * 0.98, cy + r * 0.82);
                vec![
                    stroked(vec![(cx, top), (cx + r, base), (cx - r, base)], true, CAUTION_LINE, w, false),
                    stroked(
                        vec![(cx, cy - r * 0.38), (cx, cy + r * 0.25)],
                        false,
                        CAUTION_LINE,
                        w * 1.1,
                        false,
                    ),
                    filled(ring((cx, cy + r * 0.52), w * 0.62, 8, 0.5), CAUTION_LINE),
                ]
            }
            Self::Info => vec![
                stroked(ring((cx, cy), r * 0.9, 24, 0.0), true, INFO_LINE, w, false),
                stroked(vec![(cx, cy - r * 0.1), (cx, cy + r * 0.5)], false, INFO_LINE, w * 1.1, false),
                filled(ring((cx, cy - r * 0.42), w * 0.65, 8, 0.5), INFO_LINE),
            ],
            Self::Unknown => vec![stroked(ring((cx, cy), r * 0.9, 24, 0.0), true, LINE, w, true)],
            Self::Plus => vec![
                stroked(vec![(cx - r * 0.7, cy), (cx + r * 0.7, cy)], false, FOR, w * 1.5, false),
                stroked(vec![(cx, cy - r * 0.7), (cx, cy + r * 0.7)], false, FOR, w * 1.5, false),
            ],
            Self::Minus => {
                vec![stroked(vec![(cx - r * 0.7, cy), (cx + r * 0.7, cy)], false, AGAINST, w * 1.7, false)]
            }
            Self::Passed => {
                let points = vec![
                    (cx - r * 0.75, cy + r * 0.05),
                    (cx - r * 0.2, cy + r * 0.6),
                    (cx + r * 0.8, cy - r * 0.6),
                ];
                vec![stroked(points, false, INK_2, w * 1.2, false)]
            }
            Self::Dot => vec![filled(ring((cx, cy + size * 0.04), size * 0.13, 12, 0.0), INK)],
            Self::Box => {
                let d = r * 0.8;
                vec![stroked(
                    vec![(cx - d, cy - d), (cx + d, cy - d), (cx + d, cy + d), (cx - d, cy + d)],
                    true,
                    INK_2,
                    w,
                    false,
                )]
            }
        }
    }
}
