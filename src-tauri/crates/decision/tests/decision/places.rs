//! The order of the list beside the levels: where standard care stands, and ranks without gaps.

use attune_decision::{Level, OptionGroup};

use crate::world::{Look, World, ask, case};

/// Tier I, standard care, tier II of two kinds.
const PLACES: &[&str] = &[
    "label | BRAF V600E | dabrafenib + trametinib | MEL | sensitive",
    "B5 | BRAF V600E | vemurafenib | MEL | sensitive",
    "label | - | carboplatin | MEL | sensitive",
    "guideline | - | pembrolizumab | MEL | sensitive",
    "label | BRAF V600E | encorafenib | NSCLC | sensitive",
    "D4 | BRAF V600E | sotorasib | MEL | sensitive",
];

#[test]
fn the_standard_care_to_start_from_stands_between_tier_one_and_tier_two() {
    let world = World::of(PLACES).with_standings(&["preferred | - | pembrolizumab | MEL"]);
    let answer = ask(&world, case("MEL", &["BRAF V600E"]));
    let order = [
        "dabrafenib + trametinib",
        "vemurafenib",
        "pembrolizumab",
        "encorafenib",
        "sotorasib",
        "carboplatin",
    ];
    assert_eq!(answer.names(), order);
    assert_eq!(answer.options.iter().map(|o| o.rank).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    for name in ["pembrolizumab", "carboplatin"] {
        let option = answer.option(name);
        assert_eq!((option.level, option.group), (Level::III, OptionGroup::StandardCare), "{name}");
    }
    let leading = answer.option("pembrolizumab");
    assert!(leading.score > 0.48 && leading.score < 0.55, "{}", leading.score);
    assert!(leading.contributions.iter().any(|c| c.label.starts_with("standard care to start from")));
    // Where no alteration brings anything, there is nothing that standard care would have to stand before.
    let alone = ask(&world, case("MEL", &["TP53 R175H"]));
    assert_eq!(alone.names(), ["pembrolizumab", "carboplatin"]);
    assert!(alone.options[0].score < 0.08);
}

#[test]
fn soft_wishes_move_no_option_over_the_places() {
    let world = World::of(PLACES);
    let mut asked = case("MEL", &["BRAF V600E"]);
    let places = |a: &attune_decision::RankedOptions| a.options.iter().map(|o| o.level).collect::<Vec<_>>();
    let plain = ask(&world, asked.clone());
    asked.preferences = attune_decision::Preferences::new(0.0, 1.0, 1.0, 1.0).expect("in range");
    let wished = ask(&world, asked);
    assert_eq!(places(&plain), places(&wished));
    // Equal by evidence: by name carboplatin leads, by the wish for few side effects pembrolizumab.
    assert_eq!(plain.names()[2], "carboplatin");
    assert!(
        plain.option("carboplatin").reasons_for.iter().all(|r| !r.contains("Equal to it")),
        "a label beats a guideline"
    );
    assert_eq!(wished.names()[2], "pembrolizumab");
}

#[test]
fn standard_care_that_an_alteration_supports_as_well_is_not_lowered_by_it() {
    let mut rows = PLACES.to_vec();
    let plain = ask(&World::of(&rows), case("MEL", &["BRAF V600E"]));
    rows.push("C3 | BRAF V600E | carboplatin | MEL | sensitive");
    let both = ask(&World::of(&rows), case("MEL", &["BRAF V600E"]));
    let (before, after) = (plain.option("carboplatin"), both.option("carboplatin"));
    assert!(after.rank <= before.rank && after.score >= before.score, "{} {}", after.score, before.score);
    assert_eq!((after.level, after.group), (Level::IIC, OptionGroup::StandardCare));
    assert_eq!(after.because, ["BRAF V600E"]);
}

#[test]
fn equal_standard_care_is_named_where_one_of_it_leads() {
    let world = World::of(&[
        "label | - | carboplatin | MEL | sensitive",
        "label | - | cisplatin | MEL | sensitive",
        "D4 | BRAF V600E | sotorasib | MEL | sensitive",
    ]);
    let answer = ask(&world, case("MEL", &["BRAF V600E"]));
    assert_eq!(answer.names(), ["carboplatin", "sotorasib", "cisplatin"]);
    let said = &answer.option("carboplatin").reasons_for;
    assert!(said.contains(&"Equal to it by what the pack knows: cisplatin".to_owned()), "{said:?}");
}

#[test]
fn standard_care_of_another_line_does_not_lead() {
    let world = World::of(&[
        "label | - | carboplatin | MEL | sensitive | line=after a PD-1 inhibitor",
        "label | - | pembrolizumab | MEL | sensitive | line=first line",
        "label | BRAF V600E | encorafenib | NSCLC | sensitive",
    ]);
    let with = |prior: Option<bool>| {
        let mut asked = case("MEL", &["BRAF V600E"]);
        let mut record = crate::world::record();
        match prior {
            Some(true) => record.medications.push(attune_clinical::Medication {
                text: "cisplatin".to_owned(),
                course: attune_clinical::MedicationStatus::Past,
                ..attune_clinical::Medication::default()
            }),
            Some(false) => record.observations.push(attune_clinical::Observation {
                text: "Prior systemic therapy".to_owned(),
                ..crate::world::observation(
                    "0-0",
                    attune_clinical::ObservationValue::Boolean(false),
                    "2026-11-01",
                )
            }),
            None => {}
        }
        asked.record = Some(record);
        ask(&world, asked).names()
    };
    assert_eq!(with(None), ["pembrolizumab", "encorafenib", "carboplatin"]);
    assert_eq!(with(Some(false)), ["pembrolizumab", "encorafenib", "carboplatin"]);
    assert_eq!(with(Some(true)), ["carboplatin", "encorafenib", "pembrolizumab"]);
}

#[test]
fn ranks_have_no_gaps_where_weak_options_are_only_counted() {
    let mut rows: Vec<String> =
        (0..30).map(|i| format!("D3 | BRAF V600E | substance {i:02} | MEL | sensitive")).collect();
    rows.push("label | - | carboplatin | MEL | sensitive".to_owned());
    rows.push("label | - | cisplatin | MEL | sensitive | recalled".to_owned());
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let answer = ask(&World::of(&rows), case("MEL", &["BRAF V600E"]));
    let mut ranks: Vec<u32> = answer.options.iter().map(|o| o.rank).collect();
    ranks.dedup();
    assert_eq!(ranks, [1, 2, 3], "carboplatin, the equal substances, cisplatin");
    assert_eq!(answer.options.len(), 8);
}

#[test]
fn a_weak_fact_beside_it_takes_no_standard_care_from_the_list() {
    let mut rows: Vec<String> =
        (0..12).map(|i| format!("D5 | TP53 R175H | substance {i:02} | MEL | sensitive")).collect();
    rows.push("label | - | carboplatin | MEL | sensitive".to_owned());
    rows.push("label | - | cisplatin | MEL | sensitive".to_owned());
    rows.push("D1 | TP53 R175H | cisplatin | MEL | sensitive".to_owned());
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let names = ask(&World::of(&rows), case("MEL", &["TP53 R175H"])).names();
    for drug in ["carboplatin", "cisplatin"] {
        assert!(names.contains(&drug.to_owned()), "{names:?}");
    }
}

#[test]
fn the_absence_of_a_change_in_one_tumour_type_says_nothing_of_another() {
    let world = World::of(&[
        "label | KRAS wild-type | cetuximab | COADREAD | sensitive",
        "label | BRAF V600E | dabrafenib | NSCLC | no-benefit",
        "label | BRAF V600E | dabrafenib | MEL | sensitive",
    ]);
    assert_eq!(ask(&world, case("COAD", &["KRAS wild-type"])).names(), ["cetuximab"]);
    let skin = ask(&world, case("MEL", &["KRAS wild-type", "BRAF V600E"]));
    assert_eq!(skin.names(), ["dabrafenib"]);
    assert!(skin.conflicts.is_empty() && skin.option("dabrafenib").reasons_against.is_empty());
}
