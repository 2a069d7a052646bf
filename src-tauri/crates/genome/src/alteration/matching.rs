//! Whether what was observed meets what a biomarker asks for, and how closely.
//!
//! Absence is never a match: `wild-type` is met only by an explicit wild-type, and a germline
//! requirement only by a variant that is stated to be germline.

use super::genes::group;
use super::mechanism::{
    has_hotspot_at, is_activated, is_activating_hotspot, is_known_pathogenic, is_lost_by_truncation,
    is_meant_by_mutation,
};
use super::numbering::same_residue;
use super::polymorphism::is_polymorphism;
use super::{Alteration, AlterationKind as K, FusionPartner, MatchGrade, class, expression};
use crate::Origin;

/// FDA cut-off of TMB-H in mutations per megabase (pembrolizumab, PMA P170019/S016).
pub(crate) const TMB_HIGH: f64 = 10.0;

/// See [`Alteration::met_by`].
pub(crate) fn met(need: &Alteration, seen: &Alteration) -> Option<MatchGrade> {
    origin_fits(need.origin, seen.origin).then_some(())?;
    if let K::Fusion { partner } = &need.kind {
        return fusion(need.gene.as_deref()?, partner, seen);
    }
    if need.gene.is_none() {
        return tumour_wide(need, seen);
    }
    // What many healthy people carry is no mutation that a treatment is chosen by.
    let class = matches!(
        need.kind,
        K::AnyMutation | K::Oncogenic | K::Activating | K::Truncating | K::LossOfFunction
    );
    if class && seen.gene.as_deref().is_some_and(|g| is_polymorphism(g, &seen.kind)) {
        return None;
    }
    // A reversion restores the protein.
    if class && matches!(&seen.kind, K::Named { name } if name == "reversion mutation") {
        return None;
    }
    let named = by_gene(need, seen)?;
    let grade = kind(need.gene.as_deref().unwrap_or_default(), need, seen)?;
    Some(grade.max(named))
}

fn origin_fits(need: Origin, seen: Origin) -> bool {
    match need {
        Origin::Unknown => true,
        Origin::Germline => seen == Origin::Germline,
        // A tumour test rarely states the origin; only a stated germline variant is not somatic.
        Origin::Somatic => seen != Origin::Germline,
    }
}

/// The grade that the gene allows: the gene itself, or a group of genes on one side.
fn by_gene(need: &Alteration, seen: &Alteration) -> Option<MatchGrade> {
    let (want, have) = (need.gene.as_deref()?, seen.gene.as_deref()?);
    if want == have {
        return Some(MatchGrade::Exact);
    }
    // "HR negative" is said of both receptors, as "RAS wild-type" is of both genes.
    let all = matches!(&seen.kind, K::WildType)
        || matches!(&seen.kind, K::Expression { grade, .. } if grade == "negative" || grade == "loss");
    // "HRR mutation" leaves open which of fifteen genes: it meets what asks for the group, never BRCA2 alone.
    if have == "HRR" && !all {
        return None;
    }
    if group(have, &seen.kind).is_some_and(|members| members.contains(&want)) {
        // "RAS wild-type" is said of each member. "NTRK fusion" is said of one of them, not which.
        return Some(if all { MatchGrade::Exact } else { MatchGrade::Gene });
    }
    // One member altered alters the group; one member wild-type does not make the group wild-type.
    (!all && group(want, &need.kind).is_some_and(|members| members.contains(&have)))
        .then_some(MatchGrade::Class)
}

fn tumour_wide(need: &Alteration, seen: &Alteration) -> Option<MatchGrade> {
    match (&need.kind, &seen.kind) {
        (K::MsiHigh, kind) if expression::is_mmr_loss(seen.gene.as_deref(), kind) => Some(MatchGrade::Class),
        _ if seen.gene.is_some() => None,
        (K::Tmb { value: None }, K::Tmb { value: None }) => Some(MatchGrade::Exact),
        (K::Tmb { value: None }, K::Tmb { value: Some(v) }) => (*v >= TMB_HIGH).then_some(MatchGrade::Exact),
        (K::Tmb { value: Some(least) }, K::Tmb { value: Some(v) }) => {
            (v >= least).then_some(MatchGrade::Exact)
        }
        // "TMB-H" without a number is at least the cut-off of the label.
        (K::Tmb { value: Some(least) }, K::Tmb { value: None }) => {
            (*least <= TMB_HIGH).then_some(MatchGrade::Class)
        }
        (K::MsiHigh, K::MsiHigh)
        | (K::MsiStable, K::MsiStable)
        | (K::HrdPositive, K::HrdPositive)
        | (K::HrdNegative, K::HrdNegative) => Some(MatchGrade::Exact),
        (K::Named { name: a }, K::Named { name: b }) => (a == b).then_some(MatchGrade::Exact),
        _ => None,
    }
}

fn fusion(gene: &str, partner: &FusionPartner, seen: &Alteration) -> Option<MatchGrade> {
    let K::Fusion { partner: seen_partner } = &seen.kind else { return None };
    let have = seen.gene.as_deref()?;
    let other = match seen_partner {
        FusionPartner::Gene(g) => Some(g.as_str()),
        FusionPartner::Any => None,
    };
    let is = |want: &str, g: &str| want == g || group(want, &seen.kind).is_some_and(|m| m.contains(&g));
    match partner {
        FusionPartner::Any => {
            if is(gene, have) || other.is_some_and(|o| is(gene, o)) {
                // The partner is open in the criterion: a fusion of the gene is all that it asks for.
                let exact = have == gene || other == Some(gene);
                return Some(if exact { MatchGrade::Exact } else { MatchGrade::Class });
            }
            // "NTRK fusion" was observed: one of the group, not which.
            group(have, &seen.kind).is_some_and(|m| m.contains(&gene)).then_some(MatchGrade::Gene)
        }
        FusionPartner::Gene(want) => {
            if have == gene && other == Some(want.as_str()) {
                Some(MatchGrade::Exact)
            } else if have == want && other == Some(gene) {
                // The reciprocal order is written for the same rearrangement.
                Some(MatchGrade::Class)
            } else {
                None
            }
        }
    }
}

fn kind(gene: &str, need: &Alteration, seen: &Alteration) -> Option<MatchGrade> {
    let real = seen.gene.as_deref().unwrap_or(gene);
    match (&need.kind, &seen.kind) {
        (
            K::Substitution { reference: r1, residue: p1, alternate: a1 },
            K::Substitution { reference: r2, residue: p2, alternate: a2 },
        ) => (r1 == r2 && a1 == a2 && same_residue(real, *p1, *p2)).then_some(MatchGrade::Exact),
        (K::Substitution { reference, residue, alternate }, K::Inframe { start, end, name }) => {
            class::delins_contains(*start, *end, name, *residue, *alternate)
                .filter(|first| first.is_none_or(|r| r == *reference))
                .map(|_| MatchGrade::Residue)
        }
        // Any change of the start codon is the loss of the start: its amino acid is not translated.
        (K::Substitution { reference: 'M', residue: 1, .. }, K::Named { name }) => {
            (name == "p.M1?").then_some(MatchGrade::Residue)
        }
        (K::Residue { reference: r1, residue: p1 }, K::Residue { reference: r2, residue: p2 }) => {
            (r1 == r2 && same_residue(real, *p1, *p2)).then_some(MatchGrade::Exact)
        }
        (
            K::Residue { reference: r1, residue: p1 },
            K::Substitution { reference: r2, residue: p2, alternate },
        ) => (r1 == r2 && *alternate != '*' && same_residue(real, *p1, *p2)).then_some(MatchGrade::Residue),
        (K::Inframe { name: a, .. }, K::Inframe { name: b, .. }) => {
            if a == b {
                Some(MatchGrade::Exact)
            } else {
                class::same_duplication(a, b).then_some(MatchGrade::Residue)
            }
        }
        (K::Frameshift { residue: a }, K::Frameshift { residue: b }) => (a == b).then_some(MatchGrade::Exact),
        (K::Splice { name: None }, K::Splice { name: None }) => Some(MatchGrade::Exact),
        (K::Splice { name: None }, K::Splice { .. }) => Some(MatchGrade::Class),
        (K::Splice { name: Some(a) } | K::Named { name: a }, seen_kind) => named(real, a, seen, seen_kind),
        (K::Exon { exon, event }, _) => class::exon(real, *exon, *event, &seen.kind),
        (K::Expression { grade: a, value: x }, K::Expression { grade: b, value: y }) => {
            expression::met(Some(real), (a, *x), (b, *y))
        }
        (K::Amplification, K::Amplification) | (K::Deletion, K::Deletion) | (K::WildType, K::WildType) => {
            Some(MatchGrade::Exact)
        }
        (K::Residue { residue, .. }, k)
            if (stated(seen) || *k == K::Oncogenic) && is_meant_by_mutation(gene, *residue) =>
        {
            Some(MatchGrade::Gene)
        }
        (K::Substitution { residue, .. }, k)
            if gene == "AKT1"
                && (stated(seen) || *k == K::Oncogenic)
                && is_meant_by_mutation(gene, *residue) =>
        {
            Some(MatchGrade::Gene)
        }
        // "EGFR mutation", "PIK3CA oncogenic mutation": of a gene that is activated, an activating one.
        (K::Activating, k) if (stated(seen) || *k == K::Oncogenic) && is_activated(gene) => {
            Some(MatchGrade::Gene)
        }
        // "BRCA1 mutation": a report writes variant where it means less.
        (K::Oncogenic | K::LossOfFunction, _) if stated(seen) && is_lost_by_truncation(gene) => {
            Some(MatchGrade::Gene)
        }
        (K::Truncating, k) => exact_or_class(matches!(k, K::Truncating), class::is_truncating(k)),
        (K::LossOfFunction, k) => {
            let lost = class::loses_function(k)
                || is_known_pathogenic(real, k)
                || (matches!(k, K::Oncogenic) && is_lost_by_truncation(real));
            exact_or_class(matches!(k, K::LossOfFunction), lost)
        }
        (K::Activating, k) => {
            let hot = class::residue_of(k).is_some_and(|p| is_activating_hotspot(real, p));
            exact_or_class(matches!(k, K::Activating), hot || class::is_activating_exon(real, k))
        }
        (K::Oncogenic, k) => {
            let hot = class::residue_of(k).is_some_and(|p| has_hotspot_at(real, p));
            let lost = is_lost_by_truncation(real) && class::loses_function(k);
            let said = matches!(k, K::Activating) || class::is_activating_exon(real, k);
            let known = is_known_pathogenic(real, k);
            exact_or_class(matches!(k, K::Oncogenic), hot || lost || said || known)
        }
        (K::AnyMutation, k) => class::changes_protein(k).then_some(MatchGrade::Gene),
        _ => None,
    }
}

/// A mutation that a laboratory states without its name. One that comes from a variant call carries the name.
fn stated(seen: &Alteration) -> bool {
    let text = seen.text.to_ascii_lowercase();
    let says = ["mutation", "mutated", "mutant"].iter().any(|w| text.contains(w));
    seen.kind == K::AnyMutation && says && !text.contains("c.") && !text.contains("p.")
}

fn exact_or_class(exact: bool, class: bool) -> Option<MatchGrade> {
    if exact { Some(MatchGrade::Exact) } else { class.then_some(MatchGrade::Class) }
}

/// A criterion known by a name: the same name, the coding name of an observed variant, or a named class.
fn named(gene: &str, name: &str, seen: &Alteration, kind: &K) -> Option<MatchGrade> {
    if let K::Named { name: b } | K::Splice { name: Some(b) } = kind
        && name.eq_ignore_ascii_case(b)
    {
        return Some(MatchGrade::Exact);
    }
    // An observed variant carries its coding name in its text: `VHL p.Pro25Leu (c.74C>T)`.
    if name.starts_with("c.") {
        let carried = seen
            .text
            .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';'))
            .any(|w| w == name);
        return carried.then_some(MatchGrade::Exact);
    }
    class::named(gene, name, kind).then_some(MatchGrade::Class)
}
