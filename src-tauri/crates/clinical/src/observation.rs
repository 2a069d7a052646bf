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
    /// True where one of the codings is this LOINC code.
    #[must_use]
    pub fn has_loinc(&self, code: &str) -> bool {
        self.codings.iter().any(|c| c.code == code && c.system.contains("loinc"))
    }
}
