//! Properties that hold for every case.

use attune_decision::{Case, Level, OptionGroup, Preferences, RankedOption, RankedOptions, Region};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::world::{Look, World, ask, case, lab, record};

const BASES: &[&str] = &["label", "guideline", "B5", "B4", "B3", "B2", "C3", "C1", "D4", "D2"];
const MARKERS: &[&str] = &[
    "BRAF V600E",
    "BRAF V600",
    "BRAF mutation",
    "EGFR L858R",
    "EGFR T790M",
    "KRAS G12D",
    "KRAS G12C",
    "KRAS mutation",
    "ERBB2 amplification",
    "MSI-H",
    "TMB 10",
    "-",
    "KRAS wild-type",
    "NOT EGFR T790M",
    "EGFR L858R AND EGFR T790M",
    "BRAF V600E OR KRAS G12C",
];
const THERAPIES: &[&str] = &[
    "dabrafenib",
    "dabrafenib + trametinib",
    "cetuximab",
    "cetuximab + encorafenib",
    "osimertinib",
    "erlotinib",
    "folfox",
    "pembrolizumab",
    "carboplatin + pembrolizumab",
    "vemurafenib / encorafenib",
    "trastuzumab",
];
const TUMOURS: &[&str] =
    &["MEL", "NSCLC", "LUAD", "COADREAD", "COAD", "BRCA", "AML", "*SOLID*", "*SOLID*!COADREAD", "*ANY*"];
const EFFECTS: &[&str] =
    &["sensitive", "sensitive", "sensitive", "sensitive", "resistant", "no-benefit", "harm"];
const EXTRAS: &[&str] = &[
    "",
    "",
    "| date=2025-01-01",
    "| date=2009-01-01",
    "| line=first-line",
    "| line=after progression",
    "| recalled",
    "| withdrawn",
];
const STANDINGS: &[&str] = &["preferred", "other", "later", "superseded"];
const SEEN: &[&str] = &[
    "BRAF V600E",
    "EGFR L858R",
    "EGFR T790M",
    "KRAS G12D",
    "KRAS G12C",
    "ERBB2 amplification",
    "MSI-H",
    "TMB 14",
];

fn row(effects: &'static [&'static str]) -> impl Strategy<Value = String> {
    (select(BASES), select(MARKERS), select(THERAPIES), select(TUMOURS), select(effects), select(EXTRAS))
        .prop_map(|(b, m, t, d, e, x)| format!("{b} | {m} | {t} | {d} | {e} {x}"))
}

fn standing() -> impl Strategy<Value = String> {
    let therapies: Vec<&str> = THERAPIES.iter().copied().filter(|t| !t.contains(" / ")).collect();
    let note = select(&["", "| note=first line", "| note=after platinum", "| checked"][..]);
    (select(STANDINGS), select(MARKERS), select(therapies), select(TUMOURS), note)
        .prop_map(|(s, m, t, d, n)| format!("{s} | {m} | {t} | {d} {n}"))
}

fn standings() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(standing(), 0..20)
}

fn tumour() -> impl Strategy<Value = &'static str> {
    select(&["MEL", "LUAD", "NSCLC", "COAD", "BRCA", "AML", "?"][..])
}

fn seen() -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(SEEN, 0..5)
}

fn wishes() -> impl Strategy<Value = Preferences> {
    let weight = || select(&[0.0, 0.3, 1.0][..]);
    (weight(), weight(), weight(), weight())
        .prop_map(|(e, t, r, v)| Preferences::new(e, t, r, v).expect("weights between 0 and 1"))
}

fn region() -> impl Strategy<Value = Option<Region>> {
    select(&[None, Some(Region::Us), Some(Region::Eu)][..])
}

fn world(rows: &[String]) -> World {
    World::of(&rows.iter().map(String::as_str).collect::<Vec<_>>())
}

fn place(answer: &RankedOptions, name: &str) -> Option<(f64, u32)> {
    answer.options.iter().find(|o| o.treatment == name).map(|o| (o.score, o.rank))
}

/// Levels rule the order of what an alteration supports. Standard care stands after tier I; what of it leads
/// stands before all of tier II, and the rest behind.
fn levels_rule(answer: &RankedOptions) -> Result<(), TestCaseError> {
    let standard = |o: &&RankedOption| o.group == OptionGroup::StandardCare;
    let levels: Vec<Level> = answer.options.iter().filter(|o| !standard(o)).map(|o| o.level).collect();
    prop_assert!(levels.is_sorted(), "{levels:?}");
    let tier_one = answer.options.iter().take_while(|o| o.level <= Level::IB).count();
    prop_assert!(answer.options.iter().skip(tier_one).all(|o| o.level > Level::IB), "tier I comes first");
    let rest =
        answer.options.iter().skip(tier_one).skip_while(standard).skip_while(|o| o.level <= Level::IID);
    for option in rest {
        prop_assert_eq!(option.level, Level::III, "{} after the rest", &option.treatment);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shares_sum_to_the_score_and_levels_rule_the_order(
        rows in prop::collection::vec(row(EFFECTS), 1..25),
        standings in standings(),
        tumour in tumour(),
        seen in seen(),
        creatinine in 0.4_f64..6.0,
        wishes in wishes(),
        region in region(),
    ) {
        let mut asked = Case { preferences: wishes, region, ..case(tumour, &seen) };
        let mut record = record();
        record.observations.push(lab("2160-0", creatinine, "mg/dL", "2026-11-01"));
        asked.record = Some(record);
        let answer = ask(&world(&rows).with_standings(&standings), asked);
        for option in &answer.options {
            let sum: f64 = option.contributions.iter().map(|c| c.points).sum();
            prop_assert!((sum - option.score).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&option.score));
            prop_assert!(option.contributions.windows(2).all(|w| w[0].points >= w[1].points));
            prop_assert!(option.evidence.iter().all(|e| !e.citation.is_empty()));
            prop_assert!(!option.safety.iter().any(|n| n.severity == attune_decision::SafetySeverity::Block));
        }
        for pair in answer.options.windows(2) {
            prop_assert!(pair[0].score >= pair[1].score);
            prop_assert!(pair[0].rank <= pair[1].rank && pair[1].rank - pair[0].rank <= 1, "no gap");
            // Only equals share a rank: options of one place in the list, and of equal score always.
            prop_assert!(pair[0].rank < pair[1].rank || pair[0].place() == pair[1].place());
            let told_apart = ["safety", "resistance_signal", "conflict", "regional_approval"];
            let facts = |o: &RankedOption| -> f64 {
                let of = |c: &&attune_decision::OptionContribution| told_apart.contains(&c.factor.as_str());
                o.contributions.iter().filter(of).map(|c| c.points).sum()
            };
            let tie = pair[0].score - pair[1].score <= 1e-9 && facts(&pair[0]) == facts(&pair[1]);
            let line = |o: &RankedOption| {
                let of = |c: &&attune_decision::OptionContribution| {
                    matches!(c.factor.as_str(), "standing" | "line_of_therapy" | "withdrawn") || c.factor.starts_with("preference")
                };
                o.contributions.iter().filter(of).map(|c| c.points).collect::<Vec<_>>()
            };
            prop_assert!(!tie || line(&pair[0]) != line(&pair[1]) || pair[0].rank == pair[1].rank);
        }
        prop_assert_eq!(answer.options.first().map_or(1, |o| o.rank), 1);
        levels_rule(&answer)?;
        // A treatment stands in one place only.
        for name in answer.names() {
            prop_assert!(!answer.defeated().contains(&name));
            prop_assert!(answer.blocked(&name).is_none());
        }
        if tumour == "?" {
            for o in &answer.options {
                let agnostic = o.evidence.iter().any(|e| e.disease == "*ANY*");
                prop_assert!(o.level >= Level::IIC || agnostic);
            }
        }
    }

    #[test]
    fn taking_away_support_never_raises_a_score(
        rows in prop::collection::vec(row(EFFECTS), 1..20),
        standings in standings(),
        tumour in tumour(),
        seen in seen(),
        picked in any::<prop::sample::Index>(),
        wishes in wishes(),
        region in region(),
    ) {
        let case = |tumour: &str, seen: &[&str]| Case { preferences: wishes, region, ..case(tumour, seen) };
        let full = ask(&world(&rows).with_standings(&standings), case(tumour, &seen));
        let index = picked.index(rows.len());
        let row = &rows[index];
        // Facts for a treatment that stand; the rest may rise when a fact against it goes.
        prop_assume!(row.contains("sensitive") && !row.contains("withdrawn"));
        let mut fewer = rows.clone();
        fewer.remove(index);
        let less = ask(&world(&fewer).with_standings(&standings), case(tumour, &seen));
        for option in &less.options {
            // The treatments that the fact speaks of; others can gain when a rival or a rescue goes.
            let spoken_of = World::of(&[row.as_str()]);
            let alone = ask(&spoken_of, case(tumour, &seen));
            if !alone.names().contains(&option.treatment) {
                continue;
            }
            match place(&full, &option.treatment) {
                Some((score, rank)) => {
                    prop_assert!(option.score <= score + 1e-9, "{} {score}", option.score);
                    // A row on substitutes lowers its other drugs too, and they can fall further.
                    prop_assert!(option.rank >= rank || row.contains(" / "), "{} {rank}", option.rank);
                }
                None => {
                    // It was defeated or beyond the limit before: a fact for it cannot have kept it out.
                    let out = full.defeated().contains(&option.treatment)
                        || full.not_ranked.iter().any(|b| b.detail.contains(&option.treatment));
                    prop_assert!(!out, "{} came in when support went", option.treatment);
                }
            }
        }
    }

    #[test]
    fn a_contraindicated_drug_is_never_ranked(
        rows in prop::collection::vec(row(EFFECTS), 1..20),
        tumour in tumour(),
        seen in seen(),
        clearance in 5.0_f64..120.0,
    ) {
        let mut rows = rows;
        rows.push(format!("label | - | folfox | {} | sensitive", if tumour == "?" { "*ANY*" } else { tumour }));
        let mut asked = case(tumour, &seen);
        let mut record = record();
        record.observations.push(lab("2164-2", clearance, "mL/min", "2026-11-01"));
        asked.record = Some(record);
        asked.pgx = Some(crate::gates::poor_metaboliser());
        let world = world(&rows).with_rules(vec![crate::gates::platinum_rule()]);
        let answer = ask(&world, asked);
        for option in &answer.options {
            prop_assert!(!option.drugs.contains(&"fluorouracil".to_owned()), "{}", option.treatment);
            let platinum = option.drugs.iter().any(|d| d == "carboplatin" || d == "oxaliplatin");
            prop_assert!(!platinum || clearance >= 50.0, "{} at {clearance}", option.treatment);
        }
    }

    #[test]
    fn evidence_against_never_raises_a_score(
        rows in prop::collection::vec(row(EFFECTS), 1..20),
        against in row(&["resistant", "no-benefit", "harm"]),
        standings in standings(),
        tumour in tumour(),
        seen in seen(),
    ) {
        let before = ask(&world(&rows).with_standings(&standings), case(tumour, &seen));
        let mut more = rows.clone();
        more.push(against.clone());
        let after = ask(&world(&more).with_standings(&standings), case(tumour, &seen));
        for option in &after.options {
            if let Some((score, _)) = place(&before, &option.treatment) {
                // A regimen that is defeated no longer stands above its parts.
                let freed = before.option(&option.treatment).contributions.iter().any(|c| c.factor == "superseded");
                prop_assert!(option.score <= score + 1e-9 || freed, "{against}");
            }
        }
    }

    #[test]
    fn a_standing_moves_no_option_to_another_level_and_gives_none(
        rows in prop::collection::vec(row(EFFECTS), 1..20),
        standings in standings(),
        tumour in tumour(),
        seen in seen(),
    ) {
        let without = ask(&world(&rows), case(tumour, &seen));
        let with = ask(&world(&rows).with_standings(&standings), case(tumour, &seen));
        let levels = |a: &RankedOptions| {
            let mut all: Vec<_> = a.options.iter().map(|o| (o.treatment.clone(), o.level)).collect();
            all.sort();
            all
        };
        prop_assert_eq!(levels(&without), levels(&with));
    }

    #[test]
    fn a_treatment_that_the_tumour_defeats_is_never_ranked(
        rows in prop::collection::vec(row(&["sensitive"]), 1..20),
        seen in seen(),
    ) {
        let mut all = rows.clone();
        all.push("label | KRAS G12D | cetuximab | COADREAD | resistant".to_owned());
        let mut seen = seen;
        if !seen.contains(&"KRAS G12D") {
            seen.push("KRAS G12D");
        }
        let answer = ask(&world(&all), case("COAD", &seen));
        let allowed = |o: &attune_decision::RankedOption| {
            o.drugs.len() > 1 && o.level == Level::IA && o.because.contains(&"KRAS G12D".to_owned())
        };
        for option in &answer.options {
            prop_assert!(!option.drugs.contains(&"cetuximab".to_owned()) || allowed(option), "{}", option.treatment);
        }
        prop_assert!(answer.defeated().contains(&"cetuximab".to_owned()));
    }
}
