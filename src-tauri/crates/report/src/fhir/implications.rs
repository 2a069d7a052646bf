//! What follows for drugs: one therapeutic implication for each row of a source, and a proposal where a source
//! advises another drug or a lower dose.

use std::collections::BTreeMap;

use attune_clinical::Medication;
use attune_pharmacogenomics::{DrugAction, Recommendation};
use serde_json::{Value, json};

use super::resource::{Bundle, Link, component, guide_code, loinc, profile};
use super::{Frame, PgxBundleInput, codes};
use crate::report::words;

const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
const CITATION: &str = "http://hl7.org/fhir/StructureDefinition/workflow-relatedArtifact";

/// Writes all implications; gives back the proposals.
pub(super) fn write(
    bundle: &mut Bundle,
    frame: &Frame,
    input: &PgxBundleInput<'_>,
    genotypes: &BTreeMap<String, Link>,
) -> Vec<Link> {
    let mut tasks = Vec::new();
    for (number, row) in input.sample.recommendations.iter().enumerate() {
        let derived: Vec<Value> =
            row.because.iter().filter_map(|b| genotypes.get(&b.gene)).map(Link::reference).collect();
        // The guide asks for at least one genotype; advice without one of this sample is not written.
        if derived.is_empty() {
            continue;
        }
        let key = format!("{number} {} {}", row.drug, row.source);
        let link = bundle.add(&format!("implication {key}"), implication(frame, input, row, derived));
        // What is for other people, or for a result that is only possible, is no proposal for this one.
        let counts = row.population_applies != Some(false) && (row.condition.is_none() || row.most_cautious);
        if let Some(task) = proposal(frame, row, &link).filter(|_| counts) {
            tasks.push(bundle.add(&format!("task {key}"), task));
        }
    }
    tasks
}

fn implication(
    frame: &Frame,
    input: &PgxBundleInput<'_>,
    row: &Recommendation,
    derived: Vec<Value>,
) -> Value {
    let code = guide_code("therapeutic-implication", "Therapeutic Implication");
    let mut resource = frame.observation(&["therapeutic-implication"], code.clone());
    let mut components =
        vec![component(loinc("51963-7", "Medication assessed"), medication(&row.drug, input.medications))];
    for because in &row.because {
        let words = format!("{} {}", because.gene, because.phenotype);
        let mut value = codes::phenotype(&because.phenotype);
        value["text"] = json!(words);
        components.push(component(code.clone(), value));
    }
    let level = format!("{}, {}", row.source, words::strength(row.strength));
    components.push(component(loinc("93044-6", "Level of evidence"), json!({"text": level})));
    let dose = row.dose_factor.map_or(String::new(), |f| format!(", {:.0} % of the usual dose", f * 100.0));
    components.push(json!({
        "code": guide_code("conclusion-string", "Conclusion String"),
        "valueString": format!("{}{dose}. {}", words::action(row.action), row.text),
    }));
    resource["component"] = json!(components);
    resource["derivedFrom"] = json!(derived);
    let citations: Vec<Value> = row.citations.iter().map(|c| citation(c)).collect();
    if !citations.is_empty() {
        resource["extension"] = json!(citations);
    }
    let mut notes = vec![json!({"text": format!("{}, {}, {}", row.source, row.version, row.dated())})];
    notes.extend(row.population.iter().map(|p| json!({"text": format!("For: {p}")})));
    let follow = if row.most_cautious { "; the most cautious of them" } else { "" };
    notes.extend(row.condition.iter().map(|c| json!({"text": format!("Holds {c}{follow}")})));
    resource["note"] = json!(notes);
    resource
}

fn citation(text: &str) -> Value {
    let mut artifact = json!({"type": "citation"});
    match text.strip_prefix("PMID:") {
        Some(number) => {
            artifact["citation"] = json!(text);
            artifact["url"] = json!(format!("https://pubmed.ncbi.nlm.nih.gov/{number}/"));
        }
        None if text.starts_with("http") => artifact["url"] = json!(text),
        None => artifact["citation"] = json!(text),
    }
    json!({"url": CITATION, "valueRelatedArtifact": artifact})
}

/// A drug with its RxNorm ingredient, where the table has it, and the codes that the record gave the person's own.
fn medication(drug: &str, own: &[Medication]) -> Value {
    let mut coding: Vec<Value> = Vec::new();
    if let Some(code) = codes::rxnorm(drug) {
        coding.push(json!({"system": RXNORM, "code": code, "display": drug}));
    }
    let named = |m: &&Medication| m.status.is_fact() && m.text.eq_ignore_ascii_case(drug);
    for found in own.iter().filter(named).flat_map(|m| &m.codings).filter(|c| !c.system.is_empty()) {
        let mut one = json!({"system": found.system, "code": found.code});
        if let Some(display) = &found.display {
            one["display"] = json!(display);
        }
        if !coding.iter().any(|c| c["system"] == one["system"] && c["code"] == one["code"]) {
            coding.push(one);
        }
    }
    if coding.is_empty() { json!({"text": drug}) } else { json!({"coding": coding, "text": drug}) }
}

/// A proposal by the medication-recommendation profile. Only the answers of LOINC LL4049-4 that were seen in the
/// guide's own examples are used; monitoring and a higher dose stay in the implication.
fn proposal(frame: &Frame, row: &Recommendation, reason: &Link) -> Option<Value> {
    let (code, display) = match row.action {
        DrugAction::Avoid | DrugAction::Alternative => ("LA26421-0", "Consider alternative medication"),
        DrugAction::DecreaseDose => ("LA26422-8", "Decrease dose"),
        DrugAction::IncreaseDose | DrugAction::Monitor | DrugAction::Standard | DrugAction::None => {
            return None;
        }
    };
    Some(json!({
        "resourceType": "Task",
        "meta": profile(&["medication-recommendation"]),
        "status": "requested",
        "intent": "proposal",
        "code": loinc(code, display),
        "description": format!("{}: {}", row.drug, row.text),
        "for": frame.subject,
        "reasonReference": reason.reference(),
    }))
}
