//! The genome screen: a table that answers in parts, one variant in full, and a clinician's change of a class.

mod detail;
mod events;
mod places;
mod query;
mod table;

use std::sync::Arc;

use attune_report::findings::{biomarker_cards, criteria_of};
use serde_json::json;

use super::Workstation;
use crate::error::AppError;
use crate::reclassify::{Change, KIND, check, check_criterion, criterion_choice, key, same_criterion};
use crate::view::{
    BiomarkerRow, ClassInput, CriterionInput, GapRow, GenomeView, VariantDetail, VariantPage, VariantQuery,
};
pub(super) use table::GenomeTable;

/// Rows that come with the screen itself.
const FIRST: u32 = 120;

impl Workstation {
    /// The genome screen with the first part of its table.
    ///
    /// # Errors
    /// A locked vault, an unknown patient, a damaged pack.
    pub fn genome(&mut self, id: &str) -> Result<GenomeView, AppError> {
        let table = self.take_table(id)?;
        let genomes = &table.case.intake.genomes;
        let cards = biomarker_cards(genomes).into_iter().map(|c| {
            let (supports, option) = places::of_biomarker(&table, c.id);
            BiomarkerRow {
                id: c.id.to_owned(),
                label: c.label.to_owned(),
                value: c.value,
                unit: c.unit,
                lines: c.lines,
                known: c.known,
                supports,
                option,
            }
        });
        let view = GenomeView {
            banner: self.banner_of(&table.case)?,
            context: events::context(genomes),
            reports: u32::try_from(genomes.len()).unwrap_or(u32::MAX),
            biomarkers: cards.collect(),
            counts: table.counts(),
            copy_number: events::copy_number(genomes, &table),
            fusions: events::fusions(genomes, &table),
            negatives: events::negatives(genomes),
            gaps: events::gaps(genomes, &table),
            withheld: table.ranked.withheld.clone(),
            places: places::all(genomes, &table),
            page: table.page(&query::first(FIRST)),
        };
        self.keep_table(table)?;
        Ok(view)
    }

    /// A part of the table.
    ///
    /// # Errors
    /// A locked vault, an unknown patient.
    pub fn genome_variants(&mut self, id: &str, query: &VariantQuery) -> Result<VariantPage, AppError> {
        let table = self.take_table(id)?;
        let page = table.page(query);
        self.keep_table(table)?;
        Ok(page)
    }

    /// One variant in full.
    ///
    /// # Errors
    /// A locked vault, an unknown patient or variant, a damaged pack.
    pub fn genome_variant(&mut self, id: &str, key: &str) -> Result<VariantDetail, AppError> {
        let table = self.take_table(id)?;
        let detail = self.detail(&table, key);
        self.keep_table(table)?;
        detail
    }

    /// Records a clinician's change of a class. It is in force for everything read after this returns.
    ///
    /// # Errors
    /// A locked vault, an unknown variant, a class that its guideline does not have, a missing reason.
    pub fn record_class(&mut self, id: &str, input: &ClassInput) -> Result<VariantDetail, AppError> {
        let at = self.now().timestamp();
        let table = self.take_table(id)?;
        let entry = table.find(&input.key)?;
        let variant = table.variant(entry).ok_or_else(|| {
            AppError::new(
                "classification.no_place",
                "this finding has no coordinates, so its class cannot be changed",
                "import the report with coordinates",
            )
        })?;
        check(variant, &input.class, &input.reason)?;
        let open = self.open_mut()?;
        let change = Change {
            kind: KIND.to_owned(),
            key: input.key.clone(),
            name: format!("{} {}", entry.words.gene, entry.words.protein),
            from: entry.class.class.clone(),
            to: input.class.clone(),
            reason: input.reason.trim().to_owned(),
            by: open.user.clone(),
            at: at.to_string(),
            criterion: None,
        };
        open.vault.record_decision(id, &json!(change), &open.user.clone(), at)?;
        open.genome = None;
        self.genome_variant(id, &input.key)
    }

    /// Records a clinician's change of one criterion; points and class follow from it. It is in force for everything
    /// read after this returns.
    ///
    /// # Errors
    /// A locked vault, an unknown variant or criterion, a state or strength that is none, a missing reason, two criteria
    /// that would count one fact.
    pub fn record_criterion(&mut self, id: &str, input: &CriterionInput) -> Result<VariantDetail, AppError> {
        let at = self.now().timestamp();
        let table = self.take_table(id)?;
        let entry = table.find(&input.key)?;
        let no_place =
            || AppError::new("classification.no_place", "this finding has no criteria", "choose a variant");
        let variant = table.variant(entry).ok_or_else(no_place)?;
        let choice = criterion_choice(input)?;
        let before = criteria_of(variant).find(|c| same_criterion(&c.code, &choice.code));
        let from =
            before.map_or_else(|| "not assessed".to_owned(), |c| format!("{} {}", c.code, c.state.words()));
        let by = self.open()?.user.clone();
        let change = Change {
            kind: KIND.to_owned(),
            key: input.key.clone(),
            name: format!("{} {}", entry.words.gene, entry.words.protein),
            from,
            to: choice.words(),
            reason: input.reason.trim().to_owned(),
            by: by.clone(),
            at: at.to_string(),
            criterion: Some(choice),
        };
        let original = table.case.originals.iter().find(|v| key(v) == input.key).unwrap_or(variant);
        check_criterion(original, &table.case.changes, &change)?;
        let open = self.open_mut()?;
        open.vault.record_decision(id, &json!(change), &by, at)?;
        open.genome = None;
        self.genome_variant(id, &input.key)
    }

    /// The table of a patient: the one at hand where it is of the case as it stands now, else a new one.
    fn take_table(&mut self, id: &str) -> Result<GenomeTable, AppError> {
        let kept = self.open_mut()?.genome.take();
        let case = self.case(id)?;
        match kept.filter(|t| Arc::ptr_eq(&t.case, &case)) {
            Some(table) => Ok(table),
            None => {
                let ranked = self.rank_case(&case)?;
                Ok(GenomeTable::new(case, ranked))
            }
        }
    }

    fn keep_table(&mut self, table: GenomeTable) -> Result<(), AppError> {
        self.open_mut()?.genome = Some(table);
        Ok(())
    }
}

fn gap(kind: &str, subject: &str, message: &str) -> GapRow {
    GapRow { kind: kind.to_owned(), subject: subject.to_owned(), message: message.to_owned() }
}
