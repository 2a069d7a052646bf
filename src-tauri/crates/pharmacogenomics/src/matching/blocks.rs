//! Which sites are phased with which.

use std::collections::BTreeMap;

use crate::sites::Site;

/// Block of each site; `None` where both strands are alike, so that phase does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Blocks {
    pub(crate) of: Vec<Option<usize>>,
    pub(crate) count: usize,
    /// True where each block is a phase set: the file states phase, and only the sets are independent.
    pub(crate) all_phased: bool,
}

/// Blocks of the sites that differ between the strands: sites of one phase set share one, each unphased site
/// has its own.
pub(crate) fn blocks(sites: &[Site]) -> Blocks {
    let mut sets: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = Blocks { of: Vec::with_capacity(sites.len()), count: 0, all_phased: true };
    for site in sites {
        if !site.uneven() {
            out.of.push(None);
            continue;
        }
        let next = out.count;
        let block = match &site.phase_set {
            Some(name) => *sets.entry(name).or_insert(next),
            None => {
                out.all_phased = false;
                next
            }
        };
        if block == next {
            out.count += 1;
        }
        out.of.push(Some(block));
    }
    out
}
