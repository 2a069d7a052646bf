//! The result of one gene.

mod findings;
mod positions;

use std::collections::BTreeSet;

use attune_clinical::Sex;
use attune_genome::{Assembly, CallRecord};
use attune_knowledge::pgx::{MatchMode, PgxGene, PgxPosition, Ploidy};

use crate::call::Stated;
use crate::matching::{Matches, Open, haplotype, lowest};
use crate::phenotype::{self, StrandValue};
use crate::sites::{self, Base, GeneSites};
use crate::{CallStatus, Diplotype, ExtraGenotype, GeneResult, MissingPosition, PgxFinding};

use findings::finding;

/// What a gene is called from.
pub(crate) struct GeneInput<'a> {
    /// Records near the gene.
    pub(crate) records: &'a [&'a CallRecord],
    pub(crate) sample_index: usize,
    pub(crate) assembly: Assembly,
    pub(crate) sex: Sex,
    pub(crate) stated: Stated<'a>,
    /// True where the mitochondrial contig is stated to be rCRS.
    pub(crate) rcrs: bool,
}

/// A gene that is not called, for one reason.
pub(crate) fn not_called(gene: &PgxGene, finding: PgxFinding) -> GeneResult {
    GeneResult {
        gene: gene.symbol.clone(),
        status: CallStatus::NotCalled,
        findings: vec![finding],
        ..GeneResult::default()
    }
}

/// Calls one gene.
pub(crate) fn call(gene: &PgxGene, input: &GeneInput<'_>) -> GeneResult {
    let mut read = sites::read(gene, input);
    let total = gene.positions.len();
    if read.sites.iter().all(sites::Site::all_missing) {
        let message = format!("None of the {total} positions of {} has a genotype in the file.", gene.symbol);
        let mut result = not_called(gene, finding("no_data", message));
        result.findings.extend(findings::remarks(gene, &read));
        result.positions = positions::of(gene, &read);
        return result;
    }
    if gene.ploidy == Ploidy::Mitochondrion
        && input.assembly == Assembly::GRCh37
        && !input.rcrs
        && read.sites.iter().any(|s| s.all_missing())
    {
        let message = "On GRCh37 the mitochondrial sequence of the file cannot be told from its records, and that \
                       of hg19 (16,571 bases) is another one than rCRS (NC_012920.1, 16,569 bases).";
        return not_called(gene, finding("mitochondrial_sequence", message));
    }
    if let Some(refusal) = ploidy(gene, input.sex, &mut read) {
        return GeneResult { positions: positions::of(gene, &read), ..not_called(gene, refusal) };
    }
    let positions = positions::of(gene, &read);
    let mut found = findings::remarks(gene, &read);
    if gene.ploidy == Ploidy::Mitochondrion {
        found.extend(findings::heteroplasmy(gene, input));
    }
    let undocumented = read.sites.iter().any(|s| s.strands.contains(&Base::Undocumented));
    if undocumented && gene.undocumented_is_reference {
        for site in &mut read.sites {
            for base in site.strands.iter_mut().filter(|b| **b == Base::Undocumented) {
                *base = Base::Known(0);
            }
        }
    }
    let required: Vec<String> = gene
        .required
        .iter()
        .map(|p| usize::from(*p))
        .filter(|p| read.sites[*p].strands.contains(&Base::Missing))
        .map(|p| gene.positions[p].label(&gene.contig))
        .collect();
    if !required.is_empty() {
        let message = format!("Required positions are missing: {}.", required.join(", "));
        found.push(finding("required_missing", message));
        return GeneResult { positions, ..finish(gene, &read, &Matches::default(), found) };
    }
    let matches = if undocumented && !gene.undocumented_is_reference {
        Matches::default()
    } else {
        match gene.mode {
            MatchMode::Haplotype => haplotype::matches(gene, &read.sites),
            MatchMode::LowestFunction => lowest::matches(gene, &read.sites),
        }
    };
    GeneResult { positions, ..finish(gene, &read, &matches, found) }
}

/// Strands by sex on X. The sex of the data and of the record must not contradict each other.
fn ploidy(gene: &PgxGene, sex: Sex, read: &mut GeneSites) -> Option<PgxFinding> {
    if gene.ploidy != Ploidy::X {
        return None;
    }
    let heterozygous = |s: &sites::Site| s.uneven() && !s.strands.contains(&Base::Missing);
    let diploid = read.sites.iter().any(heterozygous);
    let haploid = read.sites.iter().any(|s| s.strands.len() == 1);
    if sex == Sex::Male && diploid {
        return Some(finding(
            "sex_disagrees",
            "The recorded sex is male, but a position on X is heterozygous.",
        ));
    }
    if sex == Sex::Female && haploid {
        return Some(finding(
            "sex_disagrees",
            "The recorded sex is female, but genotypes on X have one allele.",
        ));
    }
    if haploid && diploid {
        return Some(finding("sex_disagrees", "Genotypes on X have one allele and two different alleles."));
    }
    if haploid || sex == Sex::Male {
        for site in &mut read.sites {
            let known = site.strands.iter().copied().find(|b| *b != Base::Missing);
            site.strands = vec![known.unwrap_or(Base::Missing)];
            site.phase_set = None;
        }
    }
    None
}

fn finish(gene: &PgxGene, read: &GeneSites, matches: &Matches, mut found: Vec<PgxFinding>) -> GeneResult {
    let mut diplotypes: Vec<Diplotype> = Vec::new();
    for strands in &matches.listed {
        let one = phenotype::diplotype(gene, strands);
        if !diplotypes.iter().any(|d| d.name == one.name) {
            diplotypes.push(one);
        }
    }
    prefer(gene, &mut diplotypes, &mut found);
    let key: Vec<&Open> = matches.open.iter().filter(|o| counts(gene, o)).collect();
    let agreed = agreed(diplotypes.iter().map(|d| d.phenotype.as_ref()));
    let open_phenotypes = open_phenotypes(gene, &matches.listed, &key);
    let unsettled = !diplotypes.is_empty() && open_phenotypes.iter().any(|p| Some(p) != agreed.as_ref());
    let open = !diplotypes.is_empty() && !key.is_empty();
    let arranged = matches.notes.iter().any(|(code, _)| *code == "assumed_on_different_strands");
    let (status, mut phenotype) = match diplotypes.len() {
        0 => (CallStatus::NotCalled, None),
        _ if unsettled || gene.needs_copy_number => (CallStatus::Ambiguous, None),
        1 if !arranged && !open => (CallStatus::Called, agreed),
        _ => (CallStatus::Ambiguous, agreed),
    };
    found.extend(matches.notes.iter().map(|(code, message)| finding(code, message.clone())));
    if open {
        found.push(findings::unsettled(gene, &key, &open_phenotypes, unsettled));
    } else if !matches.open.is_empty() && status != CallStatus::NotCalled {
        found.push(findings::not_tested(gene, &matches.open));
    }
    if gene.needs_copy_number && status != CallStatus::NotCalled {
        found.push(findings::copy_number(gene));
    }
    if status == CallStatus::NotCalled {
        phenotype = fallback(gene, read, &mut found);
    } else {
        found.extend(gene.notes.iter().map(|n| finding(&n.code, n.message.clone())));
        found.extend(findings::named_only(gene));
        found.extend(findings::without_function(gene, &diplotypes));
    }
    GeneResult {
        gene: gene.symbol.clone(),
        status,
        diplotypes,
        phenotype,
        missing: missing(gene, read, matches),
        positions: Vec::new(),
        findings: found,
        extra: extra(gene, read),
    }
}

/// Genotypes at positions outside the alleles; one without any genotype is left out.
fn extra(gene: &PgxGene, read: &GeneSites) -> Vec<ExtraGenotype> {
    let known = gene.extra.iter().zip(&read.extra).filter(|(_, s)| !s.all_missing());
    let base = |position: &PgxPosition, base: &Base| match base {
        Base::Known(n) => position.bases.get(usize::from(*n)).cloned().unwrap_or_else(|| ".".to_owned()),
        Base::Missing | Base::Undocumented => ".".to_owned(),
    };
    known
        .map(|(position, site)| ExtraGenotype {
            rsid: position.label(&gene.contig),
            bases: site.strands.iter().map(|b| base(position, b)).collect(),
        })
        .collect()
}

/// Puts the most frequent of several unphased diplotypes first.
fn prefer(gene: &PgxGene, diplotypes: &mut [Diplotype], found: &mut Vec<PgxFinding>) {
    let listed = |name: &String| diplotypes.iter().any(|d| d.name == *name);
    let fitting = gene.priorities.iter().filter(|p| p.among.iter().all(listed));
    let Some(priority) = fitting.max_by_key(|p| p.among.len()) else { return };
    if let Some(at) = diplotypes.iter().position(|d| d.name == priority.first) {
        diplotypes[..=at].rotate_right(1);
        found.push(findings::prior(&priority.first, &priority.among));
    }
}

/// An open allele counts where a test must cover it, or where its position was tried and failed.
fn counts(gene: &PgxGene, open: &Open) -> bool {
    let allele = &gene.alleles[open.allele];
    open.tried || gene.minimum_alleles.as_ref().is_none_or(|m| m.contains(&allele.name))
}

/// The phenotype of all, where all have the same.
pub(crate) fn agreed<'a>(mut phenotypes: impl Iterator<Item = Option<&'a String>>) -> Option<String> {
    let first = phenotypes.next()??;
    phenotypes.all(|p| p == Some(first)).then(|| first.clone())
}

/// Phenotypes that follow where open alleles take the place of an untested strand. An allele that would have
/// no phenotype counts as the empty text.
fn open_phenotypes(gene: &PgxGene, listed: &[Vec<Vec<usize>>], key: &[&Open]) -> BTreeSet<String> {
    let open: Vec<StrandValue> = key.iter().map(|o| phenotype::value(gene, &vec![o.allele])).collect();
    let of = |strands: &Vec<Vec<usize>>| {
        let untested = |s: &Vec<usize>| s.is_empty() || is_full(gene, s);
        let values: Vec<(StrandValue, bool)> =
            strands.iter().map(|s| (phenotype::value(gene, s), untested(s))).collect();
        substitutions(gene, &values, &open)
    };
    let changed = listed.iter().flat_map(of);
    changed.map(|values| phenotype::phenotype(gene, &values).0.unwrap_or_default()).collect()
}

/// Strands with open alleles in place of those that only missing positions make what they are (`true`), or,
/// where a strand may carry several variants, of those with a higher function.
pub(crate) fn substitutions(
    gene: &PgxGene,
    strands: &[(StrandValue, bool)],
    open: &[StrandValue],
) -> BTreeSet<Vec<StrandValue>> {
    let own: Vec<StrandValue> = strands.iter().map(|(v, _)| v.clone()).collect();
    let mut out = BTreeSet::new();
    for open in open {
        for mask in 1..1_usize << strands.len() {
            let mut changed = own.clone();
            for (n, value) in changed.iter_mut().enumerate().filter(|(n, _)| mask >> n & 1 == 1) {
                let lower = match (value.activity, open.activity) {
                    (Some(own), Some(other)) => other < own,
                    _ => true,
                };
                let replace = match gene.mode {
                    MatchMode::Haplotype => strands[n].1,
                    MatchMode::LowestFunction => lower,
                };
                if replace {
                    *value = open.clone();
                }
            }
            if changed != own {
                out.insert(changed);
            }
        }
    }
    out
}

fn is_full(gene: &PgxGene, strand: &[usize]) -> bool {
    matches!(strand, [a] if gene.alleles[*a].fixes.len() >= gene.positions.len())
}

/// Guidance from one position where no diplotype fits, labelled as such.
fn fallback(gene: &PgxGene, read: &GeneSites, found: &mut Vec<PgxFinding>) -> Option<String> {
    let rule = gene.fallback.as_ref()?;
    let position = usize::from(rule.position);
    let mut strands = Vec::new();
    for base in &read.sites.get(position)?.strands {
        let Base::Known(n) = base else { return None };
        let name = rule.alleles.get(usize::from(*n))?;
        let index = gene.alleles.iter().position(|a| a.name == *name)?;
        strands.push(if gene.alleles[index].reference { Vec::new() } else { vec![index] });
    }
    let one = phenotype::diplotype(gene, &strands);
    let label = gene.positions[position].label(&gene.contig);
    let message = format!(
        "No diplotype fits. For guidance only, {label} alone reads as {} ({}).",
        one.name,
        one.phenotype.as_deref().unwrap_or("no phenotype")
    );
    found.push(finding("single_position", message));
    one.phenotype
}

fn missing(gene: &PgxGene, read: &GeneSites, matches: &Matches) -> Vec<MissingPosition> {
    let listed: BTreeSet<usize> = matches.listed.iter().flatten().flatten().copied().collect();
    let in_all = |a: &usize| matches.listed.iter().all(|d| d.iter().any(|s| s.contains(a)));
    let gaps = read.sites.iter().enumerate().filter(|(_, s)| s.strands.contains(&Base::Missing));
    // Where nothing could be called, nothing is excluded.
    let open: Vec<usize> = if matches.listed.is_empty() && matches.open.is_empty() {
        (0..gene.alleles.len()).collect()
    } else {
        matches.open.iter().map(|o| o.allele).chain(listed.iter().copied()).collect()
    };
    gaps.map(|(p, _)| {
        let position = &gene.positions[p];
        let mut names: Vec<String> = open
            .iter()
            .copied()
            .filter(|a| !(listed.contains(a) && in_all(a)))
            .filter(|a| gene.alleles[*a].fixes.iter().any(|(q, mask)| usize::from(*q) == p && mask & 1 == 0))
            .map(|a| gene.alleles[a].shown().to_owned())
            .collect();
        names.sort_by(|a, b| crate::names::order(gene, a, b));
        names.dedup();
        MissingPosition {
            rsid: position.rsid.clone(),
            position: format!("chr{}:{}", gene.contig, position.at),
            cannot_exclude: names,
            affects: Vec::new(),
        }
    })
    .collect()
}
