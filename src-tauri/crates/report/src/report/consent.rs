//! Consent: each scope, its state, who decided, and what a missing scope withholds.

use attune_clinical::{ConsentMethod, ConsentRecord, ConsentScope, PartialDate};

use super::{Writer, words};
use crate::flow::{Column, Inline, Table, text};
use crate::input::ReportInput;

/// What is absent from the report while a scope is not in force.
pub(crate) fn effect(scope: ConsentScope) -> &'static str {
    match scope {
        ConsentScope::TreatmentPlanning => "No evidence was matched and no option was ranked.",
        ConsentScope::AiModels => "No predictive model was run; there is no model estimate.",
        ConsentScope::SecondaryFindings => {
            "Genes outside the indication were not looked at. This is not a negative result."
        }
        ConsentScope::FamilySharing => "The risk of relatives is not named.",
        ConsentScope::ResearchExport => "No de-identified export of this record is made.",
    }
}

/// The decision that counts: the latest; at the same moment, the one that denies.
pub(crate) fn latest<'a>(input: &ReportInput<'a>, scope: ConsentScope) -> Option<&'a ConsentRecord> {
    let permits = |r: &ConsentRecord| r.decision == attune_clinical::ConsentDecision::Permit;
    input.consent.records().iter().filter(|r| r.scope == scope).max_by_key(|r| (r.at, !permits(r)))
}

fn method(method: &ConsentMethod) -> String {
    match method {
        ConsentMethod::SignedPaper => "signed form".to_owned(),
        ConsentMethod::FhirConsent => "FHIR Consent of the record".to_owned(),
        ConsentMethod::Verbal { witness } => format!("by word of mouth, witness {witness}"),
        ConsentMethod::CommandLine => "argument of the command line".to_owned(),
    }
}

fn recorded(record: Option<&ConsentRecord>) -> String {
    let Some(r) = record else { return "no decision recorded".to_owned() };
    let day = PartialDate::day(r.at.to_zoned(jiff::tz::TimeZone::UTC).date()).display();
    let until = r.expires.map_or(String::new(), |e| format!(", until {}", e.display()));
    let hash = r
        .document_sha256
        .as_deref()
        .map_or(String::new(), |h| format!(", document SHA-256 {}", h.chars().take(16).collect::<String>()));
    format!("{} on {day} by {}{until}, written down by {}{hash}", method(&r.method), r.by, r.recorded_by)
}

/// One line for the first page: the state of each scope.
pub(crate) fn line(writer: &mut Writer<'_>) {
    let input = writer.input;
    let sizes = writer.flow.sizes;
    let states = ConsentScope::ALL.map(|scope| {
        let status = words::status(&input.ranked.consent, scope);
        format!("{} {}", scope.label(), status.word().to_lowercase())
    });
    let withheld = match input.ranked.withheld.len() {
        0 => String::new(),
        1 => " One matter is withheld: see below.".to_owned(),
        n => format!(" {n} matters are withheld: see below."),
    };
    let words = format!("{}.{withheld}", states.join("; "));
    writer.flow.paragraph(&[text("Consent: ", sizes.small().strong()), text(&words, sizes.small())]);
}

/// The section.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let input = writer.input;
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    writer.section("Consent", "state when the ranking was made");
    let rows = ConsentScope::ALL.map(|scope| {
        let status = words::status(&input.ranked.consent, scope);
        let what = if status.allows() { "Nothing is withheld for this scope." } else { effect(scope) };
        vec![
            vec![text(scope.label(), strong), Inline::Break, text(scope.covers(), small)],
            vec![text(status.word(), strong)],
            vec![text(&recorded(latest(input, scope)), plain)],
            vec![text(what, plain)],
        ]
    });
    writer.flow.table(&Table {
        summary: "Consent scopes with state, decision and effect".into(),
        columns: vec![
            Column::new("Scope", 0.27),
            Column::new("State", 0.12),
            Column::new("Decision", 0.33),
            Column::new("Effect on this report", 0.28),
        ],
        rows: rows.to_vec(),
    });
}
