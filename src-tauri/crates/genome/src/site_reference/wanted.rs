//! Stretches of the genome that are kept while the FASTA passes by.

use std::collections::BTreeMap;

/// Stretches by chromosome.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    contigs: BTreeMap<String, Stretches>,
    /// Chromosome that passes now, and all that have passed, with their length.
    now: String,
    passed: BTreeMap<String, u32>,
}

/// Stretches of one chromosome, apart from each other and in order once they are settled.
#[derive(Debug, Default)]
struct Stretches {
    ranges: Vec<(u32, u32)>,
    bases: Vec<Vec<u8>>,
    /// The first stretch that is not full yet.
    next: usize,
}

impl Wanted {
    /// Asks for a stretch, positions from 1, both ends included.
    pub(super) fn ask(&mut self, contig: &str, from: u32, to: u32) {
        if from > 0 && from <= to {
            self.contigs.entry(contig.to_owned()).or_default().ranges.push((from, to));
        }
    }

    /// Joins what overlaps. To be called once, before the first base passes.
    pub(super) fn settle(&mut self) {
        for stretches in self.contigs.values_mut() {
            stretches.ranges.sort_unstable();
            let mut joined: Vec<(u32, u32)> = Vec::with_capacity(stretches.ranges.len());
            for (from, to) in stretches.ranges.drain(..) {
                match joined.last_mut() {
                    Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                    _ => joined.push((from, to)),
                }
            }
            stretches.bases = vec![Vec::new(); joined.len()];
            stretches.ranges = joined;
        }
    }

    /// A sequence begins. One that came before keeps its bases: the first of a name counts.
    pub(super) fn begin(&mut self, contig: &str) {
        self.now = if self.passed.contains_key(contig) { String::new() } else { contig.to_owned() };
        if !self.now.is_empty() {
            self.passed.insert(self.now.clone(), 0);
        }
    }

    /// Bases of the sequence that passes.
    pub(super) fn feed(&mut self, line: &[u8]) {
        let Some(length) = self.passed.get_mut(&self.now) else { return };
        let first = length.saturating_add(1);
        *length = length.saturating_add(u32::try_from(line.len()).unwrap_or(u32::MAX));
        let last = *length;
        let Some(stretches) = self.contigs.get_mut(&self.now) else { return };
        while let Some((from, to)) = stretches.ranges.get(stretches.next).copied() {
            if from > last {
                return;
            }
            let (a, b) = (from.max(first), to.min(last));
            if a <= b
                && let Some(bases) = line.get((a - first) as usize..=(b - first) as usize)
                && let Some(kept) = stretches.bases.get_mut(stretches.next)
            {
                kept.extend(bases.iter().map(u8::to_ascii_uppercase));
            }
            if to > last {
                return;
            }
            stretches.next += 1;
        }
    }

    pub(super) fn began(&self) -> bool {
        !self.passed.is_empty()
    }

    /// Length of a chromosome that passed.
    pub(super) fn length(&self, contig: &str) -> Option<u32> {
        self.passed.get(contig).copied()
    }

    /// The names that passed, cut to a readable number.
    pub(super) fn names(&self) -> String {
        let first: Vec<&str> = self.passed.keys().take(8).map(String::as_str).collect();
        let more = self.passed.len().saturating_sub(first.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", first.join(", "))
    }

    /// The bases of a stretch that was asked for; `None` where not all of them passed.
    pub(super) fn get(&self, contig: &str, from: u32, to: u32) -> Option<&[u8]> {
        let stretches = self.contigs.get(contig)?;
        let at = stretches.ranges.partition_point(|r| r.0 <= from).checked_sub(1)?;
        let (first, _) = stretches.ranges.get(at)?;
        stretches.bases.get(at)?.get((from - first) as usize..=(to.checked_sub(*first)?) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_kept_across_lines() {
        let mut wanted = Wanted::default();
        for (from, to) in [(3, 8), (7, 9), (12, 12), (14, 20)] {
            wanted.ask("1", from, to);
        }
        wanted.settle();
        for (contig, lines) in
            [("2", vec!["AAAA"]), ("1", vec!["abcde", "fghij", "", "klmno"]), ("1", vec!["XXXXX"])]
        {
            wanted.begin(contig);
            lines.iter().for_each(|l| wanted.feed(l.as_bytes()));
        }
        assert_eq!(wanted.get("1", 3, 9), Some(b"CDEFGHI".as_slice()));
        assert_eq!(wanted.get("1", 7, 8), Some(b"GH".as_slice()));
        assert_eq!(wanted.get("1", 12, 12), Some(b"L".as_slice()));
        assert_eq!(wanted.get("1", 14, 20), None, "the sequence ended before");
        assert_eq!(wanted.get("1", 1, 2), None);
        assert_eq!((wanted.length("1"), wanted.length("2"), wanted.length("3")), (Some(15), Some(4), None));
    }
}
