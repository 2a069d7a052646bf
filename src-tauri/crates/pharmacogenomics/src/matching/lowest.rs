//! Genes whose strands may carry several listed variants: the one with the lowest function decides.
//!
//! Phased data, and data with one heterozygous site, give the variants of each strand. Several phase sets
//! give every arrangement of the sets. Unphased data give the arrangement with the lowest function, which is
//! the safe assumption, and say so.

use std::collections::BTreeSet;

use attune_knowledge::pgx::{PgxGene, Ploidy, ProxyRule};

use super::blocks::{Blocks, blocks};
use super::{Matches, Open, Strand};
use crate::sites::{Base, Site};

/// Blocks that are arranged in every way; with more, only the first so many are exchanged.
const MOST_BLOCKS: usize = 12;

/// Variants of each strand.
pub(crate) fn matches(gene: &PgxGene, sites: &[Site]) -> Matches {
    let mut out = Matches { open: open(gene, sites), ..Matches::default() };
    let mut blocks = blocks(sites);
    let mut sites = sites.to_vec();
    if let Some(rule) = &gene.proxy {
        link(rule, &mut sites, &mut blocks);
        proxy_notes(gene, rule, &sites, &mut out);
    }
    let sites = sites.as_slice();
    let single = gene.ploidy == Ploidy::Mitochondrion || sites.iter().any(|s| s.strands.len() == 1);
    let turns = blocks.count.saturating_sub(1).min(MOST_BLOCKS);
    if blocks.count.saturating_sub(1) > MOST_BLOCKS {
        out.notes.push((
            "too_many_blocks",
            format!("{} independent sites; not every arrangement was tried", blocks.count),
        ));
    }
    // Only alleles with a variant somewhere can be carried, whatever the arrangement.
    let varied = |p: u16| sites[usize::from(p)].strands.iter().any(|b| variant(*b) == Some(true));
    let carried = |a: &usize| gene.alleles[*a].fixes.iter().any(|(p, _)| varied(*p));
    let candidates: Vec<usize> = (0..gene.alleles.len()).filter(carried).collect();
    let mut arrangements: BTreeSet<Vec<Strand>> = BTreeSet::new();
    for turned in 0..1_usize << turns {
        let mut pair = strands(gene, sites, &blocks, &candidates, turned);
        if single {
            pair = vec![pair.concat()];
            pair[0].sort_unstable();
            pair[0].dedup();
        }
        pair.sort();
        arrangements.insert(pair);
    }
    out.listed = arrangements.into_iter().collect();
    // Of equal functions, variants on both strands before several on one, then table order.
    let place = |pair: &[Strand]| {
        let mut place: Vec<usize> = pair.iter().map(|s| lowest(gene, s).unwrap_or(usize::MAX)).collect();
        place.sort_unstable();
        place
    };
    out.listed.sort_by(|a, b| {
        weight(gene, a)
            .total_cmp(&weight(gene, b))
            .then_with(|| place(a).contains(&usize::MAX).cmp(&place(b).contains(&usize::MAX)))
            .then_with(|| place(a).cmp(&place(b)))
    });
    if out.listed.len() > 1 && !blocks.all_phased {
        let lowest: Vec<Strand> =
            out.listed[0].iter().map(|s| lowest(gene, s).into_iter().collect()).collect();
        let found: BTreeSet<usize> = out.listed[0].iter().flatten().copied().collect();
        let names: Vec<&str> = found.iter().map(|a| gene.alleles[*a].shown()).collect();
        out.notes.push((
            "assumed_on_different_strands",
            format!(
                "the variants {} are not phased; the two of lowest function are assumed to be on different strands",
                names.join(", ")
            ),
        ));
        out.listed = vec![lowest];
    }
    out
}

/// Function of an allele as a number, lower is more consequential; equal where the table has no order.
pub(crate) fn consequence(gene: &PgxGene, allele: usize) -> f64 {
    let a = &gene.alleles[allele];
    if let Some(activity) = a.activity {
        return activity;
    }
    let place = gene.severity.iter().position(|f| Some(f) == a.function.as_ref());
    #[expect(clippy::cast_precision_loss, reason = "a handful of functions")]
    place.map_or(0.5, |p| p as f64)
}

/// The allele of lowest function of a strand.
pub(crate) fn lowest(gene: &PgxGene, strand: &[usize]) -> Option<usize> {
    strand
        .iter()
        .copied()
        .min_by(|a, b| consequence(gene, *a).total_cmp(&consequence(gene, *b)).then(a.cmp(b)))
}

fn weight(gene: &PgxGene, pair: &[Strand]) -> f64 {
    let reference = gene.alleles.iter().position(|a| a.reference);
    let one = |s: &Strand| lowest(gene, s).or(reference).map_or(1.0, |a| consequence(gene, a));
    pair.iter().map(one).sum()
}

/// Variants of the two strands where the blocks whose bit is set are exchanged.
fn strands(
    gene: &PgxGene,
    sites: &[Site],
    blocks: &Blocks,
    candidates: &[usize],
    turned: usize,
) -> Vec<Strand> {
    let base = |position: usize, strand: usize| {
        let block = blocks.of[position];
        let exchange = block.is_some_and(|b| b > 0 && b <= MOST_BLOCKS && turned >> (b - 1) & 1 == 1);
        let site = &sites[position];
        let strand = if exchange { 1 - strand } else { strand };
        site.strands.get(strand).or_else(|| site.strands.first()).copied().unwrap_or(Base::Missing)
    };
    (0..2)
        .map(|strand| {
            let mut found = Vec::new();
            for index in candidates {
                let allele = &gene.alleles[*index];
                let carried = match &gene.proxy {
                    Some(rule) if rule.allele == allele.name => {
                        let (deciding, proxy) = both(rule, |p| variant(base(p, strand)));
                        proxy == Some(true) && deciding != Some(false)
                    }
                    Some(rule) if rule.deciding_allele == allele.name => {
                        let (deciding, proxy) = both(rule, |p| variant(base(p, strand)));
                        deciding == Some(true) && proxy != Some(true)
                    }
                    _ => {
                        let mut fixes = allele.fixes.iter();
                        let has = |(p, mask): &(u16, u32)| {
                            matches!(base(usize::from(*p), strand), Base::Known(n) if mask >> n & 1 == 1)
                        };
                        !allele.reference && fixes.all(has)
                    }
                };
                if carried {
                    found.push(*index);
                }
            }
            found
        })
        .collect()
}

fn both(rule: &ProxyRule, of: impl Fn(usize) -> Option<bool>) -> (Option<bool>, Option<bool>) {
    (of(usize::from(rule.deciding)), of(usize::from(rule.proxy)))
}

fn variant(base: Base) -> Option<bool> {
    match base {
        Base::Missing => None,
        Base::Known(n) => Some(n > 0),
        Base::Undocumented => Some(false),
    }
}

/// Puts an unphased proxy on the strand of the deciding variant: the two are in strong linkage.
fn link(rule: &ProxyRule, sites: &mut [Site], blocks: &mut Blocks) {
    let (deciding, proxy) = (usize::from(rule.deciding), usize::from(rule.proxy));
    let (Some(a), Some(b)) = (blocks.of[deciding], blocks.of[proxy]) else { return };
    let phased = sites[deciding].phase_set.is_some() && sites[proxy].phase_set.is_some();
    let strand = |p: usize| sites[p].strands.iter().position(|s| variant(*s) == Some(true));
    if a == b || phased {
        return;
    }
    if strand(deciding) != strand(proxy) {
        // The unphased one of the two is turned; unphased genotypes have no order of their own.
        let turned = if sites[proxy].phase_set.is_none() { proxy } else { deciding };
        sites[turned].strands.reverse();
    }
    let (keep, drop) = (a.min(b), a.max(b));
    for block in blocks.of.iter_mut().flatten() {
        if *block == drop {
            *block = keep;
        } else if *block > drop {
            *block -= 1;
        }
    }
    blocks.count -= 1;
}

fn proxy_notes(gene: &PgxGene, rule: &ProxyRule, sites: &[Site], out: &mut Matches) {
    let label = |p: u16| gene.positions[usize::from(p)].label(&gene.contig);
    let (deciding, proxy) = (&sites[usize::from(rule.deciding)], &sites[usize::from(rule.proxy)]);
    let count = |s: &Site| s.strands.iter().filter(|b| variant(**b) == Some(true)).count();
    if deciding.strands.contains(&Base::Missing) && !proxy.all_missing() {
        out.notes.push((
            "proxy_used",
            format!("{} is missing; its proxy {} was used", label(rule.deciding), label(rule.proxy)),
        ));
    } else if !deciding.strands.contains(&Base::Missing) && count(proxy) > count(deciding) {
        out.notes.push((
            "proxy_ignored",
            format!("{} disagrees with {} and was ignored", label(rule.proxy), label(rule.deciding)),
        ));
    }
}

/// Alleles of missing positions. An allele with a proxy is open only where both its positions are missing.
fn open(gene: &PgxGene, sites: &[Site]) -> Vec<Open> {
    let mut open = Vec::new();
    for (allele, a) in gene.alleles.iter().enumerate() {
        let sites_of = |p: u16| &sites[usize::from(p)];
        let gap = |s: &Site, strand: usize| {
            s.strands.get(strand).or_else(|| s.strands.first()).is_none_or(|b| *b == Base::Missing)
        };
        let (is_open, tried) = match &gene.proxy {
            Some(rule) if rule.allele == a.name => {
                let (d, x) = (sites_of(rule.deciding), sites_of(rule.proxy));
                let either = (0..2).any(|s| gap(d, s) && gap(x, s));
                (either, either && (d.failed() || x.failed()))
            }
            _ => {
                let missing = a.fixes.iter().map(|(p, _)| sites_of(*p));
                let mut missing = missing.filter(|s| s.strands.contains(&Base::Missing)).peekable();
                (missing.peek().is_some(), missing.any(Site::failed))
            }
        };
        if is_open && !a.reference {
            open.push(Open { allele, tried });
        }
    }
    open
}
