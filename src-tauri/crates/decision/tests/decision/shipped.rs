//! The shipped pack, asked about pairs whose answer every oncologist knows.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use attune_clinical::{AiModels, ConsentLedger, TreatmentPlanning};
use attune_decision::{Case, Level, RankedOptions, rank};
use attune_inference::Registry;
use attune_knowledge::{KnowledgeBase, Pack, parse_public_key};

use crate::world::{Look, TODAY, case};

pub(crate) fn knowledge() -> &'static KnowledgeBase {
    static PACK: OnceLock<KnowledgeBase> = OnceLock::new();
    PACK.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/knowledge");
        let files: BTreeMap<String, Vec<u8>> = std::fs::read_dir(folder)
            .expect("the shipped pack")
            .map(|entry| {
                let entry = entry.expect("a file");
                let name = entry.file_name().into_string().expect("a name");
                (name, std::fs::read(entry.path()).expect("readable"))
            })
            .collect();
        let key = std::str::from_utf8(&files["attune-pack.pub"]).ok().map(parse_public_key);
        let key = key.expect("text").expect("a key");
        KnowledgeBase::new(Pack::open(Box::new(files), &[key]).expect("signed"))
    })
}

pub(crate) fn ask(case: Case) -> RankedOptions {
    let ledger = ConsentLedger::default();
    let case = ledger.authorise::<_, TreatmentPlanning>(case, TODAY).expect("implied");
    let registry = Registry::default();
    rank(&case, knowledge(), ledger.authorise::<_, AiModels>(&registry, TODAY), &ledger).expect("readable")
}

/// Tumour, alterations, treatments of which one is to be among the first three.
const KNOWN: &[(&str, &[&str], &[&str])] = &[
    ("MEL", &["BRAF V600E"], &["dabrafenib + trametinib", "binimetinib + encorafenib"]),
    ("LUAD", &["EGFR L858R"], &["osimertinib"]),
    ("NSCLC", &["EGFR T790M"], &["osimertinib"]),
    ("NSCLC", &["EML4-ALK fusion"], &["alectinib", "lorlatinib"]),
    (
        "BRCA",
        &["ERBB2 amplification"],
        &["chemotherapy + pertuzumab + trastuzumab", "docetaxel + pertuzumab + trastuzumab"],
    ),
    ("BRCA", &["BRCA1 germline pathogenic", "HER2 negative"], &["olaparib"]),
    ("HGSOC", &["BRCA1 germline pathogenic"], &["olaparib"]),
    ("COAD", &["MSI-H"], &["pembrolizumab"]),
    ("NSCLC", &["KRAS G12C"], &["sotorasib"]),
    ("COAD", &["BRAF V600E"], &["cetuximab + encorafenib"]),
    ("THPA", &["ETV6-NTRK3 fusion"], &["larotrectinib"]),
    ("NSCLC", &["KIF5B-RET fusion"], &["selpercatinib"]),
    // First line today; alpelisib with fulvestrant follows after endocrine therapy.
    ("BRCA", &["PIK3CA H1047R", "ER positive", "HER2 negative"], &["fulvestrant + inavolisib + palbociclib"]),
    ("LUAD", &["MET exon 14 skipping"], &["capmatinib", "tepotinib"]),
    ("GIST", &["KIT exon 11 mutation"], &["imatinib"]),
    ("CHOL", &["FGFR2 fusion"], &["pemigatinib"]),
    ("NSCLC", &["PD-L1 TPS 60%"], &["pembrolizumab"]),
];

#[test]
fn known_pairs_have_a_standard_drug_in_the_first_three() {
    for (tumour, alterations, expected) in KNOWN {
        let answer = ask(case(tumour, alterations));
        let first: Vec<&str> = answer.options.iter().take(3).map(|o| o.treatment.as_str()).collect();
        assert!(expected.iter().any(|e| first.contains(e)), "{tumour} {alterations:?}: {first:?}");
        assert_eq!(answer.options[0].level, Level::IA, "{tumour} {alterations:?}");
        assert!(!answer.options[0].because.is_empty(), "{tumour} {alterations:?}");
    }
}

/// Tumour, alterations, drugs that are to stand under resistance and in no ranked option alone.
const DEFEATED: &[(&str, &[&str], &[&str])] = &[
    ("COAD", &["KRAS G12D"], &["cetuximab", "panitumumab"]),
    ("COADREAD", &["NRAS Q61K"], &["cetuximab", "panitumumab"]),
    ("COAD", &["BRAF V600E"], &["cetuximab", "panitumumab"]),
    ("LUAD", &["EGFR L858R", "EGFR T790M"], &["erlotinib", "gefitinib", "afatinib"]),
    ("CML", &["BCR-ABL1 fusion", "ABL1 T315I"], &["imatinib", "dasatinib", "nilotinib"]),
    ("NSCLC", &["EML4-ALK fusion", "ALK G1202R"], &["crizotinib", "alectinib"]),
    ("GIST", &["PDGFRA D842V"], &["imatinib"]),
];

#[test]
fn known_resistance_is_shown_and_never_ranked() {
    for (tumour, alterations, drugs) in DEFEATED {
        let answer = ask(case(tumour, alterations));
        for drug in *drugs {
            assert!(answer.defeated().contains(&(*drug).to_owned()), "{tumour} {alterations:?}: {drug}");
            assert!(!answer.names().contains(&(*drug).to_owned()), "{tumour} {alterations:?}: {drug}");
        }
    }
}

#[test]
fn no_anti_egfr_antibody_is_ranked_beside_kras_g12d_in_colon() {
    let answer = ask(case("COAD", &["KRAS G12D"]));
    for option in &answer.options {
        for drug in ["cetuximab", "panitumumab"] {
            assert!(!option.drugs.contains(&drug.to_owned()), "{}", option.treatment);
        }
    }
}

#[test]
fn a_tumour_that_nobody_knows_gets_no_tier_one_from_a_known_one() {
    let answer = ask(case("a kind that is in no book", &["BRAF V600E", "EGFR L858R", "ERBB2 amplification"]));
    assert!(!answer.options.is_empty());
    for option in &answer.options {
        let anywhere = option.evidence.iter().all(|e| e.disease.eq_ignore_ascii_case("cancer"));
        assert!(option.level >= Level::IIC || anywhere, "{} {}", option.level, option.treatment);
    }
}

#[test]
fn shares_sum_on_the_shipped_pack() {
    for (tumour, alterations, _) in KNOWN {
        for option in ask(case(tumour, alterations)).options {
            let sum: f64 = option.contributions.iter().map(|c| c.points).sum();
            assert!((sum - option.score).abs() < 1e-9);
        }
    }
}

/// Tumour, alterations, how far down to look, treatments of which one is to stand there.
const PREFERRED: &[(&str, &[&str], usize, &[&str])] = &[
    ("LUAD", &["EGFR L858R"], 2, &["osimertinib", "carboplatin + osimertinib + pemetrexed"]),
    ("LUAD", &["EML4-ALK fusion"], 3, &["alectinib", "lorlatinib", "brigatinib"]),
    ("MEL", &["BRAF V600E"], 1, &["dabrafenib + trametinib", "binimetinib + encorafenib"]),
    (
        "COAD",
        &[],
        3,
        &[
            "fluorouracil + leucovorin + oxaliplatin",
            "fluorouracil + irinotecan + leucovorin",
            "capecitabine + oxaliplatin",
            "bevacizumab + fluorouracil + leucovorin + oxaliplatin",
            "bevacizumab + fluorouracil + irinotecan + leucovorin",
            "bevacizumab + capecitabine + oxaliplatin",
        ],
    ),
    ("COAD", &["MSI-H"], 2, &["pembrolizumab"]),
];

#[test]
fn what_is_chosen_first_comes_first() {
    for (tumour, alterations, depth, expected) in PREFERRED {
        let answer = ask(case(tumour, alterations));
        let first: Vec<&str> = answer.options.iter().take(*depth).map(|o| o.treatment.as_str()).collect();
        assert!(expected.iter().any(|e| first.contains(e)), "{tumour} {alterations:?}: {first:?}");
        let reasons = &answer.options[0].reasons_for;
        assert!(reasons.iter().any(|r| r.starts_with("Preferred in this setting")), "{reasons:?}");
    }
}

/// Tumour, alterations, a treatment of today, one that it replaced.
const REPLACED: &[(&str, &[&str], &str, &str)] = &[
    ("LUAD", &["EGFR L858R"], "osimertinib", "gefitinib"),
    ("LUAD", &["EML4-ALK fusion"], "alectinib", "crizotinib"),
    ("MEL", &["BRAF V600E"], "dabrafenib + trametinib", "vemurafenib"),
    ("COAD", &["MSI-H"], "pembrolizumab", "fluorouracil + leucovorin + oxaliplatin"),
];

#[test]
fn what_was_replaced_stands_below_what_replaced_it() {
    for (tumour, alterations, better, older) in REPLACED {
        let answer = ask(case(tumour, alterations));
        let (better, older) = (answer.option(better), answer.option(older));
        assert!(better.rank < older.rank, "{tumour} {alterations:?}: {}", older.treatment);
        assert!(older.reasons_against.iter().any(|r| r.starts_with("Superseded by ")), "{}", older.treatment);
    }
}
