//! What frames the content: title with the mark of the program, identity box, tiles, feet.

use super::{Align, Flow, Inline, Sizes, Style, TextLine, break_lines, height_of, ring, text};
use crate::colour::{INK, INK_2, LINE, RULE_STRONG};
use crate::font::Face;
use crate::page::{Item, Mark, Page, Role, Sheet, Stroke, TextRun};

/// The identity box: the name, then labelled values. Labels are light, values strong, no colons.
pub(crate) struct Banner {
    pub(crate) name: String,
    /// Word in a dashed frame, for a synthetic record.
    pub(crate) chip: Option<&'static str>,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) note: String,
}

/// The foot of each page: lines with an optional text at the right.
pub(crate) struct Foot {
    pub(crate) sheet: Sheet,
    pub(crate) rows: Vec<(Vec<Inline>, Vec<Inline>)>,
}

/// Largest share of the width for the right text of a foot, and the space before it.
const FOOT_RIGHT: f64 = 0.35;
const FOOT_GAP: f64 = 10.0;

impl Foot {
    fn laid(&self) -> Vec<(Vec<TextLine>, Vec<TextLine>)> {
        let width = self.sheet.width - 2.0 * self.sheet.margin;
        let lay = |(left, right): &(Vec<Inline>, Vec<Inline>)| {
            let right = break_lines(right, width * FOOT_RIGHT);
            let taken = right.iter().map(TextLine::width).fold(0.0, f64::max);
            let taken = if right.is_empty() { 0.0 } else { taken + FOOT_GAP };
            (break_lines(left, width - taken), right)
        };
        self.rows.iter().map(lay).collect()
    }

    /// Height with the margin below.
    pub(crate) fn height(&self) -> f64 {
        self.laid().iter().map(|(l, r)| height_of(l).max(height_of(r))).sum::<f64>()
            + self.sheet.foot.0
            + self.sheet.foot.1
    }

    /// Draws the foot on a page.
    pub(crate) fn draw(&self, page: &mut Page) {
        let width = self.sheet.width - 2.0 * self.sheet.margin;
        let mut y = self.sheet.height - self.height();
        let mut put = |mark| page.items.push(Item { node: None, mark });
        put(Mark::line((self.sheet.margin, y), (self.sheet.width - self.sheet.margin, y), LINE, 0.6));
        y += self.sheet.foot.0;
        for (left, right) in self.laid() {
            let mut at = y;
            for line in &left {
                line.marks(self.sheet.margin, at, width, Align::Left).into_iter().for_each(&mut put);
                at += line.height();
            }
            let mut at = y;
            for line in &right {
                line.marks(self.sheet.margin, at, width, Align::Right).into_iter().for_each(&mut put);
                at += line.height();
            }
            y += height_of(&left).max(height_of(&right));
        }
    }
}

impl Flow {
    /// Three sliders and the name, at the top right of the first page.
    pub(crate) fn brand(&mut self) {
        let size = self.sizes.h1 * 0.72;
        let word = "Attune";
        let right = self.sheet.width - self.sheet.margin;
        let x = right - Face::Strong.width(word, size);
        let baseline = self.sheet.top + size * 1.05;
        self.put(
            None,
            Mark::Text(TextRun {
                text: word.into(),
                x,
                y: baseline,
                size,
                face: Face::Strong,
                colour: INK,
                space_after: false,
            }),
        );
        let unit = size * 1.25 / 16.0;
        let (left, top) = (x - size * 1.6, baseline - size * 1.05);
        let at = |px: f64, py: f64| (left + px * unit, top + py * unit);
        for (x, foot, head) in [(4.0, 13.5, 8.4), (8.0, 13.5, 2.5), (12.0, 13.5, 5.4)] {
            self.put(None, Mark::line(at(x, foot), at(x, head), INK, unit * 1.5));
        }
        for knob in [(4.0, 6.7), (12.0, 3.7)] {
            let stroke = Some(Stroke { colour: INK, width: unit * 1.5, dashed: false });
            self.put(
                None,
                Mark::Path {
                    points: ring(at(knob.0, knob.1), unit * 1.6, 20, 0.0),
                    closed: true,
                    fill: None,
                    stroke,
                },
            );
        }
    }

    /// The identity box, kept whole.
    pub(crate) fn banner(&mut self, banner: &Banner) {
        let pad = self.sizes.body;
        let inner = self.width() - 2.0 * pad;
        let name_style = Style { size: self.sizes.body * 1.5, face: Face::Strong, colour: INK };
        let (label, value) = (self.sizes.soft(), self.sizes.strong());
        let mut blocks = vec![break_lines(&[text(&banner.name, name_style)], inner * 0.78)];
        let name_lines = blocks.iter().map(|b| height_of(b)).sum::<f64>();
        let mut fields = Vec::new();
        for (i, (name, words)) in banner.fields.iter().enumerate() {
            if i > 0 {
                fields.push(Inline::Gap(self.sizes.body * 1.6));
            }
            // The label stays on the line of its value's first word.
            fields.extend([
                text(name, label),
                Inline::Gap(self.sizes.body * 0.45),
                Inline::Tie,
                text(words, value),
            ]);
        }
        blocks.push(break_lines(&fields, inner));
        blocks.push(break_lines(&[text(&banner.note, self.sizes.small())], inner));
        let height = blocks.iter().map(|b| height_of(b)).sum::<f64>() + 1.4 * pad + 3.0;
        if height > self.room() {
            // Too much for a box: everything is said, without one.
            self.paragraph(&[text(&banner.name, name_style)]);
            self.paragraph(&fields);
            let note = [banner.chip.unwrap_or_default(), &banner.note].join(" ");
            return self.paragraph(&[text(&note, self.sizes.small())]);
        }
        self.begin(height);
        let (left, top, right, bottom) =
            (self.sheet.margin, self.y, self.sheet.width - self.sheet.margin, self.y + height);
        self.frame([left, top, right, bottom], INK, 0.9, false);
        let mut y = top + pad * 0.7;
        for block in &blocks {
            let node = self.node(Role::P);
            for line in block {
                self.put_line(Some(node), line, left + pad, y, inner, Align::Left);
                y += line.height();
            }
            y += 1.5;
        }
        if let Some(word) = banner.chip {
            self.chip(word, right - pad, top + pad * 0.7 + name_lines.min(name_style.size * 1.3) / 2.0);
        }
        self.y = bottom + 6.0;
    }

    fn chip(&mut self, word: &str, right: f64, middle: f64) {
        let style = Style { size: self.sizes.small, face: Face::Strong, colour: INK_2 };
        let lines = break_lines(&[text(word, style)], self.width());
        let width = style.face.width(word, style.size);
        let node = self.node(Role::P);
        let pad = style.size * 0.6;
        let half = style.size * 0.85;
        self.frame([right - width - 2.0 * pad, middle - half, right, middle + half], LINE, 0.8, true);
        for line in &lines {
            self.put_line(
                Some(node),
                line,
                right - width - pad,
                middle - line.height() / 2.0,
                width,
                Align::Left,
            );
        }
    }

    fn frame(
        &mut self,
        [left, top, right, bottom]: [f64; 4],
        colour: crate::colour::Colour,
        width: f64,
        dashed: bool,
    ) {
        let points = vec![(left, top), (right, top), (right, bottom), (left, bottom)];
        self.put(
            None,
            Mark::Path { points, closed: true, fill: None, stroke: Some(Stroke { colour, width, dashed }) },
        );
    }

    /// Boxes side by side, each a strong line and its detail; a list where a box would grow too tall.
    pub(crate) fn tiles(&mut self, tiles: &[(String, String)]) {
        const ACROSS: usize = 4;
        let gap = 8.0;
        let pad = 6.0;
        let width = (self.width() - gap * (ACROSS as f64 - 1.0)) / ACROSS as f64;
        let head = Style { size: self.sizes.body * 1.12, face: Face::Strong, colour: INK };
        let plain = self.sizes.plain();
        for group in tiles.chunks(ACROSS) {
            let lay = |(name, detail): &(String, String)| {
                (
                    break_lines(&[text(name, head)], width - 2.0 * pad),
                    break_lines(&[text(detail, plain)], width - 2.0 * pad),
                )
            };
            let laid: Vec<_> = group.iter().map(lay).collect();
            let height =
                laid.iter().map(|(a, b)| height_of(a) + height_of(b)).fold(0.0, f64::max) + 2.0 * pad - 2.0;
            if height > 90.0 {
                for (name, detail) in group {
                    self.paragraph(&[text(name, plain.strong()), text(". ", plain), text(detail, plain)]);
                }
                continue;
            }
            self.begin(height);
            let top = self.y;
            for (i, (name, detail)) in laid.iter().enumerate() {
                let x = self.sheet.margin + i as f64 * (width + gap);
                self.frame([x, top, x + width, top + height], RULE_STRONG, 0.8, false);
                let node = self.node(Role::P);
                let mut y = top + pad - 1.0;
                for line in name.iter().chain(detail) {
                    self.put_line(Some(node), line, x + pad, y, width - 2.0 * pad, Align::Left);
                    y += line.height();
                }
            }
            self.y = top + height + gap;
        }
    }
}

/// `Sizes` of a foot's text.
pub(crate) fn foot_style(sizes: Sizes) -> Style {
    Style { size: sizes.foot, face: Face::Regular, colour: INK_2 }
}
