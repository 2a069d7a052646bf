//! Names and consequences on the invented gene of [`super::fixture`].

use super::fixture::pack;
use super::*;
use crate::{CalledVariant, Contig, Origin, Position};

fn variant(assembly: Assembly, contig: &str, position: u32, reference: &str, alternate: &str) -> Variant {
    Variant {
        assembly,
        contig: Contig::new(contig),
        position: Position::new(position).expect("not zero"),
        reference: reference.into(),
        alternate: alternate.into(),
    }
}

type Named = (String, String, Consequence);

fn named(assembly: Assembly, position: u32, reference: &str, alternate: &str) -> Result<Named, NotPredicted> {
    let p = pack().predict(&variant(assembly, "chr9", position, reference, alternate))?;
    assert_eq!((p.gene.as_str(), p.transcript.as_deref()), ("FIX1", Some("NM_FIX.1")));
    Ok((p.hgvs_c.unwrap_or_default(), p.hgvs_p.unwrap_or_default(), p.consequence.expect("a consequence")))
}

#[test]
fn names_on_the_plus_strand() {
    use Consequence as C;
    for (position, reference, alternate, c, p, consequence) in [
        (1020, "A", "C", "c.5A>C", "p.Lys2Thr", C::MissenseVariant),
        (1019, "A", "T", "c.4A>T", "p.Lys2Ter", C::StopGained),
        (1021, "A", "G", "c.6A>G", "p.Lys2=", C::SynonymousVariant),
        (1016, "A", "G", "c.1A>G", "p.Met1?", C::StartLost),
        (1013, "C", "T", "c.-3C>T", "", C::UtrVariant),
        (1008, "G", "A", "c.-8G>A", "", C::UpstreamGeneVariant),
        // two bases of one codon, one of two codons
        (1019, "AA", "GC", "c.4_5delinsGC", "p.Lys2Ala", C::MissenseVariant),
        (1021, "AG", "CC", "c.6_7delinsCC", "p.Lys2_Val3delinsAsnLeu", C::MissenseVariant),
        // GTGGTG: the 3' rule names the last copy, whatever the file wrote
        (1021, "AGTG", "A", "c.11_13del", "p.Val4del", C::InframeDeletion),
        (1024, "GGTG", "G", "c.11_13del", "p.Val4del", C::InframeDeletion),
        (1021, "A", "AGTG", "c.11_13dup", "p.Val4dup", C::InframeInsertion),
        (1027, "G", "GTGC", "c.12_13insTGC", "p.Val4_Glu5insCys", C::InframeInsertion),
        (1021, "A", "ACCC", "c.6_7insCCC", "p.Lys2_Val3insPro", C::InframeInsertion),
        (1021, "AG", "A", "c.7del", "p.Val3TrpfsTer?", C::FrameshiftVariant),
        (1018, "GA", "GAA", "c.6dup", "p.Val3SerfsTer7", C::FrameshiftVariant),
        // splice sites
        (1031, "G", "A", "c.15+1G>A", "", C::SpliceDonorVariant),
        (1032, "T", "C", "c.15+2T>C", "", C::SpliceDonorVariant),
        (1070, "G", "A", "c.16-1G>A", "", C::SpliceAcceptorVariant),
        (1069, "A", "G", "c.16-2A>G", "", C::SpliceAcceptorVariant),
        (1035, "G", "C", "c.15+5G>C", "", C::SpliceRegionVariant),
        (1065, "T", "A", "c.16-6T>A", "", C::SpliceRegionVariant),
        (1045, "A", "T", "c.15+15A>T", "", C::IntronVariant),
        (1055, "A", "T", "c.16-16A>T", "", C::IntronVariant),
        (1028, "GAGGTAAG", "G", "c.14_15+5del", "", C::SpliceDonorVariant),
        // the last base of the exon: silent there is a splice region
        (1030, "G", "A", "c.15G>A", "p.Glu5=", C::SpliceRegionVariant),
        (1029, "A", "T", "c.14A>T", "p.Glu5Val", C::MissenseVariant),
        // the stop codon
        (1086, "T", "C", "c.31T>C", "p.Ter11GlnextTer2", C::StopLost),
        (1090, "G", "A", "c.*2G>A", "", C::UtrVariant),
        // beyond the sequence that the pack has
        (1050, "AAAAAAAAAAA", "A", "", "", C::IntronVariant),
        (
            1050,
            "AAAAAAAAAAATTTTTTTCAGCTCTGCGATGATCATTAAGGCTAGCC",
            "A",
            "c.16-20_*8del",
            "",
            C::SpliceAcceptorVariant,
        ),
        (1025, "GTGGAGGTAAGTCCCCTTTTT", "G", "c.11_15+15del", "", C::SpliceDonorVariant),
    ] {
        let want = (c.to_owned(), p.to_owned(), consequence);
        assert_eq!(
            named(Assembly::GRCh37, position, reference, alternate),
            Ok(want),
            "{position} {reference}>{alternate}"
        );
    }
}

#[test]
fn exons_without_a_sequence_tell_frame_and_splice_sites() {
    use Consequence as C;
    let pack = pack();
    for (position, r, a, c, consequence) in [
        (10, "CA", "C", "c.6del", C::FrameshiftVariant),
        (10, "CAAA", "C", "c.6_8del", C::InframeDeletion),
        (10, "C", "CAAG", "c.5_6insAAG", C::InframeInsertion),
        (21, "G", "A", "c.15+1G>A", C::SpliceDonorVariant),
        (99, "A", "T", "c.16-2A>T", C::SpliceAcceptorVariant),
        (60, "A", "T", "c.15+40A>T", C::IntronVariant),
        (2, "A", "T", "c.-4A>T", C::UtrVariant),
        (18, "CAAGT", "C", "c.14_15+2del", C::SpliceDonorVariant),
    ] {
        for (assembly, shift) in [(Assembly::GRCh37, 0), (Assembly::GRCh38, 500)] {
            let p = pack.predict(&variant(assembly, "8", position + shift, r, a));
            let p = p.unwrap_or_else(|e| panic!("{position} {r}>{a}: {e}"));
            assert_eq!((p.gene.as_str(), p.hgvs_p), ("FIX2", None));
            assert_eq!(
                (p.hgvs_c.as_deref(), p.consequence),
                (Some(c), Some(consequence)),
                "{position} {r}>{a}"
            );
            assert_eq!(p.basis, Basis::Exons);
        }
    }
    // A substitution needs the sequence, and so does a change of the first or last codon.
    for (position, r, a) in [(10, "C", "T"), (110, "AC", "GT"), (6, "ACCC", "A")] {
        let refused = pack.predict(&variant(Assembly::GRCh37, "8", position, r, a));
        assert_eq!(refused, Err(NotPredicted::NoSequence { gene: "FIX2".into() }), "{position}");
    }
    assert!(pack.genes().all(|(gene, _)| gene != "FIX2"));
}

#[test]
fn the_same_changes_on_the_minus_strand() {
    use Consequence as C;
    for (position, reference, alternate, c, p, consequence) in [
        // c.5 lies at 5106 - 19 = 5087
        (5087, "T", "G", "c.5A>C", "p.Lys2Thr", C::MissenseVariant),
        (5088, "T", "A", "c.4A>T", "p.Lys2Ter", C::StopGained),
        (5087, "TT", "GC", "c.4_5delinsGC", "p.Lys2Ala", C::MissenseVariant),
        (5076, "C", "T", "c.15+1G>A", "", C::SpliceDonorVariant),
        (5037, "C", "T", "c.16-1G>A", "", C::SpliceAcceptorVariant),
        // left-aligned on the plus strand is right-aligned on the gene
        (5079, "CCAC", "C", "c.11_13del", "p.Val4del", C::InframeDeletion),
        (5079, "C", "CCAC", "c.11_13dup", "p.Val4dup", C::InframeInsertion),
        (5062, "T", "A", "c.15+15A>T", "", C::IntronVariant),
        // His10 is CAC on this assembly: its own base is the reference of the name
        (5022, "G", "A", "c.30C>T", "p.His10=", C::SynonymousVariant),
        (5023, "T", "C", "c.29A>G", "p.His10Arg", C::MissenseVariant),
    ] {
        let want = (c.to_owned(), p.to_owned(), consequence);
        assert_eq!(
            named(Assembly::GRCh38, position, reference, alternate),
            Ok(want),
            "{position} {reference}>{alternate}"
        );
    }
}

#[test]
fn a_wrong_reference_base_is_refused() {
    let refused = named(Assembly::GRCh37, 1020, "G", "C");
    assert!(matches!(
        refused,
        Err(NotPredicted::ReferenceMismatch { position: 1020, expected: 'A', found: 'G', .. })
    ));
    // The anchor base of an indel is checked too.
    assert!(matches!(
        named(Assembly::GRCh37, 1021, "TGTG", "T"),
        Err(NotPredicted::ReferenceMismatch { .. })
    ));
    // GRCh38 has C where the transcript has T.
    assert!(matches!(named(Assembly::GRCh38, 5022, "A", "G"), Err(NotPredicted::ReferenceMismatch { .. })));
}

#[test]
fn what_cannot_be_named_has_a_reason() {
    // The base that only GRCh38 has.
    let extra = named(Assembly::GRCh38, 5014, "A", "G");
    assert!(matches!(extra, Err(NotPredicted::TranscriptDiffers { .. })), "{extra:?}");
    assert_eq!(named(Assembly::GRCh37, 1020, "A", "<DEL>"), Err(NotPredicted::NotBases));
    assert_eq!(named(Assembly::GRCh37, 1020, "A", "N"), Err(NotPredicted::NotBases));
    assert_eq!(named(Assembly::GRCh37, 1020, "A", "A"), Err(NotPredicted::NoChange));
    let pack = pack();
    let at = |contig, position| pack.predict(&variant(Assembly::GRCh37, contig, position, "C", "T"));
    assert_eq!(at("9", 9999), Err(NotPredicted::OutsidePack));
    assert_eq!(at("4", 55), Err(NotPredicted::NoSequence { gene: "PLACED".into() }));
    let stated = at("3", 100).expect("stated by a source");
    assert_eq!((stated.gene.as_str(), stated.hgvs_p.as_deref()), ("STATED", Some("p.Ser310Phe")));
    assert_eq!(stated.consequence, Some(Consequence::MissenseVariant));
    // The same place with another base is not the stated variant.
    assert!(pack.predict(&variant(Assembly::GRCh37, "3", 100, "C", "G")).is_err());
    // On the other assembly the place is another.
    assert!(pack.predict(&variant(Assembly::GRCh38, "3", 100, "C", "T")).is_err());
    assert!(pack.predict(&variant(Assembly::GRCh38, "3", 200, "C", "T")).is_ok());
}

fn called(variant: Variant) -> CalledVariant {
    CalledVariant {
        variant,
        origin: Origin::Unknown,
        zygosity: None,
        gene: None,
        transcript: None,
        hgvs_c: None,
        hgvs_p: None,
        consequence: None,
        annotated_by: None,
        vaf: None,
        depth: None,
        filter: None,
        ids: vec![],
        oncogenicity: None,
        classification: None,
        line: 1,
        file: Default::default(),
        interpretation: Default::default(),
    }
}

#[test]
fn a_report_is_filled_once() {
    let on = |contig, position, r: &str, a: &str| called(variant(Assembly::GRCh37, contig, position, r, a));
    let mut report = GenomeReport {
        variants: vec![
            on("9", 1020, "A", "C"),
            on("1", 5, "A", "C"),
            on("1", 6, "A", "C"),
            on("4", 55, "C", "T"),
        ],
        ..GenomeReport::default()
    };
    let summary = pack().annotate(&mut report);
    assert_eq!((summary.interpreted, summary.in_pack, summary.reference_mismatches), (1, 1, 0));
    assert_eq!(report.variants[0].hgvs_p.as_deref(), Some("p.Lys2Thr"));
    assert_eq!(report.variants[0].annotated_by.as_deref(), Some("transcript pack"));
    // A gene without a sequence is named, its consequence is not.
    assert_eq!(report.variants[3].gene.as_deref(), Some("PLACED"));
    assert_eq!(report.variants[3].consequence, None);
    let reasons: Vec<(usize, &str)> =
        report.not_interpreted.iter().map(|n| (n.count, n.reason.as_str())).collect();
    assert_eq!(
        reasons,
        [
            (
                2,
                "gene outside the transcript pack; a site can import a reference genome with MANE to interpret it"
            ),
            (
                1,
                "gene without a sequence in the transcript pack; a site can import a reference genome with MANE to \
                 interpret it"
            )
        ]
    );
    let once = report.clone();
    pack().annotate(&mut report);
    assert_eq!(once, report);
}

#[test]
fn the_annotation_of_the_file_stays_and_is_compared() {
    let annotated = |p: &str, gene: &str| {
        let mut v = called(variant(Assembly::GRCh37, "9", 1020, "A", "C"));
        v.gene = Some(gene.into());
        v.hgvs_p = Some(p.into());
        v.annotated_by = Some("input CSQ".into());
        v
    };
    let mut report = GenomeReport {
        variants: vec![
            annotated("p.Lys2Thr", "FIX1"),
            annotated("p.K2T", "FIX1"),
            annotated("p.Lys7Thr", "FIX1"),
            annotated("p.Lys7Thr", "OTHER"),
        ],
        ..GenomeReport::default()
    };
    let summary = pack().annotate(&mut report);
    assert_eq!(summary.disagreements, 1);
    let by: Vec<&str> = report.variants.iter().filter_map(|v| v.annotated_by.as_deref()).collect();
    assert_eq!(
        by,
        [
            "input CSQ; transcript pack agrees",
            "input CSQ; transcript pack agrees",
            "input CSQ; transcript pack names p.Lys2Thr on NM_FIX.1",
            "input CSQ",
        ]
    );
    assert_eq!(report.variants[2].hgvs_p.as_deref(), Some("p.Lys7Thr"));
}

#[test]
fn a_file_of_another_assembly_is_not_named() {
    let wrong = |position| called(variant(Assembly::GRCh37, "9", position, "C", "G"));
    let mut report =
        GenomeReport { variants: vec![wrong(1019), wrong(1020), wrong(1021)], ..GenomeReport::default() };
    let summary = pack().annotate(&mut report);
    assert!(summary.doubts_assembly());
    assert!(report.variants.iter().all(|v| v.gene.is_none() && v.hgvs_p.is_none()));
    assert!(
        report.not_interpreted.iter().any(|n| n.count == 3 && n.reason.contains("the assembly is in doubt"))
    );

    // One careless base among good ones is only a finding.
    let good = |position, r: &str, a: &str| called(variant(Assembly::GRCh37, "9", position, r, a));
    let mut report = GenomeReport {
        variants: vec![wrong(1019), good(1020, "A", "C"), good(1021, "A", "G"), good(1031, "G", "A")],
        ..GenomeReport::default()
    };
    assert!(!pack().annotate(&mut report).doubts_assembly());
    assert_eq!(report.variants.iter().filter(|v| v.gene.is_some()).count(), 3);
}

#[test]
fn damaged_bytes_are_refused() {
    for bytes in
        [&b""[..], b"attune/transcripts/2\n{}\n", b"attune/transcripts/1\n{", b"attune/transcripts/1\n{}\n"]
    {
        assert!(TranscriptPack::from_bytes(bytes).is_err());
    }
}

#[test]
fn any_change_inside_the_gene_has_an_answer() {
    // Every substitution, deletion and insertion at every place of the windows: no panic, and the names of
    // the coding sequence agree with a translation from scratch.
    let pack = pack();
    for position in 995..1110u32 {
        for (r, a) in
            [("A", "C"), ("C", "G"), ("G", "T"), ("T", "A"), ("A", "ACG"), ("GT", "G"), ("CCC", "C")]
        {
            let _ = pack.predict(&variant(Assembly::GRCh37, "9", position, r, a));
            let _ = pack.predict(&variant(Assembly::GRCh38, "9", position + 4005, r, a));
        }
    }
}
