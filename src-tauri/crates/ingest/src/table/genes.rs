//! Gene-level copy number: one row a gene with copies, a log ratio, a discrete call or a word. Among them the
//! long form of cBioPortal, the list of the OncoKB annotator, and the driver catalogue of PURPLE and LINX.

use std::io::Read;

use attune_genome::{CopyNumber, Segment};

use super::collect::{Collect, SAMPLE};
use super::copies::{Copies, Values};
use super::event::{COPIES_RULE, DISCRETE_RULE, LOG2_RULE, of_copies, of_discrete, of_log2, of_word};
use super::place::Builds;
use super::row::Row;
use super::{Outcome, Table, TableKind};
use crate::{GenomeImport, GenomeOptions, Refusal, Severity};

/// Names of the column of the gene.
pub(super) const GENE: &[&str] =
    &["Hugo_Symbol", "gene", "gene_symbol", "symbol", "gene_name", "Gene Symbol"];
/// Names of the column of the event.
pub(super) const EVENT: &[&str] = &[
    "Copy_Number_Alteration",
    "cna",
    "alteration",
    "cnv_type",
    "cn_state",
    "copy_number_state",
    "event",
    "state",
    "call",
    "driver",
];

/// Where the columns are.
struct Layout {
    gene: Option<usize>,
    event: Option<usize>,
    value: Option<usize>,
    copies: Copies,
    /// A driver catalogue, which lists drivers of other kinds too.
    catalogue: bool,
}

impl Layout {
    /// The event of a row with the rule that named it; `Ok(None)` where the row states no change.
    fn event(&self, row: &Row, values: Values) -> Result<Option<(&'static str, &'static str)>, String> {
        let with = |rule| move |event| (event, rule);
        if let Some(word) = row.filled(self.event).or(row.filled(self.value)) {
            if let Ok(event) = of_discrete(word) {
                return Ok(event.map(with(DISCRETE_RULE)));
            }
            return match of_word(word) {
                Ok(event) => Ok(event.map(with("as the table names it"))),
                Err(()) => Err(format!("`{word}` is no copy-number event that is known")),
            };
        }
        match (values.total, values.log2) {
            (Some(copies), _) => Ok(of_copies(copies).map(with(COPIES_RULE))),
            (None, Some(ratio)) => Ok(of_log2(ratio).map(with(LOG2_RULE))),
            (None, None) => Ok(None),
        }
    }
}

/// Reads the events. A gene without a change is read and makes none; a gene without a value was not tested.
pub(super) fn read<R: Read>(mut table: Table<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let builds = Builds::new(options.assembly, &table.name, &table.comments);
    let catalogue = table.columns.place(&["driverLikelihood"]).is_some();
    let columns = &mut table.columns;
    let layout = Layout {
        gene: columns.take(GENE),
        event: columns.take(EVENT),
        value: columns.take(&["Value"]),
        copies: Copies::take(columns),
        catalogue,
    };
    let (sample, entrez) = (columns.take(SAMPLE), columns.take(&["Entrez_Gene_Id", "entrez_id"]));
    let place = super::place::Place::take(columns);
    let mut collect = Collect::new(options);
    table.each(|row, findings| {
        let Some(gene) = row.filled(layout.gene) else {
            let entrez = row.filled(entrez).unwrap_or("none");
            return Err((
                "table.no_gene",
                format!("No gene symbol (Entrez id {entrez}); the row was not read."),
            ));
        };
        let Some(report) = collect.of(row.filled(sample)) else {
            return Ok(Outcome::Ignored("table.other_sample"));
        };
        if layout.catalogue && row.filled(layout.event).is_some_and(|d| of_word(d).is_err()) {
            // A mutation or disruption that drives the tumour: the change itself stands in another file.
            findings.add(
                Severity::Info,
                "table.driver_without_change",
                || format!("line {}", row.line),
                || format!("{gene}: the driver is not a copy-number event; its variants stand in the VCF."),
            );
            return Ok(Outcome::KeptRaw);
        }
        let values = layout.copies.read(row).map_err(|why| ("table.copies", format!("{gene}: {why}.")))?;
        let event = layout.event(row, values).map_err(|why| ("table.event", format!("{gene}: {why}.")))?;
        if let Some((event, rule)) = event {
            let segment = place.read(row, false).ok().map(|(chromosome, start, end)| Segment {
                contig: chromosome.name(),
                start,
                end,
                major: values.major,
                minor: values.minor,
                total: values.total,
                log2: values.log2,
            });
            report.copy_number.push(CopyNumber {
                gene: gene.to_owned(),
                copies: values.total,
                event: event.to_owned(),
                source: format!("copy-number table, line {}; {rule}", row.line),
                log2: values.log2,
                segment,
            });
        }
        Ok(Outcome::Read)
    })?;
    let assembly = builds.evidence.decide(&table.name)?;
    collect.finish(table, TableKind::GeneCopies.file_kind(), String::new(), assembly)
}
