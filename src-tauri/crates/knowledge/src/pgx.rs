//! Pharmacogenomic tables of the pack: allele definitions, phenotype rules and the guidance of CPIC and DPWG.
//!
//! Alleles are those of PharmVar and CPIC; a base of an allele is an index into the bases of its position, so
//! that a matcher compares numbers and never strings. The sentences of DPWG stand in a part of their own
//! (CC BY-SA 4.0), so that a site can leave them out.

use serde::{Deserialize, Serialize};

use crate::PackError;

pub mod build;
mod gene;
mod guidance;
mod interaction;

pub use gene::{
    MatchMode, NamedAllele, PairPriority, PgxAllele, PgxGene, PgxNote, PgxPosition, PhenotypeRule, Ploidy,
    ProxyRule, SinglePositionFallback,
};
pub use guidance::{Guidance, GuidanceAction, GuidanceRow, GuidanceStrength, GuidanceText, Guideline};
pub(crate) use interaction::InteractionsPart;
pub use interaction::{
    EffectStrength, EnzymeEffect, EnzymeInteraction, INTERACTIONS_PART, INTERACTIONS_SCHEMA,
};

/// Part with genes, alleles and phenotype rules.
pub const GENES_PART: &str = "pgx-genes";
/// Part with the guidance of CPIC.
pub const CPIC_PART: &str = "pgx-cpic";
/// Part with the guidance of DPWG.
pub const DPWG_PART: &str = "pgx-dpwg";
/// Part with the associations of the FDA.
pub const FDA_PART: &str = "pgx-fda";
/// Schema of [`GENES_PART`].
pub const GENES_SCHEMA: &str = "attune/pgx-genes/1";
/// Schema of the parts with guidance.
pub const GUIDANCE_SCHEMA: &str = "attune/pgx-guidance/1";

/// Content of [`GENES_PART`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct GenesPart {
    pub(crate) schema: String,
    pub(crate) version: String,
    pub(crate) genes: Vec<PgxGene>,
}

/// Everything that pharmacogenomics works with.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PgxTables {
    /// Version of the allele definitions, as their source names it.
    pub version: String,
    /// Genes, by symbol.
    pub genes: Vec<PgxGene>,
    /// Guidance, one entry a source, in the order CPIC, DPWG, FDA; a source whose part is absent is absent.
    pub guidance: Vec<Guidance>,
    /// Drugs that inhibit or induce an enzyme; empty where the pack has no such part.
    #[serde(default)]
    pub interactions: Vec<EnzymeInteraction>,
}

impl PgxTables {
    /// Reads the parts. `guidance` holds those that the pack has of [`CPIC_PART`], [`DPWG_PART`] and
    /// [`FDA_PART`], each with its name.
    ///
    /// # Errors
    /// [`PackError::Malformed`] where a part is not what its schema says, [`PackError::UnknownSchema`] where
    /// it is of another schema.
    pub fn read(genes: &[u8], guidance: &[(&str, &[u8])]) -> Result<Self, PackError> {
        let part: GenesPart =
            serde_json::from_slice(genes).map_err(|e| PackError::malformed(GENES_PART, e))?;
        expect_schema(&part.schema, GENES_SCHEMA)?;
        let mut read = Vec::with_capacity(guidance.len());
        for (name, bytes) in guidance {
            let one: Guidance = serde_json::from_slice(bytes).map_err(|e| PackError::malformed(name, e))?;
            expect_schema(&one.schema, GUIDANCE_SCHEMA)?;
            one.check().map_err(|reason| PackError::malformed(name, reason))?;
            read.push(one);
        }
        for gene in &part.genes {
            gene.check().map_err(|reason| PackError::malformed(GENES_PART, reason))?;
        }
        Ok(Self { version: part.version, genes: part.genes, guidance: read, interactions: Vec::new() })
    }

    /// The same tables with the inhibitors and inducers of [`INTERACTIONS_PART`].
    ///
    /// # Errors
    /// As [`PgxTables::read`].
    pub fn with_interactions(self, bytes: &[u8]) -> Result<Self, PackError> {
        Ok(Self { interactions: interaction::read(bytes)?, ..self })
    }

    /// The gene of this symbol.
    #[must_use]
    pub fn gene(&self, symbol: &str) -> Option<&PgxGene> {
        self.genes.iter().find(|g| g.symbol == symbol)
    }
}

fn expect_schema(found: &str, expected: &str) -> Result<(), PackError> {
    if found == expected {
        return Ok(());
    }
    Err(PackError::UnknownSchema { found: found.to_owned(), expected: expected.to_owned() })
}
