//! Tumour types: OncoTree (Memorial Sloan Kettering, CC BY 4.0) with synonyms and codes of our own.

mod reading;
mod words;

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::PackError;
use crate::text::key;

pub use reading::TumourReading;

/// Name of the part.
pub(crate) const PART: &str = "tumours";
/// Schema of the part.
pub(crate) const SCHEMA: &str = "attune/tumours/1";

/// Tissues whose tumours are not solid.
const LIQUID: [&str; 2] = ["LYMPH", "MYELOID"];
/// Lymphomas that OncoTree keeps under a solid tissue.
const LIQUID_ELSEWHERE: [&str; 2] = ["MLYM", "TLYM"];

/// Words that tell the state of a tumour and not its type; they are dropped where a text is not found whole.
const STATE_WORDS: [&str; 15] = [
    "metastatic",
    "advanced",
    "recurrent",
    "relapsed",
    "refractory",
    "unresectable",
    "resected",
    "locally",
    "primary",
    "early",
    "stage",
    "tnm",
    "nos",
    "disorder",
    "morphology",
];
/// Stages; a state only after the word `stage`.
const STAGES: [&str; 20] = [
    "0", "1", "2", "3", "4", "i", "ia", "ib", "ii", "iia", "iib", "iic", "iii", "iiia", "iiib", "iiic",
    "iiid", "iv", "iva", "ivb",
];

/// A tumour type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// OncoTree code.
    pub code: String,
    /// OncoTree name.
    pub name: String,
    /// Code of the parent; `None` for the root.
    pub parent: Option<String>,
    /// Tissue, for example `Lung`; `None` for the root.
    pub tissue: Option<String>,
    /// NCI Thesaurus codes.
    pub ncit: Vec<String>,
    /// UMLS concepts.
    pub umls: Vec<String>,
    /// ICD-O-3 morphology codes.
    pub icdo: Vec<String>,
    /// SNOMED CT concept ids that are common for it.
    pub snomed: Vec<String>,
    /// Names of our own and former codes.
    pub synonyms: Vec<String>,
}

fn without_state(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let is_state = |i: usize| {
        STATE_WORDS.contains(&words[i]) || (i > 0 && words[i - 1] == "stage" && STAGES.contains(&words[i]))
    };
    let kept: Vec<&str> = (0..words.len()).filter(|i| !is_state(*i)).map(|i| words[i]).collect();
    kept.join(" ")
}

/// ICD-10-CM category range that leads to a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Icd10Range {
    /// First category or code, without a dot (`C18`, `C220`).
    pub first: String,
    /// Last, inclusive.
    pub last: String,
    /// OncoTree code.
    pub code: String,
}

/// Stored form.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) schema: String,
    pub(crate) nodes: Vec<Node>,
    pub(crate) icd10: Vec<Icd10Range>,
}

/// The tumour types of the pack.
#[derive(Debug)]
pub struct OncoTree {
    nodes: Vec<Node>,
    icd10: Vec<Icd10Range>,
    by_code: HashMap<String, usize>,
    /// `None` marks a name that several types share: it is not guessed between them.
    by_name: HashMap<String, Option<usize>>,
    by_concept: HashMap<String, Option<usize>>,
    /// Names as sets of words, made when a running text is first read.
    names: OnceLock<Vec<reading::Name>>,
}

impl OncoTree {
    /// Reads the part.
    ///
    /// # Errors
    /// [`PackError::UnknownSchema`] or [`PackError::Malformed`].
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, PackError> {
        let stored: Stored = serde_json::from_slice(bytes).map_err(|e| PackError::malformed(PART, e))?;
        if stored.schema != SCHEMA {
            return Err(PackError::UnknownSchema { found: stored.schema, expected: SCHEMA.to_owned() });
        }
        Ok(Self::new(stored.nodes, stored.icd10))
    }

    pub(crate) fn new(nodes: Vec<Node>, icd10: Vec<Icd10Range>) -> Self {
        let by_code: HashMap<_, _> = nodes.iter().enumerate().map(|(i, n)| (n.code.clone(), i)).collect();
        let mut tree = Self {
            nodes,
            icd10,
            by_code,
            by_name: HashMap::new(),
            by_concept: HashMap::new(),
            names: OnceLock::new(),
        };
        let (mut names, mut concepts) = (HashMap::new(), HashMap::new());
        for (i, node) in tree.nodes.iter().enumerate() {
            // A synonym of ours decides where names collide, so it is put first and stays.
            for synonym in &node.synonyms {
                names.insert(key(synonym), Some(i));
            }
            let codes = node.ncit.iter().chain(&node.umls).chain(&node.snomed).chain(&node.icdo);
            for code in codes {
                tree.merge(&mut concepts, code.to_uppercase(), i);
            }
        }
        let own: std::collections::HashSet<String> = names.keys().cloned().collect();
        for (i, node) in tree.nodes.iter().enumerate() {
            let name = key(&node.name);
            if !own.contains(&name) {
                tree.merge(&mut names, name, i);
            }
        }
        tree.by_name = names;
        tree.by_concept = concepts;
        tree
    }

    /// Two types of one name: the wider keeps it if it covers the other, else neither does.
    fn merge(&self, map: &mut HashMap<String, Option<usize>>, name: String, node: usize) {
        let kept = match map.get(&name) {
            None => Some(node),
            Some(None) => None,
            Some(Some(old)) if self.covers(*old, node) => Some(*old),
            Some(Some(old)) if self.covers(node, *old) => Some(node),
            Some(Some(_)) => None,
        };
        map.insert(name, kept);
    }

    fn covers(&self, ancestor: usize, node: usize) -> bool {
        self.is_a(&self.nodes[node].code, &self.nodes[ancestor].code)
    }

    /// All types.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The type of this code, exactly as written or in another case.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Node> {
        let i = self.by_code.get(code).or_else(|| self.by_code.get(&code.to_uppercase()))?;
        self.nodes.get(*i)
    }

    /// The type that a text or code means: OncoTree code first, then ICD-10-CM, SNOMED CT, NCIt, UMLS and
    /// ICD-O codes, then names and synonyms whatever their case and punctuation, without words of
    /// state (`metastatic`, `stage IV`), last as running text ([`OncoTree::read_text`]). What is not known or
    /// means several types stays `None`.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&Node> {
        self.find_exact(text).or_else(|| self.read_text(text).node)
    }

    fn names(&self) -> &[reading::Name] {
        self.names.get_or_init(|| reading::index(&self.nodes))
    }

    fn find_exact(&self, text: &str) -> Option<&Node> {
        let text = text.trim();
        if let Some(node) = self.get(text).or_else(|| self.icd10(text)).or_else(|| self.concept(text)) {
            return Some(node);
        }
        let name = key(text);
        if name.is_empty() {
            return None;
        }
        if let Some(found) = self.by_name.get(&name) {
            return found.map(|i| &self.nodes[i]);
        }
        let found = (*self.by_name.get(&without_state(&name))?)?;
        self.nodes.get(found)
    }

    /// The type of an ICD-10-CM code with its dot, or of three characters.
    ///
    /// Secondary (C77 to C79), in-situ and history codes lead nowhere: they name no primary.
    #[must_use]
    pub fn icd10(&self, code: &str) -> Option<&Node> {
        let written = code.trim().to_uppercase();
        let bare = written.replace('.', "");
        let shape = bare.len() >= 3
            && bare.starts_with(|c: char| c.is_ascii_alphabetic())
            && bare.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
            && (written.contains('.') || bare.len() == 3);
        if !shape {
            return None;
        }
        // The narrowest range wins: `C22.0` before `C22`.
        let inside = |r: &&Icd10Range| {
            let cut = |limit: &str| bare.get(..limit.len().min(bare.len())).unwrap_or_default().to_owned();
            cut(&r.first) >= r.first && cut(&r.last) <= r.last && bare.len() >= r.first.len()
        };
        let range = self.icd10.iter().filter(inside).max_by_key(|r| (r.first.len(), r.first.clone()))?;
        self.get(&range.code)
    }

    fn concept(&self, text: &str) -> Option<&Node> {
        let upper = text.to_uppercase();
        let bare = upper.rsplit([':', '|', '#']).next().unwrap_or(&upper).trim();
        let found = (*self.by_concept.get(bare)?)?;
        self.nodes.get(found)
    }

    /// The type itself and all that it is a kind of, nearest first. Empty where the code is unknown.
    pub fn ancestors(&self, code: &str) -> impl Iterator<Item = &Node> {
        std::iter::successors(self.get(code), |n| n.parent.as_deref().and_then(|p| self.get(p)))
    }

    /// True where `code` is `ancestor` or below it.
    #[must_use]
    pub fn is_a(&self, code: &str, ancestor: &str) -> bool {
        self.ancestors(code).any(|n| n.code == ancestor)
    }

    /// True where the type is known and solid. An unknown code is not solid: a tumour-agnostic label is not
    /// given to it.
    #[must_use]
    pub fn is_solid(&self, code: &str) -> bool {
        self.get(code).is_some_and(|n| n.parent.is_some())
            && !self
                .ancestors(code)
                .any(|n| LIQUID.contains(&n.code.as_str()) || LIQUID_ELSEWHERE.contains(&n.code.as_str()))
    }

    /// Tissue of a type, for example `Lung`.
    #[must_use]
    pub fn tissue(&self, code: &str) -> Option<&str> {
        self.get(code)?.tissue.as_deref()
    }
}
