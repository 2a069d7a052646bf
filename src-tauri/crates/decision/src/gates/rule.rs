//! The safety rules of the pack, applied to the record.

use attune_clinical::{Comparator, Condition, MedicationStatus, RecordStatus};
use attune_knowledge::{RuleSeverity, SafetyCriterion, SafetyRule};

use super::{Answer, Verdict};
use crate::SafetyKind;
use crate::measure::{Measured, number, same_unit, unit_words, words};
use crate::person::{Person, Pregnancy, Taken};
use crate::treatment::{DrugIndex, Treatment};

/// Most medicines that are named in one remark.
const NAMED: usize = 4;

pub(super) fn check(
    treatment: &Treatment,
    drugs: &DrugIndex<'_>,
    person: &Person<'_>,
    answers: &mut Vec<Answer>,
) {
    for drug in &treatment.drugs {
        let Some(entry) = drugs.get(drug) else { continue };
        for rule in &entry.rules {
            if let Some((verdict, fact)) = apply(rule, drug, person) {
                answers.push(answered(rule, drug, verdict, fact));
            }
        }
    }
}

/// How the fact of a rule stands.
enum Fact {
    Met(String),
    Clear(String),
    Unknown(String),
}

fn apply(rule: &SafetyRule, drug: &str, person: &Person<'_>) -> Option<(Verdict, String)> {
    let fact = match &rule.criterion {
        SafetyCriterion::Lab { analyte, below, above, unit } => {
            person.record?;
            lab(person, analyte, *below, *above, unit, drug)
        }
        SafetyCriterion::Medication { drugs, classes } => medication(person, drugs, classes)?,
        SafetyCriterion::Allergy { substances, classes } => allergy(person, substances, classes)?,
        SafetyCriterion::Condition { words, codes } => condition(person, words, codes)?,
        SafetyCriterion::Pregnancy => match person.pregnancy() {
            Pregnancy::Yes => Fact::Met("pregnant".to_owned()),
            // The gate of the general state asks for the test.
            Pregnancy::No | Pregnancy::Unknown(_) => return None,
        },
        SafetyCriterion::Ecog { at_least } => match person.ecog() {
            Some((status, _)) if status >= *at_least => Fact::Met(format!("ECOG {status}")),
            _ => return None,
        },
        SafetyCriterion::Pgx { gene, phenotypes } => {
            let phenotype = person.phenotype(gene)?;
            if phenotypes.iter().any(|p| p.eq_ignore_ascii_case(phenotype)) {
                Fact::Met(format!("{gene} {phenotype}"))
            } else {
                return None;
            }
        }
        SafetyCriterion::Age { below } => {
            person.record?;
            match person.age {
                Some(age) if age < i32::from(*below) => Fact::Met(format!("age {age}")),
                Some(_) => return None,
                None => Fact::Unknown("Age not known".to_owned()),
            }
        }
    };
    Some(match fact {
        Fact::Clear(text) => (Verdict::Pass, text),
        Fact::Unknown(text) => (Verdict::Undetermined, text),
        Fact::Met(text) => (
            match rule.severity {
                RuleSeverity::Block => Verdict::Fail { recoverable: recoverable(&rule.criterion) },
                RuleSeverity::Caution => Verdict::Warn,
                RuleSeverity::Info => Verdict::Info,
            },
            text,
        ),
    })
}

/// Words by which an entry of a problem list says that the person does not have what it names, that somebody else
/// has, or that somebody has to look.
const DENIALS: [&str; 14] = [
    "no ",
    "not ",
    "denies ",
    "denied ",
    "without ",
    "negative for ",
    "absence of ",
    "never ",
    "rule out ",
    "ruled out",
    "r/o ",
    "family history of",
    "vaccinated",
    "immune",
];

/// True for `No hearing loss`, `Family history of lupus`, `Hepatitis B immune (vaccinated)`.
fn is_denied(text: &str) -> bool {
    let text = text.trim();
    let own =
        ["immune thrombocytopenia", "immune-mediated", "autoimmune", "immune checkpoint", "not controlled"];
    let named = own.iter().any(|w| text.contains(w));
    DENIALS.iter().any(|w| {
        let starts = text.starts_with(w.trim_end()) && (text.starts_with(w) || text == w.trim_end());
        let within = text.contains(&format!(" {}", w.trim_end())) && w.len() > 9;
        let ends = matches!(*w, "vaccinated" | "immune" | "ruled out") && text.contains(*w);
        (starts || within || ends) && !named
    })
}

/// Laboratory values, medication, pregnancy and performance change; genes, allergies and diseases stay.
fn recoverable(criterion: &SafetyCriterion) -> bool {
    matches!(
        criterion,
        SafetyCriterion::Lab { .. }
            | SafetyCriterion::Medication { .. }
            | SafetyCriterion::Pregnancy
            | SafetyCriterion::Ecog { .. }
    )
}

fn answered(rule: &SafetyRule, drug: &str, verdict: Verdict, fact: String) -> Answer {
    let message = match verdict {
        Verdict::Pass | Verdict::Undetermined => fact,
        _ => format!("{drug}: {} ({fact})", rule.message.trim_end_matches('.')),
    };
    let citation = if rule.citation.is_empty() { String::new() } else { format!(", {}", rule.citation) };
    let becomes_possible = (verdict == Verdict::Fail { recoverable: true }).then(|| lifts(&rule.criterion));
    Answer {
        verdict,
        kind: match rule.kind.as_str() {
            "pgx" => SafetyKind::Pgx,
            "organ_function" => SafetyKind::OrganFunction,
            "interaction" => SafetyKind::Interaction,
            "allergy" => SafetyKind::Allergy,
            "prior_therapy" => SafetyKind::PriorTherapy,
            _ => SafetyKind::Other,
        },
        message,
        source: format!("{}{citation}", rule.source),
        becomes_possible,
    }
}

/// What would have to change for a met rule to pass.
fn lifts(criterion: &SafetyCriterion) -> String {
    match criterion {
        SafetyCriterion::Lab { analyte, below: Some(limit), unit, .. } => {
            format!("{} at least {} {}", words(analyte), number(*limit), unit_words(unit))
        }
        SafetyCriterion::Lab { analyte, above: Some(limit), unit, .. } => {
            format!("{} at most {} {}", words(analyte), number(*limit), unit_words(unit))
        }
        SafetyCriterion::Medication { .. } => "the interacting medication is stopped or replaced".to_owned(),
        SafetyCriterion::Pregnancy => "the pregnancy has ended".to_owned(),
        SafetyCriterion::Ecog { at_least } => format!("ECOG below {at_least}"),
        _ => "the fact is shown to be wrong".to_owned(),
    }
}

fn lab(
    person: &Person<'_>,
    analyte: &str,
    below: Option<f64>,
    above: Option<f64>,
    unit: &str,
    drug: &str,
) -> Fact {
    let name = words(analyte);
    let Some(found) = person.measured(analyte) else {
        return Fact::Unknown(match person.unread(analyte) {
            Some(written) => format!("{} {written}: clarify before {drug}", capital(name)),
            None => format!("{} not recorded: measure before {drug}", capital(name)),
        });
    };
    let Some(value) = in_unit(&found, unit) else {
        return Fact::Unknown(if unit == "[ULN]" {
            format!(
                "{} {}: upper limit of normal not given, rule cannot be checked",
                capital(name),
                found.display()
            )
        } else {
            format!(
                "{} {}: not in {}, rule cannot be checked",
                capital(name),
                found.display(),
                unit_words(unit)
            )
        });
    };
    let reach = Reach::of(value, found.comparator);
    let text = format!("{name} {}", found.display());
    if below.is_some_and(|l| reach.lies_below(l)) || above.is_some_and(|l| reach.lies_above(l)) {
        return Fact::Met(text);
    }
    let open = below.is_some_and(|l| reach.may_lie_below(l)) || above.is_some_and(|l| reach.may_lie_above(l));
    if open {
        Fact::Unknown(format!("{} {}: not exact enough for the limit", capital(name), found.display()))
    } else if found.is_stale(person.as_of) {
        Fact::Unknown(format!(
            "{} {}: older than 6 months or undated, repeat before {drug}",
            capital(name),
            found.display()
        ))
    } else {
        Fact::Clear(text)
    }
}

/// Where a value can lie: `below 5` says nothing about limits under 5.
#[derive(Debug, Clone, Copy)]
struct Reach {
    least: f64,
    most: f64,
    /// The finite end itself is excluded (`<` and `>`).
    open: bool,
}

impl Reach {
    fn of(value: f64, comparator: Option<Comparator>) -> Self {
        let (least, most) = match comparator {
            None => (value, value),
            Some(Comparator::Less | Comparator::LessOrEqual) => (f64::NEG_INFINITY, value),
            Some(Comparator::Greater | Comparator::GreaterOrEqual) => (value, f64::INFINITY),
        };
        let open = matches!(comparator, Some(Comparator::Less | Comparator::Greater));
        Self { least, most, open }
    }
    fn lies_below(self, limit: f64) -> bool {
        if self.open { self.most <= limit } else { self.most < limit }
    }
    fn lies_above(self, limit: f64) -> bool {
        if self.open { self.least >= limit } else { self.least > limit }
    }
    fn may_lie_below(self, limit: f64) -> bool {
        self.least < limit
    }
    fn may_lie_above(self, limit: f64) -> bool {
        self.most > limit
    }
}

/// The value in the unit of the rule; nothing is converted here but multiples of the laboratory's limit.
fn in_unit(found: &Measured, unit: &str) -> Option<f64> {
    if unit == "[ULN]" {
        let (limit, written) = found.uln?;
        return (limit > 0.0).then(|| written / limit);
    }
    same_unit(&found.unit, unit).then_some(found.value)
}

fn medication(person: &Person<'_>, drugs: &[String], classes: &[String]) -> Option<Fact> {
    let record = person.record?;
    let interacts = |t: &&Taken| {
        t.drugs.iter().any(|d| drugs.contains(d)) || t.classes.iter().any(|c| classes.contains(c))
    };
    let hit = |course| person.taken.iter().filter(|t| t.course == course).find(interacts);
    // What is taken now decides, wherever it stands in the list.
    if let Some(t) = hit(MedicationStatus::Current) {
        return Some(Fact::Met(format!("takes {}", t.text)));
    }
    if let Some(t) = hit(MedicationStatus::Unknown) {
        return Some(Fact::Unknown(format!("{}: whether it is taken now is not recorded", t.text)));
    }
    if let Some(t) = hit(MedicationStatus::Planned) {
        return Some(Fact::Unknown(format!("{} is planned: check the interaction before it starts", t.text)));
    }
    if record.medications.is_empty() {
        return Some(Fact::Unknown("Medication not recorded: interactions cannot be checked".to_owned()));
    }
    let unread: Vec<&str> = person
        .taken
        .iter()
        .filter(|t| matches!(t.course, MedicationStatus::Current | MedicationStatus::Unknown))
        .filter(|t| t.drugs.is_empty())
        .map(|t| t.text.as_str())
        .collect();
    Some(match unread.as_slice() {
        [] => Fact::Clear("no interacting medication recorded".to_owned()),
        names => {
            let further = names.len().saturating_sub(NAMED);
            let rest = if further == 0 { String::new() } else { format!(" and {further} more") };
            let names = names.get(..NAMED.min(names.len())).unwrap_or_default().join(", ");
            Fact::Unknown(format!("Interactions not checked for what the pack does not know: {names}{rest}"))
        }
    })
}

fn allergy(person: &Person<'_>, substances: &[String], classes: &[String]) -> Option<Fact> {
    let hit = person.sensitised.iter().find(|a| {
        substances.iter().any(|s| a.substance.contains(s.as_str()) || a.drugs.contains(s))
            || a.classes.iter().any(|c| classes.contains(c))
    })?;
    let text = format!("allergy to {}", hit.entry.substance);
    Some(if hit.entry.status == RecordStatus::Unconfirmed {
        Fact::Unknown(format!("{text} is recorded as unconfirmed"))
    } else {
        Fact::Met(text)
    })
}

/// A condition that is listed. One that is not listed is not excluded: nothing is concluded from it.
fn condition(person: &Person<'_>, words: &[String], codes: &[String]) -> Option<Fact> {
    let names = |c: &&Condition| {
        let text = c.text.to_lowercase();
        words.iter().any(|w| text.contains(w.as_str())) && !is_denied(&text)
            || c.codings.iter().any(|k| {
                let code = k.code.replace('.', "").to_uppercase();
                k.system.to_lowercase().contains("icd")
                    && codes.iter().any(|p| code.starts_with(&p.replace('.', "")))
            })
    };
    let listed = |status| {
        let open = person.record?.conditions.iter().filter(|c| c.abated.is_none());
        open.filter(|c| c.status == status).find(names)
    };
    if let Some(hit) = listed(RecordStatus::Active) {
        let since = hit.onset.map_or(String::new(), |d| format!(" since {}", d.display()));
        return Some(Fact::Met(format!("{}{since}", hit.text)));
    }
    let hit = listed(RecordStatus::Unconfirmed)?;
    Some(Fact::Unknown(format!("{}: recorded as unconfirmed, clarify before treatment", hit.text)))
}

/// The text with a capital first letter; `eGFR` stays, for `EGFR` is a gene.
fn capital(text: &str) -> String {
    if text.starts_with("eGFR") {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
