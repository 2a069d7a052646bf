//! Our table of standings into rows.

use attune_genome::GeneSymbols;

use crate::{PackError, Standing, StandingKind, TumourScope};

use super::drugs::Drugs;
use super::labels::verification;
use super::profile;
use super::scope::Diseases;
use super::table::Table;

const NEEDED: [&str; 8] =
    ["id", "drugs", "oncotree", "biomarker", "standing", "replaced_by", "note", "verification"];

pub(super) fn build(
    bytes: &[u8],
    diseases: &Diseases<'_>,
    drugs: &mut Drugs,
    symbols: &GeneSymbols,
) -> Result<Vec<Standing>, PackError> {
    let table = Table::read("standing.tsv", bytes, &NEEDED)?;
    let mut rows: Vec<Standing> = Vec::new();
    for row in table.rows() {
        let biomarker = profile::read(row.get("biomarker"), symbols);
        if !profile::unreadable(&biomarker).is_empty() {
            return Err(row.refuse("biomarker", "not read"));
        }
        let tumours = diseases.scope(&row.list("oncotree"), "");
        if matches!(tumours, TumourScope::Unmapped(_)) {
            return Err(row.refuse("oncotree", "no such code"));
        }
        let names: Vec<&str> = row.get("drugs").split(" + ").map(str::trim).collect();
        if names.iter().any(|n| !drugs.knows(n)) {
            return Err(row.refuse("drugs", "not in the drug table"));
        }
        let Some(therapy) = drugs.therapy(&names.join(","), "Combination") else {
            return Err(row.refuse("drugs", "none"));
        };
        let mut drugs = therapy.drugs;
        drugs.sort();
        let kind = match row.get("standing") {
            "preferred" => StandingKind::Preferred,
            "other" => StandingKind::Other,
            "later_line" => StandingKind::LaterLine,
            "superseded" => StandingKind::Superseded,
            _ => return Err(row.refuse("standing", "not known")),
        };
        if (kind == StandingKind::Superseded) != row.some("replaced_by").is_some() {
            return Err(row.refuse("replaced_by", "stands for superseded treatments, and only for them"));
        }
        rows.push(Standing {
            id: row.get("id").to_owned(),
            drugs,
            tumours,
            biomarker,
            biomarker_text: row.get("biomarker").to_owned(),
            kind,
            replaced_by: row.some("replaced_by"),
            note: row.some("note"),
            verification: verification(&row)?,
        });
    }
    Ok(rows)
}
