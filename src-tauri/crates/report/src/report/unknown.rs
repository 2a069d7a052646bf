//! What a report does not know, said in sentences: not tested, not recorded and withheld are different.

use attune_pharmacogenomics::{CallStatus, GeneResult};

use crate::input::ReportInput;
use crate::text::{count, list, sentence};

/// Gaps in the facts.
pub(crate) fn gaps(input: &ReportInput<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let ranked = input.ranked;
    if !super::planned(input) {
        return vec!["No evidence was matched, so nothing can be said about what is missing.".to_owned()];
    }
    if !ranked.tumour_type.recognised {
        out.push(if ranked.tumour_type.name.trim().is_empty() {
            "Tumour type: not stated.".to_owned()
        } else {
            format!("Tumour type: \u{201c}{}\u{201d} was not recognised.", ranked.tumour_type.name)
        });
        if !ranked.tumour_type.candidates.is_empty() {
            out.push(format!("It may mean: {}.", ranked.tumour_type.candidates.join("; ")));
        }
    }
    for alteration in ranked.alterations.iter().filter(|a| !a.recognised) {
        out.push(format!("\u{201c}{}\u{201d} was not understood and not used.", alteration.text));
    }
    match input.pgx {
        None => out.push("Pharmacogenomics: not tested.".to_owned()),
        Some(sample) => {
            let named = |keep: &dyn Fn(&GeneResult) -> bool| -> Vec<String> {
                sample.genes.iter().filter(|g| keep(g)).map(|g| g.gene.clone()).collect()
            };
            let uncalled = named(&|g| g.status == CallStatus::NotCalled);
            if !uncalled.is_empty() {
                out.push(format!("Pharmacogenes not called: {}.", list(&uncalled)));
            }
            let open = named(&|g| g.status == CallStatus::Ambiguous && g.phenotype.is_none());
            if !open.is_empty() {
                out.push(format!("Several diplotypes fit, no firm phenotype: {}.", list(&open)));
            }
            out.extend(super::pgx::open_alleles(input, sample));
        }
    }
    // The ranking says the same of each option, where there is one.
    let said =
        ranked.options.iter().flat_map(|o| &o.unknown).any(|u| u.to_lowercase().contains("health record"));
    if input.record.is_none() && !said {
        out.push(
            "Health record: none loaded, so organ function, medication and allergies were not checked."
                .to_owned(),
        );
    }
    for missing in input.genomes.iter().flat_map(|g| &g.not_interpreted) {
        let variants = count(missing.count, "variant was", "variants were");
        out.push(format!("{variants} not interpreted: {}.", missing.reason));
    }
    let mut seen: Vec<&str> = Vec::new();
    for unknown in ranked.options.iter().flat_map(|o| &o.unknown) {
        if !seen.contains(&unknown.as_str()) {
            seen.push(unknown);
            out.push(sentence(unknown));
        }
    }
    out
}

/// What became of the models, in one sentence or more.
pub(crate) fn model_status(input: &ReportInput<'_>) -> String {
    let ranked = input.ranked;
    if !ranked.consent.ai_models.allows() {
        return format!("none made, consent for AI models is {}.", ranked.consent.ai_models.word());
    }
    if ranked.predictions.is_empty() {
        return "none, no model ran for this patient.".to_owned();
    }
    let one = |p: &attune_inference::Prediction| match p.prediction {
        Some(_) if p.applicable => {
            format!("{}: {}.", p.model, crate::figure::outcome(p).join("; "))
        }
        _ if p.reasons.is_empty() => format!("{}: abstained.", p.model),
        _ => format!(
            "{}: abstained. {}",
            p.model,
            p.reasons.iter().map(|r| sentence(r)).collect::<Vec<_>>().join(" ")
        ),
    };
    ranked.predictions.iter().map(one).collect::<Vec<_>>().join(" ")
}
