//! Generates the window's context and the permissions of our own commands.

fn main() {
    println!("cargo:rerun-if-changed=../ui/src/lib/api/commands.json");
    let commands = include!("src/command_names.rs");
    let manifest = tauri_build::AppManifest::new().commands(commands);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
