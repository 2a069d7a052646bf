//! Properties that hold for every pair of alleles.

#![allow(clippy::expect_used, clippy::panic)] // a test stops at the first thing that is not as expected

mod support;

use attune_genome::{Assembly, Genotype};
use attune_knowledge::pgx::{MatchMode, PgxGene, PgxTables, Ploidy};
use attune_pharmacogenomics::{CallStatus, GeneResult, PgxSample};
use proptest::prelude::*;
use support::sample::{Sample, names, record};

/// Base of an allele at each position; of a set of bases the one that `pick` points at.
fn bases(gene: &PgxGene, allele: usize, pick: usize) -> Vec<String> {
    let mut out: Vec<String> = gene.positions.iter().map(|p| p.bases[0].clone()).collect();
    for (position, mask) in &gene.alleles[allele].fixes {
        let set: Vec<u32> = (0..32).filter(|n| mask >> n & 1 == 1).collect();
        let one = set[pick % set.len()] as usize;
        out[usize::from(*position)] = gene.positions[usize::from(*position)].bases[one].clone();
    }
    out
}

fn sample<'a>(
    tables: &'a PgxTables,
    gene: &PgxGene,
    strands: &[Vec<String>; 2],
    assembly: Assembly,
    phased: bool,
) -> Sample<'a> {
    let mut sample = Sample::empty(tables);
    sample.assembly = assembly;
    for (n, position) in gene.positions.iter().enumerate() {
        let pair = [strands[0][n].as_str(), strands[1][n].as_str()];
        sample.records.push(record(gene, position, assembly, &pair, phased));
    }
    sample
}

/// A gene of the fixture with two strands.
fn two_stranded(tables: &PgxTables, g: usize) -> &PgxGene {
    let genes: Vec<&PgxGene> = tables.genes.iter().filter(|g| g.ploidy != Ploidy::Mitochondrion).collect();
    genes[g % genes.len()]
}

fn reference_only(gene: &PgxGene, result: &GeneResult) -> bool {
    let name = gene.reference_allele().map_or("", |a| a.shown());
    result.diplotypes.iter().all(|d| d.name == format!("{name}/{name}") || d.name == name)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_pair_is_found_alike_on_both_assemblies(g in 0_usize..8, a in 0_usize..400, b in 0_usize..400, pick in 0_usize..6, phased: bool) {
        let tables = support::fixture();
        let gene = two_stranded(&tables, g);
        let (a, b) = (a % gene.alleles.len(), b % gene.alleles.len());
        let strands = [bases(gene, a, pick), bases(gene, b, pick / 2)];
        let on = |assembly| sample(&tables, gene, &strands, assembly, phased).gene(&gene.symbol);
        let (new, old) = (on(Assembly::GRCh38), on(Assembly::GRCh37));
        prop_assert_eq!(&new, &old);
        let mut pair = [gene.alleles[a].shown(), gene.alleles[b].shown()];
        let wanted = [pair.join("/"), { pair.reverse(); pair.join("/") }];
        let listed = |name: &&str| wanted.iter().any(|w| w == name);
        prop_assert!(names(&new).iter().any(listed), "{:?} in {:?}", wanted, names(&new));
        if phased && !gene.needs_copy_number {
            prop_assert_eq!(new.status, CallStatus::Called);
        }
    }

    #[test]
    fn any_genotypes_with_gaps_give_the_same_on_both_assemblies(g in 0_usize..8, draws in prop::collection::vec((0_usize..40, 0_usize..40), 60), phased: bool) {
        let tables = support::fixture();
        let gene = two_stranded(&tables, g);
        let on = |assembly| {
            let mut sample = Sample::empty(&tables);
            sample.assembly = assembly;
            for (n, position) in gene.positions.iter().enumerate() {
                let (a, b) = draws[n % draws.len()];
                // Mostly the GRCh38 base, sometimes another one, sometimes no record at all.
                let base = |draw: usize| if draw < position.bases.len() { draw } else { 0 };
                if (a + 3 * b + n) % 17 == 0 {
                    continue;
                }
                let pair = [position.bases[base(a)].as_str(), position.bases[base(b)].as_str()];
                sample.records.push(record(gene, position, assembly, &pair, phased));
            }
            sample.gene(&gene.symbol)
        };
        prop_assert_eq!(on(Assembly::GRCh38), on(Assembly::GRCh37));
    }

    #[test]
    fn a_gap_never_makes_a_firm_reference_in_silence(g in 0_usize..8, a in 0_usize..400, b in 0_usize..400, at in 0_usize..400, remove: bool, half: bool) {
        let tables = support::fixture();
        let gene = two_stranded(&tables, g);
        let (a, b) = (a % gene.alleles.len(), b % gene.alleles.len());
        let strands = [bases(gene, a, 0), bases(gene, b, 0)];
        let mut sample = sample(&tables, gene, &strands, Assembly::GRCh38, false);
        let before = sample.gene(&gene.symbol);
        let varied: Vec<usize> = (0..gene.positions.len())
            .filter(|p| [0, 1].iter().any(|s| strands[*s][*p] != gene.positions[*p].bases[0]))
            .collect();
        prop_assume!(!varied.is_empty());
        let at = varied[at % varied.len()];
        if remove {
            sample.records.remove(at);
        } else {
            let genotype = sample.records[at].samples[0].genotype.as_mut().expect("written");
            let kept = if half { genotype.alleles[0] } else { None };
            *genotype = Genotype { alleles: vec![kept, None], phased: false };
        }
        let after = sample.gene(&gene.symbol);
        let place = format!("chr{}:{}", gene.contig, gene.positions[at].at);
        prop_assert!(after.status == CallStatus::NotCalled || after.missing.iter().any(|m| m.position == place));
        let firm = after.status == CallStatus::Called && reference_only(gene, &after);
        if firm {
            // Only a rare allele outside the list that a test must cover, and then it is named.
            prop_assert!(remove && gene.minimum_alleles.is_some(), "{:?} became {:?}", before, after);
            prop_assert!(after.missing.iter().any(|m| m.position == place && !m.cannot_exclude.is_empty()));
            let list = gene.minimum_alleles.as_ref().expect("checked");
            for allele in [a, b] {
                prop_assert!(!list.contains(&gene.alleles[allele].name), "{} is on the list", gene.alleles[allele].name);
            }
        }
    }

    #[test]
    fn exchanging_the_strands_changes_nothing(g in 0_usize..8, a in 0_usize..400, b in 0_usize..400, phased: bool) {
        let tables = support::fixture();
        let gene = two_stranded(&tables, g);
        let (a, b) = (a % gene.alleles.len(), b % gene.alleles.len());
        let (x, y) = (bases(gene, a, 0), bases(gene, b, 0));
        let one = sample(&tables, gene, &[x.clone(), y.clone()], Assembly::GRCh38, phased);
        let other = sample(&tables, gene, &[y, x], Assembly::GRCh38, phased);
        // The written genotype keeps the order of the strands in the file; nothing that follows from it does.
        let without_order = |mut sample: PgxSample| {
            for position in sample.genes.iter_mut().flat_map(|g| &mut g.positions) {
                if let Some(genotype) = &mut position.genotype {
                    let mut strands: Vec<&str> = genotype.split(['/', '|']).collect();
                    strands.sort_unstable();
                    *genotype = strands.join("/");
                }
            }
            sample
        };
        prop_assert_eq!(without_order(one.call()), without_order(other.call()));
    }
}

#[test]
fn a_gene_with_several_variants_a_strand_keeps_the_lowest_function() {
    let tables = support::fixture();
    let gene = tables.gene("DPYD").expect("DPYD");
    assert_eq!(gene.mode, MatchMode::LowestFunction);
    for a in 0..gene.alleles.len() {
        for b in 0..gene.alleles.len() {
            let strands = [bases(gene, a, 0), bases(gene, b, 0)];
            let result = sample(&tables, gene, &strands, Assembly::GRCh38, true).gene(&gene.symbol);
            let sum = gene.alleles[a].activity.zip(gene.alleles[b].activity).map(|(x, y)| x + y);
            assert_eq!(
                result.diplotypes[0].activity_score, sum,
                "{} {}",
                gene.alleles[a].name, gene.alleles[b].name
            );
        }
    }
}
