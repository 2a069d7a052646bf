//! Asks the shipped pack many questions at once: one line a question, `TUMOUR<tab>ALTERATION ; ALTERATION`, on
//! standard input; the first options and the resistance of each on standard output. For curators of the tables.
//!
//! `cargo run -p attune-decision --example ask [PLACES] < questions.tsv`
#![allow(clippy::expect_used, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;
use std::time::Instant;

use attune_clinical::{AiModels, ConsentLedger, TreatmentPlanning};
use attune_decision::{Case, StatedAlteration, rank};
use attune_genome::Alteration;
use attune_inference::Registry;
use attune_knowledge::{KnowledgeBase, Pack, parse_public_key};
use jiff::civil::date;

fn main() {
    let places: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(8);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/knowledge");
    let files: BTreeMap<String, Vec<u8>> = std::fs::read_dir(folder)
        .expect("the shipped pack")
        .map(|entry| {
            let entry = entry.expect("a file");
            (entry.file_name().into_string().expect("a name"), std::fs::read(entry.path()).expect("readable"))
        })
        .collect();
    let key = parse_public_key(std::str::from_utf8(&files["attune-pack.pub"]).expect("text")).expect("a key");
    let knowledge = KnowledgeBase::new(Pack::open(Box::new(files), &[key]).expect("signed"));
    let ledger = ConsentLedger::default();
    let registry = Registry::default();
    let today = date(2026, 11, 20);
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("text");
        let Some((tumour, alterations)) = line.split_once('\t') else { continue };
        let mut case = Case::new(today);
        case.tumour_type = (!tumour.is_empty()).then(|| tumour.to_owned());
        for text in alterations.split(" ; ").map(str::trim).filter(|t| !t.is_empty()) {
            let read = Alteration::parse_observed(text);
            let stated = |alteration| StatedAlteration {
                text: text.to_owned(),
                source: "argument".to_owned(),
                alteration,
                detail: None,
            };
            if read.is_empty() {
                case.alterations.push(stated(None));
            } else {
                case.alterations.extend(read.into_iter().map(|a| stated(Some(a))));
            }
        }
        let start = Instant::now();
        let case = ledger.authorise::<_, TreatmentPlanning>(case, today).expect("implied");
        let answer = rank(&case, &knowledge, ledger.authorise::<_, AiModels>(&registry, today), &ledger)
            .expect("ranked");
        let unread: Vec<&str> =
            answer.alterations.iter().filter(|a| !a.recognised).map(|a| a.text.as_str()).collect();
        println!(
            "## {} ({})\t{alterations}\t{} options\t{:?}{}",
            answer.tumour_type.name,
            answer.tumour_type.code.as_deref().unwrap_or("?"),
            answer.options.len(),
            start.elapsed(),
            if unread.is_empty() { String::new() } else { format!("\tUNREAD {unread:?}") }
        );
        for o in answer.options.iter().take(places) {
            let standing = o.contributions.iter().find(|c| c.factor == "standing");
            println!(
                "  {}\t{}\t{}\t{:.3}\t{}\t{}\t{}\t{}",
                o.rank,
                o.level,
                o.group.word(),
                o.score,
                o.treatment,
                o.basis_text,
                o.because.join(", "),
                standing.map_or("", |c| c.label.as_str())
            );
        }
        for r in answer.resistance.iter().take(places) {
            println!("  R\t{}\t{}\t{}", r.level, r.treatment, r.because.join(", "));
        }
        for t in answer.test_next.iter().take(1) {
            println!("  T\t{} -> {}", t.condition, t.then);
        }
    }
}
