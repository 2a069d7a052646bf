//! Flowing content into pages: paragraphs, lists, tables, figures, with the structure that they have.

mod frame;
mod inline;
mod lines;
mod sign;
mod table;

pub(crate) use frame::{Banner, Foot, foot_style};
pub(crate) use inline::{Inline, Style, level, sign, text};
pub(crate) use lines::{Align, TextLine, break_lines, break_words, height_of};
pub(crate) use sign::{Sign, ring};
pub(crate) use table::{Cell, Column, Table};

use crate::colour::{INK, INK_2};
use crate::figure::Figure;
use crate::font::Face;
use crate::page::{Item, Mark, Node, Page, Role, Sheet};

/// Share of the width for the note beside a head.
const NOTE: f64 = 0.45;

/// Type sizes of an audience.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) body: f64,
    pub(crate) small: f64,
    pub(crate) foot: f64,
    pub(crate) lead: f64,
    pub(crate) h1: f64,
    pub(crate) h2: f64,
    pub(crate) h3: f64,
}

impl Sizes {
    /// Dense, for clinicians.
    pub(crate) const CLINICIAN: Self =
        Self { body: 8.75, small: 8.0, foot: 7.25, lead: 10.0, h1: 16.0, h2: 10.5, h3: 10.5 };
    /// Nothing below 12 pt, for patients.
    pub(crate) const PATIENT: Self =
        Self { body: 13.0, small: 12.0, foot: 12.0, lead: 15.0, h1: 22.0, h2: 16.0, h3: 14.0 };

    /// For a card in a wallet: as small as print on such cards is.
    pub(crate) const CARD: Self =
        Self { body: 6.4, small: 5.8, foot: 4.9, lead: 6.6, h1: 8.8, h2: 7.2, h3: 6.6 };

    pub(crate) fn plain(self) -> Style {
        Style { size: self.body, face: Face::Regular, colour: INK }
    }
    pub(crate) fn strong(self) -> Style {
        Style { face: Face::Strong, ..self.plain() }
    }
    pub(crate) fn soft(self) -> Style {
        Style { colour: INK_2, ..self.plain() }
    }
    pub(crate) fn small(self) -> Style {
        Style { size: self.small, ..self.soft() }
    }
}

/// A head of a section or of a part of it.
struct Head {
    role: Role,
    title: String,
    lines: Vec<TextLine>,
    note: Vec<TextLine>,
    /// Height below the head that must be on the same page.
    keep: f64,
}

impl Head {
    fn height(&self, sizes: Sizes) -> f64 {
        let rule = if self.role == Role::H2 { 7.5 } else { 2.0 };
        self.above(sizes) + height_of(&self.lines).max(height_of(&self.note)) + rule
    }

    fn above(&self, sizes: Sizes) -> f64 {
        if self.role == Role::H2 { sizes.body * 1.15 } else { sizes.body * 0.9 }
    }
}

/// Pages in the making.
pub(crate) struct Flow {
    pub(crate) sheet: Sheet,
    pub(crate) sizes: Sizes,
    pub(crate) pages: Vec<Page>,
    pub(crate) nodes: Vec<Node>,
    open: Vec<usize>,
    /// Heads that wait for what stands below them, so that none is left alone at the end of a page.
    heads: Vec<Head>,
    y: f64,
    bottom: f64,
}

impl Flow {
    /// Empty pages whose last `foot` points are kept free.
    pub(crate) fn new(sheet: Sheet, sizes: Sizes, foot: f64) -> Self {
        let document = Node { role: Role::Document, parent: None, alt: None, title: None };
        Self {
            sheet,
            sizes,
            pages: vec![Page::default()],
            nodes: vec![document],
            open: vec![0],
            heads: Vec::new(),
            y: sheet.top,
            bottom: sheet.height - foot - sheet.margin * 0.19,
        }
    }

    /// Width of the text area.
    pub(crate) fn width(&self) -> f64 {
        self.sheet.width - 2.0 * self.sheet.margin
    }

    /// Height of an empty page's text area.
    fn room(&self) -> f64 {
        self.bottom - self.sheet.top
    }

    fn left(&self) -> f64 {
        self.bottom - self.y
    }

    fn node(&mut self, role: Role) -> usize {
        self.nodes.push(Node { role, parent: self.open.last().copied(), alt: None, title: None });
        self.nodes.len() - 1
    }

    /// A part that has parts.
    fn enter(&mut self, role: Role) -> usize {
        let id = self.node(role);
        self.open.push(id);
        id
    }

    fn leave(&mut self) {
        if self.open.len() > 1 {
            self.open.pop();
        }
    }

    fn put(&mut self, node: Option<usize>, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.items.push(Item { node, mark });
        }
    }

    fn put_line(&mut self, node: Option<usize>, line: &TextLine, x: f64, top: f64, width: f64, align: Align) {
        for mark in line.marks(x, top, width, align) {
            self.put(node, mark);
        }
    }

    /// Starts a page, unless this one is empty.
    pub(crate) fn new_page(&mut self) {
        if self.pages.last().is_some_and(|p| !p.items.is_empty()) {
            self.pages.push(Page::default());
        }
        self.y = self.sheet.top;
    }

    /// Leaves the first page to the summary, if that is where it ended.
    pub(crate) fn new_page_after_first(&mut self) {
        if self.pages.len() == 1 {
            self.new_page();
        }
    }

    /// Goes to the next page if this height does not fit.
    pub(crate) fn ensure(&mut self, height: f64) {
        if height > self.left() {
            self.new_page();
        }
    }

    /// Leaves space, but none at the top of a page.
    pub(crate) fn gap(&mut self, height: f64) {
        if self.y > self.sheet.top {
            self.y = (self.y + height).min(self.bottom);
        }
    }

    /// Title of the document with a line below it.
    pub(crate) fn title(&mut self, words: &str, below: &str) {
        let style = Style { size: self.sizes.h1, face: Face::Strong, colour: INK };
        let lines = break_lines(&[text(words, style)], self.width() * 0.75);
        self.draw_head(&Head { role: Role::H1, title: words.to_owned(), lines, note: Vec::new(), keep: 0.0 });
        self.paragraph(&[text(below, self.sizes.soft())]);
    }

    /// Head of a section with a rule below and a note at the right.
    pub(crate) fn section(&mut self, words: &str, note: &str) {
        let style = Style { size: self.sizes.h2, face: Face::Strong, colour: INK };
        let note = break_lines(&[text(note, self.sizes.small())], self.width() * NOTE);
        let width = if note.is_empty() { self.width() } else { self.width() * (1.0 - NOTE) };
        let lines = break_lines(&[text(words, style)], width);
        self.heads.push(Head { role: Role::H2, title: words.to_owned(), lines, note, keep: 0.0 });
    }

    /// Head inside a section; `keep` points below it stay on its page.
    pub(crate) fn subsection(&mut self, inlines: &[Inline], title: &str, keep: f64) {
        let lines = break_lines(inlines, self.width());
        self.heads.push(Head { role: Role::H3, title: title.to_owned(), lines, note: Vec::new(), keep });
    }

    /// Goes to the next page unless the waiting heads and this height fit, and draws the heads.
    fn begin(&mut self, height: f64) {
        let heads = std::mem::take(&mut self.heads);
        let keep = heads.iter().map(|h| h.keep).fold(height, f64::max);
        let above: f64 = heads.iter().map(|h| h.height(self.sizes)).sum();
        self.ensure((above + keep).min(self.room()));
        for head in heads {
            self.gap(head.above(self.sizes));
            self.draw_head(&head);
        }
    }

    fn draw_head(&mut self, head: &Head) {
        let node = self.node(head.role);
        if let Some(node) = self.nodes.get_mut(node) {
            node.title = Some(crate::text::clean_to(&head.title, 200));
        }
        // The note stands on the baseline of the head.
        let baseline = |lines: &[TextLine]| lines.first().map_or(0.0, TextLine::baseline);
        let mut note_y = self.y + baseline(&head.lines) - baseline(&head.note);
        for line in &head.lines {
            self.ensure(line.height());
            let y = self.y;
            self.put_line(Some(node), line, self.sheet.margin, y, self.width(), Align::Left);
            self.y += line.height();
        }
        if !head.note.is_empty() {
            let note = self.node(Role::P);
            for line in &head.note {
                let width = self.width();
                self.put_line(Some(note), line, self.sheet.margin, note_y, width, Align::Right);
                note_y += line.height();
            }
        }
        self.y = self.y.max(if head.note.is_empty() { 0.0 } else { note_y });
        if head.role == Role::H2 {
            let y = self.y + 1.5;
            self.put(
                None,
                Mark::line((self.sheet.margin, y), (self.sheet.width - self.sheet.margin, y), INK, 0.75),
            );
            self.y += 7.5;
        } else {
            self.y += 2.0;
        }
    }

    /// A paragraph, over pages where needed; four lines or fewer are kept together.
    pub(crate) fn paragraph(&mut self, inlines: &[Inline]) {
        self.lead_in(inlines, 0.0);
    }

    /// A paragraph that stays on one page with this height of what follows.
    pub(crate) fn lead_in(&mut self, inlines: &[Inline], keep: f64) {
        let lines = break_lines(inlines, self.width());
        self.begin(lines.iter().take(4).map(TextLine::height).sum::<f64>() + keep);
        let node = self.node(Role::P);
        for line in &lines {
            self.ensure(line.height());
            let y = self.y;
            self.put_line(Some(node), line, self.sheet.margin, y, self.width(), Align::Left);
            self.y += line.height();
        }
        self.y += 2.0;
    }

    /// Items with a sign before each.
    pub(crate) fn list(&mut self, items: &[(Sign, Vec<Inline>)]) {
        if items.is_empty() {
            return;
        }
        let indent = self.sizes.body * 1.5;
        let first = items.first().map(|(_, i)| break_lines(i, self.width() - indent)).unwrap_or_default();
        self.begin(first.iter().take(4).map(TextLine::height).sum());
        self.enter(Role::List);
        for (sign, inlines) in items {
            self.enter(Role::ListItem);
            let node = self.node(Role::ListBody);
            let lines = break_lines(inlines, self.width() - indent);
            self.ensure(lines.iter().take(4).map(TextLine::height).sum());
            for (i, line) in lines.iter().enumerate() {
                self.ensure(line.height());
                let y = self.y;
                if i == 0 {
                    let baseline = y + line.baseline();
                    for mark in sign.marks(self.sheet.margin + 1.0, baseline, self.sizes.body) {
                        self.put(Some(node), mark);
                    }
                }
                self.put_line(
                    Some(node),
                    line,
                    self.sheet.margin + indent,
                    y,
                    self.width() - indent,
                    Align::Left,
                );
                self.y += line.height();
            }
            self.y += 1.5;
            self.leave();
        }
        self.leave();
        self.y += 2.0;
    }

    /// A chart, or its table where it is taller than a page.
    pub(crate) fn figure(&mut self, figure: &Figure) {
        let (width, height) = figure.size();
        if height > self.room() || width > self.width() + 0.5 {
            return self.figure_table(figure);
        }
        self.begin(height);
        let node = self.node(Role::Figure);
        if let Some(node) = self.nodes.get_mut(node) {
            node.alt = Some(figure.alt.clone());
        }
        let y = self.y;
        for mark in figure.marks() {
            self.put(Some(node), mark.moved(self.sheet.margin, y));
        }
        self.y += height + 4.0;
    }

    fn figure_table(&mut self, figure: &Figure) {
        let plain = self.sizes.plain();
        let share = 1.0 / figure.columns.len().max(1) as f64;
        let columns = figure.columns.iter().map(|c| Column::new(c, share)).collect();
        let rows = figure.rows.iter().map(|r| r.iter().map(|c| vec![text(c, plain)]).collect()).collect();
        self.table(&Table { summary: figure.title.clone(), columns, rows });
    }
}
