//! Segments: SEG (IGV, cBioPortal, GDC), allele-specific tables (ASCAT, FACETS, Sequenza, PURPLE, PCGR), CNVkit, and
//! the segments of GATK (`modelFinal.seg`, `called.seg`).

use std::io::Read;

use attune_genome::{Segment, event_of_log2};

use super::collect::{Collect, SAMPLE};
use super::columns::Columns;
use super::copies::{Copies, Values};
use super::place::{Builds, Place, tell_unknown};
use super::{Outcome, Table, TableKind, sam};
use crate::{GenomeImport, GenomeOptions, Refusal, Severity};

/// Ratios from which on a column of logarithms that never falls below zero holds copies: its middle.
const COPIES_FROM: f64 = 1.3;
/// Segments that must be there for that conclusion.
const FEWEST: usize = 5;

/// What the rows of a table with places are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    Segments,
    /// CNVkit counts from 0 and leaves the end out, as BED does; its tables are known by their columns.
    FromZero,
    /// Bins of a few hundred bases before they are joined: one noisy bin is no loss of a gene.
    Bins,
}

fn rows(columns: &Columns) -> Rows {
    let has = |name: &str| columns.place(&[name]).is_some();
    match () {
        () if has("log2") && has("weight") && has("gene") && has("probes") => Rows::FromZero,
        () if has("log2") && has("weight") && has("gene") && has("depth") => Rows::Bins,
        // `denoisedCR.tsv` of GATK; its segments have a number of points.
        () if has("LOG2_COPY_RATIO") && columns.len() == 4 => Rows::Bins,
        () => Rows::Segments,
    }
}

/// Reads the stretches as they are; which genes lie on them is said where the genes are known.
pub(super) fn read<R: Read>(mut table: Table<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let mut builds = Builds::new(options.assembly, &table.name, &table.comments);
    sam::lengths(&table.name, &table.comments, &mut builds.evidence)?;
    let of_header = sam::sample(&table.comments).map(str::to_owned);
    let rows = rows(&table.columns);
    // The verdict of GATK: `+`, `-` or `0`.
    let verdict = table.columns.take(&["CALL"]);
    let place = Place::take(&mut table.columns);
    let copies = Copies::take(&mut table.columns);
    let sample = table.columns.take(SAMPLE);
    // Battenberg: the share of cells that has the first of two states.
    let first_state = table.columns.take(&["frac1_A"]);
    let mut collect = Collect::new(options);
    table.each(|row, findings| {
        let (chromosome, start, end) = place
            .read(row, rows == Rows::FromZero)
            .map_err(|why| ("table.place", format!("{why}; the row was not read.")))?;
        let values =
            copies.read(row).map_err(|why| ("table.copies", format!("{why}; the row was not read.")))?;
        if !builds.observe(chromosome, end, row.line) {
            return Err((
                "table.beyond_chromosome",
                format!(
                    "{end} lies beyond the end of chromosome {}; the row was not read.",
                    chromosome.name()
                ),
            ));
        }
        let name = row.filled(sample).or(of_header.as_deref());
        let Some(report) = collect.of(name) else { return Ok(Outcome::Ignored("table.other_sample")) };
        if rows == Rows::Bins {
            return Ok(Outcome::KeptRaw);
        }
        let mixed = row.number(first_state).filter(|share| *share < 1.0);
        if let Some(share) = mixed {
            findings.add(
                Severity::Info,
                "segments.subclonal",
                || format!("line {}", row.line),
                || {
                    format!(
                        "Two states, the first in {:.0} % of the tumour cells: the segment has no one state, and none is \
                         concluded from it.",
                        100.0 * share
                    )
                },
            );
        }
        let values = if mixed.is_some() { Values::default() } else { values };
        let neutral = row.filled(verdict) == Some("0");
        let contradicted = values.log2.filter(|ratio| neutral && event_of_log2(*ratio).is_some());
        if let Some(ratio) = contradicted {
            findings.add(
                Severity::Info,
                "segments.called_neutral",
                || format!("line {}", row.line),
                || format!("The caller calls the segment neutral: its log2 ratio {ratio} names no event."),
            );
        }
        report.segments.push(Segment {
            contig: chromosome.name(),
            start,
            end,
            major: values.major,
            minor: values.minor,
            total: values.total,
            log2: values.log2.filter(|_| contradicted.is_none()),
        });
        Ok(Outcome::Read)
    })?;
    let assembly = builds.evidence.decide(&table.name)?;
    if assembly.is_none() {
        tell_unknown(&mut table.findings);
    }
    if rows == Rows::Bins {
        let told = "The rows are bins before segmentation: nothing is concluded from a single bin. Give the segments \
                    (.cns or .call.cns of CNVkit, .modelFinal.seg or .called.seg of GATK).";
        table.findings.add(
            Severity::Warning,
            "segments.bins",
            || "whole file".to_owned(),
            || told.to_owned(),
        );
    }
    let mut doubted = 0;
    for report in collect.reports.iter_mut().filter(|r| holds_copies(&r.segments)) {
        doubted += report.segments.len();
        report.segments.iter_mut().for_each(|s| s.log2 = None);
    }
    if doubted > 0 {
        table.findings.add(
            Severity::Warning,
            "segments.ratio_not_logarithmic",
            || "whole file".to_owned(),
            || {
                format!(
                    "The column of log2 ratios never falls below zero and is about 2 in the middle: these may be \
                     copies. Nothing is concluded from the {doubted} segments; name the column copy_number if they are."
                )
            },
        );
    }
    collect.finish(table, TableKind::Segments.file_kind(), String::new(), assembly)
}

/// True where logarithms to the normal would mean that nearly all of the genome is gained and nothing is lost.
fn holds_copies(segments: &[Segment]) -> bool {
    let mut ratios: Vec<f64> = segments.iter().filter(|s| s.total.is_none()).filter_map(|s| s.log2).collect();
    if ratios.len() < FEWEST || ratios.iter().any(|r| *r < 0.0) {
        return false;
    }
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).is_some_and(|middle| *middle >= COPIES_FROM)
}
