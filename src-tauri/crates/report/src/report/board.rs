//! What the tumour board decided: in one line on the first page, then as it was written down.

use attune_decision::{BoardEntry, BoardNote, BoardVerdict};

use super::{Writer, planned};
use crate::flow::{Column, Table, text};
use crate::text::{list, sentence};

fn day(note: &BoardNote) -> String {
    note.at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%d-%b-%Y").to_string()
}

fn word(verdict: BoardVerdict) -> &'static str {
    match verdict {
        BoardVerdict::Chosen => "Chosen",
        BoardVerdict::Deferred => "Deferred",
        BoardVerdict::Rejected => "Rejected",
    }
}

/// The last note in one line, where there is one.
pub(crate) fn brief(writer: &mut Writer<'_>) {
    let Some(note) = writer.input.board.last().filter(|_| planned(writer.input)) else { return };
    let sizes = writer.flow.sizes;
    let of = |verdict: BoardVerdict| {
        let names: Vec<String> =
            note.entries.iter().filter(|e| e.verdict == verdict).map(|e| e.treatment.clone()).collect();
        (!names.is_empty()).then(|| format!("{} {}", word(verdict).to_lowercase(), list(&names)))
    };
    let parts: Vec<String> = [BoardVerdict::Chosen, BoardVerdict::Deferred, BoardVerdict::Rejected]
        .into_iter()
        .filter_map(of)
        .collect();
    writer.flow.paragraph(&[
        text(&format!("Tumour board, {}: ", day(note)), sizes.strong()),
        text(
            &format!("{}. The reasons stand under \u{201c}Tumour board\u{201d}.", parts.join("; ")),
            sizes.plain(),
        ),
    ]);
}

/// All notes, the newest first.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let input = writer.input;
    if input.board.is_empty() || !planned(input) {
        return;
    }
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    writer.section("Tumour board", "decisions as they were written down, the newest first");
    for note in input.board.iter().rev() {
        let head =
            format!("{}, written down by {}. Present: {}.", day(note), note.by, list(&note.participants));
        writer.flow.lead_in(&[text(&head, plain)], 40.0);
        let rows = note.entries.iter().map(|e| {
            vec![
                vec![text(word(e.verdict), strong)],
                vec![text(&e.treatment, strong)],
                vec![text(&stood(e), plain)],
                vec![text(&e.reason, plain)],
            ]
        });
        writer.flow.table(&Table {
            summary: "Decisions with their reasons".into(),
            columns: vec![
                Column::new("Decision", 0.12),
                Column::new("Treatment", 0.3),
                Column::new("Stood at", 0.13),
                Column::new("Why", 0.45),
            ],
            rows: rows.collect(),
        });
        if !note.note.is_empty() {
            writer.flow.paragraph(&[text(&sentence(&note.note), plain)]);
        }
        writer.flow.paragraph(&[text(&format!("Decided on {}.", note.versions.join("; ")), small)]);
    }
}

fn stood(entry: &BoardEntry) -> String {
    match (entry.rank, entry.level) {
        (Some(rank), Some(level)) => format!("rank {rank}, {level}"),
        (Some(rank), None) => format!("rank {rank}"),
        (None, _) => "not ranked".to_owned(),
    }
}
