//! Clinical trials as their registers and curators write them. Criteria keep the words of the file; what they
//! mean for a patient is answered elsewhere.

use serde::{Deserialize, Serialize};

/// Whether a trial takes patients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrialStatus {
    /// Open to patients.
    Recruiting,
    /// Announced, not open yet.
    NotYetRecruiting,
    /// Open to people whom the trial invites.
    ByInvitation,
    /// Closed for now, or active without recruiting.
    Paused,
    /// Completed, terminated or withdrawn.
    Ended,
    /// Not stated, or a word that is not known.
    Unknown,
}

impl TrialStatus {
    /// Reads the words of ClinicalTrials.gov and of CTML files.
    #[must_use]
    pub fn read(words: &str) -> Self {
        let plain: String =
            words.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        match plain.as_str() {
            "recruiting" | "open to accrual" | "open" | "open for enrollment" | "available" => {
                Self::Recruiting
            }
            "not yet recruiting" | "new" | "approved" | "irb initial approval" | "not yet open" => {
                Self::NotYetRecruiting
            }
            "enrolling by invitation" => Self::ByInvitation,
            "suspended"
            | "active not recruiting"
            | "closed to accrual"
            | "closed"
            | "on hold"
            | "temporarily closed"
            | "temporarily closed to accrual"
            | "temporarily not available" => Self::Paused,
            "completed"
            | "terminated"
            | "withdrawn"
            | "no longer available"
            | "irb study closure"
            | "study closed" => Self::Ended,
            _ => Self::Unknown,
        }
    }
}

/// Which kind of fact a criterion asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CriterionKind {
    /// An alteration or biomarker of the tumour.
    Genomic,
    /// Age, sex, diagnosis, state.
    Clinical,
    /// Earlier treatment.
    PriorTreatment,
}

/// One question of a criterion. Several values are alternatives. A value that starts with `!` is negated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionField {
    /// Name in lower case, as in the file: `hugo_symbol`, `age_numerical` ...
    pub name: String,
    /// Values, as in the file.
    pub values: Vec<String>,
}

/// A criterion of a trial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// All of these.
    All(Vec<Criterion>),
    /// One of these.
    AnyOf(Vec<Criterion>),
    /// Not this.
    Not(Box<Criterion>),
    /// Questions to one alteration, or to the person.
    Node {
        /// Kind of fact.
        kind: CriterionKind,
        /// The questions; for an alteration they are asked of the same one.
        fields: Vec<CriterionField>,
    },
    /// A line in words, exactly as in the file.
    Words {
        /// The line.
        text: String,
        /// True where it stands among the reasons that exclude.
        excludes: bool,
    },
    /// Something that the reader could not take apart. It is answered by a person.
    Unread {
        /// What stands there, shortened.
        text: String,
    },
}

/// An arm of a trial, or a dose level of an arm.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TrialArm {
    /// Short name.
    pub code: String,
    /// What it is.
    pub name: String,
    /// Whether it takes patients; `None` where the file does not say.
    pub open: Option<bool>,
    /// All of these are needed.
    pub criteria: Vec<Criterion>,
    /// Dose levels; one that is open and fits is needed where there are any.
    pub levels: Vec<TrialArm>,
}

/// A trial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// Register number (`NCT...`), else the number of the protocol.
    pub id: String,
    /// Further numbers.
    pub other_ids: Vec<String>,
    /// Title.
    pub title: String,
    /// Whether it takes patients.
    pub status: TrialStatus,
    /// The status as written.
    pub status_words: String,
    /// Phase, as written.
    pub phase: Option<String>,
    /// Treatments under study.
    pub interventions: Vec<String>,
    /// Key words of the register. They do not decide who may take part.
    pub keywords: Vec<String>,
    /// Needed for the whole trial.
    pub criteria: Vec<Criterion>,
    /// Arms. Where they have criteria, one that is open and fits is needed.
    pub arms: Vec<TrialArm>,
    /// Day of the last update, as written.
    pub updated: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_read_or_unknown() {
        for (words, status) in [
            ("RECRUITING", TrialStatus::Recruiting),
            ("Open to Accrual", TrialStatus::Recruiting),
            ("ACTIVE_NOT_RECRUITING", TrialStatus::Paused),
            ("Active, not recruiting", TrialStatus::Paused),
            ("ENROLLING_BY_INVITATION", TrialStatus::ByInvitation),
            ("Terminated", TrialStatus::Ended),
            ("UNKNOWN", TrialStatus::Unknown),
            ("", TrialStatus::Unknown),
            ("open to everybody who asks", TrialStatus::Unknown),
        ] {
            assert_eq!(TrialStatus::read(words), status, "{words}");
        }
    }
}
