//! What matters to the patient and the region of the site: kept, applied to the list, shown, taken back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use attune_app::document::{OptionDoc, PreferencesDoc};
use attune_app::workstation::{Surroundings, Workstation};

fn surroundings(dir: &std::path::Path) -> Surroundings {
    let noon = jiff::civil::datetime(2026, 11, 20, 12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
    Surroundings {
        vault: dir.join("vault"),
        reports: dir.join("reports"),
        clock: Box::new(move || noon.clone()),
        keyring: None,
        auto_lock_minutes: u32::MAX,
    }
}

fn factors<'a>(option: &'a OptionDoc, start: &str) -> Vec<&'a str> {
    option.contributions.iter().map(|c| c.factor.as_str()).filter(|f| f.starts_with(start)).collect()
}

fn levels(options: &[OptionDoc]) -> Vec<&str> {
    options.iter().map(|o| o.place.as_str()).collect()
}

#[test]
fn wishes_are_kept_for_the_patient_and_order_options_inside_a_level_only() {
    let dir = tempfile::tempdir().unwrap();
    let mut workstation = Workstation::new(surroundings(dir.path())).unwrap();
    workstation.create("correct horse battery", "Dr Test", false).unwrap();
    let preview = workstation.preview_demo("melanoma-braf").unwrap();
    let patient = workstation.commit_import(&preview.token, None).unwrap().patient_id;

    let plain = workstation.options(&patient).unwrap();
    assert_eq!(plain.wishes.recorded, None);
    assert!(plain.document.options.iter().all(|o| factors(o, "preference_").is_empty()));
    assert!(plain.document.not_considered.iter().any(|n| n.starts_with("The patient's preferences")));

    let entries = workstation.audit().unwrap().total;
    let input = PreferencesDoc { efficacy: 0.0, toxicity: 0.5, route: 1.0, visits: 0.0 };
    let wished = workstation.record_preferences(&patient, &input).unwrap();
    assert_eq!(wished.wishes.weights, input);
    assert_eq!(wished.wishes.recorded.as_deref(), Some("set on 20-Nov-2026 12:00 UTC by Dr Test"));
    assert_eq!(wished.document.preferences, input);
    assert!(workstation.audit().unwrap().total > entries);
    assert!(wished.document.options.iter().any(|o| !factors(o, "preference_route").is_empty()));
    assert!(!wished.document.not_considered.iter().any(|n| n.starts_with("The patient's preferences")));
    assert_eq!(
        levels(&plain.document.options),
        levels(&wished.document.options),
        "levels stay in their places"
    );
    for option in &wished.document.options {
        let sum: f64 = option.contributions.iter().map(|c| c.points).sum();
        assert!((sum - option.score).abs() < 1e-9);
    }
    // Tablets and infusions of one level: the order follows the wish.
    let score = |view: &attune_app::view::OptionsView, name: &str| {
        view.document.options.iter().find(|o| o.treatment == name).map(|o| o.score).unwrap()
    };
    let tablets = "dabrafenib + trametinib";
    assert!(score(&wished, tablets) > score(&plain, tablets));

    // Kept over a restart, and in the report.
    workstation.lock().unwrap();
    drop(workstation);
    let mut again = Workstation::new(surroundings(dir.path())).unwrap();
    again.unlock_passphrase("correct horse battery", "Dr Other").unwrap();
    assert_eq!(again.options(&patient).unwrap().wishes.weights, input);
    let report = again.report_preview(&patient, "clinician").unwrap();
    let words =
        "What matters to the patient, from 0 to 1: few side effects 0.50, tablets instead of infusions 1.00";
    assert!(
        report.page_texts.iter().any(|t| t.replace('\n', " ").contains(words)),
        "{}",
        report.page_texts[0]
    );

    let none = PreferencesDoc { efficacy: 0.0, toxicity: 0.0, route: 0.0, visits: 0.0 };
    let reset = again.record_preferences(&patient, &none).unwrap();
    assert_eq!(reset.wishes.recorded.as_deref(), Some("reset on 20-Nov-2026 12:00 UTC by Dr Other"));
    assert_eq!(reset.document.options, plain.document.options);

    let outside = PreferencesDoc { toxicity: 1.5, ..none };
    assert_eq!(again.record_preferences(&patient, &outside).unwrap_err().code, "preference.out_of_range");
}

#[test]
fn the_region_of_the_site_counts_for_each_patient_and_is_shown() {
    let dir = tempfile::tempdir().unwrap();
    let mut workstation = Workstation::new(surroundings(dir.path())).unwrap();
    workstation.create("correct horse battery", "Dr Test", false).unwrap();
    let preview = workstation.preview_demo("melanoma-braf").unwrap();
    let patient = workstation.commit_import(&preview.token, None).unwrap().patient_id;
    assert_eq!(workstation.site_settings().unwrap().region, None);
    let plain = workstation.options(&patient).unwrap().document;
    assert_eq!(plain.region, None);
    assert!(plain.options.iter().all(|o| factors(o, "regional_approval").is_empty()));

    assert_eq!(workstation.set_region(Some("Mars")).unwrap_err().code, "options.unknown_region");
    assert_eq!(workstation.set_region(Some("EU")).unwrap().region.as_deref(), Some("EU"));
    let european = workstation.options(&patient).unwrap().document;
    assert_eq!(european.region.as_deref(), Some("EU"));
    assert!(european.options.iter().all(|o| factors(o, "regional_approval").len() == 1));
    assert_eq!(levels(&plain.options), levels(&european.options));
    let report = workstation.report_preview(&patient, "clinician").unwrap();
    let words = "Approvals in the region of the site count (European Union (EMA))";
    assert!(report.page_texts.iter().any(|t| t.replace('\n', " ").contains(words)));

    assert_eq!(workstation.set_region(None).unwrap().region, None);
    assert_eq!(workstation.options(&patient).unwrap().document.options, plain.options);
}
