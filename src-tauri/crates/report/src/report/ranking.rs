//! The table of ranked options: the first of them on the first page, all of them where they are explained.

use attune_decision::{RankedOption, SafetyKind, SafetyNote, SafetySeverity};

use super::{Writer, words};
use crate::flow::{Cell, Column, Inline, Style, Table, level, sign, text};
use crate::text::{clip, count, date, number, sentence};

/// Most options on the first page, and those that are explained in full.
pub(crate) const BRIEF: usize = 8;
/// Longest caution in the table, in characters, and most of them for one option.
const MESSAGE: usize = 150;
const FACTS: usize = 3;

/// The first options, for the first page.
pub(crate) fn brief(writer: &mut Writer<'_>) {
    let options = &writer.input.ranked.options;
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    if options.is_empty() {
        writer.section("Ranked options", "none");
        if let Some(abstained) = &writer.input.ranked.abstained {
            writer.flow.paragraph(&[text("Abstained. ", strong), text(&sentence(&abstained.reason), plain)]);
            writer.flow.paragraph(&[
                text("What would help: ", strong),
                text(&sentence(&abstained.would_help), plain),
            ]);
        } else {
            writer.flow.paragraph(&[text(
                "No treatment passed the safety gates with evidence for this tumour.",
                plain,
            )]);
        }
        return;
    }
    let shown = &options[..options.len().min(BRIEF)];
    let note = if shown.len() == options.len() {
        format!("{}, after the safety gates", options.len())
    } else {
        format!("{} of {} shown, after the safety gates", shown.len(), options.len())
    };
    writer.section("Ranked options", &note);
    table(writer, shown);
    let all = if shown.len() < options.len() {
        "All options and reasons: section 5."
    } else {
        "Reasons: section 5."
    };
    let note = format!(
        "Level (AMP/ASCO/CAP) rules the order; the score orders within a level and is not a probability. {all}"
    );
    writer.flow.paragraph(&[text(&note, small)]);
}

fn table(writer: &mut Writer<'_>, options: &[RankedOption]) {
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    let consented = writer.input.ranked.consent.ai_models.allows();
    let estimated = consented && options.iter().any(|o| o.prediction.is_some());
    let mut columns =
        vec![Column::new("#", 0.025), Column::new("Option and evidence", 0.33), Column::new("Level", 0.06)];
    if estimated {
        columns.push(Column::new("Model estimate", 0.2));
    }
    columns.push(Column::new("Safety", if estimated { 0.325 } else { 0.525 }));
    columns.push(Column::right("Score", 0.06));
    let rows = options.iter().map(|option| {
        let mut name = vec![text(&option.treatment, strong), Inline::Break];
        let own = option
            .evidence
            .iter()
            .find(|e| e.level == option.level)
            .and_then(|e| e.date.as_deref())
            .map(date);
        let basis = [Some(option.basis_text.clone()), own].into_iter().flatten().filter(|s| !s.is_empty());
        name.push(text(&basis.collect::<Vec<_>>().join(", "), small));
        let mut row =
            vec![vec![text(&option.rank.to_string(), strong)], name, vec![level(option.level, plain)]];
        if estimated {
            row.push(vec![text(&estimate(option), plain)]);
        }
        row.push(safety(option, plain));
        row.push(vec![text(&number(option.score, 2), strong)]);
        row
    });
    let table = Table { summary: "Ranked treatment options".into(), columns, rows: rows.collect() };
    writer.flow.table(&table);
}

fn estimate(option: &RankedOption) -> String {
    match &option.prediction {
        Some(p) if p.applicable && p.prediction.is_some() => {
            crate::figure::outcome(p).pop().unwrap_or_default()
        }
        Some(_) => "abstained".to_owned(),
        None => "no model".to_owned(),
    }
}

/// What needs care first, each fact once and in short; what was passed is counted.
fn safety(option: &RankedOption, plain: Style) -> Cell {
    let mut cell = Vec::new();
    let serious: Vec<&SafetyNote> =
        option.safety.iter().filter(|n| n.severity != SafetySeverity::Info).collect();
    // One of each kind before a second of any: two sources on one gene must not hide an interaction.
    let first =
        |i: &usize| serious.get(*i).is_some_and(|n| !serious.iter().take(*i).any(|m| m.kind == n.kind));
    let (kinds, more): (Vec<usize>, Vec<usize>) = (0..serious.len()).partition(first);
    let subject = |note: &SafetyNote| note.message.split(':').next().unwrap_or_default().to_owned();
    let mut facts: Vec<(SafetySeverity, String)> = Vec::new();
    let mut genes: Vec<String> = Vec::new();
    for note in kinds.into_iter().chain(more).filter_map(|i| serious.get(i)) {
        // Several guidelines on one gene result: the first speaks, the others are counted.
        if note.kind == SafetyKind::Pgx {
            if genes.contains(&subject(note)) {
                continue;
            }
            genes.push(subject(note));
        }
        facts.push((note.severity, clip(&note.message, MESSAGE)));
    }
    facts.truncate(FACTS);
    for (severity, message) in &facts {
        let (shape, word, colour) = words::severity(*severity);
        if !cell.is_empty() {
            cell.push(Inline::Break);
        }
        cell.push(sign(shape, plain));
        cell.push(text(&format!("{word} "), plain.strong().colour(colour)));
        cell.push(text(message, plain));
    }
    let mut rest = Vec::new();
    if serious.len() > facts.len() {
        rest.push(count(serious.len() - facts.len(), "more caution", "more cautions"));
    }
    if !option.unknown.is_empty() {
        rest.push(format!("{} not known", option.unknown.len()));
    }
    if facts.is_empty() && !option.passed.is_empty() {
        rest.push(format!("{} passed", option.passed.len()));
    }
    if rest.is_empty() && cell.is_empty() {
        rest.push("no gate applied".to_owned());
    }
    if !rest.is_empty() {
        if !cell.is_empty() {
            cell.push(Inline::Break);
        }
        cell.push(text(&rest.join(", "), plain.colour(crate::colour::INK_2)));
    }
    cell
}
