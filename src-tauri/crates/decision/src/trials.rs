//! Which trials a patient may be eligible for, criterion by criterion.
//!
//! Each criterion answers pass, warn, fail or undetermined, and whether the answer can change (after the ACTIN
//! idea of the Hartwig Medical Foundation). A line in words is read only where all of it is understood; every
//! other line is undetermined and stands there as in the file, for a person to read. A trial is not an option: it
//! stands apart and never in the ranked list.

mod answer;
mod clinical;
mod diagnosis;
mod genomic;
mod lab;
mod limits;
mod prior;
mod sentence;
mod words;

use attune_clinical::{Consented, Criterion, CriterionKind, TreatmentPlanning, Trial, TrialArm, TrialStatus};
use attune_knowledge::{KnowledgeBase, PackError};

pub use answer::{CriterionAnswer, Eligibility, EligibilityCounts, TrialArmMatch, TrialMatch};

use crate::observed::Observed;
use crate::person::Person;
use crate::{Case, Facts, PackFacts, TumourType, tumour};
use answer::{Verdict4, all, any, leaf, negated};

/// A trial with the file that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcedTrial {
    /// The trial.
    pub trial: Trial,
    /// File name.
    pub source: String,
}

/// The patient, as the criteria ask.
pub(crate) struct Asked<'a, F: Facts> {
    pub(crate) case: &'a Case,
    pub(crate) person: Person<'a>,
    pub(crate) observed: Observed,
    pub(crate) tumour: TumourType,
    pub(crate) facts: &'a F,
}

/// Matches a consented case with trials, by the facts of a pack. What fits best comes first.
///
/// # Errors
/// The pack's refusal of a part.
pub fn match_trials(
    case: &Consented<Case, TreatmentPlanning>,
    knowledge: &KnowledgeBase,
    trials: &[SourcedTrial],
) -> Result<Vec<TrialMatch>, PackError> {
    if trials.is_empty() {
        return Ok(Vec::new());
    }
    Ok(match_trials_with(case, &PackFacts::open(knowledge)?, trials))
}

/// As [`match_trials`], over any source of facts.
#[must_use]
pub fn match_trials_with<F: Facts>(
    case: &Consented<Case, TreatmentPlanning>,
    facts: &F,
    trials: &[SourcedTrial],
) -> Vec<TrialMatch> {
    let case = case.get();
    let asked = Asked {
        case,
        person: Person::of(case, facts),
        observed: Observed::of(case),
        tumour: tumour::recognise(case, facts),
        facts,
    };
    let mut matches: Vec<TrialMatch> = trials.iter().map(|t| asked.trial(t)).collect();
    matches.sort_by(|a, b| {
        (a.answer.place(a.recoverable), std::cmp::Reverse(a.counts.pass), a.counts.undetermined, &a.id).cmp(
            &(b.answer.place(b.recoverable), std::cmp::Reverse(b.counts.pass), b.counts.undetermined, &b.id),
        )
    });
    matches
}

impl<F: Facts> Asked<'_, F> {
    fn trial(&self, sourced: &SourcedTrial) -> TrialMatch {
        let trial = &sourced.trial;
        let mut criteria = vec![recruiting(trial)];
        criteria.extend(trial.criteria.iter().map(|c| self.criterion(c)));
        let arms: Vec<TrialArmMatch> = trial.arms.iter().map(|a| self.arm(a)).collect();
        let whole = all(criteria.iter().map(CriterionAnswer::verdict));
        // Arms that only describe the treatment ask for nothing.
        let asking = trial.arms.iter().any(asks);
        let verdict = if asking {
            all([whole, any(arms.iter().map(|a| Verdict4 { answer: a.answer, recoverable: a.recoverable }))])
        } else {
            whole
        };
        let mut counts = EligibilityCounts::default();
        criteria.iter().for_each(|c| counts.add(c));
        arms.iter().for_each(|a| counts.add_arm(a));
        TrialMatch {
            id: trial.id.clone(),
            other_ids: trial.other_ids.clone(),
            title: trial.title.clone(),
            status: trial.status,
            status_words: trial.status_words.clone(),
            phase: trial.phase.clone(),
            interventions: trial.interventions.clone(),
            keywords_met: self.keywords_met(trial),
            answer: verdict.answer,
            recoverable: verdict.recoverable,
            counts,
            criteria,
            arms,
            updated: trial.updated.clone(),
            source: sourced.source.clone(),
        }
    }

    fn arm(&self, arm: &TrialArm) -> TrialArmMatch {
        let mut criteria = Vec::new();
        if arm.open == Some(false) {
            let facts = vec!["The file says that it is suspended".to_owned()];
            criteria.push(leaf("Takes patients", Eligibility::Fail, true, facts));
        }
        criteria.extend(arm.criteria.iter().map(|c| self.criterion(c)));
        let levels: Vec<TrialArmMatch> = arm.levels.iter().map(|l| self.arm(l)).collect();
        let mut verdict = all(criteria.iter().map(CriterionAnswer::verdict));
        if arm.levels.iter().any(asks) {
            let best = any(levels.iter().map(|l| Verdict4 { answer: l.answer, recoverable: l.recoverable }));
            verdict = all([verdict, best]);
        }
        TrialArmMatch {
            code: arm.code.clone(),
            name: arm.name.clone(),
            open: arm.open,
            answer: verdict.answer,
            recoverable: verdict.recoverable,
            criteria,
            levels,
        }
    }

    fn criterion(&self, criterion: &Criterion) -> CriterionAnswer {
        match criterion {
            Criterion::All(parts) => self.group("All of", parts, all),
            Criterion::AnyOf(parts) => self.group("One of", parts, any),
            Criterion::Not(inner) => {
                let inner = self.criterion(inner);
                let verdict = negated(inner.verdict());
                CriterionAnswer {
                    text: "None of".to_owned(),
                    answer: verdict.answer,
                    recoverable: verdict.recoverable,
                    parts: vec![inner],
                    ..CriterionAnswer::default()
                }
            }
            Criterion::Node { kind: CriterionKind::Genomic, fields } => self.genomic(fields),
            Criterion::Node { kind: CriterionKind::Clinical, fields } => self.clinical(fields),
            Criterion::Node { kind: CriterionKind::PriorTreatment, fields } => self.prior_fields(fields),
            Criterion::Words { text, excludes } => self.words(text, *excludes),
            Criterion::Unread { text } => CriterionAnswer { verbatim: true, ..for_a_person(text) },
        }
    }

    fn group(
        &self,
        words: &str,
        parts: &[Criterion],
        join: impl Fn(Vec<Verdict4>) -> Verdict4,
    ) -> CriterionAnswer {
        let parts: Vec<CriterionAnswer> = parts.iter().map(|c| self.criterion(c)).collect();
        if parts.is_empty() {
            return for_a_person(&format!("{words}: nothing stands in this group"));
        }
        let verdict = join(parts.iter().map(CriterionAnswer::verdict).collect());
        CriterionAnswer {
            text: words.to_owned(),
            answer: verdict.answer,
            recoverable: verdict.recoverable,
            parts,
            ..CriterionAnswer::default()
        }
    }

    /// Key words of the register that name the patient's tumour or an alteration of it. They decide nothing.
    fn keywords_met(&self, trial: &Trial) -> Vec<String> {
        let met = |word: &&String| {
            self.observed.all().iter().any(|a| a.label().eq_ignore_ascii_case(word.trim()))
                || self.facts.tumour(word).is_some_and(|node| {
                    self.tumour.code.as_deref().is_some_and(|code| self.facts.is_a(code, &node.code))
                })
        };
        trial.keywords.iter().filter(met).cloned().collect()
    }
}

/// Whether an arm asks for something, or is closed.
fn asks(arm: &TrialArm) -> bool {
    arm.open == Some(false) || !arm.criteria.is_empty() || arm.levels.iter().any(asks)
}

/// A criterion that no rule of this program reads.
pub(crate) fn for_a_person(text: &str) -> CriterionAnswer {
    leaf(text, Eligibility::Undetermined, true, vec!["To be read by a person".to_owned()])
}

fn recruiting(trial: &Trial) -> CriterionAnswer {
    let stated = if trial.status_words.is_empty() { "not stated" } else { &trial.status_words };
    let (answer, recoverable) = match trial.status {
        TrialStatus::Recruiting => (Eligibility::Pass, true),
        TrialStatus::NotYetRecruiting | TrialStatus::ByInvitation => (Eligibility::Warn, true),
        TrialStatus::Paused => (Eligibility::Fail, true),
        TrialStatus::Ended => (Eligibility::Fail, false),
        TrialStatus::Unknown => (Eligibility::Undetermined, true),
    };
    let updated = trial.updated.as_ref().map_or(String::new(), |d| format!(", updated {d}"));
    leaf("Takes patients", answer, recoverable, vec![format!("Status in the file: {stated}{updated}")])
}
