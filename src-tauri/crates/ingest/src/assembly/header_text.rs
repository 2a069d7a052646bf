//! Names of references in header texts.

use attune_genome::Assembly;

/// What a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// One of the two assemblies that are read.
    Build(Assembly),
    /// A reference of another build or species.
    Foreign(&'static str),
}

const ON_37: [&str; 10] = [
    "grch37",
    "hg19",
    "b37",
    "hs37",
    "g1k_v37",
    "build37",
    "build 37",
    "ncbi37",
    "assembly19",
    "homo_sapiens_assembly19",
];
const ON_38: [&str; 7] = ["grch38", "hg38", "b38", "hs38", "build38", "build 38", "assembly38"];
const FOREIGN: [(&str, &str); 14] = [
    ("hg18", "NCBI36 (hg18)"),
    ("ncbi36", "NCBI36 (hg18)"),
    ("chm13", "T2T-CHM13"),
    ("grcm38", "mouse (GRCm38)"),
    ("grcm39", "mouse (GRCm39)"),
    ("mm9", "mouse (mm9)"),
    ("mm10", "mouse (mm10)"),
    ("mm39", "mouse (mm39)"),
    ("mus_musculus", "mouse"),
    ("mus musculus", "mouse"),
    ("rn6", "rat (rn6)"),
    ("rattus", "rat"),
    ("canfam", "dog"),
    ("danrer", "zebrafish"),
];

/// The one reference that a text names; `None` where it names none or several.
pub(crate) fn named_build(text: &str) -> Option<Named> {
    let text = text.to_ascii_lowercase();
    let on37 = ON_37.iter().any(|w| has_word(&text, w));
    let on38 = ON_38.iter().any(|w| has_word(&text, w));
    match (on37, on38) {
        (true, true) => None,
        (true, false) => Some(Named::Build(Assembly::GRCh37)),
        (false, true) => Some(Named::Build(Assembly::GRCh38)),
        (false, false) => {
            FOREIGN.iter().find(|(w, _)| has_word(&text, w)).map(|(_, name)| Named::Foreign(name))
        }
    }
}

/// The word, not followed by a digit, and not preceded by a letter or digit: `db37` or `b3700` name nothing.
/// `hg..` and `grch..` are long enough to stand behind a letter, as in `hg19ToHg38`.
fn has_word(text: &str, word: &str) -> bool {
    let distinct = word.starts_with("hg") || word.starts_with("grch");
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        (distinct || !before.is_some_and(|c| c.is_ascii_alphanumeric()))
            && !after.is_some_and(|c| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_by_their_names() {
        let b37 = Some(Named::Build(Assembly::GRCh37));
        let b38 = Some(Named::Build(Assembly::GRCh38));
        let cases = [
            ("GRCh37", b37),
            ("file:///srv/Homo_sapiens.GRCh37.74.dna.primary_assembly.reordered.fa", b37),
            ("/data/hs37d5.fa", b37),
            ("ftp://x/human_g1k_v37.fasta", b37),
            ("NCBI build 37", b37),
            ("file:///x/Homo_sapiens_assembly38.fasta", b38),
            ("hg38", b38),
            ("GRCh38.p14", b38),
            ("file:///ref/mm10.fa", Some(Named::Foreign("mouse (mm10)"))),
            ("hg19ToHg38.over.chain", None),
            ("genome.fa", None),
            ("sub3701", None),
        ];
        for (text, named) in cases {
            assert_eq!(named_build(text), named, "{text}");
        }
    }
}
