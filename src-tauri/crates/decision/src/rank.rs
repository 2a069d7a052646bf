//! The ranking of a consented case.

use std::collections::{BTreeMap, HashSet};

use attune_clinical::{
    AiModels, ConsentLedger, ConsentScope, Consented, PartialDate, TreatmentPlanning, Withheld,
};
use attune_genome::{Alteration, AlterationKind, Origin};
use attune_inference::{Prediction, Registry};
use attune_knowledge::{KnowledgeBase, PackError};

use crate::change::would_change;
use crate::dossier::{Dossier, Untested};
use crate::observed::Observed;
use crate::outcome::{GateMemo, Outcome, run};
use crate::person::Person;
use crate::render::{self, Context};
use crate::treatment::Treatment;
use crate::{
    Abstention, Blocked, BlockedReason, Case, ConsentSummary, Facts, Level, PackFacts, RankedOptions,
    RecognisedAlteration, TumourType, consent, predict, tumour,
};

/// Version of the ranking rules; it changes whenever a rule, band or cap does.
pub const RULES_VERSION: &str = "1.0";

/// Options of level II-D that are written out. Those beyond are counted and named in one line.
const PRECLINICAL_SHOWN: usize = 12;

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
    let prior = predict::prior_therapy(&person);
    let mut memo = GateMemo::new();
    let outcome = run(&dossier, &observed, &person, prior, &mut memo);
    let changes = would_change(&outcome, &dossier, &observed, &person, prior, &mut memo);

    let mut withheld = consent::withheld(ledger, case.as_of);
    let prediction = match &models {
        Ok(registry) if tumour.recognised => {
            predict::estimate(registry.get(), &observed, &person, tumour.code.as_deref(), facts)
        }
        Ok(_) => None,
        Err(reason) => {
            withheld.retain(|w| !w.starts_with(ConsentScope::AiModels.label()));
            withheld.push(consent::sentence(reason));
            None
        }
    };
    let context = Context { observed: &observed, tumour_known: tumour.recognised, prior };
    let mut parts = Parts::of(outcome, changes, &dossier, context, prediction);
    parts.blocked.extend(untested(&dossier.untested, &parts.shown));
    let abstained = abstention(&parts, &tumour);
    RankedOptions {
        as_of: PartialDate::day(case.as_of),
        alterations: recognised(case),
        options: parts.options,
        resistance: parts.resistance,
        not_ranked: parts.blocked,
        predictions: parts.predictions,
        abstained,
        consent: ConsentSummary::of(ledger, case.as_of),
        withheld,
        not_considered: not_considered(&dossier, parts.class_only, case),
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
        let (mut weakest, mut beyond) = (0, Vec::new());
        for (placed, changes) in outcome.ranked.into_iter().zip(changes) {
            let treatment = &placed.option.candidate.treatment;
            if placed.option.candidate.level >= Level::IID {
                weakest += 1;
                if weakest > PRECLINICAL_SHOWN {
                    beyond.push(treatment.clone());
                    continue;
                }
            }
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
        if !beyond.is_empty() {
            blocked.push(preclinical(&beyond));
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

/// The options of level II-D beyond those that are written out, counted and named.
fn preclinical(beyond: &[Treatment]) -> Blocked {
    let names: Vec<String> = beyond.iter().map(Treatment::name).collect();
    Blocked {
        treatment: format!("{} further treatments of level II-D", beyond.len()),
        drugs: unique(beyond.iter().flat_map(|t| t.drugs.iter().cloned())),
        reason: BlockedReason::InsufficientEvidence,
        detail: format!("Case reports or preclinical work only: {}", names.join("; ")),
        becomes_possible: None,
        level: Some(Level::IID),
        safety: Vec::new(),
        evidence: Vec::new(),
    }
}

/// Labels of this tumour whose biomarker was not tested, one entry for each test that is missing.
fn untested(labels: &[Untested<'_>], shown: &HashSet<String>) -> Vec<Blocked> {
    let mut groups: BTreeMap<String, (Vec<String>, Vec<&Treatment>)> = BTreeMap::new();
    for label in labels {
        let mut tests: Vec<String> = label.missing.iter().map(|a| assay(a)).collect();
        tests.sort();
        tests.dedup();
        let (markers, treatments) = groups.entry(tests.join(", ")).or_default();
        for marker in label.missing.iter().map(|a| a.label()) {
            if !markers.contains(&marker) {
                markers.push(marker);
            }
        }
        for treatment in &label.treatments {
            if !shown.contains(&treatment.name()) && !treatments.contains(&treatment) {
                treatments.push(treatment);
            }
        }
    }
    groups
        .into_iter()
        .filter(|(_, (_, treatments))| !treatments.is_empty())
        .map(|(tests, (markers, treatments))| {
            let names: Vec<String> = treatments.iter().map(|t| t.name()).collect();
            Blocked {
                treatment: names.join("; "),
                drugs: unique(treatments.iter().flat_map(|t| t.drugs.iter().cloned())),
                reason: BlockedReason::InsufficientEvidence,
                detail: format!(
                    "{tests} not tested or not recorded. Labelled for this tumour with {}",
                    markers.join(", ")
                ),
                becomes_possible: Some(format!("{tests} is tested, and what the label asks for is found")),
                level: Some(Level::IA),
                safety: Vec::new(),
                evidence: Vec::new(),
            }
        })
        .collect()
}

/// The test that would answer a criterion: `ALK fusion`, `EGFR sequence`, `CD274 expression`, `MSI`.
fn assay(criterion: &Alteration) -> String {
    let gene = criterion.gene.as_deref().unwrap_or_default();
    let germline = if criterion.origin == Origin::Germline { "germline " } else { "" };
    let test = match criterion.kind {
        AlterationKind::Fusion { .. } => "fusion",
        AlterationKind::Amplification | AlterationKind::Deletion => "copy number",
        AlterationKind::Expression { .. } => "expression",
        AlterationKind::MsiHigh | AlterationKind::MsiStable => return "MSI or mismatch repair".to_owned(),
        AlterationKind::Tmb { .. } => return "Tumour mutational burden".to_owned(),
        AlterationKind::HrdPositive | AlterationKind::HrdNegative => {
            return "Homologous recombination deficiency".to_owned();
        }
        _ => "sequence",
    };
    format!("{gene} {germline}{test}").trim().to_owned()
}

fn unique(drugs: impl Iterator<Item = String>) -> Vec<String> {
    let mut drugs: Vec<String> = drugs.collect();
    drugs.sort();
    drugs.dedup();
    drugs
}

fn recognised(case: &Case) -> Vec<RecognisedAlteration> {
    case.alterations
        .iter()
        .map(|a| RecognisedAlteration {
            text: a.text.clone(),
            recognised: a.alteration.is_some(),
            source: a.source.clone(),
            detail: a.detail.clone(),
        })
        .collect()
}

fn abstention(parts: &Parts, tumour: &TumourType) -> Option<Abstention> {
    if !parts.options.is_empty() {
        return None;
    }
    let say = |code: &str, reason: &str, would_help: &str| {
        Some(Abstention {
            code: code.to_owned(),
            reason: reason.to_owned(),
            would_help: would_help.to_owned(),
        })
    };
    let stopped = parts.blocked.iter().any(|b| b.reason == BlockedReason::Contraindicated);
    if stopped || !parts.resistance.is_empty() {
        say(
            "all_blocked",
            "Every treatment with evidence is contraindicated for this patient or defeated by this tumour",
            "The reasons stand beside each treatment; some can be lifted. A trial or a tumour board may help",
        )
    } else if !tumour.recognised {
        say(
            "tumour_type_unknown",
            "The tumour type is not known, and no evidence for any tumour matches",
            "Name the tumour type as an OncoTree code or in usual words",
        )
    } else {
        say(
            "no_evidence",
            "No fact of the pack matches this tumour type and these alterations",
            "Further biomarkers of this tumour; the treatments that wait for a test are listed",
        )
    }
}

/// What the ranking did not look at, one sentence each.
fn not_considered(dossier: &Dossier<'_>, class_only: usize, case: &Case) -> Vec<String> {
    let left = dossier.left_out;
    let mut sentences = vec![
        "Clinical trials: no trial pack is installed.".to_owned(),
        "Local formulary, cost and reimbursement.".to_owned(),
        "The patient's preferences.".to_owned(),
    ];
    let mut count = |n: usize, one: &str, many: &str| match n {
        0 => {}
        1 => sentences.push(format!("1 {one}.")),
        n => sentences.push(format!("{n} {many}.")),
    };
    count(
        left.unreadable,
        "fact on these genes whose condition could not be read",
        "facts on these genes whose conditions could not be read",
    );
    count(
        class_only,
        "fact that names a class of drugs and no drug",
        "facts that name a class of drugs and no drug",
    );
    count(left.prognostic, "prognostic fact that is met", "prognostic facts that are met");
    count(left.diagnostic, "diagnostic fact that is met", "diagnostic facts that are met");
    count(left.predisposing, "fact on inherited risk that is met", "facts on inherited risk that are met");
    let unread = case.alterations.iter().filter(|a| a.alteration.is_none()).count();
    count(unread, "alteration whose text could not be read", "alterations whose text could not be read");
    sentences
}
