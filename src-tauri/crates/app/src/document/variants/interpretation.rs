//! The interpretation in the document: criteria, classes, tiers, biomarkers, coverage, identity.

use std::collections::BTreeMap;

use attune_genome::{
    CalledVariant, ComputedClass, Criterion, CriterionNote, GenomeReport, GermlineClassification,
    Oncogenicity,
};
use serde::Serialize;

/// Best level of each alteration, by its label, for one tumour type.
#[derive(Debug, Clone, Default)]
pub struct Tiers {
    /// Label of an alteration to the level.
    pub best: BTreeMap<String, String>,
    /// True where a tumour type was given; without it there are no tiers.
    pub asked: bool,
}

impl Tiers {
    /// Tier of each variant of a report (Li 2017, doi 10.1016/j.jmoldx.2016.10.002): the best level of an option or of
    /// a resistance that rests on it; `III` where none does and the variant is not benign; `IV` where it is benign or
    /// likely benign. Variants that are no alteration (silent, intronic, failed filter) have none, unless benign.
    pub(super) fn of(&self, report: &GenomeReport) -> Vec<Option<String>> {
        let mut out: Vec<Option<String>> = vec![None; report.variants.len()];
        if !self.asked {
            return out;
        }
        for observed in report.observed() {
            let Some(slot) = observed.variant.and_then(|v| out.get_mut(v)) else { continue };
            if !observed.counts() {
                continue;
            }
            let level =
                self.best.get(&observed.alteration.label()).cloned().unwrap_or_else(|| "III".to_owned());
            if slot.as_ref().is_none_or(|best| level < *best) {
                *slot = Some(level);
            }
        }
        for (slot, variant) in out.iter_mut().zip(&report.variants) {
            if slot.is_none() && variant.passed() && variant.has_benign_class() {
                *slot = Some("IV".to_owned());
            }
        }
        out
    }
}

/// Oncogenicity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OncogenicityDoc {
    /// Class.
    pub class: String,
    /// Points.
    pub points: i8,
    /// Criteria that are met.
    pub criteria: Vec<String>,
    /// Every criterion with its state and fact.
    pub assessed: Vec<CriterionDoc>,
    /// Class and points of Attune, where a clinician changed them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computed: Option<ComputedClass>,
}

impl From<&Oncogenicity> for OncogenicityDoc {
    fn from(o: &Oncogenicity) -> Self {
        Self {
            class: o.class.clone(),
            points: o.points,
            criteria: o.criteria.clone(),
            assessed: o.assessed.iter().map(Into::into).collect(),
            computed: o.computed.clone(),
        }
    }
}

/// Germline class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassificationDoc {
    /// Class.
    pub class: String,
    /// Points.
    pub points: i8,
    /// Criteria that are met.
    pub criteria: Vec<String>,
    /// Every criterion with its state and fact.
    pub assessed: Vec<CriterionDoc>,
    /// Class of the laboratory.
    pub laboratory: Option<String>,
    /// True where the laboratory's class is on another side.
    pub differs: bool,
    /// Reason of a clinician's change, where there is one.
    pub changed_because: Option<String>,
    /// Class and points of Attune, where a clinician changed them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computed: Option<ComputedClass>,
}

impl From<&GermlineClassification> for ClassificationDoc {
    fn from(g: &GermlineClassification) -> Self {
        Self {
            class: g.class.clone(),
            points: g.points,
            criteria: g.criteria.clone(),
            assessed: g.assessed.iter().map(Into::into).collect(),
            laboratory: g.laboratory.clone(),
            differs: g.differs,
            changed_because: g.changed.as_ref().map(|c| c.reason.clone()),
            computed: g.computed.clone(),
        }
    }
}

/// A criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionDoc {
    /// Code.
    pub code: String,
    /// `met`, `not met` or `not assessable offline`.
    pub state: &'static str,
    /// Points where met.
    pub points: i8,
    /// The fact used, with its source, or what would be needed.
    pub fact: String,
    /// A clinician's change, with what Attune had found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<CriterionNote>,
}

impl From<&Criterion> for CriterionDoc {
    fn from(c: &Criterion) -> Self {
        Self {
            code: c.code.clone(),
            state: c.state.words(),
            points: c.points,
            fact: c.fact.clone(),
            changed: c.changed.clone(),
        }
    }
}

/// What the interpretation adds to a variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InterpretationDoc {
    /// Class that the file states (ClinVar, laboratory), as written.
    pub laboratory_classification: Option<String>,
    /// The other assembly and the position there, in and beside the exons of the pack.
    pub other_assembly: Option<OtherAssemblyDoc>,
    /// Exon of the transcript, 1-based.
    pub exon: Option<u16>,
    /// Named event, for example `EGFR exon 19 deletion`.
    pub event: Option<String>,
    /// Other names of the same change in older or other numbering.
    pub aliases: Vec<String>,
    /// Lines of the file that were joined into this change of one codon.
    pub joined_lines: Vec<u64>,
    /// Highest population frequency that the file states.
    pub population_frequency: Option<f64>,
    /// Share of tumour cells with its interval and basis.
    pub clonality: Option<attune_genome::Clonality>,
    /// State of the other allele.
    pub second_hit: Option<attune_genome::SecondHit>,
    /// Flag for counselling.
    pub possible_germline: Option<attune_genome::PossibleGermline>,
    /// Why nothing is said of the effect, where nothing is.
    pub not_interpreted: Option<String>,
}

impl From<&CalledVariant> for InterpretationDoc {
    fn from(v: &CalledVariant) -> Self {
        let i = &v.interpretation;
        Self {
            laboratory_classification: v.classification.clone(),
            other_assembly: i
                .other_assembly
                .map(|(assembly, pos)| OtherAssemblyDoc { assembly: assembly.to_string(), pos }),
            exon: i.exon,
            event: i.event.clone(),
            aliases: i.aliases.clone(),
            joined_lines: i.joined.clone(),
            population_frequency: v.file.population.as_ref().map(|p| p.frequency),
            clonality: i.clonality.clone(),
            second_hit: i.second_hit.clone(),
            possible_germline: i.possible_germline.clone(),
            not_interpreted: i.not_interpreted.clone(),
        }
    }
}

/// A position on the other assembly.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OtherAssemblyDoc {
    /// Assembly.
    pub assembly: String,
    /// Position, 1-based.
    pub pos: u32,
}

/// Biomarkers, coverage and identity of one report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportDoc {
    /// Sample.
    pub sample: Option<String>,
    /// Biomarkers with the way they came about.
    pub biomarkers: attune_genome::BiomarkerSummary,
    /// What was looked at, and gaps in places that matter.
    pub coverage: attune_genome::Coverage,
    /// What the calls say about the person.
    pub identity: Vec<attune_genome::IdentityFinding>,
}

impl From<&GenomeReport> for ReportDoc {
    fn from(r: &GenomeReport) -> Self {
        Self {
            sample: r.sample.clone(),
            biomarkers: r.biomarkers.clone(),
            coverage: r.coverage.clone(),
            identity: r.identity.clone(),
        }
    }
}
