//! One condition for one approval: what a label leaves out holds for every fact of the same treatment, whatever its source.
//!
//! A companion-test row, an item of CIViC and a second row of our own often name the marker only: "PIK3CA mutation, alpelisib
//! with fulvestrant", where the label adds "hormone receptor positive, HER2 negative". Such a fact takes over what the label
//! leaves out, as an exclusion: it holds back where the other marker is known to be present, and asks for nothing more.

use std::collections::BTreeMap;

use attune_genome::{Alteration, AlterationKind};

use super::review::{leaves, treatments};
use crate::tumour::OncoTree;
use crate::{
    Assertion, AssertionKind, Basis, BiomarkerExpr, Direction, Significance, TherapyInteraction, TumourScope,
};

/// What a label leaves out beside the markers that it asks for.
struct Stated {
    fact: usize,
    exclusions: Vec<BiomarkerExpr>,
}

/// Gives the facts what the labels of the same treatment leave out; how many changed.
pub(super) fn complete(facts: &mut [Assertion], tree: &OncoTree) -> u64 {
    let mut labels: BTreeMap<String, Vec<Stated>> = BTreeMap::new();
    let own = |f: &Assertion| f.id.starts_with("label:") && f.basis == Basis::Label && is_sensitive(f);
    for (index, fact) in facts.iter().enumerate().filter(|(_, f)| own(f)) {
        for drugs in treatments(fact) {
            let exclusions = exclusions(&fact.biomarker);
            labels.entry(drugs).or_default().push(Stated { fact: index, exclusions });
        }
    }
    let mut changed = Vec::new();
    for (index, fact) in facts.iter().enumerate() {
        let single = fact.therapy.as_ref().is_some_and(|t| t.interaction != TherapyInteraction::Substitutes);
        if !single || !is_sensitive(fact) || fact.biomarker == BiomarkerExpr::None {
            continue;
        }
        let Some(drugs) = treatments(fact).into_iter().next() else { continue };
        // A test that names one drug of the labelled regimen is held to the regimen.
        let stated: Vec<&Stated> = match labels.get(&drugs) {
            Some(stated) => stated.iter().collect(),
            None => labels.iter().filter(|(name, _)| holds(name, &drugs)).flat_map(|(_, s)| s).collect(),
        };
        let of_same = stated.into_iter().filter(|s| {
            let label = &facts[s.fact];
            s.fact != index && meets(&fact.tumours, &label.tumours, tree) && same_marker(fact, label)
        });
        // Where one label states it and another of the same marker does not, the wider one counts.
        let mut common: Option<Vec<BiomarkerExpr>> = None;
        for label in of_same {
            common = Some(match common {
                None => label.exclusions.clone(),
                Some(kept) => kept.into_iter().filter(|e| label.exclusions.contains(e)).collect(),
            });
        }
        let held = exclusions(&fact.biomarker);
        let missing: Vec<BiomarkerExpr> =
            common.unwrap_or_default().into_iter().filter(|e| !held.contains(e)).collect();
        if !missing.is_empty() {
            changed.push((index, missing));
        }
    }
    let count = changed.len() as u64;
    for (index, missing) in changed {
        let fact = &mut facts[index];
        let old = std::mem::replace(&mut fact.biomarker, BiomarkerExpr::None);
        fact.biomarker = match old {
            BiomarkerExpr::All(mut parts) => {
                parts.extend(missing);
                BiomarkerExpr::All(parts)
            }
            other => BiomarkerExpr::All(std::iter::once(other).chain(missing).collect()),
        };
    }
    count
}

/// Drugs that bind an antigen or a peptide of one HLA type, and the finding that leaves them nothing to bind (their labels).
const BINDS: [(&str, &[&str]); 20] = [
    ("tebentafusp", &["HLA-A*02:01 negative"]),
    ("afamitresgene autoleucel", &["HLA-A*02:01 negative", "MAGE-A4 negative"]),
    ("brentuximab vedotin", &["CD30 negative"]),
    ("gemtuzumab ozogamicin", &["CD33 negative"]),
    ("inotuzumab ozogamicin", &["CD22 negative"]),
    ("rituximab", &["CD20 negative"]),
    ("obinutuzumab", &["CD20 negative"]),
    ("ofatumumab", &["CD20 negative"]),
    ("mosunetuzumab", &["CD20 negative"]),
    ("glofitamab", &["CD20 negative"]),
    ("epcoritamab", &["CD20 negative"]),
    ("blinatumomab", &["CD19 negative"]),
    ("tafasitamab", &["CD19 negative"]),
    ("loncastuximab tesirine", &["CD19 negative"]),
    ("teclistamab", &["BCMA negative"]),
    ("elranatamab", &["BCMA negative"]),
    ("lutetium vipivotide tetraxetan", &["PSMA negative"]),
    ("lutetium dotatate", &["SSTR2 negative"]),
    ("tagraxofusp", &["CD123 negative"]),
    ("pivekimab sunirine", &["CD123 negative"]),
];

/// Gives every fact for such a drug the exclusion of a tumour that is proved to lack what it binds. How many changed.
pub(super) fn complete_antigens(facts: &mut [Assertion]) -> u64 {
    let mut changed = 0;
    for fact in facts.iter_mut().filter(|f| is_sensitive(f)) {
        let drugs: Vec<String> = treatments(fact);
        let holds = |drug: &str| drugs.iter().any(|t| t.split(" + ").any(|d| d == drug));
        let missing = BINDS.iter().filter(|(drug, _)| holds(drug)).flat_map(|(_, lost)| lost.iter());
        let mut parts: Vec<BiomarkerExpr> = missing
            .filter_map(|text| Alteration::parse(text))
            .map(|one| BiomarkerExpr::Unless(Box::new(BiomarkerExpr::Is(one))))
            .collect();
        if parts.is_empty() {
            continue;
        }
        changed += 1;
        let old = std::mem::replace(&mut fact.biomarker, BiomarkerExpr::None);
        fact.biomarker = match old {
            BiomarkerExpr::None if parts.len() == 1 => parts.remove(0),
            BiomarkerExpr::None => BiomarkerExpr::All(parts),
            BiomarkerExpr::All(held) => BiomarkerExpr::All(held.into_iter().chain(parts).collect()),
            one => BiomarkerExpr::All(std::iter::once(one).chain(parts).collect()),
        };
    }
    changed
}

/// Antibodies against EGFR in colorectal cancer are labelled for RAS wild type, which is KRAS and NRAS: a fact that names one
/// of the two genes (a companion test, an older study) is held to both. How many changed.
pub(super) fn complete_ras(facts: &mut [Assertion], tree: &OncoTree) -> u64 {
    const RAS: [&str; 2] = ["KRAS", "NRAS"];
    let mut changed = 0;
    for fact in facts.iter_mut().filter(|f| is_sensitive(f)) {
        let antibody = treatments(fact)
            .iter()
            .any(|t| t.split(" + ").any(|drug| matches!(drug, "cetuximab" | "panitumumab")));
        let colorectal = match &fact.tumours {
            TumourScope::OncoTree(codes) => codes.iter().any(|c| tree.is_a(c, "COADREAD")),
            _ => false,
        };
        if !antibody || !colorectal {
            continue;
        }
        let parts = match &fact.biomarker {
            BiomarkerExpr::All(parts) => parts.clone(),
            one => vec![one.clone()],
        };
        let wild = |gene: &str| {
            parts.iter().any(|p| match p {
                BiomarkerExpr::Is(a) => a.kind == AlterationKind::WildType && a.gene.as_deref() == Some(gene),
                _ => false,
            })
        };
        let [missing] = RAS.into_iter().filter(|gene| !wild(gene)).collect::<Vec<_>>()[..] else { continue };
        if let Some(one) = Alteration::parse(&format!("{missing} wild-type")) {
            let parts = parts.into_iter().chain(std::iter::once(BiomarkerExpr::Is(one)));
            fact.biomarker = BiomarkerExpr::All(parts.collect());
            changed += 1;
        }
    }
    changed
}

fn is_sensitive(fact: &Assertion) -> bool {
    fact.kind == AssertionKind::Predictive
        && fact.significance == Significance::Sensitivity
        && fact.direction == Direction::Supports
}

/// The exclusions of a condition; a wild type that it asks for excludes the mutation.
fn exclusions(expr: &BiomarkerExpr) -> Vec<BiomarkerExpr> {
    let BiomarkerExpr::All(parts) = expr else { return Vec::new() };
    parts
        .iter()
        .filter_map(|part| match part {
            BiomarkerExpr::Not(inner) | BiomarkerExpr::Unless(inner) => {
                Some(BiomarkerExpr::Unless(Box::new(plain(inner))))
            }
            BiomarkerExpr::Is(a) if a.kind == AlterationKind::WildType => {
                let mutated = Alteration { kind: AlterationKind::AnyMutation, ..a.clone() };
                Some(BiomarkerExpr::Unless(Box::new(plain(&BiomarkerExpr::Is(mutated)))))
            }
            _ => None,
        })
        .collect()
}

/// A single alteration without the words it was read from, so that two rows compare.
fn plain(expr: &BiomarkerExpr) -> BiomarkerExpr {
    match expr {
        BiomarkerExpr::Is(a) => {
            let mut a = a.clone();
            a.text = a.label();
            BiomarkerExpr::Is(a)
        }
        other => other.clone(),
    }
}

fn same_marker(fact: &Assertion, label: &Assertion) -> bool {
    !leaves(&fact.biomarker).is_disjoint(&leaves(&label.biomarker))
        || markers(&fact.biomarker)
            .iter()
            .any(|a| markers(&label.biomarker).iter().any(|b| b.met_by(a).is_some() || a.met_by(b).is_some()))
}

fn markers(expr: &BiomarkerExpr) -> Vec<&Alteration> {
    match expr {
        BiomarkerExpr::Is(a) if a.kind != AlterationKind::WildType => vec![a],
        BiomarkerExpr::All(parts) | BiomarkerExpr::AnyOf(parts) => parts.iter().flat_map(markers).collect(),
        _ => Vec::new(),
    }
}

/// Whether a regimen holds these drugs and more.
fn holds(regimen: &str, drugs: &str) -> bool {
    let parts: Vec<&str> = regimen.split(" + ").collect();
    drugs.split(" + ").all(|drug| parts.contains(&drug))
}

/// Whether a tumour of the fact is one of the label's.
fn meets(fact: &TumourScope, label: &TumourScope, tree: &OncoTree) -> bool {
    match (fact, label) {
        (TumourScope::OncoTree(fact), TumourScope::OncoTree(label)) => {
            fact.iter().any(|f| label.iter().any(|l| tree.is_a(f, l)))
        }
        _ => false,
    }
}
