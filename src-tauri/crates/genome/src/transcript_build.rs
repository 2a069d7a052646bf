//! Builds the transcript part of a knowledge pack from the bytes of public fact files.
//!
//! A pure function: the same bytes give the same part. The files and their licences: LRG records (EMBL-EBI,
//! NCBI), Ensembl 75 exons and KRAS coding sequences, MANE and MSK isoform lists (Apache-2.0 table of public
//! facts), CIViC variants (CC0-1.0), Cancer Biomarkers Database (CC0-1.0), chain file (Apache-2.0).

mod chain;
mod choice;
mod coding_only;
mod ensembl;
mod exons_only;
mod fasta;
mod lrg;
mod place;
mod stated;
mod table;
#[cfg(test)]
mod tests;

pub use chain::Liftover;

use std::collections::BTreeSet;

use thiserror::Error;

use crate::transcript::Layout;
use crate::transcript::container::{self, UnsequencedGene};
use crate::transcript::gene::Gene;

/// The fact files by field of [`BuildInput`], relative to the shared facts folder. The genomic sequences are
/// gzip there and must be inflated before they are handed over.
pub const FACT_FILES: [(&str, &str); 10] = [
    ("lrg_pack", "oncology/transcripts/lrg_cancer_gene_pack.json"),
    ("lrg_genomic", "oncology/transcripts/lrg_cancer_gene_genomic.fa.gz"),
    ("coding_only", "oncology/transcripts/KRAS_ENST00000311936.json"),
    ("mane", "oncology/transcripts/isoform_overrides_mane_grch38.tsv"),
    ("msk_isoforms", "oncology/transcripts/isoform_overrides_mskcc_grch38.tsv"),
    ("ensembl_exons", "oncology/transcripts/ensembl75_grch37_exons_civic_genes.tsv"),
    ("ensembl_canonical", "oncology/transcripts/ensembl75_grch37_canonical_transcripts.tsv"),
    ("civic_variants", "oncology/civic/civic_2021-02_VariantSummaries.tsv"),
    ("cancer_biomarkers", "oncology/cgi/cgi_biomarkers_per_variant_2017.tsv"),
    ("chain_37_to_38", "oncology/liftover/GRCh37_to_GRCh38.chain"),
];

/// Bytes of the fact files. Tables are tab-separated with a header line.
#[derive(Debug, Clone, Copy)]
pub struct BuildInput<'a> {
    /// `lrg_cancer_gene_pack.json`.
    pub lrg_pack: &'a [u8],
    /// `lrg_cancer_gene_genomic.fa`, inflated.
    pub lrg_genomic: &'a [u8],
    /// Coding sequences of single transcripts with coding exons on both builds (`KRAS_ENST00000311936.json`);
    /// one a gene.
    pub coding_only: &'a [&'a [u8]],
    /// `isoform_overrides_mane_grch38.tsv`.
    pub mane: &'a [u8],
    /// `isoform_overrides_mskcc_grch38.tsv`.
    pub msk_isoforms: &'a [u8],
    /// `ensembl75_grch37_exons_civic_genes.tsv`.
    pub ensembl_exons: &'a [u8],
    /// `ensembl75_grch37_canonical_transcripts.tsv`.
    pub ensembl_canonical: &'a [u8],
    /// `civic_2021-02_VariantSummaries.tsv`.
    pub civic_variants: &'a [u8],
    /// `cgi_biomarkers_per_variant_2017.tsv`.
    pub cancer_biomarkers: &'a [u8],
    /// `GRCh37_to_GRCh38.chain`.
    pub chain_37_to_38: &'a [u8],
    /// Source lines for the screen that lists the packs: name, version or date, licence.
    pub sources: &'a [&'a str],
}

/// Why the part cannot be built.
#[derive(Debug, Error)]
pub enum BuildError {
    /// A JSON fact file cannot be read.
    #[error("{file}: {error}")]
    Json {
        /// Which file.
        file: &'static str,
        /// The parser's words.
        error: serde_json::Error,
    },
    /// A table or text lacks something that it must have.
    #[error("{file}: {what}")]
    Content {
        /// Which file.
        file: &'static str,
        /// What is wrong.
        what: String,
    },
    /// The part cannot be written.
    #[error("the part cannot be written: {0}")]
    Write(#[from] serde_json::Error),
}

impl BuildError {
    fn content(file: &'static str, what: impl Into<String>) -> Self {
        Self::Content { file, what: what.into() }
    }
}

/// Transcripts that reports number by, and that are neither in the LRG records nor MANE: built from Ensembl 75
/// exons and the LRG sequence. MET D1010 and D1228 are residues of the 1,390-residue protein, MYD88 L265P of
/// the 309-residue one.
const FROM_ENSEMBL: [(&str, &str); 2] = [("MET", "ENST00000397752"), ("MYD88", "ENST00000396334")];

/// Builds the part.
///
/// # Errors
/// A fact file that cannot be read, or a gene whose placement contradicts its sequence.
pub fn build(input: BuildInput<'_>) -> Result<Vec<u8>, BuildError> {
    let genomic = fasta::read(input.lrg_genomic)?;
    let choice = choice::Choice::read(input.mane, input.msk_isoforms)?;
    let exons = ensembl::read(input.ensembl_exons)?;
    let chain = chain::Liftover::read(input.chain_37_to_38)?;
    let mut genes: Vec<Gene> = Vec::new();
    for (id, record) in lrg::read(input.lrg_pack)? {
        let sequence = genomic
            .get(&id)
            .map(Vec::as_slice)
            .ok_or_else(|| BuildError::content("lrg_cancer_gene_genomic.fa", format!("{id} is missing")))?;
        let derived = FROM_ENSEMBL.iter().find(|(g, _)| *g == record.gene);
        let transcript = match derived.and_then(|(_, enst)| exons.iter().find(|t| t.name.starts_with(enst))) {
            Some(ensembl) => place::from_ensembl(&record, sequence, ensembl)?,
            None => choice.of(&record),
        };
        if let Some(transcript) = transcript {
            genes.push(place::gene(&record, sequence, &transcript)?);
        }
    }
    for bytes in input.coding_only {
        let gene = coding_only::read(bytes)?;
        genes.retain(|g| g.symbol != gene.symbol);
        genes.push(gene);
    }
    let sequenced: BTreeSet<String> = genes.iter().map(|g| g.symbol.clone()).collect();
    let canonical = exons_only::canonical(input.ensembl_canonical)?;
    for name in exons.iter().map(|t| t.gene.as_str()).collect::<BTreeSet<_>>() {
        if !sequenced.contains(name)
            && let Some(transcript) = exons_only::choose(name, &exons, &choice, &canonical)
        {
            genes.extend(exons_only::gene(transcript, &chain));
        }
    }
    genes.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    let mut placed = Vec::with_capacity(genes.len());
    for gene in genes {
        let span = |build: usize| {
            let placement = gene.placements.get(build)?;
            let (from, to) = Layout::new(&gene, placement)?.span()?;
            Some((placement.contig.clone(), from, to))
        };
        // Exons that cannot be lifted over leave the gene without a place on GRCh38.
        let on38 = span(1).or_else(|| gene.exons_only.then(|| (String::new(), 0, 0)));
        let (Some(on37), Some(on38)) = (span(0), on38) else {
            return Err(BuildError::content(
                "lrg_cancer_gene_pack.json",
                format!("{} cannot be laid out", gene.symbol),
            ));
        };
        placed.push((gene, [on37, on38]));
    }
    let symbols: BTreeSet<&str> = placed.iter().map(|(g, _)| g.symbol.as_str()).collect();
    let sequenced: BTreeSet<&str> = sequenced.iter().map(String::as_str).collect();
    let mut known = stated::civic(input.civic_variants, &sequenced, &chain)?;
    known.extend(stated::cancer_biomarkers(input.cancer_biomarkers, &sequenced, &chain)?);
    known.extend(stated::papers(&sequenced, &chain));
    let unsequenced = unsequenced(&exons, &symbols, &chain);
    let sources = input.sources.iter().map(|s| (*s).to_owned()).collect();
    Ok(container::write(sources, &placed, unsequenced, &known)?)
}

/// Places of the genes that have exons and no sequence.
fn unsequenced(
    exons: &[ensembl::Transcript],
    symbols: &BTreeSet<&str>,
    chain: &chain::Liftover,
) -> Vec<UnsequencedGene> {
    let names: BTreeSet<&str> =
        exons.iter().map(|t| t.gene.as_str()).filter(|g| !symbols.contains(g)).collect();
    let mut out = Vec::new();
    for name in names {
        let of = || exons.iter().filter(|t| t.gene == name);
        let Some(contig) = of().map(|t| t.contig.clone()).next() else { continue };
        let here = || of().filter(|t| t.contig == contig);
        let (Some(from), Some(to)) = (here().map(|t| t.first).min(), here().map(|t| t.last).max()) else {
            continue;
        };
        let lifted = chain.lift(&contig, from).zip(chain.lift(&contig, to));
        let on38 = match lifted {
            Some((a, b)) if a.0 == b.0 && a.1 < b.1 => (a.0, a.1, b.1),
            _ => (contig.clone(), 0, 0),
        };
        out.push(UnsequencedGene { symbol: name.to_owned(), spans: [(contig, from, to), on38] });
    }
    out
}
