//! Reading for the window: records and genomes together, news on the way, and a stop that leaves nothing behind.
#![allow(clippy::unwrap_used)]

use std::cell::{Cell, RefCell};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use attune_app::view::FileChoice;
use attune_app::workstation::{Surroundings, Workstation};
use jiff::civil::date;
use jiff::tz::TimeZone;
use serde_json::json;

fn workstation(folder: &Path) -> Workstation {
    let mut workstation = Workstation::new(Surroundings {
        vault: folder.join("vault"),
        reports: folder.join("reports"),
        clock: Box::new(|| date(2026, 11, 20).at(10, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap()),
        keyring: None,
        auto_lock_minutes: 10,
    })
    .unwrap();
    workstation.create("correct horse battery staple", "Dr Test", false).unwrap();
    workstation
}

fn record(folder: &Path, gender: Option<&str>, stated: &[serde_json::Value]) -> PathBuf {
    let mut patient = json!({"resourceType": "Patient", "id": "p", "birthDate": "1962-04-09",
        "name": [{"family": "Testmann", "given": ["Arne"]}],
        "identifier": [{"system": "https://attune.example/mrn", "value": "77",
            "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]}}]});
    if let Some(gender) = gender {
        patient["gender"] = json!(gender);
    }
    let cancer = json!({"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"},
        "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "code": {"text": "Cutaneous melanoma"}});
    let entry: Vec<_> =
        [patient, cancer].into_iter().chain(stated.iter().cloned()).map(|r| json!({"resource": r})).collect();
    let path = folder.join("record.json");
    std::fs::write(
        &path,
        json!({"resourceType": "Bundle", "type": "collection", "entry": entry}).to_string(),
    )
    .unwrap();
    path
}

/// A germline report that is heterozygous in G6PD, which a man cannot be.
fn genome(folder: &Path) -> PathBuf {
    let path = folder.join("blood.vcf");
    let text = "##fileformat=VCFv4.2\n##reference=GRCh38\n##contig=<ID=chrX,length=156040895>\n\
        ##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n\
        #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tBLOOD\n\
        chrX\t154536002\t.\tC\tT\t99\tPASS\t.\tGT\t0/1\n";
    std::fs::write(&path, text).unwrap();
    path
}

fn g6pd(workstation: &mut Workstation, patient: &str) -> String {
    let summary = workstation.summary(patient).unwrap();
    summary.pgx_genes.iter().find(|g| g.gene == "G6PD").unwrap().remarks.join(" ")
}

const MALE: &str = "recorded sex is male";

#[test]
fn the_recorded_sex_reaches_the_genome_whether_it_comes_with_the_record_or_later() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b, c) = (folder.path().join("a"), folder.path().join("b"), folder.path().join("c"));
    [&a, &b, &c].iter().for_each(|p| std::fs::create_dir_all(p).unwrap());
    let blood = genome(folder.path());

    // Together, the genome named first.
    let mut at = workstation(&a);
    let seen = at.preview_files(&[blood.clone(), record(&a, Some("male"), &[])], None).unwrap();
    let id = at.commit_import(&seen.token, None).unwrap().patient_id;
    assert!(g6pd(&mut at, &id).contains(MALE), "{}", g6pd(&mut at, &id));

    // The record first, the genome later.
    let mut at = workstation(&b);
    let seen = at.preview_files(&[record(&b, Some("male"), &[])], None).unwrap();
    let id = at.commit_import(&seen.token, None).unwrap().patient_id;
    let seen = at.preview_files(std::slice::from_ref(&blood), Some(&id)).unwrap();
    at.commit_import(&seen.token, None).unwrap();
    assert!(g6pd(&mut at, &id).contains(MALE));

    // A record that states no sex: none is guessed.
    let mut at = workstation(&c);
    let seen = at.preview_files(&[record(&c, None, &[]), blood], None).unwrap();
    let id = at.commit_import(&seen.token, None).unwrap().patient_id;
    assert!(!g6pd(&mut at, &id).contains(MALE));
}

#[test]
fn a_reading_tells_how_far_it_is_and_stops_at_once_with_nothing_stored() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "##fileformat=VCFv4.2\n##reference=GRCh38\n##contig=<ID=chr1,length=248956422>\n\
        #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT\n"
        .to_owned();
    for i in 0..120_000 {
        writeln!(text, "chr1\t{}\t.\tA\tT\t99\tPASS\tDP=100\tGT:DP\t0/1:100", 10_000 + i * 7).unwrap();
    }
    let large = folder.path().join("large.vcf");
    std::fs::write(&large, &text).unwrap();
    let files = [record(folder.path(), Some("male"), &[]), large];
    let at = RefCell::new(workstation(folder.path()));

    // Told in steps to the end.
    let news = RefCell::new(Vec::new());
    let mut reading = at.borrow_mut().begin_reading("t1", &files, None).unwrap();
    reading.records(&|n| news.borrow_mut().push(n));
    at.borrow().recognise(&mut reading).unwrap();
    reading.genomes(&|n| news.borrow_mut().push(n));
    assert!(at.borrow_mut().finish_reading(reading).unwrap().can_commit);
    let news = news.into_inner();
    assert!(
        news.len() > 5 && news.iter().all(|n| n.token == "t1" && n.total == news[0].total),
        "{}",
        news.len()
    );
    assert!(news.windows(2).all(|w| w[0].done <= w[1].done), "never backwards");
    assert_eq!(news.last().unwrap().done, news[0].total);
    assert!(news.last().unwrap().message.starts_with("Interpreting large.vcf"));
    at.borrow_mut().cancel_import("t1").unwrap();

    // Stopped in the middle, as the window does it: from outside, while the file is read.
    let (mut last, after) = (0, Cell::new(0));
    let mut reading = at.borrow_mut().begin_reading("t2", &files, None).unwrap();
    reading.records(&|_| ());
    at.borrow().recognise(&mut reading).unwrap();
    reading.genomes(&|n| {
        after.set(after.get() + 1);
        if n.done > n.total / 2 {
            at.borrow_mut().cancel_import("t2").unwrap();
        }
    });
    last += after.get();
    assert!(last < news.len(), "the reading went on after the stop: {last} of {}", news.len());
    let stopped = at.borrow_mut().finish_reading(reading).unwrap_err();
    assert_eq!(stopped.code, "import.cancelled");
    assert_eq!(at.borrow_mut().commit_import("t2", None).unwrap_err().code, "import.gone");
    assert_eq!(at.borrow().worklist("").unwrap().total, 0);

    // Locking stops it too.
    let mut reading = at.borrow_mut().begin_reading("t3", &files, None).unwrap();
    at.borrow_mut().lock().unwrap();
    reading.records(&|_| unreachable!("a locked workstation reads nothing"));
    assert_eq!(at.borrow_mut().finish_reading(reading).unwrap_err().code, "session.locked");
}

#[test]
fn a_reading_stops_in_the_interpretation_and_a_storing_before_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let files = [record(folder.path(), Some("male"), &[]), genome(folder.path())];
    let at = RefCell::new(workstation(folder.path()));

    // The bytes are all read; the first step of the interpretation is stopped.
    let steps = RefCell::new(Vec::new());
    let mut reading = at.borrow_mut().begin_reading("t1", &files, None).unwrap();
    reading.records(&|_| ());
    at.borrow().recognise(&mut reading).unwrap();
    let stops = at.borrow().stops();
    reading.genomes(&|n| {
        if n.message.starts_with("Interpreting") {
            steps.borrow_mut().push(n.message.clone());
            stops.stop("another");
            if steps.borrow().len() == 2 {
                stops.stop("t1");
            }
        }
    });
    assert_eq!(steps.borrow().len(), 2, "no step after the stop: {:?}", steps.borrow());
    assert_eq!(at.borrow_mut().finish_reading(reading).unwrap_err().code, "import.cancelled");
    assert_eq!(at.borrow().worklist("").unwrap().total, 0);

    // Storing is stopped from another thread while it holds the workstation: all of it or nothing.
    let mut at = at.into_inner();
    let many: Vec<_> = (0..30_000)
        .map(|n| {
            json!({"resourceType": "Observation", "id": format!("o{n}"), "status": "final",
                "subject": {"reference": "Patient/p"}, "effectiveDateTime": "2026-01-02",
                "code": {"coding": [{"system": "http://loinc.org", "code": "718-7"}]},
                "valueQuantity": {"value": 13.5, "unit": "g/dL", "system": "http://unitsofmeasure.org", "code": "g/dL"}})
        })
        .collect();
    let large = record(folder.path(), Some("male"), &many);
    let seen = at.preview_files(&[large], None).unwrap();
    assert!(seen.can_commit);
    let stops = at.stops();
    let done = std::sync::atomic::AtomicBool::new(false);
    let outcome = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                stops.stop(&seen.token);
                std::thread::yield_now();
            }
        });
        let outcome = at.commit_import(&seen.token, None);
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        outcome
    });
    assert_eq!(outcome.unwrap_err().code, "import.cancelled");
    assert_eq!(at.worklist("").unwrap().total, 0, "nothing half stored");
    let audit = at.audit().unwrap();
    assert!(
        !audit.rows.iter().any(|r| r.action.contains("import")),
        "and no entry of a deed that was not done"
    );
    // The preview is still at hand: stored on the second try, all of it.
    let id = at.commit_import(&seen.token, None).unwrap().patient_id;
    assert_eq!(at.worklist("").unwrap().total, 1);
    assert!(!at.summary(&id).unwrap().banner.name.is_empty());
}

#[test]
fn the_window_asks_for_a_sample_and_for_an_assembly() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT";
    let row = |at: u32, alt: &str, a: &str, b: &str| {
        format!("chr7\t{at}\t.\tA\t{alt}\t.\tPASS\t.\tGT:AD\t{a}\t{b}\n")
    };
    let mut text = format!("##fileformat=VCFv4.2\n##contig=<ID=chr7,length=159345973>\n{columns}\tL1\tL2\n");
    text += &row(140_753_336, "T", "0/0:60,0", "0/1:69,31");
    for n in 0..10 {
        text += &row(1_000 + n, "T", "0/0:60,0", "0/1:40,20");
    }
    std::fs::write(path("two.vcf"), &text).unwrap();
    let bare =
        format!("##fileformat=VCFv4.2\n{columns}\tT\nchr1\t1000\t.\tN\tT\t.\tPASS\t.\tGT:AD\t0/1:40,20\n");
    std::fs::write(path("bare.vcf"), bare).unwrap();
    let files = [record(folder.path(), Some("male"), &[]), path("two.vcf"), path("bare.vcf")];
    let mut at = workstation(folder.path());
    let seen = at.preview_files(&files, None).unwrap();
    let asks: Vec<_> = seen.files.iter().map(|f| f.asks.as_str()).collect();
    assert_eq!(asks, ["", "sample", "assembly"]);
    let two = &seen.files[1];
    let roles: Vec<_> = two.samples.iter().map(|s| (s.name.as_str(), s.role.as_str())).collect();
    assert_eq!(roles, [("L1", "normal"), ("L2", "tumour")], "a guess that is shown, not taken");
    assert_eq!(two.state, "refused");

    let choose = |at: &mut Workstation, file: u32, sample: Option<&str>, assembly: Option<&str>| {
        let input = FileChoice {
            token: seen.token.clone(),
            file,
            sample: sample.map(str::to_owned),
            assembly: assembly.map(str::to_owned),
        };
        let mut reading = at.begin_choice(&input)?;
        reading.records(&|_| ());
        at.recognise(&mut reading)?;
        reading.genomes(&|_| ());
        at.finish_reading(reading)
    };
    assert_eq!(choose(&mut at, 9, None, Some("GRCh38")).unwrap_err().code, "import.gone");
    assert_eq!(choose(&mut at, 2, None, Some("hg18")).unwrap_err().code, "import.assembly");
    let second = choose(&mut at, 1, Some("L2"), None).unwrap();
    assert_eq!((second.files[1].state.as_str(), second.files[1].sample.as_str()), ("read", "L2"));
    assert_eq!(second.files[1].samples.len(), 2, "another one may still be chosen");
    assert_eq!(second.files[0].state, seen.files[0].state, "the other files stay");
    let third = choose(&mut at, 2, None, Some("GRCh38")).unwrap();
    assert_eq!((third.files[2].asks.as_str(), third.files[2].assembly.as_str()), ("", "GRCh38"));
    let id = at.commit_import(&third.token, None).unwrap().patient_id;
    let rows = at.genome(&id).unwrap().page.rows;
    assert!(rows.iter().any(|r| r.gene == "BRAF" && r.vaf.starts_with("31")), "{rows:?}");
}

/// BRCA1 is no part of a melanoma's indication: without consent not even the record's own words name it.
#[test]
fn a_secondary_finding_in_words_is_withheld_as_a_class() {
    let folder = tempfile::tempdir().unwrap();
    let text = |code: &str, words: &str| json!({"code": {"coding": [{"system": "http://loinc.org", "code": code}]}, "valueCodeableConcept": {"text": words}});
    let finding = json!({"resourceType": "Observation", "id": "o", "status": "final",
        "subject": {"reference": "Patient/p"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "69548-6"}]},
        "valueCodeableConcept": {"coding": [{"system": "http://loinc.org", "code": "LA9633-4"}], "text": "Present"},
        "component": [text("48018-6", "BRCA1"), text("48002-0", "Germline"), text("53037-8", "Pathogenic")]});
    let mut at = workstation(folder.path());
    let seen = at.preview_files(&[record(folder.path(), Some("male"), &[finding])], None).unwrap();
    let id = at.commit_import(&seen.token, None).unwrap().patient_id;
    let page = |at: &mut Workstation| {
        let options = serde_json::to_string(&at.options(&id).unwrap().document).unwrap();
        (options, at.report_preview(&id, "clinician").unwrap().page_texts.join("\n"))
    };
    let (options, pages) = page(&mut at);
    for shown in [&options, &pages] {
        assert!(!shown.contains("BRCA1 germline"), "{shown}");
        assert!(shown.contains("Secondary findings: withheld"), "{shown}");
    }
    let permit = serde_json::from_value(
        json!({"scope": "secondary_findings", "decision": "permit", "by": "the patient",
        "method": "signed_paper", "witness": null, "document_sha256": null, "expires": null}),
    );
    at.record_consent(&id, &permit.unwrap()).unwrap();
    let (options, pages) = page(&mut at);
    assert!(options.contains("BRCA1 germline pathogenic"), "permitted: {options}");
    assert!(pages.contains("BRCA1 germline"));
    assert!(!options.contains("Secondary findings: withheld"));
}
