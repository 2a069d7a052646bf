//! Possible results of a gene, as the keys by which guidelines look them up.

use attune_knowledge::pgx::{PgxGene, PhenotypeRule};

use super::NO_RESULT;
use crate::gene::{agreed, substitutions};
use crate::outside::strands::{known, value};
use crate::phenotype::{self, StrandValue};
use crate::{CallStatus, Diplotype, GeneResult, names};

/// One possible result of a gene.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    /// Phenotype to show; the key of the table where there is none.
    pub(super) label: Option<String>,
    keys: Vec<String>,
}

impl State {
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|k| k == key)
    }

    pub(super) fn is_no_result(&self) -> bool {
        self.has(NO_RESULT)
    }

    fn no_result() -> Self {
        Self { label: Some(NO_RESULT.to_owned()), keys: vec![NO_RESULT.to_owned()] }
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
        return vec![State { label: result.phenotype.clone(), keys }];
    }
    let mut out: Vec<State> = Vec::new();
    let mut add = |label: Option<String>, keys: Vec<String>| {
        let keys: Vec<String> = keys.into_iter().filter(|k| used.contains(&k.as_str())).collect();
        if !out.iter().any(|s| s.keys == keys) {
            out.push(State { label, keys });
        }
    };
    for diplotype in &result.diplotypes {
        let values = strand_values(gene, diplotype);
        let mut keys = keys(gene, diplotype.phenotype.as_ref(), diplotype.activity_score, &values);
        keys.push(diplotype.name.clone());
        keys.extend(allele_status(&diplotype.name, used));
        keys.extend(diplotype.phenotype.iter().flat_map(|p| p.split("; ").map(str::to_owned)));
        add(diplotype.phenotype.clone(), keys);
    }
    for values in gene.map(|g| open(g, result)).unwrap_or_default() {
        let Some(gene) = gene else { break };
        let (phenotype, score) = phenotype::phenotype(gene, &values);
        let keys = keys(Some(gene), phenotype.as_ref(), score, &values);
        add(phenotype, keys);
    }
    out
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

/// `*57:01 positive` or `*57:01 negative` for each allele whose status the source asks for.
fn allele_status(diplotype: &str, used: &[&str]) -> Vec<String> {
    let asked = used.iter().filter_map(|key| key.strip_suffix(" positive").or(key.strip_suffix(" negative")));
    let mut status: Vec<String> = asked
        .map(|allele| {
            let carried = diplotype.split('/').any(|strand| same_allele(strand, allele));
            format!("{allele} {}", if carried { "positive" } else { "negative" })
        })
        .collect();
    status.dedup();
    if diplotype.contains(':') { status } else { Vec::new() }
}

/// `*57:01:01` is `*57:01`, in two fields.
fn same_allele(strand: &str, allele: &str) -> bool {
    strand.strip_prefix(allele).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}
