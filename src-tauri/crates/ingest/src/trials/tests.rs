use attune_clinical::{Criterion, CriterionKind, TrialStatus};

use super::{TrialFormat, TrialImport, read_trials};

const YAML: &str = include_str!("../../../../../tests/fixtures/trials/fictitious-braf.yaml");
const BASKET: &str = include_str!("../../../../../tests/fixtures/trials/fictitious-basket.json");
const REGISTER: &str = include_str!("../../../../../tests/fixtures/trials/fictitious-register.json");
const XML: &str = include_str!("../../../../../tests/fixtures/trials/fictitious-register.xml");

fn read(text: &str) -> TrialImport {
    let import = read_trials("trial", text.as_bytes()).unwrap();
    assert!(import.ledger.adds_up(), "{:?}", import.ledger);
    import
}

#[test]
fn ctml_in_yaml() {
    let import = read(YAML);
    assert_eq!(import.format, TrialFormat::CtmlYaml);
    assert!(import.findings.is_empty(), "{:?}", import.findings);
    let [trial] = import.trials.as_slice() else { panic!("one trial") };
    assert_eq!((trial.id.as_str(), trial.status), ("FICT-0001", TrialStatus::Recruiting));
    assert_eq!(trial.other_ids, ["FICT-BRAF"]);
    assert_eq!(trial.interventions, ["inventomab", "dabrafenib"]);
    let [a, b] = trial.arms.as_slice() else { panic!("two arms") };
    assert_eq!((a.open, b.open), (Some(true), Some(false)));
    assert_eq!(a.criteria.len(), 2, "those of the step and those of the arm");
    assert_eq!(a.levels.iter().map(|l| l.open).collect::<Vec<_>>(), [Some(false), Some(true)]);
    assert!(matches!(trial.criteria.as_slice(), [Criterion::Words { excludes: false, .. }]));
}

#[test]
fn an_unquoted_negation_of_yaml_is_kept() {
    let import =
        read("protocol_no: X\nmatch:\n- genomic:\n    hugo_symbol: !KRAS\n    variant_category: Mutation\n");
    let Some(Criterion::Node { kind: CriterionKind::Genomic, fields }) = import.trials[0].criteria.first()
    else {
        panic!("{:?}", import.trials[0].criteria)
    };
    assert_eq!(fields[0].values, ["!KRAS"]);
}

#[test]
fn anchors_of_yaml_are_followed_but_do_not_grow_without_end() {
    let import = read("protocol_no: X\nmatch:\n- or:\n  - &k\n    genomic: {hugo_symbol: KRAS}\n  - *k\n");
    let Some(Criterion::AnyOf(parts)) = import.trials[0].criteria.first() else { panic!() };
    assert_eq!(parts[0], parts[1]);
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for i in 1..12 {
        let before = format!("*a{}, ", i - 1).repeat(10);
        bomb.push_str(&format!("a{i}: &a{i} [{}]\n", before.trim_end_matches(", ")));
    }
    assert_eq!(read_trials("bomb", bomb.as_bytes()).unwrap_err().code, "trials.yaml");
    let deep = format!("protocol_no: X\nmatch: {}{}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(read_trials("deep", deep.as_bytes()).unwrap_err().code, "trials.yaml");
}

#[test]
fn ctml_in_json_keeps_what_it_cannot_take_apart() {
    let import = read(BASKET);
    assert_eq!(import.trials.len(), 2);
    let odd = &import.trials[0].arms[3];
    let Some(Criterion::All(parts)) = odd.criteria.first() else { panic!("{odd:?}") };
    assert!(matches!(&parts[0], Criterion::Unread { text } if text.contains("Leo")), "{parts:?}");
    assert_eq!(import.findings[0].code, "trials.criterion_unread");
    assert_eq!(import.ledger.error, 1);
    assert_eq!(import.trials[1].status, TrialStatus::Paused);
    assert_eq!(import.trials[1].criteria.len(), 2);
}

#[test]
fn a_study_of_the_register_in_json() {
    let import = read(REGISTER);
    assert_eq!(import.format, TrialFormat::GovJson);
    let trial = &import.trials[0];
    assert_eq!((trial.id.as_str(), trial.phase.as_deref()), ("NCT99999991", Some("PHASE1, PHASE2")));
    let words: Vec<(&str, bool)> = trial
        .criteria
        .iter()
        .filter_map(|c| match c {
            Criterion::Words { text, excludes } => Some((text.as_str(), *excludes)),
            _ => None,
        })
        .collect();
    assert_eq!(words.len(), 9);
    assert_eq!(words[3], ("Creatinine clearance >= 50 mL/min", false));
    assert_eq!(words[7], ("Prior treatment with vemurafenib", true));
    let fields = trial.criteria.iter().filter(|c| matches!(c, Criterion::Node { .. })).count();
    assert_eq!(fields, 3, "condition, lower and upper age; all sexes ask for nothing");
    let list = format!("{{\"studies\":[{REGISTER},{REGISTER}]}}");
    assert_eq!(read(&list).trials.len(), 2);
}

#[test]
fn a_study_of_the_register_in_xml() {
    let import = read(XML);
    assert_eq!(import.format, TrialFormat::GovXml);
    let trial = &import.trials[0];
    assert_eq!(trial.id, "NCT99999992");
    assert!(trial.title.ends_with("colorectal cancer & its relatives"), "{}", trial.title);
    assert_eq!(trial.status, TrialStatus::Paused);
    assert_eq!(trial.keywords, ["KRAS", "colon"]);
    assert_eq!(trial.updated.as_deref(), Some("March 3, 2026"));
    let words: Vec<&str> = trial
        .criteria
        .iter()
        .filter_map(|c| match c {
            Criterion::Words { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        words,
        [
            "KRAS G12D mutation",
            "Age >= 18 years",
            "A line that is broken into two by the register",
            "LVEF < 50%"
        ]
    );
}

#[test]
fn what_is_no_trial_is_refused() {
    for (text, code) in [
        ("", "ingest.empty_file"),
        ("{\"resourceType\":\"Bundle\"}", "trials.not_a_trial"),
        ("Dear colleague", "trials.not_a_trial"),
        ("{\"protocol_no\": ", "ingest.truncated"),
        ("<clinical_study><id_info>", "ingest.truncated"),
        ("<html><p>x</q></html>", "trials.xml"),
    ] {
        assert_eq!(read_trials("x", text.as_bytes()).unwrap_err().code, code, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_byte_stops_the_reader(cut in 0usize..1500, byte in 0u8..=255, which in 0usize..4) {
        let mut bytes = [YAML, BASKET, REGISTER, XML][which].as_bytes().to_vec();
        let at = cut % bytes.len();
        bytes[at] = byte;
        if let Ok(import) = read_trials("mutated", bytes.as_slice()) {
            assert!(import.ledger.adds_up());
        }
    }
}
