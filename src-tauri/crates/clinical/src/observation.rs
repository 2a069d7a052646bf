//! Measurements with their unit, kept as written.

use serde::{Deserialize, Serialize};

use crate::{Coding, PartialDate, Provenance, RecordStatus};

/// A UCUM unit as written, for example `mg/dL`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unit(pub String);

/// `<` and its like, which must never be lost on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// Below the value.
    Less,
    /// At or below.
    LessOrEqual,
    /// At or above.
    GreaterOrEqual,
    /// Above the value.
    Greater,
}

/// A number with its unit. A number without a unit is not a [`Quantity`] of anything: `unit` is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number.
    pub value: f64,
    /// The digits as written (`1.10` stays `1.10`).
    pub written: String,
    /// Comparator, if any.
    pub comparator: Option<Comparator>,
    /// Unit, if any.
    pub unit: Option<Unit>,
}

/// The value of an observation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObservationValue {
    /// A measurement.
    Quantity(Quantity),
    /// A coded answer.
    Coded {
        /// The words of the source.
        text: String,
        /// All codings.
        codings: Vec<Coding>,
    },
    /// Free text.
    Text(String),
    /// A truth value.
    Boolean(bool),
    /// Recorded as absent, with the reason as written. Absent is not normal.
    Absent(String),
}

/// Limits given by the laboratory.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ReferenceRange {
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// The range as written, where it is words.
    pub text: Option<String>,
}

/// Flag of the laboratory (HL7 v3 ObservationInterpretation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interpretation {
    /// N.
    Normal,
    /// L.
    Low,
    /// H.
    High,
    /// LL.
    CriticalLow,
    /// HH.
    CriticalHigh,
    /// A or AA, without direction.
    Abnormal,
}

/// One observation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The words of the source.
    pub text: String,
    /// All codings (LOINC first where present).
    pub codings: Vec<Coding>,
    /// FHIR category code (`laboratory`, `vital-signs` ...), if given.
    pub category: Option<String>,
    /// The value, or `None` where the source gave neither a value nor a reason.
    pub value: Option<ObservationValue>,
    /// The same value in the canonical unit of its analyte, where a conversion is known.
    pub canonical: Option<Quantity>,
    /// Component observations (blood pressure, variant parts).
    pub components: Vec<Observation>,
    /// Laboratory limits.
    pub range: Option<ReferenceRange>,
    /// Laboratory flag.
    pub interpretation: Option<Interpretation>,
    /// When it was true of the patient.
    pub effective: Option<PartialDate>,
    /// The time of it as written, with zone, for display.
    pub effective_written: Option<String>,
    /// Whether it stands as a fact.
    pub status: RecordStatus,
    /// Where it was read.
    pub source: Provenance,
}

impl Observation {
    /// The laboratory's flag or, where it gave none, the place of the value in the laboratory's own range.
    /// A value with a comparator is judged only where the comparator leaves no doubt. Without a range: `None`.
    #[must_use]
    pub fn flag(&self) -> Option<Interpretation> {
        use Comparator::{Greater, GreaterOrEqual, Less, LessOrEqual};
        if self.interpretation.is_some() {
            return self.interpretation;
        }
        let (Some(ObservationValue::Quantity(q)), Some(range)) = (&self.value, &self.range) else {
            return None;
        };
        let below =
            range.low.is_some_and(|low| q.value < low || (q.value <= low && q.comparator == Some(Less)));
        let above = range
            .high
            .is_some_and(|high| q.value > high || (q.value >= high && q.comparator == Some(Greater)));
        match (q.comparator, below, above) {
            (Some(Less | LessOrEqual) | None, true, _) => Some(Interpretation::Low),
            (Some(Greater | GreaterOrEqual) | None, _, true) => Some(Interpretation::High),
            (None, false, false) if range.low.is_some() || range.high.is_some() => {
                Some(Interpretation::Normal)
            }
            _ => None,
        }
    }

    /// True where one of the codings is this LOINC code.
    #[must_use]
    pub fn has_loinc(&self, code: &str) -> bool {
        self.codings.iter().any(|c| c.code == code && c.system.contains("loinc"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observation(
        value: f64,
        comparator: Option<Comparator>,
        range: Option<(Option<f64>, Option<f64>)>,
    ) -> Observation {
        let quantity =
            Quantity { value, written: value.to_string(), comparator, unit: Some(Unit("mg/dL".into())) };
        Observation {
            text: "test".into(),
            codings: Vec::new(),
            category: None,
            value: Some(ObservationValue::Quantity(quantity)),
            canonical: None,
            components: Vec::new(),
            range: range.map(|(low, high)| ReferenceRange { low, high, text: None }),
            interpretation: None,
            effective: None,
            effective_written: None,
            status: RecordStatus::Active,
            source: Provenance::default(),
        }
    }

    #[test]
    fn a_value_is_judged_by_its_own_range_and_not_without_one() {
        let range = Some((Some(3.5), Some(5.1)));
        assert_eq!(observation(3.4, None, range).flag(), Some(Interpretation::Low));
        assert_eq!(observation(5.2, None, range).flag(), Some(Interpretation::High));
        assert_eq!(observation(4.0, None, range).flag(), Some(Interpretation::Normal));
        assert_eq!(observation(4.0, None, None).flag(), None);
        assert_eq!(observation(4.0, None, Some((None, None))).flag(), None);
    }

    #[test]
    fn a_comparator_is_judged_only_where_it_leaves_no_doubt() {
        let range = Some((None, Some(5.0)));
        assert_eq!(observation(5.0, Some(Comparator::Less), range).flag(), None);
        assert_eq!(observation(5.0, Some(Comparator::Greater), range).flag(), Some(Interpretation::High));
        assert_eq!(observation(7.0, Some(Comparator::Less), range).flag(), None);
    }
}
