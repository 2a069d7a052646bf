//! FHIR data types as they stand in real files: a CodeableConcept where a list belongs, numbers as text,
//! units without a system, dates that do not exist.

use std::collections::BTreeMap;

use attune_clinical::{Coding, Comparator, PartialDate, Provenance, Quantity, Unit};

use crate::Severity;
use crate::codes;
use crate::finding::Findings;
use crate::json::{At, Mark};

/// What the mappers of one resource share.
pub(super) struct Context<'c> {
    pub(super) file: &'c str,
    pub(super) findings: &'c mut Findings,
    /// Unit conversions done: analyte, unit written, unit stored.
    pub(super) conversions: &'c mut BTreeMap<(String, String, String), u64>,
    /// The whole text, for the hash of a resource.
    pub(super) text: &'c str,
}

impl Context<'_> {
    pub(super) fn provenance(&self, at: &At<'_, '_>) -> Provenance {
        Provenance { file: self.file.to_owned(), location: at.path() }
    }

    pub(super) fn warn(&mut self, code: &'static str, at: &At<'_, '_>, message: impl FnOnce() -> String) {
        self.findings.add(Severity::Warning, code, || at.path(), message);
    }

    pub(super) fn info(&mut self, code: &'static str, at: &At<'_, '_>, message: impl FnOnce() -> String) {
        self.findings.add(Severity::Info, code, || at.path(), message);
    }

    /// A date. One that does not exist is a finding, and its leaf stays in the source.
    pub(super) fn date(&mut self, at: &At<'_, '_>) -> Option<PartialDate> {
        let text = at.peek().filter(|t| !t.is_empty())?;
        match text.parse::<PartialDate>() {
            Ok(date) => {
                at.text();
                Some(date)
            }
            Err(_) => {
                at.mark(Mark::Unusable);
                self.warn("date.impossible", at, || {
                    format!("`{text}` is no date that exists; it stays in the source.")
                });
                None
            }
        }
    }

    /// A CodeableConcept, a Coding, a plain text, or a list of them of which the first counts.
    pub(super) fn concept(&mut self, at: &At<'_, '_>) -> Concept {
        if let Some(text) = at.text() {
            return Concept { text: text.to_owned(), codings: Vec::new() };
        }
        let at = &at.first();
        let inner = at.get("concept");
        // R5 wraps the concept in a CodeableReference.
        let at = if inner.exists() { &inner } else { at };
        let mut codings = Vec::new();
        let list = at.get("coding");
        if list.exists() {
            for item in list.items() {
                codings.extend(self.coding(&item));
            }
        } else if at.get("code").exists() {
            codings.extend(self.coding(at));
        }
        // LOINC stands first, so that the leading code of a test is the one that is matched.
        codings.sort_by_key(|c| c.system != "http://loinc.org");
        let text = at
            .get("text")
            .text()
            .map(str::to_owned)
            .or_else(|| codings.iter().find_map(|c| c.display.clone()))
            .or_else(|| codings.first().map(|c| c.code.clone()))
            .unwrap_or_default();
        Concept { text, codings }
    }

    /// Every concept of a list.
    pub(super) fn concepts(&mut self, at: &At<'_, '_>) -> Vec<Concept> {
        at.items().map(|item| self.concept(&item)).filter(|c| !c.is_empty()).collect()
    }

    /// One coding; its code is checked as far as that is possible without a terminology.
    pub(super) fn coding(&mut self, at: &At<'_, '_>) -> Option<Coding> {
        let code = at.get("code").text();
        let display = at.get("display").text().map(str::to_owned);
        let system = at.get("system").text().map(codes::system).unwrap_or_default();
        let Some(code) = code else {
            return display.map(|d| Coding { system, code: String::new(), display: Some(d) });
        };
        if let Some(fault) = codes::fault(&system, code) {
            self.warn("code.impossible", at, || format!("`{code}` is {fault}; it was kept as written."));
        }
        Some(Coding { system, code: code.to_owned(), display })
    }

    /// A quantity. `None` where there is no number.
    pub(super) fn quantity(&mut self, at: &At<'_, '_>) -> Option<Quantity> {
        let number = at.get("value");
        let written = number.peek()?;
        let Some(value) = written.parse::<f64>().ok().filter(|v| v.is_finite()) else {
            number.mark(Mark::Unusable);
            self.warn("quantity.no_number", &number, || {
                format!("`{written}` is no number; it stays in the source.")
            });
            return None;
        };
        number.text();
        let comparator = match at.get("comparator").text() {
            Some("<") => Some(Comparator::Less),
            Some("<=") => Some(Comparator::LessOrEqual),
            Some(">=") => Some(Comparator::GreaterOrEqual),
            Some(">") => Some(Comparator::Greater),
            Some(other) => {
                let other = other.to_owned();
                self.warn("quantity.comparator", at, || {
                    format!("`{other}` is no comparator; the value was not used.")
                });
                return None;
            }
            None => None,
        };
        let system = at.get("system").text().map(codes::system).unwrap_or_default();
        let code = at.get("code").text();
        let unit = at.get("unit").text();
        let ucum = code.filter(|_| system.is_empty() || system == "http://unitsofmeasure.org");
        let unit = ucum.or(unit).or(code).map(|u| Unit(u.to_owned()));
        Some(Quantity { value, written: written.to_owned(), comparator, unit })
    }
}

/// A coded or written notion.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Concept {
    pub(super) text: String,
    pub(super) codings: Vec<Coding>,
}

impl Concept {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.codings.is_empty()
    }

    /// True where one of the codes is among these, in any system.
    pub(super) fn has(&self, codes: &[&str]) -> bool {
        self.codings.iter().any(|c| codes.contains(&c.code.as_str()))
    }

    /// First code, or the text where there is none.
    pub(super) fn code(&self) -> &str {
        self.codings.first().map_or(self.text.as_str(), |c| c.code.as_str())
    }
}

/// A short code such as a status, lower case.
pub(super) fn keyword(at: &At<'_, '_>) -> String {
    at.text().unwrap_or_default().to_ascii_lowercase()
}
