//! Pharmacogenomic gates.

use attune_pharmacogenomics::{CallStatus, DrugAction, Recommendation, Strength};

use super::{Answer, Verdict};
use crate::SafetyKind;
use crate::measure::number;
use crate::person::{Override, Person};
use crate::treatment::{DrugIndex, Treatment};

/// A gene that is to be known before a drug is given.
struct Needed {
    gene: &'static str,
    /// Generic names.
    drugs: &'static [&'static str],
    /// A class of the drug table, or empty.
    class: &'static str,
    /// What it is to be tested before, in words.
    before: &'static str,
    /// A phenotype that stops the drug whatever the tables of recommendations hold.
    stops: Option<&'static str>,
    source: &'static str,
}

const NEEDED: &[Needed] = &[
    Needed {
        gene: "DPYD",
        drugs: &["fluorouracil", "capecitabine", "tegafur"],
        class: "fluoropyrimidine",
        before: "a fluoropyrimidine",
        stops: Some("poor metabolizer"),
        source: "CPIC DPYD and fluoropyrimidines (PMID:29152729)",
    },
    Needed {
        gene: "UGT1A1",
        drugs: &[
            "irinotecan",
            "irinotecan liposomal",
            "sacituzumab govitecan",
            "nilotinib",
            "pazopanib",
            "belinostat",
        ],
        class: "",
        before: "this drug",
        stops: None,
        source: "drug label",
    },
    Needed {
        gene: "TPMT",
        drugs: &["mercaptopurine", "thioguanine", "tioguanine", "azathioprine"],
        class: "thiopurine",
        before: "a thiopurine",
        stops: None,
        source: "CPIC thiopurines (PMID:30447069)",
    },
    Needed {
        gene: "NUDT15",
        drugs: &["mercaptopurine", "thioguanine", "tioguanine", "azathioprine"],
        class: "thiopurine",
        before: "a thiopurine",
        stops: None,
        source: "CPIC thiopurines (PMID:30447069)",
    },
    Needed {
        gene: "CYP2D6",
        drugs: &["tamoxifen"],
        class: "",
        before: "tamoxifen",
        stops: None,
        source: "CPIC CYP2D6 and tamoxifen (PMID:29385237)",
    },
    Needed {
        gene: "G6PD",
        drugs: &["rasburicase"],
        class: "",
        before: "rasburicase",
        stops: None,
        source: "CPIC G6PD (PMID:36049896)",
    },
];

impl Needed {
    fn is_for(&self, drug: &str, drugs: &DrugIndex<'_>) -> bool {
        self.drugs.contains(&drug) || (!self.class.is_empty() && drugs.is(drug, self.class))
    }
}

/// True where a treatment holds a drug before which the gene is to be known.
pub(super) fn concerned(treatment: &Treatment, drugs: &DrugIndex<'_>, gene: &str) -> bool {
    NEEDED.iter().filter(|n| n.gene == gene).any(|n| treatment.drugs.iter().any(|d| n.is_for(d, drugs)))
}

/// Longest text of a recommendation quoted in a note, in characters.
const QUOTED: usize = 240;

pub(super) fn check(
    treatment: &Treatment,
    drugs: &DrugIndex<'_>,
    person: &Person<'_>,
    answers: &mut Vec<Answer>,
) {
    for drug in &treatment.drugs {
        for needed in NEEDED.iter().filter(|n| n.is_for(drug, drugs)) {
            gene(needed, drug, person, answers);
        }
        // Advice was computed for the genotype at hand; a "what if" on the genotype leaves it out.
        if matches!(person.change, Some(Override::Phenotype { .. })) {
            continue;
        }
        let advice = person.pgx.map_or(&[][..], |p| &p.recommendations);
        for recommendation in advice.iter().filter(|r| r.drug.eq_ignore_ascii_case(drug)) {
            answers.extend(advised(recommendation, person.age));
        }
    }
}

fn gene(needed: &Needed, drug: &str, person: &Person<'_>, answers: &mut Vec<Answer>) {
    let answer = |verdict, message: String| Answer {
        verdict,
        kind: SafetyKind::Pgx,
        message,
        source: needed.source.to_owned(),
        becomes_possible: None,
    };
    let (name, before) = (needed.gene, needed.before);
    if let Some(phenotype) = person.phenotype(name) {
        let stops = needed.stops.is_some_and(|s| phenotype.to_lowercase().contains(s));
        answers.push(if stops {
            answer(
                Verdict::Fail { recoverable: false },
                format!("{name} {phenotype}: {drug} is not to be given"),
            )
        } else {
            answer(Verdict::Pass, format!("{name} {phenotype}"))
        });
        // The phenotype then rests on taking that base as the reference, which the guideline's tables do.
        if person.gene(name).is_some_and(|g| g.findings.iter().any(|f| f.code == "undocumented_base")) {
            let why = "a base at a listed position is of no known allele and counts as reference";
            answers.push(answer(
                Verdict::Warn,
                format!("{name}: {why}; what it does is not known: settle it before {before}"),
            ));
        }
        if let Some(gaps) = person.gene(name).filter(|g| !g.missing.is_empty()) {
            let mut alleles: Vec<&str> =
                gaps.missing.iter().flat_map(|m| &m.cannot_exclude).map(String::as_str).collect();
            alleles.sort_unstable();
            alleles.dedup();
            answers.push(answer(
                Verdict::Undetermined,
                format!(
                    "{name}: {} positions without a genotype, {} alleles cannot be excluded; a full test settles it",
                    gaps.missing.len(),
                    alleles.len()
                ),
            ));
        }
        return;
    }
    let result = person.gene(name);
    let possible = result.map_or(&[][..], |g| g.diplotypes.as_slice());
    let poor = |p: &&str| p.to_lowercase().contains(needed.stops.unwrap_or("poor metabolizer"));
    if possible.iter().filter_map(|d| d.phenotype.as_deref()).any(|p| poor(&p)) {
        answers.push(answer(
            Verdict::Warn,
            format!("{name} ambiguous and a poor metaboliser is possible: settle it before {before}"),
        ));
    }
    if let Some((_, variant)) = person.in_tumour.iter().find(|(gene, _)| gene == name) {
        answers.push(answer(
            Verdict::Warn,
            format!("{variant} stands in the tumour report and may be inherited: test the germline before {before}"),
        ));
    }
    let why = match result.map(|g| g.status) {
        None => "not tested",
        Some(CallStatus::NotCalled) => "not called",
        Some(CallStatus::Ambiguous) => "ambiguous",
        Some(CallStatus::Called | CallStatus::Outside) => "without a phenotype",
    };
    answers.push(answer(Verdict::Undetermined, format!("{name} {why}: test before {before}")));
}

/// What a recommendation means for the treatment.
fn advised(recommendation: &Recommendation, age: Option<i32>) -> Option<Answer> {
    let r = recommendation;
    // Of rows for an unsettled gene result only the most cautious one is followed.
    if (r.condition.is_some() && !r.most_cautious) || r.population_applies == Some(false) {
        return None;
    }
    if let (Some(population), Some(age)) = (&r.population, age) {
        let population = population.to_lowercase();
        let child = ["pediatric", "paediatric", "child"].iter().any(|w| population.contains(w));
        // A row for adults says nothing of a child, nor the reverse.
        if (child && age >= 18) || (!child && population.contains("adult") && age < 18) {
            return None;
        }
    }
    let firm = matches!(r.strength, Strength::Strong | Strength::Moderate);
    let verdict = match r.action {
        DrugAction::Avoid => Verdict::Fail { recoverable: false },
        DrugAction::Alternative if firm => Verdict::Fail { recoverable: false },
        DrugAction::Alternative | DrugAction::DecreaseDose | DrugAction::IncreaseDose => Verdict::Warn,
        DrugAction::Monitor => Verdict::Info,
        DrugAction::Standard | DrugAction::None => return None,
    };
    let genes: Vec<String> = r.because.iter().map(|b| format!("{} {}", b.gene, b.phenotype)).collect();
    let open = r.condition.as_ref().map_or(String::new(), |c| format!(" (not settled: {c})"));
    let advice = match r.action {
        DrugAction::Avoid => "avoid".to_owned(),
        DrugAction::Alternative => "another drug is advised".to_owned(),
        DrugAction::DecreaseDose => r
            .dose_factor
            .map_or("lower dose".to_owned(), |f| format!("{} % of the usual dose", number(f * 100.0))),
        DrugAction::IncreaseDose => "higher dose".to_owned(),
        _ => "closer monitoring".to_owned(),
    };
    let citation = r.citations.first().map_or(String::new(), |c| format!(", {c}"));
    Some(Answer {
        verdict,
        kind: SafetyKind::Pgx,
        message: format!("{}{open}: {} for {}. {}", genes.join(", "), advice, r.drug, quoted(&r.text))
            .trim()
            .to_owned(),
        source: format!("{} {}{citation}", r.source, r.version).replace(" ,", ","),
        becomes_possible: None,
    })
}

/// The beginning of a text, cut at a word where it is long.
fn quoted(text: &str) -> String {
    if text.chars().count() <= QUOTED {
        return text.to_owned();
    }
    let head: String = text.chars().take(QUOTED).collect();
    let cut = head.rfind(' ').unwrap_or(head.len());
    format!("{} ...", &head[..cut])
}
