//! The ranking of a consented case.

use std::collections::HashSet;

use attune_clinical::{
    AiModels, ConsentLedger, ConsentScope, Consented, PartialDate, TreatmentPlanning, Withheld,
};
use attune_inference::{Prediction, Registry};
use attune_knowledge::{KnowledgeBase, PackError};

use crate::change::would_change;
use crate::dossier::Dossier;
use crate::observed::Observed;
use crate::outcome::{Ask, GateMemo, Outcome, run};
use crate::person::Person;
use crate::render::{self, Context};
use crate::{
    Blocked, Case, ConsentSummary, Facts, PackFacts, RankedOptions, RecognisedAlteration, conflict, consent,
    finding, history, omitted, predict, tumour,
};

/// Version of the ranking rules; it changes whenever a rule, band or cap does.
pub const RULES_VERSION: &str = "2.2";

/// Ranks the options of a case by the facts of a pack.
///
/// # Errors
/// The pack's refusal of a part. Everything else that is missing is an answer, not an error.
pub fn rank(
    case: &Consented<Case, TreatmentPlanning>,
    knowledge: &KnowledgeBase,
    models: Result<Consented<&Registry, AiModels>, Withheld>,
    ledger: &ConsentLedger,
) -> Result<RankedOptions, PackError> {
    Ok(rank_with(case, &PackFacts::open(knowledge)?, models, ledger))
}

/// As [`rank`], over any source of facts.
#[must_use]
pub fn rank_with<F: Facts>(
    case: &Consented<Case, TreatmentPlanning>,
    facts: &F,
    models: Result<Consented<&Registry, AiModels>, Withheld>,
    ledger: &ConsentLedger,
) -> RankedOptions {
    let case = case.get();
    let tumour = tumour::recognise(case, facts);
    let observed = Observed::of(case);
    let person = Person::of(case, facts);
    let dossier = Dossier::open(facts, &tumour, &observed);
    let prior = history::prior_therapy(&person);
    let mut memo = GateMemo::new();
    let setting = Ask { prior, region: case.region, preferences: case.preferences };
    let outcome = run(&dossier, &observed, &person, setting, &mut memo);
    let (changes, test_next) = would_change(&outcome, &dossier, &observed, &person, setting, &mut memo);
    let conflicts = conflict::conflicts(&outcome);

    let mut withheld = consent::withheld(ledger, case.as_of);
    let prediction = match &models {
        // For a tumour type that is not known the model says itself that it cannot speak.
        Ok(registry) => predict::estimate(registry.get(), &observed, &person, tumour.code.as_deref(), facts),
        Err(reason) => {
            withheld.retain(|w| !w.starts_with(ConsentScope::AiModels.label()));
            withheld.push(consent::sentence(reason));
            None
        }
    };
    let context = Context {
        observed: &observed,
        drugs: &dossier.drugs,
        tumour_known: tumour.recognised,
        prior,
        region: case.region,
    };
    let findings = finding::findings(&dossier, &observed);
    let mut parts = Parts::of(outcome, changes, &dossier, context, prediction);
    parts.blocked.extend(omitted::untested(&dossier.untested, &parts.shown));
    let abstained = if parts.options.is_empty() {
        omitted::abstention(&parts.blocked, !parts.resistance.is_empty(), &tumour)
    } else {
        None
    };
    RankedOptions {
        as_of: PartialDate::day(case.as_of),
        alterations: recognised(case),
        options: parts.options,
        resistance: parts.resistance,
        not_ranked: parts.blocked,
        trials: Vec::new(),
        predictions: parts.predictions,
        findings,
        conflicts,
        test_next,
        region: case.region,
        preferences: case.preferences,
        abstained,
        consent: ConsentSummary::of(ledger, case.as_of),
        withheld,
        not_considered: omitted::not_considered(&dossier, parts.class_only, case),
        rules_version: RULES_VERSION.to_owned(),
        tumour_type: tumour,
    }
}

/// The parts of the answer that come out of the ranking.
struct Parts {
    options: Vec<crate::RankedOption>,
    resistance: Vec<crate::ResistanceEntry>,
    blocked: Vec<Blocked>,
    predictions: Vec<Prediction>,
    class_only: usize,
    /// Treatments that stand somewhere in the answer.
    shown: HashSet<String>,
}

impl Parts {
    fn of(
        outcome: Outcome<'_>,
        changes: Vec<Vec<crate::WouldChange>>,
        dossier: &Dossier<'_>,
        context: Context<'_>,
        prediction: Option<Prediction>,
    ) -> Self {
        let mut blocked: Vec<Blocked> = outcome.stopped.iter().map(render::stopped).collect();
        blocked.sort_by(|a, b| a.level.cmp(&b.level).then_with(|| a.treatment.cmp(&b.treatment)));
        blocked.extend(outcome.excluded.iter().map(|e| render::excluded(e, context.observed)));
        let mut resistance: Vec<_> =
            outcome.defeated.iter().map(|d| render::defeated(d, context.observed)).collect();
        resistance.sort_by(|a, b| a.level.cmp(&b.level).then_with(|| a.treatment.cmp(&b.treatment)));
        let mut options = Vec::new();
        let mut predictions = Vec::new();
        for (placed, changes) in outcome.ranked.into_iter().zip(changes) {
            let treatment = &placed.option.candidate.treatment;
            let estimated = prediction.as_ref().filter(|_| predict::concerns(treatment, &dossier.drugs));
            if let Some(estimate) = estimated
                && predictions.is_empty()
            {
                predictions.push(estimate.clone());
            }
            let mut option = render::option(placed, changes, context);
            option.prediction = estimated.cloned();
            options.push(option);
        }
        if !outcome.beyond.is_empty() {
            blocked.push(omitted::preclinical(&outcome.beyond));
        }
        let shown = options
            .iter()
            .map(|o| o.treatment.clone())
            .chain(resistance.iter().map(|r| r.treatment.clone()))
            .chain(blocked.iter().map(|b| b.treatment.clone()))
            .collect();
        Self { options, resistance, blocked, predictions, class_only: outcome.class_only, shown }
    }
}

fn recognised(case: &Case) -> Vec<RecognisedAlteration> {
    case.alterations
        .iter()
        .map(|a| RecognisedAlteration {
            text: a.text.clone(),
            name: a.alteration.as_ref().map(attune_genome::Alteration::label),
            recognised: a.alteration.is_some(),
            source: a.source.clone(),
            detail: a.detail.clone(),
        })
        .collect()
}
