//! What the site and the patient add to a question: the region of the approvals, and preference weights.
//!
//! Both are soft factors: they order options inside a level and never lift one over another level.

use serde::{Deserialize, Serialize};

/// The region whose approvals count at the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Region {
    /// United States (FDA).
    Us,
    /// European Union (EMA).
    Eu,
}

impl Region {
    /// All that the pack has labels for.
    pub const ALL: [Self; 2] = [Self::Us, Self::Eu];

    /// `US`, `EU`: the code of the label rows.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Us => "US",
            Self::Eu => "EU",
        }
    }

    /// The region with its regulator, for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Us => "United States (FDA)",
            Self::Eu => "European Union (EMA)",
        }
    }

    /// Reads a code, whatever its case; `None` for a region without labels in the pack.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code().eq_ignore_ascii_case(text.trim()))
    }
}

/// How much each matter counts for this patient, from 0 (indifferent) to 1 (decisive). All 0 is the default and
/// changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Preferences {
    /// The treatment that is chosen first among its alternatives, whatever it asks.
    pub efficacy: f64,
    /// Few severe adverse events.
    pub toxicity: f64,
    /// By mouth instead of by infusion.
    pub route: f64,
    /// Few visits to the clinic.
    pub visits: f64,
}

/// Why preference weights cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PreferenceError {
    /// A name that is none of the four.
    #[error("`{0}` is none of efficacy, toxicity, route, visits")]
    UnknownName(String),
    /// A weight outside 0 to 1, or no number.
    #[error("the weight of {0} is not a number from 0 to 1")]
    OutOfRange(String),
}

impl PreferenceError {
    /// Stable code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownName(_) => "preference.unknown_name",
            Self::OutOfRange(_) => "preference.out_of_range",
        }
    }
}

impl Preferences {
    /// The weights, if each lies between 0 and 1.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`].
    pub fn new(efficacy: f64, toxicity: f64, route: f64, visits: f64) -> Result<Self, PreferenceError> {
        let weights = Self { efficacy, toxicity, route, visits };
        for (name, weight) in weights.named() {
            if !(0.0..=1.0).contains(&weight) {
                return Err(PreferenceError::OutOfRange(name.to_owned()));
            }
        }
        Ok(weights)
    }

    /// Reads `efficacy=1,route=0.5`; a name that is left out weighs 0.
    ///
    /// # Errors
    /// A name that is not known, or a weight outside 0 to 1.
    pub fn parse(text: &str) -> Result<Self, PreferenceError> {
        let mut weights = Self::default();
        for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, "1"));
            let value: f64 =
                value.trim().parse().map_err(|_| PreferenceError::OutOfRange(name.trim().to_owned()))?;
            match name.trim() {
                "efficacy" => weights.efficacy = value,
                "toxicity" => weights.toxicity = value,
                "route" => weights.route = value,
                "visits" => weights.visits = value,
                other => return Err(PreferenceError::UnknownName(other.to_owned())),
            }
        }
        Self::new(weights.efficacy, weights.toxicity, weights.route, weights.visits)
    }

    /// True where nothing was weighed.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.named().iter().all(|(_, weight)| *weight == 0.0)
    }

    /// Names and weights, in the order of the screen.
    #[must_use]
    pub fn named(&self) -> [(&'static str, f64); 4] {
        [
            ("efficacy", self.efficacy),
            ("toxicity", self.toxicity),
            ("route", self.route),
            ("visits", self.visits),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_and_kept_in_range() {
        let read = Preferences::parse("route=0.5, toxicity = 1").expect("read");
        assert_eq!(read, Preferences { toxicity: 1.0, route: 0.5, ..Preferences::default() });
        assert!(Preferences::parse("").expect("nothing").is_none());
        assert_eq!(Preferences::parse("price=1"), Err(PreferenceError::UnknownName("price".into())));
        assert_eq!(Preferences::parse("route=2"), Err(PreferenceError::OutOfRange("route".into())));
        assert_eq!(Preferences::parse("route=NaN"), Err(PreferenceError::OutOfRange("route".into())));
        assert_eq!(Region::parse("eu"), Some(Region::Eu));
        assert_eq!(Region::parse("Mars"), None);
    }
}
