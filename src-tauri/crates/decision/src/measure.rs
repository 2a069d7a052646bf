//! Measured values of the record, with unit and date, as the safety rules ask for them.

use attune_clinical::{Comparator, HealthRecord, Observation, ObservationValue, PartialDate, Quantity, Sex};
use jiff::civil::Date;

/// Days after which a value that passes is no longer taken as the present state. A value that stops or
/// cautions counts however old it is.
const STALE_AFTER_DAYS: i32 = 180;

/// One analyte: the name in the rules, the words for people, LOINC codes, canonical UCUM unit.
struct Analyte {
    name: &'static str,
    words: &'static str,
    loinc: &'static [&'static str],
    unit: &'static str,
}

macro_rules! analytes {
    ($(($name:literal, $words:literal, [$($loinc:literal),*], $unit:literal)),+ $(,)?) => {
        const ANALYTES: &[Analyte] =
            &[$(Analyte { name: $name, words: $words, loinc: &[$($loinc),*], unit: $unit }),+];
    };
}

// LOINC codes of the serum, plasma and blood tests that laboratories send for each analyte.
analytes![
    ("creatinine_clearance", "creatinine clearance", ["2164-2", "35591-7", "33558-8"], "mL/min"),
    ("creatinine_serum", "serum creatinine", ["2160-0", "38483-4", "14682-9"], "mg/dL"),
    (
        "egfr",
        "eGFR",
        ["98979-8", "62238-1", "33914-3", "88294-4", "48642-3", "94677-2", "50210-4"],
        "mL/min/{1.73_m2}"
    ),
    ("bilirubin_total", "total bilirubin", ["1975-2", "42719-5", "14631-6"], "mg/dL"),
    ("alt", "ALT", ["1742-6", "1743-4", "1744-2"], "U/L"),
    ("ast", "AST", ["1920-8", "30239-8", "88112-8"], "U/L"),
    ("albumin", "albumin", ["1751-7", "61151-7", "61152-5"], "g/dL"),
    ("hemoglobin", "haemoglobin", ["718-7", "20509-6", "59260-0"], "g/dL"),
    ("platelets", "platelets", ["777-3", "26515-7"], "10*3/uL"),
    ("neutrophils_abs", "neutrophils", ["751-8", "26499-4", "753-4", "30451-9"], "10*3/uL"),
    ("lymphocytes_abs", "lymphocytes", ["731-0", "26474-7", "732-8"], "10*3/uL"),
    ("potassium", "potassium", ["2823-3", "6298-4"], "mmol/L"),
    ("magnesium", "magnesium", ["19123-9", "2601-3"], "mg/dL"),
    ("lvef", "LVEF", ["10230-1", "8806-2", "18043-0", "79991-6", "77889-4"], "%"),
    ("qtc", "QTc", ["8634-8", "8636-3"], "ms"),
    ("inr", "INR", ["6301-6", "34714-6", "38875-1"], "{INR}"),
    ("glucose", "glucose", ["2345-7", "2339-0", "1558-6"], "mg/dL"),
    ("weight", "body weight", ["29463-7", "3141-9", "8335-2"], "kg"),
];

/// A measurement that the safety rules and criteria ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnalyteInfo {
    /// Name in the rules.
    pub name: &'static str,
    /// Words for people.
    pub words: &'static str,
    /// LOINC codes that it is read from.
    pub loinc: &'static [&'static str],
    /// UCUM unit of the value.
    pub unit: &'static str,
}

/// All measurements that the safety rules and criteria can ask for.
pub fn analytes() -> impl Iterator<Item = AnalyteInfo> {
    ANALYTES.iter().map(|a| AnalyteInfo { name: a.name, words: a.words, loinc: a.loinc, unit: a.unit })
}

/// The latest value of a measurement as the rules read it: `48 mL/min on 02-Nov-2026`.
#[must_use]
pub fn recorded(record: &HealthRecord, analyte: &str) -> Option<String> {
    measured(record, analyte, None).map(|m| m.display())
}

/// The words for an analyte name of the rules.
pub(crate) fn words(name: &str) -> &str {
    ANALYTES.iter().find(|a| a.name == name).map_or(name, |a| a.words)
}

/// A value of the patient.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measured {
    pub(crate) value: f64,
    pub(crate) unit: String,
    pub(crate) comparator: Option<Comparator>,
    pub(crate) date: Option<PartialDate>,
    /// Upper limit of normal of the laboratory, in the unit of the value as written, with that value.
    pub(crate) uln: Option<(f64, f64)>,
    /// How it came about, where it was not measured as such.
    pub(crate) remark: Option<String>,
}

impl Measured {
    /// `48 mL/min on 02-Nov-2026`.
    pub(crate) fn display(&self) -> String {
        let sign = match self.comparator {
            None => "",
            Some(Comparator::Less | Comparator::LessOrEqual) => "below ",
            Some(Comparator::Greater | Comparator::GreaterOrEqual) => "above ",
        };
        let unit = unit_words(&self.unit);
        let date = self.date.map_or("undated".to_owned(), |d| format!("on {}", d.display()));
        let remark = self.remark.as_ref().map_or(String::new(), |r| format!(" ({r})"));
        format!("{sign}{} {unit} {date}{remark}", number(self.value))
    }

    /// True where the value is too old, or of unknown date, to be the present state.
    pub(crate) fn is_stale(&self, as_of: Date) -> bool {
        self.date
            .and_then(PartialDate::earliest)
            .is_none_or(|d| as_of.since(d).map_or(true, |span| span.get_days() > STALE_AFTER_DAYS))
    }
}

/// At most two digits behind the point, none where they are zero.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A UCUM unit as people write it.
pub(crate) fn unit_words(unit: &str) -> String {
    match unit {
        "mL/min/{1.73_m2}" => "mL/min/1.73 m2".to_owned(),
        "10*3/uL" | "10*9/L" => "x 10^9/L".to_owned(),
        "{INR}" => String::new(),
        "[ULN]" => "x upper limit of normal".to_owned(),
        other => other.to_owned(),
    }
}

/// Units that mean the same number.
pub(crate) fn same_unit(a: &str, b: &str) -> bool {
    fn canonical(unit: &str) -> &str {
        match unit {
            "10*9/L" | "K/uL" | "10*3/uL" | "10^3/uL" | "10^9/L" | "10*3/mm3" => "10*3/uL",
            "[IU]/L" | "IU/L" | "U/L" => "U/L",
            "mL/min/{1.73_m2}" | "mL/min/1.73m2" | "mL/min/1.73.m2" | "mL/min/{1.73m2}" => "mL/min/{1.73_m2}",
            "{INR}" | "1" | "{ratio}" => "{INR}",
            "ms" | "msec" => "ms",
            other => other,
        }
    }
    canonical(a) == canonical(b)
}

/// The latest value of an analyte up to a day, if it is usable. A value of a day to come is none of today.
pub(crate) fn measured(record: &HealthRecord, name: &str, until: Option<Date>) -> Option<Measured> {
    let analyte = ANALYTES.iter().find(|a| a.name == name)?;
    read(latest(record, analyte, until)?, analyte.unit)
}

/// The latest value as it was written, where it is not usable: in a unit that is not understood, or without one.
pub(crate) fn unread(record: &HealthRecord, name: &str, until: Date) -> Option<String> {
    let analyte = ANALYTES.iter().find(|a| a.name == name)?;
    let found = latest(record, analyte, Some(until))?;
    if read(found, analyte.unit).is_some() {
        return None;
    }
    match &found.value {
        Some(ObservationValue::Quantity(q)) => {
            Some(match q.unit.as_ref().filter(|u| !u.0.trim().is_empty()) {
                Some(unit) => format!("recorded as {} {}, a unit that is not understood", q.written, unit.0),
                None => format!("recorded as {} without a unit", q.written),
            })
        }
        Some(ObservationValue::Coded { text, .. } | ObservationValue::Text(text)) => {
            Some(format!("recorded as `{text}`, which is no number"))
        }
        _ => None,
    }
}

fn latest<'r>(record: &'r HealthRecord, analyte: &Analyte, until: Option<Date>) -> Option<&'r Observation> {
    let begun = |o: &&Observation| {
        let day = o.effective.and_then(PartialDate::earliest);
        until.zip(day).is_none_or(|(until, day)| day <= until)
    };
    record
        .observations
        .iter()
        .filter(|o| o.status.is_fact() && o.value.is_some())
        .filter(|o| analyte.loinc.iter().any(|code| o.has_loinc(code)))
        .filter(begun)
        .max_by_key(|o| (o.effective, o.effective_written.clone()))
}

/// Factor from a unit in which laboratories and devices report an analyte to the unit of the rules. The molar mass
/// of magnesium is 24.305 g/mol.
fn factor(from: &str, to: &str, loinc: impl Fn(&str) -> bool) -> Option<f64> {
    Some(match (from, to) {
        ("mmol/L", "mg/dL") if loinc("19123-9") || loinc("2601-3") => 2.4305,
        ("meq/L" | "mEq/L", "mg/dL") if loinc("19123-9") || loinc("2601-3") => 1.215,
        ("s" | "sec", "ms") => 1000.0,
        ("mL/s", "mL/min") => 60.0,
        ("L/min", "mL/min") => 1000.0,
        ("percent" | "{percent}" | "[%]", "%") => 1.0,
        ("/uL" | "{cells}/uL" | "cells/uL" | "1/uL", "10*3/uL") => 0.001,
        ("/mm3" | "1/mm3" | "cells/mm3", "10*3/uL") => 0.001,
        ("G/L" | "Gpt/L" | "GIGA/L" | "10E9/L" | "10e9/L" | "x10^9/L" | "x10*9/L", "10*3/uL") => 1.0,
        _ => return None,
    })
}

/// All values of an analyte, newest first.
pub(crate) fn series(record: &HealthRecord, name: &str) -> Vec<Measured> {
    let Some(analyte) = ANALYTES.iter().find(|a| a.name == name) else { return Vec::new() };
    let mut values: Vec<Measured> = record
        .observations
        .iter()
        .filter(|o| o.status.is_fact() && analyte.loinc.iter().any(|c| o.has_loinc(c)))
        .filter_map(|o| read(o, analyte.unit))
        .collect();
    values.sort_by_key(|m| std::cmp::Reverse(m.date));
    values
}

/// A number is a value only in the analyte's own unit; without a unit it is not used.
fn read(observation: &Observation, unit: &str) -> Option<Measured> {
    let written = match &observation.value {
        Some(ObservationValue::Quantity(q)) => Some(q),
        _ => None,
    };
    let usable = |q: &Quantity| {
        let from = q.unit.as_ref()?.0.trim();
        if same_unit(from, unit) {
            return Some(1.0);
        }
        let fraction = unit == "%" && matches!(from, "1" | "{fraction}" | "fraction" | "{ratio}");
        if fraction && (0.0..=1.0).contains(&q.value) {
            return Some(100.0);
        }
        factor(from, unit, |code| observation.has_loinc(code))
    };
    let canonical = observation.canonical.as_ref().and_then(|q| Some((q, usable(q)?)));
    let (quantity, factor) = canonical.or_else(|| written.and_then(|q| Some((q, usable(q)?))))?;
    let uln = observation.range.as_ref().and_then(|r| r.high).zip(written.map(|w| w.value));
    Some(Measured {
        value: quantity.value * factor,
        unit: unit.to_owned(),
        comparator: quantity.comparator,
        date: observation.effective,
        uln,
        remark: None,
    })
}

/// Creatinine clearance in mL/min: measured, unless a creatinine of a later day says more of today; else by Cockcroft
/// and Gault (Nephron 1976, PMID 1244564) from creatinine, age, weight and sex; else the eGFR, which is said.
pub(crate) fn creatinine_clearance(
    record: &HealthRecord,
    age: Option<i32>,
    sex: Sex,
    until: Option<Date>,
) -> Option<Measured> {
    let direct = measured(record, "creatinine_clearance", until);
    let estimated = cockcroft_gault(record, age, sex, until);
    match (direct, estimated) {
        (Some(direct), Some(later)) if later.date > direct.date => Some(later),
        (Some(direct), _) => Some(direct),
        (None, Some(estimated)) => Some(estimated),
        (None, None) => measured(record, "egfr", until).map(|m| Measured {
            unit: "mL/min".to_owned(),
            remark: Some(
                "eGFR per 1.73 m2, taken for the clearance: weight or creatinine not recorded".to_owned(),
            ),
            ..m
        }),
    }
}

fn cockcroft_gault(
    record: &HealthRecord,
    age: Option<i32>,
    sex: Sex,
    until: Option<Date>,
) -> Option<Measured> {
    let factor = match sex {
        Sex::Female => Some(0.85),
        Sex::Male => Some(1.0),
        Sex::Other | Sex::Unknown => None,
    };
    let (creatinine, weight) =
        (measured(record, "creatinine_serum", until)?, measured(record, "weight", until)?);
    let (age, factor) = (age?, factor?);
    if creatinine.value <= 0.0 || creatinine.comparator.is_some() {
        return None;
    }
    // To a tenth, not to whole numbers: 49.6 mL/min lies below a limit of 50.
    let exact = (140.0 - f64::from(age)) * weight.value / (72.0 * creatinine.value) * factor;
    let value = (exact * 10.0).round() / 10.0;
    let remark = format!(
        "Cockcroft-Gault from creatinine {} mg/dL, {} kg, age {age}",
        number(creatinine.value),
        number(weight.value)
    );
    Some(Measured {
        value,
        unit: "mL/min".to_owned(),
        comparator: None,
        date: creatinine.date,
        uln: None,
        remark: Some(remark),
    })
}
