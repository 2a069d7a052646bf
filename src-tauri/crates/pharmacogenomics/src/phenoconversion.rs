//! What current medication does to a phenotype.
//!
//! CYP2D6: the activity score is multiplied by 0 under a strong and by 0.5 under a moderate inhibitor, as the
//! guidelines of CPIC do (opioids, PMID 33387367; tamoxifen, PMID 29385237; review PMID 36597259). Other enzymes
//! have no score rule: a strong inhibitor makes a poor metaboliser, a moderate one lowers by one class, a strong
//! or moderate inducer raises by one class (Bousman 2021, Sequence2Script, doi 10.3389/fphar.2021.636650). Weak
//! effects shift nothing. An enzyme that is not there cannot be induced.

use attune_knowledge::Verification;
use attune_knowledge::pgx::{EffectStrength, EnzymeEffect, PgxGene, PgxTables, PhenotypeRule};

use crate::interpretation::{InteractingDrug, Phenoconversion};
use crate::person::PersonFacts;
use crate::{CallSource, CallStatus, Diplotype, GeneResult, PgxSample, Recommendation, guidance, phenotype};

/// Genes with their enzyme in the table.
const GENES: [(&str, &str); 5] = [
    ("CYP2D6", "CYP2D6"),
    ("CYP2C19", "CYP2C19"),
    ("CYP2C9", "CYP2C9"),
    ("CYP3A4", "CYP3A"),
    ("CYP3A5", "CYP3A"),
];

/// Metaboliser classes, lowest first.
const CLASSES: [&str; 5] = [
    "Poor Metabolizer",
    "Intermediate Metabolizer",
    "Normal Metabolizer",
    "Rapid Metabolizer",
    "Ultrarapid Metabolizer",
];

/// The steps for all enzymes that a current drug acts on, with the advice that they change.
pub(crate) fn steps(tables: &PgxTables, sample: &PgxSample, person: &PersonFacts) -> Vec<Phenoconversion> {
    let mut steps: Vec<Phenoconversion> = Vec::new();
    for (gene, enzyme) in GENES {
        let drugs = acting(tables, person, enzyme);
        if drugs.is_empty() {
            continue;
        }
        let result = sample.genes.iter().find(|g| g.gene == gene);
        steps.extend(tables.gene(gene).map(|table| step(table, result, drugs)));
    }
    advice(tables, sample, &mut steps);
    steps
}

fn acting(tables: &PgxTables, person: &PersonFacts, enzyme: &str) -> Vec<InteractingDrug> {
    let mut out: Vec<InteractingDrug> = Vec::new();
    for taken in person.medication.iter().flatten() {
        for row in tables.interactions.iter().filter(|r| r.enzyme == enzyme) {
            let named = taken.names(&row.drug) || row.names.iter().any(|n| taken.names(n));
            if named && !out.iter().any(|d| d.name == row.drug) {
                out.push(InteractingDrug {
                    name: row.drug.clone(),
                    written: taken.text.clone(),
                    effect: row.effect,
                    strength: row.strength,
                    source: row.source.clone(),
                    verification: row.verification,
                });
            }
        }
    }
    out.sort_by(|a, b| b.strength.cmp(&a.strength).then_with(|| a.name.cmp(&b.name)));
    out
}

/// What the drugs together do to an enzyme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Net {
    /// Nothing by the rule: weak effects only.
    Nothing,
    Inhibited(EffectStrength),
    Induced(EffectStrength),
    /// Inhibitors and inducers together: no published rule.
    Opposed,
}

fn net(drugs: &[InteractingDrug]) -> Net {
    let strongest = |effect: EnzymeEffect| {
        let of = drugs.iter().filter(|d| d.effect == effect && d.strength > EffectStrength::Weak);
        of.map(|d| d.strength).max()
    };
    match (strongest(EnzymeEffect::Inhibits), strongest(EnzymeEffect::Induces)) {
        (None, None) => Net::Nothing,
        (Some(s), None) => Net::Inhibited(s),
        (None, Some(s)) => Net::Induced(s),
        (Some(_), Some(_)) => Net::Opposed,
    }
}

fn step(gene: &PgxGene, result: Option<&GeneResult>, drugs: Vec<InteractingDrug>) -> Phenoconversion {
    let diplotypes = result.map_or(&[][..], |r| r.diplotypes.as_slice());
    let from = result.and_then(|r| r.phenotype.clone());
    let scores: Vec<Option<f64>> = diplotypes.iter().map(|d| d.activity_score).collect();
    let same = scores.windows(2).all(|w| w[0] == w[1]);
    let firm = result.is_some_and(|r| r.status == CallStatus::Outside || !gene.needs_copy_number);
    let from_score = scores.first().copied().flatten().filter(|_| same && firm);
    let net = net(&drugs);
    let scored = gene.symbol == "CYP2D6";
    let (to, to_score, rule) = if scored {
        by_score(gene, net, from.as_ref(), from_score, diplotypes)
    } else if gene.symbol == "CYP3A5" {
        let rule = "No published rule shifts the CYP3A5 phenotype; the drug changes the exposure to CYP3A substrates \
                    whatever the genotype: follow drug levels.";
        (None, None, rule.to_owned())
    } else {
        by_class(net, result)
    };
    let shifted = to.is_some() && to != from;
    Phenoconversion {
        gene: gene.symbol.clone(),
        from,
        from_score,
        drugs,
        to,
        to_score,
        shifted,
        rule,
        citations: citations(scored),
        verification: Verification::Recalled,
        recommendations: Vec::new(),
    }
}

fn citations(scored: bool) -> Vec<String> {
    let list: &[&str] = if scored {
        &["PMID:33387367", "PMID:29385237", "PMID:36597259"]
    } else {
        &["doi:10.3389/fphar.2021.636650"]
    };
    list.iter().map(|c| (*c).to_owned()).collect()
}

type Answer = (Option<String>, Option<f64>, String);

fn by_score(
    gene: &PgxGene,
    net: Net,
    from: Option<&String>,
    score: Option<f64>,
    diplotypes: &[Diplotype],
) -> Answer {
    let PhenotypeRule::Score { from: table, .. } = &gene.rule else { return (None, None, String::new()) };
    match net {
        Net::Inhibited(EffectStrength::Strong) => {
            let rule = "A strong inhibitor multiplies the activity score by 0: poor metaboliser whatever the genotype.";
            (phenotype::of_score(table, 0.0), Some(0.0), rule.to_owned())
        }
        Net::Inhibited(_) => {
            let rule = "A moderate inhibitor multiplies the activity score by 0.5.";
            if let Some(score) = score {
                return (phenotype::of_score(table, score * 0.5), Some(score * 0.5), rule.to_owned());
            }
            let possible = diplotypes.iter().map(|d| phenotype::of_score(table, d.activity_score? * 0.5));
            let mut words: Vec<String> = possible.flatten().collect();
            words.sort();
            words.dedup();
            let open = if words.is_empty() {
                " The genotype is not known.".to_owned()
            } else {
                format!(
                    " The genotype is not settled; as far as the small variants tell: {}.",
                    words.join(" or ")
                )
            };
            (None, None, format!("{rule}{open}"))
        }
        Net::Induced(_) | Net::Opposed => {
            (from.cloned(), score, "CYP2D6 is not induced by drugs.".to_owned())
        }
        Net::Nothing => (from.cloned(), score, "Weak inhibitors do not shift the phenotype.".to_owned()),
    }
}

fn by_class(net: Net, result: Option<&GeneResult>) -> Answer {
    let lowest = CLASSES[0].to_owned();
    let rule = match net {
        Net::Inhibited(EffectStrength::Strong) => {
            return (Some(lowest), None, "A strong inhibitor makes a poor metaboliser.".to_owned());
        }
        Net::Inhibited(_) => "A moderate inhibitor lowers the metaboliser class by one.",
        Net::Induced(_) => {
            "A strong or moderate inducer raises the metaboliser class by one; a poor metaboliser stays one."
        }
        Net::Opposed => {
            let rule = "Inhibitors and inducers together: no published rule; follow drug levels or effect.";
            return (None, None, rule.to_owned());
        }
        Net::Nothing => "Weak effects do not shift the phenotype.",
    };
    let Some(from) = result.and_then(|r| r.phenotype.as_deref()) else {
        return (None, None, format!("{rule} The phenotype of the genotype is not settled."));
    };
    let bare = from.trim_start_matches("Likely ").trim_start_matches("Possible ");
    let Some(place) = CLASSES.iter().position(|c| *c == bare) else {
        return (None, None, format!("{rule} {from} has no class to shift."));
    };
    let to = match net {
        Net::Inhibited(_) => Some(CLASSES[place.saturating_sub(1)]),
        Net::Induced(_) if place == 0 => Some(CLASSES[0]),
        // Only CYP2C19 has classes above the normal one.
        Net::Induced(_) if place == 2 && result.is_some_and(|r| r.gene != "CYP2C19") => None,
        Net::Induced(_) => CLASSES.get(place + 1).or(CLASSES.last()).copied(),
        _ => return (Some(from.to_owned()), None, rule.to_owned()),
    };
    let rule = match to {
        Some(_) => rule.to_owned(),
        None => format!("{rule} The guideline has no class above {from}: expect a higher activity."),
    };
    (to.map(str::to_owned), None, rule)
}

/// Looks the advice up for the shifted phenotypes. A drug's own effect on its enzyme is part of its own
/// guideline, so that its rows are left out.
fn advice(tables: &PgxTables, sample: &PgxSample, steps: &mut [Phenoconversion]) {
    if !steps.iter().any(|s| s.shifted) {
        return;
    }
    let mut genes = sample.genes.clone();
    for step in steps.iter().filter(|s| s.shifted) {
        let result = GeneResult {
            gene: step.gene.clone(),
            status: CallStatus::Outside,
            diplotypes: vec![Diplotype {
                name: "after phenoconversion".to_owned(),
                functions: Vec::new(),
                phenotype: step.to.clone(),
                activity_score: step.to_score,
                source: CallSource::Outside,
            }],
            phenotype: step.to.clone(),
            ..GeneResult::default()
        };
        match genes.iter_mut().find(|g| g.gene == step.gene) {
            Some(own) => *own = result,
            None => genes.push(result),
        }
    }
    let own: Vec<String> = steps.iter().flat_map(|s| &s.drugs).map(|d| d.name.clone()).collect();
    let known = |r: &Recommendation| {
        sample.recommendations.iter().any(|o| {
            o.drug == r.drug
                && o.source == r.source
                && o.population == r.population
                && o.condition.is_none()
                && (o.action, o.dose_factor, &o.text) == (r.action, r.dose_factor, &r.text)
        })
    };
    for row in guidance::recommend(tables, &genes) {
        if own.contains(&row.drug) || known(&row) {
            continue;
        }
        let of = |s: &&mut Phenoconversion| s.shifted && row.because.iter().any(|b| b.gene == s.gene);
        if let Some(step) = steps.iter_mut().find(of) {
            step.recommendations.push(row);
        }
    }
}
