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

#[test]
fn a_stated_region_makes_absent_sites_reference_and_never_a_missing_genotype() {
    let tables = support::fixture();
    let variants = "6 18138997 . C T . PASS . GT 0/1\n6 18130687 . T C . PASS . GT ./.";
    let mut sample = Sample::empty(&tables).lines(variants);
    assert!(sample.gene("TPMT").missing.len() > 1, "without the statement all else is missing");
    sample.stated = attune_pharmacogenomics::Stated::Everything;
    let result = sample.gene("TPMT");
    assert_eq!(result.missing.len(), 1, "the ./. stays missing");
    assert!(codes(&result).contains(&"stated_as_called"));
    assert!(result.phenotype.is_none(), "*3A and *3C stay open: {result:?}");
    let whole = Sample { records: Vec::new(), ..sample.clone() }.lines("6 18138997 . C T . PASS . GT 0/1");
    assert_eq!(names(&whole.gene("TPMT")), ["*1/*3B"]);
    let part = [(attune_genome::Contig::new("6"), 18_130_000, 18_140_000)];
    let part = Sample { stated: attune_pharmacogenomics::Stated::Regions(&part), ..whole };
    assert!(part.gene("TPMT").missing.iter().all(|m| m.position.as_str() > "chr6:18140000"));
}

#[test]
fn a_stated_region_means_the_base_of_the_own_assembly() {
    let tables = support::fixture();
    let mut sample =
        Sample::empty(&tables).lines("10 96541616 . G A . PASS . GT 0/1\n10 96535124 . A G . PASS . GT 0/1");
    sample.assembly = attune_genome::Assembly::GRCh37;
    sample.stated = attune_pharmacogenomics::Stated::Everything;
    // GRCh37 has the base of *1 at rs3758581, GRCh38 that of *38.
    assert_eq!(names(&sample.gene("CYP2C19")), ["*1/*2"]);
}

#[test]
fn a_deletion_that_spans_a_site_leaves_its_strand_open() {
    let tables = support::fixture();
    // *2 has both changes; the first is heterozygous here.
    let base = Sample::reference(&tables, "CYP2C19")
        .with("CYP2C19", "rs3758581", &["G", "G"], false)
        .with("CYP2C19", "rs12769205", &["A", "G"], false)
        .without("CYP2C19", "rs4244285");
    let of = |line: &str| base.clone().lines(line).gene("CYP2C19");
    assert_eq!(names(&of("10 94781859 . G A . PASS . GT 0/1")), ["*1/*2"]);
    for line in ["10 94781859 . G *,A . PASS . GT 0/1", "10 94781856 . TCCG T . PASS . GT 0/1"] {
        let result = of(line);
        assert_eq!(result.missing.len(), 1, "{line}");
        assert_ne!(result.status, CallStatus::Called, "{line}: a deleted base is no reference");
        assert_ne!(result.phenotype.as_deref(), Some("Normal Metabolizer"), "{line}");
    }
}

#[test]
fn a_replacement_of_two_bases_may_stand_in_two_records() {
    let Some(shared) = support::shared() else { return };
    let tables = support::tables(&shared);
    let base = Sample::reference(&tables, "RYR1").without("RYR1", "38572266");
    let of = |lines: &str| {
        let result = base.clone().lines(lines).gene("RYR1");
        result.diplotypes.iter().map(|d| d.name.clone()).collect::<Vec<_>>()
    };
    let whole = of("19 38572266 . TC CT . PASS . GT 1/1");
    assert_eq!(whole.len(), 1);
    assert_eq!(of("19 38572266 . T C . PASS . GT 1/1\n19 38572267 . C T . PASS . GT 1/1"), whole);
    let phased = of("19 38572266 . TC CT . PASS . GT 0|1");
    assert_eq!(of("19 38572266 . T C . PASS . GT 0|1\n19 38572267 . C T . PASS . GT 0|1"), phased);
    // Unphased halves may stand on one strand or on two: nothing is concluded.
    let open =
        base.lines("19 38572266 . T C . PASS . GT 0/1\n19 38572267 . C T . PASS . GT 0/1").gene("RYR1");
    assert!(open.missing.iter().any(|m| m.position == "chr19:38572266"));
}
