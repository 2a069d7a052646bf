//! What the gates and models need of the record, read once for a ranking.

use attune_clinical::{
    Allergy, AllergyStatus, Condition, HealthRecord, MedicationStatus, ObservationValue, PartialDate,
    RecordStatus, Sex,
};
use attune_pharmacogenomics::{CallStatus, GeneResult, PgxSample};
use jiff::civil::Date;

use crate::measure::{self, Measured};
use crate::observed::is_sequence;
use crate::{Case, Facts};

/// A medication with the drugs that it names.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) text: String,
    pub(crate) drugs: Vec<String>,
    pub(crate) classes: Vec<String>,
    pub(crate) course: MedicationStatus,
    pub(crate) stopped_because: Option<String>,
    pub(crate) start: Option<PartialDate>,
    pub(crate) end: Option<PartialDate>,
}

/// An allergy with the drugs that it names.
#[derive(Debug, Clone)]
pub(crate) struct Sensitised {
    pub(crate) substance: String,
    pub(crate) drugs: Vec<String>,
    pub(crate) classes: Vec<String>,
    pub(crate) entry: Allergy,
}

/// A change of the facts for "what would change the rank".
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Override {
    /// The analyte has this value today.
    Lab { analyte: String, value: f64, unit: String },
    /// The gene has this phenotype.
    Phenotype { gene: String, phenotype: String },
    /// The ECOG performance status.
    Ecog(u8),
}

/// The person behind the case.
#[derive(Debug, Clone)]
pub(crate) struct Person<'a> {
    pub(crate) record: Option<&'a HealthRecord>,
    pub(crate) pgx: Option<&'a PgxSample>,
    pub(crate) as_of: Date,
    pub(crate) age: Option<i32>,
    pub(crate) sex: Sex,
    pub(crate) taken: Vec<Taken>,
    pub(crate) sensitised: Vec<Sensitised>,
    pub(crate) allergies: AllergyStatus,
    /// Alterations of the tumour report, as gene and name: one of a pharmacogene can be of the germline.
    pub(crate) in_tumour: Vec<(String, String)>,
    pub(crate) change: Option<Override>,
}

impl<'a> Person<'a> {
    pub(crate) fn of(case: &'a Case, facts: &impl Facts) -> Self {
        let record = case.record.as_ref();
        let patient = record.and_then(|r| r.patient.as_ref());
        let named = |text: &str, displays: &[String]| {
            let (mut drugs, mut classes): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
            for text in std::iter::once(text).chain(displays.iter().map(String::as_str)) {
                for drug in facts.mentioned(text) {
                    if !drugs.contains(&drug.name) {
                        drugs.push(drug.name.clone());
                        classes.extend(drug.classes.iter().cloned());
                    }
                }
            }
            classes.sort();
            classes.dedup();
            (drugs, classes)
        };
        let displays = |codings: &[attune_clinical::Coding]| -> Vec<String> {
            codings.iter().filter_map(|c| c.display.clone()).collect()
        };
        let taken =
            record.map_or(&[][..], |r| &r.medications).iter().filter(|m| m.status.is_fact()).map(|m| {
                let (drugs, classes) = named(&m.text, &displays(&m.codings));
                Taken {
                    text: m.text.clone(),
                    drugs,
                    classes,
                    course: m.course,
                    stopped_because: m.stopped_because.clone(),
                    start: m.start,
                    end: m.end,
                }
            });
        let stated = |a: &&Allergy| a.status.is_fact() || a.status == RecordStatus::Unconfirmed;
        let sensitised = record.map_or(&[][..], |r| &r.allergies).iter().filter(stated).map(|a| {
            let (drugs, classes) = named(&a.substance, &displays(&a.codings));
            Sensitised { substance: a.substance.to_lowercase(), drugs, classes, entry: a.clone() }
        });
        Self {
            record,
            pgx: case.pgx.as_ref(),
            as_of: case.as_of,
            age: patient.and_then(|p| p.born).and_then(|b| b.years_until(case.as_of)),
            sex: patient.map_or(Sex::Unknown, |p| p.sex),
            taken: taken.collect(),
            sensitised: sensitised.collect(),
            allergies: record.map_or(AllergyStatus::NotRecorded, |r| AllergyStatus::of(&r.allergies)),
            in_tumour: case
                .alterations
                .iter()
                .filter_map(|a| a.alteration.as_ref())
                .filter(|a| is_sequence(&a.kind))
                .filter_map(|a| Some((a.gene.clone()?, a.label())))
                .collect(),
            change: None,
        }
    }

    /// True where the record holds nothing of the fact that is changed.
    pub(crate) fn lacks(&self, change: &Override) -> bool {
        match change {
            Override::Lab { analyte, .. } => self.measured(analyte).is_none(),
            Override::Phenotype { gene, .. } => self.phenotype(gene).is_none(),
            Override::Ecog(_) => self.ecog().is_none(),
        }
    }

    /// The same person with one fact changed.
    pub(crate) fn with(&self, change: Override) -> Self {
        Self { change: Some(change), ..self.clone() }
    }

    /// The latest value of an analyte of the rules.
    pub(crate) fn measured(&self, analyte: &str) -> Option<Measured> {
        if let Some(Override::Lab { analyte: changed, value, unit }) = &self.change
            && changed == analyte
        {
            return Some(Measured {
                value: *value,
                unit: unit.clone(),
                comparator: None,
                date: Some(PartialDate::day(self.as_of)),
                uln: (unit == "[ULN]").then_some((1.0, *value)),
                remark: None,
            });
        }
        let record = self.record?;
        if analyte == "creatinine_clearance" {
            measure::creatinine_clearance(record, self.age, self.sex, Some(self.as_of))
        } else {
            measure::measured(record, analyte, Some(self.as_of))
        }
    }

    /// The latest value of an analyte as written, where it cannot be used.
    pub(crate) fn unread(&self, analyte: &str) -> Option<String> {
        let record = self.record?;
        let own = measure::unread(record, analyte, self.as_of);
        let creatinine = || measure::unread(record, "creatinine_serum", self.as_of);
        own.or_else(|| creatinine().filter(|_| analyte == "creatinine_clearance"))
    }

    /// The result of a gene, if it was looked at.
    pub(crate) fn gene(&self, gene: &str) -> Option<&GeneResult> {
        self.pgx?.genes.iter().find(|g| g.gene == gene)
    }

    /// The phenotype of a gene, where it is certain.
    pub(crate) fn phenotype(&self, gene: &str) -> Option<&str> {
        if let Some(Override::Phenotype { gene: changed, phenotype }) = &self.change
            && changed == gene
        {
            return Some(phenotype);
        }
        self.gene(gene).filter(|g| g.status != CallStatus::NotCalled).and_then(|g| g.phenotype.as_deref())
    }

    /// ECOG performance status with its date.
    pub(crate) fn ecog(&self) -> Option<(u8, Option<PartialDate>)> {
        if let Some(Override::Ecog(status)) = self.change {
            return Some((status, Some(PartialDate::day(self.as_of))));
        }
        let observation = self.record?.latest(&["89247-1"])?;
        let text = match observation.value.as_ref()? {
            // `1.0` is a status of 1.
            ObservationValue::Quantity(q) if q.comparator.is_none() && q.value.fract() == 0.0 => {
                format!("{:.0}", q.value)
            }
            ObservationValue::Quantity(q) => q.written.clone(),
            ObservationValue::Coded { text, .. } | ObservationValue::Text(text) => text.clone(),
            ObservationValue::Boolean(_) | ObservationValue::Absent(_) => return None,
        };
        let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
        // `ECOG 1` or `1`; a text with several numbers is not read.
        let [digit] = digits.as_slice() else { return None };
        let value = u8::try_from(digit.to_digit(10)?).ok()?;
        (value <= 5).then_some((value, observation.effective))
    }

    /// Pregnancy as far as it is known today.
    pub(crate) fn pregnant(&self) -> Option<bool> {
        match self.pregnancy() {
            Pregnancy::Yes => Some(true),
            Pregnancy::No => Some(false),
            Pregnancy::Unknown(_) => None,
        }
    }

    /// Pregnancy as recorded, with what it was read from.
    pub(crate) fn pregnancy(&self) -> Pregnancy {
        if self.sex == Sex::Male {
            return Pregnancy::No;
        }
        let Some(record) = self.record else { return Pregnancy::Unknown(None) };
        if record.conditions.iter().any(is_pregnancy) {
            return Pregnancy::Yes;
        }
        let Some(found) = record.latest(&PREGNANCY_LOINC) else { return Pregnancy::Unknown(None) };
        let stated = match &found.value {
            Some(ObservationValue::Coded { text, codings }) => {
                if codings.iter().any(|c| c.code == PREGNANT) {
                    Some(true)
                } else if codings.iter().any(|c| c.code == NOT_PREGNANT) {
                    Some(false)
                } else {
                    read_pregnancy(text)
                }
            }
            Some(ObservationValue::Text(text)) => read_pregnancy(text),
            Some(ObservationValue::Boolean(value)) => Some(*value),
            _ => None,
        };
        let days = found.effective.and_then(PartialDate::earliest).and_then(|d| self.as_of.since(d).ok());
        let days = days.map(|span| span.get_days());
        match (stated, days) {
            (Some(true), Some(days)) if days <= PREGNANCY_DAYS => Pregnancy::Yes,
            (Some(true), None) => Pregnancy::Yes,
            (Some(false), Some(days)) if days <= TEST_HOLDS_DAYS => Pregnancy::No,
            _ => Pregnancy::Unknown(found.effective),
        }
    }
}

/// What the record says of pregnancy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pregnancy {
    /// Pregnant.
    Yes,
    /// Not pregnant, by a statement of the last weeks or by sex.
    No,
    /// Not recorded, not readable, or too long ago (then with its date).
    Unknown(Option<PartialDate>),
}

/// Pregnancy status, and pregnancy tests in urine and serum (LOINC).
const PREGNANCY_LOINC: [&str; 4] = ["82810-3", "2106-3", "2118-8", "80384-1"];
/// SNOMED CT.
const PREGNANT: &str = "77386006";
const NOT_PREGNANT: &str = "60001007";
/// Longest pregnancy, in days: an older statement says nothing of today.
const PREGNANCY_DAYS: i32 = 294;
/// Days for which "not pregnant" holds: labels ask for a test shortly before the start.
const TEST_HOLDS_DAYS: i32 = 30;

/// An active entry of the problem list: ICD-10 Z33, Z34, O09, or SNOMED CT "pregnant".
fn is_pregnancy(condition: &Condition) -> bool {
    let coded = condition.codings.iter().any(|k| {
        let code = k.code.replace('.', "").to_uppercase();
        let icd = k.system.to_lowercase().contains("icd");
        k.code == PREGNANT || (icd && ["Z33", "Z34", "O09"].iter().any(|p| code.starts_with(p)))
    });
    let text = condition.text.to_lowercase();
    let words = ["pregnant", "pregnancy"].contains(&text.trim()) || text.starts_with("pregnancy,");
    condition.status == RecordStatus::Active && condition.abated.is_none() && (coded || words)
}

fn read_pregnancy(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "pregnant" | "yes" | "positive" | "pos" => Some(true),
        "not pregnant" | "no" | "negative" | "neg" => Some(false),
        _ => None,
    }
}
