//! Words for the closed sets of the domain.

use attune_clinical::{ConsentScope, ConsentStatus};
use attune_decision::{BlockedReason, ConsentSummary, EvidenceRow, SafetySeverity};
use attune_knowledge::{Basis, Verification};
use attune_pharmacogenomics::{CallStatus, DrugAction, Strength};

use crate::colour::{BLOCK, CAUTION, Colour, INFO};
use crate::flow::Sign;

pub(crate) fn severity(severity: SafetySeverity) -> (Sign, &'static str, Colour) {
    match severity {
        SafetySeverity::Block => (Sign::Block, "Stops", BLOCK),
        SafetySeverity::Caution => (Sign::Caution, "Caution", CAUTION),
        SafetySeverity::Info => (Sign::Info, "To know", INFO),
    }
}

pub(crate) fn blocked(reason: BlockedReason) -> &'static str {
    match reason {
        BlockedReason::Contraindicated => "Contraindicated",
        BlockedReason::Resistance => "Resistance",
        BlockedReason::TumourType => "Tumour type",
        BlockedReason::Consent => "Consent missing",
        BlockedReason::InsufficientEvidence => "Too little evidence",
    }
}

pub(crate) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Label => "label",
        Basis::Guideline => "guideline",
        Basis::Trial => "trial or study",
        Basis::Case => "case reports",
        Basis::Preclinical => "preclinical",
    }
}

pub(crate) fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Strong => "strong",
        Strength::Moderate => "moderate",
        Strength::Optional => "optional",
        Strength::None => "no strength given",
    }
}

pub(crate) fn action(action: DrugAction) -> &'static str {
    match action {
        DrugAction::Avoid => "Avoid",
        DrugAction::Alternative => "Other drug",
        DrugAction::DecreaseDose => "Lower dose",
        DrugAction::IncreaseDose => "Higher dose",
        DrugAction::Monitor => "Monitor",
        DrugAction::Standard => "Usual dose",
        DrugAction::None => "No recommendation",
    }
}

/// True for advice that changes what would be done.
pub(crate) fn acts(action: DrugAction) -> bool {
    !matches!(action, DrugAction::Standard | DrugAction::None)
}

pub(crate) fn call(status: CallStatus) -> &'static str {
    match status {
        CallStatus::Called => "called",
        CallStatus::Ambiguous => "ambiguous: several fit",
        CallStatus::NotCalled => "not called",
        CallStatus::Outside => "from outside",
    }
}

pub(crate) fn call_sentence(status: CallStatus) -> &'static str {
    match status {
        CallStatus::Called => "Called.",
        CallStatus::Ambiguous => "Ambiguous: several fit.",
        CallStatus::NotCalled => "Not called.",
        CallStatus::Outside => "Taken from an outside call.",
    }
}

/// The mark of a row that was not checked against a source row.
pub(crate) fn recalled(row: &EvidenceRow) -> bool {
    row.verification == Verification::Recalled
}

pub(crate) fn significance(text: &str) -> String {
    text.replace('_', " ")
}

/// State of a scope when the ranking was made.
pub(crate) fn status(consent: &ConsentSummary, scope: ConsentScope) -> ConsentStatus {
    match scope {
        ConsentScope::TreatmentPlanning => consent.treatment_planning,
        ConsentScope::AiModels => consent.ai_models,
        ConsentScope::SecondaryFindings => consent.secondary_findings,
        ConsentScope::FamilySharing => consent.family_sharing,
        ConsentScope::ResearchExport => consent.research_export,
    }
}

/// A preference weight in words.
pub(crate) fn wish(name: &str) -> &'static str {
    match name {
        "efficacy" => "the most effective treatment",
        "toxicity" => "few side effects",
        "route" => "tablets instead of infusions",
        _ => "few visits",
    }
}
