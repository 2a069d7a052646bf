//! Estimates of the immunotherapy models for options with a checkpoint inhibitor.
//!
//! An estimate stands beside the option and never enters its score: LORIS predicts response among those who
//! were treated, not the benefit over another therapy.

use attune_clinical::{MedicationStatus, ObservationValue, RecordStatus};
use attune_genome::AlterationKind;
use attune_inference::{InputValue, Inputs, Model, Prediction, Registry, Term};

use crate::Facts;
use crate::measure::{Measured, measured, series};
use crate::observed::Observed;
use crate::person::Person;
use crate::setting::PriorTherapy;
use crate::treatment::{DrugIndex, Treatment};

/// Model for lung cancer with a PD-L1 score, and for all types.
const NSCLC: &str = "loris-nsclc";
const PAN_CANCER: &str = "loris-pan-cancer";

/// Drug classes of checkpoint inhibitors.
const CHECKPOINT: [&str; 4] =
    ["checkpoint inhibitor", "PD-1 inhibitor", "PD-L1 inhibitor", "CTLA-4 inhibitor"];
/// Classes that mark chemotherapy and targeted drugs: the treatment before immunotherapy that LORIS asks for.
const CHEMO_OR_TARGETED: [&str; 38] = [
    "chemotherapy",
    "kinase inhibitor",
    "antimetabolite",
    "alkylating agent",
    "platinum",
    "taxane",
    "anthracycline",
    "fluoropyrimidine",
    "vinca alkaloid",
    "topoisomerase inhibitor",
    "topoisomerase I inhibitor",
    "topoisomerase II inhibitor",
    "microtubule inhibitor",
    "antibody-drug conjugate",
    "antiangiogenic",
    "VEGF antibody",
    "anti-EGFR antibody",
    "anti-HER2 antibody",
    "anti-CD20 antibody",
    "anti-CD38 antibody",
    "EGFR-MET antibody",
    "BRAF inhibitor",
    "MEK inhibitor",
    "EGFR TKI",
    "ALK inhibitor",
    "ROS1 inhibitor",
    "RET inhibitor",
    "MET inhibitor",
    "NTRK inhibitor",
    "KRAS G12C inhibitor",
    "FGFR inhibitor",
    "PARP inhibitor",
    "CDK4/6 inhibitor",
    "mTOR inhibitor",
    "PI3K inhibitor",
    "proteasome inhibitor",
    "BCL2 inhibitor",
    "hypomethylating agent",
];
/// Further classes that count as systemic treatment of a tumour when the line of treatment is asked for.
const OTHER_SYSTEMIC: [&str; 7] = [
    "checkpoint inhibitor",
    "endocrine therapy",
    "radioligand",
    "cell therapy",
    "bispecific T-cell engager",
    "immunotoxin",
    "immunomodulatory imide",
];

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
    put("albumin", record.and_then(|r| measured(r, "albumin")).and_then(exact));
    put("age", person.age.map(f64::from));
    put("nlr", ratio(person));
    put("pdl1_tps", pdl1(observed));
    let before = match given(person, &|class| CHEMO_OR_TARGETED.contains(&class)) {
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

/// Whether the record shows systemic treatment of the tumour before the day of the answer.
pub(crate) fn prior_therapy(person: &Person<'_>) -> PriorTherapy {
    given(person, &|class| CHEMO_OR_TARGETED.contains(&class) || OTHER_SYSTEMIC.contains(&class))
}

/// Whether a drug of such a class was given. A medication list without one does not show that there was
/// none; only a statement of the record does.
fn given(person: &Person<'_>, counts: &dyn Fn(&str) -> bool) -> PriorTherapy {
    let Some(record) = person.record else { return PriorTherapy::Unknown };
    let some = person.taken.iter().any(|t| {
        let stated = match t.course {
            MedicationStatus::Current | MedicationStatus::Past => true,
            MedicationStatus::Unknown => t.end.is_some() || t.stopped_because.is_some(),
            MedicationStatus::Planned => false,
        };
        stated && t.classes.iter().any(|c| counts(c))
    });
    if some {
        return PriorTherapy::Yes;
    }
    let denied = record.observations.iter().filter(|o| o.status.is_fact()).any(|o| {
        asks_for_treatment(&o.text)
            && match &o.value {
                Some(ObservationValue::Boolean(value)) => !value,
                Some(ObservationValue::Coded { text, .. } | ObservationValue::Text(text)) => {
                    matches!(text.trim().to_lowercase().as_str(), "none" | "no" | "never" | "treatment-naive")
                }
                _ => false,
            }
    });
    let negated =
        record.medications.iter().any(|m| m.status == RecordStatus::Negated && asks_for_treatment(&m.text));
    if denied || negated { PriorTherapy::No } else { PriorTherapy::Unknown }
}

fn asks_for_treatment(text: &str) -> bool {
    let text = text.to_lowercase();
    ["systemic therapy", "systemic treatment", "antineoplastic", "chemotherapy"]
        .iter()
        .any(|w| text.contains(w))
}
