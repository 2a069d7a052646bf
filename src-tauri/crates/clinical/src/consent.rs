//! Consent as a type: what a scope covers can be reached only through [`Consented`].

use std::marker::PhantomData;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{PartialDate, Provenance};

/// What a person can permit or deny.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentScope {
    /// Match evidence for this patient's own care. Direct care is its legal ground.
    TreatmentPlanning,
    /// Run predictive models on the record.
    AiModels,
    /// Read the genes of the ACMG list outside the indication.
    SecondaryFindings,
    /// Name the risk of relatives.
    FamilySharing,
    /// De-identified export.
    ResearchExport,
}

impl ConsentScope {
    /// All scopes, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::TreatmentPlanning,
        Self::AiModels,
        Self::SecondaryFindings,
        Self::FamilySharing,
        Self::ResearchExport,
    ];

    /// The stable name of the command line and the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TreatmentPlanning => "treatment_planning",
            Self::AiModels => "ai_models",
            Self::SecondaryFindings => "secondary_findings",
            Self::FamilySharing => "family_sharing",
            Self::ResearchExport => "research_export",
        }
    }

    /// The words for the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::TreatmentPlanning => "Treatment planning",
            Self::AiModels => "AI models",
            Self::SecondaryFindings => "Secondary findings",
            Self::FamilySharing => "Family sharing",
            Self::ResearchExport => "Research export",
        }
    }

    /// What the scope lets Attune do, in one line.
    #[must_use]
    pub fn covers(self) -> &'static str {
        match self {
            Self::TreatmentPlanning => "Match evidence to this patient for their care",
            Self::AiModels => "Run predictive models on this record",
            Self::SecondaryFindings => "Look at genes outside the indication (ACMG list)",
            Self::FamilySharing => "Name the risk of relatives",
            Self::ResearchExport => "De-identified data leaves this computer",
        }
    }

    /// The scope of a stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentDecision {
    /// Permitted.
    Permit,
    /// Denied from the start.
    Deny,
    /// Permitted once and taken back.
    Withdrawn,
}

/// How the decision was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentMethod {
    /// A signed form.
    SignedPaper,
    /// A FHIR Consent resource of the record.
    FhirConsent,
    /// By word of mouth, before a witness.
    Verbal {
        /// Who heard it.
        witness: String,
    },
    /// An argument of the command line, for runs without a vault.
    CommandLine,
}

/// One decision about one scope. Records are added, never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRecord {
    /// The scope.
    pub scope: ConsentScope,
    /// The decision.
    pub decision: ConsentDecision,
    /// Who decided: the patient or their representative.
    pub by: String,
    /// Who wrote it down.
    pub recorded_by: String,
    /// When the decision was made.
    pub at: Timestamp,
    /// How.
    pub method: ConsentMethod,
    /// SHA-256 of the form or resource.
    pub document_sha256: Option<String>,
    /// Last day on which it is in force.
    pub expires: Option<PartialDate>,
    /// Where it was read, for consents of a record.
    pub source: Option<Provenance>,
}

/// State of a scope on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentStatus {
    /// Nothing recorded, and direct care is ground enough (treatment planning only).
    Implied,
    /// A permit is in force.
    Permitted,
    /// Denied or withdrawn.
    Denied,
    /// Nothing recorded, and a permit would be needed.
    NotRecorded,
    /// A permit was in force and has run out.
    Expired,
}

impl ConsentStatus {
    /// True where the scope may be used.
    #[must_use]
    pub fn allows(self) -> bool {
        matches!(self, Self::Implied | Self::Permitted)
    }

    /// The word for the screen and the page.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Implied => "implied",
            Self::Permitted => "permitted",
            Self::Denied => "denied",
            Self::NotRecorded => "not recorded",
            Self::Expired => "expired",
        }
    }
}

/// Why something is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("withheld: consent for {} is {}", .scope.label(), .status.word())]
pub struct Withheld {
    /// The missing scope.
    pub scope: ConsentScope,
    /// Its state.
    pub status: ConsentStatus,
}

/// All decisions of one patient.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ConsentLedger {
    records: Vec<ConsentRecord>,
}

impl ConsentLedger {
    /// A ledger of these decisions, in any order.
    #[must_use]
    pub fn new(records: Vec<ConsentRecord>) -> Self {
        Self { records }
    }

    /// The decisions, as given.
    #[must_use]
    pub fn records(&self) -> &[ConsentRecord] {
        &self.records
    }

    /// State of a scope on a day. The latest decision counts; on a tie of time a denial beats a permit.
    #[must_use]
    pub fn status(&self, scope: ConsentScope, on: Date) -> ConsentStatus {
        let latest = self
            .records
            .iter()
            .filter(|r| r.scope == scope && begun(r, on))
            .max_by_key(|r| (r.at, r.decision != ConsentDecision::Permit));
        match latest {
            None if scope == ConsentScope::TreatmentPlanning => ConsentStatus::Implied,
            None => ConsentStatus::NotRecorded,
            Some(r) if r.decision != ConsentDecision::Permit => ConsentStatus::Denied,
            Some(r) if expired(r, on) => match scope {
                ConsentScope::TreatmentPlanning => ConsentStatus::Implied,
                _ => ConsentStatus::Expired,
            },
            Some(_) => ConsentStatus::Permitted,
        }
    }

    /// Lets a value through, if the scope `S` is in force on this day.
    ///
    /// # Errors
    /// [`Withheld`] names the scope and its state where it is not.
    pub fn authorise<T, S: Scope>(&self, value: T, on: Date) -> Result<Consented<T, S>, Withheld> {
        let status = self.status(S::SCOPE, on);
        if status.allows() {
            Ok(Consented { value, status, scope: PhantomData })
        } else {
            Err(Withheld { scope: S::SCOPE, status })
        }
    }
}

/// A permit of an imported record may begin on a later day. Decisions that were recorded by a person at work are
/// always in the past; their time is not compared with a day, because days begin at different times in the world.
fn begun(record: &ConsentRecord, on: Date) -> bool {
    record.method != ConsentMethod::FhirConsent || record.at.to_zoned(TimeZone::UTC).date() <= on
}

/// An expiry known only to the month or year ends at its first day: the shorter reading is the safe one.
fn expired(record: &ConsentRecord, on: Date) -> bool {
    record.expires.and_then(PartialDate::earliest).is_some_and(|last| on > last)
}

/// A type that stands for a scope at compile time.
pub trait Scope {
    /// The scope.
    const SCOPE: ConsentScope;
}

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl Scope for $name {
            const SCOPE: ConsentScope = ConsentScope::$name;
        }
    )+};
}

scopes! {
    /// [`ConsentScope::TreatmentPlanning`] as a type.
    TreatmentPlanning,
    /// [`ConsentScope::AiModels`] as a type.
    AiModels,
    /// [`ConsentScope::SecondaryFindings`] as a type.
    SecondaryFindings,
    /// [`ConsentScope::FamilySharing`] as a type.
    FamilySharing,
    /// [`ConsentScope::ResearchExport`] as a type.
    ResearchExport,
}

/// A value that the scope `S` lets through. Only [`ConsentLedger::authorise`] makes one.
#[derive(Debug, Clone)]
pub struct Consented<T, S: Scope> {
    value: T,
    status: ConsentStatus,
    scope: PhantomData<S>,
}

impl<T, S: Scope> Consented<T, S> {
    /// The value.
    pub fn get(&self) -> &T {
        &self.value
    }

    /// Gives the value up to its user.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// On what ground it was let through.
    pub fn status(&self) -> ConsentStatus {
        self.status
    }

    /// Derives a value under the same consent.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Consented<U, S> {
        Consented { value: f(self.value), status: self.status, scope: PhantomData }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn record(
        scope: ConsentScope,
        decision: ConsentDecision,
        at: &str,
        expires: Option<&str>,
    ) -> ConsentRecord {
        ConsentRecord {
            scope,
            decision,
            by: "patient".into(),
            recorded_by: "clinician".into(),
            at: at.parse().unwrap_or_default(),
            method: ConsentMethod::SignedPaper,
            document_sha256: None,
            expires: expires.and_then(|e| e.parse().ok()),
            source: None,
        }
    }

    #[test]
    fn only_treatment_planning_is_implied() {
        let ledger = ConsentLedger::default();
        for scope in ConsentScope::ALL {
            let expected = if scope == ConsentScope::TreatmentPlanning {
                ConsentStatus::Implied
            } else {
                ConsentStatus::NotRecorded
            };
            assert_eq!(ledger.status(scope, date(2026, 11, 20)), expected);
        }
    }

    #[test]
    fn withdrawal_closes_what_a_permit_opened() {
        use ConsentDecision::{Permit, Withdrawn};
        let ledger = ConsentLedger::new(vec![
            record(ConsentScope::AiModels, Withdrawn, "2026-03-01T10:00:00Z", None),
            record(ConsentScope::AiModels, Permit, "2026-01-01T10:00:00Z", None),
        ]);
        let answer = ledger.authorise::<_, AiModels>(1, date(2026, 11, 20));
        assert_eq!(
            answer.map(Consented::into_inner),
            Err(Withheld { scope: ConsentScope::AiModels, status: ConsentStatus::Denied })
        );
    }

    #[test]
    fn an_expired_permit_is_not_a_permit() {
        let ledger = ConsentLedger::new(vec![record(
            ConsentScope::AiModels,
            ConsentDecision::Permit,
            "2024-01-01T10:00:00Z",
            Some("2026-11-19"),
        )]);
        assert_eq!(ledger.status(ConsentScope::AiModels, date(2026, 11, 19)), ConsentStatus::Permitted);
        assert_eq!(ledger.status(ConsentScope::AiModels, date(2026, 11, 20)), ConsentStatus::Expired);
    }

    #[test]
    fn a_permit_of_the_record_counts_from_its_first_day() {
        let mut permit =
            record(ConsentScope::AiModels, ConsentDecision::Permit, "2026-12-01T00:00:00Z", None);
        permit.method = ConsentMethod::FhirConsent;
        let ledger = ConsentLedger::new(vec![permit]);
        assert_eq!(ledger.status(ConsentScope::AiModels, date(2026, 11, 30)), ConsentStatus::NotRecorded);
        assert_eq!(ledger.status(ConsentScope::AiModels, date(2026, 12, 1)), ConsentStatus::Permitted);
    }

    #[test]
    fn at_the_same_moment_a_denial_beats_a_permit() {
        use ConsentDecision::{Deny, Permit};
        let at = "2026-01-01T10:00:00Z";
        for pair in [[Deny, Permit], [Permit, Deny]] {
            let ledger = ConsentLedger::new(
                pair.map(|d| record(ConsentScope::TreatmentPlanning, d, at, None)).to_vec(),
            );
            assert_eq!(
                ledger.status(ConsentScope::TreatmentPlanning, date(2026, 2, 1)),
                ConsentStatus::Denied
            );
        }
    }
}
