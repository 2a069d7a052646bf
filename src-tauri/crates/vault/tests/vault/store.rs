//! Import, reading, duplicates, undo, consent, search.

use crate::common::{at, batch, consent, create, incompressible, open, person, source};
use attune_clinical::{ConsentDecision, ConsentScope, ConsentStatus, Patient};
use attune_vault::{MatchBasis, PatientKey, SourceContent, Vault, VaultError};
use serde_json::json;

fn import(vault: &mut Vault, mrn: &str, family: &str, bytes: &[u8]) -> String {
    let batch = batch(PatientKey::New(person(mrn, family)), bytes);
    vault.import(&batch, "dr.okafor", at(1)).unwrap().patient_id
}

#[test]
fn a_record_comes_back_as_it_was_given_after_closing() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let mut given = batch(PatientKey::New(person("MRN-1", "Marchetti")), b"{}");
    given.consents = vec![(consent(ConsentScope::AiModels, ConsentDecision::Permit), 0)];
    let receipt = vault.import(&given, "dr.okafor", at(1)).unwrap();
    assert!(receipt.new_patient && !receipt.nothing_new());
    assert_eq!((receipt.items, receipt.genomes, receipt.consents), (3, 1, 1));
    drop(vault);
    let vault = open(dir.path());
    let stored = vault.patient(&receipt.patient_id).unwrap();
    assert_eq!(stored.patient, person("MRN-1", "Marchetti"));
    let items: Vec<_> = stored.items.iter().map(|i| (i.kind.as_str(), &i.json)).collect();
    let expected: Vec<_> = given.items.iter().map(|i| (i.kind.as_str(), &i.json)).collect();
    assert_eq!(items, expected);
    assert_eq!(stored.genomes[0].json, given.genomes[0].json);
    assert_eq!(stored.consents.records(), [consent(ConsentScope::AiModels, ConsentDecision::Permit)]);
    let mut bytes = Vec::new();
    assert_eq!(vault.read_source(&stored.imports[0].sources[0].id, &mut bytes), Ok(2));
    assert_eq!(bytes, b"{}");
}

#[test]
fn numbers_keep_their_last_bit() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let values = [0.1 + 0.2, 1.0 / 3.0, 5e-324, f64::MAX, 2.225_073_858_507_201e-308, 123_456_789.123_456_79];
    let mut given = batch(PatientKey::New(person("MRN-1", "Marchetti")), b"{}");
    given.items.iter_mut().for_each(|i| i.json = json!(values));
    let id = vault.import(&given, "u", at(1)).unwrap().patient_id;
    let read: Vec<f64> = serde_json::from_value(vault.patient(&id).unwrap().items[0].json.clone()).unwrap();
    assert_eq!(read.map_bits(), values.to_vec().map_bits());
}

trait Bits {
    fn map_bits(self) -> Vec<u64>;
}
impl Bits for Vec<f64> {
    fn map_bits(self) -> Vec<u64> {
        self.into_iter().map(f64::to_bits).collect()
    }
}

#[test]
fn the_same_file_twice_adds_nothing_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let id = import(&mut vault, "MRN-1", "Marchetti", b"one");
    let before = (vault.patient(&id).unwrap(), vault.audit(100).unwrap());
    for key in [PatientKey::New(person("MRN-1", "Marchetti")), PatientKey::Existing(id.clone())] {
        let receipt = vault.import(&batch(key, b"one"), "u", at(2)).unwrap();
        assert!(receipt.nothing_new());
        assert_eq!(receipt.patient_id, id);
        assert_eq!(receipt.duplicates[0].imported_at, Some(at(1)));
        assert_eq!((vault.patient(&id).unwrap(), vault.audit(100).unwrap()), before);
    }
    // A batch of an old and a new file stores what came from the new one only.
    let mut mixed = batch(PatientKey::Existing(id.clone()), b"one");
    mixed.sources.push(source("new.json", b"two"));
    mixed.items[2].source = 1;
    let receipt = vault.import(&mixed, "u", at(3)).unwrap();
    assert_eq!((receipt.items, receipt.genomes, receipt.duplicates.len()), (1, 0, 1));
    assert_eq!(vault.patient(&id).unwrap().items.len(), 4);
}

#[test]
fn files_that_name_nobody_are_the_same_nobody_only_if_they_are_the_same_file() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let nobody = |bytes: &[u8]| batch(PatientKey::New(Patient::default()), bytes);
    let first = vault.import(&nobody(b"vcf one"), "u", at(1)).unwrap();
    assert!(vault.import(&nobody(b"vcf one"), "u", at(2)).unwrap().nothing_new());
    let other = vault.import(&nobody(b"vcf two"), "u", at(3)).unwrap();
    assert_ne!(first.patient_id, other.patient_id);
}

#[test]
fn one_file_of_two_people_belongs_to_both() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let first = import(&mut vault, "MRN-1", "Marchetti", b"cohort");
    let second = import(&mut vault, "MRN-2", "Okonkwo", b"cohort");
    assert_ne!(first, second);
    assert_eq!(vault.patient(&second).unwrap().items.len(), 3);
    let sha256 = source("x", b"cohort").sha256;
    assert_eq!(vault.known_file(&sha256).unwrap().len(), 2);
}

#[test]
fn a_person_who_is_there_is_not_added_again_unless_confirmed() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let id = import(&mut vault, "MRN-1", "Marchetti", b"one");
    let again = batch(PatientKey::New(person("MRN-1", "Other")), b"two");
    assert_eq!(
        vault.import(&again, "u", at(2)),
        Err(VaultError::PatientExists { patients: vec![id.clone()] })
    );
    assert_eq!(vault.patients("").unwrap().len(), 1);
    let mut namesake = person("MRN-9", "MARCHETTI ");
    namesake.identifiers.clear();
    assert_eq!(vault.matches(&namesake).unwrap()[0].basis, MatchBasis::NameAndBirth);
    vault.import(&batch(PatientKey::New(namesake), b"three"), "u", at(3)).unwrap();
    vault.import(&batch(PatientKey::Distinct(person("MRN-1", "Other")), b"four"), "u", at(4)).unwrap();
    assert_eq!(vault.patients("").unwrap().len(), 3);
    let unknown = batch(PatientKey::Existing("0".repeat(32)), b"five");
    assert_eq!(vault.import(&unknown, "u", at(5)), Err(VaultError::Unknown("patient")));
}

#[test]
fn an_undone_import_is_gone_from_every_reading_and_may_come_again() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let mut given = batch(PatientKey::New(person("MRN-1", "Marchetti")), b"one");
    given.consents = vec![(consent(ConsentScope::AiModels, ConsentDecision::Permit), 0)];
    let receipt = vault.import(&given, "u", at(1)).unwrap();
    let import = receipt.import_id.unwrap();
    let mut more = batch(PatientKey::Existing(receipt.patient_id.clone()), b"two");
    more.genomes.clear();
    vault.import(&more, "u", at(2)).unwrap();
    vault.undo_import(&import, "u", at(3)).unwrap();
    let stored = vault.patient(&receipt.patient_id).unwrap();
    assert_eq!((stored.items.len(), stored.genomes.len(), stored.consents.records().len()), (3, 0, 0));
    assert_eq!(stored.imports[0].undone, Some((at(3), "u".to_owned())));
    assert_eq!(vault.undo_import(&import, "u", at(4)), Err(VaultError::AlreadyUndone));
    assert_eq!(vault.undo_import("none", "u", at(4)), Err(VaultError::Unknown("import")));
    given.patient = PatientKey::Existing(receipt.patient_id.clone());
    assert!(!vault.import(&given, "u", at(5)).unwrap().nothing_new());
    assert_eq!(vault.patient(&receipt.patient_id).unwrap().items.len(), 6);
}

#[test]
fn a_patient_without_any_import_disappears_but_not_with_a_recorded_decision() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let undo = |vault: &mut Vault, id: &str| {
        let import = vault.patient(id).unwrap().imports[0].id.clone();
        vault.undo_import(&import, "u", at(9)).unwrap();
    };
    let first = import(&mut vault, "MRN-1", "Marchetti", b"one");
    undo(&mut vault, &first);
    assert_eq!(vault.patient(&first).map(|_| ()), Err(VaultError::Unknown("patient")));
    assert!(vault.matches(&person("MRN-1", "Marchetti")).unwrap().is_empty());
    let second = import(&mut vault, "MRN-2", "Okonkwo", b"two");
    let denial = consent(ConsentScope::TreatmentPlanning, ConsentDecision::Deny);
    vault.record_consent(&second, &denial, "u", at(3)).unwrap();
    undo(&mut vault, &second);
    let day = jiff::civil::date(2026, 11, 20);
    let ledger = vault.patient(&second).unwrap().consents;
    assert_eq!(ledger.status(ConsentScope::TreatmentPlanning, day), ConsentStatus::Denied);
}

#[test]
fn consent_is_only_for_patients_who_are_there() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let permit = consent(ConsentScope::AiModels, ConsentDecision::Permit);
    assert_eq!(vault.record_consent("x", &permit, "u", at(1)), Err(VaultError::Unknown("patient")));
    assert!(vault.audit(10).unwrap().iter().all(|e| e.action != "consent_recorded"));
}

#[test]
fn the_worklist_finds_every_word_literally() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    import(&mut vault, "MRN-100", "Ägren", b"one");
    import(&mut vault, "A_100%", "Okonkwo", b"two");
    let names = |search: &str| -> Vec<String> {
        vault.patients(search).unwrap().into_iter().map(|r| r.patient.name.family).collect()
    };
    assert_eq!(names(""), ["Okonkwo", "Ägren"]);
    assert_eq!(names("ägr ELENA"), ["Ägren"]);
    assert_eq!(names("100"), ["Okonkwo", "Ägren"]);
    assert_eq!(names("a_1"), ["Okonkwo"]);
    assert_eq!(names("100%"), ["Okonkwo"]);
    assert_eq!(names("1962-04 okon"), ["Okonkwo"]);
    assert!(names("' OR 1=1 --").is_empty());
    let row = &vault.patients("okonkwo").unwrap()[0];
    assert_eq!((row.items, row.genomes, row.last_import), (3, 1, Some(at(1))));
    assert_eq!(row.summary, json!({"diagnosis": "Melanoma"}));
}

#[test]
fn a_file_changed_since_its_preview_is_refused_and_nothing_is_stored() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let path = dir.path().join("big.vcf");
    let bytes = incompressible(3_000_000);
    std::fs::write(&path, &bytes).unwrap();
    let mut given = batch(PatientKey::New(person("MRN-1", "Marchetti")), &bytes);
    given.sources[0].content = SourceContent::File(path.clone());
    std::fs::write(&path, b"changed").unwrap();
    let refused = vault.import(&given, "u", at(1));
    assert_eq!(refused, Err(VaultError::SourceChanged("record.json".into())));
    assert_eq!(vault.health_check().unwrap().counts.unwrap().patients, 0);
    std::fs::write(&path, &bytes).unwrap();
    let id = vault.import(&given, "u", at(2)).unwrap().patient_id;
    let mut back = Vec::new();
    vault.read_source(&vault.patient(&id).unwrap().imports[0].sources[0].id, &mut back).unwrap();
    assert_eq!(back, bytes);
}

#[test]
fn an_inconsistent_batch_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let mut none = batch(PatientKey::New(person("MRN-1", "M")), b"one");
    none.sources.clear();
    let mut beyond = batch(PatientKey::New(person("MRN-1", "M")), b"one");
    beyond.genomes[0].source = 1;
    for given in [none, beyond] {
        assert!(matches!(vault.import(&given, "u", at(1)), Err(VaultError::InvalidBatch(_))));
    }
}

#[test]
fn lists_are_only_added_and_know_the_state_of_the_record() {
    let dir = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(dir.path());
    let id = import(&mut vault, "MRN-1", "Marchetti", b"one");
    assert_eq!(vault.last_list(&id).unwrap(), None);
    assert_eq!(vault.last_list_mark(&id).unwrap(), None);
    let list = |versions: &str, n: i32| attune_vault::NewList {
        occasion: "viewed".into(),
        versions: versions.into(),
        json: serde_json::json!({ "n": n }),
    };
    vault.record_list(&id, &list("pack 1", 1), "u", at(2)).unwrap();
    vault.record_list(&id, &list("pack 2", 2), "u", at(3)).unwrap();
    let last = vault.last_list(&id).unwrap().unwrap();
    assert_eq!((last.versions.as_str(), &last.json["n"]), ("pack 2", &serde_json::json!(2)));
    assert_eq!(last.record, vault.record_state(&id).unwrap());
    let permit = consent(ConsentScope::AiModels, ConsentDecision::Permit);
    vault.record_consent(&id, &permit, "u", at(4)).unwrap();
    let mark = vault.last_list_mark(&id).unwrap().unwrap();
    assert_eq!(mark.record, last.record);
    assert_ne!(mark.record, vault.record_state(&id).unwrap(), "a consent changes the state");
    assert_eq!(vault.patient(&id).unwrap().last_list, Some(last));
    let audit = vault.audit(10).unwrap();
    assert_eq!(audit.iter().filter(|e| e.action == "list_noted").count(), 2);
    assert_eq!(vault.record_list("x", &list("p", 1), "u", at(5)), Err(VaultError::Unknown("patient")));
    vault.erase_patient(&id, "u", at(6)).unwrap();
    assert_eq!(vault.last_list(&id).unwrap(), None);
}
