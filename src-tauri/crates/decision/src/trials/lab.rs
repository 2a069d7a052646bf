//! Laboratory limits. Units are converted only by exact factors; a value that is old passes nothing.

use attune_clinical::Comparator;

use super::Asked;
use super::answer::{Eligibility, Verdict4};
use super::limits::{self, Limit};
use super::words::{Sign, tokens};
use crate::Facts;
use crate::measure::{Measured, unit_words, words};

/// Phrases for an analyte of the measurements, longest first in each group.
const PHRASES: &[(&[&str], &str)] = &[
    (&["estimated", "glomerular", "filtration", "rate"], "egfr"),
    (&["glomerular", "filtration", "rate"], "egfr"),
    (&["left", "ventricular", "ejection", "fraction"], "lvef"),
    (&["creatinine", "clearance"], "creatinine_clearance"),
    (&["absolute", "neutrophil", "count"], "neutrophils_abs"),
    (&["neutrophil", "count"], "neutrophils_abs"),
    (&["aspartate", "aminotransferase"], "ast"),
    (&["alanine", "aminotransferase"], "alt"),
    (&["aspartate", "transaminase"], "ast"),
    (&["alanine", "transaminase"], "alt"),
    (&["platelet", "count"], "platelets"),
    (&["total", "bilirubin"], "bilirubin_total"),
    (&["serum", "creatinine"], "creatinine_serum"),
    (&["serum", "bilirubin"], "bilirubin_total"),
    (&["serum", "albumin"], "albumin"),
    (&["qtc", "interval"], "qtc"),
    (&["egfr"], "egfr"),
    (&["gfr"], "egfr"),
    (&["lvef"], "lvef"),
    (&["crcl"], "creatinine_clearance"),
    (&["anc"], "neutrophils_abs"),
    (&["neutrophils"], "neutrophils_abs"),
    (&["platelets"], "platelets"),
    (&["hemoglobin"], "hemoglobin"),
    (&["haemoglobin"], "hemoglobin"),
    (&["hgb"], "hemoglobin"),
    (&["hb"], "hemoglobin"),
    (&["bilirubin"], "bilirubin_total"),
    (&["creatinine"], "creatinine_serum"),
    (&["albumin"], "albumin"),
    (&["ast"], "ast"),
    (&["sgot"], "ast"),
    (&["alt"], "alt"),
    (&["sgpt"], "alt"),
    (&["qtc"], "qtc"),
    (&["qtcf"], "qtc"),
    (&["inr"], "inr"),
];

/// Words that say nothing about the limit.
const FILLER: [&str; 13] = [
    "a",
    "an",
    "the",
    "of",
    "level",
    "levels",
    "must",
    "be",
    "is",
    "calculated",
    "estimated",
    "measured",
    "and",
];

/// A limit on analytes, in the unit of the measurements.
pub(super) struct LabLimit {
    analytes: Vec<&'static str>,
    limit: Limit,
    unit: &'static str,
}

/// Reads `creatinine clearance >= 50 ml/min`; `None` unless all of it is understood.
pub(super) fn read(plain: &str) -> Option<LabLimit> {
    let tokens = tokens(plain);
    let at = tokens.iter().position(|t| Sign::of(t).is_some())?;
    let (left, right) = tokens.split_at(at);
    let analytes = analytes(left)?;
    let (sign, right) = right.split_first()?;
    let right = right.concat();
    let digits = right.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(right.len());
    let (value, unit) = right.split_at(digits);
    let value: f64 = value.parse().ok()?;
    let first = *analytes.first()?;
    let (factor, name) = factor(first, unit, value)?;
    if !analytes.iter().all(|a| self::factor(a, unit, value) == Some((factor, name))) {
        return None;
    }
    Some(LabLimit { analytes, limit: Limit { sign: Sign::of(sign)?, value: value * factor }, unit: name })
}

/// The analytes of the words before the sign; all words must belong to one or be without meaning.
fn analytes(words: &[String]) -> Option<Vec<&'static str>> {
    let mut found: Vec<&'static str> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let phrase = PHRASES.iter().find(|(phrase, _)| {
            words.get(at..at + phrase.len()).is_some_and(|w| w.iter().zip(*phrase).all(|(a, b)| a == b))
        });
        match phrase {
            Some((phrase, analyte)) => {
                if !found.contains(analyte) {
                    found.push(analyte);
                }
                at += phrase.len();
            }
            None if FILLER.contains(&words[at].as_str()) => at += 1,
            None => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Factor to the unit of the measurements, and that unit.
fn factor(analyte: &str, unit: &str, value: f64) -> Option<(f64, &'static str)> {
    let unit = unit.replace(' ', "");
    let multiple = ["xuln", "timesuln", "xupperlimitofnormal", "xinstitutionaluln", "xtheuln", "timestheuln"];
    if multiple.contains(&unit.as_str()) {
        return ["ast", "alt", "bilirubin_total", "creatinine_serum"]
            .contains(&analyte)
            .then_some((1.0, "[ULN]"));
    }
    let cells = |unit: &str| match unit {
        "x10^9/l" | "10^9/l" | "x109/l" | "k/ul" | "x10^3/ul" | "10^3/ul" | "x10^3/mm3" => Some(1.0),
        "/mm3" | "mm3" | "/ul" | "ul" | "cells/mm3" | "cells/ul" | "/mcl" | "mcl" | "cells/mcl"
            if value >= 100.0 =>
        {
            Some(0.001)
        }
        _ => None,
    };
    match (analyte, unit.as_str()) {
        ("creatinine_clearance", "ml/min") => Some((1.0, "mL/min")),
        ("egfr", "ml/min/1.73m2" | "ml/min/1.73m^2" | "ml/minute/1.73m2") => Some((1.0, "mL/min/{1.73_m2}")),
        ("neutrophils_abs" | "platelets", unit) => cells(unit).map(|f| (f, "10*3/uL")),
        ("hemoglobin" | "albumin", "g/dl") => Some((1.0, "g/dL")),
        ("hemoglobin" | "albumin", "g/l") => Some((0.1, "g/dL")),
        ("bilirubin_total" | "creatinine_serum", "mg/dl") => Some((1.0, "mg/dL")),
        ("lvef", "%") => Some((1.0, "%")),
        ("qtc", "ms" | "msec" | "milliseconds") => Some((1.0, "ms")),
        ("inr", "") => Some((1.0, "{INR}")),
        _ => None,
    }
}

impl<F: Facts> Asked<'_, F> {
    /// All analytes of a limit.
    pub(super) fn laboratory(&self, lab: &LabLimit) -> (Verdict4, Vec<String>) {
        let mut facts = Vec::new();
        let verdict = super::answer::all(lab.analytes.iter().map(|analyte| {
            let (answer, fact) = self.one_value(analyte, lab);
            facts.push(fact);
            Verdict4 { answer, recoverable: true }
        }));
        (verdict, facts)
    }

    fn one_value(&self, analyte: &str, lab: &LabLimit) -> (Eligibility, String) {
        let name = words(analyte);
        let unknown = |why: String| (Eligibility::Undetermined, why);
        let Some(found) = self.person.measured(analyte) else {
            return unknown(format!("{name} not recorded"));
        };
        let shown = format!("{name} {}", found.display());
        let value = if lab.unit == "[ULN]" {
            match found.uln {
                Some((limit, written)) if limit > 0.0 => written / limit,
                _ => return unknown(format!("{shown}: upper limit of normal not given")),
            }
        } else {
            found.value
        };
        // An eGFR taken for the clearance is an estimate of something else.
        if found.remark.as_ref().is_some_and(|r| r.starts_with("eGFR")) {
            return unknown(shown);
        }
        let (low, high) = reach(value, &found);
        match lab.limit.holds(low, high) {
            None => unknown(format!("{shown}: not exact enough")),
            Some(_) if found.is_stale(self.case.as_of) => {
                unknown(format!("{shown}: older than 6 months or undated, to be repeated"))
            }
            Some(held) => {
                let answer = if held { Eligibility::Pass } else { Eligibility::Fail };
                (answer, format!("{shown}; asked: {} {}", limits::words(lab.limit), unit_words(lab.unit)))
            }
        }
    }
}

/// Where a value can lie: `below 5` may be anything under it.
fn reach(value: f64, found: &Measured) -> (f64, f64) {
    match found.comparator {
        None => (value, value),
        Some(Comparator::Less | Comparator::LessOrEqual) => (f64::NEG_INFINITY, value),
        Some(Comparator::Greater | Comparator::GreaterOrEqual) => (value, f64::INFINITY),
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::plain;
    use super::*;

    fn limit(text: &str) -> Option<(Vec<&'static str>, f64, &'static str)> {
        read(&plain(text)).map(|l| (l.analytes, l.limit.value, l.unit))
    }

    #[test]
    fn limits_of_laboratories() {
        assert_eq!(
            limit("Creatinine clearance ≥ 50 mL/min"),
            Some((vec!["creatinine_clearance"], 50.0, "mL/min"))
        );
        assert_eq!(
            limit("Absolute neutrophil count (ANC) ≥ 1.5 x 10^9/L"),
            Some((vec!["neutrophils_abs"], 1.5, "10*3/uL"))
        );
        assert_eq!(limit("Platelets ≥ 100,000/mm3"), Some((vec!["platelets"], 100.0, "10*3/uL")));
        assert_eq!(limit("AST and ALT ≤ 2.5 x ULN"), Some((vec!["ast", "alt"], 2.5, "[ULN]")));
        assert_eq!(limit("LVEF >= 50%"), Some((vec!["lvef"], 50.0, "%")));
        assert_eq!(limit("Hemoglobin ≥ 90 g/L"), Some((vec!["hemoglobin"], 9.0, "g/dL")));
        for unread in [
            "AST and ALT ≤ 2.5 x ULN (≤ 5 x ULN with liver metastases)",
            "Creatinine clearance ≥ 50 mL/min unless on dialysis",
            "Adequate kidney function",
            "Platelets ≥ 100",
            "Troponin < 5 ng/L",
        ] {
            assert_eq!(limit(unread), None, "{unread}");
        }
    }
}
