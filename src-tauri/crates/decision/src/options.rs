//! The ranked answer: one value that feeds the screen, the PDF, the JSON and the FHIR export.

use std::fmt;

use attune_clinical::{ConsentStatus, PartialDate};
use attune_inference::Prediction;
use attune_knowledge::{AssertionKind, Basis, Direction, Verification};
use serde::{Deserialize, Serialize};

use crate::{Preferences, Region};

/// AMP/ASCO/CAP 2017 tier and level (doi 10.1016/j.jmoldx.2016.10.002), strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Approved for this tumour type or in professional guidelines.
    #[serde(rename = "I-A")]
    IA,
    /// Well-powered studies with expert consensus.
    #[serde(rename = "I-B")]
    IB,
    /// Approved for another tumour type, or several small studies.
    #[serde(rename = "II-C")]
    IIC,
    /// Preclinical or few case reports.
    #[serde(rename = "II-D")]
    IID,
    /// Unknown significance.
    #[serde(rename = "III")]
    III,
    /// Benign or likely benign.
    #[serde(rename = "IV")]
    IV,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IA => "I-A",
            Self::IB => "I-B",
            Self::IIC => "II-C",
            Self::IID => "II-D",
            Self::III => "III",
            Self::IV => "IV",
        })
    }
}

/// The tumour type as understood. An unrecognised text is never given the level of a known type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TumourType {
    /// OncoTree code, where recognised.
    pub code: Option<String>,
    /// OncoTree name, or the text as given.
    pub name: String,
    /// Whether it was recognised.
    pub recognised: bool,
    /// Types that a text may mean which is not recognised or leaves open which of several it is; where it is
    /// recognised nevertheless, `code` is what all of them are.
    #[serde(default)]
    pub candidates: Vec<String>,
}

/// An alteration that entered the matching.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecognisedAlteration {
    /// As written or named.
    pub text: String,
    /// The name under which options and resistance speak of it; `None` where it was not understood.
    pub name: Option<String>,
    /// Whether it was understood.
    pub recognised: bool,
    /// `argument`, `genome` or `ehr`.
    pub source: String,
    /// What is known beside it, for example `VAF 31 %, depth 842`.
    pub detail: Option<String>,
}

/// A signed share of the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OptionContribution {
    /// Stable name of the factor, for example `evidence_level`.
    pub factor: String,
    /// Words for the screen.
    pub label: String,
    /// Points; they sum to the score.
    pub points: f64,
}

/// How serious a safety note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SafetySeverity {
    /// The option is not ranked.
    Block,
    /// The option is ranked with a caution.
    Caution,
    /// To know.
    Info,
}

/// What a safety note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SafetyKind {
    /// Pharmacogenomics.
    Pgx,
    /// Kidney, liver, heart, marrow.
    OrganFunction,
    /// Interaction with current medication.
    Interaction,
    /// Allergy.
    Allergy,
    /// Earlier progression or toxicity on the drug or its class.
    PriorTherapy,
    /// Anything else (pregnancy, performance status ...).
    Other,
}

/// A result of a safety gate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SafetyNote {
    /// Severity.
    pub severity: SafetySeverity,
    /// Kind.
    pub kind: SafetyKind,
    /// One sentence with the fact, its value and date.
    pub message: String,
    /// Source of the rule (guideline, label), with citation.
    pub source: String,
}

/// Answer of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GateVerdict {
    /// The fact is known and does not stand against the treatment.
    Pass,
    /// Ranked with a caution.
    Warn,
    /// Not ranked.
    Fail,
    /// The fact is not known: never a pass, never a failure.
    Undetermined,
}

impl GateVerdict {
    /// The word of the documents.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Undetermined => "undetermined",
        }
    }
}

/// One answer of the safety gates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateAnswer {
    /// The answer.
    pub verdict: GateVerdict,
    /// Whether it can change: a laboratory value can, a test can be done; a genotype stays. `None` for a pass.
    pub recoverable: Option<bool>,
    /// What it is about.
    pub kind: SafetyKind,
    /// One sentence with the fact, its value and date.
    pub message: String,
    /// Source of the rule.
    pub source: String,
}

/// One row of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// Identifier in the pack.
    pub id: String,
    /// `CIViC`, `FDA label` ...
    pub source: String,
    /// Level that this row supports here.
    pub level: Level,
    /// The source's own level.
    pub source_level: Option<String>,
    /// `sensitivity`, `resistance`, `does_not_support_sensitivity` ...
    pub significance: String,
    /// The condition and the tumour that the row was stated for.
    pub biomarker: String,
    /// Disease of the row.
    pub disease: String,
    /// The finding, one sentence.
    pub statement: String,
    /// `PMID:...`.
    pub citation: String,
    /// Author and year.
    pub citation_text: String,
    /// ISO date.
    pub date: Option<String>,
    /// Region of a label.
    pub region: Option<String>,
    /// Whether the row could be checked against a source at hand.
    pub verification: Verification,
}

/// The smallest change that would alter the rank, computed by ranking again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WouldChange {
    /// The change.
    pub condition: String,
    /// What happens then.
    pub then: String,
    /// The score then, if still ranked.
    pub score: Option<f64>,
}

/// In which group of the answer an option stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptionGroup {
    /// Tier I for an alteration of this patient.
    Established,
    /// Standard care of the tumour type, whatever its alterations. Its level is III: no alteration supports it.
    StandardCare,
    /// Tier II for an alteration: a drug that is on a market, used outside its label.
    OffLabel,
    /// Tier II for an alteration: with a drug that is not on a market, as far as the pack knows.
    Investigational,
}

impl OptionGroup {
    /// The word of the documents.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Established => "established",
            Self::StandardCare => "standard_care",
            Self::OffLabel => "off_label",
            Self::Investigational => "investigational",
        }
    }

    /// The heading on screen and page.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Established => "Established for an alteration of this tumour",
            Self::StandardCare => "Standard care of this tumour type, whatever its alterations",
            Self::OffLabel => "Off-label or repurposed for an alteration of this tumour",
            Self::Investigational => "Investigational for an alteration of this tumour",
        }
    }
}

/// What an alteration says beside therapy: diagnosis, outcome, inherited risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Diagnostic, prognostic or predisposing.
    pub kind: AssertionKind,
    /// Identifier in the pack.
    pub id: String,
    /// Source.
    pub source: String,
    /// On what it rests.
    pub basis: Basis,
    /// The source's own level.
    pub source_level: Option<String>,
    /// `positive` (supports the diagnosis, better outcome), `negative` ...
    pub significance: String,
    /// Whether the source supports that.
    pub direction: Direction,
    /// The alterations of this patient.
    pub because: Vec<String>,
    /// The condition as the source writes it.
    pub biomarker: String,
    /// The disease as the source writes it.
    pub disease: String,
    /// True where it was stated for this patient's tumour type.
    pub this_tumour: bool,
    /// The finding.
    pub statement: String,
    /// `PMID:...`.
    pub citation: String,
    /// Author and year.
    pub citation_text: String,
    /// ISO date.
    pub date: Option<String>,
}

/// Sources that disagree on one treatment, side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceConflict {
    /// Treatment.
    pub treatment: String,
    /// Its rank; `None` where it is not ranked.
    pub rank: Option<u32>,
    /// What speaks for it, strongest first.
    pub supports: Vec<EvidenceRow>,
    /// What speaks against it, strongest first.
    pub opposes: Vec<EvidenceRow>,
    /// Newest date on the side for it.
    pub newest_support: Option<String>,
    /// Newest date on the side against it.
    pub newest_opposing: Option<String>,
}

/// A missing value that would change the list, found by ranking with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestNext {
    /// The test: `ALK fusion`, `EGFR sequence`, `creatinine clearance`.
    pub test: String,
    /// The result that was tried.
    pub condition: String,
    /// What would happen.
    pub then: String,
    /// How far the list would change: the sum of the changes of 1/rank over the first ten places.
    pub change: f64,
}

/// A ranked option.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankedOption {
    /// 1 is first; equals share a number. A new one begins where an option stands behind all before it by its level,
    /// by the choice of labels and guidelines (preferred, in use, replaced or for another line), or by the patient's
    /// own facts. The order inside a rank is that of the score.
    pub rank: u32,
    /// `dabrafenib + trametinib`.
    pub treatment: String,
    /// Generic names.
    pub drugs: Vec<String>,
    /// Tier of the link between an alteration of this patient and the treatment; III for standard care that no
    /// alteration supports.
    pub level: Level,
    /// Group of the answer.
    pub group: OptionGroup,
    /// ESCAT tier, where an alteration supports it and the facts tell the tier.
    pub escat: Option<String>,
    /// True for the standard care to start from: it stands between tier I and tier II.
    #[serde(default)]
    pub leads_standard_care: bool,
    /// Regions with a label for what was observed, as far as the pack knows.
    pub approved_in: Vec<String>,
    /// Strongest basis.
    pub basis: Basis,
    /// Short words for the basis (`FDA label`, `CIViC B, 3 items`).
    pub basis_text: String,
    /// Sum of the contributions, 0 to 1.
    pub score: f64,
    /// Signed shares, largest first, negatives last.
    pub contributions: Vec<OptionContribution>,
    /// Reasons for, in words.
    pub reasons_for: Vec<String>,
    /// Reasons against, in words.
    pub reasons_against: Vec<String>,
    /// What is not known and would matter.
    pub unknown: Vec<String>,
    /// Safety notes, most serious first.
    pub safety: Vec<SafetyNote>,
    /// Gates that were passed, in words.
    pub passed: Vec<String>,
    /// All answers of the gates.
    #[serde(default)]
    pub gates: Vec<GateAnswer>,
    /// Alterations it rests on.
    pub because: Vec<String>,
    /// Evidence, strongest first.
    pub evidence: Vec<EvidenceRow>,
    /// Model estimate, where one applies and consent lets it run.
    pub prediction: Option<Prediction>,
    /// What would change the rank.
    pub would_change: Vec<WouldChange>,
}

impl RankedOption {
    /// Where it stands in the list: its level, or `standard_care` between `I-B` and `II-C`.
    #[must_use]
    pub fn place(&self) -> String {
        if self.leads_standard_care { "standard_care".to_owned() } else { self.level.to_string() }
    }
}

/// A therapy that this tumour defeats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResistanceEntry {
    /// Treatment.
    pub treatment: String,
    /// Generic names.
    pub drugs: Vec<String>,
    /// Alterations that defeat it.
    pub because: Vec<String>,
    /// Level of the resistance evidence.
    pub level: Level,
    /// Evidence.
    pub evidence: Vec<EvidenceRow>,
}

/// Why a treatment is not ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockedReason {
    /// A safety gate stops it.
    Contraindicated,
    /// The tumour defeats it.
    Resistance,
    /// Its evidence is for another tumour type that may not carry over.
    TumourType,
    /// A consent that it needs is missing.
    Consent,
    /// Too little evidence.
    InsufficientEvidence,
}

/// A treatment outside the ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Blocked {
    /// Treatment.
    pub treatment: String,
    /// Generic names.
    pub drugs: Vec<String>,
    /// Reason.
    pub reason: BlockedReason,
    /// The reason in words, with the fact and its date.
    pub detail: String,
    /// What could make it possible, where it can be undone.
    pub becomes_possible: Option<String>,
    /// Level it would have had.
    pub level: Option<Level>,
    /// Safety notes.
    pub safety: Vec<SafetyNote>,
    /// All answers of the gates, where they were asked.
    #[serde(default)]
    pub gates: Vec<GateAnswer>,
    /// Evidence.
    pub evidence: Vec<EvidenceRow>,
}

/// An answer that is not a ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abstention {
    /// Stable code: `no_evidence`, `tumour_type_unknown`, `consent`, `all_blocked`.
    pub code: String,
    /// Why.
    pub reason: String,
    /// What would help.
    pub would_help: String,
}

/// Consent as it was when the ranking was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentSummary {
    /// Treatment planning.
    pub treatment_planning: ConsentStatus,
    /// AI models.
    pub ai_models: ConsentStatus,
    /// Secondary findings.
    pub secondary_findings: ConsentStatus,
    /// Family sharing.
    pub family_sharing: ConsentStatus,
    /// Research export.
    pub research_export: ConsentStatus,
}

/// The whole answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankedOptions {
    /// Day for which it holds.
    pub as_of: PartialDate,
    /// Tumour type.
    pub tumour_type: TumourType,
    /// Alterations.
    pub alterations: Vec<RecognisedAlteration>,
    /// Ranked options.
    pub options: Vec<RankedOption>,
    /// Resistance.
    pub resistance: Vec<ResistanceEntry>,
    /// Not ranked.
    pub not_ranked: Vec<Blocked>,
    /// Trials that the patient may be eligible for, what fits best first. They stand apart from the options.
    #[serde(default)]
    pub trials: Vec<crate::TrialMatch>,
    /// Predictions of the models that ran.
    pub predictions: Vec<Prediction>,
    /// What the alterations say of diagnosis, outcome and inherited risk.
    pub findings: Vec<Finding>,
    /// Where sources disagree.
    pub conflicts: Vec<SourceConflict>,
    /// The missing values that would change the list most, first the most telling.
    pub test_next: Vec<TestNext>,
    /// Region of the site.
    pub region: Option<Region>,
    /// Preference weights that were used.
    pub preferences: Preferences,
    /// Set where there is nothing to rank.
    pub abstained: Option<Abstention>,
    /// Consent.
    pub consent: ConsentSummary,
    /// What a missing consent withheld, one sentence each.
    pub withheld: Vec<String>,
    /// What was not considered (trials, formulary ...), one sentence each.
    pub not_considered: Vec<String>,
    /// Version of the ranking rules.
    pub rules_version: String,
}
