//! Reads every VCF of the shared data folder. Runs where `ATTUNE_SHARED` names that folder.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at its first surprise")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use attune_genome::{Assembly, Origin};
use attune_ingest::{GenomeImport, GenomeOptions, Refusal, Severity, read_genome};

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("ATTUNE_SHARED").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: ATTUNE_SHARED is not set");
    }
    folder
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            files(&path, found);
        } else if name.ends_with(".vcf") || name.ends_with(".vcf.gz") {
            found.push(path);
        }
    }
}

fn import(path: &Path) -> Result<GenomeImport, Refusal> {
    let name = path.file_name().unwrap().to_string_lossy();
    read_genome(&name, File::open(path).unwrap(), &GenomeOptions::default())
}

/// Leaves counted by the documented rule, independently of the reader.
fn leaves(path: &Path) -> u64 {
    let mut text = String::new();
    let file = File::open(path).unwrap();
    if path.extension().is_some_and(|e| e == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    } else {
        let mut file = file;
        file.read_to_string(&mut text).unwrap();
    }
    let lines = text.lines().filter(|l| !l.trim().is_empty());
    lines
        .map(|l| if l.starts_with('#') { 1 } else { l.split('\t').filter(|f| !f.is_empty()).count() as u64 })
        .sum()
}

#[test]
fn every_example_is_read_or_refused_with_a_hint() {
    let Some(shared) = shared() else { return };
    let mut paths = Vec::new();
    files(&shared.join("data/oncology/examples"), &mut paths);
    paths.sort();
    assert!(paths.len() > 10, "the examples are there");
    let mut seen = BTreeMap::new();
    for path in &paths {
        let started = Instant::now();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match import(path) {
            Ok(import) => {
                assert!(import.ledger.adds_up(), "{name}: {:?}", import.ledger);
                assert_eq!(import.ledger.total, leaves(path), "{name}");
                let errors = import.findings.iter().filter(|f| f.severity == Severity::Error).count();
                println!(
                    "{name}: {:?} {:?}, {} records, {} variants, {errors} errors, {:?}\n    {}",
                    import.assembly,
                    import.report.origin,
                    import.records.len(),
                    import.report.variants.len(),
                    started.elapsed(),
                    import.assembly_evidence
                );
                for f in &import.findings {
                    println!("    {} {} {}: {}", f.severity.name(), f.location, f.code, f.message);
                }
                seen.insert(name, (import.assembly, import.report.origin));
            }
            Err(refusal) => {
                println!("{name}: {} {refusal} / {}", refusal.code, refusal.hint);
                assert!(refusal.hint.contains("--assembly"), "{name}: {refusal:?}");
            }
        }
    }
    let tumour = |assembly| Some((Some(assembly), Origin::Somatic));
    assert_eq!(seen.get("T001-COAD.grch37.vcf.gz").copied(), tumour(Assembly::GRCh37));
    assert_eq!(seen.get("T001-COAD.grch38.vcf.gz").copied(), tumour(Assembly::GRCh38));
    assert_eq!(seen.get("T001-BRCA.grch38.vcf.gz").copied(), tumour(Assembly::GRCh38));
}

#[test]
fn every_pharmacogenomic_case_is_read() {
    let Some(shared) = shared() else { return };
    let mut paths = Vec::new();
    files(&shared.join("cases/pgx"), &mut paths);
    assert!(paths.len() > 100, "the cases are there");
    for path in &paths {
        let import = import(path).unwrap_or_else(|r| panic!("{}: {r:?}", path.display()));
        assert!(import.ledger.adds_up(), "{}", path.display());
        assert_eq!(import.assembly, Some(Assembly::GRCh38), "{}", path.display());
        let errors: Vec<_> = import.findings.iter().filter(|f| f.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
    }
}
