//! Steps beside the genotype: phenotypes under the current medication, and doses by published algorithms.

use attune_knowledge::Verification;
use attune_pharmacogenomics::{
    DoseStatus, DoseSuggestion, EffectStrength, EnzymeEffect, PgxSample, Phenoconversion,
};

use super::own::action;
use crate::flow::{Cell, Column, Inline, Table, text};
use crate::report::Writer;
use crate::text::{count, number, sentence};

pub(super) fn write(writer: &mut Writer<'_>, sample: &PgxSample) {
    phenoconversion(writer, &sample.phenoconversion);
    doses(writer, &sample.doses);
}

fn head(writer: &mut Writer<'_>, title: &str) {
    let strong = writer.flow.sizes.strong();
    writer.flow.subsection(&[text(title, strong)], title, 60.0);
}

fn score(words: &str, score: Option<f64>) -> String {
    score.map_or_else(|| words.to_owned(), |s| format!("{words}, activity score {s}"))
}

fn phenoconversion(writer: &mut Writer<'_>, steps: &[Phenoconversion]) {
    if steps.is_empty() {
        return;
    }
    head(writer, "Phenotype under the current medication, a step of its own after the genotype");
    let rows = steps.iter().map(|step| conversion(writer, step)).collect();
    writer.flow.table(&Table {
        summary: "Effect of current medication on phenotypes".into(),
        columns: vec![
            Column::new("Gene", 0.1),
            Column::new("By the genotype", 0.2),
            Column::new("Medication", 0.24),
            Column::new("Phenotype to expect", 0.2),
            Column::new("Rule and source", 0.26),
        ],
        rows,
    });
}

fn conversion(writer: &Writer<'_>, step: &Phenoconversion) -> Vec<Cell> {
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    let from = step.from.as_deref().map_or_else(|| "not settled".to_owned(), |f| score(f, step.from_score));
    let drugs = step.drugs.iter().map(|d| {
        let strength = match d.strength {
            EffectStrength::Weak => "weak",
            EffectStrength::Moderate => "moderate",
            EffectStrength::Strong => "strong",
        };
        let effect = match d.effect {
            EnzymeEffect::Inhibits => "inhibitor",
            EnzymeEffect::Induces => "inducer",
        };
        format!("{}: {strength} {effect} ({})", d.written, d.source)
    });
    let to = match (&step.to, step.shifted) {
        (Some(to), true) => score(to, step.to_score),
        (Some(to), false) => format!("{}, unchanged", score(to, step.to_score)),
        (None, _) => "not known under this medication".to_owned(),
    };
    let mut rule = vec![text(&sentence(&step.rule), plain)];
    for row in &step.recommendations {
        let line = format!("{} ({}): {}.", row.drug, row.source, action(row));
        rule.extend([Inline::Break, text(&line, plain)]);
    }
    rule.extend([Inline::Break, text(&sources(&step.citations, step.verification), small)]);
    let drugs: Vec<String> = drugs.collect();
    vec![
        vec![text(&step.gene, strong)],
        vec![text(&from, plain)],
        vec![text(&drugs.join("; "), plain)],
        vec![text(&to, strong)],
        rule,
    ]
}

fn doses(writer: &mut Writer<'_>, doses: &[DoseSuggestion]) {
    // Those of the medication list and of the treatments of this report; the window has all.
    let all = doses.len();
    let doses: Vec<&DoseSuggestion> =
        doses.iter().filter(|d| super::concerns(writer.input, &d.drug)).collect();
    if doses.is_empty() {
        return;
    }
    head(writer, "Doses by published algorithms");
    let rows = doses.iter().copied().map(|d| dose(writer, d)).collect();
    writer.flow.table(&Table {
        summary: "Doses by published algorithms with their inputs".into(),
        columns: vec![
            Column::new("Drug", 0.16),
            Column::new("Dose", 0.17),
            Column::new("Inputs", 0.29),
            Column::new("Algorithm and what to know", 0.38),
        ],
        rows,
    });
    if all > doses.len() {
        let others = count(all - doses.len(), "dose", "doses");
        let note =
            format!("Not printed: {others} of drugs that are neither taken nor among the treatments here.");
        writer.flow.paragraph(&[text(&note, writer.flow.sizes.small())]);
    }
}

fn dose(writer: &Writer<'_>, d: &DoseSuggestion) -> Vec<Cell> {
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    let result = match (d.status, &d.dose) {
        (DoseStatus::Computed, Some(dose)) => {
            let range = match (dose.low, dose.high) {
                (Some(low), Some(high)) => format!(" ({} to {})", number(low, 1), number(high, 1)),
                _ => String::new(),
            };
            format!("{} {}{range}, {}", number(dose.value, 1), dose.unit, dose.kind)
        }
        (DoseStatus::Computed, None) => d.dose_factor.map_or_else(
            || "see the advice".to_owned(),
            |f| format!("{} % of the usual dose", number(f * 100.0, 0)),
        ),
        (DoseStatus::Incomplete, _) => "No dose: an input is missing".to_owned(),
        (DoseStatus::NotApplicable, _) => "The algorithm does not apply".to_owned(),
    };
    let genes = d.because.iter().map(|b| format!("{} {}", b.gene, b.phenotype));
    let inputs = d.inputs.iter().map(|i| format!("{}: {} ({})", i.name, i.value, i.from));
    let used: Vec<String> = genes.chain(inputs).collect();
    let mut inputs = vec![text(&used.join("; "), plain)];
    if !d.missing.is_empty() {
        inputs.extend([Inline::Break, text(&format!("Missing: {}.", d.missing.join("; ")), strong)]);
    }
    let notes: Vec<String> = std::iter::once(&d.text).chain(&d.notes).map(|n| sentence(n)).collect();
    let rule = vec![
        text(&format!("{}. ", d.algorithm), strong),
        text(&notes.join(" "), plain),
        Inline::Break,
        text(&sources(&d.citations, d.verification), small),
    ];
    vec![vec![text(&d.drug, strong)], vec![text(&result, strong)], inputs, rule]
}

fn sources(citations: &[String], verification: Verification) -> String {
    let unchecked =
        (verification == Verification::Recalled).then(|| "not checked against the source".to_owned());
    citations.iter().cloned().chain(unchecked).collect::<Vec<_>>().join("; ")
}
