//! Our drug table, widened by the names that the evidence uses.

use std::collections::{BTreeSet, HashMap};

use crate::drug::{Administration, Burden, Drug, DrugKind, DrugTable, Route};
use crate::text::key;
use crate::{PackError, Therapy, TherapyInteraction};

use super::table::Table;

/// Names that hold a comma, which CIViC also uses between drugs.
const WITH_COMMA: [(&str, &str); 2] =
    [("CP-724,714", "CP-724 714"), ("2,4-pyrimidinediamine", "2-4-pyrimidinediamine")];

/// Our table of how drugs are given.
pub(super) const ADMINISTRATION: &str = "administration.tsv";

/// The drug table while it grows.
pub(super) struct Drugs {
    rows: Vec<Drug>,
    table: DrugTable,
    added: BTreeSet<String>,
}

impl Drugs {
    pub(super) fn read(own: &[u8]) -> Result<Self, PackError> {
        let columns = ["name", "kind", "classes", "synonyms", "components", "marketed"];
        let table = Table::read("drugs.tsv", own, &columns)?;
        let mut rows = Vec::new();
        for row in table.rows() {
            let kind = match row.get("kind") {
                "drug" => DrugKind::Drug,
                "regimen" => DrugKind::Regimen,
                "class" => DrugKind::Class,
                "procedure" => DrugKind::Procedure,
                _ => return Err(row.refuse("kind", "not known")),
            };
            rows.push(Drug {
                name: row.get("name").to_lowercase(),
                kind,
                synonyms: row.list("synonyms"),
                classes: row.list("classes"),
                components: row.list("components"),
                marketed: row.get("marketed") == "yes",
                administration: None,
            });
        }
        let table = DrugTable::new(rows.clone());
        for drug in &rows {
            if let Some(missing) = drug.components.iter().find(|c| table.generic(c).is_none()) {
                let reason = format!("component `{missing}` of `{}` is not in the table", drug.name);
                return Err(PackError::input("drugs.tsv", reason));
            }
        }
        Ok(Self { rows, table, added: BTreeSet::new() })
    }

    /// How the drugs are given: a row of the drug counts before a row of one of its classes.
    pub(super) fn administer(&mut self, own: &[u8]) -> Result<(), PackError> {
        let table =
            Table::read(ADMINISTRATION, own, &["kind", "name", "route", "visits", "burden", "verification"])?;
        let (mut drugs, mut classes) = (HashMap::new(), Vec::new());
        for row in table.rows() {
            let how = Administration {
                route: match row.get("route") {
                    "oral" => Route::Oral,
                    "injection" => Route::Injection,
                    "infusion" => Route::Infusion,
                    "local" => Route::Local,
                    _ => return Err(row.refuse("route", "not known")),
                },
                visits: row.get("visits").parse().map_err(|_| row.refuse("visits", "not a number"))?,
                burden: match row.get("burden") {
                    "low" => Burden::Low,
                    "moderate" => Burden::Moderate,
                    "high" => Burden::High,
                    _ => return Err(row.refuse("burden", "not known")),
                },
            };
            let name = row.get("name");
            match row.get("kind") {
                "drug" => {
                    let Some(drug) = self.table.generic(name) else {
                        return Err(row.refuse("name", "not in the drug table"));
                    };
                    drugs.insert(drug.name.clone(), how);
                }
                "class" if self.has_class(name) => classes.push((name.to_owned(), how)),
                _ => return Err(row.refuse("kind", "neither a drug nor a class of the drug table")),
            }
        }
        for drug in self.rows.iter_mut().filter(|d| d.kind == DrugKind::Drug) {
            let by_class = || classes.iter().find(|(class, _)| drug.is(class)).map(|(_, how)| *how);
            drug.administration = drugs.get(&drug.name).copied().or_else(by_class);
        }
        Ok(())
    }

    /// The generic name of a name, which is added to the table where it is new.
    pub(super) fn name(&mut self, text: &str) -> String {
        if let Some(drug) = self.table.generic(text) {
            return drug.name.clone();
        }
        let name = text.trim().to_lowercase();
        self.added.insert(name.clone());
        name
    }

    /// Names of a source's therapy column as a therapy. A regimen alone or in a combination gives its drugs.
    pub(super) fn therapy(&mut self, cell: &str, interaction: &str) -> Option<Therapy> {
        let mut cell = cell.to_owned();
        for (from, to) in WITH_COMMA {
            cell = cell.replace(from, to);
        }
        let names: Vec<&str> = cell
            .split(',')
            .map(str::trim)
            .filter(|n| !n.is_empty() && !n.eq_ignore_ascii_case("not applicable"))
            .collect();
        let substitutes = interaction == "Substitutes";
        let mut drugs: Vec<String> = Vec::new();
        for name in &names {
            let parts: Vec<String> = match self.table.generic(name) {
                Some(d) if d.kind == DrugKind::Regimen && !substitutes => d.components.clone(),
                _ => vec![self.name(name)],
            };
            for part in parts {
                if !drugs.contains(&part) {
                    drugs.push(part);
                }
            }
        }
        let interaction = match interaction {
            _ if drugs.is_empty() => return None,
            _ if drugs.len() == 1 => TherapyInteraction::Single,
            "Substitutes" => TherapyInteraction::Substitutes,
            "Sequential" => TherapyInteraction::Sequential,
            _ => TherapyInteraction::Combination,
        };
        Some(Therapy { drugs, interaction })
    }

    /// What a name of the table is.
    pub(super) fn kind(&self, name: &str) -> Option<DrugKind> {
        self.table.generic(name).map(|d| d.kind)
    }

    /// A class of the table.
    pub(super) fn has_class(&self, class: &str) -> bool {
        self.rows.iter().any(|d| d.is(class))
    }

    /// A name of the table.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.table.generic(name).is_some()
    }

    /// The finished rows, and how many of them only the evidence names.
    pub(super) fn finish(mut self) -> (Vec<Drug>, u64) {
        let added = self.added.len() as u64;
        let known: BTreeSet<String> = self.rows.iter().map(|d| key(&d.name)).collect();
        self.rows.extend(self.added.into_iter().filter(|n| !known.contains(&key(n))).map(|name| Drug {
            name,
            kind: DrugKind::Drug,
            synonyms: Vec::new(),
            classes: Vec::new(),
            components: Vec::new(),
            marketed: false,
            administration: None,
        }));
        self.rows.sort_by(|a, b| a.name.cmp(&b.name));
        (self.rows, added)
    }
}
