//! Consent: FHIR provisions to the five scopes of Attune. Never a permit by guess.
//!
//! # Which scope a provision speaks about
//! | coding | scope |
//! |---|---|
//! | `https://attune.example/consent-scope` (in scope, category, provision code, purpose or class) | the scope of that name |
//! | v3-ActReason `TREAT`, `ETREAT`, `CAREMGT`, `COC` (purpose) | treatment planning |
//! | v3-ActReason `HRESCH`, `CLINTRCH`, `BIORCH`, `TRANSRCH` (purpose) | research export |
//! | v3-ActReason `FAMRQT` (purpose) | family sharing |
//! | consentscope `treatment` | treatment planning |
//! | consentscope `research` | research export |
//!
//! Everything else (payment, public health, broad-consent modules, `patient-privacy` without a purpose) names
//! none of the scopes: it is kept raw with a finding. AI models and secondary findings have no code in HL7's
//! systems, so that only Attune's own coding can permit them.
//!
//! # What is decided
//! * The root provision decides `permit` or `deny` for its scopes; without a type the policy rule `OPTIN` or
//!   `OPTOUT` does. Without either nothing is decided.
//! * A nested provision is an exception to its parent, and its own type decides for the scopes it names.
//! * A permit that is limited to actors, data, classes, actions or labels cannot be honoured in part here, so
//!   that it is no permit. A denial that is limited in such a way denies its scope as a whole.
//! * `period.end` is the expiry; that of an exception is its own, else its parent's.
//! * `active` counts; `inactive` is a permit withdrawn; `rejected` is a denial; draft, proposed and
//!   entered-in-error have no effect and are named in a finding.
//! * Without a date a permit cannot be placed in time, so that it does not count; a denial does.

use attune_clinical::{ConsentDecision, ConsentMethod, ConsentRecord, ConsentScope, PartialDate, Provenance};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::value::{Context, keyword};
use crate::json::{At, Node};

/// Attune's own coding of its scopes; the code is the name of the scope.
pub(super) const OWN_SYSTEM: &str = "https://attune.example/consent-scope";

/// One decision of the provisions.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ruling {
    scope: ConsentScope,
    permit: bool,
    expires: Option<PartialDate>,
    starts: Option<PartialDate>,
}

pub(super) fn consents(cx: &mut Context<'_>, at: &At<'_, '_>) -> Vec<ConsentRecord> {
    let status = keyword(&at.get("status"));
    if !matches!(status.as_str(), "active" | "inactive" | "rejected") {
        cx.info("consent.not_in_force", at, || format!("A consent with status `{status}` has no effect."));
        return Vec::new();
    }
    let mut scopes = Vec::new();
    for key in ["scope", "category"] {
        scopes.extend(named_scopes(cx, &at.get(key)));
    }
    let provision = at.get("provision");
    let policy = cx.concept(&at.get("policyRule"));
    let default = if policy.has(&["OPTIN", "OPTINR"]) {
        Some(true)
    } else if policy.has(&["OPTOUT", "OPTOUTE"]) {
        Some(false)
    } else {
        decision(&at.get("decision"))
    };
    let mut rulings = Vec::new();
    let roots: Vec<_> = provision.items().collect();
    if roots.is_empty() {
        rule(cx, at, &scopes, default, &mut rulings);
    }
    for root in &roots {
        let parent = Parent { scopes: &scopes, permit: default, expires: None, starts: None };
        provisions(cx, root, &parent, 0, &mut rulings);
    }
    if rulings.is_empty() {
        cx.warn("consent.scope_unknown", at, || {
            "The consent names no scope that Attune knows, or does not say whether it permits; it permits nothing here and stays in the source.".to_owned()
        });
        return Vec::new();
    }
    records(cx, at, &status, rulings)
}

/// What a nested provision inherits.
struct Parent<'s> {
    scopes: &'s [ConsentScope],
    permit: Option<bool>,
    expires: Option<PartialDate>,
    starts: Option<PartialDate>,
}

fn decision(at: &At<'_, '_>) -> Option<bool> {
    match at.text() {
        Some("permit") => Some(true),
        Some("deny") => Some(false),
        _ => None,
    }
}

fn provisions(
    cx: &mut Context<'_>,
    at: &At<'_, '_>,
    parent: &Parent<'_>,
    depth: usize,
    rulings: &mut Vec<Ruling>,
) {
    let mut named = Vec::new();
    for key in ["code", "purpose", "class"] {
        named.extend(named_scopes(cx, &at.get(key)));
    }
    let stated = decision(&at.get("type"));
    // An exception without a type is the opposite of what it is an exception to.
    let permit = stated.or(if depth == 0 { parent.permit } else { parent.permit.map(|p| !p) });
    let scopes = if named.is_empty() { parent.scopes.to_vec() } else { named.clone() };
    let period = at.get("period");
    let expires = cx.date(&period.get("end")).or(parent.expires);
    let starts = cx.date(&period.get("start")).or(parent.starts);
    let limits = limits(at, !named.is_empty());
    match (permit, limits.is_empty()) {
        (Some(true), false) => {
            cx.warn("consent.limited_permit", at, || {
                format!(
                    "A permit limited by {} cannot be honoured in part; it permits nothing here.",
                    limits.join(", ")
                )
            });
        }
        (Some(false), false) if depth > 0 => {
            cx.warn("consent.limited_denial", at, || {
                format!("A denial limited by {} is taken for its whole scope.", limits.join(", "))
            });
            push(rulings, &scopes, false, expires, starts);
        }
        (Some(permit), _) => push(rulings, &scopes, permit, expires, starts),
        (None, _) => {}
    }
    if depth < 16 {
        let nested = at.get("provision");
        for item in nested.items() {
            let parent = Parent { scopes: &scopes, permit, expires, starts };
            provisions(cx, &item, &parent, depth + 1, rulings);
        }
    }
}

/// A later, deeper ruling beats its parent on the same scope, except that nothing deeper opens what another
/// exception closed.
fn push(
    rulings: &mut Vec<Ruling>,
    scopes: &[ConsentScope],
    permit: bool,
    expires: Option<PartialDate>,
    starts: Option<PartialDate>,
) {
    for scope in scopes {
        rulings.push(Ruling { scope: *scope, permit, expires, starts });
    }
}

fn rule(
    cx: &mut Context<'_>,
    at: &At<'_, '_>,
    scopes: &[ConsentScope],
    permit: Option<bool>,
    rulings: &mut Vec<Ruling>,
) {
    let period = at.get("period");
    let (expires, starts) = (cx.date(&period.get("end")), cx.date(&period.get("start")));
    if let Some(permit) = permit {
        push(rulings, scopes, permit, expires, starts);
    }
}

/// Members that limit a provision in ways that the five scopes cannot express.
fn limits(at: &At<'_, '_>, own_codes: bool) -> Vec<&'static str> {
    let mut limits: Vec<_> = ["actor", "action", "securityLabel", "data", "dataPeriod", "expression"]
        .into_iter()
        .filter(|key| at.get(key).exists())
        .collect();
    // Codes and classes that name no scope limit the data that are meant.
    for key in ["code", "class", "purpose"] {
        if at.get(key).exists() && !own_codes {
            limits.push(key);
        }
    }
    limits
}

/// The scopes that codings name, by the table above.
fn named_scopes(cx: &mut Context<'_>, at: &At<'_, '_>) -> Vec<ConsentScope> {
    let mut scopes = Vec::new();
    for item in at.items() {
        for coding in cx.concept(&item).codings {
            let scope = match coding.system.as_str() {
                OWN_SYSTEM => ConsentScope::from_name(&coding.code),
                system if system.ends_with("v3-ActReason") => match coding.code.as_str() {
                    "TREAT" | "ETREAT" | "CAREMGT" | "COC" => Some(ConsentScope::TreatmentPlanning),
                    "HRESCH" | "CLINTRCH" | "BIORCH" | "TRANSRCH" => Some(ConsentScope::ResearchExport),
                    "FAMRQT" => Some(ConsentScope::FamilySharing),
                    _ => None,
                },
                system if system.ends_with("consentscope") => match coding.code.as_str() {
                    "treatment" => Some(ConsentScope::TreatmentPlanning),
                    "research" => Some(ConsentScope::ResearchExport),
                    _ => None,
                },
                _ => None,
            };
            scopes.extend(scope.filter(|s| !scopes.contains(s)));
        }
    }
    scopes
}

fn records(cx: &mut Context<'_>, at: &At<'_, '_>, status: &str, rulings: Vec<Ruling>) -> Vec<ConsentRecord> {
    let at_time = at.get("dateTime").text().or(at.get("date").text()).and_then(timestamp);
    let performer = at.get("performer");
    let performer = performer.first();
    let by = performer.get("display").text().unwrap_or("patient (not named in the consent)").to_owned();
    let organization = at.get("organization");
    let recorded_by = organization.first().get("display").text().unwrap_or("not stated").to_owned();
    let document_sha256 = hash(cx, at);
    let mut records: Vec<ConsentRecord> = Vec::new();
    for ruling in settle(rulings) {
        let decision = match (status, ruling.permit) {
            (_, false) | ("rejected", true) => ConsentDecision::Deny,
            ("inactive", true) => ConsentDecision::Withdrawn,
            (_, true) => ConsentDecision::Permit,
        };
        let starts = ruling.starts.and_then(PartialDate::earliest);
        let starts = starts.and_then(|d| d.to_zoned(TimeZone::UTC).ok()).map(|z| z.timestamp());
        let moment = match (at_time, decision) {
            // A permit that begins later than it was given counts from its beginning.
            (Some(time), ConsentDecision::Permit) => starts.map_or(time, |s| s.max(time)),
            (Some(time), _) => time,
            (None, ConsentDecision::Permit) => {
                cx.warn("consent.no_date", at, || {
                    format!("The permit for {} has no date and does not count.", ruling.scope.label())
                });
                continue;
            }
            (None, _) => {
                cx.warn("consent.no_date", at, || {
                    format!(
                        "The denial of {} has no date; it counts as given before any dated one.",
                        ruling.scope.label()
                    )
                });
                Timestamp::UNIX_EPOCH
            }
        };
        records.push(ConsentRecord {
            scope: ruling.scope,
            decision,
            by: by.clone(),
            recorded_by: recorded_by.clone(),
            at: moment,
            method: ConsentMethod::FhirConsent,
            document_sha256: document_sha256.clone(),
            expires: if decision == ConsentDecision::Permit { ruling.expires } else { None },
            source: Some(Provenance { file: cx.file.to_owned(), location: at.path() }),
        });
    }
    records
}

/// One ruling a scope. Rulings stand parent first, so that the last is an exception to those before; among
/// exceptions a denial beats a permit.
fn settle(rulings: Vec<Ruling>) -> Vec<Ruling> {
    let mut settled: Vec<(Ruling, usize)> = Vec::new();
    for ruling in rulings {
        match settled.iter_mut().find(|(s, _)| s.scope == ruling.scope) {
            None => settled.push((ruling, 1)),
            // The first one is the parent's; every further one is an exception.
            Some((held, count)) => {
                if *count == 1 || !ruling.permit {
                    *held = ruling;
                }
                *count += 1;
            }
        }
    }
    settled.into_iter().map(|(ruling, _)| ruling).collect()
}

/// SHA-256 of the resource as it stands in the file.
fn hash(cx: &Context<'_>, at: &At<'_, '_>) -> Option<String> {
    let Some(Node::Object(object)) = at.node() else { return None };
    let text = cx.text.get(object.span.0..object.span.1)?;
    Some(Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect())
}

/// An instant, or the beginning of the day, month or year in UTC where no time is given.
fn timestamp(text: &str) -> Option<Timestamp> {
    if text.contains('T') {
        return text.parse().ok();
    }
    let day = text.parse::<PartialDate>().ok()?.earliest()?;
    day.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp())
}
