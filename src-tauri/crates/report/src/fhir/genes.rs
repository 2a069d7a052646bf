//! Genotype, haplotypes and phenotype of each gene.

use std::collections::BTreeMap;

use attune_pharmacogenomics::{CallStatus, GeneResult, PgxSample, Phenoconversion};
use serde_json::{Value, json};

use super::resource::{Bundle, Link, component, loinc};
use super::{Frame, codes};
use crate::report::pgx::diplotypes;
use crate::text::{count, list};

/// Writes all genes; gives back the genotype of each.
pub(super) fn write(bundle: &mut Bundle, frame: &Frame, sample: &PgxSample) -> BTreeMap<String, Link> {
    let mut genotypes = BTreeMap::new();
    for gene in &sample.genes {
        let haplotypes = haplotypes(bundle, frame, gene);
        let genotype = genotype(frame, gene, &haplotypes);
        let link = bundle.add(&format!("genotype {}", gene.gene), genotype);
        if let Some(phenotype) = phenotype(frame, gene, &link) {
            bundle.add(&format!("phenotype {}", gene.gene), phenotype);
        }
        genotypes.insert(gene.gene.clone(), link);
    }
    for step in &sample.phenoconversion {
        if let Some(genotype) = genotypes.get(&step.gene) {
            bundle.add(&format!("phenoconversion {}", step.gene), conversion(frame, step, genotype));
        }
    }
    genotypes
}

/// The phenotype to expect under the current medication: an Observation of its own beside that of the genotype.
fn conversion(frame: &Frame, step: &Phenoconversion, genotype: &Link) -> Value {
    let mut resource = frame.observation(&[], json!({"text": "Phenotype under the current medication"}));
    match &step.to {
        Some(to) => resource["valueCodeableConcept"] = codes::phenotype(to),
        None => resource["dataAbsentReason"] = absent("No published rule, or the genotype is not settled."),
    }
    resource["component"] =
        json!([component(loinc("48018-6", "Gene studied [ID]"), codes::gene(&step.gene))]);
    let drugs = step.drugs.iter().map(|d| format!("Takes {} ({})", d.written, d.source));
    let cited = (!step.citations.is_empty()).then(|| step.citations.join("; "));
    let notes: Vec<Value> =
        std::iter::once(step.rule.clone()).chain(drugs).chain(cited).map(|t| json!({"text": t})).collect();
    resource["note"] = json!(notes);
    resource["derivedFrom"] = json!([genotype.reference()]);
    resource
}

/// One sentence on what was called and what was not.
pub(super) fn conclusion(sample: &PgxSample) -> String {
    let uncalled: Vec<String> =
        sample.genes.iter().filter(|g| g.status == CallStatus::NotCalled).map(|g| g.gene.clone()).collect();
    let called = sample.genes.len() - uncalled.len();
    let mut out = format!("{called} of {} called.", count(sample.genes.len(), "gene", "genes"));
    if !uncalled.is_empty() {
        out.push_str(&format!(" Not called, which is unknown and not normal: {}.", list(&uncalled)));
    }
    out
}

fn studied(gene: &GeneResult) -> Value {
    component(loinc("48018-6", "Gene studied [ID]"), codes::gene(&gene.gene))
}

fn notes(gene: &GeneResult) -> Vec<Value> {
    let gaps = gene.missing.iter().filter(|m| !m.cannot_exclude.is_empty()).map(|m| {
        let name = m.rsid.as_deref().unwrap_or(&m.position);
        format!("{name} has no genotype: cannot exclude {}.", m.cannot_exclude.join(", "))
    });
    gene.findings.iter().map(|f| f.message.clone()).chain(gaps).map(|text| json!({"text": text})).collect()
}

fn with_notes(mut resource: Value, notes: Vec<Value>) -> Value {
    if !notes.is_empty() {
        resource["note"] = json!(notes);
    }
    resource
}

/// The alleles of a diplotype that is settled; none where several fit.
fn haplotypes(bundle: &mut Bundle, frame: &Frame, gene: &GeneResult) -> Vec<Link> {
    let [only] = gene.diplotypes.as_slice() else { return Vec::new() };
    if !matches!(gene.status, CallStatus::Called | CallStatus::Outside) {
        return Vec::new();
    }
    let names: Vec<&str> = only.name.split('/').map(str::trim).collect();
    if names.len() != only.functions.len() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (number, (name, function)) in names.iter().zip(&only.functions).enumerate() {
        let mut resource = frame.observation(&["haplotype"], loinc("84414-2", "Haplotype name"));
        resource["valueCodeableConcept"] = json!({"text": format!("{} {name}", gene.gene)});
        resource["component"] = json!([studied(gene)]);
        resource["note"] = json!([{"text": format!("Function of the allele: {function}")}]);
        out.push(bundle.add(&format!("haplotype {} {number}", gene.gene), resource));
    }
    out
}

fn genotype(frame: &Frame, gene: &GeneResult, haplotypes: &[Link]) -> Value {
    let mut resource = frame.observation(&["genotype"], loinc("84413-4", "Genotype display name"));
    if gene.status == CallStatus::NotCalled || gene.diplotypes.is_empty() {
        let why = gene.findings.first().map_or("No diplotype could be called.", |f| f.message.as_str());
        resource["dataAbsentReason"] = absent(why);
    } else {
        resource["valueCodeableConcept"] = json!({"text": format!("{} {}", gene.gene, diplotypes(gene))});
    }
    if gene.status == CallStatus::Ambiguous {
        resource["interpretation"] = json!([{
            "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation",
                "code": "IND",
                "display": "Indeterminate"
            }],
            "text": "Ambiguous: every diplotype that fits is listed, the most supported first",
        }]);
    }
    resource["component"] = json!([studied(gene)]);
    if !haplotypes.is_empty() {
        resource["derivedFrom"] = json!(haplotypes.iter().map(Link::reference).collect::<Vec<_>>());
    }
    if gene.status == CallStatus::Outside {
        resource["method"] = json!({"text": "Call of another program or laboratory, taken over"});
    } else if gene.is_from_both() {
        resource["method"] =
            json!({"text": "Genotypes of the file, and a call of another program or laboratory"});
    }
    with_notes(resource, notes(gene))
}

fn absent(why: &str) -> Value {
    json!({
        "coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/data-absent-reason",
            "code": "unknown",
            "display": "Unknown"
        }],
        "text": why,
    })
}

/// The phenotype, where there is a call. Without one, or where the possible diplotypes differ, it is absent;
/// where the guideline defines none, there is nothing to say.
fn phenotype(frame: &Frame, gene: &GeneResult, genotype: &Link) -> Option<Value> {
    let metabolism = gene.diplotypes.iter().filter_map(|d| d.phenotype.as_deref()).any(codes::metaboliser);
    let code = if metabolism {
        loinc("53040-2", "Genetic variation's effect on drug metabolism")
    } else {
        json!({"text": "Pharmacogenomic phenotype"})
    };
    let mut resource = frame.observation(&[], code);
    match (gene.status, &gene.phenotype) {
        (CallStatus::NotCalled, _) => return None,
        (_, Some(words)) => resource["valueCodeableConcept"] = codes::phenotype(words),
        (CallStatus::Ambiguous, None) => {
            resource["dataAbsentReason"] =
                absent("The possible diplotypes do not agree on a phenotype, or the gene needs copy number.");
        }
        (_, None) => return None,
    }
    let mut components = vec![studied(gene)];
    let mut scores = gene.diplotypes.iter().map(|d| d.activity_score);
    if let Some(Some(score)) = scores.next()
        && scores.all(|s| s == Some(score))
    {
        components.push(json!({
            "code": {"text": "Activity score"},
            "valueQuantity": {"value": score, "unit": "score", "system": "http://unitsofmeasure.org", "code": "{score}"},
        }));
    }
    resource["component"] = json!(components);
    resource["derivedFrom"] = json!([genotype.reference()]);
    Some(resource)
}
