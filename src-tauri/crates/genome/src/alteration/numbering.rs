//! Residues that reports number in more than one way.
//!
//! Each row lists the numbers of one residue in the transcripts that are in use. Only residues that
//! biomarkers name are listed, so that no two different residues can be taken for one.

const SAME: [(&str, &[u32]); 35] = [
    // NM_005157 (isoform 1a) and NM_007313 (isoform 1b, 19 residues longer)
    ("ABL1", &[253, 272]),
    ("ABL1", &[255, 274]),
    ("ABL1", &[299, 318]),
    ("ABL1", &[315, 334]),
    ("ABL1", &[317, 336]),
    ("ABL1", &[332, 351]),
    ("ABL1", &[359, 378]),
    // NM_002468.4, NM_001172567 and NM_002468.5 (MANE)
    ("MYD88", &[265, 273, 252]),
    // NM_000245 and NM_001127500 (18 residues inserted at 756)
    ("MET", &[1003, 1021]),
    ("MET", &[1010, 1028]),
    ("MET", &[1094, 1112]),
    ("MET", &[1228, 1246]),
    ("MET", &[1230, 1248]),
    ("MET", &[1250, 1268]),
    // NM_001048174 (MANE), NM_001048171 and NM_001128425
    ("MUTYH", &[151, 165, 179]),
    ("MUTYH", &[368, 382, 396]),
    // NM_001001890 (453 residues) and NM_001754 (480 residues)
    ("RUNX1", &[83, 110]),
    ("RUNX1", &[107, 134]),
    ("RUNX1", &[260, 287]),
    // NM_001127593 and the older numbering of FCGR3A F158V with its signal peptide
    ("FCGR3A", &[176, 212]),
    // NM_004456 and the older numbering of EZH2 Y641
    ("EZH2", &[641, 646]),
    ("EZH2", &[677, 682]),
    ("EZH2", &[687, 692]),
    // Histones are numbered without their first methionine at the bedside, with it in HGVS names (K27M = p.Lys28Met)
    ("H3-3A", &[27, 28]),
    ("H3-3A", &[34, 35]),
    ("H3-3A", &[36, 37]),
    ("H3-3B", &[27, 28]),
    ("H3-3B", &[34, 35]),
    ("H3-3B", &[36, 37]),
    ("H3C2", &[27, 28]),
    ("H3C2", &[34, 35]),
    ("H3C2", &[36, 37]),
    ("H3C3", &[27, 28]),
    ("H3C3", &[34, 35]),
    ("H3C3", &[36, 37]),
];

/// True where both numbers are one residue of the gene.
pub(crate) fn same_residue(gene: &str, a: u32, b: u32) -> bool {
    a == b || SAME.iter().any(|(g, list)| *g == gene && list.contains(&a) && list.contains(&b))
}

/// The other numbers of a residue.
pub(crate) fn numberings(gene: &str, residue: u32) -> Vec<u32> {
    let rows = SAME.iter().filter(|(g, list)| *g == gene && list.contains(&residue));
    rows.flat_map(|(_, list)| list.iter().copied().filter(|n| *n != residue)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_new_numbers() {
        assert!(same_residue("MYD88", 265, 252) && same_residue("MET", 1246, 1228));
        assert!(same_residue("H3-3A", 27, 28) && !same_residue("H3-3A", 28, 34));
        assert!(!same_residue("MET", 1228, 1248) && !same_residue("BRAF", 265, 273));
    }
}
