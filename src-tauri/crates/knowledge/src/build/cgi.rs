//! Cancer Biomarkers Database (CC0), the state of 2017, into assertions.
//!
//! It is old: its guideline rows count as clinical studies, so that they never outrank a label or a newer
//! guideline. Rows about toxicity belong to pharmacogenomics and stay out.

use std::collections::BTreeSet;

use attune_genome::GeneSymbols;

use crate::drug::DrugKind;
use crate::{
    Assertion, AssertionKind, Basis, Citation, Direction, PackError, Significance, Source, Therapy,
    TherapyInteraction, TumourScope, Verification,
};

use super::drugs::Drugs;
use super::profile;
use super::scope::Diseases;
use super::statistics::Statistics;
use super::table::{Row, Table};

/// Date of the export.
const DATE: &str = "2017-12-29";
const COLUMNS: [&str; 9] = [
    "Alteration",
    "Alteration type",
    "Association",
    "Biomarker",
    "Drug",
    "Drug family",
    "Evidence level",
    "Primary Tumor type",
    "Source",
];

/// Builds the facts; rows that only repeat another coordinate of the same fact fold into one.
pub(super) fn build(
    bytes: &[u8],
    diseases: &Diseases<'_>,
    drugs: &mut Drugs,
    symbols: &GeneSymbols,
    counts: &mut Statistics,
) -> Result<Vec<Assertion>, PackError> {
    let table = Table::read("cgi_biomarkers_per_variant.tsv", bytes, &COLUMNS)?;
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for row in table.rows() {
        counts.add("cgi.rows", 1);
        if !seen.insert(COLUMNS.map(|c| row.get(c))) {
            continue;
        }
        let number = seen.len();
        let Some((significance, direction)) = stance(row.get("Association")) else {
            counts.add("cgi.left_out.toxicity", 1);
            continue;
        };
        let Some(text) = expression(row.get("Alteration")) else {
            counts.add("cgi.left_out.alteration", 1);
            continue;
        };
        let biomarker = profile::read(&text, symbols);
        if !profile::unreadable(&biomarker).is_empty() {
            counts.add("cgi.left_out.alteration", 1);
            continue;
        }
        let Some(therapy) = therapy(&row, drugs) else {
            counts.add("cgi.left_out.no_drug_or_class", 1);
            continue;
        };
        let Some(basis) = basis(row.get("Evidence level")) else {
            return Err(row.refuse("Evidence level", "not known"));
        };
        for (tumour, part) in row.get("Primary Tumor type").split(';').map(str::trim).zip(1..) {
            let scope = diseases.of(tumour, "").scope;
            if matches!(scope, TumourScope::Unmapped(_)) {
                counts.unmapped(tumour);
            }
            counts.add("cgi.facts", 1);
            all.push(Assertion {
                id: format!("cgi:{number}.{part}"),
                source: Source {
                    name: "Cancer Biomarkers Database".to_owned(),
                    id: format!("2017 row {number}"),
                    licence: "CC0-1.0".to_owned(),
                },
                kind: AssertionKind::Predictive,
                biomarker: biomarker.clone(),
                biomarker_text: text.clone(),
                statement: statement(&row, tumour, &therapy),
                therapy: Some(therapy.clone()),
                tumours: scope,
                disease_text: tumour.to_owned(),
                significance,
                direction,
                basis,
                source_level: row.some("Evidence level"),
                rating: None,
                origin: None,
                line: None,
                region: None,
                citations: citations(row.get("Source")),
                date: Some(DATE.to_owned()),
                verification: Verification::Checked,
                withdrawn: false,
            });
        }
    }
    Ok(all)
}

fn stance(association: &str) -> Option<(Significance, Direction)> {
    match association {
        "Responsive" => Some((Significance::Sensitivity, Direction::Supports)),
        "Resistant" => Some((Significance::Resistance, Direction::Supports)),
        "No Responsive" => Some((Significance::Sensitivity, Direction::DoesNotSupport)),
        _ => None,
    }
}

/// The weakest of the levels that a row names decides, except that guidelines and late trials carry it.
fn basis(level: &str) -> Option<Basis> {
    let level = level.to_lowercase();
    if level.contains("guidelines") || level.contains("late trials") {
        Some(Basis::Trial)
    } else if level.contains("trials") || level.contains("case report") {
        Some(Basis::Case)
    } else if level.contains("pre-clinical") {
        Some(Basis::Preclinical)
    } else {
        None
    }
}

fn statement(row: &Row<'_, '_>, tumour: &str, therapy: &Therapy) -> String {
    let said = match row.get("Association") {
        "Responsive" => "responds",
        "Resistant" => "is resistant",
        _ => "does not respond",
    };
    let joint = if therapy.interaction == TherapyInteraction::Substitutes { " or " } else { " + " };
    let drugs = therapy.drugs.join(joint);
    let biomarker = row.get("Biomarker").chars().take(120).collect::<String>();
    format!("{tumour} with {biomarker} {said} to {drugs} ({}, state of 2017).", row.get("Evidence level"))
}

/// `A;B` is a combination, `[A,B]` any one of them, `[]` the class of the next column. A class that the
/// drug table does not hold is no therapy.
fn therapy(row: &Row<'_, '_>, drugs: &mut Drugs) -> Option<Therapy> {
    let cell = row.get("Drug").replace('\u{a0}', " ");
    let list = cell.trim().trim_start_matches('[').trim_end_matches(']');
    if !list.is_empty() {
        let interaction = if cell.contains(',') { "Substitutes" } else { "Combination" };
        return drugs.therapy(&list.replace(';', ","), interaction);
    }
    let family = row.get("Drug family").trim_start_matches('[').trim_end_matches(']');
    let classes: Vec<&str> = family.split(';').map(str::trim).filter(|c| !c.is_empty()).collect();
    let known = |class: &&str| drugs.kind(class) == Some(DrugKind::Class);
    if classes.is_empty() || !classes.iter().all(known) {
        return None;
    }
    drugs.therapy(&classes.join(","), "Combination")
}

fn citations(cell: &str) -> Vec<Citation> {
    let ids: BTreeSet<&str> = cell.split(';').map(str::trim).filter(|s| !s.is_empty()).collect();
    ids.into_iter().map(|id| Citation { id: id.to_owned(), text: String::new() }).collect()
}

/// The notation of the database as a profile; `None` where it names a region that no exon here covers.
fn expression(cell: &str) -> Option<String> {
    let parts: Option<Vec<String>> = cell.split(';').map(|p| alteration(p.trim())).collect();
    Some(parts?.join(" AND "))
}

/// Regions in residues that are exons: gene, notation, profile (Ensembl 75 transcripts of the database).
const REGIONS: [(&str, &str, &str); 19] = [
    ("EGFR", "inframe_deletion:729-761", "EGFR exon 19 deletion"),
    ("EGFR", "inframe_insertion:729-761", "EGFR exon 19 insertion"),
    ("EGFR", "inframe_insertion:762-823", "EGFR exon 20 insertion"),
    ("EGFR", "inframe_deletion:30-336", "EGFR vIII"),
    ("ERBB2", "inframe_insertion:775-881", "ERBB2 exon 20 insertion"),
    ("FLT3", "inframe_variant:572-603", "FLT3 ITD"),
    ("MET", "splice_donor_variant:.", "MET exon 14 skipping"),
    ("MET", "splice_acceptor_variant:.", "MET exon 14 skipping"),
    ("KIT", "449-514", "KIT exon 9 mutation"),
    ("KIT", "550-592", "KIT exon 11 mutation"),
    ("KIT", "627-664", "KIT exon 13 mutation"),
    ("KIT", "664-714", "KIT exon 14 mutation"),
    ("KIT", "788-828", "KIT exon 17 mutation"),
    ("KIT", "829-860", "KIT exon 18 mutation"),
    ("PDGFRA", "552-596", "PDGFRA exon 12 mutation"),
    ("PDGFRA", "631-668", "PDGFRA exon 14 mutation"),
    ("PDGFRA", "814-854", "PDGFRA exon 18 mutation"),
    ("ERBB2", "inframe_insertion:A775YVMA", "ERBB2 A775_G776insYVMA"),
    ("TERT", "promoters_core:.", "TERT promoter mutation"),
];

fn alteration(text: &str) -> Option<String> {
    if let Some((gene, partner)) = text.split_once("__") {
        return Some(if partner == "." {
            format!("{gene} fusion")
        } else {
            format!("{gene}::{partner} fusion")
        });
    }
    let (gene, rest) = text.split_once(':')?;
    if let Some(state) = rest.strip_prefix(":wildtype:") {
        return (state == ".").then(|| format!("{gene} wild-type"));
    }
    match rest {
        "." => return Some(format!("{gene} oncogenic mutation")),
        "amp" => return Some(format!("{gene} amplification")),
        "del" => return Some(format!("{gene} deletion")),
        "over" => return Some(format!("{gene} overexpression")),
        "under" => return Some(format!("{gene} underexpression")),
        _ => {}
    }
    let changes = rest.strip_prefix(":consequence:").unwrap_or(rest);
    let read: Option<Vec<String>> =
        changes.split(',').map(|c| change(gene, c.trim_start_matches(':'))).collect();
    let mut read = read?;
    read.sort();
    read.dedup();
    Some(if read.len() == 1 { read.remove(0) } else { format!("( {} )", read.join(" OR ")) })
}

fn change(gene: &str, text: &str) -> Option<String> {
    if let Some((_, _, profile)) = REGIONS.iter().find(|(g, region, _)| *g == gene && *region == text) {
        return Some((*profile).to_owned());
    }
    let digits = text.get(1..)?.trim_end_matches(|c: char| c == '.' || c == '*' || c.is_ascii_uppercase());
    let shape = text.starts_with(|c: char| c.is_ascii_uppercase())
        && !digits.is_empty()
        && digits.chars().all(|c| c.is_ascii_digit())
        && text.len() - digits.len() == 2;
    shape.then(|| format!("{gene} {}", text.trim_end_matches('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notation_of_the_database_becomes_a_profile() {
        for (cell, profile) in [
            ("ABL1:T315I", "ABL1 T315I"),
            ("BRAF:V600.", "BRAF V600"),
            ("BRAF:K601R,L597R", "( BRAF K601R OR BRAF L597R )"),
            ("NF1:del", "NF1 deletion"),
            ("ALK__.", "ALK fusion"),
            ("PML__RARA", "PML::RARA fusion"),
            ("KIT::wildtype:.", "KIT wild-type"),
            ("NRAS:.", "NRAS oncogenic mutation"),
            ("MET:amp;EGFR:.", "MET amplification AND EGFR oncogenic mutation"),
            ("EGFR::consequence::inframe_deletion:729-761", "EGFR exon 19 deletion"),
            ("KIT:550-592,627-664", "( KIT exon 11 mutation OR KIT exon 13 mutation )"),
        ] {
            assert_eq!(expression(cell).as_deref(), Some(profile), "{cell}");
        }
        for cell in ["NOTCH1::consequence::stop_gained:2245-2536", "PIK3R1:norm", "KIT:1-99", ""] {
            assert_eq!(expression(cell), None, "{cell}");
        }
    }

    #[test]
    fn old_guidelines_count_as_studies() {
        assert_eq!(basis("FDA guidelines"), Some(Basis::Trial));
        assert_eq!(basis("Early Trials,Case Report"), Some(Basis::Case));
        assert_eq!(basis("Pre-clinical"), Some(Basis::Preclinical));
        assert_eq!(basis("hearsay"), None);
    }
}
