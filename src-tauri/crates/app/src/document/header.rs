//! What every document starts with: schema, version of Attune, packs.

use serde::Serialize;

use crate::document::PackRef;

/// Version of Attune.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// First fields of every document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Header {
    /// `attune/pgx/1` and so on.
    pub schema: &'static str,
    /// Version of Attune.
    pub attune: &'static str,
    /// Packs and models that the answer rests on.
    pub packs: Vec<PackRef>,
}

impl Header {
    /// The head of a document.
    #[must_use]
    pub fn new(schema: &'static str, packs: Vec<PackRef>) -> Self {
        Self { schema, attune: VERSION, packs }
    }
}
