//! "What if": the same ranking for facts that somebody assumes. Nothing is stored and nothing is noted as fact.
//!
//! A consent that the patient did not give is never assumed: that would open what it closes.

use attune_clinical::{
    Coding, ConsentDecision, ConsentLedger, ConsentMethod, ConsentRecord, ConsentScope, HealthRecord,
    Medication, MedicationStatus, Observation, ObservationValue, PartialDate, Provenance, Quantity,
    RecordStatus, Unit,
};
use attune_decision::{AnalyteInfo, OptionList, Preferences, analytes, is_systemic};
use attune_knowledge::KnowledgeBase;
use jiff::civil::Date;

use super::Workstation;
use super::patient::PatientCase;
use crate::answer::{Beside, Question, understood};
use crate::error::AppError;
use crate::view::{WhatIfInput, WhatIfView};

/// What the panel says above every answer.
const LABEL: &str = "Hypothetical: computed from assumptions, stored nowhere, not part of the record";

/// What was assumed, and what could not be.
#[derive(Default)]
struct Assumed {
    sentences: Vec<String>,
    not_understood: Vec<String>,
}

impl Workstation {
    /// Ranks under assumptions and compares with the list of the record.
    ///
    /// # Errors
    /// A locked vault, an unknown patient or measurement, a value that cannot be, a damaged pack.
    pub fn what_if(&self, id: &str, input: &WhatIfInput) -> Result<WhatIfView, AppError> {
        let mut case = PatientCase::clone(&*self.case(id)?);
        let before = self.rank_case(&case)?;
        let day = self.now().date();
        let mut assumed = Assumed::default();
        let mut record = case.record();
        for lab in &input.labs {
            let info = analytes().find(|a| a.name == lab.analyte).ok_or_else(|| unknown(&lab.analyte))?;
            assumed.lab(&mut record, info, lab.value, day)?;
        }
        if let Some(status) = input.ecog {
            assumed.ecog(&mut record, status, day)?;
        }
        self.earlier(&mut record, input, &mut assumed, day)?;
        let alterations = assumed.alterations(&input.add, self.library.knowledge());
        assumed.sentences.extend(input.remove.iter().map(|t| format!("{t} were not there")));
        let preferences = assumed.preferences(input, case.preferences())?;
        case.consent = deny(&case.consent, &input.deny, &self.now(), &mut assumed)?;
        case.intake.record = Some(record);
        let after = Question {
            intake: &case.intake,
            alterations: &alterations,
            tumour_type: None,
            consent: &case.consent,
            region: self.site()?.region,
            preferences,
            as_of: day,
        }
        .answer_beside(&self.library, Beside { trials: &self.shelf()?.trials, without: &input.remove })?;
        let list = |ranked| OptionList::of(ranked, self.versions(ranked));
        Ok(WhatIfView {
            banner: self.banner_of(&*self.case(id)?)?,
            label: LABEL.to_owned(),
            assumed: assumed.sentences,
            not_understood: assumed.not_understood,
            changes: list(&before).changes(&list(&after)).into_iter().map(Into::into).collect(),
            document: self.document_of(&case, &after),
        })
    }

    /// Earlier treatment: given, or stated that there was none.
    fn earlier(
        &self,
        record: &mut HealthRecord,
        input: &WhatIfInput,
        assumed: &mut Assumed,
        day: Date,
    ) -> Result<(), AppError> {
        let drugs = self.library.knowledge().drugs()?;
        if input.untreated {
            record.medications.retain(|m| !drugs.mentioned(&m.text).iter().any(|d| is_systemic(&d.classes)));
            record.observations.push(observed(
                "Systemic therapy",
                Vec::new(),
                ObservationValue::Text("none".to_owned()),
                day,
            ));
            assumed.sentences.push("No systemic treatment of the tumour was given before".to_owned());
        }
        for name in input.earlier.iter().map(|n| n.trim()).filter(|n| !n.is_empty()) {
            if drugs.resolve(name).is_empty() && drugs.mentioned(name).is_empty() {
                assumed.not_understood.push(name.to_owned());
                continue;
            }
            record.medications.push(Medication {
                text: name.to_owned(),
                course: MedicationStatus::Past,
                stopped_because: Some("progression (assumed)".to_owned()),
                end: Some(PartialDate::day(day)),
                status: RecordStatus::Active,
                ..Medication::default()
            });
            assumed.sentences.push(format!("{name} was given before and stopped for progression"));
        }
        Ok(())
    }
}

impl Assumed {
    fn lab(
        &mut self,
        record: &mut HealthRecord,
        info: AnalyteInfo,
        value: f64,
        day: Date,
    ) -> Result<(), AppError> {
        if !value.is_finite() || value < 0.0 {
            return Err(AppError::new(
                "what_if.value",
                format!("{value} is no value of {}", info.words),
                "type a number of 0 or more, in the unit that is shown",
            ));
        }
        let is_it = |o: &Observation| info.loinc.iter().any(|c| o.has_loinc(c));
        // Multiples of the upper limit need the limit of the laboratory: that of the last value stands.
        let range = record.latest(info.loinc).and_then(|o| o.range.clone());
        record.observations.retain(|o| !is_it(o));
        let codings = info.loinc.first().map(|code| loinc(code)).into_iter().collect();
        let quantity = Quantity {
            value,
            written: value.to_string(),
            comparator: None,
            unit: Some(Unit(info.unit.to_owned())),
        };
        let mut observation = observed(info.words, codings, ObservationValue::Quantity(quantity), day);
        observation.range = range;
        record.observations.push(observation);
        self.sentences.push(format!("{} were {value} {}", info.words, info.unit));
        Ok(())
    }

    fn ecog(&mut self, record: &mut HealthRecord, status: u8, day: Date) -> Result<(), AppError> {
        const CODE: &str = "89247-1";
        if status > 5 {
            return Err(AppError::new("what_if.ecog", format!("ECOG {status} does not exist"), "use 0 to 5"));
        }
        record.observations.retain(|o| !o.has_loinc(CODE));
        let value = ObservationValue::Text(format!("ECOG {status}"));
        record.observations.push(observed("ECOG performance status", vec![loinc(CODE)], value, day));
        self.sentences.push(format!("ECOG performance status were {status}"));
        Ok(())
    }

    /// Weights that somebody moved, each from 0 to 1; else those that are stored.
    fn preferences(&mut self, input: &WhatIfInput, stored: Preferences) -> Result<Preferences, AppError> {
        let Some(p) = input.preferences else { return Ok(stored) };
        let weights = Preferences::new(p.efficacy, p.toxicity, p.route, p.visits)?;
        let other = weights.named().into_iter().zip(stored.named()).filter(|(new, old)| new.1 != old.1);
        for ((name, weight), _) in other {
            let words = match name {
                "efficacy" => "the most effective treatment",
                "toxicity" => "few side effects",
                "route" => "tablets instead of infusions",
                _ => "few visits",
            };
            self.sentences.push(format!("{words} mattered to the patient with weight {weight}"));
        }
        Ok(weights)
    }

    /// The texts that can be read; the others change nothing and are named.
    fn alterations(&mut self, texts: &[String], knowledge: &KnowledgeBase) -> Vec<String> {
        let mut read = Vec::new();
        for text in texts.iter().map(|t| t.trim()).filter(|t| !t.is_empty()) {
            if understood(text, knowledge).is_empty() {
                self.not_understood.push(text.to_owned());
            } else {
                self.sentences.push(format!("{text} were found"));
                read.push(text.to_owned());
            }
        }
        read
    }
}

fn deny(
    ledger: &ConsentLedger,
    scopes: &[String],
    now: &jiff::Zoned,
    assumed: &mut Assumed,
) -> Result<ConsentLedger, AppError> {
    let mut records = ledger.records().to_vec();
    for name in scopes {
        let scope = ConsentScope::from_name(name).ok_or_else(|| {
            AppError::new(
                "consent.unknown_scope",
                format!("there is no consent scope `{name}`"),
                "choose from the list",
            )
        })?;
        records.push(ConsentRecord {
            scope,
            decision: ConsentDecision::Deny,
            by: "assumed".to_owned(),
            recorded_by: "assumed".to_owned(),
            at: now.timestamp(),
            method: ConsentMethod::CommandLine,
            document_sha256: None,
            expires: None,
            source: None,
        });
        assumed.sentences.push(format!("The patient denied {}", scope.label().to_lowercase()));
    }
    Ok(ConsentLedger::new(records))
}

fn loinc(code: &str) -> Coding {
    Coding { system: "http://loinc.org".to_owned(), code: code.to_owned(), display: None }
}

fn observed(text: &str, codings: Vec<Coding>, value: ObservationValue, day: Date) -> Observation {
    Observation {
        text: text.to_owned(),
        codings,
        category: None,
        value: Some(value),
        canonical: None,
        components: Vec::new(),
        range: None,
        interpretation: None,
        effective: Some(PartialDate::day(day)),
        effective_written: None,
        status: RecordStatus::Active,
        source: Provenance::default(),
    }
}

fn unknown(analyte: &str) -> AppError {
    AppError::new(
        "what_if.analyte",
        format!("there is no measurement `{analyte}`"),
        "choose a measurement from the list",
    )
}
