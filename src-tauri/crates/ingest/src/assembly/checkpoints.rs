//! Reference bases that tell the builds apart.
//!
//! The table holds coding exons of cancer genes with 20 bases of flank, and pharmacogenomic positions, with
//! their place on both builds (see `data/README.md`). Between the builds the same base stands at another
//! number, so that a file hits it only with the numbers of its own build.

use attune_genome::Assembly;
use flate2::read::GzDecoder;
use std::io::Read;
use std::sync::OnceLock;

use super::{Chromosome, Evidence, Weight, other};

const TABLE: &[u8] = include_bytes!("../../data/assembly_checkpoints.tsv.gz");

/// Distinct positions that are compared; more would not change the answer.
const ENOUGH: u32 = 4_000;

/// Records with the bases of each build from which a file holds both. By chance one in four agrees.
const MIXED: u32 = 8;

/// Logarithms (base 10) of how much likelier an agreement and a disagreement are on the build of the file (one slip in
/// fifty) than at a place that means something else (one chance agreement in four): 0.98 / 0.27 and 0.02 / 0.73.
const AGREES: f64 = 0.56;
const DIFFERS: f64 = -1.56;
/// Odds, as logarithms, from which the bases decide between the builds, and from which both are in one file.
const DECIDED: f64 = 5.0;
const BEYOND_CHANCE: f64 = 4.0;

#[derive(Debug, Clone, Copy)]
struct Slice {
    start: u32,
    end: u32,
    /// Place of the first base in the arena.
    bases: usize,
}

/// Known bases of one build.
#[derive(Debug, Default)]
struct Table {
    slices: [Vec<Slice>; 25],
    bases: Vec<u8>,
}

/// What the records said about one build.
#[derive(Debug)]
struct Build {
    table: &'static Table,
    matched: u32,
    mismatched: u32,
    /// Of these, records that do not agree with the other build: their number on this build and against it.
    own: u32,
    against: u32,
    example: Option<String>,
    /// Positions without a slice around the last one looked up: `(chromosome, from, to)`.
    gap: (usize, u32, u32),
}

impl Build {
    fn new(table: &'static Table) -> Self {
        Self { table, matched: 0, mismatched: 0, own: 0, against: 0, example: None, gap: (usize::MAX, 0, 0) }
    }

    /// Whether a record agrees with the build; `None` where the table has no base there.
    fn observe(&mut self, chromosome: Chromosome, position: u32, reference: &[u8]) -> Option<bool> {
        let at = chromosome.index();
        let last = position.saturating_add(u32::try_from(reference.len()).unwrap_or(1).saturating_sub(1));
        if self.gap.0 == at && position >= self.gap.1 && last < self.gap.2 {
            return None;
        }
        let slices = &self.table.slices[at];
        let next = slices.partition_point(|s| s.end < position);
        let Some(slice) = slices.get(next).filter(|s| s.start <= last) else {
            let from = next.checked_sub(1).and_then(|i| slices.get(i)).map_or(0, |s| s.end + 1);
            self.gap = (at, from, slices.get(next).map_or(u32::MAX, |s| s.start));
            return None;
        };
        let from = position.max(slice.start);
        let to = last.min(slice.end);
        let known =
            &self.table.bases[slice.bases + (from - slice.start) as usize..][..(to - from + 1) as usize];
        let given = &reference[(from - position) as usize..][..known.len()];
        let agrees = known.eq_ignore_ascii_case(given);
        if agrees {
            self.matched += 1;
            self.example.get_or_insert_with(|| {
                format!("reference {} at {}:{from}", String::from_utf8_lossy(known), chromosome.name())
            });
        } else {
            self.mismatched += 1;
        }
        Some(agrees)
    }

    /// Counts a record that does not agree with the other build.
    fn count(&mut self, agrees: Option<bool>) {
        match agrees {
            Some(true) => self.own += 1,
            Some(false) => self.against += 1,
            None => {}
        }
    }

    /// How much likelier these records are on this build than anywhere else, as a logarithm.
    fn odds(&self) -> f64 {
        f64::from(self.own) * AGREES + f64::from(self.against) * DIFFERS
    }

    /// More than one mismatch in fifty is not the build of the file.
    fn refuted(&self) -> bool {
        self.mismatched * 50 > self.matched
    }
}

/// Compares the reference bases of records with both builds.
pub(crate) struct Probe {
    on37: Build,
    on38: Build,
    last: (usize, u32),
}

/// The tables of both builds, unpacked once. A broken table would be a broken program; it proves nothing then.
fn tables() -> &'static (Table, Table) {
    static TABLES: OnceLock<(Table, Table)> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut text = String::new();
        let (mut on37, mut on38) = (Table::default(), Table::default());
        if GzDecoder::new(TABLE).read_to_string(&mut text).is_err() {
            return (on37, on38);
        }
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let mut fields = line.split('\t');
            let mut next = || fields.next().unwrap_or_default();
            let (contig, start37, start38, bases37, bases38) = (next(), next(), next(), next(), next());
            let Some(chromosome) = Chromosome::named(contig) else { continue };
            let bases38 = if bases38 == "=" { bases37 } else { bases38 };
            for (table, start, bases) in [(&mut on37, start37, bases37), (&mut on38, start38, bases38)] {
                let Ok(start) = start.parse::<u32>() else { continue };
                let Ok(length) = u32::try_from(bases.len()) else { continue };
                let slice = Slice { start, end: start + length - 1, bases: table.bases.len() };
                table.slices[chromosome.index()].push(slice);
                table.bases.extend_from_slice(bases.as_bytes());
            }
        }
        for slices in on37.slices.iter_mut().chain(&mut on38.slices) {
            slices.sort_by_key(|s| s.start);
        }
        (on37, on38)
    })
}

impl Probe {
    pub(crate) fn new() -> Self {
        let (on37, on38) = tables();
        Self { on37: Build::new(on37), on38: Build::new(on38), last: (usize::MAX, 0) }
    }

    /// Looks at one record. Reference bases other than A, C, G, T are passed over.
    pub(crate) fn observe(&mut self, chromosome: Chromosome, position: u32, reference: &[u8]) {
        if self.last == (chromosome.index(), position) || self.on37.matched + self.on38.matched > ENOUGH {
            return;
        }
        self.last = (chromosome.index(), position);
        if reference.is_empty() || !reference.iter().all(|b| b"ACGTacgt".contains(b)) {
            return;
        }
        let on37 = self.on37.observe(chromosome, position, reference);
        let on38 = self.on38.observe(chromosome, position, reference);
        if on38 != Some(true) {
            self.on37.count(on37);
        }
        if on37 != Some(true) {
            self.on38.count(on38);
        }
    }

    /// The build that the bases prove: at least three records agree with it and at most one in fifty does
    /// not, while the other build is refuted, met nowhere, or far less likely. Three chance agreements with no record
    /// at any place of the true build have a probability below 1e-5 for exomes and panels.
    pub(crate) fn verdict(&self) -> Option<(Assembly, String)> {
        let judge = |this: &Build, that: &Build| {
            let likelier = this.odds() - that.odds() >= DECIDED && that.odds() < BEYOND_CHANCE;
            this.matched >= 3 && !this.refuted() && (that.matched == 0 || that.refuted() || likelier)
        };
        let (assembly, build) = match (judge(&self.on37, &self.on38), judge(&self.on38, &self.on37)) {
            (true, false) => (Assembly::GRCh37, &self.on37),
            (false, true) => (Assembly::GRCh38, &self.on38),
            _ => return None,
        };
        let text = format!(
            "{} records have the reference bases of {assembly} (for example {}), {} have those of {}",
            build.matched,
            build.example.as_deref().unwrap_or("none"),
            self.of(other(assembly)).matched,
            other(assembly),
        );
        Some((assembly, text))
    }

    /// That the records are of both builds, each with the bases of its own: of those that do not agree with the other
    /// build at least [`MIXED`] agree with this one, far more than by chance. In a file on one build these are the few
    /// that lie beside its targets, and three in four of them differ.
    pub(crate) fn mixed(&self) -> Option<String> {
        let both = [&self.on37, &self.on38].iter().all(|b| b.own >= MIXED && b.odds() >= BEYOND_CHANCE);
        let example = |b: &Build| b.example.clone().unwrap_or_default();
        both.then(|| {
            format!(
                "{} records have the reference bases of GRCh37 (for example {}) and {} those of GRCh38 (for example {})",
                self.on37.own,
                example(&self.on37),
                self.on38.own,
                example(&self.on38)
            )
        })
    }

    /// Puts what the bases prove into the evidence; of records of both builds a contradiction, whatever is stated.
    pub(crate) fn settle(&self, evidence: &mut Evidence) {
        if let Some(text) = self.mixed() {
            evidence.add(Assembly::GRCh37, Weight::Proof, text.clone());
            evidence.add(Assembly::GRCh38, Weight::Proof, text);
        } else if let Some((assembly, text)) = self.verdict() {
            evidence.add(assembly, Weight::Proof, text);
        }
    }

    /// What was compared, for the refusal of a file that does not state its assembly.
    pub(crate) fn counts(&self) -> String {
        let of = |b: &Build| (b.matched, b.matched + b.mismatched);
        let ((a, all_a), (b, all_b)) = (of(&self.on37), of(&self.on38));
        format!("{a} of {all_a} compared reference bases agree with GRCh37, {b} of {all_b} with GRCh38")
    }

    /// Records that disagree with the bases of a build, and records compared.
    pub(crate) fn mismatches(&self, assembly: Assembly) -> (u32, u32) {
        let build = self.of(assembly);
        (build.mismatched, build.matched + build.mismatched)
    }

    fn of(&self, assembly: Assembly) -> &Build {
        match assembly {
            Assembly::GRCh37 => &self.on37,
            Assembly::GRCh38 => &self.on38,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(records: &[(&str, u32, &str)]) -> Option<Assembly> {
        let mut probe = Probe::new();
        for (contig, position, reference) in records {
            probe.observe(Chromosome::named(contig).unwrap(), *position, reference.as_bytes());
        }
        probe.verdict().map(|(a, _)| a)
    }

    // BRAF V600, KRAS G12, TP53 R175 (CIViC, dbSNP): plus-strand reference bases on both builds.
    #[test]
    fn hotspots_tell_the_build() {
        let on37 = [("7", 140_453_136, "A"), ("12", 25_398_284, "C"), ("17", 7_578_406, "C")];
        let on38 = [("7", 140_753_336, "A"), ("12", 25_245_350, "C"), ("17", 7_675_088, "C")];
        assert_eq!(verdict(&on37), Some(Assembly::GRCh37));
        assert_eq!(verdict(&on38), Some(Assembly::GRCh38));
        assert_eq!(verdict(&on38[..2]), None, "two agreements are not enough");
        let wrong = [("7", 140_753_336, "C"), ("12", 25_245_350, "A"), ("17", 7_675_088, "T")];
        assert_eq!(verdict(&wrong), None);
    }

    #[test]
    fn records_of_both_builds_are_a_mixture() {
        let (on37, on38) = tables();
        let mut probe = Probe::new();
        assert_eq!(probe.mixed(), None);
        for (table, own) in [(on37, true), (on38, false)] {
            // Places that only one of the builds has.
            for (chromosome, slices) in table.slices.iter().enumerate().take(22) {
                let Some(slice) = slices.first() else { continue };
                let there = if own { on38 } else { on37 };
                let shared =
                    there.slices[chromosome].iter().any(|s| s.start <= slice.end && s.end >= slice.start);
                if !shared {
                    let base = &table.bases[slice.bases..=slice.bases];
                    let named = Chromosome::named(&(chromosome + 1).to_string()).unwrap();
                    assert_eq!(named.index(), chromosome);
                    probe.observe(named, slice.start, base);
                }
            }
            assert_eq!(probe.mixed().is_some(), !own, "one build alone is none");
        }
    }

    #[test]
    fn one_position_counts_once() {
        assert_eq!(verdict(&[("7", 140_753_336, "A"); 9]), None);
    }
}
