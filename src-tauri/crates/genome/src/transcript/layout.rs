//! The bases of a gene as an assembly has them, each with its place in the transcript.

use super::bases::reverse_complement;
use super::gene::{Gene, Placement};

/// A place in the transcript: a base of the cDNA (1-based; 0 and below lie before the transcript, above its
/// length after it) and the offset into the intron beside it, 0 in the exon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) tx: i64,
    pub(crate) offset: i64,
}

/// A [`Point`] in 8 bytes instead of 24: a layout keeps one a base, and a report touches hundreds of genes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Packed {
    tx: i32,
    offset: i32,
}

impl Packed {
    /// A base that the transcript does not have.
    const NONE: Self = Self { tx: i32::MIN, offset: 0 };

    /// `None` where a number does not fit, which no transcript reaches.
    fn of(point: Option<Point>) -> Option<Self> {
        let Some(point) = point else { return Some(Self::NONE) };
        Some(Self { tx: i32::try_from(point.tx).ok()?, offset: i32::try_from(point.offset).ok()? })
    }

    fn point(self) -> Option<Point> {
        (self != Self::NONE).then(|| Point { tx: self.tx.into(), offset: self.offset.into() })
    }
}

/// Windows (exons with flanks) of one gene on one assembly, in the direction of the transcript.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) reverse: bool,
    pub(crate) bases: Vec<u8>,
    /// Genome position of each base.
    genome: Vec<u32>,
    /// Place of each base.
    points: Vec<Packed>,
    /// Range of indices of each window.
    pub(crate) windows: Vec<std::ops::Range<usize>>,
    /// Genome position of the first and last base of each exon.
    exon_edges: Vec<(u32, u32)>,
    /// First and last cDNA base of each exon.
    exon_points: Vec<(i64, i64)>,
    /// cDNA with the bases of the assembly where they differ.
    pub(crate) tx: Vec<u8>,
    /// cDNA bases before which the transcript has bases that the assembly lacks.
    pub(crate) skips: Vec<i64>,
}

impl Layout {
    /// Lays a gene out; `None` where its record contradicts itself.
    pub(crate) fn new(gene: &Gene, placement: &Placement) -> Option<Self> {
        let unknown;
        let cdna = if gene.exons_only {
            unknown = vec![b'N'; usize::try_from(gene.exons.last()?.end).ok()?];
            unknown.as_slice()
        } else {
            gene.cdna.as_bytes()
        };
        let inserted: usize = placement.patches.iter().map(|p| p.to.len()).sum();
        let flanks: usize = gene.exons.iter().map(|e| e.before.len() + e.after.len()).sum();
        let count = cdna.len() + flanks + inserted;
        let mut out = Self {
            reverse: placement.reverse,
            bases: Vec::with_capacity(count),
            genome: Vec::with_capacity(count),
            points: Vec::with_capacity(count),
            windows: Vec::new(),
            exon_edges: Vec::new(),
            exon_points: Vec::new(),
            tx: cdna.to_vec(),
            skips: Vec::new(),
        };
        let last_exon = gene.exons.len().checked_sub(1)?;
        for (index, exon) in gene.exons.iter().enumerate() {
            let (start, end) = (i64::from(exon.start), i64::from(exon.end));
            let body = cdna.get(usize::try_from(start - 1).ok()?..usize::try_from(end).ok()?)?;
            let before = i64::try_from(exon.before.len()).ok()?;
            let length = i64::try_from(body.len()).ok()?;
            let sequence: Vec<u8> = [exon.before.as_bytes(), body, exon.after.as_bytes()].concat();
            let first = out.bases.len();
            let mut position = *placement.windows.get(index)?;
            let step = |p: u32| if placement.reverse { p.checked_sub(1) } else { p.checked_add(1) };
            let mut emit = |out: &mut Self, base: u8, point: Option<Point>| -> Option<()> {
                out.bases.push(base);
                out.genome.push(position);
                out.points.push(Packed::of(point)?);
                position = step(position)?;
                Some(())
            };
            let mut at = 0usize;
            while at <= sequence.len() {
                let patch = placement.patches.iter().find(|p| p.exon == index && p.at == at);
                let point = |i: usize| {
                    let k = i64::try_from(i).ok()? - before;
                    // Before the first and after the last exon there is no intron but the sequence beside.
                    let in_exon = (0..length).contains(&k);
                    Some(if in_exon || (k < 0 && index == 0) || (k >= length && index == last_exon) {
                        Point { tx: start + k, offset: 0 }
                    } else if k < 0 {
                        Point { tx: start, offset: k }
                    } else {
                        Point { tx: end, offset: k - length + 1 }
                    })
                };
                if let Some(patch) = patch {
                    let (from, to) = (patch.from.as_bytes(), patch.to.as_bytes());
                    if sequence.get(at..at + from.len())? != from {
                        return None;
                    }
                    if from.len() == to.len() {
                        for (i, base) in to.iter().enumerate() {
                            let place = point(at + i)?;
                            emit(&mut out, *base, Some(place))?;
                            if place.offset == 0
                                && let Some(slot) =
                                    usize::try_from(place.tx - 1).ok().and_then(|i| out.tx.get_mut(i))
                            {
                                *slot = *base;
                            }
                        }
                    } else {
                        for base in to {
                            emit(&mut out, *base, None)?;
                        }
                        out.skips.push(point(at + from.len())?.tx);
                    }
                    at += from.len();
                    if !from.is_empty() {
                        continue;
                    }
                }
                let Some(base) = sequence.get(at) else { break };
                emit(&mut out, *base, point(at))?;
                at += 1;
            }
            let range = first..out.bases.len();
            let edge = |tx: i64| {
                let wanted = Packed::of(Some(Point { tx, offset: 0 }))?;
                let i = range.clone().find(|i| out.points[*i] == wanted)?;
                out.genome.get(i).copied()
            };
            let edges = (edge(start)?, edge(end)?);
            out.exon_edges.push(edges);
            out.exon_points.push((start, end));
            out.windows.push(range);
        }
        Some(out)
    }

    /// Index of a genome position, where a window holds it, and the number of the window.
    pub(crate) fn find(&self, position: u32) -> Option<(usize, usize)> {
        self.windows.iter().enumerate().find_map(|(number, range)| {
            let (a, b) = (*self.genome.get(range.start)?, *self.genome.get(range.end.checked_sub(1)?)?);
            let distance = if self.reverse { a.checked_sub(position) } else { position.checked_sub(a) }?;
            let inside = position >= a.min(b) && position <= a.max(b);
            // Inside a window the genome has every position once.
            inside.then_some((range.start + distance as usize, number))
        })
    }

    /// Each window on the plus strand: its lowest genome position and its bases.
    pub(crate) fn stretches(&self) -> impl Iterator<Item = (u32, Vec<u8>)> {
        self.windows.iter().filter_map(|range| {
            let last = if self.reverse { range.end.checked_sub(1)? } else { range.start };
            let bases = self.bases.get(range.clone())?;
            let bases = if self.reverse { reverse_complement(bases) } else { bases.to_vec() };
            Some((*self.genome.get(last)?, bases))
        })
    }

    /// Place of the base at an index.
    pub(crate) fn point(&self, index: usize) -> Option<Point> {
        self.points.get(index)?.point()
    }

    /// Genome position of a base of the transcript; `None` where this assembly lacks it.
    pub(crate) fn position(&self, tx: u32) -> Option<u32> {
        let wanted = Packed::of(Some(Point { tx: i64::from(tx), offset: 0 }))?;
        let number = self.exon_points.iter().position(|(a, b)| (*a..=*b).contains(&i64::from(tx)))?;
        let at = self.windows.get(number)?.clone().find(|i| self.points.get(*i) == Some(&wanted))?;
        self.genome.get(at).copied()
    }

    /// Genome position and base (in the direction of the transcript) of a place of a window.
    pub(crate) fn of_point(&self, point: Point, window: usize) -> Option<(u32, u8)> {
        let wanted = Packed::of(Some(point))?;
        let at = self.windows.get(window)?.clone().find(|i| self.points.get(*i) == Some(&wanted))?;
        Some((*self.genome.get(at)?, *self.bases.get(at)?))
    }

    /// Place of any position between the first and the last exon, also far from the exons.
    pub(crate) fn place(&self, position: u32) -> Option<Point> {
        if let Some((index, _)) = self.find(position) {
            return self.point(index);
        }
        let along = |a: u32, b: u32| {
            if self.reverse { i64::from(a) - i64::from(b) } else { i64::from(b) - i64::from(a) }
        };
        for i in 1..self.exon_edges.len() {
            let (left, right) = (self.exon_edges[i - 1].1, self.exon_edges[i].0);
            let (from_left, to_right) = (along(left, position), along(position, right));
            if from_left > 0 && to_right > 0 {
                return Some(if from_left <= to_right {
                    Point { tx: self.exon_points[i - 1].1, offset: from_left }
                } else {
                    Point { tx: self.exon_points[i].0, offset: -to_right }
                });
            }
        }
        None
    }

    /// Lowest and highest genome position from the upstream flank to the last exon.
    pub(crate) fn span(&self) -> Option<(u32, u32)> {
        let first = *self.genome.get(self.windows.first()?.start)?;
        let last = self.exon_edges.last()?.1;
        Some((first.min(last), first.max(last)))
    }

    /// Bases from an exonic point to the nearest border between exons (0 at the border itself).
    pub(crate) fn distance_to_border(&self, tx: i64) -> i64 {
        let last = self.exon_points.len().saturating_sub(1);
        self.exon_points
            .iter()
            .enumerate()
            .filter(|(_, (a, b))| (*a..=*b).contains(&tx))
            .map(|(i, (a, b))| {
                let to_left = if i == 0 { i64::MAX } else { tx - a };
                let to_right = if i == last { i64::MAX } else { b - tx };
                to_left.min(to_right)
            })
            .min()
            .unwrap_or(i64::MAX)
    }
}
