//! How genes are called: everyday names of proteins, groups of genes, and the symbol table of a pack.

use std::collections::BTreeMap;

use super::AlterationKind;

/// Names that clinicians write for a gene or its protein, in upper case without hyphens, and the
/// symbol. Only names that HGNC lists as an alias or that assay labels use for the protein.
const EVERYDAY: [(&str, &str); 77] = [
    ("HER2", "ERBB2"),
    ("HER2/NEU", "ERBB2"),
    ("CERBB2", "ERBB2"),
    ("HER3", "ERBB3"),
    ("HER4", "ERBB4"),
    ("HER1", "EGFR"),
    ("PDL1", "CD274"),
    ("B7H1", "CD274"),
    ("PDL2", "PDCD1LG2"),
    ("ER", "ESR1"),
    ("ERALPHA", "ESR1"),
    ("PR", "PGR"),
    ("CMET", "MET"),
    ("CKIT", "KIT"),
    ("CD117", "KIT"),
    ("P53", "TP53"),
    ("P16", "CDKN2A"),
    ("P16INK4A", "CDKN2A"),
    ("MLL", "KMT2A"),
    ("MLL1", "KMT2A"),
    ("ABL", "ABL1"),
    ("TRKA", "NTRK1"),
    ("TRKB", "NTRK2"),
    ("TRKC", "NTRK3"),
    ("BRAF1", "BRAF"),
    ("CRAF", "RAF1"),
    ("CMYC", "MYC"),
    ("NMYC", "MYCN"),
    ("FRALPHA", "FOLR1"),
    ("FRΑ", "FOLR1"),
    ("FOLRALPHA", "FOLR1"),
    ("CLDN18.2", "CLDN18"),
    ("CLAUDIN18.2", "CLDN18"),
    ("TROP2", "TACSTD2"),
    ("MRE11A", "MRE11"),
    ("AML1", "RUNX1"),
    ("SHP2", "PTPN11"),
    ("MEK1", "MAP2K1"),
    ("MEK2", "MAP2K2"),
    ("INI1", "SMARCB1"),
    ("BRG1", "SMARCA4"),
    ("FGFR2IIIB", "FGFR2"),
    ("CD20", "MS4A1"),
    ("LKB1", "STK11"),
    ("H3F3A", "H3-3A"),
    ("H33A", "H3-3A"),
    ("HIST1H3B", "H3C2"),
    ("HIST1H3C", "H3C3"),
    ("PSMA", "FOLH1"),
    ("NECTIN4", "NECTIN4"),
    ("BCMA", "TNFRSF17"),
    ("CD30", "TNFRSF8"),
    ("MAGEA4", "MAGEA4"),
    ("P27", "CDKN1B"),
    ("P21", "CDKN1A"),
    ("CYCLIND1", "CCND1"),
    ("CYCLINE1", "CCNE1"),
    ("MLL2", "KMT2D"),
    ("MLL3", "KMT2C"),
    ("HER2NEU", "ERBB2"),
    ("WHSC1", "NSD2"),
    ("MMSET", "NSD2"),
    ("NEU", "ERBB2"),
    ("P14ARF", "CDKN2A"),
    ("ROS1", "ROS1"),
    ("PGR", "PGR"),
    ("KRAS", "KRAS"),
    ("KIRAS", "KRAS"),
    ("CD123", "IL3RA"),
    ("BRAF", "BRAF"),
    ("FLT3", "FLT3"),
    ("ALLRAS", "RAS"),
    ("NRAS", "NRAS"),
    ("HRAS", "HRAS"),
    ("IDH1", "IDH1"),
    ("IDH2", "IDH2"),
    ("MTOR", "MTOR"),
];

/// Groups that stand for several genes. `RAS` in colorectal cancer means KRAS and NRAS (label of
/// panitumumab); as a positive finding it may be HRAS as well. `HRR` is the gene list of the label
/// of olaparib in prostate cancer (NDA 208558).
const GROUPS: [(&str, &[&str]); 10] = [
    ("RAS", &["KRAS", "NRAS", "HRAS"]),
    ("NTRK", &["NTRK1", "NTRK2", "NTRK3"]),
    ("FGFR", &["FGFR1", "FGFR2", "FGFR3", "FGFR4"]),
    ("BRCA", &["BRCA1", "BRCA2"]),
    ("IDH", &["IDH1", "IDH2"]),
    ("TRK", &["NTRK1", "NTRK2", "NTRK3"]),
    ("MEK", &["MAP2K1", "MAP2K2"]),
    ("H3", &["H3-3A", "H3C2", "H3C3"]),
    ("HR", &["ESR1", "PGR"]),
    (
        "HRR",
        &[
            "BRCA1", "BRCA2", "ATM", "BARD1", "BRIP1", "CDK12", "CHEK1", "CHEK2", "FANCL", "PALB2", "RAD51B",
            "RAD51C", "RAD51D", "RAD54L",
        ],
    ),
];

/// The genes of a group, given what is said of it; `None` where the name is not a group.
pub(crate) fn group(name: &str, kind: &AlterationKind) -> Option<&'static [&'static str]> {
    let members = GROUPS.iter().find(|(g, _)| *g == name).map(|(_, m)| *m)?;
    // "RAS wild-type" is a test of KRAS and NRAS: it says nothing of HRAS.
    Some(if name == "RAS" && *kind == AlterationKind::WildType { &members[..2] } else { members })
}

/// Name of the group that has just these genes.
pub(crate) fn group_of(list: &[&str]) -> Option<&'static str> {
    let same = |members: &[&str]| members.len() == list.len() && list.iter().all(|g| members.contains(g));
    GROUPS.iter().find(|(_, members)| same(members)).map(|(name, _)| *name)
}

/// True for the name of a group of genes.
pub(crate) fn is_group(name: &str) -> bool {
    GROUPS.iter().any(|(g, _)| *g == name)
}

/// Symbol of an everyday name.
pub(crate) fn everyday(name: &str) -> Option<&'static str> {
    let key: String = name.chars().filter(|c| !matches!(c, '-' | ' ')).collect::<String>().to_uppercase();
    EVERYDAY.iter().find(|(n, _)| *n == key).map(|(_, s)| *s)
}

/// Words in capitals that have the form of a gene symbol and are none.
const NOT_GENES: [&str; 97] = [
    "SISH",
    "CISH",
    "DISH",
    "MSI",
    "MSS",
    "MMR",
    "DMMR",
    "PMMR",
    "TMB",
    "HRD",
    "GIS",
    "LOH",
    "TPS",
    "CPS",
    "IHC",
    "ISH",
    "FISH",
    "WT",
    "VAF",
    "EXON",
    "EX",
    "DEL",
    "INS",
    "DUP",
    "INDEL",
    "AMP",
    "LOF",
    "GOF",
    "ITD",
    "TKD",
    "NOT",
    "NO",
    "AND",
    "OR",
    "DNA",
    "RNA",
    "CNV",
    "SNV",
    "SNP",
    "VUS",
    "LOSS",
    "GAIN",
    "HIGH",
    "LOW",
    "NEGATIVE",
    "POSITIVE",
    "MUTATION",
    "FUSION",
    "WILD",
    "TYPE",
    "WILDTYPE",
    "NULL",
    "EBV",
    "HPV",
    "TILS",
    "IC",
    "TC",
    "NON",
    "ANY",
    "GENE",
    "DELETION",
    "AMPLIFICATION",
    "AMPLIFIED",
    "EXPRESSION",
    "OVEREXPRESSION",
    "UNDEREXPRESSION",
    "REARRANGEMENT",
    "TRANSLOCATION",
    "INSERTION",
    "DUPLICATION",
    "SKIPPING",
    "GERMLINE",
    "SOMATIC",
    "PATHOGENIC",
    "ACTIVATING",
    "TRUNCATING",
    "PROMOTER",
    "VARIANT",
    "UNKNOWN",
    "PENDING",
    "FRAMESHIFT",
    "MISSENSE",
    "SPLICE",
    "METHYLATION",
    "ALTERATION",
    "MUT",
    "POS",
    "NEG",
    "SITE",
    "CLASS",
    "SSX",
    "SCORE",
    "TUMOR",
    "CODON",
    "II",
    "III",
    "IV",
];

/// True for text in the form of a gene symbol: capitals and digits, `C9orf72`, one hyphen (`NKX2-1`).
pub(crate) fn looks_like_symbol(text: &str) -> bool {
    let orf = text.split_once("orf").is_some_and(|(a, b)| {
        a.starts_with('C')
            && a[1..].bytes().all(|c| c.is_ascii_alphanumeric())
            && !b.is_empty()
            && b.bytes().all(|c| c.is_ascii_digit())
    });
    let plain = text.len() >= 2
        && text.len() <= 16
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'-')
        && text.bytes().filter(|c| *c == b'-').count() <= 1
        && !text.ends_with('-');
    (orf || plain) && !NOT_GENES.contains(&text) && !is_residue_like(text)
}

/// True for text in the form of an alias of a symbol table that is no word of a language: letters of either case with
/// a digit among them (`p110delta`, `c-erbB2`), three characters or more.
pub(crate) fn looks_like_alias(text: &str) -> bool {
    text.len() >= 3
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'.' | b'/'))
        && text.bytes().any(|c| c.is_ascii_digit())
        && !NOT_GENES.contains(&text.to_ascii_uppercase().as_str())
        && !is_residue_like(text)
}

/// `V600`, `G12` or `L858R` have the form of a symbol too, but no approved symbol is an amino-acid
/// letter before two or more digits except a few that nobody writes in a biomarker.
fn is_residue_like(text: &str) -> bool {
    let mut c = text.chars();
    let head = c.next().is_some_and(super::amino::is_amino_acid);
    let body = c.as_str();
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    head && digits >= 1
        && body.len() - digits <= 1
        && !matches!(text, "H19" | "F2" | "F5" | "F7" | "F8" | "F9")
}

/// Approved symbols and their aliases, from a knowledge pack.
#[derive(Debug, Clone, Default)]
pub struct GeneSymbols {
    /// Upper-case name -> approved symbol. An approved symbol wins over an alias of another gene.
    names: BTreeMap<String, String>,
}

impl GeneSymbols {
    /// Reads lines of `symbol<TAB>alias|alias...`; further columns and a header `symbol` are passed over.
    /// An alias that two genes share is dropped: it names neither.
    #[must_use]
    pub fn from_tsv(text: &str) -> Self {
        let rows: Vec<(&str, &str)> = text
            .lines()
            .filter(|l| !l.starts_with("symbol\t") && !l.starts_with('#'))
            .filter_map(|l| {
                let mut columns = l.split('\t');
                Some((columns.next().filter(|s| !s.is_empty())?, columns.next().unwrap_or_default()))
            })
            .collect();
        let mut aliases: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (symbol, list) in &rows {
            for alias in list.split('|').filter(|a| !a.is_empty()) {
                aliases
                    .entry(alias.to_uppercase())
                    .and_modify(|s| {
                        if s.as_deref() != Some(symbol) {
                            *s = None;
                        }
                    })
                    .or_insert_with(|| Some((*symbol).to_owned()));
            }
        }
        let mut names: BTreeMap<String, String> =
            aliases.into_iter().filter_map(|(a, s)| s.map(|s| (a, s))).collect();
        for (symbol, _) in rows {
            names.insert(symbol.to_uppercase(), symbol.to_owned());
        }
        Self { names }
    }

    /// Approved symbol of a symbol or an unambiguous alias, whatever its case.
    #[must_use]
    pub fn approved(&self, name: &str) -> Option<&str> {
        self.names.get(&name.to_uppercase()).map(String::as_str)
    }

    /// Number of names known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// True where no name is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_names_have_symbols() {
        for (name, symbol) in [("HER2", "ERBB2"), ("HER-2", "ERBB2"), ("PD-L1", "CD274"), ("c-MET", "MET")] {
            assert_eq!(everyday(name), Some(symbol));
        }
        assert_eq!(everyday("B-RAF"), Some("BRAF"));
        assert_eq!(everyday("SMAD4"), None);
    }

    #[test]
    fn residues_and_words_are_not_symbols() {
        for yes in ["BRAF", "NKX2-1", "C9orf72", "TP53", "H3C2", "U2AF1", "AR", "SF3B1"] {
            assert!(looks_like_symbol(yes), "{yes}");
        }
        for no in ["V600", "V600E", "G12", "MSI", "exon", "Exon", "WT", "A", "PD-L1-X"] {
            assert!(!looks_like_symbol(no), "{no}");
        }
    }

    #[test]
    fn an_ambiguous_alias_names_no_gene() {
        let s = GeneSymbols::from_tsv("symbol\taliases\nAAA\tX1|OLD\nBBB\tX1|AAA\nCCC\t\n");
        assert_eq!(s.approved("x1"), None);
        assert_eq!(s.approved("old"), Some("AAA"));
        assert_eq!(s.approved("AAA"), Some("AAA"));
        assert_eq!((s.len(), s.is_empty()), (4, false));
    }
}
