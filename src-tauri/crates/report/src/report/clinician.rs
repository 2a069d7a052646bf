//! The clinician's report: one page to act on, then everything that it rests on.

use attune_decision::{
    BlockedReason, OptionGroup, RankedOption, RecognisedAlteration, SafetyKind, SafetySeverity,
};

use super::{
    Writer, board, consent, details, genome, identity, models, pgx, planned, ranking, refused, sources,
    trials, unknown,
};
use crate::flow::{Style, text};
use crate::input::ReportInput;
use crate::text::{clip, count, list, number, sentence};

/// Most results in boxes; the others stand in a line below.
const TILES: usize = 8;

/// Writes all sections.
pub(crate) fn write(writer: &mut Writer<'_>, title: &str) {
    let input = writer.input;
    writer.flow.brand();
    writer.flow.title(title, "For the treating clinician. Not for the patient.");
    writer.flow.gap(2.0);
    writer.flow.banner(&identity::banner(input, false));
    summary(writer);
    consent::line(writer);
    ranking::brief(writer);
    board::brief(writer);
    key_results(writer);
    refused::brief(writer);
    not_known(writer);
    details::write(writer);
    genome::write(writer);
    models::write(writer);
    pgx::write(writer);
    trials::write(writer);
    board::write(writer);
    consent::write(writer);
    sources::write(writer);
}

/// One sentence with the finding, one with the answer, then what must not be missed.
fn summary(writer: &mut Writer<'_>) {
    let input = writer.input;
    let ranked = input.ranked;
    let lead = Style { size: writer.flow.sizes.lead, ..writer.flow.sizes.plain() };
    let (relevant, others) = by_relevance(input);
    let recognised = relevant.into_iter().chain(others).filter(|a| a.recognised);
    let mut found: Vec<String> = recognised.map(|a| a.text.clone()).collect();
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
        None => {
            line.push(text(&answer(&ranked.options), lead));
            if let Some(usual) = standard_care(&ranked.options) {
                line.push(text(&format!(" {usual}"), lead));
            }
        }
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
    for message in pgx_cautions(&ranked.options).iter().take(2) {
        line.push(text(&format!(" {}", sentence(message)), lead));
    }
    writer.flow.paragraph(&line);
}

/// Of standard care that no alteration supports only the regimen to start from stands before tier II; all is named
/// here, so that nobody takes an investigational option for the usual treatment.
fn standard_care(options: &[RankedOption]) -> Option<String> {
    let usual: Vec<String> = options
        .iter()
        .filter(|o| o.group == OptionGroup::StandardCare)
        .map(|o| o.treatment.clone())
        .collect();
    if usual.is_empty() {
        return None;
    }
    let none = if options.iter().any(|o| o.group == OptionGroup::Established) {
        ""
    } else {
        "No tier I option for the alterations. "
    };
    let shown: Vec<String> = if usual.len() > 4 {
        usual.iter().take(3).cloned().chain([format!("{} more", usual.len() - 3)]).collect()
    } else {
        usual
    };
    Some(format!("{none}Standard care of this tumour type, whatever its alterations: {}.", list(&shown)))
}

fn answer(options: &[RankedOption]) -> String {
    let Some(first) = options.first() else { return "No option is ranked.".to_owned() };
    let ties: Vec<String> =
        options.iter().filter(|o| o.rank == first.rank).map(|o| o.treatment.clone()).collect();
    let of = count(options.len(), "ranked option", "ranked options");
    let level = match first.group {
        OptionGroup::StandardCare => "standard care".to_owned(),
        _ => first.level.to_string(),
    };
    match ties.len() {
        1 => format!("First of {of}: {} ({level}).", first.treatment),
        2..=4 => format!("Equal first of {of}: {} ({level}).", list(&ties)),
        n => format!("{n} options share the first rank of {of} ({level})."),
    }
}

/// Pharmacogenomic cautions of the ranked options in short, one for each gene result: several sources speak on one.
fn pgx_cautions(options: &[RankedOption]) -> Vec<String> {
    let subject = |message: &str| message.split(':').next().unwrap_or_default().to_owned();
    let mut out: Vec<String> = Vec::new();
    for note in options.iter().flat_map(|o| &o.safety) {
        let message = clip(&note.message, 150);
        if note.kind == SafetyKind::Pgx
            && note.severity != SafetySeverity::Info
            && !out.iter().any(|o| subject(o) == subject(&message))
        {
            out.push(message);
        }
    }
    out
}

/// Alterations that an option or a resistance rests on, and tumour-wide biomarkers; then the others.
fn by_relevance<'a>(
    input: &ReportInput<'a>,
) -> (Vec<&'a RecognisedAlteration>, Vec<&'a RecognisedAlteration>) {
    let ranked = input.ranked;
    let options = ranked.options.iter().flat_map(|o| &o.because);
    let reasons: Vec<&String> = options.chain(ranked.resistance.iter().flat_map(|r| &r.because)).collect();
    ranked.alterations.iter().partition(|a| {
        let wide = ["TMB", "MSI", "MSS"].iter().any(|w| a.text.starts_with(w));
        wide || !a.recognised || reasons.iter().any(|r| r.contains(&a.text) || a.text.contains(r.as_str()))
    })
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
        return;
    }
    let (first, rest) = tiles.split_at(tiles.len().min(TILES));
    writer.flow.tiles(first);
    if !rest.is_empty() {
        let sizes = writer.flow.sizes;
        let words: Vec<String> = rest.iter().map(|(name, detail)| format!("{name} ({detail})")).collect();
        let line =
            [text("Also: ", sizes.small().strong()), text(&format!("{}.", words.join("; ")), sizes.small())];
        writer.flow.paragraph(&line);
    }
}

/// Alterations, tumour-wide biomarkers, pharmacogenes that change a dose or a drug.
fn tiles(input: &ReportInput<'_>) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    if !planned(input) {
        return out;
    }
    let (relevant, others) = by_relevance(input);
    out.extend(relevant.into_iter().map(tile));
    let stated = |words: &[&str], out: &[(String, String)]| {
        out.iter().any(|(name, _)| words.iter().any(|w| name.to_uppercase().starts_with(w)))
    };
    for genome in input.genomes {
        if let Some(tmb) = genome.tmb.as_ref().filter(|_| !stated(&["TMB"], &out)) {
            let interval = match (tmb.low, tmb.high) {
                (Some(low), Some(high)) => format!(", 95 % CI {} to {}", number(low, 1), number(high, 1)),
                _ => ", no interval".to_owned(),
            };
            out.push((format!("TMB {}", number(tmb.value, 1)), format!("mut/Mb{interval}; {}", tmb.source)));
        }
        if let Some(msi) = genome.msi.filter(|_| !stated(&["MSI", "MSS", "DMMR", "PMMR"], &out)) {
            let (name, words) = match msi {
                attune_genome::MsiStatus::High => ("MSI-H", "Microsatellite instability high"),
                attune_genome::MsiStatus::Low => ("MSI-L", "Microsatellite instability low"),
                attune_genome::MsiStatus::Stable => ("MSS", "Microsatellite stable"),
            };
            out.push((name.to_owned(), words.to_owned()));
        }
    }
    out.extend(pgx::key_genes(input));
    out.extend(others.into_iter().map(tile));
    out
}

fn tile(alteration: &RecognisedAlteration) -> (String, String) {
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
    (alteration.text.clone(), detail)
}

fn not_known(writer: &mut Writer<'_>) {
    let input = writer.input;
    let sizes = writer.flow.sizes;
    let (plain, strong) = (sizes.plain(), sizes.strong());
    writer.section("What this report does not know", "");
    let mut lines = vec![
        ("Not known:", unknown::gaps(input)),
        ("Not considered:", input.ranked.not_considered.iter().map(|s| sentence(s)).collect()),
        ("Withheld:", input.ranked.withheld.iter().map(|w| sentence(w)).collect()),
    ];
    lines.retain(|(label, sentences)| !sentences.is_empty() || *label == "Withheld:");
    let mut pieces = Vec::new();
    for (label, sentences) in lines {
        let words = if sentences.is_empty() { "nothing.".to_owned() } else { sentences.join(" ") };
        pieces.extend([text(&format!("{label} "), strong), text(&format!("{words} "), plain)]);
    }
    pieces.extend([text("Model estimate: ", strong), text(&unknown::model_status(input), plain)]);
    writer.flow.paragraph(&pieces);
}
