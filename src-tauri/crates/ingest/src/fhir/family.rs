//! FamilyMemberHistory.

use attune_clinical::{Condition, FamilyMember, RecordStatus};

use super::patient::sex;
use super::value::{Context, keyword};
use crate::json::At;

pub(super) fn family(cx: &mut Context<'_>, at: &At<'_, '_>) -> Option<FamilyMember> {
    let relationship = cx.concept(&at.get("relationship"));
    if relationship.is_empty() {
        cx.warn("family.no_relationship", at, || {
            "The relationship is not stated; the entry was not read.".to_owned()
        });
        return None;
    }
    let status = match keyword(&at.get("status")).as_str() {
        "entered-in-error" => RecordStatus::EnteredInError,
        "health-unknown" => RecordStatus::Unconfirmed,
        _ => RecordStatus::Active,
    };
    let mut conditions = Vec::new();
    let mut onset_ages = Vec::new();
    let list = at.get("condition");
    for item in list.items() {
        let code = cx.concept(&item.get("code"));
        if code.is_empty() {
            continue;
        }
        let onset = cx.date(&item.get("onsetPeriod").get("start"));
        onset_ages.push(age(cx, &item));
        conditions.push(Condition {
            text: code.text,
            codings: code.codings,
            onset,
            status,
            source: cx.provenance(&item),
            ..Condition::default()
        });
    }
    let dead = at.get("deceasedBoolean").boolean();
    let (age_at_death, date, words) =
        (at.get("deceasedAge"), at.get("deceasedDate"), at.get("deceasedString"));
    age_at_death.get("value").text();
    let otherwise = age_at_death.exists() || cx.date(&date).is_some() || words.text().is_some();
    let recorded_sex = cx.concept(&at.get("sex"));
    Some(FamilyMember {
        relationship: relationship.code().to_owned(),
        relationship_text: relationship.text,
        sex: sex(&recorded_sex.code().to_ascii_lowercase()),
        conditions,
        onset_ages,
        deceased: dead.or(otherwise.then_some(true)),
        status,
        source: cx.provenance(at),
    })
}

/// Age at onset in completed years; months count down to years, other units are not guessed.
fn age(cx: &mut Context<'_>, at: &At<'_, '_>) -> Option<u8> {
    let onset = at.get("onsetAge");
    if onset.exists() {
        let quantity = cx.quantity(&onset)?;
        let unit = quantity.unit.as_ref().map(|u| u.0.to_ascii_lowercase());
        let years = match unit.as_deref() {
            Some("a" | "y" | "yr" | "year" | "years") => quantity.value,
            Some("mo" | "month" | "months") => quantity.value / 12.0,
            _ => {
                cx.warn("family.age_unit", &onset, || {
                    "The age at onset has no unit of time; it was not used.".to_owned()
                });
                return None;
            }
        };
        return (0.0..=130.0).contains(&years).then_some(years as u8);
    }
    let text = at.get("onsetString");
    let years: u8 = text.peek()?.trim().parse().ok().filter(|y| *y <= 130)?;
    text.text();
    Some(years)
}
