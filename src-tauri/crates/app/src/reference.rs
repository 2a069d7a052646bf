//! What a site imports for itself: a reference genome with MANE, and a matrix of mutational signatures. The files are
//! no patient data; what is made of them lies, not encrypted, in the folder of the packs.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use attune_genome::biomarker::signatures::SignatureMatrix;
use attune_genome::site_reference::{Blocks, Mane, ManeReader, SiteBuilder, SiteError};
use attune_genome::{OriginFile, SiteOrigin};
use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use crate::error::AppError;
use crate::intake::{display, file_name};
use crate::library::Library;

/// Stretches that both assemblies have in one piece; see its first lines for source and licence.
static BLOCKS: &[u8] = include_bytes!("../../../../assets/sources/liftover.tsv.gz");

/// Name of the site's transcripts among the packs.
pub(crate) const REFERENCE_FILE: &str = "site-reference.bin";
/// Name of the site's signature matrix.
pub(crate) const SIGNATURES_FILE: &str = "site-signatures.tsv";
/// A genome has chromosomes of some hundred megabases; a line without end is no FASTA.
const LONGEST_LINE: u64 = 1 << 30;
/// A matrix of a hundred signatures has 200 kB.
const LARGEST_MATRIX: u64 = 16 << 20;
/// News is given after every this many bytes.
const STEP: u64 = 4 << 20;

/// Who watches a long import, and how it is stopped.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Takes bytes read, bytes in all, and what is done.
    pub news: &'a dyn Fn(u64, u64, &str),
    /// Set from elsewhere to stop.
    pub stop: &'a AtomicBool,
}

/// Reads the genome and the annotation and writes the site's transcripts. `out` is a folder other than that of the
/// packs. Nothing is written where anything is refused.
///
/// # Errors
/// Files that cannot be read, that do not fit together or are of another assembly; a stop.
pub fn import_reference(
    library: &Library,
    (fasta, mane): (&Path, &Path),
    out: Option<&Path>,
    imported: &str,
    watch: Watch<'_>,
) -> Result<SiteOrigin, AppError> {
    let size = |path: &Path| path.metadata().map_or(0, |m| m.len());
    let all = size(fasta) + size(mane);
    let (annotation, mane_sum) = read_mane(mane, Passing { all, before: 0, watch })?;
    let version = annotation.version.clone();
    let blocks = blocks()?;
    // The reference is made anew against the shipped pack alone, not against an earlier import.
    let pack = library.shipped_transcripts()?;
    let mut builder = SiteBuilder::new(&pack, annotation, &blocks);
    let mut header = String::new();
    let fasta_sum = lines(fasta, Passing { all, before: size(mane), watch }, &mut |line| {
        match line.strip_prefix(b">") {
            Some(name) => {
                let name = String::from_utf8_lossy(name).into_owned();
                builder.contig(&name);
                if header.is_empty() {
                    header = name;
                }
            }
            None if header.is_empty() => return Err(no_fasta(fasta)),
            None => builder.bases(line),
        }
        Ok(())
    })?;
    let file = |role: &str, path: &Path, sha256: String, version: &str| OriginFile {
        role: role.to_owned(),
        name: file_name(path),
        sha256,
        version: version.to_owned(),
    };
    let files = vec![file("FASTA", fasta, fasta_sum, &header), file("MANE", mane, mane_sum, &version)];
    (watch.news)(all, all, "Cutting out the transcripts");
    let origin = SiteOrigin { files, imported: imported.to_owned(), ..SiteOrigin::default() };
    let (bytes, origin) = builder.finish(origin).map_err(|e| refused(fasta, &e))?;
    stopped(watch)?;
    write(out, REFERENCE_FILE, &bytes)?;
    Ok(origin)
}

/// Checks a matrix of signatures and keeps a copy of it. Returns the names of its signatures.
///
/// # Errors
/// A file that is no matrix, faults of the disk.
pub fn import_signatures(file: &Path, out: Option<&Path>) -> Result<Vec<String>, AppError> {
    let mut text = String::new();
    let read = open_unpacked(file)?.take(LARGEST_MATRIX).read_to_string(&mut text);
    read.map_err(|e| unreadable(file, &e))?;
    let matrix =
        SignatureMatrix::read(&text, &file_name(file)).map_err(|e| not_a_matrix(file, &e.to_string()))?;
    // The first line keeps where it is from; the reader passes over it.
    let kept = format!("# {} sha256 {}\n{text}", file_name(file), hex(&Sha256::digest(&text)));
    write(out, SIGNATURES_FILE, kept.as_bytes())?;
    Ok(matrix.names)
}

/// The matrix of the site, where there is one.
///
/// # Errors
/// A copy that was changed so that it is no matrix any more.
pub(crate) fn site_signatures() -> Result<Option<SignatureMatrix>, AppError> {
    let path = crate::packs::folder().join(SIGNATURES_FILE);
    let Ok(text) = fs::read_to_string(&path) else { return Ok(None) };
    let source = text.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']).to_owned();
    SignatureMatrix::read(&text, &source).map(Some).map_err(|e| not_a_matrix(&path, &e.to_string()))
}

fn not_a_matrix(path: &Path, why: &str) -> AppError {
    AppError::new(
        "signatures.matrix",
        format!("{}: {why}", display(path)),
        "choose a table of single base substitutions: `Type`, one column a signature, 96 rows such as A[C>A]A",
    )
}

/// Which of two files is the genome and which the annotation, by their first bytes.
///
/// # Errors
/// Two files that are not one of each.
pub fn tell_apart(paths: &[PathBuf]) -> Result<(PathBuf, PathBuf), AppError> {
    let wrong = || {
        AppError::new(
            "reference.two_files",
            "a reference needs two files: the genome as FASTA and MANE as GFF3 or GTF",
            "choose both at once",
        )
    };
    let [a, b] = paths else { return Err(wrong()) };
    let is_fasta = |path: &Path| -> Result<bool, AppError> {
        let mut first = [0];
        open_unpacked(path)?.read_exact(&mut first).map_err(|e| unreadable(path, &e))?;
        Ok(first == [b'>'])
    };
    match (is_fasta(a)?, is_fasta(b)?) {
        (true, false) => Ok((a.clone(), b.clone())),
        (false, true) => Ok((b.clone(), a.clone())),
        _ => Err(wrong()),
    }
}

fn read_mane(path: &Path, passing: Passing<'_>) -> Result<(Mane, String), AppError> {
    let mut reader = ManeReader::default();
    let sum = lines(path, passing, &mut |line| {
        let text = String::from_utf8_lossy(line);
        reader.line(&text).map_err(|e| refused(path, &e))
    })?;
    Ok((reader.finish().map_err(|e| refused(path, &e))?, sum))
}

fn blocks() -> Result<Blocks, AppError> {
    let mut text = String::new();
    MultiGzDecoder::new(BLOCKS)
        .read_to_string(&mut text)
        .map_err(|e| AppError::new("reference.liftover", e.to_string(), "reinstall Attune"))?;
    Ok(Blocks::read(&text))
}

/// How far the reading of several files is.
#[derive(Clone, Copy)]
struct Passing<'a> {
    all: u64,
    before: u64,
    watch: Watch<'a>,
}

/// The bytes as given: hashed, counted, and stopped on request.
struct Counted<'a> {
    inner: File,
    hash: Sha256,
    read: u64,
    told: u64,
    passing: Passing<'a>,
    words: String,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.passing.watch.stop.load(Ordering::Relaxed) {
            return Err(io::Error::other("stopped"));
        }
        let n = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..n).unwrap_or_default());
        self.read += n as u64;
        if n == 0 || self.read >= self.told + STEP {
            self.told = self.read;
            let done = (self.passing.before + self.read).min(self.passing.all);
            (self.passing.watch.news)(done, self.passing.all, &self.words);
        }
        Ok(n)
    }
}

/// Passes the lines of a file on, unpacked where it is packed. Returns the SHA-256 of the file as given.
fn lines(
    path: &Path,
    passing: Passing<'_>,
    take: &mut dyn FnMut(&[u8]) -> Result<(), AppError>,
) -> Result<String, AppError> {
    let inner = File::open(path).map_err(|e| unreadable(path, &e))?;
    let words = format!("Reading {}", file_name(path));
    let counted = Counted { inner, hash: Sha256::new(), read: 0, told: 0, passing, words };
    let mut raw = BufReader::with_capacity(1 << 18, counted);
    let fault = |e: &io::Error| match passing.watch.stop.load(Ordering::Relaxed) {
        true => cancelled(),
        false => unreadable(path, e),
    };
    let packed = raw.fill_buf().map_err(|e| fault(&e))?.starts_with(&[0x1f, 0x8b]);
    if packed {
        let mut unpacked = BufReader::with_capacity(1 << 18, MultiGzDecoder::new(&mut raw));
        each_line(&mut unpacked, path, &fault, take)?;
    } else {
        each_line(&mut raw, path, &fault, take)?;
    }
    // What stands behind the last line belongs to the hash as well.
    io::copy(&mut raw, &mut io::sink()).map_err(|e| fault(&e))?;
    Ok(hex(&raw.into_inner().hash.finalize()))
}

fn each_line(
    input: &mut impl BufRead,
    path: &Path,
    fault: &dyn Fn(&io::Error) -> AppError,
    take: &mut dyn FnMut(&[u8]) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut line = Vec::new();
    loop {
        line.clear();
        let n = input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(|e| fault(&e))?;
        if n == 0 {
            return Ok(());
        }
        if n as u64 == LONGEST_LINE {
            return Err(no_fasta(path));
        }
        while line.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
            line.pop();
        }
        take(&line)?;
    }
}

fn open_unpacked(path: &Path) -> Result<Box<dyn Read>, AppError> {
    let mut raw = BufReader::new(File::open(path).map_err(|e| unreadable(path, &e))?);
    let packed = raw.fill_buf().map_err(|e| unreadable(path, &e))?.starts_with(&[0x1f, 0x8b]);
    Ok(if packed { Box::new(MultiGzDecoder::new(raw)) } else { Box::new(raw) })
}

/// Written beside and put in place, so that a half-written file is never used.
fn write(out: Option<&Path>, name: &str, bytes: &[u8]) -> Result<(), AppError> {
    let folder = out.map_or_else(crate::packs::folder, Path::to_owned);
    fs::create_dir_all(&folder)?;
    let (target, staged) = (folder.join(name), folder.join(format!("{name}.partial")));
    fs::write(&staged, bytes)?;
    File::open(&staged)?.sync_all()?;
    Ok(fs::rename(&staged, &target)?)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn stopped(watch: Watch<'_>) -> Result<(), AppError> {
    if watch.stop.load(Ordering::Relaxed) { Err(cancelled()) } else { Ok(()) }
}

fn cancelled() -> AppError {
    AppError::new("reference.cancelled", "the import was stopped; nothing was changed", "start it again")
}

fn no_fasta(path: &Path) -> AppError {
    refused(path, &SiteError::NoSequence)
}

fn refused(path: &Path, why: &SiteError) -> AppError {
    AppError::new(why.code(), format!("{}: {why}", display(path)), why.hint())
}

fn unreadable(path: &Path, cause: &io::Error) -> AppError {
    AppError::new(
        "file.open",
        format!("{}: {cause}", display(path)),
        "check the path and the right to read the file",
    )
}
