//! Tumour types: OncoTree (Memorial Sloan Kettering, CC BY 4.0) with synonyms and codes of our own.

mod circumstances;
mod codes;
mod doubt;
mod reading;
mod registry;
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

/// Code of a solid tumour whose type is not stated; it is no node of OncoTree and lies below none.
pub const SOLID: &str = "SOLID";
/// Texts that say so and no more, after words of state are dropped.
const SOLID_NAMES: [&str; 11] = [
    "solid tumor",
    "solid tumors",
    "any solid tumor",
    "all solid tumors",
    "solid cancer",
    "solid malignancy",
    "adenocarcinoma",
    "squamous cell carcinoma",
    "poorly differentiated carcinoma",
    "undifferentiated carcinoma",
    "poorly differentiated adenocarcinoma",
];

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
    /// Biomarkers that the diagnosis states by definition, as they are written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub implies: Vec<String>,
    /// True for a type of our own that OncoTree has no node for (`NMIBC`).
    #[serde(default)]
    pub own: bool,
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

/// ICD-O-3 morphologies that lead to types, at some sites or at any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MorphologyRow {
    /// First morphology (`8140`).
    pub first: u16,
    /// Last, inclusive.
    pub last: u16,
    /// Behaviour: 0 benign, 1 uncertain, 2 in situ, 3 malignant and primary.
    pub behaviour: u8,
    /// Sites by prefix without a dot, as first and last (`C530`); empty for any site.
    pub sites: Vec<(String, String)>,
    /// OncoTree codes, several where the morphology leaves open which; [`SOLID`] for a solid tumour of no stated type;
    /// empty where the morphology is on purpose led nowhere.
    pub codes: Vec<String>,
}

/// Stored form.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) schema: String,
    pub(crate) nodes: Vec<Node>,
    /// Ranges of the same limits are the candidates of one code. A code that is no type (`-`) leads nowhere on purpose.
    pub(crate) icd10: Vec<Icd10Range>,
    #[serde(default)]
    pub(crate) morphologies: Vec<MorphologyRow>,
}

/// The tumour types of the pack.
#[derive(Debug)]
pub struct OncoTree {
    nodes: Vec<Node>,
    icd10: Vec<Icd10Range>,
    morphologies: Vec<MorphologyRow>,
    by_code: HashMap<String, usize>,
    /// A name that several types share leads to all of them: it is not guessed between them.
    by_name: HashMap<String, Vec<usize>>,
    by_concept: HashMap<String, Vec<usize>>,
    solid: Node,
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
        Ok(Self::new(stored))
    }

    pub(crate) fn new(stored: Stored) -> Self {
        let Stored { nodes, icd10, morphologies, .. } = stored;
        let by_code: HashMap<_, _> = nodes.iter().enumerate().map(|(i, n)| (n.code.clone(), i)).collect();
        let solid = Node {
            code: SOLID.to_owned(),
            name: "Solid tumour, type not stated".to_owned(),
            parent: None,
            tissue: None,
            ncit: Vec::new(),
            umls: Vec::new(),
            icdo: Vec::new(),
            implies: Vec::new(),
            snomed: Vec::new(),
            synonyms: Vec::new(),
            own: false,
        };
        let mut tree = Self {
            nodes,
            icd10,
            morphologies,
            by_code,
            by_name: HashMap::new(),
            by_concept: HashMap::new(),
            solid,
            names: OnceLock::new(),
        };
        let (mut names, mut concepts) = (HashMap::new(), HashMap::new());
        for (i, node) in tree.nodes.iter().enumerate() {
            // A synonym of ours decides where names collide, so it is put first and stays.
            for synonym in &node.synonyms {
                tree.merge(&mut names, key(synonym), i);
            }
            let codes = node.ncit.iter().chain(&node.umls).chain(&node.snomed);
            // The ontology mapping writes UNKNOWN where it has no code.
            for code in codes.filter(|c| c.bytes().any(|b| b.is_ascii_digit())) {
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

    /// Types of one name: a wider one takes the place of those it covers.
    fn merge(&self, map: &mut HashMap<String, Vec<usize>>, name: String, node: usize) {
        let known = map.entry(name).or_default();
        if !known.iter().any(|old| self.covers(*old, node)) {
            known.retain(|old| !self.covers(node, *old));
            known.push(node);
        }
    }

    fn covers(&self, ancestor: usize, node: usize) -> bool {
        self.is_a(&self.nodes[node].code, &self.nodes[ancestor].code)
    }

    /// All types.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The type of this code, as written or in one case throughout. `mBC` is metastatic breast cancer and not the code
    /// of metaplastic breast cancer.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Node> {
        let one_case = |t: &str| !t.bytes().skip(1).any(|b| b.is_ascii_uppercase());
        let upper = || one_case(code).then(|| self.by_code.get(&code.to_uppercase()))?;
        self.nodes.get(*self.by_code.get(code).or_else(upper)?)
    }

    /// The type that a text or code means: OncoTree code first, then names and synonyms whatever their case and
    /// punctuation, ICD-10, ICD-O-3, SNOMED CT, NCIt and UMLS codes with or without the name of their system, names without words of
    /// state (`metastatic`, `stage IV`), last as running text ([`OncoTree::read_text`]). Where a name is that of several
    /// types, it is what all of them are: their organ, or a solid tumour ([`SOLID`]). What is not known stays `None`.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&Node> {
        match self.exact(text) {
            Some(lead) => lead.node,
            None => self.read_text(text).node,
        }
    }

    fn names(&self) -> &[reading::Name] {
        self.names.get_or_init(|| reading::index(&self.nodes))
    }

    /// What a text means that is a name or nothing but codes; a lead without a type is an answer too.
    fn exact(&self, text: &str) -> Option<registry::Lead<'_>> {
        let text = text.trim();
        if text.contains('?') {
            return None;
        }
        let of = |node| Some(registry::Lead { node: Some(node), ..registry::Lead::default() });
        if let Some(node) = self.by_code.get(text).and_then(|i| self.nodes.get(*i)) {
            return of(node);
        }
        if text.eq_ignore_ascii_case(SOLID) {
            return of(&self.solid);
        }
        // Names before codes in another case: `mBC`, `pNET` and `breast` are written like codes of something else.
        if let Some(found) = self.named(text) {
            return self.common(found).and_then(of);
        }
        if let Some(node) = self.get(text) {
            return of(node);
        }
        if let Some(lead) = self.coded(text) {
            return Some(lead);
        }
        let bare = without_state(&key(text));
        if SOLID_NAMES.contains(&bare.as_str()) {
            return of(&self.solid);
        }
        self.common(self.by_name.get(&bare).filter(|_| !bare.is_empty())?).and_then(of)
    }

    /// Types of a name as it is written.
    fn named(&self, text: &str) -> Option<&[usize]> {
        self.by_name.get(&key(text)).map(Vec::as_slice)
    }

    /// The types that a name may mean, where there are several.
    fn several(&self, text: &str) -> Vec<&Node> {
        let text = text.trim();
        let bare = without_state(&key(text));
        let found = self.named(text).or_else(|| Some(self.by_name.get(&bare)?));
        let found = found.filter(|f| f.len() > 1).unwrap_or_default();
        found.iter().filter_map(|i| self.nodes.get(*i)).collect()
    }

    /// What all of these types are: the nearest type above them, else a solid tumour where each is one.
    fn common(&self, found: &[usize]) -> Option<&Node> {
        let (first, rest) = found.split_first()?;
        let first = self.nodes.get(*first)?;
        if rest.is_empty() {
            return Some(first);
        }
        let covers_all = |a: &&Node| rest.iter().all(|i| self.is_a(&self.nodes[*i].code, &a.code));
        let above = self.ancestors(&first.code).filter(|a| a.parent.is_some()).find(covers_all);
        let all_solid = found.iter().all(|i| self.is_solid(&self.nodes[*i].code));
        above.or_else(|| all_solid.then_some(&self.solid))
    }

    /// Biomarkers that a diagnosis states by definition: those of the type and of all above it.
    #[must_use]
    pub fn implied(&self, code: &str) -> Vec<&str> {
        self.ancestors(code).flat_map(|n| &n.implies).map(String::as_str).collect()
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
        if code == SOLID {
            return true;
        }
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
