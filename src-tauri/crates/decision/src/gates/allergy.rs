//! Allergies: to the drug, to its class, to what it is dissolved in.

use attune_clinical::{AllergyStatus, RecordStatus};

use super::{Answer, Verdict};
use crate::SafetyKind;
use crate::person::{Person, Sensitised};
use crate::treatment::{DrugIndex, Treatment};

/// Classes whose members are known to cross-react; the labels contraindicate the whole class.
const CROSS_REACTIVE: [(&str, &str); 2] = [("platinum", "platinum"), ("taxane", "taxane")];
/// Excipients that cause reactions, and the drugs that hold them (labels, section "contraindications").
const EXCIPIENTS: [(&str, &[&str]); 3] = [
    ("polysorbate 80", &["docetaxel", "cabazitaxel", "etoposide", "temsirolimus"]),
    ("cremophor", &["paclitaxel", "ixabepilone"]),
    ("castor oil", &["paclitaxel", "ixabepilone"]),
];
const SEVERE_WORDS: [&str; 7] = ["severe", "high", "life", "anaphyla", "shock", "angioedema", "stevens"];
const MILD_WORDS: [&str; 3] = ["mild", "low", "moderate"];
const SOURCE: &str = "allergy list of the record";

pub(super) fn check(
    treatment: &Treatment,
    drugs: &DrugIndex<'_>,
    person: &Person<'_>,
    answers: &mut Vec<Answer>,
) {
    let mut found = false;
    for drug in &treatment.drugs {
        for allergy in &person.sensitised {
            if let Some(answer) = against(drug, allergy, drugs) {
                found = true;
                answers.push(answer);
            }
        }
    }
    let (verdict, message) = match person.allergies {
        _ if found => return,
        AllergyStatus::Listed => (Verdict::Pass, "no listed allergy to these drugs or their classes"),
        AllergyStatus::NoneKnown => (Verdict::Pass, "no known allergies"),
        AllergyStatus::NotRecorded => (Verdict::Undetermined, "Allergies not recorded: ask before treatment"),
    };
    answers.push(Answer {
        verdict,
        kind: SafetyKind::Allergy,
        message: message.to_owned(),
        source: SOURCE.to_owned(),
        becomes_possible: None,
    });
}

fn against(drug: &str, allergy: &Sensitised, drugs: &DrugIndex<'_>) -> Option<Answer> {
    let same = allergy.drugs.iter().any(|d| d == drug) || allergy.substance.contains(drug);
    let excipient = EXCIPIENTS
        .iter()
        .find(|(substance, holds)| allergy.substance.contains(substance) && holds.contains(&drug))
        .map(|(substance, _)| *substance);
    let class = drugs
        .classes(drug)
        .iter()
        .find(|c| allergy.classes.contains(c) || allergy.substance.contains(c.to_lowercase().as_str()));
    let cross =
        CROSS_REACTIVE.iter().any(|(word, class)| drugs.is(drug, class) && allergy.substance.contains(word))
            || class.is_some_and(|c| CROSS_REACTIVE.iter().any(|(_, known)| c == known));
    if !same && excipient.is_none() && class.is_none() && !cross {
        return None;
    }
    let confirmed = allergy.entry.status != RecordStatus::Unconfirmed;
    let verdict = match severity(allergy) {
        Some(true) if confirmed && (same || excipient.is_some() || cross) => {
            Verdict::Fail { recoverable: !same }
        }
        // A reaction of unknown severity to the very drug stops it until somebody has asked.
        None if confirmed && same => Verdict::Fail { recoverable: true },
        _ => Verdict::Warn,
    };
    let what = match (same, excipient, class) {
        (true, _, _) => drug.to_owned(),
        (_, Some(substance), _) => format!("{substance}, which {drug} contains"),
        (_, _, Some(class)) => format!("{} (class of {drug}: {class})", allergy.entry.substance),
        _ => format!("{} (same class as {drug})", allergy.entry.substance),
    };
    let reaction = allergy.entry.reaction.as_deref().map_or(String::new(), |r| format!(", {r}"));
    let grade = allergy.entry.severity.as_deref().unwrap_or("severity not recorded");
    let date = allergy.entry.recorded.map_or("undated".to_owned(), |d| format!("recorded {}", d.display()));
    let possible = matches!(verdict, Verdict::Fail { recoverable: true })
        .then(|| "the reaction is assessed and found not to stop this drug".to_owned());
    Some(Answer {
        verdict,
        kind: SafetyKind::Allergy,
        message: format!("Allergy to {what}{reaction} ({grade}, {date})"),
        source: SOURCE.to_owned(),
        becomes_possible: possible,
    })
}

/// Severe, not severe, or not known.
fn severity(allergy: &Sensitised) -> Option<bool> {
    let text = [&allergy.entry.severity, &allergy.entry.reaction]
        .into_iter()
        .flatten()
        .map(|t| t.to_lowercase())
        .collect::<Vec<_>>()
        .join(" ");
    if SEVERE_WORDS.iter().any(|w| text.contains(w)) {
        Some(true)
    } else if MILD_WORDS.iter().any(|w| text.contains(w)) {
        Some(false)
    } else {
        None
    }
}
