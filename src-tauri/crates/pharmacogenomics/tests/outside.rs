//! Outside calls in the formats of the callers, and CYP2D6 alleles that small variants cannot show.

#![allow(clippy::expect_used, clippy::panic)] // a test stops at the first thing that is not as expected

mod support;

use attune_pharmacogenomics::{
    CallStatus, GeneResult, OutsideFormat, PgxSample, merge_outside, outside_calls, read_outside,
};
use support::sample::names;

const ALDY: &str = "#Sample\tGene\tSolutionID\tMajor\tMinor\tCopy\tAllele\tLocation\tType\tCoverage\tEffect\tdbSNP\tCode\tStatus
#Solution 1: *4.013, *68, *1.001
NA12878\tCYP2D6\t1\t*1/*4+*68\t1.001;4.013;68\t0\t1.001\t42126611\tC>G\t34\tS486T\trs1135840\t\t
NA12878\tCYP2D6\t1\t*1/*4+*68\t1.001;4.013;68\t1\t4.013\t42128945\tC>T\t31\tsplicing\trs3892097\t\t
NA12891\tCYP2D6\t1\t*2/*1+*1\t2.001;1.001;1.001\t0\t2.001\t42126611\tC>G\t34\tS486T\trs1135840\t\t
";
const PYPGX: &str = "\tGenotype\tPhenotype\tHaplotype1\tHaplotype2\tAlternativePhase\tVariantData\tCNV
NA1\t*10/*36+*10\tIntermediate Metabolizer\t*10;\t*36+*10;\t;\t*10:22-42126611-C-G:1.0,22-42130692-G-A:1.0;\tTandem2A
NA2\tIndeterminate\tIndeterminate\t\t\t\t\tUnknown1
NA3\t*4/*5\tPoor Metabolizer\t*4;\t*5;\t;\t*4:22-42128945-C-T:1.0;\tWholeDel1
";
const CYRIUS: &str = "Sample\tGenotype\tFilter
S1\t*3/*68+*4\tPASS
S2\t*1/*4;*2/*10\tMore_than_one_possible_genotype
S3\tNone\tNone
S4\t*1_*2_*4\tNot_assigned_to_haplotypes
S5\t*1/*2x3\tPASS
";
const STELLAR: &str = "--------------------------------------------

CYP2D6 Star Allele Calling with StellarPGx

--------------------------------------------

Initially computed CN = 3

Sample core variants:
42126611~C>G~1/1

Candidate alleles:
['2.v1_1.v1']

Result:
*2x2/*41

Activity score:
2.5

Metaboliser status:
Normal metaboliser (NM)
";

fn one<'a>(genes: &'a [GeneResult], gene: &str) -> &'a GeneResult {
    genes.iter().find(|g| g.gene == gene).expect("the gene")
}

#[test]
fn each_caller_is_recognised_by_its_content() {
    for (text, format) in [
        (ALDY, OutsideFormat::Aldy),
        (PYPGX, OutsideFormat::Pypgx),
        (CYRIUS, OutsideFormat::Cyrius),
        (STELLAR, OutsideFormat::StellarPgx),
        ("CYP2D6\t*1/*4", OutsideFormat::Table),
        ("gene\tdiplotype\tphenotype\tactivity score\nCYP2D6\t*1/*4", OutsideFormat::Table),
    ] {
        assert_eq!(OutsideFormat::of(text), format);
    }
}

#[test]
fn aldy_gives_each_sample_its_copies_and_hybrids() {
    let tables = support::fixture();
    let file = read_outside(&tables, ALDY, "calls.aldy");
    assert!(file.findings.is_empty(), "{:?}", file.findings);
    let first = file.of("NA12878", false);
    let gene = one(&first, "CYP2D6");
    assert_eq!((gene.status, names(gene)), (CallStatus::Outside, vec!["*1/*68 + *4"]));
    assert_eq!(gene.phenotype.as_deref(), Some("Intermediate Metabolizer"));
    let second = file.of("NA12891", false);
    assert_eq!(names(one(&second, "CYP2D6")), ["*1x2/*2"]);
    assert_eq!(one(&second, "CYP2D6").diplotypes[0].activity_score, Some(3.0));
    assert!(file.of("NA1", false).is_empty(), "calls of others are not taken");
}

/// What Aldy 4 writes in its public issues and in files of others: breakpoints, alleles of its own, two solutions, an
/// additional variant, and no row at all.
#[test]
fn aldy_in_the_forms_that_users_report() {
    let tables = support::fixture();
    let head = "#Sample\tGene\tSolutionID\tMajor\tMinor\tCopy\tAllele\tLocation\tType\tCoverage\tEffect\tdbSNP\tCode\tStatus";
    let of = |lines: &str| read_outside(&tables, &format!("{head}\n{lines}\n"), "a.tsv");
    let row = |solution: u8, major: &str| {
        format!("S\tCYP2D6\t{solution}\t{major}\t1;4\t0\t1\t42126611\tC>G\t34\tS486T\trs1135840\t")
    };
    let genes = of(&row(1, "*1/*68:2+*4")).of("S", true);
    assert_eq!(names(one(&genes, "CYP2D6")), ["*1/*68 + *4"]);
    let genes = of(&row(1, "*4+*4/*4.021.ALDY")).of("S", true);
    assert_eq!(one(&genes, "CYP2D6").phenotype.as_deref(), Some("Poor Metabolizer"));
    let two = of(&format!("{}\n{}", row(1, "*1/*4"), row(2, "*2/*10"))).of("S", true);
    assert_eq!(names(one(&two, "CYP2D6")), ["*1/*4", "*2/*10"]);
    let more = of(&row(1, "*2/*41+rs368858603")).of("S", true);
    assert_eq!(one(&more, "CYP2D6").phenotype, None, "the effect of the additional variant is not known");
    assert!(one(&more, "CYP2D6").findings.iter().any(|f| f.code == "outside_unknown_allele"));
    let none = of("#Solution 1: *5, *5");
    assert!(none.samples.is_empty() && none.findings.iter().any(|f| f.code == "outside_no_call"));
}

#[test]
fn pypgx_finds_its_gene_in_the_path_or_from_the_variants() {
    let tables = support::fixture();
    for name in ["cyp2d6-pipeline/data.tsv", "data.tsv"] {
        let file = read_outside(&tables, PYPGX, name);
        let gene = file.of("NA1", false);
        assert_eq!(names(one(&gene, "CYP2D6")), ["*10/*36 + *10"], "{name}");
        assert_eq!(one(&gene, "CYP2D6").diplotypes[0].activity_score, Some(0.5));
    }
    let file = read_outside(&tables, PYPGX, "CYP2D6.tsv");
    assert!(file.findings.iter().any(|f| f.code == "outside_no_call"));
    assert_eq!(one(&file.of("NA3", false), "CYP2D6").phenotype.as_deref(), Some("Poor Metabolizer"));
}

#[test]
fn cyrius_lists_every_possible_genotype_and_its_filter() {
    let tables = support::fixture();
    let file = read_outside(&tables, CYRIUS, "cyrius.tsv");
    assert_eq!(names(one(&file.of("S1", false), "CYP2D6")), ["*3/*68 + *4"]);
    let two = file.of("S2", false);
    assert_eq!(names(one(&two, "CYP2D6")), ["*1/*4", "*2/*10"]);
    assert!(one(&two, "CYP2D6").findings.iter().any(|f| f.code == "outside_remark"));
    assert!(file.of("S3", false).is_empty() && file.of("S4", false).is_empty());
    assert_eq!(file.findings.iter().filter(|f| f.code == "outside_no_call").count(), 2);
    let many = file.of("S5", false);
    assert_eq!(one(&many, "CYP2D6").phenotype.as_deref(), Some("Ultrarapid Metabolizer"));
}

#[test]
fn stellarpgx_is_read_and_its_phenotype_only_compared() {
    let tables = support::fixture();
    let file = read_outside(&tables, STELLAR, "out/HG1_cyp2d6.alleles");
    let found = file.of("HG1", false);
    let gene = one(&found, "CYP2D6");
    // 2 x 1 + 0.25 = 2.25: normal.
    assert_eq!((names(gene), gene.diplotypes[0].activity_score), (vec!["*2x2/*41"], Some(2.25)));
    assert_eq!(gene.phenotype.as_deref(), Some("Normal Metabolizer"));
    let other = file.of("HG2", true);
    assert!(one(&other, "CYP2D6").findings.iter().any(|f| f.code == "outside_other_sample"));
}

#[test]
fn structural_alleles_have_their_activity() {
    let tables = support::fixture();
    for (diplotype, score, name) in [
        ("*1/*5", 1.0, "*1/*5"),
        ("*5/*5", 0.0, "*5/*5"),
        ("*1x2/*1", 3.0, "*1/*1x2"),
        ("*4x2/*1", 1.0, "*1/*4x2"),
        ("*36+*10/*1", 1.25, "*1/*36 + *10"),
        ("*10+*36/*36+*10", 0.5, "*36 + *10/*36 + *10"),
        ("*13/*1", 1.0, "*1/*13"),
        ("*68+*4/*1", 1.0, "*1/*68 + *4"),
        ("*4+*68/*5", 0.0, "*5/*68 + *4"),
        ("*36x2+*10/*2", 1.25, "*2/*36x2 + *10"),
        ("\"*1x2/*4\"", 2.0, "*1x2/*4"),
        ("(*1x2)/*4", 2.0, "*1x2/*4"),
    ] {
        let (calls, findings) = outside_calls(&tables, &format!("CYP2D6\t{diplotype}"));
        assert!(findings.is_empty() && calls[0].findings.is_empty(), "{diplotype}: {:?}", calls[0].findings);
        assert_eq!(calls[0].diplotypes[0].activity_score, Some(score), "{diplotype}");
        assert_eq!(names(&calls[0]), [name], "{diplotype}");
    }
    let (calls, _) = outside_calls(&tables, "CYP2D6\t*1xN/*1");
    assert_eq!(calls[0].phenotype.as_deref(), Some("Ultrarapid Metabolizer"));
}

#[test]
fn an_outside_call_settles_copy_number() {
    let tables = support::fixture();
    let file = support::sample::Sample::reference(&tables, "CYP2D6").call();
    assert_eq!(one(&file.genes, "CYP2D6").phenotype, None);
    let calls = read_outside(&tables, CYRIUS, "c.tsv").of("S1", false);
    let merged = merge_outside(&tables, PgxSample { sample: "S1".to_owned(), ..file }, calls, false);
    assert_eq!(one(&merged.genes, "CYP2D6").phenotype.as_deref(), Some("Poor Metabolizer"));
}
