//! Pharmacogenomics: from genotypes to star alleles, phenotypes and drug recommendations.
//!
//! Architecture invariant: a missing genotype is never a reference genotype.
#![deny(missing_docs)]

mod result;

pub use result::{
    Because, CallStatus, Diplotype, DrugAction, GeneResult, MissingPosition, PgxFinding, PgxSample,
    Recommendation, Strength,
};
