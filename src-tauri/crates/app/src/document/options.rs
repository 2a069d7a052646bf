//! `attune/options/1`: ranked options with their reasons. The window shows the same document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A knowledge or model pack that an answer rests on.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PackRef {
    /// Pack id.
    pub id: String,
    /// Version.
    pub version: String,
}

/// Who the answer is about.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PatientDoc {
    /// `MARCHETTI, Elena`.
    pub name: String,
    /// Record number.
    pub mrn: Option<String>,
    /// ISO date, as precise as known.
    pub born: Option<String>,
    /// `09-Apr-1962 (64y)`.
    pub born_display: String,
    /// Age in years on the day of the answer.
    pub age: Option<i32>,
    /// `Female` ... `Not known`.
    pub sex: String,
    /// Marked synthetic.
    pub synthetic: bool,
}

/// Tumour type as understood.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TumourTypeDoc {
    /// OncoTree code.
    pub code: Option<String>,
    /// Name, or the text as given.
    pub name: String,
    /// Whether it was recognised.
    pub recognised: bool,
    /// Types that an unrecognised text may mean.
    pub candidates: Vec<String>,
}

/// An alteration that entered the matching.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AlterationDoc {
    /// As written or named.
    pub text: String,
    /// The name under which `because` speaks of it.
    pub name: Option<String>,
    /// Whether it was understood.
    pub recognised: bool,
    /// `argument`, `genome` or `ehr`.
    pub source: String,
    /// `VAF 31 %, depth 842`.
    pub detail: Option<String>,
}

/// A signed share of a score.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ContributionDoc {
    /// Stable factor name.
    pub factor: String,
    /// Words.
    pub label: String,
    /// Points.
    pub points: f64,
}

/// One answer of the safety gates.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct GateDoc {
    /// `pass`, `warn`, `fail` or `undetermined`.
    pub verdict: String,
    /// Whether it can change (a laboratory value, a test that is missing) or stays (a genotype); `null` for a pass.
    pub recoverable: Option<bool>,
    /// Kind, as in the safety notes.
    pub kind: String,
    /// The fact with its value and date.
    pub message: String,
    /// Source of the rule.
    pub source: String,
}

/// A safety note.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SafetyDoc {
    /// `block`, `caution` or `info`.
    pub severity: String,
    /// `pgx`, `organ_function`, `interaction`, `allergy`, `prior_therapy` or `other`.
    pub kind: String,
    /// One sentence.
    pub message: String,
    /// Source of the rule.
    pub source: String,
}

/// A row of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct EvidenceDoc {
    /// Identifier in the pack.
    pub id: String,
    /// Source name.
    pub source: String,
    /// Level it supports here.
    pub level: String,
    /// The source's own level.
    pub source_level: Option<String>,
    /// `sensitivity`, `resistance` ...
    pub significance: String,
    /// Condition of the row.
    pub biomarker: String,
    /// Disease of the row.
    pub disease: String,
    /// The finding.
    pub statement: String,
    /// `PMID:...`.
    pub citation: String,
    /// Author and year.
    pub citation_text: String,
    /// ISO date, empty where the source gives none.
    pub date: String,
    /// Region of a label.
    pub region: Option<String>,
    /// `checked` or `recalled`.
    pub verification: String,
}

/// What would change the rank.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct WouldChangeDoc {
    /// The change.
    #[serde(rename = "if")]
    pub condition: String,
    /// What happens then.
    pub then: String,
    /// The score then, if still ranked.
    pub score: Option<f64>,
}

/// Share of one input in a prediction.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PredictionContributionDoc {
    /// Input name.
    pub input: String,
    /// Words.
    pub label: String,
    /// Value with unit.
    pub value: String,
    /// Reference with unit.
    pub reference: String,
    /// Points on the additive scale.
    pub points: f64,
}

/// A model's answer.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PredictionDoc {
    /// Model id.
    pub model: String,
    /// Version.
    pub version: String,
    /// What the number is.
    pub quantity: String,
    /// The number, or none with reasons.
    pub prediction: Option<f64>,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// Whether the model may speak.
    pub applicable: bool,
    /// Why not, or warnings.
    pub reasons: Vec<String>,
    /// The answer in words, with its interval where there is one.
    pub summary: Vec<String>,
    /// Further outputs.
    pub outputs: BTreeMap<String, f64>,
    /// Additive scale.
    pub scale: String,
    /// Value of the scale at the reference.
    pub base: Option<f64>,
    /// Shares.
    pub contributions: Vec<PredictionContributionDoc>,
}

/// A ranked option.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct OptionDoc {
    /// Rank.
    pub rank: u32,
    /// Treatment.
    pub treatment: String,
    /// Drugs.
    pub drugs: Vec<String>,
    /// Tier of the link between an alteration and the treatment; `III` for standard care without such a link.
    pub level: String,
    /// `established`, `standard_care`, `off_label` or `investigational`.
    pub group: String,
    /// Where it stands in the list: its level, or `standard_care` between `I-B` and `II-C`.
    pub place: String,
    /// ESCAT tier, where the facts tell it.
    pub escat: Option<String>,
    /// Regions with a label for what was observed.
    pub approved_in: Vec<String>,
    /// `label`, `guideline`, `trial`, `case` or `preclinical`.
    pub basis: String,
    /// Short words for the basis.
    pub basis_text: String,
    /// Score.
    pub score: f64,
    /// Signed shares.
    pub contributions: Vec<ContributionDoc>,
    /// For.
    #[serde(rename = "for")]
    pub reasons_for: Vec<String>,
    /// Against.
    #[serde(rename = "against")]
    pub reasons_against: Vec<String>,
    /// Unknown.
    pub unknown: Vec<String>,
    /// Safety.
    pub safety: Vec<SafetyDoc>,
    /// Gates passed.
    pub passed: Vec<String>,
    /// All answers of the gates.
    pub gates: Vec<GateDoc>,
    /// Alterations.
    pub because: Vec<String>,
    /// Evidence.
    pub evidence: Vec<EvidenceDoc>,
    /// Model estimate.
    pub prediction: Option<PredictionDoc>,
    /// What would change the rank.
    pub would_change: Vec<WouldChangeDoc>,
}

/// A therapy that the tumour defeats.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ResistanceDoc {
    /// Treatment.
    pub treatment: String,
    /// Drugs.
    pub drugs: Vec<String>,
    /// Alterations.
    pub because: Vec<String>,
    /// Level.
    pub level: String,
    /// Evidence.
    pub evidence: Vec<EvidenceDoc>,
}

/// A treatment outside the ranking.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BlockedDoc {
    /// Treatment.
    pub treatment: String,
    /// Drugs.
    pub drugs: Vec<String>,
    /// `contraindicated`, `resistance`, `tumour_type`, `consent` or `insufficient_evidence`.
    pub reason: String,
    /// In words.
    pub detail: String,
    /// What could make it possible.
    pub becomes_possible: Option<String>,
    /// Level it would have had.
    pub level: Option<String>,
    /// Safety notes.
    pub safety: Vec<SafetyDoc>,
    /// All answers of the gates, where they were asked.
    pub gates: Vec<GateDoc>,
    /// Evidence.
    pub evidence: Vec<EvidenceDoc>,
}

/// Why there is no ranking.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AbstentionDoc {
    /// Stable code.
    pub code: String,
    /// Why.
    pub reason: String,
    /// What would help.
    pub would_help: String,
}

/// State of each scope: `implied`, `permitted`, `denied`, `not_recorded` or `expired`.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ConsentDoc {
    /// Treatment planning.
    pub treatment_planning: String,
    /// AI models.
    pub ai_models: String,
    /// Secondary findings.
    pub secondary_findings: String,
    /// Family sharing.
    pub family_sharing: String,
    /// Research export.
    pub research_export: String,
}

/// What an alteration says beside therapy.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct EvidenceFindingDoc {
    /// `diagnostic`, `prognostic` or `predisposing`.
    pub kind: String,
    /// Identifier in the pack.
    pub id: String,
    /// Source.
    pub source: String,
    /// `label`, `guideline`, `trial`, `case` or `preclinical`.
    pub basis: String,
    /// The source's own level.
    pub source_level: Option<String>,
    /// `positive`, `negative` ...
    pub significance: String,
    /// `supports` or `does_not_support`.
    pub direction: String,
    /// Alterations of this patient.
    pub because: Vec<String>,
    /// Condition of the row.
    pub biomarker: String,
    /// Disease of the row.
    pub disease: String,
    /// True where it was stated for this tumour type.
    pub this_tumour: bool,
    /// The finding.
    pub statement: String,
    /// `PMID:...`.
    pub citation: String,
    /// Author and year.
    pub citation_text: String,
    /// ISO date, empty where the source gives none.
    pub date: String,
}

/// Sources that disagree on a treatment.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ConflictDoc {
    /// Treatment.
    pub treatment: String,
    /// Its rank, where it is ranked.
    pub rank: Option<u32>,
    /// Rows for it.
    pub supports: Vec<EvidenceDoc>,
    /// Rows against it.
    pub opposes: Vec<EvidenceDoc>,
    /// Newest ISO date for it, empty where none is dated.
    pub newest_support: String,
    /// Newest ISO date against it, empty where none is dated.
    pub newest_opposing: String,
}

/// A missing value that would change the list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TestNextDoc {
    /// The test.
    pub test: String,
    /// The result that was tried.
    #[serde(rename = "if")]
    pub condition: String,
    /// What would happen.
    pub then: String,
    /// How far the list would change.
    pub change: f64,
}

/// Preference weights, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct PreferencesDoc {
    /// Efficacy.
    pub efficacy: f64,
    /// Few side effects.
    pub toxicity: f64,
    /// By mouth.
    pub route: f64,
    /// Few visits.
    pub visits: f64,
}

/// The document.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct OptionsDocument {
    /// `attune/options/1`.
    pub schema: String,
    /// Version of Attune.
    pub attune: String,
    /// Packs.
    pub packs: Vec<PackRef>,
    /// ISO day for which it holds.
    pub as_of: String,
    /// Version of the ranking rules.
    pub rules_version: String,
    /// Patient, if a record was given.
    pub patient: Option<PatientDoc>,
    /// Tumour type.
    pub tumour_type: TumourTypeDoc,
    /// Alterations.
    pub alterations: Vec<AlterationDoc>,
    /// Ranked options.
    pub options: Vec<OptionDoc>,
    /// Resistance.
    pub resistance: Vec<ResistanceDoc>,
    /// Not ranked.
    pub not_ranked: Vec<BlockedDoc>,
    /// Trials of the files at hand, what fits best first. They are never ranked among the options.
    pub trials: Vec<crate::document::TrialDoc>,
    /// Predictions.
    pub predictions: Vec<PredictionDoc>,
    /// Diagnosis, outcome and inherited risk.
    pub evidence_findings: Vec<EvidenceFindingDoc>,
    /// Where sources disagree.
    pub conflicts: Vec<ConflictDoc>,
    /// The missing values that would change the list most.
    pub test_next: Vec<TestNextDoc>,
    /// Region of the site, `US` or `EU`.
    pub region: Option<String>,
    /// Preference weights.
    pub preferences: PreferencesDoc,
    /// Set where there is no ranking.
    pub abstained: Option<AbstentionDoc>,
    /// Consent.
    pub consent: ConsentDoc,
    /// What missing consent withheld.
    pub withheld: Vec<String>,
    /// What was not considered.
    pub not_considered: Vec<String>,
}
