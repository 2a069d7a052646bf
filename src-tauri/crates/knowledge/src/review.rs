//! What the builder of a pack found for a curator to look at: rows that disagree, and what is missing.

use serde::{Deserialize, Serialize};

use crate::PackError;

/// Name of the part.
pub(crate) const PART: &str = "review";
/// Schema of the part.
pub(crate) const SCHEMA: &str = "attune/review/1";

/// What a curator should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewKind {
    /// Conflict: one row states sensitivity, another resistance or no benefit, for the same treatment, alteration and
    /// tumour.
    OppositeSignificance,
    /// Conflict: one row is withdrawn and another of the same treatment, alteration and tumour is not.
    WithdrawnAndNot,
    /// The same treatment, biomarker and tumour for several lines or settings, in rows of their own.
    SeveralLines,
    /// Gap: a biomarker and drug of CIViC level A that the label layer does not name.
    LevelAWithoutLabel,
    /// Gap: a drug of the label layer without a class.
    DrugWithoutClass,
    /// Gap: a drug of the label layer that no safety rule is about, by name or by class.
    DrugWithoutSafetyRule,
    /// Gap: a drug of the label layer whose route of administration is not known.
    DrugWithoutRoute,
    /// Gap: a tumour type for which no treatment without a biomarker is named.
    TumourWithoutStandardCare,
    /// Gap: an alteration of a source that could not be read.
    UnreadableAlteration,
    /// Gap: a disease of a source without an OncoTree code.
    UnmappedDisease,
}

impl ReviewKind {
    /// The name in counts: `conflicts.opposite_significance`, `gaps.drug_without_class`.
    #[must_use]
    pub fn count_name(self) -> &'static str {
        match self {
            Self::OppositeSignificance => "conflicts.opposite_significance",
            Self::WithdrawnAndNot => "conflicts.withdrawn_and_not",
            Self::SeveralLines => "conflicts.several_lines",
            Self::LevelAWithoutLabel => "gaps.level_a_without_label",
            Self::DrugWithoutClass => "gaps.drug_without_class",
            Self::DrugWithoutSafetyRule => "gaps.drug_without_safety_rule",
            Self::DrugWithoutRoute => "gaps.drug_without_route",
            Self::TumourWithoutStandardCare => "gaps.tumour_without_standard_care",
            Self::UnreadableAlteration => "gaps.unreadable_alterations",
            Self::UnmappedDisease => "gaps.unmapped_diseases",
        }
    }

    /// The words of the screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::OppositeSignificance => {
                "Conflict: sensitivity in one row, resistance or no benefit in another"
            }
            Self::WithdrawnAndNot => "Conflict: withdrawn in one row and not in another",
            Self::SeveralLines => "Several lines or settings of one treatment and biomarker",
            Self::LevelAWithoutLabel => "Gap: CIViC level A, not in the label layer",
            Self::DrugWithoutClass => "Gap: drug without a class",
            Self::DrugWithoutSafetyRule => "Gap: drug without a safety rule",
            Self::DrugWithoutRoute => "Gap: drug without a route of administration",
            Self::TumourWithoutStandardCare => "Gap: tumour type without standard care",
            Self::UnreadableAlteration => "Gap: alteration not read",
            Self::UnmappedDisease => "Gap: disease without an OncoTree code",
        }
    }
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReviewItem {
    /// What it is.
    pub kind: ReviewKind,
    /// Treatment, drug, tumour type, alteration or disease that it is about.
    pub subject: String,
    /// Facts concerned, by id; empty where it is about none.
    pub facts: Vec<String>,
    /// One sentence.
    pub words: String,
}

/// Stored form.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) schema: String,
    pub(crate) items: Vec<ReviewItem>,
}

/// Reads the part.
///
/// # Errors
/// [`PackError::UnknownSchema`] or [`PackError::Malformed`].
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<ReviewItem>, PackError> {
    let stored: Stored = serde_json::from_slice(bytes).map_err(|e| PackError::malformed(PART, e))?;
    if stored.schema != SCHEMA {
        return Err(PackError::UnknownSchema { found: stored.schema, expected: SCHEMA.to_owned() });
    }
    Ok(stored.items)
}
