//! Starting doses as a part of the usual dose: fluoropyrimidines by DPYD, irinotecan by UGT1A1, thiopurines by
//! TPMT and NUDT15. The factor is that of the guideline's row for the person's own result; weight and height
//! turn it into milligrams where the guideline names a usual starting dose.

use attune_knowledge::Verification;

use super::{gene, input, number};
use crate::interpretation::{Dose, DoseStatus, DoseSuggestion};
use crate::person::PersonFacts;
use crate::{DrugAction, PgxSample, Recommendation};

/// A usual starting dose that the guideline names.
#[derive(Clone, Copy)]
enum Usual {
    /// Depends on the regimen.
    Planned,
    /// mg per square metre of body surface and day, from and to.
    PerSurface(f64, f64),
    /// mg per kg of weight and day.
    PerWeight(f64, f64),
}

/// One algorithm: the drug, the guideline, its genes, and the range of the factor where the row names one.
struct Rule {
    drug: &'static str,
    source: &'static str,
    name: &'static str,
    genes: &'static [&'static str],
    usual: Usual,
    /// Upper end of a range, by its lower end.
    upper: &'static [(f64, f64)],
    notes: &'static [&'static str],
}

const DPD: &[&str] = &[
    "The factor is for the first dose: raise it in the first two cycles where toxicity is absent or mild, lower it \
     where it is not tolerated.",
    "A normal genotype does not exclude DPD deficiency; uracil in plasma or DPD activity adds to it.",
];
const TITRATE: &[&str] = &["The blood count decides on every later dose."];

const RULES: &[Rule] = &[
    Rule {
        drug: "capecitabine",
        source: "CPIC",
        name: "CPIC DPYD activity score",
        genes: &["DPYD"],
        usual: Usual::Planned,
        upper: &[],
        notes: DPD,
    },
    Rule {
        drug: "fluorouracil",
        source: "CPIC",
        name: "CPIC DPYD activity score",
        genes: &["DPYD"],
        usual: Usual::Planned,
        upper: &[],
        notes: DPD,
    },
    Rule {
        drug: "irinotecan",
        source: "DPWG",
        name: "DPWG UGT1A1",
        genes: &["UGT1A1"],
        usual: Usual::Planned,
        upper: &[],
        notes: &["Where it is tolerated the dose may be raised, guided by the neutrophil count."],
    },
    // Normal starting doses as the rows of the guideline name them (CPIC 2018, PMID 30447069).
    Rule {
        drug: "mercaptopurine",
        source: "CPIC",
        name: "CPIC TPMT and NUDT15",
        genes: &["TPMT", "NUDT15"],
        usual: Usual::PerSurface(75.0, 75.0),
        upper: &[(0.3, 0.8)],
        notes: TITRATE,
    },
    Rule {
        drug: "azathioprine",
        source: "CPIC",
        name: "CPIC TPMT and NUDT15",
        genes: &["TPMT", "NUDT15"],
        usual: Usual::PerWeight(2.0, 3.0),
        upper: &[(0.3, 0.8)],
        notes: TITRATE,
    },
    Rule {
        drug: "thioguanine",
        source: "CPIC",
        name: "CPIC TPMT and NUDT15",
        genes: &["TPMT", "NUDT15"],
        usual: Usual::PerSurface(40.0, 60.0),
        upper: &[(0.5, 0.8)],
        notes: TITRATE,
    },
];

pub(super) fn suggest(sample: &PgxSample, person: &PersonFacts) -> Vec<DoseSuggestion> {
    RULES.iter().filter_map(|rule| one(rule, sample, person)).collect()
}

fn one(rule: &Rule, sample: &PgxSample, person: &PersonFacts) -> Option<DoseSuggestion> {
    let rows = sample.recommendations.iter().filter(|r| r.drug == rule.drug && r.source == rule.source);
    let rows: Vec<&Recommendation> = rows.filter(|r| r.population_applies != Some(false)).collect();
    let row = *rows.iter().find(|r| r.most_cautious).or(rows.first())?;
    let mut out = DoseSuggestion {
        drug: rule.drug.to_owned(),
        algorithm: rule.name.to_owned(),
        status: DoseStatus::Computed,
        dose: None,
        dose_factor: None,
        text: String::new(),
        inputs: Vec::new(),
        missing: Vec::new(),
        notes: rule.notes.iter().map(|n| (*n).to_owned()).collect(),
        because: row.because.clone(),
        citations: row.citations.clone(),
        verification: Verification::Checked,
    };
    for symbol in rule.genes {
        match gene(sample, symbol) {
            Some(result) => {
                let names: Vec<&str> = result.diplotypes.iter().map(|d| d.name.as_str()).collect();
                out.inputs.push(input(symbol, names.join(" or "), "genotype"));
            }
            None => out.missing.push(format!("{symbol} genotype")),
        }
    }
    if let Some(condition) = &row.condition {
        out.notes.insert(
            0,
            format!("The gene result is not settled; this is the most cautious answer, {condition}."),
        );
    }
    let factor = match row.action {
        DrugAction::DecreaseDose => row.dose_factor,
        DrugAction::Standard => Some(1.0),
        // The DPWG has no advice for normal metabolisers of UGT1A1 other than the usual dose.
        DrugAction::None if row.because.iter().all(|b| b.phenotype.contains("Normal")) => Some(1.0),
        DrugAction::Avoid => {
            out.status = DoseStatus::NotApplicable;
            out.text = "Not to be given: no dose has been shown to be safe with this result.".to_owned();
            return Some(out);
        }
        _ => row.dose_factor,
    };
    // CPIC gives poor metabolisers of NUDT15 an absolute dose of mercaptopurine.
    let factor = match (factor, rule.usual) {
        (None, Usual::PerSurface(usual, _)) if row.text.contains("dose at 10 mg/m2/day") => {
            Some(10.0 / usual)
        }
        (factor, _) => factor,
    };
    let Some(factor) = factor else {
        out.status = DoseStatus::NotApplicable;
        out.text = "The guideline names no factor for this result; see its text.".to_owned();
        return Some(out);
    };
    let upper =
        rule.upper.iter().find(|(low, _)| (low - factor).abs() < 0.001).map_or(factor, |(_, high)| *high);
    out.dose_factor = Some(factor);
    let percent = |f: f64| number(f * 100.0, 0);
    let part = if upper > factor {
        format!("{} to {} %", percent(factor), percent(upper))
    } else {
        format!("{} %", percent(factor))
    };
    let thrice = row.text.contains("thrice weekly");
    let days = if thrice { ", on three days a week instead of daily" } else { "" };
    out.text = format!("Start with {part} of the usual dose{days}.");
    milligrams(rule.usual, (factor, upper), person, &mut out);
    Some(out)
}

/// Milligrams a day, where the usual dose and the body are known.
fn milligrams(usual: Usual, (low, high): (f64, f64), person: &PersonFacts, out: &mut DoseSuggestion) {
    let (from, to, measure, unit) = match usual {
        Usual::Planned => {
            out.missing.push("planned dose of the regimen (mg/m2)".to_owned());
            if let Some(surface) = person.body_surface() {
                out.inputs.push(input(
                    "body surface (DuBois)",
                    format!("{} m2", number(surface, 2)),
                    "record",
                ));
            } else {
                out.missing.push("weight and height, for the body surface".to_owned());
            }
            return;
        }
        Usual::PerSurface(from, to) => (from, to, person.body_surface(), "m2"),
        Usual::PerWeight(from, to) => (from, to, person.weight_kg, "kg"),
    };
    let usual = if to > from { format!("{} to {}", number(from, 0), number(to, 0)) } else { number(from, 0) };
    out.inputs.push(input("usual starting dose", format!("{usual} mg/{unit}/day"), "guideline"));
    let Some(measure) = measure else {
        out.missing
            .push(if unit == "kg" { "weight" } else { "weight and height, for the body surface" }.to_owned());
        return;
    };
    out.inputs.push(input(
        if unit == "kg" { "weight" } else { "body surface (DuBois)" },
        format!("{} {unit}", number(measure, 2)),
        "record",
    ));
    let (least, most) = (low * from * measure, high * to * measure);
    let rounded = |x: f64| x.round();
    out.dose = Some(Dose {
        value: rounded(least),
        low: (most - least > 0.5).then(|| rounded(least)),
        high: (most - least > 0.5).then(|| rounded(most)),
        unit: "mg/day".to_owned(),
        kind: "starting dose".to_owned(),
    });
}
