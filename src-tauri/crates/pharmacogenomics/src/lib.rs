//! Pharmacogenomics: from genotypes to star alleles, phenotypes and drug recommendations.
//!
//! Architecture invariant: a missing genotype is never a reference genotype. Everything that is particular to
//! one gene is in the tables of the knowledge pack; the code knows mechanisms, not genes.
#![deny(missing_docs)]

mod call;
mod doses;
mod gene;
mod guidance;
mod interpret;
mod interpretation;
mod matching;
mod names;
mod outside;
mod overview;
mod person;
mod phenoconversion;
mod phenotype;
mod result;
mod sites;

pub use attune_knowledge::pgx::{EffectStrength, EnzymeEffect};
pub use call::{CallInput, Stated, call, regions};
pub use doses::{
    Cyp2c9Pair, GageInputs, IwpcInputs, Vkorc1, gage_mg_per_day, iwpc_clinical_mg_per_week, iwpc_mg_per_week,
};
pub use guidance::recommend;
pub use interpret::interpret;
pub use interpretation::{
    Dose, DoseInput, DoseStatus, DoseSuggestion, InteractingDrug, Phenoconversion, SourceConflict, Stand,
};
pub use outside::{
    OutsideFile, OutsideFormat, holds_outside_calls, merge_outside, outside_calls, read_outside,
};
pub use overview::{DrugOverview, Overview, OwnMedication, Standing, guideline_drugs, overview};
pub use person::{AncestryClass, PersonFacts, TakenDrug};
pub use result::{
    Because, CallSource, CallStatus, Diplotype, DrugAction, ExtraGenotype, GeneResult, MissingPosition,
    PgxFinding, PgxSample, PositionCall, PositionState, Recommendation, Strength,
};
pub use sites::{LOW_DEPTH, LOW_QUALITY};
