//! Page description to PDF: operations of printpdf, then the structure tree, outline and metadata, which
//! printpdf does not write, over its lopdf document.

mod document;
mod operations;
mod structure;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use printpdf::{FontId, ParsedFont, PdfDocument, PdfFont, PdfPage, PdfSaveOptions, Pt};
use thiserror::Error;

use crate::font::Face;
use crate::page::Pages;

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PdfError {
    /// An embedded font could not be read.
    #[error("the font {0} could not be read")]
    Font(&'static str),
    /// The writer reported an error.
    #[error("the PDF could not be written: {0}")]
    Write(String),
}

/// Name of a font in the file. Its six capitals are also the tag that marks a subset (PDF 32000-1, 9.6.4).
fn font_id(face: Face) -> FontId {
    FontId(match face {
        Face::Regular => "ATTREG".to_owned(),
        Face::Strong => "ATTSEM".to_owned(),
    })
}

fn parsed(face: Face) -> Result<ParsedFont, PdfError> {
    static REGULAR: LazyLock<Option<ParsedFont>> =
        LazyLock::new(|| ParsedFont::from_bytes(Face::Regular.bytes(), 0, &mut Vec::new()));
    static STRONG: LazyLock<Option<ParsedFont>> =
        LazyLock::new(|| ParsedFont::from_bytes(Face::Strong.bytes(), 0, &mut Vec::new()));
    match face {
        Face::Regular => REGULAR.clone().ok_or(PdfError::Font("IBM Plex Sans Regular")),
        Face::Strong => STRONG.clone().ok_or(PdfError::Font("IBM Plex Sans SemiBold")),
    }
}

/// The file.
pub(crate) fn write(pages: &Pages) -> Result<Vec<u8>, PdfError> {
    let mut pdf = PdfDocument::new(&pages.title);
    for face in Face::ALL {
        pdf.resources.fonts.map.insert(font_id(face), PdfFont::new(parsed(face)?));
    }
    let mut content: BTreeMap<usize, Vec<(usize, i64)>> = BTreeMap::new();
    let mut sheets = Vec::new();
    for (number, page) in pages.pages.iter().enumerate() {
        let (width, height) = pages.sheet.size();
        let (ops, marked) = operations::of(page, height);
        for (node, id) in marked {
            content.entry(node).or_default().push((number, id));
        }
        sheets.push(PdfPage::new(Pt(width as f32).into(), Pt(height as f32).into(), ops));
    }
    pdf.with_pages(sheets);
    let mut warnings = Vec::new();
    let mut file = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    if let Some(error) = warnings.iter().find(|w| w.severity == printpdf::PdfParseErrorSeverity::Error) {
        return Err(PdfError::Write(error.msg.clone()));
    }
    structure::add(&mut file, pages, &content)?;
    document::describe(&mut file, pages)?;
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|e| PdfError::Write(e.to_string()))?;
    Ok(bytes)
}
