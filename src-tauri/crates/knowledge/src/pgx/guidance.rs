//! What one source advises, by drug and gene result.

use serde::{Deserialize, Serialize};

/// What a text advises to do, as a class of our own; the text itself stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuidanceAction {
    /// Do not use.
    Avoid,
    /// Another drug is advised.
    Alternative,
    /// Lower dose.
    DecreaseDose,
    /// Higher dose.
    IncreaseDose,
    /// Closer monitoring.
    Monitor,
    /// Usual dose.
    Standard,
    /// The source gives no recommendation.
    None,
}

/// Strength in the words of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuidanceStrength {
    /// Strong.
    Strong,
    /// Moderate.
    Moderate,
    /// Optional.
    Optional,
    /// None given.
    None,
}

/// A guideline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guideline {
    /// ClinPGx identifier, or the name of an FDA table.
    pub id: String,
    /// Address of the source.
    pub url: String,
    /// Citations as `PMID:...`.
    pub citations: Vec<String>,
    /// Year of the newest citation, of a table its state. `None`: the source states no date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<u16>,
}

/// Where a text applies. Numbers are indices into the tables of [`Guidance`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuidanceRow {
    /// Guideline.
    pub guideline: u16,
    /// Drugs, indices into `words`.
    pub drugs: Vec<u16>,
    /// Population that the row is for, index into `words`, if not everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u16>,
    /// Strength.
    pub strength: GuidanceStrength,
    /// Genes, indices into `words`.
    pub genes: Vec<u16>,
    /// Combinations that it is for: one key a gene, in the order of `genes`, indices into `words`.
    pub when: Vec<Vec<u16>>,
}

/// A text with the rows it applies to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GuidanceText {
    /// The sentence of the source.
    pub text: String,
    /// Our reading of it.
    pub action: GuidanceAction,
    /// Factor on the usual dose where the text gives one; of a range the lower end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose_factor: Option<f64>,
    /// Where it applies.
    pub rows: Vec<GuidanceRow>,
}

/// The guidance of one source.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Guidance {
    /// Schema of the part.
    pub schema: String,
    /// `CPIC`, `DPWG` or `FDA`.
    pub source: String,
    /// Date or version of the texts.
    pub version: String,
    /// Guidelines.
    pub guidelines: Vec<Guideline>,
    /// Names of drugs, genes, populations and keys.
    pub words: Vec<String>,
    /// Texts.
    pub texts: Vec<GuidanceText>,
}

impl Guidance {
    /// The word of an index; empty for one outside the table, which [`crate::PgxTables::read`] refuses.
    #[must_use]
    pub fn word(&self, index: u16) -> &str {
        self.words.get(usize::from(index)).map_or("", String::as_str)
    }

    pub(crate) fn check(&self) -> Result<(), String> {
        let words = self.words.len();
        for row in self.texts.iter().flat_map(|t| &t.rows) {
            let mut used = row.drugs.iter().chain(&row.genes).chain(row.when.iter().flatten());
            if used.any(|w| usize::from(*w) >= words)
                || row.population.is_some_and(|p| usize::from(p) >= words)
                || usize::from(row.guideline) >= self.guidelines.len()
                || row.when.iter().any(|w| w.len() != row.genes.len())
            {
                return Err(format!("{}: a row refers to a word that is not there", self.source));
            }
        }
        Ok(())
    }
}
