//! Calls made elsewhere: structural callers, laboratories, HLA typing.
//!
//! Tables: gene, diplotype, phenotype, activity score, separated by tabs. Cells may be empty; several lines for a
//! gene are several possible diplotypes. The score goes before the phenotype, the phenotype before what follows
//! from the diplotype, and a disagreement is noted. The formats of callers: see [`OutsideFormat`].

mod formats;
pub(crate) mod hla;
mod merge;
pub(crate) mod strands;

use std::collections::BTreeMap;

use attune_knowledge::pgx::{MatchMode, PgxGene, PgxTables, PhenotypeRule};

use crate::gene::agreed;
use crate::phenotype::{self, StrandValue, UNKNOWN_FUNCTION};
use crate::{CallSource, CallStatus, Diplotype, GeneResult, PgxFinding, names};
pub use formats::OutsideFormat;
use formats::Row;
pub use merge::merge_outside;
use strands::{known, present, value};

/// Name of a diplotype that was not given.
const NOT_GIVEN: &str = "not given";

/// The calls of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct OutsideFile {
    /// Format that was recognised.
    pub format: OutsideFormat,
    /// Calls by the sample that the file names; `None` where it names none.
    pub samples: Vec<(Option<String>, Vec<GeneResult>)>,
    /// What could not be used.
    pub findings: Vec<PgxFinding>,
}

impl OutsideFile {
    /// The calls for a sample. Calls without a sample are for everybody. Where file and genome hold one sample
    /// each under different names, the call is taken and the names are noted.
    #[must_use]
    pub fn of(&self, sample: &str, only_sample: bool) -> Vec<GeneResult> {
        let own = self.samples.iter().filter(|(s, _)| s.as_deref().is_none_or(|s| s == sample));
        let mut genes: Vec<GeneResult> = own.flat_map(|(_, genes)| genes.iter().cloned()).collect();
        if let ([(Some(other), calls)], true, true) = (self.samples.as_slice(), only_sample, genes.is_empty())
        {
            genes.clone_from(calls);
            let message = format!(
                "The outside call is of {other}, the genome of {sample}: make sure that both are of one person."
            );
            for gene in &mut genes {
                gene.findings
                    .push(PgxFinding { code: "outside_other_sample".into(), message: message.clone() });
            }
        }
        genes
    }
}

/// Reads outside calls in any of the formats of [`OutsideFormat`], told apart by content. A line that cannot be
/// used is a finding, never a stop. `file` is the name of the file, where pypgx and StellarPGx put gene and
/// sample.
#[must_use]
pub fn read_outside(tables: &PgxTables, text: &str, file: &str) -> OutsideFile {
    let format = OutsideFormat::of(text);
    let mut findings = Vec::new();
    let rows = formats::rows(tables, text, file, format, &mut findings);
    let mut calls: BTreeMap<(Option<String>, String), GeneResult> = BTreeMap::new();
    for row in rows {
        let (number, symbol) = (row.line, row.gene.as_str());
        if !is_known_gene(tables, symbol) {
            let header = number == 1 && symbol.eq_ignore_ascii_case("gene");
            if !header {
                let message = format!("Line {number}: gene {symbol:?} is not in the tables.");
                findings.push(PgxFinding { code: "outside_unknown_gene".into(), message });
            }
            continue;
        }
        if [&row.diplotype, &row.phenotype, &row.score].iter().all(|c| c.is_empty()) {
            let message = format!("Line {number}: {symbol} has no diplotype, phenotype or score.");
            findings.push(PgxFinding { code: "outside_empty".into(), message });
            continue;
        }
        let entry = calls.entry((row.sample.clone(), symbol.to_owned())).or_insert_with(|| GeneResult {
            gene: symbol.to_owned(),
            status: CallStatus::Outside,
            ..GeneResult::default()
        });
        let by_program = format != OutsideFormat::Table;
        for name in possible(&row, &mut entry.findings) {
            let stated = Stated { by_program, row: &row, diplotype: &name };
            let one = read(tables.gene(symbol), &stated, &mut entry.findings);
            if !entry.diplotypes.contains(&one) {
                entry.diplotypes.push(one);
            }
        }
        if let Some(remark) = row.remark {
            let finding = PgxFinding { code: "outside_remark".into(), message: remark };
            if !entry.findings.contains(&finding) {
                entry.findings.push(finding);
            }
        }
    }
    let mut samples: Vec<(Option<String>, Vec<GeneResult>)> = Vec::new();
    for ((sample, _), mut result) in calls {
        result.phenotype = agreed(result.diplotypes.iter().map(|d| d.phenotype.as_ref()));
        if format != OutsideFormat::Table {
            let message = format!("Called by {}.", format.label());
            result.findings.push(PgxFinding { code: "outside_source".into(), message });
        }
        if let Some(gene) = tables.gene(&result.gene) {
            let notes = gene.notes.iter();
            result
                .findings
                .extend(notes.map(|n| PgxFinding { code: n.code.clone(), message: n.message.clone() }));
        }
        match samples.iter_mut().find(|(s, _)| *s == sample) {
            Some((_, genes)) => genes.push(result),
            None => samples.push((sample, vec![result])),
        }
    }
    OutsideFile { format, samples, findings }
}

/// True where a text is the output of a caller, or a table whose first line with content names a known gene.
#[must_use]
pub fn holds_outside_calls(tables: &PgxTables, text: &str) -> bool {
    match OutsideFormat::of(text) {
        OutsideFormat::Table => {}
        // A table of samples with genotypes may be of anything; the genotype must be one of star alleles.
        OutsideFormat::Cyrius => return text.contains("\t*") || text.contains("Not_assigned_to_haplotypes"),
        _ => return true,
    }
    let lines = text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#'));
    let mut genes = lines.filter_map(|l| l.split_once('\t')).map(|(gene, _)| gene.trim());
    let first = genes.find(|gene| !gene.eq_ignore_ascii_case("gene"));
    first.is_some_and(|gene| is_known_gene(tables, gene))
}

/// The calls of a text for one sample, with what could not be used: [`read_outside`] without a file name.
#[must_use]
pub fn outside_calls(tables: &PgxTables, text: &str) -> (Vec<GeneResult>, Vec<PgxFinding>) {
    let file = read_outside(tables, text, "");
    (file.samples.into_iter().flat_map(|(_, genes)| genes).collect(), file.findings)
}

/// A gene of the allele tables, or one that a guideline asks for (HLA-B, F5).
fn is_known_gene(tables: &PgxTables, symbol: &str) -> bool {
    let asked = |g: &attune_knowledge::pgx::Guidance| {
        let mut genes = g.texts.iter().flat_map(|t| &t.rows).flat_map(|r| &r.genes);
        genes.any(|w| g.word(*w) == symbol)
    };
    tables.gene(symbol).is_some() || tables.guidance.iter().any(asked)
}

/// A row with who stated it.
struct Stated<'a> {
    /// True for the output of a caller, whose phenotypes are compared and not taken over.
    by_program: bool,
    row: &'a Row,
    /// One of the diplotypes of the row.
    diplotype: &'a str,
}

/// The diplotypes that a row allows: one, or those of an ambiguous HLA typing.
fn possible(row: &Row, findings: &mut Vec<PgxFinding>) -> Vec<String> {
    if !row.gene.starts_with("HLA-") || row.diplotype.is_empty() {
        return vec![row.diplotype.clone()];
    }
    hla::genotypes(&row.gene, &row.diplotype).unwrap_or_else(|bad| {
        let message = format!("Line {}: {bad:?} is no allele of {}.", row.line, row.gene);
        findings.push(PgxFinding { code: "outside_unknown_allele".to_owned(), message });
        // Shown as it stands, and no status follows from it.
        vec![without_prefix(&row.gene, &row.diplotype).trim_start_matches('*').to_owned()]
    })
}

fn read(gene: Option<&PgxGene>, stated: &Stated<'_>, findings: &mut Vec<PgxFinding>) -> Diplotype {
    let Row { gene: symbol, phenotype, score, .. } = stated.row;
    let diplotype = stated.diplotype;
    let by_program = stated.by_program;
    let mut note = |code: &str, message: String| {
        findings.push(PgxFinding { code: code.to_owned(), message });
    };
    let (name, values) = match gene {
        Some(gene) if !diplotype.is_empty() => alleles(gene, symbol, diplotype, &mut note),
        _ => (without_prefix(symbol, diplotype), Vec::new()),
    };
    let follows = match gene {
        Some(gene) if !values.is_empty() => phenotype::phenotype(gene, &values),
        _ => (None, None),
    };
    let given_score = score.trim_start_matches(['≥', '>', '=']).parse::<f64>().ok();
    if !score.is_empty() && given_score.is_none() && score != "n/a" {
        note("outside_score", format!("The activity score {score:?} is not a number."));
    }
    let of_score = given_score.and_then(|s| match gene.map(|g| &g.rule) {
        Some(PhenotypeRule::Score { from, .. }) => phenotype::of_score(from, s),
        _ => None,
    });
    let given = (!phenotype.is_empty()).then(|| spelled(gene, phenotype));
    let chosen = if by_program {
        follows.0.clone().or_else(|| given.clone())
    } else {
        of_score.clone().or_else(|| given.clone()).or_else(|| follows.0.clone())
    };
    let stated: Vec<&String> = [&of_score, &given, &follows.0].into_iter().flatten().collect();
    if stated.iter().any(|p| Some(*p) != chosen.as_ref()) {
        let list: Vec<&str> = stated.iter().map(|p| p.as_str()).collect();
        note(
            "outside_disagrees",
            format!("The outside call contradicts itself: {}.", list.join(" against ")),
        );
    }
    Diplotype {
        name: if name.is_empty() { NOT_GIVEN.to_owned() } else { name },
        functions: values
            .iter()
            .map(|v| v.function.clone().unwrap_or_else(|| UNKNOWN_FUNCTION.to_owned()))
            .collect(),
        // A stated phenotype that the alleles contradict has not their score.
        activity_score: given_score.or(follows.1.filter(|_| chosen == follows.0)),
        phenotype: chosen,
        source: CallSource::Outside,
    }
}

/// Name in order and present spelling, with the value of each strand; no values where one is not known.
fn alleles(
    gene: &PgxGene,
    symbol: &str,
    diplotype: &str,
    note: &mut impl FnMut(&str, String),
) -> (String, Vec<StrandValue>) {
    let text = without_prefix(symbol, diplotype);
    let mut strands: Vec<String> = names::strands(&text, |name| known(gene, name))
        .iter()
        .map(|s| present(gene, &without_brackets(gene, &without_prefix(symbol, s))))
        .collect();
    strands.sort_by(|a, b| names::order(gene, a, b));
    let mut values = Vec::new();
    for strand in &strands {
        match value(gene, strand) {
            Some(value) => {
                if value.function.is_none() {
                    note("outside_no_function", format!("{symbol} {strand} has no assigned function."));
                }
                values.push(value);
            }
            None => {
                note("outside_unknown_allele", format!("{symbol} has no allele {strand:?} in the tables."))
            }
        }
    }
    if values.len() < strands.len() {
        values.clear();
    }
    (strands.join("/"), values)
}

/// `CYP2D6*1` as `*1`.
fn without_prefix(symbol: &str, name: &str) -> String {
    let bare = name.strip_prefix(symbol).map_or(name, |rest| rest.trim_start_matches([' ', ':']));
    bare.trim().to_owned()
}

/// `*1x2` of `(*1x2)`, and `*36+*10` of `[*36+*10]` where brackets do not mean several listed variants.
fn without_brackets(gene: &PgxGene, name: &str) -> String {
    let inner = |open, close| name.strip_prefix(open).and_then(|n: &str| n.strip_suffix(close));
    let square = inner('[', ']').filter(|_| gene.mode == MatchMode::Haplotype);
    inner('(', ')').or(square).map_or_else(|| name.to_owned(), |n| n.trim().to_owned())
}

/// A phenotype in the spelling of the gene's rule.
fn spelled(gene: Option<&PgxGene>, phenotype: &str) -> String {
    let all: Vec<&String> = match gene.map(|g| &g.rule) {
        Some(PhenotypeRule::Functions { table }) => table.iter().filter_map(|row| row.last()).collect(),
        Some(PhenotypeRule::Score { from, .. }) => from.iter().map(|(_, p)| p).collect(),
        Some(PhenotypeRule::Any { with, without, .. }) => vec![with, without],
        _ => Vec::new(),
    };
    let same = all.into_iter().find(|p| p.eq_ignore_ascii_case(phenotype));
    same.map_or_else(|| phenotype.to_owned(), Clone::clone)
}
