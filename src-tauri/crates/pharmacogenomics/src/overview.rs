//! The advice for one person by drug: the person's own medication first, then every drug that a guideline names.
//!
//! "No recommendation", "usual dose", "not in any guideline" and "not known, because a gene has no result" are
//! four answers and stay four.

mod medication;

use std::collections::{BTreeMap, BTreeSet};

use attune_clinical::{Medication, MedicationStatus, PartialDate};
use attune_knowledge::DrugTable;
use attune_knowledge::pgx::{Guidance, PgxTables};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{CallStatus, DrugAction, GeneResult, PgxSample, Recommendation};

pub use medication::guideline_drugs;

/// Where a drug stands for one person, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "action")]
pub enum Standing {
    /// At least one source has a row for the gene results; the most far-reaching action among them.
    /// [`DrugAction::None`] says that the sources have the row and give no recommendation.
    Advised(DrugAction),
    /// A source asks for genes that have no result.
    NotKnown,
    /// No source has the drug.
    NotInGuidelines,
}

impl Standing {
    /// True where a drug or a dose would be changed, or watched more closely.
    #[must_use]
    pub fn acts(self) -> bool {
        matches!(self, Self::Advised(action) if !matches!(action, DrugAction::Standard | DrugAction::None))
    }
}

/// All that the sources say of one drug.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrugOverview {
    /// Generic name, as the guidelines write it.
    pub drug: String,
    /// Where it stands.
    pub standing: Standing,
    /// Rows of all sources, in the order of the sample's recommendations (CPIC, DPWG, FDA).
    pub rows: Vec<Recommendation>,
    /// Genes that a source asks for and that have no result: what is not known here.
    pub open_genes: Vec<String>,
}

/// One entry of the medication list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnMedication {
    /// The words of the record.
    pub written: String,
    /// Dose instruction of the record.
    pub dosage: Option<String>,
    /// Current, planned, or not said; past medication is not listed.
    pub course: MedicationStatus,
    /// What the guidelines say of the drugs in it. Empty: no guideline has any of them.
    pub drugs: Vec<DrugOverview>,
}

impl OwnMedication {
    /// The most pressing standing among its drugs.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.drugs.iter().map(|d| d.standing).min().unwrap_or(Standing::NotInGuidelines)
    }
}

/// The advice by drug.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Overview {
    /// The person's medication that is not past, the most pressing first.
    pub own: Vec<OwnMedication>,
    /// Every drug of the guidelines, the most pressing first, then by name.
    pub drugs: Vec<DrugOverview>,
}

/// Orders the recommendations of a sample by drug. `names` finds the drugs in a text of the medication list; what
/// ended before `as_of` is past.
#[must_use]
pub fn overview(
    tables: &PgxTables,
    sample: &PgxSample,
    medications: &[Medication],
    names: &DrugTable,
    as_of: Date,
) -> Overview {
    let today = PartialDate::day(as_of);
    let ended = |m: &Medication| m.end.is_some_and(|end| end < today);
    let asked = genes_by_drug(&tables.guidance);
    let mut drugs: Vec<DrugOverview> = asked.iter().map(|(drug, genes)| one(drug, genes, sample)).collect();
    let mut own: Vec<OwnMedication> = medications
        .iter()
        .filter(|m| m.status.is_fact() && m.course != MedicationStatus::Past && !ended(m))
        .map(|m| OwnMedication {
            written: m.text.clone(),
            dosage: m.dosage.clone(),
            course: m.course,
            drugs: taken(m, &asked, names)
                .into_iter()
                .filter_map(|name| drugs.iter().find(|d| d.drug == name).cloned())
                .collect(),
        })
        .collect();
    own.sort_by_key(|m| (m.standing(), m.written.to_lowercase()));
    drugs.sort_by(|a, b| (a.standing, &a.drug).cmp(&(b.standing, &b.drug)));
    Overview { own, drugs }
}

/// Drugs of the guidelines that an entry names, in its own words or in those of its codes.
fn taken<'a>(
    medication: &Medication,
    asked: &BTreeMap<&'a str, BTreeSet<&str>>,
    names: &DrugTable,
) -> BTreeSet<&'a str> {
    let displays = medication.codings.iter().filter_map(|c| c.display.as_deref());
    let texts = std::iter::once(medication.text.as_str()).chain(displays);
    texts.flat_map(|text| guideline_drugs(text, asked.keys().copied(), names)).collect()
}

/// Genes that the guidelines ask for, by drug.
fn genes_by_drug(guidance: &[Guidance]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut out: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in guidance {
        for row in source.texts.iter().flat_map(|t| &t.rows) {
            for drug in &row.drugs {
                let genes = row.genes.iter().map(|g| source.word(*g));
                out.entry(source.word(*drug)).or_default().extend(genes);
            }
        }
    }
    out
}

fn one(drug: &str, genes: &BTreeSet<&str>, sample: &PgxSample) -> DrugOverview {
    let rows: Vec<Recommendation> =
        sample.recommendations.iter().filter(|r| r.drug == drug).cloned().collect();
    let open_genes: Vec<String> = genes
        .iter()
        .filter(|symbol| !sample.genes.iter().any(|g| g.gene == **symbol && has_result(g)))
        .map(|symbol| (*symbol).to_owned())
        .collect();
    let standing = match rows.iter().filter(|r| counts(r)).map(|r| r.action).min() {
        Some(action) => Standing::Advised(action),
        // Rows for other people only, or no row for results that are all there: the sources advise nothing.
        None if open_genes.is_empty() => Standing::Advised(DrugAction::None),
        None => Standing::NotKnown,
    };
    DrugOverview { drug: drug.to_owned(), standing, rows, open_genes }
}

/// A result that a guideline can be asked with. An ambiguous gene has one where diplotypes are listed.
fn has_result(gene: &GeneResult) -> bool {
    gene.phenotype.is_some() || (gene.status != CallStatus::NotCalled && !gene.diplotypes.is_empty())
}

/// Whether a row is for this person: of its population, and, where the result is not settled, the one to follow.
fn counts(row: &Recommendation) -> bool {
    row.population_applies != Some(false) && (row.condition.is_none() || row.most_cautious)
}
