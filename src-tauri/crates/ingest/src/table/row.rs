//! One row of a table, without an allocation for each cell.

/// Cells of a row; the buffers are used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) line: u64,
    text: String,
    spans: Vec<(usize, usize)>,
}

impl Row {
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The cell; a place beyond the row is an empty cell.
    pub(crate) fn get(&self, at: usize) -> &str {
        self.spans.get(at).map_or("", |(from, to)| &self.text[*from..*to])
    }

    /// The cell of a column that may be absent, `None` for what writers put where there is no value.
    pub(crate) fn filled(&self, at: Option<usize>) -> Option<&str> {
        filled(self.get(at?))
    }

    /// The number in a cell, if it is a finite one.
    pub(crate) fn number(&self, at: Option<usize>) -> Option<f64> {
        decimal(self.filled(at)?)
    }

    /// The whole number in a cell; `12.0` counts as one.
    pub(crate) fn whole(&self, at: Option<usize>) -> Option<u32> {
        let text = self.filled(at)?;
        let text = text.strip_suffix(".0").unwrap_or(text);
        text.parse().ok().or_else(|| text.replace(',', "").parse().ok())
    }

    /// Takes the first cell away.
    pub(crate) fn shift(&mut self) {
        if !self.spans.is_empty() {
            self.spans.remove(0);
        }
    }

    /// Cells with text behind the last column of the header.
    pub(crate) fn beyond(&self, columns: usize) -> u64 {
        (columns..self.len()).filter(|i| !self.get(*i).trim().is_empty()).count() as u64
    }
}

/// A finite number, with a point or with a comma before its decimals. `1,234` may be a thousand or a little more than
/// one: it is neither.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let finite = |t: &str| t.parse().ok().filter(|n: &f64| n.is_finite());
    finite(text).or_else(|| {
        let (whole, decimals) = text.split_once(',')?;
        let plain = !decimals.is_empty() && decimals.bytes().all(|b| b.is_ascii_digit());
        let digits = whole.trim_start_matches(['-', '+']);
        let clear = decimals.len() != 3 || digits == "0";
        let whole_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        (plain && clear && whole_number).then(|| finite(&format!("{whole}.{decimals}"))).flatten()
    })
}

/// The text of a cell unless it is one of the words for "no value".
pub(crate) fn filled(cell: &str) -> Option<&str> {
    const NONE: [&str; 14] = [
        "",
        ".",
        "NA",
        "N/A",
        "n/a",
        "na",
        "NaN",
        "nan",
        "null",
        "NULL",
        "None",
        "[Not Available]",
        "[Not Applicable]",
        "--",
    ];
    let text = cell.trim();
    (!NONE.contains(&text)).then_some(text)
}

/// Splits a line. Quotes around a cell are taken off; inside them a separator is text.
pub(crate) fn split(line: &[u8], separator: u8, number: u64, row: &mut Row) {
    row.line = number;
    row.text.clear();
    row.text.push_str(&String::from_utf8_lossy(line));
    row.spans.clear();
    let bytes = row.text.as_bytes();
    let (mut from, mut quoted) = (0, false);
    for (at, byte) in bytes.iter().enumerate() {
        match *byte {
            // A quote opens a cell only at its start: names such as 5' or 3" are no quotes.
            b'"' if at == from => quoted = closes(&bytes[at + 1..], separator),
            b'"' if quoted && bytes.get(at + 1).is_none_or(|b| *b == separator) => quoted = false,
            b if b == separator && !quoted => {
                row.spans.push(bare(bytes, from, at));
                from = at + 1;
            }
            _ => {}
        }
    }
    row.spans.push(bare(bytes, from, bytes.len()));
}

/// True where a quote stands before a separator or at the end, so that an open quote cannot swallow the line.
fn closes(rest: &[u8], separator: u8) -> bool {
    (0..rest.len()).any(|i| rest[i] == b'"' && rest.get(i + 1).is_none_or(|b| *b == separator))
}

fn bare(bytes: &[u8], from: usize, to: usize) -> (usize, usize) {
    if to - from >= 2 && bytes[from] == b'"' && bytes[to - 1] == b'"' {
        (from + 1, to - 1)
    } else {
        (from, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str, separator: u8) -> Vec<String> {
        let mut row = Row::default();
        split(line.as_bytes(), separator, 1, &mut row);
        (0..row.len()).map(|i| row.get(i).to_owned()).collect()
    }

    #[test]
    fn quotes_and_separators() {
        assert_eq!(cells("a\tb\t\tc", b'\t'), ["a", "b", "", "c"]);
        assert_eq!(cells("\"a,b\",c,\"\"", b','), ["a,b", "c", ""]);
        assert_eq!(cells("5' end\t\"open\tx", b'\t'), ["5' end", "\"open", "x"]);
        assert_eq!(cells("", b'\t'), [""]);
    }

    #[test]
    fn a_comma_before_decimals_is_read_where_it_cannot_be_a_thousand() {
        for (text, value) in [
            ("2.31", Some(2.31)),
            ("2,31", Some(2.31)),
            ("-0,125", Some(-0.125)),
            ("1,234", None),
            ("1,2,3", None),
            ("1.2,3", None),
            (",5", None),
            ("3,", None),
            ("inf", None),
        ] {
            assert_eq!(decimal(text), value, "{text}");
        }
    }

    #[test]
    fn words_for_no_value_are_none() {
        for cell in ["", " ", "NA", ".", "NaN", "[Not Available]"] {
            assert_eq!(filled(cell), None, "{cell}");
        }
        assert_eq!(filled("-"), Some("-"), "a deleted allele");
        assert_eq!(filled(" TP53 "), Some("TP53"));
    }
}
