//! The patient banner, first on every patient screen.

use attune_clinical::{
    AllergyStatus, ConsentLedger, ConsentScope, EcogStatus, HealthRecord, ObservationValue, Patient,
};
use attune_knowledge::{KnowledgeBase, PackError};
use jiff::civil::Date;

use crate::diagnosis::cancers;
use crate::document::born_words;
use crate::view::Banner;

/// LOINC code of the ECOG performance status.
const ECOG: &str = "89247-1";

pub(super) fn banner(
    id: &str,
    patient: &Patient,
    record: &HealthRecord,
    consent: &ConsentLedger,
    knowledge: &KnowledgeBase,
    on: Date,
) -> Result<Banner, PackError> {
    let state = AllergyStatus::of(&record.allergies);
    Ok(Banner {
        patient_id: id.to_owned(),
        name: patient.name.banner(),
        born: born_words(patient, on),
        sex: patient.sex.word().to_owned(),
        mrn: patient.mrn.as_ref().map_or_else(|| "Not recorded".to_owned(), |m| m.0.clone()),
        allergies: allergies(record, state),
        allergy_state: match state {
            AllergyStatus::Listed => "listed",
            AllergyStatus::NoneKnown => "none_known",
            AllergyStatus::NotRecorded => "not_recorded",
        }
        .to_owned(),
        diagnosis: diagnosis(record, knowledge)?,
        ecog: ecog(record),
        consent: consent_words(consent, on),
        synthetic: patient.synthetic,
        deceased: patient.deceased.map(|at| match at {
            Some(day) => format!("Died {}", day.display()),
            None => "Deceased, date not recorded".to_owned(),
        }),
    })
}

/// `3 of 5 permitted`: implied counts as permitted, because it lets its scope through.
pub(super) fn consent_words(consent: &ConsentLedger, on: Date) -> String {
    let permitted = ConsentScope::ALL.iter().filter(|s| consent.status(**s, on).allows()).count();
    format!("{permitted} of {} permitted", ConsentScope::ALL.len())
}

fn allergies(record: &HealthRecord, state: AllergyStatus) -> String {
    match state {
        AllergyStatus::NoneKnown => "No known allergies".to_owned(),
        AllergyStatus::NotRecorded => "Allergies not recorded".to_owned(),
        AllergyStatus::Listed => {
            use attune_clinical::RecordStatus::{Active, Unconfirmed};
            let listed = record.allergies.iter().filter(|a| matches!(a.status, Active | Unconfirmed));
            let words: Vec<String> = listed
                .map(|a| {
                    let reaction = a.reaction.as_ref().map(|r| format!(": {r}")).unwrap_or_default();
                    let unsure = if a.status == Unconfirmed { " (unconfirmed)" } else { "" };
                    format!("{}{reaction}{unsure}", a.substance)
                })
                .collect();
            if words.is_empty() { "Only past allergies recorded".to_owned() } else { words.join("; ") }
        }
    }
}

/// The cancers of the record, each with its stage.
pub(super) fn diagnosis(record: &HealthRecord, knowledge: &KnowledgeBase) -> Result<String, PackError> {
    let words: Vec<String> =
        cancers(record, knowledge)?.iter().map(super::super::diagnosis::Diagnosis::words).collect();
    Ok(if words.is_empty() { "No cancer recorded".to_owned() } else { words.join("; ") })
}

fn ecog(record: &HealthRecord) -> String {
    let Some(observation) = record.latest(&[ECOG]) else {
        return "Not recorded".to_owned();
    };
    let value = match &observation.value {
        Some(ObservationValue::Quantity(q)) if q.value.fract() == 0.0 && (0.0..=255.0).contains(&q.value) => {
            EcogStatus::new(q.value as u8)
        }
        Some(ObservationValue::Text(t) | ObservationValue::Coded { text: t, .. }) => t
            .trim()
            .trim_start_matches("ECOG")
            .trim()
            .chars()
            .next()
            .and_then(|c| c.to_digit(10))
            .and_then(|d| EcogStatus::new(d as u8)),
        _ => None,
    };
    let date = observation.effective.map_or_else(|| "date not recorded".to_owned(), |d| d.display());
    value.map_or_else(|| format!("Not readable ({date})"), |v| format!("{} ({date})", v.value()))
}
