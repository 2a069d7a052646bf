//! Genes by samples: discrete copy number, log2 copy number, or expression. The header does not say which; the
//! values and the name of the file do, and the finding says what was concluded from what.

use std::io::Read;

use attune_genome::{CopyNumber, ExpressionValue};

use super::collect::{Collect, unknown};
use super::columns::{Columns, key};
use super::event::{DISCRETE_RULE, LOG2_RULE, of_discrete, of_log2};
use super::genes::GENE;
use super::row::{Row, decimal, filled, split};
use super::{Outcome, Table, is_comment, separator_of};
use crate::{FileKind, GenomeImport, GenomeOptions, Refusal, Severity};

/// Columns of a matrix that are no samples.
const NOT_SAMPLES: [&str; 17] = [
    "entrezgeneid",
    "locusid",
    "geneid",
    "cytoband",
    "chromosome",
    "chr",
    "description",
    "ensemblid",
    "hgncid",
    "genelength",
    "genetype",
    "compositeelementref",
    "start",
    "end",
    "strand",
    "length",
    "genename",
];

/// What the cells are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cells {
    Discrete,
    Log2,
    /// With its unit, where something names it.
    Expression(Option<&'static str>),
    Unknown,
}

/// Units by the words of file names; the deviation from a reference before what it was computed from.
const UNITS: [(&str, &str); 10] = [
    ("zscore", "z-score"),
    ("z_score", "z-score"),
    ("z-score", "z-score"),
    ("tpm", "TPM"),
    ("fpkm_uq", "FPKM-UQ"),
    ("fpkm", "FPKM"),
    ("rpkm", "RPKM"),
    ("cpm", "CPM"),
    ("counts", "reads"),
    ("readcount", "reads"),
];

/// A gene column in front and at least one row whose sample cells are numbers.
pub(super) fn recognised<'a>(columns: &Columns, lines: impl Iterator<Item = &'a [u8]>) -> bool {
    let genes = [GENE, &["Composite.Element.REF", "Geneid", "gene_id", "Ensembl_ID"]].concat();
    if columns.place(&genes) != Some(0) {
        return false;
    }
    let samples = samples(columns);
    let row = lines.into_iter().find(|l| !l.trim_ascii().is_empty() && !is_comment(l));
    let Some(line) = row else { return !samples.is_empty() };
    let mut row = Row::default();
    split(line, separator_of(line), 0, &mut row);
    let numbers = |at: &usize| filled(row.get(*at)).is_none_or(|c| decimal(c).is_some());
    !samples.is_empty() && samples.iter().filter(|i| **i < row.len()).all(numbers)
}

fn samples(columns: &Columns) -> Vec<usize> {
    let names = columns.names().iter().enumerate().skip(1);
    names
        .filter(|(_, n)| !NOT_SAMPLES.contains(&key(n).as_str()) && !n.trim().is_empty())
        .map(|(i, _)| i)
        .collect()
}

/// Sees the rows of the head of the file, before any is read.
fn cells(name: &str, (gistic, counted): (bool, bool), rows: &[Row], samples: &[usize]) -> (Cells, String) {
    let values: Vec<&str> =
        rows.iter().flat_map(|r| samples.iter().filter_map(|s| filled(r.get(*s)))).take(5_000).collect();
    let numbers: Vec<f64> = values.iter().filter_map(|v| decimal(v)).collect();
    let lower = name.to_ascii_lowercase();
    let named = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    if !values.is_empty() && values.iter().all(|v| of_discrete(v).is_ok()) {
        return (Cells::Discrete, "all values are -2, -1, 0, 1 or 2".to_owned());
    }
    let unit = UNITS.iter().find(|(word, _)| lower.contains(word)).map(|(_, unit)| *unit);
    // featureCounts counts reads and names its program in the first line.
    let unit = unit.or(counted.then_some("reads"));
    if unit.is_some() || named(&["expression", "mrna", "rna_seq", "rnaseq"]) {
        let why = if counted {
            "featureCounts wrote it".to_owned()
        } else {
            format!("the file name {name} says so")
        };
        return (Cells::Expression(unit), why);
    }
    let measured = !numbers.is_empty() && numbers.iter().all(|n| n.abs() < 20.0);
    if gistic && measured && numbers.iter().any(|n| *n < 0.0) {
        return (
            Cells::Log2,
            "the columns are those of GISTIC, and the values are no whole numbers".to_owned(),
        );
    }
    if named(&["log2", "cna", "cnv", "copy"]) && numbers.iter().all(|n| n.abs() < 20.0) {
        return (Cells::Log2, format!("the file name {name} says so"));
    }
    if numbers.iter().all(|n| *n >= 0.0) && numbers.iter().any(|n| *n > 20.0) {
        return (Cells::Expression(None), "no value is negative and some are above 20".to_owned());
    }
    (Cells::Unknown, String::new())
}

pub(super) fn read<R: Read>(mut table: Table<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let has = |name: &str| table.columns.place(&[name]).is_some();
    let gistic = has("Cytoband") && (has("Locus ID") || has("Gene ID"));
    let counted = table.comments.iter().any(|c| c.contains("featureCounts"));
    let gene = table.columns.take(GENE).unwrap_or(0);
    table.columns.mark(gene);
    for other in ["Entrez_Gene_Id", "Locus ID"] {
        table.columns.take(&[other]);
    }
    let samples = samples(&table.columns);
    let names: Vec<String> = samples.iter().map(|i| table.columns.names()[*i].trim().to_owned()).collect();
    if let Some(wanted) = options.sample.as_ref().filter(|w| !names.contains(w)) {
        return Err(unknown(&table.name, wanted, &names));
    }
    for at in &samples {
        table.columns.mark(*at);
    }
    // The first rows settle what the cells are, and are then read like the others.
    let mut first = Vec::new();
    for _ in 0..200 {
        let mut row = Row::default();
        if !table.next(&mut row)? {
            break;
        }
        first.push(row);
    }
    let (cells, why) = cells(&table.name, (gistic, counted), &first, &samples);
    let mut collect = Collect::new(options);
    for name in &names {
        collect.of(Some(name));
    }
    let mut row = Row::default();
    let mut first = first.into_iter();
    loop {
        match first.next() {
            Some(next) => row = next,
            None if !table.next(&mut row)? => break,
            None => {}
        }
        match read_row(&row, gene, &samples, &names, cells, &mut collect) {
            Ok(()) if cells == Cells::Unknown => table.tally(&row, Outcome::KeptRaw),
            Ok(()) => tally(&mut table, &row, &samples, &names, &collect),
            Err((code, message)) => table.fail(&row, code, || message),
        }
    }
    let (severity, text) = match cells {
        Cells::Discrete => (Severity::Info, format!("Read as discrete copy number: {why}.")),
        Cells::Log2 => (Severity::Info, format!("Read as log2 copy number: {why}.")),
        Cells::Expression(Some(unit)) => (Severity::Info, format!("Read as expression in {unit}: {why}.")),
        Cells::Expression(None) => (
            Severity::Warning,
            format!("Read as expression, unit not stated: {why}. Values without a unit are not compared with anything."),
        ),
        Cells::Unknown => (
            Severity::Warning,
            "Neither the values nor the file name say whether these are copy numbers, log ratios or expression; \
             nothing was concluded from them."
                .to_owned(),
        ),
    };
    table.findings.add(severity, "table.matrix_values", || "whole file".to_owned(), || text);
    let kind =
        if matches!(cells, Cells::Expression(_)) { FileKind::Expression } else { FileKind::CopyNumber };
    collect.finish(table, kind, String::new(), None)
}

fn read_row(
    row: &Row,
    gene: usize,
    samples: &[usize],
    names: &[String],
    cells: Cells,
    collect: &mut Collect,
) -> Result<(), (&'static str, String)> {
    let gene = row
        .filled(Some(gene))
        .ok_or(("table.no_gene", "No gene symbol; the row was not read.".to_owned()))?;
    // GISTIC adds the chromosome to a symbol that stands at several places.
    let gene = gene.split_once("|chr").map_or(gene, |(symbol, _)| symbol).to_owned();
    // A cell that is no number spoils the row, not single cells of it: the columns may be shifted.
    if let Some(bad) = samples.iter().find(|s| filled(row.get(**s)).is_some_and(|c| decimal(c).is_none())) {
        return Err((
            "table.value",
            format!("{gene}: `{}` is no number; the row was not read.", row.get(*bad)),
        ));
    }
    for (at, name) in samples.iter().zip(names) {
        let Some(cell) = filled(row.get(*at)) else { continue };
        let Some(report) = collect.of(Some(name)) else { continue };
        // Looked at above: every cell is a number.
        let Some(value) = decimal(cell) else { continue };
        let (event, log2, rule) = match cells {
            Cells::Discrete => match of_discrete(cell) {
                Ok(event) => (event, None, DISCRETE_RULE),
                Err(()) => {
                    return Err((
                        "table.value",
                        format!("{gene}: `{cell}` is no discrete call; the row was not read."),
                    ));
                }
            },
            Cells::Log2 => (of_log2(value), Some(value), LOG2_RULE),
            Cells::Expression(unit) => {
                report.expression.unit = unit.map(str::to_owned);
                report.expression.values.push(ExpressionValue { gene: gene.clone(), value });
                continue;
            }
            Cells::Unknown => continue,
        };
        if let Some(event) = event {
            report.copy_number.push(CopyNumber {
                gene: gene.clone(),
                event: event.to_owned(),
                source: format!("copy-number matrix, line {}; {rule}", row.line),
                log2,
                ..CopyNumber::default()
            });
        }
    }
    Ok(())
}

/// Cells of samples that were not chosen are left out by a rule; the others go the way of their column.
fn tally<R: Read>(table: &mut Table<R>, row: &Row, samples: &[usize], names: &[String], collect: &Collect) {
    let others = samples
        .iter()
        .zip(names)
        .filter(|(at, name)| !row.get(**at).trim().is_empty() && collect.skips(name));
    let others = others.count() as u64;
    table.tally(row, Outcome::Read);
    table.ledger.reclassify("table.other_sample", others);
}
