//! Pharmacogenomic calls of another program or laboratory (structural CYP2D6 alleles, HLA types) beside the genome.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use attune_ingest::{FileKind, Finding, Ledger, Severity};
use attune_knowledge::pgx::PgxTables;
use attune_pharmacogenomics::{PgxSample, holds_outside_calls, merge_outside, read_outside};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Intake, ReadFile, display, file_name, open};
use crate::error::AppError;
use crate::library::Library;

/// Largest file of calls, in bytes, unpacked.
const LARGEST: u64 = 16 * 1024 * 1024;
/// Bytes that tell whether a file holds calls.
const HEAD: u64 = 64 * 1024;

/// A file of calls as it was given. It is read anew with the tables of the pack in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutsideText {
    /// Name of the file, where some programs put gene and sample.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The text of a file, unpacked where it is packed.
///
/// # Errors
/// A file that is no UTF-8 text, or too large for calls.
pub(crate) fn outside_text(path: &Path, mut input: impl Read) -> Result<(String, Vec<u8>), AppError> {
    let refused = |why: &str| {
        AppError::new(
            "pgx.outside_calls",
            format!("{}: {why}", display(path)),
            "outside calls are UTF-8 text: a table with tabs, or the output of Aldy, pypgx, Cyrius or StellarPGx",
        )
    };
    let mut bytes = Vec::new();
    input.by_ref().take(LARGEST).read_to_end(&mut bytes)?;
    let text = unpacked(&bytes, LARGEST).ok_or_else(|| refused("the packed data break off"))?;
    if text.len() as u64 >= LARGEST {
        return Err(refused("more than 16 MB are no calls"));
    }
    let text = String::from_utf8(text).map_err(|_| refused("the text is not UTF-8"))?;
    Ok((text.trim_start_matches('\u{feff}').to_owned(), bytes))
}

fn unpacked(bytes: &[u8], most: u64) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Some(bytes.to_vec());
    }
    let mut text = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).take(most).read_to_end(&mut text).ok()?;
    Some(text)
}

/// True where the beginning of a file says that it holds such calls.
pub(crate) fn recognised(library: &Library, path: &Path) -> bool {
    let head = || -> Option<String> {
        let mut bytes = Vec::new();
        open(path).ok()?.take(HEAD).read_to_end(&mut bytes).ok()?;
        // The head of a packed file breaks off: what could be unpacked suffices.
        let mut text = Vec::new();
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let _ = flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(HEAD).read_to_end(&mut text);
        } else {
            text = bytes;
        }
        Some(String::from_utf8_lossy(&text).into_owned())
    };
    let tables = library.knowledge().pgx();
    head().zip(tables.ok()).is_some_and(|(head, tables)| holds_outside_calls(tables, &head))
}

impl Intake {
    /// Reads a file of calls.
    ///
    /// # Errors
    /// A file that is no text, or without any call that can be used.
    pub(crate) fn of_outside(library: &Library, path: &Path, input: impl Read) -> Result<Self, AppError> {
        let (text, bytes) = outside_text(path, input)?;
        let name = file_name(path);
        let calls = read_outside(library.knowledge().pgx()?, &text, &name);
        let genes: u64 = calls.samples.iter().map(|(_, genes)| genes.len() as u64).sum();
        if genes == 0 {
            let why = calls.findings.first().map_or("it names no gene of the tables", |f| f.message.as_str());
            return Err(AppError::new(
                "pgx.outside_calls",
                format!("{} holds no pharmacogenomic call: {why}", display(path)),
                "check gene symbols and allele names",
            ));
        }
        let cells = text.lines().filter(|l| !l.trim().is_empty()).flat_map(|l| l.split('\t'));
        let cells = cells.filter(|c| !c.trim().is_empty()).count() as u64;
        let unused = (calls.findings.len() as u64).min(cells);
        let finding = |f: attune_pharmacogenomics::PgxFinding| Finding {
            severity: Severity::Warning,
            location: name.clone(),
            code: f.code,
            message: f.message,
        };
        let file = ReadFile {
            path: display(path),
            kind: FileKind::OutsideCalls,
            version: calls.format.label().to_owned(),
            sha256: Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect(),
            ledger: Ledger { total: cells, mapped: cells - unused, error: unused, ..Ledger::default() },
            findings: calls.findings.into_iter().map(finding).collect(),
            read: BTreeMap::from([("Pharmacogene".to_owned(), genes)]),
            conversions: Vec::new(),
            assembly: None,
            sample: match calls.samples.as_slice() {
                [(sample, _)] => sample.clone(),
                _ => None,
            },
            samples: Vec::new(),
            person: None,
        };
        Ok(Self { files: vec![file], outside: vec![OutsideText { name, text }], ..Self::default() })
    }

    /// Puts the calls to the results of the genomes; without a genome they stand alone.
    pub(super) fn merge_outside_calls(&mut self, tables: &PgxTables) {
        if self.outside.is_empty() {
            return;
        }
        if self.pgx.is_empty() {
            self.pgx.push(PgxSample { sample: "outside calls".to_owned(), ..PgxSample::default() });
        }
        let only = self.pgx.len() == 1;
        for file in &self.outside {
            let calls = read_outside(tables, &file.text, &file.name);
            let merged = self.pgx.drain(..).map(|sample| {
                let own = calls.of(&sample.sample, only);
                merge_outside(tables, sample, own, false)
            });
            self.pgx = merged.collect();
        }
    }
}
