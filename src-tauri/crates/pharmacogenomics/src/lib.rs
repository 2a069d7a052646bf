//! Pharmacogenomics: from genotypes to star alleles, phenotypes and drug recommendations.
//!
//! Architecture invariant: a missing genotype is never a reference genotype. Everything that is particular to
//! one gene is in the tables of the knowledge pack; the code knows mechanisms, not genes.
#![deny(missing_docs)]

mod call;
mod gene;
mod guidance;
mod matching;
mod names;
mod outside;
mod phenotype;
mod result;
mod sites;

pub use call::{CallInput, call, regions};
pub use guidance::recommend;
pub use outside::{merge_outside, outside_calls};
pub use result::{
    Because, CallStatus, Diplotype, DrugAction, GeneResult, MissingPosition, PgxFinding, PgxSample,
    PositionCall, PositionState, Recommendation, Strength,
};
