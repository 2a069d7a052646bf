//! What the record shows of earlier treatment of the tumour.

use attune_clinical::{MedicationStatus, ObservationValue, RecordStatus};

use crate::person::Person;
use crate::setting::PriorTherapy;

/// Classes that mark chemotherapy and targeted drugs: the treatment before immunotherapy that LORIS asks for.
const CHEMO_OR_TARGETED: [&str; 38] = [
    "chemotherapy",
    "kinase inhibitor",
    "antimetabolite",
    "alkylating agent",
    "platinum",
    "taxane",
    "anthracycline",
    "fluoropyrimidine",
    "vinca alkaloid",
    "topoisomerase inhibitor",
    "topoisomerase I inhibitor",
    "topoisomerase II inhibitor",
    "microtubule inhibitor",
    "antibody-drug conjugate",
    "antiangiogenic",
    "VEGF antibody",
    "anti-EGFR antibody",
    "anti-HER2 antibody",
    "anti-CD20 antibody",
    "anti-CD38 antibody",
    "EGFR-MET antibody",
    "BRAF inhibitor",
    "MEK inhibitor",
    "EGFR TKI",
    "ALK inhibitor",
    "ROS1 inhibitor",
    "RET inhibitor",
    "MET inhibitor",
    "NTRK inhibitor",
    "KRAS G12C inhibitor",
    "FGFR inhibitor",
    "PARP inhibitor",
    "CDK4/6 inhibitor",
    "mTOR inhibitor",
    "PI3K inhibitor",
    "proteasome inhibitor",
    "BCL2 inhibitor",
    "hypomethylating agent",
];
/// Further classes that count as systemic treatment of a tumour when the line of treatment is asked for.
const OTHER_SYSTEMIC: [&str; 7] = [
    "checkpoint inhibitor",
    "endocrine therapy",
    "radioligand",
    "cell therapy",
    "bispecific T-cell engager",
    "immunotoxin",
    "immunomodulatory imide",
];

/// Whether the record shows systemic treatment of the tumour before the day of the answer.
pub(crate) fn prior_therapy(person: &Person<'_>) -> PriorTherapy {
    given(person, &|class| CHEMO_OR_TARGETED.contains(&class) || OTHER_SYSTEMIC.contains(&class))
}

/// Whether chemotherapy or a targeted drug was given, which is what LORIS asks for.
pub(crate) fn chemo_or_targeted(person: &Person<'_>) -> PriorTherapy {
    given(person, &|class| CHEMO_OR_TARGETED.contains(&class))
}

/// Whether drugs of these classes count as systemic treatment of a tumour.
#[must_use]
pub fn is_systemic(classes: &[String]) -> bool {
    classes.iter().any(|c| CHEMO_OR_TARGETED.contains(&c.as_str()) || OTHER_SYSTEMIC.contains(&c.as_str()))
}

/// Whether a drug of such a class was given. A medication list without one does not show that there was
/// none; only a statement of the record does.
fn given(person: &Person<'_>, counts: &dyn Fn(&str) -> bool) -> PriorTherapy {
    let Some(record) = person.record else { return PriorTherapy::Unknown };
    let some = person.taken.iter().any(|t| {
        let stated = match t.course {
            MedicationStatus::Current | MedicationStatus::Past => true,
            MedicationStatus::Unknown => t.end.is_some() || t.stopped_because.is_some(),
            MedicationStatus::Planned => false,
        };
        stated && t.classes.iter().any(|c| counts(c))
    });
    if some {
        return PriorTherapy::Yes;
    }
    let denied = record.observations.iter().filter(|o| o.status.is_fact()).any(|o| {
        asks_for_treatment(&o.text)
            && match &o.value {
                Some(ObservationValue::Boolean(value)) => !value,
                Some(ObservationValue::Coded { text, .. } | ObservationValue::Text(text)) => {
                    matches!(text.trim().to_lowercase().as_str(), "none" | "no" | "never" | "treatment-naive")
                }
                _ => false,
            }
    });
    let negated =
        record.medications.iter().any(|m| m.status == RecordStatus::Negated && asks_for_treatment(&m.text));
    if denied || negated { PriorTherapy::No } else { PriorTherapy::Unknown }
}

fn asks_for_treatment(text: &str) -> bool {
    let text = text.to_lowercase();
    ["systemic therapy", "systemic treatment", "antineoplastic", "chemotherapy"]
        .iter()
        .any(|w| text.contains(w))
}
