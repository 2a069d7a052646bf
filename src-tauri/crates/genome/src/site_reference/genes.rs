//! From a transcript and the bases of the FASTA to a gene of the part.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::mane::ManeTranscript;
use super::wanted::Wanted;
use super::{Blocks, SiteError};
use crate::transcript::container::Span;
use crate::transcript::gene::{Exon, Gene, Placement};
use crate::transcript::{are_bases, reverse_complement, translate};

/// Bases kept on each side of an exon, as in the shipped part: enough for the 3' rule at splice sites.
const FLANK: u32 = 30;

/// A gene that was made.
pub(super) struct Made {
    pub(super) gene: Gene,
    /// Exons with their flanks, in the order of the transcript, on GRCh38.
    windows: Vec<(u32, u32)>,
}

impl Made {
    /// Stretches on an assembly: 0 for GRCh37, 1 for GRCh38.
    pub(super) fn stretches(&self, assembly: usize) -> Vec<Span> {
        let Some(placement) = self.gene.placements.get(assembly) else { return Vec::new() };
        let windows = placement.windows.iter().zip(&self.windows);
        windows
            .map(|(start, (from, to))| {
                let low = if placement.reverse { start.saturating_sub(to - from) } else { *start };
                (placement.contig.clone(), low, low.saturating_add(to - from))
            })
            .collect()
    }
}

/// Exons with their flanks, ascending. Half of a short intron belongs to each neighbour.
pub(super) fn windows(transcript: &ManeTranscript) -> Vec<(u32, u32)> {
    let exons = &transcript.exons;
    let gap = |i: usize| {
        let (a, b) = (exons.get(i)?, exons.get(i + 1)?);
        Some(b.0.saturating_sub(a.1 + 1))
    };
    exons
        .iter()
        .enumerate()
        .map(|(i, (from, to))| {
            let before = i.checked_sub(1).and_then(gap).map_or(FLANK, |g| FLANK.min(g / 2));
            let after = gap(i).map_or(FLANK, |g| FLANK.min(g.div_ceil(2)));
            (from.saturating_sub(before).max(1), to.saturating_add(after))
        })
        .collect()
}

/// Makes genes, and counts what it leaves out.
pub(super) struct Maker<'a> {
    wanted: &'a Wanted,
    blocks: &'a Blocks,
    pub(super) left_out: BTreeMap<String, usize>,
    looked_at: usize,
    /// Transcripts that do not read, and the first of them.
    failed: (usize, Option<String>),
}

impl<'a> Maker<'a> {
    pub(super) fn new(wanted: &'a Wanted, blocks: &'a Blocks) -> Self {
        Self { wanted, blocks, left_out: BTreeMap::new(), looked_at: 0, failed: (0, None) }
    }

    /// The gene of a transcript, unless something speaks against it.
    pub(super) fn gene(&mut self, transcript: &ManeTranscript) -> Option<Made> {
        match self.make(transcript) {
            Ok(made) => Some(made),
            Err(why) => {
                *self.left_out.entry(why.to_owned()).or_default() += 1;
                None
            }
        }
    }

    /// Refuses where too many coding sequences do not read: then FASTA and annotation do not belong together.
    pub(super) fn most_read(&self, may_fail: f64) -> Result<(), SiteError> {
        #[allow(clippy::cast_precision_loss)] // some ten thousand transcripts
        let share = self.failed.0 as f64 / self.looked_at.max(1) as f64;
        if share > may_fail {
            return Err(SiteError::DoesNotRead {
                failed: self.failed.0,
                of: self.looked_at,
                first: self.failed.1.clone().unwrap_or_default(),
            });
        }
        Ok(())
    }

    fn make(&mut self, transcript: &ManeTranscript) -> Result<Made, &'static str> {
        let t = transcript;
        let (low, high, phase) = t.coding.ok_or("no coding sequence")?;
        if phase != 0 {
            return Err("the coding sequence begins inside a codon (phase of its first row)");
        }
        let apart = t.exons.windows(2).all(|w| w[0].1 < w[1].0);
        if !apart {
            return Err("exons that overlap");
        }
        let mut windows = windows(t);
        let mut exons = t.exons.clone();
        let bases = |from: u32, to: u32| {
            let plus = self.wanted.get(&t.contig, from, to)?;
            Some(if t.reverse { reverse_complement(plus) } else { plus.to_vec() })
        };
        let text = |bases: Vec<u8>| String::from_utf8(bases).map_err(|_| "bases that are no text");
        if t.reverse {
            exons.reverse();
            windows.reverse();
        }
        let (mut cdna, mut placed, mut start) = (String::new(), Vec::with_capacity(exons.len()), 1u32);
        for ((from, to), (first, last)) in exons.iter().zip(&mut windows) {
            const ABSENT: &str = "on a sequence that the FASTA does not have";
            cdna.push_str(&text(bases(*from, *to).ok_or(ABSENT)?)?);
            // At the very end of a sequence there is no flank.
            let flank = |a: u32, b: u32| if a > b { Some(Vec::new()) } else { bases(a, b) };
            let left = flank(*first, from - 1).ok_or(ABSENT)?;
            let right = match flank(to + 1, *last) {
                Some(right) => right,
                None => {
                    *last = *to;
                    Vec::new()
                }
            };
            let (before, after) = if t.reverse { (right, left) } else { (left, right) };
            let end = start + (to - from);
            placed.push(Exon { start, end, before: text(before)?, after: text(after)? });
            start = end + 1;
        }
        if !are_bases(&cdna) {
            return Err("bases other than A, C, G and T in its exons");
        }
        let cds = coding(&exons, low, high, t.reverse).ok_or("a coding sequence outside its exons")?;
        let cds = self.read(t, &cdna, cds)?;
        let on38: Vec<u32> = windows.iter().map(|(a, b)| if t.reverse { *b } else { *a }).collect();
        let on37: Option<Vec<u32>> = windows
            .iter()
            .map(|(a, b)| {
                let low = self.blocks.to_grch37(&t.contig, *a, *b)?;
                Some(if t.reverse { low + (b - a) } else { low })
            })
            .collect();
        let placement = |windows: Vec<u32>| Placement {
            contig: t.contig.clone(),
            reverse: t.reverse,
            windows,
            patches: Vec::new(),
        };
        Ok(Made {
            gene: Gene {
                symbol: t.gene.clone(),
                transcript: t.name.clone(),
                cdna,
                cds: Some(cds),
                exons_only: false,
                exons: placed,
                placements: [placement(on37.unwrap_or_default()), placement(on38)],
            },
            windows,
        })
    }

    /// Checks that the coding sequence reads from codon to codon up to one stop at its end, which GTF leaves out.
    fn read(&mut self, t: &ManeTranscript, cdna: &str, cds: (u32, u32)) -> Result<(u32, u32), &'static str> {
        self.looked_at += 1;
        let of = |to: u32| cdna.as_bytes().get(cds.0 as usize - 1..to as usize);
        let mut end = cds.1;
        let protein = of(end).map(translate).unwrap_or_default();
        if !protein.ends_with(b"*") && of(end + 3).is_some_and(|b| translate(b).ends_with(b"*")) {
            end += 3;
        }
        let length = end + 1 - cds.0;
        let protein = of(end).map(translate).unwrap_or_default();
        let why = if !length.is_multiple_of(3) {
            "a coding sequence that is not made of whole codons"
        } else if !protein.ends_with(b"*") {
            "no stop at the end of the coding sequence"
        } else if protein.len() as u32 * 3 != length {
            "a stop inside the coding sequence, as in selenoproteins"
        } else {
            return Ok((cds.0, end));
        };
        self.failed.0 += 1;
        self.failed.1.get_or_insert_with(|| format!("{} {} on chromosome {}", t.gene, t.name, t.contig));
        Err(why)
    }
}

/// First and last base of the coding sequence in the cDNA. `exons` are in the order of the transcript.
fn coding(exons: &[(u32, u32)], low: u32, high: u32, reverse: bool) -> Option<(u32, u32)> {
    let (first, last) = if reverse { (high, low) } else { (low, high) };
    let place = |position: u32| {
        let mut before = 0;
        for (from, to) in exons {
            if (*from..=*to).contains(&position) {
                return Some(before + if reverse { to - position } else { position - from } + 1);
            }
            before += to - from + 1;
        }
        None
    };
    Some((place(first)?, place(last)?))
}

pub(super) fn deflate(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Stretches in order, joined where they touch.
pub(super) fn merged(mut all: Vec<Span>) -> Vec<Span> {
    all.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(all.len());
    for span in all {
        match out.last_mut() {
            Some(last) if last.0 == span.0 && span.1 <= last.2.saturating_add(1) => {
                last.2 = last.2.max(span.2)
            }
            _ => out.push(span),
        }
    }
    out
}
