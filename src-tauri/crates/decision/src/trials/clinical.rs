//! Clinical criteria in fields: age, sex, diagnosis, performance status, receptors, state of the disease.

use attune_clinical::{CriterionField, ObservationValue, RecordStatus};
use attune_genome::Alteration;

use super::answer::{CriterionAnswer, Eligibility, Verdict4, all, any, leaf, negated};
use super::limits::{Limit, ecog_wanted};
use super::words::{plain, tokens};
use super::{Asked, for_a_person};
use crate::Facts;

impl<F: Facts> Asked<'_, F> {
    /// All fields of a node are asked.
    pub(super) fn clinical(&self, fields: &[CriterionField]) -> CriterionAnswer {
        let mut parts: Vec<CriterionAnswer> = fields.iter().map(|f| self.field(f)).collect();
        if parts.len() == 1 {
            return parts.remove(0);
        }
        let verdict = all(parts.iter().map(CriterionAnswer::verdict));
        CriterionAnswer {
            text: "All of".to_owned(),
            answer: verdict.answer,
            recoverable: verdict.recoverable,
            parts,
            ..CriterionAnswer::default()
        }
    }

    fn field(&self, field: &CriterionField) -> CriterionAnswer {
        let values = &field.values;
        let words = match field.name.as_str() {
            "condition" => format!("Condition: {}", values.join(", ")),
            "oncotree_primary_diagnosis" | "oncotree_primary_diagnosis_name" | "oncotree_diagnosis" => {
                format!("Diagnosis: {}", values.join(" or "))
            }
            "age_numerical" | "age_expression" | "age" => format!("Age {}", values.join(" and ")),
            "gender" | "sex" => format!("Sex: {}", values.join(" or ")),
            name => format!("{}: {}", name.replace('_', " "), values.join(" or ")),
        };
        match field.name.as_str() {
            "condition"
            | "oncotree_primary_diagnosis"
            | "oncotree_primary_diagnosis_name"
            | "oncotree_diagnosis" => self.diagnosis(&words, values),
            "age_numerical" | "age_expression" | "age" => {
                match values.iter().map(|v| Limit::age(v)).collect::<Option<Vec<_>>>() {
                    Some(limits) => self.age(&words, &limits),
                    None => for_a_person(&words),
                }
            }
            "gender" | "sex" => self.each(&words, values, |v| self.sex("", v)),
            "ecog" | "ecog_status" | "ecog_numerical" | "ecog_performance_status" | "performance_status" => {
                self.each(&words, values, |v| {
                    let plain = plain(v);
                    let tokens = tokens(&plain);
                    let bare: Vec<&str> =
                        tokens.iter().map(String::as_str).filter(|t| *t != "ecog").collect();
                    ecog_wanted(&bare).map_or_else(|| for_a_person(""), |w| self.ecog("", &w))
                })
            }
            "her2_status" | "er_status" | "pr_status" | "pdl1_status" | "pd_l1_status" => {
                let protein = match field.name.split('_').next() {
                    Some("her2") => "HER2",
                    Some("er") => "ER",
                    Some("pr") => "PR",
                    _ => "PD-L1",
                };
                self.each(&words, values, |v| self.receptor(protein, v))
            }
            "tmb_numerical" | "tmb" | "mmr_status" | "ms_status" | "msi_status" => {
                self.genomic(std::slice::from_ref(field))
            }
            "disease_status" | "disease_extent" => self.each(&words, values, |v| self.extent(v)),
            "measurable_disease" | "measurable" | "measurable_status" => {
                self.each(&words, values, |v| match v.trim().to_lowercase().as_str() {
                    "yes" | "y" | "true" | "measurable" | "required" => self.measurable(""),
                    _ => for_a_person(""),
                })
            }
            "prior_treatment" | "prior_treatments" | "prior_therapy" | "treatment_history" => {
                CriterionAnswer { text: words, ..self.prior_fields(std::slice::from_ref(field)) }
            }
            _ => CriterionAnswer {
                facts: vec![format!("The field {} is not known here: to be read by a person", field.name)],
                ..for_a_person(&words)
            },
        }
    }

    /// One of several values, each of which may be negated.
    fn each(&self, text: &str, values: &[String], ask: impl Fn(&str) -> CriterionAnswer) -> CriterionAnswer {
        let mut facts = Vec::new();
        let verdicts: Vec<Verdict4> = values
            .iter()
            .map(|value| {
                let (bare, negative) = value.strip_prefix('!').map_or((value.as_str(), false), |v| (v, true));
                let answer = ask(bare.trim());
                let verdict = answer.verdict();
                facts.extend(answer.facts);
                if negative { negated(verdict) } else { verdict }
            })
            .collect();
        facts.dedup();
        let verdict = any(verdicts);
        leaf(text, verdict.answer, verdict.recoverable, facts)
    }

    fn receptor(&self, protein: &str, value: &str) -> CriterionAnswer {
        match Alteration::parse(&format!("{protein} {}", value.to_lowercase())) {
            Some(alteration) => {
                let (verdict, facts) = self.has(&[alteration]);
                leaf("", verdict.answer, verdict.recoverable, facts)
            }
            None => for_a_person(""),
        }
    }

    /// How far the disease has gone, where a stage tells it. That no stage is recorded tells nothing.
    fn extent(&self, wanted: &str) -> CriterionAnswer {
        let conditions = self.person.record.map_or(&[][..], |r| &r.conditions);
        let stage = conditions
            .iter()
            .filter(|c| c.status == RecordStatus::Active && c.abated.is_none())
            .filter_map(|c| c.stage.as_ref())
            .find(|s| {
                s.text
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|w| ["IV", "IVA", "IVB", "IVC", "M1"].contains(&w))
            });
        let plain = wanted.to_lowercase();
        match stage {
            Some(stage) if ["metastatic", "advanced"].contains(&plain.as_str()) => {
                let words = stage.text.trim();
                let fact = if words.to_lowercase().contains("stage") {
                    words.to_owned()
                } else {
                    format!("Stage {words}")
                };
                leaf("", Eligibility::Pass, false, vec![fact])
            }
            _ => CriterionAnswer {
                facts: vec![format!("{wanted}: not told by the record")],
                ..for_a_person("")
            },
        }
    }

    /// Measurable disease, where an observation of the record says so.
    pub(super) fn measurable(&self, text: &str) -> CriterionAnswer {
        let observations = self.person.record.map_or(&[][..], |r| &r.observations);
        let stated = observations
            .iter()
            .filter(|o| o.status.is_fact() && o.text.to_lowercase().contains("measurable disease"))
            .max_by_key(|o| o.effective);
        let Some(found) = stated else {
            let facts = vec!["Measurable disease: not recorded".to_owned()];
            return leaf(text, Eligibility::Undetermined, true, facts);
        };
        let value = match &found.value {
            Some(ObservationValue::Boolean(value)) => Some(*value),
            Some(ObservationValue::Text(t) | ObservationValue::Coded { text: t, .. }) => {
                match t.trim().to_lowercase().as_str() {
                    "yes" | "present" | "measurable" | "positive" | "true" => Some(true),
                    "no" | "absent" | "not measurable" | "non-measurable" | "negative" | "false" => {
                        Some(false)
                    }
                    _ => None,
                }
            }
            _ => None,
        };
        let date = found.effective.map_or("undated".to_owned(), |d| format!("on {}", d.display()));
        let (answer, word) = match value {
            Some(true) => (Eligibility::Pass, "yes"),
            Some(false) => (Eligibility::Fail, "no"),
            None => (Eligibility::Undetermined, "not readable"),
        };
        leaf(text, answer, true, vec![format!("Measurable disease: {word}, {date}")])
    }
}
