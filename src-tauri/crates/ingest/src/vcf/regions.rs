//! Which positions the caller asked for.

use crate::Region;
use crate::assembly::Chromosome;

/// Sorted, merged intervals of each chromosome.
#[derive(Debug, Default)]
pub(crate) struct RegionIndex {
    intervals: [Vec<(u32, u32)>; 25],
}

impl RegionIndex {
    pub(crate) fn new(regions: &[Region]) -> Self {
        let mut index = Self::default();
        for region in regions {
            if let Some(chromosome) = Chromosome::named(region.contig.as_str()) {
                index.intervals[chromosome.index()].push((region.start, region.end.max(region.start)));
            }
        }
        for intervals in &mut index.intervals {
            intervals.sort_unstable();
            intervals.dedup_by(|next, kept| {
                let touches = next.0 <= kept.1.saturating_add(1);
                if touches {
                    kept.1 = kept.1.max(next.1);
                }
                touches
            });
        }
        index
    }

    /// The first interval that does not end before `position`.
    pub(crate) fn next(&self, chromosome: Chromosome, position: u32) -> Option<(u32, u32)> {
        let intervals = &self.intervals[chromosome.index()];
        intervals.get(intervals.partition_point(|(_, end)| *end < position)).copied()
    }

    /// The last place of an interval before `position`, 0 where there is none.
    pub(crate) fn before(&self, chromosome: Chromosome, position: u32) -> u32 {
        let intervals = &self.intervals[chromosome.index()];
        let next = intervals.partition_point(|(_, end)| *end < position);
        next.checked_sub(1).and_then(|i| intervals.get(i)).map_or(0, |(_, end)| *end)
    }

    /// True where `start..=end` touches an interval.
    pub(crate) fn touches(&self, chromosome: Chromosome, start: u32, end: u32) -> bool {
        self.next(chromosome, start).is_some_and(|(from, _)| from <= end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attune_genome::Contig;

    #[test]
    fn neighbours_merge_and_touching_counts() {
        let region = |start, end| Region { contig: Contig::new("chr7"), start, end };
        let index = RegionIndex::new(&[region(10, 20), region(21, 30), region(50, 60)]);
        let seven = Chromosome::named("7").unwrap();
        assert_eq!(index.next(seven, 5), Some((10, 30)));
        assert_eq!(index.before(seven, 55), 30);
        for (start, end, hit) in
            [(1, 9, false), (1, 10, true), (30, 30, true), (31, 49, false), (61, 99, false)]
        {
            assert_eq!(index.touches(seven, start, end), hit, "{start}-{end}");
        }
        assert!(!index.touches(Chromosome::named("8").unwrap(), 10, 20));
    }
}
