//! Breaking pieces into lines with the metrics of the font.

use attune_decision::Level;

use super::{Inline, Sign, Style};
use crate::colour::{INK, LEVEL_2, LINE, WHITE};
use crate::font::{ASCENT, Face};
use crate::page::{Mark, Stroke, TextRun};

/// Distance of baselines in em: dense for the clinician's small type, open for the patient's large one.
fn leading(size: f64) -> f64 {
    if size < 12.0 { 1.28 } else { 1.36 }
}

/// Side on which a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Word(String, Style),
    Level(Level, f64),
    Sign(Sign, f64),
}

impl Piece {
    fn width(&self) -> f64 {
        match self {
            Self::Word(word, style) => style.face.width(word, style.size),
            Self::Level(level, size) => badge_width(*level, *size),
            Self::Sign(_, size) => size * 1.05,
        }
    }

    fn size(&self) -> f64 {
        match self {
            Self::Word(_, style) => style.size,
            Self::Level(_, size) | Self::Sign(_, size) => *size,
        }
    }
}

fn badge_width(level: Level, size: f64) -> f64 {
    (Face::Strong.width(&level.to_string(), size * 0.92) + size * 0.8).max(size * 2.5)
}

/// A line with the place of each piece.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct TextLine {
    pieces: Vec<(f64, Piece)>,
    width: f64,
    size: f64,
    /// The line ends inside a word.
    broken: bool,
}

impl TextLine {
    /// Height including the space to the next line.
    pub(crate) fn height(&self) -> f64 {
        self.size * leading(self.size)
    }

    /// Width of what stands on the line.
    pub(crate) fn width(&self) -> f64 {
        self.width
    }

    /// Distance of the baseline from the top.
    pub(crate) fn baseline(&self) -> f64 {
        self.size * (ASCENT + (leading(self.size) - 1.0) / 2.0)
    }

    /// What the line looks like at a place.
    pub(crate) fn marks(&self, x: f64, top: f64, width: f64, align: Align) -> Vec<Mark> {
        let x = match align {
            Align::Left => x,
            Align::Right => x + width - self.width,
        };
        let y = top + self.baseline();
        let mut marks = Vec::new();
        for (i, (at, piece)) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Word(word, style) => {
                    let next = self.pieces.get(i + 1).map(|(next, _)| *next > at + piece.width() + 0.01);
                    marks.push(Mark::Text(TextRun {
                        text: word.clone(),
                        x: x + at,
                        y,
                        size: style.size,
                        face: style.face,
                        colour: style.colour,
                        space_after: next.unwrap_or(!self.broken),
                    }));
                }
                Piece::Level(level, size) => marks.extend(badge(*level, x + at, y, *size)),
                Piece::Sign(sign, size) => marks.extend(sign.marks(x + at, y, *size)),
            }
        }
        marks
    }

    fn fits(&self, space: f64, piece: f64, width: f64) -> bool {
        self.pieces.is_empty() || self.width + space + piece <= width + 0.01
    }

    fn push(&mut self, space: f64, piece: Piece) {
        let space = if self.pieces.is_empty() { 0.0 } else { space };
        self.size = self.size.max(piece.size());
        let width = piece.width();
        // Words of one style become one run, so that a search finds phrases.
        let joined = match (self.pieces.last_mut(), &piece) {
            (Some((_, Piece::Word(last, style))), Piece::Word(word, own)) if style == own => {
                let blank = own.face.width(" ", own.size);
                let joins = space < blank + 0.01;
                if joins {
                    last.push_str(if space > 0.0 { " " } else { "" });
                    last.push_str(word);
                }
                joins
            }
            _ => false,
        };
        if !joined {
            self.pieces.push((self.width + space, piece));
        }
        self.width += space + width;
    }
}

/// Ink is the strength of the evidence: solid, grey, outlined, dashed, bare.
fn badge(level: Level, x: f64, y: f64, size: f64) -> Vec<Mark> {
    let width = badge_width(level, size);
    let (fill, stroke, colour) = match level {
        Level::IA => (Some(INK), None, WHITE),
        Level::IB => (Some(LEVEL_2), None, WHITE),
        Level::IIC => (None, Some(Stroke { colour: INK, width: 0.8, dashed: false }), INK),
        Level::IID => (None, Some(Stroke { colour: LINE, width: 0.8, dashed: true }), INK),
        Level::III | Level::IV => (None, None, INK),
    };
    let (top, bottom, right) = (y - size * 0.86, y + size * 0.24, x + width);
    let points = vec![(x, top), (right, top), (right, bottom), (x, bottom)];
    let text = level.to_string();
    let size = size * 0.92;
    let at = x + (width - Face::Strong.width(&text, size)) / 2.0;
    let mut marks = Vec::new();
    if fill.is_some() || stroke.is_some() {
        marks.push(Mark::Path { points, closed: true, fill, stroke });
    }
    marks.push(Mark::Text(TextRun {
        text,
        x: at,
        y: y - size * 0.01,
        size,
        face: Face::Strong,
        colour,
        space_after: true,
    }));
    marks
}

/// Sum of the heights.
pub(crate) fn height_of(lines: &[TextLine]) -> f64 {
    lines.iter().map(TextLine::height).sum()
}

/// Breaks at spaces; a word wider than the line is broken inside.
pub(crate) fn break_lines(inlines: &[Inline], width: f64) -> Vec<TextLine> {
    let mut lines = Vec::new();
    let mut line = TextLine::default();
    for unit in units(inlines) {
        let Some(unit) = unit else {
            let size = line.size;
            lines.push(std::mem::replace(&mut line, TextLine { size, ..TextLine::default() }));
            continue;
        };
        let own: f64 = unit
            .pieces
            .iter()
            .enumerate()
            .map(|(i, (lead, p))| p.width() + if i > 0 { *lead } else { 0.0 })
            .sum();
        if !line.fits(unit.pieces.first().map_or(0.0, |(lead, _)| *lead), own, width) {
            lines.push(std::mem::take(&mut line));
        }
        for (lead, piece) in unit.pieces {
            for (i, part) in split(piece, width).into_iter().enumerate() {
                let lead = if i == 0 { lead } else { 0.0 };
                if !line.fits(lead, part.width(), width) {
                    line.broken = lead <= 0.0;
                    lines.push(std::mem::take(&mut line));
                }
                line.push(lead, part);
            }
        }
    }
    if !line.pieces.is_empty() {
        lines.push(line);
    }
    lines
}

/// The words of each line, for text that a chart draws itself.
pub(crate) fn break_words(inline: &Inline, width: f64) -> Vec<String> {
    let words = |piece: &(f64, Piece)| match &piece.1 {
        Piece::Word(word, _) => word.clone(),
        Piece::Level(..) | Piece::Sign(..) => String::new(),
    };
    break_lines(std::slice::from_ref(inline), width)
        .iter()
        .map(|l| l.pieces.iter().map(words).collect())
        .collect()
}

/// Pieces that stay on one line, each with the space before it.
struct Unit {
    pieces: Vec<(f64, Piece)>,
}

/// Units in order; `None` is a forced end of the line.
fn units(inlines: &[Inline]) -> Vec<Option<Unit>> {
    let mut units = Units::default();
    for inline in inlines {
        match inline {
            Inline::Break => {
                units.done.push(None);
                units.space = Some(0.0);
            }
            Inline::Gap(space) => units.space = Some(*space),
            Inline::Level(level, size) => {
                units.add(Piece::Level(*level, *size));
                units.space = Some(size * 0.5);
            }
            Inline::Sign(sign, size) => {
                units.add(Piece::Sign(*sign, *size));
                (units.space, units.tied) = (Some(size * 0.25), true);
            }
            Inline::Tie => units.tied = true,
            Inline::Text(text, style) => units.text(text, *style),
        }
    }
    units.done
}

#[derive(Default)]
struct Units {
    done: Vec<Option<Unit>>,
    /// Space since the last piece; `None` where the next piece follows without one.
    space: Option<f64>,
    /// The next piece must stay with the last one.
    tied: bool,
    /// The last word, if a unit of measure may follow it.
    number: bool,
}

impl Units {
    fn add(&mut self, piece: Piece) {
        let lead = self.space.unwrap_or(0.0);
        match self.done.last_mut() {
            Some(Some(unit)) if self.tied || self.space.is_none() => unit.pieces.push((lead, piece)),
            _ => self.done.push(Some(Unit { pieces: vec![(lead, piece)] })),
        }
        (self.space, self.tied, self.number) = (None, false, false);
    }

    fn text(&mut self, text: &str, style: Style) {
        let blank = style.face.width(" ", style.size);
        for (i, word) in text.split(' ').enumerate() {
            if i > 0 {
                self.space = Some(self.space.unwrap_or(0.0).max(blank));
            }
            if word.is_empty() {
                continue;
            }
            // "50 %" and "150 mg" are one thing: a dose is never torn from its unit.
            self.tied |= self.number && is_unit(word);
            self.add(Piece::Word(word.to_owned(), style));
            self.number = word.chars().all(|c| c.is_ascii_digit() || ".,".contains(c));
        }
    }
}

fn is_unit(word: &str) -> bool {
    const UNITS: [&str; 22] = [
        "%", "mg", "mg/m²", "mg/kg", "mg/dL", "g", "g/dL", "g/L", "µg", "kg", "mL", "mL/min", "ms", "mut/Mb",
        "mmol/L", "µmol/L", "mmHg", "U/L", "years", "months", "weeks", "days",
    ];
    UNITS.contains(&word.trim_end_matches([',', '.', ';', ':', ')']))
}

/// Parts of a piece none of which is wider than the line.
fn split(piece: Piece, width: f64) -> Vec<Piece> {
    let Piece::Word(word, style) = &piece else { return vec![piece] };
    if piece.width() <= width {
        return vec![piece];
    }
    let mut parts = Vec::new();
    let mut part = String::new();
    for c in word.chars() {
        part.push(c);
        if style.face.width(&part, style.size) > width && part.chars().count() > 1 {
            part.pop();
            let rest = after_mark(&part);
            let next = part.split_off(rest);
            parts.push(Piece::Word(std::mem::replace(&mut part, next), *style));
            part.push(c);
        }
    }
    parts.push(Piece::Word(part, *style));
    parts
}

/// Place for a break: after the last mark of punctuation in the second half, else the end.
fn after_mark(part: &str) -> usize {
    let last = part
        .char_indices()
        .filter(|(_, c)| "/-_:;,.+)]|".contains(*c))
        .map(|(i, c)| i + c.len_utf8())
        .next_back();
    last.filter(|at| *at * 2 > part.len()).unwrap_or(part.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::text;

    fn broken(words: &str, width: f64) -> Vec<String> {
        let style = Style { size: 10.0, face: Face::Regular, colour: INK };
        let lines = break_lines(&[text(words, style)], width);
        assert!(lines.iter().all(|l| l.width <= width + 0.01), "{words:?} is wider than {width}");
        lines
            .iter()
            .map(|l| {
                l.pieces
                    .iter()
                    .filter_map(|(_, p)| if let Piece::Word(w, _) = p { Some(w.as_str()) } else { None })
                    .collect()
            })
            .collect()
    }

    #[test]
    fn words_are_kept_whole_where_they_fit() {
        assert_eq!(broken("encorafenib and cetuximab", 70.0), ["encorafenib", "and cetuximab"]);
        assert_eq!(broken("", 70.0), Vec::<String>::new());
    }

    #[test]
    fn a_number_keeps_its_percent_sign() {
        assert!(broken("start the dose at 50 % of it", 84.0).iter().any(|l| l.contains("50 %")));
    }

    #[test]
    fn endless_words_are_broken_and_complete() {
        let word = "x".repeat(500);
        assert_eq!(broken(&word, 50.0).concat(), word);
        assert_eq!(broken("trifluridine/tipiracil", 70.0), ["trifluridine/", "tipiracil"]);
    }
}
