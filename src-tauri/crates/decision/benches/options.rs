//! Time from one alteration to ranked options with the shipped pack, and of reading the parts that it needs:
//! `cargo bench -p attune-decision`.

#![allow(missing_docs, clippy::expect_used)] // criterion's macro has no documentation

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use attune_clinical::{AiModels, ConsentLedger, TreatmentPlanning};
use attune_decision::{Case, RankedOptions, StatedAlteration, rank};
use attune_genome::Alteration;
use attune_inference::Registry;
use attune_knowledge::{KnowledgeBase, Pack, parse_public_key};
use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 20);

fn files() -> BTreeMap<String, Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/knowledge");
    let entries = std::fs::read_dir(folder).expect("the shipped pack");
    let file = |entry: std::io::Result<std::fs::DirEntry>| {
        let entry = entry.expect("a file");
        (entry.file_name().into_string().expect("a name"), std::fs::read(entry.path()).expect("readable"))
    };
    entries.map(file).collect()
}

fn knowledge(files: &BTreeMap<String, Vec<u8>>) -> KnowledgeBase {
    let key = std::str::from_utf8(&files["attune-pack.pub"]).expect("text");
    let key = parse_public_key(key).expect("a key");
    KnowledgeBase::new(Pack::open(Box::new(files.clone()), &[key]).expect("signed"))
}

fn ask(knowledge: &KnowledgeBase, tumour: &str, alteration: &str) -> RankedOptions {
    let ledger = ConsentLedger::default();
    let registry = Registry::default();
    let mut case = Case::new(TODAY);
    case.tumour_type = Some(tumour.to_owned());
    case.alterations = Alteration::parse_observed(alteration)
        .into_iter()
        .map(|read| StatedAlteration {
            text: alteration.to_owned(),
            source: "argument".to_owned(),
            alteration: Some(read),
            detail: None,
        })
        .collect();
    let case = ledger.authorise::<_, TreatmentPlanning>(case, TODAY).expect("implied");
    rank(&case, knowledge, ledger.authorise::<_, AiModels>(&registry, TODAY), &ledger).expect("ranked")
}

fn options(c: &mut Criterion) {
    let files = files();
    let known = knowledge(&files);
    for (tumour, alteration) in [("MEL", "BRAF V600E"), ("LUAD", "EGFR L858R"), ("COAD", "KRAS G12D")] {
        c.bench_function(&format!("one alteration to ranked options: {tumour} {alteration}"), |b| {
            b.iter(|| ask(&known, black_box(tumour), black_box(alteration)));
        });
    }
    c.bench_function("open the pack: signature and manifest", |b| b.iter(|| knowledge(&files)));
    c.bench_function("read part: assertions", |b| {
        b.iter(|| black_box(knowledge(&files)).assertions().expect("readable").len());
    });
    c.bench_function("read part: tumour types", |b| {
        b.iter(|| black_box(knowledge(&files)).tumour_types().expect("readable").nodes().len());
    });
    c.bench_function("read part: drugs", |b| {
        b.iter(|| black_box(knowledge(&files)).drugs().expect("readable").drugs().len());
    });
    c.bench_function("read parts: safety rules and standings", |b| {
        b.iter(|| {
            let known = knowledge(&files);
            known.safety_rules().expect("readable").len() + known.standings().expect("readable").len()
        });
    });
    c.bench_function("read part: gene symbols", |b| {
        b.iter(|| black_box(knowledge(&files)).gene_symbols().expect("readable").len());
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(300));
    targets = options
}
criterion_main!(benches);
