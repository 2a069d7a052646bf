//! Tables of genome reports, on small files of our own: what is read, and where each cell went.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at its first surprise")]

use attune_genome::{Assembly, Consequence, GenomeReport, MsiStatus, Origin};
use attune_ingest::{FileKind, GenomeImport, GenomeOptions, Refusal, read_genome};

fn try_read(name: &str, text: &str, sample: Option<&str>) -> Result<GenomeImport, Refusal> {
    let options = GenomeOptions { sample: sample.map(str::to_owned), ..GenomeOptions::default() };
    let import = read_genome(name, text.replace('|', "\t").as_bytes(), &options)?;
    assert!(import.ledger.adds_up(), "{:?}", import.ledger);
    Ok(import)
}

fn read(name: &str, text: &str) -> GenomeImport {
    try_read(name, text, None).unwrap()
}

fn labels(report: &GenomeReport) -> Vec<String> {
    report.observed().iter().filter(|o| o.counts()).map(|o| o.alteration.label()).collect()
}

fn has_finding(import: &GenomeImport, code: &str) -> bool {
    import.findings.iter().any(|f| f.code == code)
}

const MAF: &str = "#version 2.4\n\
Hugo_Symbol|NCBI_Build|Chromosome|Start_Position|End_Position|Strand|Variant_Classification|Variant_Type|Reference_Allele|Tumor_Seq_Allele1|Tumor_Seq_Allele2|dbSNP_RS|Tumor_Sample_Barcode|Mutation_Status|HGVSc|HGVSp_Short|t_ref_count|t_alt_count|My_Column\n\
BRAF|GRCh38|chr7|140753336|140753336|+|Missense_Mutation|SNP|A|A|T|rs113488022|S1|Somatic|c.1799T>A|p.V600E|69|31|x\n\
TP53|GRCh38|chr17|7675088|7675088|+|Odd_Class|SNP|C|C|T||S1|Somatic||p.R175H|.|.|\n\
EGFR|GRCh38|chr7|55174772|55174786|+|In_Frame_Del|DEL|GGAATTAAGAGAAGC|GGAATTAAGAGAAGC|-||S1|Somatic||p.E746_A750del|80|20|\n\
ERBB2|GRCh38|chr17|39724743|39724744|+|In_Frame_Ins|INS|-|-|GCATACGTGATG||S1|Somatic||p.Y772_A775dup|50|50|\n\
MET|GRCh38|chr7|116771992|116771992|+|Splice_Site|SNP|G|G|A||S1|Germline|c.3082+3G>A||10|10|\n";

#[test]
fn a_maf_gives_variants_with_names_reads_and_origin() {
    let import = read("x.maf", MAF);
    assert_eq!((import.kind, import.assembly), (FileKind::Maf, Some(Assembly::GRCh38)));
    assert_eq!((import.version.as_str(), import.samples.as_slice()), ("2.4", ["S1".to_owned()].as_slice()));
    let v = &import.report.variants;
    assert_eq!(v.len(), 5);
    assert_eq!((v[0].vaf, v[0].depth, v[0].origin), (Some(0.31), Some(100), Origin::Somatic));
    assert_eq!((v[0].hgvs_p.as_deref(), v[0].hgvs_c.as_deref()), (Some("p.Val600Glu"), Some("c.1799T>A")));
    assert_eq!(v[1].consequence, None, "an unknown class is no consequence");
    assert!(has_finding(&import, "maf.classification_unknown"));
    assert_eq!((v[2].variant.alternate.as_str(), v[3].variant.reference.as_str()), ("-", "-"));
    assert_eq!(v[4].consequence, Some(Consequence::SpliceDonorVariant));
    assert_eq!(v[4].origin, Origin::Germline);
    assert_eq!(import.report.origin, Origin::Unknown, "both kinds stand in one file");
    let seen = labels(&import.report);
    for label in ["BRAF V600E", "TP53 R175H", "EGFR E746_A750del"] {
        assert!(seen.iter().any(|l| l == label), "{label}: {seen:?}");
    }
    // One cell of a column that is not interpreted, and a finding that names the column.
    assert_eq!((import.ledger.kept_raw, import.ledger.error), (1, 0));
    assert!(
        import.findings.iter().any(|f| f.code == "table.columns_kept_raw" && f.message.contains("My_Column"))
    );
    let cells: usize = MAF.lines().skip(2).map(|l| l.split('|').filter(|c| !c.is_empty()).count()).sum();
    assert_eq!(import.ledger.total, cells as u64 + 1);
}

#[test]
fn a_maf_without_positions_is_read_by_its_names() {
    let text = "Hugo_Symbol|Variant_Classification|Tumor_Sample_Barcode|HGVSp_Short\nKRAS|Missense_Mutation|S1|p.G12C\nPTEN|Nonsense_Mutation|S1|\n|Missense_Mutation|S1|\n";
    let import = read("x.txt", text);
    assert_eq!((import.assembly, import.report.named.len(), import.ledger.error), (None, 2, 2));
    assert!(labels(&import.report).contains(&"KRAS G12C".to_owned()));
    // Positions without a build are not used, the names are.
    let text = "Hugo_Symbol|Chromosome|Start_Position|Reference_Allele|Tumor_Seq_Allele2|HGVSp_Short\nKRAS|12|100|C|A|p.G12C\n";
    let import = read("x.txt", text);
    assert_eq!((import.report.variants.len(), import.report.named.len()), (0, 1));
    assert!(has_finding(&import, "table.assembly_unknown"));
    // Without names nothing is left.
    let text = "Chromosome|Start_Position|Reference_Allele|Tumor_Seq_Allele2\n12|100|C|A\n";
    assert_eq!(try_read("x.txt", text, None).unwrap_err().code, "ingest.assembly_unknown");
}

#[test]
fn builds_that_contradict_each_other_refuse_the_file_and_are_both_named() {
    let two = MAF.replace("BRAF|GRCh38", "BRAF|GRCh37");
    let refusal = try_read("x.maf", &two, None).unwrap_err();
    assert_eq!(refusal.code, "ingest.assembly_contradiction");
    assert!(refusal.message.contains("GRCh37") && refusal.message.contains("GRCh38"), "{refusal}");
    let old = MAF.replacen("GRCh38", "36", 1);
    let refusal = try_read("x.maf", &old, None).unwrap_err();
    assert!(refusal.message.contains("NCBI36") && refusal.message.contains("GRCh38"), "{refusal}");
    // The bases speak too: three positions of GRCh37 under the name of GRCh38.
    let wrong = "Hugo_Symbol|NCBI_Build|Chromosome|Start_Position|Reference_Allele|Tumor_Seq_Allele2\nBRAF|38|7|140453136|A|T\nKRAS|38|12|25398284|C|A\nTP53|38|17|7578406|C|T\n";
    let refusal = try_read("x.maf", wrong, None).unwrap_err();
    assert!(refusal.message.contains("GRCh37") && refusal.message.contains("NCBI_Build 38"), "{refusal}");
}

#[test]
fn several_samples_wait_for_a_choice() {
    let text = MAF.replacen("|S1|", "|S2|", 1);
    let import = read("x.maf", &text);
    assert_eq!((import.undecided.len(), import.report.variants.len()), (2, 0));
    assert!(import.findings.iter().any(|f| f.code == "table.several_samples" && f.message.contains("S2")));
    let import = try_read("x.maf", &text, Some("S2")).unwrap();
    assert_eq!((import.undecided.len(), import.report.variants.len()), (0, 1));
    assert!(import.ledger.ignored_by_rule.contains_key("table.other_sample"));
    let refusal = try_read("x.maf", &text, Some("S9")).unwrap_err();
    assert!(refusal.hint.contains("S1") && refusal.hint.contains("S2"), "{refusal:?}");
}

#[test]
fn copy_number_tables_of_each_kind_name_their_rule() {
    let discrete = "Hugo_Symbol|Entrez_Gene_Id|S1\nERBB2|2064|2\nCDKN2A|1029|-2\nTP53|7157|-1\nMYC|4609|0\nRB1|5925|NA\n";
    let import = read("data_cna.txt", discrete);
    assert_eq!(import.kind, FileKind::CopyNumber);
    assert_eq!(labels(&import.report), ["ERBB2 amplification", "CDKN2A deletion"]);
    assert_eq!(import.report.copy_number.len(), 3, "no change and not tested make no event");

    let log2 = read("data_log2_cna.txt", "Hugo_Symbol|S1\nERBB2|2.31\nCDKN2A|-1.7\nTP53|-0.6\n");
    assert_eq!(labels(&log2.report), ["ERBB2 amplification", "CDKN2A deletion"]);
    assert!(log2.report.copy_number[0].source.contains("not corrected for purity"));

    let long = read("x.txt", "Hugo_Symbol|Entrez_Gene_Id|Sample_Id|Value\nMET|4233|S1|2\nMYC|4609|S1|0\n");
    assert_eq!(labels(&long.report), ["MET amplification"]);
    let list =
        read("x.txt", "Tumor_Sample_Barcode|Hugo_Symbol|Copy_Number_Alteration\nS1|MET|2\nS1|CDK4|-2\n");
    assert_eq!(labels(&list.report), ["MET amplification", "CDK4 deletion"]);
    let copies =
        read("x.csv", "gene,copies,event\nMET,14,amplification\nFGFR2,12,\nCDKN2A,0,\nKIT,2,\nTP53,oops,\n");
    assert_eq!(labels(&copies.report), ["MET amplification", "FGFR2 amplification", "CDKN2A deletion"]);
    assert_eq!(copies.report.copy_number[0].copies, Some(14.0));
    assert!(copies.ledger.error > 0 && has_finding(&copies, "table.copies"));

    let unknown = read("x.txt", "Hugo_Symbol|S1\nERBB2|2.31\nTP53|-0.6\n");
    assert!(unknown.report.copy_number.is_empty() && has_finding(&unknown, "table.matrix_values"));
}

#[test]
fn segments_are_kept_with_their_alleles() {
    let text = "Chromosome|Start|End|nMajor|nMinor\n17|39700000|39760000|11|1\nchrX|1000|2000|1|0\nZ|1|2|1|1\n9|500|100|1|1\n";
    let import = read("tumour.grch38.cna.tsv", text);
    assert_eq!((import.kind, import.assembly), (FileKind::Segments, Some(Assembly::GRCh38)));
    assert_eq!(import.report.segments.len(), 2);
    assert_eq!((import.report.segments[0].total, import.report.segments[0].minor), (Some(12.0), Some(1.0)));
    assert_eq!(import.ledger.error, 10);
    let seg = read("x.seg", "ID|chrom|loc.start|loc.end|num.mark|seg.mean\nS1|23|100|200|5|-1.6\n");
    assert_eq!((seg.report.segments[0].contig.as_str(), seg.report.segments[0].log2), ("X", Some(-1.6)));
    assert!(seg.assembly.is_none() && has_finding(&seg, "table.assembly_unknown"));
    // A place that only one build has, against the user's word for the other.
    let end = "chromosome|start|end|copyNumber\n1|1|249250621|2\n";
    assert_eq!(read("x.tsv", end).assembly, Some(Assembly::GRCh37));
    let options = GenomeOptions { assembly: Some(Assembly::GRCh38), ..GenomeOptions::default() };
    let refusal = read_genome("x.tsv", end.replace('|', "\t").as_bytes(), &options).unwrap_err();
    assert!(refusal.message.contains("GRCh37") && refusal.message.contains("given by the user"), "{refusal}");
}

#[test]
fn fusion_tables_of_each_caller() {
    let star = "#FusionName|JunctionReadCount|SpanningFragCount|SpliceType|LeftGene|LeftBreakpoint|RightGene|RightBreakpoint|PROT_FUSION_TYPE\nEML4--ALK|20|11|ONLY_REF_SPLICE|EML4^ENSG00000143924.15|chr2:42295516:+|ALK^ENSG00000171094.14|chr2:29223528:-|INFRAME\n";
    let import = read("star-fusion.tsv", star);
    let f = &import.report.fusions[0];
    assert_eq!(import.kind, FileKind::Fusions);
    assert_eq!(labels(&import.report), ["EML4::ALK fusion"]);
    assert_eq!((f.reads, f.frame.as_deref()), (Some(31), Some("in-frame")));
    assert_eq!(f.five_prime_break.as_ref().unwrap().to_string(), "2:42295516");

    let arriba = "#gene1|gene2|strand1(gene/fusion)|strand2(gene/fusion)|breakpoint1|breakpoint2|site1|site2|type|split_reads1|split_reads2|discordant_mates|confidence|reading_frame\nCCDC6|RET|-/-|+/+|10:59906122|10:43114480|CDS/splice-site|CDS/splice-site|inversion|5|7|9|high|in-frame\nA1BG(23),ZNF1(99)|NTRK1|+/+|+/+|19:100|1:156874383|intergenic|CDS|translocation|1|0|0|low|.\n";
    let import = read("fusions.tsv", arriba);
    assert_eq!(labels(&import.report), ["CCDC6::RET fusion"], "a call of low confidence does not count");
    assert_eq!(import.report.fusions[0].reads, Some(21));
    assert_eq!(import.report.fusions[1].three_prime.as_deref(), Some("NTRK1"));

    let pcgr = read(
        "x.grch38.fusions.tsv",
        "FusionGene|LeftBreakpoint|RightBreakpoint|SplitReads\nEML4--ALK|2:42295554|2:29223528|100\n",
    );
    assert_eq!(labels(&pcgr.report), ["EML4::ALK fusion"]);
    let list = read("x.txt", "Tumor_Sample_Barcode|Fusion\nS1|ALK-EML4\nS1|EGFR-intragenic\n");
    assert_eq!((list.report.fusions.len(), list.report.structural.len()), (1, 1));
    let sv = "Sample_Id|Site1_Hugo_Symbol|Site1_Chromosome|Site1_Position|Site2_Hugo_Symbol|Site2_Chromosome|Site2_Position|Site2_Effect_On_Frame|NCBI_Build|Tumor_Split_Read_Count|Class|SV_Status\nS1|KIF5B|10|32317356|RET|10|43611965|in frame|GRCh37|12|INVERSION|SOMATIC\nS1|EGFR|7|55087058|EGFR|7|55223522|NA|GRCh37|NA|DELETION|SOMATIC\n";
    let sv = read("data_sv.txt", sv);
    assert_eq!((labels(&sv.report), sv.report.structural.len()), (vec!["KIF5B::RET fusion".to_owned()], 1));
    assert_eq!(sv.assembly, Some(Assembly::GRCh37));
}

#[test]
fn tables_about_the_whole_tumour() {
    let purity =
        read("x.purple.purity.tsv", "purity|ploidy|status|msStatus|tmbPerMb\n0.6|3.1|NORMAL|MSI|42.5\n")
            .report;
    assert_eq!((purity.msi, purity.tmb.unwrap().value), (Some(MsiStatus::High), 42.5));
    assert_eq!(purity.biomarkers.purity.unwrap().0, 0.6);
    let chord = read(
        "x.tsv",
        "sample|p_BRCA1|p_BRCA2|p_hrd|hr_status|hrd_type\nS|0.1|0.8|0.9|HR_deficient|BRCA2_type\n",
    );
    assert_eq!(labels(&chord.report), ["HRD positive"]);
    let none = read("x.tsv", "sample|p_hrd|hr_status\nS|0.4|cannot_be_determined\n");
    assert!(none.report.stated.is_empty());
    let sigs = read("x.tsv", "signature|allocation|percent\nSig2|100|0.2\nSig4|400|0.8\n").report;
    assert_eq!(sigs.biomarkers.signatures.unwrap().exposures[0].name, "Sig4");
    let expression = read("x.tsv", "TargetID|TPM\nERBB2|512.5\nMYC|NA\nTP53|x\n");
    assert_eq!((expression.kind, expression.report.expression.values.len()), (FileKind::Expression, 1));
    assert_eq!(expression.report.expression.unit.as_deref(), Some("TPM"));
    let study = read("meta.txt", "cancer_study_identifier: x\ndatatype: MAF\n");
    assert_eq!((study.kind, study.ledger.kept_raw), (FileKind::StudyTable, 2));
    let clinical = read("x.txt", "#Patient|Sample\nPATIENT_ID|SAMPLE_ID|TMB_NONSYNONYMOUS\nP|S|12.5\n");
    assert_eq!(clinical.report.tmb.unwrap().value, 12.5);
}

#[test]
fn other_tables_are_refused_with_a_hint() {
    for text in ["a,b\n1,2\n", "name|value\nx|1\n", "just text\nand more\n", "Hugo_Symbol|note\nTP53|seen\n"]
    {
        let refusal = try_read("x.txt", text, None).unwrap_err();
        assert!(refusal.code.starts_with("ingest.kind") && !refusal.hint.is_empty(), "{text}: {refusal:?}");
    }
    assert_eq!(
        try_read("x", "Hugo_Symbol|Variant_Classification|HGVSp_Short\nTP53|Mis", None).unwrap_err().code,
        "ingest.truncated"
    );
}
