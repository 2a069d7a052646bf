//! Reads every example of the shared folder: each column and record is accounted for. Runs where `ATTUNE_SHARED`
//! names that folder.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at its first surprise")]

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use attune_ingest::{GenomeOptions, read_genome, read_record};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Text of a file, unpacked.
fn text(path: &Path) -> String {
    let mut text = String::new();
    let mut file = File::open(path).unwrap();
    if path.extension().is_some_and(|e| e == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    } else {
        file.read_to_string(&mut text).unwrap();
    }
    text
}

/// Leaves by the documented rules, counted without the reader.
fn leaves(path: &Path, kind: &str) -> u64 {
    fn json(value: &serde_json::Value) -> u64 {
        match value {
            serde_json::Value::Array(list) => list.iter().map(json).sum(),
            serde_json::Value::Object(map) => map.values().map(json).sum(),
            _ => 1,
        }
    }
    let text = text(path);
    let lines = || text.lines().filter(|l| !l.trim().is_empty());
    let cells = |l: &str| l.split('\t').filter(|f| !f.trim().is_empty()).count() as u64;
    match kind {
        "vcf" => lines().map(|l| if l.starts_with('#') { 1 } else { cells(l) }).sum(),
        k if k.starts_with("fhir") || k.ends_with("json") || k == "phenopacket" => {
            json(&serde_json::from_str(&text).unwrap())
        }
        "study-table" if !text.contains('\t') || text.contains("gene_list:") => lines().count() as u64,
        _ => {
            let comments =
                lines().filter(|l| l.starts_with('#') && !l.starts_with("#FusionName")).count() as u64;
            comments + lines().filter(|l| !l.starts_with('#')).skip(1).map(cells).sum::<u64>()
        }
    }
}

#[test]
fn every_example_is_accounted_for() {
    let Some(shared) = std::env::var_os("ATTUNE_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: ATTUNE_SHARED is not set");
        return;
    };
    let mut paths = Vec::new();
    files(&shared.join("data/oncology/examples"), &mut paths);
    paths.sort();
    let (mut read, mut wrong) = (0, Vec::new());
    for path in &paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "README.md" {
            continue;
        }
        match read_genome(&name, File::open(path).unwrap(), &GenomeOptions::default()) {
            Ok(import) => {
                read += 1;
                let l = &import.ledger;
                let counted = leaves(path, import.kind.name());
                if !l.adds_up() || l.total != counted {
                    wrong.push(format!("{name}: {} leaves counted, {l:?}", counted));
                }
                let all = import.undecided.iter().chain([&import.report]);
                let sum = |f: fn(&attune_genome::GenomeReport) -> usize| all.clone().map(f).sum::<usize>();
                println!(
                    "{name}: {} {:?}, {} leaves (mapped {}, raw {}, ignored {}, error {}); {} samples, {} variants, {} named, {} cn, {} segments, {} fusions, {} sv, {} expression, tmb {}, stated {:?}",
                    import.kind.name(),
                    import.assembly,
                    l.total,
                    l.mapped,
                    l.kept_raw,
                    l.ignored,
                    l.error,
                    import.samples.len(),
                    sum(|r| r.variants.len()),
                    sum(|r| r.named.len()),
                    sum(|r| r.copy_number.len()),
                    sum(|r| r.segments.len()),
                    sum(|r| r.fusions.len()),
                    sum(|r| r.structural.len()),
                    sum(|r| r.expression.values.len()),
                    sum(|r| usize::from(r.tmb.is_some())),
                    import.report.stated
                );
                for f in &import.findings {
                    println!("    {} {} {}: {}", f.severity.name(), f.location, f.code, f.message);
                }
            }
            Err(refusal) => {
                println!("{name}: REFUSED {} {refusal} / {}", refusal.code, refusal.hint);
                // FHIR Shorthand is source text of profiles, and the careless VCFs do not state their assembly.
                let known = name.ends_with(".fsh") || refusal.code == "ingest.assembly_unknown";
                // A consent is a health record.
                let record = read_record(&name, File::open(path).unwrap()).is_ok_and(|r| r.ledger.adds_up());
                if !known && !record {
                    wrong.push(format!("{name}: {refusal}"));
                }
            }
        }
    }
    println!("{read} of {} files read as genome reports", paths.len() - 1);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
