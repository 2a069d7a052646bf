//! The transcript part: built by the genome crate from LRG records, Ensembl exons and coordinates of
//! known variants.

use std::io::Read;

use attune_genome::transcript_build::{self, BuildInput as Facts};

use crate::{DraftPart, PackError};

use super::{BuildInput, part};

/// Name of the part.
pub(crate) const PART: &str = crate::base::TRANSCRIPTS;

const LRG: &str = "oncology/transcripts/lrg_cancer_gene_pack.json";
const GENOMIC: &str = "oncology/transcripts/lrg_cancer_gene_genomic.fa.gz";
const KRAS_4B: &str = "oncology/transcripts/KRAS_ENST00000311936.json";
const MANE: &str = "oncology/transcripts/isoform_overrides_mane_grch38.tsv";
const MSK: &str = "oncology/transcripts/isoform_overrides_mskcc_grch38.tsv";
const EXONS: &str = "oncology/transcripts/ensembl75_grch37_exons_civic_genes.tsv";
const CANONICAL: &str = "oncology/transcripts/ensembl75_grch37_canonical_transcripts.tsv";
const VARIANTS: &str = "oncology/civic/civic_2021-02_VariantSummaries.tsv";
pub(super) const BIOMARKERS: &str = "oncology/cgi/cgi_biomarkers_per_variant_2017.tsv";
const CHAIN: &str = "oncology/liftover/GRCh37_to_GRCh38.chain";

/// Files that it is built from.
pub(super) const FILES: [&str; 10] =
    [LRG, GENOMIC, KRAS_4B, MANE, MSK, EXONS, CANONICAL, VARIANTS, BIOMARKERS, CHAIN];

const SOURCES: [&str; 6] = [
    "LRG records 2015-2016 (EMBL-EBI, NCBI): free to use, cite LRG",
    "Ensembl 75 exons and KRAS coding sequence: no restriction",
    "MANE Select and MSK isoforms (mskcc/vcf2maf 2025-08-02, Apache-2.0)",
    "CIViC variants 2021-02 (CC0-1.0)",
    "Cancer Biomarkers Database 2017 (CC0-1.0)",
    "Chain file GRCh37 to GRCh38 (mskcc/vcf2maf 2025-08-02, Apache-2.0)",
];

/// Builds the part.
pub(super) fn build(input: &BuildInput) -> Result<DraftPart, PackError> {
    let mut genomic = Vec::new();
    flate2::read::GzDecoder::new(input.file(GENOMIC)?)
        .read_to_end(&mut genomic)
        .map_err(|e| PackError::input(GENOMIC, e))?;
    let content = transcript_build::build(Facts {
        lrg_pack: input.file(LRG)?,
        lrg_genomic: &genomic,
        coding_only: &[input.file(KRAS_4B)?],
        mane: input.file(MANE)?,
        msk_isoforms: input.file(MSK)?,
        ensembl_exons: input.file(EXONS)?,
        ensembl_canonical: input.file(CANONICAL)?,
        civic_variants: input.file(VARIANTS)?,
        cancer_biomarkers: input.file(BIOMARKERS)?,
        chain_37_to_38: input.file(CHAIN)?,
        sources: &SOURCES,
    })
    .map_err(|e| PackError::input(PART, e))?;
    Ok(DraftPart {
        content,
        ending: "bin".to_owned(),
        ..part(PART, "attune/transcripts/1", "CC0-1.0 AND Apache-2.0", &SOURCES.join("; "))
    })
}
