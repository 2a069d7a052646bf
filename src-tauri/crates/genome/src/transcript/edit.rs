//! A variant reduced to what really changes.

use super::NotPredicted;
use super::bases::are_bases;
use crate::Variant;

/// A change without the bases that both alleles share. One side may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Genome position of the first base that goes, or of the base before which bases come in (plus strand).
    pub(crate) low: u32,
    /// Bases that go.
    pub(crate) removed: Vec<u8>,
    /// Bases that come.
    pub(crate) inserted: Vec<u8>,
}

impl Edit {
    /// Drops what both alleles share, first at the end, then at the start. An allele `-` is no base, as in MAF,
    /// where an insertion stands behind the base at its start.
    pub(crate) fn of(variant: &Variant) -> Result<Self, NotPredicted> {
        let reference = variant.reference.to_ascii_uppercase();
        let alternate = variant.alternate.to_ascii_uppercase();
        let none = |allele: &str| allele == "-";
        let readable = |allele: &str| none(allele) || !allele.is_empty() && are_bases(allele);
        if !readable(&reference) || !readable(&alternate) || none(&reference) && none(&alternate) {
            return Err(NotPredicted::NotBases);
        }
        let start = variant.position.get();
        if none(&reference) {
            let low = start.checked_add(1).ok_or(NotPredicted::NotBases)?;
            return Self::trim(low, b"", alternate.as_bytes()).ok_or(NotPredicted::NoChange);
        }
        let alternate = if none(&alternate) { "" } else { &alternate };
        Self::trim(start, reference.as_bytes(), alternate.as_bytes()).ok_or(NotPredicted::NoChange)
    }

    /// As [`Self::of`] for alleles that may be empty; `None` where nothing changes.
    pub(crate) fn trim(mut low: u32, mut r: &[u8], mut a: &[u8]) -> Option<Self> {
        while let (Some((x, rest_r)), Some((y, rest_a))) = (r.split_last(), a.split_last()) {
            if x != y {
                break;
            }
            (r, a) = (rest_r, rest_a);
        }
        while let (Some((x, rest_r)), Some((y, rest_a))) = (r.split_first(), a.split_first()) {
            if x != y {
                break;
            }
            (r, a) = (rest_r, rest_a);
            low = low.checked_add(1)?;
        }
        (!r.is_empty() || !a.is_empty()).then(|| Self { low, removed: r.to_vec(), inserted: a.to_vec() })
    }

    /// Genome position of the last base that goes.
    pub(crate) fn high(&self) -> u32 {
        self.low.saturating_add(u32::try_from(self.removed.len()).unwrap_or(u32::MAX)).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Assembly, Contig, Position};

    #[test]
    fn alleles_of_maf_are_the_same_edit_as_those_of_vcf() {
        let edit = |position: u32, reference: &str, alternate: &str| {
            Edit::of(&Variant {
                assembly: Assembly::GRCh38,
                contig: Contig::new("7"),
                position: Position::new(position).expect("not zero"),
                reference: reference.into(),
                alternate: alternate.into(),
            })
        };
        assert_eq!(edit(101, "CG", "-"), edit(100, "ACG", "A"));
        assert_eq!(edit(100, "-", "TT"), edit(100, "A", "ATT"));
        assert!(edit(100, "-", "-").is_err() && edit(100, "A", "<DEL>").is_err());
    }
}
