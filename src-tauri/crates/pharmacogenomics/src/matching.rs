//! From bases to alleles.

pub(crate) mod blocks;
mod combination;
pub(crate) mod haplotype;
pub(crate) mod lowest;

/// An allele that the data cannot exclude because a position of it is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Open {
    /// Index of the allele.
    pub(crate) allele: usize,
    /// True where the test reached the site and failed on one or both strands, which weighs more than a site
    /// outside the test.
    pub(crate) tried: bool,
}

/// Alleles of one strand, by index; empty is the reference allele. More than one only in genes whose
/// variants are listed one by one.
pub(crate) type Strand = Vec<usize>;

/// What the data allow.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Matches {
    /// Pairs (or single strands) that fit, best first.
    pub(crate) listed: Vec<Vec<Strand>>,
    /// Alleles that a missing position leaves open.
    pub(crate) open: Vec<Open>,
    /// What was noted, as code and sentence.
    pub(crate) notes: Vec<(&'static str, String)>,
}
