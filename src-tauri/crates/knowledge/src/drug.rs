//! Drugs under one name: brands, salts, biosimilars and regimens lead to generic names and classes.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::PackError;
use crate::text::key;

/// Name of the part.
pub(crate) const PART: &str = "drugs";
/// Schema of the part.
pub(crate) const SCHEMA: &str = "attune/drugs/1";

/// What an entry of the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrugKind {
    /// A single substance.
    Drug,
    /// A named combination; `components` are its drugs.
    Regimen,
    /// A class that a source names instead of a drug (`BRAF inhibitor`, `chemotherapy`).
    Class,
    /// Radiation, surgery and the like.
    Procedure,
}

/// How a drug is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// By mouth.
    Oral,
    /// Under the skin or into a muscle.
    Injection,
    /// Into a vein.
    Infusion,
    /// Into the lesion or onto the skin.
    Local,
}

/// How often adverse events of grade 3 or worse are met with a drug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Burden {
    /// In less than a quarter of those treated.
    Low,
    /// In a quarter to a half.
    Moderate,
    /// In more than a half.
    High,
}

/// What a drug asks of a person. It feeds preference weights only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Administration {
    /// How it is given.
    pub route: Route,
    /// Planned visits to a clinic in 28 days.
    pub visits: u8,
    /// Severe adverse events.
    pub burden: Burden,
}

/// An entry of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drug {
    /// Generic name, lower case.
    pub name: String,
    /// What it is.
    pub kind: DrugKind,
    /// Brands, salts and other names.
    pub synonyms: Vec<String>,
    /// Classes, for example `fluoropyrimidine`, `anti-EGFR antibody`, `checkpoint inhibitor`.
    pub classes: Vec<String>,
    /// Generic names of a regimen.
    pub components: Vec<String>,
    /// True for a drug with a marketing authorisation in oncology somewhere, as far as our table knows.
    pub marketed: bool,
    /// How it is given, where our table says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administration: Option<Administration>,
}

impl Drug {
    /// True where it belongs to the class.
    #[must_use]
    pub fn is(&self, class: &str) -> bool {
        self.classes.iter().any(|c| c == class)
    }
}

/// Stored form.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) schema: String,
    pub(crate) drugs: Vec<Drug>,
}

/// Salts and hydrates: they do not make another drug.
const SALTS: [&str; 29] = [
    "mesylate",
    "dimesylate",
    "bismesylate",
    "besylate",
    "tosylate",
    "ditosylate",
    "hydrochloride",
    "hcl",
    "dihydrochloride",
    "sulfate",
    "sulphate",
    "phosphate",
    "acetate",
    "maleate",
    "dimaleate",
    "malate",
    "citrate",
    "succinate",
    "fumarate",
    "tartrate",
    "sodium",
    "disodium",
    "calcium",
    "anhydrous",
    "monohydrate",
    "hydrate",
    "dimethyl",
    "sulfoxide",
    "camsylate",
];
/// Prefixes that tell biologics of one root apart (`ado-trastuzumab emtansine`).
const PREFIXES: [&str; 5] = ["ado", "fam", "ziv", "nab", "peg"];
/// Longest name in words.
const LONGEST: usize = 6;

/// The drugs of the pack.
#[derive(Debug)]
pub struct DrugTable {
    drugs: Vec<Drug>,
    by_name: HashMap<String, usize>,
}

impl DrugTable {
    /// Reads the part.
    ///
    /// # Errors
    /// [`PackError::UnknownSchema`] or [`PackError::Malformed`].
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, PackError> {
        let stored: Stored = serde_json::from_slice(bytes).map_err(|e| PackError::malformed(PART, e))?;
        if stored.schema != SCHEMA {
            return Err(PackError::UnknownSchema { found: stored.schema, expected: SCHEMA.to_owned() });
        }
        Ok(Self::new(stored.drugs))
    }

    pub(crate) fn new(drugs: Vec<Drug>) -> Self {
        let mut by_name = HashMap::new();
        for (i, drug) in drugs.iter().enumerate() {
            by_name.insert(key(&drug.name), i);
        }
        for (i, drug) in drugs.iter().enumerate() {
            for synonym in &drug.synonyms {
                by_name.entry(key(synonym)).or_insert(i);
            }
        }
        Self { drugs, by_name }
    }

    /// All entries.
    #[must_use]
    pub fn drugs(&self) -> &[Drug] {
        &self.drugs
    }

    /// The entry that a name means: generic name, brand, salt, biosimilar suffix, synonym or regimen.
    /// A name that the table does not hold stays `None`.
    #[must_use]
    pub fn generic(&self, text: &str) -> Option<&Drug> {
        let name = key(text);
        self.exact(&name).or_else(|| {
            let words: Vec<&str> = name.split(' ').collect();
            let unsalted: Vec<&str> = words.iter().copied().filter(|w| !SALTS.contains(w)).collect();
            self.exact(&unsalted.join(" ")).or_else(|| self.biologic(&unsalted))
        })
    }

    fn exact(&self, name: &str) -> Option<&Drug> {
        self.by_name.get(name).and_then(|i| self.drugs.get(*i))
    }

    /// FDA names of biologics: a four-letter suffix without meaning (`trastuzumab-dkst`), a prefix.
    fn biologic(&self, words: &[&str]) -> Option<&Drug> {
        let (last, head) = words.split_last()?;
        let suffixed = last.len() == 4
            && last.chars().all(|c| c.is_ascii_lowercase())
            && head.iter().any(|w| w.ends_with("mab") || w.ends_with("cept") || w.ends_with("stim"));
        let stem = if suffixed { head } else { words };
        if suffixed && let Some(drug) = self.exact(&stem.join(" ")) {
            return Some(drug);
        }
        let (first, rest) = stem.split_first()?;
        if PREFIXES.contains(first) && !rest.is_empty() { self.exact(&rest.join(" ")) } else { None }
    }

    /// The drugs of a name: a regimen gives its components, anything else itself. Empty where unknown.
    #[must_use]
    pub fn resolve(&self, text: &str) -> Vec<&Drug> {
        match self.generic(text) {
            Some(d) if d.kind == DrugKind::Regimen => {
                d.components.iter().filter_map(|c| self.generic(c)).collect()
            }
            Some(d) => vec![d],
            None => Vec::new(),
        }
    }

    /// Drugs that a product text names (`capecitabine 500 MG Oral Tablet [Xeloda]`), each once, in order.
    #[must_use]
    pub fn mentioned(&self, text: &str) -> Vec<&Drug> {
        let whole = self.resolve(text);
        if !whole.is_empty() {
            return whole;
        }
        let name = key(text);
        let words: Vec<&str> = name.split(' ').collect();
        let mut found: Vec<&Drug> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let longest = (1..=LONGEST.min(words.len() - at)).rev().find_map(|n| {
                let name = words[at..at + n].join(" ");
                // A short word alone is more often a unit or a route than a drug.
                let drug = if n == 1 && name.len() < 4 { None } else { self.exact(&name) };
                drug.map(|d| (n, d))
            });
            if let Some((n, drug)) = longest {
                let parts =
                    if drug.kind == DrugKind::Regimen { self.resolve(&drug.name) } else { vec![drug] };
                for part in parts {
                    if part.kind == DrugKind::Drug && !found.iter().any(|d| d.name == part.name) {
                        found.push(part);
                    }
                }
                at += n;
            } else {
                at += 1;
            }
        }
        found
    }

    /// Classes of a drug, empty where it is unknown.
    #[must_use]
    pub fn classes(&self, text: &str) -> &[String] {
        self.generic(text).map_or(&[], |d| d.classes.as_slice())
    }
}
