//! Trials: four answers, criterion by criterion, and nothing lost on the way.

use attune_clinical::{
    ConsentLedger, Criterion, CriterionField, CriterionKind, Medication, MedicationStatus, ObservationValue,
    RecordStatus, Trial, TrialArm, TrialStatus,
};
use attune_decision::{Case, Eligibility, SourcedTrial, TrialMatch, match_trials_with};
use attune_genome::TumourMutationalBurden;

use crate::world::{World, case, lab, observation, record};
use Eligibility::{Fail, Pass, Undetermined, Warn};

fn world() -> World {
    World::of(&[])
}

fn node(kind: CriterionKind, text: &str) -> Criterion {
    let fields = text.split("; ").map(|pair| {
        let (name, values) = pair.split_once('=').expect("a field is written name=value");
        CriterionField { name: name.to_owned(), values: values.split(" | ").map(str::to_owned).collect() }
    });
    Criterion::Node { kind, fields: fields.collect() }
}

fn genomic(text: &str) -> Criterion {
    node(CriterionKind::Genomic, text)
}

fn clinical(text: &str) -> Criterion {
    node(CriterionKind::Clinical, text)
}

fn trial(criteria: Vec<Criterion>) -> Trial {
    Trial {
        id: "FICT-1".to_owned(),
        other_ids: Vec::new(),
        title: "FICTITIOUS".to_owned(),
        status: TrialStatus::Recruiting,
        status_words: "Open".to_owned(),
        phase: None,
        interventions: Vec::new(),
        keywords: vec!["BRAF V600E".to_owned(), "Lung".to_owned()],
        criteria,
        arms: Vec::new(),
        updated: None,
    }
}

fn matched(case: Case, trial: Trial) -> TrialMatch {
    let ledger = ConsentLedger::default();
    let as_of = case.as_of;
    let case = ledger.authorise(case, as_of).expect("treatment planning is implied");
    let source = "fictitious.yaml".to_owned();
    match_trials_with(&case, &world(), &[SourcedTrial { trial, source }]).remove(0)
}

/// The answer to one criterion, without the line on the status of the trial.
#[track_caller]
fn check(case: &Case, criterion: Criterion, answer: Eligibility, recoverable: Option<bool>) -> Vec<String> {
    let found = matched(case.clone(), trial(vec![criterion.clone()]));
    let line = &found.criteria[1];
    assert_eq!(line.answer, answer, "{criterion:?} gave {line:?}");
    if let Some(recoverable) = recoverable {
        assert_eq!(line.recoverable, recoverable, "{line:?}");
    }
    assert!(!line.facts.is_empty() || !line.parts.is_empty(), "every answer carries its facts: {line:?}");
    line.facts.clone()
}

#[test]
fn genomic_criteria() {
    let mel =
        case("MEL", &["BRAF V600E", "ERBB2 amplification", "EML4-ALK fusion", "NRAS wild-type", "MSI-H"]);
    for (text, answer) in [
        ("hugo_symbol=BRAF; protein_change=p.V600E; variant_category=Mutation", Pass),
        ("hugo_symbol=BRAF; protein_change=p.V600K; variant_category=Mutation", Fail),
        ("hugo_symbol=BRAF; wildcard_protein_change=p.V600; variant_category=Mutation", Pass),
        ("hugo_symbol=BRAF; variant_category=Mutation", Pass),
        ("hugo_symbol=!BRAF; variant_category=Mutation", Fail),
        ("hugo_symbol=BRAF; variant_category=!Mutation", Fail),
        ("hugo_symbol=BRAF; variant_classification=Missense_Mutation; variant_category=Mutation", Pass),
        ("hugo_symbol=BRAF; variant_classification=Nonsense_Mutation; variant_category=Mutation", Fail),
        ("hugo_symbol=KIT; exon=11; variant_category=Mutation", Undetermined),
        ("hugo_symbol=!KIT; variant_category=Mutation", Undetermined),
        ("hugo_symbol=NRAS; variant_category=Mutation", Fail),
        ("hugo_symbol=!NRAS; variant_category=Mutation", Pass),
        ("hugo_symbol=NRAS; wildtype=true", Pass),
        (
            "hugo_symbol=ERBB2; variant_category=Copy Number Variation; cnv_call=High level amplification",
            Pass,
        ),
        ("hugo_symbol=ERBB2; variant_category=CNV; cnv_call=Homozygous deletion", Undetermined),
        ("hugo_symbol=ERBB2; variant_category=CNV; cnv_call=Gain", Undetermined),
        ("hugo_symbol=ALK; variant_category=Structural Variation", Pass),
        ("hugo_symbol=ALK; variant_category=SV; fusion_partner_hugo_symbol=EML4", Pass),
        ("hugo_symbol=ROS1; variant_category=Structural Variation", Undetermined),
        ("mmr_status=Deficient (MMR-D / MSI-H)", Pass),
        ("ms_status=MSS", Fail),
        ("mmr_status=!MMR-Proficient", Pass),
        ("apobec_signature=Yes", Undetermined),
        ("hugo_symbol=BRAF; zodiac=Leo", Undetermined),
        ("hugo_symbol=BRAF; protein_change=p.ohno; variant_category=Mutation", Undetermined),
    ] {
        check(&mel, genomic(text), answer, None);
    }
}

#[test]
fn a_burden_near_the_limit_is_a_caution() {
    let mut lung = case("LUAD", &[]);
    let tmb = |value, low, high| TumourMutationalBurden {
        value,
        low,
        high,
        megabases: None,
        source: "test".to_owned(),
    };
    check(&lung, clinical("tmb_numerical=>=10"), Undetermined, Some(true));
    lung.tmb = Some(tmb(14.0, Some(11.0), Some(18.0)));
    check(&lung, clinical("tmb_numerical=>=10"), Pass, Some(false));
    lung.tmb = Some(tmb(11.0, Some(7.0), Some(15.0)));
    check(&lung, clinical("tmb_numerical=>=10"), Warn, None);
    lung.tmb = Some(tmb(4.0, None, None));
    check(&lung, clinical("tmb_numerical=>=10"), Fail, Some(false));
}

#[test]
fn clinical_criteria() {
    let mut lung = case("LUAD", &["HER2 positive"]);
    check(&lung, clinical("age_numerical=>=18"), Undetermined, Some(true));
    lung.record = Some(record());
    for (text, answer, recoverable) in [
        ("age_numerical=>=18", Pass, None),
        ("age=<= 60 Years", Fail, Some(false)),
        ("age_numerical=>=70", Fail, Some(true)),
        ("gender=Female", Pass, Some(false)),
        ("gender=Male", Fail, Some(false)),
        ("oncotree_primary_diagnosis=Non-Small Cell Lung Cancer", Pass, None),
        ("oncotree_primary_diagnosis=!Non-Small Cell Lung Cancer", Fail, Some(false)),
        ("oncotree_primary_diagnosis=Melanoma", Fail, Some(false)),
        ("oncotree_primary_diagnosis=_SOLID_", Pass, None),
        ("oncotree_primary_diagnosis=_LIQUID_", Fail, None),
        ("oncotree_primary_diagnosis=A tumour of the future", Undetermined, Some(true)),
        ("condition=Melanoma | Advanced Lung Adenocarcinoma", Pass, None),
        ("condition=A tumour of the future | Melanoma", Undetermined, None),
        ("ecog=0-1", Undetermined, Some(true)),
        ("her2_status=Positive", Pass, None),
        ("er_status=Positive", Undetermined, None),
        ("disease_status=Metastatic", Undetermined, Some(true)),
        ("measurable_disease=yes", Undetermined, Some(true)),
        ("shoe_size=>=40", Undetermined, Some(true)),
    ] {
        check(&lung, clinical(text), answer, recoverable);
    }
    let wide = Case { record: lung.record.clone(), ..case("NSCLC", &[]) };
    check(&wide, clinical("oncotree_primary_diagnosis=LUAD"), Undetermined, Some(true));
    check(&case("?", &[]), clinical("oncotree_primary_diagnosis=LUAD"), Undetermined, Some(true));
}

#[test]
fn lines_in_words_are_read_whole_or_left_to_a_person() {
    let mut mel = case("MEL", &["BRAF V600E"]);
    let mut known = record();
    known.observations.push(lab("2164-2", 48.0, "mL/min", "2026-11-02"));
    known.observations.push(lab("777-3", 210.0, "10*3/uL", "2026-11-02"));
    known.observations.push(lab("718-7", 12.0, "g/dL", "2025-01-02"));
    known.observations.push(observation("89247-1", ObservationValue::Text("ECOG 1".into()), "2026-11-01"));
    known.medications.push(Medication {
        text: "vemurafenib 960 mg".to_owned(),
        course: MedicationStatus::Past,
        status: RecordStatus::Active,
        ..Medication::default()
    });
    mel.record = Some(known);
    let words = |text: &str, excludes| Criterion::Words { text: text.to_owned(), excludes };
    for (text, excludes, answer) in [
        ("Age ≥ 18 years", false, Pass),
        ("ECOG 0-1", false, Pass),
        ("ECOG performance status 0", false, Fail),
        ("Creatinine clearance >= 50 mL/min", false, Fail),
        ("Creatinine clearance < 30 mL/min", true, Pass),
        ("Platelets ≥ 100,000/mm3", false, Pass),
        ("Hemoglobin ≥ 9 g/dL", false, Undetermined),
        ("Absolute neutrophil count ≥ 1.5 x 10^9/L", false, Undetermined),
        ("Creatinine clearance >= 50 mL/min unless on dialysis", false, Undetermined),
        ("BRAF V600E mutation", false, Pass),
        ("BRAF V600E mutation", true, Fail),
        ("BRAF V600E or V600K mutation", false, Pass),
        ("Histologically confirmed melanoma", false, Pass),
        ("Histologically confirmed metastatic melanoma", false, Undetermined),
        ("Prior treatment with vemurafenib", true, Fail),
        ("Prior treatment with dabrafenib", true, Undetermined),
        ("No prior BRAF inhibitor", false, Fail),
        ("Pregnant or breastfeeding", true, Undetermined),
        ("Measurable disease per RECIST v1.1", false, Undetermined),
        ("Willing to come every week", false, Undetermined),
        ("No relevant disease of the heart", true, Undetermined),
    ] {
        let found = matched(mel.clone(), trial(vec![words(text, excludes)]));
        let line = &found.criteria[1];
        assert_eq!(line.answer, answer, "{text}: {line:?}");
        assert_eq!((line.text.as_str(), line.verbatim, line.excludes), (text, true, excludes));
        assert!(!line.facts.is_empty(), "{line:?}");
    }
}

#[test]
fn a_trial_takes_the_worst_of_its_own_and_the_best_of_its_arms() {
    let mel = case("MEL", &["BRAF V600E"]);
    let braf = || genomic("hugo_symbol=BRAF; variant_category=Mutation");
    let other = || genomic("hugo_symbol=BRAF; protein_change=p.V600K; variant_category=Mutation");
    let arm =
        |open, criteria, levels| TrialArm { code: "A".into(), open, criteria, levels, ..TrialArm::default() };
    let with = |arms: Vec<TrialArm>, criteria| Trial { arms, ..trial(criteria) };
    let ask = |t: Trial| {
        let m = matched(mel.clone(), t);
        (m.answer, m.recoverable)
    };
    assert_eq!(
        ask(with(vec![arm(Some(true), vec![other()], vec![]), arm(None, vec![braf()], vec![])], vec![])).0,
        Pass
    );
    assert_eq!(
        ask(with(vec![arm(Some(false), vec![braf()], vec![])], vec![])),
        (Fail, true),
        "the arm is suspended"
    );
    let closed = arm(Some(false), vec![], vec![]);
    let open = arm(Some(true), vec![], vec![]);
    assert_eq!(ask(with(vec![arm(None, vec![braf()], vec![closed.clone(), open])], vec![])).0, Pass);
    assert_eq!(ask(with(vec![arm(None, vec![braf()], vec![closed])], vec![])), (Fail, true));
    assert_eq!(ask(with(vec![arm(None, vec![braf()], vec![])], vec![other()])), (Fail, false));
    assert_eq!(ask(Trial { status: TrialStatus::Ended, ..trial(vec![braf()]) }), (Fail, false));
    assert_eq!(ask(Trial { status: TrialStatus::Paused, ..trial(vec![braf()]) }), (Fail, true));
    assert_eq!(ask(Trial { status: TrialStatus::Unknown, ..trial(vec![braf()]) }).0, Undetermined);
    let unread = Criterion::Unread { text: "?".into() };
    assert_eq!(
        ask(trial(vec![braf(), unread.clone()])).0,
        Undetermined,
        "an unread criterion is never a pass"
    );
    assert_eq!(ask(trial(vec![Criterion::AnyOf(vec![unread, braf()])])).0, Pass);
    assert_eq!(ask(trial(vec![Criterion::AnyOf(vec![])])).0, Undetermined);
    assert_eq!(ask(trial(vec![Criterion::Not(Box::new(other()))])).0, Pass);
}

#[test]
fn keywords_are_named_and_decide_nothing() {
    let found = matched(case("LUAD", &["KRAS G12D"]), trial(vec![genomic("hugo_symbol=KRAS")]));
    assert_eq!((found.answer, found.keywords_met), (Pass, vec!["Lung".to_owned()]));
}
