//! The tumour board: what was decided, by whom and why. A note is stored once and never changed.

use attune_decision::{
    BOARD_SCHEMA, BoardEntry, BoardFault, BoardNote, BoardVerdict, OptionList, RankedOptions,
};
use attune_vault::StoredDecision;

use super::Workstation;
use super::patient::PatientCase;
use crate::error::AppError;
use crate::printing::moment_words;
use crate::view::{BoardEntryView, BoardNoteInput, BoardNoteView, OptionsView};

impl Workstation {
    /// Stores a note with its audit entry, and the list that it rests on.
    ///
    /// # Errors
    /// A locked vault, a note that lacks a decision, a participant or a reason, a treatment that is not listed,
    /// faults of the store.
    pub fn record_decision(&mut self, id: &str, input: &BoardNoteInput) -> Result<OptionsView, AppError> {
        let case = self.case(id)?;
        let ranked = self.rank_case(&case)?;
        let at = self.now().timestamp();
        let note = BoardNote {
            schema: BOARD_SCHEMA.to_owned(),
            at,
            by: self.open()?.user.clone(),
            participants: cleaned(&input.participants),
            note: input.note.trim().to_owned(),
            entries: input.entries.iter().map(|e| entry(e, &ranked)).collect::<Result<_, _>>()?,
            versions: self.versions(&ranked),
        };
        note.check().map_err(fault)?;
        let json = serde_json::to_value(&note)
            .map_err(|e| AppError::new("board.unwritable", e.to_string(), "nothing was stored"))?;
        let open = self.open_mut()?;
        open.vault.record_decision(id, &json, &note.by, at)?;
        self.keep_list(id, "decision", &OptionList::of(&ranked, note.versions.clone()))?;
        self.options(id)
    }

    /// The notes of a patient, the newest first.
    pub(super) fn board(&self, case: &PatientCase) -> Vec<BoardNoteView> {
        let zone = self.now().time_zone().clone();
        let mut notes: Vec<BoardNoteView> = case
            .board
            .iter()
            .map(|n| BoardNoteView {
                when: moment_words(&n.at.to_zoned(zone.clone())),
                by: n.by.clone(),
                participants: n.participants.clone(),
                note: n.note.clone(),
                entries: n
                    .entries
                    .iter()
                    .map(|e| BoardEntryView {
                        treatment: e.treatment.clone(),
                        verdict: e.verdict.name().to_owned(),
                        reason: e.reason.clone(),
                        stood: stood(e),
                    })
                    .collect(),
                versions: n.versions.clone(),
            })
            .collect();
        notes.reverse();
        notes
    }
}

/// The notes among the stored decisions; those of a later form are left to a later version.
pub(super) fn notes(stored: &[StoredDecision]) -> Vec<BoardNote> {
    stored.iter().filter_map(|d| serde_json::from_value(d.json.clone()).ok()).collect()
}

fn stood(entry: &BoardEntry) -> String {
    match (entry.rank, entry.level) {
        (Some(rank), Some(level)) => format!("rank {rank}, {level}"),
        (Some(rank), None) => format!("rank {rank}"),
        (None, _) => "not ranked".to_owned(),
    }
}

fn cleaned(names: &[String]) -> Vec<String> {
    names.iter().map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect()
}

fn entry(input: &crate::view::BoardEntryInput, ranked: &RankedOptions) -> Result<BoardEntry, AppError> {
    let verdict = BoardVerdict::from_name(&input.verdict).ok_or_else(|| {
        AppError::new(
            "board.verdict",
            format!("there is no decision `{}`", input.verdict),
            "use chosen, deferred or rejected",
        )
    })?;
    let name = &input.treatment;
    let option = ranked.options.iter().find(|o| o.treatment == *name);
    let listed = option.is_some()
        || ranked.not_ranked.iter().any(|b| b.treatment == *name)
        || ranked.resistance.iter().any(|r| r.treatment == *name)
        || ranked.trials.iter().any(|t| t.id == *name);
    if !listed {
        return Err(AppError::new(
            "board.not_listed",
            format!("{name} is not among the options, trials and treatments of this patient"),
            "the list may have changed: read it again",
        ));
    }
    Ok(BoardEntry {
        treatment: name.clone(),
        verdict,
        reason: input.reason.trim().to_owned(),
        rank: option.map(|o| o.rank),
        level: option.map(|o| o.level),
    })
}

fn fault(fault: BoardFault) -> AppError {
    let (code, message) = match fault {
        BoardFault::Empty => ("board.empty", "the note holds no decision".to_owned()),
        BoardFault::Nobody => ("board.nobody", "the note names nobody who took part".to_owned()),
        BoardFault::NoReason(t) => ("board.no_reason", format!("the decision on {t} has no reason")),
        BoardFault::Twice(t) => ("board.twice", format!("there are two decisions on {t}")),
    };
    AppError::new(code, message, "nothing was stored: complete the note and store it again")
}
