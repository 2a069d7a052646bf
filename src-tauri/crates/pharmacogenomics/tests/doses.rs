//! Doses by published algorithms: against their published effects, against examples worked by hand, and with
//! what is missing named.

#![allow(clippy::expect_used, clippy::panic)] // a test stops at the first thing that is not as expected

mod support;

use attune_pharmacogenomics::{
    AncestryClass, Cyp2c9Pair, DoseStatus, DoseSuggestion, GageInputs, IwpcInputs, PersonFacts, PgxSample,
    TakenDrug, Vkorc1, gage_mg_per_day, interpret, iwpc_clinical_mg_per_week, iwpc_mg_per_week,
    merge_outside, outside_calls,
};

fn white() -> IwpcInputs {
    IwpcInputs {
        age: 65,
        height_cm: 170.0,
        weight_kg: 70.0,
        vkorc1: Vkorc1::GG,
        cyp2c9: Cyp2c9Pair::OneOne,
        ancestry: AncestryClass::White,
        inducer: false,
        amiodarone: false,
    }
}

#[test]
fn iwpc_equals_examples_worked_by_hand() {
    // 5.6044 - 0.2614 x 6 + 0.0087 x 170 + 0.0128 x 70 = 6.411; squared 41.10 mg a week.
    assert!((iwpc_mg_per_week(&white()) - 41.100_921).abs() < 1e-6);
    // The same with VKORC1 A/A and CYP2C9 *1/*3: 6.411 - 1.6974 - 0.9357 = 3.7779; squared 14.27.
    let low = IwpcInputs { vkorc1: Vkorc1::AA, cyp2c9: Cyp2c9Pair::OneThree, ..white() };
    assert!((iwpc_mg_per_week(&low) - 14.272_528).abs() < 1e-5);
    // Amiodarone and an enzyme inducer: 6.411 - 0.5503 + 1.1816 = 7.0423; squared 49.59.
    let drugs = IwpcInputs { amiodarone: true, inducer: true, ..white() };
    assert!((iwpc_mg_per_week(&drugs) - 49.593_989).abs() < 1e-5);
    // Clinical: 4.0376 - 0.2546 x 6 + 0.0118 x 170 + 0.0134 x 70 = 5.454; squared 29.75.
    assert!((iwpc_clinical_mg_per_week(&white()) - 29.746_116).abs() < 1e-6);
    // Age counts in completed decades.
    assert_eq!(iwpc_mg_per_week(&white()), iwpc_mg_per_week(&IwpcInputs { age: 60, ..white() }));
}

#[test]
fn gage_has_the_effects_of_its_abstract() {
    let base = GageInputs {
        vkorc1_variants: 0,
        star2: 0,
        star3: 0,
        body_surface_m2: 1.8,
        age: 60,
        target_inr: 2.5,
        amiodarone: false,
        smoker: false,
        african: false,
        thrombosis: false,
    };
    let dose = gage_mg_per_day(&base);
    let change = |other: GageInputs| ((gage_mg_per_day(&other) / dose - 1.0) * 100.0).round();
    // Abstract of PMID 18305455: VKORC1 -28 % per allele, body surface +11 % per 0.25 m2, *3 -33 %, *2 -19 %,
    // age -7 % per decade, INR +11 % per 0.5, amiodarone -22 %, smoker +10 %, race -9 %, thrombosis +7 %.
    assert_eq!(change(GageInputs { vkorc1_variants: 1, ..base }), -28.0);
    assert_eq!(change(GageInputs { body_surface_m2: 2.05, ..base }), 11.0);
    assert_eq!(change(GageInputs { star3: 1, ..base }), -33.0);
    assert_eq!(change(GageInputs { star2: 1, ..base }), -19.0);
    assert_eq!(change(GageInputs { age: 70, ..base }), -7.0);
    assert_eq!(change(GageInputs { target_inr: 3.0, ..base }), 11.0);
    assert_eq!(change(GageInputs { amiodarone: true, ..base }), -22.0);
    assert_eq!(change(GageInputs { smoker: true, ..base }), 10.0);
    assert_eq!(change(GageInputs { african: true, ..base }), -9.0);
    assert_eq!(change(GageInputs { thrombosis: true, ..base }), 7.0);
}

fn person() -> PersonFacts {
    PersonFacts {
        age: Some(65),
        weight_kg: Some(70.0),
        height_cm: Some(170.0),
        race: Some("White".to_owned()),
        smoker: Some(false),
        thrombosis: Some(false),
        medication: Some(Vec::new()),
    }
}

fn doses(tsv: &str, person: &PersonFacts) -> Option<Vec<DoseSuggestion>> {
    let shared = support::shared()?;
    let tables = support::tables(&shared);
    let (calls, findings) = outside_calls(&tables, tsv);
    assert!(findings.is_empty(), "{findings:?}");
    let sample = merge_outside(&tables, PgxSample::default(), calls, false);
    Some(interpret(&tables, sample, person).doses)
}

fn one<'a>(doses: &'a [DoseSuggestion], drug: &str, algorithm: &str) -> &'a DoseSuggestion {
    doses.iter().find(|d| d.drug == drug && d.algorithm.contains(algorithm)).expect("the dose")
}

const WARFARIN: &str = "CYP2C9\t*1/*3\nVKORC1\trs9923231 variant (T)/rs9923231 variant (T)";

#[test]
fn warfarin_by_both_algorithms() {
    let Some(doses) = doses(WARFARIN, &person()) else { return };
    let iwpc = one(&doses, "warfarin", "IWPC pharmaco");
    assert_eq!(iwpc.status, DoseStatus::Computed);
    assert_eq!(iwpc.dose.as_ref().map(|d| (d.value, d.unit.as_str())), Some((14.3, "mg/week")));
    assert!(iwpc.missing.is_empty(), "{:?}", iwpc.missing);
    let gage = one(&doses, "warfarin", "Gage");
    assert_eq!(gage.status, DoseStatus::Computed);
    assert_eq!(gage.missing, ["target INR (2.5 was assumed)"]);
    // Both estimate the same dose: Gage a day, IWPC a week.
    let daily = gage.dose.as_ref().map_or(0.0, |d| d.value);
    assert!((1.5..3.0).contains(&daily), "{daily}");
}

#[test]
fn what_is_missing_is_named_and_nothing_is_computed_without_it() {
    let Some(doses) = doses(WARFARIN, &PersonFacts::default()) else { return };
    let iwpc = one(&doses, "warfarin", "IWPC pharmaco");
    assert_eq!((iwpc.status, iwpc.dose.is_none()), (DoseStatus::Incomplete, true));
    for needed in ["age", "height", "weight"] {
        assert!(iwpc.missing.iter().any(|m| m == needed), "{needed}: {:?}", iwpc.missing);
    }
    assert!(iwpc.missing.iter().any(|m| m.starts_with("medication list")));
}

#[test]
fn co_medication_and_age_reach_the_formula() {
    let amiodarone = PersonFacts {
        medication: Some(vec![TakenDrug::named("Amiodarone 200 MG Oral Tablet [Pacerone]")]),
        ..person()
    };
    let Some(with) = doses(WARFARIN, &amiodarone) else { return };
    let value = |d: &[DoseSuggestion]| one(d, "warfarin", "IWPC pharmaco").dose.as_ref().map(|d| d.value);
    // (3.7779 - 0.5503)^2 = 10.42.
    assert_eq!(value(&with), Some(10.4));
    let child = doses(WARFARIN, &PersonFacts { age: Some(12), ..person() }).expect("doses");
    assert!(child.iter().filter(|d| d.drug == "warfarin").all(|d| d.status == DoseStatus::NotApplicable));
}

#[test]
fn african_ancestry_gets_the_honest_note_and_the_clinical_dose() {
    let african = PersonFacts { race: Some("Black or African American".to_owned()), ..person() };
    let Some(doses) = doses(WARFARIN, &african) else { return };
    let iwpc = one(&doses, "warfarin", "IWPC pharmaco");
    assert!(iwpc.notes.iter().any(|n| n.contains("COAG") && n.contains("24251361")));
    assert!(iwpc.missing.iter().any(|m| m.starts_with("rs12777823")));
    assert_eq!(one(&doses, "warfarin", "clinical").status, DoseStatus::Computed);
    let asian = PersonFacts { race: Some("Caucasian".to_owned()), ..person() };
    assert_eq!(asian.ancestry(), AncestryClass::White);
}

#[test]
fn alleles_outside_the_algorithm_are_adjusted_or_refused() {
    let Some(eight) =
        doses("CYP2C9\t*1/*8\nVKORC1\trs9923231 reference (C)/rs9923231 reference (C)", &person())
    else {
        return;
    };
    let dose = one(&eight, "warfarin", "IWPC pharmaco").dose.clone().expect("a dose");
    // 41.10 less 30 to 15 %.
    assert_eq!((dose.low, dose.high), (Some(28.8), Some(34.9)));
    let other = doses("CYP2C9\t*1/*13", &person()).expect("doses");
    assert_eq!(one(&other, "warfarin", "IWPC pharmaco").status, DoseStatus::NotApplicable);
}

#[test]
fn fluoropyrimidines_irinotecan_and_thiopurines() {
    let tsv = "DPYD\tReference/c.1905+1G>A (*2A)\nUGT1A1\t*28/*28\nTPMT\t*1/*3A\nNUDT15\t*1/*1";
    let Some(found) = doses(tsv, &person()) else { return };
    assert_eq!(one(&found, "capecitabine", "DPYD").dose_factor, Some(0.5));
    assert_eq!(one(&found, "irinotecan", "UGT1A1").dose_factor, Some(0.7));
    let six = one(&found, "mercaptopurine", "TPMT");
    assert_eq!((six.dose_factor, six.text.as_str()), (Some(0.3), "Start with 30 to 80 % of the usual dose."));
    // DuBois 1.81 m2: 75 mg/m2 x 1.81 x 0.3 to 0.8.
    let dose = six.dose.as_ref().expect("milligrams");
    assert_eq!((dose.low, dose.high, dose.unit.as_str()), (Some(41.0), Some(109.0), "mg/day"));
    let poor = doses("TPMT\t*3A/*3A\nNUDT15\t*1/*1\nDPYD\tc.1905+1G>A (*2A)/c.1905+1G>A (*2A)", &person());
    let poor = poor.expect("doses");
    assert!(one(&poor, "mercaptopurine", "TPMT").text.contains("three days a week"));
    assert_eq!(one(&poor, "fluorouracil", "DPYD").status, DoseStatus::NotApplicable);
    let both = doses("TPMT\t*1/*1\nNUDT15\t*3/*3", &person()).expect("doses");
    let ten = one(&both, "mercaptopurine", "NUDT15").dose.as_ref().map(|d| d.value);
    assert_eq!(ten, Some(18.0));
    let half = doses("TPMT\t*1/*3A", &PersonFacts::default()).expect("doses");
    let six = one(&half, "mercaptopurine", "TPMT");
    assert!(six.missing.iter().any(|m| m == "NUDT15 genotype") && six.dose.is_none());
}
