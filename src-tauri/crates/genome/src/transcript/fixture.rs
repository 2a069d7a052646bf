//! An invented gene for the tests: two exons, plus strand on GRCh37, minus strand on GRCh38.
//!
//! ```text
//! GRCh37 1001       1011                    1031 ... 1070 1071                          1097
//!        TTTTTGGGGG CCCCC|ATGAAAGTGGTGGAG   intron of 40   CTCTGCGATGATCATTAA|GGCTAGCC  AAAAAAAAAA
//!                         M  K  V  V  E                    L  C  D  D  H  *
//! GRCh38 5106       5096                    5076 ... 5037 5036                          5010
//! ```

use super::TranscriptPack;
use super::container::{self, UnsequencedGene};
use super::gene::{Exon, Gene, Patch, Placement};
use super::known::KnownVariant;

/// The gene.
pub(crate) fn gene() -> Gene {
    let placement = |reverse, windows: [u32; 2], patches| Placement {
        contig: "9".into(),
        reverse,
        windows: windows.to_vec(),
        patches,
    };
    Gene {
        symbol: "FIX1".into(),
        transcript: "NM_FIX.1".into(),
        cdna: "CCCCCATGAAAGTGGTGGAGCTCTGCGATGATCATTAAGGCTAGCC".into(),
        cds: Some((6, 38)),
        exons_only: false,
        exons: vec![
            Exon { start: 1, end: 20, before: "TTTTTGGGGG".into(), after: "GTAAGTCCCC".into() },
            Exon { start: 21, end: 46, before: "TTTTTTTCAG".into(), after: "AAAAAAAAAA".into() },
        ],
        placements: [
            placement(false, [1001, 1061], vec![]),
            placement(
                true,
                [5106, 5046],
                vec![
                    // CAT of His10 is CAC on GRCh38.
                    Patch { exon: 1, at: 24, from: "T".into(), to: "C".into() },
                    // GRCh38 has a base more in the 3' UTR.
                    Patch { exon: 1, at: 32, from: String::new(), to: "T".into() },
                ],
            ),
        ],
    }
}

/// A gene on chromosome 8 of which only the exons are known: 1-20 (c.1 is its sixth base) and 101-132,
/// coding up to base 126, minus strand on neither assembly.
pub(crate) fn exons_only() -> Gene {
    let placement = |windows: [u32; 2]| Placement {
        contig: "8".into(),
        reverse: false,
        windows: windows.to_vec(),
        patches: vec![],
    };
    let exon = |start, end| Exon { start, end, before: String::new(), after: String::new() };
    Gene {
        symbol: "FIX2".into(),
        transcript: "ENST_FIX.2".into(),
        cdna: String::new(),
        cds: Some((6, 47)),
        exons_only: true,
        exons: vec![exon(1, 20), exon(21, 52)],
        placements: [placement([1, 101]), placement([501, 601])],
    }
}

/// A pack with both genes, a stated variant of another gene and the place of a third.
pub(crate) fn pack() -> TranscriptPack {
    let spans = [("9".to_owned(), 1001, 1096), ("9".to_owned(), 5010, 5106)];
    let stated = KnownVariant {
        contig: "3".into(),
        positions: [100, 200],
        reference: "C".into(),
        alternate: "T".into(),
        gene: "STATED".into(),
        transcript: None,
        hgvs_c: None,
        hgvs_p: "p.Ser310Phe".into(),
        source: "fixture".into(),
    };
    let place = |from, to| ("4".to_owned(), from, to);
    let unsequenced = UnsequencedGene { symbol: "PLACED".into(), spans: [place(50, 60), place(70, 80)] };
    let span = |from, to| ("8".to_owned(), from, to);
    let genes = [(gene(), spans), (exons_only(), [span(1, 132), span(501, 632)])];
    let bytes = container::write(vec!["fixture".into()], &genes, vec![unsequenced], &[stated])
        .expect("fixture is written");
    TranscriptPack::from_bytes(&bytes).expect("fixture is read")
}
