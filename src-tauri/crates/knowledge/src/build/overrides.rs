//! Corrections of our own to source facts: a narrower scope or biomarker, a lower level, a withdrawn drug.

use std::collections::{HashMap, HashSet};

use attune_genome::GeneSymbols;

use crate::text::key;
use crate::{Assertion, Basis, BiomarkerExpr, PackError, TumourScope};

use super::civic::basis;
use super::profile;
use super::scope::Diseases;
use super::table::Table;

/// The corrections, by the thing that they correct.
#[derive(Default)]
pub(super) struct Overrides {
    scopes: HashMap<String, TumourScope>,
    levels: HashMap<String, (String, Basis)>,
    withdrawn: HashSet<String>,
    /// By the identifier inside the source, for example an FDA submission.
    biomarkers: HashMap<String, (String, BiomarkerExpr)>,
}

impl Overrides {
    pub(super) fn read(
        bytes: &[u8],
        diseases: &Diseases<'_>,
        symbols: &GeneSymbols,
    ) -> Result<Self, PackError> {
        let table = Table::read("overrides.tsv", bytes, &["kind", "key", "value", "reason"])?;
        let mut all = Self::default();
        for row in table.rows() {
            if row.get("reason").is_empty() {
                return Err(row.refuse("reason", "a correction needs its reason"));
            }
            let (item, value) = (format!("civic:EID{}", row.get("key")), row.get("value"));
            match row.get("kind") {
                "scope" => {
                    let scope = diseases.scope(&row.list("value"), "");
                    if matches!(scope, TumourScope::Unmapped(_)) {
                        return Err(row.refuse("value", "no such code"));
                    }
                    all.scopes.insert(item, scope);
                }
                "level" => {
                    let basis = basis(value).ok_or_else(|| row.refuse("value", "not A to E"))?;
                    all.levels.insert(item, (value.to_owned(), basis));
                }
                "biomarker" => {
                    let condition = profile::read(value, symbols);
                    if value.is_empty() || !profile::unreadable(&condition).is_empty() {
                        return Err(row.refuse("value", "not read"));
                    }
                    all.biomarkers.insert(row.get("key").to_owned(), (value.to_owned(), condition));
                }
                "withdrawn" => {
                    all.withdrawn.insert(key(row.get("key")));
                }
                _ => return Err(row.refuse("kind", "not known")),
            }
        }
        Ok(all)
    }

    /// Corrects the facts; how many were touched. A correction of an item that the source no longer holds
    /// is an error, so that the table is kept up to date.
    pub(super) fn apply(&self, facts: &mut [Assertion]) -> Result<u64, PackError> {
        let mut touched = HashSet::new();
        for fact in facts {
            if let Some(scope) = self.scopes.get(&fact.id) {
                fact.tumours = scope.clone();
                touched.insert(fact.id.clone());
            }
            if let Some((level, basis)) = self.levels.get(&fact.id) {
                fact.basis = *basis;
                fact.source_level = fact.source_level.take().map(|old| format!("{old}, taken as {level}"));
                touched.insert(fact.id.clone());
            }
            if let Some((text, condition)) = self.biomarkers.get(&fact.source.id) {
                fact.statement =
                    format!("{} Read as {text} only: see the corrections of the pack.", fact.statement);
                fact.biomarker_text = text.clone();
                fact.biomarker = condition.clone();
                touched.insert(fact.source.id.clone());
            }
            let strong = matches!(fact.basis, Basis::Label | Basis::Guideline);
            let withdrawn = |d: &String| self.withdrawn.contains(&key(d));
            if strong && fact.therapy.iter().flat_map(|t| &t.drugs).any(withdrawn) {
                fact.withdrawn = true;
                touched.insert(fact.id.clone());
            }
        }
        match self
            .scopes
            .keys()
            .chain(self.levels.keys())
            .chain(self.biomarkers.keys())
            .find(|id| !touched.contains(*id))
        {
            Some(id) => Err(PackError::input("overrides.tsv", format!("`{id}` is not in the source"))),
            None => Ok(touched.len() as u64),
        }
    }
}
