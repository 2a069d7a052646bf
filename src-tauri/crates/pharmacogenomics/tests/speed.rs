//! Time to read the tables and to call samples. Ignored in normal runs; in a release build:
//! `cargo test --release -p attune-pharmacogenomics --test speed -- --ignored --nocapture`.

#![allow(clippy::expect_used, clippy::panic)] // a test stops at the first thing that is not as expected

mod support;

use std::time::Instant;

use attune_clinical::Sex;
use attune_genome::{Assembly, CallRecord, Origin};
use attune_knowledge::pgx::{PgxTables, build};
use attune_pharmacogenomics::{CallInput, Stated, call};
use support::sample::record;

#[test]
#[ignore = "a measurement, not a check"]
fn reading_and_calling() {
    let Some(shared) = support::shared() else { return };
    let read = |name: &str| std::fs::read(shared.join("facts/pgx").join(name)).expect("a fact file");
    let (genes, rules) = (read("genes.json"), read("phenotype_rules.json"));
    let (texts, fda) = (read("recommendations_2024.json"), read("fda_pgx_associations_2021.json"));
    let facts = build::PgxFacts {
        genes: &genes,
        rules: &rules,
        recommendations: &texts,
        catalog: &read("guideline_catalog_2025.json"),
        fda: Some(&fda),
    };
    let parts = build::build_parts(&facts).expect("parts");
    for part in &parts {
        println!("{}: {} bytes", part.name, part.content.len());
    }
    let guidance: Vec<(&str, &[u8])> =
        parts[1..].iter().map(|p| (p.name.as_str(), p.content.as_slice())).collect();
    let mut best = f64::INFINITY;
    for _ in 0..20 {
        let start = Instant::now();
        let tables = PgxTables::read(&parts[0].content, &guidance).expect("tables");
        best = best.min(start.elapsed().as_secs_f64());
        assert!(!tables.genes.is_empty());
    }
    println!("reading the tables: {:.2} ms", best * 1000.0);
    let tables = PgxTables::read(&parts[0].content, &guidance).expect("tables");
    let mut records: Vec<CallRecord> = Vec::new();
    for gene in &tables.genes {
        for (n, position) in gene.positions.iter().enumerate() {
            let base = |k: usize| position.bases[k].as_str();
            let pair =
                if n % 7 == 0 { [base(0), base(position.bases.len() - 1)] } else { [base(0), base(0)] };
            records.push(record(gene, position, Assembly::GRCh38, &pair, false));
        }
    }
    let input = CallInput {
        records: &records,
        sample_index: 0,
        sample: "S",
        assembly: Assembly::GRCh38,
        sex: Sex::Female,
        origin: Origin::Germline,
        stated: Stated::Nothing,
        array: false,
        rcrs: false,
    };
    let mut best = f64::INFINITY;
    for _ in 0..20 {
        let start = Instant::now();
        let sample = call(&tables, &input);
        best = best.min(start.elapsed().as_secs_f64());
        assert_eq!(sample.genes.len(), tables.genes.len());
    }
    println!("one sample with {} records, many heterozygous: {:.2} ms", records.len(), best * 1000.0);
    let mut plain = records.clone();
    for record in &mut plain {
        for genotype in record.samples.iter_mut().filter_map(|s| s.genotype.as_mut()) {
            genotype.alleles.fill(Some(0));
        }
    }
    let input = CallInput { records: &plain, ..input };
    let start = Instant::now();
    for _ in 0..88 {
        assert!(!call(&tables, &input).recommendations.is_empty());
    }
    println!("88 reference samples: {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
}

/// A whole file through reader and caller, as `attune pgx` does it:
/// `ATTUNE_VCF=FILE cargo test --release -p attune-pharmacogenomics --test speed file -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement, not a check"]
fn file() {
    let (Some(shared), Some(path)) = (support::shared(), std::env::var_os("ATTUNE_VCF")) else { return };
    let tables = support::tables(&shared);
    let keep = [Assembly::GRCh37, Assembly::GRCh38]
        .into_iter()
        .flat_map(|a| attune_pharmacogenomics::regions(&tables, a));
    let keep = keep.map(|(contig, start, end)| attune_ingest::Region { contig, start, end }).collect();
    let options =
        attune_ingest::GenomeOptions { keep: Some(keep), ..attune_ingest::GenomeOptions::default() };
    let start = Instant::now();
    let input = std::fs::File::open(&path).expect("the file");
    let import = attune_ingest::read_genome("file.vcf.gz", input, &options).expect("an import");
    let read = start.elapsed().as_secs_f64();
    let assembly = import.assembly.expect("an assembly");
    let mut called = 0;
    for (sample_index, sample) in import.samples.iter().enumerate() {
        let input = CallInput {
            records: &import.records,
            sample_index,
            sample,
            assembly,
            sex: Sex::Unknown,
            origin: Origin::Germline,
            stated: Stated::Nothing,
            array: false,
            rcrs: false,
        };
        called += call(&tables, &input).genes.iter().filter(|g| !g.diplotypes.is_empty()).count();
    }
    let all = start.elapsed().as_secs_f64();
    println!(
        "{} samples, {} records kept, {called} genes: read {read:.3} s, all {all:.3} s",
        import.samples.len(),
        import.records.len()
    );
}
