//! The whole interpretation of a report, once its variants have names.

use crate::biomarker::signatures::without_matrix;
use crate::biomarker::{ScoredRegion, count_tmb, hrd, msi_proxy};
use crate::classify::{ClassificationTables, Role, classify};
use crate::tumour::{Mixture, clonality, possible_germline, second_hits};
use crate::{GenomeReport, Origin};

/// What a person or a file states of the sample beside its calls.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stated {
    /// Region that was scored.
    pub region: Option<ScoredRegion>,
    /// Share of tumour cells.
    pub mixture: Option<Mixture>,
    /// Mean copies of the genome, with who states them.
    pub ploidy: Option<(f64, String)>,
}

/// Classifies the variants and computes what follows from them. Doing it twice changes nothing.
pub fn interpret(report: &mut GenomeReport, tables: &ClassificationTables, stated: &Stated) {
    classify(report, tables);
    second_hits(report, |gene| tables.has_role(gene, Role::Suppressor));
    if stated.ploidy.is_some() {
        report.biomarkers.ploidy.clone_from(&stated.ploidy);
    }
    // What the user states comes before what the caller of a file estimated.
    let of_file = report.biomarkers.purity.clone().map(|(purity, source)| Mixture { purity, source });
    if let Some(mixture) = &stated.mixture.clone().or(of_file) {
        let found: Vec<_> = report.variants.iter().map(|v| clonality(v, report, mixture)).collect();
        for (variant, answer) in report.variants.iter_mut().zip(found) {
            variant.interpretation.clonality = answer;
        }
        report.biomarkers.purity = Some((mixture.purity, mixture.source.clone()));
    }
    for variant in &mut report.variants {
        variant.interpretation.possible_germline = possible_germline(variant);
    }
    // A file of somatic calls without a call is a tumour with no mutation in the region, not a tumour not looked at.
    let none = report.variants.is_empty() && report.assembly.is_some() && report.origin == Origin::Somatic;
    let of_tumour = none || report.variants.iter().any(|v| v.origin != Origin::Germline);
    if !of_tumour {
        return;
    }
    let count = count_tmb(report, stated.region.as_ref());
    // What a laboratory reported beats what is counted here.
    let counted_before = report.tmb.as_ref().is_some_and(|t| t.source.starts_with("counted from the file"));
    if report.tmb.is_none() || counted_before {
        report.tmb.clone_from(&count.value);
    }
    report.biomarkers.tmb = Some(count);
    report.biomarkers.msi_proxy = msi_proxy(report);
    report.biomarkers.hrd = Some(hrd(report));
    report.biomarkers.signatures = Some(without_matrix(report));
}
