//! What the acceptance tests share: where the programs are and how they are called.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// Top folder of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// A program of this workspace, built by the same cargo call as this test.
pub fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let path = test.parent().and_then(Path::parent).unwrap().join(name);
    assert!(path.exists(), "{} is not built: run `cargo build --workspace` or `make test`", path.display());
    path
}

/// Folder of a demo patient.
pub fn demo(id: &str) -> PathBuf {
    root().join("assets/demo").join(id)
}

/// The genome files of a demo patient.
pub fn demo_genomes(id: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(demo(id)).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.to_string_lossy().contains(".vcf"));
    files.sort();
    files
}

/// Runs `attune` with these arguments.
pub fn attune<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Output {
    Command::new(program("attune")).args(arguments).output().unwrap()
}

/// Runs `attune` and reads its JSON; fails where it fails.
pub fn json<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Value {
    let output = attune(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Runs `attune` and expects it to refuse the input: exit 1, one `error:` and one `hint:` line, no output.
pub fn refused<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> String {
    let output = attune(arguments);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(output.stdout.is_empty(), "a refused input has no answer");
    let lines: Vec<&str> = errors.lines().collect();
    assert_eq!(lines.len(), 2, "one clear line and a hint, not: {errors}");
    assert!(lines[0].starts_with("error: ") && lines[1].starts_with("hint: "), "{errors}");
    errors
}

/// Arguments that name the files of a demo patient.
pub fn demo_arguments(command: &str, id: &str) -> Vec<String> {
    let mut all = vec![command.to_owned(), "--ehr".into(), demo(id).join("ehr.json").display().to_string()];
    for genome in demo_genomes(id) {
        all.extend(["--genome".into(), genome.display().to_string()]);
    }
    all
}
