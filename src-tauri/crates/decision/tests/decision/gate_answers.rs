//! The four answers of the gates, on patients of our own: units, dates, what is not known, what can change.

use attune_clinical::{
    Allergy, Coding, Condition, Medication, MedicationStatus, ObservationValue, Patient, Quantity,
    RecordStatus, Sex, Unit,
};
use attune_decision::{Case, GateAnswer, GateVerdict, RankedOptions, SafetyKind};
use attune_knowledge::{RuleSeverity, SafetyCriterion, SafetyRule, Verification};

use crate::world::{Look, World, ask, case, lab, observation, record};

const DAY: &str = "2026-11-10";

fn rule(drug: &str, kind: &str, criterion: SafetyCriterion, severity: RuleSeverity) -> SafetyRule {
    SafetyRule {
        id: format!("test-{drug}-{kind}"),
        drugs: vec![drug.to_owned()],
        classes: Vec::new(),
        criterion,
        severity,
        kind: kind.to_owned(),
        message: "As the label says.".to_owned(),
        source: "test".to_owned(),
        citation: String::new(),
        verification: Verification::Checked,
    }
}

fn limit(analyte: &str, below: Option<f64>, above: Option<f64>, unit: &str) -> SafetyCriterion {
    SafetyCriterion::Lab { analyte: analyte.to_owned(), below, above, unit: unit.to_owned() }
}

fn world(criterion: SafetyCriterion, kind: &str) -> World {
    World::of(&["label | - | carboplatin | COADREAD | sensitive"]).with_rules(vec![rule(
        "carboplatin",
        kind,
        criterion,
        RuleSeverity::Block,
    )])
}

fn asked(world: &World, change: impl FnOnce(&mut attune_clinical::HealthRecord)) -> RankedOptions {
    let mut record = record();
    change(&mut record);
    ask(world, Case { record: Some(record), ..case("COAD", &[]) })
}

/// The answers of one kind, of carboplatin wherever it stands.
fn answers(answer: &RankedOptions, kind: SafetyKind) -> Vec<&GateAnswer> {
    let ranked = answer.options.iter().flat_map(|o| &o.gates);
    let stopped = answer.not_ranked.iter().flat_map(|b| &b.gates);
    ranked.chain(stopped).filter(|g| g.kind == kind).collect()
}

fn verdict(answer: &RankedOptions, kind: SafetyKind) -> (GateVerdict, Option<bool>) {
    let found = answers(answer, kind);
    let worst = found.iter().find(|g| g.verdict == GateVerdict::Fail);
    let worst = worst.or_else(|| found.iter().find(|g| g.verdict == GateVerdict::Warn));
    let worst = worst.or_else(|| found.iter().find(|g| g.verdict == GateVerdict::Undetermined));
    worst.or(found.first()).map(|g| (g.verdict, g.recoverable)).expect("an answer")
}

fn quantity(value: f64, unit: &str) -> Quantity {
    Quantity { value, written: value.to_string(), comparator: None, unit: Some(Unit(unit.to_owned())) }
}

#[test]
fn every_answer_is_one_of_four_and_says_whether_it_can_change() {
    let world = world(limit("creatinine_clearance", Some(50.0), None, "mL/min"), "organ_function");
    let at = |value: f64| asked(&world, |r| r.observations.push(lab("2164-2", value, "mL/min", DAY)));
    assert_eq!(verdict(&at(80.0), SafetyKind::OrganFunction), (GateVerdict::Pass, None));
    assert_eq!(verdict(&at(49.9), SafetyKind::OrganFunction), (GateVerdict::Fail, Some(true)));
    assert_eq!(
        verdict(&at(50.0), SafetyKind::OrganFunction),
        (GateVerdict::Pass, None),
        "below 50 is not 50"
    );
    let silent = asked(&world, |_| {});
    assert_eq!(verdict(&silent, SafetyKind::OrganFunction), (GateVerdict::Undetermined, Some(true)));
    assert_eq!(silent.names(), ["carboplatin"], "what is not known stays ranked");
    assert!(silent.option("carboplatin").unknown.iter().any(|u| u.contains("measure before carboplatin")));
    let stopped = at(20.0);
    assert_eq!(
        stopped.blocked("carboplatin").and_then(|b| b.becomes_possible.clone()).as_deref(),
        Some("creatinine clearance at least 50 mL/min")
    );
}

#[test]
fn a_clearance_is_computed_and_not_rounded_over_a_limit() {
    let world = world(limit("creatinine_clearance", Some(50.0), None, "mL/min"), "organ_function");
    // A woman of 64 (born 09-Apr-1962), 63 kg: (140 - 64) x 63 x 0.85 / (72 x c). 1.139 mg/dL gives 49.63.
    let with = |creatinine: f64| {
        asked(&world, |r| {
            r.observations.push(lab("2160-0", creatinine, "mg/dL", DAY));
            r.observations.push(lab("29463-7", 63.0, "kg", DAY));
        })
    };
    assert_eq!(verdict(&with(1.139), SafetyKind::OrganFunction).0, GateVerdict::Fail, "49.6 lies below 50");
    assert_eq!(verdict(&with(1.10), SafetyKind::OrganFunction).0, GateVerdict::Pass);
    let said = with(1.139).blocked("carboplatin").map(|b| b.detail.clone()).unwrap_or_default();
    assert!(said.contains("Cockcroft-Gault from creatinine 1.14 mg/dL, 63 kg, age 64"), "{said}");

    // The reader's conversion counts (101 umol/L is 1.14 mg/dL); the number as written does not.
    let mut written = lab("2160-0", 101.0, "umol/L", DAY);
    written.canonical = Some(quantity(1.143, "mg/dL"));
    let converted = asked(&world, |r| {
        r.observations.push(written);
        r.observations.push(lab("29463-7", 63.0, "kg", DAY));
    });
    assert_eq!(verdict(&converted, SafetyKind::OrganFunction).0, GateVerdict::Fail);
    let unconverted = asked(&world, |r| {
        r.observations.push(lab("2160-0", 101.0, "umol/L", DAY));
        r.observations.push(lab("29463-7", 63.0, "kg", DAY));
    });
    assert_eq!(
        verdict(&unconverted, SafetyKind::OrganFunction).0,
        GateVerdict::Undetermined,
        "never a guess"
    );
}

#[test]
fn a_later_creatinine_says_more_than_an_old_clearance() {
    let world = world(limit("creatinine_clearance", Some(50.0), None, "mL/min"), "organ_function");
    let answer = asked(&world, |r| {
        r.observations.push(lab("2164-2", 95.0, "mL/min", "2023-01-10"));
        r.observations.push(lab("2160-0", 3.0, "mg/dL", DAY));
        r.observations.push(lab("29463-7", 60.0, "kg", DAY));
    });
    assert_eq!(verdict(&answer, SafetyKind::OrganFunction).0, GateVerdict::Fail);
    let measured_last = asked(&world, |r| {
        r.observations.push(lab("2160-0", 3.0, "mg/dL", "2023-01-10"));
        r.observations.push(lab("29463-7", 60.0, "kg", "2023-01-10"));
        r.observations.push(lab("2164-2", 95.0, "mL/min", DAY));
    });
    assert_eq!(verdict(&measured_last, SafetyKind::OrganFunction).0, GateVerdict::Pass);
}

#[test]
fn multiples_of_the_upper_limit_need_the_limit_of_the_laboratory() {
    let world = world(limit("alt", None, Some(5.0), "[ULN]"), "organ_function");
    let with = |value: f64, high: Option<f64>| {
        asked(&world, |r| {
            let mut alt = lab("1742-6", value, "U/L", DAY);
            alt.range = high.map(|h| attune_clinical::ReferenceRange { high: Some(h), ..Default::default() });
            r.observations.push(alt);
        })
    };
    assert_eq!(verdict(&with(210.0, Some(40.0)), SafetyKind::OrganFunction).0, GateVerdict::Fail);
    assert_eq!(
        verdict(&with(200.0, Some(40.0)), SafetyKind::OrganFunction).0,
        GateVerdict::Pass,
        "5 x is not above 5 x"
    );
    assert_eq!(verdict(&with(900.0, None), SafetyKind::OrganFunction).0, GateVerdict::Undetermined);
}

#[test]
fn values_that_pass_grow_old_and_values_that_stop_do_not() {
    let world = world(limit("lvef", Some(50.0), None, "%"), "organ_function");
    let with = |value: f64, on: &str| asked(&world, |r| r.observations.push(lab("10230-1", value, "%", on)));
    assert_eq!(verdict(&with(60.0, DAY), SafetyKind::OrganFunction).0, GateVerdict::Pass);
    assert_eq!(verdict(&with(60.0, "2025-01-10"), SafetyKind::OrganFunction).0, GateVerdict::Undetermined);
    assert_eq!(verdict(&with(35.0, "2025-01-10"), SafetyKind::OrganFunction).0, GateVerdict::Fail);
}

fn pregnancy(
    sex: Sex,
    born: &str,
    stated: Option<(&str, ObservationValue, &str)>,
    listed: Option<Condition>,
) -> RankedOptions {
    let world = world(SafetyCriterion::Pregnancy, "other");
    asked(&world, |r| {
        r.patient = Some(Patient { born: born.parse().ok(), sex, synthetic: true, ..Patient::default() });
        if let Some((loinc, value, on)) = stated {
            r.observations.push(observation(loinc, value, on));
        }
        r.conditions.extend(listed);
    })
}

#[test]
fn pregnancy_is_known_unknown_or_long_ago() {
    let said = |a: &RankedOptions| {
        let of = answers(a, SafetyKind::Other);
        let about = of.into_iter().filter(|g| g.message.to_lowercase().contains("pregnan"));
        about.map(|g| (g.verdict, g.recoverable)).collect::<Vec<_>>()
    };
    let text = |t: &str| ObservationValue::Text(t.to_owned());
    let young = "1990-04-09";
    let unknown = pregnancy(Sex::Female, young, None, None);
    assert_eq!(said(&unknown), [(GateVerdict::Undetermined, Some(true))]);
    assert_eq!(unknown.names(), ["carboplatin"]);
    // Sex not recorded: nobody knows either.
    let unsaid = pregnancy(Sex::Unknown, young, None, None);
    assert_eq!(said(&unsaid), [(GateVerdict::Undetermined, Some(true))]);
    for (loinc, value) in [("82810-3", "Not pregnant"), ("2106-3", "Negative")] {
        let answer = pregnancy(Sex::Female, young, Some((loinc, text(value), DAY)), None);
        assert_eq!(said(&answer), [(GateVerdict::Pass, None)], "{loinc} {value}");
    }
    let old_test = pregnancy(Sex::Female, young, Some(("2106-3", text("Negative"), "2026-02-01")), None);
    assert_eq!(
        said(&old_test),
        [(GateVerdict::Undetermined, Some(true))],
        "a test of February is no test of November"
    );
    let old_pregnancy =
        pregnancy(Sex::Female, young, Some(("82810-3", text("Pregnant"), "2024-02-01")), None);
    assert_eq!(said(&old_pregnancy), [(GateVerdict::Undetermined, Some(true))]);
    let coded = Condition {
        text: "Supervision of normal pregnancy".to_owned(),
        codings: vec![Coding {
            system: "http://hl7.org/fhir/sid/icd-10-cm".to_owned(),
            code: "Z34.90".to_owned(),
            display: None,
        }],
        status: RecordStatus::Active,
        ..Condition::default()
    };
    for answer in [
        pregnancy(Sex::Female, young, Some(("2118-8", text("positive"), DAY)), None),
        pregnancy(Sex::Female, young, None, Some(coded)),
    ] {
        assert!(said(&answer).contains(&(GateVerdict::Fail, Some(true))), "{:?}", said(&answer));
        assert!(answer.names().is_empty());
        let stopped = answer.blocked("carboplatin").expect("stopped");
        assert_eq!(stopped.becomes_possible.as_deref(), Some("the pregnancy has ended"));
    }
    assert!(said(&pregnancy(Sex::Male, young, None, None)).is_empty());
    assert!(said(&pregnancy(Sex::Female, "1950-04-09", None, None)).is_empty());
}

#[test]
fn what_is_taken_now_decides_wherever_it_stands_in_the_list() {
    let criterion =
        SafetyCriterion::Medication { drugs: Vec::new(), classes: vec!["strong CYP3A inhibitor".to_owned()] };
    let world = world(criterion, "interaction");
    let medicine = |text: &str, course| Medication { text: text.to_owned(), course, ..Medication::default() };
    let with = |list: &[(&str, MedicationStatus)]| {
        asked(&world, |r| r.medications.extend(list.iter().map(|(t, c)| medicine(t, *c))))
    };
    use MedicationStatus::{Current, Past, Planned, Unknown};
    let kind = SafetyKind::Interaction;
    let both = with(&[("itraconazole 100 mg", Unknown), ("itraconazole 200 mg", Current)]);
    assert_eq!(verdict(&both, kind), (GateVerdict::Fail, Some(true)));
    assert_eq!(verdict(&with(&[("itraconazole", Unknown)]), kind).0, GateVerdict::Undetermined);
    assert_eq!(verdict(&with(&[("itraconazole", Planned)]), kind).0, GateVerdict::Undetermined);
    assert_eq!(
        verdict(&with(&[("itraconazole", Past), ("erlotinib", Current)]), kind),
        (GateVerdict::Pass, None)
    );
    assert_eq!(
        verdict(&with(&[]), kind).0,
        GateVerdict::Undetermined,
        "no list is no list without interactions"
    );
    let unread = with(&[("itrakonazol 200", Current)]);
    assert_eq!(verdict(&unread, kind).0, GateVerdict::Undetermined);
    assert!(answers(&unread, kind)[0].message.contains("itrakonazol 200"));
}

#[test]
fn a_disease_that_nobody_confirmed_is_neither_there_nor_not() {
    let criterion =
        SafetyCriterion::Condition { words: vec!["heart failure".to_owned()], codes: vec!["I50".to_owned()] };
    let world = world(criterion, "organ_function");
    let with = |status, abated: Option<&str>| {
        asked(&world, |r| {
            r.conditions.push(Condition {
                text: "Congestive heart failure".to_owned(),
                status,
                abated: abated.and_then(|d| d.parse().ok()),
                ..Condition::default()
            });
        })
    };
    let kind = SafetyKind::OrganFunction;
    assert_eq!(verdict(&with(RecordStatus::Active, None), kind), (GateVerdict::Fail, Some(false)));
    assert_eq!(
        verdict(&with(RecordStatus::Unconfirmed, None), kind),
        (GateVerdict::Undetermined, Some(true))
    );
    for resolved in [with(RecordStatus::Past, None), with(RecordStatus::Active, Some("2020-01-01"))] {
        assert!(answers(&resolved, kind).is_empty());
    }
}

#[test]
fn allergy_and_earlier_treatment_by_class() {
    let world = World::of(&[
        "label | - | carboplatin | COADREAD | sensitive",
        "label | - | erlotinib | COADREAD | sensitive",
    ]);
    let allergic = |substance: &str, severity: Option<&str>| {
        asked(&world, |r| {
            r.allergies.push(Allergy {
                substance: substance.to_owned(),
                severity: severity.map(str::to_owned),
                status: RecordStatus::Active,
                ..Allergy::default()
            });
        })
    };
    assert!(allergic("Carboplatin", Some("severe")).blocked("carboplatin").is_some());
    assert!(
        allergic("Oxaliplatin", Some("anaphylaxis")).blocked("carboplatin").is_some(),
        "platinum as a class"
    );
    let mild = allergic("Oxaliplatin", Some("mild"));
    assert!(
        mild.option("carboplatin")
            .gates
            .iter()
            .any(|g| g.kind == SafetyKind::Allergy && g.verdict == GateVerdict::Warn)
    );

    let stopped = |drug: &str, why: &str| {
        asked(&world, |r| {
            r.medications.push(Medication {
                text: drug.to_owned(),
                course: MedicationStatus::Past,
                stopped_because: Some(why.to_owned()),
                end: DAY.parse().ok(),
                ..Medication::default()
            });
        })
    };
    let of = |a: &RankedOptions, drug: &str| {
        a.option(drug)
            .gates
            .iter()
            .filter(|g| g.kind == SafetyKind::PriorTherapy)
            .map(|g| g.verdict)
            .collect::<Vec<_>>()
    };
    let progressed = stopped("gefitinib", "progression");
    assert!(
        of(&progressed, "erlotinib").contains(&GateVerdict::Warn),
        "progression on another drug of the class"
    );
    assert!(!of(&progressed, "carboplatin").contains(&GateVerdict::Warn));
    assert!(stopped("erlotinib", "progression").blocked("erlotinib").is_some());
}

#[test]
fn a_performance_status_of_three_or_more_is_cautioned() {
    let world = World::of(&["label | - | carboplatin | COADREAD | sensitive"]);
    let with = |status: &str| {
        asked(&world, |r| {
            r.observations.push(observation("89247-1", ObservationValue::Text(status.to_owned()), DAY))
        })
    };
    let of = |a: &RankedOptions| {
        let gates = &a.option("carboplatin").gates;
        gates.iter().filter(|g| g.message.contains("ECOG")).map(|g| g.verdict).collect::<Vec<_>>()
    };
    assert_eq!(of(&with("ECOG 1")), [GateVerdict::Pass]);
    assert_eq!(of(&with("3")), [GateVerdict::Warn]);
    assert_eq!(of(&with("ECOG 4")), [GateVerdict::Warn]);
    assert_eq!(of(&with("unable to assess")), [GateVerdict::Undetermined]);
}
