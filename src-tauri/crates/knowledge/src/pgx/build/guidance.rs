//! Texts of CPIC and DPWG in our own compact schema.

use std::collections::BTreeMap;

use serde_json::Value;

use super::action;
use super::facts::{CatalogFile, CitationFact, TextsFile, UseFact};
use crate::PackError;
use crate::pgx::{GUIDANCE_SCHEMA, Guidance, GuidanceRow, GuidanceStrength, GuidanceText, Guideline};

pub(super) const INPUT: &str = "recommendations_2024.json";
const CATALOG: &str = "guideline_catalog_2025.json";

/// The texts. A guideline without a publication takes those that the later list of the same source states for it, as
/// far as their titles name its gene: a general one of an earlier year (PMID:21412232) does not date it. Where none is
/// left, the guideline has no date.
pub(super) fn read(bytes: &[u8], catalog: &[u8]) -> Result<TextsFile, PackError> {
    let mut file: TextsFile = serde_json::from_slice(bytes).map_err(|e| PackError::input(INPUT, e))?;
    let mut later: CatalogFile = serde_json::from_slice(catalog).map_err(|e| PackError::input(CATALOG, e))?;
    for (id, guideline) in file.guidelines.iter_mut().filter(|(_, g)| g.citations.is_empty()) {
        if let Some(known) = later.guidelines.remove(id) {
            let about = |c: &CitationFact| {
                let title = c.title.as_deref().unwrap_or_default();
                guideline.genes.iter().any(|gene| title.contains(gene.as_str()))
            };
            guideline.citations = known.citations.into_iter().filter(about).collect();
        }
    }
    Ok(file)
}

pub(super) fn build(file: &TextsFile, source: &str) -> Result<Guidance, PackError> {
    let mut words = Words::default();
    let mut numbers: BTreeMap<&str, u16> = BTreeMap::new();
    let mut guidelines: Vec<Guideline> = Vec::new();
    let mut texts = Vec::new();
    let mut version = "";
    for fact in file.texts.iter().filter(|t| t.src == source) {
        let mut rows: Vec<GuidanceRow> = Vec::new();
        for one in &fact.uses {
            let unknown = || PackError::input(INPUT, format!("no guideline {}", one.guideline));
            let guideline = file.guidelines.get(&one.guideline).ok_or_else(unknown)?;
            version = &guideline.data_version;
            let next = u16::try_from(guidelines.len()).map_err(|e| PackError::input(INPUT, e))?;
            let number = *numbers.entry(&one.guideline).or_insert(next);
            if number == next {
                let pmids = guideline.citations.iter().filter_map(|c| c.pmid.as_ref());
                guidelines.push(Guideline {
                    id: guideline.id.clone(),
                    url: guideline.url.clone(),
                    citations: pmids.map(|p| format!("PMID:{p}")).collect(),
                    published: guideline.citations.iter().filter_map(|c| u16::try_from(c.year?).ok()).max(),
                });
            }
            add(&mut rows, &mut words, one, number)?;
        }
        let unread = || PackError::input(INPUT, format!("no advice understood in: {}", fact.text));
        let (action, dose_factor) = action::read(&fact.text).ok_or_else(unread)?;
        texts.push(GuidanceText { text: fact.text.clone(), action, dose_factor, rows });
    }
    Ok(Guidance {
        schema: GUIDANCE_SCHEMA.to_owned(),
        source: source.to_owned(),
        version: version.to_owned(),
        guidelines,
        words: words.list,
        texts,
    })
}

fn add(
    rows: &mut Vec<GuidanceRow>,
    words: &mut Words,
    one: &UseFact,
    guideline: u16,
) -> Result<(), PackError> {
    let mut genes = Vec::new();
    let mut keys = Vec::new();
    for (gene, key) in &one.when {
        genes.push(words.index(gene)?);
        keys.push(words.index(&key_text(key)?)?);
    }
    let mut drugs = Vec::new();
    for drug in &one.drugs {
        drugs.push(words.index(&drug.to_lowercase())?);
    }
    let population = match one.population.as_deref() {
        None | Some("general") => None,
        Some(other) => Some(words.index(other)?),
    };
    let strength = match one.strength.as_deref() {
        Some("Strong") => GuidanceStrength::Strong,
        Some("Moderate") => GuidanceStrength::Moderate,
        Some("Optional") => GuidanceStrength::Optional,
        None | Some("N/A" | "No recommendation") => GuidanceStrength::None,
        Some(other) => return Err(PackError::input(INPUT, format!("unknown strength {other}"))),
    };
    let new = GuidanceRow { guideline, drugs, population, strength, genes, when: Vec::new() };
    let same = rows.iter_mut().find(|r| GuidanceRow { when: Vec::new(), ..(*r).clone() } == new);
    match same {
        Some(row) => row.when.push(keys),
        None => rows.push(GuidanceRow { when: vec![keys], ..new }),
    }
    Ok(())
}

/// A key as text: a phenotype, a score, an allele status, or for counted alleles the diplotype they make.
fn key_text(key: &Value) -> Result<String, PackError> {
    match key {
        Value::String(text) => Ok(text.clone()),
        Value::Object(counts) => {
            let mut alleles = Vec::new();
            for (name, count) in counts {
                match count.as_f64() {
                    Some(1.0) => alleles.push(name.as_str()),
                    Some(2.0) => alleles.extend([name.as_str(), name.as_str()]),
                    _ => return Err(PackError::input(INPUT, format!("unknown count of {name}: {count}"))),
                }
            }
            Ok(alleles.join("/"))
        }
        other => Err(PackError::input(INPUT, format!("unknown key {other}"))),
    }
}

/// Words by number.
#[derive(Default)]
pub(super) struct Words {
    pub(super) list: Vec<String>,
    numbers: BTreeMap<String, u16>,
}

impl Words {
    pub(super) fn index(&mut self, word: &str) -> Result<u16, PackError> {
        if let Some(number) = self.numbers.get(word) {
            return Ok(*number);
        }
        let number = u16::try_from(self.list.len()).map_err(|e| PackError::input(INPUT, e))?;
        self.list.push(word.to_owned());
        self.numbers.insert(word.to_owned(), number);
        Ok(number)
    }
}
