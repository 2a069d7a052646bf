//! Genes of which only the coding sequence and the coding exons are at hand.

use serde::Deserialize;

use super::BuildError;
use crate::transcript::gene::{Exon, Gene, Placement};
use crate::transcript::translate;

const FILE: &str = "coding sequence of a single transcript";

#[derive(Deserialize)]
struct Record {
    gene: String,
    enst: String,
    strand: i8,
    chrom: String,
    cds_exons_grch37: Vec<(u32, u32)>,
    cds_exons_grch38: Vec<(u32, u32)>,
    cds: String,
    protein: String,
}

/// Reads one record and checks its coding sequence against its protein.
pub(super) fn read(bytes: &[u8]) -> Result<Gene, BuildError> {
    let record: Record =
        serde_json::from_slice(bytes).map_err(|error| BuildError::Json { file: FILE, error })?;
    let wrong = |what: &str| BuildError::content(FILE, format!("{}: {what}", record.gene));
    let protein = translate(record.cds.as_bytes());
    if protein.strip_suffix(b"*").unwrap_or(&protein) != record.protein.trim_end_matches('*').as_bytes() {
        return Err(wrong("coding sequence and protein differ"));
    }
    let reverse = record.strand < 0;
    let lengths = |exons: &[(u32, u32)]| exons.iter().map(|(a, b)| b + 1 - a).collect::<Vec<u32>>();
    let sizes = lengths(&record.cds_exons_grch37);
    let total: u32 = sizes.iter().sum();
    if sizes != lengths(&record.cds_exons_grch38) || total as usize != record.cds.len() {
        return Err(wrong("exons and coding sequence differ in length"));
    }
    let mut exons = Vec::new();
    let mut start = 1;
    for size in sizes {
        exons.push(Exon { start, end: start + size - 1, before: String::new(), after: String::new() });
        start += size;
    }
    let placement = |list: &[(u32, u32)]| Placement {
        contig: record.chrom.clone(),
        reverse,
        windows: list.iter().map(|(a, b)| if reverse { *b } else { *a }).collect(),
        patches: Vec::new(),
    };
    Ok(Gene {
        symbol: record.gene.clone(),
        transcript: record.enst.trim_end_matches(".v75").to_owned(),
        cds: Some((1, total)),
        exons_only: false,
        exons,
        placements: [placement(&record.cds_exons_grch37), placement(&record.cds_exons_grch38)],
        cdna: record.cds,
    })
}
