//! Builds the pharmacogenomic parts from the fact files' bytes. Pure: the same bytes give the same parts.

mod action;
mod facts;
mod fda;
mod genes;
mod guidance;
mod policy;
mod window;

use crate::pgx::{CPIC_PART, DPWG_PART, FDA_PART, GENES_PART, GENES_SCHEMA, GUIDANCE_SCHEMA, GenesPart};
use crate::{DraftPart, PackError};

/// The fact files, as bytes.
#[derive(Debug, Clone, Copy)]
pub struct PgxFacts<'a> {
    /// Allele definitions (`genes.json`).
    pub genes: &'a [u8],
    /// Phenotype rules (`phenotype_rules.json`).
    pub rules: &'a [u8],
    /// CPIC and DPWG texts (`recommendations_2024.json`).
    pub recommendations: &'a [u8],
    /// The later list of all guidelines with their publications (`guideline_catalog_2025.json`).
    pub catalog: &'a [u8],
    /// FDA associations (`fda_pgx_associations_2021.json`), where they are to be in the pack.
    pub fda: Option<&'a [u8]>,
}

/// The parts, ready to be signed.
///
/// # Errors
/// [`PackError::UnusableInput`] where a file is not of the expected shape, or holds what the builder has no
/// rule for: an unknown key is never dropped in silence.
pub fn build_parts(facts: &PgxFacts<'_>) -> Result<Vec<DraftPart>, PackError> {
    let (version, genes) = genes::build(facts.genes, facts.rules)?;
    let part = GenesPart { schema: GENES_SCHEMA.to_owned(), version, genes };
    let mut parts = vec![draft(
        GENES_PART,
        GENES_SCHEMA,
        "CC0-1.0 AND CC-BY-SA-4.0",
        "Allele definitions and functions: CPIC (CC0 1.0), PharmVar, ClinPGx (CC BY-SA 4.0)",
        &part,
    )?];
    let texts = guidance::read(facts.recommendations, facts.catalog)?;
    parts.push(draft(
        CPIC_PART,
        GUIDANCE_SCHEMA,
        "CC0-1.0",
        "Clinical Pharmacogenetics Implementation Consortium (CPIC), cpicpgx.org, CC0 1.0",
        &guidance::build(&texts, "CPIC")?,
    )?);
    parts.push(draft(
        DPWG_PART,
        GUIDANCE_SCHEMA,
        "CC-BY-SA-4.0",
        "Dutch Pharmacogenetics Working Group guidelines as annotated by ClinPGx, clinpgx.org, CC BY-SA 4.0",
        &guidance::build(&texts, "DPWG")?,
    )?);
    if let Some(bytes) = facts.fda {
        parts.push(draft(
            FDA_PART,
            GUIDANCE_SCHEMA,
            "CC0-1.0",
            "FDA Table of Pharmacogenetic Associations, a work of the United States government, public domain",
            &fda::build(bytes)?,
        )?);
    }
    Ok(parts)
}

fn draft(
    name: &str,
    schema: &str,
    licence: &str,
    attribution: &str,
    content: &impl serde::Serialize,
) -> Result<DraftPart, PackError> {
    Ok(DraftPart {
        name: name.to_owned(),
        schema: schema.to_owned(),
        licence: licence.to_owned(),
        attribution: attribution.to_owned(),
        content: serde_json::to_vec(content).map_err(|e| PackError::input(name, e))?,
        ending: "json".to_owned(),
        compress: true,
    })
}
