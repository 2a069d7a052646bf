//! Marks to operations of printpdf, each part of the structure between its own brackets.

use std::collections::BTreeMap;

use printpdf::{
    Color, DictItem, Line, LineDashPattern, LinePoint, Op, PaintMode, PdfFontHandle, Point, Polygon,
    PolygonRing, Pt, Rgb, TextItem, WindingOrder,
};

use super::font_id;
use crate::colour::Colour;
use crate::page::{Mark, Page, Stroke, TextRun};

/// Operations of a page, and which piece of marked content belongs to which part.
pub(crate) fn of(page: &Page, height: f64) -> (Vec<Op>, Vec<(usize, i64)>) {
    let mut ops = Vec::new();
    let mut marked = Vec::new();
    let mut open: Option<Option<usize>> = None;
    let mut next = 0;
    for item in &page.items {
        if open != Some(item.node) {
            if open.is_some() {
                ops.push(Op::EndMarkedContent);
            }
            match item.node {
                Some(node) => {
                    let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(next))]);
                    let properties = DictItem::Dict { map };
                    ops.push(Op::BeginMarkedContentWithProperties { tag: "Span".into(), properties });
                    marked.push((node, next));
                    next += 1;
                }
                // What repeats on each page and what only decorates is not read out.
                None => ops.push(Op::BeginMarkedContent { tag: "Artifact".into() }),
            }
            open = Some(item.node);
        }
        draw(&mut ops, &item.mark, height);
    }
    if open.is_some() {
        ops.push(Op::EndMarkedContent);
    }
    (ops, marked)
}

fn colour(colour: Colour) -> Color {
    let part = |c: u8| f32::from(c) / 255.0;
    Color::Rgb(Rgb { r: part(colour.0), g: part(colour.1), b: part(colour.2), icc_profile: None })
}

/// The page description counts from the top, PDF from the bottom.
fn point((x, y): (f64, f64), height: f64) -> Point {
    Point { x: Pt(x as f32), y: Pt((height - y) as f32) }
}

fn draw(ops: &mut Vec<Op>, mark: &Mark, height: f64) {
    match mark {
        Mark::Text(run) => show(ops, run, height),
        Mark::Path { points, closed, fill, stroke } => {
            if let Some(fill) = fill {
                ops.push(Op::SetFillColor { col: colour(*fill) });
                let ring = PolygonRing { points: corners(points, height) };
                let polygon = Polygon {
                    rings: vec![ring],
                    mode: PaintMode::Fill,
                    winding_order: WindingOrder::NonZero,
                };
                ops.push(Op::DrawPolygon { polygon });
            }
            if let Some(stroke) = stroke {
                pen(ops, stroke);
                ops.push(Op::DrawLine { line: Line { points: corners(points, height), is_closed: *closed } });
            }
        }
    }
}

fn corners(points: &[(f64, f64)], height: f64) -> Vec<LinePoint> {
    points.iter().map(|p| LinePoint { p: point(*p, height), bezier: false }).collect()
}

fn pen(ops: &mut Vec<Op>, stroke: &Stroke) {
    ops.push(Op::SetOutlineColor { col: colour(stroke.colour) });
    ops.push(Op::SetOutlineThickness { pt: Pt(stroke.width as f32) });
    let dash = if stroke.dashed { LineDashPattern::new(0.0, &[2.0, 1.5]) } else { LineDashPattern::solid() };
    ops.push(Op::SetLineDashPattern { dash });
}

fn show(ops: &mut Vec<Op>, run: &TextRun, height: f64) {
    ops.push(Op::StartTextSection);
    ops.push(Op::SetFillColor { col: colour(run.colour) });
    ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(run.face)), size: Pt(run.size as f32) });
    ops.push(Op::SetTextCursor { pos: point((run.x, run.y), height) });
    // The space is for those who copy or hear the text: at the end of a line it cannot be seen.
    let space = if run.space_after { " " } else { "" };
    ops.push(Op::ShowText { items: vec![TextItem::Text(format!("{}{space}", run.text))] });
    ops.push(Op::EndTextSection);
}
