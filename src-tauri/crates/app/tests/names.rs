//! Published names of variants against the shipped pack, on both assemblies: `tests/expected/hgvs.tsv`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use attune_app::Library;
use attune_genome::{Assembly, ConsequencePredictor, Contig, Position, Variant};

const TABLE: &str = include_str!("../../../../tests/expected/hgvs.tsv");

#[test]
fn published_names_on_both_assemblies() {
    let library = Library::shipped().unwrap();
    let pack = library.transcripts().unwrap();
    let mut wrong = Vec::new();
    let mut checked = 0;
    for row in TABLE.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let [gene, contig, on37, on38, reference, alternate, coding, protein] =
            row.split('\t').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{row}"));
        for (assembly, position) in [(Assembly::GRCh37, on37), (Assembly::GRCh38, on38)] {
            checked += 1;
            let variant = Variant {
                assembly,
                contig: Contig::new(contig),
                position: Position::new(position.parse().unwrap()).unwrap(),
                reference: reference.to_owned(),
                alternate: alternate.to_owned(),
            };
            let word = |name: Option<String>| name.unwrap_or_else(|| "-".to_owned());
            let got = pack.predict(&variant).map(|n| (n.gene, word(n.hgvs_c), word(n.hgvs_p)));
            let want = (gene.to_owned(), coding.to_owned(), protein.to_owned());
            if got.as_ref() != Ok(&want) {
                wrong.push(format!("{assembly} {gene} {coding} {protein}: {got:?}"));
            }
        }
    }
    assert!(checked > 200, "{checked}");
    assert!(wrong.is_empty(), "{} of {checked}:\n{}", wrong.len(), wrong.join("\n"));
}
