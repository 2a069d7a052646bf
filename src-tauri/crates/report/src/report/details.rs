//! What each rank rests on.

use std::collections::HashSet;

use attune_decision::{BlockedReason, EvidenceRow, Level, RankedOption, SafetyNote, SafetySeverity};

use super::ranking::{EXPLAINED, subjects};
use super::{Writer, refused, words};
use crate::figure::contribution_figure;
use crate::flow::{Cell, Column, Inline, Sign, Style, Table, level, sign, text};
use crate::text::{clip, date, list, number, sentence};

/// Most rows of evidence printed for one treatment, strongest first: with evidence of tier I, and without.
const ROWS: usize = 8;
const ROWS_LOW: usize = 4;
/// Longest statement and longest finding of a gate, in characters.
const STATEMENT: usize = 480;
const FINDING: usize = 240;
/// Longest title of a source in a table.
const TITLE: usize = 70;
/// Longest reason or caution of a treatment that is given in short.
const SHORT: usize = 160;

/// One part for each of the first options, the others in short, then the evidence against.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let ranked = writer.input.ranked;
    if !ranked.options.is_empty() {
        writer.flow.new_page_after_first();
        writer.section("Why these ranks", "points from 0; they sum to the score");
        let (whole, short) = ranked.options.split_at(ranked.options.len().min(EXPLAINED));
        for option in whole {
            detail(writer, option);
        }
        if !short.is_empty() {
            let said = whole.iter().flat_map(|o| &o.safety).map(|n| n.message.as_str()).collect();
            briefly(writer, short, said);
        }
    }
    if !ranked.resistance.is_empty() || !ranked.not_ranked.is_empty() {
        against_them(writer);
    }
}

fn detail(writer: &mut Writer<'_>, option: &RankedOption) {
    let sizes = writer.flow.sizes;
    let (plain, strong) = (sizes.plain(), sizes.strong());
    let head = Style { size: sizes.h3, ..strong };
    let title = format!("{} {}", option.rank, option.treatment);
    let gap = || Inline::Gap(sizes.body);
    let line = vec![
        text(&option.rank.to_string(), head),
        gap(),
        text(&option.treatment, head),
        gap(),
        level(option.level, plain),
        gap(),
        text(&format!("score {}", number(option.score, 2)), sizes.soft()),
    ];
    writer.flow.subsection(&line, &title, 190.0);
    let mut about = vec![text("Basis: ", strong), text(words::basis(option.basis), plain)];
    if !option.basis_text.is_empty() {
        about.push(text(&format!(" ({})", option.basis_text), plain));
    }
    about.push(text(". ", plain));
    if !option.because.is_empty() {
        about.extend([text("Rests on: ", strong), text(&format!("{}.", list(&option.because)), plain)]);
    }
    writer.flow.paragraph(&about);
    match contribution_figure(option) {
        Ok(figure) => writer.flow.figure(&figure),
        Err(why) => writer.flow.paragraph(&[text(&format!("No chart: {why}."), plain)]),
    }
    reasons(writer, option);
    gates(writer, option);
    evidence(writer, &option.evidence, &format!("Evidence for {}", option.treatment));
    would_change(writer, option);
    if option.prediction.is_some() && writer.input.ranked.consent.ai_models.allows() {
        writer.flow.paragraph(&[text("Model estimate: see the section on model estimates.", sizes.soft())]);
    }
}

/// Lower ranks: why, what speaks against, safety, and the strongest source. A caution whose words were `said` above
/// is named by its subject.
fn briefly<'a>(writer: &mut Writer<'_>, options: &'a [RankedOption], mut said: HashSet<&'a str>) {
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    let title = format!("The other {} ranked treatments, in short", options.len());
    writer.flow.subsection(&[text(&title, Style { size: sizes.h3, ..strong })], &title, 90.0);
    writer.flow.paragraph(&[text(
        "Chart, gates and all evidence of each stand in the program and in the output of the command line.",
        sizes.soft(),
    )]);
    let rows = options.iter().map(|option| {
        let mut why: Vec<Inline> = Vec::new();
        let reasons = option.reasons_for.iter().take(2).map(|r| (Sign::Plus, r));
        for (shape, reason) in reasons.chain(option.reasons_against.iter().take(2).map(|r| (Sign::Minus, r)))
        {
            why.extend([sign(shape, plain), text(&sentence(&clip(reason, SHORT)), plain), Inline::Break]);
        }
        let mut repeated: Vec<&SafetyNote> = Vec::new();
        for note in &option.safety {
            if !said.insert(&note.message) {
                repeated.push(note);
                continue;
            }
            let (shape, word, colour) = words::severity(note.severity);
            why.extend([sign(shape, plain), text(&format!("{word} "), strong.colour(colour))]);
            why.extend([text(&clip(&note.message, SHORT), plain), Inline::Break]);
        }
        for severity in [SafetySeverity::Block, SafetySeverity::Caution, SafetySeverity::Info] {
            let notes: Vec<&SafetyNote> =
                repeated.iter().filter(|n| n.severity == severity).copied().collect();
            if notes.is_empty() {
                continue;
            }
            let (shape, word, colour) = words::severity(severity);
            why.extend([sign(shape, plain), text(&format!("{word} "), strong.colour(colour))]);
            why.extend([text(&format!("as above: {}", subjects(&notes)), plain), Inline::Break]);
        }
        let source = leading(&option.evidence)
            .first()
            .map_or_else(|| "no row in the packs".to_owned(), |row| refused::cited(row));
        vec![
            vec![text(&option.rank.to_string(), plain)],
            vec![text(&option.treatment, strong), Inline::Break, level(option.level, plain)],
            why,
            vec![text(&source, small)],
        ]
    });
    let table = Table {
        summary: title.clone(),
        columns: vec![
            Column::new("#", 0.05),
            Column::new("Option and level", 0.25),
            Column::new("Why, against, safety", 0.5),
            Column::new("Strongest source", 0.2),
        ],
        rows: rows.collect(),
    };
    writer.flow.table(&table);
}

fn reasons(writer: &mut Writer<'_>, option: &RankedOption) {
    let plain = writer.flow.sizes.plain();
    let strong = plain.strong();
    let item = |shape: Sign, word: &str, reason: &String| {
        (shape, vec![text(&format!("{word} "), strong), text(&sentence(reason), plain)])
    };
    let mut items: Vec<(Sign, Vec<Inline>)> = Vec::new();
    items.extend(option.reasons_for.iter().map(|r| item(Sign::Plus, "For", r)));
    items.extend(option.reasons_against.iter().map(|r| item(Sign::Minus, "Against", r)));
    items.extend(option.unknown.iter().map(|r| item(Sign::Unknown, "Not known", r)));
    writer.flow.list(&items);
}

fn gates(writer: &mut Writer<'_>, option: &RankedOption) {
    let sizes = writer.flow.sizes;
    let plain = sizes.plain();
    let mut rows: Vec<Vec<Cell>> =
        option.safety.iter().map(|note| gate(note, plain, sizes.small())).collect();
    if !option.passed.is_empty() {
        let words = format!("{}.", option.passed.join("; "));
        rows.push(vec![
            vec![sign(Sign::Passed, plain), text("Passed", plain)],
            vec![text(&words, plain)],
            vec![text("Rules of the knowledge pack", sizes.small())],
        ]);
    }
    if rows.is_empty() {
        writer.flow.paragraph(&[text(
            "Safety gates: no finding and no passed gate is recorded for this option.",
            plain,
        )]);
        return;
    }
    writer.flow.table(&Table {
        summary: format!("Safety gates of {}", option.treatment),
        columns: vec![
            Column::new("Safety gate", 0.14),
            Column::new("Finding", 0.56),
            Column::new("Rule from", 0.3),
        ],
        rows,
    });
}

fn gate(note: &attune_decision::SafetyNote, plain: Style, small: Style) -> Vec<Cell> {
    let (shape, word, colour) = words::severity(note.severity);
    vec![
        vec![sign(shape, plain), text(word, plain.strong().colour(colour))],
        vec![text(&clip(&note.message, FINDING), plain)],
        vec![text(&note.source, small)],
    ]
}

/// Level, finding, source with citation, date; what could not be checked is marked.
fn evidence(writer: &mut Writer<'_>, rows: &[EvidenceRow], summary: &str) {
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    if rows.is_empty() {
        writer.flow.paragraph(&[text("Evidence: no row in the packs.", plain)]);
        return;
    }
    let shown = leading(rows);
    let cells = shown.iter().map(|row| {
        let mut finding = Vec::new();
        if words::recalled(row) {
            finding.push(text("Recalled, not checked. ", strong.colour(crate::colour::CAUTION)));
        }
        finding.push(text(&sentence(&clip(&row.statement, STATEMENT)), plain));
        finding.push(Inline::Break);
        let asked = if row.biomarker.trim().is_empty() { "no biomarker needed" } else { &row.biomarker };
        let setting = format!("{}: {asked}; {}", words::significance(&row.significance), row.disease);
        finding.push(text(&setting, small));
        let mut source = vec![text(&row.source, plain)];
        if let Some(own) = &row.source_level {
            source.push(text(&format!(", level {own}"), plain));
        }
        if let Some(region) = &row.region {
            source.push(text(&format!(", {region}"), plain));
        }
        source.push(Inline::Break);
        // An address stands once, under the references; here its title leads to it.
        let address = if refused::is_address(&row.citation) { "" } else { row.citation.as_str() };
        let title = clip(&row.citation_text, TITLE);
        let citation = [title.as_str(), address, row.id.as_str()];
        source.push(text(
            &citation.iter().filter(|s| !s.is_empty()).copied().collect::<Vec<_>>().join("; "),
            small,
        ));
        let day = row.date.as_deref().map_or("no date".to_owned(), date);
        vec![vec![level(row.level, plain)], finding, source, vec![text(&day, plain)]]
    });
    writer.flow.table(&Table {
        summary: summary.to_owned(),
        columns: vec![
            Column::new("Level", 0.075),
            Column::new("Evidence", 0.525),
            Column::new("Source and citation", 0.275),
            Column::new("Date", 0.125),
        ],
        rows: cells.collect(),
    });
    if shown.len() < rows.len() {
        let words = format!(
            "{} of {} rows, strongest first, and what speaks against. The options screen shows all; the references below name all.",
            shown.len(),
            rows.len()
        );
        writer.flow.paragraph(&[text(&words, small)]);
    }
}

/// The strongest rows, and the strongest of those that speak against, which stand last in the ranking's order.
fn leading(rows: &[EvidenceRow]) -> Vec<&EvidenceRow> {
    let limit = if rows.iter().any(|r| r.level <= Level::IB) { ROWS } else { ROWS_LOW };
    let first = rows.first().map_or("", |r| r.significance.as_str());
    let mut contrary = 0;
    let keep = |(place, row): &(usize, &EvidenceRow)| {
        let late = *place >= limit && row.significance != first;
        contrary += usize::from(late);
        *place < limit || (late && contrary <= ROWS_LOW)
    };
    rows.iter().enumerate().filter(keep).map(|(_, row)| row).collect()
}

fn would_change(writer: &mut Writer<'_>, option: &RankedOption) {
    if option.would_change.is_empty() {
        return;
    }
    let plain = writer.flow.sizes.plain();
    let rows = option.would_change.iter().map(|change| {
        let score = change.score.map_or("not ranked".to_owned(), |s| number(s, 2));
        vec![vec![text(&change.condition, plain)], vec![text(&change.then, plain)], vec![text(&score, plain)]]
    });
    writer.flow.table(&Table {
        summary: format!("What would change the rank of {}", option.treatment),
        columns: vec![
            Column::new("What would change this rank: if", 0.45),
            Column::new("then", 0.43),
            Column::right("Score", 0.12),
        ],
        rows: rows.collect(),
    });
}

fn against_them(writer: &mut Writer<'_>) {
    let ranked = writer.input.ranked;
    let sizes = writer.flow.sizes;
    let (plain, strong) = (sizes.plain(), sizes.strong());
    writer.section(refused::FULL, "");
    refused::full(writer);
    let strongest = ranked.resistance.iter().filter(|r| r.level <= Level::IB && !r.evidence.is_empty());
    let ids = |rows: &[EvidenceRow]| rows.iter().map(|r| r.id.clone()).collect::<Vec<_>>();
    let mut written: Vec<(String, Vec<String>)> = Vec::new();
    for entry in strongest.take(EXPLAINED) {
        writer.flow.subsection(&[text(&entry.treatment, strong)], &entry.treatment, 80.0);
        let own = ids(&entry.evidence);
        // A combination rests on the rows of its part: they are not printed twice.
        if let Some((other, _)) = written.iter().find(|(_, rows)| own.iter().all(|id| rows.contains(id))) {
            let words = format!("Resistance: {}. Evidence as for {other}.", list(&entry.because));
            writer.flow.paragraph(&[text(&words, plain)]);
            continue;
        }
        written.push((entry.treatment.clone(), own));
        writer.flow.paragraph(&[text(&format!("Resistance: {}.", list(&entry.because)), plain)]);
        evidence(writer, &entry.evidence, &format!("Evidence of resistance to {}", entry.treatment));
    }
    let stopped = ranked.not_ranked.iter().filter(|b| b.reason == BlockedReason::Contraindicated);
    for blocked in stopped {
        writer.flow.subsection(&[text(&blocked.treatment, strong)], &blocked.treatment, 80.0);
        let reason = format!("{}: {}", words::blocked(blocked.reason), sentence(&blocked.detail));
        writer.flow.paragraph(&[text(&reason, plain)]);
        if !blocked.safety.is_empty() {
            let rows = blocked.safety.iter().map(|n| gate(n, plain, sizes.small())).collect();
            let columns = vec![
                Column::new("Safety gate", 0.14),
                Column::new("Finding", 0.56),
                Column::new("Rule from", 0.3),
            ];
            writer.flow.table(&Table {
                summary: format!("Safety gates of {}", blocked.treatment),
                columns,
                rows,
            });
        }
        if !blocked.evidence.is_empty() {
            evidence(writer, &blocked.evidence, &format!("Evidence for {}", blocked.treatment));
        }
    }
}
