//! Estimates of the immunotherapy models for options with a checkpoint inhibitor.
//!
//! An estimate stands beside the option and never enters its score: LORIS predicts response among those who
//! were treated, not the benefit over another therapy.

use attune_genome::AlterationKind;
use attune_inference::{InputValue, Inputs, Model, Prediction, Registry, Term};

use crate::measure::{Measured, measured, series};
use crate::observed::Observed;
use crate::person::Person;
use crate::setting::PriorTherapy;
use crate::treatment::{DrugIndex, Treatment};
use crate::{Facts, history};

/// Model for lung cancer with a PD-L1 score, and for all types.
const NSCLC: &str = "loris-nsclc";
const PAN_CANCER: &str = "loris-pan-cancer";

/// Drug classes of checkpoint inhibitors.
const CHECKPOINT: [&str; 4] =
    ["checkpoint inhibitor", "PD-1 inhibitor", "PD-L1 inhibitor", "CTLA-4 inhibitor"];
/// True where a treatment holds a checkpoint inhibitor.
pub(crate) fn concerns(treatment: &Treatment, drugs: &DrugIndex<'_>) -> bool {
    treatment.drugs.iter().any(|d| CHECKPOINT.iter().any(|c| drugs.is(d, c)))
}

/// The estimate for this person: the model for lung cancer where it can speak, else the one for all types.
pub(crate) fn estimate(
    registry: &Registry,
    observed: &Observed,
    person: &Person<'_>,
    tumour: Option<&str>,
    facts: &impl Facts,
) -> Option<Prediction> {
    let is_nsclc = tumour.is_some_and(|code| facts.is_a(code, "NSCLC"));
    let inputs = inputs(observed, person);
    if is_nsclc
        && inputs.contains_key("pdl1_tps")
        && let Some(model) = registry.get(NSCLC)
    {
        let prediction = model.predict(&inputs);
        if prediction.applicable {
            return Some(prediction);
        }
    }
    let model = registry.get(PAN_CANCER)?;
    let mut inputs = inputs;
    if let Some(kind) = tumour.and_then(|code| cancer_type(model, code, facts)) {
        inputs.insert("cancer_type".to_owned(), InputValue::Category(kind));
    }
    Some(model.predict(&inputs))
}

/// The tumour type in the words of the model, by the codes of its own table.
fn cancer_type(model: &Model, code: &str, facts: &impl Facts) -> Option<String> {
    let table = model.formula().terms.iter().find_map(|term| match term {
        Term::Category(t) if t.input == "cancer_type" => Some(&t.oncotree),
        _ => None,
    })?;
    let mut fitting: Vec<(&String, &String)> = table
        .iter()
        .flat_map(|(kind, codes)| codes.iter().map(move |c| (kind, c)))
        .filter(|(_, ancestor)| facts.is_a(code, ancestor))
        .collect();
    // Of two codes that cover the type the nearer one counts.
    fitting.sort_by_key(|(_, ancestor)| std::cmp::Reverse(fits_below(ancestor, table, facts)));
    fitting.first().map(|(kind, _)| (*kind).clone())
}

/// How many codes of the table lie above this one.
fn fits_below(
    code: &str,
    table: &std::collections::BTreeMap<String, Vec<String>>,
    facts: &impl Facts,
) -> usize {
    table.values().flatten().filter(|other| facts.is_a(code, other)).count()
}

fn inputs(observed: &Observed, person: &Person<'_>) -> Inputs {
    let mut inputs = Inputs::new();
    let mut put = |name: &str, value: Option<f64>| {
        if let Some(value) = value {
            inputs.insert(name.to_owned(), InputValue::Number(value));
        }
    };
    let tmb = observed.all().iter().find_map(|a| match a.kind {
        AlterationKind::Tmb { value } => value,
        _ => None,
    });
    put("tmb", tmb);
    let exact = |m: Measured| m.comparator.is_none().then_some(m.value);
    let record = person.record;
    put("albumin", record.and_then(|r| measured(r, "albumin", None)).and_then(exact));
    put("age", person.age.map(f64::from));
    put("nlr", ratio(person));
    put("pdl1_tps", pdl1(observed));
    let before = match history::chemo_or_targeted(person) {
        PriorTherapy::Yes => Some(1.0),
        PriorTherapy::No => Some(0.0),
        PriorTherapy::Unknown => None,
    };
    put("systemic_therapy_history", before);
    inputs
}

/// Neutrophils over lymphocytes of the latest day on which both were counted.
fn ratio(person: &Person<'_>) -> Option<f64> {
    let record = person.record?;
    let lymphocytes = series(record, "lymphocytes_abs");
    series(record, "neutrophils_abs").into_iter().find_map(|n| {
        let l = lymphocytes.iter().find(|l| n.date.is_some() && l.date == n.date)?;
        let exact = n.comparator.is_none() && l.comparator.is_none() && l.value > 0.0;
        exact.then(|| n.value / l.value)
    })
}

/// PD-L1 tumour proportion score in percent. A combined score is another measure and not taken for it.
fn pdl1(observed: &Observed) -> Option<f64> {
    observed.all().iter().filter(|a| a.gene.as_deref() == Some("CD274")).find_map(|a| match &a.kind {
        AlterationKind::Expression { grade, value } if grade.to_uppercase().contains("TPS") => *value,
        _ => None,
    })
}
