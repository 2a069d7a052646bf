//! Why a result is not literally that of the source of a case. Each rule is computed from our own result, never from
//! the name of the case; `tests/expected/pharmacogenomics.md` says in words why it is right.

use std::collections::BTreeSet;

use attune_pharmacogenomics::{CallStatus, GeneResult, PgxSample};
use serde_json::Value;

use super::verdict::{diplotype, loose, texts};

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Difference {
    /// Other diplotypes are listed than the source prints.
    Diplotypes,
    /// The source expects one phenotype, and none is set.
    NoPhenotype,
}

/// The names of the rules, as in the document.
pub(crate) const RULES: [&str; 5] =
    ["all_that_fit", "lowest_on_different_strands", "not_excluded", "half_known", "allele_status"];

/// The differences of a result from its key.
pub(crate) fn differences(key: &Value, result: &GeneResult, reference: &str) -> Vec<Difference> {
    let listed: BTreeSet<_> = result.diplotypes.iter().map(|d| diplotype(&d.name, reference)).collect();
    let wanted: BTreeSet<_> = texts(&key["accept"]).iter().map(|d| diplotype(d, reference)).collect();
    let mut out = Vec::new();
    match key["kind"].as_str().expect("a kind") {
        "diplotypes" | "outside" if !wanted.is_empty() && listed != wanted => {
            out.push(Difference::Diplotypes)
        }
        "alleles" => {
            let alleles: BTreeSet<String> =
                texts(&key["alleles"]).iter().map(|a| loose(a, reference)).collect();
            let found: BTreeSet<String> = listed.iter().flatten().flatten().cloned().collect();
            if found != alleles {
                out.push(Difference::Diplotypes);
            }
        }
        // Here the cases themselves differ from their source.
        "half_missing" => out.push(Difference::Diplotypes),
        _ => {}
    }
    if texts(&key["phenotypes"]).len() == 1 && result.phenotype.is_none() {
        out.push(Difference::NoPhenotype);
    }
    out
}

/// The rule that explains a difference; `None` fails the comparison.
pub(crate) fn rule(
    difference: Difference,
    key: &Value,
    result: &GeneResult,
    sample: &PgxSample,
    reference: &str,
) -> Option<&'static str> {
    let has = |code: &str| result.findings.iter().any(|f| f.code == code);
    let of = |d: &str| diplotype(d, reference);
    let expected: BTreeSet<_> = texts(&key["accept"]).iter().map(|d| of(d)).collect();
    let first = result.diplotypes.first();
    let first_is_expected = first.is_some_and(|d| expected.contains(&of(&d.name)));
    let several = result.status == CallStatus::Ambiguous && result.diplotypes.len() > 1;
    let phenotypes: BTreeSet<_> = result.diplotypes.iter().map(|d| &d.phenotype).collect();
    let first_phenotype = first.and_then(|d| d.phenotype.clone());
    let phenotype_expected = first_phenotype.is_some_and(|p| texts(&key["phenotypes"]).contains(&p));
    // The genotypes leave several diplotypes open, the source's first among them; their phenotypes differ.
    let all_that_fit = several
        && first_is_expected
        && match difference {
            Difference::Diplotypes => result.diplotypes.len() > expected.len(),
            Difference::NoPhenotype => phenotypes.len() > 1 && phenotype_expected,
        };
    // A missing position leaves an allele open that a test must cover, and the phenotype hangs on it.
    let open = result.missing.iter().any(|m| !m.cannot_exclude.is_empty());
    let not_excluded = has("not_excluded")
        && open
        && result.status == CallStatus::Ambiguous
        && phenotypes.len() == 1
        && phenotype_expected
        && difference == Difference::NoPhenotype;
    let lowest = key["lowest"].as_str().map(of);
    let lowest = has("assumed_on_different_strands")
        && first.is_some_and(|d| result.diplotypes.len() == 1 && lowest == Some(of(&d.name)));
    let half = has("half_genotype") && result.status != CallStatus::Called;
    let carried = sample.recommendations.iter().flat_map(|r| &r.because);
    let mut carried = carried.filter(|b| b.gene == result.gene).map(|b| b.phenotype.clone());
    let status = difference == Difference::NoPhenotype
        && result.gene.starts_with("HLA-")
        && carried.any(|p| texts(&key["phenotypes"]).contains(&p));
    [
        (all_that_fit, RULES[0]),
        (lowest, RULES[1]),
        (not_excluded, RULES[2]),
        (half, RULES[3]),
        (status, RULES[4]),
    ]
    .into_iter()
    .find(|(holds, _)| *holds)
    .map(|(_, name)| name)
}
