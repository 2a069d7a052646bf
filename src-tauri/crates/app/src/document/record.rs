//! The record inside `attune/import/1`: each item with all its codings, its status, its dates, its source,
//! values as written and, where a conversion is known, in the canonical unit.

use attune_clinical::{
    Allergy, Coding, Condition, ConsentMethod, ConsentRecord, Document, FamilyMember, HealthRecord,
    Medication, Observation, ObservationValue, Patient, Procedure, Provenance, Quantity, RecordStatus,
};
use serde_json::{Map, Value, json};

/// The record as JSON.
#[must_use]
pub fn record_json(record: &HealthRecord) -> Value {
    let list = |items: Vec<Value>| Value::Array(items);
    json!({
        "patient": record.patient.as_ref().map_or_else(|| json!({}), patient),
        "conditions": list(record.conditions.iter().map(condition).collect()),
        "observations": list(record.observations.iter().map(observation).collect()),
        "medications": list(record.medications.iter().map(medication).collect()),
        "allergies": list(record.allergies.iter().map(allergy).collect()),
        "procedures": list(record.procedures.iter().map(procedure).collect()),
        "family": list(record.family.iter().map(relative).collect()),
        "consents": list(record.consents.iter().map(consent).collect()),
        "documents": list(record.documents.iter().map(document).collect()),
    })
}

fn status(status: RecordStatus) -> &'static str {
    match status {
        RecordStatus::Active => "active",
        RecordStatus::Past => "past",
        RecordStatus::Negated => "negated",
        RecordStatus::EnteredInError => "entered-in-error",
        RecordStatus::Unconfirmed => "unconfirmed",
    }
}

fn codings(codings: &[Coding]) -> Value {
    codings.iter().map(|c| json!({"system": c.system, "code": c.code, "display": c.display})).collect()
}

fn source(source: &Provenance) -> Value {
    json!({"file": source.file, "path": source.location})
}

fn patient(p: &Patient) -> Value {
    json!({
        "name": {"family": p.name.family, "given": p.name.given},
        "mrn": p.mrn.as_ref().map(|m| &m.0),
        "identifiers": p.identifiers.iter().map(|(s, v)| json!({"system": s, "value": v})).collect::<Value>(),
        "born": p.born, "sex": p.sex, "race": p.race, "synthetic": p.synthetic,
        "deceased": p.deceased.is_some(), "died": p.deceased.flatten(),
        "source": source(&p.source),
    })
}

fn condition(c: &Condition) -> Value {
    json!({
        "text": c.text, "codings": codings(&c.codings), "body_site": c.body_site,
        "stage": c.stage.as_ref().map(|s| json!({"text": s.text, "codings": codings(&s.codings)})),
        "start": c.onset, "end": c.abated, "status": status(c.status), "source": source(&c.source),
    })
}

fn quantity(q: &Quantity) -> Value {
    json!({
        "value": q.value, "written": q.written, "unit": q.unit.as_ref().map(|u| &u.0), "comparator": q.comparator,
    })
}

fn observation(o: &Observation) -> Value {
    let mut item = json!({
        "text": o.text, "codings": codings(&o.codings), "category": o.category,
        "canonical": o.canonical.as_ref().map(quantity),
        "components": o.components.iter().map(observation).collect::<Value>(),
        "range": o.range, "interpretation": o.interpretation,
        "date": o.effective, "time": o.effective_written, "status": status(o.status), "source": source(&o.source),
    });
    if let Some(fields) = item.as_object_mut() {
        value_fields(o.value.as_ref(), fields);
    }
    item
}

fn value_fields(value: Option<&ObservationValue>, fields: &mut Map<String, Value>) {
    let mut put = |name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
    };
    match value {
        None => put("value", Value::Null),
        Some(ObservationValue::Quantity(q)) => {
            put("value", json!(q.value));
            put("written", json!(q.written));
            put("unit", json!(q.unit.as_ref().map(|u| &u.0)));
            put("comparator", json!(q.comparator));
        }
        Some(ObservationValue::Coded { text, codings: all }) => {
            put("value", json!(text));
            put("value_codings", codings(all));
        }
        Some(ObservationValue::Text(text)) => put("value", json!(text)),
        Some(ObservationValue::Boolean(truth)) => put("value", json!(truth)),
        Some(ObservationValue::Absent(reason)) => {
            put("value", Value::Null);
            put("absent_reason", json!(reason));
        }
    }
}

fn medication(m: &Medication) -> Value {
    json!({
        "text": m.text, "codings": codings(&m.codings), "dosage": m.dosage, "course": m.course,
        "stopped_because": m.stopped_because, "start": m.start, "end": m.end,
        "status": status(m.status), "source": source(&m.source),
    })
}

fn allergy(a: &Allergy) -> Value {
    json!({
        "substance": a.substance, "codings": codings(&a.codings), "reaction": a.reaction,
        "severity": a.severity, "date": a.recorded, "status": status(a.status), "source": source(&a.source),
    })
}

fn procedure(p: &Procedure) -> Value {
    json!({
        "text": p.text, "codings": codings(&p.codings), "date": p.performed,
        "status": status(p.status), "source": source(&p.source),
    })
}

fn relative(f: &FamilyMember) -> Value {
    let conditions: Value = f
        .conditions
        .iter()
        .zip(f.onset_ages.iter().chain(std::iter::repeat(&None)))
        .map(|(c, age)| json!({"text": c.text, "codings": codings(&c.codings), "onset_age": age}))
        .collect();
    json!({
        "relationship": f.relationship, "text": f.relationship_text, "sex": f.sex, "conditions": conditions,
        "deceased": f.deceased, "status": status(f.status), "source": source(&f.source),
    })
}

fn consent(c: &ConsentRecord) -> Value {
    let (method, witness) = match &c.method {
        ConsentMethod::SignedPaper => ("signed_paper", None),
        ConsentMethod::FhirConsent => ("fhir_consent", None),
        ConsentMethod::Verbal { witness } => ("verbal", Some(witness)),
        ConsentMethod::CommandLine => ("command_line", None),
    };
    json!({
        "scope": c.scope, "decision": c.decision, "by": c.by, "recorded_by": c.recorded_by,
        "date": c.at.to_string(), "method": method, "witness": witness, "document_sha256": c.document_sha256,
        "expires": c.expires, "source": c.source.as_ref().map(source),
    })
}

fn document(d: &Document) -> Value {
    json!({"title": d.title, "content_type": d.content_type, "date": d.date, "source": source(&d.source)})
}
