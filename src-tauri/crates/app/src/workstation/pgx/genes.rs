//! Genes and their positions in the words of the window.

use attune_pharmacogenomics::{
    CallSource, CallStatus, Diplotype, GeneResult, MissingPosition, PositionCall, PositionState,
};

use crate::document::status_word;
use crate::view::{PgxDiplotype, PgxGene, PgxPosition};

/// A gene with everything that its call rests on.
pub(super) fn row(g: &GeneResult) -> PgxGene {
    PgxGene {
        gene: g.gene.clone(),
        status: status_word(g.status).to_owned(),
        diplotypes: g.diplotypes.iter().map(|d| diplotype(d, g.is_from_both())).collect(),
        phenotype: phenotype(g),
        score: score(g),
        covered: covered(g),
        findings: g.findings.iter().map(|f| f.message.clone()).collect(),
        positions: g.positions.iter().map(|p| position(g, p)).collect(),
    }
}

pub(super) fn phenotype(g: &GeneResult) -> String {
    g.phenotype.clone().unwrap_or_else(|| {
        match g.status {
            CallStatus::NotCalled => "Unknown: not called, which is not normal",
            CallStatus::Ambiguous => "Unknown: the possible diplotypes differ",
            CallStatus::Called | CallStatus::Outside => "The guideline defines none",
        }
        .to_owned()
    })
}

fn diplotype(d: &Diplotype, with_source: bool) -> PgxDiplotype {
    let source = source_words(d.source);
    PgxDiplotype {
        name: d.name.clone(),
        label: if with_source { format!("{} ({source})", d.name) } else { d.name.clone() },
        functions: if d.functions.is_empty() { "not given".to_owned() } else { d.functions.join(" / ") },
        phenotype: d.phenotype.clone().unwrap_or_else(|| "none defined".to_owned()),
        score: d.activity_score.map_or_else(|| "none".to_owned(), number),
        source: source.to_owned(),
    }
}

/// Who says so.
fn source_words(source: CallSource) -> &'static str {
    match source {
        CallSource::File => "this file",
        CallSource::Outside => "outside call",
        CallSource::Both => "this file and outside call",
    }
}

/// The score where all diplotypes have the same, or the range of it.
fn score(g: &GeneResult) -> String {
    let mut scores: Vec<f64> = g.diplotypes.iter().filter_map(|d| d.activity_score).collect();
    scores.sort_by(f64::total_cmp);
    match (scores.first(), scores.last()) {
        (Some(low), Some(high)) if low == high => number(*low),
        (Some(low), Some(high)) => format!("{} to {}", number(*low), number(*high)),
        _ => "none".to_owned(),
    }
}

fn number(score: f64) -> String {
    format!("{score:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn covered(g: &GeneResult) -> String {
    match (g.status, g.positions.len()) {
        (CallStatus::Outside, 0) => "called elsewhere".to_owned(),
        (_, 0) if g.missing.is_empty() => "not stored".to_owned(),
        (_, 0) => format!("{} without a genotype", g.missing.len()),
        (_, all) => {
            let known = g.positions.iter().filter(|p| p.state != PositionState::Missing).count();
            format!("{known} of {all}")
        }
    }
}

/// The alleles, and the drugs whose advice would be another one with them.
fn open_alleles(gap: &MissingPosition) -> String {
    let alleles = gap.cannot_exclude.join(", ");
    match (alleles.is_empty(), gap.affects.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!("{alleles}; no recommendation depends on it"),
        (false, false) => format!("{alleles}; matters for {}", gap.affects.join(", ")),
    }
}

fn position(g: &GeneResult, p: &PositionCall) -> PgxPosition {
    let (state, state_word) = match p.state {
        PositionState::Reference => ("reference", "Reference"),
        PositionState::Variant => ("variant", "Variant"),
        PositionState::Partial => ("partial", "Half missing"),
        PositionState::Undocumented => ("undocumented", "Base of no allele"),
        PositionState::Missing => ("missing", "Missing"),
    };
    let gap = g.missing.iter().find(|m| m.position == p.position);
    let cannot_exclude = match (gap.map(open_alleles), p.state) {
        (Some(alleles), _) if !alleles.is_empty() => alleles,
        (_, PositionState::Missing) if g.status == CallStatus::NotCalled => "any allele".to_owned(),
        _ => "none".to_owned(),
    };
    PgxPosition {
        rsid: p.rsid.clone().unwrap_or_else(|| "no rsID".to_owned()),
        position: p.position.clone(),
        reference: p.reference.clone(),
        genotype: p.genotype.clone().unwrap_or_else(|| "no genotype".to_owned()),
        state: state.to_owned(),
        state_word: state_word.to_owned(),
        cannot_exclude,
    }
}
