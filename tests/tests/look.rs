//! Pictures of every screen and dialog, for a person who judges them: `tests/scripts/look.sh`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod window;

use std::path::{Path, PathBuf};

use window::Window;

/// A walk that takes a picture at every stop.
struct Walk {
    window: Window,
    folder: PathBuf,
    files: tempfile::TempDir,
}

impl Walk {
    async fn start() -> Self {
        let theme = std::env::var("ATTUNE_LOOK_THEME").unwrap_or_else(|_| "light".to_owned());
        let size = std::env::var("ATTUNE_LOOK_SIZE").unwrap_or_else(|_| "1280x800".to_owned());
        let (width, height) = size.split_once('x').expect("ATTUNE_LOOK_SIZE is WIDTHxHEIGHT");
        let folder = common::root().join("out/look").join(format!("{theme}-{size}"));
        std::fs::create_dir_all(&folder).unwrap();
        let window = Window::open("look").await;
        window.size(width.parse().unwrap(), height.parse().unwrap()).await;
        window.create_vault().await;
        let walk = Self { window, folder, files: tempfile::tempdir().unwrap() };
        walk.go("nav-settings", "theme-dark").await;
        walk.window.click(&format!("theme-{theme}")).await;
        walk.take("settings").await;
        walk
    }

    async fn go(&self, nav: &str, content: &str) {
        self.window.click(nav).await;
        self.window.wait_for(content).await;
    }

    async fn take(&self, name: &str) {
        let longer = self.window.longer_than_its_frame().await;
        assert!(longer.is_empty(), "{name}: the window can be scrolled past its banner: {longer}");
        self.window.picture(&self.folder, name).await;
    }

    /// Pictures of an element brought to the top of what scrolls; nothing where it is not there.
    async fn at(&self, id: &str, name: &str) {
        if self.window.bring_up(id).await {
            self.take(name).await;
        } else {
            eprintln!("{name}: {id} is not on this screen");
        }
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.files.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    async fn read(&self, paths: &[String]) {
        self.go("nav-import", "import-path").await;
        self.window.type_into("import-path", &paths.join(";")).await;
        self.window.click("import-path-read").await;
        self.window.wait_long("import-files", 300).await;
    }
}

const HEAD: &str = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT";

/// Two samples of which nothing names the tumour, and a file without an assembly.
fn asking(walk: &Walk) -> Vec<String> {
    let two = format!(
        "##fileformat=VCFv4.2\n##reference=GRCh38\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">\n\
         ##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"x\">\n{HEAD}\tS1\tS2\n\
         chr7\t140753336\t.\tA\tT\t50\tPASS\t.\tGT:AD\t0/1:60,40\t0/0:90,0\n"
    );
    let none = format!(
        "##fileformat=VCFv4.2\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">\n{HEAD}\tS1\n\
         chr7\t140753336\t.\tA\tT\t50\tPASS\t.\tGT\t0/1\n"
    );
    vec![walk.file("two-samples.vcf", &two), walk.file("no-assembly.vcf", &none)]
}

/// A whole case of ../shared where it is wanted and at hand: exome, allele-specific segments, fusions.
fn shared_case() -> Vec<String> {
    if std::env::var_os("ATTUNE_LOOK_SHARED").is_none() {
        return Vec::new();
    }
    let folder = common::root().join("../shared/data/oncology/examples/pcgr");
    let names = ["T001-COAD.grch38.vcf.gz", "T001-COAD.grch38.cna.tsv", "T001-COAD.grch38.fusions.tsv"];
    names.iter().map(|n| folder.join(n)).filter(|p| p.exists()).map(|p| p.display().to_string()).collect()
}

async fn genome(walk: &Walk, of: &str) {
    let window = &walk.window;
    walk.go("nav-genome", "variant-row").await;
    window.wait_for("variant-detail").await;
    walk.take(&format!("genome-{of}")).await;
    walk.at("variant-detail", &format!("genome-{of}-detail")).await;
    walk.at("variant-class", &format!("genome-{of}-class")).await;
    walk.at("genome-copy-number", &format!("genome-{of}-events")).await;
    walk.at("genome-gaps", &format!("genome-{of}-gaps")).await;
    if window.count("criterion-set").await > 0 {
        window.press_nth("criterion-set", 0).await;
        window.wait_for("criterion-dialog").await;
        walk.take(&format!("dialog-criterion-{of}")).await;
        window.click("criterion-cancel").await;
    }
    if window.count("class-change").await > 0 {
        window.press("class-change").await;
        window.wait_for("class-dialog").await;
        walk.take(&format!("dialog-class-{of}")).await;
        window.click("class-cancel").await;
    }
}

async fn options(walk: &Walk, of: &str) {
    let window = &walk.window;
    walk.go("nav-options", "option-row").await;
    window.wait_for("contribution-chart").await;
    walk.take(&format!("options-{of}")).await;
    for id in [
        "resistance",
        "not-ranked",
        "board",
        "test-next",
        "conflicts",
        "evidence-findings",
        "trials",
        "model-estimates",
        "facts-used",
        "not-considered",
        "contribution-chart",
        "gate-row",
        "evidence-row",
        "would-change-row",
        "model-estimate",
    ] {
        walk.at(id, &format!("options-{of}-{id}")).await;
    }
    let marks = window.count("option-mark").await.min(4);
    for place in 0..marks {
        window.press_nth("option-mark", place).await;
    }
    if marks >= 2 {
        window.press("compare-open").await;
        window.wait_for("compare-row").await;
        walk.take(&format!("compare-{of}")).await;
        window.press("compare-close").await;
        window.wait_for("option-row").await;
    }
    window.press("what-if-open").await;
    window.wait_for("what-if-ask").await;
    walk.take(&format!("what-if-{of}-empty")).await;
    window.type_into("what-if-add", "NTRK1 fusion; zzz unreadable").await;
    window.press("what-if-ask").await;
    window.wait_for("what-if-answer").await;
    walk.take(&format!("what-if-{of}")).await;
    window.press("what-if-close").await;
    window.wait_for("option-row").await;
}

async fn board(walk: &Walk) {
    let window = &walk.window;
    window.click("board-add").await;
    window.wait_for("board-dialog").await;
    window.type_into("board-participants", "Dr A, Dr B").await;
    window.press("board-more").await;
    window.press("board-more").await;
    walk.take("dialog-board").await;
    window.type_nth("board-reason", 0, "Best evidence for this tumour").await;
    window.type_nth("board-reason", 1, "Kept for the second line").await;
    window.type_nth("board-reason", 2, "The patient declines infusions").await;
    window.choose_nth("board-verdict", 2, "rejected").await;
    window.click("board-store").await;
    window.wait_for("board-note").await;
    walk.at("board", "board-note").await;
}

#[tokio::test]
#[ignore = "pictures for a person; run by tests/scripts/look.sh"]
async fn every_screen_and_dialog() {
    let walk = Walk::start().await;
    let window = &walk.window;
    walk.go("nav-packs", "pack-row").await;
    walk.take("packs").await;
    walk.at("site-files", "packs-site").await;
    walk.at("pack-review", "packs-review").await;
    walk.go("nav-worklist", "worklist-empty").await;
    walk.take("worklist-empty").await;

    window.import_demo("melanoma-braf").await;
    walk.take("summary-melanoma").await;
    options(&walk, "melanoma").await;
    board(&walk).await;
    genome(&walk, "melanoma").await;

    window.click("nav-worklist").await;
    walk.read(&asking(&walk)).await;
    walk.take("import-asks").await;
    window.click("file-ask-sample").await;
    window.wait_for("file-choice-dialog").await;
    walk.take("dialog-sample").await;
    window.click("file-choice-cancel").await;
    window.click("file-ask-assembly").await;
    window.wait_for("file-choice-dialog").await;
    walk.take("dialog-assembly").await;
    window.click("file-choice-cancel").await;
    window.click("import-cancel").await;

    window.click("nav-worklist").await;
    window.import_demo("colon-kras-dpyd").await;
    walk.take("summary-colon").await;
    let shared = shared_case();
    if !shared.is_empty() {
        walk.read(&shared).await;
        walk.take("import-shared").await;
        window.click("import-commit").await;
        window.wait_for("summary-options").await;
        walk.take("summary-shared").await;
    }
    genome(&walk, "colon").await;
    options(&walk, "colon").await;
    for (nav, content) in [
        ("nav-pgx", "pgx-own-row"),
        ("nav-consent", "consent-row-ai_models"),
        ("nav-report", "report-page"),
        ("nav-audit", "audit-row"),
        ("nav-worklist", "worklist-row"),
    ] {
        walk.go(nav, content).await;
        walk.take(nav.trim_start_matches("nav-")).await;
    }
    window.click("nav-worklist").await;
    window.import_demo("breast-brca1").await;
    walk.take("summary-breast").await;
    genome(&walk, "breast").await;
    options(&walk, "breast").await;
    walk.window.close().await;
    assert!(Path::new(&walk.folder).exists());
}
