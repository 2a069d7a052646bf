//! Files that cannot be used: one clear line with a hint each, exit code 1, nothing stored.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::Write;
use std::path::{Path, PathBuf};

use common::{attune, demo, demo_genomes, json, refused};

/// A record that says nothing of any gene: a genome report can also be FHIR, this is none.
const PATIENT_ONLY: &[u8] = br#"{"resourceType": "Bundle", "type": "collection",
 "entry": [{"resource": {"resourceType": "Patient", "id": "p", "birthDate": "1960-01-01"}}]}"#;

/// Broken files with the name of what is wrong.
fn broken(folder: &Path) -> Vec<(&'static str, &'static str, PathBuf)> {
    let vcf = std::fs::read(demo_genomes("colon-kras-dpyd").remove(0)).unwrap();
    let ehr = std::fs::read(demo("colon-kras-dpyd").join("ehr.json")).unwrap();
    let mut compressed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    compressed.write_all(&vcf).unwrap();
    let compressed = compressed.finish().unwrap();
    let last_tab = vcf.iter().rposition(|b| *b == b'\t').unwrap();
    let first_fields = vcf[..last_tab].iter().rposition(|b| *b == b'\n').unwrap() + 12;
    let binary: Vec<u8> = (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let files: Vec<(&str, &str, &str, Vec<u8>)> = vec![
        ("genome", "truncated in a line", "cut.vcf", vcf[..first_fields].to_vec()),
        ("genome", "truncated gzip", "cut.vcf.gz", compressed[..compressed.len() / 2].to_vec()),
        ("genome", "empty", "empty.vcf", Vec::new()),
        ("genome", "binary", "binary.vcf", binary.clone()),
        ("genome", "health record without a genomic finding", "record.vcf", PATIENT_ONLY.to_vec()),
        ("genome", "JSON that is no FHIR", "other.vcf", br#"{"hello": ["world"]}"#.to_vec()),
        ("ehr", "JSON that is no FHIR", "other.json", br#"{"hello": ["world"]}"#.to_vec()),
        ("ehr", "truncated JSON", "cut.json", ehr[..ehr.len() / 2].to_vec()),
        ("ehr", "empty", "empty.json", Vec::new()),
        ("ehr", "binary", "binary.json", binary),
        ("ehr", "VCF", "genome.json", vcf),
    ];
    files
        .into_iter()
        .map(|(kind, what, name, bytes)| {
            let path = folder.join(name);
            std::fs::write(&path, bytes).unwrap();
            (kind, what, path)
        })
        .collect()
}

#[test]
fn each_broken_file_is_refused_with_one_line_and_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    for (kind, what, path) in broken(folder.path()) {
        let option = format!("--{kind}");
        for command in ["options", "import"] {
            let message = refused(&[command, &option, path.to_str().unwrap()]);
            assert!(
                message.contains(path.file_name().unwrap().to_str().unwrap()),
                "{what}: names the file: {message}"
            );
        }
    }
    // A record given beside a genotype is read, not passed over.
    let genome = demo_genomes("colon-kras-dpyd").remove(1).display().to_string();
    let absent = folder.path().join("absent.json").display().to_string();
    refused(&["pgx", "--genome", &genome, "--ehr", &absent]);
    refused(&["options", "--genome", folder.path().join("absent.vcf").to_str().unwrap()]);
    refused(&["options", "--genome", folder.path().to_str().unwrap()]);
}

#[test]
fn a_vault_keeps_nothing_of_a_refused_file_and_tells_a_wrong_passphrase_from_damage() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("pass"), "a passphrase of some length\n").unwrap();
    std::fs::write(path("wrong"), "another passphrase of some length\n").unwrap();
    let vault = path("vault");
    let access = ["--vault", &vault, "--passphrase-file"];
    let with = |deed: &[&str], pass: &str| -> Vec<String> {
        let pass = path(pass);
        ["vault"].iter().chain(deed).chain(&access).chain(&[pass.as_str()]).map(|s| (*s).to_owned()).collect()
    };
    let init = attune(&with(&["init"], "pass"));
    assert!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
    assert!(String::from_utf8_lossy(&init.stderr).contains("Recovery code"));
    assert!(refused(&with(&["init"], "pass")).contains("already"));
    assert!(refused(&with(&["verify"], "wrong")).contains("passphrase does not open"));

    for (kind, what, file) in broken(folder.path()) {
        let option = format!("--{kind}");
        let mut arguments = with(&["import"], "pass");
        arguments.extend([option, file.display().to_string()]);
        refused(&arguments);
        let counts = json(&with(&["verify"], "pass"))["counts"].clone();
        assert_eq!(
            (&counts["patients"], &counts["sources"]),
            (&0.into(), &0.into()),
            "{what} left something"
        );
    }

    let mut good = with(&["import"], "pass");
    good.extend(["--ehr".into(), demo("colon-kras-dpyd").join("ehr.json").display().to_string()]);
    for genome in demo_genomes("colon-kras-dpyd") {
        good.extend(["--genome".into(), genome.display().to_string()]);
    }
    let stored = json(&good);
    assert!(!stored["patient"].as_str().unwrap().is_empty());
    let counts = json(&with(&["verify"], "pass"))["counts"].clone();
    assert_eq!(counts["patients"], 1);
    assert!(counts["items"].as_u64().unwrap() > 10);
    // The same files again add nothing.
    json(&good);
    assert_eq!(json(&with(&["verify"], "pass"))["counts"]["items"], counts["items"]);
    let audit = json(&with(&["audit"], "pass"));
    assert_eq!(audit["intact"], true);
    assert!(audit["entries"].as_array().unwrap().len() >= 3);

    // Nothing of the person stands in the folder in plain.
    let family = b"SYNTHETIC";
    for entry in std::fs::read_dir(&vault).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(family.len()).any(|w| w == family));
        assert!(!bytes.starts_with(b"SQLite format 3"));
    }
    let database = folder.path().join("vault/vault.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x40;
    std::fs::write(&database, bytes).unwrap();
    let message = refused(&with(&["verify"], "pass"));
    assert!(message.contains("damaged") && !message.contains("passphrase does not open"), "{message}");
}

/// The program runs whole without any network: in a network namespace with no interface but its own loopback.
#[test]
fn no_socket_is_needed() {
    let program = common::program("attune");
    let unshared = std::process::Command::new("unshare").args(["-rn", "true"]).status();
    if !unshared.is_ok_and(|s| s.success()) {
        eprintln!(
            "note: this machine does not allow `unshare -rn`; the ban on network crates is tested in direction.rs"
        );
        return;
    }
    let arguments = common::demo_arguments("options", "melanoma-braf");
    let output =
        std::process::Command::new("unshare").arg("-rn").arg(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
