//! Calling a sample.

use attune_clinical::Sex;
use attune_genome::{Assembly, CallRecord, Contig, Origin};
use attune_knowledge::pgx::{PgxGene, PgxPosition, PgxTables};

use crate::gene::{self, GeneInput};
use crate::{CallStatus, GeneResult, PgxFinding, PgxSample, guidance, sites};

/// What the user says was called although the file has no record of it. An absent site is missing unless a
/// reference block, or this statement, covers it; `./.` stays missing whatever is stated.
#[derive(Debug, Clone, Copy, Default)]
pub enum Stated<'a> {
    /// Nothing.
    #[default]
    Nothing,
    /// Every position of every gene.
    Everything,
    /// These stretches, first and last base, in the assembly of the file.
    Regions(&'a [(Contig, u32, u32)]),
}

impl Stated<'_> {
    pub(crate) fn covers(&self, contig: &Contig, first: u32, last: u32) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Regions(list) => {
                list.iter().any(|(c, from, to)| c == contig && *from <= first && last <= *to)
            }
        }
    }
}

/// What is called.
#[derive(Debug, Clone, Copy)]
pub struct CallInput<'a> {
    /// Records of the file, in any order. Records outside [`regions`] are not needed.
    pub records: &'a [CallRecord],
    /// Index of the sample in each record.
    pub sample_index: usize,
    /// Name of the sample.
    pub sample: &'a str,
    /// Assembly of the coordinates.
    pub assembly: Assembly,
    /// Recorded sex; [`Sex::Unknown`] where there is none.
    pub sex: Sex,
    /// Origin of the calls. Somatic calls give no pharmacogenomic result.
    pub origin: Origin,
    /// What the user says was called.
    pub stated: Stated<'a>,
    /// True for the export of a genotyping array, which every result is marked with.
    pub array: bool,
    /// True where the file states that its mitochondrial contig is rCRS (NC_012920.1), by its 16,569 bases. Needed on
    /// GRCh37 only, where chrM may be another sequence.
    pub rcrs: bool,
}

/// Stretches that the records must cover, first and last base: one a gene, and one a position outside its
/// alleles.
#[must_use]
pub fn regions(tables: &PgxTables, assembly: Assembly) -> Vec<(Contig, u32, u32)> {
    tables.genes.iter().flat_map(|gene| spans(gene, assembly)).collect()
}

fn spans(gene: &PgxGene, assembly: Assembly) -> Vec<(Contig, u32, u32)> {
    let ends = |position: &PgxPosition| {
        let longest = position.window.as_ref().map_or(1, String::len).max(position.bases[0].len());
        let first = sites::coordinate(gene, position, assembly)?;
        Some((first, first.checked_add(u32::try_from(longest).ok()?)?))
    };
    let whole = gene.positions.iter().filter_map(ends).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    // A neighbouring record may be anchored one base before.
    let stretch =
        |(first, last): (u32, u32)| (Contig::new(&gene.contig), first.saturating_sub(1).max(1), last);
    whole.into_iter().chain(gene.extra.iter().filter_map(ends)).map(stretch).collect()
}

/// Calls all genes of a sample and gives the recommendations that follow.
#[must_use]
pub fn call(tables: &PgxTables, input: &CallInput<'_>) -> PgxSample {
    let mut genes: Vec<GeneResult> = Vec::with_capacity(tables.genes.len());
    for gene in tables.genes.iter().filter(|g| !g.positions.is_empty()) {
        if input.origin == Origin::Somatic {
            genes.push(gene::not_called(gene, tumour_only()));
            continue;
        }
        let spans = spans(gene, input.assembly);
        let touches = |r: &&CallRecord| {
            let covers = |(contig, first, last): &(Contig, u32, u32)| {
                r.position.get() <= *last && r.end.get() >= *first && r.contig == *contig
            };
            spans.iter().any(covers)
        };
        let near: Vec<&CallRecord> = input.records.iter().filter(touches).collect();
        let one = GeneInput {
            records: &near,
            sample_index: input.sample_index,
            assembly: input.assembly,
            sex: input.sex,
            stated: input.stated,
            rcrs: input.rcrs,
        };
        let mut result = gene::call(gene, &one);
        if input.array && result.status != CallStatus::NotCalled {
            result.findings.push(array());
        }
        genes.push(result);
    }
    guidance::mark_relevance(tables, &mut genes);
    let recommendations = guidance::recommend(tables, &genes);
    let conflicts = guidance::conflicts(&recommendations);
    PgxSample { sample: input.sample.to_owned(), genes, recommendations, conflicts, ..PgxSample::default() }
}

fn array() -> PgxFinding {
    PgxFinding {
        code: "array_export".to_owned(),
        message: "From a genotyping array: only single positions were tested, rare alleles and copy number were not. \
                  Confirm it before it changes a treatment."
            .to_owned(),
    }
}

fn tumour_only() -> PgxFinding {
    PgxFinding {
        code: "tumour_only".to_owned(),
        message: "These are somatic calls. A tumour that lost one allele looks homozygous, so that they give no firm \
                  germline result; blood or saliva settles it."
            .to_owned(),
    }
}
