//! From copies or log ratios to the name of an event.

/// Copies from which a gene counts as amplified, where neither purity nor ploidy is known: the default of PCGR,
/// and the number of HER2 copies that ASCO/CAP calls positive (Wolff 2018, doi 10.1200/JCO.2018.77.8738).
const AMPLIFIED_FROM: f64 = 6.0;
/// Copies below which both alleles are lost (PURPLE driver catalogue: minimum copy number below 0.5).
const DELETED_BELOW: f64 = 0.5;
/// Log2 ratios of whole-gene amplification (twofold, MSK-IMPACT: Cheng 2015, doi 10.1016/j.jmoldx.2014.12.006) and
/// of loss of both copies (CNVkit: Talevich 2016, doi 10.1371/journal.pcbi.1004873).
const LOG2: (f64, f64) = (1.0, -1.1);

/// The rule for copies in words.
pub const COPIES_RULE: &str = "amplification from 6 copies, deletion below 0.5";
/// The rule for log ratios in words.
pub const LOG2_RULE: &str =
    "log2 ratio, not corrected for purity: amplification from 1.0, deletion from -1.1 downwards";

/// The event of a number of copies: `amplification`, `gain`, `loss`, `deletion`, or none.
#[must_use]
pub fn event_of_copies(copies: f64) -> Option<&'static str> {
    match copies {
        c if c >= AMPLIFIED_FROM => Some("amplification"),
        c if c < DELETED_BELOW => Some("deletion"),
        c if c >= 2.5 => Some("gain"),
        c if c < 1.5 => Some("loss"),
        _ => None,
    }
}

/// The event of a log2 ratio to the normal.
#[must_use]
pub fn event_of_log2(ratio: f64) -> Option<&'static str> {
    match ratio {
        r if r >= LOG2.0 => Some("amplification"),
        r if r <= LOG2.1 => Some("deletion"),
        r if r >= 0.2 => Some("gain"),
        r if r <= -0.25 => Some("loss"),
        _ => None,
    }
}
