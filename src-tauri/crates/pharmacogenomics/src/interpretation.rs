//! What follows from the gene results for this person: contradictions between the sources, the effect of
//! current medication on a phenotype, and doses by published algorithms.

use attune_knowledge::Verification;
use attune_knowledge::pgx::{EffectStrength, EnzymeEffect};
use serde::{Deserialize, Serialize};

use crate::{Because, DrugAction, Recommendation, Strength};

/// What one source says of a drug, for a contradiction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stand {
    /// `CPIC`, `DPWG` or `FDA`.
    pub source: String,
    /// Its actions for this person, strongest first; several where it has rows for several populations.
    pub actions: Vec<DrugAction>,
    /// Strength of the strongest action.
    pub strength: Strength,
    /// Gene results it rests on.
    pub because: Vec<Because>,
}

/// Two or more sources that advise different things for one drug.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceConflict {
    /// Generic name, lower case.
    pub drug: String,
    /// What each source says.
    pub stands: Vec<Stand>,
    /// The source whose advice is the most cautious.
    pub most_cautious: String,
    /// Why they differ, as far as the rows tell: other genes, other classes, or the same result read otherwise.
    pub reason: String,
}

/// A drug of the medication list that acts on the enzyme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InteractingDrug {
    /// Generic name, lower case.
    pub name: String,
    /// The words of the record.
    pub written: String,
    /// What it does.
    pub effect: EnzymeEffect,
    /// How strongly.
    pub strength: EffectStrength,
    /// Where the class is from.
    pub source: String,
    /// Whether the class was read from its source.
    pub verification: Verification,
}

/// The step from the genotype to the phenotype under the current medication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Phenoconversion {
    /// Gene of the enzyme.
    pub gene: String,
    /// Phenotype of the genotype; `None` where it is not settled.
    pub from: Option<String>,
    /// Activity score of the genotype, where the gene has one and it is settled.
    pub from_score: Option<f64>,
    /// Drugs that act on the enzyme.
    pub drugs: Vec<InteractingDrug>,
    /// Phenotype to be expected; `None` where no rule is published or the genotype leaves it open.
    pub to: Option<String>,
    /// Activity score to be expected.
    pub to_score: Option<f64>,
    /// True where `to` is another phenotype than `from`.
    pub shifted: bool,
    /// The rule in words.
    pub rule: String,
    /// What the rule rests on.
    pub citations: Vec<String>,
    /// Whether the rule was read from its source.
    pub verification: Verification,
    /// Advice that becomes another one by this step; the row from the genotype stays beside it.
    pub recommendations: Vec<Recommendation>,
}

/// Whether an algorithm gave a dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoseStatus {
    /// A dose or a factor on the usual dose.
    Computed,
    /// An input that the algorithm cannot do without is missing; it is named.
    Incomplete,
    /// The algorithm does not help this person; the reason is in the notes.
    NotApplicable,
}

/// A dose with its unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dose {
    /// The number.
    pub value: f64,
    /// Lower end, where the source gives a range.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// `mg/week`, `mg/day`, `mg/m2` ...
    pub unit: String,
    /// What it is: `maintenance dose`, `starting dose` ...
    pub kind: String,
}

/// An input of an algorithm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoseInput {
    /// What it is: `age`, `weight`, `CYP2C9` ...
    pub name: String,
    /// Its value in words with unit.
    pub value: String,
    /// `record`, `genotype`, or `assumed` where the algorithm's own default stands in.
    pub from: String,
}

/// A dose by one published algorithm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoseSuggestion {
    /// Generic name, lower case.
    pub drug: String,
    /// Name of the algorithm.
    pub algorithm: String,
    /// Whether it gave a dose.
    pub status: DoseStatus,
    /// The dose.
    pub dose: Option<Dose>,
    /// Factor on the usual starting dose, where the algorithm gives one; of a range the lower end.
    pub dose_factor: Option<f64>,
    /// The advice in our own words.
    pub text: String,
    /// Inputs that were used.
    pub inputs: Vec<DoseInput>,
    /// Inputs that are missing and would be needed or would change the answer.
    pub missing: Vec<String>,
    /// What has to be known beside the number.
    pub notes: Vec<String>,
    /// Gene results it rests on.
    pub because: Vec<Because>,
    /// Publications.
    pub citations: Vec<String>,
    /// Whether coefficients and text were read from their source.
    pub verification: Verification,
}
