//! What INFO says of the sample where no sample column does.

use super::fields::info_entries;
use super::record::text;

/// INFO keys that are read.
pub(super) const INFO_KEYS: [&str; 24] = [
    "STATUS",
    "GermlineStatus",
    "SOMATIC",
    "SS",
    "TVAF",
    "TDP",
    "SVTYPE",
    "END",
    "CLNSIG",
    "GENE",
    "Gene",
    "SYMBOL",
    "GENE_SYMBOL",
    "HGVS_C",
    "HGVSc",
    "HGVS_P",
    "HGVSp",
    "CDS_CHANGE",
    "AA_CHANGE",
    "TRANSCRIPT",
    "SO",
    "CONSEQUENCE",
    "DP",
    "CN",
];

/// Fractions of the alternates and depth, where INFO speaks of one sample: `DP4` (samtools, LoFreq), and `AF` where
/// `in_reads` says that it is the fraction in the reads (LoFreq) and not in a population.
pub(super) fn fractions(info: &[u8], alternates: usize, in_reads: bool) -> (Vec<Option<f64>>, Option<u32>) {
    let values = |key: &[u8]| {
        let found = info_entries(info).find(|(k, _)| *k == key).map(|(_, v)| text(v));
        found.map(|v| v.split(',').map(|n| n.parse::<f64>().ok()).collect::<Option<Vec<f64>>>())
    };
    if alternates == 0 {
        return (Vec::new(), None);
    }
    let written = values(b"AF").flatten().filter(|f| in_reads && f.len() == alternates);
    if let Some(list) = written {
        return (list.iter().map(|f| Some(*f).filter(|f| (0.0..=1.0).contains(f))).collect(), None);
    }
    let four = values(b"DP4").flatten().filter(|d| d.len() == 4 && alternates == 1);
    let Some(four) = four.filter(|d| d.iter().all(|n| (0.0..1e9).contains(n))) else {
        return (Vec::new(), None);
    };
    let total: f64 = four.iter().sum();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 4e9")]
    let depth = total as u32;
    (vec![(total > 0.0).then(|| (four[2] + four[3]) / total)], Some(depth))
}

#[cfg(test)]
mod tests {
    use super::fractions;

    #[test]
    fn a_fraction_is_that_of_the_reads_only_where_the_caller_says_so() {
        let info = b"DP=100;AF=0.31;DP4=30,30,20,20";
        assert_eq!(fractions(info, 1, true), (vec![Some(0.31)], None));
        assert_eq!(fractions(info, 1, false), (vec![Some(0.4)], Some(100)));
        assert_eq!(fractions(info, 2, false), (Vec::new(), None), "four counts of three alleles");
        assert_eq!(fractions(b"DP4=1,2,x,4", 1, false), (Vec::new(), None));
        assert_eq!(fractions(b"AF=7", 1, true), (vec![None], None));
    }
}
