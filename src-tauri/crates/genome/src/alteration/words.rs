//! Cuts a sentence of a report into words that the parsers can compare.

use crate::Origin;

/// Characters that printers and keyboards use for one and the same.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            '\u{2265}' => out.push_str(">="),
            '\u{2264}' => out.push_str("<="),
            '\u{00a0}' | '\u{2009}' | '\u{202f}' | '\t' | '\n' | '\r' => out.push(' '),
            '\u{2192}' => out.push('>'),
            '\u{2019}' => out.push('\''),
            '\u{0394}' | '\u{2206}' => out.push_str(" delta "),
            c => out.push(c),
        }
    }
    out
}

/// Words of a text: cut at blanks, commas, semicolons and at brackets that are not part of a name.
/// `BRAF:p.V600E` and `p.(V600E)` give `BRAF`, `p.V600E`.
pub(crate) fn words(text: &str) -> Vec<String> {
    let text = decimal_points(&plain(text)).replace("p.(", "p.").replace("::", "\u{1}");
    let mut out = Vec::new();
    for piece in
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | ':'))
    {
        let piece = piece.trim_end_matches('.').replace('\u{1}', "::");
        if !piece.is_empty() {
            out.push(piece);
        }
    }
    out
}

/// A comma between digits of a number that stands alone is a decimal comma: `14,2 mut/Mb`, but not `G12,13`.
fn decimal_points(text: &str) -> String {
    let bytes = text.as_bytes();
    let alone = |at: usize| {
        let digits = bytes[..at].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        digits > 0 && (at == digits || !bytes[at - digits - 1].is_ascii_alphanumeric())
    };
    let followed = |at: usize| bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    text.char_indices().map(|(i, c)| if c == ',' && alone(i) && followed(i) { '.' } else { c }).collect()
}

/// Takes the words that state an origin out and returns it. Both at once is no statement.
pub(crate) fn take_origin(words: &mut Vec<String>) -> Option<Origin> {
    let mut germline = false;
    let mut somatic = false;
    words.retain_mut(|w| {
        match w.to_ascii_lowercase().as_str() {
            "germline" | "inherited" | "constitutional" => germline = true,
            "somatic" => somatic = true,
            // gBRCA1, sBRCA2, gBRCAm
            _ => {
                let marked = w.get(1..).is_some_and(|rest| {
                    let gene = rest.strip_suffix('m').unwrap_or(rest);
                    rest.starts_with("BRCA") || (gene.len() > 2 && super::parse::gene_is_known(gene))
                });
                if marked && (w.starts_with('g') || w.starts_with('s') || w.starts_with('t')) {
                    germline |= w.starts_with('g');
                    somatic |= w.starts_with('s');
                    w.remove(0);
                }
                return true;
            }
        }
        false
    });
    match (germline, somatic) {
        (true, true) => None,
        (true, false) => Some(Origin::Germline),
        (false, true) => Some(Origin::Somatic),
        (false, false) => Some(Origin::Unknown),
    }
}

/// Lower-case phrase with single blanks; a hyphen inside a word is read as a blank (`wild-type`), a sign
/// at its end stays (`ISH-`).
pub(crate) fn phrase(words: &[String]) -> String {
    let text = words.join(" ").to_ascii_lowercase();
    let bytes = text.as_bytes();
    let inside = |i: usize| {
        let letter = |j: usize| bytes.get(j).is_some_and(u8::is_ascii_alphanumeric);
        i > 0 && letter(i - 1) && letter(i + 1)
    };
    let spaced: String =
        text.char_indices().map(|(i, c)| if matches!(c, '-' | '_') && inside(i) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number at the head of a text, with the text after it. Decimal comma is read as a point.
pub(crate) fn number(text: &str) -> Option<(f64, &str)> {
    let text = text.trim_start();
    let end = text.bytes().take_while(|c| c.is_ascii_digit() || matches!(c, b'.' | b',')).count();
    let value: f64 = text.get(..end)?.trim_end_matches(['.', ',']).replace(',', ".").parse().ok()?;
    value.is_finite().then(|| (value, text[end..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_names_whole() {
        assert_eq!(words("BRAF:p.(Val600Glu)"), ["BRAF", "p.Val600Glu"]);
        assert_eq!(words("VHL R167Q (c.500G>A)."), ["VHL", "R167Q", "c.500G>A"]);
        assert_eq!(words("EML4::ALK  Fusion"), ["EML4::ALK", "Fusion"]);
        assert_eq!(words("PD\u{2011}L1 TPS \u{2265} 50 %"), ["PD-L1", "TPS", ">=", "50", "%"]);
    }

    #[test]
    fn origin_is_taken_out() {
        let mut w = words("gBRCA1 mutation");
        assert_eq!(take_origin(&mut w), Some(Origin::Germline));
        assert_eq!(w, ["BRCA1", "mutation"]);
        let mut w = words("germline or somatic");
        assert_eq!(take_origin(&mut w), None);
    }

    #[test]
    fn numbers_stop_at_their_unit() {
        assert_eq!(number("14 mut/Mb"), Some((14.0, "mut/Mb")));
        assert_eq!(number("8,1"), Some((8.1, "")));
        assert_eq!(number("x"), None);
    }
}
