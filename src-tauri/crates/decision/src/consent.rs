//! What consent lets through, and what is said where it does not.

use attune_clinical::{ConsentLedger, ConsentScope, ConsentStatus, PartialDate, Withheld};
use jiff::civil::Date;

use crate::{Abstention, ConsentSummary, Preferences, RULES_VERSION, RankedOptions, TumourType};

impl ConsentSummary {
    /// The state of all scopes on a day.
    #[must_use]
    pub fn of(ledger: &ConsentLedger, on: Date) -> Self {
        Self {
            treatment_planning: ledger.status(ConsentScope::TreatmentPlanning, on),
            ai_models: ledger.status(ConsentScope::AiModels, on),
            secondary_findings: ledger.status(ConsentScope::SecondaryFindings, on),
            family_sharing: ledger.status(ConsentScope::FamilySharing, on),
            research_export: ledger.status(ConsentScope::ResearchExport, on),
        }
    }
}

/// The answer where treatment planning is denied: nothing of the record and no evidence is shown.
///
/// It takes no case on purpose: what is not let through cannot be read.
#[must_use]
pub fn abstain_for_consent(reason: &Withheld, ledger: &ConsentLedger, as_of: Date) -> RankedOptions {
    RankedOptions {
        as_of: PartialDate::day(as_of),
        tumour_type: TumourType {
            code: None,
            name: "withheld".to_owned(),
            recognised: false,
            candidates: Vec::new(),
        },
        alterations: Vec::new(),
        options: Vec::new(),
        resistance: Vec::new(),
        not_ranked: Vec::new(),
        trials: Vec::new(),
        predictions: Vec::new(),
        findings: Vec::new(),
        conflicts: Vec::new(),
        test_next: Vec::new(),
        region: None,
        preferences: Preferences::default(),
        abstained: Some(Abstention {
            code: "consent".to_owned(),
            reason: format!("Consent for {} is {}", reason.scope.label(), reason.status.word()),
            would_help: format!(
                "A recorded permit for {}, if the patient wishes it",
                reason.scope.label().to_lowercase()
            ),
        }),
        consent: ConsentSummary::of(ledger, as_of),
        withheld: vec![sentence(reason)],
        not_considered: Vec::new(),
        rules_version: RULES_VERSION.to_owned(),
    }
}

/// `AI models: withheld, consent denied. Run predictive models on this record: not done.`
pub(crate) fn sentence(reason: &Withheld) -> String {
    let how = match reason.status {
        ConsentStatus::Denied => "denied by the patient",
        ConsentStatus::NotRecorded => "no consent recorded",
        ConsentStatus::Expired => "the consent has expired",
        ConsentStatus::Implied | ConsentStatus::Permitted => "not let through",
    };
    format!("{}: withheld, {how}. Not done: {}.", reason.scope.label(), lower(reason.scope.covers()))
}

/// What the scopes beside treatment planning withhold from a ranking.
pub(crate) fn withheld(ledger: &ConsentLedger, on: Date) -> Vec<String> {
    [ConsentScope::AiModels, ConsentScope::SecondaryFindings]
        .into_iter()
        .filter_map(|scope| {
            let status = ledger.status(scope, on);
            (!status.allows()).then(|| sentence(&Withheld { scope, status }))
        })
        .collect()
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
