//! Steps beside the genotype: what current medication does to a phenotype, and doses by algorithms.

use attune_knowledge::Verification;
use attune_pharmacogenomics::{
    Dose, DoseStatus, DoseSuggestion, EffectStrength, EnzymeEffect, InteractingDrug, PgxSample,
    Phenoconversion,
};

use super::drugs::{advice, dose_words};
use crate::view::{PgxOwnMedication, PgxStep};

/// Effect of current medication.
pub(super) fn phenoconversion(sample: &PgxSample) -> Vec<PgxStep> {
    sample.phenoconversion.iter().map(conversion).collect()
}

/// Doses by published algorithms, those of the person's own drugs first.
pub(super) fn doses(sample: &PgxSample, own: &[PgxOwnMedication]) -> Vec<PgxStep> {
    let taken = |d: &&DoseSuggestion| own.iter().flat_map(|m| &m.drugs).any(|o| o.drug == d.drug);
    let (first, others): (Vec<&DoseSuggestion>, Vec<_>) = sample.doses.iter().partition(taken);
    first.into_iter().chain(others).map(dose).collect()
}

fn conversion(step: &Phenoconversion) -> PgxStep {
    let with_score = |words: &str, score: Option<f64>| {
        score.map_or_else(|| words.to_owned(), |s| format!("{words}, activity score {s}"))
    };
    let (severity, result) = match (&step.to, step.shifted) {
        (Some(to), true) => ("caution", with_score(to, step.to_score)),
        (Some(to), false) => ("info", format!("{}, unchanged", with_score(to, step.to_score))),
        (None, _) => ("unknown", "Not known under this medication".to_owned()),
    };
    let genotype = match &step.from {
        Some(from) => format!("Genotype: {}", with_score(from, step.from_score)),
        None => "Genotype: not settled".to_owned(),
    };
    let then = step.recommendations.iter().map(|r| {
        let row = advice(r);
        format!("Advice then for {} ({}, {}): {}.", r.drug, row.source, row.strength, row.action)
    });
    PgxStep {
        subject: step.gene.clone(),
        severity: severity.to_owned(),
        result,
        from: std::iter::once(genotype).chain(step.drugs.iter().map(interacting)).collect(),
        missing: Vec::new(),
        rule: std::iter::once(step.rule.clone()).chain(then).collect(),
        reference: reference(&step.citations, step.verification),
    }
}

fn interacting(drug: &InteractingDrug) -> String {
    let strength = match drug.strength {
        EffectStrength::Weak => "weak",
        EffectStrength::Moderate => "moderate",
        EffectStrength::Strong => "strong",
    };
    let effect = match drug.effect {
        EnzymeEffect::Inhibits => "inhibitor",
        EnzymeEffect::Induces => "inducer",
    };
    format!("{}: {strength} {effect} ({})", drug.written, drug.source)
}

fn dose(d: &DoseSuggestion) -> PgxStep {
    // A usual dose is no caution; a dose without a factor is an estimate to know.
    let weight = d.dose_factor.map_or("info", |f| if f < 1.0 { "caution" } else { "pass" });
    let (severity, result) = match (d.status, &d.dose) {
        (DoseStatus::Computed, Some(dose)) => (weight, amount(dose)),
        (DoseStatus::Computed, None) => (weight, dose_words("Computed", d.dose_factor)),
        (DoseStatus::Incomplete, _) => ("unknown", "No dose: an input is missing".to_owned()),
        (DoseStatus::NotApplicable, _) => ("info", "The algorithm does not apply".to_owned()),
    };
    let genes = d.because.iter().map(|b| format!("{} {}", b.gene, b.phenotype));
    let inputs = d.inputs.iter().map(|i| format!("{}: {} ({})", i.name, i.value, i.from));
    PgxStep {
        subject: d.drug.clone(),
        severity: severity.to_owned(),
        result,
        from: genes.chain(inputs).collect(),
        missing: d.missing.clone(),
        rule: [d.algorithm.clone(), d.text.clone()].into_iter().chain(d.notes.iter().cloned()).collect(),
        reference: reference(&d.citations, d.verification),
    }
}

/// `28 mg/week (21 to 35), maintenance dose`.
fn amount(dose: &Dose) -> String {
    let number = |v: f64| {
        let text = format!("{v:.1}");
        text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
    };
    let range = match (dose.low, dose.high) {
        (Some(low), Some(high)) => format!(" ({} to {})", number(low), number(high)),
        _ => String::new(),
    };
    format!("{} {}{range}, {}", number(dose.value), dose.unit, dose.kind)
}

fn reference(citations: &[String], verification: Verification) -> String {
    let unchecked =
        (verification == Verification::Recalled).then(|| "not checked against the source".to_owned());
    citations.iter().cloned().chain(unchecked).collect::<Vec<_>>().join("; ")
}
