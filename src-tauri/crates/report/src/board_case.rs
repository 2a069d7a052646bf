//! The notes of a tumour board with what they are about, as exports write them.

use attune_clinical::Patient;
use attune_decision::{BoardEntry, BoardNote, BoardVerdict};

/// Notes of a tumour board and whose they are.
#[derive(Debug, Clone)]
pub struct BoardCase<'a> {
    /// The person.
    pub patient: &'a Patient,
    /// Tumour type in words, with its OncoTree code where there is one.
    pub tumour: String,
    /// OncoTree code, where the tumour type was recognised.
    pub tumour_code: Option<String>,
    /// Alterations that options or resistances rest on, by name.
    pub alterations: Vec<String>,
    /// Notes, the oldest first.
    pub notes: &'a [BoardNote],
}

/// The word of a verdict at the head of a line.
pub(crate) fn verdict_word(verdict: BoardVerdict) -> &'static str {
    match verdict {
        BoardVerdict::Chosen => "Chosen",
        BoardVerdict::Deferred => "Deferred",
        BoardVerdict::Rejected => "Rejected",
    }
}

/// `rank 1, I-A`: where a treatment stood when it was decided.
pub(crate) fn stood(entry: &BoardEntry) -> String {
    match (entry.rank, entry.level) {
        (Some(rank), Some(level)) => format!("rank {rank}, {level}"),
        (Some(rank), None) => format!("rank {rank}"),
        (None, _) => "not ranked".to_owned(),
    }
}
