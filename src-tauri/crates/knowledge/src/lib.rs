//! Signed knowledge packs: what is known, by whom, since when, and how sure.
//!
//! Architecture invariant: a pack comes in as bytes and is used only after its signature and the hash of
//! each part were checked. No file is opened here and no clock is asked.
//!
//! The secret key that signs the shipped pack stays with the maintainers; the program trusts the public key
//! beside the pack. A site may build and sign its own pack, whose key must then be trusted explicitly.
#![deny(missing_docs)]

mod assertion;
mod assertion_part;
mod base;
pub mod build;
mod bundle;
mod classification;
mod drug;
mod error;
mod manifest;
mod pack;
pub mod pgx;
mod review;
mod safety;
mod sign;
mod standing;
mod text;
mod tumour;

pub use assertion::{
    Assertion, AssertionKind, Basis, BiomarkerExpr, Citation, Direction, Significance, Source, Therapy,
    TherapyInteraction, TumourScope, Verification,
};
pub use base::KnowledgeBase;
pub use bundle::{bundle, unbundle};
pub use drug::{Administration, Burden, Drug, DrugKind, DrugTable, Route};
pub use error::PackError;
pub use manifest::{Count, MANIFEST_SCHEMA, Manifest, ManifestPart, PackSource};
pub use pack::{EmbeddedParts, MANIFEST_FILE, Pack, PartSource, SIGNATURE_FILE, parse_public_key};
pub use review::{ReviewItem, ReviewKind};
pub use safety::{RuleSeverity, SafetyCriterion, SafetyRule};
pub use sign::{DraftPart, PackDraft, key_text, parse_secret_key, public_key, sign};
pub use standing::{Standing, StandingKind};
pub use tumour::{Icd10Range, MorphologyRow, Node, OncoTree, SOLID, TumourReading};
