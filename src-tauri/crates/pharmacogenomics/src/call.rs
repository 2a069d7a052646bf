//! Calling a sample.

use attune_clinical::Sex;
use attune_genome::{Assembly, CallRecord, Contig, Origin};
use attune_knowledge::pgx::{PgxGene, PgxTables};

use crate::gene::{self, GeneInput};
use crate::{GeneResult, PgxFinding, PgxSample, guidance, sites};

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
}

/// Stretches that the records must cover, first and last base, one a gene.
#[must_use]
pub fn regions(tables: &PgxTables, assembly: Assembly) -> Vec<(Contig, u32, u32)> {
    tables.genes.iter().filter_map(|gene| span(gene, assembly)).collect()
}

fn span(gene: &PgxGene, assembly: Assembly) -> Option<(Contig, u32, u32)> {
    let ends = gene.positions.iter().filter_map(|position| {
        let longest = position.window.as_ref().map_or(1, String::len).max(position.bases[0].len());
        let first = sites::coordinate(gene, position, assembly)?;
        Some((first, first.checked_add(u32::try_from(longest).ok()?)?))
    });
    let (first, last) = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    // A neighbouring record may be anchored one base before.
    Some((Contig::new(&gene.contig), first.saturating_sub(1).max(1), last))
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
        let Some((contig, first, last)) = span(gene, input.assembly) else { continue };
        let near: Vec<&CallRecord> = input
            .records
            .iter()
            .filter(|r| r.position.get() <= last && r.end.get() >= first && r.contig == contig)
            .collect();
        let one = GeneInput {
            records: &near,
            sample_index: input.sample_index,
            assembly: input.assembly,
            sex: input.sex,
        };
        genes.push(gene::call(gene, &one));
    }
    let recommendations = guidance::recommend(tables, &genes);
    PgxSample { sample: input.sample.to_owned(), genes, recommendations }
}

fn tumour_only() -> PgxFinding {
    PgxFinding {
        code: "tumour_only".to_owned(),
        message: "These are somatic calls. A tumour that lost one allele looks homozygous, so that they give no firm \
                  germline result; blood or saliva settles it."
            .to_owned(),
    }
}
