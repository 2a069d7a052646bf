//! One fact that ties a biomarker and a tumour type to a therapy, a diagnosis or an outcome.

use attune_genome::Alteration;
use serde::{Deserialize, Serialize};

/// Where a fact was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Short name shown beside the level: `CIViC`, `FDA label`, `CPIC` ...
    pub name: String,
    /// Identifier inside the source (`EID1409`, `NDA 210496`, `P170019/S006`).
    pub id: String,
    /// Licence under which it is shipped.
    pub licence: String,
}

/// A reference that a reader can look up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// `PMID:12345`, `FDA:P170019/S006`, `NCT...`.
    pub id: String,
    /// Author and year or title, as the source writes it.
    pub text: String,
}

/// What kind of statement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssertionKind {
    /// Response to a therapy.
    Predictive,
    /// Supports or excludes a diagnosis.
    Diagnostic,
    /// Outcome whatever the therapy.
    Prognostic,
    /// Inherited risk.
    Predisposing,
}

/// On what a fact rests, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Label of a regulator.
    Label,
    /// Guideline of a professional body.
    Guideline,
    /// Clinical trial or study (CIViC B).
    Trial,
    /// Case report or small series (CIViC C).
    Case,
    /// Preclinical or inferred (CIViC D, E).
    Preclinical,
}

/// What the biomarker does to the therapy's effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Significance {
    /// Sensitivity or response.
    Sensitivity,
    /// Resistance.
    Resistance,
    /// Reduced sensitivity.
    ReducedSensitivity,
    /// Adverse response.
    AdverseResponse,
    /// Positive or better outcome (diagnostic, prognostic).
    Positive,
    /// Negative or poor outcome.
    Negative,
    /// Anything else the source says, kept in the statement.
    Other,
}

/// Whether the evidence supports the significance. "Does not support sensitivity" is not resistance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Supports.
    Supports,
    /// Does not support.
    DoesNotSupport,
}

/// How several drugs of one fact belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TherapyInteraction {
    /// One drug.
    Single,
    /// Given together: one option.
    Combination,
    /// Given one after the other: one option.
    Sequential,
    /// Any one of them: several options.
    Substitutes,
}

/// A therapy: its drugs under their normalised generic names, lower case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Therapy {
    /// Generic names.
    pub drugs: Vec<String>,
    /// How they belong together.
    pub interaction: TherapyInteraction,
}

/// For which tumours a fact was stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TumourScope {
    /// OncoTree codes; a code covers its descendants, but for those of a code after `!` (`RCC`, `!RAML`).
    OncoTree(Vec<String>),
    /// Any solid tumour, except these codes and their descendants.
    AnySolid {
        /// OncoTree codes that the fact excludes.
        except: Vec<String>,
    },
    /// Any neoplasm ("cancer").
    Any,
    /// The disease of the source has no OncoTree code in the pack; its name as written.
    Unmapped(String),
}

/// Whether a curator's row could be checked against a source at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// Taken from a source row at hand.
    Checked,
    /// Written from knowledge of the public label, without a source row at hand; marked wherever shown.
    #[default]
    Recalled,
}

/// A Boolean condition over alterations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BiomarkerExpr {
    /// No biomarker is needed.
    None,
    /// This alteration.
    Is(Alteration),
    /// Not this condition: it must be known to be absent.
    Not(Box<BiomarkerExpr>),
    /// What the label leaves out: held back where it is known to be present, and asking for no test where it is not.
    Unless(Box<BiomarkerExpr>),
    /// All of them.
    All(Vec<BiomarkerExpr>),
    /// Any of them.
    AnyOf(Vec<BiomarkerExpr>),
    /// Text that the builder could not read. Never met, always counted.
    Unreadable(String),
}

impl BiomarkerExpr {
    /// True where no marker is asked for: there is no condition, or only what a label leaves out. Such a fact is
    /// standard care of its tumour type.
    #[must_use]
    pub fn asks_nothing(&self) -> bool {
        match self {
            Self::None | Self::Unless(_) => true,
            Self::All(parts) => parts.iter().all(Self::asks_nothing),
            Self::Is(_) | Self::Not(_) | Self::AnyOf(_) | Self::Unreadable(_) => false,
        }
    }
}

/// A fact of the pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assertion {
    /// Identifier, unique in the pack (`civic:EID1409`, `label:melanoma-braf-01`).
    pub id: String,
    /// Source.
    pub source: Source,
    /// Kind of statement.
    pub kind: AssertionKind,
    /// Condition over the tumour's alterations.
    pub biomarker: BiomarkerExpr,
    /// The condition as the source writes it.
    pub biomarker_text: String,
    /// Therapy, for predictive facts.
    pub therapy: Option<Therapy>,
    /// Tumours it was stated for.
    pub tumours: TumourScope,
    /// The disease as the source writes it.
    pub disease_text: String,
    /// What the biomarker does.
    pub significance: Significance,
    /// For or against that.
    pub direction: Direction,
    /// On what it rests.
    pub basis: Basis,
    /// The source's own level, for example CIViC `B`.
    pub source_level: Option<String>,
    /// The source's own rating, 1 to 5.
    pub rating: Option<u8>,
    /// `somatic`, `germline` ... if the source limits it.
    pub origin: Option<String>,
    /// One sentence: the source's own where its licence allows, else ours.
    pub statement: String,
    /// Setting in words (`after 1 or more therapies`), if the source gives one.
    pub line: Option<String>,
    /// Region of a label, for example `US`.
    pub region: Option<String>,
    /// References.
    pub citations: Vec<Citation>,
    /// ISO date of approval, publication or last review.
    pub date: Option<String>,
    /// Whether it could be checked.
    pub verification: Verification,
    /// Withdrawn approvals stay in the pack with this mark.
    pub withdrawn: bool,
}
