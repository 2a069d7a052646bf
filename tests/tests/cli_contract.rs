//! The command line is a contract: names, shapes, exit codes, and the examples that must hold.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{attune, demo, demo_arguments, demo_genomes, json};
use serde_json::Value;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_lowercase()
}

fn drugs(entries: &Value) -> Vec<String> {
    entries.as_array().unwrap().iter().flat_map(|o| o["drugs"].as_array().unwrap().iter().map(text)).collect()
}

#[test]
fn every_document_starts_with_schema_version_and_packs() {
    let genome = demo_genomes("colon-kras-dpyd").remove(0).display().to_string();
    let ehr = demo("colon-kras-dpyd").join("ehr.json").display().to_string();
    let calls: [(&str, Vec<&str>); 6] = [
        ("attune/options/1", vec!["options", "--alteration", "BRAF V600E", "--tumour-type", "MEL"]),
        ("attune/variants/1", vec!["variants", "--genome", &genome]),
        ("attune/pgx/1", vec!["pgx", "--genome", &genome]),
        ("attune/import/1", vec!["import", "--ehr", &ehr, "--genome", &genome, "--record"]),
        ("attune/models/1", vec!["models", "list"]),
        ("attune/packs/1", vec!["packs", "list"]),
    ];
    for (schema, arguments) in calls {
        let output = attune(&arguments);
        let answer = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        let document: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(document["schema"], schema);
        assert!(!document["attune"].as_str().unwrap().is_empty());
        assert!(!document["packs"].as_array().unwrap().is_empty());
        let order = ["\"schema\"", "\"attune\"", "\"packs\""].map(|k| answer.find(k).unwrap());
        assert!(order.is_sorted(), "{schema}: schema, attune, packs come first");
    }
}

#[test]
fn anti_egfr_antibodies_are_resistance_in_a_colorectal_tumour_with_kras_g12d() {
    let document = json(&["options", "--alteration", "KRAS G12D", "--tumour-type", "COAD"]);
    let (ranked, resistance) = (drugs(&document["options"]), drugs(&document["resistance"]));
    for drug in ["cetuximab", "panitumumab"] {
        assert!(!ranked.contains(&drug.to_owned()), "{drug} is ranked");
        assert!(resistance.contains(&drug.to_owned()), "{drug} is not under resistance");
    }
}

#[test]
fn a_poor_dpyd_metaboliser_never_sees_a_fluoropyrimidine_ranked() {
    let folder = tempfile::tempdir().unwrap();
    // DPYD *2A on both strands, and a whole defining position set is not needed to know a poor metaboliser.
    let genome = folder.path().join("dpyd.vcf");
    let source = std::fs::read_to_string(germline_of("colon-kras-dpyd")).unwrap();
    let mut changed = 0;
    let text: Vec<String> = source
        .lines()
        .map(|line| {
            if line.contains("\t97450058\t") {
                changed += 1;
                line.replacen("\t0/1", "\t1/1", 1)
            } else {
                line.to_owned()
            }
        })
        .collect();
    assert_eq!(changed, 1, "the demo has one DPYD *2A record");
    std::fs::write(&genome, text.join("\n") + "\n").unwrap();
    let document = json(&["options", "--genome", genome.to_str().unwrap(), "--tumour-type", "COAD"]);
    let ranked = drugs(&document["options"]);
    for drug in ["fluorouracil", "capecitabine", "tegafur"] {
        assert!(!ranked.contains(&drug.to_owned()), "{drug} is ranked for a poor metaboliser");
    }
    let blocked = document["not_ranked"].as_array().unwrap();
    let dpyd =
        blocked.iter().find(|b| b["drugs"].as_array().unwrap().iter().any(|d| d == "fluorouracil")).unwrap();
    assert_eq!(dpyd["reason"], "contraindicated");
    assert!(text_of(dpyd).contains("DPYD"), "{dpyd}");
}

fn text_of(value: &Value) -> String {
    format!("{} {}", value["detail"], value["safety"])
}

fn germline_of(id: &str) -> std::path::PathBuf {
    demo_genomes(id).into_iter().find(|p| p.to_string_lossy().contains("germline")).unwrap()
}

#[test]
fn contributions_sum_to_the_score_and_levels_are_in_order() {
    for id in ["melanoma-braf", "colon-kras-dpyd", "breast-brca1"] {
        let document = json(&demo_arguments("options", id));
        let options = document["options"].as_array().unwrap();
        assert!(!options.is_empty(), "{id} has no ranked option: {}", document["abstained"]);
        let mut last = (1, 1.0_f64);
        let order = ["I-A", "I-B", "II-C", "II-D", "III", "IV"];
        let mut level = 0;
        for option in options {
            let sum: f64 = option["contributions"]
                .as_array()
                .unwrap()
                .iter()
                .map(|c| c["points"].as_f64().unwrap())
                .sum();
            let score = option["score"].as_f64().unwrap();
            assert!((sum - score).abs() < 1e-9, "{id}: {} sums to {sum}, not {score}", option["treatment"]);
            let this = order.iter().position(|l| *l == option["level"].as_str().unwrap()).unwrap();
            // Standard care rests on no alteration: it has no tier and stands after tier I, to start from or last.
            if option["group"] == "standard_care" {
                assert!(option["level"] == "III" || this > 1, "{id}: standard care before tier I");
            } else {
                assert!(this >= level, "{id}: level order");
                level = this;
            }
            let rank = option["rank"].as_u64().unwrap();
            assert!(rank >= last.0 && score <= last.1 + 1e-12, "{id}: rank and score order");
            assert!(rank - last.0 <= 1, "{id}: a gap in the ranks");
            last = (rank, score);
            assert!(!option["evidence"].as_array().unwrap().is_empty(), "{id}: an option without evidence");
        }
    }
}

#[test]
fn an_unknown_tumour_type_is_said_and_gets_no_tier_one_of_another() {
    let document = json(&["options", "--alteration", "BRAF V600E", "--tumour-type", "not a tumour at all"]);
    assert_eq!(document["tumour_type"]["recognised"], false);
    for option in document["options"].as_array().unwrap() {
        assert!(!option["level"].as_str().unwrap().starts_with("I-"), "{option}");
    }
}

#[test]
fn text_that_cannot_be_read_is_said_to_be_so() {
    let document =
        json(&["options", "--alteration", "wibble 17", "--alteration", "KIT D816V", "--tumour-type", "MEL"]);
    let recognised = |text: &str| {
        let all = document["alterations"].as_array().unwrap();
        all.iter().find(|a| a["text"] == text).map(|a| a["recognised"].as_bool().unwrap())
    };
    assert_eq!((recognised("wibble 17"), recognised("KIT D816V")), (Some(false), Some(true)));
}

#[test]
fn models_run_only_with_consent_and_their_contributions_sum() {
    let mut arguments = demo_arguments("options", "melanoma-braf");
    let with = json(&arguments);
    let prediction = &with["predictions"][0];
    assert_eq!(prediction["applicable"], true, "{prediction}");
    let sum: f64 =
        prediction["contributions"].as_array().unwrap().iter().map(|c| c["points"].as_f64().unwrap()).sum();
    let total = prediction["base"].as_f64().unwrap() + sum;
    let score = prediction["prediction"].as_f64().unwrap();
    assert!((1.0 / (1.0 + (-total).exp()) - score).abs() < 1e-9);
    // The colon patient's consent for models is not recorded: nothing runs, and the document says why.
    let without = json(&demo_arguments("options", "colon-kras-dpyd"));
    assert_eq!(without["consent"]["ai_models"], "not_recorded");
    assert!(without["predictions"].as_array().unwrap().is_empty());
    assert!(without["withheld"].to_string().to_lowercase().contains("ai models"));
    arguments.extend(["--as-of".into(), "2200-01-01".into()]);
    assert_ne!(json(&arguments)["consent"]["ai_models"], "not_recorded");
}

#[test]
fn predict_answers_row_by_row_and_refuses_what_it_cannot_judge() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("rows.csv");
    std::fs::write(
        &table,
        "tmb,systemic_therapy_history,albumin,nlr,age,cancer_type\n9.8,0,3.8,16.3333333333333,68.5147159479808,NSCLC\n9.8,0,38,4,68,NSCLC\n9.8,0,3.8,4,68,CNS\n9.8,0,,4,68,NSCLC\n",
    )
    .unwrap();
    let document = json(&["predict", "loris-pan-cancer", "--input", table.to_str().unwrap(), "--explain"]);
    let rows = document["predictions"].as_array().unwrap();
    assert_eq!(rows.len(), 4);
    // First row of the authors' published scores (Chang 2024, doi 10.1038/s43018-024-00772-7).
    assert!((rows[0]["prediction"].as_f64().unwrap() - 0.528_754_817_424_028).abs() < 1e-9);
    assert!(rows[0]["outputs"]["response_probability"].as_f64().unwrap() < 0.5);
    for row in &rows[1..] {
        assert_eq!(row["prediction"], Value::Null);
        assert_eq!(row["applicable"], false);
        assert!(!row["reasons"].as_array().unwrap().is_empty());
    }
}

#[test]
fn the_report_is_a_pdf_with_searchable_text_for_both_audiences() {
    let folder = tempfile::tempdir().unwrap();
    for audience in ["clinician", "patient"] {
        let out = folder.path().join(format!("{audience}.pdf"));
        let mut arguments = demo_arguments("report", "colon-kras-dpyd");
        arguments.extend(["--audience".into(), audience.into(), "--out".into(), out.display().to_string()]);
        let output = attune(&arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let run = |program: &str, arguments: &[&str]| {
            let output = std::process::Command::new(program).args(arguments).output().expect(program);
            (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let path = out.to_str().unwrap();
        assert!(run("qpdf", &["--check", path]).0, "{audience}: qpdf finds a fault");
        let text = run("pdftotext", &["-layout", path, "-"]).1;
        assert!(text.contains("Page 1 of ") || text.contains("Page 1 of"), "{text}");
        // The missing consent for models is named, in the words of the audience.
        let missing = if audience == "clinician" { "not recorded" } else { "not asked yet" };
        assert!(text.contains("SYNTHETIC") && text.to_lowercase().contains(missing), "{text}");
        let fonts = run("pdffonts", &[path]).1;
        let rows: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!rows.is_empty());
        for row in rows {
            let flags: Vec<&str> = row.split_whitespace().rev().skip(2).take(3).collect();
            assert_eq!(flags, ["yes", "yes", "yes"], "embedded, subset, with Unicode table: {row}");
        }
    }
}

#[test]
fn wrong_usage_is_exit_code_two() {
    for arguments in
        [&["wobble"][..], &["options", "--nonsense"], &["predict"], &["report", "--audience", "nobody"]]
    {
        assert_eq!(attune(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_pack_file_is_checked_before_it_is_installed() {
    let folder = tempfile::tempdir().unwrap();
    let packs = folder.path().join("packs");
    let file = folder.path().join("carried.pack").display().to_string();
    let run = |arguments: &[&str]| {
        std::process::Command::new(common::program("attune"))
            .args(arguments)
            .env("ATTUNE_PACKS", &packs)
            .output()
            .unwrap()
    };
    assert!(run(&["packs", "export", "--out", &file]).status.success());
    assert!(run(&["packs", "verify", &file]).status.success());
    assert!(run(&["packs", "install", &file]).status.success());
    assert!(std::fs::read_dir(&packs).unwrap().count() == 1);
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    for command in ["verify", "install"] {
        let answer = run(&["packs", command, &file]);
        assert_eq!(answer.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&answer.stderr).starts_with("error: "));
    }
    // A damaged installed pack is named and not used; the shipped one serves.
    let installed = std::fs::read_dir(&packs).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&installed, &bytes[..middle]).unwrap();
    let list = run(&["packs", "list", "--format", "json"]);
    let document: Value = serde_json::from_slice(&list.stdout).unwrap();
    assert!(
        document["packs_and_models"][0]["signature"].as_str().unwrap().contains("is not used"),
        "{document}"
    );
}
