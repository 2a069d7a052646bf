//! What pharmacogenomics concludes for one sample.

use serde::{Deserialize, Serialize};

use attune_knowledge::Verification;

use crate::interpretation::{DoseSuggestion, Phenoconversion, SourceConflict};

/// How far a gene could be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallStatus {
    /// One diplotype fits.
    Called,
    /// Several fit.
    Ambiguous,
    /// None could be called.
    #[default]
    NotCalled,
    /// Taken from an outside call.
    Outside,
}

/// Who says that a diplotype fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallSource {
    /// The genotypes of the file.
    #[default]
    File,
    /// An outside call.
    Outside,
    /// Both.
    Both,
}

/// Two alleles with their functions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Diplotype {
    /// `*1/*2`, in the naming of PharmVar and CPIC.
    pub name: String,
    /// Function of each allele, in the words of CPIC; unknown is `Unknown function`.
    pub functions: Vec<String>,
    /// Phenotype of this diplotype, where the guideline defines one.
    pub phenotype: Option<String>,
    /// Activity score, where the gene uses one.
    pub activity_score: Option<f64>,
    /// Who says so.
    #[serde(default)]
    pub source: CallSource,
}

/// A defining position without a usable genotype.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MissingPosition {
    /// dbSNP identifier, if the position has one.
    pub rsid: Option<String>,
    /// `chr10:94780653`, on GRCh38.
    pub position: String,
    /// Alleles that can no longer be excluded.
    pub cannot_exclude: Vec<String>,
    /// Drugs for which the advice of a source would be another one if one of these alleles were there, by
    /// name. Empty: no recommendation depends on this position.
    #[serde(default)]
    pub affects: Vec<String>,
}

/// Genotype at a position outside the alleles that only a dose algorithm uses (rs12777823).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ExtraGenotype {
    /// dbSNP identifier, or the position.
    pub rsid: String,
    /// Bases of the strands, `.` where one is missing.
    pub bases: Vec<String>,
}

/// What the file says at a defining position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PositionState {
    /// Every strand has the GRCh38 reference base.
    Reference,
    /// At least one strand has another base that the table knows.
    Variant,
    /// One strand is known, the other is not.
    Partial,
    /// At least one strand has a base that no allele defines.
    Undocumented,
    /// No usable genotype. This is not the reference.
    Missing,
}

/// A defining position with what the file says there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PositionCall {
    /// dbSNP identifier, if the position has one.
    pub rsid: Option<String>,
    /// `chr10:94780653`, on GRCh38 also where the file is on GRCh37.
    pub position: String,
    /// Reference base or sequence of GRCh38, plus strand.
    pub reference: String,
    /// Bases of the strands, plus strand: `G/A`, phased `G|A`, a missing strand is `.`, a base that no allele
    /// defines is `other`. `None` where there is no usable genotype at all.
    pub genotype: Option<String>,
    /// The same in one word.
    pub state: PositionState,
}

/// A remark on a gene.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PgxFinding {
    /// Stable code.
    pub code: String,
    /// One sentence.
    pub message: String,
}

/// Result of one gene.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GeneResult {
    /// HGNC symbol.
    pub gene: String,
    /// How far it could be called.
    pub status: CallStatus,
    /// All diplotypes that fit, the most supported first. Where the file and an outside call differ, those of both.
    pub diplotypes: Vec<Diplotype>,
    /// Set only where all diplotypes agree.
    pub phenotype: Option<String>,
    /// Positions without a usable genotype.
    pub missing: Vec<MissingPosition>,
    /// Every defining position with its genotype, in the order of the table; empty for an outside call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<PositionCall>,
    /// Remarks.
    pub findings: Vec<PgxFinding>,
    /// Positions outside the alleles, with their genotype.
    #[serde(default)]
    pub extra: Vec<ExtraGenotype>,
}

impl GeneResult {
    /// True where file and outside call both give diplotypes of this gene, so that each needs its source beside it.
    #[must_use]
    pub fn is_from_both(&self) -> bool {
        let has = |source| self.diplotypes.iter().any(|d| d.source == source);
        has(CallSource::Both) || has(CallSource::File) && has(CallSource::Outside)
    }
}

/// Strength of a recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Strong.
    Strong,
    /// Moderate.
    Moderate,
    /// Optional.
    Optional,
    /// The source gives none.
    #[default]
    None,
}

/// What the source advises to do, as a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrugAction {
    /// Do not use.
    Avoid,
    /// Another drug is advised.
    Alternative,
    /// Lower dose.
    DecreaseDose,
    /// Higher dose.
    IncreaseDose,
    /// Closer monitoring.
    Monitor,
    /// Usual dose.
    Standard,
    /// The source gives no recommendation.
    #[default]
    None,
}

/// A gene result that a recommendation rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// Gene.
    pub gene: String,
    /// Phenotype, score or allele status, as the guideline's table names it.
    pub phenotype: String,
}

/// Advice of one source for one drug.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Recommendation {
    /// Generic name, lower case.
    pub drug: String,
    /// `CPIC`, `DPWG` or `FDA`.
    pub source: String,
    /// Strength.
    pub strength: Strength,
    /// Action.
    pub action: DrugAction,
    /// Factor on the usual dose, 0 to 1, where the source's text gives a number.
    pub dose_factor: Option<f64>,
    /// Population that the row is for, if not everybody.
    pub population: Option<String>,
    /// Gene results it rests on.
    pub because: Vec<Because>,
    /// The advice.
    pub text: String,
    /// `PMID:...`.
    pub citations: Vec<String>,
    /// Version or date of the source.
    pub version: String,
    /// Where the gene result is not settled: the result under which this advice holds, for example
    /// `if TPMT is Poor Metabolizer (*3B/*3C)`. The other possible results stand in rows of their own.
    #[serde(default)]
    pub condition: Option<String>,
    /// Among rows with a condition, true for the one to follow until a test settles the gene.
    #[serde(default)]
    pub most_cautious: bool,
    /// Year of the newest publication of the guideline, of a table its state; `None` where the source states no
    /// date. In words: [`Recommendation::dated`].
    #[serde(default)]
    pub published: Option<u16>,
    /// False where the row is for a population that this person does not belong to (by age); `None` where
    /// the row is for everybody or it is not known.
    #[serde(default)]
    pub population_applies: Option<bool>,
    /// Whether the text was read from the source or written from memory of it.
    #[serde(default = "checked")]
    pub verification: Verification,
}

fn checked() -> Verification {
    Verification::Checked
}

impl Recommendation {
    /// The date of the source in words: `source of 2017`, or that the source states none.
    #[must_use]
    pub fn dated(&self) -> String {
        self.published.map_or_else(|| "source states no date".to_owned(), |year| format!("source of {year}"))
    }
}

/// Everything concluded for one sample.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PgxSample {
    /// Sample identifier.
    pub sample: String,
    /// Genes, by name.
    pub genes: Vec<GeneResult>,
    /// Recommendations, by drug. They rest on the genotype alone.
    pub recommendations: Vec<Recommendation>,
    /// Drugs for which the sources contradict each other.
    #[serde(default)]
    pub conflicts: Vec<SourceConflict>,
    /// What current medication does to the phenotypes: a step of its own after the genotype.
    #[serde(default)]
    pub phenoconversion: Vec<Phenoconversion>,
    /// Doses by published algorithms.
    #[serde(default)]
    pub doses: Vec<DoseSuggestion>,
}
