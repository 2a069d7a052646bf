//! Bytes of a file: hashed as given, unpacked where packed, with limits against bombs.

mod bgzf;

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use crate::Refusal;
use bgzf::Bgzf;
pub(crate) use bgzf::block;

/// How much one file may unpack to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Bytes after unpacking.
    pub(crate) bytes: u64,
    /// Unpacked bytes for each packed byte, looked at beyond the first 64 MiB.
    pub(crate) ratio: u64,
}

impl Limits {
    /// Genomes are streamed, so that their size costs time and no memory. Deflate reaches 1032 : 1 at most;
    /// real VCF files stay below 60 : 1.
    pub(crate) const GENOME: Self = Self { bytes: 256 << 30, ratio: 250 };
    /// Records are held in memory as a whole.
    pub(crate) const RECORD: Self = Self { bytes: 1 << 30, ratio: 250 };
    /// Trial files hold text of people; a register dump of thousands stays below this.
    pub(crate) const TRIALS: Self = Self { bytes: 256 << 20, ratio: 250 };
}

/// Below this size no ratio is looked at: a small file of blanks is no attack.
const RATIO_FROM: u64 = 64 << 20;

/// The last block of every BGZF file (SAM/BAM specification, section 4.1.2).
pub(crate) const BGZF_END: [u8; 28] = [
    0x1f, 0x8b, 0x08, 0x04, 0, 0, 0, 0, 0, 0xff, 0x06, 0, 0x42, 0x43, 0x02, 0, 0x1b, 0, 0x03, 0, 0, 0, 0, 0,
    0, 0, 0, 0,
];

/// The file as given: counts and hashes what passes, remembers the last bytes.
struct Raw<R> {
    inner: R,
    hash: Sha256,
    bytes: u64,
    tail: [u8; 28],
}

impl<R: Read> Read for Raw<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let got = &buffer[..n];
        self.hash.update(got);
        self.bytes += n as u64;
        let size = self.tail.len();
        if n >= size {
            self.tail.copy_from_slice(&got[n - size..]);
        } else {
            self.tail.rotate_left(n);
            self.tail[size - n..].copy_from_slice(got);
        }
        Ok(n)
    }
}

enum Body<R: Read> {
    Plain(BufReader<Raw<R>>),
    Bgzf(Box<Bgzf<BufReader<Raw<R>>>>),
    Gzip(Box<MultiGzDecoder<BufReader<Raw<R>>>>),
}

/// A file as a stream of unpacked bytes.
pub(crate) struct Source<R: Read> {
    name: String,
    body: Body<R>,
    bgzf: bool,
    unpacked: u64,
    limits: Limits,
}

impl<R: Read> Source<R> {
    /// Looks at the first bytes and prepares to unpack.
    pub(crate) fn open(name: &str, input: R, limits: Limits) -> Result<Self, Refusal> {
        let raw = Raw { inner: input, hash: Sha256::new(), bytes: 0, tail: [0; 28] };
        let mut reader = BufReader::with_capacity(256 << 10, raw);
        let head = reader.fill_buf().map_err(|e| unreadable(name, &e))?;
        if head.is_empty() {
            return Err(empty(name));
        }
        if let Some((what, hint)) = foreign(head) {
            return Err(Refusal::new("ingest.kind_not_read", format!("{name} is {what}"), hint));
        }
        let gzip = head.starts_with(&[0x1f, 0x8b]);
        // FEXTRA with subfield BC marks a BGZF block.
        let bgzf = gzip && head.get(3).is_some_and(|f| f & 4 != 0) && head.get(12..14) == Some(b"BC");
        let body = if bgzf {
            Body::Bgzf(Box::new(Bgzf::new(reader)))
        } else if gzip {
            Body::Gzip(Box::new(MultiGzDecoder::new(reader)))
        } else {
            Body::Plain(reader)
        };
        Ok(Self { name: name.to_owned(), body, bgzf, unpacked: 0, limits })
    }

    /// Name of the file, for messages.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Reads unpacked bytes; 0 is the end. At the end the integrity of the packing is proven.
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Refusal> {
        let result = match &mut self.body {
            Body::Plain(reader) => reader.read(buffer),
            Body::Gzip(decoder) => decoder.read(buffer),
            Body::Bgzf(decoder) => decoder.read(buffer),
        };
        let n = match result {
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => return self.read(buffer),
            Err(e) => return Err(self.broken(&e)),
        };
        self.unpacked += n as u64;
        if self.unpacked > self.limits.bytes {
            return Err(self.too_large());
        }
        if !matches!(self.body, Body::Plain(_)) {
            let packed = self.raw().bytes.max(1);
            if self.unpacked > RATIO_FROM && self.unpacked / packed > self.limits.ratio {
                return Err(self.too_large());
            }
        }
        if n == 0 && self.bgzf && self.raw().tail != BGZF_END {
            return Err(truncated(&self.name, "its closing BGZF block is missing"));
        }
        Ok(n)
    }

    /// SHA-256 of the bytes as given. Whole only after the end was reached.
    pub(crate) fn sha256(&self) -> String {
        self.raw().hash.clone().finalize().iter().map(|b| format!("{b:02x}")).collect()
    }

    fn raw(&self) -> &Raw<R> {
        match &self.body {
            Body::Plain(reader) => reader.get_ref(),
            Body::Gzip(decoder) => decoder.get_ref().get_ref(),
            Body::Bgzf(decoder) => decoder.get_ref().get_ref(),
        }
    }

    fn broken(&self, error: &io::Error) -> Refusal {
        match (&self.body, error.kind()) {
            (Body::Gzip(_) | Body::Bgzf(_), io::ErrorKind::UnexpectedEof) => {
                truncated(&self.name, "the packed data break off")
            }
            (Body::Gzip(_) | Body::Bgzf(_), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => {
                Refusal::new(
                    "ingest.damaged",
                    format!("{} is damaged: {error}", self.name),
                    "Copy the file again from its source, or unpack it with gzip -t to see where it breaks.",
                )
            }
            _ => unreadable(&self.name, error),
        }
    }

    fn too_large(&self) -> Refusal {
        Refusal::new(
            "ingest.too_large",
            format!(
                "{} unpacks to more than this program accepts ({} bytes so far)",
                self.name, self.unpacked
            ),
            "Check where the file comes from; unpack it yourself and give the part that is needed.",
        )
    }
}

pub(crate) fn truncated(name: &str, how: &str) -> Refusal {
    Refusal::new(
        "ingest.truncated",
        format!("{name} is cut off: {how}"),
        "Copy the file again from its source; nothing of it was stored.",
    )
}

pub(crate) fn empty(name: &str) -> Refusal {
    Refusal::new("ingest.empty_file", format!("{name} is empty"), "Export the file again from its source.")
}

fn unreadable(name: &str, error: &io::Error) -> Refusal {
    Refusal::new(
        "ingest.unreadable",
        format!("{name} could not be read: {error}"),
        "Check that the file exists, is a file, and may be read.",
    )
}

/// Formats known by their magic number that this program does not unpack.
fn foreign(head: &[u8]) -> Option<(&'static str, &'static str)> {
    const CONVERT: &str = "Convert it to VCF with `bcftools view -Oz` and give that file.";
    const UNPACK: &str = "Unpack it and give the file inside, plain or as gzip.";
    const UTF8: &str = "Save the file as UTF-8 text.";
    let table: [(&[u8], &str, &str); 9] = [
        (b"BCF\x02", "BCF (binary VCF)", CONVERT),
        (b"PK\x03\x04", "a ZIP archive", UNPACK),
        (b"BZh", "packed with bzip2", UNPACK),
        (b"\xfd7zXZ\x00", "packed with xz", UNPACK),
        (b"\x28\xb5\x2f\xfd", "packed with Zstandard", UNPACK),
        (b"%PDF-", "a PDF", "Give the report as VCF or FHIR; text inside a PDF is not read."),
        (b"CRAM", "CRAM (reads)", "Give the called variants as VCF."),
        (b"\xff\xfe", "UTF-16 text", UTF8),
        (b"\xfe\xff", "UTF-16 text", UTF8),
    ];
    table.iter().find(|(magic, ..)| head.starts_with(magic)).map(|(_, what, hint)| (*what, *hint))
}

/// Reads all of a file that is small enough to be held.
pub(crate) fn read_all<R: Read>(source: &mut Source<R>) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 256 << 10];
    loop {
        let n = source.read(&mut buffer)?;
        if n == 0 {
            return Ok(bytes);
        }
        bytes.extend_from_slice(&buffer[..n]);
    }
}

#[cfg(test)]
mod tests;
