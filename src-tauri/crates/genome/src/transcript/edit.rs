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
    /// Drops what both alleles share, first at the end, then at the start.
    pub(crate) fn of(variant: &Variant) -> Result<Self, NotPredicted> {
        let reference = variant.reference.to_ascii_uppercase();
        let alternate = variant.alternate.to_ascii_uppercase();
        if reference.is_empty() || !are_bases(&reference) || !are_bases(&alternate) {
            return Err(NotPredicted::NotBases);
        }
        Self::trim(variant.position.get(), reference.as_bytes(), alternate.as_bytes())
            .ok_or(NotPredicted::NoChange)
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
