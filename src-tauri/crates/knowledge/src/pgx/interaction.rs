//! Drugs that change the activity of an enzyme.

use serde::{Deserialize, Serialize};

use crate::{PackError, Verification};

/// Part with these drugs.
pub const INTERACTIONS_PART: &str = "pgx-interactions";
/// Schema of [`INTERACTIONS_PART`].
pub const INTERACTIONS_SCHEMA: &str = "attune/pgx-interactions/1";

/// What a drug does to an enzyme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnzymeEffect {
    /// Lowers its activity.
    Inhibits,
    /// Raises its activity.
    Induces,
}

/// How strongly (classes of the FDA: strong changes the exposure of a sensitive substrate 5-fold or more,
/// moderate 2- to 5-fold, weak 1.25- to 2-fold; for inducers a fall by 80 %, 50 to 80 %, 20 to 50 %).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectStrength {
    /// Weak.
    Weak,
    /// Moderate.
    Moderate,
    /// Strong.
    Strong,
}

/// A drug and an enzyme that it acts on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnzymeInteraction {
    /// Generic name, lower case.
    pub drug: String,
    /// Brands and other names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// `CYP2D6`, `CYP2C19`, `CYP2C9` or `CYP3A`, which stands for CYP3A4 and CYP3A5.
    pub enzyme: String,
    /// What it does.
    pub effect: EnzymeEffect,
    /// How strongly.
    pub strength: EffectStrength,
    /// Where the class is from.
    pub source: String,
    /// Whether the class was read from its source.
    pub verification: Verification,
}

/// Content of [`INTERACTIONS_PART`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct InteractionsPart {
    pub(crate) schema: String,
    pub(crate) interactions: Vec<EnzymeInteraction>,
}

pub(crate) fn read(bytes: &[u8]) -> Result<Vec<EnzymeInteraction>, PackError> {
    let part: InteractionsPart =
        serde_json::from_slice(bytes).map_err(|e| PackError::malformed(INTERACTIONS_PART, e))?;
    super::expect_schema(&part.schema, INTERACTIONS_SCHEMA)?;
    Ok(part.interactions)
}
