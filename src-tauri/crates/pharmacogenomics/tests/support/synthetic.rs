//! Synthetic samples of the shared cases as records.

use std::collections::BTreeMap;

use attune_genome::{Allele, CallRecord, Contig, Genotype, Position, SampleCall};
use attune_knowledge::pgx::{PgxGene, Ploidy};
use serde_json::Value;

/// Records of a synthetic sample: every position of the gene, homozygous reference unless given.
pub(crate) fn synthetic(gene: &PgxGene, case: &Value, facts: &Value, phased: bool) -> Vec<CallRecord> {
    let positions = facts["positions"].as_array().expect("positions");
    let given: BTreeMap<usize, (String, String)> = case["gt"]
        .as_array()
        .expect("genotypes")
        .iter()
        .map(|g| {
            let base = |n: usize| g[n].as_str().expect("a base").to_owned();
            (usize::try_from(g[0].as_u64().expect("an index")).expect("small"), (base(1), base(2)))
        })
        .collect();
    let single = case["exp"].as_array().is_some_and(|e| e.len() == 1);
    positions
        .iter()
        .enumerate()
        .map(|(n, p)| {
            let reference = p["ref"].as_str().expect("a base").to_owned();
            let at = Position::new(u32::try_from(p["pos38"].as_u64().expect("a position")).expect("small"));
            let (a, b) = given.get(&n).cloned().unwrap_or((reference.clone(), reference.clone()));
            let mut alternates: Vec<String> = Vec::new();
            for base in [&a, &b] {
                if *base != reference && !alternates.contains(base) {
                    alternates.push(base.clone());
                }
            }
            let number = |base: &String| {
                let at = alternates.iter().position(|x| x == base);
                Some(at.map_or(0, |i| u16::try_from(i).expect("few") + 1))
            };
            let mut alleles = vec![number(&a), number(&b)];
            if single && gene.ploidy == Ploidy::X {
                alleles.truncate(1);
            }
            if !phased {
                alleles.sort();
            }
            let at = at.expect("a position");
            CallRecord {
                contig: Contig::new(&gene.contig),
                position: at,
                end: Position::new(at.get() + u32::try_from(reference.len()).expect("short") - 1)
                    .expect("more"),
                ids: Vec::new(),
                reference,
                alternates: alternates.into_iter().map(Allele::Bases).collect(),
                quality: None,
                filter: None,
                samples: vec![SampleCall {
                    genotype: Some(Genotype { alleles, phased }),
                    ..SampleCall::default()
                }],
                info: Vec::new(),
                line: n as u64,
            }
        })
        .collect()
}
