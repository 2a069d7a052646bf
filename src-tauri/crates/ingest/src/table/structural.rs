//! Structural variants by coordinates: the table of LINX, and BEDPE.

use std::io::Read;

use attune_genome::{Breakpoint, StructuralVariant};

use super::collect::{Collect, SAMPLE};
use super::columns::Columns;
use super::place::{Builds, chromosome};
use super::{Outcome, Table, TableKind};
use crate::{GenomeImport, GenomeOptions, Refusal};

pub(super) fn recognised(columns: &Columns) -> bool {
    let has = |name: &str| columns.place(&[name]).is_some();
    has("svId") && has("type") || has("chrom1") && has("start1") && has("chrom2") && has("start2")
}

/// Reads both sides of each row.
pub(super) fn read<R: Read>(mut table: Table<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let mut builds = Builds::new(options.assembly, &table.name, &table.comments);
    let c = &mut table.columns;
    let coordinates = [c.take(&["coordsStart"]), c.take(&["coordsEnd"])];
    let bedpe = [
        (c.take(&["chrom1"]), c.take(&["start1"]), c.take(&["end1"])),
        (c.take(&["chrom2"]), c.take(&["start2"]), c.take(&["end2"])),
    ];
    let genes = [c.take(&["geneStart", "gene1"]), c.take(&["geneEnd", "gene2"])];
    let (kind, cluster, sample) =
        (c.take(&["type", "svclass", "svtype", "name"]), c.take(&["clusterId"]), c.take(SAMPLE));
    let mut collect = Collect::new(options);
    table.each(|row, _| {
        let Some(report) = collect.of(row.filled(sample)) else {
            return Ok(Outcome::Ignored("table.other_sample"));
        };
        let side = |at: usize| {
            let mut side =
                Breakpoint { gene: row.filled(genes[at]).map(str::to_owned), ..Breakpoint::default() };
            if let Some(text) = row.filled(coordinates[at]) {
                let mut parts = text.split(':');
                side.contig = parts.next().and_then(chromosome).map(|c| c.name());
                side.position = parts.next().and_then(|p| p.parse().ok()).filter(|p: &u32| *p > 0);
            }
            let (contig, start, _) = bedpe[at];
            if let (Some(contig), Some(start)) = (row.filled(contig).and_then(chromosome), row.whole(start)) {
                // BEDPE counts from 0.
                side.contig = Some(contig.name());
                side.position = Some(start.saturating_add(1));
            }
            side
        };
        let (start, end) = (side(0), side(1));
        let (Some(contig), Some(position)) = (&start.contig, start.position) else {
            return Err((
                "table.place",
                "The first side has no chromosome and position; the row was not read.".into(),
            ));
        };
        if let Some(c) = chromosome(contig)
            && !builds.observe(c, position, row.line)
        {
            return Err((
                "table.beyond_chromosome",
                format!("{position} lies beyond the end of chromosome {contig}."),
            ));
        }
        report.structural.push(StructuralVariant {
            kind: row.filled(kind).unwrap_or("structural variant").to_owned(),
            end: (end.position.is_some() || end.gene.is_some()).then_some(end),
            start,
            reads: None,
            filter: None,
            detail: row.filled(cluster).map(|c| format!("cluster {c}")),
            source: format!("structural variant table, line {}", row.line),
        });
        Ok(Outcome::Read)
    })?;
    let assembly = builds.evidence.decide(&table.name)?;
    collect.finish(table, TableKind::Structural.file_kind(), String::new(), assembly)
}
