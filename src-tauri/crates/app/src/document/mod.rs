//! The JSON documents of the command line. Their names and shapes are a contract.

mod from_decision;
mod header;
mod import;
mod options;
mod pgx;
mod predict;
mod record;
mod trials;
mod variants;

pub use from_decision::{basis_word, born_words, consent_word};
pub use header::{Header, VERSION};
pub use import::{FileDoc, FindingDoc, ImportDocument, LeavesDoc, RuleDoc};
pub use options::{
    AbstentionDoc, AlterationDoc, BlockedDoc, ConflictDoc, ConsentDoc, ContributionDoc, EvidenceDoc,
    EvidenceFindingDoc, GateDoc, OptionDoc, OptionsDocument, PackRef, PatientDoc, PredictionContributionDoc,
    PredictionDoc, PreferencesDoc, ResistanceDoc, SafetyDoc, TestNextDoc, TumourTypeDoc, WouldChangeDoc,
};
pub use pgx::{
    BecauseDoc, DiplotypeDoc, GeneDoc, MissingDoc, PgxDocument, PgxFindingDoc, RecommendationDoc, SampleDoc,
    action_word, status_word, strength_word,
};
pub use predict::{ModelDocument, ModelRow, ModelsDocument, PredictDocument};
pub use record::record_json;
pub use trials::{CriterionDoc, EligibilityCountsDoc, TrialArmDoc, TrialDoc};
pub use variants::{
    CopyNumberDoc, ExpressionDoc, FusionDoc, NamedDoc, NotInterpretedDoc, OncogenicityDoc, SegmentDoc,
    StructuralDoc, Tiers, TmbDoc, VariantDoc, VariantList, VariantsDocument, origin_word,
};
