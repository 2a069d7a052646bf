//! A genome report as understood: what was found, and what was not interpreted.

use serde::{Deserialize, Serialize};

use crate::{
    Assembly, BiomarkerSummary, Breakpoint, CalledVariant, Coverage, DepthRow, Expression, IdentityFinding,
    MsiStatus, NamedVariant, Origin, Segment, StructuralVariant, TumourMutationalBurden,
};

/// A copy-number event of a gene.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CopyNumber {
    /// HGNC symbol.
    pub gene: String,
    /// Total copies, where the source gives a number.
    pub copies: Option<f64>,
    /// `amplification`, `gain`, `loss`, `deletion` as the source or its rule says.
    pub event: String,
    /// Where it was read, and the rule by which the event was named.
    pub source: String,
    /// Logarithm to base 2 of the ratio to the normal, where the source gives it.
    #[serde(default)]
    pub log2: Option<f64>,
    /// The stretch that carries the event, where the source gives it.
    #[serde(default)]
    pub segment: Option<Segment>,
}

/// A gene fusion.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Fusion {
    /// 5' partner, if named.
    pub five_prime: Option<String>,
    /// 3' partner, if named.
    pub three_prime: Option<String>,
    /// Reads or other support as written.
    pub support: Option<String>,
    /// Where it was read.
    pub source: String,
    /// Break in or at the 5' partner.
    #[serde(default)]
    pub five_prime_break: Option<Breakpoint>,
    /// Break in or at the 3' partner.
    #[serde(default)]
    pub three_prime_break: Option<Breakpoint>,
    /// `in-frame`, `out-of-frame` or the words of the source.
    #[serde(default)]
    pub frame: Option<String>,
    /// Reads over the junction and pairs that span it, together.
    #[serde(default)]
    pub reads: Option<u32>,
    /// Why it must not be matched without a person's decision: a failed filter, a low confidence of the caller.
    #[serde(default)]
    pub doubt: Option<String>,
}

/// Variants that could not be interpreted, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotInterpreted {
    /// How many.
    pub count: usize,
    /// The reason, in words.
    pub reason: String,
}

/// Everything understood of one genome report.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GenomeReport {
    /// Assembly of the coordinates, if any.
    pub assembly: Option<Assembly>,
    /// Sample identifier chosen from the file.
    pub sample: Option<String>,
    /// Origin of the calls as stated by the file or the user.
    pub origin: Origin,
    /// Variants.
    pub variants: Vec<CalledVariant>,
    /// Copy-number events.
    pub copy_number: Vec<CopyNumber>,
    /// Fusions.
    pub fusions: Vec<Fusion>,
    /// TMB, where reported or computable.
    pub tmb: Option<TumourMutationalBurden>,
    /// MSI, where reported.
    pub msi: Option<MsiStatus>,
    /// What was not interpreted.
    pub not_interpreted: Vec<NotInterpreted>,
    /// Stretches with copy number, where a table gives them.
    #[serde(default)]
    pub segments: Vec<Segment>,
    /// Tumour-wide biomarkers with the way they came about.
    #[serde(default)]
    pub biomarkers: BiomarkerSummary,
    /// What was looked at, and gaps in places that matter.
    #[serde(default)]
    pub coverage: Coverage,
    /// Depth by gene or region, where a table of the laboratory gives it.
    #[serde(default)]
    pub depths: Vec<DepthRow>,
    /// What the calls say about the person.
    #[serde(default)]
    pub identity: Vec<IdentityFinding>,
    /// Variants that the source names without coordinates.
    #[serde(default)]
    pub named: Vec<NamedVariant>,
    /// Structural variants that are no fusion of two named genes.
    #[serde(default)]
    pub structural: Vec<StructuralVariant>,
    /// Expression values.
    #[serde(default)]
    pub expression: Expression,
    /// Further findings as the source states them, in the words of biomarkers: `HRD positive`.
    #[serde(default)]
    pub stated: Vec<String>,
}
