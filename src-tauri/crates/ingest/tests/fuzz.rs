//! Damaged, crossed and cut inputs for every genome reader: no panic, no hang, no memory beyond the limit, and a
//! ledger that adds up whenever a file is read. The seeds under `tests/corpus`, `tests/callers`
//! and `tests/tables` are files of our own.
//!
//! A few thousand inputs in every test run. A million on demand (about two minutes, optimised):
//! `ATTUNE_FUZZ_CASES=1000000 cargo test --release -p attune-ingest --test fuzz -- --nocapture`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at its first surprise")]

use std::io::{Cursor, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use attune_genome::{Assembly, Contig};
use attune_ingest::{GenomeOptions, Region, read_genome, read_genome_indexed, sniff};
use flate2::{Compression, write::GzEncoder};

/// xorshift64*: the same inputs on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// Texts that readers of numbers, alleles and names stumble over.
const TOKENS: [&str; 36] = [
    "4294967295",
    "4294967296",
    "-1",
    "0",
    "1e308",
    "NaN",
    "inf",
    "-0.0001",
    "99999999999999999999",
    "\t",
    "\t\t",
    "\n",
    "\r\n",
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "[[[[[[[[",
    ",",
    ";",
    ":",
    "|",
    "<DEL>",
    "N[7:",
    "-",
    ".",
    "./.",
    "0|1|2|3",
    "chrX",
    "NC_000007.13",
    "GRCh37",
    "GRCh38",
    "\u{feff}",
    "\0",
];

fn mutate(seed: &[u8], others: &[(String, Vec<u8>)], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..random.below(7) {
        if bytes.is_empty() {
            break;
        }
        let size = bytes.len();
        let at = random.below(size);
        let reach = (at + 1 + random.below(60)).min(size);
        match random.below(9) {
            0 | 1 => bytes[at] = random.next().to_le_bytes()[3],
            2 => drop(bytes.drain(at..reach)),
            3 => {
                let part = bytes[at..reach].to_vec();
                bytes.splice(at..at, part);
            }
            4 => bytes.truncate(at),
            5 | 6 => {
                let token = TOKENS[random.below(TOKENS.len())].as_bytes().to_vec();
                bytes.splice(at..if random.below(2) == 0 { at } else { reach }, token);
            }
            7 => {
                // A line or stretch of another seed.
                let (_, other) = &others[random.below(others.len())];
                let from = random.below(other.len());
                let to = (from + random.below(400)).min(other.len());
                bytes.splice(at..at, other[from..to].to_vec());
            }
            _ => {
                // One field again and again.
                let part = bytes[at..reach].repeat(1 + random.below(40));
                bytes.splice(at..reach, part);
            }
        }
    }
    bytes
}

fn packed(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    let mut out = encoder.finish().unwrap();
    if random.below(2) == 0 {
        let at = random.below(out.len());
        out[at] ^= 1 << random.below(8);
    }
    out
}

fn options(random: &mut Random) -> GenomeOptions {
    let region = || Region { contig: Contig::new("7"), start: 140_753_000, end: 140_754_000 };
    GenomeOptions {
        assembly: [None, None, None, Some(Assembly::GRCh37), Some(Assembly::GRCh38)][random.below(5)],
        sample: [None, None, None, Some("S1".to_owned()), Some("TUMOR".to_owned())][random.below(5)].clone(),
        keep: (random.below(6) == 0).then(|| vec![region()]),
        keep_if_more: (random.below(6) == 0).then(|| (random.below(3), vec![region()])),
    }
}

/// Largest memory of this process in MB, where the system tells it.
fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1024)
}

#[test]
fn damaged_genome_files_are_read_or_refused() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut seeds: Vec<(String, Vec<u8>)> = ["corpus", "callers", "tables"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(tests.join(folder)).unwrap())
        .map(|e| e.unwrap().path())
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(p).unwrap()))
        .collect();
    seeds.sort();
    assert!(seeds.len() > 20);
    let cases: u64 = std::env::var("ATTUNE_FUZZ_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(3_000);
    let start: u64 = std::env::var("ATTUNE_FUZZ_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let mut random = Random(start.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let (mut read, mut refused, mut slowest) = (0u64, 0u64, Duration::ZERO);
    let began = Instant::now();
    for case in 0..cases {
        let (name, seed) = &seeds[random.below(seeds.len())];
        let mut bytes = mutate(seed, &seeds, &mut random);
        if random.below(20) == 0 {
            bytes = packed(&bytes, &mut random);
        }
        let options = options(&mut random);
        let at = Instant::now();
        let _ = sniff(&bytes);
        let answer = if random.below(50) == 0 {
            let index = packed(&mutate(b"TBI\x01\x01\0\0\0\x02\0\0\0", &seeds, &mut random), &mut random);
            read_genome_indexed(name, Cursor::new(&bytes), &index, &options)
        } else {
            read_genome(name, bytes.as_slice(), &options)
        };
        match answer {
            Ok(import) => {
                read += 1;
                assert!(import.ledger.adds_up(), "case {case}, {name}: {:?}", import.ledger);
                for report in import.undecided.iter().chain([&import.report]) {
                    // What was read must be fit for the steps behind the readers.
                    for seen in report.observed() {
                        assert!(!seen.alteration.label().is_empty());
                    }
                    for variant in &report.variants {
                        assert!(variant.vaf.is_none_or(|v| (0.0..=1.0).contains(&v)), "case {case}, {name}");
                    }
                    assert!(report.segments.iter().all(|s| s.end >= s.start), "case {case}, {name}");
                }
            }
            Err(refusal) => {
                refused += 1;
                assert!(!refusal.code.is_empty() && !refusal.hint.is_empty(), "case {case}, {name}");
                assert!(!refusal.message.contains('\n'), "case {case}, {name}: {refusal}");
            }
        }
        let took = at.elapsed();
        if took > slowest {
            slowest = took;
        }
        assert!(took < Duration::from_secs(1), "case {case}, {name}: {took:?} for {} bytes", bytes.len());
    }
    let peak = peak_megabytes();
    println!(
        "{cases} inputs from {} seeds: {read} read, {refused} refused, slowest {slowest:?}, peak {peak:?} MB, {:?}",
        seeds.len(),
        began.elapsed()
    );
    assert!(peak.is_none_or(|mb| mb < 512), "{peak:?} MB");
    assert!(read > cases / 20 && refused > 0, "the damage must leave something to read");
}
