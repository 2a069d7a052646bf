//! Chromosome, start and end of a row, and what they say about the assembly.

use attune_genome::Assembly;

use super::columns::Columns;
use super::row::Row;
use crate::Severity;
use crate::assembly::{Chromosome, Evidence, Named, Weight, named_build};
use crate::finding::Findings;

/// Names of the column of the chromosome.
pub(super) const CONTIG: &[&str] =
    &["chromosome", "chrom", "chr", "chromosome_name", "contig", "seqnames", "#CHROM"];
/// Names of the column of the first position.
pub(super) const START: &[&str] = &[
    "start",
    "loc.start",
    "Start_Position",
    "startpos",
    "start.pos",
    "chromStart",
    "segment_start",
    "start_pos",
    "Start_Position(bp)",
    "segment_start_position",
    "POS",
];
/// Names of the column of the last position.
pub(super) const END: &[&str] = &[
    "end",
    "loc.end",
    "End_Position",
    "endpos",
    "end.pos",
    "chromEnd",
    "segment_end",
    "stop",
    "end_pos",
    "End_Position(bp)",
    "segment_end_position",
];

/// Where the columns of a place are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    contig: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
}

impl Place {
    pub(super) fn take(columns: &mut Columns) -> Self {
        Self { contig: columns.take(CONTIG), start: columns.take(START), end: columns.take(END) }
    }

    /// The first three columns, of a table without a header.
    pub(super) fn first_columns() -> Self {
        Self { contig: Some(0), start: Some(1), end: Some(2) }
    }

    /// Chromosome and positions of a row, 1-based; `Err` names what is wrong with them. `from_zero`: the table
    /// counts its starts from 0.
    pub(super) fn read(&self, row: &Row, from_zero: bool) -> Result<(Chromosome, u32, u32), String> {
        let name = row.filled(self.contig).unwrap_or_default();
        let chromosome = chromosome(name).ok_or_else(|| format!("`{name}` is no human chromosome"))?;
        let position = |at: Option<usize>| row.whole(at).filter(|p| *p < 1 << 31);
        let start = position(self.start)
            .map(|p| p + u32::from(from_zero))
            .filter(|p| *p > 0)
            .ok_or_else(|| format!("`{}` is no position", row.filled(self.start).unwrap_or_default()))?;
        let end = position(self.end).unwrap_or(start);
        if end < start {
            Err(format!("it ends at {end}, before its start {start}"))
        } else {
            Ok((chromosome, start, end))
        }
    }
}

/// A chromosome by name; tables of segments write X and Y as 23 and 24.
pub(super) fn chromosome(name: &str) -> Option<Chromosome> {
    match name.trim_start_matches("chr") {
        "23" => Chromosome::named("X"),
        "24" => Chromosome::named("Y"),
        _ => Chromosome::named(name),
    }
}

/// What positions and the name of the file say about the assembly of a table that does not state it.
#[derive(Debug)]
pub(super) struct Builds {
    pub(super) evidence: Evidence,
    beyond: [u32; 2],
}

impl Builds {
    /// Starts with the user's word, the comments and the name of the file; the latter is a mention only.
    pub(super) fn new(declared: Option<Assembly>, name: &str, comments: &[String]) -> Self {
        let mut evidence = Evidence::new(declared);
        if let Some(Named::Build(assembly)) = named_build(name) {
            evidence.add(assembly, Weight::Mention, format!("the file name {name} names it"));
        }
        for comment in comments {
            if let Some(Named::Build(assembly)) = named_build(comment) {
                let short: String = comment.chars().take(80).collect();
                evidence.add(assembly, Weight::Statement, format!("the comment \"{short}\""));
            }
        }
        Self { evidence, beyond: [0; 2] }
    }

    /// True where something beyond a passing mention names an assembly.
    pub(super) fn states(&self) -> bool {
        self.evidence.states()
    }

    /// False where the stretch lies beyond the end of the chromosome on both builds.
    pub(super) fn observe(&mut self, chromosome: Chromosome, end: u32, line: u64) -> bool {
        let fits = [Assembly::GRCh37, Assembly::GRCh38].map(|a| end <= chromosome.length(a));
        for (at, assembly) in [Assembly::GRCh37, Assembly::GRCh38].into_iter().enumerate() {
            if fits[at] && !fits[1 - at] {
                self.beyond[at] += 1;
                if self.beyond[at] == 1 {
                    self.evidence.add(
                        assembly,
                        Weight::Proof,
                        format!(
                            "position {}:{end} (line {line}) exists on {assembly} only",
                            chromosome.name()
                        ),
                    );
                }
            }
        }
        fits[0] || fits[1]
    }
}

/// Says that positions without a known assembly are kept and not used.
pub(super) fn tell_unknown(findings: &mut Findings) {
    findings.add(
        Severity::Warning,
        "table.assembly_unknown",
        || "whole file".to_owned(),
        || {
            "Nothing says on which human assembly the positions are: they are shown, and no gene is read off them. \
             Give --assembly GRCh37 or --assembly GRCh38."
                .to_owned()
        },
    );
}
