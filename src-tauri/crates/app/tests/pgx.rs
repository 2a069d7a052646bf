//! Pharmacogenomics of the colon demo: the screen, the FHIR file, and the way back through our own reader.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use attune_app::headless::{PgxArguments, pgx_and_fhir};
use attune_app::intake::{Intake, Request};
use attune_app::view::{ConsentInput, PgxView};
use attune_app::workstation::{Surroundings, Workstation};
use attune_app::{AppError, Library};
use jiff::Zoned;

fn demo(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/demo/colon-kras-dpyd").join(file)
}

fn now() -> Zoned {
    "2026-11-20T11:42:00Z".parse::<jiff::Timestamp>().unwrap().to_zoned(jiff::tz::TimeZone::UTC)
}

fn workstation(folder: &Path) -> Workstation {
    let surroundings = Surroundings {
        vault: folder.join("vault"),
        reports: folder.join("reports"),
        clock: Box::new(now),
        keyring: None,
        auto_lock_minutes: 10,
    };
    let mut station = Workstation::new(surroundings).unwrap();
    station.create("a passphrase for this test", "Dr Test", false).unwrap();
    station
}

fn with_demo(station: &mut Workstation) -> String {
    let preview = station.preview_demo("colon-kras-dpyd").unwrap();
    station.commit_import(&preview.token, None).unwrap().patient_id
}

#[test]
fn the_screen_puts_own_medication_first_and_shows_the_positions() {
    let folder = tempfile::tempdir().unwrap();
    let mut station = workstation(folder.path());
    let id = with_demo(&mut station);
    let view: PgxView = station.pgx(&id).unwrap();
    assert_eq!((&view.withheld, &view.not_tested), (&None, &None));
    let own: Vec<&str> = view.own.iter().map(|m| m.written.split(',').next().unwrap()).collect();
    assert!(own.contains(&"Warfarin") && own.contains(&"Metformin"), "{own:?}");
    let metformin = view.own.iter().find(|m| m.written.starts_with("Metformin")).unwrap();
    assert_eq!(metformin.word, "Not in any guideline");
    let capecitabine = view.drugs.iter().find(|d| d.drug == "capecitabine").unwrap();
    assert!(capecitabine.acts);
    assert!(
        capecitabine.advice.iter().any(|a| a.source == "CPIC" && a.action.contains("50 % of the usual dose"))
    );
    let dpyd = view.genes.iter().find(|g| g.gene == "DPYD").unwrap();
    let variant = dpyd.positions.iter().find(|p| p.rsid == "rs3918290").unwrap();
    assert_eq!((variant.genotype.as_str(), variant.state.as_str()), ("C/T", "variant"));
    let uncalled = view.genes.iter().find(|g| g.gene == "RYR1").unwrap();
    assert_eq!(uncalled.phenotype, "Unknown: not called, which is not normal");
    assert!(uncalled.positions.iter().all(|p| p.state == "missing" && p.cannot_exclude == "any allele"));
    assert!(
        view.drugs.iter().filter(|d| d.advice.is_empty()).all(|d| d.word == "Not known" || d.open.is_none())
    );
}

#[test]
fn denied_consent_closes_screen_and_export() {
    let folder = tempfile::tempdir().unwrap();
    let mut station = workstation(folder.path());
    let id = with_demo(&mut station);
    assert!(station.export_pgx_fhir(&id).is_ok());
    let denied = ConsentInput {
        scope: "treatment_planning".into(),
        decision: "deny".into(),
        by: "the patient".into(),
        method: "signed_paper".into(),
        witness: None,
        document_sha256: None,
        expires: None,
    };
    station.record_consent(&id, &denied).unwrap();
    let view = station.pgx(&id).unwrap();
    assert!(view.withheld.is_some() && view.genes.is_empty() && view.drugs.is_empty() && view.own.is_empty());
    let summary = station.summary(&id).unwrap();
    assert!(summary.pgx.is_empty() && summary.pgx_genes.is_empty(), "the summary closes too");
    let refused: AppError = station.export_pgx_fhir(&id).unwrap_err();
    assert_eq!(refused.code, "pgx.consent");
}

#[test]
fn our_own_reader_takes_the_bundle_without_an_error() {
    let library = Library::shipped().unwrap();
    for record in [None, Some(demo("ehr.json"))] {
        let arguments = PgxArguments {
            genome: demo("germline.vcf"),
            ehr: record.clone(),
            as_of: now().date(),
            assembly: None,
            sample: None,
            outside_calls: None,
            called_regions: None,
        };
        let (document, bundle) = pgx_and_fhir(&library, &arguments, &now()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pgx.json");
        std::fs::write(&file, &bundle).unwrap();
        let request = Request { records: vec![file], ..Request::default() };
        let read = Intake::read(&library, &request).unwrap();
        let errors: Vec<String> = read.files[0]
            .findings
            .iter()
            .filter(|f| f.severity.name() == "error")
            .map(|f| format!("{}: {}", f.location, f.message))
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert!(
            read.stated.is_empty(),
            "a germline pharmacogene is no alteration of the tumour: {:?}",
            read.stated
        );
        assert_eq!(read.patient().is_some(), record.is_some());
        let genotypes = read.record.unwrap().observations;
        let genotypes = genotypes.iter().filter(|o| o.has_loinc("84413-4")).count();
        assert_eq!(genotypes, document.samples[0].genes.len());
    }
}

/// Calls of another program reach tab, card and FHIR by the import of the window, packed or not, and stay with the
/// patient.
#[test]
fn outside_calls_are_imported_beside_the_genome() {
    let folder = tempfile::tempdir().unwrap();
    let mut station = workstation(folder.path());
    let id = with_demo(&mut station);
    let before = station.pgx(&id).unwrap();
    let of = |view: &PgxView, gene: &str| view.genes.iter().find(|g| g.gene == gene).cloned();
    assert_ne!(of(&before, "CYP2D6").unwrap().status, "outside");
    let table = folder.path().join("laboratory.tsv");
    std::fs::write(&table, "CYP2D6\t*4/*4\nHLA-B\tHLA-B*57:01/HLA-B*44:02\n").unwrap();
    let cyrius = folder.path().join("cyrius.tsv.gz");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, b"Sample\tGenotype\tFilter\nCOL-02-N\t*4/*5\tPASS\n").unwrap();
    std::fs::write(&cyrius, packed.finish().unwrap()).unwrap();
    let preview = station.preview_files(&[table], Some(&id)).unwrap();
    assert_eq!(
        (preview.files[0].format.as_str(), preview.files[0].state.as_str()),
        ("pharmacogenomic calls table", "read")
    );
    station.commit_import(&preview.token, None).unwrap();
    let view = station.pgx(&id).unwrap();
    let cyp2d6 = of(&view, "CYP2D6").unwrap();
    assert_eq!((cyp2d6.status.as_str(), cyp2d6.phenotype.as_str()), ("outside", "Poor Metabolizer"));
    assert_eq!(cyp2d6.diplotypes[0].source, "outside call");
    assert_eq!(of(&view, "HLA-B").unwrap().diplotypes[0].name, "*44:02/*57:01");
    let abacavir = view.drugs.iter().find(|d| d.drug == "abacavir").unwrap();
    assert_eq!(abacavir.severity, "block");
    let tamoxifen = view.drugs.iter().find(|d| d.drug == "tamoxifen").unwrap();
    assert!(tamoxifen.acts && tamoxifen.open.is_none(), "{tamoxifen:?}");
    // A second call of the same gene for this sample: the newest stands, for copy number.
    let preview = station.preview_files(&[cyrius], Some(&id)).unwrap();
    station.commit_import(&preview.token, None).unwrap();
    assert_eq!(of(&station.pgx(&id).unwrap(), "CYP2D6").unwrap().diplotypes[0].name, "*4/*5");
    // A file of calls that names no gene of the tables is refused.
    let bad = folder.path().join("bad.tsv");
    std::fs::write(&bad, "#Sample\tGene\tSolutionID\tMajor\n#Solution 1: *5, *5\n").unwrap();
    let preview = station.preview_files(&[bad], Some(&id)).unwrap();
    assert_eq!(preview.files[0].state, "refused");
}

/// The safety gate of the options reads outside calls: tamoxifen with a poor metaboliser of CYP2D6.
#[test]
fn the_gate_of_the_options_knows_outside_calls() {
    let library = Library::shipped().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("laboratory.tsv");
    std::fs::write(&table, "CYP2D6\t*4/*4\n").unwrap();
    let of = |outside: Vec<PathBuf>| {
        let arguments = attune_app::headless::OptionsArguments {
            request: Request { outside, ..Request::default() },
            alterations: vec!["ER positive".to_owned()],
            tumour_type: Some("BRCA".to_owned()),
            region: None,
            preferences: attune_app::headless::Preferences::default(),
            trials: Vec::new(),
            permits: Vec::new(),
            as_of: now().date(),
        };
        let (document, _) = attune_app::headless::options(&library, &arguments).unwrap();
        let value = serde_json::to_value(&document).unwrap();
        let all = ["options", "not_ranked"].map(|k| value[k].as_array().unwrap().clone()).concat();
        let drug = |o: &&serde_json::Value| o["drugs"].as_array().unwrap().iter().any(|d| d == "tamoxifen");
        all.iter().filter(drug).map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let without = of(Vec::new());
    assert!(without.contains("CYP2D6 not tested"), "{without}");
    let with = of(vec![table]);
    assert!(with.contains("CYP2D6 Poor Metabolizer"), "{with}");
}
