//! Names of chromosomes in FASTA and annotation: `chr7`, `7`, `NC_000007.14`, `CM000669.2`.

use crate::Contig;

/// Versions of the RefSeq accessions NC_000001 to NC_000024 on GRCh38 (NCBI assembly GCF_000001405.40); those of GRCh37
/// (GCF_000001405.25) are one lower each.
const GRCH38: [u32; 24] =
    [11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11, 10];

/// Number and version of a RefSeq chromosome accession.
fn accession(name: &str) -> Option<(usize, u32)> {
    let (number, version) = name.strip_prefix("NC_")?.split_once('.')?;
    Some((number.parse().ok()?, version.parse().ok()?))
}

/// The Ensembl-style name.
pub(super) fn contig(name: &str) -> String {
    match accession(name) {
        Some((number @ 1..=22, _)) => number.to_string(),
        Some((23, _)) => "X".to_owned(),
        Some((24, _)) => "Y".to_owned(),
        Some((12_920, _)) => "MT".to_owned(),
        _ => Contig::new(name).as_str().to_owned(),
    }
}

/// True for an accession of GRCh37.
pub(super) fn is_grch37(name: &str) -> bool {
    let found =
        accession(name).and_then(|(number, version)| Some((GRCH38.get(number.checked_sub(1)?)?, version)));
    found.is_some_and(|(on38, version)| version + 1 == *on38)
}

/// True for a chromosome of the primary assembly, as opposed to an alternate locus or a patch.
pub(super) fn is_chromosome(contig: &str) -> bool {
    matches!(contig, "X" | "Y" | "MT") || contig.parse::<u8>().is_ok_and(|n| (1..=22).contains(&n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chromosomes_have_one_name() {
        for name in ["chr7", "7", "NC_000007.14", "NC_000007.13"] {
            assert_eq!(contig(name), "7");
        }
        assert_eq!(
            (contig("NC_000023.11"), contig("chrM"), contig("NC_012920.1")),
            ("X".into(), "MT".into(), "MT".into())
        );
        assert!(is_grch37("NC_000007.13") && !is_grch37("NC_000007.14") && !is_grch37("chr7"));
        assert!(
            is_chromosome("22")
                && is_chromosome("Y")
                && !is_chromosome("23")
                && !is_chromosome("HG2334_PATCH")
        );
    }
}
