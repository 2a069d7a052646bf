//! Pharmacogenomics of the records of a genome file.

use attune_clinical::Sex;
use attune_genome::Assembly;
use attune_ingest::{FileKind, GenomeImport, Region};
use attune_pharmacogenomics::{CallInput, PgxSample, Stated, call, regions};

use crate::error::AppError;
use crate::library::Library;

/// Bases of the revised Cambridge reference sequence, NC_012920.1.
const RCRS_LENGTH: u32 = 16_569;

/// Pharmacogenomics of the samples of a genome file; one sample only where it is named.
pub(crate) fn call_samples(
    library: &Library,
    import: &GenomeImport,
    only: Option<&str>,
    sex: Sex,
    stated: Stated<'_>,
) -> Result<Vec<PgxSample>, AppError> {
    let tables = library.knowledge().pgx()?;
    // Without positions there are no genotypes to call from.
    let Some(assembly) = import.assembly else { return Ok(Vec::new()) };
    Ok(import
        .samples
        .iter()
        .enumerate()
        .filter(|(_, sample)| only.is_none_or(|name| name == sample.as_str()))
        .map(|(sample_index, sample)| {
            call(
                tables,
                &CallInput {
                    records: &import.records,
                    sample_index,
                    sample,
                    assembly,
                    sex,
                    origin: import.report.origin,
                    stated,
                    array: import.kind == FileKind::Array,
                    rcrs: import.mitochondrion == Some(RCRS_LENGTH),
                },
            )
        })
        .collect())
}

/// The regions that pharmacogenomics needs, for readers that skip the rest.
pub(crate) fn pgx_regions(library: &Library, assembly: Assembly) -> Result<Vec<Region>, AppError> {
    let tables = library.knowledge().pgx()?;
    Ok(regions(tables, assembly)
        .into_iter()
        .map(|(contig, start, end)| Region { contig, start, end })
        .collect())
}
