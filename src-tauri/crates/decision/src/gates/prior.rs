//! Earlier treatment: progression or toxicity on the drug or its class.

use attune_clinical::MedicationStatus;

use super::{Answer, Verdict};
use crate::SafetyKind;
use crate::person::{Person, Taken};
use crate::treatment::{DrugIndex, Treatment};

const PROGRESSION: [&str; 5] = ["progress", "refractory", "relapse", "lack of efficacy", "no response"];
const TOXICITY: [&str; 12] = [
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
];
const GRAVE: [&str; 8] = [
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

pub(super) fn check(
    treatment: &Treatment,
    drugs: &DrugIndex<'_>,
    person: &Person<'_>,
    answers: &mut Vec<Answer>,
) {
    for taken in person.taken.iter().filter(|t| t.course != MedicationStatus::Planned) {
        let Some(reason) = taken.stopped_because.as_deref() else { continue };
        let text = reason.to_lowercase();
        let progressed = PROGRESSION.iter().any(|w| text.contains(w));
        let toxic = TOXICITY.iter().any(|w| text.contains(w));
        if !progressed && !toxic {
            continue;
        }
        let same: Vec<&String> = treatment.drugs.iter().filter(|d| taken.drugs.contains(d)).collect();
        if !same.is_empty() {
            answers.push(same_drug(treatment, taken, reason, progressed, &text));
        } else if let Some((drug, class)) = shared_class(treatment, taken, drugs) {
            let message = format!(
                "Earlier {} of the same class as {drug} ({class}) was stopped {}: {reason}",
                taken.text,
                when(taken)
            );
            answers.push(answer(Verdict::Warn, message, None));
        }
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
