//! Possible results of a gene, as the keys by which guidelines look them up.

use attune_knowledge::pgx::{MatchMode, PgxGene, PhenotypeRule};

use super::NO_RESULT;
use crate::gene::{agreed, substitutions};
use crate::outside::hla;
use crate::outside::strands::{known, value};
use crate::phenotype::{self, StrandValue};
use crate::{CallStatus, Diplotype, GeneResult, names};

/// One possible result of a gene.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct State {
    /// Phenotype to show; the key of the table where there is none.
    pub(super) label: Option<String>,
    keys: Vec<String>,
    /// Diplotypes with this result; empty for a result that missing positions leave open.
    names: Vec<String>,
}

/// Diplotypes named in a condition; more are counted.
const NAMED: usize = 3;

impl State {
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|k| k == key)
    }

    pub(super) fn is_no_result(&self) -> bool {
        self.has(NO_RESULT)
    }

    pub(super) fn keys(&self) -> &[String] {
        &self.keys
    }

    /// The result in words: `Poor Metabolizer (*2/*2)`.
    pub(super) fn words(&self) -> String {
        let label = self.label.as_deref().unwrap_or("without a phenotype");
        if self.names.is_empty() {
            return format!("{label} (through an allele at a missing position)");
        }
        let more = self.names.len().saturating_sub(NAMED);
        let list = self.names[..self.names.len() - more].join(", ");
        if more > 0 { format!("{label} ({list} and {more} more)") } else { format!("{label} ({list})") }
    }

    fn no_result() -> Self {
        Self { label: Some(NO_RESULT.to_owned()), keys: vec![NO_RESULT.to_owned()], names: Vec::new() }
    }
}

/// The possible results that `used`, the keys of a source, can tell apart.
pub(super) fn of(gene: Option<&PgxGene>, result: Option<&GeneResult>, used: &[&str]) -> Vec<State> {
    let Some(result) = result else { return vec![State::no_result()] };
    let firm = result.status == CallStatus::Outside || !gene.is_some_and(|g| g.needs_copy_number);
    if !firm || result.diplotypes.is_empty() && result.phenotype.is_none() {
        return vec![State::no_result()];
    }
    if result.diplotypes.is_empty() {
        let keys = result.phenotype.iter().cloned().collect();
        return vec![State {
            label: result.phenotype.clone(),
            keys,
            names: vec!["from elsewhere".to_owned()],
        }];
    }
    let mut out: Vec<State> = Vec::new();
    for diplotype in &result.diplotypes {
        if let (None, Some(gene), Some(phenotype)) = (diplotype.activity_score, gene, &diplotype.phenotype)
            && add_scores_of(gene, phenotype, &diplotype.name, used, &mut out)
        {
            continue;
        }
        let values = strand_values(gene, diplotype);
        let score = diplotype.activity_score;
        let keys = all_keys(gene, &diplotype.name, diplotype.phenotype.as_ref(), score, &values, used);
        add(&mut out, diplotype.phenotype.clone(), keys, Some(diplotype.name.clone()));
    }
    for values in gene.map(|g| open(g, result)).unwrap_or_default() {
        let Some(gene) = gene else { break };
        let (phenotype, score) = phenotype::phenotype(gene, &values);
        let keys = keys(Some(gene), phenotype.as_ref(), score, &values);
        let keys = keys.into_iter().filter(|k| used.contains(&k.as_str())).collect();
        add(&mut out, phenotype, keys, None);
    }
    out
}

/// A phenotype without a score, of a gene that guidelines look up by its score: every score of this phenotype that
/// the source knows is possible. False where it knows none.
fn add_scores_of(gene: &PgxGene, phenotype: &str, name: &str, used: &[&str], out: &mut Vec<State>) -> bool {
    let PhenotypeRule::Score { from, .. } = &gene.rule else { return false };
    let before = out.len();
    // `1.0`, `≥3.0`, `1.0 (Intermediate Metabolizer)`, `1.0 (Phenotyping)`.
    for key in used {
        let number = key.trim_start_matches('≥').split(' ').next().unwrap_or_default();
        let Ok(score) = number.parse::<f64>() else { continue };
        if phenotype::of_score(from, score).as_deref() != Some(phenotype) {
            continue;
        }
        let mut keys = vec![(*key).to_owned()];
        if used.contains(&phenotype) {
            keys.push(phenotype.to_owned());
        }
        let bound = if key.starts_with('≥') { "at least " } else { "" };
        let label = format!("{phenotype}, activity score {bound}{score}");
        add(out, Some(label), keys, Some(name.to_owned()));
    }
    out.len() > before
}

fn add(out: &mut Vec<State>, label: Option<String>, keys: Vec<String>, name: Option<String>) {
    match out.iter_mut().find(|s| s.keys == keys && s.label == label) {
        Some(state) if !state.names.is_empty() => state.names.extend(name),
        Some(_) => {}
        None => out.push(State { label, keys, names: name.into_iter().collect() }),
    }
}

/// Keys of a named diplotype that the source knows.
fn all_keys(
    gene: Option<&PgxGene>,
    name: &str,
    phenotype: Option<&String>,
    score: Option<f64>,
    values: &[StrandValue],
    used: &[&str],
) -> Vec<String> {
    let mut all = keys(gene, phenotype, score, values);
    all.push(name.to_owned());
    all.extend(allele_status(name, used));
    all.extend(phenotype.iter().flat_map(|p| p.split("; ").map(str::to_owned)));
    all.retain(|k| used.contains(&k.as_str()));
    all
}

/// The results if an allele at a missing position were carried on one or both strands, and those without it.
pub(super) fn by_allele(
    gene: &PgxGene,
    result: &GeneResult,
    allele: &str,
    used: &[&str],
) -> (Vec<State>, Vec<State>) {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    let Some(carried) = value(gene, allele) else { return (with, without) };
    for diplotype in &result.diplotypes {
        let strands = names::strands(&diplotype.name, |name| known(gene, name));
        let values: Option<Vec<StrandValue>> = strands.iter().map(|s| value(gene, s)).collect();
        let Some(values) = values else { continue };
        let state = |values: &[StrandValue], name: String, to: &mut Vec<State>| {
            let (phenotype, score) = phenotype::phenotype(gene, values);
            let keys = all_keys(Some(gene), &name, phenotype.as_ref(), score, values, used);
            add(to, phenotype, keys, Some(name));
        };
        if strands.iter().any(|s| s == allele) {
            state(&values, diplotype.name.clone(), &mut with);
            continue;
        }
        state(&values, diplotype.name.clone(), &mut without);
        for mask in 1..1_usize << strands.len() {
            let (mut changed, mut named) = (values.clone(), strands.clone());
            for n in (0..strands.len()).filter(|n| mask >> n & 1 == 1) {
                let lower = match (values[n].activity, carried.activity) {
                    (Some(own), Some(other)) => other < own,
                    _ => true,
                };
                if gene.mode == MatchMode::Haplotype || lower {
                    changed[n] = carried.clone();
                }
                allele.clone_into(&mut named[n]);
            }
            named.sort_by(|a, b| names::order(gene, a, b));
            state(&changed, named.join("/"), &mut with);
        }
    }
    (with, without)
}

fn strand_values(gene: Option<&PgxGene>, diplotype: &Diplotype) -> Vec<StrandValue> {
    let Some(gene) = gene else { return Vec::new() };
    let strands = names::strands(&diplotype.name, |name| known(gene, name));
    strands.iter().filter_map(|s| value(gene, s)).collect()
}

/// Results that missing positions leave possible beside the listed ones.
fn open(gene: &PgxGene, result: &GeneResult) -> Vec<Vec<StrandValue>> {
    let settled = agreed(result.diplotypes.iter().map(|d| d.phenotype.as_ref()));
    if result.status != CallStatus::Ambiguous || result.phenotype.is_some() {
        return Vec::new();
    }
    // Where only file and outside call differ, no missing position is what is open.
    if result.is_from_both() && !result.findings.iter().any(|f| f.code == "not_excluded") {
        return Vec::new();
    }
    // Where the listed results agree and the gene still has no phenotype, something is open that a test must
    // cover or of which one strand was read; then each allele named counts.
    let counts = |name: &str| {
        settled.is_some() || gene.minimum_alleles.as_ref().is_none_or(|m| m.iter().any(|x| x == name))
    };
    let named = result.missing.iter().flat_map(|m| &m.cannot_exclude);
    let open: Vec<StrandValue> = named.filter(|n| counts(n)).filter_map(|n| value(gene, n)).collect();
    let reference = gene.reference_allele().map(|a| a.shown());
    let full = |name: &str| {
        let allele = gene.alleles.iter().find(|a| a.shown() == name);
        allele.is_some_and(|a| a.fixes.len() >= gene.positions.len())
    };
    let mut out = Vec::new();
    for diplotype in &result.diplotypes {
        let strands = names::strands(&diplotype.name, |name| known(gene, name));
        let untested = |s: &String| reference == Some(s.as_str()) || full(s);
        let values: Option<Vec<(StrandValue, bool)>> =
            strands.iter().map(|s| Some((value(gene, s)?, untested(s)))).collect();
        out.extend(values.map(|v| substitutions(gene, &v, &open)).unwrap_or_default());
    }
    out
}

/// Keys by phenotype and by activity score. DPWG looks DPYD up by the score with its class: where both
/// strands are below full activity the guideline asks for the enzyme activity itself ("Phenotyping"; Lunenburg
/// 2020, PMID 31745289).
fn keys(
    gene: Option<&PgxGene>,
    phenotype: Option<&String>,
    score: Option<f64>,
    strands: &[StrandValue],
) -> Vec<String> {
    let mut keys: Vec<String> = phenotype.cloned().into_iter().collect();
    if !matches!(gene.map(|g| &g.rule), Some(PhenotypeRule::Score { .. })) {
        return keys;
    }
    let Some(score) = score else {
        if strands.iter().any(|s| s.function.is_some() && s.activity.is_none()) {
            keys.push("n/a".to_owned());
        }
        return keys;
    };
    let bound = if strands.iter().any(|s| s.at_least) { "≥" } else { "" };
    keys.push(format!("{bound}{score:?}"));
    let both_low = strands.len() == 2 && strands.iter().all(|s| s.activity.is_some_and(|a| a < 1.0));
    let class = if both_low && score > 0.0 { Some("Phenotyping") } else { phenotype.map(String::as_str) };
    keys.extend(class.map(|c| format!("{score:?} ({c})")));
    keys
}

/// `*57:01 positive` or `*57:01 negative` for each allele whose status the source asks for and that is known.
fn allele_status(diplotype: &str, used: &[&str]) -> Vec<String> {
    if !diplotype.contains(':') || !diplotype.starts_with('*') {
        return Vec::new();
    }
    let asked = used.iter().filter_map(|key| key.strip_suffix(" positive").or(key.strip_suffix(" negative")));
    let known = asked.filter_map(|allele| {
        let carried = hla::carries(diplotype, allele)?;
        Some(format!("{allele} {}", if carried { "positive" } else { "negative" }))
    });
    let mut status: Vec<String> = known.collect();
    status.dedup();
    status
}
