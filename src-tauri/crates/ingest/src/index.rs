//! Reading a BGZF file through its tabix or CSI index: only the blocks that hold the wanted regions are unpacked.
//! Formats: the Tabix index file format and the CSIv1 index file format of the htslib specifications.

mod parse;
mod text;

use std::io::{Read, Seek};

use crate::assembly::Chromosome;
use crate::lines::Lines;
use crate::source::{Limits, Source};
use crate::{Finding, GenomeImport, GenomeOptions, Refusal, Region, Severity, vcf};
use parse::Index;
use text::IndexedText;

/// Reads the wanted regions of a BGZF-packed VCF through its index (`.tbi` or `.csi`, as the bytes of that file).
/// Only records in `options.keep` are looked at: the ledger counts what was read, a finding says so, and the
/// SHA-256 is empty, since the file was not read as a whole. Without `keep` there is no use for an index.
///
/// # Errors
/// A [`Refusal`] with the code `ingest.index` where index and file do not fit each other (read the whole file
/// with [`crate::read_genome`] then), or one of those of [`crate::read_genome`].
pub fn read_genome_indexed(
    name: &str,
    file: impl Read + Seek,
    index: &[u8],
    options: &GenomeOptions,
) -> Result<GenomeImport, Refusal> {
    let regions = options.keep.as_deref().ok_or_else(|| unfit(name, "no regions were asked for"))?;
    let index = Index::parse(index).map_err(|why| unfit(name, why))?;
    let text = IndexedText::open(file, chunks(&index, regions)).map_err(|e| unfit(name, &e.to_string()))?;
    let mut import = vcf::read(Lines::new(Source::open(name, text, Limits::GENOME)?), options)?;
    import.sha256 = String::new();
    import.findings.push(Finding {
        severity: Severity::Info,
        location: "whole file".to_owned(),
        code: "vcf.read_by_index".to_owned(),
        message: "Only the parts of the file that the index gives for the wanted regions were read; records \
                  elsewhere were not looked at and are not in the ledger. Line numbers count what was read."
            .to_owned(),
    });
    Ok(import)
}

/// Stretches of the file that may hold records of the regions, in order and without overlap.
fn chunks(index: &Index, regions: &[Region]) -> Vec<(u64, u64)> {
    let mut all = Vec::new();
    for (number, name) in index.names.iter().enumerate() {
        let Some(chromosome) = Chromosome::named(name) else { continue };
        for region in regions {
            if Chromosome::named(region.contig.as_str()) == Some(chromosome) {
                index.chunks(number, region.start, region.end.max(region.start), &mut all);
            }
        }
    }
    all.sort_unstable();
    let mut merged: Vec<(u64, u64)> = Vec::new();
    for (from, to) in all {
        match merged.last_mut() {
            // Chunks that meet in one block are one, so that no block is unpacked twice.
            Some(last) if from >> 16 <= last.1 >> 16 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

fn unfit(name: &str, why: &str) -> Refusal {
    Refusal::new(
        "ingest.index",
        format!("the index of {name} cannot be used: {why}"),
        "Make it again with `tabix -p vcf`, or remove it: the file is then read as a whole.",
    )
}

#[cfg(test)]
mod tests;
