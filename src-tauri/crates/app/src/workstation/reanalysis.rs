//! Re-analysis: the list of now against the one that a person last took note of.

use attune_decision::{ListChange, OptionList, RankedOptions};
use attune_vault::{NewList, StoredList};

use super::Workstation;
use super::patient::PatientCase;
use crate::error::AppError;
use crate::printing::moment_words;
use crate::view::{ListChangeRow, OptionsView, ReanalysisView};

/// A patient of the vault with what a re-analysis found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reanalysed {
    /// Number of the patient.
    pub patient: String,
    /// Name for people.
    pub name: String,
    /// The comparison; `None` where no list was ever taken note of.
    pub found: Option<ReanalysisView>,
}

impl Workstation {
    /// Packs, models and rules, each with its version.
    pub(super) fn versions(&self, ranked: &RankedOptions) -> Vec<String> {
        let mut versions: Vec<String> =
            self.library.all_refs().into_iter().map(|p| format!("{} {}", p.id, p.version)).collect();
        versions.push(format!("rules {}", ranked.rules_version));
        versions
    }

    /// Compares with the last list. `None` where there is none yet.
    pub(super) fn reanalysis(
        &self,
        case: &PatientCase,
        ranked: &RankedOptions,
    ) -> Result<Option<ReanalysisView>, AppError> {
        // Withdrawn consent closes the earlier list as well.
        let planned = ranked.consent.treatment_planning.allows();
        let last = if planned { self.open()?.vault.last_list(&case.id)? } else { None };
        let Some(stored) = last else { return Ok(None) };
        let before = earlier(&stored)?;
        let after = OptionList::of(ranked, self.versions(ranked));
        let changes: Vec<ListChangeRow> = before.changes(&after).into_iter().map(Into::into).collect();
        let mut causes: Vec<String> = Vec::new();
        for version in after.versions.iter().filter(|v| !before.versions.contains(v)) {
            let id = version.split(' ').next().unwrap_or_default();
            let old = before.versions.iter().find(|v| v.split(' ').next() == Some(id));
            causes
                .push(old.map_or_else(|| format!("New: {version}"), |old| format!("{old} became {version}")));
        }
        if self.open()?.vault.record_state(&case.id)? != stored.record {
            causes.push(
                "The record changed: files were imported or taken back, or a consent was recorded".to_owned(),
            );
        }
        if before.as_of != after.as_of {
            causes.push(format!("The day changed: {} became {}", before.as_of, after.as_of));
        }
        let zone = self.now().time_zone().clone();
        Ok(Some(ReanalysisView {
            since: format!("{}, {}", moment_words(&stored.at.to_zoned(zone)), occasion(&stored.occasion)),
            causes,
            changes,
        }))
    }

    /// Keeps the list of this moment as the one that a person took note of.
    pub(super) fn keep_list(&mut self, id: &str, why: &str, list: &OptionList) -> Result<(), AppError> {
        let json = serde_json::to_value(list)
            .map_err(|e| AppError::new("list.unwritable", e.to_string(), "nothing was stored"))?;
        let new = NewList { occasion: why.to_owned(), versions: list.versions.join("; "), json };
        let at = self.now().timestamp();
        let open = self.open_mut()?;
        Ok(open.vault.record_list(id, &new, &open.user.clone(), at)?)
    }

    /// On showing the list: it is kept where none was, or where nothing that it shows has changed but what it rests
    /// on has. A difference stays until a person notes it.
    pub(super) fn keep_if_unchanged(
        &mut self,
        case: &PatientCase,
        ranked: &RankedOptions,
        found: Option<&ReanalysisView>,
    ) -> Result<(), AppError> {
        let versions = self.versions(ranked).join("; ");
        let keep = match (found, self.open()?.vault.last_list_mark(&case.id)?) {
            (None, _) => true,
            (Some(found), Some(stored)) => {
                let moved = stored.versions != versions
                    || self.open()?.vault.record_state(&case.id)? != stored.record;
                found.changes.is_empty() && moved
            }
            (Some(_), None) => false,
        };
        if keep && ranked.consent.treatment_planning.allows() {
            let list = OptionList::of(ranked, self.versions(ranked));
            self.keep_list(&case.id, "viewed", &list)?;
        }
        Ok(())
    }

    /// A person took note of the differences: the list of now is the one to compare with from here on.
    ///
    /// # Errors
    /// A locked vault, an unknown patient, faults of the store.
    pub fn note_reanalysis(&mut self, id: &str) -> Result<OptionsView, AppError> {
        let case = self.case(id)?;
        let ranked = self.rank_case(&case)?;
        let list = OptionList::of(&ranked, self.versions(&ranked));
        self.keep_list(id, "noted", &list)?;
        self.options(id)
    }

    /// Ranks every patient again and compares with the last list of each.
    ///
    /// # Errors
    /// A locked vault, faults of the store, a damaged pack.
    pub fn reanalyse(&self) -> Result<Vec<Reanalysed>, AppError> {
        let rows = self.open()?.vault.patients("")?;
        rows.into_iter()
            .map(|row| {
                let case = self.case(&row.id)?;
                let ranked = self.rank_case(&case)?;
                let found = self.reanalysis(&case, &ranked)?;
                Ok(Reanalysed { patient: row.id, name: row.patient.name.banner(), found })
            })
            .collect()
    }

    /// For the worklist: whether pack or record changed since the last list, without ranking again.
    pub(super) fn reanalysis_due(&self, id: &str) -> Result<Option<String>, AppError> {
        let vault = &self.open()?.vault;
        let Some(mark) = vault.last_list_mark(id)? else { return Ok(None) };
        let mut now: Vec<String> =
            self.library.all_refs().into_iter().map(|p| format!("{} {}", p.id, p.version)).collect();
        now.push(format!("rules {}", attune_decision::RULES_VERSION));
        let pack = mark.versions != now.join("; ");
        let record = mark.record != vault.record_state(id)?;
        Ok(match (pack, record) {
            (true, true) => Some("Pack and record changed since the last list".to_owned()),
            (true, false) => Some("Pack changed since the last list".to_owned()),
            (false, true) => Some("Record changed since the last list".to_owned()),
            (false, false) => None,
        })
    }
}

fn earlier(stored: &StoredList) -> Result<OptionList, AppError> {
    serde_json::from_value(stored.json.clone()).map_err(|e| {
        AppError::new(
            "vault.unreadable_item",
            format!("a stored list cannot be read: {e}"),
            "it was written by another version of Attune; nothing was changed",
        )
    })
}

fn occasion(word: &str) -> &str {
    match word {
        "viewed" => "when the list was first shown",
        "report" => "when a report was written",
        "decision" => "when a decision was recorded",
        "noted" => "when the differences were noted",
        other => other,
    }
}

impl From<ListChange> for ListChangeRow {
    fn from(c: ListChange) -> Self {
        Self {
            kind: c.kind.name().to_owned(),
            treatment: c.treatment,
            before: c.before,
            after: c.after,
            why: c.why,
        }
    }
}
