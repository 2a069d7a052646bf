//! Pharmacogenomics: what was called, and what the guidelines advise.

mod own;
mod steps;

use attune_pharmacogenomics::{CallSource, CallStatus, Diplotype, GeneResult, PgxSample, Recommendation};

use super::{Writer, words};
use crate::flow::{Cell, Column, Inline, Table, text};
use crate::input::ReportInput;
use crate::text::{count, list, number, sentence};

/// `*1/*2A`, or all that fit; with the source of each where file and outside call differ.
pub(crate) fn diplotypes(gene: &GeneResult) -> String {
    let named = |d: &Diplotype| match d.source {
        _ if !gene.is_from_both() || gene.diplotypes.len() == 1 => d.name.clone(),
        CallSource::File => format!("{} (file)", d.name),
        CallSource::Outside => format!("{} (outside call)", d.name),
        CallSource::Both => format!("{} (file and outside call)", d.name),
    };
    let names: Vec<String> = gene.diplotypes.iter().map(named).collect();
    if names.is_empty() { "not called".to_owned() } else { names.join(" or ") }
}

fn score(gene: &GeneResult) -> Option<String> {
    let mut scores = gene.diplotypes.iter().map(|d| d.activity_score);
    let first = scores.next()??;
    scores
        .all(|s| s == Some(first))
        .then(|| format!("activity score {}", number(first, 2).trim_end_matches('0').trim_end_matches('.')))
}

/// Whether a row is for this person: of its population, and, where the result is not settled, the one to follow.
pub(crate) fn counts(row: &Recommendation) -> bool {
    row.population_applies != Some(false) && (row.condition.is_none() || row.most_cautious)
}

/// Whether a drug stands among the treatments of this report or in the medication of the record.
fn concerns(input: &ReportInput<'_>, drug: &str) -> bool {
    let ranked = input.ranked.options.iter().flat_map(|o| &o.drugs);
    let mut named = ranked.chain(input.ranked.not_ranked.iter().flat_map(|b| &b.drugs));
    let taken = |m: &attune_clinical::Medication| {
        m.status.is_fact() && m.text.to_lowercase().contains(&drug.to_lowercase())
    };
    named.any(|d| d.eq_ignore_ascii_case(drug))
        || input.record.is_some_and(|r| r.medications.iter().any(taken))
}

/// What a missing genotype leaves open: named for the genes of drugs that matter here, counted for the others.
pub(crate) fn open_alleles(input: &ReportInput<'_>, sample: &PgxSample) -> Vec<String> {
    let matters = |gene: &GeneResult| {
        let advice = sample.recommendations.iter().filter(|r| r.because.iter().any(|b| b.gene == gene.gene));
        advice.into_iter().any(|r| concerns(input, &r.drug))
    };
    let mut out = Vec::new();
    let mut others = 0;
    for gene in sample.genes.iter().filter(|g| !g.missing.is_empty() && g.status != CallStatus::NotCalled) {
        if !matters(gene) {
            others += 1;
            continue;
        }
        let mut alleles: Vec<String> = Vec::new();
        for allele in gene.missing.iter().flat_map(|m| &m.cannot_exclude) {
            if !alleles.contains(allele) {
                alleles.push(allele.clone());
            }
        }
        out.push(format!("{}: cannot exclude {}.", gene.gene, list(&alleles)));
    }
    if others > 0 {
        let genes = count(others, "further pharmacogene", "further pharmacogenes");
        out.push(format!("{genes}: some alleles cannot be excluded, see the section on pharmacogenomics."));
    }
    out
}

/// Genes whose result changes a drug or a dose that matters here, for the first page.
pub(crate) fn key_genes(input: &ReportInput<'_>) -> Vec<(String, String)> {
    let Some(sample) = input.pgx else { return Vec::new() };
    let acts = |gene: &GeneResult| {
        sample.recommendations.iter().any(|r| {
            words::acts(r.action) && concerns(input, &r.drug) && r.because.iter().any(|b| b.gene == gene.gene)
        })
    };
    sample
        .genes
        .iter()
        .filter(|g| acts(g))
        .map(|g| {
            let phenotype = g.phenotype.clone().unwrap_or_else(|| words::call(g.status).to_owned());
            let short = match phenotype.strip_suffix(" Metabolizer") {
                Some(word) => word.to_lowercase(),
                None => phenotype,
            };
            let detail = [Some(diplotypes(g)), score(g)].into_iter().flatten().collect::<Vec<_>>().join(", ");
            (format!("{} {short}", g.gene), detail)
        })
        .collect()
}

/// The section.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let input = writer.input;
    let plain = writer.flow.sizes.plain();
    if !super::planned(input) {
        writer.section("Pharmacogenomics", "withheld");
        let state = input.ranked.consent.treatment_planning.word();
        writer
            .flow
            .paragraph(&[text(&format!("Withheld: consent for treatment planning is {state}."), plain)]);
        return;
    }
    let Some(sample) = input.pgx else {
        writer.section("Pharmacogenomics", "not tested");
        let words = "No germline genome was given. Not tested is not normal: no dose advice follows from this report.";
        writer.flow.paragraph(&[text(words, plain)]);
        return;
    };
    let called = sample.genes.iter().filter(|g| g.status != CallStatus::NotCalled).count();
    writer.section(
        "Pharmacogenomics",
        &format!("{called} of {} called", count(sample.genes.len(), "gene", "genes")),
    );
    if let Some(overview) = input.pgx_by_drug {
        own::write(writer, overview);
    }
    steps::write(writer, sample);
    recommendations(writer, sample);
    conflicts(writer, sample);
    genes(writer, sample);
}

fn genes(writer: &mut Writer<'_>, sample: &PgxSample) {
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    let title = format!("All {}", count(sample.genes.len(), "gene", "genes"));
    writer.flow.subsection(&[text(&title, strong)], &title, 60.0);
    let rows = sample.genes.iter().map(|gene| {
        let phenotype = gene.phenotype.clone().unwrap_or_else(|| match gene.status {
            CallStatus::NotCalled => "not called: unknown, not normal".to_owned(),
            CallStatus::Ambiguous => "no agreed phenotype".to_owned(),
            // HLA has a status for each allele, and some genes only a genotype: the advice names it.
            CallStatus::Called | CallStatus::Outside => "the guidelines define none".to_owned(),
        });
        let phenotype = [Some(phenotype), score(gene)].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let mut remarks: Vec<String> = vec![words::call_sentence(gene.status).to_owned()];
        remarks.extend(gaps(gene));
        remarks.extend(gene.findings.iter().map(|f| sentence(&f.message)));
        vec![
            vec![text(&gene.gene, strong)],
            vec![text(&diplotypes(gene), plain)],
            vec![text(&phenotype, plain)],
            vec![text(&remarks.join(" "), small)],
        ]
    });
    writer.flow.table(&Table {
        summary: "Pharmacogenes with diplotype and phenotype".into(),
        columns: vec![
            Column::new("Gene", 0.11),
            Column::new("Diplotype", 0.2),
            Column::new("Phenotype", 0.29),
            Column::new("Call and remarks", 0.4),
        ],
        rows: rows.collect(),
    });
}

/// Up to this many positions are named one by one; more are counted, and the window lists them all.
const NAMED: usize = 6;

/// What missing positions leave open.
fn gaps(gene: &GeneResult) -> Vec<String> {
    let open: Vec<_> = gene.missing.iter().filter(|m| !m.cannot_exclude.is_empty()).collect();
    if open.len() <= NAMED {
        let one = |m: &&attune_pharmacogenomics::MissingPosition| {
            let name = m.rsid.as_deref().unwrap_or(&m.position);
            let drugs = if m.affects.is_empty() {
                String::new()
            } else {
                format!("; matters for {}", m.affects.join(", "))
            };
            format!("{name} has no genotype: cannot exclude {}{drugs}.", m.cannot_exclude.join(", "))
        };
        return open.iter().map(one).collect();
    }
    let mut alleles: Vec<String> = Vec::new();
    let mut drugs: Vec<String> = Vec::new();
    for gap in &open {
        alleles
            .extend(gap.cannot_exclude.iter().filter(|a| !alleles.contains(a)).cloned().collect::<Vec<_>>());
        drugs.extend(gap.affects.iter().filter(|d| !drugs.contains(d)).cloned().collect::<Vec<_>>());
    }
    let mut out =
        vec![format!("{} positions have no genotype: cannot exclude {}.", open.len(), list(&alleles))];
    if !drugs.is_empty() {
        out.push(format!("This matters for {}.", list(&drugs)));
    }
    out
}

/// How the sources contradict each other, for the drugs printed.
fn conflicts(writer: &mut Writer<'_>, sample: &PgxSample) {
    let small = writer.flow.sizes.small();
    for conflict in &sample.conflicts {
        let stand = |s: &attune_pharmacogenomics::Stand| {
            let actions: Vec<&str> = s.actions.iter().map(|a| words::action(*a)).collect();
            format!("{} {}", s.source, actions.join(" or ").to_lowercase())
        };
        let stands: Vec<String> = conflict.stands.iter().map(stand).collect();
        let line = [
            text(&format!("The sources differ on {}: ", conflict.drug), small.strong()),
            text(
                &format!(
                    "{}. Most cautious: {}. {}",
                    stands.join("; "),
                    conflict.most_cautious,
                    conflict.reason
                ),
                small,
            ),
        ];
        writer.flow.paragraph(&line);
    }
}

fn recommendations(writer: &mut Writer<'_>, sample: &PgxSample) {
    let plain = writer.flow.sizes.plain();
    // The person's own drugs stand above with every row.
    let own = |drug: &str| {
        let entries = writer.input.pgx_by_drug.map_or(&[][..], |o| &o.own);
        entries.iter().flat_map(|m| &m.drugs).any(|d| d.drug == drug)
    };
    let others: Vec<&Recommendation> = sample.recommendations.iter().filter(|r| !own(&r.drug)).collect();
    let mut acting: Vec<&Recommendation> = others
        .iter()
        .copied()
        .filter(|r| words::acts(r.action) && r.population_applies != Some(false))
        .collect();
    let usual = others.len() - acting.len();
    let title = format!("Other drugs with advice: {}", count(acting.len(), "row", "rows"));
    writer.flow.subsection(&[text(&title, writer.flow.sizes.strong())], &title, 60.0);
    acting.sort_by(|a, b| (a.action, &a.drug, &a.source).cmp(&(b.action, &b.drug, &b.source)));
    if acting.is_empty() {
        let words = format!(
            "No advice to change a drug or a dose among {}.",
            count(others.len(), "further recommendation", "further recommendations")
        );
        writer.flow.paragraph(&[text(&words, plain)]);
        return;
    }
    let rows = acting.iter().map(|r| advice(writer, r)).collect();
    writer.flow.table(&Table {
        summary: "Advice for drugs from pharmacogenomics".into(),
        columns: vec![
            Column::new("Drug", 0.15),
            Column::new("Advice", 0.5),
            Column::new("Because", 0.17),
            Column::new("Source", 0.18),
        ],
        rows,
    });
    let further = count(usual, "further recommendation", "further recommendations");
    let note = format!("Not printed: {further} with the usual dose or without advice.");
    if usual > 0 {
        writer.flow.paragraph(&[text(&note, writer.flow.sizes.small())]);
    }
}

/// For whom a row is, and under which result it holds; empty where it is for everybody.
pub(super) fn limits(r: &Recommendation) -> String {
    let mut out = String::new();
    if let Some(population) = &r.population {
        out.push_str(&format!(" ({population})"));
    }
    if let Some(condition) = &r.condition {
        let follow =
            if r.most_cautious { "; the most cautious, to follow until a test settles it" } else { "" };
        out.push_str(&format!(" (not settled, {condition}{follow})"));
    }
    out
}

fn advice(writer: &Writer<'_>, r: &Recommendation) -> Vec<Cell> {
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    let mut advice = vec![text(words::action(r.action), strong)];
    if let Some(factor) = r.dose_factor {
        advice.push(text(&format!(", {} % of the usual dose", number(factor * 100.0, 0)), strong));
    }
    advice.push(text(&limits(r), plain));
    advice.push(text(&format!(". {}", sentence(&r.text)), plain));
    let because: Vec<String> = r.because.iter().map(|b| format!("{} {}", b.gene, b.phenotype)).collect();
    let mut source =
        vec![text(&format!("{}, {}", r.source, words::strength(r.strength)), plain), Inline::Break];
    let reference = r.citations.iter().cloned().chain([r.dated(), r.version.clone()]);
    let reference = reference.filter(|s| !s.is_empty());
    source.push(text(&reference.collect::<Vec<_>>().join("; "), small));
    vec![vec![text(&r.drug, strong)], advice, vec![text(&because.join("; "), plain)], source]
}
