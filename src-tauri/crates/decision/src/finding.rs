//! What the alterations say beside therapy: diagnosis, outcome, inherited risk.

use attune_genome::MatchGrade;

use crate::Finding;
use crate::dossier::Dossier;
use crate::level::significance_word;
use crate::matching::{Truth, evaluate};
use crate::observed::Observed;

/// Most findings written out; the others are counted in the sentences on what was not considered.
pub(crate) const SHOWN: usize = 24;

/// The findings, those of this tumour type and of the strongest basis first.
pub(crate) fn findings(dossier: &Dossier<'_>, observed: &Observed) -> Vec<Finding> {
    let mut found: Vec<(bool, Option<MatchGrade>, Finding)> = Vec::new();
    for (fact, place) in &dossier.others {
        let Truth::Met(met) = evaluate(&fact.biomarker, observed) else { continue };
        if met.by.is_empty() {
            continue;
        }
        let mut because: Vec<String> = Vec::new();
        for name in met.by.iter().filter_map(|i| observed.get(observed.best_name(*i))).map(|a| a.label()) {
            if !because.contains(&name) {
                because.push(name);
            }
        }
        let citation = fact.citations.first();
        found.push((
            place.is_here(),
            met.grade,
            Finding {
                kind: fact.kind,
                id: fact.id.clone(),
                source: fact.source.name.clone(),
                basis: fact.basis,
                source_level: fact.source_level.clone(),
                significance: significance_word(fact).to_owned(),
                direction: fact.direction,
                because,
                biomarker: fact.biomarker_text.clone(),
                disease: fact.disease_text.clone(),
                this_tumour: place.is_here(),
                statement: fact.statement.clone(),
                citation: citation.map_or(String::new(), |c| c.id.clone()),
                citation_text: citation.map_or(String::new(), |c| c.text.clone()),
                date: fact.date.clone(),
            },
        ));
    }
    found.sort_by(|a, b| {
        (!a.0, a.2.basis, a.1)
            .cmp(&(!b.0, b.2.basis, b.1))
            .then_with(|| b.2.date.cmp(&a.2.date))
            .then_with(|| a.2.id.cmp(&b.2.id))
    });
    found.into_iter().take(SHOWN).map(|(_, _, finding)| finding).collect()
}
