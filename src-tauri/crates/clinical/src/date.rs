//! Dates as precise as they were written: a year is never turned into the first of January.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A calendar date known to the year, the month or the day (FHIR `date`, HL7 TS).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD that exists in the calendar")]
pub struct InvalidDate(pub String);

impl PartialDate {
    /// A date known to the day.
    #[must_use]
    pub fn day(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }

    /// The year, always known.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The full date, only where the day is known.
    #[must_use]
    pub fn full(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }

    /// The earliest day that this date can mean. For ordering and expiry only, never for display.
    #[must_use]
    pub fn earliest(self) -> Option<Date> {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    /// Completed years from this date to `on`, where the month and day suffice to know them.
    #[must_use]
    pub fn years_until(self, on: Date) -> Option<i32> {
        let years = i32::from(on.year()) - i32::from(self.year);
        let (month, day) = (self.month?, self.day);
        let before = match (on.month().cmp(&month), day) {
            (std::cmp::Ordering::Less, _) => true,
            (std::cmp::Ordering::Greater, _) => false,
            (std::cmp::Ordering::Equal, Some(day)) => on.day() < day,
            (std::cmp::Ordering::Equal, None) => return None,
        };
        Some(years - i32::from(before))
    }

    /// `09-Apr-1962`, `Apr-1962` or `1962`: no order of day and month to misread (NHS CUI).
    #[must_use]
    pub fn display(self) -> String {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let month = self.month.and_then(|m| MONTHS.get(usize::from(m.unsigned_abs()) - 1));
        match (month, self.day) {
            (Some(month), Some(day)) => format!("{day:02}-{month}-{:04}", self.year),
            (Some(month), None) => format!("{month}-{:04}", self.year),
            _ => format!("{:04}", self.year),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for PartialDate {
    type Error = InvalidDate;
    fn try_from(text: String) -> Result<Self, InvalidDate> {
        text.parse()
    }
}

impl FromStr for PartialDate {
    type Err = InvalidDate;

    /// Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD`; a time after `T` is left out.
    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let invalid = || InvalidDate(text.to_owned());
        let date = text.split('T').next().unwrap_or(text);
        let mut parts = date.split('-');
        let number = |part: Option<&str>, digits: usize| -> Result<Option<i16>, InvalidDate> {
            match part {
                None => Ok(None),
                Some(p) if p.len() == digits && p.bytes().all(|b| b.is_ascii_digit()) => {
                    p.parse().map(Some).map_err(|_| invalid())
                }
                Some(_) => Err(invalid()),
            }
        };
        let year = number(parts.next(), 4)?.ok_or_else(invalid)?;
        let month = number(parts.next(), 2)?.and_then(|m| i8::try_from(m).ok());
        let day = number(parts.next(), 2)?.and_then(|d| i8::try_from(d).ok());
        if parts.next().is_some() {
            return Err(invalid());
        }
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| invalid())?;
        Ok(Self { year, month, day })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_precision_it_was_given() {
        for text in ["1962", "1962-04", "1962-04-09"] {
            assert_eq!(text.parse::<PartialDate>().map(|d| d.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn refuses_days_that_do_not_exist() {
        for text in ["2026-02-31", "2026-13", "", "62", "09/04/62", "2026-1-1", "2026-01-01-01"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn age_counts_completed_years_and_abstains_when_the_day_decides() {
        let on = jiff::civil::date(2026, 11, 20);
        let age = |t: &str| t.parse::<PartialDate>().ok().and_then(|d| d.years_until(on));
        assert_eq!(age("1962-04-09"), Some(64));
        assert_eq!(age("1962-11-21"), Some(63));
        assert_eq!(age("1962-11"), None);
        assert_eq!(age("1962-04"), Some(64));
        assert_eq!(age("1962"), None);
    }
}
