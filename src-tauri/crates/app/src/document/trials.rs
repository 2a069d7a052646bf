//! Trials of `attune/options/1`: each criterion with its answer and what it rests on.

use attune_clinical::TrialStatus;
use attune_decision as d;
use serde::Serialize;
use ts_rs::TS;

/// A criterion with its answer.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CriterionDoc {
    /// What is asked: the words of the file, or the name of a group.
    pub text: String,
    /// True where the text stands in the file exactly so.
    pub verbatim: bool,
    /// True where it stands among the reasons that exclude; `fail` then means excluded.
    pub excludes: bool,
    /// `pass`, `warn`, `fail` or `undetermined`.
    pub answer: String,
    /// Whether the answer can change.
    pub recoverable: bool,
    /// Facts used, with value and date, or what is missing.
    pub facts: Vec<String>,
    /// Parts of a group.
    pub parts: Vec<CriterionDoc>,
}

/// An arm or dose level.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TrialArmDoc {
    /// Short name.
    pub code: String,
    /// What it is.
    pub name: String,
    /// Whether it takes patients, where the file says so.
    pub open: Option<bool>,
    /// `pass`, `warn`, `fail` or `undetermined`.
    pub answer: String,
    /// Whether the answer can change.
    pub recoverable: bool,
    /// Criteria.
    pub criteria: Vec<CriterionDoc>,
    /// Dose levels.
    pub levels: Vec<TrialArmDoc>,
}

/// How many single criteria have which answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct EligibilityCountsDoc {
    /// Met.
    pub pass: u32,
    /// Met with a caution.
    pub warn: u32,
    /// Not met.
    pub fail: u32,
    /// Not known.
    pub undetermined: u32,
}

/// A trial with its answer. It stands apart from the options and is never ranked among them.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TrialDoc {
    /// Register number, else the number of the protocol.
    pub id: String,
    /// Further numbers.
    pub other_ids: Vec<String>,
    /// Title.
    pub title: String,
    /// `recruiting`, `not_yet_recruiting`, `by_invitation`, `paused`, `ended` or `unknown`.
    pub status: String,
    /// The status as written.
    pub status_words: String,
    /// Phase, as written.
    pub phase: Option<String>,
    /// Treatments under study.
    pub interventions: Vec<String>,
    /// Key words that name the patient's tumour or alteration.
    pub keywords_met: Vec<String>,
    /// `pass`, `warn`, `fail` or `undetermined`.
    pub verdict: String,
    /// The verdict in words.
    pub verdict_words: String,
    /// Whether the verdict can change.
    pub recoverable: bool,
    /// Single criteria by answer.
    pub counts: EligibilityCountsDoc,
    /// Criteria of the whole trial.
    pub criteria: Vec<CriterionDoc>,
    /// Arms.
    pub arms: Vec<TrialArmDoc>,
    /// Day of the last update, as written.
    pub updated: Option<String>,
    /// File that it was read from.
    pub source_file: String,
}

impl From<&d::CriterionAnswer> for CriterionDoc {
    fn from(c: &d::CriterionAnswer) -> Self {
        Self {
            text: c.text.clone(),
            verbatim: c.verbatim,
            excludes: c.excludes,
            answer: c.answer.name().to_owned(),
            recoverable: c.recoverable,
            facts: c.facts.clone(),
            parts: c.parts.iter().map(Into::into).collect(),
        }
    }
}

impl From<&d::TrialArmMatch> for TrialArmDoc {
    fn from(a: &d::TrialArmMatch) -> Self {
        Self {
            code: a.code.clone(),
            name: a.name.clone(),
            open: a.open,
            answer: a.answer.name().to_owned(),
            recoverable: a.recoverable,
            criteria: a.criteria.iter().map(Into::into).collect(),
            levels: a.levels.iter().map(Into::into).collect(),
        }
    }
}

impl From<&d::TrialMatch> for TrialDoc {
    fn from(t: &d::TrialMatch) -> Self {
        Self {
            id: t.id.clone(),
            other_ids: t.other_ids.clone(),
            title: t.title.clone(),
            status: match t.status {
                TrialStatus::Recruiting => "recruiting",
                TrialStatus::NotYetRecruiting => "not_yet_recruiting",
                TrialStatus::ByInvitation => "by_invitation",
                TrialStatus::Paused => "paused",
                TrialStatus::Ended => "ended",
                TrialStatus::Unknown => "unknown",
            }
            .to_owned(),
            status_words: t.status_words.clone(),
            phase: t.phase.clone(),
            interventions: t.interventions.clone(),
            keywords_met: t.keywords_met.clone(),
            verdict: t.answer.name().to_owned(),
            verdict_words: t.verdict_words().to_owned(),
            recoverable: t.recoverable,
            counts: EligibilityCountsDoc {
                pass: t.counts.pass,
                warn: t.counts.warn,
                fail: t.counts.fail,
                undetermined: t.counts.undetermined,
            },
            criteria: t.criteria.iter().map(Into::into).collect(),
            arms: t.arms.iter().map(Into::into).collect(),
            updated: t.updated.clone(),
            source_file: t.source.clone(),
        }
    }
}
