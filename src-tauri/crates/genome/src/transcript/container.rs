//! The bytes of the pack part: one line that names the format, one line of index, then one JSON record a
//! gene and one for the stated variants. Only the index is read at start; a gene when it is first asked for.

use serde::{Deserialize, Serialize};

use super::TranscriptPackError;
use super::gene::Gene;
use super::known::KnownVariant;
use super::parts::{SiteOrigin, inflate};

/// First line of the part.
const MAGIC: &str = "attune/transcripts/1";

/// Where a record lies in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Slice {
    pub(crate) offset: usize,
    pub(crate) length: usize,
}

/// Chromosome, first and last position.
pub(crate) type Span = (String, u32, u32);

/// Index of one gene.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GeneEntry {
    pub(crate) symbol: String,
    pub(crate) transcript: String,
    /// True where the record has exons and no sequence.
    pub(crate) exons_only: bool,
    /// On GRCh37 and GRCh38.
    pub(crate) spans: [Span; 2],
    pub(crate) record: Slice,
}

/// A gene that the pack knows the place of, and has no sequence of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UnsequencedGene {
    pub(crate) symbol: String,
    /// On GRCh37 and GRCh38; last 0 where unknown.
    pub(crate) spans: [Span; 2],
}

/// The index line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Index {
    /// Sources with version and licence, for the screen that lists the packs.
    pub(crate) sources: Vec<String>,
    pub(crate) genes: Vec<GeneEntry>,
    pub(crate) unsequenced: Vec<UnsequencedGene>,
    pub(crate) known: Slice,
    /// True where each record is deflated for itself: a reference of a site has 19,000 genes, of which a report
    /// touches some.
    #[serde(default)]
    pub(crate) deflated: bool,
    /// Stretches that can be interpreted, on GRCh37 and GRCh38, in a part whose genes are not read for them.
    #[serde(default)]
    pub(crate) regions: Option<Slice>,
    /// What a part of a site was made from.
    #[serde(default)]
    pub(crate) origin: Option<SiteOrigin>,
}

/// Writes the part.
pub(crate) fn write(
    sources: Vec<String>,
    genes: &[(Gene, [Span; 2])],
    unsequenced: Vec<UnsequencedGene>,
    known: &[KnownVariant],
) -> Result<Vec<u8>, serde_json::Error> {
    let mut body = Vec::new();
    let mut entries = Vec::with_capacity(genes.len());
    let mut append = |record: Vec<u8>| {
        let slice = Slice { offset: body.len(), length: record.len() };
        body.extend(record);
        body.push(b'\n');
        slice
    };
    for (gene, spans) in genes {
        entries.push(GeneEntry {
            symbol: gene.symbol.clone(),
            transcript: gene.transcript.clone(),
            exons_only: gene.exons_only,
            spans: spans.clone(),
            record: append(serde_json::to_vec(gene)?),
        });
    }
    let known = append(serde_json::to_vec(known)?);
    let index =
        Index { sources, genes: entries, unsequenced, known, deflated: false, regions: None, origin: None };
    finish(&index, body)
}

/// Puts index and body together.
pub(crate) fn finish(index: &Index, body: Vec<u8>) -> Result<Vec<u8>, serde_json::Error> {
    let mut out = format!("{MAGIC}\n").into_bytes();
    out.extend(serde_json::to_vec(index)?);
    out.push(b'\n');
    out.extend(body);
    Ok(out)
}

/// Reads the index and returns it with the place where the body begins.
pub(crate) fn read(bytes: &[u8]) -> Result<(Index, usize), TranscriptPackError> {
    let line = |from: usize| {
        let end = bytes.get(from..)?.iter().position(|b| *b == b'\n')?;
        bytes.get(from..from + end)
    };
    let magic = line(0).ok_or(TranscriptPackError::Format)?;
    if magic != MAGIC.as_bytes() {
        return Err(TranscriptPackError::Format);
    }
    let index = line(magic.len() + 1).ok_or(TranscriptPackError::Format)?;
    let body = magic.len() + 1 + index.len() + 1;
    Ok((serde_json::from_slice(index)?, body))
}

/// A record of the body.
pub(crate) fn record<T: serde::de::DeserializeOwned>(
    bytes: &[u8],
    body: usize,
    slice: Slice,
    deflated: bool,
) -> Result<T, TranscriptPackError> {
    let from = body.checked_add(slice.offset).ok_or(TranscriptPackError::Format)?;
    let to = from.checked_add(slice.length).ok_or(TranscriptPackError::Format)?;
    let bytes = bytes.get(from..to).ok_or(TranscriptPackError::Format)?;
    if deflated {
        return Ok(serde_json::from_slice(&inflate(bytes)?)?);
    }
    Ok(serde_json::from_slice(bytes)?)
}
