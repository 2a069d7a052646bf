//! Measures how long the parts of a pack take to read: `pack_speed PACK_FOLDER`.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

use attune_knowledge::{KnowledgeBase, Pack, parse_public_key};

const TURNS: u32 = 40;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::path::PathBuf::from(std::env::args_os().nth(1).ok_or("usage: pack_speed PACK_FOLDER")?);
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.insert(name, std::fs::read(&path)?);
    }
    let key = std::fs::read_to_string(folder.join("attune-pack.pub"))?;
    let key = parse_public_key(&key).ok_or("the public key cannot be read")?;
    let mut times: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for _ in 0..TURNS {
        let mut last = Instant::now();
        let mut lap = |name| {
            times.entry(name).or_default().push(last.elapsed().as_secs_f64() * 1e3);
            last = Instant::now();
        };
        let base = KnowledgeBase::new(Pack::open(Box::new(files.clone()), &[key])?);
        lap("1 open (signature, with a copy of the files)");
        base.assertions()?;
        lap("2 assertions");
        base.pack().part("assertions")?;
        lap("2a of which hash and inflation");
        base.tumour_types()?;
        lap("3 tumour types");
        base.drugs()?;
        lap("4 drugs");
        base.safety_rules()?;
        lap("5 safety rules");
        base.pgx()?;
        lap("6 pgx");
        base.gene_symbols()?;
        lap("7 gene symbols");
    }
    for (name, mut all) in times {
        all.sort_by(f64::total_cmp);
        let at = |place: usize| all.get(place).copied().unwrap_or_default();
        println!("{:8.2} ms least {:8.2} ms median  {name}", at(0), at(all.len() / 2));
    }
    Ok(())
}
