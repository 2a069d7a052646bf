//! The page description: what stands where, in which order it is read, and what it is.
//!
//! Points (1/72 inch), origin at the top left. PDF, SVG and plain text are written from this one value.

use crate::colour::Colour;
use crate::font::{ASCENT, DESCENT, Face};

/// A piece of text on one line in one style.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRun {
    /// The text, cleaned.
    pub text: String,
    /// Left edge.
    pub x: f64,
    /// Baseline.
    pub y: f64,
    /// Font size.
    pub size: f64,
    /// Weight.
    pub face: Face,
    /// Colour.
    pub colour: Colour,
    /// Whether a space follows in reading: at the end of a line, or before a piece in another style.
    pub space_after: bool,
}

impl TextRun {
    /// Width by the metrics of the font.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.face.width(&self.text, self.size)
    }

    /// Left, top, right and bottom of the space that the run takes.
    #[must_use]
    pub fn bounds(&self) -> [f64; 4] {
        [self.x, self.y - ASCENT * self.size, self.x + self.width(), self.y + DESCENT * self.size]
    }
}

/// How a path is stroked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub colour: Colour,
    /// Width.
    pub width: f64,
    /// Dashed.
    pub dashed: bool,
}

/// Something visible.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// Text.
    Text(TextRun),
    /// A polygon or an open line.
    Path {
        /// Corners.
        points: Vec<(f64, f64)>,
        /// Whether the last point is joined to the first.
        closed: bool,
        /// Colour inside.
        fill: Option<Colour>,
        /// Line.
        stroke: Option<Stroke>,
    },
}

impl Mark {
    /// A straight line.
    pub(crate) fn line(from: (f64, f64), to: (f64, f64), colour: Colour, width: f64) -> Self {
        let stroke = Some(Stroke { colour, width, dashed: false });
        Self::Path { points: vec![from, to], closed: false, fill: None, stroke }
    }

    /// The same mark elsewhere.
    pub(crate) fn moved(&self, dx: f64, dy: f64) -> Self {
        match self {
            Self::Text(run) => Self::Text(TextRun { x: run.x + dx, y: run.y + dy, ..run.clone() }),
            Self::Path { points, closed, fill, stroke } => Self::Path {
                points: points.iter().map(|(x, y)| (x + dx, y + dy)).collect(),
                closed: *closed,
                fill: *fill,
                stroke: *stroke,
            },
        }
    }
}

/// What a part of the page is (PDF 32000-1, 14.8.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Document,
    H1,
    H2,
    H3,
    P,
    List,
    ListItem,
    ListBody,
    Table,
    Row,
    Head,
    Cell,
    Figure,
}

/// A part of the document's structure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) role: Role,
    pub(crate) parent: Option<usize>,
    /// Text alternative of a figure, summary of a table.
    pub(crate) alt: Option<String>,
    /// Words of a heading, for the outline.
    pub(crate) title: Option<String>,
}

/// A mark and the part of the structure that it belongs to; none for what repeats on each page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) node: Option<usize>,
    pub(crate) mark: Mark,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    pub(crate) items: Vec<Item>,
}

impl Page {
    /// Everything on the page, in reading order.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> + Clone {
        self.items.iter().map(|i| &i.mark)
    }

    /// The texts on the page, in reading order.
    pub fn runs(&self) -> impl Iterator<Item = &TextRun> {
        self.marks().filter_map(|m| match m {
            Mark::Text(run) => Some(run),
            Mark::Path { .. } => None,
        })
    }
}

/// A composed report.
#[derive(Debug, Clone, PartialEq)]
pub struct Pages {
    pub(crate) sheet: Sheet,
    pub(crate) title: String,
    pub(crate) created: jiff::Timestamp,
    pub(crate) producer: String,
    pub(crate) pages: Vec<Page>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) content_sha256: String,
}

/// A sheet of paper, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sheet {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Left and right margin.
    pub(crate) margin: f64,
    /// Top margin.
    pub(crate) top: f64,
    /// Space above the foot's text and below it.
    pub(crate) foot: (f64, f64),
    /// Space above and below the text of a table row.
    pub(crate) pad: f64,
}

impl Sheet {
    /// A4.
    pub(crate) const A4: Self =
        Self { width: 595.28, height: 841.89, margin: 42.5, top: 38.0, foot: (6.0, 26.0), pad: 2.1 };
    /// A credit card (ISO/IEC 7810 ID-1): 85.60 by 53.98 mm.
    pub(crate) const CARD: Self =
        Self { width: 242.65, height: 153.01, margin: 11.0, top: 9.0, foot: (2.5, 5.0), pad: 0.9 };

    pub(crate) fn size(self) -> (f64, f64) {
        (self.width, self.height)
    }
}

impl Pages {
    /// The pages.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Width and height of each page, in points.
    #[must_use]
    pub fn size(&self) -> (f64, f64) {
        self.sheet.size()
    }

    /// Title, without anything that identifies the patient.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// SHA-256 of the content of all pages (without the feet, which print its first digits), in hexadecimal.
    #[must_use]
    pub fn content_sha256(&self) -> &str {
        &self.content_sha256
    }

    /// One SVG a page, for the preview in the window.
    #[must_use]
    pub fn to_svg(&self) -> Vec<String> {
        crate::svg::pages(self)
    }

    /// The PDF file.
    ///
    /// # Errors
    /// [`crate::PdfError`] if the writer refuses a font or the file.
    pub fn to_pdf(&self) -> Result<Vec<u8>, crate::PdfError> {
        crate::pdf::write(self)
    }

    /// The text of each page in reading order: a line for a paragraph or a table row, cells parted by tabs,
    /// a figure by its text alternative.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        self.pages.iter().map(|page| self.text_of(page)).collect()
    }

    fn text_of(&self, page: &Page) -> String {
        let mut out = String::new();
        let mut last: Option<(Option<usize>, &TextRun)> = None;
        for item in &page.items {
            let Mark::Text(run) = &item.mark else { continue };
            if let Some((node, before)) = last {
                out.push_str(self.separator(node, before, item.node, run));
            }
            let node = item.node.and_then(|id| self.nodes.get(id)).filter(|n| n.role == Role::Figure);
            match (node, last) {
                // The text alternative stands for all that the figure shows.
                (Some(_), Some((before, _))) if before == item.node => {}
                (Some(node), _) => {
                    out.push_str(&format!("Figure: {}", node.alt.as_deref().unwrap_or_default()))
                }
                (None, _) => out.push_str(&run.text),
            }
            last = Some((item.node, run));
        }
        out.trim().to_owned()
    }

    /// What stands between two texts that follow each other.
    fn separator(
        &self,
        from: Option<usize>,
        before: &TextRun,
        to: Option<usize>,
        run: &TextRun,
    ) -> &'static str {
        let figure =
            |id: Option<usize>| id.and_then(|id| self.nodes.get(id)).is_some_and(|n| n.role == Role::Figure);
        if from == to && figure(to) {
            ""
        } else if from == to && (to.is_some() || (before.y - run.y).abs() < 0.1) {
            if before.space_after { " " } else { "" }
        } else if self.row(from).is_some() && self.row(from) == self.row(to) {
            "\t"
        } else {
            // Repeated parts have no node: their lines are lines.
            "\n"
        }
    }

    fn row(&self, node: Option<usize>) -> Option<usize> {
        let node = self.nodes.get(node?)?;
        matches!(node.role, Role::Head | Role::Cell).then_some(node.parent).flatten()
    }
}
