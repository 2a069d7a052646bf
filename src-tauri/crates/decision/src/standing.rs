//! Where the pack places a treatment among its alternatives for this tumour.
//!
//! A standing orders options of one level. It is no evidence: it gives no option, lifts no level and is asked
//! only of treatments that evidence has brought up.

use std::cmp::Reverse;
use std::collections::HashMap;

use attune_knowledge::{BiomarkerExpr, Standing, StandingKind, TumourScope, Verification};

use crate::Facts;
use crate::matching::{Truth, evaluate};
use crate::observed::Observed;
use crate::setting::{Line, PriorTherapy};
use crate::treatment::{Treatment, generic, together};
use crate::tumour::place;

/// What the pack says of treatments for the patient's tumour.
#[derive(Debug, Default)]
pub(crate) struct Standings<'a> {
    rows: HashMap<Treatment, Vec<Row<'a>>>,
}

#[derive(Debug)]
struct Row<'a> {
    standing: &'a Standing,
    /// How near its tumour types lie to the patient's: more is nearer.
    nearness: usize,
}

/// The standing that counts for a treatment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted<'a> {
    row: &'a Standing,
    /// From -1 (replaced by something better) to 1 (chosen first).
    pub(crate) part: f64,
}

impl<'a> Standings<'a> {
    /// The rows whose tumour types cover the patient's. `code` is `None` for an unknown type.
    pub(crate) fn open<F: Facts>(facts: &'a F, code: Option<&str>) -> Self {
        let here: Vec<&Standing> =
            facts.standings().iter().filter(|s| place(&s.tumours, code, facts).is_here()).collect();
        let covers = |wider: &str| code.is_some_and(|c| facts.is_a(c, wider));
        let named = |standing: &'a Standing| match &standing.tumours {
            TumourScope::OncoTree(codes) => codes.as_slice(),
            _ => &[],
        };
        let mut branch: Vec<&str> =
            here.iter().flat_map(|s| named(s)).map(String::as_str).filter(|c| covers(c)).collect();
        branch.sort_unstable();
        branch.dedup();
        // The types that cover one tumour lie on one branch: the more of them above a type, the nearer it is.
        let depth = |own: &String| branch.iter().filter(|c| facts.is_a(own, c)).count();
        let mut standings = Self::default();
        for standing in here {
            let nearness = match &standing.tumours {
                TumourScope::AnySolid { .. } => 1,
                TumourScope::Any | TumourScope::Unmapped(_) => 0,
                TumourScope::OncoTree(codes) => {
                    1 + codes.iter().filter(|c| covers(c)).map(depth).max().unwrap_or(0)
                }
            };
            let treatment = together(standing.drugs.iter().flat_map(|d| generic(d, facts)).collect());
            standings.rows.entry(treatment).or_default().push(Row { standing, nearness });
        }
        standings
    }

    /// The standing of a treatment: that of the most specific row whose condition is met. A condition that
    /// nobody has tested is not met.
    pub(crate) fn of(
        &self,
        treatment: &Treatment,
        observed: &Observed,
        prior: PriorTherapy,
    ) -> Option<Counted<'a>> {
        let met = |row: &&Row<'a>| matches!(evaluate(&row.standing.biomarker, observed), Truth::Met(_));
        let key = |row: &&Row<'a>| {
            let asks = row.standing.biomarker != BiomarkerExpr::None;
            (asks, row.nearness, fits(row.standing, prior), Reverse(row.standing.kind))
        };
        let row = self.rows.get(treatment)?.iter().filter(met).max_by_key(key)?.standing;
        Some(Counted { row, part: part(row, prior) })
    }
}

/// False where the row is for a line of treatment that the patient is known not to be in.
fn fits(row: &Standing, prior: PriorTherapy) -> bool {
    Line::of(row.note.as_deref()).fit(prior).0 >= 0.0
}

fn part(row: &Standing, prior: PriorTherapy) -> f64 {
    match (row.kind, prior) {
        (StandingKind::LaterLine, PriorTherapy::Yes) => 0.0,
        (StandingKind::LaterLine, PriorTherapy::Unknown) => -0.5,
        (StandingKind::LaterLine, PriorTherapy::No) => -0.75,
        _ if !fits(row, prior) => 0.0,
        (StandingKind::Preferred, _) => 1.0,
        (StandingKind::Other, _) => 0.3,
        (StandingKind::Superseded, _) => -1.0,
    }
}

impl Counted<'_> {
    /// `preferred in this setting (not checked against a source row)`.
    pub(crate) fn words(&self) -> String {
        let words = match (self.row.kind, &self.row.replaced_by) {
            (StandingKind::Preferred, _) => "preferred in this setting".to_owned(),
            (StandingKind::Other, _) => "in use beside the preferred ones".to_owned(),
            (StandingKind::LaterLine, _) => "used in later lines".to_owned(),
            (StandingKind::Superseded, Some(better)) => format!("superseded by {better}"),
            (StandingKind::Superseded, None) => "superseded".to_owned(),
        };
        match self.row.verification {
            Verification::Checked => words,
            Verification::Recalled => format!("{words} (not checked against a source row)"),
        }
    }

    /// True where it is chosen first in this setting.
    pub(crate) fn is_preferred(&self) -> bool {
        self.row.kind == StandingKind::Preferred && self.part > 0.0
    }

    /// True where it holds for some lines of treatment only.
    pub(crate) fn depends_on_line(&self) -> bool {
        let at = |prior| part(self.row, prior).total_cmp(&self.part).is_eq();
        !(at(PriorTherapy::Yes) && at(PriorTherapy::No))
    }

    /// The words as a sentence, with the pack's setting or reason where it gives one.
    pub(crate) fn sentence(&self) -> String {
        let words = self.words();
        let mut letters = words.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        let words: String = first.into_iter().chain(letters).collect();
        match self.row.note.as_deref().filter(|n| !n.is_empty()) {
            Some(note) => format!("{words}: {note}"),
            None => words,
        }
    }
}
