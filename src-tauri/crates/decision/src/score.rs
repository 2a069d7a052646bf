//! The score of an option: signed shares that add up to it exactly.
//!
//! Each level owns a band of the scale, so the order of levels is never overturned. Between tier I and tier II
//! lies the band of the standard care to start from (see `place`). Inside its band an option starts at 0.45; the caps of what speaks for it sum to less than the 0.55 above, the caps of what
//! speaks against it to less than the 0.45 below. Each share grows (or at least does not
//! shrink) with each fact for the option, so taking a fact away never raises the score. The pack's standing of
//! a treatment is a share among the others: it orders options of one level and never changes a level.

use attune_genome::MatchGrade;
use attune_knowledge::{Basis, Verification};

use crate::candidate::{Candidate, Hit};
use crate::gates::Gates;
use crate::preference::Wish;
use crate::resistance::Contested;
use crate::setting::{Line, PriorTherapy};
use crate::standing::Counted;
use crate::tumour::Place;
use crate::{Level, OptionContribution, Region};

/// Share of the band at which an option starts.
const START: f64 = 0.45;
/// Caps of the shares for an option, as parts of the band: together 0.54, below 0.55.
const MATCH: f64 = 0.09;
const BASIS: f64 = 0.04;
const EVIDENCE: f64 = 0.05;
const RECENCY: f64 = 0.02;
const LINE: f64 = 0.05;
const REGIMEN: f64 = 0.01;
const SPECIFIC: f64 = 0.02;
const STANDING: f64 = 0.12;
const REGION: f64 = 0.02;
const WISHES: f64 = 0.06;
const SELECTION: f64 = 0.06;
/// Caps of the shares against it: together 0.44, below 0.45.
const CONFLICT: f64 = 0.08;
const RESISTANCE: f64 = 0.06;
const SAFETY: f64 = 0.08;
const OTHER_LINE: f64 = 0.03;
const SUPERSEDED: f64 = 0.02;
const WITHDRAWN: f64 = 0.04;
const UNCHECKED: f64 = 0.01;
const STANDING_AGAINST: f64 = 0.05;
const OTHER_REGION: f64 = 0.02;
const WISHES_AGAINST: f64 = 0.05;

/// Sum of weights at which 63 % of a saturating share is reached.
const SATURATION: f64 = 3.0;
/// What a fact below the option's level adds, against one at its level.
const LOWER_LEVEL: f64 = 0.1;
/// Years after which an old fact has lost its share for recency.
const OLD_AFTER_YEARS: f64 = 15.0;

/// Floor and width of the band of a candidate: that of its level, or that of leading standard care.
fn band(level: Level, leads: bool) -> (f64, f64) {
    match level {
        _ if leads => (0.48, 0.07),
        Level::IA => (0.75, 0.25),
        Level::IB => (0.55, 0.20),
        Level::IIC => (0.28, 0.20),
        Level::IID => (0.08, 0.20),
        Level::III => (0.02, 0.06),
        Level::IV => (0.0, 0.02),
    }
}

/// What the score of an option depends on beside its own facts.
#[derive(Debug, Clone)]
pub(crate) struct Setting<'a> {
    /// Year of the answer.
    pub(crate) year: f64,
    pub(crate) prior: PriorTherapy,
    /// The region whose approvals count, where the site has said.
    pub(crate) region: Option<Region>,
    /// How it meets what the patient prefers.
    pub(crate) wishes: Vec<Wish>,
    /// A labelled combination for the same alteration and tumour holds this treatment.
    pub(crate) superseded: bool,
    /// Its standing among the alternatives, where the pack gives one.
    pub(crate) standing: Option<Counted<'a>>,
}

/// Signed shares of a standing option, largest first, and their sum; `leads` is whether it stands as the standard
/// care to start from.
pub(crate) fn score(
    option: &Contested<'_>,
    gates: &Gates,
    setting: &Setting<'_>,
    leads: bool,
) -> (f64, Vec<OptionContribution>) {
    let candidate = &option.candidate;
    let (floor, width) = band(candidate.level, leads);
    let mut shares = vec![share("evidence_level", level_label(candidate, leads), floor + START * width)];
    let mut push = |factor: &str, label: String, part: f64| {
        if part != 0.0 {
            shares.push(share(factor, label, part * width));
        }
    };
    supporting(candidate, gates, setting, leads, &mut push);
    opposing(option, gates, setting, leads, &mut push);
    // What of the standing or the line speaks for it no longer does where its class failed before.
    let setting = &Setting {
        standing: setting.standing.filter(|s| s.part < 0.0 || !gates.second_choice()),
        ..setting.clone()
    };
    if let Some(standing) = setting.standing {
        let cap = if standing.part > 0.0 { STANDING } else { STANDING_AGAINST };
        push("standing", standing.words(), cap * standing.part);
    }
    for wish in &setting.wishes {
        let cap = if wish.part > 0.0 { WISHES } else { WISHES_AGAINST };
        push(wish.factor, wish.label.clone(), cap * wish.part);
    }
    shares.sort_by(|a, b| b.points.total_cmp(&a.points).then_with(|| a.factor.cmp(&b.factor)));
    let sum = shares.iter().map(|s| s.points).sum();
    (sum, shares)
}

fn supporting(
    candidate: &Candidate<'_>,
    gates: &Gates,
    setting: &Setting<'_>,
    leads: bool,
    push: &mut impl FnMut(&str, String, f64),
) {
    let leading = || candidate.leading_as(leads);
    if let Some(grade) = leading().filter_map(|h| h.met.grade).min() {
        let (part, words) = match grade {
            MatchGrade::Exact => (1.0, "the very alteration"),
            MatchGrade::Residue => (0.8, "another change of the same residue"),
            MatchGrade::Class => (0.75, "a member of the class that the evidence names"),
            MatchGrade::Gene => (0.3, "the gene only"),
        };
        push("match_grade", format!("alteration matched: {words}"), MATCH * part);
    }
    if leading().any(|h| h.met.selects) {
        let label = "rests on a finding that only some tumours of this type have".to_owned();
        push("selection", label, SELECTION);
    }
    if let Some(basis) = leading().map(|h| h.prepared.fact.basis).min() {
        let part = match basis {
            Basis::Label => 1.0,
            Basis::Guideline => 0.9,
            Basis::Trial => 0.6,
            Basis::Case => 0.25,
            Basis::Preclinical => 0.0,
        };
        push("basis", format!("rests on {}", basis_words(basis)), BASIS * part);
    }
    let own = |h: &Hit<'_>| h.level == candidate.level || (leads && h.is_standard_care());
    let part = |h: &Hit<'_>| if own(h) { 1.0 } else { LOWER_LEVEL };
    let total: f64 = candidate.supports.iter().map(|h| h.prepared.weight * part(h)).sum();
    let count = candidate.supports.len();
    let items =
        if count == 1 { "1 item of evidence".to_owned() } else { format!("{count} items of evidence") };
    push("evidence_amount", format!("{items}, weighed by quality"), EVIDENCE * saturate(total));
    // A label in force is current however long ago it was given; a study grows old.
    let in_force = leading().filter(|h| h.is_label() && h.prepared.fact.date.is_some());
    if let Some(year) = in_force.filter_map(|h| year(h)).min() {
        push("recency", format!("label in force since {year}"), RECENCY);
    } else if let Some(year) = leading().filter_map(|h| year(h)).max() {
        let fresh = (1.0 - (setting.year - f64::from(year)) / OLD_AFTER_YEARS).clamp(0.0, 1.0);
        push("recency", format!("newest leading evidence of {year}"), RECENCY * fresh);
    }
    let fit = leading().map(|h| Line::of(h.prepared.fact.line.as_deref()).fit(setting.prior));
    if let Some((part, words)) = fit.max_by(|a, b| a.0.total_cmp(&b.0)) {
        let part = if gates.second_choice() { part.min(0.0) } else { part };
        let cap = if part > 0.0 { LINE } else { OTHER_LINE };
        push("line_of_therapy", words.to_owned(), cap * part);
    }
    if candidate.treatment.drugs.len() > 1 && leading().any(Hit::is_label) {
        push("regimen", "combination as it stands in the label or guideline".to_owned(), REGIMEN);
    }
    if let Some(region) = setting.region {
        region_share(candidate, region, push);
    }
    let near = leading().map(|h| match h.prepared.place {
        Place::Here => (1.0_f64, Place::Here),
        Place::Agnostic => (0.5, Place::Agnostic),
        other => (0.0, other),
    });
    if let Some((part, place)) = near.max_by(|a, b| a.0.total_cmp(&b.0)) {
        push("tumour_type", place.words().to_owned(), SPECIFIC * part);
    }
}

/// Approval at the site for what was observed. A treatment without any label counts as one that is approved
/// elsewhere only: a further label must never cost a treatment its place.
fn region_share(candidate: &Candidate<'_>, region: Region, push: &mut impl FnMut(&str, String, f64)) {
    let code = region.code();
    if candidate.supports.iter().any(|h| h.prepared.fact.basis == Basis::Label && approved_in(h, code)) {
        push("regional_approval", format!("approved in the region of the site ({code})"), REGION);
    } else {
        push(
            "regional_approval",
            format!("no approval known in the region of the site ({code})"),
            -OTHER_REGION,
        );
    }
}

/// Whether a label row is of this region.
pub(crate) fn approved_in(hit: &Hit<'_>, code: &str) -> bool {
    hit.prepared.fact.region.as_deref().is_some_and(|r| r.split(';').any(|r| r.trim() == code))
}

fn opposing(
    option: &Contested<'_>,
    gates: &Gates,
    setting: &Setting<'_>,
    leads: bool,
    push: &mut impl FnMut(&str, String, f64),
) {
    let candidate = &option.candidate;
    // Which of the two shares a fact goes to must not depend on the facts for the option: else taking one
    // of those away could move a fact against it to the smaller share.
    let total = |hits: &mut dyn Iterator<Item = &Hit<'_>>| hits.map(|h| h.prepared.weight).sum::<f64>();
    let count = |n: usize| if n == 1 { "1 item".to_owned() } else { format!("{n} items") };
    if !candidate.against.is_empty() {
        let label = format!("evidence that it does not help: {}", count(candidate.against.len()));
        push("conflict", label, -CONFLICT * saturate(total(&mut candidate.against.iter())));
    }
    let signals = option.informs.len() + option.cautions.len();
    if signals > 0 {
        let label = format!("reports of resistance: {}", count(signals));
        let sum = total(&mut option.informs.iter().chain(&option.cautions));
        push("resistance_signal", label, -RESISTANCE * saturate(sum));
    }
    match gates.cautions() {
        0 => {}
        n => {
            let part = 1.0 - 0.5_f64.powi(i32::try_from(n).unwrap_or(i32::MAX));
            push("safety", format!("{n} safety caution{}", if n == 1 { "" } else { "s" }), -SAFETY * part);
        }
    }
    // What the pack calls preferred is not set back because it is also part of a combination.
    let preferred = setting.standing.is_some_and(|s| s.part > 0.0);
    if setting.superseded && !preferred {
        push("superseded", "a labelled combination holds this treatment".to_owned(), -SUPERSEDED);
    }
    if !candidate.withdrawn.is_empty() {
        push("withdrawn", "an approval was withdrawn".to_owned(), -WITHDRAWN);
    }
    if candidate.leading_as(leads).all(|h| h.prepared.fact.verification == Verification::Recalled) {
        push("not_checked", "leading evidence not checked against a source row".to_owned(), -UNCHECKED);
    }
}

fn share(factor: &str, label: String, points: f64) -> OptionContribution {
    OptionContribution { factor: factor.to_owned(), label, points }
}

fn saturate(total: f64) -> f64 {
    1.0 - (-total / SATURATION).exp()
}

/// Year of a publication (`Soria et al., 2018`), else of the fact's own date. The date of an evidence item
/// is that of its last review, which says nothing of the age of the finding.
fn year(hit: &Hit<'_>) -> Option<i32> {
    let fact = hit.prepared.fact;
    let published = fact.citations.iter().find_map(|c| {
        let (_, year) = c.text.rsplit_once(", ")?;
        year.trim().parse().ok().filter(|y| (1950..=2100).contains(y))
    });
    published.or_else(|| fact.date.as_deref()?.get(..4)?.parse().ok())
}

fn level_label(candidate: &Candidate<'_>, leads: bool) -> String {
    match candidate.level {
        Level::III if leads => {
            "standard care to start from in this tumour type; no alteration of this patient supports it"
        }
        _ if leads => {
            "standard care to start from in this tumour type; an alteration of this patient supports it as well"
        }
        Level::III if candidate.is_established() => {
            "further standard care of this tumour type; no alteration of this patient supports it"
        }
        Level::IA => "approved or recommended for this tumour and this alteration",
        Level::IB => "well-powered study in this tumour with this alteration",
        Level::IIC => "approved for another tumour, or small studies",
        Level::IID => "case reports or preclinical work",
        Level::III if candidate.supports.is_empty() => "approval withdrawn",
        Level::III => "unknown significance",
        Level::IV => "benign",
    }
    .to_owned()
}

/// Words for a basis.
pub(crate) fn basis_words(basis: Basis) -> &'static str {
    match basis {
        Basis::Label => "a regulator's label",
        Basis::Guideline => "a guideline",
        Basis::Trial => "clinical studies",
        Basis::Case => "case reports or small series",
        Basis::Preclinical => "preclinical work",
    }
}
