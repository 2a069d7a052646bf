//! Safety rules: what makes a drug unfit for this patient, one row a rule, each with its source.
//!
//! A rule only states the criterion. Whether a fact of the record meets it, and what an absent fact means
//! ("not known", never "normal"), is decided where the record is at hand.

use serde::{Deserialize, Serialize};

use crate::{PackError, Verification};

/// What a met rule does to an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleSeverity {
    /// The option is not ranked.
    Block,
    /// The option is ranked with a caution.
    Caution,
    /// To know.
    Info,
}

/// The fact that a rule looks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "criterion")]
pub enum SafetyCriterion {
    /// A measured value beyond a limit. Exactly one of `below` and `above` is set; the limit itself passes.
    Lab {
        /// `creatinine_clearance`, `egfr`, `bilirubin_total`, `alt`, `ast`, `albumin`, `hemoglobin`,
        /// `platelets`, `neutrophils_abs`, `potassium`, `magnesium`, `lvef`, `qtc`, `inr`, `glucose`.
        analyte: String,
        /// Met where the value is below this.
        below: Option<f64>,
        /// Met where the value is above this.
        above: Option<f64>,
        /// UCUM unit of the limit; `[ULN]` means multiples of the laboratory's own upper limit of normal.
        unit: String,
    },
    /// A current medication.
    Medication {
        /// Generic names, lower case.
        drugs: Vec<String>,
        /// Classes of the drug table.
        classes: Vec<String>,
    },
    /// A recorded allergy or intolerance.
    Allergy {
        /// Substances in words, lower case.
        substances: Vec<String>,
        /// Classes of the drug table.
        classes: Vec<String>,
    },
    /// A recorded condition.
    Condition {
        /// Words of which one must stand in the name of the condition, lower case.
        words: Vec<String>,
        /// ICD-10-CM code prefixes.
        codes: Vec<String>,
    },
    /// Pregnancy.
    Pregnancy,
    /// ECOG performance status at or above this.
    Ecog {
        /// The status, 0 to 5.
        at_least: u8,
    },
    /// A pharmacogenomic phenotype.
    Pgx {
        /// Gene symbol.
        gene: String,
        /// Phenotypes as the allele tables name them, for example `Poor Metabolizer`.
        phenotypes: Vec<String>,
    },
    /// Age in completed years below this.
    Age {
        /// Years.
        below: u8,
    },
}

/// One safety rule, in our own words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SafetyRule {
    /// Unique in the pack, for example `saf-cisplatin-crcl`.
    pub id: String,
    /// Generic names it holds for.
    pub drugs: Vec<String>,
    /// Drug classes it holds for.
    pub classes: Vec<String>,
    /// `pgx`, `organ_function`, `interaction`, `allergy`, `prior_therapy` or `other`.
    pub kind: String,
    /// The fact that it looks for.
    pub criterion: SafetyCriterion,
    /// What it does when met.
    pub severity: RuleSeverity,
    /// One sentence: what may happen and what is done about it.
    pub message: String,
    /// Label or guideline it rests on.
    pub source: String,
    /// Identifier of that source where one is known, else empty.
    pub citation: String,
    /// Whether the row could be checked against a source at hand.
    pub verification: Verification,
}

impl SafetyRule {
    /// True where the rule holds for a drug of this name or of one of these classes.
    #[must_use]
    pub fn concerns(&self, drug: &str, classes: &[String]) -> bool {
        self.drugs.iter().any(|d| d == drug) || self.classes.iter().any(|c| classes.contains(c))
    }
}

/// Name of the part.
pub(crate) const PART: &str = "safety";
/// Schema of the part.
pub(crate) const SCHEMA: &str = "attune/safety/1";

/// Stored form.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) schema: String,
    pub(crate) rules: Vec<SafetyRule>,
}

/// Reads the part.
///
/// # Errors
/// [`PackError::UnknownSchema`] or [`PackError::Malformed`].
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<SafetyRule>, PackError> {
    let stored: Stored = serde_json::from_slice(bytes).map_err(|e| PackError::malformed(PART, e))?;
    if stored.schema != SCHEMA {
        return Err(PackError::UnknownSchema { found: stored.schema, expected: SCHEMA.to_owned() });
    }
    Ok(stored.rules)
}
