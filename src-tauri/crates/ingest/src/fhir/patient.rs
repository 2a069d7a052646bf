//! Patient.

use attune_clinical::{Mrn, Patient, PersonName, Sex};

use super::value::{Context, keyword};
use crate::json::At;

const RACE: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race";

pub(super) fn patient(cx: &mut Context<'_>, at: &At<'_, '_>) -> Patient {
    let mut identifiers = Vec::new();
    let mut mrn = None;
    for item in at.get("identifier").items() {
        let Some(value) = item.get("value").text() else { continue };
        let system = item.get("system").text().unwrap_or_default();
        let kind = cx.concept(&item.get("type"));
        if kind.has(&["MR"]) && mrn.is_none() {
            mrn = Some(Mrn(value.to_owned()));
        }
        identifiers.push((system.to_owned(), value.to_owned()));
    }
    // One identifier alone is the record number, whatever it is called; of several none is guessed.
    if mrn.is_none() && identifiers.len() == 1 {
        mrn = identifiers.first().map(|(_, value)| Mrn(value.clone()));
    }
    let deceased = match at.get("deceasedBoolean").boolean() {
        Some(true) => Some(None),
        _ => {
            let when = at.get("deceasedDateTime");
            if when.exists() { Some(cx.date(&when)) } else { None }
        }
    };
    Patient {
        mrn,
        identifiers,
        name: name(at),
        born: cx.date(&at.get("birthDate")),
        sex: sex(&keyword(&at.get("gender"))),
        deceased,
        race: race(at),
        synthetic: is_synthetic(at),
        source: cx.provenance(at),
    }
}

pub(super) fn sex(word: &str) -> Sex {
    match word {
        "female" | "f" => Sex::Female,
        "male" | "m" => Sex::Male,
        "other" => Sex::Other,
        _ => Sex::Unknown,
    }
}

/// The official name, else the usual one, else the first that is not marked as old.
fn name(at: &At<'_, '_>) -> PersonName {
    let list = at.get("name");
    let rank = |item: &At<'_, '_>| match item.get("use").peek() {
        Some("official") => 0,
        Some("usual") => 1,
        Some("old" | "maiden") => 3,
        _ => 2,
    };
    let Some(best) = list.items().min_by_key(rank) else { return PersonName::default() };
    best.get("use").text();
    let given = best.get("given");
    let given: Vec<_> = given.items().filter_map(|g| g.text()).collect();
    let family = best.get("family").text().unwrap_or_default();
    if family.is_empty() && given.is_empty() {
        return PersonName {
            family: String::new(),
            given: best.get("text").text().unwrap_or_default().to_owned(),
        };
    }
    PersonName { family: family.to_owned(), given: given.join(" ") }
}

/// The words of the US Core race extension.
fn race(at: &At<'_, '_>) -> Option<String> {
    let list = at.get("extension");
    let extension = list.items().find(|e| e.get("url").peek() == Some(RACE))?;
    let parts = extension.get("extension");
    let text = parts.items().find(|p| p.get("url").peek() == Some("text"));
    let text = text.and_then(|p| p.get("valueString").text()).map(str::to_owned);
    text.or_else(|| {
        let category = parts.items().find(|p| p.get("url").peek() == Some("ombCategory"))?;
        let display = category.get("valueCoding").get("display").text()?;
        Some(display.to_owned())
    })
}

/// True where the resource is marked as made for tests: security label HTEST, or a tag that says synthetic.
pub(super) fn is_synthetic(at: &At<'_, '_>) -> bool {
    let meta = at.get("meta");
    let security = meta.get("security");
    let test = security
        .items()
        .any(|label| label.get("code").peek() == Some("HTEST") && label.get("code").text().is_some());
    let tags = meta.get("tag");
    let tagged = tags.items().any(|tag| {
        ["code", "display"].iter().any(|key| {
            let leaf = tag.get(key);
            let says = |t: &str| {
                let lower = t.to_ascii_lowercase();
                lower.contains("synthetic") || lower.contains("synthea")
            };
            leaf.peek().is_some_and(says) && leaf.text().is_some()
        })
    });
    test || tagged
}
