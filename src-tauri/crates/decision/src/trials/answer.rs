//! The four answers, how they are joined, and the values that the screen shows.

use attune_clinical::TrialStatus;
use serde::{Deserialize, Serialize};

/// Answer to a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Eligibility {
    /// Met.
    Pass,
    /// Met, but a person should look.
    Warn,
    /// Not met.
    Fail,
    /// Not known.
    #[default]
    Undetermined,
}

impl Eligibility {
    /// The stable word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Undetermined => "undetermined",
        }
    }

    /// Order of trials: what fits, what may fit, what may fit later, what does not.
    pub(crate) fn place(self, recoverable: bool) -> u8 {
        match (self, recoverable) {
            (Self::Pass, _) => 0,
            (Self::Warn, _) => 1,
            (Self::Undetermined, _) => 2,
            (Self::Fail, true) => 3,
            (Self::Fail, false) => 4,
        }
    }

    /// How much it stands against: pass, warn, undetermined, fail.
    fn weight(self) -> u8 {
        match self {
            Self::Pass => 0,
            Self::Warn => 1,
            Self::Undetermined => 2,
            Self::Fail => 3,
        }
    }
}

/// An answer with whether it can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict4 {
    pub(crate) answer: Eligibility,
    pub(crate) recoverable: bool,
}

/// The worst; it can change only where each of the worst can.
pub(crate) fn all(parts: impl IntoIterator<Item = Verdict4>) -> Verdict4 {
    let parts: Vec<Verdict4> = parts.into_iter().collect();
    let worst = parts.iter().map(|p| p.answer).max_by_key(|a| a.weight()).unwrap_or(Eligibility::Pass);
    let recoverable = parts.iter().filter(|p| p.answer == worst).all(|p| p.recoverable);
    Verdict4 { answer: worst, recoverable }
}

/// The best; it can change where one of the best can. Nothing to choose from is not known.
pub(crate) fn any(parts: impl IntoIterator<Item = Verdict4>) -> Verdict4 {
    let parts: Vec<Verdict4> = parts.into_iter().collect();
    let Some(best) = parts.iter().map(|p| p.answer).min_by_key(|a| a.weight()) else {
        return Verdict4 { answer: Eligibility::Undetermined, recoverable: true };
    };
    let recoverable = parts.iter().filter(|p| p.answer == best).any(|p| p.recoverable);
    Verdict4 { answer: best, recoverable }
}

/// Pass and fail change places; what is not known stays so, and a caution stays a caution.
pub(crate) fn negated(verdict: Verdict4) -> Verdict4 {
    let answer = match verdict.answer {
        Eligibility::Pass => Eligibility::Fail,
        Eligibility::Fail => Eligibility::Pass,
        other => other,
    };
    Verdict4 { answer, ..verdict }
}

/// A criterion with its answer and what it rests on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CriterionAnswer {
    /// What is asked: the words of the file, or the name of a group.
    pub text: String,
    /// True where `text` stands in the file exactly so.
    pub verbatim: bool,
    /// True where it stands among the reasons that exclude. The answer is turned already: fail means excluded.
    pub excludes: bool,
    /// Answer.
    pub answer: Eligibility,
    /// Whether the answer can change: a laboratory value can, an age limit cannot.
    pub recoverable: bool,
    /// Facts used, each with value and date, or what is missing.
    pub facts: Vec<String>,
    /// Parts of a group.
    pub parts: Vec<CriterionAnswer>,
}

impl CriterionAnswer {
    pub(crate) fn verdict(&self) -> Verdict4 {
        Verdict4 { answer: self.answer, recoverable: self.recoverable }
    }
}

/// A single criterion.
pub(crate) fn leaf(
    text: &str,
    answer: Eligibility,
    recoverable: bool,
    facts: Vec<String>,
) -> CriterionAnswer {
    CriterionAnswer { text: text.to_owned(), answer, recoverable, facts, ..CriterionAnswer::default() }
}

/// How many single criteria have which answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EligibilityCounts {
    /// Met.
    pub pass: u32,
    /// Met with a caution.
    pub warn: u32,
    /// Not met.
    pub fail: u32,
    /// Not known.
    pub undetermined: u32,
}

impl EligibilityCounts {
    pub(crate) fn add(&mut self, criterion: &CriterionAnswer) {
        if criterion.parts.is_empty() {
            match criterion.answer {
                Eligibility::Pass => self.pass += 1,
                Eligibility::Warn => self.warn += 1,
                Eligibility::Fail => self.fail += 1,
                Eligibility::Undetermined => self.undetermined += 1,
            }
        }
        criterion.parts.iter().for_each(|p| self.add(p));
    }

    pub(crate) fn add_arm(&mut self, arm: &TrialArmMatch) {
        arm.criteria.iter().for_each(|c| self.add(c));
        arm.levels.iter().for_each(|l| self.add_arm(l));
    }
}

/// An arm or dose level with its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrialArmMatch {
    /// Short name.
    pub code: String,
    /// What it is.
    pub name: String,
    /// Whether it takes patients, where the file says so.
    pub open: Option<bool>,
    /// Answer of its own criteria and dose levels.
    pub answer: Eligibility,
    /// Whether the answer can change.
    pub recoverable: bool,
    /// Criteria.
    pub criteria: Vec<CriterionAnswer>,
    /// Dose levels.
    pub levels: Vec<TrialArmMatch>,
}

/// A trial with its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrialMatch {
    /// Register number, else the number of the protocol.
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
    /// Key words that name the patient's tumour or alteration.
    pub keywords_met: Vec<String>,
    /// Answer of all criteria together. Undetermined is neither a pass nor a failure.
    pub answer: Eligibility,
    /// Whether the answer can change.
    pub recoverable: bool,
    /// Single criteria by answer.
    pub counts: EligibilityCounts,
    /// Criteria of the whole trial.
    pub criteria: Vec<CriterionAnswer>,
    /// Arms.
    pub arms: Vec<TrialArmMatch>,
    /// Day of the last update, as written.
    pub updated: Option<String>,
    /// File that it was read from.
    pub source: String,
}

impl TrialMatch {
    /// The verdict in words, for screen and page.
    #[must_use]
    pub fn verdict_words(&self) -> &'static str {
        match (self.answer, self.recoverable) {
            (Eligibility::Pass, _) => "All criteria met",
            (Eligibility::Warn, _) => "Criteria met, with cautions",
            (Eligibility::Undetermined, _) => "May fit: criteria to be clarified",
            (Eligibility::Fail, true) => "Not now: a fact that can change stands against it",
            (Eligibility::Fail, false) => "Does not fit",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v(answer: Eligibility, recoverable: bool) -> Verdict4 {
        Verdict4 { answer, recoverable }
    }

    #[test]
    fn groups_take_the_worst_or_the_best() {
        use Eligibility::{Fail, Pass, Undetermined, Warn};
        assert_eq!(all([v(Pass, true), v(Undetermined, true), v(Warn, true)]).answer, Undetermined);
        assert_eq!(all([v(Undetermined, true), v(Fail, true), v(Fail, false)]), v(Fail, false));
        assert_eq!(any([v(Fail, false), v(Undetermined, true)]).answer, Undetermined);
        assert_eq!(any([v(Fail, false), v(Fail, true)]), v(Fail, true));
        assert_eq!(any([v(Warn, true), v(Pass, true)]).answer, Pass);
        for answer in [Pass, Warn, Fail, Undetermined] {
            assert_eq!(negated(negated(v(answer, true))), v(answer, true));
        }
        assert_eq!(negated(v(Undetermined, true)).answer, Undetermined);
        assert_eq!(negated(v(Warn, true)).answer, Warn);
    }
}
