//! `attune/pgx/1`: star alleles, phenotypes and drug recommendations.

use attune_knowledge::Verification;
use attune_pharmacogenomics::{
    CallSource, CallStatus, Diplotype, DoseSuggestion, DrugAction, ExtraGenotype, GeneResult, LOW_DEPTH,
    LOW_QUALITY, PgxSample, Phenoconversion, Recommendation, SourceConflict, Strength,
};
use serde::Serialize;

use crate::document::Header;

/// The document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PgxDocument {
    /// Head.
    #[serde(flatten)]
    pub header: Header,
    /// Below which a genotype is flagged, and what is done then.
    pub thresholds: Thresholds,
    /// Samples with their genes.
    pub samples: Vec<SampleDoc>,
    /// Recommendations of all samples.
    pub recommendations: Vec<RecommendationDoc>,
    /// Drugs for which the sources contradict each other.
    pub conflicts: Vec<OfSample<SourceConflict>>,
    /// What current medication does to the phenotypes.
    pub phenoconversion: Vec<OfSample<Phenoconversion>>,
    /// Doses by published algorithms.
    pub doses: Vec<OfSample<DoseSuggestion>>,
    /// Findings of the reader.
    pub findings: Vec<super::FindingDoc>,
}

/// Thresholds for a genotype. What lies below is used and flagged, never dropped in silence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Thresholds {
    /// Values of FILTER that are not flagged.
    pub filter: [&'static str; 2],
    /// Reads; fewer are flagged.
    pub depth: u32,
    /// Genotype quality on the phred scale; a lower one is flagged.
    pub genotype_quality: u32,
    /// What is done with a flagged genotype.
    pub below: &'static str,
}

/// A value with the sample that it is of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OfSample<T> {
    /// Sample identifier.
    pub sample: String,
    /// The value.
    #[serde(flatten)]
    pub value: T,
}

/// A sample.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SampleDoc {
    /// Sample identifier.
    pub sample: String,
    /// Genes.
    pub genes: Vec<GeneDoc>,
}

/// A gene.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GeneDoc {
    /// Gene symbol.
    pub gene: String,
    /// `called`, `ambiguous`, `not_called` or `outside`.
    pub status: &'static str,
    /// Diplotypes that fit, the most supported first.
    pub diplotypes: Vec<DiplotypeDoc>,
    /// Phenotype, where all diplotypes agree.
    pub phenotype: Option<String>,
    /// Missing positions.
    pub missing: Vec<MissingDoc>,
    /// Remarks.
    pub findings: Vec<PgxFindingDoc>,
    /// Positions outside the alleles, with their genotype.
    pub extra: Vec<ExtraGenotype>,
}

/// A diplotype.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DiplotypeDoc {
    /// `*1/*2`.
    pub name: String,
    /// Functions.
    pub functions: Vec<String>,
    /// Phenotype.
    pub phenotype: Option<String>,
    /// Activity score.
    pub activity_score: Option<f64>,
    /// `file`, `outside` or `both`: whether the genotypes of the file or an outside call say so.
    pub source: CallSource,
}

/// A missing position.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MissingDoc {
    /// dbSNP identifier.
    pub rsid: Option<String>,
    /// GRCh38 position.
    pub position: String,
    /// Alleles that cannot be excluded.
    pub cannot_exclude: Vec<String>,
    /// Drugs whose advice depends on it.
    pub affects: Vec<String>,
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PgxFindingDoc {
    /// Stable code.
    pub code: String,
    /// One sentence.
    pub message: String,
}

/// A gene result that a recommendation rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BecauseDoc {
    /// Gene.
    pub gene: String,
    /// Phenotype or score.
    pub phenotype: String,
}

/// A recommendation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecommendationDoc {
    /// Sample, where there are several.
    pub sample: String,
    /// Drug.
    pub drug: String,
    /// `CPIC`, `DPWG` or `FDA`.
    pub source: String,
    /// `strong`, `moderate`, `optional` or `none`.
    pub strength: &'static str,
    /// Action class.
    pub action: &'static str,
    /// Factor on the usual dose.
    pub dose_factor: Option<f64>,
    /// Population of the row.
    pub population: Option<String>,
    /// Gene results.
    pub because: Vec<BecauseDoc>,
    /// Advice.
    pub text: String,
    /// References.
    pub citations: Vec<String>,
    /// Version or date of the source.
    pub version: String,
    /// The gene result under which it holds, where the result is not settled.
    pub condition: Option<String>,
    /// Among rows with a condition, the one to follow until a test settles the gene.
    pub most_cautious: bool,
    /// Year of the newest publication of the guideline; `null` where the source states no date.
    pub published: Option<u16>,
    /// The same in words: `source of 2017`, `source states no date`.
    pub dated: String,
    /// Whether this person is of the population, where it is known.
    pub population_applies: Option<bool>,
    /// Whether the text was read from its source.
    pub verification: Verification,
}

/// The word of the contract for a call status.
#[must_use]
pub fn status_word(status: CallStatus) -> &'static str {
    match status {
        CallStatus::Called => "called",
        CallStatus::Ambiguous => "ambiguous",
        CallStatus::NotCalled => "not_called",
        CallStatus::Outside => "outside",
    }
}

/// The word of the contract for an action.
#[must_use]
pub fn action_word(action: DrugAction) -> &'static str {
    match action {
        DrugAction::Avoid => "avoid",
        DrugAction::Alternative => "alternative",
        DrugAction::DecreaseDose => "decrease_dose",
        DrugAction::IncreaseDose => "increase_dose",
        DrugAction::Monitor => "monitor",
        DrugAction::Standard => "standard",
        DrugAction::None => "none",
    }
}

/// The word of the contract for a strength.
#[must_use]
pub fn strength_word(strength: Strength) -> &'static str {
    match strength {
        Strength::Strong => "strong",
        Strength::Moderate => "moderate",
        Strength::Optional => "optional",
        Strength::None => "none",
    }
}

impl From<&Diplotype> for DiplotypeDoc {
    fn from(d: &Diplotype) -> Self {
        Self {
            name: d.name.clone(),
            functions: d.functions.clone(),
            phenotype: d.phenotype.clone(),
            activity_score: d.activity_score,
            source: d.source,
        }
    }
}

impl From<&GeneResult> for GeneDoc {
    fn from(g: &GeneResult) -> Self {
        Self {
            gene: g.gene.clone(),
            status: status_word(g.status),
            diplotypes: g.diplotypes.iter().map(Into::into).collect(),
            phenotype: g.phenotype.clone(),
            missing: g
                .missing
                .iter()
                .map(|m| MissingDoc {
                    rsid: m.rsid.clone(),
                    position: m.position.clone(),
                    cannot_exclude: m.cannot_exclude.clone(),
                    affects: m.affects.clone(),
                })
                .collect(),
            findings: g
                .findings
                .iter()
                .map(|f| PgxFindingDoc { code: f.code.clone(), message: f.message.clone() })
                .collect(),
            extra: g.extra.clone(),
        }
    }
}

impl RecommendationDoc {
    fn new(sample: &str, r: &Recommendation) -> Self {
        Self {
            sample: sample.to_owned(),
            drug: r.drug.clone(),
            source: r.source.clone(),
            strength: strength_word(r.strength),
            action: action_word(r.action),
            dose_factor: r.dose_factor,
            population: r.population.clone(),
            because: r
                .because
                .iter()
                .map(|b| BecauseDoc { gene: b.gene.clone(), phenotype: b.phenotype.clone() })
                .collect(),
            text: r.text.clone(),
            citations: r.citations.clone(),
            version: r.version.clone(),
            condition: r.condition.clone(),
            most_cautious: r.most_cautious,
            published: r.published,
            dated: r.dated(),
            population_applies: r.population_applies,
            verification: r.verification,
        }
    }
}

impl PgxDocument {
    /// The document of these samples.
    #[must_use]
    pub fn new(header: Header, samples: &[PgxSample], findings: Vec<super::FindingDoc>) -> Self {
        Self {
            header,
            thresholds: Thresholds {
                filter: ["PASS", "."],
                depth: LOW_DEPTH,
                genotype_quality: LOW_QUALITY,
                below: "used, and flagged in the findings of the gene",
            },
            samples: samples
                .iter()
                .map(|s| SampleDoc {
                    sample: s.sample.clone(),
                    genes: s.genes.iter().map(Into::into).collect(),
                })
                .collect(),
            recommendations: samples
                .iter()
                .flat_map(|s| s.recommendations.iter().map(|r| RecommendationDoc::new(&s.sample, r)))
                .collect(),
            conflicts: of_samples(samples, |s| &s.conflicts),
            phenoconversion: of_samples(samples, |s| &s.phenoconversion),
            doses: of_samples(samples, |s| &s.doses),
            findings,
        }
    }
}

fn of_samples<T: Clone>(samples: &[PgxSample], values: impl Fn(&PgxSample) -> &Vec<T>) -> Vec<OfSample<T>> {
    let one = |s: &PgxSample| -> Vec<OfSample<T>> {
        values(s).iter().map(|v| OfSample { sample: s.sample.clone(), value: v.clone() }).collect()
    };
    samples.iter().flat_map(one).collect()
}
