//! The FDA Table of Pharmacogenetic Associations (state of 2021-03-22).

use super::action;
use super::facts::FdaFile;
use super::guidance::Words;
use crate::PackError;
use crate::pgx::{
    GUIDANCE_SCHEMA, Guidance, GuidanceAction, GuidanceRow, GuidanceStrength, GuidanceText, Guideline,
};

const INPUT: &str = "fda_pgx_associations_2021.json";

/// Genes and groups that our gene results cannot answer: HLA class II and BCHE are not typed here, "NAT"
/// names no gene, and a carrier of CYP4F2 V433M has no phenotype.
const NOT_ANSWERED: &[&str] = &["HLA-DRB1", "HLA-DQA1", "BCHE", "Nonspecific (NAT)", "CYP4F2"];

pub(super) fn build(bytes: &[u8]) -> Result<Guidance, PackError> {
    let file: FdaFile = serde_json::from_slice(bytes).map_err(|e| PackError::input(INPUT, e))?;
    let mut words = Words::default();
    let mut texts: Vec<GuidanceText> = Vec::new();
    for row in file.rows.iter().filter(|r| !NOT_ANSWERED.contains(&r.gene.as_str())) {
        let keys = keys(&row.subgroup);
        if keys.is_empty() {
            return Err(PackError::input(INPUT, format!("unknown group {} of {}", row.subgroup, row.gene)));
        }
        let mut when = Vec::new();
        for key in keys {
            when.push(vec![words.index(&key)?]);
        }
        let mut rows = Vec::new();
        for gene in row.gene.split(" and/or ") {
            rows.push(GuidanceRow {
                guideline: 0,
                drugs: vec![words.index(&row.drug.to_lowercase())?],
                population: None,
                strength: GuidanceStrength::None,
                genes: vec![words.index(gene)?],
                when: when.clone(),
            });
        }
        // Only the first section of the table advises; the others state an association.
        let (action, dose_factor) = if row.section == "recommendation" {
            action::read(&row.text).unwrap_or((GuidanceAction::None, None))
        } else {
            (GuidanceAction::None, None)
        };
        texts.push(GuidanceText { text: row.text.clone(), action, dose_factor, rows });
    }
    Ok(Guidance {
        schema: GUIDANCE_SCHEMA.to_owned(),
        source: "FDA".to_owned(),
        version: "2021-03-22".to_owned(),
        guidelines: vec![Guideline {
            id: "FDA Table of Pharmacogenetic Associations".to_owned(),
            url: file.url,
            citations: Vec::new(),
        }],
        words: words.list,
        texts,
    })
}

/// Keys of a group in the words of the phenotype rules.
fn keys(group: &str) -> Vec<String> {
    let lower = group.to_lowercase();
    let own = |keys: &[&str]| keys.iter().map(|k| (*k).to_owned()).collect();
    if let Some(allele) = lower.strip_suffix(" allele positive") {
        return vec![format!("{allele} positive")];
    }
    if lower.starts_with("*28/*28") {
        return own(&["*28/*28", "*28/*80+*28", "*80+*28/*80+*28"]);
    }
    if lower.starts_with("*3/*3") {
        return own(&["*3/*3"]);
    }
    if lower.starts_with("521 ") {
        let decreased = lower.contains("tc").then(|| "Decreased Function".to_owned());
        return decreased.into_iter().chain(["Poor Function".to_owned()]).collect();
    }
    if lower.starts_with("-1639") {
        return own(&["-1639 AG", "-1639 AA"]);
    }
    let classes = [
        ("ultrarapid", "Ultrarapid Metabolizer"),
        ("normal", "Normal Metabolizer"),
        ("intermediate", "Intermediate Metabolizer"),
        ("poor", "Poor Metabolizer"),
    ];
    classes.iter().filter(|(word, _)| lower.contains(word)).map(|(_, key)| (*key).to_owned()).collect()
}
