//! FHIR Genomics Reporting: observations wherever they stand, with the codes of LOINC and of the guide (STU1 to
//! STU3, mCODE).

use attune_genome::{MsiStatus, TumourMutationalBurden};

use super::build::{Build, number};
use super::fhir_variant::variant;
use crate::Severity;
use crate::json::{At, Node};

/// Visits every Observation below a place.
fn observations(at: &At<'_, '_>, visit: &mut dyn FnMut(&At<'_, '_>)) {
    match at.node() {
        Some(Node::Object(object)) => {
            if at.get("resourceType").peek() == Some("Observation") {
                visit(at);
            }
            for (key, value) in &object.members {
                if matches!(value, Node::Object(_) | Node::Array(_)) {
                    observations(&at.get(key), visit);
                }
            }
        }
        Some(Node::Array(_)) => at.items().for_each(|item| observations(&item, visit)),
        _ => {}
    }
}

/// Codes of a CodeableConcept, without marking them.
pub(super) fn codes<'n>(at: &At<'n, '_>) -> Vec<&'n str> {
    at.get("coding").items().filter_map(|c| c.get("code").peek()).collect()
}

/// Words of a value: the text, a display, or a code; what is read is marked.
pub(super) fn words(at: &At<'_, '_>) -> Option<String> {
    if let Some(text) = at.text() {
        return Some(text.to_owned());
    }
    let text = at.get("text").text().map(str::to_owned);
    let mut display = None;
    let mut code = None;
    for coding in at.get("coding").items() {
        coding.get("system").text();
        display = display.or(coding.get("display").text().map(str::to_owned));
        code = code.or(coding.get("code").text().map(str::to_owned));
    }
    text.or(display).or(code)
}

/// Value of an observation or component, whichever type it has.
pub(super) fn value_words(at: &At<'_, '_>) -> Option<String> {
    ["valueCodeableConcept", "valueString", "valueCode", "valueInteger"]
        .iter()
        .find_map(|key| words(&at.get(key)))
}

/// The class that a diagnostic implication gives to a variant.
struct Implication {
    of: Vec<String>,
    class: String,
}

pub(super) fn read(root: &At<'_, '_>, build: &mut Build) {
    // Implications first: they name the variants that they classify.
    let mut implications = Vec::new();
    let mut therapeutic = 0u64;
    observations(root, &mut |at| {
        let list = at.get("code");
        let codes = codes(&list);
        if codes.contains(&"diagnostic-implication") || codes.contains(&"inherited-disease-pathogenicity") {
            implications.extend(implication(at));
        }
        therapeutic += u64::from(codes.contains(&"therapeutic-implication"));
    });
    observations(root, &mut |at| {
        let list = at.get("code");
        let codes = codes(&list);
        let is = |wanted: &[&str]| wanted.iter().any(|c| codes.contains(c));
        let known = is(&[
            "69548-6",
            "94076-7",
            "81695-9",
            "84413-4",
            "mutational-signature",
            "genotype",
            "tmb",
            "msi",
        ]);
        build.found +=
            u64::from(known || is(&["53041-0", "diagnostic-implication", "therapeutic-implication"]));
        if !known || !is_fact(at, build) {
            return;
        }
        words(&list);
        let subject = at.get("subject").get("reference").text().map(str::to_owned);
        let subject = subject.as_deref();
        if is(&["69548-6"]) {
            let class = class_of(at, &implications);
            variant(at, subject, class, build);
        } else if is(&["94076-7", "tmb"]) {
            tmb(at, subject, build);
        } else if is(&["81695-9", "msi"]) {
            msi(at, subject, build);
        } else {
            genotype(at, subject, build);
        }
    });
    if therapeutic > 0 {
        build.findings.add(
            Severity::Info,
            "fhir.therapeutic_implication_kept",
            || "whole file".to_owned(),
            || {
                format!(
                    "{therapeutic} therapeutic implications of the sender stay in the file: options are ranked from \
                     the evidence of the pack."
                )
            },
        );
    }
}

/// Entered in error, cancelled or of unknown status is no fact.
fn is_fact(at: &At<'_, '_>, build: &mut Build) -> bool {
    let status = at.get("status");
    match status.text() {
        Some("final" | "amended" | "corrected") => true,
        Some("preliminary" | "registered") => {
            build.warn("fhir.preliminary", at, || {
                "The finding is preliminary; it was read as it stands.".into()
            });
            true
        }
        other => {
            let word = other.unwrap_or("missing").to_owned();
            build.warn("fhir.no_fact", at, || format!("Its status is {word}; it was not read."));
            false
        }
    }
}

fn implication(at: &At<'_, '_>) -> Option<Implication> {
    let list = at.get("component");
    let class = list.items().find_map(|c| {
        let code = c.get("code");
        if !codes(&code).contains(&"53037-8") {
            return None;
        }
        let words = words(&c.get("valueCodeableConcept"))?;
        super::fhir_variant::class(&words)
    })?;
    let of =
        at.get("derivedFrom").items().filter_map(|d| d.get("reference").text().map(str::to_owned)).collect();
    Some(Implication { of, class })
}

/// The class of a variant, where exactly one is stated for it. An empty id names nothing.
fn class_of(at: &At<'_, '_>, implications: &[Implication]) -> Option<String> {
    let id = at.get("id").peek().filter(|id| !id.is_empty())?;
    let names = |reference: &str| {
        reference.rsplit('/').next() == Some(id)
            || reference.strip_prefix('#') == Some(id)
            || reference.ends_with(id)
    };
    let mut classes = implications.iter().filter(|i| i.of.iter().any(|r| names(r))).map(|i| &i.class);
    let first = classes.next()?;
    classes.all(|c| c == first).then(|| first.clone())
}

fn tmb(at: &At<'_, '_>, subject: Option<&str>, build: &mut Build) {
    let value = at.get("valueQuantity");
    let Some(number) = number(&value.get("value")).filter(|n| *n >= 0.0) else {
        build.warn("fhir.tmb", at, || "TMB without a number; it stays in the file.".into());
        return;
    };
    for key in ["unit", "code", "system"] {
        value.get(key).text();
    }
    let source = format!("laboratory report, {}", at.path());
    if let Some(report) = build.report(subject) {
        report.tmb =
            Some(TumourMutationalBurden { value: number, low: None, high: None, megabases: None, source });
    }
}

fn msi(at: &At<'_, '_>, subject: Option<&str>, build: &mut Build) {
    let words = value_words(at).unwrap_or_default();
    let lower = words.to_ascii_lowercase();
    let status = match () {
        () if lower.contains("msi-h") || lower.contains("high") || lower.contains("unstable") => {
            MsiStatus::High
        }
        () if lower.contains("msi-l") || lower.contains("low") => MsiStatus::Low,
        () if lower.contains("mss") || lower.contains("stable") => MsiStatus::Stable,
        () => {
            build.warn("fhir.msi", at, || format!("`{words}` is no microsatellite state that is known."));
            return;
        }
    };
    if let Some(report) = build.report(subject) {
        report.msi = Some(status);
    }
}

/// A genotype (star alleles, HLA): kept in the words of the report.
fn genotype(at: &At<'_, '_>, subject: Option<&str>, build: &mut Build) {
    let gene = at.get("component").items().find_map(|c| {
        let code = c.get("code");
        codes(&code).contains(&"48018-6").then(|| words(&c.get("valueCodeableConcept"))).flatten()
    });
    let Some(value) = value_words(at) else {
        build.warn("fhir.genotype", at, || "A genotype without a value; it stays in the file.".into());
        return;
    };
    let text = match gene {
        Some(gene) if !value.contains(&gene) => format!("{gene} {value}"),
        _ => value,
    };
    if let Some(report) = build.report(subject) {
        report.stated.push(text);
    }
}
