//! A coverage table of the laboratory beside the calls of the same person: what it proves, and its gaps.

use std::collections::HashMap;

use attune_genome::quality::{LEAST_DEPTH, LEAST_DEPTH_TUMOUR, by_depths};
use attune_genome::{Assembly, GenomeReport, Origin, TranscriptPack};

/// Rows on exons of the one assembly, and how many times fewer on those of the other, from which the places tell it.
const FEWEST: usize = 5;
const TIMES: usize = 3;

/// The assembly of the places of a table: as stated, else that on whose exons the rows lie.
fn fitting(pack: &TranscriptPack, report: &GenomeReport) -> Option<Assembly> {
    let on = |assembly: Assembly| {
        let mut exons: HashMap<String, Vec<(u32, u32)>> = HashMap::new();
        for gene in pack.placed_genes() {
            for (contig, from, to) in pack.coding_stretches(gene, assembly) {
                exons.entry(contig).or_default().push((from, to));
            }
        }
        let hits = |(contig, from, to): &(String, u32, u32)| {
            exons.get(contig).is_some_and(|list| list.iter().any(|(a, b)| a <= to && from <= b))
        };
        report.depths.iter().filter_map(|r| r.place.as_ref()).filter(|p| hits(p)).count()
    };
    report.assembly.or_else(|| {
        if report.depths.iter().all(|r| r.place.is_none()) {
            return None;
        }
        let (a, b) = (on(Assembly::GRCh37), on(Assembly::GRCh38));
        match () {
            () if a >= FEWEST && a >= TIMES * b => Some(Assembly::GRCh37),
            () if b >= FEWEST && b >= TIMES * a => Some(Assembly::GRCh38),
            () => None,
        }
    })
}

/// Gives the coverage of the tables among the reports to the reports with calls. A list of regions or reference blocks
/// that a report has already stays, and the gaps of the table come beside it. Doing it twice changes nothing.
pub(crate) fn apply(pack: &TranscriptPack, reports: &mut [GenomeReport]) {
    let tables: Vec<_> = reports
        .iter()
        .filter(|r| !r.depths.is_empty())
        .map(|r| (fitting(pack, r), r.depths.clone()))
        .collect();
    if tables.is_empty() {
        return;
    }
    let calls =
        |r: &&mut GenomeReport| r.depths.is_empty() && (r.assembly.is_some() || !r.variants.is_empty());
    for report in reports.iter_mut().filter(calls) {
        let least = if report.origin == Origin::Germline { LEAST_DEPTH } else { LEAST_DEPTH_TUMOUR };
        for (assembly, rows) in &tables {
            // Places of another assembly than that of the calls are not compared with them.
            let assembly = assembly.filter(|a| Some(*a) == report.assembly);
            let found = by_depths(report, rows, pack, assembly, least, "the coverage table");
            for gap in found.gaps {
                if !report.coverage.gaps.iter().any(|g| g.message == gap.message) {
                    report.coverage.gaps.push(gap);
                }
            }
            // A gene with a gap in any of the sources is not tested in full.
            let open: Vec<String> = report.coverage.gaps.iter().map(|g| g.gene.clone()).collect();
            report.coverage.tested.extend(found.tested);
            report.coverage.tested.retain(|t| !open.contains(&t.gene));
            report.coverage.tested.sort_by(|a, b| a.gene.cmp(&b.gene));
            report.coverage.tested.dedup_by(|a, b| a.gene == b.gene);
            report.coverage.source = report.coverage.source.take().or(found.source);
        }
    }
}
