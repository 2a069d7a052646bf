//! Symbols of genes as the files write them, and the approved ones: what one laboratory calls MLL3 is KMT2C.

use std::collections::HashSet;

use attune_genome::{GenomeReport, TranscriptPack};

use crate::error::AppError;
use crate::library::Library;

/// Replaces previous symbols and unambiguous aliases by the approved symbol, and notes how the file writes it. The
/// symbol table is opened only for a name that the transcript pack does not know.
pub(super) fn approve(
    library: &Library,
    pack: &TranscriptPack,
    report: &mut GenomeReport,
) -> Result<(), AppError> {
    let known: HashSet<&str> = pack.placed_genes().collect();
    let strange = |gene: &str| !known.contains(gene);
    let any = report.named.iter().any(|v| strange(&v.gene))
        || report.copy_number.iter().any(|c| strange(&c.gene))
        || report.variants.iter().any(|v| v.hgvs_p.is_some() && v.gene.as_deref().is_some_and(strange))
        || report.fusions.iter().flat_map(|f| [&f.five_prime, &f.three_prime]).flatten().any(|g| strange(g));
    if !any {
        return Ok(());
    }
    let symbols = library.knowledge().gene_symbols()?;
    let approved = |gene: &str| {
        let found = symbols.approved(gene).filter(|s| *s != gene && strange(gene));
        found.map(str::to_owned)
    };
    for variant in &mut report.named {
        if let Some(symbol) = approved(&variant.gene) {
            variant.source = format!("{}, gene written {}", variant.source, variant.gene);
            variant.gene = symbol;
        }
    }
    for event in &mut report.copy_number {
        if let Some(symbol) = approved(&event.gene) {
            event.source = format!("{}, gene written {}", event.source, event.gene);
            event.gene = symbol;
        }
    }
    for variant in &mut report.variants {
        let Some(gene) = variant.gene.as_deref() else { continue };
        if let Some(symbol) = approved(gene) {
            let by = variant.annotated_by.take().unwrap_or_else(|| "input".to_owned());
            variant.annotated_by = Some(format!("{by}; gene written {gene}"));
            variant.gene = Some(symbol);
        }
    }
    for fusion in &mut report.fusions {
        for side in [&mut fusion.five_prime, &mut fusion.three_prime] {
            if let Some(symbol) = side.as_deref().and_then(approved) {
                *side = Some(symbol);
            }
        }
    }
    Ok(())
}
