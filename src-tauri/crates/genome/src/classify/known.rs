//! What sources say of the same change, and of other changes of the same residue.

use super::distance::grantham;
use super::tables::{ClassificationTables, KnownKind, ReadFact};
use crate::AlterationKind;
use crate::alteration::same_residue;

/// True where both are one change of the protein, whatever the numbering.
pub(super) fn same_change(gene: &str, a: &AlterationKind, b: &AlterationKind) -> bool {
    use AlterationKind as K;
    match (a, b) {
        (
            K::Substitution { reference: r1, residue: p1, alternate: a1 },
            K::Substitution { reference: r2, residue: p2, alternate: a2 },
        ) => r1 == r2 && a1 == a2 && same_residue(gene, *p1, *p2),
        (K::Splice { name: Some(x) }, K::Splice { name: Some(y) }) => x == y,
        (K::Splice { .. }, _) | (_, K::Splice { .. }) => false,
        // The start of a frameshift alone does not tell whether it is one change.
        (K::Frameshift { .. }, _) => false,
        (x, y) => x == y,
    }
}

/// The first fact of one kind about exactly this change.
pub(super) fn of_change<'a>(
    tables: &'a ClassificationTables,
    gene: &str,
    change: &AlterationKind,
    kind: KnownKind,
) -> Option<&'a ReadFact> {
    tables.facts(gene).iter().find(|f| f.fact.kind == kind && same_change(gene, &f.kind, change))
}

/// A known substitution of the same residue to another amino acid that is not further from the reference than this
/// one: "approximately the same or greater" difference (Horak 2022, OM4).
pub(super) fn of_residue<'a>(
    tables: &'a ClassificationTables,
    gene: &str,
    change: &AlterationKind,
    kind: KnownKind,
) -> Option<&'a ReadFact> {
    let AlterationKind::Substitution { reference, residue, alternate } = change else { return None };
    let ours = grantham(*reference, *alternate)?;
    tables.facts(gene).iter().filter(|f| f.fact.kind == kind).find(|f| {
        matches!(&f.kind, AlterationKind::Substitution { reference: r, residue: p, alternate: a }
            if r == reference && same_residue(gene, *p, *residue) && a != alternate
                && grantham(*r, *a).is_some_and(|theirs| ours + SLACK >= theirs))
    })
}

/// What "approximately" allows, in units of Grantham's distance.
const SLACK: u32 = 10;

/// `CIViC EID1409 (PMID:12068308)`.
pub(super) fn cite(fact: &ReadFact) -> String {
    let f = &fact.fact;
    if f.citation.is_empty() { f.source.clone() } else { format!("{} ({})", f.source, f.citation) }
}
