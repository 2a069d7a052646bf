//! What is not recommended: briefly on the first page, then with its evidence.

use attune_decision::{BlockedReason, EvidenceRow, Level};

use super::{Writer, words};
use crate::flow::{Cell, Column, Sign, Style, Table, level, sign, text};
use crate::input::ReportInput;
use crate::text::{clip, list, sentence};

/// Most rows on the first page, for resistance and for what lacks evidence. What is contraindicated always stands there.
const RESISTANCE: usize = 5;
const OTHERS: usize = 4;
/// Longest reason there, in characters.
const DETAIL: usize = 170;

/// Treatments with the same reason in the same words share a row.
struct Refused<'a> {
    reason: BlockedReason,
    level: Option<Level>,
    treatments: Vec<&'a str>,
    detail: String,
    /// Strongest source, for the full table.
    source: String,
}

fn rows<'a>(input: &ReportInput<'a>) -> Vec<Refused<'a>> {
    let mut out: Vec<Refused<'a>> = Vec::new();
    for entry in &input.ranked.resistance {
        let (detail, source) = (list(&entry.because), source(&entry.evidence));
        let known =
            out.iter_mut().find(|r| r.level == Some(entry.level) && r.detail == detail && r.source == source);
        match known {
            Some(row) => row.treatments.push(&entry.treatment),
            None => out.push(Refused {
                reason: BlockedReason::Resistance,
                level: Some(entry.level),
                treatments: vec![&entry.treatment],
                detail,
                source,
            }),
        }
    }
    for blocked in &input.ranked.not_ranked {
        let mut detail = sentence(&blocked.detail);
        if let Some(possible) = &blocked.becomes_possible {
            detail.push_str(&format!(" Becomes possible: {}", sentence(possible)));
        }
        let known =
            out.iter_mut().find(|r| r.level.is_none() && r.reason == blocked.reason && r.detail == detail);
        match known {
            Some(row) => row.treatments.push(&blocked.treatment),
            None => out.push(Refused {
                reason: blocked.reason,
                level: None,
                treatments: vec![&blocked.treatment],
                detail,
                source: source(&blocked.evidence),
            }),
        }
    }
    out
}

fn source(evidence: &[EvidenceRow]) -> String {
    evidence.first().map_or_else(|| "rule of the pack".to_owned(), cited)
}

/// Whether a citation is the address of a page.
pub(crate) fn is_address(citation: &str) -> bool {
    citation.starts_with("http")
}

/// Source and citation of a row; its number in the pack where it has no citation, or one whose address would fill
/// the cell: that stands under the references.
pub(crate) fn cited(row: &EvidenceRow) -> String {
    let plain = row.citation.is_empty() || is_address(&row.citation);
    let reference = if plain { &row.id } else { &row.citation };
    format!("{}, {reference}", row.source)
}

/// The first rows, for the first page.
pub(crate) fn brief(writer: &mut Writer<'_>) {
    let ranked = writer.input.ranked;
    let plain = writer.flow.sizes.plain();
    let note = format!("{} resistance, {} not ranked", ranked.resistance.len(), ranked.not_ranked.len());
    writer.section("Not recommended", &note);
    let all = rows(writer.input);
    if all.is_empty() {
        let words = "No resistance marker and no blocked treatment was found among the evidence at hand. This is not a statement \
                     about treatments that were not considered.";
        writer.flow.paragraph(&[text(words, plain)]);
        return;
    }
    let shown = first(&all);
    table(writer, &shown);
    if shown.len() < all.len() {
        let words =
            format!("{} of {} rows shown; all stand under \u{201c}{FULL}\u{201d}.", shown.len(), all.len());
        writer.flow.paragraph(&[text(&words, writer.flow.sizes.small())]);
    }
}

/// Title of the section with all rows.
pub(crate) const FULL: &str = "Not recommended, with evidence";

fn first<'r, 'a>(all: &'r [Refused<'a>]) -> Vec<&'r Refused<'a>> {
    let (mut resistance, mut others) = (0, 0);
    let keep = |row: &&Refused<'a>| match row.reason {
        BlockedReason::Contraindicated => true,
        BlockedReason::Resistance => {
            resistance += 1;
            resistance <= RESISTANCE
        }
        _ => {
            others += 1;
            others <= OTHERS
        }
    };
    all.iter().filter(keep).collect()
}

/// All rows, each with its strongest source.
pub(crate) fn full(writer: &mut Writer<'_>) {
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    let all = rows(writer.input);
    let rows = all.iter().map(|row| {
        let mut cells = cells(row, &row.detail, plain, strong);
        cells.push(vec![text(&row.source, small)]);
        cells
    });
    writer.flow.table(&Table {
        summary: "Resistance and not ranked, with reasons and sources".into(),
        columns: vec![
            Column::new("Reason", 0.18),
            Column::new("Treatment", 0.28),
            Column::new("Because", 0.36),
            Column::new("Strongest source", 0.18),
        ],
        rows: rows.collect(),
    });
}

fn table(writer: &mut Writer<'_>, rows: &[&Refused<'_>]) {
    let (plain, strong) = (writer.flow.sizes.plain(), writer.flow.sizes.strong());
    let cells = rows.iter().map(|row| cells(row, &clip(&row.detail, DETAIL), plain, strong)).collect();
    let columns =
        vec![Column::new("Reason", 0.2), Column::new("Treatment", 0.36), Column::new("Because", 0.44)];
    writer.flow.table(&Table {
        summary: "Resistance and not ranked, with reasons".into(),
        columns,
        rows: cells,
    });
}

fn cells(row: &Refused<'_>, detail: &str, plain: Style, strong: Style) -> Vec<Cell> {
    let mut reason = Vec::new();
    if row.reason == BlockedReason::Contraindicated {
        reason.push(sign(Sign::Block, plain));
        reason.push(text(words::blocked(row.reason), strong.colour(crate::colour::BLOCK)));
    } else {
        reason.push(text(&format!("{} ", words::blocked(row.reason)), plain));
    }
    reason.extend(row.level.map(|l| level(l, plain)));
    vec![reason, vec![text(&row.treatments.join("; "), strong)], vec![text(detail, plain)]]
}
