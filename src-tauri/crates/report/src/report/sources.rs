//! What made the report, and the references that it cites.

use std::collections::{BTreeMap, BTreeSet};

use super::refused::is_address;
use super::{Writer, feet};
use crate::flow::{Column, Sign, Table, text};
use crate::input::ReportInput;

/// The section.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let input = writer.input;
    let plain = writer.flow.sizes.plain();
    let small = writer.flow.sizes.small();
    writer.section("Sources and versions", "");
    let row = |kind: &str, name: &str, version: &str, note: &str| {
        vec![
            vec![text(kind, plain)],
            vec![text(name, plain)],
            vec![text(version, plain)],
            vec![text(note, small)],
        ]
    };
    let mut rows = vec![row("Program", "Attune", input.attune_version, "Runs on this computer only")];
    rows.push(row("Rules", "rank rules", &input.ranked.rules_version, "Order and score of the options"));
    rows.extend(input.packs.iter().map(|p| row("Knowledge pack", &p.id, &p.version, stated(&p.note))));
    rows.extend(input.models.iter().map(|m| row("Model", &m.id, &m.version, stated(&m.citation))));
    writer.flow.table(&Table {
        summary: "Versions that made this report".into(),
        columns: vec![
            Column::new("What", 0.16),
            Column::new("Name", 0.24),
            Column::new("Version", 0.16),
            Column::new("Note", 0.44),
        ],
        rows,
    });
    let note = "Recalled: written from knowledge of a public label and not checked against a source row. Levels: AMP/ASCO/CAP 2017 \
                (doi 10.1016/j.jmoldx.2016.10.002). I-A approved for this tumour or in guidelines; I-B well-powered studies with \
                consensus; II-C approved for another tumour or several small studies; II-D preclinical or few cases; III unknown.";
    writer.flow.paragraph(&[text(note, small)]);
    let rules = rules(input);
    if !rules.is_empty() {
        writer.flow.subsection(&[text("Safety rules", plain.strong())], "Safety rules", 50.0);
        writer.flow.list(&rules.iter().map(|r| (Sign::Dot, vec![text(r, small)])).collect::<Vec<_>>());
    }
    let cited = citations(input);
    if !cited.is_empty() {
        writer.flow.subsection(&[text("References", plain.strong())], "References", 50.0);
        writer.flow.list(&cited.iter().map(|c| (Sign::Dot, vec![text(c, small)])).collect::<Vec<_>>());
    }
    writer.flow.paragraph(&[text(&format!("Made with: {}.", feet::versions(input)), small)]);
}

/// No cell is left blank.
fn stated(note: &str) -> &str {
    if note.is_empty() { "no note" } else { note }
}

fn rules(input: &ReportInput<'_>) -> BTreeSet<String> {
    let ranked = input.ranked.options.iter().flat_map(|o| &o.safety);
    let blocked = input.ranked.not_ranked.iter().flat_map(|b| &b.safety);
    ranked.chain(blocked).map(|n| n.source.clone()).filter(|s| !s.is_empty()).collect()
}

/// Each reference once, by its identifier.
fn citations(input: &ReportInput<'_>) -> BTreeSet<String> {
    let ranked = input.ranked;
    let rows = ranked.options.iter().flat_map(|o| &o.evidence);
    let rows = rows.chain(ranked.resistance.iter().flat_map(|r| &r.evidence));
    let rows = rows.chain(ranked.not_ranked.iter().flat_map(|b| &b.evidence));
    let named = |id: &str, words: &str| match (id.is_empty(), words.is_empty()) {
        (true, true) => None,
        (true, false) => Some(words.to_owned()),
        (false, true) => Some(id.to_owned()),
        (false, false) => Some(format!("{id}: {words}")),
    };
    // Tables name a row whose citation is an address by its number: the numbers stand with the address.
    let mut found: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for row in rows {
        let Some(words) = named(&row.citation, &row.citation_text) else { continue };
        let numbers = found.entry(words).or_default();
        if is_address(&row.citation) {
            numbers.insert(&row.id);
        }
    }
    let joined = |(words, numbers): (String, BTreeSet<&str>)| match numbers.len() {
        0 => words,
        _ => format!("{words} ({})", numbers.into_iter().collect::<Vec<_>>().join(", ")),
    };
    let mut out: BTreeSet<String> = found.into_iter().map(joined).collect();
    let advice =
        input.pgx.into_iter().flat_map(|s| &s.recommendations).filter(|r| super::words::acts(r.action));
    out.extend(advice.flat_map(|r| r.citations.iter().map(|c| format!("{c}: {} guideline", r.source))));
    out
}
