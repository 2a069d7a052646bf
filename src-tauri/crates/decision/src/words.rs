//! The words and rows for the facts behind an answer.

use attune_knowledge::{Basis, Verification};

use crate::EvidenceRow;
use crate::candidate::{Candidate, Hit};
use crate::level::{Stance, significance_word};
use crate::observed::Observed;

/// Most reasons written out in words; the evidence table holds all.
const REASONS: usize = 4;

/// Names of the alterations that meet a fact; the condition's own words where it asks for an absence.
pub(crate) fn labels(hit: &Hit<'_>, observed: &Observed) -> Vec<String> {
    if hit.met.by.is_empty() && hit.met.negative {
        return vec![hit.prepared.fact.biomarker_text.clone()];
    }
    let mut names: Vec<usize> = hit.met.by.iter().map(|i| observed.best_name(*i)).collect();
    names.dedup();
    names.into_iter().filter_map(|i| observed.get(i)).map(attune_genome::Alteration::label).collect()
}

/// `FDA label`, `CIViC B, 3 items`.
pub(crate) fn basis_text(candidate: &Candidate<'_>, strongest: Basis) -> String {
    let hits: Vec<&Hit<'_>> = candidate.leading().filter(|h| h.prepared.fact.basis == strongest).collect();
    let Some(first) = hits.first() else { return "approval withdrawn".to_owned() };
    let fact = first.prepared.fact;
    let source = match &fact.source_level {
        Some(level) => format!("{} {level}", fact.source.name),
        None => fact.source.name.clone(),
    };
    let recalled = hits.iter().all(|h| h.prepared.fact.verification == Verification::Recalled);
    let remark = if recalled { ", not checked against a source row" } else { "" };
    let kind = if fact.biomarker.asks_nothing() { "Standard care, " } else { "" };
    match hits.len() {
        1 => format!("{kind}{source}{remark}"),
        n => format!("{kind}{source}, {n} items{remark}"),
    }
}

/// `FDA label (US), 2022: BRAF V600E in melanoma, adjuvant`; `CIViC B, Soria et al., 2018: ...`.
pub(crate) fn sentence(hit: &Hit<'_>, observed: &Observed) -> String {
    let fact = hit.prepared.fact;
    let level = fact.source_level.as_deref().map_or(String::new(), |l| format!(" {l}"));
    let region = fact.region.as_deref().map_or(String::new(), |r| format!(" ({r})"));
    let published = fact
        .citations
        .first()
        .map(|c| c.text.as_str())
        .filter(|t| fact.source_level.is_some() && !t.is_empty());
    let when = published.or_else(|| fact.date.as_deref().and_then(|d| d.get(..4)));
    let when = when.map_or(String::new(), |y| format!(", {y}"));
    let names = labels(hit, observed);
    let what = if names.is_empty() { "no biomarker needed".to_owned() } else { names.join(" and ") };
    let line = fact.line.as_deref().filter(|l| !l.is_empty()).map_or(String::new(), |l| format!(", {l}"));
    format!("{}{level}{region}{when}: {what} in {}{line}", fact.source.name, fact.disease_text)
}

/// The strongest facts as sentences, each with the prefix; further ones are counted.
pub(crate) fn reasons<'h>(
    prefix: &str,
    hits: impl Iterator<Item = &'h Hit<'h>>,
    observed: &Observed,
) -> Vec<String> {
    let mut hits: Vec<&Hit<'_>> = hits.collect();
    hits.sort_by(|a, b| {
        b.prepared
            .weight
            .total_cmp(&a.prepared.weight)
            .then_with(|| b.prepared.fact.date.cmp(&a.prepared.fact.date))
            .then_with(|| a.prepared.fact.id.cmp(&b.prepared.fact.id))
    });
    let mut written: Vec<String> = Vec::new();
    let mut further = 0;
    for hit in hits {
        let text = format!("{prefix}{}", sentence(hit, observed));
        if written.contains(&text) {
            continue;
        }
        if written.len() < REASONS {
            written.push(text);
        } else {
            further += 1;
        }
    }
    if further > 0 {
        written.push(format!("and {further} more in the evidence table"));
    }
    written
}

/// One row for each fact, strongest first, what speaks for it before the rest.
pub(crate) fn rows<'h>(hits: impl Iterator<Item = &'h Hit<'h>>) -> Vec<EvidenceRow> {
    let mut hits: Vec<&Hit<'_>> = hits.collect();
    hits.sort_by(|a, b| {
        (a.prepared.stance != Stance::For, a.level)
            .cmp(&(b.prepared.stance != Stance::For, b.level))
            .then_with(|| b.prepared.weight.total_cmp(&a.prepared.weight))
            .then_with(|| b.prepared.fact.date.cmp(&a.prepared.fact.date))
            .then_with(|| a.prepared.fact.id.cmp(&b.prepared.fact.id))
    });
    let mut rows: Vec<EvidenceRow> = Vec::with_capacity(hits.len());
    for hit in hits {
        if !rows.iter().any(|r| r.id == hit.prepared.fact.id) {
            rows.push(row(hit));
        }
    }
    rows
}

fn row(hit: &Hit<'_>) -> EvidenceRow {
    let fact = hit.prepared.fact;
    let citation = fact.citations.first();
    let statement = if fact.withdrawn {
        format!("Approval withdrawn. {}", fact.statement)
    } else {
        fact.statement.clone()
    };
    EvidenceRow {
        id: fact.id.clone(),
        source: fact.source.name.clone(),
        level: hit.level,
        source_level: fact.source_level.clone(),
        significance: significance_word(fact).to_owned(),
        biomarker: fact.biomarker_text.clone(),
        disease: fact.disease_text.clone(),
        statement: statement.trim().to_owned(),
        citation: citation.map_or(String::new(), |c| c.id.clone()),
        citation_text: citation.map_or(String::new(), |c| c.text.clone()),
        date: fact.date.clone(),
        region: fact.region.clone(),
        verification: fact.verification,
    }
}
