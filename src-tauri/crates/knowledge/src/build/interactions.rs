//! Our table of inhibitors and inducers into rows.

use crate::PackError;
use crate::pgx::{EffectStrength, EnzymeEffect, EnzymeInteraction};

use super::labels::verification;
use super::table::Table;

pub(super) const FILE: &str = "phenoconversion.tsv";
const NEEDED: [&str; 7] = ["drug", "names", "enzyme", "effect", "strength", "source", "verification"];
const ENZYMES: [&str; 4] = ["CYP2D6", "CYP2C19", "CYP2C9", "CYP3A"];

pub(super) fn build(bytes: &[u8]) -> Result<Vec<EnzymeInteraction>, PackError> {
    let table = Table::read(FILE, bytes, &NEEDED)?;
    let mut rows: Vec<EnzymeInteraction> = Vec::new();
    for row in table.rows() {
        let enzyme = row.get("enzyme");
        if !ENZYMES.contains(&enzyme) {
            return Err(row.refuse("enzyme", "not known"));
        }
        let one = EnzymeInteraction {
            drug: row.get("drug").to_lowercase(),
            names: row.list("names"),
            enzyme: enzyme.to_owned(),
            effect: match row.get("effect") {
                "inhibits" => EnzymeEffect::Inhibits,
                "induces" => EnzymeEffect::Induces,
                _ => return Err(row.refuse("effect", "not known")),
            },
            strength: match row.get("strength") {
                "strong" => EffectStrength::Strong,
                "moderate" => EffectStrength::Moderate,
                "weak" => EffectStrength::Weak,
                _ => return Err(row.refuse("strength", "not known")),
            },
            source: row.get("source").to_owned(),
            verification: verification(&row)?,
        };
        if one.source.is_empty() {
            return Err(row.refuse("source", "empty"));
        }
        if rows.iter().any(|r| r.drug == one.drug && r.enzyme == one.enzyme) {
            return Err(row.refuse("drug", "twice for one enzyme"));
        }
        rows.push(one);
    }
    Ok(rows)
}
