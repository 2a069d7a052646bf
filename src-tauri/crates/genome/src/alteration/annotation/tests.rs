//! What is left out, and what must keep a text unread.

use crate::Alteration;

fn labels(text: &str) -> String {
    Alteration::parse_observed(text).iter().map(Alteration::label).collect::<Vec<_>>().join(" | ")
}

#[test]
fn what_describes_the_measurement_is_left_out() {
    for (text, read) in [
        ("EGFR L858R (exon 21), VAF 34%", "EGFR L858R"),
        ("EGFR ex19del p.L747_P753delinsS", "EGFR L747_P753delinsS"),
        ("EGFR p.Ser492Arg (ectodomain, c.1476C>A)", "EGFR S492R"),
        ("EML4::ALK fusion (E13;A20, variant 1)", "EML4::ALK fusion"),
        ("EML4-ALK fusion (variant 3a/b)", "EML4::ALK fusion"),
        ("CBFB::MYH11 fusion inv(16)", "CBFB::MYH11 fusion"),
        ("CALR type 1 (p.L367fs)", "CALR mutation"),
        ("ETV6-NTRK3 (E5-N15)", "ETV6::NTRK3 fusion"),
        ("NPM1-ALK t(2;5)(p23;q35)", "NPM1::ALK fusion"),
        ("t(11;14)(q13;q32) CCND1::IGH by FISH", "CCND1::IGH fusion"),
        ("BCR::ABL1 e14a2 (p210)", "BCR::ABL1 fusion"),
        ("ABL1 p.V299L in BCR::ABL1", "BCR::ABL1 fusion | ABL1 V299L"),
        ("BCR::ABL1 kinase domain mutation Y253H", "BCR::ABL1 fusion | ABL1 Y253H"),
        ("CCDC6-RET fusion detected by RNA NGS", "CCDC6::RET fusion"),
        ("FGFR2 rearrangement, intron 17 breakpoint, partner AHCYL1", "FGFR2 fusion"),
        ("KRAS wild-type (exons 2-4)", "KRAS wild-type"),
        ("17p deletion in 65% (FISH)", "TP53 deletion"),
        ("CD30 40% of lymphoid cells", "TNFRSF8 40%"),
        ("CLDN18.2 positive: 85% of tumour cells 2+/3+", "CLDN18 expression positive"),
        ("dMMR (MLH1/PMS2 loss, MLH1 promoter hypermethylated)", "MSI-H"),
        ("BRAF V600E (VE1 IHC positive)", "BRAF V600E"),
        ("CDK12 biallelic truncating mutations (p.Q602*; p.K765fs)", "CDK12 truncating mutation"),
        ("HER2 IHC 2+, ISH amplified (HER2/CEP17 ratio 4.1)", "ERBB2 2+ | ERBB2 amplification"),
    ] {
        assert_eq!(labels(text), read, "{text}");
    }
}

#[test]
fn what_is_measured_becomes_the_finding_that_its_label_defines() {
    for (text, read) in [
        ("ALK FISH break-apart 62% of cells", "ALK fusion"),
        ("ALK FISH break-apart 9% of cells", ""),
        ("FR\u{3b1} (FOLR1) IHC 85% of cells PS2+", "FOLR1 expression high"),
        ("FR\u{3b1} (FOLR1) IHC 40% of cells PS2+", "FOLR1 expression low"),
        (
            "MET NM_000245.4:c.3028+1G>A splice donor, exon 14 skipping confirmed on RNA",
            "MET exon 14 skipping",
        ),
        ("BRCA2 somatic reversion mutation restoring reading frame (ctDNA)", "BRCA2 reversion mutation"),
    ] {
        assert_eq!(labels(text), read, "{text}");
    }
}

#[test]
fn doubt_and_denial_keep_a_text_unread() {
    for text in [
        "EGFR L858R (not confirmed)",
        "EGFR L858R (VUS)",
        "BRAF V600E (negative on FISH)",
        "T790M not detected",
        "BRAF wild-type (codon 600)",
        "KRAS G12C suspected",
        "PTEN loss, possible artefact",
        "RB1 intact",
        "ALK FISH break-apart negative, 20% of cells",
        "possible BRCA2 reversion mutation",
        "MET c.3028+1G>A, suspected exon 14 skipping",
        "EGFR L858R (exon 21), equivocal",
        "CALR type 1 not detected",
    ] {
        assert_eq!(labels(text), "", "{text}");
    }
}

/// `ATTUNE_ALTERATION_TEXTS=FILE cargo test -p attune-genome --lib annotation -- --ignored --nocapture`
#[test]
#[ignore = "prints how the texts of a file are read"]
fn print() {
    for text in std::fs::read_to_string(std::env::var("ATTUNE_ALTERATION_TEXTS").unwrap()).unwrap().lines() {
        println!("{text}\t{}\t{:?}", labels(text), super::core(text, None));
    }
}
