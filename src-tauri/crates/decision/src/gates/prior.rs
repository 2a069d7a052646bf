//! Earlier treatment: progression or toxicity on the drug or its class.

use attune_clinical::MedicationStatus;

use super::{Answer, Verdict};
use crate::SafetyKind;
use crate::person::{Person, Taken};
use crate::treatment::{DrugIndex, Treatment};

const PROGRESSION: [&str; 5] = ["progress", "refractory", "relapse", "lack of efficacy", "no response"];
const TOXICITY: [&str; 22] = [
    "toxic",
    "adverse",
    "intoleran",
    "pneumonitis",
    "myocarditis",
    "colitis",
    "hepatitis",
    "neuropathy",
    "side effect",
    "reaction",
    "anaphyla",
    "cardiomyopathy",
    "fibrillation",
    "bleeding",
    "haemorrhage",
    "hemorrhage",
    "thrombo",
    "embol",
    "infarct",
    "heart failure",
    "perforation",
    "rash",
];
/// Reasons that say nothing against the drug: the course was given as planned, or the person chose so.
const HARMLESS: [&str; 10] = [
    "complet",
    "course finished",
    "end of treatment",
    "planned",
    "finished",
    "patient choice",
    "patient preference",
    "remission",
    "surgery",
    "response",
];
const GRAVE: [&str; 9] = [
    "intoleran",
    "severe",
    "grade 3",
    "grade 4",
    "life-threatening",
    "myocarditis",
    "anaphyla",
    "pneumonitis",
    "cardiomyopathy",
];
const SOURCE: &str = "medication list of the record";
/// Begin of the words on an earlier drug of the same class.
const AFTER_ITS_CLASS: &str = "Earlier ";

/// True where a drug of its class, or a part of it, failed before or was not borne: others come first.
pub(super) fn is_second_choice(answers: &[Answer]) -> bool {
    answers.iter().any(|a| a.kind == SafetyKind::PriorTherapy && a.verdict == Verdict::Warn)
}

pub(super) fn check(
    treatment: &Treatment,
    drugs: &DrugIndex<'_>,
    person: &Person<'_>,
    answers: &mut Vec<Answer>,
) {
    exhausted(treatment, drugs, person, answers);
    for taken in person.taken.iter().filter(|t| t.course != MedicationStatus::Planned) {
        let holds = treatment.drugs.iter().any(|d| taken.drugs.contains(d));
        let Some(reason) = taken.stopped_because.as_deref() else {
            if holds {
                answers.extend(without_reason(taken));
            }
            continue;
        };
        let text = reason.to_lowercase();
        let progressed = PROGRESSION.iter().any(|w| text.contains(w));
        let toxic = TOXICITY.iter().any(|w| text.contains(w));
        if !progressed && !toxic {
            if holds && !HARMLESS.iter().any(|w| text.contains(w)) {
                let message = format!(
                    "{} was stopped {}: {reason}; whether that speaks against giving it again is not known",
                    taken.text,
                    when(taken)
                );
                answers.push(answer(Verdict::Undetermined, message, None));
            }
            continue;
        }
        let same: Vec<&String> = treatment.drugs.iter().filter(|d| taken.drugs.contains(d)).collect();
        if !same.is_empty() {
            answers.push(same_drug(treatment, taken, reason, progressed, &text));
        } else if let Some((drug, class)) = shared_class(treatment, taken, drugs) {
            let message = format!(
                "{AFTER_ITS_CLASS}{} of the same class as {drug} ({class}) was stopped {}: {reason}",
                taken.text,
                when(taken)
            );
            answers.push(answer(Verdict::Warn, message, None));
        }
    }
}

/// Drugs that accompany a treatment and do not make it.
const ACCOMPANYING: [&str; 2] = ["corticosteroid", "folate"];

/// A regimen of which every active drug was stopped for progression, whether in one regimen or in several.
fn exhausted(treatment: &Treatment, drugs: &DrugIndex<'_>, person: &Person<'_>, answers: &mut Vec<Answer>) {
    let progressed = |t: &&Taken| {
        let reason = t.stopped_because.as_deref().unwrap_or_default().to_lowercase();
        t.course != MedicationStatus::Planned && PROGRESSION.iter().any(|w| reason.contains(w))
    };
    let failed: Vec<&Taken> = person.taken.iter().filter(progressed).collect();
    // Fluoropyrimidines stand in for one another.
    let stands_for = |t: &&&Taken, drug: &String| {
        t.drugs.contains(drug)
            || (drugs.is(drug, "fluoropyrimidine") && t.classes.iter().any(|c| c == "fluoropyrimidine"))
    };
    let active: Vec<&String> =
        treatment.drugs.iter().filter(|d| !ACCOMPANYING.iter().any(|c| drugs.is(d, c))).collect();
    if active.len() < 2 || failed.iter().any(|t| treatment.drugs.iter().all(|d| t.drugs.contains(d))) {
        return;
    }
    let mut by: Vec<&Taken> = Vec::new();
    for drug in active {
        let Some(taken) = failed.iter().find(|t| stands_for(t, drug)) else { return };
        if !by.iter().any(|t| t.text == taken.text) {
            by.push(taken);
        }
    }
    let names: Vec<String> = by.iter().map(|t| format!("{} {}", t.text, when(t))).collect();
    let message = format!("Every active drug of it was stopped for progression: {}", names.join(", "));
    answers.push(answer(Verdict::Fail { recoverable: false }, message, None));
}

/// What is to be asked of a drug that is taken now, or was stopped without a reason.
fn without_reason(taken: &Taken) -> Option<Answer> {
    match taken.course {
        MedicationStatus::Current => Some(answer(
            Verdict::Undetermined,
            format!("{} is taken now: whether it still holds the tumour is not recorded", taken.text),
            None,
        )),
        MedicationStatus::Past => Some(answer(
            Verdict::Undetermined,
            format!("{} was stopped {}: the reason is not recorded", taken.text, when(taken)),
            None,
        )),
        MedicationStatus::Unknown | MedicationStatus::Planned => None,
    }
}

fn same_drug(treatment: &Treatment, taken: &Taken, reason: &str, progressed: bool, text: &str) -> Answer {
    // Progression speaks against the same treatment or a part of it, not against a new combination.
    let nothing_new = treatment.drugs.iter().all(|d| taken.drugs.contains(d));
    let grave = GRAVE.iter().any(|w| text.contains(w));
    let message = format!("{} was stopped {}: {reason}", taken.text, when(taken));
    if progressed && nothing_new {
        answer(Verdict::Fail { recoverable: false }, message, None)
    } else if !progressed && grave {
        let possible = "the earlier toxicity is assessed and rechallenge is accepted".to_owned();
        answer(Verdict::Fail { recoverable: true }, message, Some(possible))
    } else {
        answer(Verdict::Warn, message, None)
    }
}

/// Classes that say no more than "a drug against tumours": sharing one of them says nothing of cross-resistance.
const WIDE: [&str; 6] = [
    "chemotherapy",
    "kinase inhibitor",
    "antimetabolite",
    "alkylating agent",
    "antibody-drug conjugate",
    "endocrine therapy",
];

/// True for classes of one way to act; not for wide ones, nor for what a drug does to enzymes or the heart.
fn is_narrow(class: &str) -> bool {
    !WIDE.contains(&class) && !class.contains("CYP") && !class.starts_with("QT")
}

/// A class that a drug of the treatment shares with an earlier one.
fn shared_class<'t>(
    treatment: &'t Treatment,
    taken: &Taken,
    drugs: &DrugIndex<'_>,
) -> Option<(&'t str, String)> {
    treatment.drugs.iter().find_map(|drug| {
        let class = drugs.classes(drug).iter().find(|c| taken.classes.contains(c) && is_narrow(c))?;
        Some((drug.as_str(), class.clone()))
    })
}

fn when(taken: &Taken) -> String {
    match (taken.end, taken.start) {
        (Some(end), _) => format!("on {}", end.display()),
        (None, Some(start)) => format!("after a start on {}", start.display()),
        (None, None) => "(undated)".to_owned(),
    }
}

fn answer(verdict: Verdict, message: String, becomes_possible: Option<String>) -> Answer {
    Answer { verdict, kind: SafetyKind::PriorTherapy, message, source: SOURCE.to_owned(), becomes_possible }
}
