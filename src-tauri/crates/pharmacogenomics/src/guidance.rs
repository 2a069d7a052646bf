//! From gene results to what the guidelines advise.
//!
//! CPIC, DPWG and FDA stand side by side, each with its own strength; their texts are never merged. Where a
//! gene result is not settled, every possible result is looked up: one advice for all is given as it is, else
//! each advice with the result under which it holds, the most cautious one first and marked.

mod advice;
mod book;
mod conflict;
mod relevance;
mod states;

use attune_knowledge::pgx::PgxTables;

use crate::{DrugAction, GeneResult, Recommendation};

pub(crate) use book::Book;
pub(crate) use conflict::conflicts;
pub(crate) use relevance::mark as mark_relevance;

/// Key of a gene without a result, as the guidelines' tables write it.
pub(crate) const NO_RESULT: &str = "No Result";

/// Recommendations that follow from these gene results, by drug.
#[must_use]
pub fn recommend(tables: &PgxTables, genes: &[GeneResult]) -> Vec<Recommendation> {
    let mut out = Vec::new();
    for guidance in &tables.guidance {
        let book = Book::of(guidance);
        let known = book.states(tables, genes);
        for group in &book.groups {
            out.extend(advice::advise(guidance, group, &known));
        }
    }
    let rank = |r: &Recommendation| tables.guidance.iter().position(|g| g.source == r.source);
    // The sort is stable: rows with a condition keep their order, the most cautious first.
    out.sort_by(|a, b| {
        let order = |r: &Recommendation| (r.drug.clone(), rank(r), r.population.clone());
        order(a).cmp(&order(b))
    });
    let mut merged: Vec<Recommendation> = Vec::with_capacity(out.len());
    for row in out {
        match merged.iter_mut().rev().take_while(|o| o.drug == row.drug).find(|o| says_the_same(o, &row)) {
            Some(own) => join(own, row),
            None => merged.push(row),
        }
    }
    merged
}

/// Two guidelines of one source, each for a gene of its own, that say of a drug in the same words that nothing is
/// to be done: one line on the page. Rows that advise something stay apart.
fn says_the_same(a: &Recommendation, b: &Recommendation) -> bool {
    let key = |r: &Recommendation| (r.source.clone(), r.text.clone(), r.population.clone(), r.strength);
    let nothing = |r: &Recommendation| r.action == DrugAction::None && r.condition.is_none();
    nothing(a) && nothing(b) && key(a) == key(b)
}

fn join(own: &mut Recommendation, other: Recommendation) {
    own.because.extend(other.because.into_iter().filter(|b| !own.because.contains(b)).collect::<Vec<_>>());
    own.citations
        .extend(other.citations.into_iter().filter(|c| !own.citations.contains(c)).collect::<Vec<_>>());
    own.published = own.published.max(other.published);
}
