//! Where on the genome screen stands what an option names: a variant, a copy-number event, a fusion or a biomarker.

use attune_genome::{Alteration, AlterationKind, GenomeReport};

use super::events::{copy_number_name, fusion_names};
use super::table::GenomeTable;
use crate::view::AlterationPlace;

/// Every alteration that options and resistances name, with its place. What stands nowhere was stated elsewhere.
pub(super) fn all(genomes: &[GenomeReport], table: &GenomeTable) -> Vec<AlterationPlace> {
    let mut out: Vec<AlterationPlace> = Vec::new();
    let mut add = |text: String, key: String| {
        if table.supports.get(&text).is_some() && !out.iter().any(|p| p.text == text) {
            out.push(AlterationPlace { text, key });
        }
    };
    for entry in &table.entries {
        for name in &entry.names {
            add(name.clone(), entry.key.clone());
        }
    }
    for (place, event) in genomes.iter().flat_map(|g| &g.copy_number).enumerate() {
        if let Some(name) = copy_number_name(event) {
            add(name, format!("copy-number:{place}"));
        }
    }
    for (place, fusion) in genomes.iter().flat_map(|g| &g.fusions).enumerate() {
        for name in fusion_names(fusion.five_prime.as_ref(), fusion.three_prime.as_ref()) {
            add(name, format!("fusion:{place}"));
        }
    }
    for text in table.supports.names() {
        if let Some(card) = card_of(text) {
            add(text.to_owned(), format!("biomarker:{card}"));
        }
    }
    out
}

/// What rests on a biomarker, in words, and the treatment of the best option; no words where nothing does.
pub(super) fn of_biomarker(table: &GenomeTable, card: &str) -> (String, Option<String>) {
    let text = table.supports.names().find(|t| card_of(t) == Some(card));
    text.and_then(|t| table.supports.get(t))
        .map_or((String::new(), None), |support| table.told(Some(support)))
}

/// The card that tells a tumour-wide alteration.
fn card_of(text: &str) -> Option<&'static str> {
    match Alteration::parse(text)?.kind {
        AlterationKind::Tmb { .. } => Some("tmb"),
        AlterationKind::MsiHigh | AlterationKind::MsiStable => Some("msi"),
        AlterationKind::HrdPositive | AlterationKind::HrdNegative => Some("hrd"),
        _ => None,
    }
}
