//! Tumour mutational burden counted from the file.
//!
//! The rule follows FoundationOne CDx (FDA P170019 S016): coding substitutions and short indels of the tumour, silent
//! ones counted, allele fraction of at least 5 %. Panels differ: a count is never compared as if they were one
//! (Merino 2020, doi 10.1136/jitc-2019-000147).

use crate::quality::Covered;
use crate::{
    CalledVariant, Consequence, GenomeReport, Origin, TmbCount, TumourMutationalBurden, poisson_interval,
};

/// Below this nothing is reported.
pub const LEAST_MEGABASES: f64 = 0.5;
/// Below this the interval is wide.
const WIDE_BELOW: f64 = 1.0;
/// Least allele fraction that counts.
const LEAST_FRACTION: f64 = 0.05;
/// Population frequency above which a call is taken for germline.
const GERMLINE_ABOVE: f64 = 0.001;
/// Allele fraction in the matched normal from which a call is germline and not contamination by the tumour.
const IN_NORMAL: f64 = 0.20;
/// Why a call does not count that lies outside the regions.
const OUTSIDE: &str = "outside the regions of the test";
/// Longest insertion or deletion that counts as short.
const LONGEST_INDEL: usize = 50;

const RULE: &str = "somatic substitutions and insertions or deletions up to 50 bases that passed the filter, allele \
    fraction at least 5 % where stated, silent ones counted, calls known to lie outside coding sequence and splice sites \
    not counted, population frequency above 0.1 % not counted where the file gives it, calls with 20 % or more in the \
    matched normal not counted, only what lies in the regions counted where they are listed; no least depth beyond the \
    filter of the caller";

/// The region that was scored, and who states it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScoredRegion {
    /// Megabases.
    pub megabases: f64,
    /// Who states it, in words.
    pub source: String,
    /// The stretches, where a file lists them: only what lies in them is counted.
    pub stretches: Option<Covered>,
}

/// Counts, and gives the value where it is reportable.
#[must_use]
pub fn count_tmb(report: &GenomeReport, region: Option<&ScoredRegion>) -> TmbCount {
    let mut excluded: Vec<(String, u32)> = Vec::new();
    let mut counted = 0u32;
    let mut unplaced = 0u32;
    let mut undeclared = 0u32;
    for variant in &report.variants {
        match refuse(variant, region) {
            Some(why) => match excluded.iter_mut().find(|(w, _)| w == why) {
                Some((_, n)) => *n += 1,
                None => excluded.push((why.to_owned(), 1)),
            },
            None => {
                counted += 1;
                unplaced += u32::from(variant.consequence.is_none());
                undeclared += u32::from(variant.origin == Origin::Unknown);
            }
        }
    }
    let mut answer = TmbCount {
        counted,
        megabases: region.map(|r| r.megabases),
        region: region.map(|r| r.source.clone()),
        rule: RULE.to_owned(),
        excluded,
        value: None,
        remark: None,
    };
    let Some(region) = region else {
        answer.remark = Some("not reportable: the size of the region scored is not stated".into());
        return answer;
    };
    if !region.megabases.is_finite() || region.megabases < LEAST_MEGABASES {
        answer.remark =
            Some(format!("not reportable: {} Mb is less than {LEAST_MEGABASES} Mb", region.megabases));
        return answer;
    }
    let outside = answer.excluded.iter().find(|(why, _)| why == OUTSIDE).map_or(0, |(_, n)| *n);
    if outside > 0 && outside as usize == report.variants.len() {
        answer.remark = Some(format!(
            "not reportable: none of {outside} calls lies in the regions ({}): they may be of another test or assembly",
            region.source
        ));
        return answer;
    }
    if undeclared > 0 {
        answer.remark = Some(format!(
            "not reportable: {undeclared} of {counted} calls are not declared somatic, so germline variants are not filtered out"
        ));
        return answer;
    }
    let (low, high) = poisson_interval(counted);
    let per = |n: f64| (100.0 * n / region.megabases).round() / 100.0;
    answer.value = Some(TumourMutationalBurden {
        value: per(f64::from(counted)),
        low: Some(per(low)),
        high: Some(per(high)),
        megabases: Some(region.megabases),
        source: format!(
            "counted from the file: {counted} variants in {} Mb ({})",
            region.megabases, region.source
        ),
    });
    let mut remarks = Vec::new();
    if region.megabases < WIDE_BELOW {
        remarks.push("less than 1 Mb: the interval is wide".to_owned());
    }
    if unplaced > 0 {
        remarks.push(format!(
            "{unplaced} of {counted} calls have no consequence and are counted because the region was stated for this file"
        ));
    }
    let counted_ones = || report.variants.iter().filter(|v| refuse(v, Some(region)).is_none());
    if counted_ones().any(|v| v.file.unmatched) {
        remarks
            .push("called without a normal of the person: rare germline variants may be counted".to_owned());
    }
    answer.remark = (!remarks.is_empty()).then(|| remarks.join("; "));
    answer
}

/// Why a variant does not count.
fn refuse(variant: &CalledVariant, region: Option<&ScoredRegion>) -> Option<&'static str> {
    let listed = region.and_then(|r| r.stretches.as_ref());
    let beside = listed.is_some_and(|l| !l.holds_variant(&variant.variant));
    let outside = matches!(
        variant.consequence,
        Some(
            Consequence::UtrVariant
                | Consequence::IntronVariant
                | Consequence::UpstreamGeneVariant
                | Consequence::IntergenicVariant
        )
    );
    let length = variant.variant.reference.len().abs_diff(variant.variant.alternate.len());
    if variant.origin == Origin::Germline {
        Some("germline")
    } else if beside {
        Some(OUTSIDE)
    } else if !variant.passed() {
        Some("failed filter")
    } else if variant.file.normal_vaf.is_some_and(|v| v >= IN_NORMAL) {
        Some("in the matched normal of the person")
    } else if variant.vaf.is_some_and(|v| v < LEAST_FRACTION) {
        Some("allele fraction below 5 %")
    } else if variant.file.population.as_ref().is_some_and(|p| p.frequency > GERMLINE_ABOVE) {
        Some("population frequency above 0.1 %")
    } else if length > LONGEST_INDEL {
        Some("longer than 50 bases")
    } else if outside {
        Some("outside coding sequence and splice sites")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Assembly, Contig, PopulationFrequency, Position, Variant};

    fn call(n: u32, origin: Origin) -> CalledVariant {
        let variant = Variant {
            assembly: Assembly::GRCh38,
            contig: Contig::new("1"),
            position: Position::new(n + 1).expect("not zero"),
            reference: "A".into(),
            alternate: "T".into(),
        };
        CalledVariant {
            consequence: Some(Consequence::MissenseVariant),
            vaf: Some(0.3),
            ..CalledVariant::new(variant, origin, u64::from(n))
        }
    }

    fn report(n: u32, origin: Origin) -> GenomeReport {
        GenomeReport { variants: (0..n).map(|i| call(i, origin)).collect(), ..GenomeReport::default() }
    }

    fn region(megabases: f64) -> ScoredRegion {
        ScoredRegion { megabases, source: "stated by the user".into(), stretches: None }
    }

    #[test]
    fn ten_in_one_point_two_megabases() {
        let answer = count_tmb(&report(10, Origin::Somatic), Some(&region(1.2)));
        let value = answer.value.expect("reportable");
        assert_eq!((value.value, value.low, value.high), (8.33, Some(4.0), Some(15.33)));
        assert!(answer.remark.is_none());
    }

    #[test]
    fn nothing_is_reported_below_half_a_megabase_or_without_a_region() {
        let small = count_tmb(&report(10, Origin::Somatic), Some(&region(0.4)));
        assert!(small.value.is_none() && small.remark.is_some_and(|r| r.starts_with("not reportable")));
        let none = count_tmb(&report(10, Origin::Somatic), None);
        assert!(none.value.is_none() && none.counted == 10);
        assert!(count_tmb(&report(10, Origin::Somatic), Some(&region(0.5))).value.is_some());
    }

    #[test]
    fn calls_that_are_not_declared_somatic_give_no_value() {
        let answer = count_tmb(&report(10, Origin::Unknown), Some(&region(30.0)));
        assert!(answer.value.is_none() && answer.remark.is_some_and(|r| r.contains("not declared somatic")));
    }

    #[test]
    fn only_what_lies_in_the_regions_and_not_in_the_normal_counts() {
        let mut r = report(10, Origin::Somatic);
        r.variants[0].file.normal_vaf = Some(0.48);
        r.variants[1].file.normal_vaf = Some(0.02);
        // Calls stand at 1 to 10; the regions hold the first five.
        let listed = |contig: &str| ScoredRegion {
            stretches: Some(Covered::new([(contig.to_owned(), 1, 5)], "panel.bed")),
            ..region(1.0)
        };
        let answer = count_tmb(&r, Some(&listed("1")));
        assert_eq!(answer.counted, 4);
        assert!(answer.excluded.contains(&("outside the regions of the test".to_owned(), 5)));
        let other = count_tmb(&r, Some(&listed("2")));
        assert!(
            other.value.is_none() && other.remark.is_some_and(|t| t.contains("another test or assembly"))
        );
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let mut r = report(6, Origin::Somatic);
        r.variants[0].filter = Some("weak".into());
        r.variants[1].vaf = Some(0.01);
        r.variants[2].consequence = Some(Consequence::IntronVariant);
        r.variants[3].file.population = Some(PopulationFrequency { frequency: 0.02, source: "x".into() });
        r.variants[4].consequence = None;
        let answer = count_tmb(&r, Some(&region(1.0)));
        assert_eq!((answer.counted, answer.excluded.len()), (2, 4));
        assert!(answer.remark.is_some_and(|x| x.starts_with("1 of 2 calls have no consequence")));
    }
}
