//! The consent screen: what is permitted, what closes if it is not, and recording a decision.

use attune_clinical::{
    ConsentDecision, ConsentLedger, ConsentMethod, ConsentRecord, ConsentScope, ConsentStatus, PartialDate,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Workstation;
use super::patient::PatientCase;
use crate::document::consent_word;
use crate::error::AppError;
use crate::printing::moment_words;
use crate::view::{ConsentHistoryRow, ConsentInput, ConsentScopeRow, ConsentView};

impl Workstation {
    /// The consent screen.
    ///
    /// # Errors
    /// A locked vault, an unknown patient.
    pub fn consent(&self, id: &str) -> Result<ConsentView, AppError> {
        let case = self.case(id)?;
        let now = self.now();
        let zone = now.time_zone();
        let status = |s: &ConsentScope| case.consent.status(*s, now.date());
        let count = |wanted: &[ConsentStatus]| {
            ConsentScope::ALL.iter().filter(|s| wanted.contains(&status(s))).count()
        };
        let mut summary = vec![format!(
            "{} of {} scopes permitted",
            count(&[ConsentStatus::Permitted, ConsentStatus::Implied]),
            ConsentScope::ALL.len()
        )];
        for (state, word) in [
            (ConsentStatus::Denied, "denied"),
            (ConsentStatus::NotRecorded, "not recorded"),
            (ConsentStatus::Expired, "expired"),
        ] {
            if count(&[state]) > 0 {
                summary.push(format!("{} {word}", count(&[state])));
            }
        }
        Ok(ConsentView {
            banner: self.banner_of(&case)?,
            summary: summary.join(", "),
            scopes: ConsentScope::ALL.iter().map(|s| row(*s, status(s), &case.consent, zone)).collect(),
            history: history(&case.consent, zone),
            withheld: self.withheld(&case)?,
        })
    }

    /// What is withheld from this patient's screens and pages now.
    pub(super) fn withheld(&self, case: &PatientCase) -> Result<Vec<String>, AppError> {
        Ok(self.rank_case(case)?.withheld)
    }

    /// Records a decision. It is in force for everything read after this returns.
    ///
    /// # Errors
    /// A locked vault, an unknown scope or decision, a verbal decision without a witness.
    pub fn record_consent(&mut self, id: &str, input: &ConsentInput) -> Result<ConsentView, AppError> {
        let at = self.now().timestamp();
        let open = self.open_mut()?;
        let record = record(input, &open.user, at)?;
        open.vault.record_consent(id, &record, &open.user.clone(), at)?;
        self.consent(id)
    }
}

fn invalid(message: &str, hint: &str) -> AppError {
    AppError::new("consent.invalid", message, hint)
}

fn record(input: &ConsentInput, user: &str, at: Timestamp) -> Result<ConsentRecord, AppError> {
    let scope = ConsentScope::from_name(&input.scope).ok_or_else(|| {
        invalid(&format!("there is no consent scope `{}`", input.scope), "choose one of the five")
    })?;
    let decision = match input.decision.as_str() {
        "permit" => ConsentDecision::Permit,
        "deny" => ConsentDecision::Deny,
        "withdraw" => ConsentDecision::Withdrawn,
        other => return Err(invalid(&format!("`{other}` is no decision"), "permit, deny or withdraw")),
    };
    let witness = input.witness.as_deref().map(str::trim).unwrap_or_default();
    let method = match input.method.as_str() {
        "signed_paper" => ConsentMethod::SignedPaper,
        "verbal" if witness.is_empty() => {
            return Err(invalid("a verbal decision needs a witness", "type who heard it"));
        }
        "verbal" => ConsentMethod::Verbal { witness: witness.to_owned() },
        other => return Err(invalid(&format!("`{other}` is no way to decide"), "signed_paper or verbal")),
    };
    let by = input.by.trim();
    if by.is_empty() {
        return Err(invalid("it is not said who decided", "type the patient or their representative"));
    }
    let expires = match input.expires.as_deref().map(str::trim).filter(|e| !e.is_empty()) {
        None => None,
        Some(day) => Some(
            day.parse::<PartialDate>().map_err(|e| invalid(&e.to_string(), "write the day as 2028-11-12"))?,
        ),
    };
    let document = input.document_sha256.as_deref().map(str::trim).filter(|d| !d.is_empty());
    if document.is_some_and(|d| d.len() != 64 || !d.bytes().all(|b| b.is_ascii_hexdigit())) {
        return Err(invalid(
            "the document hash is not a SHA-256",
            "it has 64 hexadecimal digits, or leave it empty",
        ));
    }
    Ok(ConsentRecord {
        scope,
        decision,
        by: by.to_owned(),
        recorded_by: user.to_owned(),
        at,
        method,
        document_sha256: document.map(str::to_lowercase),
        expires,
        source: None,
    })
}

fn how(record: &ConsentRecord) -> String {
    match &record.method {
        ConsentMethod::SignedPaper => format!("Signed paper, by {}", record.by),
        ConsentMethod::FhirConsent => format!("Consent of the imported record, by {}", record.by),
        ConsentMethod::Verbal { witness } => format!("Verbal, by {}, witness {witness}", record.by),
        ConsentMethod::CommandLine => "Command line".to_owned(),
    }
}

fn latest(ledger: &ConsentLedger, scope: ConsentScope) -> Option<&ConsentRecord> {
    ledger
        .records()
        .iter()
        .filter(|r| r.scope == scope)
        .max_by_key(|r| (r.at, r.decision != ConsentDecision::Permit))
}

fn row(
    scope: ConsentScope,
    status: ConsentStatus,
    ledger: &ConsentLedger,
    zone: &TimeZone,
) -> ConsentScopeRow {
    let record = latest(ledger, scope);
    let or = |text: Option<String>, otherwise: &str| text.unwrap_or_else(|| otherwise.to_owned());
    let (closes, stays) = effect(scope);
    let list = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect();
    let nothing = if status == ConsentStatus::Implied { "direct care" } else { "not recorded" };
    ConsentScopeRow {
        scope: scope.name().to_owned(),
        label: scope.label().to_owned(),
        covers: scope.covers().to_owned(),
        status: consent_word(status).to_owned(),
        word: status.word().to_owned(),
        since: or(record.map(|r| r.at.to_zoned(zone.clone()).strftime("%d-%b-%Y").to_string()), nothing),
        how: or(record.map(how), nothing),
        document: or(
            record.and_then(|r| r.document_sha256.as_ref()).map(|d| d.chars().take(8).collect()),
            "no document",
        ),
        expires: or(record.and_then(|r| r.expires).map(PartialDate::display), "no expiry"),
        closes: list(closes),
        stays: list(stays),
    }
}

/// What closes when a scope is missing, and what stays. The same words whether it is withdrawn or was never given.
fn effect(scope: ConsentScope) -> (&'static [&'static str], &'static [&'static str]) {
    match scope {
        ConsentScope::TreatmentPlanning => (
            &[
                "Options: no evidence is matched, the list is closed",
                "Summary: key options are closed",
                "Report: the ranked list is replaced by the reason",
            ],
            &["The record, its findings and the consent history"],
        ),
        ConsentScope::AiModels => (
            &[
                "Options: model estimates are closed; ranks stay, no rank uses a model",
                "Report: the model section is replaced by the reason",
            ],
            &[
                "Treatment planning, safety gates, pharmacogenomics",
                "The consent history and the audit entries",
            ],
        ),
        ConsentScope::SecondaryFindings => (
            &["Summary and report: germline findings outside the indication are not shown"],
            &["Findings of the tumour and of genes that belong to the indication"],
        ),
        ConsentScope::FamilySharing => (
            &["Report for the patient: the risk of relatives is not named"],
            &["The family history that the record states"],
        ),
        ConsentScope::ResearchExport => (
            &["No de-identified export of this record"],
            &[
                "Everything that stays on this computer",
                "Reports that were already exported cannot be recalled",
            ],
        ),
    }
}

fn history(ledger: &ConsentLedger, zone: &TimeZone) -> Vec<ConsentHistoryRow> {
    let mut records: Vec<&ConsentRecord> = ledger.records().iter().collect();
    records.sort_by_key(|r| std::cmp::Reverse(r.at));
    records
        .into_iter()
        .map(|r| ConsentHistoryRow {
            when: moment_words(&r.at.to_zoned(zone.clone())),
            scope: r.scope.label().to_owned(),
            change: match r.decision {
                ConsentDecision::Permit => "permitted",
                ConsentDecision::Deny => "denied",
                ConsentDecision::Withdrawn => "withdrawn",
            }
            .to_owned(),
            how: how(r),
            recorded_by: r.recorded_by.clone(),
        })
        .collect()
}
