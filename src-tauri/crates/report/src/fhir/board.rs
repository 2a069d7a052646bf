//! The notes of a tumour board as a FHIR R4 document: a Composition that a clinic can file, and for each note a
//! ClinicalImpression (what was discussed, by whom) with its CarePlan (what was decided, and why).
//!
//! What was rejected is an activity that is not to be performed, what was deferred is on hold; neither is left out.
//! There are no codes: the board wrote words, and a text without a code is better than one that was guessed.

use attune_clinical::{Consented, TreatmentPlanning};
use attune_decision::{BoardEntry, BoardNote, BoardVerdict};
use serde_json::{Value, json};

use super::resource::{Bundle, Link};
use super::shared;
use crate::board_case::{BoardCase, stood, verdict_word};
use crate::input::{PackRef, ReportMoment};

/// What is written down.
#[derive(Debug, Clone, Copy)]
pub struct BoardBundleInput<'a> {
    /// The notes and whose they are. Decisions rest on matched evidence, so treatment planning must be permitted.
    pub case: &'a Consented<BoardCase<'a>, TreatmentPlanning>,
    /// Packs in use on the day of the export. Those that a note rested on stand in the note.
    pub packs: &'a [PackRef],
    /// Version of the program.
    pub attune_version: &'a str,
    /// Who exports.
    pub user: &'a str,
    /// When it is written.
    pub moment: &'a ReportMoment,
}

/// The Bundle (`document`). The same input gives the same resources with the same identifiers.
#[must_use]
pub fn board_bundle(input: &BoardBundleInput<'_>) -> Value {
    let case = input.case.get();
    let seed = format!("board|{}|{}", shared::seed(case.patient), input.moment.at);
    let mut bundle = Bundle::new(seed, input.moment.at);
    let subject = shared::patient(&mut bundle, case.patient);
    let device = shared::device(&mut bundle, input.packs, input.attune_version);
    let mut sections = Vec::new();
    // The newest first, as on the screen and the page.
    for (place, note) in case.notes.iter().enumerate().rev() {
        let plan = care_plan(&mut bundle, &subject, case, note, place);
        let impression = impression(&mut bundle, &subject, case, note, place, &plan);
        sections.push(section(note, &impression, &plan));
    }
    let day = case.notes.last().map_or_else(|| input.moment.at.to_string(), |n| n.at.to_string());
    let composition = json!({
        "resourceType": "Composition",
        "status": "final",
        "type": {"text": "Tumour board note"},
        "subject": subject,
        "date": day,
        "author": [{"display": input.user}, device.reference()],
        "title": "Tumour board note",
        "section": sections,
    });
    bundle.add_first("composition", composition);
    bundle.finish_document()
}

fn people(names: &[String]) -> Vec<Value> {
    names.iter().map(|name| json!({"display": name})).collect()
}

fn care_plan(
    bundle: &mut Bundle,
    subject: &Value,
    case: &BoardCase<'_>,
    note: &BoardNote,
    place: usize,
) -> Link {
    let mut plan = json!({
        "resourceType": "CarePlan",
        "status": "active",
        "intent": "proposal",
        "category": [{"text": "Tumour board decision"}],
        "title": "Decisions of the tumour board",
        "subject": subject,
        "created": note.at.to_string(),
        "author": {"display": note.by},
        "contributor": people(&note.participants),
        "addresses": [{"display": case.tumour}],
        "activity": note.entries.iter().map(activity).collect::<Vec<_>>(),
    });
    if !note.note.trim().is_empty() {
        plan["note"] = json!([{"text": note.note, "time": note.at.to_string()}]);
    }
    bundle.add(&format!("plan-{place}"), plan)
}

/// One decision. Its reason is the reason of the state, its place in the list stands in the description.
fn activity(entry: &BoardEntry) -> Value {
    let status = match entry.verdict {
        BoardVerdict::Chosen => "not-started",
        BoardVerdict::Deferred => "on-hold",
        BoardVerdict::Rejected => "cancelled",
    };
    json!({"detail": {
        "code": {"text": entry.treatment},
        "status": status,
        "statusReason": {"text": entry.reason},
        "doNotPerform": entry.verdict == BoardVerdict::Rejected,
        "description": format!("{}: {} ({} when it was decided)", verdict_word(entry.verdict), entry.treatment, stood(entry)),
    }})
}

fn impression(
    bundle: &mut Bundle,
    subject: &Value,
    case: &BoardCase<'_>,
    note: &BoardNote,
    place: usize,
    plan: &Link,
) -> Link {
    let findings: Vec<Value> = std::iter::once(case.tumour.as_str())
        .chain(case.alterations.iter().map(String::as_str))
        .map(|text| json!({"itemCodeableConcept": {"text": text}}))
        .collect();
    let mut resource = json!({
        "resourceType": "ClinicalImpression",
        "status": "completed",
        "description": "Discussion of the treatment options in the tumour board",
        "subject": subject,
        "date": note.at.to_string(),
        "assessor": {"display": note.by},
        "summary": words(note),
        "finding": findings,
        "supportingInfo": [plan.reference()],
        "note": [{"text": format!("Decided on {}", note.versions.join("; "))}],
    });
    if !note.participants.is_empty() {
        let all = format!("Present: {}", note.participants.join(", "));
        if let Some(notes) = resource["note"].as_array_mut() {
            notes.push(json!({"text": all}));
        }
    }
    bundle.add(&format!("impression-{place}"), resource)
}

/// All decisions of a note in one line.
fn words(note: &BoardNote) -> String {
    let one = |e: &BoardEntry| format!("{} {}: {}", verdict_word(e.verdict), e.treatment, e.reason);
    note.entries.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A section with a text that a person can read without the program.
fn section(note: &BoardNote, impression: &Link, plan: &Link) -> Value {
    let rows: String = note
        .entries
        .iter()
        .map(|e| {
            let cells = [verdict_word(e.verdict), &e.treatment, &stood(e), &e.reason].map(escaped);
            format!("<tr><td>{}</td></tr>", cells.join("</td><td>"))
        })
        .collect();
    let day = note.at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%d-%b-%Y %H:%M UTC").to_string();
    let head = format!("{day}, written down by {}. Present: {}.", note.by, note.participants.join(", "));
    let remark =
        if note.note.trim().is_empty() { String::new() } else { format!("<p>{}</p>", escaped(&note.note)) };
    let div = format!(
        "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{}</p><table><tbody><tr><th>Decision</th><th>Treatment</th>\
         <th>Stood at</th><th>Why</th></tr>{rows}</tbody></table>{remark}<p>{}</p></div>",
        escaped(&head),
        escaped(&format!("Decided on {}.", note.versions.join("; "))),
    );
    json!({
        "title": format!("Tumour board of {day}"),
        "text": {"status": "generated", "div": div},
        "entry": [impression.reference(), plan.reference()],
    })
}

/// Text for XHTML. Control characters, which XML does not allow, become spaces.
fn escaped(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            c if c.is_control() => " ".to_owned(),
            c => c.to_string(),
        })
        .collect()
}
