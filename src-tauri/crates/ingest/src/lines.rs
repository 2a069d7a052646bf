//! Lines of a stream, without an allocation for each.

use std::io::Read;

use crate::Refusal;
use crate::source::Source;

/// Longest line that is read, in bytes. A line of 100,000 samples has about 4 MB.
pub(crate) const MAX_LINE: usize = 16 << 20;

/// One line without its end.
pub(crate) enum Line<'a> {
    /// The text, and whether a line end stood behind it.
    Text {
        /// Bytes without LF or CRLF.
        bytes: &'a [u8],
        /// False only for a last line that just stops.
        terminated: bool,
        /// Number of the line, from 1.
        number: u64,
    },
    /// A line beyond the limit; its non-empty tab fields are only counted.
    TooLong {
        /// Non-empty tab-separated fields.
        fields: u64,
        /// Number of the line, from 1.
        number: u64,
    },
}

/// Splits a source into lines; LF and CRLF end a line, a byte-order mark is nothing.
pub(crate) struct Lines<R: Read> {
    source: Source<R>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    at_end: bool,
    number: u64,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(source: Source<R>) -> Self {
        Self { source, buffer: vec![0; 512 << 10], start: 0, end: 0, at_end: false, number: 0 }
    }

    pub(crate) fn source(&self) -> &Source<R> {
        &self.source
    }

    /// The first bytes, to tell the format. Skips a byte-order mark.
    pub(crate) fn head(&mut self) -> Result<&[u8], Refusal> {
        while self.end < 64 << 10 && self.fill()? {}
        // GATK writes its whole sequence dictionary before a table: the header of the table stands behind it.
        while self.buffer[..self.end].starts_with(b"@HD\t")
            && self.end < 4 << 20
            && !self.buffer[..self.end].windows(2).any(|w| w[0] == b'\n' && w[1] != b'@')
            && self.fill()?
        {}
        if self.number == 0 && self.buffer[self.start..self.end].starts_with(b"\xef\xbb\xbf") {
            self.start += 3;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    /// Everything from here on, for formats that are no lines, with the SHA-256 of the file as given.
    ///
    /// # Errors
    /// More than 1 GiB, or a file that cannot be read to its end.
    pub(crate) fn rest(mut self) -> Result<(Vec<u8>, String), Refusal> {
        let mut bytes = self.buffer[self.start..self.end].to_vec();
        drop(std::mem::take(&mut self.buffer));
        let mut buffer = vec![0; 256 << 10];
        loop {
            let n = if self.at_end { 0 } else { self.source.read(&mut buffer)? };
            if n == 0 {
                return Ok((bytes, self.source.sha256()));
            }
            bytes.extend_from_slice(&buffer[..n]);
            if bytes.len() > 1 << 30 {
                return Err(Refusal::new(
                    "ingest.too_large",
                    format!("{} is larger than 1 GiB", self.source.name()),
                    "Give the part that holds the genome report.",
                ));
            }
        }
    }

    /// The next line, or `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Line<'_>>, Refusal> {
        let mut searched = 0;
        loop {
            let window = &self.buffer[self.start..self.end];
            if let Some(found) = memchr::memchr(b'\n', &window[searched..]) {
                let from = self.start;
                let to = from + searched + found;
                if to - from > MAX_LINE {
                    return self.skip_long().map(Some);
                }
                self.start = to + 1;
                self.number += 1;
                let bytes = without_cr(&self.buffer[from..to]);
                return Ok(Some(Line::Text { bytes, terminated: true, number: self.number }));
            }
            searched = window.len();
            if searched > MAX_LINE {
                return self.skip_long().map(Some);
            }
            if self.at_end || !self.fill()? {
                if self.start == self.end {
                    return Ok(None);
                }
                let from = self.start;
                self.start = self.end;
                self.number += 1;
                let bytes = &self.buffer[from..self.end];
                return Ok(Some(Line::Text { bytes, terminated: false, number: self.number }));
            }
        }
    }

    /// Reads more; false at the end. Moves the open line to the front first.
    fn fill(&mut self) -> Result<bool, Refusal> {
        if self.at_end {
            return Ok(false);
        }
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.buffer.len() {
            let grown = self.buffer.len() * 2;
            self.buffer.resize(grown, 0);
        }
        let n = self.source.read(&mut self.buffer[self.end..])?;
        self.end += n;
        self.at_end = n == 0;
        Ok(n > 0)
    }

    fn skip_long(&mut self) -> Result<Line<'_>, Refusal> {
        let mut fields = 0;
        let mut inside = false;
        loop {
            for at in self.start..self.end {
                match self.buffer[at] {
                    b'\n' => {
                        self.start = at + 1;
                        self.number += 1;
                        return Ok(Line::TooLong { fields: fields + u64::from(inside), number: self.number });
                    }
                    b'\t' => {
                        fields += u64::from(inside);
                        inside = false;
                    }
                    _ => inside = true,
                }
            }
            self.start = self.end;
            if !self.fill()? {
                self.number += 1;
                return Ok(Line::TooLong { fields: fields + u64::from(inside), number: self.number });
            }
        }
    }
}

fn without_cr(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;

    fn split(bytes: &[u8]) -> Vec<(String, bool)> {
        let mut lines = Lines::new(Source::open("x", bytes, Limits::GENOME).unwrap());
        lines.head().unwrap();
        let mut all = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            all.push(match line {
                Line::Text { bytes, terminated, .. } => {
                    (String::from_utf8_lossy(bytes).into_owned(), terminated)
                }
                Line::TooLong { fields, .. } => (format!("long {fields}"), true),
            });
        }
        all
    }

    #[test]
    fn line_ends_and_the_mark_are_no_text() {
        let expected = vec![("a".to_owned(), true), ("b".to_owned(), true), ("c".to_owned(), false)];
        assert_eq!(split(b"\xef\xbb\xbfa\r\nb\nc"), expected);
        assert_eq!(split(b"a\n\n"), vec![("a".to_owned(), true), (String::new(), true)]);
    }

    #[test]
    fn a_line_beyond_the_limit_is_passed_over_and_the_next_is_read() {
        let mut bytes = b"a\n".to_vec();
        bytes.extend(vec![b'x'; MAX_LINE + 10]);
        bytes.extend(b"\ty\t\tz\nb\n");
        let lines = split(&bytes);
        assert_eq!(lines[1].0, "long 3");
        assert_eq!(lines[2], ("b".to_owned(), true));
    }

    #[test]
    fn lines_longer_than_the_buffer_are_whole() {
        let long = "y".repeat(3 << 20);
        assert_eq!(split(format!("{long}\nz\n").as_bytes()), vec![(long, true), ("z".to_owned(), true)]);
    }
}
