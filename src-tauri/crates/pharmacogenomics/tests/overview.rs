//! Advice by drug: the medication list first, and four different ways to have no advice.
#![allow(clippy::expect_used, clippy::panic)] // a test stops at the first thing that is not as expected

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use attune_clinical::{Medication, MedicationStatus, PartialDate};
use attune_knowledge::{KnowledgeBase, Pack, parse_public_key};
use attune_pharmacogenomics::{DrugAction, Overview, Standing, guideline_drugs, overview};
use support::sample::Sample;

/// The pack of the repository, where it has been built.
fn shipped() -> Option<KnowledgeBase> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/knowledge");
    let Ok(key) = std::fs::read_to_string(folder.join("attune-pack.pub")) else {
        eprintln!("skipped: the repository has no knowledge pack");
        return None;
    };
    let files: BTreeMap<String, Vec<u8>> = std::fs::read_dir(&folder)
        .expect("a folder")
        .map(|e| e.expect("an entry").path())
        .filter_map(|p| Some((p.file_name()?.to_string_lossy().into_owned(), std::fs::read(&p).ok()?)))
        .collect();
    let key = parse_public_key(&key).expect("a public key");
    Some(KnowledgeBase::new(Pack::open(Box::new(files), &[key]).expect("a pack that verifies")))
}

fn taken(text: &str, course: MedicationStatus) -> Medication {
    Medication { text: text.to_owned(), course, ..Medication::default() }
}

fn heterozygous_dpyd(base: &KnowledgeBase, medications: &[Medication]) -> Overview {
    let tables = base.pgx().expect("the part");
    let sample = Sample::reference(tables, "DPYD").with("DPYD", "rs3918290", &["C", "T"], false).call();
    overview(tables, &sample, medications, base.drugs().expect("the drugs"), jiff::civil::date(2026, 11, 20))
}

#[test]
fn own_medication_stands_first_and_each_kind_of_silence_has_its_own_word() {
    let Some(base) = shipped() else { return };
    let list = [
        taken("Metformin 1000 mg", MedicationStatus::Current),
        taken("Clopidogrel 75 mg Oral Tablet", MedicationStatus::Current),
        taken("capecitabine 500 MG Oral Tablet [Xeloda]", MedicationStatus::Planned),
        taken("Simvastatin 20 mg", MedicationStatus::Past),
        Medication {
            end: Some(PartialDate::day(jiff::civil::date(2026, 10, 1))),
            ..taken("Codeine 30 mg", MedicationStatus::Unknown)
        },
    ];
    let found = heterozygous_dpyd(&base, &list);
    let standing: Vec<(&str, Standing)> =
        found.own.iter().map(|m| (m.written.as_str(), m.standing())).collect();
    assert_eq!(
        standing,
        [
            ("capecitabine 500 MG Oral Tablet [Xeloda]", Standing::Advised(DrugAction::DecreaseDose)),
            ("Clopidogrel 75 mg Oral Tablet", Standing::NotKnown),
            ("Metformin 1000 mg", Standing::NotInGuidelines),
        ],
        "past medication is not listed; the most pressing stands first"
    );
    assert_eq!(found.own[1].drugs[0].open_genes, ["CYP2C19"], "what has to be tested is named");
    assert!(found.own[1].drugs[0].rows.is_empty(), "no advice without a result");
}

#[test]
fn every_drug_of_the_guidelines_is_listed_once_in_order() {
    let Some(base) = shipped() else { return };
    let found = heterozygous_dpyd(&base, &[]);
    let order: Vec<(Standing, &str)> = found.drugs.iter().map(|d| (d.standing, d.drug.as_str())).collect();
    let mut sorted = order.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(order, sorted);
    assert!(order.len() > 100, "{}", order.len());
    let acting: Vec<&str> =
        found.drugs.iter().filter(|d| d.standing.acts()).map(|d| d.drug.as_str()).collect();
    assert!(acting.contains(&"fluorouracil") && acting.contains(&"capecitabine"), "{acting:?}");
    assert!(!acting.contains(&"clopidogrel"), "CYP2C19 has no result");
}

#[test]
fn a_drug_is_found_by_whole_words_and_by_its_other_names() {
    let Some(base) = shipped() else { return };
    let names = base.drugs().expect("the drugs");
    let listed = ["omeprazole", "esomeprazole", "thioguanine", "codeine", "fluorouracil", "methylene blue"];
    let of = |text: &str| guideline_drugs(text, listed.into_iter(), names);
    assert_eq!(of("Esomeprazole 20 mg"), ["esomeprazole"]);
    assert_eq!(of("Tioguanine 40 mg tablets"), ["thioguanine"]);
    assert_eq!(of("Paracetamol 500 mg / Codeine phosphate 8 mg"), ["codeine"]);
    assert_eq!(of("5-FU"), ["fluorouracil"]);
    assert_eq!(of("Dihydrocodeine"), Vec::<&str>::new());
    assert_eq!(of(""), Vec::<&str>::new());
}
