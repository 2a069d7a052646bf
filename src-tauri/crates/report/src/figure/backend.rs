//! A plotters backend that makes marks of the page description: lines stay lines, text stays text.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use crate::colour::Colour;
use crate::flow::ring;
use crate::font::{ASCENT, CAP_HEIGHT, DESCENT, Face};
use crate::page::{Mark, Stroke, TextRun};

/// Steps of the integer grid of plotters in a point.
const GRID: f64 = 20.0;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Collects marks.
pub(crate) struct MarkBackend<'a> {
    marks: &'a mut Vec<Mark>,
    size: (u32, u32),
}

impl<'a> MarkBackend<'a> {
    /// A drawing of this size in points.
    pub(crate) fn new(marks: &'a mut Vec<Mark>, (width, height): (f64, f64)) -> Self {
        Self { marks, size: ((width * GRID).round() as u32, (height * GRID).round() as u32) }
    }

    fn polygon(&mut self, points: Vec<(f64, f64)>, closed: bool, style: &impl BackendStyle, fill: bool) {
        let Some(colour) = visible(style.color()) else { return };
        let width = f64::from(style.stroke_width()) / GRID;
        let (fill, stroke) =
            if fill { (Some(colour), None) } else { (None, Some(Stroke { colour, width, dashed: false })) };
        self.marks.push(Mark::Path { points, closed, fill, stroke });
    }
}

fn place((x, y): BackendCoord) -> (f64, f64) {
    (f64::from(x) / GRID, f64::from(y) / GRID)
}

/// Transparency is not used on paper: a colour is there or not.
fn visible(colour: BackendColor) -> Option<Colour> {
    (colour.alpha > 0.0).then_some(Colour(colour.rgb.0, colour.rgb.1, colour.rgb.2))
}

fn face(style: &impl BackendTextStyle) -> Face {
    if matches!(style.style(), FontStyle::Bold) { Face::Strong } else { Face::Regular }
}

impl DrawingBackend for MarkBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.polygon(vec![place(from), place(to)], false, style, false);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let ((x0, y0), (x1, y1)) = (place(a), place(b));
        self.polygon(vec![(x0, y0), (x1, y0), (x1, y1), (x0, y1)], true, style, fill);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.polygon(path.into_iter().map(place).collect(), false, style, false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.polygon(ring(place(centre), f64::from(radius) / GRID, 32, 0.0), true, style, fill);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        self.polygon(vert.into_iter().map(place).collect(), true, style, true);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, pos: BackendCoord) -> Drawn {
        let Some(colour) = visible(style.color()) else { return Ok(()) };
        let (face, size, (x, y)) = (face(style), style.size() / GRID, place(pos));
        let width = face.width(text, size);
        let x = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Center => x - width / 2.0,
            HPos::Right => x - width,
        };
        let y = match style.anchor().v_pos {
            VPos::Top => y + size * ASCENT,
            VPos::Center => y + size * CAP_HEIGHT / 2.0,
            VPos::Bottom => y - size * DESCENT,
        };
        self.marks.push(Mark::Text(TextRun {
            text: text.to_owned(),
            x,
            y,
            size,
            face,
            colour,
            space_after: true,
        }));
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size() / GRID;
        let width = face(style).width(text, size);
        Ok(((width * GRID).ceil() as u32, (size * (ASCENT + DESCENT) * GRID).ceil() as u32))
    }
}
