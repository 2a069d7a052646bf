//! The diagnosis that a trial asks for, over OncoTree with its children.

use super::Asked;
use super::answer::{CriterionAnswer, Eligibility, Verdict4, any, leaf, negated};
use crate::Facts;

/// Words before or behind a diagnosis that say how far it has gone.
const EXTENT: [&str; 21] = [
    "metastatic",
    "advanced",
    "locally",
    "recurrent",
    "unresectable",
    "refractory",
    "relapsed",
    "resectable",
    "stage",
    "iv",
    "iii",
    "iiib",
    "iiic",
    "iva",
    "ivb",
    "inoperable",
    "progressive",
    "incurable",
    "malignant",
    "or",
    "and",
];

/// One name of a diagnosis.
enum Named {
    /// This type and those below it.
    Type(String),
    Solid,
    Liquid,
    Any,
    /// Not in the classification.
    Unknown,
}

impl<F: Facts> Asked<'_, F> {
    /// One of several diagnoses; each may be negated by `!`.
    pub(super) fn diagnosis(&self, text: &str, wanted: &[String]) -> CriterionAnswer {
        let mut facts = vec![self.own()];
        let verdicts: Vec<Verdict4> = wanted
            .iter()
            .map(|name| match name.strip_prefix('!') {
                Some(name) => negated(self.one(name.trim(), &mut facts)),
                None => self.one(name.trim(), &mut facts),
            })
            .collect();
        let verdict = any(verdicts);
        leaf(text, verdict.answer, verdict.recoverable, facts)
    }

    fn own(&self) -> String {
        let name = &self.tumour.name;
        match &self.tumour.code {
            Some(code) => format!("Diagnosis: {name} ({code})"),
            None => format!("Diagnosis not recognised: {name}"),
        }
    }

    fn one(&self, name: &str, facts: &mut Vec<String>) -> Verdict4 {
        let undetermined = Verdict4 { answer: Eligibility::Undetermined, recoverable: true };
        let known = |met: bool| Verdict4 {
            answer: if met { Eligibility::Pass } else { Eligibility::Fail },
            recoverable: false,
        };
        let named = self.named(name);
        let Some(code) = self.tumour.code.as_deref() else {
            return if matches!(named, Named::Any) { known(true) } else { undetermined };
        };
        match named {
            Named::Any => known(true),
            Named::Solid => known(self.facts.is_solid(code)),
            Named::Liquid => known(!self.facts.is_solid(code)),
            Named::Type(wanted) if self.facts.is_a(code, &wanted) => known(true),
            Named::Type(wanted) if self.facts.is_a(&wanted, code) => {
                facts.push(format!("{name} is a subtype that the record does not confirm"));
                undetermined
            }
            Named::Type(_) => known(false),
            Named::Unknown => {
                facts.push(format!("{name}: not in the classification, to be read by a person"));
                undetermined
            }
        }
    }

    /// Whether a text is a diagnosis of the classification.
    pub(super) fn is_diagnosis(&self, text: &str) -> bool {
        !matches!(self.named(text), Named::Unknown)
    }

    fn named(&self, name: &str) -> Named {
        let plain = name.to_lowercase().replace(['-', '_', ','], " ");
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        match bare(&plain).as_str() {
            "solid" | "all solid tumors" | "solid tumor" | "solid tumors" | "solid tumour"
            | "solid tumours" | "solid tumor adult" | "solid neoplasm" | "solid cancer" => {
                return Named::Solid;
            }
            "liquid"
            | "all liquid tumors"
            | "hematologic malignancy"
            | "hematologic malignancies"
            | "hematologic neoplasm"
            | "haematological malignancy" => return Named::Liquid,
            "cancer" | "neoplasm" | "neoplasms" | "tumor" | "malignancy" | "malignancies" | "all tumors"
            | "malignant neoplasm" => return Named::Any,
            _ => {}
        }
        let found = self.facts.tumour(name).or_else(|| {
            let without: Vec<&str> = name
                .split_whitespace()
                .filter(|w| !EXTENT.contains(&w.to_lowercase().trim_matches([',', '(', ')'])))
                .collect();
            self.facts.tumour(&without.join(" "))
        });
        found.map_or(Named::Unknown, |node| Named::Type(node.code))
    }
}

/// Without the words that say how far it has gone, and without `adult`.
fn bare(plain: &str) -> String {
    plain.split_whitespace().filter(|w| !EXTENT.contains(w) && *w != "adult").collect::<Vec<_>>().join(" ")
}
