//! The clinician's report: one page to act on, then everything that it rests on.

use attune_decision::{BlockedReason, RankedOption, SafetyKind, SafetySeverity};

use super::{Writer, consent, details, identity, models, pgx, planned, sources, unknown, words};
use crate::flow::{Cell, Column, Inline, Sign, Style, Table, level, sign, text};
use crate::input::ReportInput;
use crate::text::{count, date, list, number, sentence};

/// Writes all sections.
pub(crate) fn write(writer: &mut Writer<'_>, title: &str) {
    let input = writer.input;
    writer.flow.brand();
    writer.flow.title(title, "For the treating clinician. Not for the patient.");
    writer.flow.gap(2.0);
    writer.flow.banner(&identity::banner(input, false));
    summary(writer);
    key_results(writer);
    options(writer);
    not_recommended(writer);
    not_known(writer);
    details::write(writer);
    models::write(writer);
    pgx::write(writer);
    consent::write(writer);
    sources::write(writer);
}

/// One sentence with the finding, one with the answer, then what must not be missed.
fn summary(writer: &mut Writer<'_>) {
    let input = writer.input;
    let ranked = input.ranked;
    let lead = Style { size: writer.flow.sizes.lead, ..writer.flow.sizes.plain() };
    let mut found: Vec<String> =
        ranked.alterations.iter().filter(|a| a.recognised).map(|a| a.text.clone()).collect();
    let more = found.len().saturating_sub(5);
    found.truncate(5);
    if more > 0 {
        found.push(count(more, "further alteration", "further alterations"));
    }
    let tumour = if ranked.tumour_type.recognised {
        ranked.tumour_type.name.clone()
    } else {
        "tumour type not recognised".to_owned()
    };
    let finding = if found.is_empty() { "No recognised alteration".to_owned() } else { list(&found) };
    let opening = if planned(input) {
        format!("{finding}; {tumour}. ")
    } else {
        "No evidence was matched. ".to_owned()
    };
    let mut line = vec![text(&opening, lead.strong())];
    match &ranked.abstained {
        Some(abstained) => {
            line.push(text(&format!("No option is ranked. {} ", sentence(&abstained.reason)), lead));
            line.push(text(&sentence(&abstained.would_help), lead));
        }
        None => line.push(text(&answer(&ranked.options), lead)),
    }
    let stopped: Vec<String> = ranked
        .not_ranked
        .iter()
        .filter(|b| b.reason == BlockedReason::Contraindicated)
        .map(|b| b.treatment.clone())
        .collect();
    if !stopped.is_empty() {
        let shown: Vec<String> = if stopped.len() > 4 {
            stopped.iter().take(3).cloned().chain([format!("{} more", stopped.len() - 3)]).collect()
        } else {
            stopped
        };
        line.push(text(&format!(" Contraindicated: {}.", list(&shown)), lead));
    }
    for message in pgx_cautions(&ranked.options).into_iter().take(2) {
        line.push(text(&format!(" {}", sentence(message)), lead));
    }
    writer.flow.paragraph(&line);
}

fn answer(options: &[RankedOption]) -> String {
    let Some(first) = options.first() else { return "No option is ranked.".to_owned() };
    let ties: Vec<String> =
        options.iter().filter(|o| o.rank == first.rank).map(|o| o.treatment.clone()).collect();
    let of = count(options.len(), "ranked option", "ranked options");
    match ties.len() {
        1 => format!("First of {of}: {} ({}).", first.treatment, first.level),
        2..=4 => format!("Equal first of {of}: {} ({}).", list(&ties), first.level),
        n => format!("{n} options share the first rank of {of} ({}).", first.level),
    }
}

/// Distinct pharmacogenomic cautions of the ranked options.
fn pgx_cautions(options: &[RankedOption]) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for note in options.iter().flat_map(|o| &o.safety) {
        if note.kind == SafetyKind::Pgx
            && note.severity != SafetySeverity::Info
            && !out.contains(&note.message.as_str())
        {
            out.push(&note.message);
        }
    }
    out
}

fn key_results(writer: &mut Writer<'_>) {
    let tiles = tiles(writer.input);
    let samples: Vec<String> = writer
        .input
        .genomes
        .iter()
        .filter_map(|g| match (&g.sample, g.assembly) {
            (Some(sample), Some(assembly)) => Some(format!("sample {sample}, {assembly}")),
            (Some(sample), None) => Some(format!("sample {sample}")),
            (None, Some(assembly)) => Some(assembly.to_string()),
            (None, None) => None,
        })
        .collect();
    writer.section("Key results", &samples.join("; "));
    if tiles.is_empty() {
        let plain = writer.flow.sizes.plain();
        let words = if planned(writer.input) {
            "No alteration, biomarker or pharmacogene result was given."
        } else {
            "Withheld: consent for treatment planning is missing."
        };
        writer.flow.paragraph(&[text(words, plain)]);
    } else {
        writer.flow.tiles(&tiles);
    }
}

/// Alterations, tumour-wide biomarkers, pharmacogenes that change a dose or a drug.
fn tiles(input: &ReportInput<'_>) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    if !planned(input) {
        return out;
    }
    for alteration in &input.ranked.alterations {
        let source = match alteration.source.as_str() {
            "genome" => "From the genome report",
            "ehr" => "Stated in the health record",
            "argument" => "Entered by hand",
            other => other,
        };
        let detail = match (&alteration.detail, alteration.recognised) {
            (_, false) => format!("Not understood, not used. {source}"),
            // A detail such as VAF and depth comes from nowhere else.
            (Some(detail), true) if alteration.source == "genome" => detail.clone(),
            (Some(detail), true) => format!("{detail}. {source}"),
            (None, true) => source.to_owned(),
        };
        out.push((alteration.text.clone(), detail));
    }
    let stated =
        |word: &str, out: &[(String, String)]| out.iter().any(|(name, _)| name.to_uppercase().contains(word));
    for genome in input.genomes {
        if let Some(tmb) = genome.tmb.as_ref().filter(|_| !stated("TMB", &out)) {
            let interval = match (tmb.low, tmb.high) {
                (Some(low), Some(high)) => format!(", 95 % CI {} to {}", number(low, 1), number(high, 1)),
                _ => ", no interval".to_owned(),
            };
            out.push((format!("TMB {}", number(tmb.value, 1)), format!("mut/Mb{interval}; {}", tmb.source)));
        }
        if let Some(msi) = genome.msi.filter(|_| !stated("MS", &out)) {
            let (name, words) = match msi {
                attune_genome::MsiStatus::High => ("MSI-H", "Microsatellite instability high"),
                attune_genome::MsiStatus::Low => ("MSI-L", "Microsatellite instability low"),
                attune_genome::MsiStatus::Stable => ("MSS", "Microsatellite stable"),
            };
            out.push((name.to_owned(), words.to_owned()));
        }
    }
    out.extend(pgx::key_genes(input));
    out
}

fn options(writer: &mut Writer<'_>) {
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
    writer.section("Ranked options", &format!("{}, after the safety gates", options.len()));
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
    let note = "Level (AMP/ASCO/CAP) rules the order; the score orders within a level and is not a probability. Reasons: section 5.";
    writer.flow.paragraph(&[text(note, small)]);
}

fn estimate(option: &RankedOption) -> String {
    match &option.prediction {
        Some(p) if p.applicable && p.prediction.is_some() => crate::figure::outcome(p).join("; "),
        Some(_) => "abstained".to_owned(),
        None => "no model".to_owned(),
    }
}

/// What needs care first; what was passed is counted.
fn safety(option: &RankedOption, plain: Style) -> Cell {
    let mut cell = Vec::new();
    let serious: Vec<_> = option.safety.iter().filter(|n| n.severity != SafetySeverity::Info).collect();
    for note in serious.iter().take(3) {
        let (shape, word, colour) = words::severity(note.severity);
        if !cell.is_empty() {
            cell.push(Inline::Break);
        }
        cell.push(sign(shape, plain));
        cell.push(text(&format!("{word} "), plain.strong().colour(colour)));
        cell.push(text(&note.message, plain));
    }
    let mut rest = Vec::new();
    if serious.len() > 3 {
        rest.push(format!("{} more cautions", serious.len() - 3));
    }
    if !option.unknown.is_empty() {
        rest.push(format!("{} not known", option.unknown.len()));
    }
    if serious.is_empty() && !option.passed.is_empty() {
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

/// Treatments with the same reason in the same words share a row.
struct Refused<'a> {
    reason: BlockedReason,
    level: Option<attune_decision::Level>,
    treatments: Vec<&'a str>,
    detail: String,
}

fn refused<'a>(input: &ReportInput<'a>) -> Vec<Refused<'a>> {
    let mut out: Vec<Refused<'a>> = Vec::new();
    for entry in &input.ranked.resistance {
        out.push(Refused {
            reason: BlockedReason::Resistance,
            level: Some(entry.level),
            treatments: vec![&entry.treatment],
            detail: list(&entry.because),
        });
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
            }),
        }
    }
    out
}

fn not_recommended(writer: &mut Writer<'_>) {
    let ranked = writer.input.ranked;
    let sizes = writer.flow.sizes;
    let (plain, strong) = (sizes.plain(), sizes.strong());
    let note = format!("{} resistance, {} not ranked", ranked.resistance.len(), ranked.not_ranked.len());
    writer.section("Not recommended", &note);
    let rows: Vec<Vec<Cell>> = refused(writer.input)
        .iter()
        .map(|row| {
            let mut reason = Vec::new();
            if row.reason == BlockedReason::Contraindicated {
                reason.push(sign(Sign::Block, plain));
                reason.push(text(words::blocked(row.reason), strong.colour(crate::colour::BLOCK)));
            } else {
                reason.push(text(&format!("{} ", words::blocked(row.reason)), plain));
            }
            reason.extend(row.level.map(|l| level(l, plain)));
            vec![reason, vec![text(&row.treatments.join("; "), strong)], vec![text(&row.detail, plain)]]
        })
        .collect();
    if rows.is_empty() {
        let words = "No resistance marker and no blocked treatment was found among the evidence at hand. This is not a statement \
                     about treatments that were not considered.";
        writer.flow.paragraph(&[text(words, plain)]);
        return;
    }
    let columns =
        vec![Column::new("Reason", 0.2), Column::new("Treatment", 0.36), Column::new("Because", 0.44)];
    writer.flow.table(&Table { summary: "Resistance and not ranked, with reasons".into(), columns, rows });
}

fn not_known(writer: &mut Writer<'_>) {
    let input = writer.input;
    let sizes = writer.flow.sizes;
    let (plain, strong) = (sizes.plain(), sizes.strong());
    writer.section("What this report does not know", "");
    let gaps = unknown::gaps(input);
    if !gaps.is_empty() {
        writer.flow.paragraph(&gaps.iter().map(|g| text(&format!("{g} "), plain)).collect::<Vec<_>>());
    }
    let mut line = vec![text("Withheld: ", strong)];
    if input.ranked.withheld.is_empty() {
        line.push(text("nothing.", plain));
    }
    line.extend(input.ranked.withheld.iter().map(|w| text(&format!("{} ", sentence(w)), plain)));
    line.push(text(" Model estimate: ", strong));
    line.push(text(&unknown::model_status(input), plain));
    writer.flow.paragraph(&line);
}
