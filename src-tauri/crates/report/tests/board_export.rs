//! The note of a tumour board as a FHIR document and without the person: what stands in it, and what never does.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use attune_clinical::{
    ConsentDecision, ConsentLedger, ConsentMethod, ConsentRecord, ConsentScope, Mrn, Patient, PersonName,
    ResearchExport, Sex, TreatmentPlanning,
};
use attune_decision::{BOARD_SCHEMA, BoardEntry, BoardNote, BoardVerdict, Level};
use attune_report::{BoardBundleInput, BoardCase, PackRef, ReportMoment, board_bundle, deidentified_board};
use jiff::civil::date;
use serde_json::Value;

fn patient() -> Patient {
    Patient {
        mrn: Some(Mrn("900 777".into())),
        name: PersonName { family: "Zuckmayer".into(), given: "Ottilie".into() },
        born: Some("1931-04-09".parse().unwrap()),
        sex: Sex::Female,
        synthetic: true,
        ..Patient::default()
    }
}

fn note(day: &str) -> BoardNote {
    let entry = |treatment: &str, verdict, reason: &str, rank| BoardEntry {
        treatment: treatment.into(),
        verdict,
        reason: reason.into(),
        rank,
        level: rank.map(|_| Level::IA),
    };
    BoardNote {
        schema: BOARD_SCHEMA.into(),
        at: day.parse().unwrap(),
        by: "Dr Writer".into(),
        participants: vec!["Dr Anders".into(), "Dr Brandt".into()],
        note: "Mrs Zuckmayer <agrees> & wants to \u{7}think".into(),
        entries: vec![
            entry("dabrafenib + trametinib", BoardVerdict::Chosen, "best evidence", Some(1)),
            entry("nivolumab", BoardVerdict::Deferred, "kept for the second line", Some(4)),
            entry("dacarbazine", BoardVerdict::Rejected, "Ottilie progressed on it", None),
        ],
        versions: vec!["attune-knowledge 2026.11.1".into(), "rules 2.1".into()],
    }
}

fn case<'a>(patient: &'a Patient, notes: &'a [BoardNote]) -> BoardCase<'a> {
    BoardCase {
        patient,
        tumour: "Melanoma".into(),
        tumour_code: Some("MEL".into()),
        alterations: vec!["BRAF V600E".into()],
        notes,
    }
}

fn packs() -> Vec<PackRef> {
    vec![PackRef { id: "attune-knowledge".into(), version: "2026.11.1".into(), note: String::new() }]
}

fn bundle(patient: &Patient, notes: &[BoardNote]) -> Value {
    let day = date(2026, 11, 20);
    let consented =
        ConsentLedger::default().authorise::<_, TreatmentPlanning>(case(patient, notes), day).unwrap();
    board_bundle(&BoardBundleInput {
        case: &consented,
        packs: &packs(),
        attune_version: "0.1.0",
        user: "Dr Writer",
        moment: &ReportMoment { at: "2026-11-20T11:42:00Z".parse().unwrap(), day, display: String::new() },
    })
}

fn references(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            out.extend(members.get("reference").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|v| references(v, out));
        }
        Value::Array(list) => list.iter().for_each(|v| references(v, out)),
        _ => {}
    }
}

fn of<'b>(bundle: &'b Value, kind: &str) -> Vec<&'b Value> {
    let entries = bundle["entry"].as_array().unwrap();
    entries.iter().map(|e| &e["resource"]).filter(|r| r["resourceType"] == kind).collect()
}

#[test]
fn the_document_can_be_filed_and_says_what_was_decided_and_why() {
    let (patient, notes) = (patient(), vec![note("2026-11-19T10:00:00Z"), note("2026-11-20T10:00:00Z")]);
    let bundle = bundle(&patient, &notes);
    assert_eq!(bundle["type"], "document");
    assert!(bundle["identifier"]["value"].as_str().unwrap().starts_with("urn:uuid:"));
    let composition = &bundle["entry"][0]["resource"];
    assert_eq!(composition["resourceType"], "Composition", "the first resource of a document");
    for required in ["status", "type", "date", "author", "title", "subject"] {
        assert!(!composition[required].is_null(), "{required} is required of a Composition");
    }
    // Each note once as discussion and once as plan, and every reference resolves.
    assert_eq!((of(&bundle, "ClinicalImpression").len(), of(&bundle, "CarePlan").len()), (2, 2));
    assert_eq!(composition["section"].as_array().unwrap().len(), 2);
    let entries = bundle["entry"].as_array().unwrap();
    let own: BTreeSet<&str> = entries.iter().map(|e| e["fullUrl"].as_str().unwrap()).collect();
    assert_eq!(own.len(), entries.len());
    let mut asked = Vec::new();
    references(&bundle, &mut asked);
    assert!(!asked.is_empty() && asked.iter().all(|r| own.contains(r.as_str())), "{asked:?}");

    let activities = of(&bundle, "CarePlan")[0]["activity"].as_array().unwrap().clone();
    let states: Vec<(&str, &str, bool)> = activities
        .iter()
        .map(|a| &a["detail"])
        .map(|d| {
            (
                d["code"]["text"].as_str().unwrap(),
                d["status"].as_str().unwrap(),
                d["doNotPerform"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            ("dabrafenib + trametinib", "not-started", false),
            ("nivolumab", "on-hold", false),
            ("dacarbazine", "cancelled", true)
        ]
    );
    assert_eq!(activities[2]["detail"]["statusReason"]["text"], "Ottilie progressed on it");
    assert!(activities[0]["detail"]["description"].as_str().unwrap().contains("rank 1, I-A"));
    // The text can be read without a program, and what a person wrote cannot become markup.
    let div = composition["section"][0]["text"]["div"].as_str().unwrap();
    assert!(
        div.contains("&lt;agrees&gt; &amp; wants") && !div.contains("<agrees>") && !div.contains('\u{7}')
    );
    assert!(div.contains("20-Nov-2026"), "the newest first: {div}");
    // The same input gives the same document.
    assert_eq!(bundle, self::bundle(&patient, &notes));
}

#[test]
fn without_the_person_nothing_of_the_person_is_left() {
    let (patient, notes) = (patient(), vec![note("2026-11-20T10:00:00Z")]);
    let day = date(2026, 11, 20);
    let none = ConsentLedger::default();
    assert!(
        none.authorise::<_, ResearchExport>(case(&patient, &notes), day).is_err(),
        "not recorded is no permit"
    );
    let ledger = ConsentLedger::new(vec![ConsentRecord {
        scope: ConsentScope::ResearchExport,
        decision: ConsentDecision::Permit,
        by: "patient".into(),
        recorded_by: "Dr Writer".into(),
        at: "2026-11-01T00:00:00Z".parse().unwrap(),
        method: ConsentMethod::SignedPaper,
        document_sha256: None,
        expires: None,
        source: None,
    }]);
    let consented = ledger.authorise::<_, ResearchExport>(case(&patient, &notes), day).unwrap();
    let export = deidentified_board(&consented, &packs(), "0.1.0");
    for form in [export.json.to_string(), export.text.clone()] {
        for personal in [
            "Zuckmayer",
            "Ottilie",
            "900 777",
            "1931",
            "04-09",
            "11-20",
            "20-Nov",
            "Writer",
            "Anders",
            "Brandt",
            "progressed",
            "second line",
            "agrees",
        ] {
            assert!(!form.contains(personal), "{personal} is left in\n{form}");
        }
        for kept in ["dabrafenib + trametinib", "90 or older", "BRAF V600E", "Melanoma", "2026", "3 reasons"]
        {
            assert!(form.contains(kept), "{kept} is missing in\n{form}");
        }
    }
    assert_eq!(export.json["schema"], "attune/board-deidentified/1");
    assert_eq!(export.json["notes"][0]["decisions"][2]["verdict"], "rejected");
    assert_eq!(export.json["notes"][0]["decisions"][2]["rank"], Value::Null);
}
