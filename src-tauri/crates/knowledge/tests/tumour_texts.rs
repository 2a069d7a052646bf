//! Tumour types as reports and records write them, on the shipped tree. `tumour_texts.tsv` is the table: text,
//! OncoTree code (`-`: nothing may be read; `LNM?BLL,TLL`: these are named as candidates), markers that the text states.
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

#[test]
fn each_text_is_read_as_the_table_says() {
    let base = knowledge();
    let tree = base.tumour_types().unwrap();
    let rows = include_str!("tumour_texts.tsv").lines().filter(|l| !l.starts_with('#'));
    let (mut count, mut unsettled, mut wrong) = (0, 0, Vec::new());
    for row in rows {
        let mut cells = row.split('\t');
        let (text, expected, said) = (cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap());
        let (code, open) = expected.split_once('?').unwrap_or((expected, ""));
        let read = tree.read_text(text);
        let found = read.node.map_or("-", |n| n.code.as_str());
        let named = |c: &str| read.candidates.iter().any(|n| n.code == c);
        let left_open = open.split(',').filter(|c| !c.is_empty()).all(named);
        unsettled += usize::from(code == "-" || code == "SOLID" || !open.is_empty());
        if found != code || !left_open || read.markers.join("; ") != said {
            wrong.push(format!("{text}: {found} {:?}, not {code} {said}", read.markers));
        }
        // `find` and the reader of texts may never say different types.
        assert_eq!(tree.find(text).map(|n| &n.code), read.node.map(|n| &n.code), "{text}");
        count += 1;
    }
    assert!(count > 650 && unsettled > 120, "{count}, {unsettled}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_not_read_names_what_it_may_mean() {
    let base = knowledge();
    let near = base.tumour_types().unwrap().read_text("mesothelioma").candidates;
    assert!(near.iter().any(|n| n.code == "PLMESO") && near.iter().any(|n| n.code == "PEMESO"));
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
