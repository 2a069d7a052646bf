//! Colon cancer with BRAF V600E, a DPYD variant and an oxaliplatin allergy.

use attune_clinical::*;
use attune_decision::*;
use attune_genome::{Assembly, GenomeReport, MsiStatus, NotInterpreted, Origin, TumourMutationalBurden};

use super::Sample;
use super::colon_pgx::{by_drug, pgx};
use super::parts::*;

fn alteration(text: &str, detail: &str) -> RecognisedAlteration {
    RecognisedAlteration {
        text: text.into(),
        name: None,
        recognised: true,
        source: "genome".into(),
        detail: Some(detail.into()),
    }
}

fn encorafenib() -> RankedOption {
    let mut o = option(
        1,
        "encorafenib + cetuximab",
        Level::IA,
        "FDA label, after 1 or more therapies",
        &[
            ("Approved label: this tumour, this alteration", 0.55),
            ("Line of therapy: label asks 1 or more, had 1", 0.12),
            ("KRAS and NRAS tested, no variant", 0.08),
            ("Guideline: recommended in second line", 0.06),
            ("RNF43 p.Arg132*: better response if microsatellite stable", 0.04),
            ("ECOG 1, as in the trial (0 or 1)", 0.03),
            ("Interaction: diltiazem raises exposure", -0.04),
            ("QTcF 462 ms, above 460 ms", -0.02),
        ],
    );
    o.reasons_for = vec!["BRAF V600E, VAF 31 %".into(), "KRAS and NRAS without a variant".into()];
    o.reasons_against = vec!["Diltiazem is a moderate CYP3A4 inhibitor".into()];
    o.unknown = vec!["Skin examination: not recorded".into()];
    o.safety = vec![
        note(
            SafetySeverity::Caution,
            SafetyKind::Interaction,
            "Diltiazem, moderate CYP3A4 inhibitor: replace it, or encorafenib 150 mg daily",
            "Encorafenib label, section 7",
        ),
        note(
            SafetySeverity::Caution,
            SafetyKind::OrganFunction,
            "QTcF 462 ms, 14-Nov-2026: correct K and Mg first",
            "Encorafenib label, section 5",
        ),
        note(
            SafetySeverity::Info,
            SafetyKind::Other,
            "Skin examination before the start and every 2 months",
            "Encorafenib label, section 5",
        ),
    ];
    o.passed = vec![
        "Allergies".into(),
        "kidney".into(),
        "liver".into(),
        "blood count".into(),
        "ECOG".into(),
        "DPYD".into(),
    ];
    o.evidence = vec![
        evidence(
            "label:colorectal-braf-01",
            Level::IA,
            "FDA label",
            "Metastatic colorectal cancer with BRAF V600E after prior therapy.",
            "NDA 210496",
            "Encorafenib label 2020",
            "2020-04-08",
        ),
        evidence(
            "civic:EID8166",
            Level::IA,
            "CIViC",
            "Overall survival 9.3 against 5.9 months, hazard ratio 0.61 (0.48 to 0.77).",
            "PMID:33503393",
            "Tabernero et al., 2021",
            "2021-02-01",
        ),
        evidence(
            "civic:EID9999",
            Level::IIC,
            "CIViC",
            "RNF43 variants go with longer survival where the tumour is microsatellite stable.",
            "PMID:36097219",
            "Elez et al., 2022",
            "2022-10",
        ),
    ];
    o.would_change = vec![
        change("diltiazem replaced by amlodipine", "the interaction goes, the rank stays 1", Some(0.86)),
        change("creatinine clearance below 30 mL/min", "caution, no dose known", Some(0.76)),
        change("KRAS G12C found", "not ranked: resistance to cetuximab", None),
    ];
    o
}

fn denial() -> ConsentRecord {
    ConsentRecord {
        scope: ConsentScope::FamilySharing,
        decision: ConsentDecision::Deny,
        by: "the patient".into(),
        recorded_by: "A. Okafor".into(),
        at: "2026-04-14T09:05:00Z".parse().unwrap(),
        method: ConsentMethod::Verbal { witness: "B. Lund".into() },
        document_sha256: None,
        expires: None,
        source: None,
    }
}

fn fluorouracil(rank: u32, treatment: &str, basis: &str, shares: &[(&str, f64)]) -> RankedOption {
    let mut o = option(rank, treatment, Level::IA, basis, shares);
    o.basis = if basis.contains("guideline") { attune_knowledge::Basis::Guideline } else { o.basis };
    o.because = vec!["no biomarker needed".into()];
    o.drugs = ["fluorouracil", "irinotecan", "leucovorin", "bevacizumab"].map(String::from).to_vec();
    o.reasons_for = vec!["Irinotecan not used yet".into()];
    o.reasons_against = vec!["Progressed on fluorouracil, 30-Oct-2026".into()];
    o.safety = vec![note(
        SafetySeverity::Caution,
        SafetyKind::Pgx,
        "Any fluoropyrimidine starts at 50 % of the dose (DPYD intermediate metaboliser, activity score 1)",
        "CPIC guideline for fluoropyrimidines and DPYD, PMID:29152729",
    )];
    o.passed = vec!["Allergies".into(), "kidney".into(), "liver".into(), "blood count".into()];
    o.evidence = vec![evidence(
        "guideline:crc-02",
        Level::IA,
        "ESMO guideline",
        "Recommended in second line after an oxaliplatin-based first line.",
        "PMID:36307056",
        "Cervantes et al., 2023",
        "2023-01",
    )];
    o
}

/// The advice by drug: one drug of the list with advice, one without a result, one in no guideline.
fn board() -> BoardNote {
    let entry = |treatment: &str, verdict, reason: &str, rank| BoardEntry {
        treatment: treatment.into(),
        verdict,
        reason: reason.into(),
        rank,
        level: rank.map(|_| Level::IA),
    };
    BoardNote {
        schema: BOARD_SCHEMA.into(),
        at: "2026-11-19T15:00:00Z".parse().unwrap(),
        by: "A. Okafor".into(),
        participants: vec!["A. Okafor".into(), "B. Lindqvist".into()],
        note: "the patient wishes to stay at home".into(),
        entries: vec![
            entry("encorafenib + cetuximab", BoardVerdict::Chosen, "labelled after one line", Some(1)),
            entry("mFOLFOX6", BoardVerdict::Rejected, "anaphylaxis to oxaliplatin", None),
        ],
        versions: vec!["attune-knowledge 2026.11.2".into(), "rules 1.4".into()],
    }
}

pub(crate) fn sample() -> Sample {
    let mut second = option(
        4,
        "encorafenib + cetuximab + binimetinib",
        Level::IB,
        "Phase 3, not labelled here",
        &[
            ("Phase 3 trial: this tumour, this alteration", 0.40),
            ("Line of therapy fits", 0.12),
            ("More toxicity than the doublet", -0.06),
        ],
    );
    second.safety = encorafenib().safety;
    second.evidence = vec![evidence(
        "civic:EID8165",
        Level::IB,
        "CIViC",
        "Triplet and doublet did not differ in survival.",
        "PMID:33503393",
        "Tabernero et al., 2021",
        "2021-02-01",
    )];
    let mut third = option(
        5,
        "irinotecan + cetuximab + vemurafenib",
        Level::IIC,
        "CIViC B, 1 item",
        &[("Randomised phase 2 trial", 0.35), ("Superseded by rank 1", -0.02)],
    );
    third.safety = vec![note(
        SafetySeverity::Caution,
        SafetyKind::OrganFunction,
        "QTcF 462 ms, 14-Nov-2026",
        "Vemurafenib label, section 5",
    )];
    let mut oxaliplatin = blocked(
        "encorafenib + cetuximab + mFOLFOX6",
        BlockedReason::Contraindicated,
        "Oxaliplatin anaphylaxis, 03-Aug-2026",
    );
    oxaliplatin.safety = vec![note(
        SafetySeverity::Block,
        SafetyKind::Allergy,
        "Oxaliplatin: anaphylaxis, 03-Aug-2026, severe",
        "Oxaliplatin label, section 4",
    )];
    let mut later = blocked(
        "trifluridine/tipiracil + bevacizumab",
        BlockedReason::InsufficientEvidence,
        "Labelled after irinotecan, which was not given",
    );
    later.becomes_possible = Some("after irinotecan".into());
    let mut against = evidence(
        "civic:EID1902",
        Level::IA,
        "CIViC",
        "No survival gain with a BRAF V600E tumour, hazard ratio 0.91 (0.62 to 1.34).",
        "PMID:25673558",
        "Pietrantonio et al., 2015",
        "2015-03",
    );
    against.significance = "resistance".into();
    let condition = Condition {
        text: "Colon adenocarcinoma, pT4a N2a M1b".into(),
        stage: Some(Stage { text: "IVB".into(), codings: Vec::new() }),
        ..Condition::default()
    };
    let record = HealthRecord {
        conditions: vec![condition, Condition { text: "Hypertension".into(), ..Condition::default() }],
        allergies: vec![allergy("Oxaliplatin", "anaphylaxis"), allergy("Penicillin", "rash")],
        observations: vec![Observation {
            text: "ECOG performance status".into(),
            codings: vec![Coding {
                system: "http://loinc.org".into(),
                code: "89247-1".into(),
                display: None,
            }],
            category: None,
            value: Some(ObservationValue::Quantity(Quantity {
                value: 1.0,
                written: "1".into(),
                comparator: None,
                unit: None,
            })),
            canonical: None,
            components: Vec::new(),
            range: None,
            interpretation: None,
            effective: "2026-11-18".parse().ok(),
            effective_written: None,
            status: RecordStatus::Active,
            source: Provenance::default(),
        }],
        ..HealthRecord::default()
    };
    let ranked = RankedOptions {
        as_of: "2026-11-20".parse().unwrap(),
        tumour_type: TumourType {
            code: Some("COAD".into()),
            name: "Colon Adenocarcinoma".into(),
            recognised: true,
            candidates: Vec::new(),
        },
        alterations: vec![
            alteration("BRAF V600E", "VAF 31 %, depth 842"),
            alteration("KRAS wild-type", "NRAS wild-type too"),
            alteration("RNF43 p.Arg132*", "VAF 22 %, depth 512"),
            RecognisedAlteration {
                text: "HER2 equivocal??".into(),
                name: None,
                recognised: false,
                source: "ehr".into(),
                detail: None,
            },
        ],
        options: vec![
            encorafenib(),
            fluorouracil(
                2,
                "FOLFIRI + bevacizumab",
                "ESMO guideline",
                &[
                    ("Guideline: second line", 0.52),
                    ("Irinotecan not used yet", 0.10),
                    ("Progressed on fluorouracil", -0.05),
                ],
            ),
            fluorouracil(
                3,
                "FOLFIRI + aflibercept",
                "FDA label",
                &[
                    ("Approved label, no biomarker needed", 0.50),
                    ("Irinotecan not used yet", 0.06),
                    ("Hypertension", -0.07),
                ],
            ),
            second,
            third,
        ],
        resistance: vec![ResistanceEntry {
            treatment: "cetuximab without a BRAF inhibitor".into(),
            drugs: vec!["cetuximab".into()],
            because: vec!["BRAF V600E".into()],
            level: Level::IA,
            evidence: vec![against],
        }],
        not_ranked: vec![
            oxaliplatin,
            later,
            blocked(
                "dabrafenib + trametinib",
                BlockedReason::TumourType,
                "The solid-tumour label excludes colorectal cancer",
            ),
            blocked(
                "pembrolizumab",
                BlockedReason::InsufficientEvidence,
                "MSS; TMB below 10 mut/Mb, its interval crosses 10",
            ),
        ],
        trials: Vec::new(),
        predictions: Vec::new(),
        findings: Vec::new(),
        conflicts: Vec::new(),
        test_next: Vec::new(),
        region: None,
        preferences: Preferences::default(),
        abstained: None,
        consent: consent(ConsentStatus::Permitted),
        withheld: vec!["Secondary findings in 84 genes: consent not recorded".into()],
        not_considered: vec!["Clinical trials: no trial pack is installed".into()],
        rules_version: "1.4".into(),
    };
    Sample {
        patient: Patient {
            mrn: Some(Mrn("4471 9026".into())),
            name: PersonName { family: "Marchetti".into(), given: "Elena".into() },
            born: "1962-04-09".parse().ok(),
            sex: Sex::Female,
            synthetic: true,
            ..Patient::default()
        },
        record: Some(record),
        ranked,
        genomes: vec![GenomeReport {
            assembly: Some(Assembly::GRCh38),
            sample: Some("T-0511".into()),
            origin: Origin::Somatic,
            tmb: Some(TumourMutationalBurden {
                value: 5.7,
                low: Some(2.3),
                high: Some(11.7),
                megabases: Some(1.2),
                source: "laboratory report".into(),
            }),
            msi: Some(MsiStatus::Stable),
            not_interpreted: vec![NotInterpreted {
                count: 3,
                reason: "gene outside the transcript pack".into(),
            }],
            ..GenomeReport::default()
        }],
        pgx: Some(pgx()),
        pgx_by_drug: Some(by_drug(&pgx())),
        consent: ConsentLedger::new(vec![
            ConsentRecord {
                scope: ConsentScope::AiModels,
                decision: ConsentDecision::Permit,
                by: "the patient".into(),
                recorded_by: "A. Okafor".into(),
                at: "2026-04-14T09:00:00Z".parse().unwrap(),
                method: ConsentMethod::SignedPaper,
                document_sha256: Some(
                    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
                ),
                expires: "2027-04-14".parse().ok(),
                source: None,
            },
            denial(),
        ]),
        board: vec![board()],
        packs: packs(),
        models: Vec::new(),
        user: "A. Okafor".into(),
        moment: moment(),
    }
}
