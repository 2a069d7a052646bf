//! Whether both alleles of a suppressor gene are hit.

use crate::{CalledVariant, GenomeReport, Origin, SecondHit, Zygosity};

/// For each variant that is likely to stop its gene: the state of the other allele. Other variants get none.
pub fn second_hits(report: &mut GenomeReport, is_suppressor: impl Fn(&str) -> bool) {
    let answers: Vec<Option<SecondHit>> = report
        .variants
        .iter()
        .enumerate()
        .map(|(at, variant)| {
            let gene = variant.gene.as_deref().filter(|g| is_suppressor(g) && hits(variant))?;
            Some(state(report, at, variant, gene))
        })
        .collect();
    for (variant, answer) in report.variants.iter_mut().zip(answers) {
        variant.interpretation.second_hit = answer;
    }
}

/// A variant that is taken as a hit: oncogenic, pathogenic, or truncating without a benign class.
fn hits(variant: &CalledVariant) -> bool {
    let class = variant.oncogenicity.as_ref().map_or("", |o| o.class.as_str());
    variant.passed()
        && (matches!(class, "Oncogenic" | "Likely oncogenic")
            || variant.has_pathogenic_class()
            || (variant.consequence.is_some_and(crate::Consequence::is_truncating)
                && !variant.has_benign_class()))
}

/// A variant of the germline on one copy of the normal, and on nearly all reads of the tumour.
fn other_allele_lost(variant: &CalledVariant) -> Option<String> {
    /// Fractions of a heterozygous allele, and the one from which the other allele is lost in most cells.
    const ONE_COPY: std::ops::RangeInclusive<f64> = 0.3..=0.7;
    const LOST_FROM: f64 = 0.8;
    let normal = variant.file.normal_vaf.filter(|v| ONE_COPY.contains(v))?;
    let tumour = variant.vaf.filter(|v| *v >= LOST_FROM && variant.origin == Origin::Germline)?;
    Some(format!(
        "the other allele is lost in the tumour ({:.0} % of reads in the normal, {:.0} % in the tumour)",
        100.0 * normal,
        100.0 * tumour
    ))
}

fn state(report: &GenomeReport, at: usize, variant: &CalledVariant, gene: &str) -> SecondHit {
    let answer = |state: &str, because: String| SecondHit { state: state.into(), because };
    if variant.zygosity == Some(Zygosity::Homozygous) {
        return answer("biallelic", "both copies carry it (genotype)".into());
    }
    if let Some(lost) = other_allele_lost(variant) {
        return answer("biallelic", lost);
    }
    let place = variant.variant.position.get();
    let segment = report.segments.iter().find(|s| {
        s.contig == variant.variant.contig.as_str() && s.start <= place && place <= s.end && s.minor.is_some()
    });
    if let Some(minor) = segment.and_then(|s| s.minor) {
        return if minor < 0.5 {
            answer("biallelic", "the other allele is lost (segment without a minor allele)".into())
        } else if let Some(other) = other(report, at, gene) {
            answer("possible", format!("a second variant: {other}; whether on the other copy is not known"))
        } else {
            answer(
                "unknown",
                "both alleles are present in the segments, and no second variant was found".into(),
            )
        };
    }
    if let Some(other) = other(report, at, gene) {
        return answer(
            "possible",
            format!("a second variant: {other}; whether on the other copy is not known"),
        );
    }
    let loss = report.copy_number.iter().find(|c| {
        c.gene == gene
            && (c.event.to_lowercase().contains("loss") || c.event.to_lowercase().contains("deletion"))
    });
    match loss {
        Some(event) => answer("possible", format!("{} {} beside the variant", event.gene, event.event)),
        None => {
            answer("unknown", "no second variant and no copy number of both alleles in the report".into())
        }
    }
}

fn other(report: &GenomeReport, at: usize, gene: &str) -> Option<String> {
    let found = report
        .variants
        .iter()
        .enumerate()
        .find(|(i, v)| *i != at && v.gene.as_deref() == Some(gene) && hits(v));
    found.map(|(_, v)| v.label())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Assembly, Consequence, Contig, CopyNumber, Origin, Position, Segment, Variant};

    fn stop(position: u32) -> CalledVariant {
        let variant = Variant {
            assembly: Assembly::GRCh38,
            contig: Contig::new("17"),
            position: Position::new(position).expect("not zero"),
            reference: "A".into(),
            alternate: "T".into(),
        };
        CalledVariant {
            gene: Some("TP53".into()),
            hgvs_p: Some(format!("p.Arg{position}Ter")),
            consequence: Some(Consequence::StopGained),
            ..CalledVariant::new(variant, Origin::Somatic, 1)
        }
    }

    fn states(mut report: GenomeReport) -> Vec<Option<String>> {
        second_hits(&mut report, |g| g == "TP53");
        report
            .variants
            .iter()
            .map(|v| v.interpretation.second_hit.as_ref().map(|s| s.state.clone()))
            .collect()
    }

    #[test]
    fn the_other_allele_is_lost_hit_or_unknown() {
        let one = || GenomeReport { variants: vec![stop(10)], ..GenomeReport::default() };
        assert_eq!(states(one()), [Some("unknown".into())]);
        let segment = |minor| Segment {
            contig: "17".into(),
            start: 1,
            end: 100,
            major: Some(2.0),
            minor: Some(minor),
            total: None,
            log2: None,
        };
        assert_eq!(
            states(GenomeReport { segments: vec![segment(0.0)], ..one() }),
            [Some("biallelic".into())]
        );
        assert_eq!(states(GenomeReport { segments: vec![segment(1.0)], ..one() }), [Some("unknown".into())]);
        let loss = CopyNumber {
            gene: "TP53".into(),
            copies: Some(1.0),
            event: "loss".into(),
            source: "table".into(),
            ..CopyNumber::default()
        };
        assert_eq!(states(GenomeReport { copy_number: vec![loss], ..one() }), [Some("possible".into())]);
        let two = GenomeReport { variants: vec![stop(10), stop(20)], ..GenomeReport::default() };
        assert_eq!(states(two), [Some("possible".into()), Some("possible".into())]);
        let mut other = stop(10);
        other.gene = Some("KRAS".into());
        assert_eq!(states(GenomeReport { variants: vec![other], ..GenomeReport::default() }), [None]);
    }
}
