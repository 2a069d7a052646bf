//! Lists the shipped knowledge pack and models, so that the program carries them in itself.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default())
        .join("../../..")
        .canonicalize()?;
    let mut out = String::from(
        "/// Files of the shipped knowledge pack.\npub(super) static KNOWLEDGE: &[(&str, &[u8])] = &[\n",
    );
    for file in sorted(&root.join("assets/knowledge"))? {
        if file.extension().is_some_and(|e| e == "md") {
            continue;
        }
        out += &format!("    ({:?}, include_bytes!({file:?})),\n", name(&file));
    }
    out += "];\n/// Folder, parameters, card and recipe of each shipped model.\n";
    out += "pub(super) static MODELS: &[(&str, &[u8], &[u8], &[u8])] = &[\n";
    for folder in sorted(&root.join("models"))?.into_iter().filter(|p| p.is_dir()) {
        let part = |n: &str| format!("include_bytes!({:?})", folder.join(n));
        out += &format!(
            "    ({:?}, {}, {}, {}),\n",
            name(&folder),
            part("parameters.json"),
            part("card.json"),
            part("recipe.json")
        );
    }
    out += "];\n/// Folder, file and bytes of each demo patient.\n";
    out += "pub(crate) static DEMO: &[(&str, &str, &[u8])] = &[\n";
    for folder in sorted(&root.join("assets/demo"))?.into_iter().filter(|p| p.is_dir()) {
        for file in sorted(&folder)? {
            out += &format!("    ({:?}, {:?}, include_bytes!({file:?})),\n", name(&folder), name(&file));
        }
    }
    out += "];\n";
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("embedded.rs"), out)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files = fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<io::Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}

fn name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}
