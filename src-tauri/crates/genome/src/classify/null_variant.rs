//! Strength of a null variant: the decision tree for PVS1 (Abou Tayoun 2018, doi 10.1002/humu.23626), which the
//! oncogenicity standard uses for OVS1 as well.

use std::borrow::Cow;

use crate::{CalledVariant, Consequence};

/// Last residue whose truncation is known to be disease-causing, whether or not the transcript decays: specifications of
/// the ClinGen expert panels for these genes (cspec.genome.network; recalled, need review).
const CRITICAL_UP_TO: [(&str, u32); 9] = [
    ("APC", 2645),
    ("BRCA1", 1853),
    ("BRCA2", 3308),
    ("MLH1", 753),
    ("MSH2", 891),
    ("MSH6", 1341),
    ("PMS2", 798),
    ("PTEN", 373),
    ("TP53", 350),
];

/// Share of the protein above which its loss counts as strong where no decay takes place.
const LARGE_SHARE: f64 = 0.10;

/// Strength with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NullVariant {
    /// 8, 4 or 2 points.
    pub(super) points: i8,
    /// The facts.
    pub(super) fact: String,
}

impl NullVariant {
    /// `OVS1` or `OVS1_Strong` or `OVS1_Moderate`.
    pub(super) fn code(&self, code: &'static str) -> Cow<'static, str> {
        match self.points {
            8 => code.into(),
            4 => format!("{code}_Strong").into(),
            _ => format!("{code}_Moderate").into(),
        }
    }
}

/// The strength where the pack does not know the exons, by the exon that the annotation of the file names: a new stop
/// before the exon next to the last is seen by the decay, one in the last exon is not. In the one next to the last the
/// place decides, which is not known.
fn answer_by_file(variant: &CalledVariant, consequence: Consequence, what: &str) -> Option<NullVariant> {
    let stops = matches!(consequence, Consequence::StopGained | Consequence::FrameshiftVariant);
    let (points, fact) = match variant.file.exon.filter(|_| stops) {
        Some((exon, all)) if exon.saturating_add(1) < all => (
            8,
            format!(
                "{what} in exon {exon} of {all} by the annotation of the file: decay of the transcript is expected"
            ),
        ),
        Some((exon, all)) if exon >= all => (
            2,
            format!(
                "{what} in the last exon, {exon} of {all}, by the annotation of the file: no decay; the share that is lost is not known"
            ),
        ),
        Some((exon, all)) => (
            4,
            format!(
                "{what} in exon {exon} of {all} by the annotation of the file; decay not assessable at this place"
            ),
        ),
        None => {
            (4, format!("{what}; decay not assessable: the exons of this transcript are not in the pack"))
        }
    };
    Some(NullVariant { points, fact })
}

/// The strength; `None` for a variant that is no null variant. `critical` tells whether a stretch of residues holds a
/// part of the protein that is known to be critical.
pub(super) fn strength(variant: &CalledVariant, critical: impl Fn(u32, u32) -> bool) -> Option<NullVariant> {
    let consequence = variant.consequence?;
    let what = consequence.term().replace('_', " ");
    if consequence == Consequence::StartLost {
        return Some(NullVariant {
            points: 2,
            fact: "start codon lost; whether another start is used is not known".into(),
        });
    }
    if !consequence.is_truncating() {
        return None;
    }
    let answer = |points, fact: String| Some(NullVariant { points, fact });
    let Some(facts) = &variant.interpretation.truncation else {
        return answer_by_file(variant, consequence, &what);
    };
    let critical_end = CRITICAL_UP_TO.iter().find(|(g, _)| variant.gene.as_deref() == Some(*g));
    if facts.keeps_frame != Some(true)
        && let (Some((gene, last)), Some((first, _))) = (critical_end, facts.lost)
        && first <= *last
    {
        return answer(
            8,
            format!("{what}: truncation of {gene} before residue {last} is known to cause loss of function"),
        );
    }
    let percent = |share: f64| format!("{:.0} % of the protein", share * 100.0);
    let lost_critical = facts.lost.is_some_and(|(a, b)| critical(a, b));
    match (facts.keeps_frame, facts.escapes_decay) {
        (Some(true), _) => {
            let large = facts.lost_share.is_some_and(|s| s > LARGE_SHARE);
            let share = facts.lost_share.map_or_else(|| "an unknown share".into(), percent);
            let points = if large || lost_critical { 4 } else { 2 };
            answer(points, format!("{what}: skipping the exon keeps the frame and loses {share}"))
        }
        (_, Some(false)) => answer(8, format!("{what}: decay of the transcript is expected")),
        (_, Some(true)) => {
            let large = facts.lost_share.is_some_and(|s| s > LARGE_SHARE);
            let share = facts.lost_share.map_or_else(|| "an unknown share".into(), percent);
            let points = if large || lost_critical { 4 } else { 2 };
            let why = if lost_critical { ", with a critical part" } else { "" };
            answer(
                points,
                format!(
                    "{what} in the last exon or the last 50 bases before it: no decay; {share} is lost{why}"
                ),
            )
        }
        (_, None) => answer(4, format!("{what}: decay not assessable at this place")),
    }
}
