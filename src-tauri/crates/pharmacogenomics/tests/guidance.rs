//! From gene results to advice, and calls made elsewhere.

#![allow(clippy::expect_used, clippy::panic)] // a test stops at the first thing that is not as expected

mod support;

use attune_knowledge::pgx::PgxTables;
use attune_pharmacogenomics::{
    CallSource, CallStatus, DrugAction, PgxSample, Recommendation, merge_outside, outside_calls, recommend,
};
use support::sample::{Sample, names};

fn of<'a>(sample: &'a PgxSample, drug: &str, source: &str) -> Vec<&'a Recommendation> {
    sample.recommendations.iter().filter(|r| r.drug == drug && r.source == source).collect()
}

fn outside(tables: &PgxTables, tsv: &str) -> PgxSample {
    let (calls, findings) = outside_calls(tables, tsv);
    assert!(findings.is_empty(), "{findings:?}");
    merge_outside(tables, PgxSample::default(), calls, false)
}

#[test]
fn one_settled_gene_gives_the_row_of_its_score() {
    let tables = support::fixture();
    let sample = Sample::reference(&tables, "DPYD").with("DPYD", "rs3918290", &["C", "T"], false).call();
    let found = of(&sample, "capecitabine", "CPIC");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].action, found[0].dose_factor), (DrugAction::DecreaseDose, Some(0.5)));
    assert_eq!(found[0].because[0].phenotype, "Intermediate Metabolizer");
    assert_eq!(found[0].text, "Start at half the dose.");
    assert_eq!(of(&sample, "capecitabine", "DPWG")[0].action, DrugAction::DecreaseDose);
}

#[test]
fn two_low_strands_of_the_same_score_ask_for_the_enzyme() {
    let tables = support::fixture();
    let sample = Sample::reference(&tables, "DPYD").with("DPYD", "rs67376798", &["A", "A"], false).call();
    assert_eq!(of(&sample, "capecitabine", "CPIC")[0].action, DrugAction::DecreaseDose);
    assert_eq!(of(&sample, "capecitabine", "DPWG")[0].text, "Measure the enzyme first.");
}

#[test]
fn a_missing_key_position_gives_each_advice_with_its_condition_the_most_cautious_marked() {
    let tables = support::fixture();
    let sample = Sample::reference(&tables, "DPYD").without("DPYD", "rs3918290").call();
    let found = of(&sample, "capecitabine", "CPIC");
    let shown: Vec<(DrugAction, bool)> = found.iter().map(|r| (r.action, r.most_cautious)).collect();
    assert_eq!(
        shown,
        [(DrugAction::Avoid, true), (DrugAction::DecreaseDose, false), (DrugAction::Standard, false)]
    );
    let conditions: Vec<&str> = found.iter().filter_map(|r| r.condition.as_deref()).collect();
    assert_eq!(conditions[0], "if DPYD is Poor Metabolizer (through an allele at a missing position)");
    assert_eq!(conditions[2], "if DPYD is Normal Metabolizer (Reference/Reference)");
    let position = &sample.genes.iter().find(|g| g.gene == "DPYD").expect("DPYD").missing[0];
    assert_eq!(position.affects, ["capecitabine"]);
}

#[test]
fn a_missing_position_that_changes_no_advice_affects_no_drug() {
    let tables = support::fixture();
    // *1 and *38 of CYP2C19 are both normal.
    let sample = Sample::reference(&tables, "CYP2C19").without("CYP2C19", "rs3758581").call();
    let gene = sample.genes.iter().find(|g| g.gene == "CYP2C19").expect("CYP2C19");
    assert_eq!(gene.missing.len(), 1);
    assert!(!gene.missing[0].cannot_exclude.is_empty());
    assert!(gene.missing[0].affects.is_empty(), "{:?}", gene.missing[0]);
}

#[test]
fn sources_that_advise_different_things_are_a_conflict() {
    let tables = support::fixture();
    let low = Sample::reference(&tables, "DPYD").with("DPYD", "rs67376798", &["A", "A"], false).call();
    let conflict = low.conflicts.iter().find(|c| c.drug == "capecitabine").expect("a conflict");
    let sources: Vec<&str> = conflict.stands.iter().map(|s| s.source.as_str()).collect();
    assert_eq!(sources, ["CPIC", "DPWG"]);
    assert_eq!(conflict.most_cautious, "DPWG");
    let one = Sample::reference(&tables, "DPYD").with("DPYD", "rs3918290", &["C", "T"], false).call();
    assert!(one.conflicts.is_empty(), "{:?}", one.conflicts);
}

#[test]
fn two_genes_use_the_joint_row_and_no_result_is_a_key_of_its_own() {
    let tables = support::fixture();
    let sample = Sample::reference(&tables, "TPMT").call();
    assert_eq!(of(&sample, "mercaptopurine", "CPIC")[0].text, "TPMT normal, NUDT15 not known.");
    let open = Sample::reference(&tables, "TPMT")
        .with("TPMT", "rs1800460", &["C", "T"], false)
        .with("TPMT", "rs1142345", &["T", "C"], false)
        .call();
    let found = of(&open, "mercaptopurine", "CPIC");
    assert_eq!((found[0].action, found[0].dose_factor), (DrugAction::DecreaseDose, Some(0.1)));
    assert!(found[0].most_cautious);
    assert_eq!(
        found[0].condition.as_deref(),
        Some("if TPMT is Poor Metabolizer (*3B/*3C)"),
        "{:?}",
        found[0]
    );
    assert!(found[1].condition.as_deref().is_some_and(|c| c.contains("*1/*3A")) && !found[1].most_cautious);
    assert_eq!(found[0].because[0].phenotype, "Poor Metabolizer");
    assert!(of(&Sample::empty(&tables).call(), "mercaptopurine", "CPIC").is_empty());
}

#[test]
fn populations_stand_side_by_side() {
    let tables = support::fixture();
    let sample = outside(&tables, "CYP2C19\t*2/*2");
    let found = of(&sample, "clopidogrel", "CPIC");
    let populations: Vec<Option<&str>> = found.iter().map(|r| r.population.as_deref()).collect();
    assert_eq!(populations, [Some("CVI ACS PCI"), Some("NVI")]);
    assert_eq!(found[0].action, DrugAction::Avoid);
    assert_eq!(found[1].action, DrugAction::Alternative);
}

#[test]
fn a_row_for_the_alleles_goes_before_one_for_the_phenotype() {
    let tables = support::fixture();
    let homozygous =
        Sample::reference(&tables, "UGT1A1").with("UGT1A1", "rs3064744", &["CATAT", "CATAT"], false);
    assert_eq!(of(&homozygous.call(), "irinotecan", "DPWG")[0].text, "Two *28: 70 %.");
    let other = Sample::reference(&tables, "UGT1A1").with("UGT1A1", "rs4148323", &["A", "A"], false);
    assert_eq!(of(&other.call(), "irinotecan", "DPWG")[0].text, "Poor: 70 %.");
    let normal = of(&Sample::reference(&tables, "UGT1A1").call(), "irinotecan", "DPWG")[0].action;
    assert_eq!(normal, DrugAction::None);
}

#[test]
fn copy_number_genes_count_as_no_result_until_they_are_imported() {
    let tables = support::fixture();
    let file = Sample::reference(&tables, "CYP2D6").call();
    let (calls, _) = outside_calls(&tables, "CYP2D6\t*4/*1x2");
    let merged = merge_outside(&tables, file, calls, false);
    let result = merged.genes.iter().find(|g| g.gene == "CYP2D6").expect("the gene");
    assert_eq!((result.status, names(result)), (CallStatus::Outside, vec!["*1x2/*4"]));
    assert_eq!(result.diplotypes[0].activity_score, Some(2.0));
    assert!(result.findings.iter().any(|f| f.code == "outside_differs"));
}

#[test]
fn an_outside_call_that_contradicts_the_file_makes_the_gene_ambiguous_with_both_listed() {
    let tables = support::fixture();
    let file = Sample::reference(&tables, "DPYD").call();
    assert_eq!(of(&file, "capecitabine", "CPIC")[0].action, DrugAction::Standard);
    let (calls, _) = outside_calls(&tables, "DPYD\tReference/c.1905+1G>A (*2A)");
    let merged = merge_outside(&tables, file.clone(), calls.clone(), false);
    let result = merged.genes.iter().find(|g| g.gene == "DPYD").expect("DPYD");
    assert_eq!((result.status, result.phenotype.as_deref()), (CallStatus::Ambiguous, None));
    let sources: Vec<(&str, CallSource)> =
        result.diplotypes.iter().map(|d| (d.name.as_str(), d.source)).collect();
    assert_eq!(
        sources,
        [("Reference/Reference", CallSource::File), ("Reference/c.1905+1G>A (*2A)", CallSource::Outside)]
    );
    assert!(result.findings.iter().any(|f| f.code == "outside_differs"));
    assert!(!result.positions.is_empty(), "the positions of the file stay visible");
    let found = of(&merged, "capecitabine", "CPIC");
    let shown: Vec<(DrugAction, bool)> = found.iter().map(|r| (r.action, r.most_cautious)).collect();
    assert_eq!(shown, [(DrugAction::DecreaseDose, true), (DrugAction::Standard, false)]);
    assert!(found[0].condition.as_deref().is_some_and(|c| c.contains("*2A")), "{:?}", found[0].condition);
    // Only the user decides which of the two holds.
    let preferred = merge_outside(&tables, file, calls, true);
    let result = preferred.genes.iter().find(|g| g.gene == "DPYD").expect("DPYD");
    assert_eq!((result.status, result.diplotypes.len()), (CallStatus::Outside, 1));
}

#[test]
fn an_outside_call_that_agrees_changes_nothing_but_the_source() {
    let tables = support::fixture();
    let file = Sample::reference(&tables, "DPYD").call();
    for tsv in ["DPYD\tReference/Reference", "DPYD\t\tNormal Metabolizer"] {
        let (calls, _) = outside_calls(&tables, tsv);
        let merged = merge_outside(&tables, file.clone(), calls, false);
        let result = merged.genes.iter().find(|g| g.gene == "DPYD").expect("DPYD");
        assert_eq!((result.status, result.diplotypes.len()), (CallStatus::Called, 1), "{tsv}");
        assert_eq!(result.diplotypes[0].source, CallSource::Both);
        assert_eq!(merged.recommendations, file.recommendations);
    }
    // The same name with another phenotype is a contradiction too.
    let (calls, _) = outside_calls(&tables, "DPYD\tReference/Reference\tPoor Metabolizer");
    let merged = merge_outside(&tables, file, calls, false);
    let result = merged.genes.iter().find(|g| g.gene == "DPYD").expect("DPYD");
    assert_eq!((result.status, result.phenotype.as_deref()), (CallStatus::Ambiguous, None));
    assert_eq!(of(&merged, "capecitabine", "CPIC")[0].action, DrugAction::Avoid);
}

#[test]
fn an_outside_call_that_the_file_leaves_possible_settles_it() {
    let tables = support::fixture();
    let open = Sample::reference(&tables, "TPMT")
        .with("TPMT", "rs1800460", &["C", "T"], false)
        .with("TPMT", "rs1142345", &["T", "C"], false)
        .call();
    for tsv in ["TPMT\t*3B/*3C", "TPMT\t\tPoor Metabolizer"] {
        let (calls, _) = outside_calls(&tables, tsv);
        let merged = merge_outside(&tables, open.clone(), calls, false);
        let result = merged.genes.iter().find(|g| g.gene == "TPMT").expect("TPMT");
        assert_eq!((result.status, names(result)), (CallStatus::Outside, vec!["*3B/*3C"]));
        assert_eq!(result.diplotypes[0].source, CallSource::Both);
        assert!(result.findings.iter().any(|f| f.code == "outside_settles"));
        assert_eq!(result.phenotype.as_deref(), Some("Poor Metabolizer"));
    }
    // A missing position leaves an allele open; the laboratory found it.
    let gap = Sample::reference(&tables, "DPYD").without("DPYD", "rs3918290").call();
    let (calls, _) = outside_calls(&tables, "DPYD\t*1/*2A");
    let merged = merge_outside(&tables, gap.clone(), calls, false);
    let result = merged.genes.iter().find(|g| g.gene == "DPYD").expect("DPYD");
    assert_eq!((result.status, names(result)), (CallStatus::Outside, vec!["Reference/c.1905+1G>A (*2A)"]));
    assert_eq!(of(&merged, "capecitabine", "CPIC").len(), 1);
    // Another allele, whose position was read as reference, is a contradiction also here.
    let (calls, _) = outside_calls(&tables, "DPYD\tReference/c.2846A>T");
    let merged = merge_outside(&tables, gap, calls, false);
    let result = merged.genes.iter().find(|g| g.gene == "DPYD").expect("DPYD");
    assert_eq!((result.status, result.diplotypes.len()), (CallStatus::Ambiguous, 2));
}

#[test]
fn an_outside_call_that_overlaps_with_the_file_lists_all_with_the_shared_one_first() {
    let tables = support::fixture();
    let file = Sample::reference(&tables, "DPYD").call();
    let (calls, _) = outside_calls(&tables, "DPYD\tReference/c.2846A>T\nDPYD\tReference/Reference");
    let merged = merge_outside(&tables, file, calls, false);
    let result = merged.genes.iter().find(|g| g.gene == "DPYD").expect("DPYD");
    assert_eq!(result.status, CallStatus::Ambiguous);
    assert_eq!(names(result), ["Reference/Reference", "Reference/c.2846A>T"]);
    assert_eq!(result.diplotypes[0].source, CallSource::Both);
    assert!(result.findings.iter().any(|f| f.code == "outside_supports"));
}

#[test]
fn a_phenotype_alone_is_looked_up_by_every_score_of_its_class() {
    let tables = support::fixture();
    let poor = outside(&tables, "DPYD\t\tPoor Metabolizer");
    assert_eq!(of(&poor, "capecitabine", "CPIC").iter().map(|r| r.action).min(), Some(DrugAction::Avoid));
    let low = outside(&tables, "DPYD\t\tIntermediate Metabolizer");
    let found = of(&low, "capecitabine", "CPIC");
    assert!(found.iter().all(|r| r.action == DrugAction::DecreaseDose) && !found.is_empty(), "{found:?}");
}

#[test]
fn a_structural_call_that_the_genotypes_speak_against_says_so() {
    let tables = support::fixture();
    let file = Sample::reference(&tables, "CYP2D6").call();
    for (tsv, against) in [("CYP2D6\t*4/*4", true), ("CYP2D6\t*1/*5", false), ("CYP2D6\t*1x2/*1", false)] {
        let (calls, _) = outside_calls(&tables, tsv);
        let merged = merge_outside(&tables, file.clone(), calls, false);
        let result = merged.genes.iter().find(|g| g.gene == "CYP2D6").expect("CYP2D6");
        assert_eq!(result.status, CallStatus::Outside);
        let said = result.findings.iter().any(|f| f.code == "outside_against_genotype");
        assert_eq!(said, against, "{tsv}: {:?}", result.findings);
    }
}

#[test]
fn the_score_goes_before_the_phenotype_and_a_contradiction_is_noted() {
    let tables = support::fixture();
    let (calls, _) = outside_calls(&tables, "CYP2D6\t*2/*10\tIntermediate Metabolizer\t1.25");
    assert_eq!(calls[0].phenotype.as_deref(), Some("Normal Metabolizer"));
    assert!(calls[0].findings.iter().any(|f| f.code == "outside_disagrees"));
    let (calls, _) = outside_calls(&tables, "CYP2D6\t\t\t1.0");
    assert_eq!(calls[0].phenotype.as_deref(), Some("Intermediate Metabolizer"));
    let (calls, _) = outside_calls(&tables, "DPYD\tc.2846A>T/Reference\tintermediate metabolizer");
    assert_eq!(calls[0].phenotype.as_deref(), Some("Intermediate Metabolizer"));
    assert_eq!(names(&calls[0]), ["Reference/c.2846A>T"]);
}

#[test]
fn several_lines_are_several_possibilities() {
    let tables = support::fixture();
    let (calls, _) = outside_calls(&tables, "gene\tdiplotype\nCYP2D6\t*10/*1\nCYP2D6\t*4/*4\n\n# note");
    assert_eq!(names(&calls[0]), ["*1/*10", "*4/*4"]);
    assert_eq!(calls[0].phenotype, None);
}

#[test]
fn what_cannot_be_used_is_a_finding() {
    let tables = support::fixture();
    let (calls, findings) = outside_calls(&tables, "BRCA9\t*1/*1\nTPMT\t*1/*99\nDPYD\t\t\t");
    let codes: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(codes, ["outside_unknown_gene", "outside_empty"]);
    assert!(calls[0].findings.iter().any(|f| f.code == "outside_unknown_allele"));
    assert_eq!(calls[0].phenotype, None);
}

#[test]
fn hla_alleles_are_read_as_positive_or_negative() {
    let tables = support::fixture();
    let positive = outside(&tables, "HLA-B\t*15:02/*57:01:01");
    let found = of(&positive, "abacavir", "DPWG");
    assert_eq!(
        (found[0].action, found[0].because[0].phenotype.as_str()),
        (DrugAction::Avoid, "*57:01 positive")
    );
    assert!(of(&outside(&tables, "HLA-B\t*15:02/*44:02"), "abacavir", "DPWG").is_empty());
}

#[test]
fn hla_names_with_their_locus_are_not_negative() {
    let tables = support::fixture();
    for tsv in ["HLA-B\tB*15:02/B*57:01", "HLA-B\tHLA-B*44:02/HLA-B*57:01:01G", "HLA-B\tB*44:02+B*57:01"] {
        assert_eq!(of(&outside(&tables, tsv), "abacavir", "DPWG")[0].action, DrugAction::Avoid, "{tsv}");
    }
    // A serological or one-field type, and one allele without the other, say nothing on *57:01.
    for tsv in ["HLA-B\t*57/*44:02", "HLA-B\t*44:02", "HLA-B\tB57/B44"] {
        let sample = outside(&tables, tsv);
        assert!(sample.recommendations.iter().all(|r| r.drug != "abacavir"), "{tsv}");
    }
}

#[test]
fn looking_up_again_gives_the_same() {
    let tables = support::fixture();
    for sample in [
        Sample::reference(&tables, "DPYD").without("DPYD", "rs3918290").call(),
        Sample::reference(&tables, "TPMT").call(),
        Sample::reference(&tables, "CYP2C19").without("CYP2C19", "rs3758581").call(),
    ] {
        assert_eq!(recommend(&tables, &sample.genes), sample.recommendations);
    }
}
