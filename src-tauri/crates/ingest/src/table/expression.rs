//! Expression of one sample: a gene or transcript and its value in each row.

use std::io::Read;

use attune_genome::ExpressionValue;

use super::collect::{Collect, SAMPLE};
use super::columns::Columns;
use super::{Outcome, Table, TableKind};
use crate::{GenomeImport, GenomeOptions, Refusal};

const GENE: &[&str] = &[
    "TargetID",
    "target_id",
    "Hugo_Symbol",
    "gene_name",
    "gene_symbol",
    "gene",
    "gene_id",
    "Name",
    "symbol",
];
/// Columns of values with their units; counts are no measure across genes and come last.
const VALUE: [(&str, &str); 13] = [
    ("TPM", "TPM"),
    ("tpm_unstranded", "TPM"),
    ("FPKM", "FPKM"),
    ("RPKM", "RPKM"),
    ("fpkm_unstranded", "FPKM"),
    ("FPKM_UQ", "FPKM-UQ"),
    ("z_score", "z-score"),
    ("CPM", "CPM"),
    ("NumReads", "reads"),
    ("expected_count", "reads"),
    ("est_counts", "reads"),
    ("read_count", "reads"),
    ("counts", "reads"),
];

pub(super) fn recognised(columns: &Columns) -> bool {
    columns.place(GENE).is_some() && VALUE.iter().any(|(name, _)| columns.place(&[name]).is_some())
}

/// Reads the values as they are.
pub(super) fn read<R: Read>(mut table: Table<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let gene = table.columns.take(GENE);
    let sample = table.columns.take(SAMPLE).filter(|s| Some(*s) != gene);
    let value = VALUE.iter().find_map(|(name, unit)| Some((table.columns.take(&[name])?, *unit)));
    let (at, unit) = value.map_or((None, None), |(at, unit)| (Some(at), Some(unit)));
    let mut collect = Collect::new(options);
    table.each(|row, _| {
        // STAR counts what lies in no gene, or in several, in rows of their own.
        if row.get(0).starts_with("N_") || row.get(0).starts_with("__") {
            return Ok(Outcome::Ignored("expression.reads_outside_genes"));
        }
        let Some(gene) = row.filled(gene) else {
            return Err(("table.no_gene", "No gene; the row was not read.".into()));
        };
        let Some(text) = row.filled(at) else { return Ok(Outcome::Read) };
        let Some(value) = row.number(at) else {
            return Err(("table.value", format!("{gene}: `{text}` is no number; the row was not read.")));
        };
        let Some(report) = collect.of(row.filled(sample)) else {
            return Ok(Outcome::Ignored("table.other_sample"));
        };
        report.expression.unit.get_or_insert_with(|| unit.unwrap_or_default().to_owned());
        report.expression.values.push(ExpressionValue { gene: gene.to_owned(), value });
        Ok(Outcome::Read)
    })?;
    collect.finish(table, TableKind::Expression.file_kind(), String::new(), None)
}
