//! Tables as their programs and laboratories write them, one small file of our own each, and the exact values read.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at its first surprise")]

use std::path::Path;

use attune_genome::{Assembly, Consequence, GenomeReport, Origin};
use attune_ingest::{FileKind, GenomeImport, GenomeOptions, read_genome};

fn with(name: &str, options: &GenomeOptions) -> GenomeImport {
    let bytes = std::fs::read(Path::new("tests/tables").join(name)).unwrap();
    let import = read_genome(name, bytes.as_slice(), options).unwrap();
    assert!(import.ledger.adds_up(), "{name}: {:?}", import.ledger);
    import
}

/// A file in which every record must be read.
fn read(name: &str) -> GenomeImport {
    let import = with(name, &GenomeOptions::default());
    assert_eq!(import.ledger.error, 0, "{name}: {:?}", import.findings);
    import
}

fn on(name: &str, assembly: Assembly) -> GenomeImport {
    with(name, &GenomeOptions { assembly: Some(assembly), ..GenomeOptions::default() })
}

fn has_finding(import: &GenomeImport, code: &str) -> bool {
    import.findings.iter().any(|f| f.code == code)
}

/// Contig, start, end, total, minor, log2.
type Stretch = (String, u32, u32, Option<f64>, Option<f64>, Option<f64>);

fn stretches(import: &GenomeImport) -> Vec<Stretch> {
    let list = import.report.segments.iter();
    list.map(|s| (s.contig.clone(), s.start, s.end, s.total, s.minor, s.log2)).collect()
}

fn labels(report: &GenomeReport) -> Vec<String> {
    report.observed().iter().filter(|o| o.counts()).map(|o| o.alteration.label()).collect()
}

const EGFR: (u32, u32) = (54_900_000, 55_300_000);
const CDKN2A: (u32, u32) = (21_900_000, 22_100_000);

#[test]
fn segments_by_their_ratio() {
    for (name, sample, assembly) in [
        ("gatk.modelFinal.seg", Some("T17"), Some(Assembly::GRCh38)),
        ("gatk.called.seg", Some("T17"), Some(Assembly::GRCh38)),
        ("gatk.called.igv.seg", Some("T17"), None),
        ("cnvkit.cns", None, None),
        ("dnacopy_rownames.seg", Some("T17"), None),
    ] {
        let import = read(name);
        assert_eq!(import.kind, FileKind::Segments, "{name}");
        assert_eq!((import.report.sample.as_deref(), import.assembly), (sample, assembly), "{name}");
        let found = stretches(&import);
        let short = |n: Option<f64>| n.map(|n| (n * 100.0).round() / 100.0);
        let two: Vec<_> = found.iter().take(2).map(|s| (s.0.as_str(), s.1, s.2, s.3, short(s.5))).collect();
        let expected = [("7", EGFR.0, EGFR.1, None, Some(1.92)), ("9", CDKN2A.0, CDKN2A.1, None, Some(-3.2))];
        assert_eq!(two, expected, "{name}");
    }
    let called = read("gatk.called.seg");
    assert_eq!(stretches(&called)[2].5, None, "the caller calls it neutral, our rule would call it a gain");
    assert!(has_finding(&called, "segments.called_neutral"));
    assert!(called.assembly_evidence.contains("chr1 has length 248956422"), "{}", called.assembly_evidence);
}

#[test]
fn segments_with_copies_of_each_allele() {
    for (name, sample, minor) in [
        ("cnvkit.call.cns", None, Some(1.0)),
        ("gdc.ascat2.seg.txt", Some("a1b2"), Some(1.0)),
        ("sequenza.txt", None, Some(1.0)),
        ("ascat.segments.txt", Some("T17"), Some(1.0)),
        ("facets.tsv", None, Some(1.0)),
        ("control_freec.txt", None, None),
    ] {
        let import = read(name);
        assert_eq!((import.kind, import.report.sample.as_deref()), (FileKind::Segments, sample), "{name}");
        let found = stretches(&import);
        let first = &found[0];
        assert_eq!(
            (first.0.as_str(), first.1, first.2, first.3, first.4),
            ("7", EGFR.0, EGFR.1, Some(14.0), minor),
            "{name}"
        );
        match found[1].0.as_str() {
            "9" => assert_eq!(found[1].3, Some(0.0), "{name}"),
            other => assert_eq!((other, found[1].3), ("X", Some(1.0)), "{name}"),
        }
    }
    let purple = read("purple.cnv.somatic.tsv");
    assert_eq!((stretches(&purple)[0].3, stretches(&purple)[0].4), (Some(13.8), Some(0.97)));
    assert_eq!(stretches(&purple)[1].3, Some(0.0), "estimates a little below zero are none");
}

#[test]
fn what_is_no_segment_names_no_event() {
    for name in ["gatk.denoisedCR.tsv", "cnvkit.cnr"] {
        let import = read(name);
        assert!(import.report.segments.is_empty() && has_finding(&import, "segments.bins"), "{name}");
        assert!(import.ledger.kept_raw > 0);
    }
    let import = read("copies_as_mean.seg");
    assert!(has_finding(&import, "segments.ratio_not_logarithmic"));
    assert!(import.report.segments.iter().all(|s| s.log2.is_none()), "a copy number is no logarithm");
}

#[test]
fn genes_with_copies_ratios_and_words() {
    let placed = read("gene_level_placed.tsv");
    assert_eq!(placed.kind, FileKind::CopyNumber);
    assert_eq!(labels(&placed.report), ["EGFR amplification", "CDKN2A deletion"]);
    let tp53 = &placed.report.copy_number[2];
    assert_eq!(
        (tp53.gene.as_str(), tp53.event.as_str(), tp53.copies),
        ("TP53", "loss", Some(1.0)),
        "one copy is left"
    );
    assert_eq!(placed.report.copy_number[0].segment.as_ref().unwrap().start, 55_019_016);
    assert_eq!(placed.report.copy_number.len(), 3, "KRAS is neutral");

    let metrics = read("cnvkit.genemetrics.tsv");
    assert_eq!(
        (metrics.kind, labels(&metrics.report)),
        (FileKind::CopyNumber, vec!["EGFR amplification".to_owned(), "CDKN2A deletion".to_owned()])
    );
    let words = read("gene_level.csv");
    assert_eq!(labels(&words.report), ["MYC amplification"]);
    assert_eq!(
        words.report.copy_number.iter().map(|c| c.event.as_str()).collect::<Vec<_>>(),
        ["amplification", "gain"]
    );
    assert!((words.report.copy_number[0].log2.unwrap() - 5.2f64.log2()).abs() < 1e-9);
    let status = read("gene_status.tsv");
    assert_eq!(labels(&status.report), ["MET amplification", "CDKN2A deletion"]);
    let fold = read("gene_fold.tsv");
    assert_eq!(labels(&fold.report), ["ERBB2 amplification", "CDKN2A deletion"]);

    let gistic = with(
        "all_data_by_genes.txt",
        &GenomeOptions { sample: Some("T17".into()), ..GenomeOptions::default() },
    );
    assert_eq!(labels(&gistic.report), ["EGFR amplification", "CDKN2A deletion"]);
    assert!(gistic.findings.iter().any(|f| f.message.contains("GISTIC")));
    assert!(read("unknown_values.txt").report.copy_number.is_empty());
}

#[test]
fn the_own_tables_of_varscan() {
    let import = on("varscan.snp", Assembly::GRCh38);
    assert_eq!((import.kind, import.ledger.error), (FileKind::CallTable, 0));
    let rows: Vec<_> = import
        .report
        .variants
        .iter()
        .map(|v| (v.variant.position.get(), v.vaf, v.depth, v.file.normal_vaf, v.origin))
        .collect();
    assert_eq!(
        rows,
        [
            (140_753_336, Some(0.31), Some(100), Some(0.0), Origin::Somatic),
            (25_245_350, Some(0.475), Some(40), Some(0.5), Origin::Germline),
            (7_674_220, Some(0.95), Some(40), Some(0.5), Origin::Unknown),
        ]
    );
    let indels = on("varscan.indel", Assembly::GRCh38);
    let alleles: Vec<_> = indels
        .report
        .variants
        .iter()
        .map(|v| (v.variant.reference.as_str(), v.variant.alternate.as_str()))
        .collect();
    assert_eq!(alleles, [("AGGAATTAAGAGAAGC", "A"), ("G", "GGCATACGTGATG")]);
    let bytes = std::fs::read("tests/tables/varscan.snp").unwrap();
    let refusal = read_genome("varscan.snp", bytes.as_slice(), &GenomeOptions::default()).unwrap_err();
    assert_eq!(refusal.code, "ingest.assembly_unknown");
}

#[test]
fn fusions_of_each_generation() {
    for (name, fusion, reads, frame) in [
        ("star_fusion_v1.tsv", "EML4::ALK fusion", Some(31), None),
        ("star_fusion.tsv", "TPM3::NTRK1 fusion", Some(12), None),
        ("arriba_v1.tsv", "BCR::ABL1 fusion", Some(65), Some("in-frame")),
        ("arriba_v2.tsv", "FGFR3::TACC3 fusion", Some(28), Some("in-frame")),
        ("fusioncatcher.txt", "KIF5B::RET fusion", Some(36), Some("in-frame")),
        ("data_fusions.txt", "EML4::ALK fusion", None, Some("in-frame")),
        ("data_SV_first.txt", "TMPRSS2::ERG fusion", Some(44), None),
        ("data_sv.txt", "EML4::ALK fusion", Some(21), Some("in-frame")),
        ("jaffa.csv", "CCDC6::RET fusion", Some(21), None),
    ] {
        let import = read(name);
        assert_eq!(import.kind, FileKind::Fusions, "{name}");
        assert_eq!(labels(&import.report), [fusion], "{name}");
        let f = &import.report.fusions[0];
        assert_eq!((f.reads, f.frame.as_deref()), (reads, frame), "{name}");
    }
    let place = |name: &str| {
        let import = read(name);
        let f = &import.report.fusions[0];
        [&f.five_prime_break, &f.three_prime_break].map(|b| b.as_ref().unwrap().to_string())
    };
    assert_eq!(place("star_fusion_v1.tsv"), ["2:42295516", "2:29223528"]);
    assert_eq!(place("data_SV_first.txt"), ["21:42880008", "21:39947671"]);
    assert_eq!(place("jaffa.csv"), ["10:59906122", "10:43114480"]);
    let doubt = |name: &str| read(name).report.fusions[1].doubt.clone().unwrap_or_default();
    assert!(doubt("star_fusion.tsv").contains("GTEx_recurrent"), "seen in healthy tissue");
    assert!(doubt("fusioncatcher.txt").contains("readthrough"));
    assert!(doubt("arriba_v2.tsv").contains("partner is not named"));
    assert!(has_finding(&read("data_fusions.txt"), "fusion.listed_twice"));
    let sv = read("data_sv.txt");
    assert_eq!((sv.assembly, sv.report.structural.len()), (Some(Assembly::GRCh37), 1));
    assert_eq!(sv.report.structural[0].detail.as_deref(), Some("EGFRvIII"));
}

#[test]
fn expression_has_a_unit_or_says_that_it_has_none() {
    for (name, unit, value) in [
        ("gdc.star_counts.tsv", Some("TPM"), 812.5),
        ("rsem.genes.results", Some("TPM"), 512.5),
        ("feature_counts.txt", Some("reads"), 9000.0),
        ("mrna_zscores.txt", Some("z-score"), 4.21),
        ("plain_expression.txt", None, 812.5),
    ] {
        let import = read(name);
        assert_eq!(import.kind, FileKind::Expression, "{name}");
        let expression = &import.report.expression;
        assert_eq!(expression.unit.as_deref(), unit, "{name}");
        assert_eq!(
            (expression.values[0].gene.as_str(), expression.values[0].value),
            ("ERBB2", value),
            "{name}"
        );
        let doubted = import.findings.iter().any(|f| f.message.contains("unit not stated"));
        assert_eq!(doubted, unit.is_none(), "{name}");
    }
    assert_eq!(read("gdc.star_counts.tsv").ledger.ignored_by_rule["expression.reads_outside_genes"], 8);
}

#[test]
fn mafs_of_each_kind() {
    let gdc = read("gdc_v1.maf");
    assert_eq!((gdc.version.as_str(), gdc.assembly), ("gdc-1.0.0", Some(Assembly::GRCh38)));
    let v = &gdc.report.variants;
    assert_eq!(
        (v[0].vaf, v[0].depth, v[0].file.normal_vaf, v[0].filter.as_deref()),
        (Some(0.31), Some(100), Some(0.0), Some("PASS"))
    );
    assert_eq!(
        (v[0].hgvs_p.as_deref(), v[0].classification.as_deref()),
        (Some("p.Val600Glu"), Some("pathogenic"))
    );
    assert_eq!(
        (v[1].variant.alternate.as_str(), v[1].filter.as_deref(), v[1].file.normal_vaf),
        ("TT", Some("panel_of_normals"), None)
    );
    assert_eq!(v[1].consequence, Some(Consequence::MissenseVariant));

    let second = read("gdc_v2.maf");
    let v = &second.report.variants[0];
    assert_eq!((second.version.as_str(), v.vaf, v.depth), ("gdc-2.0.0", Some(0.25), Some(80)));
    assert_eq!(
        v.origin,
        Origin::Unknown,
        "the public files of the second generation have no Mutation_Status"
    );

    let minimal = read("cbioportal_minimal.txt");
    assert_eq!(minimal.report.named.len(), 3);
    assert!(labels(&minimal.report).contains(&"PIK3CA H1047R".to_owned()));

    let odd = read("oddities.maf");
    assert_eq!(odd.assembly, Some(Assembly::GRCh37));
    let v = &odd.report.variants;
    let alleles: Vec<_> =
        v.iter().map(|v| (v.variant.position.get(), v.variant.alternate.as_str(), v.vaf, v.origin)).collect();
    assert_eq!(
        alleles,
        [
            (140_453_136, "T", Some(0.31), Origin::Unknown),
            (55_242_465, "-", Some(0.25), Origin::Unknown),
            (7_577_538, "T", None, Origin::Unknown),
            (25_398_284, "G", None, Origin::Germline),
            (25_398_284, "A", None, Origin::Germline),
        ]
    );
    assert_eq!(read("maf.csv").report.variants[0].vaf, Some(0.31));
}

#[test]
fn coverage_tables_say_what_was_looked_at() {
    for (name, placed, fails) in [
        ("mosdepth.thresholds.bed", true, Some("KRAS")),
        ("picard.per_target.tsv", true, Some("KRAS")),
        ("gatk.sample_gene_summary", false, Some("KRAS")),
        ("gatk.sample_interval_summary", true, None),
        ("gene_coverage.csv", false, Some("KRAS")),
        ("gene_coverage_fraction.tsv", false, Some("KRAS")),
    ] {
        let import = read(name);
        assert_eq!(import.kind, FileKind::Coverage, "{name}");
        let rows = &import.report.depths;
        assert_eq!(rows[0].place.is_some(), placed, "{name}");
        if placed {
            assert_eq!(rows[0].place, Some(("7".to_owned(), 140_753_275, 140_753_393)), "{name}");
        }
        assert!(rows[0].proves(100), "{name}: {:?}", rows[0]);
        assert_eq!(rows.iter().find(|r| !r.proves(100)).and_then(|r| r.gene.as_deref()), fails, "{name}");
    }
    let mean = read("mosdepth.regions.bed");
    assert_eq!((mean.kind, mean.report.depths.len()), (FileKind::Coverage, 2), "the first line is no header");
    assert_eq!(
        (mean.report.depths[0].mean, mean.report.depths[0].gene.as_deref()),
        (Some(412.51), Some("BRAF"))
    );
    assert!(!mean.report.depths[0].proves(100), "a mean proves no base");
}

#[test]
fn a_segment_with_two_states_has_none() {
    let import = read("battenberg_subclones.txt");
    let found = stretches(&import);
    assert_eq!((found[0].3, found[0].4), (Some(14.0), Some(1.0)));
    assert_eq!((found[1].3, found[1].4), (None, None), "60 % of the cells are not the tumour");
    assert!(has_finding(&import, "segments.subclonal"));
}

#[test]
fn a_fusion_out_of_frame_or_with_single_reads_waits_for_a_person() {
    let import = read("doubted_fusions.tsv");
    assert_eq!(labels(&import.report), ["KIF5B::RET fusion"]);
    let doubts: Vec<_> = import.report.fusions.iter().filter_map(|f| f.doubt.as_deref()).collect();
    assert!(doubts[0].starts_with("out of frame") && doubts[1].contains("1 reads"), "{doubts:?}");
}
