//! The FDA Table of Pharmacogenetic Associations (state of 2021-03-22).

use super::action;
use super::facts::FdaFile;
use super::guidance::Words;
use crate::PackError;
use crate::pgx::{
    GUIDANCE_SCHEMA, Guidance, GuidanceAction, GuidanceRow, GuidanceStrength, GuidanceText, Guideline,
};

const INPUT: &str = "fda_pgx_associations_2021.json";

/// State of the table.
const STATE: &str = "2021-03-22";

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
        // One text often advises several groups in different sentences: each group gets its own reading.
        for key in keys {
            let when = vec![vec![words.index(&key)?]];
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
                advice(&row.text, &key)
            } else {
                (GuidanceAction::None, None)
            };
            texts.push(GuidanceText { text: row.text.clone(), action, dose_factor, rows });
        }
    }
    Ok(Guidance {
        schema: GUIDANCE_SCHEMA.to_owned(),
        source: "FDA".to_owned(),
        version: STATE.to_owned(),
        guidelines: vec![Guideline {
            id: "FDA Table of Pharmacogenetic Associations".to_owned(),
            url: file.url,
            citations: Vec::new(),
            published: STATE.get(..4).and_then(|year| year.parse().ok()),
        }],
        words: words.list,
        texts,
    })
}

/// Cues of the table's own short sentences, in the order in which they count.
const CUES: &[(&str, GuidanceAction)] = &[
    ("do not use", GuidanceAction::Avoid),
    ("avoid use", GuidanceAction::Avoid),
    ("contraindicated", GuidanceAction::Avoid),
    ("no dosage has proven safe", GuidanceAction::Avoid),
    ("alternative", GuidanceAction::Alternative),
    ("use of another", GuidanceAction::Alternative),
    ("reduc", GuidanceAction::DecreaseDose),
    ("lower starting", GuidanceAction::DecreaseDose),
    ("dosage is lower", GuidanceAction::DecreaseDose),
    ("lowest recommended", GuidanceAction::DecreaseDose),
    ("maximum recommended", GuidanceAction::DecreaseDose),
    ("should not exceed", GuidanceAction::DecreaseDose),
    ("monitor", GuidanceAction::Monitor),
    ("measure", GuidanceAction::Monitor),
    ("withhold or discontinue", GuidanceAction::Monitor),
    ("adjust", GuidanceAction::Monitor),
    ("select initial dosage", GuidanceAction::Monitor),
];

/// What the sentences for this group advise. A sentence that names other groups, another genotype or a
/// co-medication, or that only states an effect, advises nothing here.
fn advice(text: &str, key: &str) -> (GuidanceAction, Option<f64>) {
    let lower = text.to_lowercase().replace(" and insufficient data", ". insufficient data");
    let classes = ["ultrarapid", "normal", "intermediate", "poor"];
    let own = key.to_lowercase();
    let own = if own.contains('/') && own.starts_with('*') { "poor metabolizer".to_owned() } else { own };
    let effect =
        ["results in", "may result in", "alters", "may affect", "may alter", "poor metabolism results"];
    let applies = |s: &&str| {
        let named: Vec<&&str> = classes
            .iter()
            .filter(|c| s.contains(&format!("{c} metabolizer")) || s.contains(&format!("{c} cyp")))
            .collect();
        let for_us = named.is_empty() || named.iter().any(|c| own.contains(**c));
        let genotype = s.contains("*3/*3") && key != "*3/*3";
        let together = s.contains("coadministration") || s.contains("taking a");
        let both = s.contains("for both genes");
        for_us && !genotype && !together && !both && !effect.iter().any(|e| s.trim_start().starts_with(e))
    };
    let sentences: Vec<&str> = lower.split(". ").filter(applies).collect();
    let first = sentences.iter().find_map(|s| {
        let (_, action) = CUES.iter().find(|(cue, _)| s.contains(cue))?;
        let factor = (*action == GuidanceAction::DecreaseDose).then(|| action::factor(s)).flatten();
        Some((*action, factor))
    });
    first.unwrap_or((GuidanceAction::None, None))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_group_gets_its_own_sentence() {
        let siponimod = "Results in higher systemic concentrations. Adjust dosage based on genotype. Do not use in \
                         patients with CYP2C9 *3/*3 genotype.";
        assert_eq!(advice(siponimod, "Intermediate Metabolizer").0, GuidanceAction::Monitor);
        let capecitabine = "Results in higher adverse reaction risk (fatal toxicities). No dosage has proven safe in \
                            poor metabolizers, and insufficient data are available to recommend a dosage in \
                            intermediate metabolizers. Withhold or discontinue in the presence of toxicity.";
        assert_eq!(advice(capecitabine, "Poor Metabolizer").0, GuidanceAction::Avoid);
        assert_eq!(advice(capecitabine, "Intermediate Metabolizer").0, GuidanceAction::Monitor);
        let azathioprine = "Alters dosage requirements. Consider alternative therapy in poor metabolizers. Dosage \
                            reduction is recommended in intermediate metabolizers for NUDT15 or TPMT.";
        assert_eq!(advice(azathioprine, "Poor Metabolizer").0, GuidanceAction::Alternative);
        assert_eq!(advice(azathioprine, "Intermediate Metabolizer").0, GuidanceAction::DecreaseDose);
        assert_eq!(
            advice("Reduce dosage by 50%.", "Poor Metabolizer"),
            (GuidanceAction::DecreaseDose, Some(0.5))
        );
        assert_eq!(advice("Results in higher concentrations.", "Poor Metabolizer").0, GuidanceAction::None);
    }

    #[test]
    fn groups_become_keys() {
        assert_eq!(
            keys("intermediate or poor metabolizers"),
            ["Intermediate Metabolizer", "Poor Metabolizer"]
        );
        assert_eq!(keys("*57:01 allele positive"), ["*57:01 positive"]);
        assert_eq!(keys("521 TC or 521 CC (intermediate or poor function transporters)").len(), 2);
        assert!(keys("left-handed").is_empty());
    }
}
