//! Fusions: STAR-Fusion, Arriba, FusionCatcher, LINX, PCGR, the list of the OncoKB annotator, and the structural
//! variants of cBioPortal, which name genes on both sides.

use std::io::Read;

use attune_genome::{Breakpoint, Fusion, GenomeReport, StructuralVariant};

use super::collect::{Collect, SAMPLE};
use super::columns::Columns;
use super::fusion_name::{FusionName, fusion_name, is_symbol};
use super::place::{Builds, chromosome};
use super::row::Row;
use super::{Outcome, Table, TableKind};
use crate::assembly::{Named, Weight, named_build};
use crate::{GenomeImport, GenomeOptions, Refusal, Severity};

const FIVE: &[&str] = &[
    "LeftGene",
    "#gene1",
    "gene1",
    "Site1_Hugo_Symbol",
    "Site1_Gene",
    "geneStart",
    "Gene_1_symbol(5end_fusion_partner)",
    "GeneNameUp",
    "five_prime_gene",
    "gene_5prime",
    "5prime_gene",
    "upstream_gene",
    "gene5",
    "5_gene",
    "5_partner",
    "five_prime_partner",
    "fivePrimeGene",
    "gene_a",
    "partner1",
    "gene_1",
    "gene_left",
];
const THREE: &[&str] = &[
    "RightGene",
    "gene2",
    "Site2_Hugo_Symbol",
    "Site2_Gene",
    "geneEnd",
    "Gene_2_symbol(3end_fusion_partner)",
    "GeneNameDown",
    "three_prime_gene",
    "gene_3prime",
    "3prime_gene",
    "downstream_gene",
    "gene3",
    "3_gene",
    "3_partner",
    "three_prime_partner",
    "threePrimeGene",
    "gene_b",
    "partner2",
    "gene_2",
    "gene_right",
];
const NAME: &[&str] = &[
    "#FusionName",
    "FusionName",
    "FusionGene",
    "Fusion",
    "fusion_name",
    "name",
    "fusion_gene",
    "fusion_genes",
];
const LEFT: &[&str] = &[
    "LeftBreakpoint",
    "breakpoint1",
    "Fusion_point_for_gene_1(5end_fusion_partner)",
    "five_prime_breakpoint",
    "5_breakpoint",
    "breakpoint_5",
];
const RIGHT: &[&str] = &[
    "RightBreakpoint",
    "breakpoint2",
    "Fusion_point_for_gene_2(3end_fusion_partner)",
    "three_prime_breakpoint",
    "3_breakpoint",
    "breakpoint_3",
];
const FRAME: &[&str] =
    &["PROT_FUSION_TYPE", "reading_frame", "Site2_Effect_On_Frame", "phased", "Predicted_effect", "Frame"];
const READS: [&str; 15] = [
    "JunctionReadCount",
    "SpanningFragCount",
    "split_reads1",
    "split_reads2",
    "discordant_mates",
    "SplitReads",
    "split_reads",
    "spanning_reads",
    "Spanning_pairs",
    "Spanning_unique_reads",
    "Tumor_Split_Read_Count",
    "Tumor_Paired_End_Read_Count",
    "JunctionReads",
    "SpanningFrags",
    "junction_reads",
];
/// Columns that hold all of them together, asked where none of the others is there.
const ALL_READS: &[&str] = &[
    "Tumor_Variant_Count",
    "supporting_reads",
    "read_support",
    "total_supporting_reads",
    "fusion_reads",
    "reads",
];

/// Reads below which a fusion waits for a person: our own choice, not a limit of a caller.
const FEWEST_READS: u32 = 3;

/// True for a table that names the genes on both sides, or fusions.
pub(super) fn recognised(columns: &Columns) -> bool {
    let has = |names: &[&str]| columns.place(names).is_some();
    if has(&["svId"]) {
        return false;
    }
    has(FIVE) && has(THREE)
        || has(&["FusionName", "FusionGene", "fusion_name", "fusion_gene", "fusion_genes"])
        || has(&["Fusion"]) && (has(SAMPLE) || has(LEFT) || has(&READS))
        || has(&["fivePrimeBreakendId"])
}

/// Where the columns are.
struct Layout {
    five: Option<usize>,
    three: Option<usize>,
    name: Option<usize>,
    breaks: [Option<usize>; 2],
    sites: [(Option<usize>, Option<usize>, Option<usize>); 2],
    frame: Option<usize>,
    reads: Vec<usize>,
    confidence: Option<usize>,
    reported: Option<usize>,
    kind: Option<usize>,
    class: Option<usize>,
    status: Option<usize>,
    note: Option<usize>,
    /// What the caller knows against the fusion.
    flags: Option<usize>,
    sample: Option<usize>,
    build: Option<usize>,
}

impl Layout {
    fn take(c: &mut Columns) -> Self {
        let mut reads: Vec<usize> = READS.iter().filter_map(|n| c.take(&[n])).collect();
        // Two spellings of one name are one column.
        reads.sort_unstable();
        reads.dedup();
        if reads.is_empty() {
            reads.extend(c.take(ALL_READS));
        }
        let site = |c: &mut Columns, contig: &str, position: &str, place: &[&str]| {
            // The first generation of cBioPortal has shorter names; JAFFA numbers its sides.
            let short = |name: &str| name.replace("Chromosome", "Chrom").replace("Position", "Pos");
            let side = if contig.contains('1') { ("chrom1", "base1") } else { ("chrom2", "base2") };
            (
                c.take(&[contig, &short(contig), side.0]),
                c.take(&[position, &short(position), side.1]),
                c.take(place),
            )
        };
        Self {
            five: c.take(FIVE),
            three: c.take(THREE),
            name: c.take(NAME),
            breaks: [c.take(LEFT), c.take(RIGHT)],
            sites: if c.place(&["ChrUp"]).is_some() {
                [
                    site(c, "ChrUp", "PosUp", &["RegionTypeUp"]),
                    site(c, "ChrDown", "PosDown", &["RegionTypeDown"]),
                ]
            } else {
                [
                    site(
                        c,
                        "Site1_Chromosome",
                        "Site1_Position",
                        &["Site1_Region", "geneContextStart", "site1"],
                    ),
                    site(
                        c,
                        "Site2_Chromosome",
                        "Site2_Position",
                        &["Site2_Region", "geneContextEnd", "site2"],
                    ),
                ]
            },
            frame: c.take(FRAME),
            reads,
            confidence: c.take(&["confidence"]),
            reported: c.take(&["reported", "Reportable"]),
            kind: c.take(&["type"]),
            class: c.take(&["Class", "SV_Class_Name"]),
            status: c.take(&["SV_Status"]),
            note: c.take(&["Event_Info", "Annotation", "Comments"]),
            flags: c.take(&["Fusion_description", "filters", "annots"]),
            sample: c.take(SAMPLE),
            build: c.take(&["NCBI_Build"]),
        }
    }

    fn side(&self, row: &Row, at: usize) -> Option<Breakpoint> {
        let (contig, position, place) = self.sites[at];
        let mut side = row.filled(self.breaks[at]).and_then(breakpoint).unwrap_or_default();
        if let Some(c) = row.filled(contig).and_then(chromosome) {
            side.contig = Some(c.name());
        }
        side.position = row.whole(position).filter(|p| *p > 0).or(side.position);
        side.place = row.filled(place).map(str::to_owned);
        (side != Breakpoint::default()).then_some(side)
    }

    /// Reads that support the row, of all its columns together.
    fn reads(&self, row: &Row) -> Option<u32> {
        let counts = self.reads.iter().filter_map(|at| row.whole(Some(*at)));
        counts.reduce(u32::saturating_add)
    }

    /// The frame in common words; other words stay as written.
    fn frame(&self, row: &Row) -> Option<String> {
        let text = row.filled(self.frame)?;
        let key: String =
            text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
        Some(match key.as_str() {
            "inframe" => "in-frame".to_owned(),
            "outofframe" | "frameshift" => "out-of-frame".to_owned(),
            _ => text.to_owned(),
        })
    }

    /// Why a call must not be matched before a person looked at it.
    fn doubt(&self, row: &Row) -> Option<String> {
        let confidence = row.filled(self.confidence).filter(|c| c.eq_ignore_ascii_case("low"));
        let unreported = row.filled(self.reported).filter(|r| r.eq_ignore_ascii_case("false"));
        let through = row.filled(self.kind).filter(|k| k.contains("read-through"));
        confidence
            .map(|_| "confidence low".to_owned())
            .or(unreported.map(|_| "not reported by its caller".to_owned()))
            .or(through.map(|_| "read-through transcript".to_owned()))
            .or(self.known_artefact(row))
            .or_else(|| {
                let broken = self.frame(row).filter(|f| f == "out-of-frame");
                broken.map(|_| "out of frame: no product of both genes is expected".to_owned())
            })
            .or_else(|| match self.reads(row) {
                Some(n) if n < FEWEST_READS => Some(format!("supported by {n} reads only")),
                _ => None,
            })
    }
}

impl Layout {
    /// Flags by which FusionCatcher marks what occurs in healthy people or is an artefact of the reference (its manual,
    /// section "Fusion description"), and by which STAR-Fusion marks the same.
    fn known_artefact(&self, row: &Row) -> Option<String> {
        const FLAGS: [&str; 14] = [
            "readthrough",
            "healthy",
            "banned",
            "1000genomes",
            "gtex",
            "hpa",
            "non_tumor_cells",
            "matched-normal",
            "conjoing",
            "fully_overlapping",
            "same_strand_overlapping",
            "similar_reads",
            "GTEx_recurrent_StarF2019",
            "BodyMap",
        ];
        let text = row.filled(self.flags)?;
        let words = text.split([',', ';', '[', ']', '"', ' ']);
        let found = words.into_iter().find(|w| FLAGS.contains(&w.trim()))?;
        Some(format!("marked `{}` by its caller", found.trim()))
    }
}

/// `2:42522694`, `chr2:42522694:+`, `2:42522694-42522700` (the first).
fn breakpoint(text: &str) -> Option<Breakpoint> {
    let mut parts = text.split([':', '-']);
    let contig = chromosome(parts.next()?.trim())?;
    let position = parts.next()?.trim().parse().ok().filter(|p: &u32| *p > 0)?;
    Some(Breakpoint::at(&contig.name(), position))
}

/// The symbol of a cell: STAR-Fusion adds the Ensembl gene (`EML4^ENSG00000143924.15`), Arriba lists the genes
/// next to an intergenic break with distances (`GENE(1234),OTHER(99)`), of which none is the partner.
fn gene(cell: Option<&str>) -> Option<String> {
    let text = cell?.split('^').next()?.trim();
    (is_symbol(text) && !text.contains('(')).then(|| text.to_owned())
}

/// Reads fusions; events inside one gene, and breaks without two genes, are structural variants.
pub(super) fn read<R: Read>(mut table: Table<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let mut builds = Builds::new(options.assembly, &table.name, &table.comments);
    let layout = Layout::take(&mut table.columns);
    let mut collect = Collect::new(options);
    table.each(|row, findings| {
        if let Some(text) = row.filled(layout.build)
            && let Some(Named::Build(assembly)) = named_build(text)
        {
            builds.evidence.add(
                assembly,
                Weight::Statement,
                format!("line {} says NCBI_Build {text}", row.line),
            );
        }
        let Some(report) = collect.of(row.filled(layout.sample)) else {
            return Ok(Outcome::Ignored("table.other_sample"));
        };
        let named = row.filled(layout.name).or(row.filled(layout.note).filter(|_| layout.five.is_none()));
        let genes = (gene(row.filled(layout.five)), gene(row.filled(layout.three)));
        let name = match genes {
            (Some(a), Some(b)) if a == b => Some(FusionName::Intragenic(a)),
            (Some(a), Some(b)) => Some(FusionName::Pair(a, b)),
            // A deletion or duplication with one gene is an event of that gene; its break is no junction of two.
            (Some(a), None) | (None, Some(a)) if inside_one_place(&layout, row) => {
                Some(FusionName::Intragenic(a))
            }
            (Some(a), None) | (None, Some(a)) => Some(FusionName::Single(a)),
            (None, None) => named.and_then(fusion_name),
        };
        let Some(name) = name else {
            let text = named.unwrap_or("nothing");
            return Err((
                "fusion.no_partner",
                format!("No gene can be read from `{text}`; the row was not read."),
            ));
        };
        if row.filled(layout.status).is_some_and(|s| s.eq_ignore_ascii_case("germline")) {
            findings.add(
                Severity::Warning,
                "fusion.germline",
                || format!("line {}", row.line),
                || {
                    "The event is of the germline; it is listed as a structural variant and not as a fusion."
                        .into()
                },
            );
        }
        add(report, &layout, row, name);
        Ok(Outcome::Read)
    })?;
    let mut twice = 0;
    if layout.five.is_none() {
        for report in &mut collect.reports {
            twice += once_each(&mut report.fusions);
        }
    }
    if twice > 0 {
        table.findings.add(
            Severity::Info,
            "fusion.listed_twice",
            || "whole file".to_owned(),
            || {
                format!(
                    "{twice} rows repeat a fusion of another row, one for each partner; each is listed once."
                )
            },
        );
    }
    let assembly = builds.evidence.decide(&table.name)?;
    collect.finish(table, TableKind::Fusions.file_kind(), String::new(), assembly)
}

/// True for a deletion, duplication or inversion with both sides on one chromosome.
fn inside_one_place(layout: &Layout, row: &Row) -> bool {
    let class = row.filled(layout.class).unwrap_or_default().to_ascii_uppercase();
    let sides = [layout.side(row, 0), layout.side(row, 1)];
    let [Some(a), Some(b)] = sides else { return false };
    ["DEL", "DUP", "INS", "INV"].iter().any(|c| class.starts_with(c))
        && a.contig == b.contig
        && a.contig.is_some()
}

/// Leaves one of fusions that say the same of the same partners; the number of those left out.
fn once_each(fusions: &mut Vec<Fusion>) -> usize {
    let before = fusions.len();
    let mut kept: Vec<Fusion> = Vec::with_capacity(before);
    for fusion in fusions.drain(..) {
        let same = |k: &Fusion| {
            (&k.five_prime, &k.three_prime, k.reads, &k.frame, &k.doubt)
                == (&fusion.five_prime, &fusion.three_prime, fusion.reads, &fusion.frame, &fusion.doubt)
        };
        if !kept.iter().any(same) {
            kept.push(fusion);
        }
    }
    *fusions = kept;
    before - fusions.len()
}

fn add(report: &mut GenomeReport, layout: &Layout, row: &Row, name: FusionName) {
    let reads = layout.reads(row);
    let source = format!("fusion table, line {}", row.line);
    let (first, second) = (layout.side(row, 0), layout.side(row, 1));
    let germline = row.filled(layout.status).is_some_and(|s| s.eq_ignore_ascii_case("germline"));
    let with = |side: Option<Breakpoint>, gene: &str| Breakpoint {
        gene: Some(gene.to_owned()),
        ..side.unwrap_or_default()
    };
    match name {
        FusionName::Pair(five, three) if !germline => report.fusions.push(Fusion {
            support: reads.map(|n| format!("{n} reads")),
            source,
            five_prime_break: Some(with(first, &five)),
            three_prime_break: Some(with(second, &three)),
            frame: layout.frame(row),
            reads,
            doubt: layout.doubt(row),
            five_prime: Some(five),
            three_prime: Some(three),
        }),
        FusionName::Single(gene) if !germline => {
            let five = layout.five.is_none() || self::gene(row.filled(layout.five)).is_some();
            report.fusions.push(Fusion {
                five_prime: five.then(|| gene.clone()),
                three_prime: (!five).then(|| gene.clone()),
                support: reads.map(|n| format!("{n} reads")),
                source,
                five_prime_break: first,
                three_prime_break: second,
                frame: layout.frame(row),
                reads,
                doubt: Some(layout.doubt(row).unwrap_or_else(|| "the other partner is not named".to_owned())),
            });
        }
        name => {
            let (a, b) = match &name {
                FusionName::Pair(a, b) => (a, b),
                FusionName::Intragenic(a) | FusionName::Single(a) => (a, a),
            };
            let class = row.filled(layout.class).or(row.filled(layout.kind)).unwrap_or("intragenic");
            report.structural.push(StructuralVariant {
                kind: class.to_owned(),
                start: with(first, a),
                end: Some(with(second, b)),
                reads,
                filter: layout.doubt(row),
                detail: row.filled(layout.note).or(row.filled(layout.name)).map(str::to_owned),
                source,
            });
        }
    }
}
