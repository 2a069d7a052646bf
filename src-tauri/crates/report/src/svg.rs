//! Page description to SVG: no script, no style sheet, no reference to anything outside. Each text stands in it
//! twice, as outlines for the eye and as text for search.

mod glyphs;

use std::fmt::Write;

use crate::font::FAMILY;
use crate::page::{Mark, Pages};

/// All pages.
pub(crate) fn pages(pages: &Pages) -> Vec<String> {
    let total = pages.pages.len();
    pages
        .pages
        .iter()
        .enumerate()
        .map(|(i, page)| {
            document(
                pages.sheet.size(),
                &format!("{}, page {} of {total}", pages.title, i + 1),
                "",
                page.marks(),
            )
        })
        .collect()
}

/// An SVG document of marks on white.
pub(crate) fn document<'a>(
    size: (f64, f64),
    title: &str,
    description: &str,
    marks: impl Iterator<Item = &'a Mark> + Clone,
) -> String {
    let mut out = String::new();
    let (w, h) = (short(size.0), short(size.1));
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" \
         font-family=\"'{FAMILY}',sans-serif\"><title>{}</title>",
        escape(title)
    );
    if !description.is_empty() {
        let _ = write!(out, "<desc>{}</desc>", escape(description));
    }
    out.push_str(&glyphs::definitions(marks.clone()));
    out.push_str(&body(size, marks));
    out.push_str("</svg>");
    out
}

/// The visible part of a document.
pub(crate) fn body<'a>((width, height): (f64, f64), marks: impl Iterator<Item = &'a Mark>) -> String {
    let mut out = format!("<rect width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>", short(width), short(height));
    for mark in marks {
        write_mark(&mut out, mark);
    }
    out
}

fn write_mark(out: &mut String, mark: &Mark) {
    match mark {
        Mark::Text(run) => {
            let (x, y) = (short(run.x), short(run.y));
            glyphs::write_run(out, run, &x, &y);
            // The same words as text, not painted: for those who search or read the file.
            let _ = write!(
                out,
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\" font-weight=\"{}\" fill=\"none\" textLength=\"{}\" \
                 xml:space=\"preserve\">{}</text>",
                short(run.size),
                run.face.weight(),
                short(run.width()),
                escape(&run.text)
            );
        }
        Mark::Path { points, closed, fill, stroke } => {
            let name = if *closed { "polygon" } else { "polyline" };
            let corners: Vec<String> =
                points.iter().map(|(x, y)| format!("{},{}", short(*x), short(*y))).collect();
            let fill = fill.map_or("none".to_owned(), |c| c.hex());
            let _ = write!(out, "<{name} points=\"{}\" fill=\"{fill}\"", corners.join(" "));
            if let Some(stroke) = stroke {
                let _ = write!(
                    out,
                    " stroke=\"{}\" stroke-width=\"{}\"",
                    stroke.colour.hex(),
                    short(stroke.width)
                );
                if stroke.dashed {
                    out.push_str(" stroke-dasharray=\"2 1.5\"");
                }
            }
            out.push_str("/>");
        }
    }
}

/// Two decimals at most: 1/100 point cannot be seen.
fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text for XML content and attributes. Characters that XML forbids were removed when the text was cleaned.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::INK;
    use crate::font::Face;
    use crate::page::TextRun;

    #[test]
    fn text_cannot_become_markup() {
        let text = "</text><script>alert('1')</script>&\"".to_owned();
        let run =
            TextRun { text, x: 1.0, y: 2.0, size: 9.0, face: Face::Regular, colour: INK, space_after: true };
        let svg = document((10.0, 10.0), "<t>", "a&b", [Mark::Text(run)].iter());
        assert!(
            !svg.contains("<script")
                && svg.contains("&lt;script&gt;")
                && svg.contains("<title>&lt;t&gt;</title>")
        );
        assert!(
            !svg.contains("style=") && svg.split("href=").skip(1).all(|rest| rest.starts_with("\"#attune-"))
        );
    }
}
