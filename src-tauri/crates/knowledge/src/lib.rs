//! Signed knowledge packs: what is known, by whom, since when, and how sure.
//!
//! Architecture invariant: a pack comes in as bytes and is used only after its signature and the hash of
//! each part were checked. No file is opened here and no clock is asked.
#![deny(missing_docs)]

mod assertion;
mod safety;

pub use assertion::{
    Assertion, AssertionKind, Basis, BiomarkerExpr, Citation, Direction, Significance, Source, Therapy,
    TherapyInteraction, TumourScope, Verification,
};
pub use safety::{RuleSeverity, SafetyCriterion, SafetyRule};
