//! The label layer: our own table of what regulators approved, and the FDA's companion diagnostics.

use std::collections::BTreeMap;

use attune_genome::GeneSymbols;

use crate::{
    Assertion, AssertionKind, Basis, Citation, Direction, PackError, Significance, Source, Therapy,
    TherapyInteraction, Verification,
};

use super::drugs::Drugs;
use super::profile;
use super::scope::Diseases;
use super::statistics::Statistics;
use super::table::{Row, Table};

const FILE: &str = "labels.tsv";
const NEEDED: [&str; 14] = [
    "id",
    "drugs",
    "interaction",
    "oncotree",
    "disease",
    "biomarker",
    "significance",
    "basis",
    "line",
    "region",
    "statement",
    "source_id",
    "date",
    "verification",
];
/// Licence of our own words about public labels: that of this repository.
const OWN: &str = "Apache-2.0";

/// What the rows are read with.
pub(super) struct Context<'a, 'b> {
    pub(super) diseases: &'a Diseases<'b>,
    pub(super) drugs: &'a mut Drugs,
    pub(super) symbols: &'a GeneSymbols,
    pub(super) counts: &'a mut Statistics,
}

/// `checked` or `recalled`.
pub(super) fn verification(row: &Row<'_, '_>) -> Result<Verification, PackError> {
    match row.get("verification") {
        "checked" => Ok(Verification::Checked),
        "recalled" => Ok(Verification::Recalled),
        _ => Err(row.refuse("verification", "neither checked nor recalled")),
    }
}

/// Our own rows. A biomarker or tumour that cannot be read is an error here: the table is ours to mend.
pub(super) fn own(bytes: &[u8], with: &mut Context<'_, '_>) -> Result<Vec<Assertion>, PackError> {
    let table = Table::read(FILE, bytes, &NEEDED)?;
    let mut all: Vec<Assertion> = Vec::new();
    for row in table.rows() {
        let biomarker = profile::read(row.get("biomarker"), with.symbols);
        if !profile::unreadable(&biomarker).is_empty() {
            return Err(row.refuse("biomarker", "not read"));
        }
        let scope = with.diseases.scope(&row.list("oncotree"), row.get("disease"));
        if matches!(scope, crate::TumourScope::Unmapped(_)) {
            return Err(row.refuse("oncotree", "no such code"));
        }
        let interaction = match row.get("interaction") {
            "" | "combination" => "Combination",
            "substitutes" => "Substitutes",
            "sequential" => "Sequential",
            _ => return Err(row.refuse("interaction", "not known")),
        };
        let names: Vec<&str> = row.get("drugs").split(" + ").map(str::trim).collect();
        if let Some(unknown) = names.iter().find(|d| !with.drugs.knows(d)) {
            return Err(row.refuse("drugs", &format!("`{unknown}` is not in the drug table")));
        }
        let Some(therapy) = with.drugs.therapy(&names.join(","), interaction) else {
            return Err(row.refuse("drugs", "none"));
        };
        let (significance, direction) = match row.get("significance") {
            "sensitivity" => (Significance::Sensitivity, Direction::Supports),
            "no_benefit" => (Significance::Sensitivity, Direction::DoesNotSupport),
            "resistance" => (Significance::Resistance, Direction::Supports),
            "reduced" => (Significance::ReducedSensitivity, Direction::Supports),
            _ => return Err(row.refuse("significance", "not known")),
        };
        let (basis, source) = match row.get("basis") {
            "label" => (Basis::Label, format!("{} label", regulator(row.get("region")))),
            "guideline" => (Basis::Guideline, "Guideline".to_owned()),
            "trial" => (Basis::Trial, "Clinical studies".to_owned()),
            _ => return Err(row.refuse("basis", "neither label, guideline nor trial")),
        };
        if all.iter().any(|a| a.id == row.get("id")) {
            return Err(row.refuse("id", "twice in the table"));
        }
        if basis == Basis::Label && row.get("region").is_empty() {
            return Err(row.refuse("region", "a label is of a region"));
        }
        let verification = verification(&row)?;
        with.counts.add("label.own_facts", 1);
        all.push(Assertion {
            id: row.get("id").to_owned(),
            source: Source { name: source, id: row.get("source_id").to_owned(), licence: OWN.to_owned() },
            kind: AssertionKind::Predictive,
            biomarker,
            biomarker_text: row.get("biomarker").to_owned(),
            therapy: Some(therapy),
            tumours: scope,
            disease_text: row.get("disease").to_owned(),
            significance,
            direction,
            basis,
            source_level: None,
            rating: None,
            origin: None,
            statement: row.get("statement").to_owned(),
            line: row.some("line"),
            region: region(&row, basis),
            citations: row.list("source_id").into_iter().map(cite).collect(),
            date: row.some("date"),
            verification,
            withdrawn: row.get("withdrawn") == "yes",
        });
    }
    Ok(all)
}

fn regulator(region: &str) -> &str {
    match region {
        "US" => "FDA",
        "US;EU" => "FDA and EMA",
        "EU" => "EMA",
        "JP" => "PMDA",
        "CN" => "NMPA",
        other => other,
    }
}

/// Region of a row. A guideline is of the region of the body that wrote it where the row says so, else it is
/// international; a label without its region is none.
fn region(row: &Row<'_, '_>, basis: Basis) -> Option<String> {
    row.some("region").or_else(|| (basis == Basis::Guideline).then(|| "international".to_owned()))
}

fn cite(id: String) -> Citation {
    Citation { text: String::new(), id }
}

/// The FDA's companion diagnostics. Several devices of one pair make one fact with all submissions; its date
/// is that of the first.
pub(super) fn companion(
    facts: &[u8],
    readings: &[u8],
    with: &mut Context<'_, '_>,
) -> Result<Vec<Assertion>, PackError> {
    let readings = Table::read("cdx_biomarkers.tsv", readings, &["biomarker", "expression"])?;
    let readings: BTreeMap<&str, &str> =
        readings.rows().map(|r| (r.get("biomarker"), r.get("expression"))).collect();
    let columns =
        ["device", "gene", "biomarker", "drug", "oncotree", "indication", "approval_date", "fda_submission"];
    let table = Table::read("companion_diagnostics.tsv", facts, &columns)?;
    let mut groups: BTreeMap<[String; 4], Vec<Row<'_, '_>>> = BTreeMap::new();
    for row in table.rows() {
        with.counts.add("companion.rows", 1);
        let names = ["gene", "biomarker", "drug", "oncotree"];
        groups.entry(names.map(|c| row.get(c).to_owned())).or_default().push(row);
    }
    let mut all = Vec::new();
    for (rows, number) in groups.values().zip(1..) {
        let Some(first) = rows.iter().min_by_key(|r| (r.get("approval_date"), r.get("fda_submission")))
        else {
            continue;
        };
        let Some(reading) = readings.get(first.get("biomarker")) else {
            return Err(first.refuse("biomarker", "no reading in cdx_biomarkers.tsv"));
        };
        if *reading == "-" {
            with.counts.add("companion.left_out", rows.len() as u64);
            continue;
        }
        let text = reading.replace("{g}", first.get("gene"));
        let biomarker = profile::read(&text, with.symbols);
        for leaf in profile::unreadable(&biomarker) {
            with.counts.unreadable(leaf);
        }
        let drugs: Vec<String> = first.get("drug").split(" + ").map(|d| with.drugs.name(d)).collect();
        let interaction =
            if drugs.len() == 1 { TherapyInteraction::Single } else { TherapyInteraction::Combination };
        with.counts.add("companion.facts", 1);
        all.push(Assertion {
            id: format!("cdx:{number:03}"),
            source: Source {
                name: "FDA companion diagnostic".to_owned(),
                id: first.get("fda_submission").to_owned(),
                licence: "public domain".to_owned(),
            },
            kind: AssertionKind::Predictive,
            biomarker,
            biomarker_text: text.clone(),
            statement: format!(
                "The FDA approved {} to select patients with {} ({}) for {}.",
                devices(rows),
                first.get("indication"),
                text,
                drugs.join(" + ")
            ),
            therapy: Some(Therapy { drugs, interaction }),
            tumours: with.diseases.scope(&first.list("oncotree"), first.get("indication")),
            disease_text: first.get("indication").to_owned(),
            significance: Significance::Sensitivity,
            direction: Direction::Supports,
            basis: Basis::Label,
            source_level: None,
            rating: None,
            origin: text.contains("germline").then(|| "germline".to_owned()),
            line: None,
            region: Some("US".to_owned()),
            citations: rows.iter().map(|r| cite(format!("FDA:{}", r.get("fda_submission")))).collect(),
            date: first.some("approval_date"),
            verification: Verification::Checked,
            withdrawn: rows.iter().any(|r| r.get("note").contains("withdrawn from the market")),
        });
    }
    Ok(all)
}

fn devices(rows: &[Row<'_, '_>]) -> String {
    let mut names: Vec<&str> = rows.iter().map(|r| r.get("device")).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}
