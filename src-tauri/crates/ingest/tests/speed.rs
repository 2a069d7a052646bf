//! Speed, measured on demand: `cargo test --release -p attune-ingest --test speed -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at its first surprise")]

use std::io::Write;
use std::time::Instant;

use attune_genome::Contig;
use attune_ingest::{GenomeOptions, Region, read_genome, read_record};
use flate2::{Compression, write::GzEncoder};

const HEADER: &str = "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=248956422>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\n";

/// Whole-genome calls in the shape of a usual caller, from a small generator with a fixed seed.
fn records(count: u32, contig: &str) -> String {
    let mut text = String::new();
    let mut state = 0x2545_f491u32;
    for i in 0..count {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let (r, a) = (
            "ACGT".as_bytes()[(state % 4) as usize] as char,
            "CGTA".as_bytes()[(state % 4) as usize] as char,
        );
        let depth = 20 + state % 30;
        let half = depth / 2;
        text.push_str(&format!(
            "{contig}\t{}\trs{}\t{r}\t{a}\t{}.64\tPASS\tAC=1;AF=0.500;AN=2;DP={depth};ExcessHet=3.01;FS=0.000;MQ=60.00;QD={}.1\tGT:AD:DP:GQ:PL\t0/1:{half},{}:{depth}:99:{},0,{}\n",
            10_000 + i * 50,
            state,
            state % 900,
            state % 30,
            depth - half,
            state % 1000,
            state % 777
        ));
    }
    text
}

#[test]
#[ignore = "a measurement"]
fn four_and_a_half_million_records() {
    let mut plain = HEADER.to_owned();
    for contig in 1..=9 {
        plain.push_str(&records(500_000, &format!("chr{contig}")));
    }
    // BGZF is many members; blocks of 64 KiB as its writers make them.
    let mut packed = Vec::new();
    for block in plain.as_bytes().chunks(65_280) {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
        encoder.write_all(block).unwrap();
        packed.extend(encoder.finish().unwrap());
    }
    let regions: Vec<Region> = (0..1200u32)
        .map(|i| Region {
            contig: Contig::new(&(i % 9 + 1).to_string()),
            start: 20_000 * i + 10_000,
            end: 20_000 * i + 10_000,
        })
        .collect();
    let options = GenomeOptions { keep: Some(regions), ..GenomeOptions::default() };
    for (what, bytes) in [("plain", plain.as_bytes()), ("packed", &packed)] {
        let started = Instant::now();
        let import = read_genome("wgs.vcf", bytes, &options).unwrap();
        let time = started.elapsed().as_secs_f64();
        println!(
            "{what}: {:.0} MB given, {:.0} MB of text, {} records kept, {time:.2} s, {:.0} MB/s of text",
            bytes.len() as f64 / 1e6,
            plain.len() as f64 / 1e6,
            import.records.len(),
            plain.len() as f64 / 1e6 / time
        );
        assert!(import.ledger.adds_up() && import.ledger.total == 4_500_000 * 10 + 3);
    }
}

/// A file on disk (`ATTUNE_WGS`, made by `tests/scripts/wgs.sh`), held to 6,600 stretches of 750 bases as the exons
/// of the pack are; the memory is that of the process.
#[test]
#[ignore = "a measurement"]
fn a_whole_genome_on_disk() {
    let Some(path) = std::env::var_os("ATTUNE_WGS") else { return };
    let regions: Vec<Region> = (0..6_600u32)
        .map(|i| Region {
            contig: Contig::new(&(i % 22 + 1).to_string()),
            start: 100_000 * (i / 22) + 50_000,
            end: 100_000 * (i / 22) + 50_750,
        })
        .collect();
    for _ in 0..3 {
        let options =
            GenomeOptions { keep_if_more: Some((40_000, regions.clone())), ..GenomeOptions::default() };
        let started = Instant::now();
        let import = read_genome("wgs.vcf.gz", std::fs::File::open(&path).unwrap(), &options).unwrap();
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap_or_default().to_owned();
        println!(
            "{} records listed of {} leaves, {:.2} s, {peak}",
            import.records.len(),
            import.ledger.total,
            started.elapsed().as_secs_f64()
        );
        assert!(import.ledger.adds_up());
    }
}

#[test]
#[ignore = "a measurement"]
fn a_large_record() {
    let one = r#"{"fullUrl":"urn:uuid:ID","resource":{"resourceType":"Observation","id":"ID","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory","display":"laboratory"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"2160-0","display":"Creatinine [Mass/volume] in Serum or Plasma"}],"text":"Creatinine"},"subject":{"reference":"urn:uuid:p"},"encounter":{"reference":"urn:uuid:e"},"effectiveDateTime":"2026-01-01T10:00:00+01:00","issued":"2026-01-01T10:00:00.123+01:00","valueQuantity":{"value":0.NN,"unit":"mg/dL","system":"http://unitsofmeasure.org","code":"mg/dL"}}}"#;
    let entries: Vec<_> =
        (0..33_000).map(|i| one.replace("ID", &format!("o{i}")).replace("NN", &format!("{i:05}"))).collect();
    let text =
        format!("{{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{}]}}", entries.join(","));
    let started = Instant::now();
    let import = read_record("large.json", text.as_bytes()).unwrap();
    let time = started.elapsed().as_secs_f64();
    assert!(import.ledger.adds_up() && import.record.observations.len() == 33_000);
    println!(
        "{:.1} MB, {} leaves, {time:.2} s, {:.0} MB/s",
        text.len() as f64 / 1e6,
        import.ledger.total,
        text.len() as f64 / 1e6 / time
    );
}
