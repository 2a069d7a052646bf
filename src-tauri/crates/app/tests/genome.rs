//! The genome screen: what it shows, how it answers in parts, a clinician's change of a class, and its speed.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use attune_app::view::{ClassInput, CriterionInput, VariantQuery};
use attune_app::workstation::{Surroundings, Workstation};
use jiff::ToSpan;
use jiff::civil::date;
use jiff::tz::TimeZone;

fn workstation(folder: &Path) -> Workstation {
    let ticks = AtomicI64::new(0);
    let mut workstation = Workstation::new(Surroundings {
        vault: folder.join("vault"),
        reports: folder.join("reports"),
        clock: Box::new(move || {
            // A millisecond passes with each look: decisions of one moment would have no order.
            let start = date(2026, 11, 20).at(10, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
            &start + ticks.fetch_add(1, Ordering::Relaxed).milliseconds()
        }),
        keyring: None,
        auto_lock_minutes: 10,
    })
    .unwrap();
    workstation.create("correct horse battery staple", "Dr Test", false).unwrap();
    workstation
}

fn demo(at: &mut Workstation, id: &str) -> String {
    let seen = at.preview_demo(id).unwrap();
    at.commit_import(&seen.token, None).unwrap().patient_id
}

fn query(search: &str, sort: &str, descending: bool) -> VariantQuery {
    VariantQuery {
        search: search.into(),
        origin: "all".into(),
        show: "all".into(),
        sort: sort.into(),
        descending,
        offset: 0,
        limit: 1000,
    }
}

#[test]
fn a_variant_leads_to_its_options_and_an_option_to_its_variant() {
    let folder = tempfile::tempdir().unwrap();
    let mut at = workstation(folder.path());
    let id = demo(&mut at, "melanoma-braf");
    let view = at.genome(&id).unwrap();
    let first = &view.page.rows[0];
    assert_eq!(
        (first.gene.as_str(), first.protein.as_str()),
        ("BRAF", "p.Val600Glu"),
        "what options rest on stands first"
    );
    assert_eq!(first.tier.as_deref(), Some("I-A"));
    let counts = &view.counts;
    assert_eq!(counts.all, counts.somatic + counts.germline + counts.unknown);
    assert_eq!(view.page.found, counts.all);

    let detail = at.genome_variant(&id, &first.key).unwrap();
    let options = at.options(&id).unwrap().document.options;
    assert_eq!(
        first.option.as_deref(),
        Some(
            options.iter().find(|o| o.because.iter().any(|b| b == "BRAF V600E")).unwrap().treatment.as_str()
        )
    );
    assert!(
        detail
            .options
            .iter()
            .all(|l| l.rank == "resistance" || options.iter().any(|o| o.treatment == l.treatment))
    );
    let place = view.places.iter().find(|p| p.text == "BRAF V600E").unwrap();
    assert_eq!(place.key, first.key, "and back");
    let figure = detail.figure.unwrap();
    assert!(
        figure.alt.contains("766 amino acids") && figure.alt.contains("p.Val600Glu at residue 600"),
        "{}",
        figure.alt
    );

    // Filter and order; what is not stated stands last in either direction.
    let braf = at.genome_variants(&id, &query("braf val600", "relevance", false)).unwrap();
    assert_eq!((braf.found, braf.rows[0].gene.as_str()), (1, "BRAF"));
    let fractions = |rows: &[attune_app::view::VariantRow]| -> Vec<f64> {
        rows.iter().filter_map(|r| r.vaf.parse().ok()).collect()
    };
    let falling = fractions(&at.genome_variants(&id, &query("", "vaf", true)).unwrap().rows);
    assert!(falling.len() > 2 && falling.windows(2).all(|w| w[0] >= w[1]), "{falling:?}");
    let mut rejected = query("", "relevance", false);
    rejected.show = "rejected".into();
    assert!(at.genome_variants(&id, &rejected).unwrap().rows.iter().all(|r| r.rejected));
    // What is absent says why.
    assert!(
        view.biomarkers.iter().filter(|b| !b.known).all(|b| b.lines.iter().any(|l| l.contains("because")))
    );
    let named = view.gaps.iter().filter(|g| g.kind == "Withheld").count();
    assert_eq!(named, view.withheld.len(), "what consent withholds is named among the gaps");
}

/// What an option rests on is found again on the genome screen, whatever its kind: variant, copy number, fusion, biomarker.
#[test]
fn every_alteration_that_an_option_names_has_its_place_and_leads_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut at = workstation(folder.path());
    let id = demo(&mut at, "breast-brca1");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let files = [
        write("copies.tsv", "Hugo_Symbol\tSAMPLE\nERBB2\t2\nCDKN2A\t-2\n"),
        write(
            "fusions.tsv",
            "#FusionName\tJunctionReadCount\tSpanningFragCount\tLeftGene\tLeftBreakpoint\tRightGene\tRightBreakpoint\n\
             EML4--ALK\t40\t12\tEML4^ENSG00000143924\tchr2:42295554:+\tALK^ENSG00000171094\tchr2:29223528:-\n",
        ),
    ];
    let seen = at.preview_files(&files, Some(&id)).unwrap();
    assert!(seen.files.iter().all(|f| f.state != "refused"), "{:?}", seen.files);
    at.commit_import(&seen.token, None).unwrap();
    let view = at.genome(&id).unwrap();
    let options = at.options(&id).unwrap().document.options;
    let mut kinds: Vec<&str> = Vec::new();
    for text in options.iter().flat_map(|o| &o.because) {
        // An immunohistochemistry of the record stands in no genome report.
        let in_reports = !text.contains("expression")
            && ["ERBB2", "CDKN2A", "ALK", "BRCA1"].iter().any(|gene| text.contains(gene));
        let Some(place) = view.places.iter().find(|p| p.text == *text) else {
            assert!(!in_reports, "{text} has no place among {:?}", view.places);
            continue;
        };
        let (kind, row) = place.key.split_once(':').unwrap_or(("variant", ""));
        let back = match kind {
            "copy-number" => view.copy_number[row.parse::<usize>().unwrap()].option.clone(),
            "fusion" => view.fusions[row.parse::<usize>().unwrap()].option.clone(),
            "biomarker" => view.biomarkers.iter().find(|b| b.id == row).unwrap().option.clone(),
            _ => view.page.rows.iter().find(|r| r.key == place.key).unwrap().option.clone(),
        };
        let back = back.unwrap_or_else(|| panic!("{text} stands at {} and leads nowhere", place.key));
        let named = options.iter().find(|o| o.treatment == back).unwrap();
        assert!(named.because.contains(text) || kind == "variant", "{text} leads to {back}");
        kinds.push(if kind.contains('-') || kind == "fusion" || kind == "biomarker" {
            kind
        } else {
            "variant"
        });
    }
    for kind in ["copy-number", "fusion", "variant"] {
        assert!(kinds.contains(&kind), "{kind} is not among {kinds:?}");
    }
}

#[test]
fn a_changed_class_needs_a_reason_counts_in_the_ranking_and_stands_in_the_audit() {
    let folder = tempfile::tempdir().unwrap();
    let mut at = workstation(folder.path());
    let id = demo(&mut at, "melanoma-braf");
    let row = at.genome(&id).unwrap().page.rows[0].clone();
    let input = |class: &str, reason: &str| ClassInput {
        key: row.key.clone(),
        class: class.into(),
        reason: reason.into(),
    };
    assert_eq!(at.record_class(&id, &input("Benign", "short")).unwrap_err().code, "classification.no_reason");
    assert_eq!(
        at.record_class(&id, &input("Pathogenic", "a long enough reason")).unwrap_err().code,
        "classification.unknown"
    );
    // The record states the same finding in words; here only what comes from the genome report counts.
    let from_genome = |at: &mut Workstation| {
        let document = at.options(&id).unwrap().document;
        document.alterations.iter().any(|a| a.source == "genome" && a.text.contains("V600E"))
    };
    assert!(from_genome(&mut at));
    assert!(
        at.summary(&id)
            .unwrap()
            .alterations
            .iter()
            .any(|a| format!("{} {}", a.name, a.detail).contains("V600E"))
    );
    let detail = at.record_class(&id, &input("Benign", "artefact, checked by hand")).unwrap();
    assert_eq!((detail.row.class.as_str(), detail.row.class_by.as_str()), ("Benign", "clinician"));
    assert_eq!(detail.changes[0].reason, "artefact, checked by hand");
    assert!(!from_genome(&mut at), "a variant that a clinician calls benign is not matched");
    assert!(at.audit().unwrap().rows.iter().any(|r| r.action == "decision recorded" && r.actor == "Dr Test"));
    let pages = at.report_preview(&id, "clinician").unwrap().page_texts.join("\n");
    assert!(
        pages.contains("Genome") && pages.contains("Tumour mutational burden"),
        "the page has the same section"
    );
}

#[test]
fn a_criterion_is_set_with_a_reason_shown_beside_ours_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut at = workstation(folder.path());
    let id = demo(&mut at, "melanoma-braf");
    let row = at.genome(&id).unwrap().page.rows[0].clone();
    let before = at.genome_variant(&id, &row.key).unwrap();
    let input = |code: &str, state: &str, strength: Option<&str>, reason: &str| CriterionInput {
        key: row.key.clone(),
        code: code.into(),
        state: state.into(),
        strength: strength.map(str::to_owned),
        reason: reason.into(),
    };
    let reason = "functional assay of our laboratory";
    for (wrong, code) in [
        (input("OS2", "met", None, "short"), "classification.no_reason"),
        (input("XX9", "met", None, reason), "classification.criterion"),
        (input("OS2", "perhaps", None, reason), "classification.criterion"),
        (input("OS2", "met", Some("huge"), reason), "classification.criterion"),
    ] {
        assert_eq!(at.record_criterion(&id, &wrong).unwrap_err().code, code);
    }
    // The hotspot is taken away: points and class follow, ours stays beside.
    let first = before.criteria.iter().find(|c| c.state == "met" && c.editable).unwrap().clone();
    let after = at.record_criterion(&id, &input(&first.code, "not_met", None, reason)).unwrap();
    assert_ne!(after.in_force, before.in_force);
    assert_eq!(after.ours, before.ours, "what Attune computed stays");
    let now = after.criteria.iter().find(|c| c.code == first.code).unwrap();
    assert!(
        now.state == "not met" && now.changed.contains(reason) && now.changed.contains("Dr Test"),
        "{now:?}"
    );
    assert_eq!(after.row.class_by, "clinician");
    assert_eq!(after.changes[0].change, format!("{} met to {} not met", first.code, first.code));
    let pages = at.report_preview(&id, "clinician").unwrap().page_texts.join("\n");
    assert!(pages.contains("criteria set by a clinician") && pages.contains(reason), "the page says it");
    // Locked and opened again it is still there; taken back, only the entries remain.
    at.lock().unwrap();
    at.unlock_passphrase("correct horse battery staple", "Dr Test").unwrap();
    assert_eq!(at.genome_variant(&id, &row.key).unwrap().in_force, after.in_force);
    let back =
        at.record_criterion(&id, &input(&first.code, "as_computed", None, "the assay was of another sample"));
    let back = back.unwrap();
    assert_eq!((&back.in_force, &back.criteria), (&before.in_force, &before.criteria));
    assert_eq!(back.changes.len(), 2, "nothing is deleted");
    assert_eq!(back.row.class_by, before.row.class_by);
    // A class set as a whole stands above the criteria until it is taken back.
    let class = |class: &str| ClassInput { key: row.key.clone(), class: class.into(), reason: reason.into() };
    let set = at.record_class(&id, &class("Benign")).unwrap();
    assert!(set.differs_from_ours && set.in_force.starts_with("Benign"), "{}", set.in_force);
    let undo = set.classes.last().unwrap().clone();
    assert_eq!(at.record_class(&id, &class(&undo)).unwrap().in_force, before.in_force);
}

/// A germline finding outside the indication of a melanoma.
const GERMLINE: &str = "##fileformat=VCFv4.2\n##attune_origin=germline\n##reference=GRCh38\n\
    ##contig=<ID=chr17,length=83257441>\n\
    ##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"x\">\n\
    ##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">\n\
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tBLOOD\n\
    chr17\t43124027\t.\tACT\tA\t99\tPASS\tCLNSIG=Pathogenic\tGT\t0/1\n";

fn decide(at: &mut Workstation, id: &str, scope: &str, decision: &str) {
    let input = serde_json::json!({"scope": scope, "decision": decision, "by": "the patient", "method": "signed_paper",
        "witness": null, "document_sha256": null, "expires": null});
    at.record_consent(id, &serde_json::from_value(input).unwrap()).unwrap();
}

/// Everything that the screens of a patient and the page show, as one text.
fn screens(at: &mut Workstation, id: &str) -> String {
    let mut all = vec![
        serde_json::to_string(&at.genome(id).unwrap()).unwrap(),
        serde_json::to_string(&at.genome_variants(id, &query("brca1", "gene", false)).unwrap()).unwrap(),
        serde_json::to_string(&at.options(id).unwrap()).unwrap(),
        serde_json::to_string(&at.summary(id).unwrap()).unwrap(),
    ];
    all.extend(at.report_preview(id, "clinician").unwrap().page_texts);
    all.join("\n")
}

#[test]
fn a_withdrawn_consent_empties_at_once_what_it_gates() {
    let folder = tempfile::tempdir().unwrap();
    let mut at = workstation(folder.path());
    let id = demo(&mut at, "melanoma-braf");
    let file = folder.path().join("blood.vcf");
    std::fs::write(&file, GERMLINE).unwrap();
    let seen = at.preview_files(&[file], Some(&id)).unwrap();
    at.commit_import(&seen.token, None).unwrap();

    let names = |text: &str| text.contains("Glu23ValfsTer17") || text.contains("43124027");
    decide(&mut at, &id, "secondary_findings", "deny");
    assert!(!names(&screens(&mut at, &id)), "denied");
    decide(&mut at, &id, "secondary_findings", "permit");
    for _ in 0..2 {
        assert!(names(&screens(&mut at, &id)), "permitted, from what was kept as well");
    }
    decide(&mut at, &id, "secondary_findings", "withdraw");
    assert!(!names(&screens(&mut at, &id)), "withdrawn: nothing that was kept is shown");

    assert!(at.genome(&id).unwrap().page.rows.iter().any(|r| r.option.is_some()));
    assert!(!at.options(&id).unwrap().document.options.is_empty());
    decide(&mut at, &id, "treatment_planning", "withdraw");
    let view = at.genome(&id).unwrap();
    assert!(view.page.rows.iter().all(|r| r.option.is_none() && r.tier.is_none()) && view.places.is_empty());
    assert!(at.options(&id).unwrap().document.options.is_empty());
    decide(&mut at, &id, "treatment_planning", "permit");
    assert!(!at.options(&id).unwrap().document.options.is_empty(), "and given again");
}

#[test]
fn what_was_kept_of_one_patient_is_never_shown_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut at = workstation(folder.path());
    let first = demo(&mut at, "melanoma-braf");
    let second = demo(&mut at, "colon-kras-dpyd");
    let names = |at: &mut Workstation, id: &str| {
        let view = at.genome(id).unwrap();
        (view.banner.name.clone(), view.page.rows.iter().map(|r| r.key.clone()).collect::<Vec<_>>())
    };
    let (a, b) = (names(&mut at, &first), names(&mut at, &second));
    assert!(a.0 != b.0 && a.1 != b.1);
    assert_eq!(names(&mut at, &first), a);
    at.lock().unwrap();
    assert_eq!(at.genome(&first).unwrap_err().code, "session.locked");
    at.unlock_passphrase("correct horse battery staple", "Dr Other").unwrap();
    assert_eq!(names(&mut at, &second), b, "and the same is read after locking");
}

/// An exome of 30,000 variants, from the file to the genome screen. Run by hand, release build:
/// `cargo test --release -p attune-app --test genome -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement; run by hand"]
fn an_exome_reaches_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let file = exome(folder.path());
    let mut at = workstation(folder.path());
    let id = demo(&mut at, "melanoma-braf");
    let start = Instant::now();
    let seen = at.preview_files(&[file], Some(&id)).unwrap();
    let read = start.elapsed();
    at.commit_import(&seen.token, None).unwrap();
    let stored = start.elapsed();
    let view = at.genome(&id).unwrap();
    let shown = start.elapsed();
    assert!(view.counts.all >= 30_000 && view.page.rows.len() == 120);
    let start = Instant::now();
    at.genome_variants(&id, &query("tp53", "vaf", true)).unwrap();
    let filtered = start.elapsed();
    let start = Instant::now();
    at.options(&id).unwrap();
    println!(
        "30,000 variants: read {} ms, stored at {} ms, genome screen at {} ms; a filtered part {} ms, options {} ms; \
         peak memory {}",
        read.as_millis(),
        stored.as_millis(),
        shown.as_millis(),
        filtered.as_millis(),
        start.elapsed().as_millis(),
        peak_memory()
    );
}

/// The most memory that this process ever held, where the system tells it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.map_or_else(|| "not told".to_owned(), |l| l.trim().to_owned())
}

/// A single-sample VCF of 30,000 calls over all chromosomes, with the values that callers write. 600 of them lie in the
/// exons of the pack's genes (which have about a hundredth of the coding bases), with their true bases. The others have N
/// as reference: the bases of the genome are not at hand, and invented ones are refused.
fn exome(folder: &Path) -> PathBuf {
    let mut text = "##fileformat=VCFv4.2\n##reference=GRCh38\n##contig=<ID=chr1,length=248956422>\n\
        ##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n\
        #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tEXOME\n"
        .to_owned();
    let library = attune_app::Library::shipped().unwrap();
    let known = library.transcripts().unwrap().known_bases(attune_genome::Assembly::GRCh38);
    let known = known.iter().flat_map(|(contig, from, bases)| {
        bases.iter().enumerate().map(move |(i, b)| (contig, from + u32::try_from(i).unwrap(), *b))
    });
    let known: Vec<_> = known.filter(|(.., base)| b"ACGT".contains(base)).collect();
    for (contig, position, base) in known.iter().step_by(known.len() / 600).take(600) {
        let (base, other) = (char::from(*base), if *base == b'T' { 'C' } else { 'T' });
        writeln!(
            text,
            "chr{contig}\t{position}\t.\t{base}\t{other}\t99\tPASS\tDP=120;AF=0.5\tGT:AD:DP:GQ\t0/1:61,59:120:99"
        )
        .unwrap();
    }
    for chromosome in 1..=20 {
        for i in 0..1470 {
            let position = 100_000 + i * 30_011;
            writeln!(
                text,
                "chr{chromosome}\t{position}\trs{i}\tN\tG\t99\tPASS\tDP=120;AF=0.5\tGT:AD:DP:GQ\t0/1:61,59:120:99"
            )
            .unwrap();
        }
    }
    let path = folder.join("exome.vcf");
    std::fs::write(&path, text).unwrap();
    path
}
