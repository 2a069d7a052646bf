//! Procedure, and documents of every kind.

use attune_clinical::{Document, Procedure, RecordStatus};

use super::value::{Context, keyword};
use crate::json::At;

pub(super) fn procedure(cx: &mut Context<'_>, at: &At<'_, '_>) -> Option<Procedure> {
    let code = cx.concept(&at.get("code"));
    if code.is_empty() {
        cx.warn("procedure.no_code", at, || "The procedure is not named; it was not read.".to_owned());
        return None;
    }
    let period = at.get("performedPeriod");
    let performed = cx.date(&at.get("performedDateTime")).or_else(|| cx.date(&period.get("start")));
    period.get("end").text();
    let status = match keyword(&at.get("status")).as_str() {
        "completed" | "stopped" => RecordStatus::Past,
        "in-progress" => RecordStatus::Active,
        "not-done" => RecordStatus::Negated,
        "entered-in-error" => RecordStatus::EnteredInError,
        _ => RecordStatus::Unconfirmed,
    };
    Some(Procedure { text: code.text, codings: code.codings, performed, status, source: cx.provenance(at) })
}

/// DocumentReference: title, type and date. Its body stays in the source.
pub(super) fn document(cx: &mut Context<'_>, at: &At<'_, '_>) -> Option<Document> {
    if keyword(&at.get("status")) == "entered-in-error" {
        return None;
    }
    let kind = cx.concept(&at.get("type"));
    let list = at.get("content");
    let content = list.first();
    let attachment = content.get("attachment");
    let title = attachment.get("title").text().or(at.get("description").text());
    let title = title.map_or(kind.text, str::to_owned);
    if title.is_empty() && !attachment.exists() {
        return None;
    }
    let content_type = attachment.get("contentType").text().map(str::to_owned);
    let date = cx.date(&at.get("date")).or_else(|| cx.date(&attachment.get("creation")));
    Some(Document { title, content_type, date, source: cx.provenance(at) })
}

/// DiagnosticReport as a document: its results are Observations of their own.
pub(super) fn report(cx: &mut Context<'_>, at: &At<'_, '_>) -> Option<Document> {
    if matches!(keyword(&at.get("status")).as_str(), "entered-in-error" | "cancelled") {
        return None;
    }
    let code = cx.concept(&at.get("code"));
    if code.is_empty() {
        return None;
    }
    let forms = at.get("presentedForm");
    let form = forms.first();
    let content_type = form.get("contentType").text().map(str::to_owned);
    let date = cx.date(&at.get("effectiveDateTime")).or_else(|| cx.date(&at.get("issued")));
    Some(Document { title: code.text, content_type, date, source: cx.provenance(at) })
}
