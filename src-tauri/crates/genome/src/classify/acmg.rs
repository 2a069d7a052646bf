//! Germline class: the 28 criteria of ACMG/AMP 2015 (Richards, doi 10.1038/gim.2015.30) in points (Tavtigian 2020,
//! doi 10.1002/humu.24088). Criteria that need a family, a laboratory or a network are "not assessable offline".

use super::germline_rules::Rules;
use super::tables::ClassificationTables;
use crate::alteration::parse_protein_change;
use crate::observed::kind;
use crate::{CalledVariant, Criterion, GermlineClassification};

/// Criteria that no file and no pack can answer, with what would.
const ELSEWHERE: [(&str, &str); 13] = [
    ("PS2", "needs the genotypes of both parents, confirmed"),
    ("PS4", "needs counts of affected people and controls"),
    ("PM3", "needs the phase with a pathogenic variant in a recessive gene"),
    ("PM6", "needs the genotypes of both parents"),
    ("PP1", "needs segregation in the family"),
    ("PP2", "needs the rate of benign missense variants in the gene"),
    ("PP3", "no computational prediction is carried offline"),
    ("PP4", "needs a phenotype that is specific for the gene"),
    ("BS2", "needs healthy adults with the variant"),
    ("BS4", "needs segregation in the family"),
    ("BP2", "needs the phase with a pathogenic variant"),
    ("BP4", "no computational prediction is carried offline"),
    ("BP5", "needs a case with another cause found"),
];

/// Assesses every criterion and sums up.
pub(super) fn classify(variant: &CalledVariant, tables: &ClassificationTables) -> GermlineClassification {
    let gene = variant.gene.as_deref().unwrap_or_default();
    let change = variant.hgvs_p.as_deref().and_then(parse_protein_change).or_else(|| kind(variant));
    let rules = Rules { variant, tables, gene, change: change.as_ref() };
    let mut criteria = vec![
        rules.pvs1(),
        rules.ps1(),
        rules.ps3(),
        rules.pm1(),
        rules.pm4(),
        rules.pm5(),
        rules.bs3(),
        rules.bp1(),
        rules.bp3(),
        rules.bp7(),
    ];
    criteria.extend(rules.population());
    criteria.extend(ELSEWHERE.map(|(code, why)| Criterion::not_assessable(code, why)));
    // Retired by ClinGen (Biesecker 2018, doi 10.1038/gim.2018.42): another laboratory's word is no evidence.
    let retired = "retired by ClinGen; the laboratory's class stands beside ours";
    criteria.extend(["PP5", "BP6"].map(|c| Criterion::not_met(c, retired)));
    criteria.sort_by_cached_key(|c| order(&c.code));
    GermlineClassification::of(criteria, variant.classification.clone())
}

/// Order of the guideline: pathogenic before benign, strongest first.
fn order(code: &str) -> (usize, String) {
    const GROUPS: [&str; 8] = ["PVS", "PS", "PM", "PP", "BA", "BS", "BP", ""];
    let at = GROUPS.iter().position(|g| code.starts_with(g)).unwrap_or(GROUPS.len());
    (at, code.to_owned())
}
