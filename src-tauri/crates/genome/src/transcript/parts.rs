//! The parts that a transcript pack is put together from: the shipped one, and the reference that a site imported.
//!
//! The shipped pack wins for every gene of which it has a sequence: its transcripts are those that labels and reports
//! number by, and it knows both assemblies. A gene that it has without a sequence, or not at all, is the site's.

use std::collections::{HashMap, VecDeque};
use std::io::Read;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::container::{self, Index, Slice, Span};
use super::where_on::WhereOn;
use super::{Loaded, TranscriptPack, TranscriptPackError, gene};
use crate::Assembly;

/// Genes of the site that are kept laid out. Files are sorted by place, so a few are enough; all 19,000 would take
/// most of a gigabyte.
const KEPT: usize = 64;

/// A file that a site reference was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginFile {
    /// `FASTA` or `MANE`.
    pub role: String,
    /// Name without folder.
    pub name: String,
    /// SHA-256 of the bytes as given, hexadecimal.
    pub sha256: String,
    /// Version as the file states it; empty where it states none.
    pub version: String,
}

/// What a site reference was made from, and what of it is usable.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SiteOrigin {
    /// Files.
    pub files: Vec<OriginFile>,
    /// Day of the import, as the program wrote it.
    pub imported: String,
    /// Transcripts taken over.
    pub transcripts: usize,
    /// Of these, placed on GRCh37 too.
    pub on_grch37: usize,
    /// Bases that were compared with the sequences of the shipped pack, and how many differed.
    pub compared: (u64, u64),
    /// What was left out: reason and count.
    pub left_out: Vec<(String, usize)>,
}

/// The bytes of one part.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) bytes: Vec<u8>,
    pub(super) body: usize,
    pub(super) deflated: bool,
    pub(super) regions: Option<Slice>,
}

impl Part {
    pub(super) fn record<T: DeserializeOwned>(&self, slice: Slice) -> Option<T> {
        container::record(&self.bytes, self.body, slice, self.deflated).ok()
    }
}

/// Genes of the site that were asked for last.
pub(super) type Recent = Mutex<VecDeque<(usize, Option<Arc<Loaded>>)>>;

pub(crate) fn inflate(bytes: &[u8]) -> Result<Vec<u8>, TranscriptPackError> {
    let mut plain = Vec::new();
    flate2::read::DeflateDecoder::new(bytes)
        .read_to_end(&mut plain)
        .map_err(|_| TranscriptPackError::Format)?;
    Ok(plain)
}

impl TranscriptPack {
    pub(super) fn of(parts: Vec<Part>, index: Index, part_of: Vec<usize>) -> Self {
        let contigs = [0, 1].map(|assembly| WhereOn::new(&index.genes, assembly));
        let mut by_symbol = HashMap::with_capacity(index.genes.len());
        for (at, gene) in index.genes.iter().enumerate() {
            by_symbol.entry(gene.symbol.clone()).or_insert(at);
        }
        let shipped = index.genes.iter().map(|g| g.symbol.clone()).collect();
        let genes = part_of.into_iter().map(|part| (part, OnceLock::new())).collect();
        let recent = Recent::default();
        Self { parts, index, genes, recent, by_symbol, shipped, known: OnceLock::new(), contigs }
    }

    /// Puts the reference of a site beside the shipped part.
    ///
    /// # Errors
    /// Bytes that are no such reference.
    pub fn with_site(mut self, bytes: Vec<u8>) -> Result<Self, TranscriptPackError> {
        let (site, body) = container::read(&bytes)?;
        if site.origin.is_none() || self.parts.len() != 1 {
            return Err(TranscriptPackError::Format);
        }
        let part = Part { bytes, body, deflated: site.deflated, regions: site.regions };
        let mut index = self.index;
        let shipped = std::mem::take(&mut self.shipped);
        let sequenced =
            |symbol: &str, of: &Index| of.genes.iter().any(|g| g.symbol == symbol && !g.exons_only);
        let theirs: std::collections::HashSet<&str> = site.genes.iter().map(|g| g.symbol.as_str()).collect();
        // A gene that the shipped part places on GRCh37 keeps its exons there where the site has none.
        let here: std::collections::HashSet<String> =
            shipped.iter().filter(|s| sequenced(s, &index)).cloned().collect();
        let placed = |symbol: &str| {
            site.genes.iter().any(|g| g.symbol == symbol && g.spans.first().is_some_and(|s| s.2 > 0))
        };
        let kept = |g: &container::GeneEntry| !g.exons_only || !placed(&g.symbol);
        let mut genes: Vec<_> = index.genes.into_iter().filter(kept).map(|g| (0, g)).collect();
        index.unsequenced.retain(|g| !theirs.contains(g.symbol.as_str()));
        let of_site = site.genes.iter().filter(|g| !here.contains(&g.symbol)).cloned();
        genes.extend(of_site.map(|g| (1, g)));
        let (part_of, entries): (Vec<usize>, Vec<_>) = genes.into_iter().unzip();
        index.genes = entries;
        index.sources.extend(site.sources);
        index.origin = site.origin;
        self.parts.push(part);
        let mut out = Self::of(self.parts, index, part_of);
        // Exons of the shipped part stay behind those of the site with a sequence.
        for (at, gene) in out.index.genes.iter().enumerate().filter(|(_, g)| !g.exons_only) {
            if out.index.genes.get(out.by_symbol[&gene.symbol]).is_some_and(|first| first.exons_only) {
                out.by_symbol.insert(gene.symbol.clone(), at);
            }
        }
        out.shipped = shipped;
        Ok(out)
    }

    /// What the reference of the site was made from, where there is one.
    #[must_use]
    pub fn site(&self) -> Option<&SiteOrigin> {
        self.index.origin.as_ref()
    }

    pub(super) fn is_of_site(&self, at: usize) -> bool {
        self.genes.get(at).is_some_and(|(part, _)| *part > 0)
    }

    pub(super) fn loaded(&self, at: usize) -> Option<Arc<Loaded>> {
        let entry = self.index.genes.get(at)?;
        let (part, slot) = self.genes.get(at)?;
        let read = || {
            let gene = self.parts.get(*part)?.record(entry.record)?;
            Some(Arc::new(Loaded { gene, layouts: [OnceLock::new(), OnceLock::new()] }))
        };
        if *part == 0 {
            return slot.get_or_init(read).clone();
        }
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let found = recent.iter().position(|(number, _)| *number == at).and_then(|i| recent.remove(i));
        let (_, gene) = found.unwrap_or_else(|| (at, read()));
        recent.push_back((at, gene.clone()));
        if recent.len() > KEPT {
            recent.pop_front();
        }
        gene
    }

    /// Stretches of the site's part that can be interpreted.
    pub(super) fn stretches_of_site(&self, assembly: Assembly) -> Vec<Span> {
        let of_part = |part: &Part| {
            let both: [Vec<Span>; 2] = part.record(part.regions?)?;
            both.into_iter().nth(gene::index(assembly))
        };
        self.parts.iter().filter_map(of_part).flatten().collect()
    }

    pub(super) fn remedy_words(&self, assembly: Assembly) -> &'static str {
        match (self.site().is_some(), assembly) {
            (false, _) => "; a site can import a reference genome with MANE to interpret it",
            (true, Assembly::GRCh38) => ", and outside the reference that this site imported",
            (true, Assembly::GRCh37) => {
                ", and not among the genes of this site's reference that could be placed on GRCh37; GRCh38 covers more"
            }
        }
    }
}
