//! Names of copy-number events, and the thresholds by which a number is one.

/// Copies from which a gene counts as amplified, where neither purity nor ploidy is known to the table: the
/// default of PCGR, and the number of HER2 copies that ASCO/CAP calls positive (Wolff 2018,
/// doi 10.1200/JCO.2018.77.8738).
const AMPLIFIED_FROM: f64 = 6.0;
/// Copies below which both alleles are lost (PURPLE driver catalogue: minimum copy number below 0.5).
const DELETED_BELOW: f64 = 0.5;
/// Log2 ratios of whole-gene amplification (twofold, MSK-IMPACT: Cheng 2015, doi 10.1016/j.jmoldx.2014.12.006) and
/// of loss of both copies (CNVkit: Talevich 2016, doi 10.1371/journal.pcbi.1004873).
const LOG2: (f64, f64) = (1.0, -1.1);

/// The rule for copies, for the source of an event.
pub(super) const COPIES_RULE: &str = "amplification from 6 copies, deletion below 0.5";
/// The rule for log ratios.
pub(super) const LOG2_RULE: &str =
    "log2 ratio, not corrected for purity: amplification from 1.0, deletion from -1.1 downwards";
/// The rule for discrete calls.
pub(super) const DISCRETE_RULE: &str =
    "discrete call: 2 amplification, 1 gain, -1 loss of one copy, -2 deletion";

/// An event by its copies; between amplification and deletion only what is clearly neither two nor one copy.
pub(crate) fn of_copies(copies: f64) -> Option<&'static str> {
    match copies {
        c if c >= AMPLIFIED_FROM => Some("amplification"),
        c if c < DELETED_BELOW => Some("deletion"),
        c if c >= 2.5 => Some("gain"),
        c if c < 1.5 => Some("loss"),
        _ => None,
    }
}

/// An event by its log ratio.
pub(super) fn of_log2(ratio: f64) -> Option<&'static str> {
    match ratio {
        r if r >= LOG2.0 => Some("amplification"),
        r if r <= LOG2.1 => Some("deletion"),
        r if r >= 0.2 => Some("gain"),
        r if r <= -0.25 => Some("loss"),
        _ => None,
    }
}

/// A discrete call of GISTIC or cBioPortal; `Err` for a number that is none.
pub(super) fn of_discrete(text: &str) -> Result<Option<&'static str>, ()> {
    match text.strip_suffix(".0").unwrap_or(text) {
        "2" => Ok(Some("amplification")),
        "1" => Ok(Some("gain")),
        "0" => Ok(None),
        "-1" => Ok(Some("loss")),
        // cBioPortal: -1.5 stands for a deletion between one and both copies, as some studies call it.
        "-1.5" | "-2" => Ok(Some("deletion")),
        _ => Err(()),
    }
}

/// An event by the word of a laboratory; `Err` for a word that is not known.
pub(super) fn of_word(word: &str) -> Result<Option<&'static str>, ()> {
    let word: String = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Ok(Some(match word.as_str() {
        "amp"
        | "amplification"
        | "amplified"
        | "highlevelgain"
        | "highlevelamplification"
        | "focalamplification"
        | "partialamp" => "amplification",
        "gain" | "duplication" | "dup" | "lowlevelgain" | "copygain" | "copynumbergain" => "gain",
        "loss"
        | "hetloss"
        | "shallowdeletion"
        | "hemizygousdeletion"
        | "heterozygousdeletion"
        | "copyloss"
        | "copynumberloss"
        | "singlecopyloss" => "loss",
        "del" | "deletion" | "deleted" | "homdel" | "homozygousdeletion" | "deepdeletion"
        | "completeloss" | "fulldeletion" | "biallelicdeletion" | "homozygousloss" => "deletion",
        "neutral" | "diploid" | "normal" | "none" | "nochange" | "wt" | "wildtype" => return Ok(None),
        _ => return Err(()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_by_number_and_word() {
        for (copies, event) in [
            (12.0, Some("amplification")),
            (6.0, Some("amplification")),
            (4.0, Some("gain")),
            (2.0, None),
            (1.0, Some("loss")),
            (0.5, Some("loss")),
            (0.1, Some("deletion")),
        ] {
            assert_eq!(of_copies(copies), event, "{copies}");
        }
        assert_eq!(of_log2(1.4), Some("amplification"));
        assert_eq!(of_log2(-1.0), Some("loss"), "one copy of two in a pure sample");
        assert_eq!(of_log2(0.0), None);
        assert_eq!(of_discrete("-2"), Ok(Some("deletion")));
        assert_eq!(of_discrete("0"), Ok(None));
        assert_eq!(of_discrete("7"), Err(()));
        assert_eq!(of_word("High-level gain"), Ok(Some("amplification")));
        assert_eq!(of_word("neutral"), Ok(None));
        assert_eq!(of_word("odd"), Err(()));
    }
}
