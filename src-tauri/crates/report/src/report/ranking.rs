//! The table of ranked options: the first of them on the first page, all of them where they are explained.

use attune_decision::{RankedOption, RankedOptions, SafetyKind, SafetyNote, SafetySeverity};

use super::{Writer, words};
use crate::flow::{Cell, Column, Inline, Style, Table, level, sign, text};
use crate::text::{date, number, sentence};

/// Most options on the first page.
const BRIEF: usize = 8;
/// Most options, and most resistances, that are explained in full: those that a board discusses. The others follow in
/// short.
pub(crate) const EXPLAINED: usize = 5;

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
        "All options, each caution and reason: section 5."
    } else {
        "Each caution and reason: section 5."
    };
    let note = format!(
        "Level (AMP/ASCO/CAP) rules the order; the score orders within a level and is not a probability. The standard \
         care to start from stands before tier II: III says only that no alteration supports it. {all}"
    );
    writer.flow.paragraph(&[text(&note, small)]);
    if let Some(soft) = soft_factors(writer.input.ranked) {
        writer.flow.paragraph(&[text(&soft, small)]);
    }
}

/// What the site and the patient added to the order inside a level; nothing where neither said anything.
fn soft_factors(ranked: &RankedOptions) -> Option<String> {
    let region = ranked.region.map(|r| format!("Approvals in the region of the site count ({})", r.name()));
    let wishes: Vec<String> = ranked
        .preferences
        .named()
        .into_iter()
        .filter(|(_, weight)| *weight > 0.0)
        .map(|(name, weight)| format!("{} {}", words::wish(name), number(weight, 2)))
        .collect();
    let wishes = (!wishes.is_empty())
        .then(|| format!("What matters to the patient, from 0 to 1: {}", wishes.join(", ")));
    let said: Vec<String> = region.into_iter().chain(wishes).collect();
    (!said.is_empty()).then(|| format!("{}. Both order inside a level only.", said.join(". ")))
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

/// What needs care, by kind and in as few words as will do: the page is for the whole list. Each caution stands in
/// full where the option is explained.
fn safety(option: &RankedOption, plain: Style) -> Cell {
    let mut cell = Vec::new();
    for severity in [SafetySeverity::Block, SafetySeverity::Caution] {
        let notes: Vec<&SafetyNote> = option.safety.iter().filter(|n| n.severity == severity).collect();
        if notes.is_empty() {
            continue;
        }
        let (shape, word, colour) = words::severity(severity);
        if !cell.is_empty() {
            cell.push(Inline::Break);
        }
        cell.push(sign(shape, plain));
        cell.push(text(&format!("{word} "), plain.strong().colour(colour)));
        cell.push(text(&subjects(&notes), plain));
    }
    let mut rest = Vec::new();
    if !option.unknown.is_empty() {
        rest.push(format!("{} not known", option.unknown.len()));
    }
    if cell.is_empty() && !option.passed.is_empty() {
        rest.push(format!("{} passed", option.passed.len()));
    }
    if rest.is_empty() && cell.is_empty() {
        rest.push("no gate applied".to_owned());
    }
    if !rest.is_empty() {
        let words = if cell.is_empty() { rest.join(", ") } else { format!("; {}", rest.join(", ")) };
        cell.push(text(&words, plain.colour(crate::colour::INK_2)));
    }
    cell
}

/// The subjects of cautions, each once, most serious first: `DPYD; organ function; interaction`. Several guidelines on
/// one gene are one subject.
pub(crate) fn subjects(notes: &[&SafetyNote]) -> String {
    let mut found: Vec<String> = Vec::new();
    for note in notes {
        let subject = match note.kind {
            SafetyKind::Pgx => gene_of(&note.message),
            SafetyKind::OrganFunction => "organ function".to_owned(),
            SafetyKind::Interaction => "interaction".to_owned(),
            SafetyKind::Allergy => "allergy".to_owned(),
            SafetyKind::PriorTherapy => "earlier therapy".to_owned(),
            SafetyKind::Other => "general state".to_owned(),
        };
        if !found.contains(&subject) {
            found.push(subject);
        }
    }
    found.join("; ")
}

/// The gene that a pharmacogenomic caution speaks of: its first word in capitals with more than two letters.
fn gene_of(message: &str) -> String {
    let is_gene = |w: &&str| {
        w.len() > 2
            && w.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-')
            && w.chars().next().is_some_and(|c| c.is_ascii_uppercase())
            && !["CPIC", "DPWG", "FDA", "EMA"].contains(w)
    };
    let words = message.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.into_iter().find(is_gene).map_or_else(|| "pharmacogenomics".to_owned(), str::to_owned)
}
