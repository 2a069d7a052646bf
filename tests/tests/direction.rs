//! The direction of dependencies (src-tauri/ARCHITECTURE.md): a crate that depends against it fails here.
//! Also: which crate may hold which heavy dependency, and that no network crate is in the shipped graph.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::process::Command;

use serde_json::Value;

/// What each crate of ours may depend on.
const MAY: &[(&str, &[&str])] = &[
    ("attune-clinical", &[]),
    ("attune-genome", &["attune-clinical"]),
    ("attune-ingest", &["attune-clinical", "attune-genome"]),
    ("attune-knowledge", &["attune-clinical", "attune-genome"]),
    ("attune-pharmacogenomics", &["attune-clinical", "attune-genome", "attune-knowledge"]),
    ("attune-inference", &["attune-clinical", "attune-genome"]),
    (
        "attune-decision",
        &[
            "attune-clinical",
            "attune-genome",
            "attune-knowledge",
            "attune-pharmacogenomics",
            "attune-inference",
        ],
    ),
    ("attune-vault", &["attune-clinical"]),
    (
        "attune-report",
        &[
            "attune-clinical",
            "attune-genome",
            "attune-knowledge",
            "attune-pharmacogenomics",
            "attune-inference",
            "attune-decision",
        ],
    ),
    (
        "attune-app",
        &[
            "attune-clinical",
            "attune-genome",
            "attune-ingest",
            "attune-knowledge",
            "attune-pharmacogenomics",
            "attune-inference",
            "attune-decision",
            "attune-vault",
            "attune-report",
        ],
    ),
    ("attune-cli", &["attune-app"]),
    ("attune-desktop", &["attune-app"]),
    ("attune-acceptance", &[]),
];

/// Heavy dependencies stand behind exactly one crate each.
const HEAVY: &[(&str, &str)] = &[
    ("polars", "attune-inference"),
    ("linfa", "attune-inference"),
    ("rusqlite", "attune-vault"),
    ("keyring", "attune-vault"),
    ("printpdf", "attune-report"),
    ("plotters", "attune-report"),
    ("tauri", "attune-desktop"),
];

/// Crates that open connections. The same list stands in deny.toml.
const NETWORK: &[&str] = &[
    "reqwest",
    "hyper",
    "hyper-util",
    "ureq",
    "curl",
    "isahc",
    "attohttpc",
    "surf",
    "h2",
    "quinn",
    "rustls",
    "native-tls",
    "tokio-tungstenite",
    "tungstenite",
    "object_store",
    "trust-dns-resolver",
    "hickory-resolver",
    "opentelemetry",
    "sentry",
];

fn metadata() -> Value {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--manifest-path", manifest])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Direct dependencies of our packages that are shipped (not for development, not for building).
fn shipped_dependencies(metadata: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .filter(|p| p["source"].is_null())
        .map(|p| {
            let names = p["dependencies"].as_array().unwrap().iter().filter(|d| d["kind"].is_null());
            let names = names.map(|d| d["name"].as_str().unwrap().to_owned()).collect();
            (p["name"].as_str().unwrap().to_owned(), names)
        })
        .collect()
}

#[test]
fn no_crate_depends_against_the_direction() {
    let dependencies = shipped_dependencies(&metadata());
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        MAY.iter().map(|(n, d)| (*n, d.iter().copied().collect())).collect();
    assert_eq!(
        dependencies.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        allowed.keys().copied().collect::<BTreeSet<_>>(),
        "a crate is missing in the table of this test, or the table names one that is gone"
    );
    for (package, names) in &dependencies {
        for name in names.iter().filter(|n| n.starts_with("attune-")) {
            assert!(allowed[package.as_str()].contains(name.as_str()), "{package} must not depend on {name}");
        }
    }
}

#[test]
fn heavy_dependencies_stand_behind_one_crate() {
    let dependencies = shipped_dependencies(&metadata());
    for (heavy, owner) in HEAVY {
        for (package, names) in &dependencies {
            if names.contains(*heavy) {
                assert_eq!(package, owner, "{heavy} belongs to {owner}");
            }
        }
        assert!(dependencies[*owner].contains(*heavy), "{owner} no longer uses {heavy}: correct this table");
    }
}

#[test]
fn no_network_crate_is_shipped() {
    let metadata = metadata();
    let id_to_name: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["id"].as_str().unwrap(), p["name"].as_str().unwrap()))
        .collect();
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| (n["id"].as_str().unwrap(), n))
        .collect();
    let mut queue: VecDeque<&str> = id_to_name
        .iter()
        .filter(|(_, name)| ["attune-cli", "attune-desktop"].contains(name))
        .map(|(id, _)| *id)
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = queue.pop_front() {
        if !seen.insert(id) {
            continue;
        }
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            let normal = dependency["dep_kinds"].as_array().unwrap().iter().any(|k| k["kind"].is_null());
            if normal {
                queue.push_back(dependency["pkg"].as_str().unwrap());
            }
        }
    }
    let shipped: BTreeSet<&str> = seen.iter().map(|id| id_to_name[id]).collect();
    assert!(shipped.contains("rusqlite") && shipped.contains("tauri"), "the graph was not walked");
    let found: Vec<_> = NETWORK.iter().filter(|n| shipped.contains(**n)).collect();
    assert!(found.is_empty(), "network crates in the shipped graph: {found:?}");
    let deny = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../deny.toml")).unwrap();
    for name in NETWORK {
        assert!(deny.contains(&format!("crate = \"{name}\"")), "deny.toml does not name {name}");
    }
}
