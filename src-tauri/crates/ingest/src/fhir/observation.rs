//! Observation: values of every kind, components, limits, flags.

use attune_clinical::{
    Interpretation, Observation, ObservationValue, PartialDate, Quantity, RecordStatus, ReferenceRange,
};

use super::laboratory::canonical;
use super::value::{Context, keyword};
use crate::json::At;

pub(super) fn observation(cx: &mut Context<'_>, at: &At<'_, '_>) -> Option<Observation> {
    let status = status(&keyword(&at.get("status")));
    let category = cx.concepts(&at.get("category")).first().map(|c| c.code().to_owned());
    let effective_at =
        ["effectiveDateTime", "effectiveInstant"].map(|key| at.get(key).peek().map(str::to_owned));
    let period = at.get("effectivePeriod");
    let effective = cx
        .date(&at.get("effectiveDateTime"))
        .or_else(|| cx.date(&at.get("effectiveInstant")))
        .or_else(|| cx.date(&period.get("start")));
    period.get("end").text();
    let written =
        effective_at.into_iter().flatten().next().or_else(|| period.get("start").peek().map(str::to_owned));
    let observation = part(cx, at, status, (effective, written), 0)?;
    Some(Observation { category, ..observation })
}

pub(super) fn status(word: &str) -> RecordStatus {
    match word {
        "final" | "amended" | "corrected" => RecordStatus::Active,
        "entered-in-error" | "cancelled" => RecordStatus::EnteredInError,
        // Registered, preliminary, unknown or missing: provisional.
        _ => RecordStatus::Unconfirmed,
    }
}

/// An observation or one of its components.
fn part(
    cx: &mut Context<'_>,
    at: &At<'_, '_>,
    status: RecordStatus,
    when: (Option<PartialDate>, Option<String>),
    depth: usize,
) -> Option<Observation> {
    let code = cx.concept(&at.get("code"));
    let value = value(cx, at);
    let mut components = Vec::new();
    if depth == 0 {
        let list = at.get("component");
        for item in list.items() {
            components.extend(part(cx, &item, status, when.clone(), depth + 1));
        }
    }
    if code.is_empty() {
        if value.is_some() || !components.is_empty() {
            cx.warn("observation.no_code", at, || {
                "The observation does not say what was observed; it was not read.".to_owned()
            });
        }
        return None;
    }
    let quantity = match &value {
        Some(ObservationValue::Quantity(quantity)) => Some(quantity.clone()),
        _ => None,
    };
    let canonical = quantity.as_ref().and_then(|q| canonical(cx, &at.get("valueQuantity"), &code, q));
    check_scale(cx, at, &code.codings.first().map(|c| c.code.clone()).unwrap_or_default(), quantity.as_ref());
    let interpretation = interpretation(cx, at);
    Some(Observation {
        text: code.text,
        codings: code.codings,
        category: None,
        canonical,
        range: range(cx, at, quantity.as_ref()),
        interpretation,
        value,
        components,
        effective: when.0,
        effective_written: when.1,
        status,
        source: cx.provenance(at),
    })
}

fn value(cx: &mut Context<'_>, at: &At<'_, '_>) -> Option<ObservationValue> {
    let quantity = at.get("valueQuantity");
    if quantity.exists()
        && let Some(quantity) = cx.quantity(&quantity)
    {
        return Some(ObservationValue::Quantity(quantity));
    }
    let coded = at.get("valueCodeableConcept");
    if coded.exists() {
        let concept = cx.concept(&coded);
        if !concept.is_empty() {
            return Some(ObservationValue::Coded { text: concept.text, codings: concept.codings });
        }
    }
    if let Some(text) = at.get("valueInteger").text() {
        let value = text.parse().ok().filter(|v: &f64| v.is_finite());
        if let Some(value) = value {
            let written = text.to_owned();
            return Some(ObservationValue::Quantity(Quantity {
                value,
                written,
                comparator: None,
                unit: None,
            }));
        }
    }
    if let Some(truth) = at.get("valueBoolean").boolean() {
        return Some(ObservationValue::Boolean(truth));
    }
    for key in ["valueString", "valueDateTime", "valueTime"] {
        if let Some(text) = at.get(key).text() {
            return Some(ObservationValue::Text(text.to_owned()));
        }
    }
    if let Some(text) = composed(at) {
        return Some(ObservationValue::Text(text));
    }
    let absent = at.get("dataAbsentReason");
    if absent.exists() {
        let reason = cx.concept(&absent);
        return Some(ObservationValue::Absent(reason.text));
    }
    None
}

/// Ranges, ratios and periods in words.
fn composed(at: &At<'_, '_>) -> Option<String> {
    let side = |parent: &At<'_, '_>, key: &str| {
        let quantity = parent.get(key);
        let value = quantity.get("value").text()?;
        let unit = quantity.get("unit").text().or(quantity.get("code").text());
        Some(unit.map_or_else(|| value.to_owned(), |u| format!("{value} {u}")))
    };
    let range = at.get("valueRange");
    let ratio = at.get("valueRatio");
    let period = at.get("valuePeriod");
    let (left, right, between) = if range.exists() {
        (side(&range, "low"), side(&range, "high"), " to ")
    } else if ratio.exists() {
        (side(&ratio, "numerator"), side(&ratio, "denominator"), " : ")
    } else if period.exists() {
        let text = |key: &str| period.get(key).text().map(str::to_owned);
        (text("start"), text("end"), " to ")
    } else {
        return None;
    };
    match (left, right) {
        (None, None) => None,
        (left, right) => Some(format!("{}{between}{}", left.unwrap_or_default(), right.unwrap_or_default())),
    }
}

/// The first range with limits. Limits in another unit than the value stay words.
fn range(cx: &mut Context<'_>, at: &At<'_, '_>, value: Option<&Quantity>) -> Option<ReferenceRange> {
    let list = at.get("referenceRange");
    for item in list.items() {
        let low = cx.quantity(&item.get("low"));
        let high = cx.quantity(&item.get("high"));
        let text = item.get("text").text().map(str::to_owned);
        if low.is_none() && high.is_none() && text.is_none() {
            continue;
        }
        let unit = value.and_then(|v| v.unit.as_ref());
        let same = [&low, &high].into_iter().flatten().all(|limit| match (&limit.unit, unit) {
            (Some(a), Some(b)) => crate::units::unit_key(&a.0) == crate::units::unit_key(&b.0),
            _ => true,
        });
        if !same {
            let words = |q: &Option<Quantity>| {
                q.as_ref().map(|q| format!("{} {}", q.written, q.unit.as_ref().map_or("", |u| &u.0)))
            };
            let text = text.or_else(|| {
                Some([words(&low), words(&high)].into_iter().flatten().collect::<Vec<_>>().join(" to "))
            });
            cx.warn("range.other_unit", &item, || {
                "The limits have another unit than the value; they were kept as words.".to_owned()
            });
            return Some(ReferenceRange { low: None, high: None, text });
        }
        return Some(ReferenceRange { low: low.map(|q| q.value), high: high.map(|q| q.value), text });
    }
    None
}

fn interpretation(cx: &mut Context<'_>, at: &At<'_, '_>) -> Option<Interpretation> {
    let list = at.get("interpretation");
    let concept = cx.concept(&list);
    match concept.code().to_ascii_uppercase().as_str() {
        "N" | "NORMAL" => Some(Interpretation::Normal),
        "L" | "LOW" => Some(Interpretation::Low),
        "H" | "HIGH" => Some(Interpretation::High),
        "LL" => Some(Interpretation::CriticalLow),
        "HH" => Some(Interpretation::CriticalHigh),
        "A" | "AA" | "ABNORMAL" => Some(Interpretation::Abnormal),
        _ => None,
    }
}

/// Scores that have a scale: ECOG 0 to 5, Karnofsky 0 to 100 in steps of 10.
fn check_scale(cx: &mut Context<'_>, at: &At<'_, '_>, code: &str, quantity: Option<&Quantity>) {
    let Some(value) = quantity.map(|q| q.value) else { return };
    let (scale, fits) = match code {
        "89247-1" => {
            ("ECOG performance status is 0 to 5", (0.0..=5.0).contains(&value) && value.fract() == 0.0)
        }
        "89243-0" => (
            "Karnofsky index is 0 to 100 in steps of 10",
            (0.0..=100.0).contains(&value) && value % 10.0 == 0.0,
        ),
        _ => return,
    };
    if !fits {
        cx.warn("observation.out_of_scale", at, || format!("{scale}; {value} was kept as written."));
    }
}
