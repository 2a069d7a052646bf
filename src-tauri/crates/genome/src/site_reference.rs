//! The reference that a site imports itself: every MANE transcript, cut out of the site's own genome FASTA.
//!
//! Files are read by the program; here lines come in and the bytes of a transcript part go out. The FASTA is passed once
//! from its first to its last line, whatever its packing, and only the exons with their splice sites are kept.

mod blocks;
mod error;
mod genes;
mod mane;
mod names;
#[cfg(test)]
mod tests;
mod wanted;

pub use blocks::Blocks;
pub use error::SiteError;
pub use mane::{Mane, ManeReader};

use crate::transcript::container::{self, GeneEntry, Index, Slice, Span};
use crate::transcript::{Layout, SiteOrigin};
use crate::{Assembly, TranscriptPack};
use genes::{Made, Maker};
use wanted::Wanted;

/// Share of compared bases that may differ from the shipped sequences: patches of the reference, not another assembly.
const MAY_DIFFER: f64 = 0.01;
/// Share of transcripts whose coding sequence may not read: selenoproteins and shifts of the frame, not another assembly.
const MAY_NOT_READ: f64 = 0.2;

/// A site reference that is being put together.
pub struct SiteBuilder<'a> {
    pack: &'a TranscriptPack,
    mane: Mane,
    blocks: &'a Blocks,
    wanted: Wanted,
}

impl<'a> SiteBuilder<'a> {
    /// Asks for the exons of all transcripts, and for the places whose bases the shipped pack knows.
    #[must_use]
    pub fn new(pack: &'a TranscriptPack, mane: Mane, blocks: &'a Blocks) -> Self {
        let mut wanted = Wanted::default();
        for transcript in &mane.transcripts {
            for (from, to) in genes::windows(transcript) {
                wanted.ask(&transcript.contig, from, to);
            }
        }
        for assembly in [Assembly::GRCh37, Assembly::GRCh38] {
            for (contig, from, bases) in pack.known_bases(assembly) {
                let to = from.saturating_add(u32::try_from(bases.len()).unwrap_or(0)).saturating_sub(1);
                wanted.ask(&contig, from, to);
            }
        }
        wanted.settle();
        Self { pack, mane, blocks, wanted }
    }

    /// A header line of the FASTA without its `>`.
    pub fn contig(&mut self, header: &str) {
        let name = header.split_whitespace().next().unwrap_or_default();
        self.wanted.begin(&names::contig(name));
    }

    /// A line of bases.
    pub fn bases(&mut self, line: &[u8]) {
        self.wanted.feed(line);
    }

    /// The bytes of the part, and what it was made from.
    ///
    /// # Errors
    /// A FASTA that lacks a chromosome or is of another assembly, transcripts that do not read.
    pub fn finish(mut self, mut origin: SiteOrigin) -> Result<(Vec<u8>, SiteOrigin), SiteError> {
        self.all_there()?;
        origin.compared = self.compare(Assembly::GRCh38)?;
        // MANE Select stands before MANE Plus Clinical of the same gene.
        self.mane.transcripts.sort_by(|a, b| (&a.gene, a.plus_clinical).cmp(&(&b.gene, b.plus_clinical)));
        let mut maker = Maker::new(&self.wanted, self.blocks);
        let mut part = Growing::default();
        for transcript in &self.mane.transcripts {
            if let Some(made) = maker.gene(transcript) {
                part.push(&made)?;
            }
        }
        maker.most_read(MAY_NOT_READ)?;
        if part.entries.is_empty() {
            return Err(SiteError::Nothing);
        }
        origin.transcripts = part.entries.len();
        origin.on_grch37 = part.on_grch37;
        origin.left_out = maker.left_out.into_iter().collect();
        let bytes = part.finish(&origin)?;
        Ok((bytes, origin))
    }

    /// Every chromosome that MANE names must be in the FASTA, up to the last exon.
    fn all_there(&self) -> Result<(), SiteError> {
        if !self.wanted.began() {
            return Err(SiteError::NoSequence);
        }
        for contig in self.mane.contigs() {
            let of_it = || self.mane.transcripts.iter().filter(|t| t.contig == contig);
            match self.wanted.length(contig) {
                None if names::is_chromosome(contig) => {
                    return Err(SiteError::NoContig {
                        contig: contig.to_owned(),
                        transcripts: of_it().count(),
                        has: self.wanted.names(),
                    });
                }
                Some(length) => {
                    let last = of_it().filter_map(|t| t.exons.last().map(|e| e.1)).max().unwrap_or(0);
                    if last > length {
                        return Err(SiteError::ShortContig {
                            contig: contig.to_owned(),
                            length,
                            needed: last,
                        });
                    }
                }
                None => {}
            }
        }
        Ok(())
    }

    /// Compares the FASTA with the sequences of the shipped pack: bases looked at, and how many differ.
    fn compare(&self, assembly: Assembly) -> Result<(u64, u64), SiteError> {
        let (compared, differing, first) = self.against(assembly);
        #[allow(clippy::cast_precision_loss)] // at most some million bases
        let share = |differing: u64, compared: u64| differing as f64 / compared.max(1) as f64;
        if share(differing, compared) <= MAY_DIFFER {
            return Ok((compared, differing));
        }
        let (other, wrong, _) = self.against(Assembly::GRCh37);
        Err(SiteError::WrongAssembly {
            compared,
            differing,
            first: first.unwrap_or_default(),
            is_grch37: other > 0 && share(wrong, other) <= MAY_DIFFER,
        })
    }

    fn against(&self, assembly: Assembly) -> (u64, u64, Option<String>) {
        let (mut compared, mut differing, mut first) = (0, 0, None);
        for (contig, from, bases) in self.pack.known_bases(assembly) {
            let to = from.saturating_add(u32::try_from(bases.len()).unwrap_or(0)).saturating_sub(1);
            let Some(found) = self.wanted.get(&contig, from, to) else { continue };
            for (position, (ours, theirs)) in (from..).zip(bases.iter().zip(found)) {
                if *ours == b'N' || *theirs == b'N' {
                    continue;
                }
                compared += 1;
                if ours != theirs {
                    differing += 1;
                    first.get_or_insert_with(|| {
                        format!(
                            "chr{contig}:{position} is {}, not {}",
                            char::from(*theirs),
                            char::from(*ours)
                        )
                    });
                }
            }
        }
        (compared, differing, first)
    }
}

/// The part while it grows: each record deflated for itself, and no gene held longer than it takes to write it.
#[derive(Default)]
struct Growing {
    body: Vec<u8>,
    entries: Vec<GeneEntry>,
    stretches: [Vec<Span>; 2],
    on_grch37: usize,
}

impl Growing {
    fn append(&mut self, record: &[u8]) -> Result<Slice, SiteError> {
        let record = genes::deflate(record)?;
        let slice = Slice { offset: self.body.len(), length: record.len() };
        self.body.extend(record);
        self.body.push(b'\n');
        Ok(slice)
    }

    fn push(&mut self, made: &Made) -> Result<(), SiteError> {
        let gene = &made.gene;
        let span = |at: usize| {
            let placement = gene.placements.get(at).filter(|p| !p.windows.is_empty())?;
            let (from, to) = Layout::new(gene, placement)?.span()?;
            Some((placement.contig.clone(), from, to))
        };
        let nowhere = || (String::new(), 0, 0);
        for (at, list) in self.stretches.iter_mut().enumerate() {
            list.extend(made.stretches(at));
        }
        let on37 = span(0);
        self.on_grch37 += usize::from(on37.is_some());
        let entry = GeneEntry {
            symbol: gene.symbol.clone(),
            transcript: gene.transcript.clone(),
            exons_only: false,
            spans: [on37.unwrap_or_else(nowhere), span(1).unwrap_or_else(nowhere)],
            record: self.append(&serde_json::to_vec(gene)?)?,
        };
        self.entries.push(entry);
        Ok(())
    }

    fn finish(mut self, origin: &SiteOrigin) -> Result<Vec<u8>, SiteError> {
        let stretches = std::mem::take(&mut self.stretches).map(genes::merged);
        let regions = Some(self.append(&serde_json::to_vec(&stretches)?)?);
        let known = self.append(b"[]")?;
        let names: Vec<&str> = origin.files.iter().map(|f| f.name.as_str()).collect();
        let index = Index {
            sources: vec![format!(
                "Reference of this site: {}, imported {}",
                names.join(" and "),
                origin.imported
            )],
            genes: self.entries,
            unsequenced: Vec::new(),
            known,
            deflated: true,
            regions,
            origin: Some(origin.clone()),
        };
        Ok(container::finish(&index, self.body)?)
    }
}
