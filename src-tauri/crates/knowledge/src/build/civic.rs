//! CIViC evidence items into assertions. Content of CIViC is CC0 1.0 (civicdb.org).

use crate::PackError;
use crate::{
    Assertion, AssertionKind, Basis, Citation, Direction, Significance, Source, TumourScope, Verification,
};
use attune_genome::GeneSymbols;

use super::drugs::Drugs;
use super::profile;
use super::scope::Diseases;
use super::statistics::Statistics;
use super::table::{Row, Table};

const NEEDED: [&str; 18] = [
    "molecular_profile",
    "disease",
    "doid",
    "therapies",
    "therapy_interaction_type",
    "evidence_type",
    "evidence_direction",
    "evidence_level",
    "significance",
    "evidence_statement",
    "citation_id",
    "source_type",
    "citation",
    "rating",
    "evidence_status",
    "evidence_id",
    "last_review_date",
    "is_flagged",
];

/// All accepted, unflagged items that state a response, an outcome, a diagnosis or a risk.
pub(super) fn build(
    bytes: &[u8],
    diseases: &Diseases<'_>,
    drugs: &mut Drugs,
    symbols: &GeneSymbols,
    counts: &mut Statistics,
) -> Result<Vec<Assertion>, PackError> {
    let table = Table::read("civic_evidence.tsv", bytes, &NEEDED)?;
    let mut all = Vec::new();
    for row in table.rows() {
        counts.add("civic.items", 1);
        if row.get("is_flagged") != "false" || row.get("evidence_status") != "accepted" {
            counts.add("civic.left_out.flagged_or_not_accepted", 1);
            continue;
        }
        let Some((kind, significance)) = kind(&row) else {
            counts.add("civic.left_out.other_type", 1);
            continue;
        };
        let direction = match row.get("evidence_direction") {
            "Supports" => Direction::Supports,
            "Does Not Support" => Direction::DoesNotSupport,
            _ => {
                counts.add("civic.left_out.no_direction", 1);
                continue;
            }
        };
        let therapy = drugs.therapy(row.get("therapies"), row.get("therapy_interaction_type"));
        if kind == AssertionKind::Predictive && therapy.is_none() {
            counts.add("civic.left_out.no_therapy", 1);
            continue;
        }
        let basis =
            basis(row.get("evidence_level")).ok_or_else(|| row.refuse("evidence_level", "not A to E"))?;
        let disease = diseases.of(row.get("disease"), row.get("doid"));
        let mut biomarker = profile::read(row.get("molecular_profile"), symbols);
        let mut biomarker_text = row.get("molecular_profile").to_owned();
        if let Some(also) = &disease.also {
            biomarker = profile::and(biomarker, profile::read(also, symbols));
            biomarker_text = format!("{biomarker_text} AND ( {also} )");
        }
        counts.add(&format!("civic.{}", kind_name(kind)), 1);
        for leaf in profile::unreadable(&biomarker) {
            counts.unreadable(leaf);
        }
        if !profile::unreadable(&biomarker).is_empty() {
            counts.add("civic.facts_with_unreadable_profile", 1);
        }
        if matches!(disease.scope, TumourScope::Unmapped(_)) {
            counts.add("civic.facts_with_unmapped_disease", 1);
            counts.unmapped(row.get("disease"));
        }
        all.push(Assertion {
            id: format!("civic:EID{}", row.get("evidence_id")),
            source: Source {
                name: "CIViC".to_owned(),
                id: format!("EID{}", row.get("evidence_id")),
                licence: "CC0-1.0".to_owned(),
            },
            kind,
            biomarker,
            biomarker_text,
            therapy: therapy.filter(|_| kind == AssertionKind::Predictive),
            tumours: disease.scope,
            disease_text: row.get("disease").to_owned(),
            significance,
            direction,
            basis,
            source_level: row.some("evidence_level"),
            rating: row.get("rating").parse().ok(),
            origin: row.some("variant_origin").filter(|o| o != "N/A").map(|o| o.to_lowercase()),
            statement: row.get("evidence_statement").to_owned(),
            line: None,
            region: None,
            citations: citations(&row),
            date: row.get("last_review_date").get(..10).map(str::to_owned),
            verification: Verification::Checked,
            withdrawn: false,
        });
    }
    Ok(all)
}

/// Level A is a validated association: it counts as guideline-level. B is clinical evidence, C a case study,
/// D preclinical and E inferential.
pub(super) fn basis(level: &str) -> Option<Basis> {
    Some(match level {
        "A" => Basis::Guideline,
        "B" => Basis::Trial,
        "C" => Basis::Case,
        "D" | "E" => Basis::Preclinical,
        _ => return None,
    })
}

fn kind(row: &Row<'_, '_>) -> Option<(AssertionKind, Significance)> {
    let kind = match row.get("evidence_type") {
        "Predictive" => AssertionKind::Predictive,
        "Diagnostic" => AssertionKind::Diagnostic,
        "Prognostic" => AssertionKind::Prognostic,
        "Predisposing" => AssertionKind::Predisposing,
        _ => return None,
    };
    let significance = match row.get("significance") {
        "Sensitivity/Response" => Significance::Sensitivity,
        "Resistance" => Significance::Resistance,
        "Reduced Sensitivity" => Significance::ReducedSensitivity,
        "Adverse Response" => Significance::AdverseResponse,
        "Positive" | "Better Outcome" => Significance::Positive,
        "Negative" | "Poor Outcome" => Significance::Negative,
        _ => Significance::Other,
    };
    Some((kind, significance))
}

fn kind_name(kind: AssertionKind) -> &'static str {
    match kind {
        AssertionKind::Predictive => "predictive",
        AssertionKind::Diagnostic => "diagnostic",
        AssertionKind::Prognostic => "prognostic",
        AssertionKind::Predisposing => "predisposing",
    }
}

fn citations(row: &Row<'_, '_>) -> Vec<Citation> {
    let number = row.get("citation_id");
    let id = match row.get("source_type") {
        "PubMed" => format!("PMID:{number}"),
        other => format!("{other}:{number}"),
    };
    let trials = row.get("nct_ids").split(',').map(str::trim).filter(|n| n.starts_with("NCT"));
    let trials = trials.map(|n| Citation { id: n.to_owned(), text: "trial".to_owned() });
    std::iter::once(Citation { id, text: row.get("citation").to_owned() }).chain(trials).collect()
}
