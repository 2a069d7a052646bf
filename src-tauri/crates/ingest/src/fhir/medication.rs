//! MedicationRequest, MedicationStatement, MedicationAdministration, and the Medication they point to.

use attune_clinical::{Medication, MedicationStatus, RecordStatus};

use super::value::{Concept, Context, keyword};
use crate::json::At;

/// A medication and, where its drug stands in another resource, the reference to it.
pub(super) struct Mapped {
    pub(super) medication: Medication,
    pub(super) pending: Option<String>,
}

pub(super) fn medication(cx: &mut Context<'_>, at: &At<'_, '_>, kind: &str) -> Option<Mapped> {
    let (drug, pending) = drug(cx, at);
    if drug.is_empty() && pending.is_none() {
        cx.warn("medication.no_drug", at, || "No drug is named; the entry was not read.".to_owned());
        return None;
    }
    let status_word = keyword(&at.get("status"));
    let intent = keyword(&at.get("intent"));
    let (mut course, mut status) = match kind {
        "MedicationStatement" => statement(&status_word),
        "MedicationAdministration" => administration(&status_word),
        _ => request(&status_word, &intent),
    };
    // "Do not give" is the opposite of an order.
    if at.get("doNotPerform").boolean() == Some(true) {
        (course, status) = (MedicationStatus::Planned, RecordStatus::Negated);
    }
    let period = at.get("effectivePeriod");
    let start = cx
        .date(&at.get("effectiveDateTime"))
        .or_else(|| cx.date(&period.get("start")))
        .or_else(|| cx.date(&at.get("authoredOn")));
    let dosages = at.get(if kind == "MedicationRequest" { "dosageInstruction" } else { "dosage" });
    let bounds = dosages.first();
    let timing = bounds.get("timing");
    let repeat = timing.get("repeat");
    let bounds = repeat.get("boundsPeriod");
    let start = cx.date(&bounds.get("start")).or(start);
    let end = cx.date(&period.get("end")).or_else(|| cx.date(&bounds.get("end")));
    let reasons = cx.concepts(&at.get("statusReason"));
    let reason = reasons.into_iter().map(|c| c.text).collect::<Vec<_>>().join(", ");
    let dosage = dosages.items().filter_map(|d| dose(&d)).collect::<Vec<_>>().join("; ");
    let medication = Medication {
        text: drug.text,
        codings: drug.codings,
        dosage: (!dosage.is_empty()).then_some(dosage),
        course,
        stopped_because: (!reason.is_empty()).then_some(reason),
        start,
        end,
        status,
        source: cx.provenance(at),
    };
    Some(Mapped { medication, pending })
}

/// The drug in place, in a contained Medication, or as a reference to be resolved later.
fn drug(cx: &mut Context<'_>, at: &At<'_, '_>) -> (Concept, Option<String>) {
    for key in ["medicationCodeableConcept", "medication"] {
        let drug = cx.concept(&at.get(key));
        if !drug.is_empty() {
            return (drug, None);
        }
    }
    let plain = at.get("medicationReference");
    let nested = at.get("medication");
    let reference = if plain.exists() { plain } else { nested.get("reference") };
    let target = reference.get("reference").text();
    let display = reference.get("display").text().unwrap_or_default();
    if let Some(id) = target.and_then(|t| t.strip_prefix('#')) {
        let list = at.get("contained");
        for contained in list.items().filter(|c| c.get("id").peek() == Some(id)) {
            let drug = cx.concept(&contained.get("code"));
            if !drug.is_empty() {
                contained.get("resourceType").text();
                return (drug, None);
            }
        }
    }
    let drug = Concept { text: display.to_owned(), codings: Vec::new() };
    (drug, target.map(str::to_owned))
}

fn request(status: &str, intent: &str) -> (MedicationStatus, RecordStatus) {
    use MedicationStatus as M;
    use RecordStatus as R;
    let planned = matches!(intent, "proposal" | "plan" | "option");
    match status {
        "entered-in-error" => (M::Unknown, R::EnteredInError),
        // Withdrawn before anything was given.
        "cancelled" => (M::Planned, R::Negated),
        "draft" => (M::Planned, R::Unconfirmed),
        "active" if planned => (M::Planned, R::Active),
        "active" => (M::Current, R::Active),
        "completed" | "stopped" | "ended" => (M::Past, R::Past),
        "on-hold" => (M::Unknown, R::Active),
        _ if planned => (M::Planned, R::Unconfirmed),
        _ => (M::Unknown, R::Unconfirmed),
    }
}

fn statement(status: &str) -> (MedicationStatus, RecordStatus) {
    use MedicationStatus as M;
    use RecordStatus as R;
    match status {
        "entered-in-error" => (M::Unknown, R::EnteredInError),
        "active" | "recorded" => (M::Current, R::Active),
        "completed" | "stopped" => (M::Past, R::Past),
        "intended" => (M::Planned, R::Active),
        "not-taken" => (M::Unknown, R::Negated),
        "on-hold" => (M::Unknown, R::Active),
        _ => (M::Unknown, R::Unconfirmed),
    }
}

fn administration(status: &str) -> (MedicationStatus, RecordStatus) {
    use MedicationStatus as M;
    use RecordStatus as R;
    match status {
        "entered-in-error" => (M::Unknown, R::EnteredInError),
        "in-progress" => (M::Current, R::Active),
        "completed" | "stopped" => (M::Past, R::Past),
        "not-done" => (M::Unknown, R::Negated),
        "on-hold" => (M::Unknown, R::Active),
        _ => (M::Unknown, R::Unconfirmed),
    }
}

/// The instruction as written, else the dose in numbers.
fn dose(at: &At<'_, '_>) -> Option<String> {
    if let Some(text) = at.get("text").text() {
        return Some(text.to_owned());
    }
    let rates = at.get("doseAndRate");
    let rate = rates.first();
    let (inside, plain) = (rate.get("doseQuantity"), at.get("dose"));
    let quantity = if inside.exists() { inside } else { plain };
    let value = quantity.get("value").text()?;
    let unit = quantity.get("unit").text().or(quantity.get("code").text()).unwrap_or_default();
    Some(format!("{value} {unit}").trim().to_owned())
}
