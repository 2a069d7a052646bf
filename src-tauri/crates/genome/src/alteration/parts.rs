//! A line that lists several findings, of which one is not understood: the others are still read, and the unread part
//! is named.
//!
//! Only where no part can change the sense of another: a line with a word of denial or doubt is cut only when each part
//! that is read states its own result (`ER positive, PR negative, Ki-67 20 %`).

use super::annotation::{denies, doubts};
use super::several::parse_whole;
use super::words::plain;
use super::{Alteration, AlterationKind, GeneSymbols};

/// One part of a line and what was read in it, empty where it was not understood.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedPart {
    /// The words of the part.
    pub text: String,
    /// What they state.
    pub read: Vec<Alteration>,
}

/// Reads a line whole, else in its parts; a line of which nothing is understood comes back as one unread part.
pub(crate) fn parse_parts(text: &str, symbols: Option<&GeneSymbols>) -> Vec<StatedPart> {
    let whole = StatedPart { text: text.trim().to_owned(), read: parse_whole(text, symbols) };
    if !whole.read.is_empty() {
        return vec![whole];
    }
    cut(text, symbols).unwrap_or_else(|| vec![whole])
}

fn cut(text: &str, symbols: Option<&GeneSymbols>) -> Option<Vec<StatedPart>> {
    let clean = plain(text);
    let pieces = pieces(&clean);
    (2..=24).contains(&pieces.len()).then_some(())?;
    let open = denies(&clean) || doubts(&clean);
    let mut parts: Vec<StatedPart> = Vec::new();
    let mut gene: Option<String> = None;
    for piece in pieces {
        let mut read = parse_whole(piece, symbols);
        // `EGFR: T790M negative, L858R positive`: a change without a gene belongs to the gene before it.
        if let (Some(gene), true) = (&gene, read.iter().all(|a| a.gene.is_none()))
            && let [only] = parse_whole(&format!("{gene} {piece}"), symbols).as_slice()
            && only.kind.names_a_place()
        {
            read = vec![Alteration { text: piece.to_owned(), ..only.clone() }];
        }
        read.retain(|a| a.gene.is_some() || !a.kind.names_a_place());
        if let Some(last) = read.iter().rev().find_map(|a| a.gene.clone()) {
            gene = Some(last);
        }
        parts.push(StatedPart { text: piece.to_owned(), read });
    }
    let read = parts.iter().filter(|p| !p.read.is_empty()).count();
    let own = |p: &StatedPart| p.read.is_empty() || states_itself(p);
    (read > 0 && (!open || parts.iter().all(own))).then_some(parts)
}

/// True where the words of a part say themselves whether it was found.
fn states_itself(part: &StatedPart) -> bool {
    use AlterationKind as K;
    let low = part.text.to_lowercase();
    let says = ["positive", "detected", "present", "wild", "wt", "negative"].iter().any(|w| low.contains(w));
    part.read.iter().all(|a| {
        says || matches!(
            a.kind,
            K::Expression { .. }
                | K::WildType
                | K::NotDetected { .. }
                | K::MsiHigh
                | K::MsiStable
                | K::Tmb { .. }
        )
    })
}

/// Pieces between commas, semicolons and bars outside brackets; a decimal comma cuts nothing.
fn pieces(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let (mut from, mut depth) = (0, 0_i32);
    for (at, c) in bytes.iter().enumerate() {
        match c {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b',' | b';' | b'|' | b'\n' if depth <= 0 => {
                let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
                if *c == b',' && at > 0 && digit(at - 1) && digit(at + 1) {
                    continue;
                }
                out.push(text[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    out.push(text[from..].trim());
    out.retain(|p| !p.is_empty());
    out
}
