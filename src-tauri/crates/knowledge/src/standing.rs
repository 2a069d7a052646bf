//! Standing of a treatment among its alternatives: preferred, superseded, for a later line.
//!
//! A label says what is allowed, not what is chosen first. These rows order options of one level and never
//! change a level.

use serde::{Deserialize, Serialize};

use crate::{BiomarkerExpr, PackError, TumourScope, Verification};

/// Name of the part.
pub(crate) const PART: &str = "standing";
/// Schema of the part.
pub(crate) const SCHEMA: &str = "attune/standing/1";

/// Where a treatment stands in its setting, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StandingKind {
    /// Chosen first, unless something speaks against it.
    Preferred,
    /// In use beside the preferred ones.
    Other,
    /// For a later line than the preferred ones.
    LaterLine,
    /// Replaced by something better; kept with its state.
    Superseded,
}

/// The standing of a treatment for tumours and a biomarker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Unique in the pack (`std:001`).
    pub id: String,
    /// Generic names of the treatment, sorted.
    pub drugs: Vec<String>,
    /// Tumours.
    pub tumours: TumourScope,
    /// Condition over the tumour's alterations.
    pub biomarker: BiomarkerExpr,
    /// The condition in words; empty where none is needed.
    pub biomarker_text: String,
    /// Where it stands.
    pub kind: StandingKind,
    /// What replaced it, in words, for superseded treatments.
    pub replaced_by: Option<String>,
    /// Setting or reason in words.
    pub note: Option<String>,
    /// Whether the row could be checked against a source at hand.
    pub verification: Verification,
}

/// Stored form.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) schema: String,
    pub(crate) rows: Vec<Standing>,
}

/// Reads the part.
///
/// # Errors
/// [`PackError::UnknownSchema`] or [`PackError::Malformed`].
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Standing>, PackError> {
    let stored: Stored = serde_json::from_slice(bytes).map_err(|e| PackError::malformed(PART, e))?;
    if stored.schema != SCHEMA {
        return Err(PackError::UnknownSchema { found: stored.schema, expected: SCHEMA.to_owned() });
    }
    Ok(stored.rows)
}
