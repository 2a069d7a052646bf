//! Melanoma with BRAF V600E and a model estimate for checkpoint inhibitors.

use std::collections::BTreeMap;

use attune_clinical::*;
use attune_decision::*;
use attune_inference::{Contribution, Prediction};
use attune_report::ModelSummary;

use super::Sample;
use super::parts::*;

pub(crate) fn prediction() -> Prediction {
    let share = |label: &str, value: &str, reference: &str, points: f64| Contribution {
        input: label.to_lowercase().replace(' ', "_"),
        label: label.into(),
        value: value.into(),
        reference: reference.into(),
        points,
    };
    Prediction {
        model: "loris-pan-cancer".into(),
        version: "1.0.0".into(),
        quantity: "LORIS score".into(),
        prediction: Some(0.61),
        low: None,
        high: None,
        applicable: true,
        reasons: vec!["Albumin 3.1 g/dL lies below the 5th percentile of the training cohort".into()],
        outputs: BTreeMap::from([("response_probability".to_owned(), 0.416)]),
        base: Some(-0.12),
        scale: "log-odds".into(),
        contributions: vec![
            share("Cancer type", "Melanoma", "mean of 16 types", 0.61),
            share("Tumour mutational burden", "14.2 mut/Mb", "6.1 mut/Mb", 0.30),
            share("Systemic therapy before", "none", "half of the patients", 0.24),
            share("Age", "58 years", "62 years", -0.03),
            share("Neutrophil-to-lymphocyte ratio", "4.8", "4.1", -0.05),
            share("Albumin", "3.1 g/dL", "3.8 g/dL", -0.50),
        ],
    }
}

pub(crate) fn model() -> ModelSummary {
    ModelSummary {
        id: "loris-pan-cancer".into(),
        name: "LORIS, pan-cancer".into(),
        version: "1.0.0".into(),
        intended_use: "Estimates response to a checkpoint inhibitor among patients who receive one".into(),
        population: "964 patients with 16 cancer types, one centre in New York, 2015 to 2018".into(),
        performance: vec!["AUC 0.754 on 515 later patients of the same centre".into(), "0.671 on 1,044 patients elsewhere".into()],
        recalibration: Some("the score is not a probability; the probability comes from a logistic recalibration on the training cohort".into()),
        limits: vec!["Part of the signal is prognosis".into(), "Not calibrated where the response rate differs much".into()],
        citation: "Chang et al., 2024, PMID:38831056".into(),
    }
}

pub(crate) fn sample() -> Sample {
    let mut targeted = option(
        1,
        "dabrafenib + trametinib",
        Level::IA,
        "FDA label, CIViC B, 6 items",
        &[
            ("Approved label: this tumour, this alteration", 0.70),
            ("Several consistent studies", 0.15),
            ("ECOG 0", 0.05),
        ],
    );
    targeted.reasons_for = vec!["BRAF V600E, VAF 44 %".into()];
    targeted.unknown = vec!["LVEF: not recorded".into()];
    targeted.passed = vec!["Allergies".into(), "kidney".into(), "liver".into()];
    targeted.evidence = vec![
        evidence(
            "label:melanoma-braf-01",
            Level::IA,
            "FDA label",
            "Unresectable or metastatic melanoma with BRAF V600E or V600K.",
            "NDA 202806",
            "Dabrafenib label 2014",
            "2014-01-09",
        ),
        evidence(
            "civic:EID3758",
            Level::IA,
            "CIViC",
            "Longer survival with the combination than with dabrafenib alone.",
            "PMID:28475671",
            "Long et al., 2017",
            "2017-07",
        ),
    ];
    let mut second = option(
        1,
        "encorafenib + binimetinib",
        Level::IA,
        "FDA label",
        &[
            ("Approved label: this tumour, this alteration", 0.70),
            ("Several consistent studies", 0.15),
            ("ECOG 0", 0.05),
        ],
    );
    second.passed = targeted.passed.clone();
    second.evidence = targeted.evidence.clone();
    let mut immune = option(
        3,
        "nivolumab + ipilimumab",
        Level::IA,
        "FDA label, no biomarker needed",
        &[
            ("Approved label, no biomarker needed", 0.60),
            ("ECOG 0", 0.05),
            ("Model estimate is shown, not scored", 0.0),
        ],
    );
    immune.because = vec!["no biomarker needed".into()];
    immune.prediction = Some(prediction());
    immune.evidence = vec![evidence(
        "label:melanoma-io-01",
        Level::IA,
        "FDA label",
        "Unresectable or metastatic melanoma.",
        "BLA 125554",
        "Nivolumab label 2015",
        "2015-09-30",
    )];
    let ranked = RankedOptions {
        as_of: "2026-11-20".parse().unwrap(),
        tumour_type: TumourType {
            code: Some("MEL".into()),
            name: "Melanoma".into(),
            recognised: true,
            candidates: Vec::new(),
        },
        alterations: vec![
            RecognisedAlteration {
                text: "BRAF V600E".into(),
                name: None,
                recognised: true,
                source: "genome".into(),
                detail: Some("VAF 44 %, depth 310".into()),
            },
            RecognisedAlteration {
                text: "TMB 14.2".into(),
                name: None,
                recognised: true,
                source: "ehr".into(),
                detail: Some("mut/Mb".into()),
            },
        ],
        options: vec![targeted, second, immune],
        resistance: Vec::new(),
        not_ranked: Vec::new(),
        trials: Vec::new(),
        predictions: vec![prediction()],
        findings: Vec::new(),
        conflicts: Vec::new(),
        test_next: Vec::new(),
        region: None,
        preferences: Preferences::default(),
        abstained: None,
        consent: ConsentSummary { ai_models: ConsentStatus::Permitted, ..consent(ConsentStatus::Permitted) },
        withheld: vec![
            "Secondary findings: consent not recorded".into(),
            "Risk of relatives: consent denied".into(),
        ],
        not_considered: vec!["Clinical trials: no trial pack is installed".into()],
        rules_version: "1.4".into(),
    };
    Sample {
        patient: Patient {
            mrn: Some(Mrn("3310 5518".into())),
            name: PersonName { family: "Lindqvist".into(), given: "Åke Göran".into() },
            born: "1968-02".parse().ok(),
            sex: Sex::Male,
            synthetic: true,
            ..Patient::default()
        },
        record: Some(HealthRecord {
            conditions: vec![Condition {
                text: "Malignant melanoma of skin of trunk".into(),
                stage: Some(Stage { text: "Stage IV".into(), codings: Vec::new() }),
                ..Condition::default()
            }],
            allergies: vec![Allergy {
                substance: "none".into(),
                status: RecordStatus::Negated,
                ..Allergy::default()
            }],
            ..HealthRecord::default()
        }),
        ranked,
        genomes: Vec::new(),
        pgx: None,
        pgx_by_drug: None,
        consent: ConsentLedger::default(),
        board: Vec::new(),
        packs: packs(),
        models: vec![model()],
        user: "A. Okafor".into(),
        moment: moment(),
    }
}
