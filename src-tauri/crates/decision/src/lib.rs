//! Safety gates, matching, ranking and abstention.
//!
//! Architecture invariants: gates come before ranking; [`rank`] takes only consented values; the
//! contributions of an option sum to its score (1e-9); taking away evidence never raises a rank.
//!
//! A consented case is ranked:
//!
//! ```
//! use attune_clinical::{ConsentLedger, Consented, TreatmentPlanning};
//! use attune_decision::{Case, Facts, RankedOptions, rank_with};
//! use attune_inference::Registry;
//!
//! fn ask(case: &Consented<Case, TreatmentPlanning>, facts: &impl Facts, ledger: &ConsentLedger) -> RankedOptions {
//!     let models = Registry::default();
//!     rank_with(case, facts, ledger.authorise(&models, case.get().as_of), ledger)
//! }
//! ```
//!
//! The same without consent for the case does not compile:
//!
//! ```compile_fail,E0308
//! use attune_clinical::{ConsentLedger, Consented, TreatmentPlanning};
//! use attune_decision::{Case, Facts, RankedOptions, rank_with};
//! use attune_inference::Registry;
//!
//! fn ask(case: &Case, facts: &impl Facts, ledger: &ConsentLedger) -> RankedOptions {
//!     let models = Registry::default();
//!     rank_with(case, facts, ledger.authorise(&models, case.as_of), ledger)
//! }
//! ```
//!
//! nor with consent for something else, nor with models that nobody consented to:
//!
//! ```compile_fail,E0308
//! use attune_clinical::{ConsentLedger, Consented, ResearchExport};
//! use attune_decision::{Case, Facts, RankedOptions, rank_with};
//! use attune_inference::Registry;
//!
//! fn ask(case: &Consented<Case, ResearchExport>, facts: &impl Facts, ledger: &ConsentLedger) -> RankedOptions {
//!     let models = Registry::default();
//!     rank_with(case, facts, ledger.authorise(&models, case.get().as_of), ledger)
//! }
//! ```
//!
//! ```compile_fail,E0308
//! use attune_clinical::{ConsentLedger, Consented, TreatmentPlanning};
//! use attune_decision::{Case, Facts, RankedOptions, rank_with};
//! use attune_inference::Registry;
//!
//! fn ask(case: &Consented<Case, TreatmentPlanning>, facts: &impl Facts, ledger: &ConsentLedger) -> RankedOptions {
//!     let models = Registry::default();
//!     rank_with(case, facts, Ok(&models), ledger)
//! }
//! ```
//!
//! and nobody but the ledger makes a consented value:
//!
//! ```compile_fail,E0451
//! use attune_clinical::{ConsentStatus, Consented, TreatmentPlanning};
//! use attune_decision::Case;
//!
//! fn forge(case: Case) -> Consented<Case, TreatmentPlanning> {
//!     Consented { value: case, status: ConsentStatus::Permitted, scope: std::marker::PhantomData }
//! }
//! ```
#![deny(missing_docs)]

mod board;
mod candidate;
mod case;
mod change;
mod conflict;
mod consent;
mod dossier;
mod facts;
mod finding;
mod gates;
mod history;
mod level;
mod list;
mod matching;
mod measure;
mod observed;
mod omitted;
mod options;
mod outcome;
mod person;
mod place;
mod predict;
mod preference;
mod rank;
mod render;
mod resistance;
mod score;
mod setting;
mod standing;
mod test_next;
mod treatment;
mod trials;
mod tumour;
mod wishes;
mod words;

pub use board::{BOARD_SCHEMA, BoardEntry, BoardFault, BoardNote, BoardVerdict};
pub use case::{Case, StatedAlteration};
pub use consent::abstain_for_consent;
pub use facts::{Facts, PackFacts, TumourNode};
pub use history::is_systemic;
pub use list::{ListChange, ListChangeKind, ListPlace, ListedTreatment, OptionList};
pub use measure::{AnalyteInfo, analytes, recorded};
pub use options::{
    Abstention, Blocked, BlockedReason, ConsentSummary, EvidenceRow, Finding, GateAnswer, GateVerdict, Level,
    OptionContribution, OptionGroup, RankedOption, RankedOptions, RecognisedAlteration, ResistanceEntry,
    SafetyKind, SafetyNote, SafetySeverity, SourceConflict, TestNext, TumourType, WouldChange,
};
pub use rank::{RULES_VERSION, rank, rank_with};
pub use trials::{
    CriterionAnswer, Eligibility, EligibilityCounts, SourcedTrial, TrialArmMatch, TrialMatch, match_trials,
    match_trials_with,
};
pub use wishes::{PreferenceError, Preferences, Region};
