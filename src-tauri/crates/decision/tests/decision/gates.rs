//! Safety gates come before ranking.

use attune_clinical::{
    Allergy, Condition, HealthRecord, Medication, MedicationStatus, ObservationValue, RecordStatus,
};
use attune_decision::{BlockedReason, Case, RankedOptions, SafetyKind, SafetySeverity};
use attune_knowledge::{RuleSeverity, SafetyCriterion, SafetyRule, Verification};
use attune_pharmacogenomics::{
    Because, CallStatus, Diplotype, DrugAction, GeneResult, PgxSample, Recommendation, Strength,
};

use crate::world::{Look, World, ask, case, lab, observation, record};

const CHEMO: &[&str] = &[
    "label | - | folfox | COADREAD | sensitive",
    "label | - | capecitabine | COADREAD | sensitive",
    "label | - | irinotecan | COADREAD | sensitive",
    "label | - | cisplatin | COADREAD | sensitive",
    "label | - | carboplatin | COADREAD | sensitive",
];

fn colon() -> Case {
    case("COAD", &[])
}

fn gene(gene: &str, status: CallStatus, phenotypes: &[&str]) -> GeneResult {
    let diplotypes: Vec<Diplotype> = phenotypes
        .iter()
        .map(|p| Diplotype {
            name: "*1/*2".to_owned(),
            functions: Vec::new(),
            phenotype: Some((*p).to_owned()),
            activity_score: None,
            ..Diplotype::default()
        })
        .collect();
    let phenotype = (phenotypes.len() == 1).then(|| phenotypes[0].to_owned());
    GeneResult { gene: gene.to_owned(), status, diplotypes, phenotype, ..GeneResult::default() }
}

fn advice(
    drug: &str,
    action: DrugAction,
    factor: Option<f64>,
    gene: &str,
    phenotype: &str,
) -> Recommendation {
    Recommendation {
        drug: drug.to_owned(),
        source: "CPIC".to_owned(),
        strength: Strength::Strong,
        action,
        dose_factor: factor,
        population: None,
        because: vec![Because { gene: gene.to_owned(), phenotype: phenotype.to_owned() }],
        text: "Advice of the guideline.".to_owned(),
        citations: vec!["PMID:29152729".to_owned()],
        version: "2024".to_owned(),
        ..Recommendation::default()
    }
}

fn genotyped(genes: Vec<GeneResult>, recommendations: Vec<Recommendation>) -> Case {
    Case {
        pgx: Some(PgxSample { sample: "S1".to_owned(), genes, recommendations, ..PgxSample::default() }),
        ..colon()
    }
}

fn holds(answer: &RankedOptions, drug: &str) -> bool {
    answer.options.iter().any(|o| o.drugs.iter().any(|d| d == drug))
}

#[test]
fn a_poor_dpyd_metaboliser_never_sees_a_fluoropyrimidine_ranked() {
    let world = World::of(CHEMO);
    // With the advice of the guideline, and with the phenotype alone.
    let with = vec![
        advice("fluorouracil", DrugAction::Avoid, None, "DPYD", "Poor Metabolizer"),
        advice("capecitabine", DrugAction::Avoid, None, "DPYD", "Poor Metabolizer"),
    ];
    for recommendations in [with, Vec::new()] {
        let dpyd = gene("DPYD", CallStatus::Called, &["Poor Metabolizer"]);
        let answer = ask(&world, genotyped(vec![dpyd], recommendations));
        assert!(!holds(&answer, "fluorouracil") && !holds(&answer, "capecitabine"), "{:?}", answer.names());
        for name in ["capecitabine", "fluorouracil + leucovorin + oxaliplatin"] {
            let blocked = answer.blocked(name).expect("it stands in not ranked");
            assert_eq!(blocked.reason, BlockedReason::Contraindicated);
            assert!(blocked.detail.contains("DPYD Poor Metabolizer"), "{}", blocked.detail);
            assert_eq!(blocked.becomes_possible, None, "a genotype stays");
            assert!(
                blocked
                    .safety
                    .iter()
                    .any(|n| n.severity == SafetySeverity::Block && n.kind == SafetyKind::Pgx)
            );
        }
        assert!(holds(&answer, "irinotecan"));
    }
}

#[test]
fn an_intermediate_metaboliser_is_cautioned_with_the_dose() {
    let world = World::of(CHEMO);
    let dpyd = gene("DPYD", CallStatus::Called, &["Intermediate Metabolizer"]);
    let lower =
        advice("fluorouracil", DrugAction::DecreaseDose, Some(0.5), "DPYD", "Intermediate Metabolizer");
    let answer = ask(&world, genotyped(vec![dpyd], vec![lower]));
    let option = answer.option("fluorouracil + leucovorin + oxaliplatin");
    let note = option.safety.iter().find(|n| n.kind == SafetyKind::Pgx).expect("caution");
    assert_eq!(note.severity, SafetySeverity::Caution);
    assert!(note.message.contains("50 % of the usual dose"), "{}", note.message);
    assert!(option.contributions.iter().any(|c| c.factor == "safety" && c.points < 0.0));
    let before = ask(&world, colon());
    assert!(option.score < before.option("fluorouracil + leucovorin + oxaliplatin").score);
}

#[test]
fn a_gene_that_was_not_called_is_unknown_and_not_normal() {
    let world = World::of(CHEMO);
    let cases = [
        (colon(), "DPYD not tested: test before a fluoropyrimidine"),
        (genotyped(vec![gene("DPYD", CallStatus::NotCalled, &[])], Vec::new()), "DPYD not called"),
        (
            genotyped(
                vec![gene("DPYD", CallStatus::Ambiguous, &["Normal Metabolizer", "Poor Metabolizer"])],
                Vec::new(),
            ),
            "DPYD ambiguous",
        ),
    ];
    for (case, expected) in cases {
        let answer = ask(&world, case);
        let option = answer.option("capecitabine");
        assert!(option.unknown.iter().any(|u| u.starts_with(expected)), "{expected}: {:?}", option.unknown);
        assert!(!option.passed.iter().any(|p| p.contains("DPYD")));
    }
    let ambiguous = gene("DPYD", CallStatus::Ambiguous, &["Normal Metabolizer", "Poor Metabolizer"]);
    let answer = ask(&world, genotyped(vec![ambiguous], Vec::new()));
    assert!(
        answer
            .option("capecitabine")
            .safety
            .iter()
            .any(|n| n.message.contains("poor metaboliser is possible"))
    );
    let normal = gene("DPYD", CallStatus::Called, &["Normal Metabolizer"]);
    let answer = ask(&world, genotyped(vec![normal], Vec::new()));
    assert!(answer.option("capecitabine").passed.contains(&"DPYD Normal Metabolizer".to_owned()));
}

#[test]
fn a_base_of_no_known_allele_is_no_silent_pass() {
    let world = World::of(CHEMO);
    let mut dpyd = gene("DPYD", CallStatus::Called, &["Normal Metabolizer"]);
    dpyd.findings.push(attune_pharmacogenomics::PgxFinding {
        code: "undocumented_base".to_owned(),
        message: String::new(),
    });
    let answer = ask(&world, genotyped(vec![dpyd], Vec::new()));
    let notes = &answer.option("capecitabine").safety;
    assert!(
        notes.iter().any(|n| n.kind == SafetyKind::Pgx && n.message.contains("no known allele")),
        "{notes:?}"
    );
}

#[test]
fn a_pharmacogene_in_the_tumour_report_cautions_until_the_germline_is_known() {
    let world = World::of(CHEMO);
    let seen = || case("COAD", &["DPYD c.1905+1G>A"]);
    let answer = ask(&world, seen());
    let notes = &answer.option("capecitabine").safety;
    assert!(
        notes.iter().any(|n| n.kind == SafetyKind::Pgx && n.message.contains("test the germline")),
        "{notes:?}"
    );
    assert!(answer.option("irinotecan").safety.is_empty());
    let dpyd = gene("DPYD", CallStatus::Called, &["Normal Metabolizer"]);
    let tested = Case { pgx: genotyped(vec![dpyd], Vec::new()).pgx, ..seen() };
    assert!(ask(&world, tested).option("capecitabine").safety.is_empty());
}

#[test]
fn advice_for_children_is_not_given_to_adults() {
    let world = World::of(CHEMO);
    let mut row = advice("cisplatin", DrugAction::Avoid, None, "TPMT", "Poor Metabolizer");
    row.population = Some("pediatric".to_owned());
    let mut adult = genotyped(Vec::new(), vec![row]);
    assert!(!holds(&ask(&world, adult.clone()), "cisplatin"), "age unknown: the row counts");
    adult.record = Some(record());
    assert!(holds(&ask(&world, adult), "cisplatin"));
}

fn clearance_rule(severity: RuleSeverity) -> SafetyRule {
    SafetyRule {
        id: "saf-test".to_owned(),
        drugs: vec!["cisplatin".to_owned()],
        classes: Vec::new(),
        kind: "organ_function".to_owned(),
        criterion: SafetyCriterion::Lab {
            analyte: "creatinine_clearance".to_owned(),
            below: Some(50.0),
            above: None,
            unit: "mL/min".to_owned(),
        },
        severity,
        message: "Cisplatin harms the kidney".to_owned(),
        source: "FDA label".to_owned(),
        citation: "NDA 018057".to_owned(),
        verification: Verification::Checked,
    }
}

/// A DPYD poor metaboliser, as the phenotype alone.
pub(crate) fn poor_metaboliser() -> PgxSample {
    let dpyd = gene("DPYD", CallStatus::Called, &["Poor Metabolizer"]);
    PgxSample { sample: "S1".to_owned(), genes: vec![dpyd], ..PgxSample::default() }
}

/// One called gene with its phenotype.
pub(crate) fn sample_of(name: &str, status: CallStatus, phenotype: &str) -> PgxSample {
    let genes = vec![gene(name, status, &[phenotype])];
    PgxSample { sample: "S1".to_owned(), genes, ..PgxSample::default() }
}

/// No platinum below a clearance of 50 mL/min.
pub(crate) fn platinum_rule() -> SafetyRule {
    SafetyRule {
        drugs: Vec::new(),
        classes: vec!["platinum".to_owned()],
        ..clearance_rule(RuleSeverity::Block)
    }
}

fn with_record(change: impl FnOnce(&mut HealthRecord)) -> Case {
    let mut record = record();
    change(&mut record);
    Case { record: Some(record), ..colon() }
}

#[test]
fn organ_function_has_four_answers() {
    let world = World::of(CHEMO).with_rules(vec![clearance_rule(RuleSeverity::Block)]);
    let clearance = |value, unit: &str, on: &str| {
        let observation = lab("2164-2", value, unit, on);
        ask(&world, with_record(|r| r.observations.push(observation)))
    };
    let low = clearance(31.0, "mL/min", "2026-11-02");
    let blocked = low.blocked("cisplatin").expect("blocked");
    assert!(blocked.detail.contains("31 mL/min on 02-Nov-2026"), "{}", blocked.detail);
    assert_eq!(blocked.becomes_possible.as_deref(), Some("creatinine clearance at least 50 mL/min"));
    // An old value that stops still stops.
    assert!(clearance(31.0, "mL/min", "2024-01-01").blocked("cisplatin").is_some());

    let good = clearance(88.0, "mL/min", "2026-11-02");
    assert!(good.option("cisplatin").passed.iter().any(|p| p.contains("88 mL/min")));
    let change = &good.option("cisplatin").would_change;
    assert!(
        change
            .iter()
            .any(|c| c.condition == "creatinine clearance < 50 mL/min" && c.then.starts_with("not ranked")),
        "{change:?}"
    );
    for answer in [
        clearance(88.0, "mL/min", "2024-01-01"),
        clearance(88.0, "", "2026-11-02"),
        clearance(1.5, "fl_oz/s", "2026-11-02"),
        // Of a day to come.
        clearance(31.0, "mL/min", "2027-11-02"),
        ask(&world, with_record(|_| {})),
    ] {
        let option = answer.option("cisplatin");
        assert!(option.unknown.iter().any(|u| u.contains("reatinine clearance")), "{:?}", option.unknown);
        assert!(!option.passed.iter().any(|p| p.contains("clearance")));
    }
}

#[test]
fn clearance_is_estimated_by_cockcroft_and_gault() {
    let world = World::of(CHEMO).with_rules(vec![clearance_rule(RuleSeverity::Caution)]);
    // (140 - 64) x 60 / (72 x 2.0) x 0.85 = 26.9
    let answer = ask(
        &world,
        with_record(|r| {
            r.observations.push(lab("2160-0", 2.0, "mg/dL", "2026-11-02"));
            r.observations.push(lab("29463-7", 60.0, "kg", "2026-11-02"));
        }),
    );
    let note = &answer.option("cisplatin").safety[0];
    assert!(note.message.contains("26.9 mL/min on 02-Nov-2026 (Cockcroft-Gault"), "{}", note.message);
}

#[test]
fn a_comparator_is_not_lost() {
    let world = World::of(CHEMO).with_rules(vec![clearance_rule(RuleSeverity::Block)]);
    let mut below = lab("2164-2", 60.0, "mL/min", "2026-11-02");
    if let Some(ObservationValue::Quantity(q)) = &mut below.value {
        q.comparator = Some(attune_clinical::Comparator::Less);
    }
    // "below 60" may be below 50 or not.
    let answer = ask(&world, with_record(|r| r.observations.push(below)));
    assert!(answer.option("cisplatin").unknown.iter().any(|u| u.contains("not exact enough")));
}

fn allergy(substance: &str, severity: Option<&str>, status: RecordStatus) -> Allergy {
    Allergy {
        substance: substance.to_owned(),
        severity: severity.map(str::to_owned),
        recorded: "2020-05-01".parse().ok(),
        status,
        ..Allergy::default()
    }
}

#[test]
fn allergies_to_drug_and_class() {
    use RecordStatus::{Active, Negated, Unconfirmed};
    let world = World::of(CHEMO);
    let ask_with = |a: Allergy| ask(&world, with_record(|r| r.allergies.push(a)));

    let severe = ask_with(allergy("carboplatin", Some("severe"), Active));
    assert!(severe.blocked("carboplatin").is_some_and(|b| b.becomes_possible.is_none()));
    // Platinum drugs cross-react: the class stops too, until somebody has assessed it.
    assert!(severe.blocked("cisplatin").is_some_and(|b| b.becomes_possible.is_some()));
    assert!(severe.blocked("fluorouracil + leucovorin + oxaliplatin").is_some());
    assert!(holds(&severe, "irinotecan"));

    let mild = ask_with(allergy("carboplatin", Some("mild"), Active));
    let notes = &mild.option("carboplatin").safety;
    assert!(notes.iter().any(|n| n.severity == SafetySeverity::Caution && n.kind == SafetyKind::Allergy));

    let unknown = ask_with(allergy("carboplatin", None, Active));
    assert!(unknown.blocked("carboplatin").is_some_and(|b| b.becomes_possible.is_some()));

    let unconfirmed = ask_with(allergy("carboplatin", Some("severe"), Unconfirmed));
    assert!(holds(&unconfirmed, "carboplatin"));
    assert!(!unconfirmed.option("carboplatin").safety.is_empty());

    let none = ask_with(allergy("no known allergies", None, Negated));
    assert!(none.option("carboplatin").passed.contains(&"no known allergies".to_owned()));
    let silent = ask(&world, with_record(|_| {}));
    assert!(silent.option("carboplatin").unknown.iter().any(|u| u.starts_with("Allergies not recorded")));
}

fn medication(text: &str, course: MedicationStatus, stopped: Option<&str>) -> Medication {
    Medication {
        text: text.to_owned(),
        course,
        stopped_because: stopped.map(str::to_owned),
        end: "2026-02-01".parse().ok(),
        ..Medication::default()
    }
}

#[test]
fn earlier_treatment_counts() {
    let world = World::of(CHEMO);
    let ask_with = |m: Medication| ask(&world, with_record(|r| r.medications.push(m)));
    let past = MedicationStatus::Past;

    let progressed = ask_with(medication("Xeloda 500 mg", past, Some("disease progression")));
    let blocked = progressed.blocked("capecitabine").expect("progressed on it");
    assert!(blocked.detail.contains("stopped on 01-Feb-2026: disease progression"), "{}", blocked.detail);
    // Another drug of the class: a caution.
    let notes = &progressed.option("fluorouracil + leucovorin + oxaliplatin").safety;
    assert!(
        notes.iter().any(|n| n.kind == SafetyKind::PriorTherapy && n.severity == SafetySeverity::Caution)
    );

    let part = ask_with(medication("oxaliplatin", past, Some("progression")));
    assert!(
        part.option("fluorouracil + leucovorin + oxaliplatin")
            .safety
            .iter()
            .any(|n| { n.severity == SafetySeverity::Caution && n.kind == SafetyKind::PriorTherapy })
    );
    let toxic = ask_with(medication("cisplatin", past, Some("grade 4 neurotoxicity")));
    assert!(toxic.blocked("cisplatin").is_some_and(|b| b.becomes_possible.is_some()));
    let completed = ask_with(medication("cisplatin", past, Some("treatment completed")));
    assert!(holds(&completed, "cisplatin"));
    let planned = ask_with(medication("cisplatin", MedicationStatus::Planned, Some("progression")));
    assert!(holds(&planned, "cisplatin"));
}

#[test]
fn rules_on_medication_conditions_state_and_age() {
    let rule = |criterion, severity| SafetyRule { criterion, severity, ..clearance_rule(severity) };
    let interaction = rule(
        SafetyCriterion::Medication { drugs: Vec::new(), classes: vec!["strong CYP3A inhibitor".to_owned()] },
        RuleSeverity::Caution,
    );
    let world = World::of(CHEMO).with_rules(vec![interaction]);
    let takes = |course| {
        ask(&world, with_record(|r| r.medications.push(medication("itraconazole 100 mg", course, None))))
    };
    assert!(
        takes(MedicationStatus::Current).option("cisplatin").safety[0].message.contains("takes itraconazole")
    );
    assert!(takes(MedicationStatus::Past).option("cisplatin").safety.is_empty());
    let open = takes(MedicationStatus::Unknown);
    assert!(open.option("cisplatin").unknown.iter().any(|u| u.contains("whether it is taken now")));

    let failure = rule(
        SafetyCriterion::Condition { words: vec!["heart failure".to_owned()], codes: vec!["I50".to_owned()] },
        RuleSeverity::Block,
    );
    let world = World::of(CHEMO).with_rules(vec![failure]);
    let ill = with_record(|r| {
        r.conditions.push(Condition { text: "Congestive heart failure".to_owned(), ..Condition::default() });
    });
    assert!(ask(&world, ill).blocked("cisplatin").is_some());
    let recovered = with_record(|r| {
        let status = RecordStatus::Negated;
        r.conditions.push(Condition { text: "heart failure".to_owned(), status, ..Condition::default() });
    });
    assert!(holds(&ask(&world, recovered), "cisplatin"));

    let world = World::of(CHEMO).with_rules(vec![rule(SafetyCriterion::Pregnancy, RuleSeverity::Block)]);
    let pregnant = with_record(|r| {
        r.observations.push(observation(
            "82810-3",
            ObservationValue::Text("Pregnant".to_owned()),
            "2026-11-01",
        ));
    });
    let answer = ask(&world, pregnant);
    assert!(answer.blocked("cisplatin").is_some());
    assert!(!answer.option("carboplatin").safety.is_empty(), "pregnancy cautions every drug");

    let world =
        World::of(CHEMO).with_rules(vec![rule(SafetyCriterion::Ecog { at_least: 3 }, RuleSeverity::Block)]);
    let status = |text: &str| {
        let observation = observation("89247-1", ObservationValue::Text(text.to_owned()), "2026-11-01");
        ask(&world, with_record(|r| r.observations.push(observation)))
    };
    assert!(status("ECOG 3").blocked("cisplatin").is_some_and(|b| b.becomes_possible.is_some()));
    assert!(status("1").option("cisplatin").passed.contains(&"ECOG 1 on 01-Nov-2026".to_owned()));
    assert!(status("0-1").option("cisplatin").unknown.iter().any(|u| u.contains("ECOG")));
}

#[test]
fn without_a_record_everything_about_the_person_is_unknown() {
    let world = World::of(CHEMO).with_rules(vec![clearance_rule(RuleSeverity::Block)]);
    let answer = ask(&world, colon());
    for option in &answer.options {
        assert!(option.unknown.iter().any(|u| u.starts_with("No health record")));
        assert!(option.passed.is_empty());
    }
}
