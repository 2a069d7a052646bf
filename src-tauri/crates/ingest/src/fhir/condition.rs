//! Condition, with stage, body site and mCODE morphology.

use attune_clinical::{Condition, RecordStatus, Stage};

use super::value::{Concept, Context};
use crate::json::At;

const MORPHOLOGY: [&str; 2] = [
    "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior",
    "http://hl7.org/fhir/us/mcode/StructureDefinition/onco-core-HistologyMorphologyBehavior-extension",
];

pub(super) fn condition(cx: &mut Context<'_>, at: &At<'_, '_>) -> Option<Condition> {
    let mut code = cx.concept(&at.get("code"));
    let sites: Vec<_> = cx.concepts(&at.get("bodySite")).into_iter().map(|c| c.text).collect();
    // The morphology names the tumour beside the site; its codes join those of the diagnosis.
    let extensions = at.get("extension");
    for extension in
        extensions.items().filter(|e| e.get("url").peek().is_some_and(|u| MORPHOLOGY.contains(&u)))
    {
        extension.get("url").text();
        let morphology = cx.concept(&extension.get("valueCodeableConcept"));
        if code.text.is_empty() {
            code.text = morphology.text;
        }
        code.codings.extend(morphology.codings);
    }
    if code.is_empty() {
        cx.warn("condition.no_code", at, || {
            "The condition has neither code nor text; it was not read.".to_owned()
        });
        return None;
    }
    let stage = stage(cx, at);
    let onset = cx.date(&at.get("onsetDateTime")).or_else(|| cx.date(&at.get("onsetPeriod").get("start")));
    let abated =
        cx.date(&at.get("abatementDateTime")).or_else(|| cx.date(&at.get("abatementPeriod").get("end")));
    let ended = abated.is_some() || at.get("abatementBoolean").boolean() == Some(true);
    let clinical = cx.concept(&at.get("clinicalStatus"));
    let verification = cx.concept(&at.get("verificationStatus"));
    let mut status = status(clinical.code(), verification.code(), ended);
    if status.is_fact() && denies(&code) {
        status = RecordStatus::Negated;
    }
    Some(Condition {
        text: code.text,
        codings: code.codings,
        body_site: (!sites.is_empty()).then(|| sites.join(", ")),
        stage,
        onset,
        abated,
        status,
        source: cx.provenance(at),
    })
}

/// `No known problems` and its like: an absence, written as a code.
fn denies(code: &Concept) -> bool {
    code.has(&["160245001", "no-known-problems", "no-problem-info"])
}

pub(super) fn status(clinical: &str, verification: &str, ended: bool) -> RecordStatus {
    match verification.to_ascii_lowercase().as_str() {
        "entered-in-error" => return RecordStatus::EnteredInError,
        "refuted" => return RecordStatus::Negated,
        "unconfirmed" | "provisional" | "differential" => return RecordStatus::Unconfirmed,
        _ => {}
    }
    match clinical.to_ascii_lowercase().as_str() {
        "inactive" | "remission" | "resolved" => RecordStatus::Past,
        "active" | "recurrence" | "relapse" => RecordStatus::Active,
        _ if ended => RecordStatus::Past,
        _ => RecordStatus::Active,
    }
}

/// The first stage with a summary; the type of staging is named where the summary alone would not tell.
fn stage(cx: &mut Context<'_>, at: &At<'_, '_>) -> Option<Stage> {
    let list = at.get("stage");
    for item in list.items() {
        let summary = cx.concept(&item.get("summary"));
        if summary.is_empty() {
            continue;
        }
        let kind = cx.concept(&item.get("type"));
        let mut codings = summary.codings;
        codings.extend(kind.codings);
        return Some(Stage { text: summary.text, codings });
    }
    None
}
