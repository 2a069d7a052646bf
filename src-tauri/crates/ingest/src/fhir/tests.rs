use attune_clinical::{
    AllergyStatus, Comparator, ConsentDecision, ConsentLedger, ConsentScope, ConsentStatus, Interpretation,
    MedicationStatus, ObservationValue, RecordStatus, Sex,
};
use jiff::civil::date;

use crate::{RecordImport, Refusal, read_record};

fn read(text: &str) -> RecordImport {
    let import = read_record("ehr.json", text.as_bytes()).unwrap_or_else(|r| panic!("{r:?} {text}"));
    assert!(import.ledger.adds_up(), "{:?}", import.ledger);
    import
}

fn refusal(text: &str) -> Refusal {
    read_record("ehr.json", text.as_bytes()).map(|_| ()).unwrap_err()
}

/// A Bundle of a patient and these resources.
fn bundle(resources: &[&str]) -> RecordImport {
    let patient = r#"{"resourceType":"Patient","id":"p1","gender":"female","birthDate":"1962-04"}"#;
    let entries: Vec<_> =
        std::iter::once(&patient).chain(resources).map(|r| format!("{{\"resource\":{r}}}")).collect();
    read(&format!(
        "{{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{}]}}",
        entries.join(",")
    ))
}

fn codes(import: &RecordImport) -> Vec<&str> {
    import.findings.iter().map(|f| f.code.as_str()).collect()
}

#[test]
fn a_patient_with_a_partial_date() {
    let import = read(
        r#"{"resourceType":"Patient","id":"p1","meta":{"security":[{"code":"HTEST"}]},
        "identifier":[{"system":"urn:x","value":"9"},{"type":{"coding":[{"code":"MR"}]},"value":"0047"}],
        "name":[{"use":"old","family":"Rossi"},{"use":"official","family":"Marchetti","given":["Elena","Maria"]}],
        "gender":"Female","birthDate":"1962-04","deceasedBoolean":false}"#,
    );
    let patient = import.record.patient.unwrap();
    assert_eq!(patient.mrn.unwrap().0, "0047");
    assert_eq!((patient.name.banner().as_str(), patient.sex), ("MARCHETTI, Elena Maria", Sex::Female));
    assert_eq!(patient.born.unwrap().to_string(), "1962-04");
    assert!(patient.synthetic && patient.deceased.is_none());
    assert_eq!(patient.source.location, "Patient");
}

#[test]
fn a_date_that_does_not_exist_is_found_at_its_path() {
    let import = bundle(&[
        r#"{"resourceType":"Condition","subject":{"reference":"Patient/p1"},"code":{"text":"Melanoma"},"onsetDateTime":"2024-02-31"}"#,
    ]);
    assert_eq!(import.record.conditions[0].onset, None);
    let finding = &import.findings[0];
    assert_eq!(
        (finding.code.as_str(), finding.location.as_str()),
        ("date.impossible", "Bundle.entry[1].resource.onsetDateTime")
    );
    assert!(finding.message.contains("2024-02-31"));
    assert_eq!(import.ledger.error, 1);
}

#[test]
fn conditions_stand_with_their_status() {
    let condition = |status: &str| {
        let text = format!(
            r#"{{"resourceType":"Condition","subject":{{"reference":"Patient/p1"}},{status}"code":{{"coding":[{{"system":"urn:oid:2.16.840.1.113883.6.90","code":"C43.9"}}],"text":"Melanoma"}},
            "bodySite":{{"text":"Back"}},"stage":[{{"summary":{{"text":"IV"}},"type":{{"coding":[{{"system":"http://loinc.org","code":"21908-9"}}]}}}}]}}"#
        );
        bundle(&[text.as_str()]).record.conditions.remove(0)
    };
    let plain = condition("");
    assert_eq!((plain.status, plain.body_site.as_deref()), (RecordStatus::Active, Some("Back")));
    assert_eq!(plain.codings[0].system, "http://hl7.org/fhir/sid/icd-10-cm");
    assert_eq!(plain.stage.unwrap().text, "IV");
    let clinical = |code: &str| format!(r#""clinicalStatus":{{"coding":[{{"code":"{code}"}}]}},"#);
    let verification = |code: &str| format!(r#""verificationStatus":{{"coding":[{{"code":"{code}"}}]}},"#);
    assert_eq!(condition(&clinical("resolved")).status, RecordStatus::Past);
    assert_eq!(condition(&verification("refuted")).status, RecordStatus::Negated);
    assert_eq!(condition(&verification("entered-in-error")).status, RecordStatus::EnteredInError);
    assert_eq!(condition(&verification("provisional")).status, RecordStatus::Unconfirmed);
    assert_eq!(
        condition(r#""clinicalStatus":"Resolved","#).status,
        RecordStatus::Past,
        "an old exporter writes a string"
    );
}

fn laboratory(code: &str, value: &str) -> RecordImport {
    let text = format!(
        r#"{{"resourceType":"Observation","status":"final","subject":{{"reference":"Patient/p1"}},"category":[{{"coding":[{{"code":"laboratory"}}]}}],
        "code":{{"coding":[{{"system":"http://loinc.org","code":"{code}","display":"x"}}]}},"effectiveDateTime":"2026-10-01T08:00:00+02:00",{value}}}"#
    );
    bundle(&[text.as_str()])
}

#[test]
fn laboratory_values_keep_what_was_written_and_gain_a_canonical_value() {
    let import = laboratory(
        "1751-7",
        r#""valueQuantity":{"value":38.0,"unit":"g/L","system":"http://unitsofmeasure.org","code":"g/L"},
        "referenceRange":[{"low":{"value":35,"unit":"g/L"},"high":{"value":50,"unit":"g/L"}}],"interpretation":[{"coding":[{"code":"N"}]}]"#,
    );
    let o = &import.record.observations[0];
    let Some(ObservationValue::Quantity(q)) = &o.value else { panic!("{o:?}") };
    assert_eq!((q.written.as_str(), q.unit.as_ref().unwrap().0.as_str()), ("38.0", "g/L"));
    let canonical = o.canonical.as_ref().unwrap();
    assert_eq!((canonical.value, canonical.unit.as_ref().unwrap().0.as_str()), (3.8, "g/dL"));
    assert_eq!(o.range.as_ref().unwrap().high, Some(50.0));
    assert_eq!((o.interpretation, o.category.as_deref()), (Some(Interpretation::Normal), Some("laboratory")));
    assert_eq!(o.effective.unwrap().to_string(), "2026-10-01");
    assert_eq!(o.effective_written.as_deref(), Some("2026-10-01T08:00:00+02:00"));
    assert_eq!(
        (import.conversions[0].written.as_str(), import.conversions[0].stored.as_str()),
        ("g/L", "g/dL")
    );
}

#[test]
fn doubtful_values_are_found_and_never_repaired() {
    let no_unit = laboratory("1751-7", r#""valueQuantity":{"value":3.8}"#);
    assert_eq!(
        (codes(&no_unit), no_unit.record.observations[0].canonical.clone()),
        (vec!["unit.missing"], None)
    );
    let other = laboratory("1751-7", r#""valueQuantity":{"value":3.8,"unit":"mmHg"}"#);
    assert_eq!(
        (codes(&other), other.record.observations[0].canonical.clone()),
        (vec!["unit.no_conversion"], None)
    );
    let globulin = laboratory("10834-0", r#""valueQuantity":{"value":2.8,"unit":"g/L"}"#);
    assert_eq!(codes(&globulin), ["value.implausible"]);
    assert_eq!(globulin.findings[0].location, "Bundle.entry[1].resource.valueQuantity");
    let below = laboratory("2857-1", r#""valueQuantity":{"value":0.1,"comparator":"<","unit":"ng/mL"}"#);
    assert_eq!(below.record.observations[0].canonical.as_ref().unwrap().comparator, Some(Comparator::Less));
    let text = laboratory("2857-1", r#""valueQuantity":{"value":"0.10","unit":"ng/mL"}"#);
    assert_eq!(text.record.observations[0].canonical.as_ref().unwrap().written, "0.10");
    let words = laboratory("2857-1", r#""valueQuantity":{"value":"high","unit":"ng/mL"}"#);
    assert_eq!(
        (codes(&words), words.record.observations[0].value.clone()),
        (vec!["quantity.no_number"], None)
    );
    let absent = laboratory("2857-1", r#""dataAbsentReason":{"text":"haemolysed"}"#);
    assert_eq!(absent.record.observations[0].value, Some(ObservationValue::Absent("haemolysed".into())));
    let ecog = laboratory("89247-1", r#""valueInteger":7"#);
    assert_eq!(codes(&ecog), ["observation.out_of_scale"]);
    let code = laboratory("2857-2", r#""valueString":"x""#);
    assert_eq!(codes(&code), ["code.impossible"]);
}

#[test]
fn medications_keep_course_and_find_their_drug() {
    let import = bundle(&[
        r#"{"resourceType":"Medication","id":"m1","code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"1147220","display":"vemurafenib"}]}}"#,
        r#"{"resourceType":"MedicationStatement","status":"stopped","statusReason":[{"text":"rash"}],"medicationReference":{"reference":"Medication/m1"},"subject":{"reference":"Patient/p1"},"effectivePeriod":{"start":"2024-01","end":"2024-06-02"},"dosage":[{"text":"960 mg twice a day"}]}"#,
        r##"{"resourceType":"MedicationRequest","status":"active","intent":"order","contained":[{"resourceType":"Medication","id":"c","code":{"text":"Warfarin"}}],"medicationReference":{"reference":"#c"},"subject":{"reference":"Patient/p1"},"authoredOn":"2026-01-05"}"##,
        r#"{"resourceType":"MedicationRequest","status":"active","intent":"order","doNotPerform":true,"medicationCodeableConcept":{"text":"NSAID"},"subject":{"reference":"Patient/p1"}}"#,
        r#"{"resourceType":"MedicationRequest","status":"cancelled","intent":"order","medicationReference":{"reference":"Medication/gone"},"subject":{"reference":"Patient/p1"}}"#,
    ]);
    let m = &import.record.medications;
    assert_eq!(
        (m[0].text.as_str(), m[0].course, m[0].status),
        ("vemurafenib", MedicationStatus::Past, RecordStatus::Past)
    );
    assert_eq!(m[0].stopped_because.as_deref(), Some("rash"));
    assert_eq!(m[0].start.unwrap().to_string(), "2024-01");
    assert_eq!((m[1].text.as_str(), m[1].course), ("Warfarin", MedicationStatus::Current));
    assert_eq!(m[2].status, RecordStatus::Negated);
    assert_eq!(m[3].status, RecordStatus::Unconfirmed);
    assert_eq!(codes(&import), ["medication.unresolved"]);
}

#[test]
fn three_states_of_allergies() {
    let allergy = |code: &str| {
        format!(
            r#"{{"resourceType":"AllergyIntolerance","patient":{{"reference":"Patient/p1"}},"code":{code}}}"#
        )
    };
    let none = bundle(&[&allergy(r#"{"coding":[{"system":"http://snomed.info/sct","code":"716186003"}]}"#)]);
    assert_eq!(AllergyStatus::of(&none.record.allergies), AllergyStatus::NoneKnown);
    let listed = bundle(&[&allergy(r#"{"text":"Penicillin"}"#)]);
    assert_eq!(AllergyStatus::of(&listed.record.allergies), AllergyStatus::Listed);
    assert_eq!(AllergyStatus::of(&bundle(&[]).record.allergies), AllergyStatus::NotRecorded);
}

#[test]
fn relatives_with_age_at_onset() {
    let import = bundle(&[
        r#"{"resourceType":"FamilyMemberHistory","status":"completed","patient":{"reference":"Patient/p1"},"relationship":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"MAUNT","display":"maternal aunt"}]},"deceasedBoolean":true,
        "condition":[{"code":{"text":"Ovarian cancer"},"onsetAge":{"value":52,"unit":"a"}},{"code":{"text":"Asthma"},"onsetString":"childhood"}]}"#,
    ]);
    let aunt = &import.record.family[0];
    assert_eq!((aunt.relationship.as_str(), aunt.relationship_text.as_str()), ("MAUNT", "maternal aunt"));
    assert_eq!((aunt.onset_ages.as_slice(), aunt.deceased), ([Some(52), None].as_slice(), Some(true)));
}

#[test]
fn facts_of_another_person_never_enter() {
    let import = bundle(&[
        r#"{"resourceType":"Condition","subject":{"reference":"Patient/p1"},"code":{"text":"Mine"}}"#,
        r#"{"resourceType":"Condition","subject":{"reference":"Patient/p2"},"code":{"text":"Theirs"}}"#,
    ]);
    assert_eq!(import.record.conditions.len(), 1);
    assert_eq!(codes(&import), ["fhir.other_person", "fhir.other_person_entry"]);
    assert_eq!(import.ledger.ignored_by_rule["fhir.other_person"], 3);
}

#[test]
fn the_same_entry_twice_is_one_fact() {
    let one = r#"{"resourceType":"Observation","id":"ID","status":"final","subject":{"reference":"Patient/p1"},"code":{"text":"x"},"valueInteger":1,"component":[{"code":{"text":"y"},"valueInteger":2}]}"#;
    let import = bundle(&[&one.replace("ID", "a"), &one.replace("ID", "b")]);
    assert_eq!((import.record.observations.len(), codes(&import)), (1, vec!["fhir.doubles"]));
}

#[test]
fn a_key_that_stands_twice_is_found_and_both_values_count() {
    let import = bundle(&[
        r#"{"resourceType":"Condition","subject":{"reference":"Patient/p1"},"code":{"text":"first","text":"second"}}"#,
    ]);
    assert_eq!(
        (import.record.conditions[0].text.as_str(), codes(&import)),
        ("first", vec!["json.doubled_key"])
    );
    assert_eq!(import.ledger.kept_raw, 1);
}

#[test]
fn an_unknown_modifier_weakens_the_entry() {
    let import = bundle(&[
        r#"{"resourceType":"Condition","subject":{"reference":"Patient/p1"},"code":{"text":"x"},"modifierExtension":[{"url":"u","valueBoolean":true}]}"#,
    ]);
    assert_eq!(import.record.conditions[0].status, RecordStatus::Unconfirmed);
    assert_eq!(codes(&import), ["fhir.modifier_extension"]);
}

#[test]
fn results_inside_a_report_are_read() {
    let import = bundle(&[
        r#"{"resourceType":"DiagnosticReport","status":"final","subject":{"reference":"Patient/p1"},"code":{"text":"Panel"},"contained":[
        {"resourceType":"Observation","id":"o","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"81695-9"}]},"valueCodeableConcept":{"text":"MSI-H"}}]}"#,
    ]);
    assert_eq!(
        (import.record.documents[0].title.as_str(), import.stated.as_slice()),
        ("Panel", ["MSI-H".to_owned()].as_slice())
    );
    assert_eq!(import.record.observations[0].source.location, "Bundle.entry[1].resource.contained[0]");
}

#[test]
fn bundles_inside_bundles_lists_and_lines_are_read() {
    let nested = r#"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition","code":{"text":"x"}}}]}}]}"#;
    let import = read(nested);
    assert_eq!(import.record.conditions[0].source.location, "Bundle.entry[0].resource.entry[0].resource");
    assert_eq!(import.ledger.total, 4);
    let list = r#"[{"resourceType":"Condition","code":{"text":"x"}}]"#;
    assert_eq!(read(list).record.conditions.len(), 1);
    let lines = "{\"resourceType\":\"Condition\",\"code\":{\"text\":\"x\"}}\nnot json\n{\"resourceType\":\"Condition\",\"code\":{\"text\":\"y\"}}\n";
    let import = read(lines);
    assert_eq!((import.record.conditions.len(), import.ledger.error), (2, 1));
    assert_eq!(import.findings[0].location, "line 2");
    assert_eq!(import.record.conditions[1].source.location, "line 3: Condition");
    assert_eq!(refusal(&lines[..lines.len() - 4]).code, "ingest.truncated");
}

#[test]
fn other_texts_are_refused_with_a_hint() {
    for (text, code) in [
        ("{\"a\":1}", "fhir.no_resources"),
        ("{\"resourceType\":\"Bundle\",\"entry\":[", "ingest.truncated"),
        ("{\"resourceType\":\"Patient\",}", "json.syntax"),
        ("##fileformat=VCFv4.2\n#CHROM\n", "ingest.not_a_record"),
        ("MSH|^~\\&|LAB", "ingest.kind_not_read"),
        ("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>", "ingest.kind_not_read"),
        ("\u{0}\u{1}", "ingest.kind_unknown"),
        ("", "ingest.empty_file"),
    ] {
        let refusal = refusal(text);
        assert_eq!(refusal.code, code, "{text}");
        assert!(!refusal.hint.is_empty());
    }
    let stray = read("{\"resourceType\":\"Patient\",\"id\":\"1\"}\n}\n");
    assert_eq!(codes(&stray), ["json.text_after_document"]);
    assert!(stray.record.patient.is_some());
}

#[test]
fn stated_alterations_in_the_words_of_a_pathologist() {
    let observation = |code: &str, rest: &str| {
        let text = format!(
            r#"{{"resourceType":"Observation","status":"final","subject":{{"reference":"Patient/p1"}},"code":{{"coding":[{{"system":"http://loinc.org","code":"{code}"}}]}},{rest}}}"#
        );
        bundle(&[text.as_str()]).stated
    };
    let coded = |text: &str| format!(r#""valueCodeableConcept":{{"text":"{text}"}}"#);
    let part = |code: &str, text: &str| {
        format!(
            r#"{{"code":{{"coding":[{{"system":"http://loinc.org","code":"{code}"}}]}},"valueCodeableConcept":{{"text":"{text}"}}}}"#
        )
    };
    let variant =
        |value: &str, parts: &[String]| format!(r#"{},"component":[{}]"#, coded(value), parts.join(","));
    let braf = [part("48018-6", "BRAF"), part("48005-3", "NP_004324.2:p.Val600Glu")];
    assert_eq!(observation("69548-6", &variant("Present", &braf)), ["BRAF p.Val600Glu"]);
    assert_eq!(observation("69548-6", &variant("Absent", &braf)), [""; 0]);
    let brca = [part("48018-6", "BRCA1"), part("48002-0", "Germline"), part("53037-8", "Pathogenic")];
    assert_eq!(observation("69548-6", &variant("Present", &brca)), ["BRCA1 germline pathogenic"]);
    assert_eq!(
        observation("81252-9", &coded("NM_004333.4(BRAF):c.1799T>A (p.Val600Glu)")),
        ["BRAF p.Val600Glu"]
    );
    assert_eq!(observation("81695-9", &coded("MSI-H")), ["MSI-H"]);
    assert_eq!(observation("81695-9", &coded("Stable")), ["MSS"]);
    assert_eq!(
        observation("94076-7", r#""valueQuantity":{"value":14.0,"unit":"1/1000000{Base}"}"#),
        ["TMB 14.0"]
    );
    assert_eq!(observation("83053-9", r#""valueQuantity":{"value":60,"unit":"%"}"#), ["PD-L1 TPS 60%"]);
    assert_eq!(observation("85319-2", &coded("Negative (1+)")), ["HER2 negative"]);
    assert_eq!(observation("85319-2", &coded("Equivocal")), [""; 0]);
    assert_eq!(observation("85329-1", r#""valueQuantity":{"value":90,"code":"%"}"#), ["ER positive"]);
    assert_eq!(observation("21702-6", &coded("p.G12D detected")), ["KRAS p.G12D"]);
    assert_eq!(observation("21702-6", &coded("Not detected")), ["KRAS wild-type"]);
}

/// Decisions of one Consent, as `scope status` on a day.
fn consent(rest: &str) -> (Vec<String>, Vec<String>) {
    let text = format!(r#"{{"resourceType":"Consent","patient":{{"reference":"Patient/p1"}},{rest}}}"#);
    let import = bundle(&[text.as_str()]);
    let found = codes(&import).into_iter().map(str::to_owned).collect();
    let ledger = ConsentLedger::new(import.record.consents);
    let on = date(2026, 11, 20);
    let states = ConsentScope::ALL.into_iter().filter_map(|scope| {
        let status = ledger.status(scope, on);
        let default = matches!(status, ConsentStatus::NotRecorded | ConsentStatus::Implied);
        (!default).then(|| format!("{} {}", scope.name(), status.word()))
    });
    (states.collect(), found)
}

const DATED: &str = r#""status":"active","dateTime":"2026-03-01","#;

fn own(scope: &str) -> String {
    format!(r#"{{"coding":[{{"system":"https://attune.example/consent-scope","code":"{scope}"}}]}}"#)
}

fn purpose(code: &str) -> String {
    format!(
        r#""purpose":[{{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"{code}"}}]"#
    )
}

#[test]
fn consent_provisions_decide_the_scopes() {
    let ai = own("ai_models");
    let states = |rest: &str| consent(&format!("{DATED}{rest}")).0;
    assert_eq!(states(&format!(r#""provision":{{"type":"permit","code":[{ai}]}}"#)), ["ai_models permitted"]);
    assert_eq!(states(&format!(r#""provision":{{"type":"deny","code":[{ai}]}}"#)), ["ai_models denied"]);
    assert_eq!(
        states(&format!(r#""category":[{ai}],"provision":{{"type":"permit"}}"#)),
        ["ai_models permitted"]
    );
    assert_eq!(
        states(&format!(r#""provision":{{"type":"permit",{}}}"#, purpose("HRESCH"))),
        ["research_export permitted"]
    );
    assert_eq!(
        states(&format!(r#""provision":{{"type":"deny",{}}}"#, purpose("TREAT"))),
        ["treatment_planning denied"]
    );
    // The policy rule decides where the provision has no type.
    let opt = |code: &str| {
        format!(r#""policyRule":{{"coding":[{{"code":"{code}"}}]}},"category":[{ai}],"provision":{{}}"#)
    };
    assert_eq!(states(&opt("OPTIN")), ["ai_models permitted"]);
    assert_eq!(states(&opt("OPTOUT")), ["ai_models denied"]);
    // Expiry.
    let period =
        |end: &str| format!(r#""provision":{{"type":"permit","code":[{ai}],"period":{{"end":"{end}"}}}}"#);
    assert_eq!(states(&period("2026-11-19")), ["ai_models expired"]);
    assert_eq!(states(&period("2026-11-20")), ["ai_models permitted"]);
}

#[test]
fn exceptions_flip_their_parent_and_limits_never_open() {
    let (ai, family) = (own("ai_models"), own("family_sharing"));
    let states = |rest: &str| consent(&format!("{DATED}{rest}")).0;
    let both = format!(r#""category":[{ai},{family}],"#);
    let nested =
        format!(r#"{both}"provision":{{"type":"permit","provision":[{{"type":"deny","code":[{ai}]}}]}}"#);
    assert_eq!(states(&nested), ["ai_models denied", "family_sharing permitted"]);
    let opened =
        format!(r#"{both}"provision":{{"type":"deny","provision":[{{"type":"permit","code":[{ai}]}}]}}"#);
    assert_eq!(states(&opened), ["ai_models permitted", "family_sharing denied"]);
    let untyped = format!(r#"{both}"provision":{{"type":"permit","provision":[{{"code":[{ai}]}}]}}"#);
    assert_eq!(states(&untyped), ["ai_models denied", "family_sharing permitted"]);
    let conflict = format!(
        r#"{both}"provision":{{"type":"deny","provision":[{{"type":"permit","code":[{ai}]}},{{"type":"deny","code":[{ai}]}}]}}"#
    );
    assert_eq!(states(&conflict), ["ai_models denied", "family_sharing denied"]);
    // A permit for one actor, or for some data, is no permit; such a denial denies all.
    let limit =
        |kind: &str, what: &str| format!(r#""category":[{ai}],"provision":{{"type":"{kind}",{what}}}"#);
    let actor = r#""actor":[{"reference":{"reference":"Practitioner/x"}}]"#;
    let label = r#""securityLabel":[{"code":"GDIS"}]"#;
    assert_eq!(states(&limit("permit", actor)), [""; 0]);
    assert_eq!(states(&limit("permit", label)), [""; 0]);
    assert_eq!(states(&limit("deny", label)), ["ai_models denied"]);
    let exception = format!(
        r#""category":[{ai}],"provision":{{"type":"permit","provision":[{{"type":"deny",{label}}}]}}"#
    );
    assert_eq!(states(&exception), ["ai_models denied"]);
    let narrow = format!(
        r#""category":[{ai}],"provision":{{"type":"deny","provision":[{{"type":"permit",{label}}}]}}"#
    );
    assert_eq!(states(&narrow), ["ai_models denied"]);
}

#[test]
fn what_is_unclear_permits_nothing() {
    let ai = own("ai_models");
    let provision = format!(r#""provision":{{"type":"permit","code":[{ai}]}}"#);
    let of = |status: &str| consent(&format!(r#""status":"{status}","dateTime":"2026-03-01",{provision}"#)).0;
    assert_eq!(of("entered-in-error"), [""; 0]);
    assert_eq!(of("draft"), [""; 0]);
    assert_eq!(of("inactive"), ["ai_models denied"], "a permit that was withdrawn");
    assert_eq!(of("rejected"), ["ai_models denied"]);
    let (states, found) = consent(&format!(r#""status":"active",{provision}"#));
    assert_eq!((states.len(), found.as_slice()), (0, ["consent.no_date".to_owned()].as_slice()));
    let privacy = r#""scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"provision":{"type":"permit"}"#;
    let (states, found) = consent(&format!("{DATED}{privacy}"));
    assert_eq!((states.len(), found.as_slice()), (0, ["consent.scope_unknown".to_owned()].as_slice()));
    let unknown = own("everything");
    assert_eq!(consent(&format!(r#"{DATED}"provision":{{"type":"permit","code":[{unknown}]}}"#)).0, [""; 0]);
    let other = format!(r#"{DATED}"provision":{{"type":"permit",{}}}"#, purpose("HPAYMT"));
    assert_eq!(consent(&other).0, [""; 0]);
}

#[test]
fn a_consent_record_names_its_source() {
    let text = format!(
        r#"{{"resourceType":"Consent","status":"active","patient":{{"reference":"Patient/p1"}},"dateTime":"2026-03-01T10:00:00+01:00","performer":[{{"display":"Elena Marchetti"}}],"organization":[{{"display":"Clinic"}}],"provision":{{"type":"permit","code":[{}]}}}}"#,
        own("ai_models")
    );
    let import = bundle(&[text.as_str()]);
    let record = &import.record.consents[0];
    assert_eq!(record.decision, ConsentDecision::Permit);
    assert_eq!((record.by.as_str(), record.recorded_by.as_str()), ("Elena Marchetti", "Clinic"));
    assert_eq!(record.at.to_string(), "2026-03-01T09:00:00Z");
    assert_eq!(record.source.as_ref().unwrap().location, "Bundle.entry[1].resource");
    use sha2::Digest;
    let hash: String = sha2::Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(record.document_sha256.as_deref(), Some(hash.as_str()));
}
