//! Pairs of tumour type and alteration against what labels and guidelines in general use say (`data/pairs.tsv`).
//!
//! The table is our own and the label rows were written with it in sight: the figures guard against loss, they
//! are no external measure.

use std::collections::BTreeSet;

use attune_decision::{Level, RankedOptions};

use crate::shipped::ask;
use crate::world::{Look, observed_case};

const PAIRS: &str = include_str!("../data/pairs.tsv");

struct Pair {
    kind: &'static str,
    tumour: &'static str,
    alterations: &'static str,
    expected: Vec<BTreeSet<&'static str>>,
}

fn pairs(kind: &str) -> Vec<Pair> {
    let rows = PAIRS.lines().filter(|l| !l.starts_with('#')).skip(1);
    let pair = |line: &'static str| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (kind, tumour, alterations) = (cell(), cell(), cell());
        let expected = cell().split(';').map(str::trim).filter(|t| !t.is_empty());
        Pair {
            kind,
            tumour,
            alterations,
            expected: expected.map(|t| t.split('+').map(str::trim).collect()).collect(),
        }
    };
    let found: Vec<Pair> = rows.map(pair).filter(|p| p.kind == kind).collect();
    assert!(found.len() >= 60, "{} pairs of {kind}", found.len());
    found
}

fn answer(pair: &Pair) -> RankedOptions {
    let alterations: Vec<&str> = pair.alterations.split(" ; ").collect();
    ask(observed_case(pair.tumour, &alterations))
}

fn first(answer: &RankedOptions, places: usize) -> Vec<BTreeSet<&str>> {
    answer.options.iter().take(places).map(|o| o.drugs.iter().map(String::as_str).collect()).collect()
}

#[test]
fn a_standard_treatment_stands_in_the_first_three() {
    let (mut missed, mut recall) = (Vec::new(), 0.0);
    let pairs = pairs("standard");
    for pair in &pairs {
        let answer = answer(pair);
        let (three, five) = (first(&answer, 3), first(&answer, 5));
        if !pair.expected.iter().any(|e| three.contains(e)) {
            missed.push(format!("{} {}: {three:?}", pair.tumour, pair.alterations));
        }
        let hits = pair.expected.iter().filter(|e| five.contains(e)).count();
        recall += hits as f64 / pair.expected.len().min(5) as f64;
    }
    let recall = recall / pairs.len() as f64;
    println!("{} pairs, {} missed, recall at five {recall:.3}", pairs.len(), missed.len());
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(recall >= 0.9, "recall at five {recall}");
}

#[test]
fn a_pair_for_which_experts_list_nothing_has_nothing_of_tier_one() {
    for pair in pairs("negative") {
        let answer = answer(&pair);
        let high: Vec<&str> =
            answer.options.iter().filter(|o| o.level <= Level::IB).map(|o| o.treatment.as_str()).collect();
        assert!(high.is_empty(), "{} {}: {high:?}", pair.tumour, pair.alterations);
    }
}

#[test]
fn known_resistance_is_shown_and_not_among_the_first_three() {
    for pair in pairs("resistance") {
        let answer = answer(&pair);
        let defeated = answer.defeated();
        let three = first(&answer, 3);
        for expected in &pair.expected {
            let name = expected.iter().copied().collect::<Vec<_>>().join(" + ");
            assert!(
                defeated.contains(&name),
                "{} {}: {name} not in {defeated:?}",
                pair.tumour,
                pair.alterations
            );
            assert!(!three.contains(expected), "{} {}: {name} ranked", pair.tumour, pair.alterations);
        }
    }
}
