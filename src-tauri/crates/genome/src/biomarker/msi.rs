//! Signs of microsatellite instability in a list of variants. A proxy: it never sets a state.

use crate::{AlterationKind, CalledVariant, GenomeReport, MsiProxy, Origin};

/// Below this the share of indels says nothing.
const FEWEST: u32 = 50;
/// Share of short indels from which instability is suggested. Own cut: stable tumours of exome cohorts lie mostly below
/// a tenth; not validated, which is why the reading never goes further than a suggestion.
const SHARE: f64 = 0.15;
const LONGEST: usize = 10;
const REPAIR: [&str; 5] = ["MLH1", "MSH2", "MSH6", "PMS2", "EPCAM"];
const LABEL: &str = "proxy, cut not validated; confirm by IHC or PCR";

/// The proxy over the calls of the tumour that passed.
#[must_use]
pub fn msi_proxy(report: &GenomeReport) -> Option<MsiProxy> {
    let calls: Vec<&CalledVariant> =
        report.variants.iter().filter(|v| v.origin != Origin::Germline && v.passed()).collect();
    if calls.is_empty() {
        return None;
    }
    let length = |v: &CalledVariant| v.variant.reference.len().abs_diff(v.variant.alternate.len());
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let variants = count(calls.len());
    let indels = count(calls.iter().filter(|v| (1..=LONGEST).contains(&length(v))).count());
    let share = f64::from(indels) / f64::from(variants.max(1));
    let genes: Vec<String> = calls.iter().filter(|v| concerns(v)).map(|v| v.label()).collect();
    let reading = if variants < FEWEST {
        "too few variants"
    } else if share >= SHARE {
        "suggests instability"
    } else {
        "no sign"
    };
    Some(MsiProxy {
        variants,
        indels,
        indel_fraction: share,
        genes,
        reading: reading.into(),
        label: LABEL.into(),
    })
}

/// A variant that may stop a gene of mismatch repair, or that changes the exonuclease of POLE.
fn concerns(variant: &CalledVariant) -> bool {
    let Some(gene) = variant.gene.as_deref() else { return false };
    let named = |class: &str| matches!(class, "Oncogenic" | "Likely oncogenic");
    if REPAIR.contains(&gene) {
        return variant.consequence.is_some_and(crate::Consequence::is_truncating)
            || variant.oncogenicity.as_ref().is_some_and(|o| named(&o.class))
            || variant.has_pathogenic_class();
    }
    gene == "POLE"
        && matches!(
            variant.hgvs_p.as_deref().and_then(crate::alteration::parse_protein_change),
            Some(AlterationKind::Substitution { residue: 268..=471, .. })
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Assembly, Consequence, Contig, Position, Variant};

    fn call(n: u32, alternate: &str) -> CalledVariant {
        let variant = Variant {
            assembly: Assembly::GRCh38,
            contig: Contig::new("3"),
            position: Position::new(n + 1).expect("not zero"),
            reference: "A".into(),
            alternate: alternate.into(),
        };
        CalledVariant::new(variant, Origin::Somatic, 1)
    }

    #[test]
    fn a_share_of_indels_suggests_and_never_states() {
        let mut variants: Vec<_> = (0..80).map(|n| call(n, "T")).collect();
        variants.extend((80..100).map(|n| call(n, "AT")));
        variants[0].gene = Some("MLH1".into());
        variants[0].consequence = Some(Consequence::StopGained);
        let report = GenomeReport { variants, ..GenomeReport::default() };
        let proxy = msi_proxy(&report).expect("a proxy");
        assert_eq!((proxy.indels, proxy.variants, proxy.genes.len()), (20, 100, 1));
        assert_eq!(proxy.reading, "suggests instability");
        assert!(proxy.label.contains("confirm"));
        assert_eq!(report.msi, None);
    }

    #[test]
    fn few_variants_say_nothing() {
        let report = GenomeReport { variants: vec![call(1, "AT")], ..GenomeReport::default() };
        assert_eq!(msi_proxy(&report).map(|p| p.reading), Some("too few variants".into()));
        assert_eq!(msi_proxy(&GenomeReport::default()), None);
    }
}
