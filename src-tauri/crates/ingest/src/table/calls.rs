//! Calls with the reads of each sample: the tables that VarScan writes where no VCF is asked for (`somatic`,
//! `mpileup2snp`, `mpileup2indel`, `pileup2snp`). A deletion is written `-ACG`, an insertion `+ACG`, both behind the base at the position.

use std::io::Read;

use attune_genome::{Assembly, CalledVariant, Contig, FileFacts, Origin, Position, Variant, Zygosity};

use super::collect::{Collect, SAMPLE};
use super::columns::Columns;
use super::place::{Builds, chromosome};
use super::row::Row;
use super::{Outcome, Table, TableKind};
use crate::assembly::{Probe, undetectable};
use crate::{GenomeImport, GenomeOptions, Refusal, Severity};

/// True for the header of VarScan: position, alleles, and reads of both.
pub(super) fn recognised(columns: &Columns) -> bool {
    let has = |names: &[&str]| columns.place(names).is_some();
    has(&["chrom"])
        && has(&["position"])
        && has(&["ref"])
        && has(&["var"])
        && (has(&["tumor_reads2"]) && has(&["somatic_status"]) || has(&["reads2"]) && has(&["varfreq"]))
}

/// Where the columns are.
struct Layout {
    contig: Option<usize>,
    position: Option<usize>,
    reference: Option<usize>,
    alternate: Option<usize>,
    reads: [Option<usize>; 2],
    normal: [Option<usize>; 2],
    genotype: Option<usize>,
    status: Option<usize>,
    sample: Option<usize>,
}

impl Layout {
    fn take(c: &mut Columns) -> Self {
        // The fractions follow from the reads and are not read a second time.
        for known in ["tumor_var_freq", "normal_var_freq", "normal_gt", "VarFreq"] {
            c.take(&[known]);
        }
        Self {
            contig: c.take(&["chrom"]),
            position: c.take(&["position"]),
            reference: c.take(&["ref"]),
            alternate: c.take(&["var"]),
            reads: [c.take(&["tumor_reads1", "reads1"]), c.take(&["tumor_reads2", "reads2"])],
            normal: [c.take(&["normal_reads1"]), c.take(&["normal_reads2"])],
            genotype: c.take(&["tumor_gt", "Cons"]),
            status: c.take(&["somatic_status"]),
            sample: c.take(SAMPLE),
        }
    }

    /// Reference and alternate with the base in front of an indel.
    fn alleles(&self, row: &Row) -> Result<(String, String), String> {
        let text = |at| row.filled(at).unwrap_or_default().to_ascii_uppercase();
        let (reference, alternate) = (text(self.reference), text(self.alternate));
        let bases = |t: &str| !t.is_empty() && t.bytes().all(|b| b"ACGTN".contains(&b));
        let pair = match alternate.as_bytes().first() {
            Some(b'+') => (reference.clone(), format!("{reference}{}", &alternate[1..])),
            Some(b'-') => (format!("{reference}{}", &alternate[1..]), reference.clone()),
            _ => (reference, alternate),
        };
        match bases(&pair.0) && bases(&pair.1) && pair.0 != pair.1 {
            true => Ok(pair),
            false => Err(format!("`{}` and `{}` are no alleles", text(self.reference), text(self.alternate))),
        }
    }

    /// Fraction and depth of a pair of read counts.
    fn counted(row: &Row, columns: [Option<usize>; 2]) -> (Option<f64>, Option<u32>, Option<u32>) {
        let [reference, alternate] = columns.map(|at| row.whole(at));
        let depth = reference.zip(alternate).and_then(|(a, b)| a.checked_add(b));
        let fraction =
            alternate.zip(depth).filter(|(_, all)| *all > 0).map(|(a, all)| f64::from(a) / f64::from(all));
        (fraction, depth, alternate)
    }

    /// `LOH` and `Unknown` say nothing of the origin of the allele.
    fn origin(&self, row: &Row) -> Origin {
        match row.filled(self.status).map(str::to_ascii_lowercase).as_deref() {
            Some("somatic") => Origin::Somatic,
            Some("germline") => Origin::Germline,
            _ => Origin::Unknown,
        }
    }
}

/// Reads the calls. VarScan writes no header that names a reference: without a stated or provable assembly the file is
/// refused.
pub(super) fn read<R: Read>(mut table: Table<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let mut builds = Builds::new(options.assembly, &table.name, &table.comments);
    let mut probe = Probe::new();
    let layout = Layout::take(&mut table.columns);
    let mut collect = Collect::new(options);
    table.each(|row, findings| {
        let name = row.filled(layout.contig).unwrap_or_default();
        let wrong = |why: String| ("calls.row", format!("{why}; the row was not read."));
        let place = chromosome(name).ok_or_else(|| wrong(format!("`{name}` is no human chromosome")))?;
        let start = row
            .whole(layout.position)
            .filter(|p| *p < 1 << 31)
            .and_then(Position::new)
            .ok_or_else(|| wrong("No position".to_owned()))?;
        let (reference, alternate) = layout.alleles(row).map_err(wrong)?;
        if !builds.observe(place, start.get(), row.line) {
            return Err(wrong(format!("{} lies beyond the end of chromosome {}", start.get(), place.name())));
        }
        probe.observe(place, start.get(), reference.as_bytes());
        let Some(report) = collect.of(row.filled(layout.sample)) else {
            return Ok(Outcome::Ignored("table.other_sample"));
        };
        let (vaf, depth, reads) = Layout::counted(row, layout.reads);
        let (normal_vaf, ..) = Layout::counted(row, layout.normal);
        let origin = layout.origin(row);
        if row.filled(layout.status).is_some_and(|s| s.eq_ignore_ascii_case("reference")) || reads == Some(0)
        {
            findings.add(
                Severity::Info,
                "calls.not_carried",
                || format!("line {}", row.line),
                || "The sample does not carry the alternate allele; it is not listed.".to_owned(),
            );
            return Ok(Outcome::Read);
        }
        let genotype = row.filled(layout.genotype).filter(|_| origin == Origin::Germline);
        let zygosity = match genotype {
            // One letter of the IUPAC code: the base itself is homozygous; indels are written `*/-ACG`.
            Some(g) if g.eq_ignore_ascii_case(&alternate) => Some(Zygosity::Homozygous),
            Some(g) if g.starts_with("*/") => Some(Zygosity::Heterozygous),
            Some(g) if g.len() == 1 && "RYSWKM".contains(g) => Some(Zygosity::Heterozygous),
            _ => None,
        };
        let variant = Variant {
            // Written over when the assembly of the file is settled.
            assembly: Assembly::GRCh38,
            contig: Contig::new(&place.name()),
            position: start,
            reference,
            alternate,
        };
        report.variants.push(CalledVariant {
            vaf,
            depth,
            zygosity,
            file: FileFacts { alternate_reads: reads, normal_vaf, ..FileFacts::default() },
            ..CalledVariant::new(variant, origin, row.line)
        });
        Ok(Outcome::Read)
    })?;
    probe.settle(&mut builds.evidence);
    let decided = builds.evidence.decide(&table.name)?;
    let Some((assembly, _)) = &decided else { return Err(undetectable(&table.name, &probe.counts())) };
    for variant in collect.reports.iter_mut().flat_map(|r| &mut r.variants) {
        variant.variant.assembly = *assembly;
    }
    collect.origins();
    collect.finish(table, TableKind::Calls.file_kind(), String::new(), decided)
}
