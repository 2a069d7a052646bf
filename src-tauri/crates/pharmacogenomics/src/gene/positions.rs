//! What the file says at each defining position, for people who check a call.

use attune_knowledge::pgx::{PgxGene, PgxPosition};

use crate::sites::{Base, GeneSites, Site};
use crate::{PositionCall, PositionState};

/// Name of a base that no allele defines; the finding of the gene names the base itself.
const OTHER: &str = "other";

/// All defining positions, in the order of the table. Read before an undocumented base is taken as reference,
/// so that it stays visible.
pub(super) fn of(gene: &PgxGene, read: &GeneSites) -> Vec<PositionCall> {
    gene.positions
        .iter()
        .zip(&read.sites)
        .map(|(position, site)| PositionCall {
            rsid: position.rsid.clone(),
            position: format!("chr{}:{}", gene.contig, position.at),
            reference: position.bases.first().cloned().unwrap_or_default(),
            genotype: genotype(position, site),
            state: state(site),
        })
        .collect()
}

fn state(site: &Site) -> PositionState {
    if site.all_missing() {
        PositionState::Missing
    } else if site.half_missing() {
        PositionState::Partial
    } else if site.strands.contains(&Base::Undocumented) {
        PositionState::Undocumented
    } else if site.strands.iter().all(|b| *b == Base::Known(0)) {
        PositionState::Reference
    } else {
        PositionState::Variant
    }
}

fn genotype(position: &PgxPosition, site: &Site) -> Option<String> {
    if site.all_missing() {
        return None;
    }
    let strand = |base: &Base| match base {
        Base::Missing => ".",
        Base::Undocumented => OTHER,
        Base::Known(n) => position.bases.get(usize::from(*n)).map_or(OTHER, String::as_str),
    };
    let strands: Vec<&str> = site.strands.iter().map(strand).collect();
    Some(strands.join(if site.phase_set.is_some() { "|" } else { "/" }))
}
