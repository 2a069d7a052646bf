//! Pharmacogenomics of the colon sample: a DPYD variant.

use attune_clinical::*;
use attune_pharmacogenomics::*;

pub(super) fn by_drug(sample: &PgxSample) -> Overview {
    let rows: Vec<Recommendation> =
        sample.recommendations.iter().filter(|r| r.drug == "capecitabine").cloned().collect();
    let advised = DrugOverview {
        drug: "capecitabine".into(),
        standing: Standing::Advised(DrugAction::DecreaseDose),
        rows,
        open_genes: Vec::new(),
    };
    let open = DrugOverview {
        drug: "tramadol".into(),
        standing: Standing::NotKnown,
        rows: Vec::new(),
        open_genes: vec!["CYP2D6".into()],
    };
    let entry = |written: &str, course: MedicationStatus, drugs: Vec<DrugOverview>| OwnMedication {
        written: written.into(),
        dosage: None,
        course,
        drugs,
    };
    Overview {
        own: vec![
            entry("Capecitabine 500 mg", MedicationStatus::Planned, vec![advised.clone()]),
            entry("Tramadol 50 mg", MedicationStatus::Current, vec![open.clone()]),
            entry("Diltiazem 180 mg", MedicationStatus::Current, Vec::new()),
        ],
        drugs: vec![advised, open],
    }
}

pub(super) fn pgx() -> PgxSample {
    let gene = |gene: &str, name: &str, functions: [&str; 2], phenotype: Option<&str>, score: Option<f64>| {
        GeneResult {
            gene: gene.into(),
            status: CallStatus::Called,
            diplotypes: vec![Diplotype {
                name: name.into(),
                functions: functions.map(String::from).to_vec(),
                phenotype: phenotype.map(String::from),
                activity_score: score,
                ..Diplotype::default()
            }],
            phenotype: phenotype.map(String::from),
            ..GeneResult::default()
        }
    };
    let mut dpyd = gene(
        "DPYD",
        "Reference/c.1905+1G>A (*2A)",
        ["Normal function", "No function"],
        Some("Intermediate Metabolizer"),
        Some(1.0),
    );
    dpyd.missing = vec![MissingPosition {
        rsid: Some("rs75017182".into()),
        position: "chr1:97579893".into(),
        cannot_exclude: vec!["c.1129-5923C>G (HapB3)".into()],
        affects: vec!["capecitabine".into(), "fluorouracil".into()],
    }];
    let mut cyp2d6 = gene("CYP2D6", "", ["", ""], None, None);
    cyp2d6.status = CallStatus::NotCalled;
    cyp2d6.diplotypes.clear();
    cyp2d6.findings = vec![PgxFinding {
        code: "structural".into(),
        message: "Copy number cannot be read from this file".into(),
    }];
    let advice = |drug: &str,
                  source: &str,
                  action: DrugAction,
                  factor: Option<f64>,
                  gene: (&str, &str),
                  text: &str,
                  pmid: &str| Recommendation {
        drug: drug.into(),
        source: source.into(),
        strength: Strength::Strong,
        action,
        dose_factor: factor,
        population: None,
        because: vec![Because { gene: gene.0.into(), phenotype: gene.1.into() }],
        text: text.into(),
        citations: vec![pmid.into()],
        version: "2024".into(),
        // One source with a date and one without, as in the pack.
        published: (source == "CPIC").then_some(2018),
        ..Recommendation::default()
    };
    PgxSample {
        sample: "S1".into(),
        genes: vec![
            cyp2d6,
            dpyd,
            gene(
                "CYP2C19",
                "*1/*17",
                ["Normal function", "Increased function"],
                Some("Rapid Metabolizer"),
                None,
            ),
            gene("UGT1A1", "*1/*1", ["Normal function", "Normal function"], Some("Normal Metabolizer"), None),
        ],
        recommendations: vec![
            advice(
                "fluorouracil",
                "CPIC",
                DrugAction::DecreaseDose,
                Some(0.5),
                ("DPYD", "Intermediate Metabolizer"),
                "Reduce the starting dose by 50 % and titrate by toxicity or drug level",
                "PMID:29152729",
            ),
            advice(
                "capecitabine",
                "CPIC",
                DrugAction::DecreaseDose,
                Some(0.5),
                ("DPYD", "Intermediate Metabolizer"),
                "Reduce the starting dose by 50 % and titrate by toxicity",
                "PMID:29152729",
            ),
            advice(
                "citalopram",
                "CPIC",
                DrugAction::Alternative,
                None,
                ("CYP2C19", "Rapid Metabolizer"),
                "Consider another drug if the usual dose does not work",
                "PMID:37032427",
            ),
            advice(
                "irinotecan",
                "DPWG",
                DrugAction::Standard,
                None,
                ("UGT1A1", "Normal Metabolizer"),
                "No change needed",
                "PMID:36443464",
            ),
        ],
        ..PgxSample::default()
    }
}
