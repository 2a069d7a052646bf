//! General state: performance status and pregnancy, where no rule of the pack speaks of the drug.

use attune_clinical::Sex;

use super::{Answer, Verdict};
use crate::SafetyKind;
use crate::person::{Person, Pregnancy};

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
    // Who can be pregnant and of whom it is not known: everybody but men and the very young or old.
    let fertile = person.age.is_none_or(|a| (12..=55).contains(&a));
    let labels = "drug labels, section pregnancy";
    match person.pregnancy() {
        Pregnancy::Yes => answers.push(answer(
            Verdict::Warn,
            "Pregnant: drugs against tumours can harm the unborn child; decide with obstetrics".to_owned(),
            labels,
        )),
        Pregnancy::Unknown(stated) if fertile => {
            let words = match stated {
                Some(date) => format!("Pregnancy status of {} says nothing of today", date.display()),
                None => "Pregnancy status not recorded".to_owned(),
            };
            answers.push(answer(Verdict::Undetermined, format!("{words}: test before treatment"), labels));
        }
        Pregnancy::No if fertile && person.sex != Sex::Male => {
            answers.push(answer(Verdict::Pass, "not pregnant".to_owned(), labels));
        }
        Pregnancy::No | Pregnancy::Unknown(_) => {}
    }
}
