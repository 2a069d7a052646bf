//! Names of copy-number events in tables.

pub(crate) use attune_genome::{
    COPIES_RULE, LOG2_RULE, event_of_copies as of_copies, event_of_log2 as of_log2,
};

/// The rule for discrete calls.
pub(super) const DISCRETE_RULE: &str =
    "discrete call: 2 amplification, 1 gain, -1 loss of one copy, -2 deletion";

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
        | "copynumberamplification"
        | "highamplification"
        | "partialamp" => "amplification",
        "gain" | "duplication" | "dup" | "lowlevelgain" | "copygain" | "copynumbergain" | "gained"
        | "lowgain" | "cngain" => "gain",
        "loss"
        | "hetloss"
        | "shallowdeletion"
        | "hemizygousdeletion"
        | "heterozygousdeletion"
        | "copyloss"
        | "copynumberloss"
        | "singlecopyloss"
        | "hemizygousloss"
        | "heterozygousloss"
        | "hetdel"
        | "lost"
        | "cnloss" => "loss",
        "del" | "deletion" | "deleted" | "homdel" | "homozygousdeletion" | "deepdeletion"
        | "completeloss" | "fulldeletion" | "biallelicdeletion" | "homozygousloss" => "deletion",
        "neutral" | "diploid" | "normal" | "none" | "nochange" | "wt" | "wildtype" | "copyneutral"
        | "copynumberneutral" | "ref" | "reference" | "notamplified" | "notdetected" | "unchanged"
        | "stable" | "nocnv" => return Ok(None),
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
