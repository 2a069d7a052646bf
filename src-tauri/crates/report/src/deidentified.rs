//! The decisions of a tumour board without the person: for a register or a study, as JSON and as text.
//!
//! What is kept is a list, not what is left after a search: sex, ten-year band of age, tumour type, alterations,
//! decisions with level and rank, years, versions. Names, numbers, days and every free text stay behind, because a
//! reason or a remark may name a person; each is counted. The rules are those of "safe harbor" (45 CFR 164.514(b)(2)):
//! no date but the year, ages of 90 and above in one group.
//!
//! Only a value that the scope `research_export` let through is taken:
//!
//! ```compile_fail
//! use attune_clinical::{Consented, TreatmentPlanning};
//! use attune_report::{BoardCase, deidentified_board};
//!
//! fn leak(case: &Consented<BoardCase<'_>, TreatmentPlanning>) {
//!     let _ = deidentified_board(case, &[], "0");
//! }
//! ```

use attune_clinical::{Consented, Patient, ResearchExport};
use attune_decision::BoardNote;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::board_case::{BoardCase, stood, verdict_word};
use crate::input::PackRef;
use crate::text::count;

/// Schema of the JSON form.
const SCHEMA: &str = "attune/board-deidentified/1";
/// From this age on, all ages are one group.
const OLDEST: i16 = 90;

/// The two forms of one export.
#[derive(Debug, Clone, PartialEq)]
pub struct DeidentifiedBoard {
    /// For programs.
    pub json: Value,
    /// The same for people.
    pub text: String,
}

/// Writes the notes without the person.
#[must_use]
pub fn deidentified_board(
    case: &Consented<BoardCase<'_>, ResearchExport>,
    packs: &[PackRef],
    attune_version: &str,
) -> DeidentifiedBoard {
    let ground = case.status().word();
    let case = case.get();
    let age = case.notes.last().and_then(|note| age_band(case.patient, year(note)));
    let left_out = left_out(case);
    let notes: Vec<Value> = case.notes.iter().map(note_json).collect();
    let packs: Vec<Value> = packs.iter().map(|p| json!({"id": p.id, "version": p.version})).collect();
    let json = json!({
        "schema": SCHEMA,
        "attune": attune_version,
        "packs": packs,
        "consent": {"research_export": ground},
        "person": {"sex": case.patient.sex.word(), "age_band": age},
        "tumour_type": {"code": case.tumour_code, "name": case.tumour},
        "alterations": case.alterations,
        "notes": notes,
        "left_out": left_out,
    });
    DeidentifiedBoard { json, text: as_text(case, age.as_deref(), &left_out, attune_version) }
}

fn year(note: &BoardNote) -> i16 {
    note.at.to_zoned(TimeZone::UTC).year()
}

/// `60 to 69`, by years only; `90 or older`. `None` where the year of birth is not known.
fn age_band(patient: &Patient, year: i16) -> Option<String> {
    let born: i16 = patient.born?.to_string().get(..4)?.parse().ok()?;
    let age = year.checked_sub(born).filter(|age| (0..150).contains(age))?;
    let decade = age / 10 * 10;
    Some(if age >= OLDEST { format!("{OLDEST} or older") } else { format!("{decade} to {}", decade + 9) })
}

fn note_json(note: &BoardNote) -> Value {
    let decisions: Vec<Value> = note
        .entries
        .iter()
        .map(|e| {
            json!({"treatment": e.treatment, "verdict": e.verdict.name(), "rank": e.rank,
                   "level": e.level.map(|l| l.to_string())})
        })
        .collect();
    json!({"year": year(note), "participants": note.participants.len(), "decisions": decisions, "versions": note.versions})
}

/// What stays behind, counted.
fn left_out(case: &BoardCase<'_>) -> Vec<String> {
    let reasons = case.notes.iter().map(|n| n.entries.len()).sum();
    let remarks = case.notes.iter().filter(|n| !n.note.trim().is_empty()).count();
    let names: usize = case.notes.iter().map(|n| n.participants.len() + 1).sum();
    vec![
        "name, record numbers, date of birth, and every day and month".to_owned(),
        format!("{} as free text, which may name a person", count(reasons, "reason", "reasons")),
        format!("{} as free text, which may name a person", count(remarks, "remark", "remarks")),
        count(names, "name of those present or writing", "names of those present or writing"),
    ]
}

fn as_text(case: &BoardCase<'_>, age: Option<&str>, left_out: &[String], version: &str) -> String {
    let mut out = format!(
        "Tumour board decisions, de-identified\n\nSex: {}\nAge: {}\nTumour type: {}\nAlterations: {}\n",
        case.patient.sex.word(),
        age.unwrap_or("not known"),
        case.tumour,
        if case.alterations.is_empty() { "none named".to_owned() } else { case.alterations.join("; ") },
    );
    for note in case.notes {
        out += &format!("\n{}, {} present\n", year(note), note.participants.len());
        for entry in &note.entries {
            out += &format!("  {}: {} ({})\n", verdict_word(entry.verdict), entry.treatment, stood(entry));
        }
        out += &format!("  Decided on {}\n", note.versions.join("; "));
    }
    out += &format!("\nLeft out: {}.\nAttune {version}\n", left_out.join("; "));
    out
}
