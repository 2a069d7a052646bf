//! AllergyIntolerance. "No known allergies" is an entry of its own kind, never a substance.

use attune_clinical::{Allergy, RecordStatus};

use super::condition::status;
use super::value::{Concept, Context};
use crate::json::At;

/// SNOMED CT: no known allergy, drug allergy, food allergy, environmental allergy, latex allergy, animal allergy.
const NONE_KNOWN: [&str; 7] =
    ["716186003", "409137002", "429625007", "428607008", "716184000", "428197003", "no-known-allergies"];

pub(super) fn allergy(cx: &mut Context<'_>, at: &At<'_, '_>) -> Option<Allergy> {
    let code = cx.concept(&at.get("code"));
    let mut reactions = Vec::new();
    let mut severity = None;
    let mut substance = Concept::default();
    let list = at.get("reaction");
    for reaction in list.items() {
        reactions.extend(cx.concepts(&reaction.get("manifestation")).into_iter().map(|c| c.text));
        severity = severity.or(reaction.get("severity").text().map(str::to_owned));
        if substance.is_empty() {
            substance = cx.concept(&reaction.get("substance"));
        }
    }
    let code = if code.is_empty() { substance } else { code };
    if code.is_empty() {
        cx.warn("allergy.no_substance", at, || {
            "No substance is named; ask the patient. The entry was not read.".to_owned()
        });
        return None;
    }
    let clinical = cx.concept(&at.get("clinicalStatus"));
    let verification = cx.concept(&at.get("verificationStatus"));
    let criticality = at.get("criticality").text().map(str::to_owned);
    let mut status = status(clinical.code(), verification.code(), false);
    if status.is_fact() && none_known(&code) {
        status = RecordStatus::Negated;
    }
    let recorded = cx.date(&at.get("recordedDate")).or_else(|| cx.date(&at.get("onsetDateTime")));
    Some(Allergy {
        substance: code.text,
        codings: code.codings,
        reaction: (!reactions.is_empty()).then(|| reactions.join(", ")),
        severity: severity.or(criticality),
        recorded,
        status,
        source: cx.provenance(at),
    })
}

fn none_known(code: &Concept) -> bool {
    let text = code.text.to_ascii_lowercase();
    code.has(&NONE_KNOWN)
        || ["no known", "nka", "nkda", "no allergies"]
            .iter()
            .any(|w| text == *w || text.starts_with("no known"))
}
