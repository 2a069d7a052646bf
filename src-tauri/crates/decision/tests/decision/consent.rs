//! What a missing consent withholds.

use attune_clinical::{
    AiModels, ConsentDecision, ConsentLedger, ConsentMethod, ConsentRecord, ConsentScope, ConsentStatus,
    TreatmentPlanning,
};
use attune_decision::{Case, abstain_for_consent, rank_with};
use attune_inference::Registry;

use crate::world::{TODAY, World, case};

fn ledger(scope: ConsentScope, decision: ConsentDecision) -> ConsentLedger {
    ConsentLedger::new(vec![ConsentRecord {
        scope,
        decision,
        by: "patient".to_owned(),
        recorded_by: "clinician".to_owned(),
        at: "2026-01-01T00:00:00Z".parse().expect("a time"),
        method: ConsentMethod::SignedPaper,
        document_sha256: None,
        expires: None,
        source: None,
    }])
}

#[test]
fn a_denial_of_treatment_planning_shows_no_evidence() {
    for decision in [ConsentDecision::Deny, ConsentDecision::Withdrawn] {
        let ledger = ledger(ConsentScope::TreatmentPlanning, decision);
        let secret = case("MEL", &["BRAF V600E"]);
        let reason = ledger.authorise::<Case, TreatmentPlanning>(secret, TODAY).expect_err("denied");
        let answer = abstain_for_consent(&reason, &ledger, TODAY);
        assert_eq!(answer.abstained.as_ref().map(|a| a.code.as_str()), Some("consent"));
        assert!(answer.options.is_empty() && answer.resistance.is_empty() && answer.not_ranked.is_empty());
        assert!(answer.alterations.is_empty() && answer.predictions.is_empty());
        assert_eq!(answer.consent.treatment_planning, ConsentStatus::Denied);
        let words = format!("{answer:?}");
        assert!(!words.contains("BRAF") && !words.contains("Melanoma") && !words.contains("MEL"), "{words}");
        assert!(answer.withheld[0].contains("Treatment planning"));
    }
}

#[test]
fn missing_consent_for_models_is_named_and_does_not_touch_the_ranking() {
    let world = World::of(&["label | TMB 10 | pembrolizumab | *SOLID* | sensitive"]);
    let registry = Registry::default();
    let rank = |ledger: &ConsentLedger| {
        let case =
            ledger.authorise::<_, TreatmentPlanning>(case("MEL", &["TMB 14"]), TODAY).expect("implied");
        rank_with(&case, &world, ledger.authorise::<_, AiModels>(&registry, TODAY), ledger)
    };
    let silent = rank(&ConsentLedger::default());
    let denied = rank(&ledger(ConsentScope::AiModels, ConsentDecision::Deny));
    let permitted = rank(&ledger(ConsentScope::AiModels, ConsentDecision::Permit));
    let about_models = |answer: &attune_decision::RankedOptions| {
        answer.withheld.iter().filter(|w| w.starts_with("AI models")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(about_models(&silent).len(), 1);
    assert!(about_models(&silent)[0].contains("no consent recorded"));
    assert!(about_models(&denied)[0].contains("denied by the patient"));
    assert!(about_models(&permitted).is_empty());
    assert_eq!(silent.options, permitted.options);
    assert_eq!(denied.consent.ai_models, ConsentStatus::Denied);
}
