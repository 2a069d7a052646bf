//! What reports and clinicians write (`data/alterations.tsv`), and what is read from it with the gene symbols of the
//! shipped pack.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;

use attune_genome::{Alteration, GeneSymbols, Origin};
use attune_knowledge::{BiomarkerExpr, KnowledgeBase, Pack, parse_public_key};

const WRITTEN: &str = include_str!("data/alterations.tsv");

fn knowledge() -> &'static KnowledgeBase {
    static BASE: OnceLock<KnowledgeBase> = OnceLock::new();
    BASE.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets/knowledge");
        let files: BTreeMap<String, Vec<u8>> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|e| e.unwrap().path())
            .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&p).unwrap()))
            .collect();
        let key = std::fs::read_to_string(folder.join("attune-pack.pub")).unwrap();
        KnowledgeBase::new(Pack::open(Box::new(files), &[parse_public_key(&key).unwrap()]).unwrap())
    })
}

fn symbols() -> &'static GeneSymbols {
    knowledge().gene_symbols().unwrap()
}

/// The names of what is read, as the table writes them.
fn read(text: &str) -> String {
    let all = Alteration::parse_observed_with(text, symbols());
    let name = |a: &Alteration| {
        let somatic = if a.origin == Origin::Somatic { "somatic: " } else { "" };
        format!("{somatic}{}", a.label())
    };
    if all.is_empty() { "-".to_owned() } else { all.iter().map(name).collect::<Vec<_>>().join(" & ") }
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    WRITTEN.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).skip(1).map(|line| {
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap_or_else(|| panic!("{line}"));
        (next(), next(), next())
    })
}

#[test]
fn what_is_written_is_read_and_what_is_not_understood_is_said() {
    let mut by_kind: BTreeMap<&str, (usize, Vec<String>)> = BTreeMap::new();
    for (kind, text, wanted) in rows() {
        let found = read(text);
        let entry = by_kind.entry(kind).or_default();
        entry.0 += 1;
        if found != wanted {
            entry.1.push(format!("{text} | {wanted} | {found}"));
        }
    }
    let all: usize = by_kind.values().map(|(n, _)| n).sum();
    assert!(all >= 250 && by_kind.len() >= 10, "{all} texts of {} kinds", by_kind.len());
    let wrong: BTreeMap<_, _> = by_kind.iter().filter(|(_, (_, w))| !w.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Genes that a condition names.
fn genes(expr: &BiomarkerExpr, into: &mut BTreeSet<String>) {
    match expr {
        BiomarkerExpr::None | BiomarkerExpr::Unreadable(_) => {}
        BiomarkerExpr::Is(alteration) => into.extend(alteration.genes().into_iter().map(str::to_owned)),
        BiomarkerExpr::Not(inner) | BiomarkerExpr::Unless(inner) => genes(inner, into),
        BiomarkerExpr::All(parts) | BiomarkerExpr::AnyOf(parts) => parts.iter().for_each(|p| genes(p, into)),
    }
}

/// Names of another gene in the symbol table that mean this on the wards: histone H3, oestrogen receptor.
const ELSEWHERE: [&str; 3] = ["H3", "H3.1", "ER"];

#[test]
fn aliases_and_former_symbols_of_the_genes_of_the_pack_are_read_as_them() {
    let mut named = BTreeSet::new();
    for fact in knowledge().assertions().unwrap() {
        genes(&fact.biomarker, &mut named);
    }
    let bytes = knowledge().pack().part("genes").unwrap();
    let table = std::str::from_utf8(&bytes).unwrap();
    let (mut asked, mut unread, mut other) = (0, Vec::new(), Vec::new());
    for line in table.lines() {
        let mut cells = line.split('\t');
        let (Some(symbol), Some(aliases)) = (cells.next(), cells.next()) else { continue };
        if !named.contains(symbol) {
            continue;
        }
        // An alias that two genes share names neither.
        let sure =
            |a: &&str| !a.is_empty() && symbols().approved(a) == Some(symbol) && !ELSEWHERE.contains(a);
        for alias in std::iter::once(symbol).chain(aliases.split('|')).filter(sure) {
            asked += 1;
            match Alteration::parse_observed_with(&format!("{alias} amplification"), symbols()).as_slice() {
                [one] if one.gene.as_deref() == Some(symbol) => {}
                [one] => other.push(format!("{alias}: {symbol}, read {}", one.label())),
                _ => unread.push(format!("{alias} ({symbol})")),
            }
        }
    }
    println!(
        "{asked} names of {} genes, {} not read, {} read as another",
        named.len(),
        unread.len(),
        other.len()
    );
    assert!(asked > 1_500, "{asked}");
    assert!(other.is_empty(), "{other:#?}");
    // Names of more than one word and of odd signs (`p53BP1-like 2`) may stay unread; they are said to be so.
    assert!(unread.len() * 20 <= asked, "{} of {asked}: {unread:#?}", unread.len());
}

const TUMOURS: &str = include_str!("data/tumours.tsv");

#[test]
fn tumour_types_are_read_as_they_are_written() {
    let tree = knowledge().tumour_types().unwrap();
    let (mut asked, mut wrong) = (0, Vec::new());
    for line in TUMOURS.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let (text, wanted) = line.split_once('\t').unwrap_or_else(|| panic!("{line}"));
        asked += 1;
        let found = tree.read_text(text);
        let code = found.node.map_or("-", |n| n.code.as_str());
        let names: Vec<&str> = found.candidates.iter().map(|n| n.code.as_str()).collect();
        let fits = match wanted.strip_prefix('?') {
            Some(some) => some.split(',').all(|c| names.contains(&c)),
            None => code == wanted && (names.is_empty() || wanted == "-"),
        };
        if !fits {
            wrong.push(format!("{text} | {wanted} | {code} {names:?}"));
        }
    }
    println!("{asked} texts, {} read otherwise", wrong.len());
    assert!(asked >= 200, "{asked}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
