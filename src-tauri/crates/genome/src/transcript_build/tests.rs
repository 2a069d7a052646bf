//! The builder on two invented records: one gene on the minus strand of GRCh37 with a base that the assembly
//! has and the record lacks, and one from Ensembl exons alone.

use super::*;
use crate::{Assembly, ConsequencePredictor, Contig, Position, TranscriptPack, Variant};

/// Flanks of 40 around exon 1 (UTR `CC`, `ATGAAAGTG`), an intron of 80 and exon 2 (`GAGTGCTAA`, UTR `GG`).
fn record_sequence() -> String {
    let pad = |n: usize| "TGCA".repeat(n);
    format!("{}CCATGAAAGTG{}GAGTGCTAAGG{}", pad(10), format_args!("GT{}AG", "AC".repeat(38)), pad(10))
}

fn record() -> String {
    let cdna = "CCATGAAAGTGGAGTGCTAAGG";
    // The record is 182 bases long. GRCh37 has one base more in the first flank (after base 5).
    format!(
        r#"{{"LRG_T": {{"gene": "GENE1",
        "mappings": {{
          "GRCh37": {{"chrom": "2", "spans": [{{"lrg": [1, 182], "ref": [1001, 1183], "strand": -1, "diffs": [
             {{"type": "other_ins", "lrg_start": 5, "lrg_end": 6, "lrg_sequence": "-", "other_sequence": "G"}}]}}]}},
          "GRCh38": {{"chrom": "2", "spans": [{{"lrg": [1, 182], "ref": [2001, 2182], "strand": 1, "diffs": [
             {{"type": "mismatch", "lrg_start": 46, "lrg_end": 46, "lrg_sequence": "A", "other_sequence": "C"}}]}}]}}}},
        "transcripts": [{{"refseq": ["NM_OTHER.1"], "cdna": "CC", "exons": [[41, 42, 1, 2]], "cds": []}},
          {{"refseq": ["NM_T.2"], "cdna": "{cdna}", "exons": [[41, 51, 1, 11], [132, 142, 12, 22]],
           "cds": [{{"tx": [3, 20]}}]}}]}}}}"#
    )
}

fn build_fixture(json: &str) -> Result<Vec<u8>, BuildError> {
    let fasta = format!(">LRG_T|GENE1|NG|x\n{}\n{}\n", &record_sequence()[..100], &record_sequence()[100..]);
    build(BuildInput {
        lrg_pack: json.as_bytes(),
        lrg_genomic: fasta.as_bytes(),
        coding_only: &[],
        mane: b"#enst_id\tgene_name\trefseq_id\nENST1\tGENE1\tNM_T.9\n",
        msk_isoforms: b"#enst_id\tgene_name\trefseq_id\n",
        ensembl_exons: b"name\tchrom\tstrand\ttxStart\ttxEnd\tcdsStart\tcdsEnd\texonStarts\texonEnds\tgene\n\
            ENST2.1\tchr3\t-\t100\t260\t104\t257\t100,200,\t140,260,\tGENE2\n\
            ENST3.1\tchr3\t+\t900\t950\t900\t900\t900,\t950,\tGENE3\n",
        ensembl_canonical: b"transcript\tgene_id\tgene\nENST2.1\tENSG2\tGENE2\n",
        civic_variants: b"gene\tvariant\tchromosome\tstart\treference_bases\tvariant_bases\trepresentative_transcript\treference_build\thgvs_expressions\n\
            GENE2\tV20I\t3\t210\tC\tT\tENST2.1\tGRCh37\tENST2.1:c.58G>A,NP_2.1:p.Val20Ile\n\
            GENE2\tV30I\t3\t220\tC\tT\tENST2.1\tGRCh37\tNP_2.1:p.Val31Ile\n\
            GENE1\tK2T\t2\t1137\tT\tG\tNM_T.2\tGRCh37\tNP_1.1:p.Lys2Thr\n",
        cancer_biomarkers: b"Gene\tgDNA\tcDNA\tindividual_mutation\tinfo\ttranscript\n\
            GENE2\tchr3:g.230C>A\tc.9G>T\tGENE2:E3D\tcandidate_mnv_variants=chr3:g.230_231delCTinsAG\tENST2\n",
        chain_37_to_38: b"chain 1 3 10000 + 0 10000 3 10000 + 500 10500 1\n10000\n",
        sources: &["invented"],
    })
}

fn named(pack: &TranscriptPack, assembly: Assembly, contig: &str, position: u32, r: &str, a: &str) -> String {
    let variant = Variant {
        assembly,
        contig: Contig::new(contig),
        position: Position::new(position).expect("not zero"),
        reference: r.into(),
        alternate: a.into(),
    };
    match pack.predict(&variant) {
        Ok(p) => format!("{} {} {}", p.gene, p.hgvs_c.unwrap_or_default(), p.hgvs_p.unwrap_or_default()),
        Err(reason) => reason.to_string(),
    }
}

#[test]
fn a_part_is_built_and_read_back() {
    assert_eq!(record_sequence().len(), 182);
    let bytes = build_fixture(&record()).expect("built");
    assert_eq!(bytes, build_fixture(&record()).expect("built again"));
    let pack = TranscriptPack::from_bytes(&bytes).expect("read");
    assert_eq!(pack.genes().collect::<Vec<_>>(), [("GENE1", "NM_T.2")]);
    assert_eq!(pack.sources(), ["invented"]);
    let on37 = |p, r: &str, a: &str| named(&pack, Assembly::GRCh37, "2", p, r, a);
    let on38 = |p, r: &str, a: &str| named(&pack, Assembly::GRCh38, "2", p, r, a);
    // c.5 is base 47 of the record: 1183 - 46 - 1 on the minus strand, 2047 on the plus strand.
    assert_eq!(on37(1136, "T", "G"), "GENE1 c.5A>C p.Lys2Thr");
    assert_eq!(on38(2047, "A", "C"), "GENE1 c.5A>C p.Gln2Pro");
    // GRCh38 has C for the first base of the codon: its own base is the reference.
    assert_eq!(on38(2046, "C", "A"), "GENE1 c.4C>A p.Gln2Lys");
    assert_eq!(on37(1137, "T", "G"), "GENE1 c.4A>C p.Lys2Gln");
    // First base of exon 2 (132) and the splice site before it.
    assert_eq!(on37(1051, "C", "A"), "GENE1 c.10G>T p.Glu4Ter");
    assert_eq!(on37(1052, "C", "T"), "GENE1 c.10-1G>A ");
    assert_eq!(on38(2131, "G", "A"), "GENE1 c.10-1G>A ");
}

#[test]
fn genes_without_a_sequence_have_stated_variants_and_exons() {
    let pack = TranscriptPack::from_bytes(&build_fixture(&record()).expect("built")).expect("read");
    let on = |assembly, p, r: &str, a: &str| named(&pack, assembly, "3", p, r, a);
    assert_eq!(on(Assembly::GRCh37, 210, "C", "T"), "GENE2 c.58G>A p.Val20Ile");
    assert_eq!(on(Assembly::GRCh38, 710, "C", "T"), "GENE2 c.58G>A p.Val20Ile");
    // The name and the HGVS name of that row are two residues: it is not taken.
    assert_eq!(on(Assembly::GRCh37, 220, "C", "T"), "gene without a sequence in the transcript pack");
    assert_eq!(on(Assembly::GRCh37, 230, "CT", "AG"), "GENE2  p.Glu3Asp");
    // Exons 201-260 and 101-140, minus strand, coding from 257 down to 105: 257 is c.1, 201 is c.57.
    assert_eq!(on(Assembly::GRCh37, 240, "CA", "C"), "GENE2 c.17del ");
    assert_eq!(on(Assembly::GRCh37, 200, "C", "T"), "GENE2 c.57+1G>A ");
    // A change that papers name, in a gene without a sequence in the facts; another base there is not named.
    let h3 = |r: &str, a: &str| named(&pack, Assembly::GRCh37, "1", 226_252_135, r, a);
    assert_eq!(h3("A", "T"), "H3-3A c.83A>T p.Lys28Met");
    assert_eq!(h3("A", "C"), "gene outside the transcript pack");
    // GENE3 has no coding sequence: only its place is known.
    assert_eq!(on(Assembly::GRCh37, 910, "C", "T"), "gene without a sequence in the transcript pack");
}

#[test]
fn records_that_contradict_themselves_are_refused() {
    for (from, to) in [
        ("\"ref\": [1001, 1183]", "\"ref\": [1001, 1182]"),
        ("CCATGAAAGTGGAGTGCTAAGG", "CCATGAAAGTGGAGTGCTAAGC"),
        ("\"GRCh38\"", "\"GRCh99\""),
        ("\"LRG_T\"", "\"LRG_U\""),
        ("\"gene\"", "\"name\""),
    ] {
        assert!(record().contains(from));
        assert!(build_fixture(&record().replace(from, to)).is_err(), "{from}");
    }
}
