//! Tumour-wide biomarkers.

mod hrd;
mod msi;
pub mod signatures;
mod tmb;

pub use hrd::{DEFICIENT_FROM, HRR_GENES, hrd};
pub use msi::msi_proxy;
pub use tmb::{LEAST_MEGABASES, ScoredRegion, count_tmb};

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

/// How the tumour mutational burden was counted, or why it was not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TmbCount {
    /// Variants that count.
    pub counted: u32,
    /// Megabases of the region scored, where a person, a BED or the file states them.
    pub megabases: Option<f64>,
    /// Who stated the region.
    pub region: Option<String>,
    /// The counting rule in words.
    pub rule: String,
    /// What was left out, and how many.
    pub excluded: Vec<(String, u32)>,
    /// The value, where it is reportable.
    pub value: Option<TumourMutationalBurden>,
    /// Why there is no value, or what limits it.
    pub remark: Option<String>,
}

/// Signs of microsatellite instability in the variants. A proxy: never a state by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MsiProxy {
    /// Variants looked at.
    pub variants: u32,
    /// Short insertions and deletions among them.
    pub indels: u32,
    /// Share of indels, 0 to 1.
    pub indel_fraction: f64,
    /// Findings in mismatch repair genes and POLE.
    pub genes: Vec<String>,
    /// `suggests instability`, `no sign`, or `too few variants`.
    pub reading: String,
    /// The words that go with it wherever it is shown.
    pub label: String,
}

/// Homologous recombination deficiency from allele-specific segments, or what is known without them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HrdAnswer {
    /// Regions of loss of heterozygosity over 15 Mb (Abkevich 2012, doi 10.1038/bjc.2012.451).
    pub loh: Option<u32>,
    /// Telomeric allelic imbalances (Birkbak 2012, doi 10.1158/2159-8290.CD-11-0206).
    pub tai: Option<u32>,
    /// Large-scale transitions (Popova 2012, doi 10.1158/0008-5472.CAN-12-1470).
    pub lst: Option<u32>,
    /// Their sum (Telli 2016, doi 10.1158/1078-0432.CCR-15-2477).
    pub sum: Option<u32>,
    /// Findings in genes of homologous recombination repair.
    pub genes: Vec<String>,
    /// What was done, and what not, and why.
    pub remark: String,
}

/// Exposure to one mutational signature.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SignatureExposure {
    /// Name as in the imported matrix.
    pub name: String,
    /// Share of the mutations, 0 to 1.
    pub share: f64,
    /// Lower limit of the middle 95 % of resamplings.
    #[serde(default)]
    pub low: Option<f64>,
    /// Upper limit.
    #[serde(default)]
    pub high: Option<f64>,
}

/// Mutational signatures, or why there are none.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SignatureAnswer {
    /// Substitutions with a known context.
    pub substitutions: u32,
    /// Exposures, largest first.
    pub exposures: Vec<SignatureExposure>,
    /// Cosine similarity of the fit, 0 to 1.
    pub similarity: Option<f64>,
    /// Substitutions whose neighbours are not known.
    #[serde(default)]
    pub without_context: u32,
    /// The matrix that was used: its file.
    #[serde(default)]
    pub matrix: Option<String>,
    /// Why there is no answer, or what limits it.
    pub remark: String,
}

/// Tumour-wide biomarkers of a report, each with the way it came about.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct BiomarkerSummary {
    /// How TMB was counted.
    #[serde(default)]
    pub tmb: Option<TmbCount>,
    /// Proxy of microsatellite instability.
    #[serde(default)]
    pub msi_proxy: Option<MsiProxy>,
    /// Homologous recombination.
    #[serde(default)]
    pub hrd: Option<HrdAnswer>,
    /// Signatures.
    #[serde(default)]
    pub signatures: Option<SignatureAnswer>,
    /// Share of tumour cells in the sample, 0 to 1, and who stated it.
    #[serde(default)]
    pub purity: Option<(f64, String)>,
    /// Mean copies of the genome, and who stated it.
    #[serde(default)]
    pub ploidy: Option<(f64, String)>,
}
