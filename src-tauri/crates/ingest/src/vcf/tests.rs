use attune_genome::{Consequence, Origin, Zygosity};

use super::*;
use crate::{GenomeOptions, Region, read_genome};

const COLUMNS: &str = "#CHROM POS ID REF ALT QUAL FILTER INFO";

/// A VCF on GRCh38 from lines with blanks for tabs.
fn vcf(meta: &[&str], columns: &str, lines: &[&str]) -> String {
    let mut text = String::from("##fileformat=VCFv4.2\n##contig=<ID=chr7,length=159345973>\n");
    for line in meta {
        text.push_str(line);
        text.push('\n');
    }
    for line in std::iter::once(&columns).chain(lines) {
        text.push_str(&line.replace(' ', "\t"));
        text.push('\n');
    }
    text
}

fn read(text: &str) -> Result<GenomeImport, Refusal> {
    read_with(text, &GenomeOptions::default())
}

fn read_with(text: &str, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let import = read_genome("test.vcf", text.as_bytes(), options)?;
    assert!(import.ledger.adds_up(), "{:?}", import.ledger);
    assert_eq!(import.ledger.total, leaves(text), "leaves of the file");
    Ok(import)
}

/// The counting rule, written a second time and in another way.
fn leaves(text: &str) -> u64 {
    let lines = text.trim_start_matches('\u{feff}').lines().filter(|l| !l.trim().is_empty());
    lines
        .map(|l| if l.starts_with('#') { 1 } else { l.split('\t').filter(|f| !f.is_empty()).count() as u64 })
        .sum()
}

fn codes(import: &GenomeImport) -> Vec<&str> {
    import.findings.iter().filter(|f| f.severity != Severity::Info).map(|f| f.code.as_str()).collect()
}

#[test]
fn a_tumour_and_normal_pair() {
    let text = vcf(
        &[],
        "#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT NORMAL TUMOR",
        &["chr7 140753336 rs113488022 A T 50 PASS . GT:AD:DP 0/0:40,0:40 0/1:69,31:100"],
    );
    let import = read(&text).unwrap();
    assert_eq!((import.assembly, import.version.as_str()), (Some(Assembly::GRCh38), "4.2"));
    assert!(import.assembly_evidence.contains("159345973"), "{}", import.assembly_evidence);
    assert_eq!(import.samples, ["NORMAL", "TUMOR"]);
    assert_eq!(import.report.sample.as_deref(), Some("TUMOR"));
    let v = &import.report.variants[0];
    assert_eq!((v.origin, v.vaf, v.depth, v.zygosity), (Origin::Somatic, Some(0.31), Some(100), None));
    assert_eq!(
        (v.ids.as_slice(), v.filter.as_deref(), v.line),
        (["rs113488022".to_owned()].as_slice(), Some("PASS"), 4)
    );
    assert_eq!(codes(&import), [""; 0]);
}

#[test]
fn line_ends_marks_and_packing_change_nothing() {
    let text = vcf(&[], COLUMNS, &["7 140753336 . A T . PASS ."]);
    let plain = read(&text).unwrap();
    for other in [text.replace('\n', "\r\n"), format!("\u{feff}{text}"), format!("{text}\n\n")] {
        assert_eq!(read(&other).unwrap().report.variants, plain.report.variants);
    }
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, text.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let import = read_genome("x.vcf.gz", packed.as_slice(), &GenomeOptions::default()).unwrap();
    assert_eq!(import.report, plain.report);
    assert_ne!(import.sha256, plain.sha256);
}

#[test]
fn bad_lines_cost_only_themselves() {
    let text = vcf(
        &[],
        COLUMNS,
        &[
            "7 1000 . A T . PASS .",
            "7 x . A T . PASS .",
            "7 1001 . R T . PASS .",
            "7 1002 . A -T . PASS GENE=EGFR",
            "7 0 . A T . PASS .",
            "7 1003 . A T",
            "7 159999999 . A T . PASS .",
            "7 1004 . A T . PASS . extra columns",
            "7 1005 . A T . PASS .",
        ],
    );
    let import = read(&text).unwrap();
    assert_eq!(import.records.len(), 2);
    let at = |code: &str| import.findings.iter().find(|f| f.code == code).map(|f| f.location.clone());
    assert_eq!(at("vcf.position").as_deref(), Some("line 5"));
    assert_eq!(at("vcf.reference_not_bases").as_deref(), Some("line 6"));
    assert_eq!(at("vcf.alternate_not_an_allele").as_deref(), Some("line 7"));
    assert_eq!(at("vcf.too_few_columns").as_deref(), Some("line 9"));
    assert_eq!(at("vcf.beyond_chromosome").as_deref(), Some("line 10"));
    assert_eq!(at("vcf.column_count").as_deref(), Some("line 11"));
    assert_eq!(import.ledger.error, 8 * 5 + 5 + 10);
}

#[test]
fn alleles_in_the_way_of_maf_are_read_and_told() {
    let text = vcf(
        &[],
        COLUMNS,
        &["7 55242465 . GGAATTAAGAGAAGC - . PASS .", "7 1001 . - T . PASS .", "7 1002 . G A/T . . ."],
    );
    let import = read(&text).unwrap();
    let alleles: Vec<_> = import
        .report
        .variants
        .iter()
        .map(|v| (v.variant.reference.as_str(), v.variant.alternate.as_str()))
        .collect();
    assert_eq!(alleles, [("GGAATTAAGAGAAGC", "-"), ("-", "T"), ("G", "A"), ("G", "T")]);
    assert_eq!(import.findings.iter().filter(|f| f.code == "vcf.allele_of_maf").count(), 2);
}

#[test]
fn cut_files_are_refused() {
    let columns = "#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT S1";
    let text =
        vcf(&[], columns, &["7 1000 . A T . PASS DP=5 GT:DP 0/1:5", "7 2000 . A T . PASS DP=5 GT:DP 0/1:5"]);
    let mut accepted = Vec::new();
    for cut in 1..text.len() {
        match read_genome("cut.vcf", &text.as_bytes()[..cut], &GenomeOptions::default()) {
            Ok(import) => {
                let warned = import.findings.iter().any(|f| f.code == "vcf.no_final_line_end");
                accepted
                    .push((text[..cut].rsplit('\n').next().unwrap_or_default().replace('\t', " "), warned));
            }
            Err(r) => assert!(
                ["ingest.truncated", "ingest.kind_unknown"].contains(&r.code.as_str()),
                "{cut}: {r:?}"
            ),
        }
    }
    // Only whole lines are read; one that merely lacks its line end is read with a warning.
    let whole = |line: &str| line.ends_with("0/1:5") || line.is_empty();
    assert!(
        accepted.iter().all(|(line, warned)| whole(line) && (*warned || !line.ends_with("0/1:5"))),
        "{accepted:?}"
    );
    assert_eq!(accepted.len(), 4, "{accepted:?}");
}

#[test]
fn other_files_are_refused_with_a_hint() {
    let cases = [
        ("{\"resourceType\":\"Bundle\"}", "ingest.not_a_genome"),
        ("   \n", "ingest.empty_file"),
        ("\u{1}\u{2}\u{3}", "ingest.kind_unknown"),
        ("Hugo_Symbol\tChromosome\nTP53\t17\n", "ingest.kind_not_read"),
        ("##fileformat=VCFv4.2\n", "ingest.truncated"),
        ("##fileformat=VCFv4.2\n7\t1\t.\tA\tT\t.\t.\t.\n", "vcf.no_column_line"),
        ("##fileformat=VCFv4.2\n#CHROM POS ID REF ALT QUAL FILTER INFO\n", "vcf.blanks_for_tabs"),
    ];
    for (text, code) in cases {
        let refusal = read_genome("x", text.as_bytes(), &GenomeOptions::default()).map(|_| ()).unwrap_err();
        assert_eq!(refusal.code, code);
        assert!(!refusal.hint.is_empty() && !refusal.message.contains('\n'));
    }
}

fn assembly_of(header: &str, lines: &[&str], declared: Option<Assembly>) -> Result<Assembly, String> {
    let body: String = lines.iter().map(|l| l.replace(' ', "\t") + "\n").collect();
    let text = format!("##fileformat=VCFv4.2\n{header}{}\n{body}", COLUMNS.replace(' ', "\t"));
    let options = GenomeOptions { assembly: declared, ..GenomeOptions::default() };
    read_genome("x", text.as_bytes(), &options).map(|i| i.assembly.unwrap()).map_err(|r| r.code)
}

#[test]
fn the_assembly_comes_from_the_file() {
    use Assembly::{GRCh37, GRCh38};
    let line = ["7 1000 . A T . . ."];
    let unknown = "ingest.assembly_unknown";
    assert_eq!(assembly_of("##contig=<ID=1,length=249250621>\n", &line, None), Ok(GRCh37));
    assert_eq!(assembly_of("##reference=hg38\n", &line, None), Ok(GRCh38));
    assert_eq!(assembly_of("##contig=<ID=chr1,assembly=GRCh38.p14>\n", &line, None), Ok(GRCh38));
    assert_eq!(assembly_of("", &line, None), Err(unknown.into()));
    assert_eq!(
        assembly_of("##liftOverChainFile=hg19Tohg38.over.chain.gz\n", &line, None),
        Err(unknown.into())
    );
    assert_eq!(assembly_of("##liftOverFile=/x/hg19.chain\n", &line, None), Err(unknown.into()));
    assert_eq!(assembly_of("", &line, Some(GRCh37)), Ok(GRCh37));
    assert_eq!(assembly_of("", &["NC_000007.14 1000 . A T . . ."], Some(GRCh38)), Ok(GRCh38));
    assert_eq!(assembly_of("", &["7 159200000 . A T . . ."], None), Ok(GRCh38), "beyond the end on GRCh37");
    let hotspots = ["7 140753336 . A T . . .", "12 25245350 . C T . . .", "17 7675088 . C T . . ."];
    assert_eq!(assembly_of("", &hotspots, None), Ok(GRCh38));
    let both = "ingest.assembly_contradiction";
    let beyond = ["7 159200000 . A T . . .", "7 159200001 . A T . . .", "7 159200002 . A T . . ."];
    assert_eq!(assembly_of("##reference=hg19\n", &beyond[..2], None), Ok(GRCh37), "two slips");
    assert_eq!(assembly_of("##reference=hg19\n", &beyond, None), Err(both.into()));
    assert_eq!(assembly_of("", &hotspots, Some(GRCh37)), Err(both.into()));
    assert_eq!(assembly_of("##contig=<ID=1,length=249250621>\n", &hotspots, None), Err(both.into()));
    assert_eq!(
        assembly_of("##contig=<ID=chr1,length=195471971>\n", &line, None),
        Err("ingest.not_human".into())
    );
    assert_eq!(assembly_of("##reference=mm10.fa\n", &line, None), Err("ingest.assembly_not_read".into()));
    assert_eq!(
        assembly_of("##reference=hg38\n", &["scaffold_1 5 . A T . . ."], None),
        Err("ingest.not_human".into())
    );
}

#[test]
fn regions_keep_what_touches_them() {
    let text = vcf(
        &[],
        "#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT S1",
        &[
            "7 500 . A <NON_REF> . . END=999 GT 0/0",
            "7 1000 . A <NON_REF> . . END=2000 GT 0/0",
            "7 2001 . A . . . . GT 0/0",
            "7 2050 . ACGT A . . . GT 0/1",
            "7 3000 . A T . . . GT 0/1",
            "8 1500 . A T . . . GT 0/1",
        ],
    );
    let region = |start, end| Region { contig: attune_genome::Contig::new("7"), start, end };
    let keep = |regions: Vec<Region>| {
        let options = GenomeOptions { keep: Some(regions), ..GenomeOptions::default() };
        let import = read_with(&text, &options).unwrap();
        import.records.iter().map(|r| r.position.get()).collect::<Vec<_>>()
    };
    assert_eq!(keep(vec![region(1500, 1500), region(2052, 2060)]), [1000, 2050]);
    assert_eq!(keep(vec![]), [0; 0]);
}

#[test]
fn genotypes_decide_what_is_a_variant() {
    let text = vcf(
        &["##source=DeepVariant"],
        "#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT S1 S2",
        &[
            "7 10 . A T,C . . . GT 1/2 0/0",
            "7 20 . A T . . . GT 0/0 0/1",
            "7 30 . A T . . . GT ./. 1/1",
            "7 40 . A T,<NON_REF> . . . GT 1/1 0/0",
            "7 50 . A <DEL> . . END=90 GT 0/1 0/0",
            "7 60 . A . . . . GT 0/0 0/0",
        ],
    );
    let first = GenomeOptions { sample: Some("S1".into()), ..GenomeOptions::default() };
    let import = read_with(&text, &first).unwrap();
    let list: Vec<_> =
        import.report.variants.iter().map(|v| (v.variant.position.get(), v.zygosity, v.origin)).collect();
    let het = Some(Zygosity::Heterozygous);
    assert_eq!(
        list,
        [
            (10, het, Origin::Germline),
            (10, het, Origin::Germline),
            (40, Some(Zygosity::Homozygous), Origin::Germline)
        ]
    );
    assert_eq!(import.report.not_interpreted.iter().map(|n| n.count).sum::<usize>(), 2);
    assert_eq!(import.report.structural.len(), 1, "the deletion goes its own way");
    let second =
        read_with(&text, &GenomeOptions { sample: Some("S2".into()), ..GenomeOptions::default() }).unwrap();
    assert_eq!(second.samples, ["S2"]);
    assert_eq!(second.report.variants.iter().map(|v| v.variant.position.get()).collect::<Vec<_>>(), [20, 30]);
    let unknown = read_with(&text, &GenomeOptions { sample: Some("S3".into()), ..GenomeOptions::default() });
    assert_eq!(unknown.map(|_| ()).unwrap_err().code, "vcf.sample_unknown");
}

#[test]
fn the_line_may_state_its_own_origin() {
    let text = vcf(
        &["##source=VarScan2"],
        "#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT NORMAL TUMOR",
        &[
            "7 10 . A T . PASS SS=1 GT:RD:AD:FREQ 0/1:5:5:50% 0/1:5:5:50%",
            "7 20 . A T . PASS SOMATIC;SS=2 GT:RD:AD:FREQ 0/0:9:0:0% 0/1:6:4:40%",
            "7 30 . A T . PASS SS=3 GT:RD:AD:FREQ 0/1:5:5:50% 1/1:0:9:100%",
        ],
    );
    let import = read(&text).unwrap();
    let origins: Vec<_> = import.report.variants.iter().map(|v| v.origin).collect();
    assert_eq!(origins, [Origin::Germline, Origin::Somatic, Origin::Germline]);
    assert_eq!(import.report.variants[1].vaf, Some(0.4));
}

#[test]
fn annotation_of_the_input_is_taken() {
    let csq = "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Consequence annotations from Ensembl VEP. Format: Allele|Consequence|SYMBOL|Feature|HGVSc|HGVSp|MANE_SELECT\">";
    let text = vcf(
        &[csq],
        COLUMNS,
        &[
            "7 140753336 . A T . PASS TVAF=0.31;TDP=120;CSQ=T|missense_variant|BRAF|ENST00000646891|ENST00000646891.2:c.1799T>A|ENSP00000493543.1:p.Val600Glu|NM_004333.6;CLNSIG=Likely_pathogenic",
        ],
    );
    let v = read(&text).unwrap().report.variants.remove(0);
    assert_eq!((v.gene.as_deref(), v.hgvs_p.as_deref()), (Some("BRAF"), Some("p.Val600Glu")));
    assert_eq!(v.consequence, Some(Consequence::MissenseVariant));
    assert_eq!((v.vaf, v.depth, v.annotated_by.as_deref()), (Some(0.31), Some(120), Some("input CSQ")));
    assert_eq!(v.classification.as_deref(), Some("Likely pathogenic"));
}

#[test]
fn a_population_frequency_is_no_allele_fraction() {
    let text = vcf(
        &[],
        "#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT S1",
        &["7 10 . A T . PASS AF=0.5;DP=9 GT 0/1"],
    );
    let v = read(&text).unwrap().report.variants.remove(0);
    assert_eq!((v.vaf, v.depth, v.origin), (None, Some(9), Origin::Unknown));
}

#[test]
fn the_mitochondrion_of_hg19_keeps_its_own_name() {
    for (length, contig) in [(16_571, "NC_001807.4"), (16_569, "MT")] {
        let text = format!(
            "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=249250621>\n##contig=<ID=chrM,length={length}>\n{}\nchrM\t1555\t.\tA\tG\t.\t.\t.\n",
            COLUMNS.replace(' ', "\t")
        );
        assert_eq!(read(&text).unwrap().records[0].contig.as_str(), contig);
    }
}

#[test]
fn duplicates_are_noted() {
    let text = vcf(&[], COLUMNS, &["7 10 . A T . . .", "7 10 . A T . . ."]);
    assert_eq!(codes(&read(&text).unwrap()), ["vcf.duplicate"]);
}

const SV_COLUMNS: &str = "#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT S1";

#[test]
fn structural_records_become_segments_breaks_and_fusions() {
    let text = vcf(
        &[],
        SV_COLUMNS,
        &[
            "17 39700000 cnv1 N <DUP> . PASS SVTYPE=CNV;END=39760000 GT:CN ./.:12",
            "9 21960000 cnv2 N <CNV> . PASS SVTYPE=CNV;END=22000000 GT:TCN:MCN ./.:0:0",
            "9 1000 cnv3 N <CNV> . LowQ SVTYPE=CNV;END=2000 GT:CN ./.:9",
            "2 42295516 b1 G G[2:29223528[ . PASS SVTYPE=BND;MATEID=b2 PR:SR 30,5:20,7",
            "2 29223528 b2 C ]2:42295516]C . PASS SVTYPE=BND;MATEID=b1 PR:SR 30,5:20,7",
            "1 100 d1 N <DEL> . PASS SVTYPE=DEL;END=5000 GT 0/1",
            "1 200 d2 N <DEL> . PASS SVTYPE=DEL;END=5000 GT 0/0",
            "22 42523949 c1 T <CN0>,<CN2> . PASS SVTYPE=CNV;END=42533891 GT 0/2",
            "2 300 f1 G G[2:900[ . PASS SVTYPE=BND;ANN=G[2:900[|gene_fusion|HIGH|EML4&ALK|x GT 0/1",
        ],
    );
    let report = read(&text).unwrap().report;
    assert!(report.variants.is_empty());
    let totals: Vec<_> =
        report.segments.iter().map(|s| (s.contig.as_str(), s.start, s.total, s.minor)).collect();
    assert_eq!(
        totals,
        [
            ("17", 39_700_000, Some(12.0), None),
            ("9", 21_960_000, Some(0.0), Some(0.0)),
            ("22", 42_523_949, Some(3.0), None)
        ]
    );
    assert!(report.not_interpreted.iter().any(|n| n.count == 1 && n.reason.contains("failed its filter")));
    let kinds: Vec<_> = report.structural.iter().map(|s| (s.kind.as_str(), s.reads)).collect();
    assert_eq!(kinds, [("DUP", None), ("BND", Some(12)), ("DEL", None)], "the mate is not a second break");
    assert_eq!(report.structural[1].end.as_ref().unwrap().to_string(), "2:29223528");
    assert_eq!(report.fusions[0].five_prime.as_deref(), Some("EML4"));
    assert_eq!(report.observed().iter().filter(|o| o.alteration.label() == "EML4::ALK fusion").count(), 1);
}

#[test]
fn a_large_file_is_held_to_known_genes_and_annotated_lines() {
    let mut lines: Vec<String> = (0..50).map(|i| format!("7 {} . A T . PASS .", 1_000 + i * 10)).collect();
    lines[3] = "7 1030 . A T . PASS GENE=XYZ;HGVS_P=p.V600E".to_owned();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let meta = ["##INFO=<ID=GENE,Number=1,Type=String,Description=\"x\">"];
    let text = vcf(&meta, COLUMNS, &lines);
    let region = crate::Region { contig: Contig::new("7"), start: 1_400, end: 1_449 };
    let with = |limit| GenomeOptions {
        keep_if_more: Some((limit, vec![region.clone()])),
        ..GenomeOptions::default()
    };
    let all = read_with(&text, &with(100)).unwrap();
    assert_eq!(all.report.variants.len(), 50);
    for limit in [0, 10, 49] {
        let some = read_with(&text, &with(limit)).unwrap();
        let places: Vec<_> = some.report.variants.iter().map(|v| v.variant.position.get()).collect();
        assert_eq!(places, [1030, 1400, 1410, 1420, 1430, 1440], "limit {limit}");
        assert_eq!((some.ledger.total, some.ledger.adds_up()), (all.ledger.total, true));
        assert!(some.report.not_interpreted.iter().any(|n| n.count == 44));
        assert!(some.findings.iter().any(|f| f.code == "vcf.filtered_to_genes"));
    }
}
