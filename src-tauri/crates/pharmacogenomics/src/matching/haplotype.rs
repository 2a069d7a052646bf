//! Genes whose strands carry one named allele each.
//!
//! For two alleles the blocks of phased sites are independent of each other: a pair fits when each block has
//! an orientation in which both strands agree with it. Trying all pairs is therefore exact and takes time
//! proportional to pairs times positions, however many sites are heterozygous; nothing is enumerated over
//! phases and no limit is needed.

use attune_knowledge::pgx::PgxGene;

use super::blocks::{Blocks, blocks};
use super::{Matches, Open, combination};
use crate::names;
use crate::sites::{Base, Site};

/// Alleles that are tried for the nearest pair.
const NEAREST: usize = 24;

/// Orientations in which a pair fits, for each block: bit 0 as written, bit 1 exchanged.
type Orientations = Vec<u8>;

struct Table<'a> {
    gene: &'a PgxGene,
    sites: &'a [Site],
    blocks: Blocks,
    /// For each allele the bases allowed at each position.
    allowed: Vec<Vec<u32>>,
    /// The reference allele and any allele that fixes every position: what a strand is where nothing speaks
    /// for another allele.
    defaults: Vec<usize>,
}

/// All pairs of alleles (or single alleles of one strand) that agree with the sites.
pub(crate) fn matches(gene: &PgxGene, sites: &[Site]) -> Matches {
    let table = Table::new(gene, sites);
    let single = sites.iter().any(|s| s.strands.len() == 1);
    let candidates: Vec<usize> = (0..gene.alleles.len()).filter(|a| table.possible(*a)).collect();
    let mut fits: Vec<(usize, Option<usize>, Orientations)> = Vec::new();
    for (n, a) in candidates.iter().enumerate() {
        if single {
            fits.push((*a, None, Vec::new()));
            continue;
        }
        for b in &candidates[n..] {
            if let Some(orientations) = table.fit(*a, *b) {
                fits.push((*a, Some(*b), orientations));
            }
        }
    }
    let mut out = Matches::default();
    let mut kept: Vec<(usize, Option<usize>)> = Vec::new();
    for (a, b, orientations) in &fits {
        let mut open = Vec::new();
        match b {
            None => open.extend(table.replaceable(*a, |d| table.possible(d))),
            Some(b) => {
                let shares = |f: Option<Orientations>| {
                    f.is_some_and(|o| o.iter().zip(orientations).all(|(x, y)| x & y != 0))
                };
                open.extend(table.replaceable(*a, |d| shares(table.fit(d, *b))));
                open.extend(table.replaceable(*b, |d| shares(table.fit(*a, d))));
            }
        }
        if open.is_empty() {
            kept.push((*a, *b));
        }
        out.open.extend(open);
    }
    out.open.sort();
    out.open.dedup();
    kept.sort_by(|x, y| {
        let name = |p: &(usize, Option<usize>)| table.name(*p);
        table.score(*y).cmp(&table.score(*x)).then_with(|| names::order(gene, &name(x), &name(y)))
    });
    if kept.is_empty()
        && let Some(nearest) = table.nearest()
    {
        out.notes.push(("no_allele_fits", nearest));
        out.notes.extend(combination::describe(gene, sites, &table.blocks));
    }
    let strand = |allele: usize| if gene.alleles[allele].reference { Vec::new() } else { vec![allele] };
    out.listed = kept.into_iter().map(|(a, b)| std::iter::once(a).chain(b).map(strand).collect()).collect();
    out
}

impl<'a> Table<'a> {
    fn new(gene: &'a PgxGene, sites: &'a [Site]) -> Self {
        let count = gene.positions.len();
        let mut allowed = vec![vec![1_u32; count]; gene.alleles.len()];
        for (row, allele) in allowed.iter_mut().zip(&gene.alleles) {
            for (position, mask) in &allele.fixes {
                row[usize::from(*position)] = *mask;
            }
        }
        let full =
            |a: &usize| gene.alleles[*a].reference || count > 1 && gene.alleles[*a].fixes.len() >= count;
        let defaults = (0..gene.alleles.len()).filter(full).collect();
        Self { gene, sites, blocks: blocks(sites), allowed, defaults }
    }

    fn allows(&self, allele: usize, position: usize, base: Base) -> bool {
        match base {
            Base::Missing => true,
            Base::Undocumented => false,
            Base::Known(n) => self.allowed[allele][position] >> n & 1 == 1,
        }
    }

    /// True where at each site at least one strand may be of the allele.
    fn possible(&self, allele: usize) -> bool {
        self.sites.iter().enumerate().all(|(p, s)| s.strands.iter().any(|b| self.allows(allele, p, *b)))
    }

    fn fit(&self, a: usize, b: usize) -> Option<Orientations> {
        let mut orientations = vec![3_u8; self.blocks.count];
        for (p, site) in self.sites.iter().enumerate() {
            let [x, y] = site.strands.as_slice() else { return None };
            let written = self.allows(a, p, *x) && self.allows(b, p, *y);
            match self.blocks.of[p] {
                None if written => {}
                None => return None,
                Some(block) => {
                    let exchanged = self.allows(a, p, *y) && self.allows(b, p, *x);
                    orientations[block] &= u8::from(written) | u8::from(exchanged) << 1;
                    if orientations[block] == 0 {
                        return None;
                    }
                }
            }
        }
        Some(orientations)
    }

    /// The allele as open, where a default allele agrees with the same strand and only missing positions
    /// tell the two apart.
    fn replaceable(&self, allele: usize, fits: impl Fn(usize) -> bool) -> Option<Open> {
        if self.defaults.contains(&allele) {
            return None;
        }
        let default =
            self.defaults.iter().copied().find(|d| self.apart_by_missing(allele, *d) && fits(*d))?;
        let tried = self.apart(allele, default).any(Site::failed);
        Some(Open { allele, tried })
    }

    fn apart(&self, a: usize, b: usize) -> impl Iterator<Item = &Site> {
        let differ = move |p: &usize| self.allowed[a][*p] & self.allowed[b][*p] == 0;
        (0..self.sites.len()).filter(differ).map(|p| &self.sites[p])
    }

    fn apart_by_missing(&self, a: usize, b: usize) -> bool {
        self.apart(a, b).any(|s| s.strands.contains(&Base::Missing))
    }

    /// Positions that the alleles fix, among those present; the defaults fix them all.
    fn score(&self, (a, b): (usize, Option<usize>)) -> usize {
        let present = |p: usize| !self.sites[p].all_missing();
        let one = |allele: usize| {
            if self.defaults.contains(&allele) {
                return (0..self.sites.len()).filter(|p| present(*p)).count();
            }
            self.gene.alleles[allele].fixes.iter().filter(|(p, _)| present(usize::from(*p))).count()
        };
        one(a) + b.map_or(0, one)
    }

    fn name(&self, (a, b): (usize, Option<usize>)) -> String {
        let shown = |i: usize| self.gene.alleles[i].shown();
        b.map_or_else(|| shown(a).to_owned(), |b| names::join(self.gene, shown(a), shown(b)))
    }

    /// The pair with the fewest positions that disagree, for the finding.
    fn nearest(&self) -> Option<String> {
        // Alleles that disagree with both strands at the fewest positions come into question.
        let alone = |a: &usize| {
            let sites = self.sites.iter().enumerate();
            sites.filter(|(p, s)| !s.strands.iter().any(|b| self.allows(*a, *p, *b))).count()
        };
        let mut near: Vec<usize> = (0..self.gene.alleles.len()).collect();
        near.sort_by_cached_key(alone);
        near.truncate(NEAREST);
        near.sort_unstable();
        let mut best: Option<(usize, usize, usize)> = None;
        for (n, a) in near.iter().copied().enumerate() {
            for b in near[n..].iter().copied() {
                let limit = best.map_or(usize::MAX, |(count, ..)| count);
                let disagree = self.disagreeing(a, b).take(limit).count();
                if disagree < limit {
                    best = Some((disagree, a, b));
                }
            }
        }
        let (_, a, b) = best?;
        let contig = &self.gene.contig;
        let positions: Vec<String> =
            self.disagreeing(a, b).map(|p| self.gene.positions[p].label(contig)).collect();
        let why = if positions.is_empty() { "phase".to_owned() } else { positions.join(", ") };
        Some(format!("nearest is {}, which disagrees at {why}", self.name((a, Some(b)))))
    }

    fn disagreeing(&self, a: usize, b: usize) -> impl Iterator<Item = usize> {
        self.sites.iter().enumerate().filter_map(move |(p, site)| {
            let agrees = match site.strands.as_slice() {
                [x] => self.allows(a, p, *x),
                [x, y] => {
                    self.allows(a, p, *x) && self.allows(b, p, *y)
                        || self.allows(a, p, *y) && self.allows(b, p, *x)
                }
                _ => false,
            };
            (!agrees).then_some(p)
        })
    }
}
