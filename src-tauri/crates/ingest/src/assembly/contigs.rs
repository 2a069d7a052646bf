//! Names and lengths of the human chromosomes.

use attune_genome::Assembly;

/// Number of a chromosome: 1 to 22, 23 X, 24 Y, 25 mitochondrion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Chromosome(u8);

/// Lengths of 1 to 22, X, Y in GRCh37 (GCF_000001405.13) and GRCh38 (GCF_000001405.26).
const LENGTHS: [(u32, u32); 24] = [
    (249_250_621, 248_956_422),
    (243_199_373, 242_193_529),
    (198_022_430, 198_295_559),
    (191_154_276, 190_214_555),
    (180_915_260, 181_538_259),
    (171_115_067, 170_805_979),
    (159_138_663, 159_345_973),
    (146_364_022, 145_138_636),
    (141_213_431, 138_394_717),
    (135_534_747, 133_797_422),
    (135_006_516, 135_086_622),
    (133_851_895, 133_275_309),
    (115_169_878, 114_364_328),
    (107_349_540, 107_043_718),
    (102_531_392, 101_991_189),
    (90_354_753, 90_338_345),
    (81_195_210, 83_257_441),
    (78_077_248, 80_373_285),
    (59_128_983, 58_617_616),
    (63_025_520, 64_444_167),
    (48_129_895, 46_709_983),
    (51_304_566, 50_818_468),
    (155_270_560, 156_040_895),
    (59_373_566, 57_227_415),
];

/// RefSeq accession versions of 1 to 22, X, Y in GRCh37; GRCh38 has the next version of each.
const ACCESSION_37: [u8; 24] =
    [10, 11, 11, 11, 9, 11, 13, 10, 11, 10, 9, 11, 10, 8, 9, 9, 10, 9, 9, 10, 8, 10, 10, 9];

/// Length of the revised Cambridge Reference Sequence (NC_012920.1).
pub(crate) const MT_RCRS_LENGTH: u32 = 16_569;
/// Length of chrM of UCSC hg19, which is another sequence (NC_001807.4).
pub(crate) const MT_HG19_LENGTH: u32 = 16_571;

impl Chromosome {
    pub(crate) const MT: Self = Self(25);

    /// Reads `7`, `chr7`, `X`, `chrM`, `MT`, `NC_000007.14`; other contigs are `None`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        if let Some((chromosome, _)) = Self::accession(name) {
            return Some(chromosome);
        }
        let bare = ["chr", "CHR", "Chr"].iter().find_map(|p| name.strip_prefix(p)).unwrap_or(name);
        match bare {
            "X" | "x" => Some(Self(23)),
            "Y" | "y" => Some(Self(24)),
            "M" | "MT" => Some(Self::MT),
            _ if bare.starts_with('0') => None,
            _ => bare.parse().ok().filter(|n| (1..=22).contains(n)).map(Self),
        }
    }

    /// Chromosome and assembly of a RefSeq accession with its version.
    pub(crate) fn accession(name: &str) -> Option<(Self, Option<Assembly>)> {
        let (number, version) = name.strip_prefix("NC_")?.split_once('.')?;
        if number == "012920" {
            return Some((Self::MT, None));
        }
        let number: u8 = number.parse().ok().filter(|n| (1..=24).contains(n))?;
        let version: u8 = version.parse().ok()?;
        let old = *ACCESSION_37.get(usize::from(number) - 1)?;
        let assembly = match version {
            v if v == old => Some(Assembly::GRCh37),
            v if v == old + 1 => Some(Assembly::GRCh38),
            _ => None,
        };
        Some((Self(number), assembly))
    }

    /// Place in tables of 25 chromosomes.
    pub(crate) fn index(self) -> usize {
        usize::from(self.0) - 1
    }

    /// The Ensembl-style name.
    pub(crate) fn name(self) -> String {
        match self.0 {
            23 => "X".to_owned(),
            24 => "Y".to_owned(),
            25 => "MT".to_owned(),
            n => n.to_string(),
        }
    }

    /// Length in bases.
    pub(crate) fn length(self, assembly: Assembly) -> u32 {
        match (LENGTHS.get(self.index()), assembly) {
            (Some((length, _)), Assembly::GRCh37) | (Some((_, length)), Assembly::GRCh38) => *length,
            (None, _) => MT_RCRS_LENGTH,
        }
    }
}

/// What the lengths of a header say as a whole.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum LengthVerdict {
    /// No chromosome has a length.
    Silent,
    /// Lengths of one build, with one of them as example.
    Is(Assembly, String),
    /// Chromosomes of both builds: a fact for GRCh37 and one for GRCh38.
    Both(String, String),
    /// A known human reference that is not read.
    OtherHuman(&'static str),
    /// No human reference.
    NotHuman(String),
}

/// Judges the lengths that a header gives to chromosomes.
pub(crate) fn judge_lengths(contigs: &[(String, u32)]) -> LengthVerdict {
    let (mut on37, mut on38, mut neither) = (None, None, None);
    for (name, length) in contigs {
        let Some(chromosome) = Chromosome::named(name).filter(|c| *c != Chromosome::MT) else { continue };
        let text = format!("##contig {name} has length {length}");
        if *length == chromosome.length(Assembly::GRCh37) {
            on37.get_or_insert(text);
        } else if *length == chromosome.length(Assembly::GRCh38) {
            on38.get_or_insert(text);
        } else {
            neither.get_or_insert((chromosome, *length, text));
        }
    }
    match (on37, on38, neither) {
        (Some(a), Some(b), _) => LengthVerdict::Both(a, b),
        (Some(text), None, _) => LengthVerdict::Is(Assembly::GRCh37, text),
        (None, Some(text), _) => LengthVerdict::Is(Assembly::GRCh38, text),
        (None, None, None) => LengthVerdict::Silent,
        (None, None, Some((chromosome, length, text))) => match (chromosome.index(), length) {
            (0, 247_249_719) => LengthVerdict::OtherHuman("NCBI36 (hg18)"),
            (0, 248_387_328) => LengthVerdict::OtherHuman("T2T-CHM13"),
            _ => LengthVerdict::NotHuman(text),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_chromosomes() {
        let names =
            [("7", 6), ("chr7", 6), ("chrX", 22), ("MT", 24), ("chrM", 24), ("NC_000007.14", 6), ("22", 21)];
        for (name, index) in names {
            assert_eq!(Chromosome::named(name).map(Chromosome::index), Some(index), "{name}");
        }
        for name in ["chrUn_gl000220", "23", "0", "07", "HLA-A", "chr7_alt", "", "chr"] {
            assert_eq!(Chromosome::named(name), None, "{name}");
        }
        assert_eq!(Chromosome::accession("NC_000001.10").and_then(|x| x.1), Some(Assembly::GRCh37));
        assert_eq!(Chromosome::accession("NC_000001.11").and_then(|x| x.1), Some(Assembly::GRCh38));
        assert_eq!(Chromosome::accession("NC_000001.9").and_then(|x| x.1), None);
    }

    #[test]
    fn lengths_tell_builds_and_species() {
        let judge = |name: &str, length| judge_lengths(&[(name.to_owned(), length)]);
        assert!(matches!(judge("chr1", 249_250_621), LengthVerdict::Is(Assembly::GRCh37, _)));
        assert!(matches!(judge("22", 50_818_468), LengthVerdict::Is(Assembly::GRCh38, _)));
        assert!(matches!(judge("chr1", 195_471_971), LengthVerdict::NotHuman(_)));
        assert_eq!(judge("1", 247_249_719), LengthVerdict::OtherHuman("NCBI36 (hg18)"));
        assert_eq!(judge("chrUn_1", 5), LengthVerdict::Silent);
        let both = [("1".to_owned(), 249_250_621), ("2".to_owned(), 242_193_529)];
        assert!(matches!(judge_lengths(&both), LengthVerdict::Both(..)));
    }

    #[test]
    fn no_chromosome_has_the_same_length_on_both_builds() {
        for (a, b) in LENGTHS {
            assert_ne!(a, b);
        }
    }
}
