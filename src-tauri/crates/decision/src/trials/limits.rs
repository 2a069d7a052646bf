//! Age, performance status and other limits in numbers.

use attune_clinical::Sex;

use super::Asked;
use super::answer::{CriterionAnswer, Eligibility, leaf};
use super::words::{Sign, plain, tokens};
use crate::Facts;
use crate::measure::number;

/// A limit such as `>= 18 years`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limit {
    pub(super) sign: Sign,
    pub(super) value: f64,
}

impl Limit {
    /// Reads `>=18`, `>= 18 Years`, `<0.5`, `>= 6 Months`. Ages become years.
    pub(super) fn age(text: &str) -> Option<Self> {
        let tokens = tokens(&plain(text));
        let (sign, rest) = tokens.split_first()?;
        let sign = Sign::of(sign)?;
        let (value, unit) = rest.split_first()?;
        let value: f64 = value.parse().ok()?;
        let years = match unit {
            [] => value,
            [unit] => match unit.as_str() {
                "year" | "years" | "y" | "yr" | "yrs" => value,
                "month" | "months" => value / 12.0,
                "week" | "weeks" => value / 52.18,
                "day" | "days" => value / 365.25,
                _ => return None,
            },
            _ => return None,
        };
        Some(Self { sign, value: years })
    }

    /// A sign and a number, without a unit.
    pub(super) fn bare(text: &str) -> Option<Self> {
        match tokens(&plain(text)).as_slice() {
            [sign, value] => Some(Self { sign: Sign::of(sign)?, value: value.parse().ok()? }),
            [value] => Some(Self { sign: Sign::Equal, value: value.parse().ok()? }),
            _ => None,
        }
    }

    /// Whether a value that lies somewhere from `low` to `high` meets the limit.
    pub(super) fn holds(self, low: f64, high: f64) -> Option<bool> {
        let at = |v: f64| match self.sign {
            Sign::Less => v < self.value,
            Sign::AtMost => v <= self.value,
            Sign::AtLeast => v >= self.value,
            Sign::More => v > self.value,
            Sign::Equal => (v - self.value).abs() < 1e-9,
        };
        (at(low) == at(high)).then(|| at(low))
    }
}

impl<F: Facts> Asked<'_, F> {
    /// An age limit. The age is known in whole years: a limit inside the running year is not decided.
    pub(super) fn age(&self, text: &str, limits: &[Limit]) -> CriterionAnswer {
        let Some(age) = self.person.age else {
            return leaf(
                text,
                Eligibility::Undetermined,
                true,
                vec!["Age not known: no date of birth".to_owned()],
            );
        };
        let years = f64::from(age);
        let held: Option<Vec<bool>> = limits
            .iter()
            .map(|limit| match limit.sign {
                // "Above 18" is meant from the 18th birthday on, "up to 75" to the end of that year of life.
                Sign::More | Sign::AtLeast if limit.value.fract() == 0.0 => Some(years >= limit.value),
                Sign::AtMost | Sign::Less | Sign::Equal if limit.value.fract() == 0.0 => {
                    limit.holds(years, years)
                }
                _ => limit.holds(years, years + 1.0),
            })
            .collect();
        let facts =
            vec![format!("Age {age} on {}", attune_clinical::PartialDate::day(self.case.as_of).display())];
        match held {
            // Only "too young" passes with time.
            Some(held) => {
                let young =
                    limits.iter().any(|l| matches!(l.sign, Sign::AtLeast | Sign::More) && years < l.value);
                let answer = if held.iter().all(|h| *h) { Eligibility::Pass } else { Eligibility::Fail };
                leaf(text, answer, young, facts)
            }
            None => leaf(text, Eligibility::Undetermined, true, facts),
        }
    }

    pub(super) fn sex(&self, text: &str, wanted: &str) -> CriterionAnswer {
        let sex = self.person.sex;
        let answer = match (wanted.trim().to_lowercase().as_str(), sex) {
            (_, Sex::Unknown | Sex::Other) => Eligibility::Undetermined,
            ("female" | "f", Sex::Female) | ("male" | "m", Sex::Male) => Eligibility::Pass,
            ("female" | "f", Sex::Male) | ("male" | "m", Sex::Female) => Eligibility::Fail,
            _ => Eligibility::Undetermined,
        };
        leaf(text, answer, answer == Eligibility::Undetermined, vec![format!("Recorded sex: {}", sex.word())])
    }

    /// ECOG performance status among those that are wanted.
    pub(super) fn ecog(&self, text: &str, wanted: &[u8]) -> CriterionAnswer {
        match self.person.ecog() {
            None => leaf(
                text,
                Eligibility::Undetermined,
                true,
                vec!["ECOG performance status not recorded".to_owned()],
            ),
            Some((status, date)) => {
                let date = date.map_or("undated".to_owned(), |d| format!("on {}", d.display()));
                let answer = if wanted.contains(&status) { Eligibility::Pass } else { Eligibility::Fail };
                leaf(text, answer, true, vec![format!("ECOG {status} {date}")])
            }
        }
    }
}

/// The statuses of `0-1`, `0 or 1`, `0, 1 or 2`, `<= 2`, `2`.
pub(super) fn ecog_wanted(tokens: &[&str]) -> Option<Vec<u8>> {
    let digit = |t: &str| t.parse::<u8>().ok().filter(|d| *d <= 5);
    let list = match tokens {
        [sign, value] if Sign::of(sign).is_some() => {
            let limit = Limit { sign: Sign::of(sign)?, value: f64::from(digit(value)?) };
            (0..=5).filter(|s| limit.holds(f64::from(*s), f64::from(*s)) == Some(true)).collect()
        }
        [low, "-" | "to" | "through", high] => (digit(low)?..=digit(high)?).collect(),
        several => {
            let digits: Option<Vec<u8>> = several.iter().filter(|t| **t != "or").map(|t| digit(t)).collect();
            digits?
        }
    };
    (!list.is_empty()).then_some(list)
}

/// `>= 1.5`, for a fact.
pub(super) fn words(limit: Limit) -> String {
    let sign = match limit.sign {
        Sign::Less => "below",
        Sign::AtMost => "at most",
        Sign::AtLeast => "at least",
        Sign::More => "above",
        Sign::Equal => "exactly",
    };
    format!("{sign} {}", number(limit.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_whole_or_not_at_all() {
        assert_eq!(Limit::age(">= 18 Years"), Some(Limit { sign: Sign::AtLeast, value: 18.0 }));
        assert_eq!(Limit::age("<0.5"), Some(Limit { sign: Sign::Less, value: 0.5 }));
        assert_eq!(Limit::age(">= 6 Months"), Some(Limit { sign: Sign::AtLeast, value: 0.5 }));
        assert_eq!(Limit::age(">= 18 Years and fit"), None);
        assert_eq!(ecog_wanted(&["0", "-", "1"]), Some(vec![0, 1]));
        assert_eq!(ecog_wanted(&["0", "1", "or", "2"]), Some(vec![0, 1, 2]));
        assert_eq!(ecog_wanted(&["<=", "2"]), Some(vec![0, 1, 2]));
        assert_eq!(ecog_wanted(&["0", "1", "unless"]), None);
        assert_eq!(ecog_wanted(&[]), None);
    }
}
