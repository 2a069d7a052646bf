//! Commands of the shell, their capabilities and the calls of the window agree, and the window is closed to
//! everything else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;

use common::root;
use serde_json::Value;

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn names_between(text: &str, start: &str, end: &str) -> BTreeSet<String> {
    let from = text.find(start).unwrap() + start.len();
    let part = &text[from..from + text[from..].find(end).unwrap()];
    part.split(',').map(|n| n.trim().trim_matches('"').to_owned()).filter(|n| !n.is_empty()).collect()
}

#[test]
fn commands_capabilities_and_calls_agree() {
    let handler = names_between(&read("src-tauri/src/commands.rs"), "generate_handler![", "]");
    let built = names_between(&read("src-tauri/src/command_names.rs"), "&[", "]");
    let listed: BTreeSet<String> = serde_json::from_str(&read("ui/src/lib/api/commands.json")).unwrap();
    let capability: Value = serde_json::from_str(&read("src-tauri/capabilities/main.json")).unwrap();
    let permissions: BTreeSet<&str> =
        capability["permissions"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
    let allowed: BTreeSet<String> = permissions
        .iter()
        .filter_map(|p| p.strip_prefix("allow-"))
        .map(|name| name.replace('-', "_"))
        .collect();
    assert_eq!(handler, built);
    assert_eq!(handler, listed);
    assert_eq!(handler, allowed);
    let other: BTreeSet<&str> = permissions.into_iter().filter(|p| !p.starts_with("allow-")).collect();
    assert_eq!(other, BTreeSet::from(["core:event:allow-listen", "core:event:allow-unlisten"]));
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
}

#[test]
fn a_command_of_the_shell_is_short() {
    let text = read("src-tauri/src/commands.rs");
    for function in text.split("#[command(async)]").skip(1) {
        let body = &function[..function.find("\n}\n").unwrap() + 2];
        assert!(body.lines().count() <= 16, "more than 15 lines: {body}");
    }
}

#[test]
fn the_window_loads_nothing_from_outside_and_runs_no_inline_code() {
    let config: Value = serde_json::from_str(&read("src-tauri/tauri.conf.json")).unwrap();
    let security = &config["app"]["security"];
    let csp = security["csp"].as_str().unwrap();
    assert!(csp.starts_with("default-src 'none'"));
    for forbidden in ["unsafe-inline", "unsafe-eval", "https:", "*"] {
        assert!(!csp.contains(forbidden), "{forbidden} in {csp}");
    }
    assert_eq!(csp.matches("http:").count(), 1, "only the channel to the shell itself: {csp}");
    assert!(csp.contains("connect-src ipc: http://ipc.localhost;"));
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(security["assetProtocol"]["enable"], false);
    assert_eq!(config["app"]["withGlobalTauri"], false);
    for window in config["app"]["windows"].as_array().unwrap() {
        assert_ne!(window["devtools"], true);
        assert_eq!(window["title"], "Attune", "no patient in the title of the window");
    }
}

#[test]
fn one_module_of_the_window_speaks_to_the_shell() {
    fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if std::fs::read_to_string(&path).is_ok_and(|t| t.contains("@tauri-apps/")) {
                found.push(path.file_name().unwrap().to_string_lossy().into_owned());
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("ui/src"), &mut found);
    found.retain(|f| f != "backend.test.ts");
    assert_eq!(found, ["backend.ts"]);
}
