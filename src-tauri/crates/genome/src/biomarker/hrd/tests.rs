//! Small genomes of which the three counts can be read off by eye.

use super::*;
use crate::Assembly;

fn segment(contig: u8, start: u32, end: u32, major: f64, minor: f64) -> Segment {
    Segment {
        contig: contig.to_string(),
        start: start.max(1),
        end,
        major: Some(major),
        minor: Some(minor),
        total: Some(major + minor),
        log2: None,
    }
}

/// All autosomes balanced, but for what is given.
fn report(changed: &[Segment]) -> GenomeReport {
    let mut segments: Vec<Segment> = (1..=22u8)
        .filter(|c| !changed.iter().any(|s| s.contig == c.to_string()))
        .map(|c| segment(c, 1, chromosome_end(Assembly::GRCh38, c).expect("autosome"), 1.0, 1.0))
        .collect();
    segments.extend(changed.iter().cloned());
    GenomeReport { assembly: Some(Assembly::GRCh38), segments, ..GenomeReport::default() }
}

fn scores(changed: &[Segment]) -> (u32, u32, u32) {
    let answer = hrd(&report(changed));
    (answer.loh.expect("loh"), answer.tai.expect("tai"), answer.lst.expect("lst"))
}

const M: u32 = 1_000_000;

#[test]
fn a_balanced_genome_has_none() {
    assert_eq!(scores(&[]), (0, 0, 0));
    assert_eq!(hrd(&report(&[])).sum, Some(0));
}

#[test]
fn an_interstitial_loss_is_one_loss_and_two_transitions() {
    // 40 Mb lost in the middle of the long arm of chromosome 4 (arm 51.7 to 190.2 Mb).
    let changed = [
        segment(4, 1, 80 * M, 1.0, 1.0),
        segment(4, 80 * M + 1, 120 * M, 1.0, 0.0),
        segment(4, 120 * M + 1, 190 * M, 1.0, 1.0),
    ];
    assert_eq!(scores(&changed), (1, 0, 2));
}

#[test]
fn a_telomeric_gain_is_an_imbalance_and_a_transition() {
    let changed = [segment(5, 1, 120 * M, 1.0, 1.0), segment(5, 120 * M + 1, 181 * M, 2.0, 1.0)];
    assert_eq!(scores(&changed), (0, 1, 1));
}

#[test]
fn a_whole_lost_chromosome_does_not_count() {
    assert_eq!(scores(&[segment(6, 1, 170 * M, 1.0, 0.0)]), (0, 0, 0));
}

#[test]
fn short_pieces_are_smoothed_away() {
    let changed = [
        segment(4, 1, 80 * M, 1.0, 1.0),
        segment(4, 80 * M + 1, 82 * M, 3.0, 1.0),
        segment(4, 82 * M + 1, 190 * M, 1.0, 1.0),
    ];
    assert_eq!(scores(&changed), (0, 0, 0));
}

#[test]
fn without_alleles_there_is_no_score() {
    let mut plain = report(&[]);
    for s in &mut plain.segments {
        s.major = None;
    }
    let answer = hrd(&plain);
    assert_eq!(answer.sum, None);
    assert!(answer.remark.starts_with("no score"));
    let few = GenomeReport {
        assembly: Some(Assembly::GRCh38),
        segments: vec![segment(1, 1, 240 * M, 1.0, 0.0)],
        ..GenomeReport::default()
    };
    assert_eq!(hrd(&few).sum, None);
}
