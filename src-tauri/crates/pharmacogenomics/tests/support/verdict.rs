//! The verdicts on a case, as the README of the cases defines them.

use std::collections::BTreeSet;

use attune_pharmacogenomics::{CallStatus, GeneResult};
use serde_json::Value;

/// Texts of a JSON list.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// An allele name compared loosely: without its legacy star in brackets, `ref` and the gene's reference as one.
pub(crate) fn loose(name: &str, reference: &str) -> String {
    let name = name.trim().trim_start_matches('[').trim_end_matches(']').trim();
    if name == reference || name.eq_ignore_ascii_case("ref") || name.eq_ignore_ascii_case("reference") {
        return "ref".to_owned();
    }
    if name.contains("HapB3") || name.contains("c.1129-5923C>G") {
        return "hapb3".to_owned();
    }
    if let Some((head, tail)) = name.split_once(" (")
        && tail.starts_with('*')
    {
        return head.to_owned();
    }
    name.to_owned()
}

/// A diplotype as an ordered set of strands, each a set of alleles.
pub(crate) fn diplotype(name: &str, reference: &str) -> Vec<BTreeSet<String>> {
    let strand = |s: &str| {
        // ` + ` and `+` join variants of one strand; `*80+*28` is one allele.
        let bracketed = s.trim().starts_with('[');
        let parts: Vec<&str> =
            if bracketed { s.trim().trim_matches(['[', ']']).split('+').collect() } else { vec![s] };
        // `c.1905+1G>A` is torn at its plus sign: put such parts together again.
        let mut whole: Vec<String> = Vec::new();
        for part in parts {
            let number = part.trim().chars().next().is_some_and(|c| c.is_ascii_digit());
            match whole.last_mut() {
                Some(last) if number => last.push_str(&format!("+{}", part.trim())),
                _ => whole.push(part.trim().to_owned()),
            }
        }
        whole.iter().map(|p| loose(p, reference)).collect::<BTreeSet<_>>()
    };
    if let Some(one) = name.strip_suffix(" (heterozygous)") {
        let mut pair = vec![strand("ref"), strand(one)];
        pair.sort();
        return pair;
    }
    let mut depth = 0;
    let mut cut = None;
    for (at, c) in name.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            '/' if depth == 0 && cut.is_none() => cut = Some(at),
            _ => {}
        }
    }
    let mut pair = match cut {
        Some(at) => vec![strand(&name[..at]), strand(&name[at + 1..])],
        None => vec![strand(name)],
    };
    pair.sort();
    pair
}

/// Whether a result is right by its key.
pub(crate) fn right(key: &Value, result: &GeneResult, reference: &str) -> bool {
    let listed: Vec<Vec<BTreeSet<String>>> =
        result.diplotypes.iter().map(|d| diplotype(&d.name, reference)).collect();
    let of = |field: &str| -> Vec<Vec<BTreeSet<String>>> {
        texts(&key[field]).iter().map(|d| diplotype(d, reference)).collect()
    };
    let called = matches!(result.status, CallStatus::Called | CallStatus::Ambiguous);
    let accept = of("accept");
    let same_set = |a: &[Vec<BTreeSet<String>>], b: &[Vec<BTreeSet<String>>]| {
        a.iter().collect::<BTreeSet<_>>() == b.iter().collect::<BTreeSet<_>>()
    };
    let lowest = key["lowest"].as_str().map(|d| diplotype(d, reference));
    match key["kind"].as_str().expect("a kind") {
        "diplotypes" => {
            let lists = same_set(&listed, &accept)
                || listed.first().is_some_and(|f| accept.contains(f))
                    && accept.iter().all(|a| listed.contains(a))
                || lowest.is_some_and(|l| listed == [l]);
            let picked =
                key["pick"].as_str().is_none_or(|p| listed.first() == Some(&diplotype(p, reference)));
            called && lists && picked
        }
        "alleles" => {
            let wanted: BTreeSet<String> =
                texts(&key["alleles"]).iter().map(|a| loose(a, reference)).collect();
            let found: BTreeSet<String> = listed.iter().flatten().flatten().cloned().collect();
            called && (found == wanted || lowest.is_some_and(|l| listed == [l]))
        }
        "none" => result.status == CallStatus::NotCalled,
        "called" => called,
        "not_called" => result.status == CallStatus::NotCalled && result.phenotype.is_none(),
        "outside" => {
            result.status == CallStatus::Outside && (accept.is_empty() || same_set(&listed, &accept))
        }
        "half_missing" => {
            let reference_only = vec![BTreeSet::from(["ref".to_owned()]); 2];
            !listed.contains(&reference_only)
                && !texts(&key["never"]).iter().any(|p| result.phenotype.as_ref() == Some(p))
        }
        other => panic!("unknown kind {other}"),
    }
}
