//! Findings of a tumour test that may be of the germline: ESMO Precision Medicine Working Group (Mandelker 2019, doi
//! 10.1093/annonc/mdz136; Kuzbari 2023, doi 10.1016/j.annonc.2022.12.003). The lists are recalled and await review.

use crate::{CalledVariant, Origin, PossibleGermline};

/// Genes in which a likely pathogenic variant of a tumour is followed up whatever the tumour.
const ANY_TUMOUR: [&str; 24] = [
    "ATM", "BAP1", "BARD1", "BRCA1", "BRCA2", "BRIP1", "CHEK2", "DICER1", "FH", "FLCN", "MLH1", "MSH2",
    "MSH6", "MUTYH", "PALB2", "PMS2", "POLE", "RAD51C", "RAD51D", "RET", "SDHB", "SDHC", "SDHD", "VHL",
];
/// Genes that tumours mutate so often that age or syndrome must speak for it as well.
const WITH_REASON: [&str; 17] = [
    "APC", "BMPR1A", "CDH1", "CDKN2A", "MEN1", "NF1", "NF2", "PTCH1", "PTEN", "RB1", "SMAD4", "SMARCB1",
    "STK11", "SUFU", "TP53", "TSC1", "WT1",
];
/// Least allele fraction of substitutions and of insertions or deletions (Mandelker 2019).
const SUBSTITUTION: f64 = 0.30;
const INDEL: f64 = 0.20;
/// Fraction in a matched normal that speaks for the germline whatever the tumour says.
const IN_NORMAL: f64 = 0.30;

/// The flag, where gene, class and allele fraction speak for it. A call made against a normal is not flagged, unless the
/// normal has it too; a caller of somatic variants that had no normal cannot tell the two apart.
#[must_use]
pub fn possible_germline(variant: &CalledVariant) -> Option<PossibleGermline> {
    let gene = variant.gene.as_deref()?;
    let (any, reason) = (ANY_TUMOUR.contains(&gene), WITH_REASON.contains(&gene));
    if !(any || reason) || !variant.passed() || variant.origin == Origin::Germline || !matters(variant) {
        return None;
    }
    let in_normal = variant.file.normal_vaf.filter(|v| *v >= IN_NORMAL);
    if variant.origin == Origin::Somatic && in_normal.is_none() && !variant.file.unmatched {
        return None;
    }
    let indel = variant.variant.reference.len() != variant.variant.alternate.len();
    let least = if indel { INDEL } else { SUBSTITUTION };
    let vaf = variant.vaf?;
    if in_normal.is_none() && vaf < least {
        return None;
    }
    let what = match in_normal {
        Some(normal) => format!("allele fraction {:.0} % in the matched normal", 100.0 * normal),
        None => format!(
            "allele fraction {:.0} % in a tumour without a declared normal or without a reading in it (from {:.0} % on a germline variant is possible)",
            100.0 * vaf,
            100.0 * least
        ),
    };
    let advice = if any {
        "counselling and a test of normal tissue would settle it"
    } else {
        "tumours mutate this gene often: counselling and a test of normal tissue where age at onset (under 30) or the \
         family speaks for it"
    };
    Some(PossibleGermline {
        because: format!("{} may be of the germline: {what}", variant.label()),
        advice: advice.into(),
        needs_consent: true,
    })
}

/// Pathogenic, oncogenic, or truncating without a benign class.
fn matters(variant: &CalledVariant) -> bool {
    let class = variant.oncogenicity.as_ref().map_or("", |o| o.class.as_str());
    !variant.has_benign_class()
        && (variant.has_pathogenic_class()
            || matches!(class, "Oncogenic" | "Likely oncogenic")
            || variant.consequence.is_some_and(crate::Consequence::is_truncating))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Assembly, Consequence, Contig, Position, Variant};

    fn call(gene: &str, vaf: f64, origin: Origin) -> CalledVariant {
        let variant = Variant {
            assembly: Assembly::GRCh38,
            contig: Contig::new("17"),
            position: Position::new(1).expect("not zero"),
            reference: "A".into(),
            alternate: "T".into(),
        };
        CalledVariant {
            gene: Some(gene.into()),
            hgvs_p: Some("p.Arg10Ter".into()),
            consequence: Some(Consequence::StopGained),
            vaf: Some(vaf),
            ..CalledVariant::new(variant, origin, 1)
        }
    }

    #[test]
    fn gene_fraction_and_origin_decide() {
        assert!(possible_germline(&call("BRCA2", 0.48, Origin::Unknown)).is_some());
        assert!(possible_germline(&call("BRCA2", 0.12, Origin::Unknown)).is_none());
        assert!(possible_germline(&call("KRAS", 0.48, Origin::Unknown)).is_none());
        assert!(possible_germline(&call("BRCA2", 0.48, Origin::Somatic)).is_none());
        assert!(possible_germline(&call("BRCA2", 0.48, Origin::Germline)).is_none());
        let young = possible_germline(&call("TP53", 0.5, Origin::Unknown)).expect("flag");
        assert!(young.advice.contains("under 30"));
        let mut normal = call("BRCA2", 0.1, Origin::Somatic);
        normal.file.normal_vaf = Some(0.45);
        assert!(possible_germline(&normal).is_some());
        let mut benign = call("BRCA2", 0.48, Origin::Unknown);
        benign.classification = Some("Benign".into());
        assert!(possible_germline(&benign).is_none());
    }
}
