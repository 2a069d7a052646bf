//! Drawing in points on an area of any resolution.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{PathElement, Polygon};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, IntoTextStyle, RGBColor, ShapeStyle};
use plotters_backend::DrawingBackend;

use super::FIGURE_WIDTH;
use crate::colour::{AGAINST, AGAINST_GROUND, Colour, WHITE};
use crate::flow::{Inline, Style, break_words};
use crate::font::{FAMILY, Face};

/// Result of drawing on a backend.
pub(crate) type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

/// Size of the text in a chart.
pub(crate) const TEXT: f64 = 8.5;
/// Distance of its lines.
pub(crate) const LINE_STEP: f64 = 11.0;

/// Side of a text that stands at the given place.
#[derive(Clone, Copy)]
pub(crate) enum At {
    Left,
    Centre,
    Right,
}

/// Form of a mark, so that kinds are told apart without colour.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    Disc,
    Square,
    Ring,
}

/// A pen that thinks in points.
pub(crate) struct Brush<'a, B: DrawingBackend> {
    area: &'a DrawingArea<B, Shift>,
    grid: f64,
}

impl<'a, B: DrawingBackend> Brush<'a, B> {
    pub(crate) fn new(area: &'a DrawingArea<B, Shift>) -> Self {
        Self { area, grid: f64::from(area.dim_in_pixel().0) / FIGURE_WIDTH }
    }

    fn at(&self, (x, y): (f64, f64)) -> (i32, i32) {
        ((x * self.grid).round() as i32, (y * self.grid).round() as i32)
    }

    fn pen(&self, colour: Colour, width: f64) -> ShapeStyle {
        rgb(colour).stroke_width(((width * self.grid).round() as u32).max(1))
    }

    pub(crate) fn line(&self, from: (f64, f64), to: (f64, f64), colour: Colour, width: f64) -> Drawn<B> {
        self.area.draw(&PathElement::new(vec![self.at(from), self.at(to)], self.pen(colour, width)))
    }

    fn corners(&self, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> Vec<(i32, i32)> {
        [(x0, y0), (x1, y0), (x1, y1), (x0, y1)].map(|p| self.at(p)).to_vec()
    }

    /// A solid bar.
    pub(crate) fn bar(&self, a: (f64, f64), b: (f64, f64), colour: Colour) -> Drawn<B> {
        self.area.draw(&Polygon::new(self.corners(a, b), rgb(colour).filled()))
    }

    /// A mark of this radius.
    pub(crate) fn dot(&self, (x, y): (f64, f64), radius: f64, shape: Shape, colour: Colour) -> Drawn<B> {
        let ring = || -> Vec<(i32, i32)> {
            let turn = |i: i32| f64::from(i) * std::f64::consts::TAU / 24.0;
            (0..24).map(|i| self.at((x + radius * turn(i).cos(), y + radius * turn(i).sin()))).collect()
        };
        match shape {
            Shape::Square => self.bar((x - radius, y - radius), (x + radius, y + radius), colour),
            Shape::Disc => self.area.draw(&Polygon::new(ring(), rgb(colour).filled())),
            Shape::Ring => {
                self.area.draw(&Polygon::new(ring(), rgb(WHITE).filled()))?;
                let mut outline = ring();
                outline.extend(outline.first().copied());
                self.area.draw(&PathElement::new(outline, self.pen(colour, 1.2)))
            }
        }
    }

    /// A bar that speaks against: outlined and hatched, so that it is told from the others without colour.
    pub(crate) fn hatched_bar(&self, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> Drawn<B> {
        let (x0, x1) = (x0.min(x1), x0.max(x1));
        self.bar((x0, y0), (x1, y1), AGAINST_GROUND)?;
        let height = y1 - y0;
        let mut foot = x0 - height + 2.0;
        while foot < x1 {
            let from = foot.max(x0);
            let to = (foot + height).min(x1);
            self.line((from, y1 - (from - foot)), (to, y1 - (to - foot)), AGAINST, 0.6)?;
            foot += 3.5;
        }
        let mut outline = self.corners((x0, y0), (x1, y1));
        outline.extend(outline.first().copied());
        self.area.draw(&PathElement::new(outline, self.pen(AGAINST, 0.8)))
    }

    /// Text on a baseline band whose middle is `y`.
    pub(crate) fn text(
        &self,
        words: &str,
        (x, y): (f64, f64),
        at: At,
        face: Face,
        colour: Colour,
    ) -> Drawn<B> {
        if words.is_empty() {
            return Ok(());
        }
        let weight = if face == Face::Strong { FontStyle::Bold } else { FontStyle::Normal };
        let side = match at {
            At::Left => HPos::Left,
            At::Centre => HPos::Center,
            At::Right => HPos::Right,
        };
        let font = (FAMILY, TEXT * self.grid).into_font().style(weight);
        let colour = rgb(colour);
        let style = font.into_text_style(self.area).pos(Pos::new(side, VPos::Center)).color(&colour);
        self.area.draw_text(words, &style, self.at((x, y)))
    }

    /// Lines of text, the middle of the block at `y`.
    pub(crate) fn block(&self, lines: &[String], x: f64, y: f64, face: Face, colour: Colour) -> Drawn<B> {
        let top = y - LINE_STEP * (lines.len() as f64 - 1.0) / 2.0;
        for (i, line) in lines.iter().enumerate() {
            self.text(line, (x, top + LINE_STEP * i as f64), At::Left, face, colour)?;
        }
        Ok(())
    }
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

/// A text of a chart broken to a width.
pub(crate) fn wrap(words: &str, face: Face, width: f64) -> Vec<String> {
    let style = Style { size: TEXT, face, colour: crate::colour::INK };
    break_words(&Inline::Text(crate::text::clean_to(words, 400), style), width)
}
