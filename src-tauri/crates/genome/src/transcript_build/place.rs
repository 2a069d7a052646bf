//! Turns a record and one of its transcripts into a gene of the pack, placed on both assemblies.

use super::BuildError;
use super::ensembl;
use super::lrg::{Cds, Mapping, Record, Span, Transcript};
use crate::transcript::gene::{Exon, Gene, Patch, Placement};

const FILE: &str = "lrg_cancer_gene_pack.json";

/// Bases of sequence kept on each side of an exon, enough for the 3' rule at splice sites.
const FLANK: u32 = 30;
/// Bases kept before TERT, whose promoter has the variants C228T and C250T (c.-124, c.-146).
const TERT_UPSTREAM: u32 = 300;

/// Symbols of 2015 that HGNC has changed since.
fn current_symbol(symbol: &str) -> &str {
    match symbol {
        "MRE11A" => "MRE11",
        other => other,
    }
}

/// Makes the gene.
pub(super) fn gene(record: &Record, genomic: &[u8], transcript: &Transcript) -> Result<Gene, BuildError> {
    let wrong = |what: &str| BuildError::content(FILE, format!("{}: {what}", record.gene));
    let count = transcript.exons.len();
    let mut exons = Vec::with_capacity(count);
    // First and last base of each window in the record.
    let mut windows = Vec::with_capacity(count);
    for (i, (first, last, start, end)) in transcript.exons.iter().copied().enumerate() {
        let before = match i.checked_sub(1).and_then(|p| transcript.exons.get(p)) {
            // Half of a short intron belongs to each neighbour.
            Some((_, previous, ..)) => FLANK.min(first.saturating_sub(previous + 1) / 2),
            None if record.gene == "TERT" => TERT_UPSTREAM,
            None => FLANK,
        };
        let after = match transcript.exons.get(i + 1) {
            Some((next, ..)) => FLANK.min(next.saturating_sub(last + 1).div_ceil(2)),
            None => FLANK,
        };
        let from = first
            .checked_sub(before)
            .filter(|f| *f > 0)
            .ok_or_else(|| wrong("no sequence before an exon"))?;
        let slice = |a: u32, b: u32| {
            let text =
                genomic.get(a as usize - 1..b as usize).ok_or_else(|| wrong("exon outside the sequence"))?;
            Ok::<_, BuildError>(String::from_utf8_lossy(text).into_owned())
        };
        let body = slice(first, last)?;
        let cdna = transcript.cdna.get(start as usize - 1..end as usize);
        if cdna != Some(body.as_str()) {
            return Err(wrong("transcript and genomic sequence differ"));
        }
        exons.push(Exon {
            start,
            end,
            before: slice(from, first - 1)?,
            after: slice(last + 1, last + after)?,
        });
        windows.push((from, last + after));
    }
    let placement = |build: &str| {
        let mapping = record.mappings.get(build).ok_or_else(|| wrong("a build is missing"))?;
        placement(mapping, &windows).ok_or_else(|| wrong("placement contradicts itself"))
    };
    Ok(Gene {
        symbol: current_symbol(&record.gene).to_owned(),
        transcript: transcript.refseq.first().cloned().unwrap_or_else(|| record.gene.clone()),
        cdna: transcript.cdna.clone(),
        cds: transcript.cds.first().map(|c| c.tx),
        exons_only: false,
        exons,
        placements: [placement("GRCh37")?, placement("GRCh38")?],
    })
}

/// Position on the assembly of a base of the record. `None` for a base that the assembly lacks.
fn lift(span: &Span, position: u32) -> Option<u32> {
    let mut shift = 0i64;
    for diff in &span.diffs {
        match diff.kind.as_str() {
            // The record has bases that the assembly lacks.
            "lrg_ins" if position > diff.lrg_end => shift -= i64::from(diff.lrg_end - diff.lrg_start + 1),
            "lrg_ins" if position >= diff.lrg_start => return None,
            // The assembly has bases between two of the record.
            "other_ins" if position >= diff.lrg_end => {
                shift += i64::try_from(diff.other_sequence.len()).ok()?
            }
            _ => {}
        }
    }
    let along = i64::from(position) - i64::from(span.lrg.0) + shift;
    let at = if span.strand < 0 {
        i64::from(span.reference.1) - along
    } else {
        i64::from(span.reference.0) + along
    };
    u32::try_from(at).ok()
}

fn placement(mapping: &Mapping, windows: &[(u32, u32)]) -> Option<Placement> {
    let [span] = mapping.spans.as_slice() else { return None };
    // The last base of the record must come out at the end of the span, or the differences do not add up.
    let end = if span.strand < 0 { span.reference.0 } else { span.reference.1 };
    (lift(span, span.lrg.1)? == end).then_some(())?;
    let mut starts = Vec::with_capacity(windows.len());
    let mut patches = Vec::new();
    for (exon, (from, to)) in windows.iter().copied().enumerate() {
        starts.push(lift(span, from)?);
        for diff in &span.diffs {
            let text = |s: &str| if s == "-" { String::new() } else { s.to_owned() };
            let (first, from_bases) = match diff.kind.as_str() {
                "other_ins" => (diff.lrg_end, String::new()),
                _ => (diff.lrg_start, text(&diff.lrg_sequence)),
            };
            let inside = first > from && diff.lrg_end.max(first) <= to;
            let crosses = !inside && diff.lrg_start <= to && diff.lrg_end >= from && diff.kind != "other_ins";
            if crosses {
                return None;
            }
            if inside {
                let at = usize::try_from(first - from).ok()?;
                patches.push(Patch { exon, at, from: from_bases, to: text(&diff.other_sequence) });
            }
        }
    }
    patches.sort_by_key(|p| (p.exon, p.at));
    Some(Placement { contig: mapping.chrom.clone(), reverse: span.strand < 0, windows: starts, patches })
}

/// A transcript from Ensembl exons on GRCh37 and the sequence of the record.
pub(super) fn from_ensembl(
    record: &Record,
    genomic: &[u8],
    ensembl: &ensembl::Transcript,
) -> Result<Option<Transcript>, BuildError> {
    let wrong = |what: &str| BuildError::content(FILE, format!("{}: {what}", record.gene));
    let mapping = record.mappings.get("GRCh37").ok_or_else(|| wrong("GRCh37 is missing"))?;
    let [span] = mapping.spans.as_slice() else { return Err(wrong("more than one span")) };
    let length = u32::try_from(genomic.len()).map_err(|_| wrong("sequence too long"))?;
    // Ensembl positions back to the record: the inverse of `lift` by search over the few differences.
    let back = |position: u32| {
        let guess = if span.strand < 0 {
            i64::from(span.reference.1) - i64::from(position)
        } else {
            i64::from(position) - i64::from(span.reference.0)
        } + i64::from(span.lrg.0);
        (-50..=50i64).find_map(|d| {
            let candidate = u32::try_from(guess + d).ok().filter(|c| (1..=length).contains(c))?;
            (lift(span, candidate) == Some(position)).then_some(candidate)
        })
    };
    let reverse = span.strand < 0;
    let mut ordered = ensembl.exons.clone();
    if reverse {
        ordered.reverse();
    }
    let (mut cdna, mut exons) = (String::new(), Vec::new());
    let mut cds = (0u32, 0u32);
    let (low, high) = ensembl.cds.ok_or_else(|| wrong("transcript without coding sequence"))?;
    let (cds_first, cds_last) = if reverse { (high, low) } else { (low, high) };
    for (a, b) in ordered {
        let (first, last) = if reverse { (b, a) } else { (a, b) };
        let (Some(from), Some(to)) = (back(first), back(last)) else {
            return Err(wrong("an Ensembl exon lies outside the record"));
        };
        let start = u32::try_from(cdna.len()).map_err(|_| wrong("transcript too long"))? + 1;
        let body =
            genomic.get(from as usize - 1..to as usize).ok_or_else(|| wrong("exon outside the sequence"))?;
        cdna.push_str(&String::from_utf8_lossy(body));
        let end = start + (to - from);
        if (a..=b).contains(&cds_first) {
            cds.0 = start + back(cds_first).unwrap_or(from) - from;
        }
        if (a..=b).contains(&cds_last) {
            cds.1 = start + back(cds_last).unwrap_or(from) - from;
        }
        exons.push((from, to, start, end));
    }
    Ok(Some(Transcript { refseq: vec![ensembl.name.clone()], cdna, exons, cds: vec![Cds { tx: cds }] }))
}
