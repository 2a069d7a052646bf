//! What counts as a genotype: notations of one change, reference blocks, gaps, records that split or disagree.

#![allow(clippy::expect_used, clippy::panic)] // a test stops at the first thing that is not as expected

mod support;

use attune_pharmacogenomics::{CallStatus, PositionState};
use support::sample::{Sample, codes, names};

const RS3758581: &str = "rs3758581";

#[test]
fn every_notation_of_the_repeat_is_the_same_allele() {
    let tables = support::fixture();
    let notations = [
        "233760233 . CAT C,CATAT,CATATAT . PASS . GT 0/2",
        "233760233 . C CAT . PASS . GT 0/1",
        "233760234 . A ATA . PASS . GT 0/1",
        "233760240 . A ATA . PASS . GT 0/1",
        "233760241 . T TAT . PASS . GT 0/1",
        "233760247 . TA TATA . PASS . GT 0/1",
        "233760233 . CATATATATATATATA CATATATATATATATATA . PASS . GT 0/1",
        "chr2 233760233 . CAT CATAT . PASS . GT 1|0",
    ];
    for notation in notations {
        let line = if notation.starts_with("chr") { notation.to_owned() } else { format!("2 {notation}") };
        let sample = Sample::reference(&tables, "UGT1A1").without("UGT1A1", "rs3064744").lines(&line);
        assert_eq!(names(&sample.gene("UGT1A1")), ["*1/*28"], "{notation}");
    }
    let shorter = "2 233760246 . TAT T . PASS . GT 1/1";
    let sample = Sample::reference(&tables, "UGT1A1").without("UGT1A1", "rs3064744").lines(shorter);
    assert_eq!(names(&sample.gene("UGT1A1")), ["*36/*36"]);
}

#[test]
fn a_reference_block_states_the_reference_and_a_gap_does_not() {
    let tables = support::fixture();
    let block = |genotype: &str| format!("6 18130000 . A <NON_REF> . . END=18160000 GT:DP:GQ {genotype}");
    let full = Sample::empty(&tables).lines(&block("0/0:30:60"));
    let result = full.gene("TPMT");
    assert_eq!((result.status, names(&result)), (CallStatus::Called, vec!["*1/*1"]));
    assert!(result.missing.is_empty());
    for nothing in ["./.:30:60", "0/0:0:0", ".:.:."] {
        let result = Sample::empty(&tables).lines(&block(nothing)).gene("TPMT");
        assert_eq!(result.status, CallStatus::NotCalled, "{nothing}");
        assert_eq!(codes(&result)[0], "no_data", "{nothing}");
    }
}

#[test]
fn each_position_shows_its_genotype_and_a_gap_shows_none() {
    let tables = support::fixture();
    let at = |result: &attune_pharmacogenomics::GeneResult, rsid: &str| {
        result.positions.iter().find(|p| p.rsid.as_deref() == Some(rsid)).expect("the position").clone()
    };
    let lines = "6 18130687 . T C . PASS . GT 0|1\n6 18138997 . C T . PASS . GT ./1";
    let result = Sample::reference(&tables, "TPMT")
        .without("TPMT", "rs1142345")
        .without("TPMT", "rs1800460")
        .without("TPMT", "rs1800462")
        .lines(lines)
        .gene("TPMT");
    assert_eq!(result.positions.len(), tables.gene("TPMT").expect("the gene").positions.len());
    let variant = at(&result, "rs1142345");
    assert_eq!((variant.genotype.as_deref(), variant.state), (Some("T|C"), PositionState::Variant));
    let half = at(&result, "rs1800460");
    assert_eq!((half.genotype.as_deref(), half.state), (Some("./T"), PositionState::Partial));
    let gap = at(&result, "rs1800462");
    assert_eq!((gap.genotype, gap.state), (None, PositionState::Missing), "a gap is never the reference");
    let untouched = result.positions.iter().filter(|p| p.state == PositionState::Reference).count();
    assert_eq!(untouched, result.positions.len() - 3);
}

#[test]
fn a_neighbouring_insertion_is_no_statement_on_the_anchor_base() {
    let tables = support::fixture();
    let line = "6 18138997 . C CTT . PASS . GT 0/0";
    let result = Sample::reference(&tables, "TPMT").without("TPMT", "rs1800460").lines(line).gene("TPMT");
    assert_eq!(result.status, CallStatus::Ambiguous);
    assert_eq!(result.missing.len(), 1);
    assert!(result.missing[0].cannot_exclude.contains(&"*3B".to_owned()));
}

#[test]
fn a_substitution_inside_a_repeat_does_not_make_the_deletion_undocumented() {
    let tables = support::fixture();
    // A base inside the stretch that the allele Nara deletes.
    let sample = Sample::reference(&tables, "G6PD").with("G6PD", "154533016", &["G", "T"], false);
    assert_eq!(names(&sample.gene("G6PD")), ["B (reference)/Farroupilha"]);
}

#[test]
fn records_that_split_a_site_are_joined_and_records_that_disagree_are_not_used() {
    let tables = support::fixture();
    let with = |lines: &str| {
        Sample::reference(&tables, "UGT1A1").without("UGT1A1", "rs3064744").lines(lines).gene("UGT1A1")
    };
    let split = "2 233760233 . CAT CATAT . PASS . GT 0/1\n2 233760233 . CAT CATATAT . PASS . GT 0/1";
    assert_eq!(names(&with(split)), ["*28/*37"]);
    let other = "2 233760233 . CAT CATAT . PASS . GT 0/1\n2 233760233 . CAT C . PASS . GT 0/0";
    assert_eq!(names(&with(other)), ["*1/*28"]);
    let twice = "2 233760233 . CAT CATAT . PASS . GT 0/1\n2 233760233 . CAT CATAT . PASS . GT 0/1";
    assert_eq!(names(&with(twice)), ["*1/*28"]);
    let against = "2 233760233 . CAT CATAT . PASS . GT 0/1\n2 233760233 . CAT CATAT . PASS . GT 1/1";
    let result = with(against);
    assert!(codes(&result).contains(&"records_disagree"));
    assert_eq!((result.status, result.phenotype), (CallStatus::Ambiguous, None));
}

#[test]
fn weak_genotypes_are_used_and_flagged() {
    let tables = support::fixture();
    let line = "6 18138997 . C T . LowQual . GT:DP:GQ 0/1:6:12";
    let result = Sample::reference(&tables, "TPMT").without("TPMT", "rs1800460").lines(line).gene("TPMT");
    assert_eq!(names(&result), ["*1/*3B"]);
    for code in ["filtered", "low_depth", "low_quality"] {
        assert!(codes(&result).contains(&code), "{code}");
    }
}

#[test]
fn an_unknown_base_stops_the_call_where_the_table_is_complete_and_warns_where_it_lists_harm() {
    let tables = support::fixture();
    let result = Sample::reference(&tables, "CYP2C19").with("CYP2C19", RS3758581, &["G", "T"], false);
    let result = result.gene("CYP2C19");
    assert_eq!(result.status, CallStatus::NotCalled);
    assert!(codes(&result).contains(&"undocumented_base"));
    let result =
        Sample::reference(&tables, "DPYD").with("DPYD", "rs3918290", &["C", "G"], false).gene("DPYD");
    assert_eq!(names(&result), ["Reference/Reference"]);
    assert!(codes(&result).contains(&"undocumented_base"));
}

#[test]
fn a_file_of_another_assembly_is_noticed() {
    let tables = support::fixture();
    let mut sample = Sample::reference(&tables, "CYP2C19");
    let position = tables.gene("CYP2C19").and_then(|g| g.positions.first()).expect("a position");
    for record in sample.records.iter_mut().filter(|r| r.position.get() == position.at) {
        record.reference = "G".to_owned();
    }
    assert!(codes(&sample.gene("CYP2C19")).contains(&"reference_mismatch"));
}
