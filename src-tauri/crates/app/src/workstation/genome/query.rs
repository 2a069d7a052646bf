//! Filter, order and cut of the variant table.

use std::cmp::Ordering;

use attune_genome::Origin;

use super::table::{Entry, GenomeTable, n};
use crate::view::{VariantPage, VariantQuery};

/// The part that comes with the screen.
pub(super) fn first(limit: u32) -> VariantQuery {
    let all = || "all".to_owned();
    VariantQuery {
        search: String::new(),
        origin: all(),
        show: all(),
        sort: "relevance".to_owned(),
        descending: false,
        offset: 0,
        limit,
    }
}

impl GenomeTable {
    /// The rows that meet a query, cut to the part wanted.
    pub(super) fn page(&self, query: &VariantQuery) -> VariantPage {
        let words: Vec<String> = query.search.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let meets = |e: &&Entry| of_origin(e, &query.origin) && shown(e, &query.show) && says(e, &words);
        let mut found: Vec<&Entry> = self.entries.iter().filter(meets).collect();
        match (query.sort.as_str(), query.descending) {
            ("relevance", false) => {}
            ("relevance", true) => found.reverse(),
            (column, descending) => found.sort_by(|a, b| ordered(a, b, column, descending)),
        }
        let rows = found.iter().skip(query.offset as usize).take(query.limit as usize);
        VariantPage { found: n(found.len()), offset: query.offset, rows: rows.map(|e| self.row(e)).collect() }
    }
}

fn of_origin(e: &Entry, origin: &str) -> bool {
    match origin {
        "somatic" => e.origin == Origin::Somatic,
        "germline" => e.origin == Origin::Germline,
        "unknown" => e.origin == Origin::Unknown,
        _ => true,
    }
}

fn shown(e: &Entry, show: &str) -> bool {
    match show {
        "evidence" => e.support.is_some(),
        "classified" => !e.class.by.is_empty(),
        "differs" => e.class.differs,
        "rejected" => !e.passed,
        "not_interpreted" => !e.interpreted,
        _ => true,
    }
}

fn says(e: &Entry, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let w = &e.words;
    let text = [&w.gene, &w.protein, &w.coding, &w.place, &w.origin, &w.filter, &e.class.class]
        .map(String::as_str)
        .join(" ")
        .to_lowercase();
    words.iter().all(|word| text.contains(word) || w.consequence.contains(word.as_str()))
}

/// Values first in the order asked for; what is not stated stands last in either.
fn ordered(a: &Entry, b: &Entry, column: &str, descending: bool) -> Ordering {
    let turn = |o: Ordering| if descending { o.reverse() } else { o };
    let texts = |x: &str, y: &str| turn(x.to_lowercase().cmp(&y.to_lowercase()));
    match column {
        "vaf" => known(a.vaf, b.vaf, |x, y| turn(x.total_cmp(y))),
        "depth" => known(a.depth, b.depth, |x, y| turn(x.cmp(y))),
        "tier" => {
            let level = |e: &Entry| e.support.as_ref().and_then(|s| s.level);
            known(level(a), level(b), |x, y| turn(x.cmp(y)))
        }
        "gene" => texts(&a.words.gene, &b.words.gene),
        "protein" => texts(&a.words.protein, &b.words.protein),
        "coding" => texts(&a.words.coding, &b.words.coding),
        "consequence" => texts(a.words.consequence, b.words.consequence),
        "origin" => texts(&a.words.origin, &b.words.origin),
        "filter" => texts(&a.words.filter, &b.words.filter),
        "class" => texts(&a.class.class, &b.class.class),
        "supports" => {
            let rank = |e: &Entry| e.support.as_ref().and_then(|s| s.options.first().copied());
            known(rank(a), rank(b), |x, y| turn(x.cmp(y)))
        }
        _ => Ordering::Equal,
    }
}

fn known<T>(a: Option<T>, b: Option<T>, order: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => order(&a, &b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
