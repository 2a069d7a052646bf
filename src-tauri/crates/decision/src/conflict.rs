//! Where sources disagree on one treatment: both sides with their dates, side by side.

use std::collections::BTreeSet;

use crate::candidate::Hit;
use crate::outcome::Outcome;
use crate::words::rows;
use crate::{EvidenceRow, SourceConflict};

/// Most rows written out on each side; the evidence table of the option holds all.
const SIDE: usize = 3;

/// The conflicts over the ranked options, in their order, then over what the tumour is said to defeat.
pub(crate) fn conflicts(outcome: &Outcome<'_>) -> Vec<SourceConflict> {
    let mut all = Vec::new();
    for placed in &outcome.ranked {
        let option = &placed.option;
        let against: Vec<&Hit<'_>> =
            option.candidate.against.iter().chain(&option.cautions).chain(&option.informs).collect();
        if let Some(conflict) = conflict(
            placed.option.candidate.treatment.name(),
            Some(placed.rank),
            &option.candidate.supports,
            &against,
        ) {
            all.push(conflict);
        }
    }
    for defeated in &outcome.defeated {
        let against: Vec<&Hit<'_>> = defeated.by.iter().collect();
        if let Some(conflict) = conflict(defeated.treatment.name(), None, &defeated.supports, &against) {
            all.push(conflict);
        }
    }
    all
}

/// Both sides where each has a fact that asks for an alteration; a label without a biomarker contradicts nothing.
fn conflict(
    treatment: String,
    rank: Option<u32>,
    supports: &[Hit<'_>],
    against: &[&Hit<'_>],
) -> Option<SourceConflict> {
    let genes: BTreeSet<usize> = against.iter().flat_map(|h| h.met.by.iter().copied()).collect();
    let same = supports.iter().filter(|h| h.met.by.iter().any(|i| genes.contains(i)));
    let (mut supports, mut opposes) = (rows(same), rows(against.iter().copied()));
    if supports.is_empty() || opposes.is_empty() {
        return None;
    }
    let newest = |rows: &[EvidenceRow]| rows.iter().filter_map(|r| r.date.clone()).max();
    let (newest_support, newest_opposing) = (newest(&supports), newest(&opposes));
    supports.truncate(SIDE);
    opposes.truncate(SIDE);
    Some(SourceConflict { treatment, rank, supports, opposes, newest_support, newest_opposing })
}
