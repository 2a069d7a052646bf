//! A site imports a reference genome with MANE and a matrix of signatures. All files here are invented.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::program;
use serde_json::Value;

/// Ten bases of UTR, M K V V E L C D D H and a stop, eight bases of UTR; exons of 26, 11 and 14 bases.
const CDNA: &str = "GGCCGGCCGGATGAAAGTGGTGGAGCTCTGCGATGATCATTAAGCGCGCGC";

/// Chromosome 21 of an invented genome: bases without order, and a gene whose exons begin at 201, 327 and 438.
fn chromosome() -> String {
    let mut state = 5u32;
    let mut bases: String = (0..2000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b"ACGT"[(state >> 20) as usize % 4])
        })
        .collect();
    for (start, part) in [(201, &CDNA[..26]), (327, &CDNA[26..37]), (438, &CDNA[37..])] {
        bases.replace_range(start - 1..start - 1 + part.len(), part);
    }
    bases
}

fn mane(tag: &str) -> String {
    let mut text = "##gff-version 3\n# MANE invented 1\n".to_owned();
    let mut row = |kind: &str, from: u32, to: u32, phase: &str, rest: &str| {
        writeln!(text, "chr21\tx\t{kind}\t{from}\t{to}\t.\t+\t{phase}\t{rest}").unwrap();
    };
    let own = format!("ID=ENST_X.1;gene_name=INVENTED1;tag=basic,{tag};Dbxref=RefSeq:NM_X.3");
    row("transcript", 201, 451, ".", &own);
    for (from, to) in [(201, 226), (327, 337), (438, 451)] {
        row("exon", from, to, ".", "Parent=ENST_X.1");
    }
    for (from, to, phase) in [(211, 226, "0"), (327, 337, "2"), (438, 443, "0")] {
        row("CDS", from, to, phase, "Parent=ENST_X.1");
    }
    text
}

struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn run(&self, arguments: &[&str]) -> (bool, String, String) {
        let out = Command::new(program("attune"))
            .args(arguments)
            .env("ATTUNE_PACKS", self.folder.path().join("packs"))
            .output()
            .unwrap();
        let text = |b: Vec<u8>| String::from_utf8(b).unwrap();
        (out.status.success(), text(out.stdout), text(out.stderr))
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let (done, out, error) = self.run(arguments);
        assert!(done, "{error}");
        serde_json::from_str(&out).unwrap()
    }

    fn import(&self, fasta: &Path, mane: &Path) -> (bool, String, String) {
        let path = |p: &Path| p.display().to_string();
        self.run(&["packs", "import-reference", "--fasta", &path(fasta), "--mane", &path(mane)])
    }
}

fn vcf(rows: &str) -> String {
    format!(
        "##fileformat=VCFv4.2\n##attune_origin=somatic\n##reference=GRCh38\n##contig=<ID=chr21,length=46709983>\n\
         ##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">\n\
         #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT\n{rows}"
    )
}

#[test]
fn an_imported_reference_names_what_the_pack_does_not_know() {
    let site = Site::new();
    let genome = site.file("tumour.vcf", &vcf("chr21\t215\t.\tA\tC\t9\tPASS\t.\tGT\t0/1\n"));
    let genome = genome.display().to_string();
    let before = site.json(&["variants", "--genome", &genome]);
    let why = before["not_interpreted"][0]["reason"].as_str().unwrap();
    assert!(
        why.starts_with("gene outside the transcript pack") && why.contains("import a reference genome"),
        "{why}"
    );

    let fasta = site.file("genome.fa", &format!(">chr21 invented\n{}\n", chromosome()));
    let annotation = site.file("MANE.GRCh38.v9.gff", &mane("MANE_Select"));
    let (done, out, error) = site.import(&fasta, &annotation);
    assert!(done, "{error}");
    let origin: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(origin["transcripts"], 1);
    assert_eq!(origin["files"][0]["version"], "chr21 invented");
    assert!(error.contains("Reading genome.fa"), "{error}");

    let after = site.json(&["variants", "--genome", &genome]);
    let v = &after["variants"][0];
    assert_eq!(
        (v["gene"].as_str(), v["transcript"].as_str(), v["hgvs_c"].as_str(), v["hgvs_p"].as_str()),
        (Some("INVENTED1"), Some("NM_X.3"), Some("c.5A>C"), Some("p.Lys2Thr"))
    );
    assert_eq!(after["not_interpreted"].as_array().unwrap().len(), 0);
    let packs = after["packs"].as_array().unwrap();
    assert!(packs.iter().any(|p| p["id"] == "site-reference"), "every document names it: {packs:?}");
    let listed = site.run(&["packs", "list", "--format", "text"]).1;
    assert!(listed.contains("MANE transcripts: 1") && listed.contains("SHA-256"), "{listed}");

    // A second import that is refused leaves the first in place.
    for (fasta_text, mane_text, code) in [
        (format!(">chr22\n{}\n", chromosome()), mane("MANE_Select"), "no sequence for chromosome 21"),
        (format!(">chr21\n{}\n", chromosome()), mane("basic"), "none with the tag MANE_Select"),
        (format!(">chr21\nA{}\n", chromosome()), mane("MANE_Select"), "do not read from codon to codon"),
        ("chr21\t2000\t7\n".to_owned(), mane("MANE_Select"), "no header line"),
        (format!(">chr21\n{}\n", chromosome()), "chr21\tx\n".to_owned(), "line 1 of the MANE file"),
    ] {
        let (done, _, error) =
            site.import(&site.file("other.fa", &fasta_text), &site.file("other.gff", &mane_text));
        assert!(!done && error.contains(code) && error.contains("hint:"), "{error}");
    }
    assert_eq!(site.json(&["variants", "--genome", &genome])["variants"][0]["gene"], "INVENTED1");
}

#[test]
fn signatures_are_fitted_only_with_a_matrix_and_a_context() {
    let site = Site::new();
    // Every C of the exons and their flanks turns to T: one kind of change in sixteen contexts.
    let bases = chromosome();
    let mut rows = String::new();
    for position in (180..=250).chain(300..=360).chain(410..=475) {
        let base = &bases[position - 1..position];
        let to = match base {
            "C" => "T",
            "G" => "A",
            _ => continue,
        };
        writeln!(rows, "chr21\t{position}\t.\t{base}\t{to}\t9\tPASS\t.\tGT\t0/1").unwrap();
    }
    assert!(rows.lines().count() > 60, "{}", rows.lines().count());
    let genome = site.file("tumour.vcf", &vcf(&rows)).display().to_string();
    let remark = |site: &Site| {
        let document = site.json(&["variants", "--genome", &genome]);
        document["reports"][0]["biomarkers"]["signatures"].clone()
    };
    assert!(remark(&site)["remark"].as_str().unwrap().contains("no signature matrix is imported"));

    let mut table = "Type\tC-TO-T\tFLAT\n".to_owned();
    for from in ["C>A", "C>G", "C>T", "T>A", "T>C", "T>G"] {
        for five in "ACGT".chars() {
            for three in "ACGT".chars() {
                let peak = if from == "C>T" { 1.0 / 16.0 } else { 0.0 };
                writeln!(table, "{five}[{from}]{three}\t{peak:.6}\t{:.6}", 1.0 / 96.0).unwrap();
            }
        }
    }
    let bad = site.file("bad.tsv", &table.replacen("A[C>A]A", "A[C>A]X", 1)).display().to_string();
    let (done, _, error) = site.run(&["packs", "import-signatures", &bad]);
    assert!(!done && error.contains("no channel") && error.contains("hint:"), "{error}");
    let good = site.file("ours.tsv", &table).display().to_string();
    assert!(site.run(&["packs", "import-signatures", &good]).0);
    assert!(
        remark(&site)["remark"].as_str().unwrap().contains("import a reference genome"),
        "no context yet"
    );

    let fasta = site.file("genome.fa", &format!(">chr21\n{bases}\n"));
    assert!(site.import(&fasta, &site.file("mane.gff", &mane("MANE_Select"))).0);
    let answer = remark(&site);
    assert_eq!(answer["exposures"][0]["name"], "C-TO-T", "{answer}");
    assert_eq!(answer["exposures"].as_array().unwrap().len(), 1);
    assert!(answer["exposures"][0]["low"].is_number() && answer["similarity"].as_f64().unwrap() > 0.8);
    assert!(answer["remark"].as_str().unwrap().starts_with("Research grade"));
    assert!(answer["matrix"].as_str().unwrap().starts_with("ours.tsv sha256"));
}
