//! From the ranking to the answer that the screen, the page and the JSON show.

use attune_knowledge::Basis;

use crate::candidate::{Candidate, Hit};
use crate::gates::{Gates, Verdict};
use crate::observed::Observed;
use crate::outcome::{Placed, Stopped};
use crate::resistance::{Contested, Defeated};
use crate::score::{self, Setting};
use crate::setting::{self, Line, PriorTherapy};
use crate::treatment::DrugIndex;
use crate::tumour::Place;
use crate::words::{basis_text, labels, reasons, rows, sentence};
use crate::{
    Blocked, BlockedReason, EvidenceRow, Level, OptionGroup, RankedOption, Region, ResistanceEntry,
    SafetyKind, SafetyNote, SafetySeverity, WouldChange,
};

/// What the words depend on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'c> {
    pub(crate) observed: &'c Observed,
    pub(crate) drugs: &'c DrugIndex<'c>,
    pub(crate) tumour_known: bool,
    pub(crate) prior: PriorTherapy,
    pub(crate) region: Option<Region>,
}

pub(crate) fn option(
    placed: Placed<'_>,
    would_change: Vec<WouldChange>,
    context: Context<'_>,
) -> RankedOption {
    let Placed { option, gates, score, shares, rank, setting, equal, .. } = placed;
    let candidate = &option.candidate;
    let mut safety = gates.notes();
    safety.extend(resistance_notes(&option, context.observed));
    safety.sort_by_key(|n| n.severity);
    let mut reasons_for = reasons("", candidate.leading(), context.observed);
    let mut reasons_against = against(&option, context.observed);
    if let Some(standing) = setting.standing {
        if standing.part > 0.0 {
            reasons_for.push(standing.sentence());
        } else if standing.part < 0.0 {
            reasons_against.push(standing.sentence());
        }
    }
    if !equal.is_empty() {
        reasons_for.push(format!("Equal to it by what the pack knows: {}", equal.join("; ")));
    }
    RankedOption {
        rank,
        treatment: candidate.treatment.name(),
        drugs: candidate.treatment.drugs.clone(),
        level: candidate.level,
        group: group(candidate, context.drugs),
        escat: escat(candidate).map(str::to_owned),
        leads_standard_care: candidate.leads_standard_care,
        approved_in: approved_in(candidate),
        basis: basis(candidate),
        basis_text: basis_text(candidate, basis(candidate)),
        score,
        contributions: shares,
        reasons_for,
        reasons_against,
        unknown: unknown(&option, &gates, &setting, context),
        safety,
        passed: gates.passed(),
        gates: gates.all(),
        because: because(candidate, context.observed),
        evidence: evidence(&option),
        prediction: None,
        would_change,
    }
}

pub(crate) fn stopped(stopped: &Stopped<'_>) -> Blocked {
    let candidate = &stopped.option.candidate;
    let failures = stopped.gates.failures();
    let lasting = failures.iter().any(|a| a.verdict == Verdict::Fail { recoverable: false });
    let lifted: Vec<&str> = failures.iter().filter_map(|a| a.becomes_possible.as_deref()).collect();
    Blocked {
        treatment: candidate.treatment.name(),
        drugs: candidate.treatment.drugs.clone(),
        reason: BlockedReason::Contraindicated,
        detail: failures.iter().map(|a| a.message.as_str()).collect::<Vec<_>>().join("; "),
        becomes_possible: (!lasting && !lifted.is_empty()).then(|| lifted.join(" and ")),
        level: Some(candidate.level),
        safety: stopped.gates.notes(),
        gates: stopped.gates.all(),
        evidence: evidence(&stopped.option),
    }
}

pub(crate) fn excluded(option: &Contested<'_>, observed: &Observed) -> Blocked {
    let candidate = &option.candidate;
    let by_type = candidate.excluded.iter().find(|h| h.prepared.place == Place::Excluded);
    let (reason, detail) = if let Some(hit) = by_type {
        let disease = &hit.prepared.fact.disease_text;
        let text = format!(
            "The label ({disease}) excepts this tumour type, and nothing stated for it speaks for it"
        );
        (BlockedReason::TumourType, text)
    } else {
        let mut names: Vec<String> = candidate
            .excluded
            .iter()
            .flat_map(|h| setting::excepted(h.prepared.fact.line.as_deref(), observed))
            .map(attune_genome::Alteration::label)
            .collect();
        names.sort();
        names.dedup();
        let text = format!("The label is for tumours without this alteration: {}", names.join(", "));
        (BlockedReason::InsufficientEvidence, text)
    };
    Blocked {
        treatment: candidate.treatment.name(),
        drugs: candidate.treatment.drugs.clone(),
        reason,
        detail,
        becomes_possible: None,
        level: None,
        safety: Vec::new(),
        gates: Vec::new(),
        evidence: evidence(option),
    }
}

pub(crate) fn defeated(defeated: &Defeated<'_>, observed: &Observed) -> ResistanceEntry {
    let mut because: Vec<String> = Vec::new();
    for hit in &defeated.by {
        for label in labels(hit, observed) {
            if !because.contains(&label) {
                because.push(label);
            }
        }
    }
    ResistanceEntry {
        treatment: defeated.treatment.name(),
        drugs: defeated.treatment.drugs.clone(),
        because,
        level: defeated.by.iter().map(|h| h.level).min().unwrap_or(crate::Level::IID),
        evidence: rows(defeated.by.iter()),
    }
}

fn because(candidate: &Candidate<'_>, observed: &Observed) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let leading: Vec<&Hit<'_>> = candidate.leading().collect();
    let hits: Vec<&Hit<'_>> = if leading.is_empty() { candidate.withdrawn.iter().collect() } else { leading };
    for name in hits.into_iter().flat_map(|h| labels(h, observed)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// In which group of the answer an option stands.
fn group(candidate: &Candidate<'_>, drugs: &DrugIndex<'_>) -> OptionGroup {
    match candidate.level {
        Level::IA | Level::IB => OptionGroup::Established,
        _ if candidate.leads_standard_care => OptionGroup::StandardCare,
        Level::III | Level::IV if candidate.is_established() => OptionGroup::StandardCare,
        _ if drugs.all_marketed(&candidate.treatment) => OptionGroup::OffLabel,
        _ => OptionGroup::Investigational,
    }
}

/// Tier of the ESMO scale (Mateo et al. 2018, doi 10.1093/annonc/mdy263), as far as the facts tell it: the pack
/// does not hold the design of each study, so tier I is divided only where an approval rests on baskets, and
/// II-A and II-B are not told apart.
fn escat(candidate: &Candidate<'_>) -> Option<&'static str> {
    let tier = |hit: &Hit<'_>| {
        if hit.prepared.fact.biomarker.asks_nothing() {
            return None;
        }
        Some(match (hit.prepared.fact.basis, hit.prepared.place) {
            (Basis::Label | Basis::Guideline, Place::Here) => "I",
            (Basis::Label | Basis::Guideline, Place::Agnostic) => "I-C",
            (Basis::Trial, Place::Here | Place::Agnostic) => "II",
            (Basis::Label | Basis::Guideline | Basis::Trial, _) => "III-A",
            (Basis::Case, _) => "III",
            (Basis::Preclinical, _) => "IV-A",
        })
    };
    candidate
        .leading()
        .filter_map(tier)
        .min_by_key(|t| ["I", "I-C", "II", "III-A", "III", "IV-A"].iter().position(|x| x == t))
}

/// Regions with a label for what was observed, as far as the pack knows.
fn approved_in(candidate: &Candidate<'_>) -> Vec<String> {
    Region::ALL
        .into_iter()
        .map(Region::code)
        .filter(|code| {
            candidate.supports.iter().any(|h| {
                h.prepared.fact.basis == Basis::Label
                    && h.prepared.place.is_here()
                    && score::approved_in(h, code)
            })
        })
        .map(str::to_owned)
        .collect()
}

fn basis(candidate: &Candidate<'_>) -> Basis {
    candidate.leading().map(|h| h.prepared.fact.basis).min().unwrap_or(Basis::Preclinical)
}

fn against(option: &Contested<'_>, observed: &Observed) -> Vec<String> {
    let mut written = Vec::new();
    for hit in &option.candidate.withdrawn {
        let fact = hit.prepared.fact;
        written.push(format!("Approval withdrawn: {} in {}", fact.biomarker_text, fact.disease_text));
    }
    written.extend(reasons("Speaks against it: ", option.candidate.against.iter(), observed));
    written.extend(reasons("Resistance reported: ", option.cautions.iter().chain(&option.informs), observed));
    written
}

fn unknown(
    option: &Contested<'_>,
    gates: &Gates,
    setting: &Setting<'_>,
    context: Context<'_>,
) -> Vec<String> {
    let mut unknown = gates.unknown();
    let candidate = &option.candidate;
    if !context.tumour_known {
        unknown.push(
            "Tumour type not known: evidence of one tumour type is not given tier I; name the type"
                .to_owned(),
        );
    }
    if let Some(hit) = candidate.leading().find(|h| h.prepared.place == Place::Narrower) {
        unknown.push(format!(
            "Stated for {}: the tumour type at hand is wider, confirm the subtype",
            hit.prepared.fact.disease_text
        ));
    }
    if let Some(region) = context.region
        && candidate.has_support_here()
        && candidate.leading().any(|h| h.prepared.fact.basis == Basis::Label)
        && !approved_in(candidate).iter().any(|r| r == region.code())
    {
        unknown
            .push(format!("No approval in {} known to the pack: check the label of the site", region.code()));
    }
    let lines = || candidate.leading().filter_map(|h| h.prepared.fact.line.as_deref());
    for gene in lines().filter_map(setting::excepted_genes).flatten() {
        let text = format!("{gene} not tested: the label is for tumours without an alteration of it");
        if !context.observed.knows(gene) && !unknown.contains(&text) {
            unknown.push(text);
        }
    }
    let named = lines().any(|l| Line::of(Some(l)).is_named());
    let hangs = named || setting.standing.is_some_and(|s| s.depends_on_line());
    if hangs && context.prior == PriorTherapy::Unknown {
        unknown
            .push("Earlier systemic treatment not recorded: the line of treatment is not known".to_owned());
    }
    unknown
}

fn resistance_notes(option: &Contested<'_>, observed: &Observed) -> Vec<SafetyNote> {
    let note = |severity, hit: &Hit<'_>, words: &str| SafetyNote {
        severity,
        kind: SafetyKind::Other,
        message: format!("{words}: {}", sentence(hit, observed)),
        source: hit.prepared.fact.source.name.clone(),
    };
    let cautions = option.cautions.iter().map(|h| note(SafetySeverity::Caution, h, "Resistance reported"));
    let overcome = option.overcome.first().map(|h| {
        note(SafetySeverity::Info, h, "A part of it alone meets resistance; the combination is labelled")
    });
    let mut notes: Vec<SafetyNote> = Vec::new();
    for note in cautions.chain(overcome) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

/// All facts about an option, strongest first, each once.
fn evidence(option: &Contested<'_>) -> Vec<EvidenceRow> {
    let c = &option.candidate;
    rows(
        c.supports
            .iter()
            .chain(&c.withdrawn)
            .chain(&c.excluded)
            .chain(&c.against)
            .chain(&option.cautions)
            .chain(&option.informs)
            .chain(&option.overcome),
    )
}
