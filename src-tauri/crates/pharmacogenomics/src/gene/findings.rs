//! Sentences about a gene's result.

use std::collections::{BTreeMap, BTreeSet};

use attune_knowledge::pgx::{PgxGene, PhenotypeRule};

use super::GeneInput;
use crate::matching::Open;
use crate::phenotype::UNKNOWN_FUNCTION;
use crate::sites::{GeneSites, LOW_DEPTH, LOW_QUALITY};
use crate::{Diplotype, PgxFinding, names};

pub(crate) fn finding(code: &str, message: impl Into<String>) -> PgxFinding {
    PgxFinding { code: code.to_owned(), message: message.into() }
}

/// One finding for each kind of remark, with its positions.
pub(crate) fn remarks(gene: &PgxGene, read: &GeneSites) -> Vec<PgxFinding> {
    let mut kinds: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut stated = 0;
    for remark in &read.remarks {
        let label = gene.positions[remark.position].label(&gene.contig);
        if remark.code == "stated_as_called" {
            stated += 1;
            continue;
        }
        let place = if remark.detail.is_empty() { label } else { format!("{label} ({})", remark.detail) };
        kinds.entry(remark.code).or_default().push(place);
    }
    let half = read.sites.iter().enumerate().filter(|(_, s)| s.half_missing());
    for (p, _) in half {
        kinds.entry("half_genotype").or_default().push(gene.positions[p].label(&gene.contig));
    }
    let by_user = (stated > 0).then(|| {
        let message = format!(
            "{stated} positions of {} have no record and count as reference because the user stated that their region \
             was called.",
            gene.symbol
        );
        finding("stated_as_called", message)
    });
    by_user
        .into_iter()
        .chain(kinds.into_iter().map(|(code, places)| {
            let places = places.join(", ");
            finding(
                code,
                match code {
                    "filtered" => format!("The caller's filter was not passed at {places}."),
                    "low_depth" => format!("Fewer than {LOW_DEPTH} reads at {places}."),
                    "low_quality" => format!("Genotype quality below {LOW_QUALITY} at {places}."),
                    "records_disagree" => {
                        format!("Records disagree at {places}; the position was not used.")
                    }
                    "reference_mismatch" => {
                        format!(
                            "The file's reference base is not that of the assembly at {places}; not used."
                        )
                    }
                    "undocumented_base" if gene.undocumented_is_reference => format!(
                        "A base that no allele of {} defines counts as reference: {places}. What it does to the \
                         function is not known; if it lowers it, the result is too favourable.",
                        gene.symbol
                    ),
                    "undocumented_base" => format!(
                        "No allele of {} defines the base at {places}. The function of that strand is not known, so \
                         that the gene is not called and no advice rests on it.",
                        gene.symbol
                    ),
                    "deleted_base" => format!("A deletion covers {places}; the strand counts as missing."),
                    "not_resolved" => format!("The change at {places} could not be resolved; missing."),
                    "ploidy" => format!("Unexpected number of alleles at {places}; not used."),
                    "half_genotype" => {
                        format!("Half of the genotype is missing at {places}; that strand is not known.")
                    }
                    _ => places,
                },
            )
        }))
        .collect()
}

/// Part of the molecules that carry each mitochondrial variant, where the file tells it.
pub(crate) fn heteroplasmy(gene: &PgxGene, input: &GeneInput<'_>) -> Option<PgxFinding> {
    let mut parts = Vec::new();
    for record in input.records {
        let Some(position) = gene.positions.iter().find(|p| p.at == record.position.get()) else { continue };
        let Some(call) = record.samples.get(input.sample_index) else { continue };
        let carried = call.genotype.iter().flat_map(|g| g.alleles.iter().flatten()).copied().find(|n| *n > 0);
        let Some(index) = carried.map(usize::from) else { continue };
        let stated = call.allele_fractions.as_ref().and_then(|f| f.get(index - 1).copied());
        let counted = call.allele_depths.as_ref().and_then(|depths| {
            let total: u32 = depths.iter().sum();
            let own = depths.get(index)?;
            (total > 0).then(|| f64::from(*own) / f64::from(total))
        });
        if let Some(fraction) = stated.or(counted) {
            parts.push(format!("m.{} in {:.0} % of reads", position.at, fraction * 100.0));
        }
    }
    (!parts.is_empty()).then(|| finding("heteroplasmy", format!("{}.", parts.join(", "))))
}

fn open_names(gene: &PgxGene, open: impl Iterator<Item = usize>) -> String {
    let mut found: Vec<&str> =
        open.map(|a| gene.alleles[a].shown()).collect::<BTreeSet<_>>().into_iter().collect();
    found.sort_by(|a, b| names::order(gene, a, b));
    let more = found.len().saturating_sub(12);
    found.truncate(12);
    let list = found.join(", ");
    if more > 0 { format!("{list} and {more} more") } else { list }
}

/// Alleles that must be covered, or whose position was tried and failed, were not read.
pub(crate) fn unsettled(
    gene: &PgxGene,
    key: &[&Open],
    phenotypes: &BTreeSet<String>,
    unsettled: bool,
) -> PgxFinding {
    let phenotypes: Vec<&str> =
        phenotypes.iter().map(|p| if p.is_empty() { "no assigned phenotype" } else { p.as_str() }).collect();
    let alleles = open_names(gene, key.iter().map(|o| o.allele));
    let meaning = if unsettled {
        format!("which would mean {}", phenotypes.join(" or "))
    } else {
        "which would not change the phenotype".to_owned()
    };
    let message = format!(
        "Not firm: missing positions leave {alleles} open, {meaning}. A test of these positions settles it."
    );
    finding("not_excluded", message)
}

/// Rare alleles outside the minimum list that were not covered.
pub(crate) fn not_tested(gene: &PgxGene, open: &[Open]) -> PgxFinding {
    let alleles = open_names(gene, open.iter().map(|o| o.allele));
    finding("positions_missing", format!("Not tested, because positions are missing: {alleles}."))
}

/// The order rests on population frequency, not on this person's genotype.
pub(crate) fn prior(first: &str, among: &[String]) -> PgxFinding {
    let others: Vec<&str> = among.iter().map(String::as_str).filter(|d| *d != first).collect();
    let message = format!(
        "{first} stands first because it is the most frequent in populations, not because the genotype supports it \
         more than {}.",
        others.join(", ")
    );
    finding("population_prior", message)
}

pub(crate) fn copy_number(gene: &PgxGene) -> PgxFinding {
    let message = format!(
        "Small variants alone never give a firm {} result: a deletion (*5), extra copies (xN) and hybrids cannot be \
         excluded. A copy-number test settles it.",
        gene.symbol
    );
    finding("copy_number_unknown", message)
}

/// Alleles that small variants cannot show.
pub(crate) fn named_only(gene: &PgxGene) -> Option<PgxFinding> {
    let represented = |name: &str| gene.alleles.iter().any(|a| a.shown() == name);
    let copies = |name: &str| name.contains('x') && name.starts_with('*');
    let names: Vec<&str> =
        gene.named_only.iter().map(|a| a.name.as_str()).filter(|n| !represented(n) && !copies(n)).collect();
    if names.is_empty() || gene.needs_copy_number {
        return None;
    }
    let message = format!("Not tested, because small variants cannot show them: {}.", names.join(", "));
    Some(finding("not_detectable", message))
}

/// Alleles without an assigned function.
pub(crate) fn without_function(gene: &PgxGene, diplotypes: &[Diplotype]) -> Option<PgxFinding> {
    let unknown = diplotypes.iter().any(|d| d.functions.iter().any(|f| f == UNKNOWN_FUNCTION));
    let stated = gene.alleles.iter().any(|a| a.function.as_deref() == Some(UNKNOWN_FUNCTION));
    if !unknown || stated || gene.rule == PhenotypeRule::None {
        return None;
    }
    Some(finding("function_unknown", "An allele has no assigned function, so that no phenotype follows."))
}
