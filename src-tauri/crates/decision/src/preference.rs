//! How far a treatment meets what the patient prefers: one share for each weight.
//!
//! The facts are those of the drug table (route, visits, severe adverse events). A drug without such a row gives
//! no share: not known is neither good nor bad.

use attune_knowledge::{Administration, Burden, Route};

use crate::Preferences;
use crate::treatment::{DrugIndex, Treatment};

/// Visits in 28 days at which the wish for few visits counts neither for nor against.
const USUAL_VISITS: f64 = 2.0;

/// A share of the preference weights: factor, words, and its part from -1 to 1, already weighed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wish {
    pub(crate) factor: &'static str,
    pub(crate) label: String,
    pub(crate) part: f64,
}

/// The shares for a treatment; `standing` is its standing among the alternatives from -1 to 1.
pub(crate) fn wishes(
    preferences: &Preferences,
    treatment: &Treatment,
    drugs: &DrugIndex<'_>,
    standing: f64,
) -> Vec<Wish> {
    if preferences.is_none() {
        return Vec::new();
    }
    // The four parts add up to at most one, so that each cap of the score holds.
    let weigh = |weight: f64, value: f64| weight * value / 4.0;
    let mut wishes = Vec::new();
    let mut push = |factor, label: String, part: f64| {
        if part != 0.0 {
            wishes.push(Wish { factor, label, part });
        }
    };
    let words = if standing > 0.0 { "chosen first or in use" } else { "not chosen first" };
    push(
        "preference_efficacy",
        format!("wish for the most effective treatment: {words}"),
        weigh(preferences.efficacy, standing),
    );
    let known: Option<Vec<Administration>> =
        treatment.drugs.iter().map(|d| drugs.get(d).and_then(|e| e.administration)).collect();
    let Some(known) = known.filter(|k| !k.is_empty()) else { return wishes };
    if let Some(worst) = known.iter().map(|a| a.burden).max() {
        let (value, words) = match worst {
            Burden::Low => (1.0, "severe adverse events in less than a quarter"),
            Burden::Moderate => (0.0, "severe adverse events in a quarter to a half"),
            Burden::High => (-1.0, "severe adverse events in more than a half"),
        };
        push(
            "preference_toxicity",
            format!("wish for few side effects: {words}"),
            weigh(preferences.toxicity, value),
        );
    }
    let infused = known.iter().any(|a| a.route == Route::Infusion);
    let (value, words) = if infused {
        (-1.0, "needs infusions")
    } else if known.iter().all(|a| a.route == Route::Oral) {
        (1.0, "by mouth")
    } else {
        (0.0, "by injection")
    };
    push("preference_route", format!("wish for tablets: {words}"), weigh(preferences.route, value));
    let visits = known.iter().map(|a| f64::from(a.visits)).fold(0.0, f64::max);
    let value = ((USUAL_VISITS - visits) / USUAL_VISITS).clamp(-1.0, 1.0);
    push(
        "preference_visits",
        format!("wish for few visits: about {visits} in 4 weeks"),
        weigh(preferences.visits, value),
    );
    wishes
}
