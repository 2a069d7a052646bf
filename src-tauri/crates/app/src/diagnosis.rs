//! The tumour of a record: which active problem is a cancer, and of which type.

use attune_clinical::{Condition, HealthRecord, RecordStatus};
use attune_knowledge::{KnowledgeBase, Node, PackError};

/// A cancer of the record.
#[derive(Debug, Clone)]
pub struct Diagnosis<'a> {
    /// The problem.
    pub condition: &'a Condition,
    /// OncoTree code.
    pub code: String,
    /// OncoTree name.
    pub name: String,
}

impl Diagnosis<'_> {
    /// `Colon Adenocarcinoma, stage IVB`.
    #[must_use]
    pub fn words(&self) -> String {
        let stage = self.condition.stage.as_ref().map(|s| s.text.trim()).filter(|s| !s.is_empty());
        match stage {
            Some(s) if s.to_lowercase().contains("stage") => format!("{}, {s}", self.condition.text),
            Some(s) => format!("{}, stage {s}", self.condition.text),
            None => self.condition.text.clone(),
        }
    }
}

/// The cancers among the active problems, without repetitions and without a wider name of another one.
///
/// # Errors
/// A damaged tumour-type part of the pack.
pub fn cancers<'a>(
    record: &'a HealthRecord,
    knowledge: &KnowledgeBase,
) -> Result<Vec<Diagnosis<'a>>, PackError> {
    let tree = knowledge.tumour_types()?;
    let mut found: Vec<Diagnosis<'a>> = Vec::new();
    let active = |c: &&Condition| c.status == RecordStatus::Active && c.abated.is_none();
    for condition in record.conditions.iter().filter(active) {
        let texts = condition
            .codings
            .iter()
            .flat_map(|c| [Some(c.code.as_str()), c.display.as_deref()])
            .flatten()
            .chain([condition.text.as_str()]);
        // Several codes of one problem differ in detail: the most precise that fits the others is meant.
        let mut best: Option<&Node> = None;
        for node in texts.filter_map(|t| tree.find(t)) {
            if best.is_none_or(|b| tree.is_a(&node.code, &b.code)) {
                best = Some(node);
            }
        }
        let Some(node) = best else { continue };
        if found.iter().any(|d| tree.is_a(&d.code, &node.code)) {
            continue;
        }
        found.retain(|d| !tree.is_a(&node.code, &d.code));
        found.push(Diagnosis { condition, code: node.code.clone(), name: node.name.clone() });
    }
    Ok(found)
}

/// The one cancer of the record; `None` where there is none or where several would have to be chosen between.
///
/// # Errors
/// A damaged tumour-type part of the pack.
pub fn primary<'a>(
    record: &'a HealthRecord,
    knowledge: &KnowledgeBase,
) -> Result<Option<Diagnosis<'a>>, PackError> {
    let mut all = cancers(record, knowledge)?;
    Ok(if all.len() == 1 { all.pop() } else { None })
}
