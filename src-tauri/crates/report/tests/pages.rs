//! The pages of the sample reports: golden text, no overlap, identity and number on each page.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod sample;

use attune_clinical::{AllergyStatus, ConsentStatus};
use attune_decision::Abstention;
use attune_pharmacogenomics::Recommendation;
use attune_report::{Audience, compose};
use sample::{Sample, checks, colon, melanoma};

fn samples() -> [(&'static str, Sample); 2] {
    [("colon", colon::sample()), ("melanoma", melanoma::sample())]
}

/// The golden text is about words; the hash also changes with every place on the page.
fn without_hash(text: &str) -> String {
    let mut parts = text.split("SHA-256 ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        let hash = part.chars().take_while(|c| c.is_ascii_hexdigit() || *c == ' ').count();
        format!("{all}SHA-256 HASH{}", &part[hash..])
    })
}

#[test]
fn golden_text() {
    for (name, sample) in samples() {
        for audience in [Audience::Clinician, Audience::Patient, Audience::Wallet] {
            let text = compose(&sample.input(audience)).texts().join("\n\n=== next page ===\n\n");
            let text = without_hash(&text);
            insta::assert_snapshot!(format!("{name}-{}", audience.name()), text);
        }
    }
}

#[test]
fn nothing_overlaps_and_each_page_says_whose_it_is() {
    for (_, sample) in samples() {
        for audience in [Audience::Clinician, Audience::Patient] {
            let pages = compose(&sample.input(audience));
            checks::legible(&pages);
            let name = sample.patient.name.banner();
            let mrn = format!("MRN {}", sample.patient.mrn.as_ref().unwrap().0);
            checks::numbered(
                &pages,
                &[&name, &mrn, "SYNTHETIC", "2026.11.2", "Attune 0.1.0", "SHA-256", "rank rules 1.4"],
            );
        }
    }
}

#[test]
fn the_same_input_gives_the_same_pages() {
    let sample = colon::sample();
    let (a, b) = (compose(&sample.input(Audience::Clinician)), compose(&sample.input(Audience::Clinician)));
    assert_eq!(a.to_svg(), b.to_svg());
    assert_eq!(a.content_sha256(), b.content_sha256());
    let mut other = sample.clone();
    other.ranked.options[0].score += 0.01;
    assert_ne!(compose(&other.input(Audience::Clinician)).content_sha256(), a.content_sha256());
}

#[test]
fn the_patient_sees_large_type_and_no_scores() {
    for (_, sample) in samples() {
        let pages = compose(&sample.input(Audience::Patient));
        for run in pages.pages().iter().flat_map(|p| p.runs()) {
            assert!(run.size >= 12.0, "{run:?}");
        }
        let text = pages.texts().join("\n");
        for option in &sample.ranked.options {
            assert!(!text.contains(&format!("{:.2}", option.score)), "score of {} printed", option.treatment);
            assert!(text.contains(&option.treatment), "{} is missing", option.treatment);
        }
        for word in ["I-A", "II-C", "Score", "score", "Rank ", "ranked"] {
            assert!(!text.contains(word), "{word} in the patient's report");
        }
    }
}

#[test]
fn every_option_blocked_treatment_and_gap_is_printed() {
    for (_, sample) in samples() {
        let text = compose(&sample.input(Audience::Clinician)).texts().join("\n");
        let ranked = &sample.ranked;
        let treatments = ranked.options.iter().map(|o| &o.treatment);
        let treatments = treatments.chain(ranked.not_ranked.iter().map(|b| &b.treatment));
        let expected =
            treatments.chain(ranked.resistance.iter().map(|r| &r.treatment)).chain(&ranked.withheld);
        for words in expected.chain(&ranked.not_considered) {
            assert!(text.contains(words.as_str()), "{words} is missing");
        }
        for row in ranked.options.iter().flat_map(|o| &o.evidence) {
            assert!(text.contains(&row.statement) && text.contains(&row.citation), "{} is missing", row.id);
        }
    }
}

#[test]
fn what_speaks_against_is_never_among_the_rows_left_out() {
    let mut sample = colon::sample();
    let row = sample.ranked.options[0].evidence[0].clone();
    let rows = &mut sample.ranked.options[0].evidence;
    *rows = (0..40)
        .map(|i| attune_decision::EvidenceRow { statement: format!("Finding {i}."), ..row.clone() })
        .collect();
    let against = attune_decision::EvidenceRow {
        significance: "resistance".into(),
        statement: "It fails here.".into(),
        ..row
    };
    rows.push(against);
    let text = compose(&sample.input(Audience::Clinician)).texts().join("\n");
    assert!(text.contains("Finding 7.") && !text.contains("Finding 8."));
    assert!(text.contains("It fails here.") && text.contains("9 of 41 rows"));
}

#[test]
fn two_sources_on_one_gene_do_not_hide_an_interaction() {
    let mut sample = colon::sample();
    let option = &mut sample.ranked.options[0];
    let pgx = |i: usize| {
        let message = format!("DPYD Intermediate Metabolizer: advice number {i}.");
        sample::parts::note(
            attune_decision::SafetySeverity::Caution,
            attune_decision::SafetyKind::Pgx,
            &message,
            "CPIC",
        )
    };
    let interaction = option.safety[0].clone();
    option.safety = (0..5).map(pgx).chain([interaction.clone()]).collect();
    let texts = compose(&sample.input(Audience::Clinician)).texts();
    assert!(texts[0].contains("DPYD; interaction"), "{}", texts[0]);
    assert!(texts[1..].join(" ").contains(&interaction.message), "in full where the option is explained");
}

#[test]
fn a_contraindicated_treatment_always_stands_on_the_first_pages_list() {
    let mut sample = colon::sample();
    let blocked = sample.ranked.not_ranked[1].clone();
    let stop = sample.ranked.not_ranked.remove(0);
    for i in 0..30 {
        sample
            .ranked
            .not_ranked
            .push(attune_decision::Blocked { detail: format!("Reason {i}"), ..blocked.clone() });
    }
    sample.ranked.not_ranked.push(stop.clone());
    let pages = compose(&sample.input(Audience::Clinician));
    let summary = &pages.texts()[..2].join("\n");
    let list = summary.split("3 Not recommended").nth(1).unwrap().split("4 What this").next().unwrap();
    assert!(list.contains(&stop.treatment) && list.contains("Contraindicated"), "{list}");
    assert!(list.contains("rows shown; all stand under"), "{list}");
}

#[test]
fn recalled_evidence_is_marked_as_such() {
    let mut sample = melanoma::sample();
    let marks = |s: &Sample| {
        compose(&s.input(Audience::Clinician)).texts().join("\n").matches("Recalled, not checked").count()
    };
    let rows = sample.ranked.options.iter().flat_map(|o| &o.evidence);
    let recalled = rows.filter(|e| e.verification == attune_knowledge::Verification::Recalled).count();
    assert!(recalled > 0);
    assert_eq!(marks(&sample), recalled);
    for option in &mut sample.ranked.options {
        option.evidence.retain(|e| e.verification == attune_knowledge::Verification::Checked);
    }
    assert_eq!(marks(&sample), 0);
}

#[test]
fn allergies_have_three_states() {
    let mut sample = melanoma::sample();
    let text = |s: &Sample| compose(&s.input(Audience::Clinician)).texts().join("\n");
    assert!(text(&sample).contains("No known allergies"));
    sample.record.as_mut().unwrap().allergies.clear();
    assert_eq!(AllergyStatus::of(&[]), AllergyStatus::NotRecorded);
    assert!(text(&sample).contains("Allergies not recorded"));
    assert!(text(&colon::sample()).contains("Oxaliplatin: anaphylaxis; Penicillin: rash"));
}

#[test]
fn without_consent_for_models_no_estimate_is_printed() {
    let mut sample = melanoma::sample();
    sample.ranked.consent.ai_models = ConsentStatus::Denied;
    sample.ranked.predictions.clear();
    let text = compose(&sample.input(Audience::Clinician)).texts().join("\n");
    assert!(text.contains("consent for AI models is denied"));
    assert!(!text.contains("Recalibrated probability"));
}

#[test]
fn without_consent_for_planning_nothing_of_it_is_printed() {
    let mut sample = colon::sample();
    sample.ranked.consent.treatment_planning = ConsentStatus::Denied;
    sample.ranked.tumour_type.recognised = false;
    sample.ranked.tumour_type.name = "withheld".into();
    sample.ranked.options.clear();
    sample.ranked.alterations.clear();
    sample.ranked.resistance.clear();
    sample.ranked.not_ranked.clear();
    sample.ranked.abstained = Some(Abstention {
        code: "consent".into(),
        reason: "Consent for treatment planning is denied".into(),
        would_help: "A new decision of the patient".into(),
    });
    for audience in [Audience::Clinician, Audience::Patient] {
        let pages = compose(&sample.input(audience));
        checks::legible(&pages);
        let text = pages.texts().join("\n");
        assert!(text.contains("Consent for treatment planning is denied"));
        for word in ["DPYD", "TMB 5.7", "fluorouracil", "BRAF"] {
            assert!(!text.contains(word), "{word} is printed for the {}", audience.name());
        }
    }
}

#[test]
fn not_tested_is_not_negative() {
    let mut sample = colon::sample();
    sample.pgx = None;
    let text = compose(&sample.input(Audience::Clinician)).texts().join("\n");
    assert!(text.contains("Pharmacogenomics: not tested.") && text.contains("Not tested is not normal"));
}

#[test]
fn the_card_is_as_large_as_a_credit_card_and_names_genes_and_drugs() {
    let sample = colon::sample();
    let pages = compose(&sample.input(Audience::Wallet));
    checks::legible(&pages);
    checks::numbered(&pages, &[&sample.patient.name.banner(), "Born", "SYNTHETIC", "2026.11.2"]);
    let (width, height) = pages.size();
    let mm = |points: f64| points * 25.4 / 72.0;
    assert!((mm(width) - 85.6).abs() < 0.05 && (mm(height) - 53.98).abs() < 0.05);
    let texts = pages.texts();
    assert!(texts[0].contains("DPYD") && texts[0].contains("Intermediate Metabolizer"), "{}", texts[0]);
    assert!(texts[0].contains("Not known, which is not normal"), "{}", texts[0]);
    let back = texts[1..].join("\n");
    assert!(back.contains("capecitabine") && back.contains("Lower dose, 50 %"), "{back}");
    let title = pages.title();
    assert!(!title.contains(&sample.patient.name.family), "{title}");
}

#[test]
fn a_full_card_goes_on_and_drops_nothing() {
    let mut sample = colon::sample();
    let pgx = sample.pgx.as_mut().unwrap();
    let model = pgx.recommendations.iter().find(|r| r.drug == "capecitabine").unwrap().clone();
    let many: Vec<String> = (0..60).map(|n| format!("invented-drug-{n:02}")).collect();
    pgx.recommendations
        .extend(many.iter().map(|drug| Recommendation { drug: drug.clone(), ..model.clone() }));
    let pages = compose(&sample.input(Audience::Wallet));
    checks::legible(&pages);
    let text = pages.texts().join("\n");
    for drug in &many {
        assert!(text.contains(drug), "{drug} is missing");
    }
}

#[test]
fn the_card_without_consent_or_test_says_so_and_nothing_else() {
    let mut sample = colon::sample();
    sample.ranked.consent.treatment_planning = ConsentStatus::Denied;
    let text = compose(&sample.input(Audience::Wallet)).texts().join("\n");
    assert!(text.contains("Withheld: consent") && !text.contains("DPYD"), "{text}");
    let mut sample = colon::sample();
    sample.pgx = None;
    let text = compose(&sample.input(Audience::Wallet)).texts().join("\n");
    assert!(text.contains("Not tested is not normal"), "{text}");
}

/// Many and long cautions, as a carrier of DPYD variants has them with every option, must not push the list from the
/// first page: there they are named in short, and stand in full further on.
#[test]
fn the_ranked_list_with_levels_and_consent_stands_on_the_first_page() {
    let mut sample = colon::sample();
    let caution = attune_decision::SafetyNote {
        severity: attune_decision::SafetySeverity::Caution,
        kind: attune_decision::SafetyKind::Pgx,
        message: format!("DPYD Intermediate Metabolizer: {}", "half the dose and measure again. ".repeat(12)),
        source: "CPIC, PMID:29152729".into(),
    };
    let first = sample.ranked.options[0].clone();
    sample.ranked.options = (1..=12u32)
        .map(|rank| {
            let mut option = first.clone();
            option.rank = rank;
            option.treatment = format!("capecitabine + oxaliplatin + invented{rank}");
            for kind in [
                attune_decision::SafetyKind::Pgx,
                attune_decision::SafetyKind::OrganFunction,
                attune_decision::SafetyKind::Interaction,
                attune_decision::SafetyKind::Other,
            ] {
                option.safety.push(attune_decision::SafetyNote { kind, ..caution.clone() });
            }
            option
        })
        .collect();
    let texts = compose(&sample.input(Audience::Clinician)).texts();
    for rank in 1..=8 {
        assert!(
            texts[0].contains(&format!("invented{rank}\n")) || texts[0].contains(&format!("invented{rank} ")),
            "{rank}: {}",
            texts[0]
        );
    }
    assert!(texts[0].contains("; DPYD; general state") && texts[0].contains("Consent: "), "{}", texts[0]);
    assert!(
        texts[1..].join(" ").contains("half the dose and measure again"),
        "the whole caution stands further on"
    );
}
