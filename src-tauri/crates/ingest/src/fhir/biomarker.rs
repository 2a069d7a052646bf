//! Alterations and biomarkers that Observations state, in the words that a pathologist writes.
//!
//! Codes: LOINC as used by the HL7 Genomics Reporting and mCODE guides. Only values that stand as facts and
//! say present, positive, absent or a number are taken; anything else stays an observation.

use attune_clinical::{Observation, ObservationValue};
use attune_genome::{MsiStatus, TumourMutationalBurden};

/// What an observation states.
#[derive(Debug, Default)]
pub(super) struct Statement {
    pub(super) texts: Vec<String>,
    pub(super) tmb: Option<TumourMutationalBurden>,
    pub(super) msi: Option<MsiStatus>,
}

/// Proteins and rearrangements that are reported as positive or negative.
const MARKERS: [(&str, &[&str]); 6] = [
    ("ER", &["85337-4", "16112-5", "40556-3"]),
    ("PR", &["85339-0", "16113-3", "40557-1"]),
    ("HER2", &["85319-2", "48676-1", "85318-4", "96893-3", "31150-6", "18474-7"]),
    ("PD-L1", &["83052-1", "83055-4", "83057-0", "85147-7", "85148-5", "85149-3"]),
    ("ALK fusion", &["78210-2"]),
    ("BRAF V600E", &["85299-6"]),
];

/// Share of positive cells: from 1 % on, ER and PR count as positive (ASCO/CAP 2020, doi 10.1200/JCO.19.02309).
const CELL_SHARES: [(&str, &[&str]); 2] = [("ER", &["85329-1", "14228-1"]), ("PR", &["85325-9", "14230-7"])];

/// Genes whose mutation analysis has a code of its own.
const GENE_TESTS: [(&str, &[&str]); 3] =
    [("KRAS", &["21702-6", "82535-6", "85509-8"]), ("EGFR", &["21665-5"]), ("FLT3", &["85100-6", "54447-8"])];

pub(super) fn statement(observation: &Observation) -> Statement {
    let mut out = Statement::default();
    if !observation.status.is_fact() {
        return out;
    }
    let has = |codes: &[&str]| codes.iter().any(|c| observation.has_loinc(c));
    if has(&["69548-6"]) {
        out.texts.extend(variant(observation));
        return out;
    }
    if has(&["81252-9"]) {
        out.texts.extend(words(observation.value.as_ref()).and_then(|w| discrete(&w)));
    } else if has(&["81695-9"]) {
        out.msi = words(observation.value.as_ref()).and_then(|w| msi(&w));
        out.texts.extend(out.msi.map(|m| msi_text(m).to_owned()));
    } else if has(&["94076-7"]) {
        if let Some(ObservationValue::Quantity(q)) = &observation.value
            && q.comparator.is_none()
            && q.value >= 0.0
        {
            out.texts.push(format!("TMB {}", q.written));
            let source = "health record (LOINC 94076-7)".to_owned();
            out.tmb = Some(TumourMutationalBurden {
                value: q.value,
                low: None,
                high: None,
                megabases: None,
                source,
            });
        }
    } else if has(&["83053-9"]) {
        if let Some(ObservationValue::Quantity(q)) = &observation.value
            && q.unit.as_ref().is_some_and(|u| u.0 == "%")
            && q.comparator.is_none()
        {
            out.texts.push(format!("PD-L1 TPS {}%", q.written));
        }
    } else if let Some((name, _)) = CELL_SHARES.iter().find(|(_, codes)| has(codes)) {
        if let Some(ObservationValue::Quantity(q)) = &observation.value
            && q.unit.as_ref().is_some_and(|u| u.0 == "%")
            && q.comparator.is_none()
        {
            out.texts.push(format!("{name} {}", if q.value >= 1.0 { "positive" } else { "negative" }));
        }
    } else if let Some((name, _)) = MARKERS.iter().find(|(_, codes)| has(codes)) {
        out.texts.extend(words(observation.value.as_ref()).and_then(|w| marker(name, &w)));
    } else if let Some((gene, _)) = GENE_TESTS.iter().find(|(_, codes)| has(codes)) {
        out.texts.extend(words(observation.value.as_ref()).and_then(|w| gene_test(gene, &w)));
    }
    out
}

/// The words of a coded or written value.
fn words(value: Option<&ObservationValue>) -> Option<String> {
    match value? {
        ObservationValue::Coded { text, codings } => {
            let display = codings.iter().find_map(|c| c.display.clone());
            Some(if text.is_empty() { display? } else { text.clone() })
        }
        ObservationValue::Text(text) => Some(text.clone()),
        ObservationValue::Boolean(true) => Some("positive".to_owned()),
        ObservationValue::Boolean(false) => Some("negative".to_owned()),
        ObservationValue::Quantity(_) | ObservationValue::Absent(_) => None,
    }
}

fn coded(value: Option<&ObservationValue>, code: &str) -> bool {
    matches!(value, Some(ObservationValue::Coded { codings, .. }) if codings.iter().any(|c| c.code == code))
}

/// Variant assessment with its components.
fn variant(observation: &Observation) -> Option<String> {
    let part = |loinc: &str| {
        observation.components.iter().find(|c| c.has_loinc(loinc)).and_then(|c| c.value.as_ref())
    };
    let present = coded(observation.value.as_ref(), "LA9633-4")
        || words(observation.value.as_ref()).is_some_and(|w| w.eq_ignore_ascii_case("present"));
    if !present {
        return None;
    }
    let named = part("81252-9").and_then(|v| words(Some(v))).and_then(|w| discrete(&w));
    let gene = part("48018-6").and_then(|v| words(Some(v))).map(|g| symbol(&g));
    let Some(gene) = gene else { return named };
    let name = |loinc: &str, prefix: &str| {
        let text = part(loinc).and_then(|v| words(Some(v)))?;
        let name = text.rsplit(':').next().unwrap_or(&text).trim().to_owned();
        name.starts_with(prefix).then_some(name)
    };
    let germline = coded(part("48002-0"), "LA6683-2")
        || part("48002-0")
            .and_then(|v| words(Some(v)))
            .is_some_and(|w| w.to_ascii_lowercase().contains("germline"));
    let pathogenic = part("53037-8")
        .and_then(|v| words(Some(v)))
        .is_some_and(|w| matches!(w.to_ascii_lowercase().as_str(), "pathogenic" | "likely pathogenic"));
    if germline {
        return pathogenic.then(|| format!("{gene} germline pathogenic"));
    }
    if let Some(change) = name("48005-3", "p.").filter(|p| !p.contains('?')).or_else(|| name("48004-6", "c."))
    {
        return Some(format!("{gene} {change}"));
    }
    let event = part("48019-4").and_then(|v| words(Some(v))).unwrap_or_default().to_ascii_lowercase();
    if event.contains("amplification") {
        return Some(format!("{gene} amplification"));
    }
    if event.contains("fusion") {
        return Some(format!("{gene} fusion"));
    }
    named
}

/// Gene symbol of a display such as `BRAF` or `HGNC:1097 BRAF`.
fn symbol(text: &str) -> String {
    text.split_whitespace()
        .find(|w| !w.starts_with("HGNC"))
        .unwrap_or(text)
        .trim_matches(['(', ')', ','])
        .to_owned()
}

/// `NM_004333.4(BRAF):c.1799T>A (p.Val600Glu)` to `BRAF p.Val600Glu`.
fn discrete(text: &str) -> Option<String> {
    let (before, after) = text.split_once(':')?;
    let gene = before.split_once('(')?.1.trim_end_matches(')');
    let protein = after.split_once("(p.").map(|(_, p)| format!("p.{}", p.trim_end().trim_end_matches(')')));
    let coding = after.split_whitespace().next().filter(|c| c.starts_with("c.")).map(str::to_owned);
    let change = protein.or(coding)?;
    Some(format!("{gene} {change}"))
}

fn msi(words: &str) -> Option<MsiStatus> {
    let lower = words.to_ascii_lowercase();
    let is = |list: &[&str]| list.iter().any(|w| lower.contains(w));
    if is(&["msi-h", "msi high", "high", "unstable", "dmmr"]) && !is(&["not high", "no msi"]) {
        Some(MsiStatus::High)
    } else if is(&["mss", "stable", "pmmr"]) {
        Some(MsiStatus::Stable)
    } else if is(&["msi-l", "low"]) {
        Some(MsiStatus::Low)
    } else {
        None
    }
}

fn msi_text(status: MsiStatus) -> &'static str {
    match status {
        MsiStatus::High => "MSI-H",
        MsiStatus::Low => "MSI-L",
        MsiStatus::Stable => "MSS",
    }
}

/// Positive or negative, as the first word of the value or as a result of its own.
fn polarity(words: &str) -> Option<bool> {
    let lower = words.trim().to_ascii_lowercase();
    let starts = |list: &[&str]| list.iter().any(|w| lower.starts_with(w));
    if starts(&["negative", "not detected", "absent", "not amplified", "no "]) {
        Some(false)
    } else if starts(&["positive", "detected", "present", "amplified"]) {
        Some(true)
    } else {
        None
    }
}

fn marker(name: &str, words: &str) -> Option<String> {
    match (name, polarity(words)?) {
        ("BRAF V600E", true) => Some("BRAF V600E".to_owned()),
        // Immunohistochemistry for one variant does not make the gene wild type.
        ("BRAF V600E", false) => None,
        ("ALK fusion", true) => Some("ALK fusion".to_owned()),
        ("ALK fusion", false) => Some("ALK fusion negative".to_owned()),
        (name, true) => Some(format!("{name} positive")),
        (name, false) => Some(format!("{name} negative")),
    }
}

fn gene_test(gene: &str, words: &str) -> Option<String> {
    let text = words.trim();
    let lower = text.to_ascii_lowercase();
    if gene == "FLT3" {
        return polarity(text).filter(|p| *p).map(|_| "FLT3 ITD".to_owned());
    }
    if polarity(text) == Some(false) || lower.contains("wild type") || lower.contains("wild-type") {
        return Some(format!("{gene} wild-type"));
    }
    let change =
        text.split_whitespace().map(|w| w.trim_matches(['(', ')', ',', ';'])).find(|w| is_change(w))?;
    Some(format!("{gene} {change}"))
}

/// `p.G12D`, `G12D`, `c.35G>A`.
fn is_change(word: &str) -> bool {
    let body = word.strip_prefix("p.").unwrap_or(word);
    let mut chars = body.chars();
    let letter = chars.next().is_some_and(|c| c.is_ascii_uppercase());
    word.starts_with("c.") && word.len() > 3
        || letter
            && chars.clone().any(|c| c.is_ascii_digit())
            && chars.next_back().is_some_and(|c| c.is_ascii_alphabetic() || c == '*')
}
