//! Mutation Annotation Format (GDC MAF 2.4, cBioPortal, and what laboratories make of it).

mod alleles;
mod names;

use std::io::Read;

use attune_genome::{
    Assembly, CalledVariant, Contig, FileFacts, NamedVariant, Origin, Position, Variant, Zygosity,
};

use super::collect::{Collect, SAMPLE, by_name};
use super::columns::Columns;
use super::genes::GENE;
use super::place::{Builds, Place};
use super::row::Row;
use super::{Outcome, Table, TableKind};
use crate::assembly::{Named, Probe, Weight, named_build, undetectable};
use crate::{GenomeImport, GenomeOptions, Refusal, Severity};
use alleles::alternates;
pub(super) use names::PROTEIN;
use names::{Named as Names, Reader};

/// Where the columns of the call are.
struct Layout {
    place: Place,
    build: Option<usize>,
    strand: Option<usize>,
    reference: Option<usize>,
    alternates: [Option<usize>; 2],
    id: Option<usize>,
    status: Option<usize>,
    filter: Option<usize>,
    clinical: Option<usize>,
    depth: Option<usize>,
    counts: [Option<usize>; 2],
    normal: [Option<usize>; 2],
    fraction: Option<usize>,
    sample: Option<usize>,
}

impl Layout {
    fn take(c: &mut Columns) -> Self {
        for known in ["Variant_Type", "Matched_Norm_Sample_Barcode", "Entrez_Gene_Id"] {
            c.take(&[known]);
        }
        Self {
            place: Place::take(c),
            build: c.take(&["NCBI_Build", "Genome_Build", "Build"]),
            strand: c.take(&["Strand"]),
            reference: c.take(&["Reference_Allele", "REF"]),
            alternates: [c.take(&["Tumor_Seq_Allele2", "ALT"]), c.take(&["Tumor_Seq_Allele1"])],
            id: c.take(&["dbSNP_RS"]),
            status: c.take(&["Mutation_Status", "SOMATIC_STATUS"]),
            filter: c.take(&["FILTER"]),
            clinical: c.take(&["CLIN_SIG", "ClinVar_CLNSIG", "CLNSIG"]),
            depth: c.take(&["t_depth", "tumor_depth"]),
            counts: [c.take(&["t_ref_count"]), c.take(&["t_alt_count"])],
            normal: [c.take(&["n_ref_count"]), c.take(&["n_alt_count"])],
            fraction: c.take(&[
                "t_vaf",
                "tumor_vaf",
                "t_AF",
                "i_tumor_f",
                "tumor_f",
                "VAF",
                "Tumor_VAF",
                "allele_freq",
            ]),
            sample: c.take(SAMPLE),
        }
    }

    fn origin(&self, row: &Row) -> Origin {
        match row.filled(self.status).map(str::to_ascii_lowercase).as_deref() {
            Some("somatic") => Origin::Somatic,
            Some("germline") => Origin::Germline,
            _ => Origin::Unknown,
        }
    }

    /// Allele fraction and depth from the reads, else as written (a number above 1 is a percentage).
    fn reads(&self, row: &Row) -> (Option<f64>, Option<u32>) {
        let [reference, alternate] = self.counts.map(|at| row.whole(at));
        let sum = reference.zip(alternate).and_then(|(a, b)| a.checked_add(b));
        let depth = row.whole(self.depth).or(sum);
        let written = row.number(self.fraction).filter(|f| (0.0..=1.0).contains(f));
        // The depth counts reads of further alleles too; the pair of counts is the fraction of the caller.
        let counted = alternate.zip(sum.or(depth)).filter(|(a, all)| *all > 0 && a <= all);
        (counted.map(|(a, all)| f64::from(a) / f64::from(all)).or(written), depth)
    }

    fn facts(&self, row: &Row) -> FileFacts {
        let [reference, alternate] = self.normal.map(|at| row.whole(at));
        let all = reference.zip(alternate).and_then(|(a, b)| a.checked_add(b)).filter(|n| *n > 0);
        FileFacts {
            alternate_reads: row.whole(self.counts[1]),
            normal_vaf: alternate.zip(all).map(|(a, all)| f64::from(a) / f64::from(all)),
            ..FileFacts::default()
        }
    }
}

/// What a row gives before the assembly of the file is settled.
enum Found {
    Called(Box<CalledVariant>),
    Named(Box<NamedVariant>),
}

/// Reads the rows. Rows with usable positions become variants; rows that only name a gene and a change are kept
/// by name. Builds that contradict each other refuse the file.
pub(super) fn read<R: Read>(mut table: Table<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let mut builds = Builds::new(options.assembly, &table.name, &table.comments);
    let mut probe = Probe::new();
    let mut foreign: Option<String> = None;
    let gene = table.columns.take(GENE);
    let layout = Layout::take(&mut table.columns);
    let names = Reader::take(&mut table.columns);
    let version =
        table.comments.iter().find_map(|c| c.strip_prefix("#version ")).unwrap_or_default().trim().to_owned();
    let mut collect = Collect::new(options);
    let mut found: Vec<(Option<String>, Found)> = Vec::new();
    table.each(|row, findings| {
        let sample = row.filled(layout.sample);
        if collect.of(sample).is_none() {
            return Ok(Outcome::Ignored("table.other_sample"));
        }
        if let Some(text) = row.filled(layout.build) {
            match build(text) {
                Some(Named::Build(assembly)) => {
                    builds.evidence.add(
                        assembly,
                        Weight::Statement,
                        format!("line {} says NCBI_Build {text}", row.line),
                    );
                }
                Some(Named::Foreign(name)) => {
                    foreign
                        .get_or_insert_with(|| format!("line {} says NCBI_Build {text} ({name})", row.line));
                }
                None => findings.add(
                    Severity::Warning,
                    "maf.build_unknown",
                    || format!("line {}", row.line),
                    || format!("NCBI_Build `{text}` is not known; other facts decide about the assembly."),
                ),
            }
        }
        if row
            .filled(layout.status)
            .is_some_and(|s| matches!(s.to_ascii_lowercase().as_str(), "wildtype" | "reference"))
        {
            return Ok(Outcome::Ignored("maf.wild_type"));
        }
        let gene = row.filled(gene).filter(|g| !g.eq_ignore_ascii_case("unknown"));
        let stated = names.read(row, findings);
        let positions = call(row, &layout, &mut builds, &mut probe);
        match (positions, gene) {
            (Ok(variants), _) => {
                for variant in variants {
                    found.push((
                        sample.map(str::to_owned),
                        Found::Called(Box::new(called(row, &layout, variant, gene, &stated))),
                    ));
                }
                Ok(Outcome::Read)
            }
            (Err(why), Some(gene)) if stated.says_something() => {
                if let Some(why) = why {
                    findings.add(
                        Severity::Warning,
                        "maf.position_not_used",
                        || format!("line {}", row.line),
                        || format!("{why}; the variant is kept by its name."),
                    );
                }
                found.push((
                    sample.map(str::to_owned),
                    Found::Named(Box::new(named(row, &layout, gene, &stated))),
                ));
                Ok(Outcome::Read)
            }
            (Err(why), _) => {
                let why = why.unwrap_or_else(|| "neither a position nor a gene with a change".to_owned());
                Err(("maf.row", format!("{why}; the row was not read.")))
            }
        }
    })?;
    probe.settle(&mut builds.evidence);
    let decided = builds.evidence.decide(&table.name)?;
    let assembly = match (&foreign, decided) {
        (Some(foreign), Some((assembly, why))) if builds.states() => {
            return Err(mixed(&table.name, foreign, assembly, &why));
        }
        (Some(foreign), _) => {
            table.findings.add(
                Severity::Warning,
                "maf.assembly_not_read",
                || "whole file".to_owned(),
                || {
                    format!(
                        "{foreign}: only GRCh37 and GRCh38 are read; variants are kept by their names alone."
                    )
                },
            );
            None
        }
        (None, decided) => decided,
    };
    let places = found.iter().filter(|(_, f)| matches!(f, Found::Called(_))).count();
    let nameless = found.iter().any(|(_, f)| matches!(f, Found::Called(c) if c.gene.is_none()));
    if assembly.is_none() && places > 0 && nameless && foreign.is_none() {
        return Err(undetectable(&table.name, &probe.counts()));
    }
    if assembly.is_none() && places > 0 && foreign.is_none() {
        super::place::tell_unknown(&mut table.findings);
    }
    for (sample, found) in found {
        let Some(report) = collect.of(sample.as_deref()) else { continue };
        match (found, &assembly) {
            (Found::Called(mut variant), Some((assembly, _))) => {
                variant.variant.assembly = *assembly;
                report.variants.push(*variant);
            }
            (Found::Called(variant), None) => {
                let source = format!("MAF, line {}", variant.line);
                report.named.extend(by_name(*variant, source));
            }
            (Found::Named(variant), _) => report.named.push(*variant),
        }
    }
    collect.origins();
    collect.finish(table, TableKind::Maf.file_kind(), version, assembly)
}

fn build(text: &str) -> Option<Named> {
    match text.trim_end_matches(".0") {
        "37" | "19" => Some(Named::Build(Assembly::GRCh37)),
        "38" => Some(Named::Build(Assembly::GRCh38)),
        "36" | "36.1" | "18" => Some(Named::Foreign("NCBI36")),
        other => named_build(other),
    }
}

fn mixed(name: &str, foreign: &str, assembly: Assembly, why: &str) -> Refusal {
    Refusal::new(
        "ingest.assembly_contradiction",
        format!("{name} contradicts itself on the assembly: {foreign}, but {assembly} ({why})"),
        "Split the file by NCBI_Build and give the part on GRCh37 or GRCh38.",
    )
}

/// The variants at the position of a row. `Err(None)`: the row has no position at all.
fn call(
    row: &Row,
    layout: &Layout,
    builds: &mut Builds,
    probe: &mut Probe,
) -> Result<Vec<Variant>, Option<String>> {
    let Some(reference) = row.filled(layout.reference) else { return Err(None) };
    let (chromosome, start, end) = layout.place.read(row, false).map_err(Some)?;
    if row.filled(layout.strand) == Some("-") {
        return Err(Some("Strand is `-`, where the format asks for `+`".to_owned()));
    }
    let alleles = layout.alternates.map(|at| row.filled(at));
    let alleles = alternates(reference, alleles[0], alleles[1]).map_err(Some)?;
    if !builds.observe(chromosome, end, row.line) {
        return Err(Some(format!("Position {end} lies beyond the end of chromosome {}", chromosome.name())));
    }
    probe.observe(chromosome, start, reference.as_bytes());
    let position = Position::new(start).ok_or(None)?;
    let contig = Contig::new(&chromosome.name());
    let variant = |alternate: String| Variant {
        // Written over when the assembly of the file is settled.
        assembly: Assembly::GRCh38,
        contig: contig.clone(),
        position,
        reference: reference.to_ascii_uppercase(),
        alternate,
    };
    Ok(alleles.into_iter().map(variant).collect())
}

fn called(row: &Row, layout: &Layout, variant: Variant, gene: Option<&str>, names: &Names) -> CalledVariant {
    let origin = layout.origin(row);
    let (vaf, depth) = layout.reads(row);
    let homozygous = layout.alternates.map(|at| row.filled(at)) == [Some(variant.alternate.as_str()); 2];
    CalledVariant {
        zygosity: (origin == Origin::Germline && homozygous).then_some(Zygosity::Homozygous),
        gene: gene.map(str::to_owned),
        transcript: names.transcript.clone(),
        hgvs_c: names.hgvs_c.clone(),
        hgvs_p: names.hgvs_p.clone(),
        consequence: names.consequence,
        annotated_by: names.says_something().then(|| names.by.to_owned()),
        vaf,
        depth,
        filter: row.filled(layout.filter).map(str::to_owned),
        ids: row
            .filled(layout.id)
            .filter(|id| id.starts_with("rs"))
            .map(|i| vec![i.to_owned()])
            .unwrap_or_default(),
        classification: row.filled(layout.clinical).map(|c| c.replace('_', " ")),
        file: FileFacts { exon: names.exon, ..layout.facts(row) },
        ..CalledVariant::new(variant, origin, row.line)
    }
}

fn named(row: &Row, layout: &Layout, gene: &str, names: &Names) -> NamedVariant {
    let (vaf, depth) = layout.reads(row);
    NamedVariant {
        gene: gene.to_owned(),
        transcript: names.transcript.clone(),
        hgvs_c: names.hgvs_c.clone(),
        hgvs_p: names.hgvs_p.clone(),
        consequence: names.consequence,
        origin: layout.origin(row),
        zygosity: None,
        vaf,
        depth,
        classification: row.filled(layout.clinical).map(|c| c.replace('_', " ")),
        source: format!("MAF, line {}", row.line),
    }
}
