//! The packs and models of this program, for the window and the command line.

use std::fs;
use std::path::{Path, PathBuf};

use attune_knowledge::build::{BuildInput, SOURCE_FILES, fact_files};
use attune_knowledge::{Count, ReviewItem, key_text, parse_secret_key, public_key, sign};
use serde::Serialize;

use crate::document::Header;
use crate::error::AppError;
use crate::library::Library;
use crate::view::{PackRow, PacksView, ReviewGroup};

/// One row a pack or model.
///
/// # Errors
/// A damaged review part of the knowledge pack.
pub fn view(library: &Library) -> Result<PacksView, AppError> {
    let manifest = library.knowledge().manifest();
    let mut licences: Vec<&str> = manifest.parts.iter().map(|p| p.licence.as_str()).collect();
    licences.sort_unstable();
    licences.dedup();
    let mut rows = vec![PackRow {
        id: manifest.id.clone(),
        version: manifest.version.clone(),
        kind: "knowledge".to_owned(),
        valid: format!("{} to {}", manifest.valid_from, manifest.valid_to),
        signature: {
            let key: String = manifest.key.chars().take(16).collect();
            let refused = library.refused_pack().map(|why| format!("; {why}")).unwrap_or_default();
            format!("verified with key {key}{refused}")
        },
        licence: licences.join("; "),
        sources: manifest
            .sources
            .iter()
            .map(|s| format!("{} {} ({}), {}", s.name, s.version, s.date, s.licence))
            .collect(),
        contents: manifest
            .statistics
            .iter()
            .map(|c| {
                let what = c.what.replace('.', ", ").replace('_', " ");
                let means = DEFINITIONS.iter().find(|(name, _)| *name == c.what);
                let means = means.map_or_else(String::new, |(_, words)| format!(" ({words})"));
                format!("{what}: {}{means}", grouped(c.count))
            })
            .collect(),
        review: review(&library.knowledge().review()?),
    }];
    rows.extend(site_rows(library));
    rows.extend(library.models().models().iter().map(|m| {
        let card = m.card();
        PackRow {
            id: card.id.clone(),
            version: card.version.clone(),
            kind: "model".to_owned(),
            valid: "no end stated by its publication".to_owned(),
            signature: "part of this program".to_owned(),
            licence: card.licence.clone(),
            sources: card.citations.clone(),
            contents: std::iter::once(card.intended_use.clone())
                .chain(card.evaluation.iter().map(|e| {
                    format!(
                        "{}: AUC {:.3} ({:.3} to {:.3}), {} patients. {}",
                        e.cohort, e.auc[0], e.auc[1], e.auc[2], e.patients, e.remark
                    )
                }))
                .chain(card.limits.iter().cloned())
                .collect(),
            review: Vec::new(),
        }
    }));
    Ok(PacksView { rows })
}

/// The findings of the builder by kind, conflicts first.
fn review(items: &[ReviewItem]) -> Vec<ReviewGroup> {
    let mut groups: Vec<ReviewGroup> = Vec::new();
    for chunk in items.chunk_by(|a, b| a.kind == b.kind) {
        let row = |item: &ReviewItem| {
            let parts = [item.subject.as_str(), item.words.as_str()];
            parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(": ")
        };
        let title = chunk.first().map_or("", |i| i.kind.title()).to_owned();
        let count = u32::try_from(chunk.len()).unwrap_or(u32::MAX);
        groups.push(ReviewGroup { title, count, rows: chunk.iter().map(row).collect() });
    }
    groups
}

/// `attune packs stats`: what the builder of the knowledge pack counted and found.
///
/// # Errors
/// A damaged review part.
pub fn statistics(library: &Library) -> Result<StatisticsDocument, AppError> {
    let knowledge = library.knowledge();
    Ok(StatisticsDocument {
        header: Header::new("attune/pack-statistics/1", library.all_refs()),
        definitions: DEFINITIONS.map(|(what, words)| Definition { what, words }).to_vec(),
        counts: knowledge.statistics().to_vec(),
        review: knowledge.review()?,
    })
}

/// What the counts mean that a reader could take in more than one way.
const DEFINITIONS: [(&str, &str); 5] = [
    (
        "label.triples",
        "one drug or regimen, one biomarker condition and one tumour scope that the label of a regulator states; counted once \
         however many rows, lines of therapy and regions state it; withdrawn approvals do not count",
    ),
    (
        "label.triples_with_source_date_region",
        "those of them with a source (page, FDA submission or source row), the date that the source states, and the region of \
         the regulator",
    ),
    (
        "label.triples_by_alteration",
        "the same with each alteration of a condition for itself: `EGFR exon 19 deletion OR EGFR L858R` are two",
    ),
    (
        "label_and_guideline.triples",
        "as label.triples, with the recommendations of guidelines; their region is that of the body, or international",
    ),
    (
        "label.own_facts_recalled",
        "rows of the own table that no page and no source row checks: written from memory, marked so on screen and page",
    ),
];

/// What a count means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// Name of the count.
    pub what: &'static str,
    /// Its meaning.
    pub words: &'static str,
}

/// The document of counts and findings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatisticsDocument {
    /// Head.
    #[serde(flatten)]
    pub header: Header,
    /// What counts mean, by name.
    pub definitions: Vec<Definition>,
    /// What was counted.
    pub counts: Vec<Count>,
    /// Conflicts between rows, and gaps.
    pub review: Vec<ReviewItem>,
}

/// What the site imported itself.
fn site_rows(library: &Library) -> Vec<PackRow> {
    let mut rows = Vec::new();
    let file = |name: &str| format!("Lies, not encrypted, in {}", folder().join(name).display());
    if let Some(origin) = library.site() {
        let (compared, differing) = origin.compared;
        let checked = match compared {
            0 => "No base could be compared with the pack; coding sequences read from codon to codon"
                .to_owned(),
            _ => format!("{compared} bases compared with the pack's sequences of GRCh38, {differing} differ"),
        };
        let mut contents = vec![
            format!(
                "MANE transcripts: {}, of these on GRCh37 as well: {}",
                origin.transcripts, origin.on_grch37
            ),
            "The knowledge pack wins for every gene of which it has a sequence".to_owned(),
            checked,
        ];
        contents.extend(origin.left_out.iter().map(|(why, n)| format!("Left out: {n}, {why}")));
        contents.push(file(crate::reference::REFERENCE_FILE));
        rows.push(PackRow {
            id: "site-reference".to_owned(),
            version: format!("imported {}", origin.imported),
            kind: "reference".to_owned(),
            valid: "until it is imported anew".to_owned(),
            signature: "none: made at this site from its own files".to_owned(),
            licence: "that of the files imported".to_owned(),
            sources: origin
                .files
                .iter()
                .map(|f| format!("{} {}, {}, SHA-256 {}", f.role, f.name, or_none(&f.version), f.sha256))
                .collect(),
            contents,
            review: Vec::new(),
        });
    }
    if let Some(matrix) = library.signatures() {
        rows.push(PackRow {
            id: "site-signatures".to_owned(),
            version: format!("{} signatures", matrix.names.len()),
            kind: "signatures".to_owned(),
            valid: "until it is imported anew".to_owned(),
            signature: "none: imported by this site".to_owned(),
            licence: "that of the file imported; Attune ships no matrix".to_owned(),
            sources: vec![matrix.source.clone()],
            contents: vec![matrix.names.join(", "), file(crate::reference::SIGNATURES_FILE)],
            review: Vec::new(),
        });
    }
    rows
}

fn or_none(version: &str) -> &str {
    if version.is_empty() { "no version stated" } else { version }
}

/// `attune packs list`: the same as a document.
///
/// # Errors
/// As [`view`].
pub fn document(library: &Library) -> Result<PacksDocument, AppError> {
    Ok(PacksDocument {
        header: Header::new("attune/packs/1", library.all_refs()),
        packs_and_models: view(library)?.rows,
    })
}

/// The document of packs and models.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PacksDocument {
    /// Head.
    #[serde(flatten)]
    pub header: Header,
    /// Rows.
    pub packs_and_models: Vec<PackRow>,
}

/// `attune packs verify`: the signature was checked on opening; this checks every part as well.
///
/// # Errors
/// The first part that is not what was signed.
pub fn verify(library: &Library) -> Result<(), AppError> {
    Ok(library.knowledge().pack().verify()?)
}

/// `attune packs build`: builds the knowledge pack from facts and source tables, signs it, and writes it.
/// Returns the statistics, the conflicts between rows and the gaps, one line each.
///
/// # Errors
/// A missing or unreadable input, an unreadable key, a folder that cannot be written.
pub fn build(facts: &Path, sources: &Path, out: &Path, sign_key: &Path) -> Result<Vec<String>, AppError> {
    let key = fs::read_to_string(sign_key).map_err(|e| unreadable(sign_key, &e))?;
    let secret = parse_secret_key(&key).ok_or_else(|| {
        AppError::new(
            "pack.key",
            "the key file is not 64 hexadecimal digits",
            "make one with a random generator",
        )
    })?;
    let mut input = BuildInput::default();
    for (folder, names) in [(facts, fact_files()), (sources, SOURCE_FILES.to_vec())] {
        for name in names {
            let path = folder.join(name);
            let bytes = fs::read(&path).map_err(|e| unreadable(&path, &e))?;
            input.files.insert(name.to_owned(), bytes);
        }
    }
    let (draft, gaps) = attune_knowledge::build::build(&input)?;
    let mut lines: Vec<String> =
        draft.statistics.iter().map(|c| format!("{:>7}  {}", c.count, c.what)).collect();
    for group in review(&gaps.review) {
        lines.push(format!("{:>7}  {}", group.count, group.title));
        lines.extend(group.rows.into_iter().map(|row| format!("         {row}")));
    }
    fs::create_dir_all(out)?;
    // Parts of an earlier build that this one no longer writes must not stay behind.
    for entry in fs::read_dir(out)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| ["gz", "json", "sig", "tsv", "bin"].iter().any(|x| e == *x)) {
            fs::remove_file(path)?;
        }
    }
    for (name, bytes) in sign(draft, &secret)? {
        lines.push(format!("{:>9} bytes  {name}", bytes.len()));
        fs::write(out.join(name), bytes)?;
    }
    let public = key_text(&public_key(&secret));
    fs::write(
        out.join("attune-pack.pub"),
        format!("# Public key of the Attune knowledge pack (ed25519)\n{public}\n"),
    )?;
    Ok(lines)
}

fn unreadable(path: &Path, cause: &std::io::Error) -> AppError {
    AppError::new(
        "file.open",
        format!("{}: {cause}", path.display()),
        "name the folder of the public facts and of the source tables",
    )
}

/// Folder of installed packs: `ATTUNE_PACKS`, else the data folder of the user.
pub(crate) fn folder() -> PathBuf {
    std::env::var_os("ATTUNE_PACKS").map(PathBuf::from).unwrap_or_else(|| {
        let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
        let home = || std::env::home_dir().unwrap_or_default().join(".local/share");
        data.unwrap_or_else(home).join("attune/packs")
    })
}

/// Where the installed pack of an id lies.
pub(crate) fn installed_file(id: &str) -> PathBuf {
    folder().join(format!("{id}.pack"))
}

/// `attune packs install FILE`: checks a pack and puts it beside the shipped one. It is used from the next start
/// on, where it is newer. A pack that is refused changes nothing.
///
/// # Errors
/// A bad signature, a changed part, an older version, faults of the disk.
pub fn install(library: &Library, file: &Path) -> Result<String, AppError> {
    let whole = fs::read(file).map_err(|e| unreadable(file, &e))?;
    let pack = library.check_pack(&whole)?;
    let target = installed_file(&pack.manifest().id);
    fs::create_dir_all(folder())?;
    let staged = target.with_extension("partial");
    fs::write(&staged, &whole)?;
    fs::File::open(&staged)?.sync_all()?;
    fs::rename(&staged, &target)?;
    Ok(format!("{} {} is installed", pack.manifest().id, pack.manifest().version))
}

/// `attune packs verify FILE`: the same checks without installing.
///
/// # Errors
/// The reason for which the pack would be refused.
pub fn verify_file(library: &Library, file: &Path) -> Result<String, AppError> {
    let pack = library.check_pack(&fs::read(file).map_err(|e| unreadable(file, &e))?)?;
    Ok(format!("{} {} verifies", pack.manifest().id, pack.manifest().version))
}

/// `attune packs export --out FILE`: the pack in use as one file, to carry to a computer without a connection.
///
/// # Errors
/// A damaged part, faults of the disk.
pub fn export(library: &Library, out: &Path) -> Result<(), AppError> {
    Ok(fs::write(out, library.pack_file()?)?)
}

/// `6,235`.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
