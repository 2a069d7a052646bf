//! What each caller writes: the tumour and its normal are found, fraction and depth are those of the right column, the
//! origin is what the file says, and every leaf is accounted for. The files have the header and the layout of their
//! caller; their records are invented.
#![allow(clippy::unwrap_used, reason = "a test may stop at its first surprise")]

use std::io::Write;
use std::path::Path;

use attune_genome::Origin::{self, Germline, Somatic, Unknown};
use attune_ingest::{GenomeImport, GenomeOptions, Role, read_genome};

/// Position, alternate, fraction, fraction in the normal, depth, origin, filter.
type Row = (u32, &'static str, Option<f64>, Option<f64>, Option<u32>, Origin, Option<&'static str>);

const PASS: Option<&str> = Some("PASS");
const V600: u32 = 140_753_336;
const V600_37: u32 = 140_453_136;
const EX19: u32 = 55_174_772;
const KRAS: u32 = 25_245_350;
const TP53: u32 = 7_674_220;
const R175: u32 = 7_675_088;

/// File, sample of the report, its normal, variants.
type Case = (&'static str, Option<&'static str>, Option<&'static str>, Vec<Row>);

fn cases() -> Vec<Case> {
    let braf = |origin, filter| vec![(V600, "T", Some(0.31), None, Some(100), origin, filter)];
    let pair = |normal, origin, filter| vec![(V600, "T", Some(0.31), normal, Some(100), origin, filter)];
    vec![
        (
            "mutect2_pair.vcf",
            Some("P17A"),
            Some("P17B"),
            vec![
                (V600, "T", Some(0.312), Some(0.022), Some(100), Somatic, PASS),
                (EX19, "G", Some(0.171), Some(0.031), Some(60), Somatic, PASS),
                (KRAS, "T", Some(0.066), Some(0.04), Some(40), Somatic, Some("weak_evidence")),
                (TP53, "T", Some(0.25), Some(0.04), Some(40), Unknown, Some("germline")),
                (TP53, "A", Some(0.25), Some(0.04), Some(40), Unknown, Some("germline")),
            ],
        ),
        ("mutect2_tumour_only.vcf", Some("TUM01"), None, braf(Somatic, PASS)),
        (
            "mutect1.vcf",
            Some("S17"),
            Some("S18"),
            vec![(V600_37, "T", Some(0.31), Some(0.0), Some(100), Somatic, PASS)],
        ),
        (
            "strelka2_snv.vcf",
            Some("TUMOR"),
            Some("NORMAL"),
            vec![
                (V600, "T", Some(0.31), Some(0.0), Some(100), Somatic, PASS),
                (TP53, "T", Some(0.25), Some(0.0), Some(40), Somatic, Some("LowEVS")),
                (TP53, "A", Some(0.25), Some(0.0), Some(40), Somatic, Some("LowEVS")),
            ],
        ),
        (
            "strelka2_indel.vcf",
            Some("TUMOR"),
            Some("NORMAL"),
            vec![(EX19, "G", Some(0.25), Some(0.0), Some(85), Somatic, PASS)],
        ),
        (
            "strelka2_germline.vcf",
            Some("NA01"),
            None,
            vec![
                (V600, "T", Some(0.5), None, Some(40), Germline, PASS),
                (KRAS, "T", Some(0.333), None, Some(9), Germline, Some("LowGQX")),
                (EX19, "G", Some(0.5), None, Some(40), Germline, PASS),
            ],
        ),
        (
            "varscan2_somatic.vcf",
            Some("TUMOR"),
            Some("NORMAL"),
            vec![
                (V600, "T", Some(0.31), Some(0.0), Some(100), Somatic, PASS),
                (KRAS, "T", Some(0.475), Some(0.5), Some(40), Germline, PASS),
                (TP53, "T", Some(0.95), Some(0.5), Some(40), Germline, PASS),
            ],
        ),
        (
            "muse.vcf",
            Some("TUMOR"),
            Some("NORMAL"),
            vec![
                (V600, "T", Some(0.31), Some(0.0), Some(100), Somatic, PASS),
                (KRAS, "T", Some(0.05), Some(0.0), Some(40), Somatic, Some("Tier4")),
            ],
        ),
        (
            "radia.vcf",
            Some("DNA_TUMOR"),
            Some("DNA_NORMAL"),
            vec![
                (V600_37, "T", Some(0.31), Some(0.0), Some(100), Somatic, PASS),
                (25_398_281, "T", Some(0.45), Some(0.5), Some(40), Germline, PASS),
            ],
        ),
        (
            "somaticsniper.vcf",
            Some("TUMOR"),
            Some("NORMAL"),
            vec![
                (V600, "T", Some(0.31), Some(0.0), Some(100), Somatic, None),
                (KRAS, "T", Some(0.475), Some(0.5), Some(40), Germline, None),
            ],
        ),
        ("dragen_somatic.vcf", Some("GX01"), Some("GX02"), pair(Some(0.0), Somatic, PASS)),
        (
            "dragen_tumour_only.vcf",
            Some("GX01"),
            None,
            vec![
                (V600, "T", Some(0.31), None, Some(100), Somatic, PASS),
                (KRAS, "T", Some(0.5), None, Some(40), Unknown, PASS),
            ],
        ),
        (
            "dragen_germline.g.vcf",
            Some("NA01"),
            None,
            vec![(V600, "T", Some(0.5), None, Some(40), Germline, PASS)],
        ),
        ("dragen_cnv.vcf", Some("TUM01"), None, vec![]),
        ("dragen_sv.vcf", Some("TUMOR"), Some("NORMAL"), vec![]),
        (
            "deepvariant.g.vcf",
            Some("NA01"),
            None,
            vec![(V600, "T", Some(0.5), None, Some(40), Germline, PASS)],
        ),
        (
            "deepsomatic.vcf",
            Some("TUM01"),
            None,
            vec![
                (V600, "T", Some(0.31), None, Some(100), Somatic, PASS),
                (KRAS, "T", Some(0.5), None, Some(40), Germline, Some("GERMLINE")),
            ],
        ),
        (
            "haplotypecaller.g.vcf",
            Some("NA01"),
            None,
            vec![(V600_37, "T", Some(0.5), None, Some(40), Germline, None)],
        ),
        (
            "freebayes.vcf",
            Some("S1"),
            None,
            vec![
                (V600, "T", Some(0.31), None, Some(100), Unknown, None),
                (EX19, "GA", Some(0.25), None, Some(80), Unknown, None),
            ],
        ),
        (
            "freebayes_pair.vcf",
            Some("TUMOR_X"),
            Some("NORMAL_X"),
            vec![
                (V600, "T", Some(0.31), Some(0.0), Some(100), Somatic, None),
                (R175, "T", Some(0.96), Some(0.5), Some(100), Germline, None),
                (TP53, "A", Some(0.2), None, Some(100), Unknown, None),
                (7_674_230, "A", Some(0.4), Some(0.1), Some(100), Unknown, None),
            ],
        ),
        (
            "tnscope_germline.vcf",
            Some("SX1"),
            Some("SX2"),
            vec![
                (V600, "T", Some(0.31), Some(0.0), Some(100), Somatic, PASS),
                (R175, "T", Some(0.5), Some(0.48), Some(100), Germline, Some("germline_risk")),
                (TP53, "A", Some(0.2), Some(0.02), Some(100), Unknown, Some("germline_risk")),
            ],
        ),
        ("sentieon_tnscope.vcf", Some("SX1"), Some("SX2"), pair(Some(0.0), Somatic, PASS)),
        (
            "sentieon_haplotyper.vcf",
            Some("NA01"),
            None,
            vec![(V600, "T", Some(0.5), None, Some(40), Germline, None)],
        ),
        ("lofreq.vcf", None, None, braf(Unknown, PASS)),
        ("bcftools_dp4.vcf", Some("S1"), None, vec![(V600, "T", Some(0.31), None, Some(104), Unknown, PASS)]),
        ("vcf44.vcf", Some("S1"), None, vec![(V600, "T", Some(0.5), None, Some(40), Unknown, PASS)]),
        ("vcf45.g.vcf", Some("S1"), None, vec![(V600, "T", Some(0.31), None, Some(100), Unknown, PASS)]),
    ]
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new("tests/callers").join(name)).unwrap()
}

/// A block of BGZF (SAM specification, section 4.1).
fn block(bytes: &[u8]) -> Vec<u8> {
    let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    deflate.write_all(bytes).unwrap();
    let body = deflate.finish().unwrap();
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    let mut out = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0".to_vec();
    out.extend(u16::try_from(body.len() + 25).unwrap().to_le_bytes());
    out.extend(body);
    out.extend(crc.sum().to_le_bytes());
    out.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
    out
}

fn read(name: &str, bytes: &[u8]) -> GenomeImport {
    let import = read_genome(name, bytes, &GenomeOptions::default()).unwrap();
    assert!(import.ledger.adds_up(), "{name}: {:?}", import.ledger);
    assert_eq!(import.ledger.error, 0, "{name}: {:?}", import.findings);
    import
}

fn rows(import: &GenomeImport) -> Vec<Row> {
    let short = |f: Option<f64>| f.map(|f| (f * 1000.0).round() / 1000.0);
    let leak = |s: &str| -> &'static str { Box::leak(s.to_owned().into_boxed_str()) };
    let variants = import.report.variants.iter();
    variants
        .map(|v| {
            let filter = v.filter.as_deref().map(leak);
            let (fraction, normal) = (short(v.vaf), short(v.file.normal_vaf));
            (
                v.variant.position.get(),
                leak(&v.variant.alternate),
                fraction,
                normal,
                v.depth,
                v.origin,
                filter,
            )
        })
        .collect()
}

/// The counting rule, written a second time.
fn leaves(text: &str) -> u64 {
    let lines = text.lines().filter(|l| !l.trim().is_empty());
    lines
        .map(|l| if l.starts_with('#') { 1 } else { l.split('\t').filter(|f| !f.is_empty()).count() as u64 })
        .sum()
}

#[test]
fn each_caller_is_read_as_it_writes() {
    for (name, sample, normal, expected) in cases() {
        let bytes = bytes(name);
        let import = read(name, &bytes);
        assert_eq!(import.ledger.total, leaves(&String::from_utf8(bytes).unwrap()), "{name}");
        assert_eq!(import.report.sample.as_deref(), sample, "{name}");
        let role = |wanted| {
            let mut hits = import.roles.iter().filter(|r| r.role == wanted);
            hits.next().map(|r| r.name.as_str())
        };
        assert_eq!(role(Role::Normal), normal, "{name}: {:?}", import.roles);
        assert!(import.undecided.is_empty(), "{name}");
        let found = rows(&import);
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn a_somatic_call_without_a_normal_is_marked() {
    for (name, unmatched) in [
        ("mutect2_pair.vcf", false),
        ("mutect2_tumour_only.vcf", true),
        ("dragen_tumour_only.vcf", true),
        ("deepsomatic.vcf", true),
        ("strelka2_snv.vcf", false),
    ] {
        let import = read(name, &bytes(name));
        let somatic = import.report.variants.iter().find(|v| v.origin == Somatic).unwrap();
        assert_eq!(somatic.file.unmatched, unmatched, "{name}");
    }
    // The normal was cut out of the file afterwards: its header still says that the calls were made against it.
    let text = String::from_utf8(bytes("mutect2_tumour_only.vcf")).unwrap();
    let text = text.replace("##tumor_sample=TUM01", "##tumor_sample=TUM01\n##normal_sample=NORM01");
    assert!(!read("x.vcf", text.as_bytes()).report.variants[0].file.unmatched);
}

#[test]
fn a_germline_variant_has_the_genotype_of_the_normal() {
    let import = read("freebayes_pair.vcf", &bytes("freebayes_pair.vcf"));
    let tp53 = import.report.variants.iter().find(|v| v.variant.position.get() == R175).unwrap();
    assert_eq!(
        tp53.zygosity,
        Some(attune_genome::Zygosity::Heterozygous),
        "1/1 in the tumour: the other allele is lost"
    );
    let somatic = import.report.variants.iter().find(|v| v.variant.position.get() == V600).unwrap();
    assert_eq!(somatic.zygosity, None);
}

#[test]
fn packing_and_line_ends_change_nothing() {
    for (name, ..) in cases() {
        let plain = bytes(name);
        let expected = read(name, &plain).report;
        let mut windows = b"\xef\xbb\xbf".to_vec();
        windows.extend(String::from_utf8(plain.clone()).unwrap().replace('\n', "\r\n").bytes());
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(&plain).unwrap();
        let (first, second) = plain.split_at(plain.len() / 2);
        let bgz = [block(first), block(second), block(b"")].concat();
        for packed in [windows, gz.finish().unwrap(), bgz] {
            assert_eq!(read(name, &packed).report, expected, "{name}");
        }
    }
}

#[test]
fn copy_number_breaks_and_repeats_are_what_they_are() {
    let cnv = read("dragen_cnv.vcf", &bytes("dragen_cnv.vcf")).report;
    let segments: Vec<_> =
        cnv.segments.iter().map(|s| (s.contig.as_str(), s.end, s.total, s.minor)).collect();
    assert_eq!(
        segments,
        [
            ("17", 39_800_000, Some(12.0), Some(1.0)),
            ("17", 8_000_000, Some(2.0), Some(0.0)),
            ("12", 1_000_000, Some(2.0), Some(1.0))
        ],
        "the failed loss is counted and not listed"
    );
    assert!(cnv.not_interpreted.iter().any(|n| n.count == 1 && n.reason.contains("failed its filter")));
    assert_eq!(cnv.biomarkers.purity.as_ref().map(|(p, _)| *p), Some(0.65));
    assert_eq!(cnv.biomarkers.ploidy.as_ref().map(|(p, _)| *p), Some(2.1));

    let sv = read("dragen_sv.vcf", &bytes("dragen_sv.vcf")).report;
    let breaks: Vec<_> = sv.structural.iter().map(|s| (s.kind.as_str(), s.reads)).collect();
    assert_eq!(breaks, [("BND", Some(12)), ("DEL", Some(12))], "reads of the tumour, the mate once");

    let new = read("vcf44.vcf", &bytes("vcf44.vcf")).report;
    assert_eq!(new.segments.iter().map(|s| (s.end, s.total)).collect::<Vec<_>>(), [(39_800_000, Some(4.0))]);
    let repeat = &new.structural[1];
    assert_eq!((repeat.kind.as_str(), repeat.detail.as_deref()), ("tandem repeat", Some("CAG x 45.3")));
    assert_eq!(new.variants[0].classification.as_deref(), Some("Likely pathogenic, low penetrance"));

    let newest = read("vcf45.g.vcf", &bytes("vcf45.g.vcf"));
    assert_eq!(newest.records[1].end.get(), 140_753_400, "the block has its length in FORMAT");
    assert_eq!(newest.report.segments[0].end, 39_800_000, "the deletion has its length in INFO");
}

#[test]
fn samples_without_a_role_are_asked_for() {
    let header = "##fileformat=VCFv4.2\n##contig=<ID=chr7,length=159345973>\n";
    let line =
        |n: u32, a: &str, b: &str| format!("chr7\t{}\t.\tA\tT\t.\tPASS\t.\tGT:AD\t{a}\t{b}\n", 1000 + n);
    let (carried, free) = ("0/1:20,20", "0/0:40,0");
    let file = |source: &str, rows: Vec<String>| {
        let columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tL1\tL2\n";
        read("x.vcf", format!("{header}{source}{columns}{}", rows.concat()).as_bytes())
    };
    let both = |source| file(source, (0..12).map(|n| line(n, carried, free)).collect());
    let open = both("");
    assert_eq!(open.report.variants.len(), 0, "nothing is listed before a person has chosen");
    assert_eq!(open.undecided.iter().map(|r| r.variants.len()).collect::<Vec<_>>(), [12, 0]);
    assert_eq!(open.undecided[0].variants[0].vaf, Some(0.5));
    assert_eq!(open.roles[0].role, Role::Tumour, "the calls show it, and a person is asked");
    assert!(open.roles[0].why.contains("12"), "{:?}", open.roles);
    let somatic = both("##source=Mutect2\n");
    assert_eq!(somatic.report.sample.as_deref(), Some("L1"));
    assert_eq!(somatic.report.variants[0].file.normal_vaf, Some(0.0));
    assert!(
        somatic.findings.iter().any(|f| f.code == "vcf.several_samples" && f.severity.name() == "warning")
    );
    let relatives = file(
        "##source=Mutect2\n",
        (0..12).map(|n| line(n, carried, if n % 2 == 0 { carried } else { free })).collect(),
    );
    assert_eq!(relatives.report.sample, None, "the calls do not tell the two apart");
    let chosen = GenomeOptions { sample: Some("L2".into()), ..GenomeOptions::default() };
    let text = format!(
        "{header}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tL1\tL2\n{}",
        line(1, free, carried)
    );
    let import = read_genome("x.vcf", text.as_bytes(), &chosen).unwrap();
    assert_eq!((import.report.sample.as_deref(), import.report.variants.len()), (Some("L2"), 1));
}
