//! Tumour-wide biomarkers.

use serde::{Deserialize, Serialize};

/// Mutations per megabase with a Poisson interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TumourMutationalBurden {
    /// Mutations per megabase.
    pub value: f64,
    /// Lower limit of the 95 % interval, where it can be computed.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// Megabases that were scored, where known.
    pub megabases: Option<f64>,
    /// `laboratory report`, `counted from file` ... .
    pub source: String,
}

/// Microsatellite state as a laboratory reported it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MsiStatus {
    /// MSI-H or deficient mismatch repair.
    High,
    /// MSI-L.
    Low,
    /// MSS or proficient mismatch repair.
    Stable,
}
