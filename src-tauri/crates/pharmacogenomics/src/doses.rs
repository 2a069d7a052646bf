//! Doses by published algorithms. Each names what it used, what is missing, and what has to be known beside
//! the number. None of them replaces the titration of the label.

mod factors;
mod warfarin;

use attune_knowledge::pgx::PgxTables;

use crate::interpretation::{DoseInput, DoseSuggestion};
use crate::person::PersonFacts;
use crate::{CallStatus, GeneResult, PgxSample};

pub use warfarin::{
    Cyp2c9Pair, GageInputs, IwpcInputs, Vkorc1, gage_mg_per_day, iwpc_clinical_mg_per_week, iwpc_mg_per_week,
};

/// The doses for which a gene result or a person's facts say something.
pub(crate) fn all(tables: &PgxTables, sample: &PgxSample, person: &PersonFacts) -> Vec<DoseSuggestion> {
    let mut doses = warfarin::suggest(tables, sample, person);
    doses.extend(factors::suggest(sample, person));
    doses
}

/// The result of a gene that has one.
fn gene<'a>(sample: &'a PgxSample, symbol: &str) -> Option<&'a GeneResult> {
    sample.genes.iter().find(|g| g.gene == symbol && g.status != CallStatus::NotCalled)
}

fn input(name: &str, value: impl Into<String>, from: &str) -> DoseInput {
    DoseInput { name: name.to_owned(), value: value.into(), from: from.to_owned() }
}

/// A number with a fixed number of decimals, without trailing zeros.
fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
