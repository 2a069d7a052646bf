//! Shape of the fact files.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub(super) struct GenesFile {
    pub(super) genes: GeneList,
}

/// The file lists the genes, or names them.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum GeneList {
    List(Vec<Gene>),
    Named(BTreeMap<String, Gene>),
}

#[derive(Deserialize)]
pub(super) struct Gene {
    pub(super) gene: String,
    pub(super) chrom: String,
    pub(super) pos38_minus_pos37: i64,
    pub(super) definition_version: String,
    pub(super) positions: Vec<Position>,
    pub(super) alleles: Vec<Allele>,
    #[serde(default)]
    pub(super) structural_alleles: Vec<Allele>,
    #[serde(default)]
    pub(super) special: Special,
}

#[derive(Deserialize)]
pub(super) struct Position {
    pub(super) pos38: u32,
    pub(super) pos37: Option<u32>,
    #[serde(rename = "ref")]
    pub(super) reference: String,
    pub(super) alts: Vec<String>,
    pub(super) rsid: Option<String>,
    #[serde(default)]
    pub(super) hgvs38: String,
    #[serde(default)]
    pub(super) allele_map: BTreeMap<String, String>,
    pub(super) ref37: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Allele {
    pub(super) name: String,
    #[serde(default)]
    pub(super) reference: bool,
    /// `[index, base, expansion]`.
    #[serde(default)]
    pub(super) def: Option<Vec<Vec<Value>>>,
    pub(super) function: Option<String>,
    pub(super) activity: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct Special {
    #[serde(rename = "amp1Alleles")]
    pub(super) amp1_alleles: Option<Vec<String>>,
    #[serde(default)]
    pub(super) required_positions: Vec<u32>,
    #[serde(default)]
    pub(super) extra_positions: Vec<ExtraPosition>,
    #[serde(default)]
    pub(super) unphased_diplotype_priorities: Vec<Priority>,
    #[serde(default)]
    pub(super) suballeles: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) reference_wildcards: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
pub(super) struct Priority {
    pub(super) list: Vec<String>,
    pub(super) pick: String,
}

#[derive(Deserialize)]
pub(super) struct RulesFile {
    pub(super) rules: BTreeMap<String, Rule>,
    #[serde(rename = "MT-RNR1_alleles")]
    pub(super) mitochondrial: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub(super) struct Rule {
    pub(super) method: String,
    #[serde(default)]
    pub(super) function_pair_to_phenotype: Vec<Vec<String>>,
    #[serde(default)]
    pub(super) score_to_phenotype: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub(super) struct TextsFile {
    pub(super) guidelines: BTreeMap<String, GuidelineFact>,
    pub(super) texts: Vec<TextFact>,
}

#[derive(Deserialize)]
pub(super) struct GuidelineFact {
    pub(super) id: String,
    pub(super) url: String,
    #[serde(default)]
    pub(super) genes: Vec<String>,
    #[serde(default)]
    pub(super) citations: Vec<CitationFact>,
    pub(super) data_version: String,
}

/// The list of all guidelines of a later date, without their texts.
#[derive(Deserialize)]
pub(super) struct CatalogFile {
    pub(super) guidelines: BTreeMap<String, CatalogGuideline>,
}

#[derive(Deserialize)]
pub(super) struct CatalogGuideline {
    #[serde(default)]
    pub(super) citations: Vec<CitationFact>,
}

#[derive(Deserialize)]
pub(super) struct CitationFact {
    pub(super) pmid: Option<String>,
    pub(super) title: Option<String>,
    /// -1 where the source does not know it.
    pub(super) year: Option<i32>,
}

#[derive(Deserialize)]
pub(super) struct TextFact {
    pub(super) src: String,
    pub(super) text: String,
    #[serde(rename = "use")]
    pub(super) uses: Vec<UseFact>,
}

#[derive(Deserialize)]
pub(super) struct UseFact {
    pub(super) guideline: String,
    pub(super) drugs: Vec<String>,
    pub(super) population: Option<String>,
    pub(super) strength: Option<String>,
    pub(super) when: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
pub(super) struct FdaFile {
    pub(super) url: String,
    #[serde(default)]
    pub(super) rows: Vec<FdaRow>,
}

#[derive(Deserialize)]
pub(super) struct FdaRow {
    pub(super) drug: String,
    pub(super) gene: String,
    pub(super) subgroup: String,
    pub(super) text: String,
    pub(super) section: String,
}

/// A position outside the alleles.
#[derive(Deserialize)]
pub(super) struct ExtraPosition {
    pub(super) pos38: u32,
    pub(super) rsid: Option<String>,
    #[serde(rename = "ref")]
    pub(super) reference: String,
    pub(super) alts: Vec<String>,
}
