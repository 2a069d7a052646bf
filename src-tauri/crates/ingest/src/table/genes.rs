//! Gene-level copy number: one row a gene with copies, a log ratio, a discrete call or a word. Among them the
//! long form of cBioPortal, the list of the OncoKB annotator, and the driver catalogue of PURPLE and LINX.

use std::io::Read;

use attune_genome::{CopyNumber, Segment};

use super::collect::{Collect, SAMPLE};
use super::columns::Columns;
use super::copies::{Copies, Values};
use super::event::{COPIES_RULE, DISCRETE_RULE, LOG2_RULE, of_copies, of_discrete, of_log2, of_word};
use super::fusion_name::is_symbol;
use super::place::Builds;
use super::row::{Row, split};
use super::{Outcome, Table, TableKind, is_comment, separator_of};
use crate::{GenomeImport, GenomeOptions, Refusal, Severity};

/// Names of the column of the gene.
pub(super) const GENE: &[&str] =
    &["Hugo_Symbol", "gene", "gene_symbol", "symbol", "gene_name", "Gene Symbol", "HGNC_Symbol", "gene_hgnc"];
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
    "cnv_call",
    "cn_status",
    "copy_number_status",
    "copy_number_event",
    "copy_number_call",
    "cnv_status",
    "copy_number_type",
];

/// Columns that name the event in some tables and something else in others: believed word by word.
const WEAK_EVENT: &[&str] =
    &["status", "type", "alteration_type", "aberration", "class", "cnv", "cn_call", "result"];

/// Rows of the head of a file from which its kind is told.
const LOOKED_AT: usize = 50;

fn cells<'a>(lines: impl Iterator<Item = &'a [u8]>, at: usize) -> Vec<String> {
    let rows = lines.filter(|l| !l.trim_ascii().is_empty() && !is_comment(l)).take(LOOKED_AT);
    let cell = |line: &[u8]| {
        let mut row = Row::default();
        split(line, separator_of(line), 0, &mut row);
        row.filled(Some(at)).map(str::to_owned)
    };
    rows.filter_map(cell).collect()
}

/// True where each row has one gene: a list of genes, or none, belongs to a table of segments, and so does that of
/// CNVkit, whose segments may lie in one gene.
pub(super) fn one_gene_a_row<'a>(columns: &Columns, lines: impl Iterator<Item = &'a [u8]>) -> bool {
    let has = |name: &str| columns.place(&[name]).is_some();
    // The segments of CNVkit begin with the chromosome, its gene metrics with the gene.
    let Some(at) = columns.place(GENE).filter(|at| *at == 0 || !(has("log2") && has("weight"))) else {
        return false;
    };
    let found = cells(lines, at);
    !found.is_empty() && found.iter().all(|g| is_symbol(g))
}

/// True where a column that may hold events holds nothing else.
pub(super) fn weak_events<'a>(columns: &Columns, lines: impl Iterator<Item = &'a [u8]>) -> bool {
    let Some(at) = columns.place(WEAK_EVENT) else { return false };
    let found = cells(lines, at);
    !found.is_empty() && found.iter().all(|word| of_word(word).is_ok())
}

/// Where the columns are.
struct Layout {
    gene: Option<usize>,
    event: Option<usize>,
    weak: Option<usize>,
    value: Option<usize>,
    copies: Copies,
    /// A driver catalogue, which lists drivers of other kinds too.
    catalogue: bool,
}

impl Layout {
    /// The event of a row with the rule that named it; `Ok(None)` where the row states no change.
    fn event(&self, row: &Row, values: Values) -> Result<Option<(&'static str, &'static str)>, String> {
        let with = |rule| move |event| (event, rule);
        let weak = row.filled(self.weak).filter(|word| of_word(word).is_ok());
        if let Some(word) = row.filled(self.event).or(row.filled(self.value)).or(weak) {
            if let Ok(event) = of_discrete(word) {
                return Ok(event.map(with(DISCRETE_RULE)));
            }
            return match of_word(word) {
                // Laboratories write "deletion" for the loss of one copy too; the copies tell which it is.
                Ok(Some("deletion")) if values.total.is_some_and(|copies| copies >= 0.5) => {
                    Ok(Some(("loss", "named a deletion by the table, which gives copies that are left")))
                }
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
    let mut builds = Builds::new(options.assembly, &table.name, &table.comments);
    let catalogue = table.columns.place(&["driverLikelihood"]).is_some();
    let columns = &mut table.columns;
    let layout = Layout {
        gene: columns.take(GENE),
        event: columns.take(EVENT),
        weak: if columns.place(EVENT).is_none() { columns.take(WEAK_EVENT) } else { None },
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
            let at = place.read(row, false).ok().filter(|(c, _, end)| builds.observe(*c, *end, row.line));
            let segment = at.map(|(chromosome, start, end)| Segment {
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
