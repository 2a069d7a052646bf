//! What matters to the patient: weights that the clinician sets together with the patient. Each setting is kept with
//! who and when, as a decision of the vault; the latest counts, and a reset is a setting of its own.

use attune_decision::Preferences;
use attune_vault::StoredDecision;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Workstation;
use super::patient::PatientCase;
use crate::document::PreferencesDoc;
use crate::error::AppError;
use crate::printing::moment_words;
use crate::view::{OptionsView, WishesView};

/// Kind of the stored decision.
const KIND: &str = "preferences";

/// Weights as they are stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Wishes {
    kind: String,
    weights: Preferences,
    by: String,
    at: Timestamp,
}

impl Wishes {
    /// The latest among the stored decisions. Weights of a later form are left to a later version.
    pub(super) fn latest(stored: &[StoredDecision]) -> Option<Self> {
        let of_kind = stored.iter().rev().filter(|d| d.json["kind"] == KIND);
        of_kind.filter_map(|d| serde_json::from_value(d.json.clone()).ok()).next()
    }
}

impl PatientCase {
    /// The weights that the list is ordered by.
    pub(super) fn preferences(&self) -> Preferences {
        self.wishes.as_ref().map_or_else(Preferences::default, |w| w.weights)
    }
}

impl Workstation {
    /// Stores the weights with an audit entry and ranks by them. All 0 is a reset.
    ///
    /// # Errors
    /// A locked vault, an unknown patient, a weight outside 0 to 1, faults of the store.
    pub fn record_preferences(&mut self, id: &str, input: &PreferencesDoc) -> Result<OptionsView, AppError> {
        let weights = Preferences::new(input.efficacy, input.toxicity, input.route, input.visits)?;
        let at = self.now().timestamp();
        let by = self.open()?.user.clone();
        let wishes = Wishes { kind: KIND.to_owned(), weights, by, at };
        let json = serde_json::to_value(&wishes)
            .map_err(|e| AppError::new("preferences.unwritable", e.to_string(), "nothing was stored"))?;
        self.open_mut()?.vault.record_decision(id, &json, &wishes.by, at)?;
        self.options(id)
    }

    /// The weights with who set them and when.
    pub(super) fn wishes_view(&self, case: &PatientCase) -> WishesView {
        let zone = self.now().time_zone().clone();
        let when = |w: &Wishes| {
            let what = if w.weights.is_none() { "reset" } else { "set" };
            let by = if w.by.is_empty() { "somebody who gave no name" } else { w.by.as_str() };
            format!("{what} on {} by {by}", moment_words(&w.at.to_zoned(zone.clone())))
        };
        WishesView { weights: case.preferences().into(), recorded: case.wishes.as_ref().map(when) }
    }
}
