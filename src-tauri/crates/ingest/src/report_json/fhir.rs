//! FHIR Genomics Reporting: observations wherever they stand, with the codes of LOINC and of the guide (STU1 to
//! STU3, mCODE).

use attune_genome::TumourMutationalBurden;

use super::build::{Build, number};
use super::fhir_variant::variant;
use super::references::{References, names};
use crate::Severity;
use crate::json::{At, Node};

/// Visits every Observation below a place, with the address of its entry.
fn observations(at: &At<'_, '_>, url: Option<&str>, visit: &mut dyn FnMut(&At<'_, '_>, Option<&str>)) {
    match at.node() {
        Some(Node::Object(object)) => {
            if at.get("resourceType").peek() == Some("Observation") {
                visit(at, url);
            }
            let own = at.get("fullUrl").peek();
            for (key, value) in &object.members {
                if matches!(value, Node::Object(_) | Node::Array(_)) {
                    observations(&at.get(key), own, visit);
                }
            }
        }
        Some(Node::Array(_)) => at.items().for_each(|item| observations(&item, url, visit)),
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
    ["valueCodeableConcept", "valueString", "valueCode", "valueInteger", "valueBoolean"]
        .iter()
        .find_map(|key| words(&at.get(key)))
}

/// The class that a diagnostic implication gives to a variant.
struct Implication {
    of: Vec<String>,
    class: String,
}

pub(super) fn read(root: &At<'_, '_>, build: &mut Build) {
    let references = References::of(root);
    // Implications first: they name the variants that they classify.
    let mut implications = Vec::new();
    let mut therapeutic = 0u64;
    observations(root, None, &mut |at, _| {
        let list = at.get("code");
        let codes = codes(&list);
        if codes.contains(&"diagnostic-implication") || codes.contains(&"inherited-disease-pathogenicity") {
            implications.extend(implication(at));
        }
        therapeutic += u64::from(codes.contains(&"therapeutic-implication"));
    });
    observations(root, None, &mut |at, url| {
        let list = at.get("code");
        let codes = codes(&list);
        let is = |wanted: &[&str]| wanted.iter().any(|c| codes.contains(c));
        let known = is(&[
            "69548-6",
            "94076-7",
            "81695-9",
            "84413-4",
            "84414-2",
            "genotype",
            "haplotype",
            "tmb",
            "msi",
        ]);
        build.found += u64::from(
            known
                || is(&[
                    "53041-0",
                    "diagnostic-implication",
                    "therapeutic-implication",
                    "mutational-signature",
                ]),
        );
        if !known || !is_fact(at, build) {
            return;
        }
        words(&list);
        let subject = at.get("subject").get("reference").text().map(|r| references.person_of(r));
        let subject = subject.as_deref();
        if is(&["69548-6"]) {
            let class = class_of(at, url, &implications);
            variant(at, subject, class, build);
        } else if is(&["94076-7", "tmb"]) {
            tmb(at, subject, build);
        } else if is(&["81695-9", "msi"]) {
            msi(at, subject, build);
        } else {
            genotype(at, build);
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
        let value = c.get("valueCodeableConcept");
        let coded = self::codes(&value).iter().find_map(|c| super::fhir_variant::class_code(c));
        let words = words(&value)?;
        super::fhir_variant::class(&words).or(coded.map(str::to_owned))
    })?;
    let of =
        at.get("derivedFrom").items().filter_map(|d| d.get("reference").text().map(str::to_owned)).collect();
    Some(Implication { of, class })
}

/// The class of a variant, where exactly one is stated for it. An empty id names nothing.
fn class_of(at: &At<'_, '_>, url: Option<&str>, implications: &[Implication]) -> Option<String> {
    let id = at.get("id").peek();
    let of = |i: &&Implication| i.of.iter().any(|reference| names(reference, id, url));
    let mut classes = implications.iter().filter(of).map(|i| &i.class);
    let first = classes.next()?;
    classes.all(|c| c == first).then(|| first.clone())
}

/// The burden as a number. A bound is kept in the words of its source, and not used where it leaves a decision open.
fn tmb(at: &At<'_, '_>, subject: Option<&str>, build: &mut Build) {
    /// Burden from which treatments depend on it (pembrolizumab, FDA label).
    const DECISIVE: f64 = 10.0;
    let value = at.get("valueQuantity");
    let Some(number) = number(&value.get("value")).filter(|n| *n >= 0.0) else {
        build.warn("fhir.tmb", at, || "TMB without a number; it stays in the file.".into());
        return;
    };
    for key in ["unit", "code", "system"] {
        value.get(key).text();
    }
    let comparator = value.get("comparator").text().map(str::to_owned);
    let below = comparator.as_deref().is_some_and(|c| c.starts_with('<'));
    if below && number >= DECISIVE {
        build.warn("fhir.tmb_bound", at, || {
            format!(
                "TMB below {number} as reported: whether it reaches {DECISIVE} is not known; it is not used."
            )
        });
        return;
    }
    let bound = comparator.map(|c| format!(", reported as {c} {number}")).unwrap_or_default();
    let tmb = TumourMutationalBurden {
        value: number,
        low: None,
        high: below.then_some(number),
        megabases: None,
        source: format!("laboratory report, {}{bound}", at.path()),
    };
    build.tmb(subject, tmb, at.path());
}

/// The state by its code, else by words that are understood as a whole.
fn msi(at: &At<'_, '_>, subject: Option<&str>, build: &mut Build) {
    let list = at.get("valueCodeableConcept");
    let list = codes(&list);
    let open = list.iter().any(|c| super::msi::is_open(c));
    let mut coded = list.iter().filter_map(|c| super::msi::of_code(c));
    let code = coded.next().filter(|first| coded.all(|c| c == *first));
    let text = value_words(at).unwrap_or_default();
    let worded = super::msi::of_text(&text);
    let state = match (open, code, worded) {
        (false, Some(a), Some(b)) if a != b => None,
        (false, code, worded) => code.or(worded),
        (true, ..) => None,
    };
    let Some(state) = state else {
        build.warn("fhir.msi", at, || {
            format!("`{text}` states no microsatellite state that is understood with certainty; none is taken from it.")
        });
        return;
    };
    build.msi(subject, state, at.path());
}

/// A genotype or haplotype (star alleles, HLA) is of the germline and no finding of the tumour: it is told in its words.
fn genotype(at: &At<'_, '_>, build: &mut Build) {
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
    build.findings.add(
        Severity::Info,
        "fhir.genotype_of_germline",
        || at.path(),
        || {
            format!(
                "{text}: a genotype of the germline, no finding of the tumour. For pharmacogenomics give it as a call \
                 made elsewhere (--outside-calls)."
            )
        },
    );
}
