//! Units of laboratory values: conversion inside one analyte, never across, never without a unit.

mod table;

/// One analyte of the table.
#[derive(Debug)]
pub(crate) struct Analyte {
    /// Name in words.
    pub(crate) name: &'static str,
    /// Canonical UCUM unit.
    pub(crate) unit: &'static str,
    /// LOINC codes.
    pub(crate) loinc: &'static [&'static str],
    /// Normalised unit, factor and offset: canonical = value * factor + offset.
    from: &'static [(&'static str, f64, f64)],
    /// Lowest and highest value that is believed, in the canonical unit.
    plausible: (f64, f64),
}

/// What became of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Converted {
    /// The value in the canonical unit, and whether it is believable.
    Canonical {
        /// Value in the canonical unit.
        value: f64,
        /// False outside the plausible range.
        plausible: bool,
    },
    /// No conversion from this unit is known.
    UnknownUnit,
}

/// The analyte of a LOINC code.
pub(crate) fn analyte(loinc: &str) -> Option<&'static Analyte> {
    table::ANALYTES.iter().find(|a| a.loinc.contains(&loinc))
}

impl Analyte {
    /// Converts a value.
    pub(crate) fn convert(&self, value: f64, unit: &str) -> Converted {
        let key = unit_key(unit);
        match self.from.iter().find(|(from, ..)| *from == key) {
            Some((_, factor, offset)) => {
                let value = tidy(value * factor + offset);
                Converted::Canonical {
                    value,
                    plausible: value >= self.plausible.0 && value <= self.plausible.1,
                }
            }
            None => Converted::UnknownUnit,
        }
    }

    /// True where the unit is the canonical one in another spelling.
    pub(crate) fn is_canonical(&self, unit: &str) -> bool {
        let key = unit_key(unit);
        self.from.iter().any(|(from, factor, offset)| *from == key && *factor == 1.0 && *offset == 0.0)
    }
}

/// Removes the noise of binary fractions: twelve significant digits are more than any assay has.
fn tidy(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// One spelling of a unit: `10^3/µL`, `10+3/ul`, `x10E3/uL` and `10*3/uL` are the same.
pub(crate) fn unit_key(unit: &str) -> String {
    let mut key: String = unit
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, 'µ' | 'μ') { 'u' } else { c.to_ascii_lowercase() })
        .collect();
    for prefix in ["x10", "×10"] {
        if let Some(rest) = key.strip_prefix(prefix) {
            key = format!("10{rest}");
        }
    }
    if let Some(rest) = key.strip_prefix("10") {
        let rest = rest.trim_start_matches("exp").trim_start_matches(['^', '*', '+', 'e']);
        if rest.starts_with(['3', '6', '9']) {
            key = format!("10*{rest}");
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(loinc: &str, value: f64, unit: &str) -> Option<f64> {
        match analyte(loinc).unwrap().convert(value, unit) {
            Converted::Canonical { value, .. } => Some((value * 1000.0).round() / 1000.0),
            Converted::UnknownUnit => None,
        }
    }

    #[test]
    fn conversions_inside_an_analyte() {
        let cases = [
            ("2160-0", 88.42, "umol/L", Some(1.0)),
            ("1751-7", 38.0, "g/L", Some(3.8)),
            ("1751-7", 3.8, "g/dl", Some(3.8)),
            ("751-8", 4.5, "10^9/L", Some(4.5)),
            ("751-8", 4500.0, "/uL", Some(4.5)),
            ("751-8", 4.5, "x10E3/µL", Some(4.5)),
            ("751-8", 4.5, "10+3/ul", Some(4.5)),
            ("4548-4", 53.0, "mmol/mol", Some(7.0)),
            ("2345-7", 5.5, "mmol/L", Some(99.088)),
            ("1742-6", 30.0, "IU/L", Some(30.0)),
            ("1751-7", 3.8, "mL", None),
            ("98979-8", 60.0, "mL/min", None),
            ("29463-7", 150.0, "[lb_av]", Some(68.039)),
        ];
        for (loinc, value, unit, expected) in cases {
            assert_eq!(convert(loinc, value, unit), expected, "{loinc} {value} {unit}");
        }
    }

    #[test]
    fn a_slip_of_unit_is_not_believed() {
        let globulin = analyte("10834-0").unwrap();
        assert_eq!(globulin.convert(2.8, "g/L"), Converted::Canonical { value: 0.28, plausible: false });
    }

    #[test]
    fn every_code_stands_once_and_has_its_check_digit() {
        let mut seen = std::collections::BTreeSet::new();
        for analyte in table::ANALYTES {
            assert!(analyte.is_canonical(analyte.unit), "{}", analyte.name);
            for code in analyte.loinc {
                assert!(seen.insert(code), "{code} stands twice");
                assert!(crate::codes::is_loinc(code), "{code}");
            }
        }
    }
}
