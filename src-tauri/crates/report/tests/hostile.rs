//! Long and hostile input: nothing overlaps, nothing is lost without a word, no markup is made.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod sample;

use attune_decision::{Level, SafetyKind, SafetySeverity};
use attune_report::{Audience, compose};
use proptest::prelude::*;
use sample::{Sample, checks, colon, parts};

fn check(sample: &Sample) {
    for audience in [Audience::Clinician, Audience::Patient] {
        let pages = compose(&sample.input(audience));
        checks::legible(&pages);
        checks::numbered(&pages, &[]);
        let svg = pages.to_svg().concat();
        for tag in ["<script", "<img", "<foreignObject", "<a ", "<image", "<style", "url("] {
            assert!(!svg.contains(tag), "{tag}");
        }
        // References lead only to the outlines inside the same document.
        assert!(svg.split("href=").skip(1).all(|rest| rest.starts_with("\"#attune-")));
        assert!(!svg.contains('\u{202e}') && !svg.contains('\u{0}'));
    }
}

#[test]
fn sixty_options_and_two_hundred_rows_of_evidence() {
    let mut sample = colon::sample();
    let first = sample.ranked.options[0].clone();
    let row = first.evidence[0].clone();
    sample.ranked.options = (1..=60)
        .map(|rank| {
            let mut option = first.clone();
            option.rank = rank;
            option.treatment = format!("drug number {rank} + another drug with a rather long name {rank}");
            option.level = if rank < 20 { Level::IA } else { Level::IIC };
            option
        })
        .collect();
    sample.ranked.options[0].evidence = (0..200)
        .map(|i| {
            let mut row = row.clone();
            row.id = format!("civic:EID{i}");
            row.citation = format!("PMID:{}", 10_000_000 + i);
            row.statement =
                format!("Finding {i}. {}", "A long sentence of the source about it. ".repeat(1 + i % 7));
            row
        })
        .collect();
    check(&sample);
    let text = compose(&sample.input(Audience::Clinician)).texts().join("\n");
    // Not all rows are printed, but the page says so, and every reference is.
    assert!(text.contains("8 of 200 rows, strongest first") && text.contains("8 of 60 shown"));
    for i in 0..200 {
        assert!(text.contains(&format!("PMID:{}", 10_000_000 + i)));
    }
    for rank in 1..=60 {
        assert!(text.contains(&format!("drug number {rank} +")));
    }
}

#[test]
fn endless_and_evil_strings() {
    let evil = [
        "<img src=x onerror=alert(1)>".to_owned(),
        "\u{202e}\u{2066}reversed\u{0}\u{1b}[31m".to_owned(),
        "x".repeat(1_000_000),
        "word ".repeat(200_000),
        "王".repeat(500),
        "e\u{301}\u{301}\u{301}".repeat(50),
        "\u{0}".repeat(1_000_000),
        String::new(),
    ];
    for text in evil {
        let mut sample = colon::sample();
        sample.patient.name.family = text.clone();
        sample.patient.mrn = Some(attune_clinical::Mrn(text.clone()));
        sample.user = text.clone();
        sample.ranked.tumour_type.name = text.clone();
        sample.ranked.alterations[0].text = text.clone();
        sample.ranked.alterations[1].detail = Some(text.clone());
        sample.ranked.withheld.push(text.clone());
        let option = &mut sample.ranked.options[0];
        option.treatment = text.clone();
        option.reasons_for.push(text.clone());
        option.contributions[0].label = text.clone();
        option.safety.push(parts::note(SafetySeverity::Caution, SafetyKind::Other, &text, &text));
        option.evidence[0].statement = text.clone();
        option.evidence[1].citation = text.clone();
        sample.packs[0].id = text.clone();
        sample.record.as_mut().unwrap().allergies[0].substance = text.clone();
        check(&sample);
    }
}

#[test]
fn what_was_cut_says_how_much() {
    let mut sample = colon::sample();
    sample.ranked.withheld = vec!["x".repeat(10_000)];
    let text = compose(&sample.input(Audience::Clinician)).texts().join("\n");
    assert!(text.contains("more characters not printed]"));
}

#[test]
fn a_hostile_report_is_still_a_pdf() {
    let mut sample = colon::sample();
    sample.patient.name.family = ") Tj /JavaScript (x\u{0}\u{202e}".into();
    let bytes = compose(&sample.input(Audience::Clinician)).to_pdf().unwrap();
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    assert!(!file.get_pages().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 20, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_text_anywhere(words in ".{0,300}", more in "\\PC{0,2000}", n in 0usize..12) {
        let mut sample = colon::sample();
        sample.patient.name.given = words.clone();
        sample.ranked.options.truncate(1);
        let option = &mut sample.ranked.options[0];
        option.treatment = words.clone();
        option.unknown = vec![more.clone(); n];
        option.evidence[0].biomarker = more.clone();
        sample.ranked.not_ranked[0].detail = more;
        check(&sample);
    }
}
