//! What the records of a sample say at the defining positions of a gene.
//!
//! A genotype is built from bases, never from allele numbers: the same sample on GRCh37 and GRCh38 gives the
//! same bases even where the reference differs. A position without a record, with `./.`, or with bases that
//! cannot be known is missing; only a reference block or an explicit reference genotype states the reference.

mod bases;
mod parts;
mod window;

use attune_genome::{Allele, Assembly, CallRecord, Contig, SampleCall};
use attune_knowledge::pgx::{PgxGene, PgxPosition, Ploidy};

use crate::call::Stated;
use crate::gene::GeneInput;

/// Depth in reads below which a genotype is flagged.
pub const LOW_DEPTH: u32 = 10;
/// Genotype quality (phred) below which a genotype is flagged.
pub const LOW_QUALITY: u32 = 20;

/// Bases above which a record counts as long.
const LONG: u32 = 200;

/// One strand at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    /// Not known.
    Missing,
    /// Index into the bases of the position.
    Known(u8),
    /// A base or sequence that the table does not have.
    Undocumented,
}

/// Genotype at a position: one or two strands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Site {
    pub(crate) strands: Vec<Base>,
    /// Name of the phase set where the genotype is phased; the empty name is the whole chromosome.
    pub(crate) phase_set: Option<String>,
    /// True where a record of this very site is there, with or without a genotype: the test tried it.
    pub(crate) tried: bool,
}

impl Site {
    fn missing(tried: bool) -> Self {
        Self { strands: vec![Base::Missing, Base::Missing], phase_set: None, tried }
    }

    pub(crate) fn all_missing(&self) -> bool {
        self.strands.iter().all(|b| *b == Base::Missing)
    }

    /// True where the test reached the site and did not get both strands: such a gap weighs more than a site
    /// outside the test.
    pub(crate) fn failed(&self) -> bool {
        self.strands.contains(&Base::Missing) && (self.tried || !self.all_missing())
    }

    pub(crate) fn half_missing(&self) -> bool {
        !self.all_missing() && self.strands.contains(&Base::Missing)
    }

    /// True where the strands differ, so that phase matters.
    pub(crate) fn uneven(&self) -> bool {
        self.strands.windows(2).any(|w| w[0] != w[1])
    }
}

/// What was noted at a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remark {
    pub(crate) code: &'static str,
    /// Index of the position.
    pub(crate) position: usize,
    /// Detail, for example the undocumented base.
    pub(crate) detail: String,
}

/// Sites of a gene with the remarks.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct GeneSites {
    pub(crate) sites: Vec<Site>,
    /// Sites of the positions outside the alleles.
    pub(crate) extra: Vec<Site>,
    pub(crate) remarks: Vec<Remark>,
}

/// A record with the call of the sample and the genotype as strands of allele numbers.
pub(crate) struct Evidence<'a> {
    pub(crate) record: &'a CallRecord,
    pub(crate) call: &'a SampleCall,
}

/// Whether a record is about the position or only covers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closeness {
    /// States the reference over a stretch, or a neighbouring change.
    Covers,
    /// Has the position's own change, or states its reference base alone.
    About,
}

/// What one record says at a position.
pub(crate) struct Reading {
    pub(crate) closeness: Closeness,
    pub(crate) strands: Vec<Base>,
    /// Alternates of the record that are about the position, to join records that split one site.
    pub(crate) alternates: Vec<String>,
    pub(crate) phase_set: Option<String>,
    pub(crate) remark: Option<(&'static str, String)>,
    pub(crate) flags: Vec<&'static str>,
}

/// Reads the sites of a gene. `records` are those of the gene's chromosome near the gene.
pub(crate) fn read(gene: &PgxGene, input: &GeneInput<'_>) -> GeneSites {
    let nearby = Nearby::new(input);
    let mut out = GeneSites::default();
    for (index, position) in gene.positions.iter().enumerate() {
        let site = nearby.site(gene, position, index, &mut out.remarks);
        out.sites.push(site);
    }
    // Remarks on these would name a position of the alleles.
    let mut unused = Vec::new();
    for position in &gene.extra {
        out.extra.push(nearby.site(gene, position, 0, &mut unused));
    }
    out
}

/// Records near a gene, ordered for looking up positions.
struct Nearby<'a> {
    /// Reference blocks may be long and are few; all others are found by their start.
    long: Vec<&'a CallRecord>,
    short: Vec<&'a CallRecord>,
    sample_index: usize,
    assembly: Assembly,
    stated: Stated<'a>,
}

impl<'a> Nearby<'a> {
    fn new(input: &GeneInput<'a>) -> Self {
        let GeneInput { records, sample_index, assembly, stated, .. } = *input;
        let long_one = |r: &&&CallRecord| r.end.get() - r.position.get() > LONG;
        let long = records.iter().filter(long_one).copied().collect();
        let mut short: Vec<&CallRecord> = records.iter().filter(|r| !long_one(r)).copied().collect();
        short.sort_by_key(|r| r.position);
        Self { long, short, sample_index, assembly, stated }
    }

    fn site(&self, gene: &PgxGene, position: &PgxPosition, index: usize, remarks: &mut Vec<Remark>) -> Site {
        let width = position.bases[0].len();
        if width > 1 && position.bases.iter().all(|b| b.len() == width) {
            let mut own = Vec::new();
            let sites = (0..width).filter_map(|offset| {
                let single = parts::single(position, offset)?;
                let site = self.written(gene, &single, index, &mut own);
                Some((single, site))
            });
            let sites: Vec<(PgxPosition, Site)> = sites.collect();
            if let Some(site) = parts::joined(position, &sites) {
                own.retain(|r| !remarks.contains(r));
                remarks.extend(own);
                return site;
            }
        }
        self.written(gene, position, index, remarks)
    }

    /// The site as the records of this very position state it.
    fn written(
        &self,
        gene: &PgxGene,
        position: &PgxPosition,
        index: usize,
        remarks: &mut Vec<Remark>,
    ) -> Site {
        let Some(at) = coordinate(gene, position, self.assembly) else { return Site::missing(false) };
        let width = position.window.as_ref().map_or(1, String::len).max(position.bases[0].len());
        let last = at + u32::try_from(width).unwrap_or(1) - 1;
        let from = self.short.partition_point(|r| r.position.get() + LONG < at);
        let to = self.short.partition_point(|r| r.position.get() <= last);
        let near = self.long.iter().chain(self.short.get(from..to).unwrap_or_default());
        let near = near.filter(|r| r.position.get() <= last && r.end.get() >= at);
        let readings: Vec<Reading> = near
            .filter_map(|record| {
                let call = record.samples.get(self.sample_index)?;
                let evidence = Evidence { record, call };
                if position.is_single_base() {
                    bases::read(position, at, self.assembly, &evidence)
                } else {
                    window::read(position, at, &evidence)
                }
            })
            .collect();
        let length = u32::try_from(position.bases[0].len()).unwrap_or(1);
        if readings.is_empty() && self.stated.covers(&Contig::new(&gene.contig), at, at + length - 1) {
            let own = position.reference_37.filter(|_| self.assembly == Assembly::GRCh37).unwrap_or(0);
            remarks.push(Remark { code: "stated_as_called", position: index, detail: String::new() });
            return Site { strands: vec![Base::Known(own); 2], phase_set: None, tried: false };
        }
        decide(gene, index, readings, remarks)
    }
}

/// Position on an assembly.
pub(crate) fn coordinate(gene: &PgxGene, position: &PgxPosition, assembly: Assembly) -> Option<u32> {
    let at = match assembly {
        Assembly::GRCh38 => i64::from(position.at),
        Assembly::GRCh37 => i64::from(position.at) - gene.offset,
    };
    u32::try_from(at).ok().filter(|at| *at > 0)
}

fn decide(gene: &PgxGene, index: usize, readings: Vec<Reading>, remarks: &mut Vec<Remark>) -> Site {
    let tried = readings.iter().any(|r| r.closeness == Closeness::About);
    let Some(best) = readings.iter().map(|r| r.closeness).max() else { return Site::missing(false) };
    // A covering record that cannot tell the base does not outweigh one that can.
    let mut chosen: Vec<Reading> = readings.into_iter().filter(|r| r.closeness == best).collect();
    if best == Closeness::Covers && chosen.iter().any(|r| !r.strands.contains(&Base::Missing)) {
        chosen.retain(|r| !r.strands.contains(&Base::Missing));
    }
    let mut note = |code: &'static str, detail: String| {
        let remark = Remark { code, position: index, detail };
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    };
    for reading in &chosen {
        for flag in &reading.flags {
            note(flag, String::new());
        }
        if let Some((code, detail)) = &reading.remark {
            note(code, detail.clone());
        }
    }
    let mut iter = chosen.into_iter();
    let Some(mut joined) = iter.next() else { return Site::missing(tried) };
    for other in iter {
        let Some(one) = join(joined, other) else {
            note("records_disagree", String::new());
            return Site::missing(true);
        };
        joined = one;
    }
    let expected = match gene.ploidy {
        Ploidy::Autosome => joined.strands.len() == 2,
        Ploidy::X | Ploidy::Mitochondrion => (1..=2).contains(&joined.strands.len()),
    };
    if !expected {
        note("ploidy", format!("{} alleles", joined.strands.len()));
        return Site::missing(true);
    }
    Site { strands: joined.strands, phase_set: joined.phase_set, tried }
}

/// Two records of one position: equal statements are one; records that split one site by its alternates
/// are joined; anything else disagrees.
fn join(a: Reading, b: Reading) -> Option<Reading> {
    let sorted = |r: &Reading| {
        let mut codes: Vec<u16> = r.strands.iter().map(|s| code(*s)).collect();
        codes.sort_unstable();
        codes
    };
    if a.strands.len() != b.strands.len() {
        return None;
    }
    if sorted(&a) == sorted(&b) {
        return Some(if a.phase_set.is_some() { a } else { b });
    }
    let split = !a.alternates.is_empty()
        && !b.alternates.is_empty()
        && a.alternates.iter().all(|x| !b.alternates.contains(x));
    if !split || a.strands.contains(&Base::Missing) || b.strands.contains(&Base::Missing) {
        return None;
    }
    let reference = Base::Known(0);
    let phased = a.phase_set.is_some() && a.phase_set == b.phase_set;
    let mut strands = Vec::new();
    let mut left = b.strands.iter().filter(|s| **s != reference).copied().collect::<Vec<_>>();
    for (x, y) in a.strands.iter().zip(&b.strands) {
        let one = match (*x == reference, *y == reference) {
            (true, true) => reference,
            (false, true) => *x,
            (true, false) => *y,
            (false, false) if phased => return None,
            (false, false) => *x,
        };
        strands.push(one);
    }
    if !phased {
        // Unphased halves of `1/2` written as two times `0/1`: the alternates stand on the two strands.
        let mut own: Vec<Base> = a.strands.iter().filter(|s| **s != reference).copied().collect();
        own.append(&mut left);
        if own.len() > strands.len() {
            return None;
        }
        own.resize(strands.len(), reference);
        own.reverse();
        strands = own;
    }
    let phase_set = if phased { a.phase_set } else { None };
    let alternates = a.alternates.into_iter().chain(b.alternates).collect();
    Some(Reading { strands, phase_set, alternates, ..b })
}

fn code(base: Base) -> u16 {
    match base {
        Base::Known(n) => u16::from(n),
        Base::Undocumented => 300,
        Base::Missing => 301,
    }
}

impl Evidence<'_> {
    /// Allele numbers of the genotype; `None` where there is no genotype at all.
    pub(crate) fn alleles(&self) -> Option<&[Option<u16>]> {
        self.call.genotype.as_ref().map(|g| g.alleles.as_slice())
    }

    pub(crate) fn phase_set(&self) -> Option<String> {
        let genotype = self.call.genotype.as_ref()?;
        genotype.phased.then(|| self.call.phase_set.clone().unwrap_or_default())
    }

    /// True for a record that only states the reference: no alternate, or only `<NON_REF>`.
    pub(crate) fn is_reference_statement(&self) -> bool {
        self.record.alternates.iter().all(|a| matches!(a, Allele::NonReference))
    }

    /// True for a stated reference without a single read: it says nothing.
    pub(crate) fn is_empty_statement(&self) -> bool {
        self.is_reference_statement() && self.call.depth == Some(0)
    }

    pub(crate) fn flags(&self) -> Vec<&'static str> {
        let mut flags = Vec::new();
        if self.record.filter.as_deref().is_some_and(|f| f != "PASS" && f != ".") {
            flags.push("filtered");
        }
        if self.call.depth.is_some_and(|d| d < LOW_DEPTH) {
            flags.push("low_depth");
        }
        if self.call.genotype_quality.is_some_and(|q| q < LOW_QUALITY) {
            flags.push("low_quality");
        }
        flags
    }
}
