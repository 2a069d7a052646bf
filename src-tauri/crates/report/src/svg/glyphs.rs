//! Letters as outlines. A picture cannot use the fonts of the window, and a font carried inside it is loaded so
//! late by WebKit that the text can stay invisible: a preview without its words would be worse than none.

use std::collections::BTreeSet;
use std::fmt::Write;

use ttf_parser::{GlyphId, OutlineBuilder};

use crate::font::Face;
use crate::page::{Mark, TextRun};

/// Name of a glyph inside the document. The same name means the same outline in every document.
fn name(face: Face, glyph: u16) -> String {
    match face {
        Face::Regular => format!("attune-r{glyph}"),
        Face::Strong => format!("attune-s{glyph}"),
    }
}

/// The outlines of all glyphs in use, each once, in units of the font.
pub(super) fn definitions<'a>(marks: impl Iterator<Item = &'a Mark>) -> String {
    let mut used: BTreeSet<(Face, u16)> = BTreeSet::new();
    for mark in marks {
        if let Mark::Text(run) = mark {
            used.extend(run.text.chars().filter_map(|c| run.face.glyph(c)).map(|g| (run.face, g)));
        }
    }
    let mut out = String::from("<defs>");
    for (face, glyph) in used {
        let mut outline = Outline(String::new());
        let drawn = face.parsed().and_then(|f| f.outline_glyph(GlyphId(glyph), &mut outline));
        if drawn.is_some() {
            let _ = write!(out, "<path id=\"{}\" d=\"{}\"/>", name(face, glyph), outline.0);
        }
    }
    out.push_str("</defs>");
    out
}

/// A run of text as uses of the outlines. `x` and `y` are the left end of its baseline.
pub(super) fn write_run(out: &mut String, run: &TextRun, x: &str, y: &str) {
    let em = run.face.units_per_em();
    let scale = format!("{:.6}", run.size / em);
    let scale = scale.trim_end_matches('0');
    // Outlines grow upwards, pages downwards.
    let _ = write!(
        out,
        "<g transform=\"translate({x} {y})scale({scale} -{scale})\" fill=\"{}\">",
        run.colour.hex()
    );
    let mut at = 0.0;
    for c in run.text.chars() {
        if let Some(glyph) = run.face.glyph(c).filter(|_| c != ' ') {
            let _ = write!(out, "<use href=\"#{}\" x=\"{at}\"/>", name(run.face, glyph));
        }
        at += (run.face.width(c.encode_utf8(&mut [0; 4]), em)).round();
    }
    out.push_str("</g>");
}

/// Path data of an outline.
struct Outline(String);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        let _ = write!(self.0, "M{x} {y}");
    }
    fn line_to(&mut self, x: f32, y: f32) {
        let _ = write!(self.0, "L{x} {y}");
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let _ = write!(self.0, "Q{x1} {y1} {x} {y}");
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let _ = write!(self.0, "C{x1} {y1} {x2} {y2} {x} {y}");
    }
    fn close(&mut self) {
        self.0.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::INK;

    #[test]
    fn every_letter_has_its_outline() {
        let text = "BRAF V600E \u{2212}0.04 é".to_owned();
        let letters = text.chars().filter(|c| *c != ' ').count();
        let run =
            TextRun { text, x: 0.0, y: 0.0, size: 9.0, face: Face::Strong, colour: INK, space_after: false };
        let mut drawn = String::new();
        write_run(&mut drawn, &run, "0", "0");
        assert_eq!(drawn.matches("<use ").count(), letters);
        let defined = definitions([Mark::Text(run)].iter());
        for reference in drawn.split("href=\"#").skip(1) {
            let name = reference.split('"').next().unwrap_or_default();
            assert!(defined.contains(&format!("id=\"{name}\"")), "{name}");
        }
    }
}
