//! The binary form of `.tbi` and `.csi`, both BGZF-packed.

use std::collections::HashMap;
use std::io::Read;

use flate2::read::MultiGzDecoder;

/// An index unpacks to less than this: 60,000 blocks of a whole genome are about 3 MB.
const LARGEST: u64 = 256 << 20;

/// Bins of one contig: the chunks of each, and the least offset of records that reach into it (CSI).
type Bins = HashMap<u32, (u64, Vec<(u64, u64)>)>;

/// What an index says.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) names: Vec<String>,
    bins: Vec<Bins>,
    /// Tabix: the least offset for each window of 16 kb.
    windows: Vec<Vec<u64>>,
    min_shift: u32,
    depth: u32,
}

/// Little-endian numbers from the front of a slice.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], &'static str> {
        if n > self.0.len() {
            return Err("it is cut off");
        }
        let (head, rest) = self.0.split_at(n);
        self.0 = rest;
        Ok(head)
    }

    fn u32(&mut self) -> Result<u32, &'static str> {
        self.take(4).map(|b| b.iter().rev().fold(0, |n, b| n << 8 | u32::from(*b)))
    }

    fn u64(&mut self) -> Result<u64, &'static str> {
        Ok(u64::from(self.u32()?) | u64::from(self.u32()?) << 32)
    }

    /// A count of things of at least `size` bytes each, so that a wrong one cannot reserve memory.
    fn count(&mut self, size: usize) -> Result<usize, &'static str> {
        let n = self.u32()? as usize;
        if n.saturating_mul(size) > self.0.len() { Err("a count in it is too large") } else { Ok(n) }
    }

    /// Preset, columns, comment character, lines to skip, then the names of the contigs.
    fn head(&mut self) -> Result<Vec<String>, &'static str> {
        self.take(24)?;
        let length = self.count(1)?;
        let names = self.take(length)?.split(|b| *b == 0).filter(|n| !n.is_empty());
        Ok(names.map(|n| String::from_utf8_lossy(n).into_owned()).collect())
    }
}

impl Index {
    pub(super) fn parse(packed: &[u8]) -> Result<Self, &'static str> {
        let mut bytes = Vec::new();
        MultiGzDecoder::new(packed)
            .take(LARGEST)
            .read_to_end(&mut bytes)
            .map_err(|_| "it is damaged or no index")?;
        let mut bytes = Bytes(&bytes);
        match bytes.take(4)? {
            b"TBI\x01" => Self::tabix(bytes),
            b"CSI\x01" => Self::csi(bytes),
            _ => Err("it is neither a tabix nor a CSI index"),
        }
    }

    fn tabix(mut bytes: Bytes<'_>) -> Result<Self, &'static str> {
        let contigs = bytes.count(8)?;
        let names = bytes.head()?;
        let (mut bins, mut windows) = (Vec::new(), Vec::new());
        for _ in 0..contigs {
            bins.push(read_bins(&mut bytes, false)?);
            let n = bytes.count(8)?;
            windows.push((0..n).map(|_| bytes.u64()).collect::<Result<_, _>>()?);
        }
        Ok(Self { names, bins, windows, min_shift: 14, depth: 5 })
    }

    fn csi(mut bytes: Bytes<'_>) -> Result<Self, &'static str> {
        let (min_shift, depth) = (bytes.u32()?, bytes.u32()?);
        if !(1..=30).contains(&min_shift) || depth > 9 {
            return Err("its bins are of an impossible size");
        }
        let length = bytes.count(1)?;
        // Without the tabix head the contigs are those of the header of the VCF; such files are read as a whole.
        let names = Bytes(bytes.take(length)?).head().map_err(|_| "it does not name the contigs")?;
        let contigs = bytes.count(4)?;
        let bins = (0..contigs).map(|_| read_bins(&mut bytes, true)).collect::<Result<_, _>>()?;
        Ok(Self { names, bins, windows: Vec::new(), min_shift, depth })
    }

    /// Adds the chunks of one contig that may hold records between two positions, 1-based, both included.
    pub(super) fn chunks(&self, contig: usize, start: u32, end: u32, out: &mut Vec<(u64, u64)>) {
        let Some(bins) = self.bins.get(contig) else { return };
        let (from, to) = (u64::from(start.max(1) - 1), u64::from(end.max(1) - 1));
        let window = usize::try_from(from >> 14).unwrap_or(usize::MAX);
        let windows = self.windows.get(contig);
        let least = windows.and_then(|w| w.get(window).or(w.last())).copied().unwrap_or(0);
        let (mut first, mut shift) = (0u64, self.min_shift + self.depth * 3);
        for level in 0..=self.depth {
            for bin in first + (from >> shift)..=first + (to >> shift) {
                if let Some((loffset, chunks)) = u32::try_from(bin).ok().and_then(|b| bins.get(&b)) {
                    let least = least.max(*loffset);
                    out.extend(chunks.iter().filter(|c| c.1 > least).map(|c| (c.0.max(least), c.1)));
                }
            }
            first += 1 << (level * 3);
            shift = shift.saturating_sub(3);
        }
    }
}

fn read_bins(bytes: &mut Bytes<'_>, csi: bool) -> Result<Bins, &'static str> {
    let n = bytes.count(8)?;
    let mut bins = Bins::new();
    for _ in 0..n {
        let bin = bytes.u32()?;
        let loffset = if csi { bytes.u64()? } else { 0 };
        let chunks = bytes.count(16)?;
        let list =
            (0..chunks).map(|_| Ok((bytes.u64()?, bytes.u64()?))).collect::<Result<_, &'static str>>()?;
        bins.insert(bin, (loffset, list));
    }
    Ok(bins)
}
