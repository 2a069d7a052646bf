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

use crate::{GeneResult, Recommendation};

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
    out
}
