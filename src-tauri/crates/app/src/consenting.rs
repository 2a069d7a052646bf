//! Consent of a run without a vault: what the record states, and what the command line permits.

use attune_clinical::{
    ConsentDecision, ConsentLedger, ConsentMethod, ConsentRecord, ConsentScope, ConsentStatus,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::error::AppError;

/// Reads `all` or `scope,scope`.
///
/// # Errors
/// An unknown scope, with the list of those that exist.
pub fn parse_scopes(text: &str) -> Result<Vec<ConsentScope>, AppError> {
    if text.trim() == "all" {
        return Ok(ConsentScope::ALL.to_vec());
    }
    text.split(',')
        .map(str::trim)
        .filter(|s| !s.is_empty())
        .map(|name| {
            ConsentScope::from_name(name).ok_or_else(|| {
                let known: Vec<&str> = ConsentScope::ALL.iter().map(|s| s.name()).collect();
                AppError::new(
                    "consent.unknown_scope",
                    format!("there is no consent scope `{name}`"),
                    format!("use all or some of {}", known.join(",")),
                )
            })
        })
        .collect()
}

/// The record's ledger with the permits of the command line. A denial of the record stands: the second value
/// names the scopes for which the argument was not followed.
#[must_use]
pub fn with_permits(
    record: ConsentLedger,
    permits: &[ConsentScope],
    on: Date,
) -> (ConsentLedger, Vec<ConsentScope>) {
    let (denied, granted): (Vec<ConsentScope>, Vec<ConsentScope>) =
        permits.iter().copied().partition(|scope| record.status(*scope, on) == ConsentStatus::Denied);
    let mut records = record.records().to_vec();
    let at = on.to_zoned(TimeZone::UTC).map(|z| z.timestamp()).unwrap_or_default();
    records.extend(granted.into_iter().map(|scope| ConsentRecord {
        scope,
        decision: ConsentDecision::Permit,
        by: "stated on the command line".to_owned(),
        recorded_by: "command line".to_owned(),
        at,
        method: ConsentMethod::CommandLine,
        document_sha256: None,
        expires: None,
        source: None,
    }));
    (ConsentLedger::new(records), denied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denial_of_the_record_is_not_overruled_by_an_argument() {
        let on = jiff::civil::date(2026, 11, 20);
        let (permitted, _) = with_permits(ConsentLedger::default(), &[ConsentScope::AiModels], on);
        assert_eq!(permitted.status(ConsentScope::AiModels, on), ConsentStatus::Permitted);
        let mut denial = permitted.records()[0].clone();
        denial.decision = ConsentDecision::Deny;
        denial.at = "2020-01-01T00:00:00Z".parse().unwrap();
        let (ledger, refused) = with_permits(ConsentLedger::new(vec![denial]), &ConsentScope::ALL, on);
        assert_eq!(refused, [ConsentScope::AiModels]);
        assert_eq!(ledger.status(ConsentScope::AiModels, on), ConsentStatus::Denied);
        assert_eq!(ledger.status(ConsentScope::ResearchExport, on), ConsentStatus::Permitted);
    }

    #[test]
    fn an_unknown_scope_is_an_error() {
        assert!(parse_scopes("all").is_ok_and(|s| s.len() == 5));
        assert_eq!(parse_scopes("ai_models, treatment_planning").map(|s| s.len()), Ok(2));
        assert!(parse_scopes("everything").is_err_and(|e| e.hint.contains("research_export")));
    }
}
