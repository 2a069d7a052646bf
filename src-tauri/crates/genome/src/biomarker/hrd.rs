//! Homologous recombination deficiency from allele-specific segments: regions of loss of heterozygosity (Abkevich 2012,
//! doi 10.1038/bjc.2012.451), telomeric allelic imbalance (Birkbak 2012, doi 10.1158/2159-8290.CD-11-0206), large-scale
//! transitions (Popova 2012, doi 10.1158/0008-5472.CAN-12-1470); their sum from 42 on counts as deficient (Telli 2016,
//! doi 10.1158/1078-0432.CCR-15-2477). Without alleles only findings in the genes of the pathway are listed.

mod arms;

use arms::{centromere, chromosome_end};

use crate::{CalledVariant, GenomeReport, HrdAnswer, Segment};

/// Genes of homologous recombination repair after the PROfound trial (de Bono 2020, doi 10.1056/NEJMoa1911440).
pub const HRR_GENES: [&str; 15] = [
    "ATM", "BARD1", "BRCA1", "BRCA2", "BRIP1", "CDK12", "CHEK1", "CHEK2", "FANCL", "PALB2", "PPP2R2A",
    "RAD51B", "RAD51C", "RAD51D", "RAD54L",
];

const MEGABASE: u32 = 1_000_000;
const LOH_LONGER_THAN: u32 = 15 * MEGABASE;
const LST_LEAST: u32 = 10 * MEGABASE;
const SMOOTHED_BELOW: u32 = 3 * MEGABASE;
/// Distance to the end of the chromosome at which a segment still counts as reaching it: probes do not cover the tips.
const TIP: u32 = 2 * MEGABASE;
/// Share of the autosomes that segments must cover for a score.
const LEAST_COVERED: f64 = 0.7;
/// Sum from which a tumour counts as deficient (Telli 2016).
pub const DEFICIENT_FROM: u32 = 42;

/// The score where it can be computed, and the findings in the genes.
#[must_use]
pub fn hrd(report: &GenomeReport) -> HrdAnswer {
    let genes: Vec<String> =
        report.variants.iter().filter(|v| v.passed() && counts(v)).map(CalledVariant::label).collect();
    let lost = report
        .copy_number
        .iter()
        .filter(|c| HRR_GENES.contains(&c.gene.as_str()) && c.event.to_lowercase().contains("deletion"));
    let genes: Vec<String> =
        genes.into_iter().chain(lost.map(|c| format!("{} {}", c.gene, c.event))).collect();
    let none = |remark: &str| HrdAnswer {
        loh: None,
        tai: None,
        lst: None,
        sum: None,
        genes: genes.clone(),
        remark: remark.into(),
    };
    let specific: Vec<&Segment> =
        report.segments.iter().filter(|s| s.major.is_some() && s.minor.is_some()).collect();
    let Some(assembly) = report.assembly.filter(|_| !specific.is_empty()) else {
        return none(
            "no score: it needs segments with the copies of both alleles; findings in the repair genes are listed instead",
        );
    };
    let (mut covered, mut whole) = (0.0, 0.0);
    let (mut loh, mut tai, mut lst) = (0, 0, 0);
    for chromosome in 1..=22u8 {
        let (Some(end), Some(middle)) =
            (chromosome_end(assembly, chromosome), centromere(assembly, chromosome))
        else {
            continue;
        };
        let name = chromosome.to_string();
        let mut own: Vec<Allelic> =
            specific.iter().filter(|s| s.contig == name).filter_map(|s| Allelic::of(s)).collect();
        own.sort_by_key(|s| s.start);
        whole += f64::from(end);
        covered += own.iter().map(|s| f64::from(s.length())).sum::<f64>();
        let own = merged(own);
        loh += losses(&own, end);
        tai += imbalances(&own, end, middle);
        lst += transitions(&own, middle);
    }
    if covered < LEAST_COVERED * whole {
        return none("no score: the segments cover less than 70 % of the autosomes");
    }
    let sum = loh + tai + lst;
    let side = if sum >= DEFICIENT_FROM { "at or above" } else { "below" };
    HrdAnswer {
        loh: Some(loh),
        tai: Some(tai),
        lst: Some(lst),
        sum: Some(sum),
        genes,
        remark: format!(
            "computed from segments, {side} {DEFICIENT_FROM}, the cut-off of another assay: not a companion test, confirm by one"
        ),
    }
}

/// A variant of a repair gene that stops it, or that is classified so.
fn counts(variant: &CalledVariant) -> bool {
    let in_list = variant.gene.as_deref().is_some_and(|g| HRR_GENES.contains(&g));
    let class = variant.oncogenicity.as_ref().map_or("", |o| o.class.as_str());
    in_list
        && (variant.has_pathogenic_class()
            || matches!(class, "Oncogenic" | "Likely oncogenic")
            || (variant.consequence.is_some_and(crate::Consequence::is_truncating)
                && !variant.has_benign_class()))
}

/// A segment with whole numbers of copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Allelic {
    start: u32,
    end: u32,
    major: u32,
    minor: u32,
}

impl Allelic {
    fn of(s: &Segment) -> Option<Self> {
        let whole = |x: f64| (x.is_finite() && (0.0..1000.0).contains(&x)).then(|| x.round());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 1000
        let (major, minor) = (whole(s.major?)? as u32, whole(s.minor?)? as u32);
        (s.end > s.start).then_some(Self {
            start: s.start,
            end: s.end,
            major: major.max(minor),
            minor: minor.min(major),
        })
    }

    fn length(&self) -> u32 {
        self.end - self.start + 1
    }

    fn same_state(&self, other: &Self) -> bool {
        (self.major, self.minor) == (other.major, other.minor)
    }
}

/// Neighbours of one state become one segment.
fn merged(segments: Vec<Allelic>) -> Vec<Allelic> {
    let mut out: Vec<Allelic> = Vec::new();
    for s in segments {
        match out.last_mut() {
            Some(last) if last.same_state(&s) => last.end = last.end.max(s.end),
            _ => out.push(s),
        }
    }
    out
}

fn losses(segments: &[Allelic], end: u32) -> u32 {
    let lost = |s: &&Allelic| s.minor == 0 && s.major > 0 && s.length() > LOH_LONGER_THAN;
    // The loss of a whole chromosome has another cause.
    let whole = |s: &Allelic| s.start <= TIP && s.end + TIP >= end;
    count(segments.iter().filter(lost).filter(|s| !whole(s)).count())
}

fn imbalances(segments: &[Allelic], end: u32, middle: (u32, u32)) -> u32 {
    let unequal = |s: &Allelic| s.major != s.minor;
    let first = segments.first().filter(|s| s.start <= TIP && unequal(s) && s.end < middle.0);
    let last = segments.last().filter(|s| s.end + TIP >= end && unequal(s) && s.start > middle.1);
    count(usize::from(first.is_some()) + usize::from(last.is_some()))
}

/// Breaks between neighbours of at least 10 Mb on one arm, once what is shorter than 3 Mb is smoothed away.
fn transitions(segments: &[Allelic], middle: (u32, u32)) -> u32 {
    let arm = |from: u32, to: u32| {
        let cut = segments.iter().filter_map(|s| {
            let (start, end) = (s.start.max(from), s.end.min(to));
            (start < end).then_some(Allelic { start, end, ..*s })
        });
        let mut arm = merged(cut.collect());
        while let Some(at) = arm
            .iter()
            .enumerate()
            .filter(|(_, s)| s.length() < SMOOTHED_BELOW)
            .min_by_key(|(_, s)| s.length())
            .map(|(i, _)| i)
        {
            arm.remove(at);
            arm = merged(arm);
        }
        let breaks = arm.windows(2).filter(|w| {
            let near = w[1].start.saturating_sub(w[0].end) < SMOOTHED_BELOW;
            near && w[0].length() >= LST_LEAST && w[1].length() >= LST_LEAST
        });
        count(breaks.count())
    };
    arm(1, middle.0) + arm(middle.1, u32::MAX)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
