//! Strands that no allele of the table describes: several alleles on one strand (`[*2 + *17]`), or variants that only
//! a part of an allele has (`[*1 + rs4244285 A]`). They have no function, so that they are named in a finding and
//! never become a diplotype with a phenotype.

use std::collections::BTreeSet;

use attune_knowledge::pgx::PgxGene;

use super::blocks::Blocks;
use crate::phenotype::UNKNOWN_FUNCTION;
use crate::sites::{Base, Site};

/// Independent blocks that are arranged in every way; with more, nothing is put together.
const MOST_BLOCKS: usize = 7;
/// Arrangements that are named.
const NAMED: usize = 3;

/// What stands on one strand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Described {
    /// Variants that no allele of the list explains, as position and base.
    rest: Vec<(usize, u8)>,
    alleles: Vec<usize>,
}

/// Code and sentence, where the strands can be put together.
pub(super) fn describe(gene: &PgxGene, sites: &[Site], blocks: &Blocks) -> Option<(&'static str, String)> {
    let turns = blocks.count.saturating_sub(1);
    if turns > MOST_BLOCKS || sites.iter().flat_map(|s| &s.strands).any(|b| *b == Base::Undocumented) {
        return None;
    }
    let mut found: BTreeSet<(usize, usize, Vec<Described>)> = BTreeSet::new();
    for turned in 0..1_usize << turns {
        let strands = sites.iter().map(|s| s.strands.len()).max()?;
        let mut pair: Vec<Described> =
            (0..strands).map(|strand| on_strand(gene, sites, blocks, turned, strand)).collect();
        pair.sort_by_key(|d| (d.alleles.first().copied(), d.rest.len()));
        let rest = pair.iter().map(|d| d.rest.len()).sum();
        let alleles = pair.iter().map(|d| d.alleles.len()).sum();
        found.insert((rest, alleles, pair));
    }
    let least = found.first().map(|(rest, alleles, _)| (*rest, *alleles))?;
    let best: Vec<&Vec<Described>> =
        found.iter().filter(|(r, a, _)| (*r, *a) == least).map(|(_, _, pair)| pair).collect();
    let names: Vec<String> = best.iter().take(NAMED).map(|pair| name(gene, pair)).collect();
    let carried: BTreeSet<usize> =
        best.iter().flat_map(|p| p.iter().flat_map(|d| &d.alleles)).copied().collect();
    let functions: Vec<String> = carried
        .into_iter()
        .map(|a| {
            let allele = &gene.alleles[a];
            format!(
                "{}: {}",
                allele.shown(),
                allele.function.as_deref().unwrap_or(UNKNOWN_FUNCTION).to_lowercase()
            )
        })
        .collect();
    let rest: BTreeSet<(usize, u8)> =
        best.iter().flat_map(|p| p.iter().flat_map(|d| &d.rest)).copied().collect();
    let parts: String = rest.into_iter().filter_map(|variant| part_of(gene, variant)).collect();
    let list = names.join(" or ");
    let (code, what) = if least.0 > 0 {
        ("partial_allele", "Variants that no allele of the table has together")
    } else {
        ("combination_allele", "Several alleles on one strand, which the table does not have as one allele")
    };
    let message = format!(
        "{what}: {list} ({}).{parts} The function of such a strand is not known: no phenotype and no advice follow, and the \
         allele may well have lost its function.",
        functions.join(", ")
    );
    Some((code, message))
}

/// ` rs4244285 A is part of *2 (no function).`
fn part_of(gene: &PgxGene, (position, base): (usize, u8)) -> Option<String> {
    let has = |(p, mask): &(u16, u32)| usize::from(*p) == position && mask & 1 == 0 && mask >> base & 1 == 1;
    let with =
        gene.alleles.iter().filter(|a| a.fixes.len() < gene.positions.len() && a.fixes.iter().any(has));
    let names: Vec<String> = with
        .take(NAMED)
        .map(|a| {
            let function = a.function.as_deref().unwrap_or(UNKNOWN_FUNCTION).to_lowercase();
            format!("{} ({function})", a.shown())
        })
        .collect();
    let position = &gene.positions[position];
    let base = &position.bases[usize::from(base)];
    let label = position.label(&gene.contig);
    (!names.is_empty()).then(|| format!(" {label} {base} is part of {}.", names.join(", ")))
}

fn base(sites: &[Site], blocks: &Blocks, position: usize, strand: usize, turned: usize) -> Base {
    let site = &sites[position];
    let exchange = blocks.of[position].is_some_and(|b| b > 0 && turned >> (b - 1) & 1 == 1);
    let strand = if exchange { 1 - strand } else { strand };
    site.strands.get(strand).or_else(|| site.strands.first()).copied().unwrap_or(Base::Missing)
}

/// The alleles whose every defining base is there, largest first, and what they leave over.
fn on_strand(gene: &PgxGene, sites: &[Site], blocks: &Blocks, turned: usize, strand: usize) -> Described {
    let bases: Vec<Base> = (0..sites.len()).map(|p| base(sites, blocks, p, strand, turned)).collect();
    let mut left: Vec<(usize, u8)> = bases
        .iter()
        .enumerate()
        .filter_map(|(p, b)| match b {
            Base::Known(n) if *n > 0 => Some((p, *n)),
            _ => None,
        })
        .collect();
    let whole = |a: &usize| {
        let allele = &gene.alleles[*a];
        let has = |(p, mask): &(u16, u32)| match bases[usize::from(*p)] {
            Base::Known(n) => mask >> n & 1 == 1,
            Base::Missing | Base::Undocumented => false,
        };
        !allele.reference && !allele.fixes.is_empty() && allele.fixes.iter().all(has)
    };
    let explains = |a: usize, (p, n): &(usize, u8)| {
        gene.alleles[a].fixes.iter().any(|(q, mask)| usize::from(*q) == *p && mask >> n & 1 == 1)
    };
    let mut candidates: Vec<usize> = (0..gene.alleles.len()).filter(whole).collect();
    let mut alleles = Vec::new();
    while let Some(most) = candidates
        .iter()
        .copied()
        .max_by_key(|a| (left.iter().filter(|v| explains(*a, v)).count(), usize::MAX - a))
        .filter(|a| left.iter().any(|v| explains(*a, v)))
    {
        left.retain(|v| !explains(most, v));
        candidates.retain(|a| *a != most);
        alleles.push(most);
    }
    if alleles.is_empty()
        && let Some((rest, default)) = nearest_default(gene, &bases)
    {
        left = rest;
        alleles.push(default);
    }
    alleles.sort_unstable();
    Described { rest: left, alleles }
}

/// Of the reference and the alleles that fix every position, the one with the fewest bases left over.
fn nearest_default(gene: &PgxGene, bases: &[Base]) -> Option<(Vec<(usize, u8)>, usize)> {
    let full = |a: &usize| gene.alleles[*a].reference || gene.alleles[*a].fixes.len() >= gene.positions.len();
    let rest = |a: usize| -> Vec<(usize, u8)> {
        let mut allowed = vec![1_u32; bases.len()];
        for (p, mask) in &gene.alleles[a].fixes {
            allowed[usize::from(*p)] = *mask;
        }
        let known = bases.iter().enumerate().filter_map(|(p, b)| match b {
            Base::Known(n) if allowed[p] >> n & 1 == 0 => Some((p, *n)),
            _ => None,
        });
        known.collect()
    };
    (0..gene.alleles.len()).filter(full).map(|a| (rest(a), a)).min_by_key(|(rest, a)| (rest.len(), *a))
}

fn name(gene: &PgxGene, pair: &[Described]) -> String {
    let one = |d: &Described| {
        let alleles = d.alleles.iter().map(|a| gene.alleles[*a].shown().to_owned());
        let rest = d.rest.iter().map(|(p, n)| {
            let position = &gene.positions[*p];
            format!("{} {}", position.label(&gene.contig), position.bases[usize::from(*n)])
        });
        let parts: Vec<String> = alleles.chain(rest).collect();
        if parts.len() == 1 { parts.concat() } else { format!("[{}]", parts.join(" + ")) }
    };
    pair.iter().map(one).collect::<Vec<_>>().join("/")
}
