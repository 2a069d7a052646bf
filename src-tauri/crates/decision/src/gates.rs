//! Safety gates: what stands against a treatment for this patient, before anything is ranked.
//!
//! Each gate answers pass, warn, fail or undetermined, and whether a failure can be undone. Undetermined is
//! never a pass and never a failure: the option stays ranked and the missing test is named.

mod allergy;
mod pgx;
mod prior;
mod rule;
mod state;

use attune_knowledge::SafetyCriterion;

use crate::person::{Override, Person};
use crate::treatment::{DrugIndex, Treatment};
use crate::{GateAnswer, GateVerdict, SafetyKind, SafetyNote, SafetySeverity};

/// Answer of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The fact is known and does not stand against the treatment.
    Pass,
    /// To know.
    Info,
    /// Ranked with a caution.
    Warn,
    /// Not ranked.
    Fail {
        /// Whether the fact can change: a laboratory value can, a genotype cannot.
        recoverable: bool,
    },
    /// The fact is not known.
    Undetermined,
}

/// One answer with the fact, its value and date, and the rule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) verdict: Verdict,
    pub(crate) kind: SafetyKind,
    pub(crate) message: String,
    pub(crate) source: String,
    /// What would lift a recoverable failure.
    pub(crate) becomes_possible: Option<String>,
}

/// All answers for a treatment.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Gates {
    pub(crate) answers: Vec<Answer>,
}

impl Gates {
    /// The failures, the lasting ones first.
    pub(crate) fn failures(&self) -> Vec<&Answer> {
        let mut failed: Vec<&Answer> =
            self.answers.iter().filter(|a| matches!(a.verdict, Verdict::Fail { .. })).collect();
        failed.sort_by_key(|a| a.verdict == Verdict::Fail { recoverable: true });
        failed
    }

    /// How many kinds of caution there are. Three sources on one gene are one caution.
    pub(crate) fn cautions(&self) -> usize {
        let mut kinds: Vec<SafetyKind> = Vec::new();
        for answer in self.answers.iter().filter(|a| a.verdict == Verdict::Warn) {
            if !kinds.contains(&answer.kind) {
                kinds.push(answer.kind);
            }
        }
        kinds.len()
    }

    /// True where a drug of the same class, or a part of the treatment, failed before or was not borne.
    pub(crate) fn second_choice(&self) -> bool {
        prior::is_second_choice(&self.answers)
    }

    /// Notes for the screen, most serious first.
    pub(crate) fn notes(&self) -> Vec<SafetyNote> {
        let mut notes: Vec<SafetyNote> = self
            .answers
            .iter()
            .filter_map(|a| {
                let severity = match a.verdict {
                    Verdict::Fail { .. } => SafetySeverity::Block,
                    Verdict::Warn => SafetySeverity::Caution,
                    Verdict::Info => SafetySeverity::Info,
                    Verdict::Pass | Verdict::Undetermined => return None,
                };
                Some(SafetyNote {
                    severity,
                    kind: a.kind,
                    message: a.message.clone(),
                    source: a.source.clone(),
                })
            })
            .collect();
        notes.sort_by_key(|n| n.severity);
        notes
    }

    /// All answers, as documents carry them. What is to know and stands against nothing is a pass.
    pub(crate) fn all(&self) -> Vec<GateAnswer> {
        let answer = |a: &Answer| {
            let (verdict, recoverable) = match a.verdict {
                Verdict::Pass | Verdict::Info => (GateVerdict::Pass, None),
                Verdict::Warn => (GateVerdict::Warn, Some(changes(a.kind))),
                Verdict::Fail { recoverable } => (GateVerdict::Fail, Some(recoverable)),
                Verdict::Undetermined => (GateVerdict::Undetermined, Some(true)),
            };
            let (message, source) = (a.message.clone(), a.source.clone());
            GateAnswer { verdict, recoverable, kind: a.kind, message, source }
        };
        self.answers.iter().map(answer).collect()
    }

    /// Gates that were passed.
    pub(crate) fn passed(&self) -> Vec<String> {
        self.messages(Verdict::Pass)
    }

    /// What is not known, with the test that would tell.
    pub(crate) fn unknown(&self) -> Vec<String> {
        self.messages(Verdict::Undetermined)
    }

    fn messages(&self, verdict: Verdict) -> Vec<String> {
        let mut messages: Vec<String> = Vec::new();
        for answer in self.answers.iter().filter(|a| a.verdict == verdict) {
            if !messages.contains(&answer.message) {
                messages.push(answer.message.clone());
            }
        }
        messages
    }
}

/// Whether facts of a kind can change: genes, allergies and what was given stay.
fn changes(kind: SafetyKind) -> bool {
    matches!(kind, SafetyKind::OrganFunction | SafetyKind::Interaction | SafetyKind::Other)
}

/// Whether a changed fact can change the answers for a treatment. Without a change it cannot.
pub(crate) fn concerned(treatment: &Treatment, drugs: &DrugIndex<'_>, change: Option<&Override>) -> bool {
    let ruled = |f: &dyn Fn(&SafetyCriterion) -> bool| {
        treatment.drugs.iter().filter_map(|d| drugs.get(d)).any(|e| e.rules.iter().any(|r| f(&r.criterion)))
    };
    match change {
        None => false,
        // The performance status is asked of every treatment.
        Some(Override::Ecog(_)) => true,
        Some(Override::Lab { analyte: changed, .. }) => {
            ruled(&|c| matches!(c, SafetyCriterion::Lab { analyte, .. } if analyte == changed))
        }
        Some(Override::Phenotype { gene: changed, .. }) => {
            pgx::concerned(treatment, drugs, changed)
                || ruled(&|c| matches!(c, SafetyCriterion::Pgx { gene, .. } if gene == changed))
        }
    }
}

/// Runs all gates for a treatment.
pub(crate) fn check(treatment: &Treatment, drugs: &DrugIndex<'_>, person: &Person<'_>) -> Gates {
    let mut answers = Vec::new();
    pgx::check(treatment, drugs, person, &mut answers);
    if person.record.is_some() {
        allergy::check(treatment, drugs, person, &mut answers);
        prior::check(treatment, drugs, person, &mut answers);
        state::check(person, &mut answers);
    } else {
        answers.push(Answer {
            verdict: Verdict::Undetermined,
            kind: SafetyKind::Other,
            message:
                "No health record: organ function, allergies, medication and earlier treatment are not known"
                    .to_owned(),
            source: String::new(),
            becomes_possible: None,
        });
    }
    rule::check(treatment, drugs, person, &mut answers);
    for class in drugs.class_parts(treatment) {
        answers.push(Answer {
            verdict: Verdict::Undetermined,
            kind: SafetyKind::Other,
            message: format!("`{class}` names a class: check the drug that is chosen against this record"),
            source: String::new(),
            becomes_possible: None,
        });
    }
    let mut seen: Vec<Answer> = Vec::with_capacity(answers.len());
    for answer in answers {
        if !seen.contains(&answer) {
            seen.push(answer);
        }
    }
    Gates { answers: seen }
}
