//! Earlier treatment. A list of medication without a drug does not show that it was never given.

use attune_clinical::{CriterionField, MedicationStatus};

use super::Asked;
use super::answer::{CriterionAnswer, Eligibility, Verdict4, all, leaf, negated};
use crate::Facts;
use crate::history::prior_therapy;
use crate::setting::PriorTherapy;

/// Names of drug classes as eligibility lines write them, and as the drug table does.
const CLASSES: [(&str, &str); 19] = [
    ("braf inhibitor", "BRAF inhibitor"),
    ("mek inhibitor", "MEK inhibitor"),
    ("egfr tki", "EGFR TKI"),
    ("egfr tyrosine kinase inhibitor", "EGFR TKI"),
    ("alk inhibitor", "ALK inhibitor"),
    ("parp inhibitor", "PARP inhibitor"),
    ("kras g12c inhibitor", "KRAS G12C inhibitor"),
    ("ret inhibitor", "RET inhibitor"),
    ("met inhibitor", "MET inhibitor"),
    ("fgfr inhibitor", "FGFR inhibitor"),
    ("cdk4/6 inhibitor", "CDK4/6 inhibitor"),
    ("checkpoint inhibitor", "checkpoint inhibitor"),
    ("immune checkpoint inhibitor", "checkpoint inhibitor"),
    ("platinum-based chemotherapy", "platinum"),
    ("platinum-containing chemotherapy", "platinum"),
    ("anthracycline", "anthracycline"),
    ("taxane", "taxane"),
    ("endocrine therapy", "endocrine therapy"),
    ("antibody-drug conjugate", "antibody-drug conjugate"),
];

/// What may have been given before.
pub(super) enum Earlier {
    Drugs(Vec<String>),
    Class(&'static str),
    /// Any systemic treatment of the tumour.
    Systemic,
}

impl<F: Facts> Asked<'_, F> {
    /// Reads a name of a drug or class; the whole text must be one.
    pub(super) fn earlier(&self, text: &str) -> Option<Earlier> {
        let plain = text.trim().trim_end_matches(['.', ';']).to_lowercase();
        let plain = ["an ", "a ", "any "].iter().find_map(|p| plain.strip_prefix(p)).unwrap_or(&plain);
        let single = plain.strip_suffix("s").unwrap_or(plain);
        if [
            "systemic therapy",
            "systemic treatment",
            "systemic anticancer therapy",
            "systemic anti-cancer therapy",
        ]
        .contains(&plain)
        {
            return Some(Earlier::Systemic);
        }
        if let Some((_, class)) = CLASSES.iter().find(|(words, _)| *words == plain || *words == single) {
            return Some(Earlier::Class(class));
        }
        let drugs: Vec<String> = self.facts.resolve(plain).into_iter().map(|d| d.name.clone()).collect();
        (!drugs.is_empty()).then_some(Earlier::Drugs(drugs))
    }

    /// Whether it was given before.
    pub(super) fn given(&self, earlier: &Earlier) -> (Verdict4, Vec<String>) {
        let taken = || self.person.taken.iter().filter(|t| t.course != MedicationStatus::Planned);
        let concerns = |t: &&crate::person::Taken| match earlier {
            Earlier::Drugs(drugs) => drugs.iter().any(|d| t.drugs.contains(d)),
            Earlier::Class(class) => t.classes.iter().any(|c| c.eq_ignore_ascii_case(class)),
            Earlier::Systemic => false,
        };
        let hits: Vec<String> = taken().filter(concerns).map(described).collect();
        let whole = match earlier {
            // A regimen was given where each of its drugs was.
            Earlier::Drugs(drugs) => drugs.iter().all(|d| taken().any(|t| t.drugs.contains(d))),
            _ => !hits.is_empty(),
        };
        let verdict = |answer, recoverable| Verdict4 { answer, recoverable };
        if whole {
            return (verdict(Eligibility::Pass, false), hits);
        }
        if let Earlier::Systemic = earlier {
            return match prior_therapy(&self.person) {
                PriorTherapy::Yes => (
                    verdict(Eligibility::Pass, false),
                    vec!["The record shows earlier systemic treatment".to_owned()],
                ),
                PriorTherapy::No => (
                    verdict(Eligibility::Fail, true),
                    vec!["The record states no earlier systemic treatment".to_owned()],
                ),
                PriorTherapy::Unknown => (
                    verdict(Eligibility::Undetermined, true),
                    vec!["The record does not say whether there was earlier treatment".to_owned()],
                ),
            };
        }
        let fact = if self.person.record.is_none() {
            "No health record: earlier treatment not known"
        } else {
            "Not among the medication of the record; whether the list is complete is not known"
        };
        (verdict(Eligibility::Undetermined, true), vec![fact.to_owned()])
    }

    /// Fields of a node on earlier treatment. All of them are asked.
    pub(super) fn prior_fields(&self, fields: &[CriterionField]) -> CriterionAnswer {
        let mut names = Vec::new();
        let mut facts = Vec::new();
        let mut verdicts = Vec::new();
        for value in fields.iter().flat_map(|f| &f.values) {
            names.push(value.clone());
            let (name, negative) = value.strip_prefix('!').map_or((value.as_str(), false), |n| (n, true));
            let (verdict, found) = match self.earlier(name) {
                Some(earlier) => self.given(&earlier),
                None => (
                    Verdict4 { answer: Eligibility::Undetermined, recoverable: true },
                    vec![format!("{name}: no drug or class that is known here")],
                ),
            };
            facts.extend(found);
            verdicts.push(if negative { negated(verdict) } else { verdict });
        }
        let verdict = all(verdicts);
        leaf(&format!("Earlier treatment: {}", names.join(", ")), verdict.answer, verdict.recoverable, facts)
    }
}

fn described(taken: &crate::person::Taken) -> String {
    let date = |d: Option<attune_clinical::PartialDate>| d.map_or("?".to_owned(), |d| d.display());
    match (taken.start, taken.end) {
        (None, None) => format!("{} (undated)", taken.text),
        (start, None) => format!("{} since {}", taken.text, date(start)),
        (start, end) => format!("{}, {} to {}", taken.text, date(start), date(end)),
    }
}
