//! Share of tumour cells that carry a variant, from allele fraction, purity and copies (McGranahan 2015, doi
//! 10.1126/scitranslmed.aaa1408).

use crate::{CalledVariant, Clonality, GenomeReport, Origin, wilson_interval};

/// What is known of the sample as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixture {
    /// Share of tumour cells, above 0 up to 1.
    pub purity: f64,
    /// Who states it.
    pub source: String,
}

/// Share from which a variant counts as in all cells, where the interval reaches 1.
const CLONAL_FROM: f64 = 0.8;

/// The estimate; `None` where purity, allele fraction or depth is not known, for germline calls, and on chromosomes of
/// which there may be one copy.
#[must_use]
pub fn clonality(variant: &CalledVariant, report: &GenomeReport, mixture: &Mixture) -> Option<Clonality> {
    let purity = mixture.purity;
    let known = purity > 0.0 && purity <= 1.0 && variant.origin != Origin::Germline && variant.passed();
    let (vaf, depth) = (variant.vaf?, variant.depth?);
    if !known || depth == 0 || matches!(variant.variant.contig.as_str(), "X" | "Y" | "MT") {
        return None;
    }
    let (copies, said) = copies(variant, report);
    let all = purity.mul_add(copies, 2.0 * (1.0 - purity));
    // Mutated copies in a cell that has the variant: a whole number, at least one.
    let multiplicity = (vaf * all / purity).round().clamp(1.0, copies.max(1.0));
    let share = |v: f64| v * all / (purity * multiplicity);
    let (low, high) = wilson_interval(vaf, depth);
    let (value, low, high) = (share(vaf).min(1.0), share(low).min(1.0), share(high));
    let state = if high >= 1.0 && value >= CLONAL_FROM {
        "clonal"
    } else if high < 1.0 {
        "subclonal"
    } else {
        "undecided"
    };
    Some(Clonality {
        cancer_cell_fraction: value,
        low,
        high: high.min(1.0),
        state: state.into(),
        basis: format!(
            "purity {purity} ({}); {said}; {multiplicity:.0} of them with the variant",
            mixture.source
        ),
    })
}

fn copies(variant: &CalledVariant, report: &GenomeReport) -> (f64, String) {
    let at = variant.variant.position.get();
    let here = report
        .segments
        .iter()
        .find(|s| s.contig == variant.variant.contig.as_str() && s.start <= at && at <= s.end);
    let total = here.and_then(|s| s.total.or_else(|| Some(s.major? + s.minor?)));
    let of_gene = || {
        let event = report.copy_number.iter().find(|c| Some(&c.gene) == variant.gene.as_ref())?;
        event.copies
    };
    match total.or_else(of_gene).filter(|c| c.is_finite() && *c > 0.0) {
        Some(copies) => (copies, format!("{copies} copies")),
        None => match report.biomarkers.ploidy.as_ref().map(|(p, by)| (p.round(), by)) {
            Some((copies, by)) if copies >= 1.0 => (
                copies,
                format!(
                    "{copies} copies assumed by the ploidy of the tumour ({by}), because none are stated here"
                ),
            ),
            _ => (2.0, "2 copies assumed, because none are stated".into()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Assembly, Contig, Position, Segment, Variant};

    fn of(vaf: f64, depth: u32, purity: f64, copies: Option<f64>) -> Option<Clonality> {
        let variant = Variant {
            assembly: Assembly::GRCh38,
            contig: Contig::new("7"),
            position: Position::new(100).expect("not zero"),
            reference: "A".into(),
            alternate: "T".into(),
        };
        let called = CalledVariant {
            vaf: Some(vaf),
            depth: Some(depth),
            ..CalledVariant::new(variant, Origin::Somatic, 1)
        };
        let segments = copies.map(|c| Segment {
            contig: "7".into(),
            start: 1,
            end: 1000,
            major: None,
            minor: None,
            total: Some(c),
            log2: None,
        });
        let report = GenomeReport { segments: segments.into_iter().collect(), ..GenomeReport::default() };
        clonality(&called, &report, &Mixture { purity, source: "stated".into() })
    }

    #[test]
    fn purity_and_copies_turn_a_fraction_into_a_share_of_cells() {
        // Heterozygous in all cells of a tumour of 60 % purity: 0.6 / 2 = 0.3.
        let all = of(0.30, 400, 0.6, None).expect("estimate");
        assert!((all.cancer_cell_fraction - 1.0).abs() < 1e-9 && all.state == "clonal");
        let half = of(0.15, 400, 0.6, None).expect("estimate");
        assert!((half.cancer_cell_fraction - 0.5).abs() < 1e-9 && half.state == "subclonal");
        // Both copies after a loss of heterozygosity: 2 mutated of 2.
        let both = of(0.60, 400, 0.6, Some(2.0)).expect("estimate");
        assert!((both.cancer_cell_fraction - 1.0).abs() < 1e-9);
        // One of four copies: 0.6 / (2.4 + 0.8) = 0.1875.
        let one = of(0.1875, 800, 0.6, Some(4.0)).expect("estimate");
        assert!((one.cancer_cell_fraction - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_stated_ploidy_gives_the_copies_where_no_segment_does() {
        let variant = Variant {
            assembly: Assembly::GRCh38,
            contig: Contig::new("12"),
            position: Position::new(100).expect("not zero"),
            reference: "A".into(),
            alternate: "T".into(),
        };
        let called = CalledVariant {
            vaf: Some(0.2),
            depth: Some(400),
            ..CalledVariant::new(variant, Origin::Somatic, 1)
        };
        let mut report = GenomeReport::default();
        report.biomarkers.ploidy = Some((3.9, "stated by the user".into()));
        // One of four copies: 0.2 * (0.8 * 4 + 0.2 * 2) / 0.8 = 0.9.
        let answer = clonality(&called, &report, &Mixture { purity: 0.8, source: "stated".into() });
        let answer = answer.expect("estimate");
        assert!((answer.cancer_cell_fraction - 0.9).abs() < 1e-9 && answer.state == "clonal", "{answer:?}");
        assert!(answer.basis.contains("4 copies assumed by the ploidy"));
    }

    #[test]
    fn nothing_is_said_without_the_facts() {
        assert_eq!(of(0.3, 400, 0.0, None), None);
        assert_eq!(of(0.3, 0, 0.6, None), None);
        assert_eq!(of(0.17, 12, 0.6, None).map(|c| c.state), Some("undecided".into()));
    }
}
