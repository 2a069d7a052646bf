//! What the tests share: tables from the shared facts folder and a plain VCF reader.

#![allow(dead_code)] // each test file uses its own part

pub(crate) mod difference;
pub(crate) mod sample;
pub(crate) mod synthetic;
pub(crate) mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use attune_genome::{Allele, CallRecord, Contig, Genotype, Position, SampleCall};
use attune_knowledge::pgx::{PgxGene, PgxTables, build};

/// The shared facts folder, where the environment names it.
pub(crate) fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("ATTUNE_SHARED").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: ATTUNE_SHARED does not name the shared facts folder");
    }
    folder
}

/// Genes of the fixture: each mechanism has one.
const FIXTURE_GENES: [&str; 9] =
    ["CYP2C19", "CYP2D6", "CYP3A5", "DPYD", "G6PD", "MT-RNR1", "SLCO1B1", "TPMT", "UGT1A1"];
/// Alleles of the fixture for the long tables; all for the others.
const FIXTURE_ALLELES: [(&str, &[&str]); 2] = [
    ("CYP2D6", &["*1", "*2", "*3", "*4", "*6", "*9", "*10", "*41"]),
    ("G6PD", &["B (reference)", "A", "A- 202A_376G", "Chatham", "Nara", "Farroupilha"]),
];

/// Tables of the fixture: the real definitions of a few genes and short guidance texts of our own.
pub(crate) fn fixture() -> PgxTables {
    let genes = include_bytes!("../fixtures/pgx-genes.json");
    let cpic = include_bytes!("../fixtures/pgx-cpic.json");
    let dpwg = include_bytes!("../fixtures/pgx-dpwg.json");
    PgxTables::read(genes, &[("pgx-cpic", cpic), ("pgx-dpwg", dpwg)]).expect("the fixture")
}

/// The genes of the fixture, cut from complete tables.
pub(crate) fn cut(tables: &PgxTables) -> String {
    let mut genes: Vec<PgxGene> =
        tables.genes.iter().filter(|g| FIXTURE_GENES.contains(&g.symbol.as_str())).cloned().collect();
    for gene in &mut genes {
        let Some((_, names)) = FIXTURE_ALLELES.iter().find(|(g, _)| *g == gene.symbol) else { continue };
        gene.alleles.retain(|a| names.contains(&a.name.as_str()));
        let used: BTreeSet<u16> = gene.alleles.iter().flat_map(|a| &a.fixes).map(|(p, _)| *p).collect();
        let new: BTreeMap<u16, u16> = used.iter().zip(0..).map(|(old, new)| (*old, new)).collect();
        let mut index = 0;
        gene.positions.retain(|_| {
            index += 1;
            used.contains(&(index - 1))
        });
        for (position, _) in gene.alleles.iter_mut().flat_map(|a| &mut a.fixes) {
            *position = new[position];
        }
    }
    let genes: Vec<String> = genes.iter().map(|g| serde_json::to_string(g).expect("a gene")).collect();
    format!(
        "{{\"schema\":\"attune/pgx-genes/1\",\"version\":\"{}\",\n\"source\":\"CPIC, PharmVar, ClinPGx\",\
         \"licence\":\"CC0-1.0 AND CC-BY-SA-4.0\",\n\"genes\":[\n{}\n]}}\n",
        tables.version,
        genes.join(",\n")
    )
}

/// Tables built from the fact files.
pub(crate) fn tables(shared: &Path) -> PgxTables {
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
    let guidance: Vec<(&str, &[u8])> =
        parts[1..].iter().map(|p| (p.name.as_str(), p.content.as_slice())).collect();
    PgxTables::read(&parts[0].content, &guidance).expect("tables")
}

/// Records of a VCF text with its samples.
pub(crate) fn vcf(text: &str) -> Vec<CallRecord> {
    let lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty());
    lines.map(|(n, l)| record(n as u64 + 1, l)).collect()
}

fn record(line: u64, text: &str) -> CallRecord {
    let cells: Vec<&str> = text.split('\t').collect();
    let position: u32 = cells[1].parse().expect("a position");
    let info = |key: &str| cells[7].split(';').find_map(|i| i.strip_prefix(key)?.strip_prefix('='));
    let written = position + cells[3].len() as u32 - 1;
    let end = info("END").and_then(|e| e.parse().ok()).unwrap_or(written);
    let format: Vec<&str> = cells.get(8).map_or_else(Vec::new, |f| f.split(':').collect());
    CallRecord {
        contig: Contig::new(cells[0]),
        position: Position::new(position).expect("position 1 or more"),
        end: Position::new(end).expect("position 1 or more"),
        ids: cells[2].split(';').filter(|i| *i != ".").map(str::to_owned).collect(),
        reference: cells[3].to_uppercase(),
        alternates: cells[4].split(',').filter(|a| *a != ".").map(allele).collect(),
        quality: cells[5].parse().ok(),
        filter: Some(cells[6]).filter(|f| *f != ".").map(str::to_owned),
        samples: cells.iter().skip(9).map(|s| sample(&format, s)).collect(),
        info: Vec::new(),
        line,
    }
}

fn allele(text: &str) -> Allele {
    match text {
        "*" => Allele::SpanningDeletion,
        "<NON_REF>" | "<*>" => Allele::NonReference,
        other if other.starts_with('<') => Allele::Symbolic(other.to_owned()),
        other => Allele::Bases(other.to_uppercase()),
    }
}

fn sample(format: &[&str], text: &str) -> SampleCall {
    let values: Vec<&str> = text.split(':').collect();
    let value = |key: &str| {
        let at = format.iter().position(|f| *f == key)?;
        values.get(at).copied().filter(|v| *v != ".")
    };
    let genotype = format.first().filter(|f| **f == "GT").map(|_| Genotype {
        alleles: values[0].split(['/', '|']).map(|a| a.parse().ok()).collect(),
        phased: values[0].contains('|'),
    });
    SampleCall {
        genotype,
        depth: value("DP").and_then(|v| v.parse().ok()),
        genotype_quality: value("GQ").and_then(|v| v.parse().ok()),
        phase_set: value("PS").map(str::to_owned),
        ..SampleCall::default()
    }
}
