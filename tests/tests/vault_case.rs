//! A case in a vault on the command line: the same list as from its files, and the note of the tumour board.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{attune, demo, demo_arguments, json, refused};
use serde_json::Value;

struct Site {
    folder: tempfile::TempDir,
    patient: String,
}

impl Site {
    fn with(id: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("pass"), "correct horse battery staple\n").unwrap();
        let mut site = Self { folder, patient: String::new() };
        let made = attune(&site.arguments(&["vault", "init"]));
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let (ehr, genome) = (demo(id).join("ehr.json"), demo(id).join("genome.vcf"));
        let (ehr, genome) = (ehr.display().to_string(), genome.display().to_string());
        let stored = json(&site.arguments(&["vault", "import", "--ehr", &ehr, "--genome", &genome]));
        stored["patient"].as_str().unwrap().clone_into(&mut site.patient);
        site
    }

    fn arguments(&self, command: &[&str]) -> Vec<String> {
        let mut all: Vec<String> = command.iter().map(|s| (*s).to_owned()).collect();
        for (name, file) in [("--vault", "vault"), ("--passphrase-file", "pass")] {
            all.extend([name.to_owned(), self.folder.path().join(file).display().to_string()]);
        }
        all
    }

    fn case(&self, command: &[&str]) -> Vec<String> {
        let mut all = self.arguments(command);
        all.extend(["--patient".to_owned(), self.patient.clone()]);
        all
    }
}

#[test]
fn a_case_of_the_vault_gives_the_list_of_its_files() {
    let site = Site::with("melanoma-braf");
    let stored = json(&site.case(&["options", "--format", "json"]));
    assert_eq!(stored["schema"], "attune/options/1");
    assert_eq!(stored["case"]["decisions"], Value::Array(Vec::new()));
    let mut files = demo_arguments("options", "melanoma-braf");
    files.extend(["--format", "json"].map(str::to_owned));
    let files = json(&files);
    let names = |d: &Value| -> Vec<String> {
        let all = d["options"].as_array().unwrap();
        all.iter().map(|o| format!("{} {}", o["level"], o["treatment"])).collect()
    };
    assert_eq!(names(&stored), names(&files));

    let variants = json(&site.case(&["variants", "--format", "json"]));
    assert_eq!(variants["schema"], "attune/variants/1");
    assert!(
        variants["variants"].as_array().unwrap().iter().any(|v| v["gene"] == "BRAF" && v["tier"] == "I-A")
    );

    // What would describe files does not stand beside a case, and a board that decided nothing exports nothing.
    let refusal = refused(&site.case(&["options", "--alteration", "KRAS G12D"]));
    assert!(refusal.contains("as it is stored"), "{refusal}");
    let out = site.folder.path().join("note.json").display().to_string();
    let refusal = refused(&site.case(&["vault", "board", "--out", &out]));
    assert!(refusal.contains("no decision of a tumour board"), "{refusal}");
    let wrong = attune(&["options", "--vault", "somewhere"]);
    assert_eq!(wrong.status.code(), Some(2), "a vault without passphrase and patient is a wrong usage");

    let pdf = site.folder.path().join("note.pdf").display().to_string();
    let written = attune(&site.case(&["report", "--audience", "board", "--out", &pdf]));
    assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    // Each look stands in the audit.
    let audit = json(&site.arguments(&["vault", "audit"])).to_string();
    assert!(audit.contains("options_ranked") && audit.contains("report_exported"), "{audit}");
}
