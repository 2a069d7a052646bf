//! Comparison, "what if", the tumour board and re-analysis, on a vault with a demonstration patient.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use attune_app::view::{BoardEntryInput, BoardNoteInput, ConsentInput, LabAssumption, WhatIfInput};
use attune_app::workstation::{Surroundings, Workstation};
use jiff::{ToSpan, Zoned};

struct Desk {
    workstation: Workstation,
    patient: String,
    now: Arc<Mutex<Zoned>>,
    _dir: tempfile::TempDir,
}

fn desk(demo: &str) -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let start = jiff::civil::datetime(2026, 11, 20, 12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
    let now = Arc::new(Mutex::new(start));
    let clock = Arc::clone(&now);
    let mut workstation = Workstation::new(Surroundings {
        vault: dir.path().join("vault"),
        reports: dir.path().join("reports"),
        clock: Box::new(move || clock.lock().unwrap().clone()),
        keyring: None,
        auto_lock_minutes: u32::MAX,
    })
    .unwrap();
    workstation.create("correct horse battery", "Dr Test", false).unwrap();
    let preview = workstation.preview_demo(demo).unwrap();
    let patient = workstation.commit_import(&preview.token, None).unwrap().patient_id;
    Desk { workstation, patient, now, _dir: dir }
}

fn nothing() -> WhatIfInput {
    WhatIfInput {
        labs: Vec::new(),
        ecog: None,
        add: Vec::new(),
        remove: Vec::new(),
        deny: Vec::new(),
        earlier: Vec::new(),
        untreated: false,
        preferences: None,
    }
}

fn audit(desk: &Desk) -> usize {
    usize::try_from(desk.workstation.audit().unwrap().total).unwrap()
}

#[test]
fn what_if_ranks_by_the_same_rules_and_stores_nothing() {
    let mut desk = desk("melanoma-braf");
    let listed = desk.workstation.options(&desk.patient).unwrap().document;
    let entries = audit(&desk);
    let same = desk.workstation.what_if(&desk.patient, &nothing()).unwrap();
    assert_eq!(same.document.options, listed.options);
    assert_eq!(same.changes, []);

    let first = listed.options[0].because[0].clone();
    let gone = WhatIfInput { remove: vec![first.clone()], ..nothing() };
    let without = desk.workstation.what_if(&desk.patient, &gone).unwrap();
    assert!(
        without.document.options.iter().all(|o| !o.because.contains(&first)),
        "{first} still supports an option"
    );
    assert!(without.changes.iter().any(|c| c.kind == "gone"));
    assert!(without.label.starts_with("Hypothetical"));

    let found =
        WhatIfInput { add: vec!["NTRK1 fusion".into(), "gibberish of a tired person".into()], ..nothing() };
    let with = desk.workstation.what_if(&desk.patient, &found).unwrap();
    assert_eq!(with.not_understood, ["gibberish of a tired person"]);
    assert!(
        with.changes.iter().any(|c| c.kind == "new" && c.treatment.contains("larotrectinib")),
        "{:?}",
        with.changes
    );

    let closed = WhatIfInput { deny: vec!["treatment_planning".into()], ..nothing() };
    let denied = desk.workstation.what_if(&desk.patient, &closed).unwrap();
    assert!(denied.document.options.is_empty() && denied.document.abstained.is_some());

    let after = desk.workstation.options(&desk.patient).unwrap();
    assert_eq!(after.document.options, listed.options, "the record is as it was");
    assert_eq!(after.reanalysis, None);
    assert_eq!(audit(&desk), entries + 1, "only the showing of the options was noted");
}

#[test]
fn an_assumed_laboratory_value_reaches_the_gates() {
    let mut desk = desk("colon-kras-dpyd");
    let listed = desk.workstation.options(&desk.patient).unwrap();
    assert!(listed.analytes.iter().any(|a| a.name == "creatinine_clearance"));
    let labs = vec![LabAssumption { analyte: "creatinine_clearance".into(), value: 15.0 }];
    let low = desk.workstation.what_if(&desk.patient, &WhatIfInput { labs, ..nothing() }).unwrap();
    let capecitabine = |d: &attune_app::document::OptionsDocument| {
        d.not_ranked
            .iter()
            .any(|b| b.drugs.contains(&"capecitabine".to_owned()) && b.reason == "contraindicated")
    };
    assert!(capecitabine(&low.document), "{:?}", low.changes);
    let wrong = vec![LabAssumption { analyte: "mood".into(), value: 1.0 }];
    let error =
        desk.workstation.what_if(&desk.patient, &WhatIfInput { labs: wrong, ..nothing() }).unwrap_err();
    assert_eq!(error.code, "what_if.analyte");
}

#[test]
fn two_to_four_ranked_options_are_compared() {
    let mut desk = desk("melanoma-braf");
    let options = desk.workstation.options(&desk.patient).unwrap().document.options;
    let names: Vec<String> = options.iter().take(3).map(|o| o.treatment.clone()).collect();
    let view = desk.workstation.compare(&desk.patient, &names).unwrap();
    assert_eq!(view.options, names);
    assert!(view.rows.iter().all(|r| r.cells.len() == 3 && r.cells.iter().all(|c| !c.is_empty())));
    let level = view.rows.iter().find(|r| r.label == "Level").unwrap();
    assert_eq!(level.cells[0], [options[0].level.clone()]);
    assert_eq!(desk.workstation.compare(&desk.patient, &names[..1]).unwrap_err().code, "compare.number");
    let unknown = [names[0].clone(), "holy water".to_owned()];
    assert_eq!(desk.workstation.compare(&desk.patient, &unknown).unwrap_err().code, "compare.not_ranked");
}

fn note(treatment: &str, verdict: &str, reason: &str) -> BoardNoteInput {
    BoardNoteInput {
        participants: vec!["Dr A".into(), " ".into()],
        note: "Discussed.".into(),
        entries: vec![BoardEntryInput {
            treatment: treatment.into(),
            verdict: verdict.into(),
            reason: reason.into(),
        }],
    }
}

#[test]
fn a_note_of_the_board_is_stored_audited_exported_and_printed() {
    let mut desk = desk("melanoma-braf");
    let first = desk.workstation.options(&desk.patient).unwrap().document.options[0].treatment.clone();
    for (input, code) in [
        (note(&first, "chosen", "  "), "board.no_reason"),
        (note(&first, "perhaps", "x"), "board.verdict"),
        (note("holy water", "chosen", "x"), "board.not_listed"),
        (BoardNoteInput { participants: vec![" ".into()], ..note(&first, "chosen", "x") }, "board.nobody"),
        (BoardNoteInput { entries: Vec::new(), ..note(&first, "chosen", "x") }, "board.empty"),
    ] {
        assert_eq!(desk.workstation.record_decision(&desk.patient, &input).unwrap_err().code, code);
    }
    let view = desk
        .workstation
        .record_decision(&desk.patient, &note(&first, "chosen", "Best evidence here"))
        .unwrap();
    assert_eq!(view.board.len(), 1);
    assert_eq!(view.board[0].participants, ["Dr A"]);
    assert_eq!(view.board[0].entries[0].verdict, "chosen");
    assert!(view.board[0].entries[0].stood.starts_with("rank 1, "));
    let audit = desk.workstation.audit().unwrap();
    assert!(audit.intact && audit.rows.iter().any(|r| r.action == "decision recorded"));
    let pages = desk.workstation.report_preview(&desk.patient, "clinician").unwrap().page_texts.join("\n");
    assert!(pages.contains("Best evidence here") && pages.contains("Dr A"), "{pages}");

    // Withdrawn consent closes what was decided on the evidence as well.
    let denial = ConsentInput {
        scope: "treatment_planning".into(),
        decision: "deny".into(),
        by: "the patient".into(),
        method: "signed_paper".into(),
        witness: None,
        document_sha256: None,
        expires: None,
    };
    desk.workstation.record_consent(&desk.patient, &denial).unwrap();
    let closed = desk.workstation.options(&desk.patient).unwrap();
    assert!(closed.board.is_empty() && closed.reanalysis.is_none() && closed.document.trials.is_empty());
    let pages = desk.workstation.report_preview(&desk.patient, "clinician").unwrap().page_texts.join("\n");
    assert!(!pages.contains("Best evidence here"), "a withdrawn consent leaves the decision in the report");
}

#[test]
fn a_changed_record_is_shown_as_a_difference_until_it_is_noted() {
    let mut desk = desk("melanoma-braf");
    assert_eq!(desk.workstation.worklist("").unwrap().rows[0].reanalysis, None, "nothing was looked at yet");
    desk.workstation.options(&desk.patient).unwrap();
    assert_eq!(desk.workstation.worklist("").unwrap().rows[0].reanalysis, None);
    // A laboratory value that comes later.
    let dir = tempfile::tempdir().unwrap();
    let path: PathBuf = dir.path().join("later.json");
    let ehr = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../assets/demo/melanoma-braf/ehr.json"
    ))
    .unwrap();
    let mut bundle: serde_json::Value = serde_json::from_str(&ehr).unwrap();
    let entries = bundle["entry"].as_array_mut().unwrap();
    entries.retain(|e| e["resource"]["resourceType"] == "Patient");
    let subject = entries[0]["resource"]["id"].as_str().unwrap().to_owned();
    entries.push(serde_json::json!({"resource": {
        "resourceType": "Observation", "status": "final", "subject": {"reference": format!("Patient/{subject}")},
        "code": {"coding": [{"system": "http://loinc.org", "code": "10230-1"}], "text": "LVEF"},
        "effectiveDateTime": "2026-11-20",
        "valueQuantity": {"value": 30, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}
    }}));
    std::fs::write(&path, bundle.to_string()).unwrap();
    *desk.now.lock().unwrap() += 1.hour();
    let preview = desk.workstation.preview_files(&[path], Some(&desk.patient)).unwrap();
    desk.workstation.commit_import(&preview.token, Some("the same person: test")).unwrap();
    let badge = desk.workstation.worklist("").unwrap().rows[0].reanalysis.clone();
    assert_eq!(badge.as_deref(), Some("Record changed since the last list"));
    let view = desk.workstation.options(&desk.patient).unwrap();
    let found = view.reanalysis.expect("a failing heart changes the list");
    assert!(found.causes.iter().any(|c| c.starts_with("The record changed")), "{:?}", found.causes);
    assert!(!found.changes.is_empty());
    assert!(desk.workstation.options(&desk.patient).unwrap().reanalysis.is_some(), "shown until it is noted");
    let listed = desk.workstation.reanalyse().unwrap();
    assert_eq!(listed[0].found.as_ref().map(|f| f.changes.len()), Some(found.changes.len()));
    assert_eq!(desk.workstation.note_reanalysis(&desk.patient).unwrap().reanalysis, None);
    assert_eq!(desk.workstation.worklist("").unwrap().rows[0].reanalysis, None);
}

#[test]
fn trial_files_of_the_site_are_read_and_matched() {
    let mut desk = desk("melanoma-braf");
    let fixtures = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/fixtures/trials"));
    assert_eq!(desk.workstation.trial_files().unwrap().total, 0);
    let view = desk.workstation.import_trials(&[fixtures.join("fictitious-braf.yaml")]).unwrap();
    assert_eq!((view.total, view.rows.len()), (1, 1));
    let options = desk.workstation.options(&desk.patient).unwrap().document;
    assert_eq!(options.trials.len(), 1);
    assert!(options.options.iter().all(|o| !o.treatment.contains("inventomab")));
    let dir = tempfile::tempdir().unwrap();
    let bad = dir.path().join("no-trial.json");
    std::fs::write(&bad, "{\"resourceType\":\"Bundle\"}").unwrap();
    assert_eq!(desk.workstation.import_trials(&[bad]).unwrap_err().code, "trials.not_a_trial");
    assert_eq!(desk.workstation.trial_files().unwrap().total, 1, "a refused file is not copied");
    let audit = desk.workstation.audit().unwrap();
    assert!(audit.rows.iter().any(|r| r.detail.contains("fictitious-braf.yaml")));
}

fn decided(desk: &mut Desk) {
    let treatment = desk.workstation.options(&desk.patient).unwrap().document.options[0].treatment.clone();
    let entries = vec![BoardEntryInput {
        treatment,
        verdict: "rejected".into(),
        reason: "Ingrid declines infusions".into(),
    }];
    let input = BoardNoteInput { participants: vec!["Dr A".into()], note: String::new(), entries };
    desk.workstation.record_decision(&desk.patient, &input).unwrap();
}

fn consent(desk: &mut Desk, scope: &str, decision: &str) {
    let input = ConsentInput {
        scope: scope.into(),
        decision: decision.into(),
        by: "the patient".into(),
        method: "signed_paper".into(),
        witness: None,
        document_sha256: None,
        expires: None,
    };
    // Decisions of one moment would have no order.
    let later = &*desk.now.lock().unwrap() + 1.minute();
    *desk.now.lock().unwrap() = later;
    desk.workstation.record_consent(&desk.patient, &input).unwrap();
}

/// Each form of the note is written under its own consent, once it holds something, and never without an audit entry.
#[test]
fn the_note_leaves_the_vault_only_as_consent_allows() {
    let mut desk = desk("melanoma-braf");
    let id = desk.patient.clone();
    assert_eq!(desk.workstation.export_board(&id, "fhir").unwrap_err().code, "board.none");
    decided(&mut desk);
    assert_eq!(desk.workstation.export_board(&id, "odt").unwrap_err().code, "board.form");

    let entries = audit(&desk);
    let written = desk.workstation.export_board(&id, "fhir").unwrap();
    assert_eq!(audit(&desk), entries + 1);
    assert!(!written.path.to_lowercase().contains("halvorsen"), "no name of a person in {}", written.path);
    let bundle: serde_json::Value = serde_json::from_slice(&std::fs::read(&written.path).unwrap()).unwrap();
    assert_eq!(bundle["entry"][0]["resource"]["resourceType"], "Composition");
    assert!(bundle.to_string().contains("Ingrid declines infusions"));

    consent(&mut desk, "research_export", "deny");
    for form in ["deidentified-json", "deidentified-text"] {
        let refused = desk.workstation.export_board(&id, form).unwrap_err();
        assert_eq!(refused.code, "board.consent");
        assert!(
            refused.message.contains("Research export") && refused.message.contains("denied"),
            "{refused:?}"
        );
    }
    consent(&mut desk, "research_export", "permit");
    for form in ["deidentified-json", "deidentified-text"] {
        let text = std::fs::read_to_string(desk.workstation.export_board(&id, form).unwrap().path).unwrap();
        assert!(
            !text.contains("Ingrid")
                && !text.to_lowercase().contains("halvorsen")
                && text.contains("ejected")
        );
    }
    // The pages of the note, and the documents of the command line.
    let pages = desk.workstation.report_preview(&id, "board").unwrap().page_texts.join("\n");
    assert!(pages.contains("Tumour board note") && pages.contains("Ingrid declines infusions"), "{pages}");
    let options = desk.workstation.options_document(&id).unwrap();
    assert_eq!(options.case.decisions[0].entries[0].reason, "Ingrid declines infusions");

    // Decisions rest on matched evidence: without treatment planning nothing of them leaves the vault.
    consent(&mut desk, "treatment_planning", "deny");
    for form in ["fhir", "deidentified-json"] {
        assert_eq!(desk.workstation.export_board(&id, form).unwrap_err().code, "board.consent");
    }
    assert!(desk.workstation.options_document(&id).unwrap().case.decisions.is_empty());
    let pages = desk.workstation.report_preview(&id, "board").unwrap().page_texts.join("\n");
    assert!(!pages.contains("declines infusions"), "{pages}");
}

/// What a clinician set on the screen stands in the documents of the command line as well.
#[test]
fn a_criterion_that_was_set_stands_in_the_documents_of_the_case() {
    let mut desk = desk("melanoma-braf");
    let id = desk.patient.clone();
    let row = desk.workstation.genome(&id).unwrap().page.rows[0].clone();
    let before = serde_json::to_value(desk.workstation.variants_document(&id).unwrap()).unwrap();
    assert_eq!(before["schema"], "attune/variants/1");
    assert_eq!(before["case"]["class_changes"], serde_json::json!([]));
    let input = attune_app::view::ClassInput {
        key: row.key,
        class: "Benign".into(),
        reason: "an artefact of the panel".into(),
    };
    desk.workstation.record_class(&id, &input).unwrap();
    let after = serde_json::to_value(desk.workstation.variants_document(&id).unwrap()).unwrap();
    assert_eq!(after["case"]["class_changes"][0]["to"], "Benign");
    assert_ne!(before["variants"], after["variants"], "the change is in force in the document");
}
