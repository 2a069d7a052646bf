//! How genes drive cancer, in the little that matching needs: which are lost by truncation, and the
//! residues whose changes every laboratory reports as activating or oncogenic.
//!
//! Kept small on purpose: a gene or residue that is not here is not called oncogenic by this crate.

use super::AlterationKind;

/// Genes in which a truncating variant is taken as a loss of function: mechanism `LoF` in the
/// predisposition panel of CPSR (sigven/cpsr, MIT); CDK12, CHEK1, MRE11, RAD51B and RAD54L after the
/// repair-gene lists of the labels of olaparib and talazoparib; AXIN1, KDM6A, KEAP1, PBRM1 and SETD2 after
/// Bailey 2018 (doi 10.1016/j.cell.2018.02.060).
const LOST_BY_TRUNCATION: [&str; 64] = [
    "APC", "ARID1A", "ASXL1", "ATM", "ATRX", "AXIN1", "BAP1", "BARD1", "BLM", "BMPR1A", "BRCA1", "BRCA2",
    "BRIP1", "CDC73", "CDH1", "CDK12", "CDKN2A", "CHEK1", "CHEK2", "CYLD", "DICER1", "FANCA", "FANCC",
    "FANCL", "FH", "FLCN", "KDM6A", "KEAP1", "LZTR1", "MEN1", "MLH1", "MRE11", "MSH2", "MSH6", "MUTYH",
    "NBN", "NF1", "NF2", "PALB2", "PBRM1", "PMS2", "PRKAR1A", "PTCH1", "PTEN", "RAD51B", "RAD51C", "RAD51D",
    "RAD54L", "RB1", "RNF43", "SDHB", "SDHC", "SDHD", "SETD2", "SMAD4", "SMARCA4", "SMARCB1", "STK11",
    "SUFU", "TP53", "TSC1", "TSC2", "VHL", "WT1",
];

/// Residues at which changes recur and activate (or, for TP53, inactivate): Chang 2018, doi
/// 10.1158/2159-8290.CD-17-0321 (cancerhotspots.org); EZH2 682 and 692 and FLT3 836 after the FDA list of
/// companion tests, JAK2 617 after the WHO criteria of myeloproliferative neoplasms.
const HOTSPOTS: [(&str, &[u32]); 27] = [
    ("AKT1", &[17]),
    ("ALK", &[1174, 1245, 1275]),
    ("BRAF", &[600]),
    ("CTNNB1", &[32, 33, 34, 37, 41, 45]),
    ("EGFR", &[719, 768, 858, 861]),
    ("ERBB2", &[310, 755, 769, 777, 842]),
    ("ESR1", &[380, 536, 537, 538]),
    ("EZH2", &[646, 682, 692]),
    ("FBXW7", &[465, 479, 505]),
    ("FGFR2", &[252, 549]),
    ("FGFR3", &[248, 249, 370, 373, 650]),
    ("FLT3", &[835, 836]),
    ("GNA11", &[209]),
    ("GNAQ", &[209]),
    ("GNAS", &[201]),
    ("HRAS", &[12, 13, 61]),
    ("IDH1", &[132]),
    ("IDH2", &[140, 172]),
    ("JAK2", &[617]),
    ("KIT", &[557, 559, 560, 576, 642, 816, 822]),
    ("KRAS", &[12, 13, 61, 117, 146]),
    ("MAP2K1", &[56, 57, 124]),
    ("NRAS", &[12, 13, 61]),
    ("PDGFRA", &[842]),
    ("PIK3CA", &[88, 345, 420, 542, 545, 546, 1043, 1047]),
    ("RET", &[634, 918]),
    ("TP53", &[175, 220, 245, 248, 249, 273, 282]),
];

/// Missense changes that laboratories agree to call pathogenic (ClinVar, several submitters or an expert panel; written
/// from memory of it). A change that is not here is not called so by this crate.
const PATHOGENIC: [(&str, char, u32, char); 13] = [
    ("BRCA1", 'C', 61, 'G'),
    ("BRCA1", 'C', 64, 'R'),
    ("BRCA1", 'C', 44, 'F'),
    ("BRCA1", 'R', 71, 'G'),
    ("BRCA1", 'A', 1708, 'E'),
    ("BRCA1", 'M', 1775, 'R'),
    ("BRCA2", 'W', 2626, 'C'),
    ("VHL", 'R', 167, 'Q'),
    ("VHL", 'R', 167, 'W'),
    ("VHL", 'Y', 98, 'H'),
    ("FH", 'R', 233, 'H'),
    ("TSC2", 'R', 611, 'Q'),
    ("TSC2", 'R', 611, 'W'),
];

/// True for a missense change of a suppressor that is agreed to be pathogenic.
pub(crate) fn is_known_pathogenic(gene: &str, kind: &AlterationKind) -> bool {
    let AlterationKind::Substitution { reference, residue, alternate } = kind else { return false };
    PATHOGENIC.contains(&(gene, *reference, *residue, *alternate))
}

/// True where a truncating variant is taken as loss of function.
pub(crate) fn is_lost_by_truncation(gene: &str) -> bool {
    LOST_BY_TRUNCATION.contains(&gene)
}

/// True where changes of the residue recur as drivers.
pub(crate) fn has_hotspot_at(gene: &str, residue: u32) -> bool {
    HOTSPOTS.iter().any(|(g, r)| *g == gene && r.contains(&residue))
}

/// True for a hotspot of a gene that is activated, not lost.
pub(crate) fn is_activating_hotspot(gene: &str, residue: u32) -> bool {
    has_hotspot_at(gene, residue) && !is_lost_by_truncation(gene) && gene != "FBXW7"
}

/// True for a gene that is activated at its hotspots.
pub(crate) fn is_activated(gene: &str) -> bool {
    HOTSPOTS.iter().any(|(g, _)| *g == gene) && !is_lost_by_truncation(gene) && gene != "FBXW7"
}

/// Genes whose mutations in a report are those of their hotspots, as good as always: `IDH1 mutation` is a change
/// of R132.
const ONLY_HOTSPOTS: [&str; 4] = ["AKT1", "EZH2", "IDH1", "IDH2"];

/// True where a mutation of the gene that is stated without its name is taken as one of this hotspot.
pub(crate) fn is_meant_by_mutation(gene: &str, residue: u32) -> bool {
    ONLY_HOTSPOTS.contains(&gene) && has_hotspot_at(gene, residue)
}

/// True for a gene of either table.
pub(crate) fn is_known(gene: &str) -> bool {
    is_lost_by_truncation(gene) || HOTSPOTS.iter().any(|(g, _)| *g == gene)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suppressors_are_not_activated() {
        assert!(is_lost_by_truncation("VHL") && is_lost_by_truncation("BRCA2"));
        assert!(!is_lost_by_truncation("KRAS") && !is_lost_by_truncation("CALR"));
        assert!(has_hotspot_at("TP53", 175) && !is_activating_hotspot("TP53", 175));
        assert!(is_activating_hotspot("BRAF", 600) && !is_activating_hotspot("BRAF", 601));
    }
}
