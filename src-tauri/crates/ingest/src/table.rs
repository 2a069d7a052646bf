//! Tables with a header line: what every reader of them has in common. Cells below the header are the leaves, and
//! each comment line is one. A column that a reader asks for is mapped; every other column stays raw in the file
//! and is named in a finding, so that nobody takes it for read.

mod biomarkers;
mod calls;
mod classification;
mod collect;
mod columns;
mod copies;
mod coverage;
mod event;
mod expression;
mod fusion_name;
mod fusions;
mod genes;
mod kind;
mod maf;
mod matrix;
mod place;
mod row;
mod sam;
mod segments;
mod structural;
mod study;

use std::io::Read;

use crate::finding::Findings;
use crate::lines::{Line, Lines, MAX_LINE};
use crate::source::truncated;
use crate::{GenomeImport, GenomeOptions, Ledger, Refusal, Severity};
pub(crate) use classification::consequence_of_class;
pub(crate) use collect::{Collect, by_name, finish_collected};
use columns::{Columns, Use};
pub(crate) use event::of_copies;
pub(crate) use kind::{TableKind, table_kind};
use row::{Row, split};

/// Findings listed for one code; more are counted.
const LISTED: usize = 25;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Each cell went the way of its column.
    Read,
    /// Understood as a whole, kept only in the file.
    KeptRaw,
    /// Left out by a rule.
    Ignored(&'static str),
    /// Not read; a finding says why.
    Failed,
}

/// A table that is read row by row.
pub(crate) struct Table<R: Read> {
    lines: Lines<R>,
    pub(crate) name: String,
    pub(crate) columns: Columns,
    pub(crate) comments: Vec<String>,
    pub(crate) ledger: Ledger,
    pub(crate) findings: Findings,
    separator: u8,
    /// The rows begin with their number, for which the header has no column (`write.table` of R). Settled by the first.
    numbered: Option<bool>,
}

/// Reads a table of a known kind.
pub(crate) fn read<R: Read>(
    lines: Lines<R>,
    kind: TableKind,
    options: &GenomeOptions,
) -> Result<GenomeImport, Refusal> {
    if matches!(kind, TableKind::KeyValue) {
        return study::key_values(lines, options);
    }
    let table = Table::open(lines)?;
    match kind {
        TableKind::Maf => maf::read(table, options),
        TableKind::Calls => calls::read(table, options),
        TableKind::Matrix => matrix::read(table, options),
        TableKind::Segments => segments::read(table, options),
        TableKind::GeneCopies => genes::read(table, options),
        TableKind::Fusions => fusions::read(table, options),
        TableKind::Structural => structural::read(table, options),
        TableKind::Coverage => coverage::read(table, options),
        TableKind::Expression => expression::read(table, options),
        TableKind::Biomarkers => biomarkers::read(table, options),
        TableKind::Clinical | TableKind::KeyValue => study::clinical(table, options),
    }
}

/// True for a comment, and for a line of a SAM header, which GATK puts before its tables; some callers put the sign of
/// a comment before their header too.
pub(crate) fn is_comment(line: &[u8]) -> bool {
    /// First column of such a header.
    const HEADERS: [&str; 14] = [
        "FusionName",
        "fusion_name",
        "gene1",
        "chrom",
        "Chrom",
        "CHROM",
        "chr",
        "Chr",
        "chromosome",
        "contig",
        "gene",
        "Gene",
        "sample",
        "region",
    ];
    let Some(rest) = line.strip_prefix(b"#") else { return sam::is_header(line) };
    let mut cells = rest.split(|b| *b == b'\t');
    let first = cells.next().unwrap_or_default();
    let headed = cells.next().is_some() && HEADERS.iter().any(|h| h.as_bytes() == first);
    !headed && !rest.starts_with(b"Hugo")
}

/// Tab where there is one, else the more frequent of comma and semicolon.
pub(crate) fn separator_of(line: &[u8]) -> u8 {
    let count = |b: u8| line.iter().filter(|x| **x == b).count();
    if count(b'\t') > 0 {
        b'\t'
    } else if count(b';') > count(b',') {
        b';'
    } else {
        b','
    }
}

impl<R: Read> Table<R> {
    /// Reads comments and the header.
    fn open(mut lines: Lines<R>) -> Result<Self, Refusal> {
        let name = lines.source().name().to_owned();
        let mut ledger = Ledger::default();
        let mut comments = Vec::new();
        loop {
            match lines.next()? {
                None => return Err(truncated(&name, "it ends before the header of the table")),
                Some(Line::TooLong { fields, .. }) => ledger.error(fields),
                Some(Line::Text { bytes, .. }) if bytes.trim_ascii().is_empty() => {}
                Some(Line::Text { bytes, .. }) if is_comment(bytes) => {
                    let text = String::from_utf8_lossy(bytes.trim_ascii()).into_owned();
                    if text.starts_with("#version") || sam::is_used(&text) {
                        ledger.mapped(1);
                    } else {
                        ledger.ignored("table.comment", 1);
                    }
                    comments.push(text);
                }
                Some(Line::Text { bytes, .. }) => {
                    let separator = separator_of(bytes);
                    let mut row = Row::default();
                    split(bytes, separator, 0, &mut row);
                    let columns = Columns::new((0..row.len()).map(|i| row.get(i).to_owned()).collect());
                    let findings = Findings::new(LISTED);
                    return Ok(Self {
                        lines,
                        name,
                        columns,
                        comments,
                        ledger,
                        findings,
                        separator,
                        numbered: None,
                    });
                }
            }
        }
    }

    /// Reads the next row; false at the end.
    pub(crate) fn next(&mut self, row: &mut Row) -> Result<bool, Refusal> {
        loop {
            match self.lines.next()? {
                None => return Ok(false),
                Some(Line::TooLong { fields, number }) => {
                    self.ledger.error(fields);
                    let text = format!("Longer than {MAX_LINE} bytes; the line was not read.");
                    self.tell(Severity::Error, "table.line_too_long", number, || text);
                }
                Some(Line::Text { bytes, .. }) if bytes.trim_ascii().is_empty() => {}
                Some(Line::Text { bytes, number, .. }) if is_comment(bytes) => {
                    self.ledger.ignored("table.comment", 1);
                    let _ = number;
                }
                Some(Line::Text { bytes, terminated, number }) => {
                    split(bytes, self.separator, number, row);
                    let wanted = self.columns.len();
                    let numbered = row.len() == wanted + 1 && row.get(0).trim() == "1";
                    if *self.numbered.get_or_insert(numbered) && row.len() == wanted + 1 {
                        row.shift();
                        self.ledger.ignored("table.row_number", 1);
                    }
                    if !terminated && row.len() < wanted && wanted > 1 {
                        return Err(truncated(&self.name, "its last line has fewer columns than its header"));
                    }
                    let got = row.len();
                    if row.beyond(wanted) > 0 {
                        self.tell(Severity::Error, "table.cells_beyond_header", number, || {
                            format!(
                                "{got} cells where the header has {wanted}; the further ones were not read."
                            )
                        });
                    }
                    return Ok(true);
                }
            }
        }
    }

    /// Puts the leaves of a row into their classes.
    pub(crate) fn tally(&mut self, row: &Row, outcome: Outcome) {
        for (at, use_) in self.columns.uses().iter().enumerate() {
            if row.get(at).trim().is_empty() {
                continue;
            }
            match (outcome, use_) {
                (Outcome::Failed, _) => self.ledger.error(1),
                (Outcome::Ignored(rule), _) => self.ledger.ignored(rule, 1),
                (Outcome::KeptRaw, _) | (Outcome::Read, Use::Raw) => self.ledger.kept_raw(1),
                (Outcome::Read, Use::Mapped) => self.ledger.mapped(1),
            }
        }
        self.ledger.error(row.beyond(self.columns.len()));
    }

    /// Adds a finding about a line.
    pub(crate) fn tell(
        &mut self,
        severity: Severity,
        code: &'static str,
        line: u64,
        message: impl FnOnce() -> String,
    ) {
        self.findings.add(severity, code, || format!("line {line}"), message);
    }

    /// A row that is not read.
    pub(crate) fn fail(&mut self, row: &Row, code: &'static str, message: impl FnOnce() -> String) {
        self.tell(Severity::Error, code, row.line, message);
        self.tally(row, Outcome::Failed);
    }

    /// Reads all rows with one function, which says what became of each.
    pub(crate) fn each(
        &mut self,
        mut read: impl FnMut(&Row, &mut Findings) -> Result<Outcome, (&'static str, String)>,
    ) -> Result<(), Refusal> {
        let mut row = Row::default();
        while self.next(&mut row)? {
            match read(&row, &mut self.findings) {
                Ok(outcome) => self.tally(&row, outcome),
                Err((code, message)) => self.fail(&row, code, || message),
            }
        }
        Ok(())
    }

    /// Ends the reading: names the columns that nobody asked for, and gives the hash of the file.
    pub(crate) fn finish(mut self) -> (Ledger, Findings, String, String) {
        let unused = self.columns.unused();
        if !unused.is_empty() {
            self.findings.add(
                Severity::Info,
                "table.columns_kept_raw",
                || "header".to_owned(),
                || {
                    format!(
                        "{} columns are not interpreted and stand in the file only: {}.",
                        unused.len(),
                        unused.join(", ")
                    )
                },
            );
        }
        let sha256 = self.lines.source().sha256();
        (self.ledger, self.findings, sha256, self.name)
    }
}
