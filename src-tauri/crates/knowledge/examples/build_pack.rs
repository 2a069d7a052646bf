//! Builds and signs the knowledge pack: `build_pack FACTS SOURCES OUT KEY`.
//!
//! FACTS is the shared facts folder, SOURCES `assets/sources`, OUT `assets/knowledge`, KEY a file with the
//! secret key as 64 hexadecimal digits. The secret key stays with the maintainers and never in the
//! repository; a site may build with its own key, which its programs must then be told to trust.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use attune_knowledge::build::{BuildInput, SOURCE_FILES, build, fact_files};
use attune_knowledge::{key_text, parse_secret_key, public_key, sign};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [facts, sources, out, key] = arguments.as_slice() else {
        return Err("usage: build_pack FACTS SOURCES OUT KEY".into());
    };
    let secret =
        parse_secret_key(&fs::read_to_string(key)?).ok_or("the key file is not 64 hexadecimal digits")?;
    let mut input = BuildInput::default();
    for (folder, names) in [(facts, fact_files()), (sources, SOURCE_FILES.to_vec())] {
        for name in names {
            input.files.insert(name.to_owned(), read(&folder.join(name))?);
        }
    }
    let (draft, gaps) = build(&input)?;
    for count in &draft.statistics {
        println!("{:>7}  {}", count.count, count.what);
    }
    for item in gaps.review {
        println!("{}  {}: {}", item.kind.title(), item.subject, item.words);
    }
    fs::create_dir_all(out)?;
    // Parts of an earlier build that this one no longer writes must not stay behind.
    for entry in fs::read_dir(out)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| ["gz", "json", "sig", "tsv", "bin"].iter().any(|x| e == *x)) {
            fs::remove_file(path)?;
        }
    }
    let files = sign(draft, &secret)?;
    let total: usize = files.values().map(Vec::len).sum();
    for (name, bytes) in &files {
        println!("{:>9}  {name}", bytes.len());
        fs::write(out.join(name), bytes)?;
    }
    println!("{total:>9}  total bytes");
    let public =
        format!("# Public key of the Attune knowledge pack (ed25519)\n{}\n", key_text(&public_key(&secret)));
    fs::write(out.join("attune-pack.pub"), public)?;
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    fs::read(path).map_err(|e| format!("{}: {e}", path.display()).into())
}
