//! Classification of single variants from facts: oncogenicity of the tumour, class of the germline.
//!
//! Pure functions: the same facts give the same answer. What the facts at hand cannot decide is "not assessable".

mod acmg;
mod distance;
mod germline_rules;
mod known;
mod null_variant;
mod oncogenic;
mod tables;
#[cfg(test)]
mod tests;

pub(crate) use oncogenic::class as oncogenicity_class;
pub use tables::{
    ClassificationTables, FunctionalSite, GeneRole, GermlineGene, Hotspot, KnownKind, KnownVariantFact, Role,
};

use crate::criterion::Shared;
use crate::{CalledVariant, Consequence, GenomeReport, Origin};

/// Classifies the variants of a report. Germline calls get a germline class, the others an oncogenicity; variants
/// without a gene or without an effect on the product get neither. Doing it twice changes nothing.
pub fn classify(report: &mut GenomeReport, tables: &ClassificationTables) {
    let mut shared = Shared::default();
    for variant in &mut report.variants {
        classify_variant(variant, tables);
        if let Some(class) = &mut variant.oncogenicity {
            class.assessed.share(&mut shared);
        }
        if let Some(class) = &mut variant.interpretation.germline {
            class.assessed.share(&mut shared);
        }
    }
}

/// As [`classify`], for one variant.
pub fn classify_variant(variant: &mut CalledVariant, tables: &ClassificationTables) {
    variant.oncogenicity = None;
    let change = variant.interpretation.germline.take().and_then(|g| g.changed);
    if !speaks_of_the_product(variant) {
        return;
    }
    if variant.origin == Origin::Germline {
        let class = acmg::classify(variant, tables);
        // A clinician's change is kept over a new reading of the same file.
        let changed = change.and_then(|c| class.overridden(c).ok());
        variant.interpretation.germline = Some(changed.unwrap_or(class));
    } else {
        variant.oncogenicity = Some(oncogenic::classify(variant, tables));
    }
}

/// True where the variant has a gene and a consequence in or beside the coding sequence, or a named event.
fn speaks_of_the_product(variant: &CalledVariant) -> bool {
    if variant.gene.is_none() {
        return false;
    }
    let silent = matches!(
        variant.consequence,
        None | Some(
            Consequence::UtrVariant
                | Consequence::IntronVariant
                | Consequence::UpstreamGeneVariant
                | Consequence::IntergenicVariant
                | Consequence::Other
        )
    );
    !silent || variant.hgvs_p.is_some() || variant.interpretation.event.is_some()
}
