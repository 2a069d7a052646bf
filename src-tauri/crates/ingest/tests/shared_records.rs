//! Reads every FHIR JSON file of the shared data folder. Runs where `ATTUNE_SHARED` names that folder.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at its first surprise")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use attune_ingest::{Severity, read_record};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "json" || e == "ndjson") {
            found.push(path);
        }
    }
}

/// Counts scalars without a parser: a string is a leaf unless a colon follows, and so is each bare word.
fn leaves(text: &[u8]) -> u64 {
    let (mut count, mut i) = (0, 0);
    while i < text.len() {
        match text[i] {
            b'"' => {
                i += 1;
                while i < text.len() && text[i] != b'"' {
                    i += if text[i] == b'\\' { 2 } else { 1 };
                }
                i += 1;
                let next = text[i.min(text.len())..].iter().find(|b| !b.is_ascii_whitespace());
                count += u64::from(next != Some(&b':'));
            }
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                while i < text.len()
                    && matches!(text[i], b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z')
                {
                    i += 1;
                }
                count += 1;
            }
            _ => i += 1,
        }
    }
    count
}

#[test]
fn every_fhir_file_is_read_or_refused_with_a_hint() {
    let Some(shared) = std::env::var_os("ATTUNE_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: ATTUNE_SHARED is not set");
        return;
    };
    let mut paths = Vec::new();
    for folder in
        ["data/ehr/fhir", "data/ehr/invalid", "data/oncology/examples/fhir", "data/oncology/examples/mtb"]
    {
        files(&shared.join(folder), &mut paths);
    }
    paths.sort();
    assert!(paths.len() > 300, "the samples are there");
    let (mut bytes, mut read, mut mapped, mut total) = (0, 0, 0, 0);
    let mut time = Duration::ZERO;
    let mut refused: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for path in &paths {
        let name = path.strip_prefix(&shared).unwrap().to_string_lossy().into_owned();
        let content = std::fs::read(path).unwrap();
        let started = Instant::now();
        let result = read_record(&name, content.as_slice());
        let took = started.elapsed();
        assert!(took < Duration::from_secs(5), "{name}: {took:?}");
        match result {
            Ok(import) => {
                time += took;
                bytes += content.len();
                read += 1;
                assert!(import.ledger.adds_up(), "{name}: {:?}", import.ledger);
                let trailing = import
                    .findings
                    .iter()
                    .any(|f| f.code == "json.text_after_document" || f.code == "json.line");
                if !trailing {
                    assert_eq!(import.ledger.total, leaves(&content), "{name}");
                }
                mapped += import.ledger.mapped;
                total += import.ledger.total;
                for f in &import.findings {
                    *codes.entry(format!("{} {}", f.severity.name(), f.code)).or_default() += 1;
                    assert!(!f.location.is_empty() && !f.message.is_empty(), "{name}: {f:?}");
                }
                if import.findings.iter().any(|f| f.severity == Severity::Error) {
                    println!("{name}: {:?}", import.findings.iter().find(|f| f.severity == Severity::Error));
                }
            }
            Err(refusal) => {
                assert!(!refusal.hint.is_empty(), "{name}");
                refused.entry(refusal.code.clone()).or_default().push(format!("{name}: {}", refusal.message));
            }
        }
    }
    println!("{} files, {read} read, {:.1} MB in {time:?}", paths.len(), bytes as f64 / 1e6);
    println!("{mapped} of {total} leaves mapped; findings {codes:#?}");
    for (code, names) in &refused {
        println!("{code}: {} {:#?}", names.len(), &names[..names.len().min(12)]);
    }
}
