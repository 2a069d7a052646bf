//! Whose record it is.

use attune_clinical::{AllergyStatus, Condition, HealthRecord, ObservationValue, RecordStatus};

use crate::flow::Banner;
use crate::input::ReportInput;
use crate::text::clean_to;

/// LOINC codes of the ECOG performance status.
const ECOG: [&str; 2] = ["89247-1", "89262-0"];

/// `MARCHETTI, Elena`.
pub(crate) fn name(input: &ReportInput<'_>, limit: usize) -> String {
    clean_to(&input.patient.name.banner(), limit)
}

/// `09-Apr-1962` or `Not recorded`.
pub(crate) fn born(input: &ReportInput<'_>) -> String {
    input.patient.born.map_or("Not recorded".to_owned(), |b| b.display())
}

fn born_with_age(input: &ReportInput<'_>) -> String {
    let Some(date) = input.patient.born else { return "Not recorded".to_owned() };
    match date.years_until(input.moment.day) {
        Some(age) if input.patient.deceased.is_none() => format!("{} ({age}y)", date.display()),
        _ => date.display(),
    }
}

/// The record number, whole.
pub(crate) fn mrn(input: &ReportInput<'_>) -> String {
    input.patient.mrn.as_ref().map_or("Not recorded".to_owned(), |m| clean_to(&m.0, 80))
}

/// Entries, "No known allergies" or "Allergies not recorded": three different things.
pub(crate) fn allergies(record: Option<&HealthRecord>) -> String {
    let all = record.map_or(&[][..], |r| &r.allergies);
    match AllergyStatus::of(all) {
        AllergyStatus::NoneKnown => "No known allergies".to_owned(),
        AllergyStatus::NotRecorded => "Allergies not recorded".to_owned(),
        AllergyStatus::Listed => {
            let shown = all.iter().filter(|a| a.status.is_fact() || a.status == RecordStatus::Unconfirmed);
            let words = shown.map(|a| {
                let reaction = a.reaction.as_deref().map_or(String::new(), |r| format!(": {r}"));
                let doubt = if a.status == RecordStatus::Unconfirmed { " (unconfirmed)" } else { "" };
                format!("{}{reaction}{doubt}", a.substance)
            });
            clean_to(&words.collect::<Vec<_>>().join("; "), 1_200)
        }
    }
}

/// Whether a condition is a malignant disease: by ICD-10 chapter II, by a stage, or by its words.
fn is_cancer(condition: &Condition) -> bool {
    const WORDS: [&str; 13] = [
        "cancer",
        "carcinoma",
        "melanoma",
        "lymphoma",
        "leukaemia",
        "leukemia",
        "sarcoma",
        "neoplasm",
        "tumour",
        "tumor",
        "myeloma",
        "glioma",
        "blastoma",
    ];
    let text = condition.text.to_lowercase();
    let icd = |c: &attune_clinical::Coding| {
        c.system.contains("icd-10") && (c.code.starts_with('C') || c.code.starts_with("D0"))
    };
    condition.stage.is_some() || condition.codings.iter().any(icd) || WORDS.iter().any(|w| text.contains(w))
}

/// The malignant diagnoses of the record with stage, else the tumour type of the ranking.
pub(crate) fn diagnosis(input: &ReportInput<'_>) -> String {
    let conditions = input.record.map_or(&[][..], |r| &r.conditions);
    let mut words: Vec<String> = Vec::new();
    let active = |c: &&Condition| c.status == RecordStatus::Active && c.abated.is_none();
    let cancers: Vec<&Condition> = conditions.iter().filter(|c| c.status.is_fact() && is_cancer(c)).collect();
    let only_past = !cancers.iter().any(active);
    for condition in cancers.into_iter().filter(|c| only_past || active(c)) {
        let past = if only_past { " (past)" } else { "" };
        let stage = condition.stage.as_ref().map_or(String::new(), |s| {
            let text = s.text.trim();
            if text.to_lowercase().contains("stage") {
                format!(", {text}")
            } else {
                format!(", stage {text}")
            }
        });
        let line = format!("{}{stage}{past}", condition.text);
        if !words.contains(&line) {
            words.push(line);
        }
    }
    match (words.is_empty(), input.ranked.tumour_type.recognised) {
        (false, _) => clean_to(&words.join("; "), 600),
        (true, true) => clean_to(&input.ranked.tumour_type.name, 200),
        (true, false) if input.ranked.tumour_type.name.trim().is_empty() => "Not recorded".to_owned(),
        (true, false) => format!("{} (not recognised)", clean_to(&input.ranked.tumour_type.name, 200)),
    }
}

/// `1 (18-Nov-2026)` or `Not recorded`.
fn ecog(record: Option<&HealthRecord>) -> String {
    let Some(found) = record.and_then(|r| r.latest(&ECOG)) else { return "Not recorded".to_owned() };
    let value = match &found.value {
        Some(ObservationValue::Quantity(q)) => q.written.clone(),
        Some(ObservationValue::Coded { text, .. }) | Some(ObservationValue::Text(text)) => text.clone(),
        Some(ObservationValue::Absent(reason)) => format!("not recorded: {reason}"),
        Some(ObservationValue::Boolean(_)) | None => "Not recorded".to_owned(),
    };
    let day = found.effective.map_or(String::new(), |d| format!(" ({})", d.display()));
    clean_to(&format!("{value}{day}"), 200)
}

/// The identity box of page 1.
pub(crate) fn banner(input: &ReportInput<'_>, for_patient: bool) -> Banner {
    let field = |label: &str, value: String| (label.to_owned(), value);
    let mut fields = vec![
        field("Born", born_with_age(input)),
        field("Sex", input.patient.sex.word().to_owned()),
        field(if for_patient { "Hospital number (MRN)" } else { "MRN" }, mrn(input)),
    ];
    match input.patient.deceased {
        Some(Some(day)) => fields.push(field("Died", day.display())),
        Some(None) => fields.push(field("Died", "date not recorded".to_owned())),
        None => {}
    }
    fields.push(field("Diagnosis", diagnosis(input)));
    if !for_patient {
        fields.push(field("ECOG", ecog(input.record)));
    }
    fields.push(field("Allergies", allergies(input.record)));
    Banner {
        name: name(input, 300),
        chip: input.patient.synthetic.then_some("SYNTHETIC"),
        fields,
        note: format!("Data as of {}", clean_to(&input.moment.display, 60)),
    }
}
