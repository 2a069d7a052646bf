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
pub struct OncogenicityDoc<'a> {
    /// Class.
    pub class: &'a str,
    /// Points.
    pub points: i8,
    /// Criteria that are met.
    pub criteria: &'a [String],
    /// Every criterion with its state and fact.
    pub assessed: Vec<CriterionDoc<'a>>,
    /// Class and points of Attune, where a clinician changed them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computed: Option<&'a ComputedClass>,
}

impl<'a> From<&'a Oncogenicity> for OncogenicityDoc<'a> {
    fn from(o: &'a Oncogenicity) -> Self {
        Self {
            class: &o.class,
            points: o.points,
            criteria: &o.criteria,
            assessed: o.assessed.iter().map(|c| c.as_ref().into()).collect(),
            computed: o.computed.as_ref(),
        }
    }
}

/// Germline class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassificationDoc<'a> {
    /// Class.
    pub class: &'a str,
    /// Points.
    pub points: i8,
    /// Criteria that are met.
    pub criteria: &'a [String],
    /// Every criterion with its state and fact.
    pub assessed: Vec<CriterionDoc<'a>>,
    /// Class of the laboratory.
    pub laboratory: Option<&'a str>,
    /// True where the laboratory's class is on another side.
    pub differs: bool,
    /// Reason of a clinician's change, where there is one.
    pub changed_because: Option<&'a str>,
    /// Class and points of Attune, where a clinician changed them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computed: Option<&'a ComputedClass>,
}

impl<'a> From<&'a GermlineClassification> for ClassificationDoc<'a> {
    fn from(g: &'a GermlineClassification) -> Self {
        Self {
            class: &g.class,
            points: g.points,
            criteria: &g.criteria,
            assessed: g.assessed.iter().map(|c| c.as_ref().into()).collect(),
            laboratory: g.laboratory.as_deref(),
            differs: g.differs,
            changed_because: g.changed.as_ref().map(|c| c.reason.as_str()),
            computed: g.computed.as_ref(),
        }
    }
}

/// A criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionDoc<'a> {
    /// Code.
    pub code: &'a str,
    /// `met`, `not met` or `not assessable offline`.
    pub state: &'static str,
    /// Points where met.
    pub points: i8,
    /// The fact used, with its source, or what would be needed.
    pub fact: &'a str,
    /// A clinician's change, with what Attune had found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<&'a CriterionNote>,
}

impl<'a> From<&'a Criterion> for CriterionDoc<'a> {
    fn from(c: &'a Criterion) -> Self {
        Self {
            code: &c.code,
            state: c.state.words(),
            points: c.points,
            fact: &c.fact,
            changed: c.changed.as_deref(),
        }
    }
}

/// What the interpretation adds to a variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InterpretationDoc<'a> {
    /// Class that the file states (ClinVar, laboratory), as written.
    pub laboratory_classification: Option<&'a str>,
    /// The other assembly and the position there, in and beside the exons of the pack.
    pub other_assembly: Option<OtherAssemblyDoc>,
    /// Exon of the transcript, 1-based.
    pub exon: Option<u16>,
    /// Named event, for example `EGFR exon 19 deletion`.
    pub event: Option<&'a str>,
    /// Other names of the same change in older or other numbering.
    pub aliases: &'a [String],
    /// Lines of the file that were joined into this change of one codon.
    pub joined_lines: &'a [u64],
    /// Highest population frequency that the file states.
    pub population_frequency: Option<f64>,
    /// Share of tumour cells with its interval and basis.
    pub clonality: Option<&'a attune_genome::Clonality>,
    /// State of the other allele.
    pub second_hit: Option<&'a attune_genome::SecondHit>,
    /// Flag for counselling.
    pub possible_germline: Option<&'a attune_genome::PossibleGermline>,
    /// Why nothing is said of the effect, where nothing is.
    pub not_interpreted: Option<&'a str>,
}

impl<'a> From<&'a CalledVariant> for InterpretationDoc<'a> {
    fn from(v: &'a CalledVariant) -> Self {
        let i = &v.interpretation;
        Self {
            laboratory_classification: v.classification.as_deref(),
            other_assembly: i
                .other_assembly
                .map(|(assembly, pos)| OtherAssemblyDoc { assembly: assembly.to_string(), pos }),
            exon: i.exon,
            event: i.event.as_deref(),
            aliases: &i.aliases,
            joined_lines: &i.joined,
            population_frequency: v.file.population.as_ref().map(|p| p.frequency),
            clonality: i.clonality.as_ref(),
            second_hit: i.second_hit.as_ref(),
            possible_germline: i.possible_germline.as_ref(),
            not_interpreted: i.not_interpreted.as_deref(),
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
