//! Safety gates, matching, ranking and abstention.
//!
//! Architecture invariants: gates come before ranking; [`rank`](crate) takes only consented values; the
//! contributions of an option sum to its score (1e-9); taking away evidence never raises a rank.
#![deny(missing_docs)]

mod options;

pub use options::{
    Abstention, Blocked, BlockedReason, ConsentSummary, EvidenceRow, Level, OptionContribution,
    RankedOption, RankedOptions, RecognisedAlteration, ResistanceEntry, SafetyKind, SafetyNote,
    SafetySeverity, TumourType, WouldChange,
};
