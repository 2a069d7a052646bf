//! What the ranking needs to know of the world, apart from where it is stored.

use attune_knowledge::{
    Assertion, Drug, DrugTable, KnowledgeBase, OncoTree, PackError, SafetyRule, Standing,
};

/// A tumour type of the classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TumourNode {
    /// OncoTree code.
    pub code: String,
    /// OncoTree name.
    pub name: String,
}

/// The facts that a ranking rests on. The shipped pack is one source of them; tests make small ones.
pub trait Facts {
    /// All assertions.
    fn assertions(&self) -> &[Assertion];
    /// All safety rules.
    fn safety_rules(&self) -> &[SafetyRule];
    /// Where treatments stand among their alternatives; they order options of one level. None by default.
    fn standings(&self) -> &[Standing] {
        &[]
    }
    /// The tumour type of a code or of words; `None` where it is not recognised.
    fn tumour(&self, text: &str) -> Option<TumourNode>;
    /// Names of types that a text may mean which is not recognised or leaves open which of several it is.
    fn tumour_candidates(&self, _text: &str) -> Vec<String> {
        Vec::new()
    }
    /// True where `code` is `ancestor` or lies below it.
    fn is_a(&self, code: &str, ancestor: &str) -> bool;
    /// True where the type is known and solid.
    fn is_solid(&self, code: &str) -> bool;
    /// The drugs of a generic name, brand, salt or synonym; a regimen gives its components. Empty where unknown.
    fn resolve(&self, text: &str) -> Vec<&Drug>;
    /// The drugs that the text of a product or substance names.
    fn mentioned(&self, text: &str) -> Vec<&Drug>;
}

/// The facts of an opened pack.
#[derive(Debug, Clone, Copy)]
pub struct PackFacts<'a> {
    assertions: &'a [Assertion],
    rules: &'a [SafetyRule],
    standings: &'a [Standing],
    tumours: &'a OncoTree,
    drugs: &'a DrugTable,
}

impl<'a> PackFacts<'a> {
    /// Opens the parts of a pack that a ranking needs.
    ///
    /// # Errors
    /// The pack's refusal of a part.
    pub fn open(knowledge: &'a KnowledgeBase) -> Result<Self, PackError> {
        Ok(Self {
            assertions: knowledge.assertions()?,
            rules: knowledge.safety_rules()?,
            standings: knowledge.standings()?,
            tumours: knowledge.tumour_types()?,
            drugs: knowledge.drugs()?,
        })
    }
}

impl Facts for PackFacts<'_> {
    fn assertions(&self) -> &[Assertion] {
        self.assertions
    }
    fn safety_rules(&self) -> &[SafetyRule] {
        self.rules
    }
    fn standings(&self) -> &[Standing] {
        self.standings
    }
    fn tumour(&self, text: &str) -> Option<TumourNode> {
        self.tumours.find(text).map(|n| TumourNode { code: n.code.clone(), name: n.name.clone() })
    }
    fn tumour_candidates(&self, text: &str) -> Vec<String> {
        let near = self.tumours.read_text(text).candidates;
        near.iter().map(|n| format!("{} ({})", n.name, n.code)).collect()
    }
    fn is_a(&self, code: &str, ancestor: &str) -> bool {
        self.tumours.is_a(code, ancestor)
    }
    fn is_solid(&self, code: &str) -> bool {
        self.tumours.is_solid(code)
    }
    fn resolve(&self, text: &str) -> Vec<&Drug> {
        self.drugs.resolve(text)
    }
    fn mentioned(&self, text: &str) -> Vec<&Drug> {
        self.drugs.mentioned(text)
    }
}
