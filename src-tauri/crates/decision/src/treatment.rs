//! A treatment under one name, whatever brands, salts or regimen names a source uses.

use std::collections::HashMap;

use attune_knowledge::{Administration, Drug, DrugKind, SafetyRule, Therapy, TherapyInteraction};

use crate::Facts;

/// Drugs of a treatment. Two spellings of one treatment are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Treatment {
    /// Generic names, sorted.
    pub(crate) drugs: Vec<String>,
    /// Given one after the other.
    pub(crate) sequential: bool,
}

impl Treatment {
    /// `dabrafenib + trametinib`. Sources that say "sequential" do not say which drug comes first.
    pub(crate) fn name(&self) -> String {
        let joined = self.drugs.join(" + ");
        if self.sequential { format!("{joined} (in sequence)") } else { joined }
    }

    /// True where all drugs of `part` are among the drugs of this treatment.
    pub(crate) fn contains(&self, part: &Self) -> bool {
        part.drugs.iter().all(|d| self.drugs.contains(d))
    }
}

/// The treatments that a therapy of a fact stands for: substitutes are several, a combination is one.
pub(crate) fn treatments(therapy: &Therapy, facts: &impl Facts) -> Vec<Treatment> {
    let generic = |name: &String| generic(name, facts);
    match therapy.interaction {
        TherapyInteraction::Substitutes => {
            therapy.drugs.iter().map(|d| together(generic(d))).filter(|t| !t.drugs.is_empty()).collect()
        }
        TherapyInteraction::Sequential => {
            let all = together(therapy.drugs.iter().flat_map(generic).collect());
            let sequential = all.drugs.len() > 1;
            if all.drugs.is_empty() { Vec::new() } else { vec![Treatment { sequential, ..all }] }
        }
        TherapyInteraction::Single | TherapyInteraction::Combination => {
            let drugs: Vec<String> = therapy.drugs.iter().flat_map(generic).collect();
            if drugs.is_empty() { Vec::new() } else { vec![together(drugs)] }
        }
    }
}

/// Generic names of what a source calls a drug or a regimen.
pub(crate) fn generic(name: &str, facts: &impl Facts) -> Vec<String> {
    let found = facts.resolve(name);
    if found.is_empty() {
        vec![name.trim().to_lowercase()]
    } else {
        found.into_iter().map(|d| d.name.clone()).collect()
    }
}

/// Drugs given together.
pub(crate) fn together(mut drugs: Vec<String>) -> Treatment {
    drugs.sort();
    drugs.dedup();
    Treatment { drugs, sequential: false }
}

/// What the gates need of one drug, looked up once for each ranking.
#[derive(Debug)]
pub(crate) struct DrugEntry<'a> {
    pub(crate) classes: &'a [String],
    pub(crate) rules: Vec<&'a SafetyRule>,
    /// What the table says it is; `None` where the table does not hold it.
    pub(crate) kind: Option<DrugKind>,
    /// True where some regulator authorised it.
    pub(crate) marketed: bool,
    /// How it is given.
    pub(crate) administration: Option<Administration>,
}

/// The drugs of all treatments of a ranking.
#[derive(Debug, Default)]
pub(crate) struct DrugIndex<'a> {
    entries: HashMap<String, DrugEntry<'a>>,
}

impl<'a> DrugIndex<'a> {
    pub(crate) fn learn<F: Facts>(&mut self, treatment: &Treatment, facts: &'a F) {
        for drug in &treatment.drugs {
            if self.entries.contains_key(drug) {
                continue;
            }
            let found: Option<&'a Drug> = facts.resolve(drug).into_iter().next();
            let classes = found.map_or(&[][..], |d| d.classes.as_slice());
            let rules = facts.safety_rules().iter().filter(|r| r.concerns(drug, classes)).collect();
            let entry = DrugEntry {
                classes,
                rules,
                kind: found.map(|d| d.kind),
                marketed: found.is_some_and(|d| d.marketed),
                administration: found.and_then(|d| d.administration),
            };
            self.entries.insert(drug.clone(), entry);
        }
    }

    pub(crate) fn get(&self, drug: &str) -> Option<&DrugEntry<'a>> {
        self.entries.get(drug)
    }

    pub(crate) fn classes(&self, drug: &str) -> &[String] {
        self.get(drug).map_or(&[], |e| e.classes)
    }

    /// True where every drug of a treatment is on a market.
    pub(crate) fn all_marketed(&self, treatment: &Treatment) -> bool {
        treatment.drugs.iter().all(|d| self.get(d).is_some_and(|e| e.marketed))
    }

    pub(crate) fn is(&self, drug: &str, class: &str) -> bool {
        self.classes(drug).iter().any(|c| c == class)
    }

    /// The parts of a treatment that are a class of drugs instead of a drug (`platinum doublet`).
    pub(crate) fn class_parts<'t>(&self, treatment: &'t Treatment) -> impl Iterator<Item = &'t str> {
        treatment
            .drugs
            .iter()
            .map(String::as_str)
            .filter(|d| self.get(d).is_some_and(|e| e.kind == Some(DrugKind::Class)))
    }

    /// True where a treatment names only classes: it says nothing that could be ordered.
    pub(crate) fn only_classes(&self, treatment: &Treatment) -> bool {
        self.class_parts(treatment).count() == treatment.drugs.len()
    }
}
