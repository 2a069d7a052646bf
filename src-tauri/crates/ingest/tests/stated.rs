//! What a record states is understood by the vocabulary of alterations.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at its first surprise")]

use attune_genome::Alteration;

#[test]
fn every_form_that_is_stated_can_be_read_again() {
    for text in [
        "BRAF p.Val600Glu",
        "BRAF V600E",
        "KRAS p.G12D",
        "BRCA1 c.5266dup",
        "BRCA1 germline pathogenic",
        "ERBB2 amplification",
        "ALK fusion",
        "ALK fusion negative",
        "MSI-H",
        "MSI-L",
        "MSS",
        "TMB 14.2",
        "PD-L1 TPS 60%",
        "PD-L1 positive",
        "HER2 negative",
        "HER2 positive",
        "ER positive",
        "PR negative",
        "KRAS wild-type",
        "FLT3 ITD",
    ] {
        assert!(Alteration::parse(text).is_some(), "{text}");
    }
}
