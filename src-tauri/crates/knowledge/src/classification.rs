//! Facts for the classification of variants: roles of genes, critical sites, germline mechanisms, known variants; and
//! recurrent residues, which are a part of their own because of their licence (ODbL).

use attune_genome::classify::{
    ClassificationTables, FunctionalSite, GeneRole, GermlineGene, Hotspot, KnownVariantFact,
};
use serde::{Deserialize, Serialize};

use crate::PackError;

/// Name of the part with roles, sites, mechanisms and known variants.
pub(crate) const PART: &str = "classification";
/// Its schema.
pub(crate) const SCHEMA: &str = "attune/classification/1";
/// Name of the part with recurrent residues.
pub(crate) const HOTSPOT_PART: &str = "hotspots";
/// Its schema.
pub(crate) const HOTSPOT_SCHEMA: &str = "attune/hotspots/1";

/// Stored form of the facts.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) schema: String,
    pub(crate) roles: Vec<GeneRole>,
    pub(crate) sites: Vec<FunctionalSite>,
    pub(crate) germline: Vec<GermlineGene>,
    pub(crate) facts: Vec<KnownVariantFact>,
}

/// Stored form of the recurrent residues.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StoredHotspots {
    pub(crate) schema: String,
    /// Words that name the source on every criterion that rests on a row.
    pub(crate) source: String,
    pub(crate) rows: Vec<Hotspot>,
}

/// Reads both parts; a site may leave the hotspots out of its pack.
///
/// # Errors
/// [`PackError::UnknownSchema`] or [`PackError::Malformed`].
pub(crate) fn read(facts: &[u8], hotspots: Option<&[u8]>) -> Result<ClassificationTables, PackError> {
    let stored: Stored = serde_json::from_slice(facts).map_err(|e| PackError::malformed(PART, e))?;
    schema(&stored.schema, SCHEMA)?;
    let tables = ClassificationTables::new(stored.roles, stored.sites, stored.germline, stored.facts);
    let Some(bytes) = hotspots else { return Ok(tables) };
    let stored: StoredHotspots =
        serde_json::from_slice(bytes).map_err(|e| PackError::malformed(HOTSPOT_PART, e))?;
    schema(&stored.schema, HOTSPOT_SCHEMA)?;
    Ok(tables.with_hotspots(stored.rows, &stored.source))
}

fn schema(found: &str, expected: &str) -> Result<(), PackError> {
    if found == expected {
        return Ok(());
    }
    Err(PackError::UnknownSchema { found: found.to_owned(), expected: expected.to_owned() })
}
