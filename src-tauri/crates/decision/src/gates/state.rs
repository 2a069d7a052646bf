//! General state: performance status and pregnancy, where no rule of the pack speaks of the drug.

use attune_clinical::Sex;

use super::{Answer, Verdict};
use crate::SafetyKind;
use crate::person::Person;

/// From this ECOG status on, the evidence is from fitter people than the patient.
const UNFIT: u8 = 3;

pub(super) fn check(person: &Person<'_>, answers: &mut Vec<Answer>) {
    let answer = |verdict, message: String, source: &str| Answer {
        verdict,
        kind: SafetyKind::Other,
        message,
        source: source.to_owned(),
        becomes_possible: None,
    };
    match person.ecog() {
        None => answers.push(answer(
            Verdict::Undetermined,
            "ECOG performance status not recorded".to_owned(),
            "record",
        )),
        Some((status, date)) => {
            let date = date.map_or("undated".to_owned(), |d| format!("on {}", d.display()));
            answers.push(if status >= UNFIT {
                let message =
                    format!("ECOG {status} {date}: the trials behind most treatments admitted ECOG 0 to 2");
                answer(Verdict::Warn, message, "ECOG scale (PMID:7165009)")
            } else {
                answer(Verdict::Pass, format!("ECOG {status} {date}"), "ECOG scale (PMID:7165009)")
            });
        }
    }
    let fertile = person.sex == Sex::Female && person.age.is_none_or(|a| (12..=55).contains(&a));
    match person.pregnant() {
        Some(true) => answers.push(answer(
            Verdict::Warn,
            "Pregnant: drugs against tumours can harm the unborn child; decide with obstetrics".to_owned(),
            "drug labels, section pregnancy",
        )),
        None if fertile => answers.push(answer(
            Verdict::Undetermined,
            "Pregnancy status not recorded: test before treatment".to_owned(),
            "drug labels, section pregnancy",
        )),
        Some(false) | None => {}
    }
}
