//! The end-to-end test: the real program in a real window, driven through WebKitWebDriver under Xvfb.
//! `make test` provides the display; without one the test says so and fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod window;

use window::{PASSPHRASE, Window};

/// From the first start to the exported PDF, and what withdrawn consent closes.
#[tokio::test]
async fn from_files_to_ranked_options_and_the_report() {
    let window = Window::open("journey").await;

    window.create_vault().await;
    window.import_demo("melanoma-braf").await;
    let name = window.text("banner-name").await;
    assert!(name.chars().any(char::is_uppercase) && name.contains(','), "family name first: {name}");
    window.click("nav-options").await;
    window.wait_for("option-row").await;
    let first = window.text("option-title").await.to_lowercase();
    let braf = ["vemurafenib", "dabrafenib", "encorafenib", "nivolumab", "pembrolizumab", "ipilimumab"];
    assert!(braf.iter().any(|d| first.contains(d)), "a melanoma with BRAF V600E starts with {first}");
    window.wait_for("contribution-chart").await;
    window
        .wait_until("the chart is drawn", async || window.image_width("contribution-chart").await > 0)
        .await;
    assert!(window.count("evidence-row").await > 0, "every option shows its evidence");
    let score: f64 = window.text("option-score").await.parse().unwrap();
    assert!((0.0..=1.0).contains(&score));

    // The same list as the command line gives for the same files.
    let document = common::json(&common::demo_arguments("options", "melanoma-braf"));
    assert_eq!(first, document["options"][0]["treatment"].as_str().unwrap().to_lowercase());
    assert_eq!(window.count("option-row").await, document["options"].as_array().unwrap().len());

    // From the genome report to the option that rests on a variant, and back.
    window.click("nav-genome").await;
    window.wait_for("variant-row").await;
    let genes = window.texts("variant-gene").await;
    let braf = genes.iter().position(|g| g == "BRAF").expect("BRAF stands in the table");
    window.press_nth("variant-gene", braf).await;
    window.wait_for("variant-option-link").await;
    window.wait_until("the plot is drawn", async || window.image_width("lollipop").await > 0).await;
    assert!(window.count("criterion-row").await > 0, "the class shows its criteria");
    window.screenshot("genome").await;
    window.press_nth("variant-option-link", 0).await;
    window.wait_for("contribution-chart").await;
    window.press_nth("because-link", 0).await;
    window.wait_for("variant-detail").await;
    assert!(window.text("variant-detail").await.contains("BRAF"), "back at the variant");

    // Withdrawn consent for models closes the estimate, on the screen and in the report.
    window.click("nav-consent").await;
    window.wait_for("consent-row-ai_models").await;
    window.click("consent-change-ai_models").await;
    window.wait_for("consent-dialog").await;
    window.click("consent-decision-withdraw").await;
    window.type_into("consent-by", "the patient").await;
    window.click("consent-method-signed_paper").await;
    window.click("consent-submit").await;
    window
        .wait_until("the consent row says denied", async || {
            window.text("consent-row-ai_models").await.to_lowercase().contains("denied")
        })
        .await;
    window.click("nav-options").await;
    window.wait_for("option-row").await;
    assert_eq!(window.count("prediction-chart").await, 0, "no model estimate after the withdrawal");
    let page = window.body().await.to_lowercase();
    assert!(page.contains("ai models") && page.contains("denied"), "the withdrawal is named on the screen");

    window.click("nav-report").await;
    window.wait_for("report-page").await;
    window.wait_until("the first page is drawn", async || window.image_width("report-page").await > 0).await;
    window.click("report-export").await;
    window.wait_for("report-path").await;
    let path = window.text("report-path").await;
    let text = window::pdf_text(path.trim());
    assert!(
        text.contains(&first.split(" + ").next().unwrap().to_owned()) || text.to_lowercase().contains(&first)
    );
    assert!(text.to_lowercase().contains("withheld") && text.contains("Page 1 of"), "{text}");
    window.screenshot("report").await;

    // Locked: nothing about the patient is left in the window; the passphrase opens it again.
    window.click("lock-now").await;
    window.wait_for("unlock").await;
    assert!(
        !window.body().await.contains(name.split(',').next().unwrap()),
        "a locked window shows no patient"
    );
    window.type_into("unlock-user", "Dr Test").await;
    window.type_into("unlock-passphrase", "not the passphrase at all").await;
    window.click("unlock-submit").await;
    window.wait_for("error").await;
    assert!(window.text("error").await.contains("vault.wrong_passphrase"));
    window.type_into("unlock-passphrase", PASSPHRASE).await;
    window.click("unlock-submit").await;
    window.wait_for("worklist-row").await;
    assert_eq!(window.count("worklist-row").await, 1);
    window.close().await;
}

/// The safety examples that must hold, as a clinician sees them.
#[tokio::test]
async fn resistance_and_contraindications_stand_apart() {
    let window = Window::open("safety").await;
    window.create_vault().await;
    window.import_demo("colon-kras-dpyd").await;
    window.click("nav-options").await;
    window.wait_for("option-row").await;
    window.wait_for("resistance-row").await;
    let resistance = window.texts("resistance-row").await.join(" ").to_lowercase();
    assert!(resistance.contains("cetuximab") && resistance.contains("panitumumab"), "{resistance}");
    let ranked = window.texts("option-title").await.join("\n").to_lowercase();
    for drug in ["cetuximab", "panitumumab"] {
        assert!(!ranked.contains(drug), "KRAS G12D: {drug} is ranked in\n{ranked}");
    }
    window.screenshot("safety").await;

    // The pharmacogenomic gate stands in the option with its reason and source.
    let fluoropyrimidine = window.texts("option-title").await.iter().position(|t| {
        let t = t.to_lowercase();
        t.contains("fluorouracil") || t.contains("capecitabine")
    });
    let place = fluoropyrimidine.expect("a ranked fluoropyrimidine");
    window.press_nth("option-row", place).await;
    window
        .wait_until("the gates name DPYD", async || {
            let gates = window.texts("gate-row").await.join(" ");
            gates.contains("DPYD Intermediate Metabolizer") && gates.contains("50 % of the usual dose")
        })
        .await;

    // The genes: own medication first, then all drugs, then the positions behind the call.
    window.click("nav-pgx").await;
    window.wait_for("pgx-own-row").await;
    let own = window.texts("pgx-own-row").await.join("\n");
    for written in ["Warfarin", "Metformin", "Pantoprazole"] {
        assert!(own.contains(written), "{written} is missing in\n{own}");
    }
    assert!(own.contains("Not in any guideline"), "{own}");
    window.screenshot("pgx").await;
    window.type_into("pgx-search", "capecitabine").await;
    window.wait_until("the search leaves one drug", async || window.count("pgx-drug-row").await == 1).await;
    let drug = window.text("pgx-drug-row").await;
    for part in ["CPIC", "DPWG", "50 % of the usual dose", "DPYD Intermediate Metabolizer"] {
        assert!(drug.contains(part), "{part} is missing in\n{drug}");
    }
    window.screenshot("pgx-drugs").await;
    window.click("pgx-gene-DPYD").await;
    window
        .wait_until("the positions of DPYD are shown", async || {
            window.text("pgx-detail").await.contains("DPYD: allele matching")
        })
        .await;
    let positions = window.texts("pgx-position").await.join("\n");
    assert!(positions.contains("rs3918290") && positions.contains("C/T"), "{positions}");
    window.screenshot("pgx-positions").await;
    // The same result as the command line gives for the same file.
    let genome = common::root().join("assets/demo/colon-kras-dpyd/germline.vcf");
    let document = common::json(&["pgx", "--genome", &genome.display().to_string()]);
    let genes = document["samples"][0]["genes"].as_array().unwrap();
    assert_eq!(window.count("pgx-gene").await, genes.len());

    // FHIR and the wallet card.
    window.click("pgx-fhir").await;
    window.wait_for("pgx-path").await;
    let path = window.text("pgx-path").await;
    let bundle: serde_json::Value = serde_json::from_slice(&std::fs::read(path.trim()).unwrap()).unwrap();
    assert_eq!(bundle["entry"][0]["resource"]["resourceType"], "DiagnosticReport");
    window.click("pgx-card").await;
    window.wait_for("report-page").await;
    window.wait_until("the card is drawn", async || window.image_width("report-page").await > 0).await;
    window.screenshot("pgx-card").await;
    window.click("report-export").await;
    window.wait_for("report-path").await;
    let card = window::pdf_text(window.text("report-path").await.trim());
    assert!(card.contains("Pharmacogenomics card") && card.contains("capecitabine"), "{card}");
    window.close().await;
}

/// Comparison, "what if", a decision of the tumour board: from the click to the audit log and the PDF.
#[tokio::test]
async fn the_board_compares_asks_and_decides() {
    let window = Window::open("board").await;
    window.create_vault().await;
    window.import_demo("melanoma-braf").await;
    window.click("nav-options").await;
    window.wait_for("option-row").await;
    window.wait_for("option-mark").await;
    let listed = window.count("option-row").await;

    window.click("what-if-open").await;
    window.wait_for("what-if-ask").await;
    window.type_into("what-if-add", "NTRK1 fusion").await;
    window.click("what-if-ask").await;
    window.wait_for("what-if-answer").await;
    window.wait_for("change-row").await;
    assert!(window.text("what-if-answer").await.contains("Hypothetical"));
    window.screenshot("what-if").await;
    window.click("what-if-close").await;
    window.wait_for("option-row").await;
    assert_eq!(window.count("option-row").await, listed, "nothing of what was assumed is kept");

    window.click("board-add").await;
    window.wait_for("board-dialog").await;
    window.type_into("board-participants", "Dr A, Dr B").await;
    window.type_into("board-reason", "Best evidence for this tumour").await;
    window.click("board-store").await;
    window.wait_for("board-note").await;
    assert!(window.text("board-entry").await.contains("Best evidence for this tumour"));
    window.screenshot("board").await;

    // The note as pages, and as a document for the record of the clinic; without the person only with consent.
    window.click("board-export").await;
    window.wait_for("board-files").await;
    window.wait_for("report-page").await;
    window.click("report-export").await;
    window.wait_for("report-path").await;
    let note = window::pdf_text(window.text("report-path").await.trim());
    assert!(note.contains("Tumour board note") && note.contains("Best evidence for this tumour"), "{note}");
    window.click("board-file-fhir").await;
    window.wait_for("board-path").await;
    let path = window.text("board-path").await;
    let bundle: serde_json::Value = serde_json::from_slice(&std::fs::read(path.trim()).unwrap()).unwrap();
    assert_eq!(
        (&bundle["type"], &bundle["entry"][0]["resource"]["resourceType"]),
        (&"document".into(), &"Composition".into())
    );
    window.screenshot("note").await;

    window.click("report-audience-clinician").await;
    window
        .wait_until("the pages of the clinician are there", async || window.count("board-files").await == 0)
        .await;
    window.wait_for("report-page").await;
    window.click("report-export").await;
    window.wait_for("report-path").await;
    let text = window::pdf_text(window.text("report-path").await.trim());
    assert!(text.contains("Best evidence for this tumour") && text.contains("Dr B"), "{text}");
    window.click("nav-audit").await;
    window.wait_for("audit-row").await;
    let audit = window.texts("audit-row").await.join("\n");
    assert!(audit.contains("decision recorded"), "{audit}");
    window.close().await;
}

/// Copy number, fusion and biomarker lead to their options, and an option leads back to the very row.
#[tokio::test]
async fn every_row_of_the_genome_screen_leads_to_its_options_and_back() {
    let window = Window::open("links").await;
    window.create_vault().await;
    window.import_demo("breast-brca1").await;
    let copies = window.file("copies.tsv", "Hugo_Symbol\tSAMPLE\nERBB2\t2\nCDKN2A\t-2\n");
    let fusions = window.file(
        "fusions.tsv",
        "#FusionName\tJunctionReadCount\tSpanningFragCount\tLeftGene\tLeftBreakpoint\tRightGene\tRightBreakpoint\n\
         EML4--ALK\t40\t12\tEML4^ENSG00000143924\tchr2:42295554:+\tALK^ENSG00000171094\tchr2:29223528:-\n",
    );
    window.click("nav-import").await;
    window.type_into("import-path", &format!("{copies};{fusions}")).await;
    window.click("import-path-read").await;
    window.wait_for("import-files").await;
    window.click("import-commit").await;
    window.wait_for("summary-options").await;

    window.click("nav-genome").await;
    for (table, alteration) in [("copy-number-row", "ERBB2"), ("fusion-row", "EML4::ALK")] {
        window.wait_for(table).await;
        let place = window.texts(table).await.iter().position(|t| t.contains(alteration)).expect(alteration);
        window.press_in_nth(table, place, "event-option").await;
        window.wait_for("contribution-chart").await;
        let names = window.texts("because-link").await;
        let back = names.iter().position(|n| n.contains(alteration));
        let back = back.unwrap_or_else(|| panic!("{alteration} is not among {names:?}"));
        window.press_nth("because-link", back).await;
        window.wait_until("the row is marked", async || window.marked(table, place).await).await;
        assert_eq!(window.count("genome-elsewhere").await, 0, "{alteration} stands in a report");
        let longer = window.longer_than_its_frame().await;
        assert!(longer.is_empty(), "the banner can be scrolled away: {longer}");
    }
    window.screenshot("rows").await;
    window.close().await;
}

/// A long file tells how far it is, and a person stops it: nothing of it is kept.
#[tokio::test]
async fn a_long_file_shows_its_progress_and_can_be_stopped() {
    use std::fmt::Write as _;
    let window = Window::open("long").await;
    window.create_vault().await;
    let mut text = String::from(
        "##fileformat=VCFv4.2\n##reference=GRCh38\n##contig=<ID=chr1,length=248956422>\n\
         ##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT1\n",
    );
    for i in 0..1_500_000_u32 {
        writeln!(text, "chr1\t{}\t.\tA\tG\t50\tPASS\t.\tGT\t0/1", 1_000_000 + i * 100).unwrap();
    }
    let path = window.file("long.vcf", &text);
    drop(text);
    window.click("nav-import").await;
    window.type_into("import-path", &path).await;
    window.press("import-path-read").await;
    window.wait_for("loading").await;
    window.wait_until("the progress moves", async || window.progress().await > 0.0).await;
    let first = window.progress().await;
    assert!(window.text("loading-message").await.contains("long.vcf"), "the file is named");
    window.wait_until("it moves on", async || window.progress().await > first).await;
    window.screenshot("progress").await;
    let asked = std::time::Instant::now();
    window.press("import-stop").await;
    window.wait_for("import-path").await;
    assert_eq!(window.count("loading").await, 0);
    println!("stopped after {} ms", asked.elapsed().as_millis());
    // Nothing waits to be stored, and the next file is read at once.
    assert_eq!(window.count("import-commit").await, 0);
    window.click("import-demo-melanoma-braf").await;
    window.wait_for("import-commit").await;
    window.click("nav-worklist").await;
    window.wait_for("worklist-empty").await;
    window.close().await;
}

/// Ten minutes without input lock the vault; here the time is the shortest that can be set.
#[tokio::test]
async fn the_vault_locks_by_itself() {
    let window = Window::open_with("autolock", &[("ATTUNE_AUTO_LOCK_MINUTES", "1")]).await;
    window.create_vault().await;
    window.import_demo("melanoma-braf").await;
    window.wait_long("unlock", 90).await;
    assert_eq!(window.count("banner-name").await, 0);
    window.close().await;
}

/// Pictures for the README: `make screenshots`.
#[tokio::test]
#[ignore = "writes pictures; run by `make screenshots`"]
async fn screenshots() {
    let folder = common::root().join("assets/screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    let window = Window::open("pictures").await;
    window.wait_for("unlock-passphrase").await;
    window.picture(&folder, "unlock").await;
    window.create_vault().await;
    for id in ["melanoma-braf", "breast-brca1", "colon-kras-dpyd"] {
        window.click("nav-worklist").await;
        window.click("nav-import").await;
        window.wait_for(&format!("import-demo-{id}")).await;
        window.click(&format!("import-demo-{id}")).await;
        window.wait_for("import-commit").await;
        if id == "colon-kras-dpyd" {
            window.picture(&folder, "import").await;
        }
        window.click("import-commit").await;
        window.wait_for("banner-name").await;
        window.wait_for("summary-options").await;
        if id == "melanoma-braf" {
            window.picture(&folder, "summary").await;
            window.click("nav-options").await;
            window.wait_for("option-row").await;
            window.wait_for("contribution-chart").await;
            window.picture(&folder, "options").await;
        }
    }
    window.picture(&folder, "summary-colon").await;
    for (nav, wait) in [
        ("nav-genome", "variant-row"),
        ("nav-options", "option-row"),
        ("nav-pgx", "pgx-own-row"),
        ("nav-consent", "consent-row-ai_models"),
        ("nav-report", "report-page"),
    ] {
        window.click(nav).await;
        window.wait_for(wait).await;
        window.picture(&folder, &format!("{}-colon", nav.trim_start_matches("nav-"))).await;
    }
    window.click("nav-worklist").await;
    window.wait_for("worklist-row").await;
    window.picture(&folder, "worklist").await;
    for nav in ["nav-packs", "nav-audit", "nav-settings"] {
        window.click(nav).await;
        window.wait_for("screen-title").await;
        window.picture(&folder, nav.trim_start_matches("nav-")).await;
    }
    window.close().await;
}

/// How long a screen takes from the click to its first content, as a person feels it: `--ignored responsiveness`.
#[tokio::test]
#[ignore = "a measurement; run by hand"]
async fn responsiveness() {
    let window = Window::open("speed").await;
    window.create_vault().await;
    window.import_demo("colon-kras-dpyd").await;
    for (nav, content) in [
        ("nav-options", "option-row"),
        ("nav-consent", "consent-row-ai_models"),
        ("nav-report", "report-page"),
        ("nav-packs", "pack-row"),
        ("nav-audit", "audit-row"),
        ("nav-worklist", "worklist-row"),
    ] {
        let start = std::time::Instant::now();
        window.press(nav).await;
        window.wait_for(content).await;
        println!("{nav}: {} ms", start.elapsed().as_millis());
        let start = std::time::Instant::now();
        let length = window.body().await.len();
        println!("   reading {length} characters: {} ms", start.elapsed().as_millis());
    }
    window.close().await;
}
