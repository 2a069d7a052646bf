//! Files with more records than a screen can use: from a limit on, only what lies in known genes or is annotated.

use attune_genome::CallRecord;

use super::regions::RegionIndex;
use super::variants::Kept;
use crate::assembly::Chromosome;
use crate::{Ledger, Region};

/// The rule, and whether it is in force.
#[derive(Debug, Default)]
pub(super) struct Large {
    rule: Option<(usize, RegionIndex)>,
    in_force: bool,
}

impl Large {
    pub(super) fn new(rule: Option<&(usize, Vec<Region>)>) -> Self {
        Self { rule: rule.map(|(limit, regions)| (*limit, RegionIndex::new(regions))), in_force: false }
    }

    /// The limit, once it was passed.
    pub(super) fn passed(&self) -> Option<usize> {
        self.rule.as_ref().filter(|_| self.in_force).map(|(limit, _)| *limit)
    }

    /// The regions, once the limit was passed.
    pub(super) fn regions(&self) -> Option<&RegionIndex> {
        self.rule.as_ref().filter(|_| self.in_force).map(|(_, regions)| regions)
    }

    /// Holds a record, or only counts it. When the limit is passed, the records before it are judged too.
    pub(super) fn take_in(
        &mut self,
        list: &mut Vec<Kept>,
        kept: Kept,
        outside: &mut usize,
        ledger: &mut Ledger,
    ) {
        let Some((limit, regions)) = &self.rule else { return list.push(kept) };
        let mut leave = |kept: &Kept| {
            let wanted = kept.matters() || touches(regions, &kept.record);
            if !wanted {
                *outside += 1;
                ledger.reclassify("vcf.outside_genes", kept.mapped);
            }
            !wanted
        };
        if self.in_force {
            if !leave(&kept) {
                list.push(kept);
            }
            return;
        }
        list.push(kept);
        if list.len() > *limit {
            self.in_force = true;
            list.retain(|k| !leave(k));
            list.shrink_to_fit();
        }
    }
}

fn touches(regions: &RegionIndex, record: &CallRecord) -> bool {
    Chromosome::named(record.contig.as_str())
        .is_some_and(|c| regions.touches(c, record.position.get(), record.end.get()))
}
