//! Tumour types as reports and records write them, on the shipped tree. `tumour_texts.tsv` is the table: text,
//! OncoTree code (`-`: nothing may be read), markers that the text states.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::PathBuf;

use attune_knowledge::{KnowledgeBase, Pack, parse_public_key};

fn knowledge() -> KnowledgeBase {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets/knowledge");
    let files: std::collections::BTreeMap<String, Vec<u8>> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&p).unwrap()))
        .collect();
    let key = std::fs::read_to_string(folder.join("attune-pack.pub")).unwrap();
    KnowledgeBase::new(Pack::open(Box::new(files), &[parse_public_key(&key).unwrap()]).unwrap())
}

/// `ATTUNE_TUMOUR_TEXTS=FILE cargo test -p attune-knowledge --test tumour_texts -- --ignored --nocapture`
#[test]
#[ignore = "prints how the texts of a file are read"]
fn print() {
    let base = knowledge();
    let tree = base.tumour_types().unwrap();
    for line in std::fs::read_to_string(std::env::var("ATTUNE_TUMOUR_TEXTS").unwrap()).unwrap().lines() {
        let r = tree.read_text(line);
        let code = r.node.map_or("-", |n| n.code.as_str());
        let near: Vec<&str> = r.candidates.iter().map(|n| n.code.as_str()).collect();
        println!("{line}\t{code}\t{}\t{}", r.markers.join("; "), near.join(" "));
    }
}
