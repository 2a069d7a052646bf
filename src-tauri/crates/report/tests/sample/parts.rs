//! Short ways to write the parts of a sample.

use attune_clinical::{Allergy, ConsentStatus, RecordStatus};
use attune_decision::{
    Blocked, BlockedReason, ConsentSummary, EvidenceRow, Level, OptionContribution, OptionGroup,
    RankedOption, SafetyKind, SafetyNote, SafetySeverity, WouldChange,
};
use attune_knowledge::{Basis, Verification};
use attune_report::{PackRef, ReportMoment};

pub(crate) fn moment() -> ReportMoment {
    ReportMoment {
        at: "2026-11-20T10:42:00Z".parse().unwrap(),
        day: jiff::civil::date(2026, 11, 20),
        display: "20-Nov-2026 11:42 CET".into(),
    }
}

pub(crate) fn packs() -> Vec<PackRef> {
    vec![PackRef {
        id: "attune-knowledge".into(),
        version: "2026.11.2".into(),
        note: "Signed, valid to 28-Feb-2027. CIViC 01-Nov-2026 (CC0), FDA labels, CPIC".into(),
    }]
}

pub(crate) fn consent(ai_models: ConsentStatus) -> ConsentSummary {
    ConsentSummary {
        treatment_planning: ConsentStatus::Implied,
        ai_models,
        secondary_findings: ConsentStatus::NotRecorded,
        family_sharing: ConsentStatus::Denied,
        research_export: ConsentStatus::NotRecorded,
    }
}

pub(crate) fn allergy(substance: &str, reaction: &str) -> Allergy {
    Allergy {
        substance: substance.into(),
        reaction: Some(reaction.into()),
        status: RecordStatus::Active,
        ..Allergy::default()
    }
}

pub(crate) fn evidence(
    id: &str,
    level: Level,
    source: &str,
    statement: &str,
    citation: &str,
    words: &str,
    date: &str,
) -> EvidenceRow {
    EvidenceRow {
        id: id.into(),
        source: source.into(),
        level,
        source_level: source.starts_with("CIViC").then(|| "B".to_owned()),
        significance: "sensitivity".into(),
        biomarker: "BRAF V600E".into(),
        disease: "as written by the source".into(),
        statement: statement.into(),
        citation: citation.into(),
        citation_text: words.into(),
        date: Some(date.into()),
        region: source.starts_with("FDA").then(|| "US".to_owned()),
        verification: if source.starts_with("FDA") { Verification::Recalled } else { Verification::Checked },
    }
}

pub(crate) fn note(severity: SafetySeverity, kind: SafetyKind, message: &str, source: &str) -> SafetyNote {
    SafetyNote { severity, kind, message: message.into(), source: source.into() }
}

pub(crate) fn share(label: &str, points: f64) -> OptionContribution {
    OptionContribution { factor: label.to_lowercase().replace(' ', "_"), label: label.into(), points }
}

/// An option whose score is the sum of its shares.
pub(crate) fn option(
    rank: u32,
    treatment: &str,
    level: Level,
    basis_text: &str,
    shares: &[(&str, f64)],
) -> RankedOption {
    RankedOption {
        rank,
        treatment: treatment.into(),
        drugs: treatment.split(" + ").map(String::from).collect(),
        level,
        group: if level <= Level::IB { OptionGroup::Established } else { OptionGroup::OffLabel },
        escat: None,
        leads_standard_care: false,
        approved_in: vec!["US".into()],
        basis: if level <= Level::IA { Basis::Label } else { Basis::Trial },
        basis_text: basis_text.into(),
        score: shares.iter().map(|s| s.1).sum(),
        contributions: shares.iter().map(|(l, p)| share(l, *p)).collect(),
        reasons_for: Vec::new(),
        reasons_against: Vec::new(),
        unknown: Vec::new(),
        safety: Vec::new(),
        passed: Vec::new(),
        gates: Vec::new(),
        because: vec!["BRAF V600E".into()],
        evidence: Vec::new(),
        prediction: None,
        would_change: Vec::new(),
    }
}

pub(crate) fn blocked(treatment: &str, reason: BlockedReason, detail: &str) -> Blocked {
    Blocked {
        treatment: treatment.into(),
        drugs: treatment.split(" + ").map(String::from).collect(),
        reason,
        detail: detail.into(),
        becomes_possible: None,
        level: None,
        safety: Vec::new(),
        gates: Vec::new(),
        evidence: Vec::new(),
    }
}

pub(crate) fn change(condition: &str, then: &str, score: Option<f64>) -> WouldChange {
    WouldChange { condition: condition.into(), then: then.into(), score }
}
