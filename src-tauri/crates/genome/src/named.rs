//! Findings that a source gives by name only.

use serde::{Deserialize, Serialize};

use crate::{Consequence, Origin, Zygosity};

/// A variant that the source names without usable coordinates: a table of gene and protein change, an
/// observation with HGVS names, a file whose assembly nobody states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedVariant {
    /// HGNC symbol as written.
    pub gene: String,
    /// Transcript of the names.
    #[serde(default)]
    pub transcript: Option<String>,
    /// HGVS coding name, `c.1799T>A`.
    #[serde(default)]
    pub hgvs_c: Option<String>,
    /// HGVS protein name, three-letter, `p.Val600Glu`.
    #[serde(default)]
    pub hgvs_p: Option<String>,
    /// Consequence as the source names it.
    #[serde(default)]
    pub consequence: Option<Consequence>,
    /// Origin.
    #[serde(default)]
    pub origin: Origin,
    /// Zygosity of a germline finding.
    #[serde(default)]
    pub zygosity: Option<Zygosity>,
    /// Variant allele fraction, 0 to 1.
    #[serde(default)]
    pub vaf: Option<f64>,
    /// Read depth.
    #[serde(default)]
    pub depth: Option<u32>,
    /// Class as the laboratory wrote it.
    #[serde(default)]
    pub classification: Option<String>,
    /// Where it was read: format and line or path.
    pub source: String,
}

/// A value of an expression table. Kept as written; nothing is concluded from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExpressionValue {
    /// Gene or transcript as written.
    pub gene: String,
    /// The value.
    pub value: f64,
}

/// Expression of one sample.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Expression {
    /// `TPM`, `FPKM` ..., `None` where the table does not say it.
    #[serde(default)]
    pub unit: Option<String>,
    /// Values in the order of the table.
    #[serde(default)]
    pub values: Vec<ExpressionValue>,
}
