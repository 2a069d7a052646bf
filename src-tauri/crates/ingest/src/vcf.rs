//! The VCF reader: streaming, tolerant of lines, strict about the file as a whole.

pub(crate) mod annotation;
mod columns;
mod fields;
mod header;
mod info;
mod large;
mod line;
mod notes;
mod origin;
mod pair;
mod population;
mod record;
mod regions;
mod sample;
mod structural;
mod variants;
mod vep;

use std::collections::HashMap;
use std::io::Read;

use attune_genome::{Assembly, CalledVariant, Contig, GenomeReport, NotInterpreted, Origin};

use crate::assembly::{Evidence, MT_HG19_LENGTH, Weight, undetectable};
use crate::finding::Findings;
use crate::lines::{Line, Lines, MAX_LINE};
use crate::source::truncated;
use crate::{FileKind, GenomeImport, GenomeOptions, Ledger, Refusal, Severity};
use columns::{Roles, no_normal, origin, roles};
use header::Header;
use line::LineReader;
use pair::Pair;
pub(crate) use regions::RegionIndex;
use structural::Structural;
use variants::{Kept, Variants};

/// Findings listed for one code; more are counted.
const LISTED: usize = 25;

/// Reads a VCF from its first line on.
pub(crate) fn read<R: Read>(mut lines: Lines<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let name = lines.source().name().to_owned();
    let mut ledger = Ledger::default();
    let header = read_header(&name, &mut lines, &mut ledger)?;
    let mut evidence = Evidence::new(options.assembly);
    header.assembly_facts(&name, &mut evidence)?;
    // Contradictions of the header are told before a long file is read to its end.
    let early = evidence.decide(&name)?;
    let chosen = choose_samples(&name, &header, options)?;
    let hint = options.assembly.or(early.map(|(a, _)| a));
    let keep = options.keep.as_ref().map(|regions| RegionIndex::new(regions));
    let mut reader = LineReader::new(&header, &chosen, keep, hint, Findings::new(LISTED));
    reader.limit(options.keep_if_more.as_ref());

    // Why the file counts as cut off, if the last line read is its last.
    let mut cut = None;
    while let Some(line) = lines.next()? {
        match line {
            Line::TooLong { fields, number } => {
                ledger.error(fields);
                reader.too_long(number, MAX_LINE);
            }
            Line::Text { bytes, .. } if bytes.trim_ascii().is_empty() => {}
            Line::Text { bytes, terminated, number } => {
                cut = reader.read(bytes, terminated, number, &mut ledger)?;
            }
        }
    }
    if let Some(how) = cut {
        return Err(truncated(&name, how));
    }
    reader.check_human(&name)?;
    reader.finish_evidence(&mut evidence);
    let Some((assembly, text)) = evidence.decide(&name)? else {
        return Err(undetectable(&name, &reader.probe().counts()));
    };
    refuse_foreign_bases(&name, assembly, &text, reader.mismatches(assembly))?;
    let sha256 = lines.source().sha256();
    Ok(finish(header, chosen, reader, ledger, (assembly, text), sha256))
}

fn read_header<R: Read>(name: &str, lines: &mut Lines<R>, ledger: &mut Ledger) -> Result<Header, Refusal> {
    let mut header = Header::default();
    while let Some(line) = lines.next()? {
        let Line::Text { bytes, terminated, .. } = line else {
            ledger.error(1);
            continue;
        };
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        if !terminated {
            return Err(truncated(name, "it ends inside the header"));
        }
        let text = String::from_utf8_lossy(bytes);
        if text.starts_with("##") {
            if header.meta(&text) {
                ledger.mapped(1);
            } else {
                ledger.ignored("vcf.header_line_not_used", 1);
            }
        } else if text.starts_with('#') {
            header.columns(name, &text)?;
            ledger.mapped(1);
            return Ok(header);
        } else {
            return Err(Refusal::new(
                "vcf.no_column_line",
                format!("{name} has data before a #CHROM line"),
                "Export the VCF again with its whole header.",
            ));
        }
    }
    Err(truncated(name, "it ends before the #CHROM line"))
}

/// Sample columns that are read, and which of them the report is about.
#[derive(Debug)]
pub(crate) struct Chosen {
    /// Places of the columns, in the order of the file.
    pub(crate) columns: Vec<usize>,
    /// Place in `columns` of the sample of the report.
    pub(crate) report: Option<usize>,
    /// Place in `columns` of the normal of its pair.
    pub(crate) normal: Option<usize>,
    pub(crate) roles: Roles,
}

/// Compared bases that must differ before the file is refused: fewer may be slips of single records.
const FOREIGN_AT_LEAST: u32 = 10;

/// Where most reference bases are not of the assembly, the coordinates mean something else: no call is safe.
fn refuse_foreign_bases(
    name: &str,
    assembly: Assembly,
    evidence: &str,
    (mismatched, compared): (u32, u32),
) -> Result<(), Refusal> {
    if mismatched < FOREIGN_AT_LEAST || u64::from(mismatched) * 2 <= u64::from(compared) {
        return Ok(());
    }
    Err(Refusal::new(
        "vcf.reference_contradicted",
        format!(
            "{name}: {assembly} by {evidence}, but {mismatched} of {compared} compared reference bases are not of it"
        ),
        "The file is of another assembly or species, or its reference column is damaged: ask the laboratory for its reference.",
    ))
}

fn choose_samples(name: &str, header: &Header, options: &GenomeOptions) -> Result<Chosen, Refusal> {
    let roles = roles(header);
    if let Some(wanted) = &options.sample {
        let Some(column) = header.samples.iter().position(|s| s == wanted) else {
            let known = header.samples.iter().take(10).cloned().collect::<Vec<_>>().join(", ");
            return Err(Refusal::new(
                "vcf.sample_unknown",
                format!("{name} has no sample {wanted}"),
                if known.is_empty() {
                    "The file has no sample columns.".into()
                } else {
                    format!("It has: {known}.")
                },
            ));
        };
        // The normal of the pair is read beside the tumour that was asked for.
        let normal = roles.normal.filter(|n| roles.tumour == Some(column) && *n != column);
        let mut columns: Vec<usize> = [Some(column), normal].into_iter().flatten().collect();
        columns.sort_unstable();
        let place = |c: Option<usize>| columns.iter().position(|x| Some(*x) == c);
        let (report, normal) = (place(Some(column)), place(normal));
        return Ok(Chosen { columns, report, normal, roles });
    }
    let columns: Vec<usize> = (0..header.samples.len()).collect();
    // Where only the normal is known among two, the other one is the tumour.
    let tumour = roles.tumour.or_else(|| match (roles.normal, columns.len()) {
        (Some(normal), 2) => Some(1 - normal),
        _ => None,
    });
    let report = tumour.or(if columns.len() == 1 { Some(0) } else { None });
    Ok(Chosen { columns, report, normal: roles.normal.filter(|_| tumour.is_some()), roles })
}

fn finish(
    header: Header,
    chosen: Chosen,
    reader: LineReader,
    ledger: Ledger,
    (assembly, assembly_evidence): (Assembly, String),
    sha256: String,
) -> GenomeImport {
    let samples: Vec<String> =
        chosen.columns.iter().filter_map(|c| header.samples.get(*c).cloned()).collect();
    let pair = Pair::of(&header, &chosen, &reader.kept);
    let roles = pair.roles;
    // Roles that only the calls show are no statement of origin.
    let (origin, why) = origin(&header, if pair.by_calls { Roles::default() } else { roles });
    // Where the caller makes somatic calls only, the sample that carries them is the tumour.
    let chosen_place = chosen.report.or(roles.tumour.filter(|_| origin == Origin::Somatic && pair.by_calls));
    let sample = chosen_place.and_then(|i| samples.get(i).cloned());
    let (mismatched, compared) = reader.mismatches(assembly);
    let filtered = reader.filtered();
    let LineReader { kept, mut findings, outside, .. } = reader;
    if let Some(limit) = filtered {
        findings.add(
            Severity::Info,
            "vcf.filtered_to_genes",
            || "whole file".into(),
            || {
                format!(
                    "More than {limit} records: {outside} that lie outside the genes of the knowledge pack and are \
                     not annotated as changing a protein were counted and not listed."
                )
            },
        );
    }
    findings.add(
        Severity::Info,
        "vcf.origin",
        || "header".into(),
        || {
            let word = match origin {
                Origin::Somatic => "somatic",
                Origin::Germline => "germline",
                Origin::Unknown => "unknown",
            };
            format!("Origin of the calls: {word} ({why}).")
        },
    );
    if let Some(text) = &header.synthetic {
        findings.add(
            Severity::Info,
            "vcf.synthetic",
            || "header".into(),
            || format!("Synthetic data: {text}"),
        );
    }
    if samples.len() > 1 {
        pair.tell(&samples, sample.as_deref(), &mut findings);
    }
    if mismatched * 50 > compared.max(1) {
        findings.add(
            Severity::Warning,
            "vcf.reference_differs",
            || "whole file".into(),
            || format!("{mismatched} of {compared} compared reference bases differ from {assembly}."),
        );
    }
    let mut kept = kept;
    for entry in &mut kept {
        let contig = std::mem::replace(&mut entry.record.contig, Contig::new(""));
        entry.record.contig = mitochondrion(&header, assembly, contig);
        if chosen.report.is_none() && !samples.is_empty() {
            entry.of_sample(chosen_place, roles.normal);
        }
    }
    // A line that states its own origin was compared with a normal by its caller.
    let unmatched = origin == Origin::Somatic && !header.origin_declared && no_normal(&header, roles);
    let has_normal = chosen.normal.is_some();
    let facts = Facts {
        assembly,
        origin,
        unmatched,
        has_normal,
        outside,
        purity: header.purity,
        ploidy: header.ploidy,
    };
    let undecided = samples.len() > 1 && sample.is_none();
    let mut reports: Vec<GenomeReport> = Vec::new();
    if undecided {
        for (place, name) in samples.iter().enumerate() {
            // A cohort is not taken apart: its samples are named, so that one of them can be chosen.
            let listed = samples.len() <= LISTED_SAMPLES;
            for entry in kept.iter_mut().filter(|_| listed) {
                entry.of_sample(Some(place), None);
            }
            let own = kept.iter_mut().filter(|_| listed);
            let (report, variants) = facts.report(Some(name.clone()), own, false);
            reports.push(GenomeReport { variants, ..report });
        }
    }
    let own = kept.iter_mut().filter(|_| !undecided);
    let (report, list) = facts.report(sample, own, true);
    let records: Vec<_> = kept.into_iter().map(|entry| entry.record).collect();
    let mut seen: HashMap<(&Contig, u32, &str, &str), u64> = HashMap::with_capacity(list.len());
    for variant in &list {
        let v = &variant.variant;
        let key = (&v.contig, v.position.get(), v.reference.as_str(), v.alternate.as_str());
        let first = *seen.entry(key).or_insert(variant.line);
        if first != variant.line {
            findings.add(
                Severity::Warning,
                "vcf.duplicate",
                || format!("line {}", variant.line),
                || format!("The variant {} stands on line {first} too; both were kept.", variant.label()),
            );
        }
    }
    if records.is_empty() {
        findings.add(
            Severity::Warning,
            "vcf.no_records",
            || "whole file".into(),
            || "No record was kept.".into(),
        );
    }
    let report = GenomeReport { variants: list, ..report };
    let roles = pair.listed(&header, &chosen);
    let mitochondrion = mitochondrion_length(&header);
    GenomeImport {
        kind: FileKind::Vcf,
        version: header.version,
        assembly: Some(assembly),
        assembly_evidence,
        roles,
        mitochondrion,
        samples,
        records,
        report,
        undecided: reports,
        ledger,
        findings: findings.finish(),
        sha256,
    }
}

/// Samples of an undecided file that get a report each.
const LISTED_SAMPLES: usize = 8;

/// What all reports of a file share.
struct Facts {
    assembly: Assembly,
    origin: Origin,
    /// The calls are somatic ones, made without a normal.
    unmatched: bool,
    /// A column is that of the normal.
    has_normal: bool,
    outside: usize,
    purity: Option<f64>,
    ploidy: Option<f64>,
}

impl Facts {
    /// The report of one sample; its variants apart, so that they can be looked through before. `last`: the
    /// annotations of the records are moved into it.
    fn report<'a>(
        &self,
        sample: Option<String>,
        kept: impl Iterator<Item = &'a mut Kept>,
        last: bool,
    ) -> (GenomeReport, Vec<CalledVariant>) {
        let mut variants = Variants::default();
        let mut structural = Structural::default();
        let mut events = GenomeReport::default();
        for entry in kept {
            variants.add(entry, self.assembly, self.origin, last);
            if let Some(facts) = &entry.structural {
                structural.add(&entry.record, facts, entry.sample, &mut events);
            }
        }
        for variant in variants.list.iter_mut().filter(|v| v.origin == Origin::Somatic) {
            // Where the normal was not read the call is as one without a normal.
            let not_read = self.has_normal && variant.file.normal_vaf.is_none();
            variant.file.unmatched = self.unmatched || not_read;
        }
        let mut not_interpreted = variants.not_interpreted();
        let left = [
            (structural.failed, "stretch with a copy number that failed its filter"),
            (structural.silent, "copy-number record that does not give the copies"),
            (self.outside, "record outside the regions asked for"),
        ];
        let left = left.into_iter().filter(|(count, _)| *count > 0);
        not_interpreted
            .extend(left.map(|(count, reason)| NotInterpreted { count, reason: reason.to_owned() }));
        let caller = || "estimated by the caller of the file".to_owned();
        events.biomarkers.purity = self.purity.map(|p| (p, caller()));
        events.biomarkers.ploidy = self.ploidy.map(|p| (p, caller()));
        let report = GenomeReport {
            assembly: Some(self.assembly),
            sample,
            origin: self.origin,
            not_interpreted,
            ..events
        };
        (report, variants.list)
    }
}

/// chrM of UCSC hg19 is another sequence than the reference mitochondrion, so it must not take its name:
/// positions on it mean something else. It keeps a name of its own unless the header gives the length of
/// the reference sequence. `MT` in Ensembl style and GRCh38 always mean the reference sequence.
fn mitochondrion(header: &Header, assembly: Assembly, contig: Contig) -> Contig {
    if assembly != Assembly::GRCh37 || contig.as_str() != "MT" {
        return contig;
    }
    match mitochondrion_length(header) {
        Some(MT_HG19_LENGTH) => Contig::new("NC_001807.4"),
        _ => contig,
    }
}

fn mitochondrion_length(header: &Header) -> Option<u32> {
    header.lengths.iter().find(|(n, _)| matches!(n.as_str(), "chrM" | "MT" | "M")).map(|(_, l)| *l)
}

impl LineReader {
    /// Puts what the records prove into the evidence.
    fn finish_evidence(&self, evidence: &mut Evidence) {
        for assembly in [Assembly::GRCh37, Assembly::GRCh38] {
            if let Some(text) = self.accession(assembly) {
                evidence.add(assembly, Weight::Proof, text);
            }
            if let Some(text) = self.beyond(assembly) {
                evidence.add(assembly, Weight::Proof, text);
            }
        }
        self.probe().settle(evidence);
    }
}

#[cfg(test)]
mod tests;
