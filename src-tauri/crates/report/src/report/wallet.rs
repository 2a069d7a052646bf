//! The wallet card: what whoever prescribes next must know of the genes, on pages of the size of a credit card.
//! The first page says who and which genes, the others which drugs. What does not fit goes to a further page.

use std::collections::BTreeMap;

use attune_pharmacogenomics::{CallStatus, DrugAction, GeneResult, PgxSample, Recommendation};

use super::{Writer, identity, pgx, words};
use crate::flow::{Cell, Column, Inline, Sign, Style, Table, sign, text};
use crate::text::{list, number};

/// Writes the card.
pub(crate) fn write(writer: &mut Writer<'_>, title: &str) {
    let input = writer.input;
    let sizes = writer.flow.sizes;
    let (plain, strong) = (sizes.plain(), sizes.strong());
    writer.flow.brand();
    writer.flow.title(title, "Genes that change how medicines work. Show it before a new medicine.");
    let name = Style { size: sizes.h1, ..strong };
    let mut who = vec![text(&identity::name(input, 120), name), Inline::Gap(sizes.body)];
    who.push(text(&format!("Born {}", identity::born(input)), plain));
    if input.patient.synthetic {
        who.extend([Inline::Gap(sizes.body), text("SYNTHETIC", strong)]);
    }
    writer.flow.paragraph(&who);
    if !super::planned(input) {
        let state = input.ranked.consent.treatment_planning.word();
        let why = format!(
            "Withheld: consent for treatment planning is {state}. This card says nothing on any drug."
        );
        return writer.flow.paragraph(&[text(&why, strong)]);
    }
    let Some(sample) = input.pgx else {
        let why = "Not tested: no germline genome was read. Not tested is not normal.";
        return writer.flow.paragraph(&[text(why, strong)]);
    };
    let drugs = drugs(sample);
    genes(writer, sample, &drugs);
    writer.flow.new_page();
    back(writer, &drugs);
}

/// What the guidelines say of a drug, in short: the most far-reaching action with its lowest dose.
struct Advice<'a> {
    action: DrugAction,
    dose_factor: Option<f64>,
    open: bool,
    sources: Vec<&'a str>,
    because: Vec<String>,
}

/// Drugs that the genes change, the most pressing first.
fn drugs(sample: &PgxSample) -> Vec<(&str, Advice<'_>)> {
    let mut found: BTreeMap<&str, Vec<&Recommendation>> = BTreeMap::new();
    for row in sample.recommendations.iter().filter(|r| words::acts(r.action) && pgx::counts(r)) {
        found.entry(&row.drug).or_default().push(row);
    }
    let mut out: Vec<(&str, Advice<'_>)> = found
        .into_iter()
        .filter_map(|(drug, rows)| {
            let action = rows.iter().map(|r| r.action).min()?;
            let strongest: Vec<&&Recommendation> = rows.iter().filter(|r| r.action == action).collect();
            let mut because: Vec<String> = Vec::new();
            for gene in strongest.iter().flat_map(|r| &r.because).map(|b| &b.gene) {
                if !because.contains(gene) {
                    because.push(gene.clone());
                }
            }
            let mut sources: Vec<&str> = strongest.iter().map(|r| r.source.as_str()).collect();
            sources.dedup();
            let factors = strongest.iter().filter_map(|r| r.dose_factor);
            let dose_factor = factors.reduce(f64::min);
            let open = strongest.iter().any(|r| r.condition.is_some());
            Some((drug, Advice { action, dose_factor, open, sources, because }))
        })
        .collect();
    out.sort_by(|a, b| (a.1.action, a.0).cmp(&(b.1.action, b.0)));
    out
}

fn genes(writer: &mut Writer<'_>, sample: &PgxSample, drugs: &[(&str, Advice<'_>)]) {
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    let matters = |g: &&GeneResult| drugs.iter().any(|(_, a)| a.because.contains(&g.gene));
    let row = |g: &GeneResult| -> Vec<Cell> {
        let phenotype = g.phenotype.clone().unwrap_or_else(|| words::call(g.status).to_owned());
        vec![
            vec![text(&g.gene, strong)],
            vec![text(&pgx::diplotypes(g), plain)],
            vec![text(&phenotype, plain)],
        ]
    };
    let rows: Vec<Vec<Cell>> = sample.genes.iter().filter(matters).map(row).collect();
    if rows.is_empty() {
        let none = "No gene that was read asks for another drug or dose.";
        writer.flow.paragraph(&[text(none, strong)]);
    } else {
        writer.flow.table(&Table {
            summary: "Genes whose result changes a drug or a dose".into(),
            columns: vec![Column::new("Gene", 0.17), Column::new("Result", 0.46), Column::new("Means", 0.37)],
            rows,
        });
    }
    let names = |of: &dyn Fn(&GeneResult) -> bool| -> Vec<String> {
        sample.genes.iter().filter(|g| !matters(g) && of(g)).map(|g| g.gene.clone()).collect()
    };
    let read = names(&|g| g.status != CallStatus::NotCalled);
    let unread = names(&|g| g.status == CallStatus::NotCalled);
    for (label, genes) in [("Not known, which is not normal:", unread), ("Read, no change follows:", read)] {
        if !genes.is_empty() {
            let line =
                [text(&format!("{label} "), small.strong()), text(&format!("{}.", list(&genes)), small)];
            writer.flow.paragraph(&line);
        }
    }
}

fn back(writer: &mut Writer<'_>, drugs: &[(&str, Advice<'_>)]) {
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    writer.section("Tell every doctor and pharmacist", &crate::text::count(drugs.len(), "drug", "drugs"));
    if drugs.is_empty() {
        let none = "No drug was found that the genes that were read would change.";
        writer.flow.paragraph(&[text(none, plain)]);
    } else {
        let rows = drugs.iter().map(|(drug, advice)| {
            let shape = match advice.action {
                DrugAction::Avoid => Sign::Block,
                DrugAction::Monitor => Sign::Info,
                _ => Sign::Caution,
            };
            let dose = advice.dose_factor.map_or(String::new(), |f| format!(", {} %", number(f * 100.0, 0)));
            let open = if advice.open { " (not settled: most cautious)" } else { "" };
            let action = format!(" {}{dose}{open}", words::action(advice.action));
            vec![
                vec![text(drug, strong)],
                vec![sign(shape, plain), text(&action, plain)],
                vec![text(&format!("{}; {}", advice.because.join(", "), advice.sources.join(", ")), small)],
            ]
        });
        writer.flow.table(&Table {
            summary: "Drugs that the genes change".into(),
            columns: vec![
                Column::new("Drug", 0.34),
                Column::new("Guidelines say", 0.33),
                Column::new("Gene; source", 0.33),
            ],
            rows: rows.collect(),
        });
    }
    let close = "By the genotype alone. A drug that is not listed is not known to be safe. Supports, and does not \
                 replace, the judgement of a clinician.";
    writer.flow.paragraph(&[text(close, small)]);
}
