//! An invented genome with genes on both strands, annotated in the three ways that MANE files come in.

use super::*;
use crate::transcript::reverse_complement;
use crate::{ConsequencePredictor, Contig, GenomeReport, Origin, Position, Variant, transcript_fixture};

/// Ten bases of UTR, M K V V E L C D D H and a stop, eight bases of UTR.
const CDNA: &str = "GGCCGGCCGGATGAAAGTGGTGGAGCTCTGCGATGATCATTAAGCGCGCGC";
/// Bases of the three exons; the second begins inside codon 6.
const EXONS: [usize; 3] = [26, 11, 14];
const INTRON: usize = 100;

/// Bases without order (linear congruential numbers, Knuth), with the gene cut into its exons from `start` on.
fn chromosome(length: usize, start: usize, reverse: bool) -> (Vec<u8>, Vec<(u32, u32)>) {
    let mut state = 11u32;
    let mut base = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        b"ACGT"[(state >> 20) as usize % 4]
    };
    let mut bases: Vec<u8> = (0..length).map(|_| base()).collect();
    let mut spliced = Vec::new();
    let mut at = 0;
    for (i, size) in EXONS.iter().enumerate() {
        spliced.extend(CDNA.as_bytes()[at..at + size].iter());
        at += size;
        if i < 2 {
            spliced.extend(b"GT");
            spliced.extend((0..INTRON - 4).map(|_| base()));
            spliced.extend(b"AG");
        }
    }
    let mut exons = Vec::new();
    let mut from = start;
    let sizes: Vec<usize> = if reverse { EXONS.iter().rev().copied().collect() } else { EXONS.to_vec() };
    for size in sizes {
        exons.push((u32::try_from(from).unwrap(), u32::try_from(from + size - 1).unwrap()));
        from += size + INTRON;
    }
    let spliced = if reverse { reverse_complement(&spliced) } else { spliced };
    bases[start - 1..start - 1 + spliced.len()].copy_from_slice(&spliced);
    (bases, exons)
}

struct Genome {
    one: Vec<u8>,
    two: Vec<u8>,
    plus: Vec<(u32, u32)>,
    minus: Vec<(u32, u32)>,
}

fn genome() -> Genome {
    let (one, plus) = chromosome(900, 201, false);
    let (two, minus) = chromosome(800, 301, true);
    Genome { one, two, plus, minus }
}

/// Genome position of a cDNA base, 1-based.
fn at(exons: &[(u32, u32)], reverse: bool, cdna: u32) -> u32 {
    let mut left = cdna - 1;
    let ordered: Vec<_> = if reverse { exons.iter().rev().collect() } else { exons.iter().collect() };
    for (from, to) in ordered {
        let size = to - from + 1;
        if left < size {
            return if reverse { to - left } else { from + left };
        }
        left -= size;
    }
    panic!("beyond the transcript")
}

/// Coding rows: first and last position and phase, as GFF has them.
fn coding(exons: &[(u32, u32)], reverse: bool, last: u32) -> Vec<(u32, u32, u32)> {
    let ends = [at(exons, reverse, 11), at(exons, reverse, last)];
    let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
    let mut rows: Vec<(u32, u32)> =
        exons.iter().map(|(a, b)| (*a.max(&low), *b.min(&high))).filter(|(a, b)| a <= b).collect();
    if reverse {
        rows.reverse();
    }
    let mut before = 0;
    rows.into_iter()
        .map(|(a, b)| {
            let phase = (3 - before % 3) % 3;
            before += b - a + 1;
            (a, b, phase)
        })
        .collect()
}

fn row(contig: &str, kind: &str, span: (u32, u32), strand: &str, phase: &str, rest: &str) -> String {
    format!("{contig}\tx\t{kind}\t{}\t{}\t.\t{strand}\t{phase}\t{rest}\n", span.0, span.1)
}

/// A transcript in one of the three ways: `ensembl`, `refseq` (GFF3) or `gtf`.
fn annotation(way: &str, contig: &str, gene: &str, exons: &[(u32, u32)], reverse: bool) -> String {
    let strand = if reverse { "-" } else { "+" };
    let (contig, own, part) = match way {
        "ensembl" => (
            format!("chr{contig}"),
            format!(
                "ID=ENST_{gene}.1;Parent=ENSG_{gene};gene_name={gene};transcript_id=ENST_{gene}.1;tag=basic,MANE_Select;Dbxref=RefSeq:NM_{gene}.2"
            ),
            format!("Parent=ENST_{gene}.1;gene_name={gene}"),
        ),
        "refseq" => (
            if contig == "1" { "NC_000001.11".to_owned() } else { "NC_000002.12".to_owned() },
            format!(
                "ID=rna-NM_{gene}.2;Parent=gene-{gene};gbkey=mRNA;tag=MANE Select;transcript_id=NM_{gene}.2"
            ),
            format!("Parent=rna-NM_{gene}.2"),
        ),
        _ => (
            contig.to_owned(),
            format!(
                "gene_id \"ENSG\"; transcript_id \"ENST_{gene}.1\"; gene_name \"{gene}\"; tag \"basic\"; tag \"MANE_Select\"; db_xref \"RefSeq:NM_{gene}.2\";"
            ),
            format!("transcript_id \"ENST_{gene}.1\";"),
        ),
    };
    let whole = (exons[0].0, exons[2].1);
    let mut out = String::new();
    if way == "refseq" {
        out += &row(&contig, "gene", whole, strand, ".", &format!("ID=gene-{gene};Name={gene};gene={gene}"));
    }
    out += &row(&contig, if way == "refseq" { "mRNA" } else { "transcript" }, whole, strand, ".", &own);
    for exon in exons {
        out += &row(&contig, "exon", *exon, strand, ".", &part);
    }
    // GTF keeps the stop codon outside the coding sequence.
    let last = if way == "gtf" { 40 } else { 43 };
    for (a, b, phase) in coding(exons, reverse, last) {
        out += &row(&contig, "CDS", (a, b), strand, &phase.to_string(), &part);
    }
    if way == "gtf" {
        let stop = [at(exons, reverse, 41), at(exons, reverse, 43)];
        out += &row(&contig, "stop_codon", (stop[0].min(stop[1]), stop[0].max(stop[1])), strand, "0", &part);
    }
    out
}

fn mane(text: &str) -> Result<Mane, SiteError> {
    let mut reader = ManeReader::default();
    text.lines().try_for_each(|l| reader.line(l))?;
    reader.finish()
}

fn both(way: &str, g: &Genome) -> String {
    format!(
        "##gff-version 3\n# MANE v9.9\n{}{}",
        annotation(way, "1", "PLUS", &g.plus, false),
        annotation(way, "2", "MINUS", &g.minus, true)
    )
}

fn built(text: &str, fasta: &[(&str, &[u8])], blocks: &Blocks) -> Result<(Vec<u8>, SiteOrigin), SiteError> {
    let pack = transcript_fixture();
    let mut builder = SiteBuilder::new(&pack, mane(text)?, blocks);
    for (name, bases) in fasta {
        builder.contig(name);
        bases.chunks(60).for_each(|line| builder.bases(line));
    }
    builder.finish(SiteOrigin::default())
}

fn pack(text: &str, g: &Genome, blocks: &Blocks) -> (TranscriptPack, SiteOrigin) {
    let fasta: [(&str, &[u8]); 2] = [("chr1 whole", &g.one), ("chr2", &g.two)];
    let (bytes, origin) = built(text, &fasta, blocks).expect("built");
    (transcript_fixture().with_site(bytes).expect("read"), origin)
}

fn variant(assembly: Assembly, contig: &str, position: u32, reference: &str, alternate: &str) -> Variant {
    Variant {
        assembly,
        contig: Contig::new(contig),
        position: Position::new(position).expect("not zero"),
        reference: reference.into(),
        alternate: alternate.into(),
    }
}

fn named(pack: &TranscriptPack, v: &Variant) -> String {
    match pack.predict(v) {
        Ok(p) => {
            assert!(p.of_site);
            format!(
                "{} {} {}",
                p.transcript.unwrap_or_default(),
                p.hgvs_c.unwrap_or_default(),
                p.hgvs_p.unwrap_or_default()
            )
        }
        Err(why) => why.to_string(),
    }
}

#[test]
fn both_strands_are_named_from_each_kind_of_file() {
    let g = genome();
    for way in ["ensembl", "refseq", "gtf"] {
        let (pack, origin) = pack(&both(way, &g), &g, &Blocks::default());
        assert_eq!((origin.transcripts, origin.on_grch37, origin.left_out.len()), (2, 0, 0), "{way}");
        for (contig, exons, reverse, gene) in [("1", &g.plus, false, "PLUS"), ("2", &g.minus, true, "MINUS")]
        {
            let bases = if reverse { &g.two } else { &g.one };
            let base = |position: u32| char::from(bases[position as usize - 1]).to_string();
            let turn = |b: &str| {
                if reverse {
                    String::from_utf8(reverse_complement(b.as_bytes())).unwrap()
                } else {
                    b.to_owned()
                }
            };
            let snv = |cdna: u32, to: &str| {
                let p = at(exons, reverse, cdna);
                named(&pack, &variant(Assembly::GRCh38, contig, p, &base(p), &turn(to)))
            };
            assert_eq!(snv(15, "C"), format!("NM_{gene}.2 c.5A>C p.Lys2Thr"), "{way}");
            // The last base of exon 1 is the first of codon 6; the codon goes on in exon 2.
            assert_eq!(snv(26, "T"), format!("NM_{gene}.2 c.16C>T p.Leu6Phe"), "{way}");
            assert_eq!(snv(27, "C"), format!("NM_{gene}.2 c.17T>C p.Leu6Pro"), "{way}");
            assert_eq!(snv(41, "C"), format!("NM_{gene}.2 c.31T>C p.Ter11GlnextTer?"), "{way}");
            assert_eq!(snv(5, "T"), format!("NM_{gene}.2 c.-6G>T "), "{way}");
            assert_eq!(snv(45, "T"), format!("NM_{gene}.2 c.*2C>T "), "{way}");
            // The first base of the first intron: GT on the strand of the gene.
            let edge = at(exons, reverse, 26);
            let donor = if reverse { edge - 1 } else { edge + 1 };
            let v = variant(Assembly::GRCh38, contig, donor, &base(donor), &turn("A"));
            assert_eq!(named(&pack, &v), format!("NM_{gene}.2 c.16+1G>A "), "{way}");
            let wrong = variant(Assembly::GRCh38, contig, at(exons, reverse, 15), &turn("C"), &turn("A"));
            assert_eq!(named(&pack, &wrong), format!("{gene}: reference base differs from the assembly"));
            // Context for signatures: the base with its neighbours on the plus strand.
            let p = at(exons, reverse, 15) as usize;
            let around = pack.context(&variant(Assembly::GRCh38, contig, p as u32, "A", "C")).expect("known");
            assert_eq!(around, bases[p - 2..=p]);
        }
    }
}

#[test]
fn grch37_is_served_only_where_both_assemblies_are_in_one_piece() {
    let g = genome();
    let blocks = Blocks::read("1\t1101\t101\t700\n2\t101\t101\t250\n2\t401\t401\t300\n");
    let (pack, origin) = pack(&both("ensembl", &g), &g, &blocks);
    assert_eq!(origin.on_grch37, 1);
    let p = at(&g.plus, false, 15);
    assert_eq!(
        named(&pack, &variant(Assembly::GRCh37, "1", p + 1000, "A", "C")),
        "NM_PLUS.2 c.5A>C p.Lys2Thr"
    );
    let lifted = pack.lift(&variant(Assembly::GRCh37, "1", p + 1000, "A", "C"), Assembly::GRCh38);
    assert_eq!(lifted, Some(variant(Assembly::GRCh38, "1", p, "A", "C")));
    // The minus gene lies over a gap: said so, and what covers it.
    let p = at(&g.minus, true, 15);
    let mut report = GenomeReport {
        assembly: Some(Assembly::GRCh37),
        variants: vec![crate::CalledVariant::new(
            variant(Assembly::GRCh37, "2", p, "T", "G"),
            Origin::Unknown,
            1,
        )],
        ..GenomeReport::default()
    };
    pack.annotate(&mut report);
    let why = report.variants[0].interpretation.not_interpreted.as_deref().expect("a reason");
    assert!(why.contains("could be placed on GRCh37") && why.contains("GRCh38 covers more"), "{why}");
    // Stretches to keep of a whole genome come from the file, without reading a gene.
    let here = pack.regions(Assembly::GRCh38);
    assert!(here.iter().any(|(c, a, b)| c.as_str() == "2" && (*a..=*b).contains(&p)));
}

#[test]
fn the_shipped_pack_wins_where_it_has_the_sequence() {
    let g = genome();
    let text = annotation("ensembl", "1", "FIX1", &g.plus, false)
        + &annotation("ensembl", "2", "FIX2", &g.minus, true);
    let (pack, _) = pack(&text, &g, &Blocks::default());
    let p = at(&g.plus, false, 15);
    assert_eq!(
        pack.predict(&variant(Assembly::GRCh38, "1", p, "A", "C")).expect_err("not the site's").to_string(),
        "gene outside the transcript pack"
    );
    // FIX2 has exons and no sequence in the shipped part: the site's sequence counts, and its exons stay for GRCh37.
    let p = at(&g.minus, true, 15);
    assert_eq!(named(&pack, &variant(Assembly::GRCh38, "2", p, "T", "G")), "NM_FIX2.2 c.5A>C p.Lys2Thr");
    let shipped = pack.predict(&variant(Assembly::GRCh37, "8", 105, "AC", "A")).expect("exons");
    assert!(!shipped.of_site && shipped.gene == "FIX2");
    assert_eq!(pack.protein("FIX2").expect("known").residues, Some(10));
    assert!(pack.placed_genes().eq(["FIX1", "FIX2"]));
}

#[test]
fn files_that_do_not_fit_are_refused_with_place_and_hint() {
    let g = genome();
    let text = both("ensembl", &g);
    let fails = |text: &str, fasta: &[(&str, &[u8])]| {
        let error = built(text, fasta, &Blocks::default()).map(|_| ()).expect_err("refused");
        assert!(!error.hint().is_empty());
        (error.code(), error.to_string())
    };
    let whole: [(&str, &[u8]); 2] = [("1", &g.one), ("2", &g.two)];
    let (code, words) = fails(&text, &whole[..1]);
    assert_eq!(code, "reference.no_contig");
    assert!(words.contains("chromosome 2, on which 1 MANE transcripts"), "{words}");
    assert_eq!(fails(&text, &[]).0, "reference.no_sequence");
    assert_eq!(fails(&text, &[("1", &g.one[..300]), whole[1]]).0, "reference.short_contig");
    let (code, words) = fails(&text.replace("MANE_Select", "MANE_Other"), &whole);
    assert_eq!(
        (code, words.as_str()),
        ("reference.no_mane", "the annotation has 2 transcripts and none with the tag MANE_Select")
    );
    let (code, words) = fails("chr1\tx\texon\t1\n", &whole);
    assert_eq!((code, words.as_str()), ("reference.line", "line 1 of the MANE file: 4 columns instead of 9"));
    assert_eq!(
        fails(&both("refseq", &g).replace("NC_000001.11", "NC_000001.10"), &whole).0,
        "reference.wrong_assembly"
    );
    // One base further: nothing reads any more.
    let shifted: Vec<u8> = [b"A", g.one.as_slice()].concat();
    let other: Vec<u8> = [b"A", g.two.as_slice()].concat();
    assert_eq!(fails(&text, &[("1", &shifted), ("2", &other)]).0, "reference.does_not_read");
    // The fixture pack knows chromosome 9 of both assemblies: other bases there are another assembly.
    let nine = vec![b'A'; 6000];
    let (code, words) = fails(&text, &[whole[0], whole[1], ("9", &nine)]);
    assert_eq!(code, "reference.wrong_assembly");
    assert!(words.contains("the first: chr9:50"), "{words}");
}

#[test]
fn a_first_coding_row_inside_a_codon_is_left_out_and_counted() {
    let g = genome();
    let text = both("ensembl", &g);
    let first = coding(&g.plus, false, 43)[0];
    let row = |phase: u32| format!("CDS\t{}\t{}\t.\t+\t{phase}", first.0, first.1);
    assert!(text.contains(&row(0)));
    let (pack, origin) = pack(&text.replace(&row(0), &row(2)), &g, &Blocks::default());
    assert_eq!(origin.transcripts, 1);
    assert!(origin.left_out[0].0.contains("inside a codon") && origin.left_out[0].1 == 1);
    assert!(pack.site().is_some_and(|s| s.transcripts == 1));
}
