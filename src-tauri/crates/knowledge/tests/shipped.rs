//! The pack in the repository: it verifies with the public key beside it, and what it says holds together.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::OnceLock;

use attune_genome::Alteration;
use attune_knowledge::{
    Assertion, AssertionKind, Basis, BiomarkerExpr, DrugKind, KnowledgeBase, Pack, SafetyCriterion,
    TumourScope, Verification, parse_public_key,
};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets/knowledge")
}

fn files() -> std::collections::BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(folder())
        .unwrap()
        .map(|e| e.unwrap().path())
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&p).unwrap()))
        .collect()
}

fn knowledge() -> &'static KnowledgeBase {
    static BASE: OnceLock<KnowledgeBase> = OnceLock::new();
    BASE.get_or_init(|| {
        let key = std::fs::read_to_string(folder().join("attune-pack.pub")).unwrap();
        KnowledgeBase::new(Pack::open(Box::new(files()), &[parse_public_key(&key).unwrap()]).unwrap())
    })
}

fn leaves(expr: &BiomarkerExpr) -> Vec<&Alteration> {
    match expr {
        BiomarkerExpr::Is(a) => vec![a],
        BiomarkerExpr::Not(inner) | BiomarkerExpr::Unless(inner) => leaves(inner),
        BiomarkerExpr::All(all) | BiomarkerExpr::AnyOf(all) => all.iter().flat_map(leaves).collect(),
        BiomarkerExpr::None | BiomarkerExpr::Unreadable(_) => Vec::new(),
    }
}

fn met(fact: &Assertion, text: &str) -> bool {
    let seen = Alteration::parse(text).unwrap();
    leaves(&fact.biomarker).iter().any(|a| a.met_by(&seen).is_some())
}

#[test]
fn every_part_verifies_and_is_read() {
    let base = knowledge();
    base.pack().verify().unwrap();
    assert!(base.assertions().unwrap().len() > 4_000);
    assert!(base.tumour_types().unwrap().nodes().len() > 850);
    assert!(base.drugs().unwrap().drugs().len() > 400);
    assert!(base.safety_rules().unwrap().len() > 150);
    assert!(base.gene_symbols().unwrap().len() > 19_000);
    assert!(base.pgx().unwrap().genes.len() >= 19);
    let total: u64 = base.manifest().parts.iter().map(|p| p.bytes).sum();
    assert!(total < 15_000_000, "{total} bytes");
}

#[test]
fn no_file_lies_beside_the_manifest_that_it_does_not_name() {
    let named: BTreeSet<&str> = knowledge().manifest().parts.iter().map(|p| p.file.as_str()).collect();
    for file in files().keys() {
        let own = ["manifest.json", "manifest.sig", "attune-pack.pub", "README.md"].contains(&file.as_str());
        assert!(own || named.contains(file.as_str()), "{file}");
    }
}

#[test]
fn another_key_is_refused() {
    let refused = Pack::open(Box::new(files()), &[[9; 32]]).unwrap_err();
    assert_eq!(refused.code(), "pack.untrusted_key");
}

#[test]
fn every_drug_of_a_fact_resolves_to_itself() {
    let base = knowledge();
    let drugs = base.drugs().unwrap();
    for fact in base.assertions().unwrap() {
        for name in fact.therapy.iter().flat_map(|t| &t.drugs) {
            let found = drugs.generic(name).unwrap_or_else(|| panic!("{}: {name}", fact.id));
            assert_eq!(&found.name, name, "{}", fact.id);
        }
    }
}

#[test]
fn every_tumour_code_exists_and_ids_are_unique() {
    let base = knowledge();
    let tree = base.tumour_types().unwrap();
    let mut ids = BTreeSet::new();
    for fact in base.assertions().unwrap() {
        assert!(ids.insert(&fact.id), "{} twice", fact.id);
        let codes = match &fact.tumours {
            TumourScope::OncoTree(codes) => codes.as_slice(),
            TumourScope::AnySolid { except } => except.as_slice(),
            TumourScope::Any | TumourScope::Unmapped(_) => &[],
        };
        let known = |c: &String| tree.get(c.trim_start_matches('!')).is_some();
        assert!(codes.iter().all(known), "{}: {codes:?}", fact.id);
        assert_eq!(fact.kind == AssertionKind::Predictive, fact.therapy.is_some(), "{}", fact.id);
    }
}

#[test]
fn label_facts_are_read_whole_and_recalled_ones_claim_no_date() {
    for fact in knowledge().assertions().unwrap() {
        if fact.verification == Verification::Recalled {
            assert!(fact.date.is_none() && fact.citations.is_empty(), "{}", fact.id);
        }
        if fact.basis == Basis::Label {
            let unread = matches!(&fact.biomarker, BiomarkerExpr::Unreadable(_));
            assert!(!unread, "{}: {}", fact.id, fact.biomarker_text);
            assert!(!matches!(fact.tumours, TumourScope::Unmapped(_)), "{}", fact.id);
        }
        assert!(!fact.statement.is_empty(), "{}", fact.id);
    }
}

#[test]
fn no_closed_source_is_in_the_pack() {
    let text = String::from_utf8(files()["manifest.json"].clone()).unwrap().to_lowercase();
    for name in ["cosmic", "moalmanac", "molecular oncology almanac", "alphamissense"] {
        assert!(!text.contains(name), "{name}");
    }
    for source in &knowledge().manifest().sources {
        assert!(
            !source.licence.is_empty() && !source.name.to_lowercase().contains("oncokb"),
            "{}",
            source.name
        );
        assert_eq!(source.sha256.len(), 64);
    }
}

#[test]
fn tumour_types_are_found_as_clinicians_write_them() {
    let tree = knowledge().tumour_types().unwrap();
    let cases = [
        ("MEL", "MEL"),
        ("mel", "MEL"),
        ("Melanoma", "MEL"),
        ("metastatic melanoma", "MEL"),
        ("Cutaneous melanoma", "SKCM"),
        ("Non-small cell lung cancer (disorder)", "NSCLC"),
        ("Non-small cell carcinoma of lung, TNM stage 1 (disorder)", "NSCLC"),
        ("Lung Adenocarcinoma", "LUAD"),
        ("Stage IV NSCLC", "NSCLC"),
        ("colorectal cancer", "COADREAD"),
        ("colon cancer", "COAD"),
        ("Triple-negative breast cancer", "BRCA"),
        ("Malignant neoplasm of breast (disorder)", "BRCA"),
        ("acute myeloid leukaemia", "AML"),
        ("oesophageal adenocarcinoma", "ESCA"),
        ("C43.9", "MEL"),
        ("C18.7", "COAD"),
        ("C50.911", "BRCA"),
        ("C22.0", "HCC"),
        ("C22.1", "IHCH"),
        ("C34.90", "LUNG"),
        ("254637007", "NSCLC"),
        ("C0025202", "MEL"),
        ("MM", "PCM"),
    ];
    for (text, code) in cases {
        assert_eq!(tree.find(text).map(|n| n.code.as_str()), Some(code), "{text}");
    }
}

#[test]
fn what_is_not_a_primary_tumour_is_not_guessed() {
    let tree = knowledge().tumour_types().unwrap();
    for text in [
        "",
        "cancer",
        "C79.51",
        "C78.7",
        "Z85.3",
        "Secondary malignant neoplasm of liver",
        "Suspected lung cancer",
        "hypertension",
        "I10",
        "banana",
        "metastatic",
        "Carcinoma in situ of prostate (disorder)",
    ] {
        assert_eq!(tree.find(text).map(|n| n.code.as_str()), None, "{text}");
    }
}

#[test]
fn the_tree_knows_kinds_and_solid_tumours() {
    let tree = knowledge().tumour_types().unwrap();
    assert!(tree.is_a("LUAD", "NSCLC") && tree.is_a("NSCLC", "LUNG") && tree.is_a("MEL", "MEL"));
    assert!(!tree.is_a("NSCLC", "LUAD") && !tree.is_a("NOPE", "NSCLC"));
    assert!(tree.is_solid("COAD") && tree.is_solid("GB"));
    for code in ["AML", "CLLSLL", "PCM", "MLYM", "NOPE", "TISSUE"] {
        assert!(!tree.is_solid(code), "{code}");
    }
    assert_eq!(tree.tissue("LUAD"), Some("Lung"));
}

#[test]
fn drugs_are_found_under_all_their_names() {
    let drugs = knowledge().drugs().unwrap();
    for (text, name) in [
        ("Tafinlar", "dabrafenib"),
        ("dabrafenib mesylate", "dabrafenib"),
        ("T-DM1", "trastuzumab emtansine"),
        ("ado-trastuzumab emtansine", "trastuzumab emtansine"),
        ("fam-trastuzumab deruxtecan-nxki", "trastuzumab deruxtecan"),
        ("Enhertu", "trastuzumab deruxtecan"),
        ("trastuzumab-dkst", "trastuzumab"),
        ("bevacizumab-awwb", "bevacizumab"),
        ("5-FU", "fluorouracil"),
        ("Imatinib Mesylate", "imatinib"),
        ("XELOX", "capox"),
        ("osimertinib", "osimertinib"),
    ] {
        assert_eq!(drugs.generic(text).map(|d| d.name.as_str()), Some(name), "{text}");
    }
    assert!(drugs.generic("banana").is_none());
    let folfox: Vec<&str> = drugs.resolve("FOLFOX").iter().map(|d| d.name.as_str()).collect();
    assert_eq!(folfox, ["fluorouracil", "leucovorin", "oxaliplatin"]);
    let named: Vec<&str> =
        drugs.mentioned("capecitabine 500 MG Oral Tablet [Xeloda]").iter().map(|d| d.name.as_str()).collect();
    assert_eq!(named, ["capecitabine"]);
    assert!(drugs.mentioned("sodium chloride 0.9 % infusion").is_empty());
    for (drug, class) in [
        ("capecitabine", "fluoropyrimidine"),
        ("cetuximab", "anti-EGFR antibody"),
        ("osimertinib", "EGFR TKI"),
        ("dabrafenib", "BRAF inhibitor"),
        ("pembrolizumab", "checkpoint inhibitor"),
        ("carboplatin", "platinum"),
        ("ketoconazole", "strong CYP3A4 inhibitor"),
    ] {
        assert!(drugs.generic(drug).unwrap().is(class), "{drug}");
    }
}

#[test]
fn safety_rules_concern_drugs_of_the_table() {
    let base = knowledge();
    let drugs = base.drugs().unwrap();
    let classes: BTreeSet<&String> = drugs.drugs().iter().flat_map(|d| &d.classes).collect();
    for rule in base.safety_rules().unwrap() {
        assert!(!rule.drugs.is_empty() || !rule.classes.is_empty(), "{}", rule.id);
        assert!(rule.drugs.iter().all(|d| drugs.generic(d).is_some_and(|f| &f.name == d)), "{}", rule.id);
        assert!(rule.classes.iter().all(|c| classes.contains(c)), "{}", rule.id);
        assert!(!rule.message.is_empty() && !rule.source.is_empty(), "{}", rule.id);
        if let SafetyCriterion::Lab { below, above, .. } = &rule.criterion {
            assert!(below.is_some() != above.is_some(), "{}", rule.id);
        }
    }
}

/// Facts that every oncologist knows; each row is tumour, alteration, drugs.
#[test]
fn standard_facts_are_there() {
    let base = knowledge();
    let tree = base.tumour_types().unwrap();
    let label = |tumour: &str, text: &str, drugs: &[&str], basis: fn(&Assertion) -> bool| {
        base.assertions().unwrap().iter().any(|f| {
            let here =
                matches!(&f.tumours, TumourScope::OncoTree(c) if c.iter().any(|c| tree.is_a(tumour, c)));
            let agnostic = matches!(&f.tumours, TumourScope::AnySolid { except }
                if tree.is_solid(tumour) && !except.iter().any(|c| tree.is_a(tumour, c)));
            let mut given: Vec<&str> = f.therapy.iter().flat_map(|t| &t.drugs).map(String::as_str).collect();
            given.sort_unstable();
            (here || agnostic) && given == drugs && basis(f) && met(f, text)
        })
    };
    let approved = |f: &Assertion| {
        f.basis == Basis::Label
            && f.significance == attune_knowledge::Significance::Sensitivity
            && f.direction == attune_knowledge::Direction::Supports
    };
    let resists = |f: &Assertion| f.significance == attune_knowledge::Significance::Resistance;
    for (tumour, text, drugs) in [
        ("SKCM", "BRAF V600E", ["dabrafenib", "trametinib"].as_slice()),
        ("SKCM", "BRAF V600K", &["binimetinib", "encorafenib"]),
        ("LUAD", "EGFR exon 19 deletion", &["osimertinib"]),
        ("LUAD", "EGFR T790M", &["osimertinib"]),
        ("NSCLC", "ALK fusion", &["alectinib"]),
        ("NSCLC", "KRAS G12C", &["sotorasib"]),
        ("NSCLC", "MET exon 14 skipping", &["capmatinib"]),
        ("COAD", "BRAF V600E", &["cetuximab", "encorafenib"]),
        ("COAD", "KRAS G12C", &["panitumumab", "sotorasib"]),
        ("COADREAD", "MSI-H", &["pembrolizumab"]),
        ("BRCA", "PIK3CA H1047R", &["alpelisib", "fulvestrant"]),
        ("PAAD", "NTRK1 fusion", &["larotrectinib"]),
        ("THPA", "BRAF V600E", &["dabrafenib", "trametinib"]),
        ("CHOL", "FGFR2 fusion", &["pemigatinib"]),
    ] {
        assert!(label(tumour, text, drugs, approved), "{tumour} {text} {drugs:?}");
    }
    for (tumour, text, drugs) in [
        ("COAD", "KRAS G12D", ["cetuximab"].as_slice()),
        ("COAD", "KRAS Q61H", &["panitumumab"]),
        ("COAD", "NRAS Q61K", &["cetuximab"]),
        ("NSCLC", "EGFR T790M", &["erlotinib"]),
        ("CML", "ABL1 T315I", &["imatinib"]),
        ("GIST", "PDGFRA D842V", &["imatinib"]),
    ] {
        assert!(label(tumour, text, drugs, resists), "{tumour} {text} {drugs:?}");
    }
    // The tumour-agnostic label of dabrafenib with trametinib leaves out colorectal cancer.
    assert!(!label("COAD", "BRAF V600E", &["dabrafenib", "trametinib"], approved));
    // Another allele does not inherit a label.
    assert!(!label("NSCLC", "KRAS G12D", &["sotorasib"], approved));
}

/// Each standing must speak of a treatment that a label or guideline of the pack gives, or it orders nothing.
#[test]
fn standings_speak_of_labelled_treatments() {
    let base = knowledge();
    let mut labelled = BTreeSet::new();
    for fact in base.assertions().unwrap() {
        let mut drugs = fact.therapy.as_ref().map(|t| t.drugs.clone()).unwrap_or_default();
        drugs.sort();
        labelled.insert(drugs);
    }
    let rows = base.standings().unwrap();
    assert!(rows.len() > 250);
    for row in rows {
        assert!(labelled.contains(&row.drugs), "{}: {:?}", row.id, row.drugs);
    }
}

#[test]
fn withdrawn_approvals_are_marked() {
    let of = |drug: &str| -> Vec<bool> {
        knowledge()
            .assertions()
            .unwrap()
            .iter()
            .filter(|f| matches!(f.basis, Basis::Label | Basis::Guideline))
            .filter(|f| f.therapy.iter().flat_map(|t| &t.drugs).any(|d| d == drug))
            .map(|f| f.withdrawn)
            .collect()
    };
    for drug in ["mobocertinib", "infigratinib"] {
        assert!(!of(drug).is_empty() && of(drug).into_iter().all(|w| w), "{drug}");
    }
    assert!(of("osimertinib").into_iter().all(|w| !w));
}

#[test]
fn regimens_are_named_apart_from_drugs() {
    let drugs = knowledge().drugs().unwrap();
    assert_eq!(drugs.generic("FOLFIRI").unwrap().kind, DrugKind::Regimen);
    assert_eq!(drugs.generic("chemotherapy").unwrap().kind, DrugKind::Class);
    assert_eq!(drugs.generic("radiotherapy").unwrap().kind, DrugKind::Procedure);
}

#[test]
fn a_checked_label_fact_names_its_page_and_the_review_travels_with_the_pack() {
    let base = knowledge();
    let own = || base.assertions().unwrap().iter().filter(|f| f.id.starts_with("label:"));
    let with_page: Vec<_> =
        own().filter(|f| f.citations.first().is_some_and(|c| c.id.starts_with("http"))).collect();
    assert_eq!(Some(with_page.len() as u64), base.manifest().statistic("label.own_facts_with_page"));
    for fact in &with_page {
        assert!(fact.verification == Verification::Checked && fact.date.is_some(), "{}", fact.id);
        assert!(fact.statement.contains("Dated "), "{}", fact.id);
    }
    // Source, date and region for at least 450 drug, biomarker and tumour triples of labels (issue 5, item 1).
    let count = |what: &str| base.manifest().statistic(what).unwrap();
    assert!(count("label.triples_with_source_date_region") >= 450);
    assert!(count("label.triples_by_alteration_with_source_date_region") >= 600);
    let own = base.assertions().unwrap().iter().filter(|f| f.id.starts_with("label:"));
    for fact in own.filter(|f| matches!(f.basis, Basis::Label | Basis::Guideline)) {
        assert!(fact.region.is_some(), "{}", fact.id);
    }
    let review = base.review().unwrap();
    for kind in review.iter().map(|i| i.kind).collect::<BTreeSet<_>>() {
        let items = review.iter().filter(|i| i.kind == kind).count() as u64;
        assert_eq!(base.manifest().statistic(kind.count_name()), Some(items), "{kind:?}");
    }
    let ids: BTreeSet<&str> = base.assertions().unwrap().iter().map(|f| f.id.as_str()).collect();
    for item in &review {
        assert!(item.facts.iter().all(|id| ids.contains(id.as_str())), "{item:?}");
    }
}
