//! Codes that stand in a public table. What is not here is written as text.

use serde_json::{Value, json};

/// HGNC identifiers of the pharmacogenes (genenames.org, CC0).
const GENES: [(&str, &str); 24] = [
    ("ABCG2", "HGNC:74"),
    ("CACNA1S", "HGNC:1397"),
    ("CFTR", "HGNC:1884"),
    ("CYP2B6", "HGNC:2615"),
    ("CYP2C19", "HGNC:2621"),
    ("CYP2C9", "HGNC:2623"),
    ("CYP2D6", "HGNC:2625"),
    ("CYP3A4", "HGNC:2637"),
    ("CYP3A5", "HGNC:2638"),
    ("CYP4F2", "HGNC:2645"),
    ("DPYD", "HGNC:3012"),
    ("F5", "HGNC:3542"),
    ("G6PD", "HGNC:4057"),
    ("HLA-A", "HGNC:4931"),
    ("HLA-B", "HGNC:4932"),
    ("IFNL3", "HGNC:18365"),
    ("MT-RNR1", "HGNC:7470"),
    ("NAT2", "HGNC:7646"),
    ("NUDT15", "HGNC:23063"),
    ("RYR1", "HGNC:10483"),
    ("SLCO1B1", "HGNC:10959"),
    ("TPMT", "HGNC:12014"),
    ("UGT1A1", "HGNC:12530"),
    ("VKORC1", "HGNC:23663"),
];

/// Metaboliser phenotypes of the LOINC answer list LL3856-3 with the words of CPIC.
const METABOLISERS: [(&str, &str, &str); 5] = [
    ("Poor Metabolizer", "LA9657-3", "Poor metabolizer"),
    ("Intermediate Metabolizer", "LA10317-8", "Intermediate metabolizer"),
    ("Normal Metabolizer", "LA25391-6", "Normal metabolizer"),
    ("Rapid Metabolizer", "LA25390-8", "Rapid metabolizer"),
    ("Ultrarapid Metabolizer", "LA10315-2", "Ultrarapid metabolizer"),
];

/// A gene by its HGNC identifier and symbol.
pub(super) fn gene(symbol: &str) -> Value {
    match GENES.iter().find(|(name, _)| *name == symbol) {
        Some((_, id)) => json!({
            "coding": [{"system": "http://www.genenames.org", "code": id, "display": symbol}],
            "text": symbol,
        }),
        None => json!({"text": symbol}),
    }
}

/// True where a phenotype speaks of metabolism, so that LOINC 53040-2 is its question.
pub(super) fn metaboliser(phenotype: &str) -> bool {
    phenotype.to_lowercase().contains("metabolizer")
}

/// A phenotype, coded where the answer list has exactly this one.
pub(super) fn phenotype(words: &str) -> Value {
    match METABOLISERS.iter().find(|(name, ..)| *name == words) {
        Some((_, code, display)) => json!({
            "coding": [{"system": "http://loinc.org", "code": code, "display": display}],
            "text": words,
        }),
        None => json!({"text": words}),
    }
}

/// RxNorm ingredient of a drug of the guidelines.
pub(super) fn rxnorm(drug: &str) -> Option<&'static str> {
    include_str!("rxnorm.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .find(|(name, _)| *name == drug)
        .map(|(_, code)| code)
}
