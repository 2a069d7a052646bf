//! `attune variants`: what is concluded from a file, end to end. Each file here is our own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{json, refused};
use serde_json::Value;

const HEAD: &str = "##fileformat=VCFv4.2\n##reference=GRCh38\n##contig=<ID=chr7,length=159345973>\n\
    ##INFO=<ID=SOMATIC,Number=0,Type=Flag,Description=\"x\">\n##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"x\">\n\
    ##INFO=<ID=gnomAD_AF,Number=A,Type=Float,Description=\"x\">\n##INFO=<ID=END,Number=1,Type=Integer,Description=\"x\">\n\
    ##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">\n##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"x\">\n\
    ##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"x\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\n";

fn variants(rows: &[&str], more: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.vcf");
    std::fs::write(&path, format!("{HEAD}{}\n", rows.join("\n").replace(' ', "\t"))).unwrap();
    let path = path.display().to_string();
    let arguments: Vec<&str> =
        ["variants", "--genome", &path].into_iter().chain(more.iter().copied()).collect();
    json(&arguments)
}

const BRAF_A: &str = "chr7 140753336 . A T . PASS SOMATIC GT:AD:DP 0/1:70,30:100";
const BRAF_C: &str = "chr7 140753337 . C T . PASS SOMATIC GT:AD:DP 0/1:69,31:100";
const BRCA1: &str = "chr17 43124027 . ACT A . PASS CLNSIG=Pathogenic;gnomAD_AF=0 GT:AD:DP 0/1:50,50:100";

#[test]
fn two_rows_of_one_codon_are_one_change() {
    let document = variants(&[BRAF_A, BRAF_C], &["--tumour-type", "MEL"]);
    let all = document["variants"].as_array().unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["hgvs_p"], "p.Val600Lys");
    assert_eq!(all[0]["joined_lines"].as_array().unwrap().len(), 2);
    assert_eq!(all[0]["tier"], "I-A");
    let findings = document["findings"].as_array().unwrap();
    assert!(findings.iter().any(|f| f["code"] == "variants.joined_without_phase"));
}

#[test]
fn oncogenicity_has_class_points_criteria_and_the_facts() {
    let document = variants(&[BRAF_A], &["--tumour-type", "MEL"]);
    let braf = &document["variants"][0];
    let class = &braf["oncogenicity"];
    assert_eq!((class["class"].as_str(), class["points"].as_i64()), (Some("Oncogenic"), Some(10)));
    let assessed = class["assessed"].as_array().unwrap();
    let sum: i64 = assessed.iter().map(|c| c["points"].as_i64().unwrap()).sum();
    assert_eq!(sum, 10);
    let states = ["met", "not met", "not assessable offline"];
    assert!(assessed.iter().all(|c| states.contains(&c["state"].as_str().unwrap()) && c["fact"] != ""));
    assert!(braf["classification"].is_null(), "a somatic call has no germline class");
}

#[test]
fn a_germline_call_has_its_own_class_beside_the_laboratorys() {
    let document = variants(&[BRCA1], &["--origin", "germline"]);
    let v = &document["variants"][0];
    let class = &v["classification"];
    assert_eq!((class["class"].as_str(), class["points"].as_i64()), (Some("Likely pathogenic"), Some(9)));
    assert_eq!(class["assessed"].as_array().unwrap().len(), 28);
    assert_eq!((class["laboratory"].as_str(), class["differs"].as_bool()), (Some("Pathogenic"), Some(false)));
    assert!(v["aliases"].as_array().unwrap().iter().any(|a| a == "185delAG"));
    assert!(v["oncogenicity"].is_null());
    let benign = variants(&[&BRCA1.replace("Pathogenic", "Benign")], &["--origin", "germline"]);
    assert_eq!(benign["variants"][0]["classification"]["differs"], true);
}

#[test]
fn a_burden_needs_a_region_of_half_a_megabase_and_somatic_calls() {
    let of = |more: &[&str]| variants(&[BRAF_A, BRAF_C], more);
    assert!(of(&[])["tmb"].is_null());
    let small = of(&["--region-mb", "0.4"]);
    assert!(small["tmb"].is_null());
    let why = small["reports"][0]["biomarkers"]["tmb"]["remark"].as_str().unwrap().to_owned();
    assert!(why.starts_with("not reportable"), "{why}");
    // One variant in 1 Mb: exact limits 0.03 and 5.57.
    let tmb = &of(&["--region-mb", "1"])["tmb"];
    assert_eq!(
        (tmb["value"].as_f64(), tmb["low"].as_f64(), tmb["high"].as_f64()),
        (Some(1.0), Some(0.03), Some(5.57))
    );
    let undeclared = variants(&[&BRAF_A.replace("SOMATIC", ".")], &["--region-mb", "1"]);
    assert!(undeclared["tmb"].is_null());
    assert!(undeclared["msi"].is_null(), "the proxy never sets a state");
    refused(&["variants", "--genome", "absent.vcf", "--region-mb", "1"]);
}

#[test]
fn wild_type_needs_positive_evidence() {
    let block = |dp: u32| format!("chr7 140719000 . A <NON_REF> . . END=140930000 GT:DP 0/0:{dp}");
    let tested = |document: &Value| {
        let list = document["reports"][0]["coverage"]["tested"].as_array().cloned().unwrap_or_default();
        list.iter().any(|g| g["gene"] == "BRAF")
    };
    let deep = variants(&[&block(200)], &["--origin", "somatic"]);
    assert!(tested(&deep));
    let gaps = deep["reports"][0]["coverage"]["gaps"].as_array().unwrap();
    assert!(gaps.iter().any(|g| g["message"].as_str().unwrap().contains("KRAS codon 12 not covered")));
    assert!(!gaps.iter().any(|g| g["gene"] == "BRAF"));
    let shallow = variants(&[&block(30)], &["--origin", "somatic"]);
    assert!(!tested(&shallow));
    let gaps = shallow["reports"][0]["coverage"]["gaps"].as_array().unwrap();
    assert!(
        gaps.iter().any(|g| g["message"] == "BRAF codon 600 not covered: this is not \"BRAF wild-type\"")
    );
    // A plain list of calls says nothing of what it does not list.
    assert!(variants(&[BRCA1], &[])["reports"][0]["coverage"]["source"].is_null());
}

#[test]
fn a_possible_germline_finding_outside_the_indication_needs_consent() {
    let flag = |more: &[&str]| variants(&[BRCA1], more)["variants"][0]["possible_germline"].clone();
    assert!(flag(&["--tumour-type", "MEL"]).is_null());
    let shown = flag(&["--tumour-type", "MEL", "--consent", "secondary_findings"]);
    assert!(shown["because"].as_str().unwrap().contains("BRCA1"));
    assert!(!flag(&["--tumour-type", "BRCA"]).is_null(), "part of the indication of breast cancer");
}
