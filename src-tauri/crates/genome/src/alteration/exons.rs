//! Residues of the exons that biomarkers name.
//!
//! Residue ranges were computed from exon and CDS bounds of the LRG records (EMBL-EBI and NCBI, 2015)
//! and of Ensembl 75; a codon that an exon border splits is counted to both exons. Numbering is that
//! of the RefSeq transcript in the comment, which is the one that labels and reports use.

/// Gene, exon number, first and last residue.
const EXONS: [(&str, u16, u32, u32); 46] = [
    // NM_005228 (LRG_304), 1,210 residues
    ("EGFR", 18, 688, 728),
    ("EGFR", 19, 729, 761),
    ("EGFR", 20, 762, 823),
    ("EGFR", 21, 824, 875),
    // NM_004448 (ENST00000269571, Ensembl 75)
    ("ERBB2", 8, 301, 341),
    ("ERBB2", 17, 649, 695),
    ("ERBB2", 19, 737, 769),
    ("ERBB2", 20, 770, 831),
    ("ERBB2", 21, 832, 883),
    // NM_000222 (LRG_307), 976 residues
    ("KIT", 9, 449, 514),
    ("KIT", 11, 550, 592),
    ("KIT", 13, 627, 664),
    ("KIT", 14, 664, 714),
    ("KIT", 17, 788, 828),
    // NM_000245, 1,390 residues; the LRG has NM_001127500, 18 residues longer before this exon
    ("MET", 14, 963, 1010),
    // NM_006206 (LRG_309), 1,089 residues
    ("PDGFRA", 12, 552, 596),
    ("PDGFRA", 14, 631, 668),
    ("PDGFRA", 18, 814, 854),
    // NM_004119 (LRG_457), 993 residues
    ("FLT3", 14, 569, 613),
    ("FLT3", 15, 613, 648),
    ("FLT3", 20, 807, 847),
    // NM_004972 (LRG_612), 1,132 residues
    ("JAK2", 12, 505, 547),
    ("JAK2", 14, 593, 622),
    // NM_004985 (ENST00000311936) and NM_002524: exon 1 is not coding
    ("KRAS", 2, 1, 37),
    ("KRAS", 3, 38, 97),
    ("KRAS", 4, 97, 150),
    ("NRAS", 2, 1, 37),
    ("NRAS", 3, 38, 97),
    ("NRAS", 4, 97, 150),
    // NM_004333 (LRG_299), 766 residues
    ("BRAF", 11, 439, 478),
    ("BRAF", 15, 581, 620),
    // NM_006218 (LRG_310), 1,068 residues; exon 10 and 21 were 9 and 20 when exon 1 was not counted
    ("PIK3CA", 10, 514, 555),
    ("PIK3CA", 21, 979, 1068),
    // NM_020975 (LRG_518), 1,114 residues
    ("RET", 10, 587, 627),
    ("RET", 11, 627, 712),
    ("RET", 13, 762, 798),
    ("RET", 14, 798, 869),
    ("RET", 15, 870, 910),
    ("RET", 16, 911, 934),
    // NM_004343 (LRG_828), 417 residues
    ("CALR", 9, 352, 417),
    // NM_002520 (LRG_458), 294 residues; the last exon is 11 of 11, called 12 in the first reports
    ("NPM1", 11, 283, 294),
    ("NPM1", 12, 283, 294),
    // NM_004304 (LRG_488), 1,620 residues
    ("ALK", 23, 1172, 1215),
    ("ALK", 24, 1216, 1248),
    ("ALK", 25, 1248, 1279),
    // NM_156039 and NM_000760 (LRG_144)
    ("CSF3R", 14, 575, 622),
];

/// First and last residue of an exon, where the table has it.
pub(crate) fn residues(gene: &str, exon: u16) -> Option<(u32, u32)> {
    EXONS.iter().find(|(g, e, ..)| *g == gene && *e == exon).map(|(.., a, b)| (*a, *b))
}

/// The exon that holds both residues, where the table has it.
pub(crate) fn exon_of(gene: &str, first: u32, last: u32) -> Option<u16> {
    EXONS.iter().find(|(g, _, a, b)| *g == gene && *a <= first && last <= *b).map(|(_, exon, ..)| *exon)
}

/// True for a gene of the table.
pub(crate) fn is_known(gene: &str) -> bool {
    EXONS.iter().any(|(g, ..)| *g == gene)
}

/// First and last coding base of MET exon 14 (its splice sites are `c.2888-1` and `c.3028+1`), in
/// NM_000245 and in NM_001127500 (54 bases longer).
pub(crate) const MET_EXON_14: [(u32, u32); 2] = [(2888, 3028), (2942, 3082)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_ordered_and_neighbours_meet() {
        for (gene, exon, a, b) in EXONS {
            assert!(a < b, "{gene} {exon}");
            // Neighbouring exons share at most the split codon.
            if let Some((next, _)) = residues(gene, exon + 1)
                && (gene, exon) != ("NPM1", 11)
            {
                assert!(next == b || next == b + 1, "{gene} {exon}");
            }
        }
        assert_eq!(residues("EGFR", 19), Some((729, 761)));
        assert_eq!(residues("BRAF", 99), None);
    }
}
