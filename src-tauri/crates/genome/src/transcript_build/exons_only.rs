//! Genes of which only the places of the exons are at hand: Ensembl 75 on GRCh37, lifted to GRCh38.

use std::collections::BTreeSet;

use super::BuildError;
use super::chain::Liftover;
use super::choice::{Choice, accession};
use super::ensembl::Transcript;
use super::table::Table;
use crate::transcript::gene::{Exon, Gene, Placement};

/// Accessions of the canonical transcripts of Ensembl 75.
pub(super) fn canonical(bytes: &[u8]) -> Result<BTreeSet<String>, BuildError> {
    let mut out = BTreeSet::new();
    Table::read(bytes, "ensembl75_grch37_canonical_transcripts.tsv", &["transcript"])?.each(|get| {
        out.insert(accession(get("transcript")).to_owned());
    });
    Ok(out)
}

/// The coding transcript of a gene that reports use: MSK, MANE, else the canonical one.
pub(super) fn choose<'a>(
    gene: &str,
    transcripts: &'a [Transcript],
    choice: &Choice,
    canonical: &BTreeSet<String>,
) -> Option<&'a Transcript> {
    let of = || transcripts.iter().filter(|t| t.gene == gene && t.cds.is_some());
    choice
        .ensembl(gene)
        .find_map(|wanted| of().find(|t| accession(&t.name) == wanted))
        .or_else(|| of().find(|t| canonical.contains(accession(&t.name))))
}

/// The gene; `None` where its coding sequence is no whole number of codons (an incomplete transcript).
pub(super) fn gene(transcript: &Transcript, chain: &Liftover) -> Option<Gene> {
    let mut ordered = transcript.exons.clone();
    if transcript.reverse {
        ordered.reverse();
    }
    let (low, high) = transcript.cds?;
    let (first, last) = if transcript.reverse { (high, low) } else { (low, high) };
    let (mut exons, mut start, mut cds) = (Vec::new(), 1u32, (0u32, 0u32));
    for (a, b) in &ordered {
        let end = start + (b - a);
        let along = |p: u32| if transcript.reverse { b - p } else { p - a };
        if (*a..=*b).contains(&first) {
            cds.0 = start + along(first);
        }
        if (*a..=*b).contains(&last) {
            cds.1 = start + along(last);
        }
        exons.push(Exon { start, end, before: String::new(), after: String::new() });
        start = end + 1;
    }
    if cds.0 == 0 || cds.1 < cds.0 || (cds.1 - cds.0 + 1) % 3 != 0 {
        return None;
    }
    let placement = |windows| Placement {
        contig: transcript.contig.clone(),
        reverse: transcript.reverse,
        windows,
        patches: Vec::new(),
    };
    let heads =
        |list: &[(u32, u32)]| list.iter().map(|(a, b)| if transcript.reverse { *b } else { *a }).collect();
    // Every exon must come out whole and on the same chromosome, else the gene has no place on GRCh38.
    let lifted: Option<Vec<(u32, u32)>> = ordered
        .iter()
        .map(|(a, b)| {
            let (from, to) = (chain.lift(&transcript.contig, *a)?, chain.lift(&transcript.contig, *b)?);
            let whole =
                from.0 == transcript.contig && to.0 == from.0 && to.1.checked_sub(from.1) == Some(b - a);
            whole.then_some((from.1, to.1))
        })
        .collect();
    Some(Gene {
        symbol: transcript.gene.clone(),
        transcript: transcript.name.clone(),
        cdna: String::new(),
        cds: Some(cds),
        exons_only: true,
        exons,
        placements: [placement(heads(&ordered)), placement(lifted.map(|l| heads(&l)).unwrap_or_default())],
    })
}
