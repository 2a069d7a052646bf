//! What the tumour board decided: in one line on the first page, then as it was written down.

use attune_decision::{BoardNote, BoardVerdict};

use super::{Writer, consent, identity, planned, ranking, sources};
use crate::board_case::{stood, verdict_word};
use crate::flow::{Column, Table, text};
use crate::text::{list, sentence};

fn day(note: &BoardNote) -> String {
    note.at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%d-%b-%Y").to_string()
}

/// The last note in one line, where there is one.
pub(crate) fn brief(writer: &mut Writer<'_>) {
    let Some(note) = writer.input.board.last().filter(|_| planned(writer.input)) else { return };
    let sizes = writer.flow.sizes;
    let of = |verdict: BoardVerdict| {
        let names: Vec<String> =
            note.entries.iter().filter(|e| e.verdict == verdict).map(|e| e.treatment.clone()).collect();
        (!names.is_empty()).then(|| format!("{} {}", verdict_word(verdict).to_lowercase(), list(&names)))
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
                vec![text(verdict_word(e.verdict), strong)],
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

/// The note as a document of its own: who, what was decided and why, and the list that it can be read against.
pub(crate) fn document(writer: &mut Writer<'_>, title: &str) {
    let input = writer.input;
    writer.flow.brand();
    writer
        .flow
        .title(title, "For the treating clinicians and the record of the clinic. Not for the patient.");
    writer.flow.gap(2.0);
    writer.flow.banner(&identity::banner(input, false));
    consent::line(writer);
    if !planned(input) {
        let words = "Withheld: decisions rest on matched evidence, and treatment planning is not permitted.";
        writer.flow.paragraph(&[text(words, writer.flow.sizes.strong())]);
    } else if input.board.is_empty() {
        let words = "No decision of a tumour board is recorded for this patient.";
        writer.flow.paragraph(&[text(words, writer.flow.sizes.strong())]);
    } else {
        write(writer);
    }
    ranking::brief(writer);
    sources::write(writer);
}
