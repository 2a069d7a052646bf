//! Protein changes that many healthy people carry: they are no mutation in the sense of a label.
//!
//! Frequent in population databases (above 1 % in at least one large population of gnomAD) or, for BRCA2 K3326*,
//! called benign by the expert panel ENIGMA although it ends the protein early. Written from memory of those sources; a
//! change that is not here is judged as before.

use super::AlterationKind as K;

const POLYMORPHISMS: [(&str, char, u32, char); 34] = [
    ("ALK", 'I', 1461, 'V'),
    ("ALK", 'K', 1491, 'R'),
    ("ALK", 'D', 1529, 'E'),
    ("APC", 'V', 1822, 'D'),
    ("ATM", 'D', 1853, 'N'),
    ("BRCA1", 'P', 871, 'L'),
    ("BRCA1", 'E', 1038, 'G'),
    ("BRCA1", 'K', 1183, 'R'),
    ("BRCA1", 'S', 1613, 'G'),
    ("BRCA1", 'D', 693, 'N'),
    ("BRCA1", 'Q', 356, 'R'),
    ("BRCA2", 'N', 372, 'H'),
    ("BRCA2", 'V', 2466, 'A'),
    ("BRCA2", 'N', 991, 'D'),
    ("BRCA2", 'K', 3326, '*'),
    ("EGFR", 'R', 521, 'K'),
    ("ERBB2", 'I', 655, 'V'),
    ("ERBB2", 'P', 1170, 'A'),
    ("FGFR3", 'F', 384, 'L'),
    ("FGFR4", 'G', 388, 'R'),
    ("FLT3", 'T', 227, 'M'),
    ("IDH1", 'V', 178, 'I'),
    ("KDR", 'Q', 472, 'H'),
    ("KIT", 'M', 541, 'L'),
    ("MET", 'N', 375, 'S'),
    ("MLH1", 'I', 219, 'V'),
    ("MSH6", 'G', 39, 'E'),
    ("PDGFRA", 'S', 478, 'P'),
    ("PIK3CA", 'I', 391, 'M'),
    ("PMS2", 'P', 470, 'S'),
    ("PMS2", 'K', 541, 'E'),
    ("RET", 'G', 691, 'S'),
    ("STK11", 'F', 354, 'L'),
    ("TP53", 'P', 72, 'R'),
];

/// True for a frequent change without effect.
pub(crate) fn is_polymorphism(gene: &str, kind: &K) -> bool {
    let K::Substitution { reference, residue, alternate } = kind else { return false };
    POLYMORPHISMS.contains(&(gene, *reference, *residue, *alternate))
}
