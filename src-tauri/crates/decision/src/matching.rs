//! Does the case meet the condition of a fact: met, not met, or not known.
//!
//! Absence is not a negative test. `NOT x` and "wild type" are met only by an explicit negative observation
//! or by the laboratory's statement that the gene was tested.

use attune_genome::{Alteration, AlterationKind, MatchGrade};
use attune_knowledge::BiomarkerExpr;

use crate::observed::{Observed, is_msi, is_sequence};

/// Answer to a condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Truth {
    /// Met by these alterations.
    Met(Met),
    /// Known not to be met.
    NotMet,
    /// Not tested, or not readable.
    Unknown,
}

/// How a condition is met.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Met {
    /// Weakest grade of the parts that are needed; `None` where no biomarker is asked for or only a
    /// negative one.
    pub(crate) grade: Option<MatchGrade>,
    /// Indices of the alterations that are present and asked for.
    pub(crate) by: Vec<usize>,
    /// True where a negative condition (wild type, NOT) was needed.
    pub(crate) negative: bool,
    /// True where the condition asks for something found in some tumours of a type only: more than a receptor that
    /// nearly all of them are stained for, a negative stain or a wild type.
    pub(crate) selects: bool,
}

/// Evaluates a condition.
pub(crate) fn evaluate(expr: &BiomarkerExpr, observed: &Observed) -> Truth {
    match expr {
        BiomarkerExpr::None => Truth::Met(Met::default()),
        BiomarkerExpr::Is(criterion) => single(criterion, observed),
        BiomarkerExpr::Not(inner) => match evaluate(inner, observed) {
            Truth::Met(_) => Truth::NotMet,
            Truth::NotMet => Truth::Met(Met { negative: true, ..Met::default() }),
            Truth::Unknown => Truth::Unknown,
        },
        BiomarkerExpr::Unless(inner) => match evaluate(inner, observed) {
            Truth::Met(_) => Truth::NotMet,
            Truth::NotMet | Truth::Unknown => Truth::Met(Met::default()),
        },
        BiomarkerExpr::All(parts) => all(parts, observed),
        BiomarkerExpr::AnyOf(parts) => any(parts, observed),
        BiomarkerExpr::Unreadable(_) => Truth::Unknown,
    }
}

fn all(parts: &[BiomarkerExpr], observed: &Observed) -> Truth {
    let (mut met, mut unknown) = (Met::default(), false);
    for part in parts {
        match evaluate(part, observed) {
            Truth::NotMet => return Truth::NotMet,
            Truth::Unknown => unknown = true,
            Truth::Met(one) => {
                // The weakest part grades the whole: a chain is as close as its loosest link.
                met.grade = met.grade.max(one.grade);
                met.negative |= one.negative;
                met.selects |= one.selects;
                met.by.extend(one.by);
            }
        }
    }
    met.by.sort_unstable();
    met.by.dedup();
    if unknown { Truth::Unknown } else { Truth::Met(met) }
}

fn any(parts: &[BiomarkerExpr], observed: &Observed) -> Truth {
    let (mut best, mut unknown) = (None::<Met>, false);
    for part in parts {
        match evaluate(part, observed) {
            Truth::NotMet => {}
            Truth::Unknown => unknown = true,
            Truth::Met(one) => {
                best = Some(match best {
                    None => one,
                    Some(old) => closer(old, one),
                });
            }
        }
    }
    match best {
        Some(met) => Truth::Met(met),
        None if unknown => Truth::Unknown,
        None => Truth::NotMet,
    }
}

/// The closer of two ways to meet a condition, with the alterations of both.
fn closer(a: Met, b: Met) -> Met {
    let rank = |m: &Met| m.grade.map_or(4, |g| g as u8);
    let (mut best, other) = if rank(&b) < rank(&a) { (b, a) } else { (a, b) };
    best.selects |= other.selects;
    best.by.extend(other.by);
    best.by.sort_unstable();
    best.by.dedup();
    best
}

fn single(criterion: &Alteration, observed: &Observed) -> Truth {
    let (mut grade, mut by) = (None::<MatchGrade>, Vec::new());
    let mut excluded = false;
    for index in observed.beside(criterion) {
        let Some(seen) = observed.get(index) else { continue };
        if let Some(found) = criterion.met_by(seen) {
            grade = Some(grade.map_or(found, |g| g.min(found)));
            by.push(index);
        } else {
            excluded |= rules_out(criterion, seen);
        }
    }
    let negative = is_negative(&criterion.kind);
    if grade.is_some() {
        return Truth::Met(Met { grade, by, negative, selects: selects(criterion) });
    }
    if excluded {
        return Truth::NotMet;
    }
    let Some(gene) = criterion.gene.as_deref() else { return Truth::Unknown };
    if observed.was_tested(gene) {
        let silent = observed.beside(criterion).next().is_none();
        if criterion.kind == AlterationKind::WildType {
            return if silent {
                Truth::Met(Met { grade: Some(MatchGrade::Class), negative: true, ..Met::default() })
            } else {
                Truth::NotMet
            };
        }
        // Sequencing excludes small variants only.
        if is_sequence(&criterion.kind) {
            return Truth::NotMet;
        }
    }
    Truth::Unknown
}

/// True for conditions that ask for the absence of an alteration. A protein that is not expressed defines a
/// disease (triple-negative, HER2-negative) and counts like a finding.
fn is_negative(kind: &AlterationKind) -> bool {
    matches!(kind, AlterationKind::WildType)
}

/// False for what defines the common groups of a tumour type rather than a part of one: hormone receptors, a stain
/// that is negative, a wild type, stable microsatellites.
fn selects(criterion: &Alteration) -> bool {
    use AlterationKind as K;
    match &criterion.kind {
        K::WildType | K::MsiStable | K::HrdNegative => false,
        K::Expression { grade, .. } => {
            grade != "negative" && !matches!(criterion.gene.as_deref(), Some("ESR1" | "PGR" | "AR"))
        }
        _ => true,
    }
}

/// Whether an observation that does not meet a criterion shows that nothing else of the case will.
fn rules_out(criterion: &Alteration, seen: &Alteration) -> bool {
    use AlterationKind as K;
    match (&criterion.kind, &seen.kind) {
        (_, K::NotDetected { .. }) => seen.denies(criterion),
        (K::WildType, other) => is_sequence(other),
        // "ALK wild-type" is how reports say that no rearrangement was found.
        (wanted, K::WildType) => is_sequence(wanted) || matches!(wanted, K::Fusion { .. }),
        (K::MsiHigh | K::MsiStable, found) if is_msi(found) => true,
        (K::HrdPositive | K::HrdNegative, K::HrdPositive | K::HrdNegative)
        | (K::Tmb { .. }, K::Tmb { value: Some(_) }) => true,
        (K::Expression { grade: wanted, .. }, K::Expression { grade: found, .. }) => {
            // PD-L1: a tumour proportion score says nothing of a combined score.
            let scale = |g: &str| ["TPS", "CPS", "TC", "IC"].into_iter().find(|s| g.starts_with(s));
            scale(wanted).zip(scale(found)).is_none_or(|(a, b)| a == b)
        }
        // Another amino acid at the very residue that the criterion names.
        (
            K::Substitution { residue: a, reference: ra, .. },
            K::Substitution { residue: b, reference: rb, .. },
        ) => a == b && ra == rb,
        _ => false,
    }
}

/// What would have to be tested to answer a condition: criteria on which nothing is known.
pub(crate) fn untested<'e>(expr: &'e BiomarkerExpr, observed: &Observed, into: &mut Vec<&'e Alteration>) {
    match expr {
        BiomarkerExpr::None | BiomarkerExpr::Unreadable(_) => {}
        BiomarkerExpr::Is(criterion) => {
            if single(criterion, observed) == Truth::Unknown && !into.contains(&criterion) {
                into.push(criterion);
            }
        }
        BiomarkerExpr::Not(inner) | BiomarkerExpr::Unless(inner) => untested(inner, observed, into),
        BiomarkerExpr::All(parts) | BiomarkerExpr::AnyOf(parts) => {
            for part in parts {
                untested(part, observed, into);
            }
        }
    }
}

/// True where a condition speaks of one of these genes, of a tumour-wide biomarker, or of nothing.
pub(crate) fn touches(expr: &BiomarkerExpr, knows: &dyn Fn(&str) -> bool) -> bool {
    match expr {
        BiomarkerExpr::None => true,
        BiomarkerExpr::Is(criterion) => {
            let genes = criterion.genes();
            genes.is_empty() || genes.into_iter().any(knows)
        }
        BiomarkerExpr::Not(inner) => touches(inner, knows),
        BiomarkerExpr::Unless(_) => true,
        BiomarkerExpr::All(parts) | BiomarkerExpr::AnyOf(parts) => parts.iter().any(|p| touches(p, knows)),
        BiomarkerExpr::Unreadable(_) => false,
    }
}

/// True where some part of a condition could not be read.
pub(crate) fn unreadable(expr: &BiomarkerExpr) -> bool {
    match expr {
        BiomarkerExpr::Unreadable(_) => true,
        BiomarkerExpr::None | BiomarkerExpr::Is(_) => false,
        BiomarkerExpr::Not(inner) | BiomarkerExpr::Unless(inner) => unreadable(inner),
        BiomarkerExpr::All(parts) | BiomarkerExpr::AnyOf(parts) => parts.iter().any(unreadable),
    }
}
