//! Segments: SEG (IGV, cBioPortal), allele-specific tables (ASCAT, FACETS, Sequenza, PURPLE, PCGR) and CNVkit.

use std::io::Read;

use attune_genome::Segment;

use super::collect::{Collect, SAMPLE};
use super::copies::Copies;
use super::place::{Builds, Place, tell_unknown};
use super::{Outcome, Table, TableKind};
use crate::{GenomeImport, GenomeOptions, Refusal};

/// Reads the stretches as they are; which genes lie on them is said where the genes are known.
pub(super) fn read<R: Read>(mut table: Table<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let mut builds = Builds::new(options.assembly, &table.name, &table.comments);
    // CNVkit counts from 0 and leaves the end out, as BED does; its tables are known by their columns.
    let from_zero = table.columns.place(&["probes"]).is_some()
        && table.columns.place(&["weight"]).is_some()
        && table.columns.place(&["gene"]).is_some();
    let place = Place::take(&mut table.columns);
    let copies = Copies::take(&mut table.columns);
    let sample = table.columns.take(SAMPLE);
    let mut collect = Collect::new(options);
    table.each(|row, _| {
        let (chromosome, start, end) = place
            .read(row, from_zero)
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
        let name = row.filled(sample);
        let Some(report) = collect.of(name) else { return Ok(Outcome::Ignored("table.other_sample")) };
        report.segments.push(Segment {
            contig: chromosome.name(),
            start,
            end,
            major: values.major,
            minor: values.minor,
            total: values.total,
            log2: values.log2,
        });
        Ok(Outcome::Read)
    })?;
    let assembly = builds.evidence.decide(&table.name)?;
    if assembly.is_none() {
        tell_unknown(&mut table.findings);
    }
    collect.finish(table, TableKind::Segments.file_kind(), String::new(), assembly)
}
