//! From the ranked value to its document: a change of shape only, nothing is computed.

use attune_clinical::{ConsentStatus, Patient};
use attune_decision as d;
use attune_knowledge::{AssertionKind, Basis, Direction, Verification};
use jiff::civil::Date;

use super::{
    AbstentionDoc, AlterationDoc, BlockedDoc, ConflictDoc, ConsentDoc, ContributionDoc, EvidenceDoc,
    EvidenceFindingDoc, GateDoc, Header, OptionDoc, OptionsDocument, PatientDoc, PreferencesDoc,
    ResistanceDoc, SafetyDoc, TestNextDoc, TumourTypeDoc, WouldChangeDoc,
};

/// The word of the contract for a consent state.
#[must_use]
pub fn consent_word(status: ConsentStatus) -> &'static str {
    match status {
        ConsentStatus::Implied => "implied",
        ConsentStatus::Permitted => "permitted",
        ConsentStatus::Denied => "denied",
        ConsentStatus::NotRecorded => "not_recorded",
        ConsentStatus::Expired => "expired",
    }
}

/// The word of the contract for a basis.
#[must_use]
pub fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Label => "label",
        Basis::Guideline => "guideline",
        Basis::Trial => "trial",
        Basis::Case => "case",
        Basis::Preclinical => "preclinical",
    }
}

/// `09-Apr-1962 (64y)`, `09-Apr-1962`, or `Not recorded`.
#[must_use]
pub fn born_words(patient: &Patient, on: Date) -> String {
    match patient.born {
        None => "Not recorded".to_owned(),
        Some(born) => match born.years_until(on) {
            Some(age) if patient.deceased.is_none() => format!("{} ({age}y)", born.display()),
            _ => born.display(),
        },
    }
}

impl PatientDoc {
    /// The document of a person on a day.
    #[must_use]
    pub fn new(patient: &Patient, on: Date) -> Self {
        Self {
            name: patient.name.banner(),
            mrn: patient.mrn.as_ref().map(|m| m.0.clone()),
            born: patient.born.map(|b| b.to_string()),
            born_display: born_words(patient, on),
            age: patient.born.and_then(|b| b.years_until(on)).filter(|_| patient.deceased.is_none()),
            sex: patient.sex.word().to_owned(),
            synthetic: patient.synthetic,
        }
    }
}

impl From<&d::EvidenceRow> for EvidenceDoc {
    fn from(e: &d::EvidenceRow) -> Self {
        Self {
            id: e.id.clone(),
            source: e.source.clone(),
            level: e.level.to_string(),
            source_level: e.source_level.clone(),
            significance: e.significance.clone(),
            biomarker: e.biomarker.clone(),
            disease: e.disease.clone(),
            statement: e.statement.clone(),
            citation: e.citation.clone(),
            citation_text: e.citation_text.clone(),
            date: e.date.clone().unwrap_or_default(),
            region: e.region.clone(),
            verification: match e.verification {
                Verification::Checked => "checked",
                Verification::Recalled => "recalled",
            }
            .to_owned(),
        }
    }
}

impl From<&d::SafetyNote> for SafetyDoc {
    fn from(s: &d::SafetyNote) -> Self {
        let severity = match s.severity {
            d::SafetySeverity::Block => "block",
            d::SafetySeverity::Caution => "caution",
            d::SafetySeverity::Info => "info",
        };
        Self {
            severity: severity.to_owned(),
            kind: gate_kind(s.kind).to_owned(),
            message: s.message.clone(),
            source: s.source.clone(),
        }
    }
}

fn gate_kind(kind: d::SafetyKind) -> &'static str {
    match kind {
        d::SafetyKind::Pgx => "pgx",
        d::SafetyKind::OrganFunction => "organ_function",
        d::SafetyKind::Interaction => "interaction",
        d::SafetyKind::Allergy => "allergy",
        d::SafetyKind::PriorTherapy => "prior_therapy",
        d::SafetyKind::Other => "other",
    }
}

impl From<&d::GateAnswer> for GateDoc {
    fn from(g: &d::GateAnswer) -> Self {
        Self {
            verdict: g.verdict.word().to_owned(),
            recoverable: g.recoverable,
            kind: gate_kind(g.kind).to_owned(),
            message: g.message.clone(),
            source: g.source.clone(),
        }
    }
}

fn all<'a, A: 'a, B: From<&'a A>>(list: &'a [A]) -> Vec<B> {
    list.iter().map(Into::into).collect()
}

impl From<&d::OptionContribution> for ContributionDoc {
    fn from(c: &d::OptionContribution) -> Self {
        Self { factor: c.factor.clone(), label: c.label.clone(), points: c.points }
    }
}

impl From<&d::WouldChange> for WouldChangeDoc {
    fn from(w: &d::WouldChange) -> Self {
        Self { condition: w.condition.clone(), then: w.then.clone(), score: w.score }
    }
}

impl From<&d::RankedOption> for OptionDoc {
    fn from(o: &d::RankedOption) -> Self {
        Self {
            rank: o.rank,
            treatment: o.treatment.clone(),
            drugs: o.drugs.clone(),
            level: o.level.to_string(),
            group: o.group.word().to_owned(),
            place: o.place(),
            escat: o.escat.clone(),
            approved_in: o.approved_in.clone(),
            basis: basis_word(o.basis).to_owned(),
            basis_text: o.basis_text.clone(),
            score: o.score,
            contributions: all(&o.contributions),
            reasons_for: o.reasons_for.clone(),
            reasons_against: o.reasons_against.clone(),
            unknown: o.unknown.clone(),
            safety: all(&o.safety),
            passed: o.passed.clone(),
            gates: all(&o.gates),
            because: o.because.clone(),
            evidence: all(&o.evidence),
            prediction: o.prediction.as_ref().map(Into::into),
            would_change: all(&o.would_change),
        }
    }
}

impl From<&d::ResistanceEntry> for ResistanceDoc {
    fn from(r: &d::ResistanceEntry) -> Self {
        Self {
            treatment: r.treatment.clone(),
            drugs: r.drugs.clone(),
            because: r.because.clone(),
            level: r.level.to_string(),
            evidence: all(&r.evidence),
        }
    }
}

impl From<&d::Blocked> for BlockedDoc {
    fn from(b: &d::Blocked) -> Self {
        let reason = match b.reason {
            d::BlockedReason::Contraindicated => "contraindicated",
            d::BlockedReason::Resistance => "resistance",
            d::BlockedReason::TumourType => "tumour_type",
            d::BlockedReason::Consent => "consent",
            d::BlockedReason::InsufficientEvidence => "insufficient_evidence",
        };
        Self {
            treatment: b.treatment.clone(),
            drugs: b.drugs.clone(),
            reason: reason.to_owned(),
            detail: b.detail.clone(),
            becomes_possible: b.becomes_possible.clone(),
            level: b.level.map(|l| l.to_string()),
            safety: all(&b.safety),
            gates: all(&b.gates),
            evidence: all(&b.evidence),
        }
    }
}

impl From<&d::RecognisedAlteration> for AlterationDoc {
    fn from(a: &d::RecognisedAlteration) -> Self {
        Self {
            text: a.text.clone(),
            name: a.name.clone(),
            recognised: a.recognised,
            source: a.source.clone(),
            detail: a.detail.clone(),
        }
    }
}

impl From<&d::Finding> for EvidenceFindingDoc {
    fn from(f: &d::Finding) -> Self {
        Self {
            kind: kind_word(f.kind).to_owned(),
            id: f.id.clone(),
            source: f.source.clone(),
            basis: basis_word(f.basis).to_owned(),
            source_level: f.source_level.clone(),
            significance: f.significance.clone(),
            direction: match f.direction {
                Direction::Supports => "supports",
                Direction::DoesNotSupport => "does_not_support",
            }
            .to_owned(),
            because: f.because.clone(),
            biomarker: f.biomarker.clone(),
            disease: f.disease.clone(),
            this_tumour: f.this_tumour,
            statement: f.statement.clone(),
            citation: f.citation.clone(),
            citation_text: f.citation_text.clone(),
            date: f.date.clone().unwrap_or_default(),
        }
    }
}

fn kind_word(kind: AssertionKind) -> &'static str {
    match kind {
        AssertionKind::Predictive => "predictive",
        AssertionKind::Diagnostic => "diagnostic",
        AssertionKind::Prognostic => "prognostic",
        AssertionKind::Predisposing => "predisposing",
    }
}

impl From<&d::SourceConflict> for ConflictDoc {
    fn from(c: &d::SourceConflict) -> Self {
        Self {
            treatment: c.treatment.clone(),
            rank: c.rank,
            supports: all(&c.supports),
            opposes: all(&c.opposes),
            newest_support: c.newest_support.clone().unwrap_or_default(),
            newest_opposing: c.newest_opposing.clone().unwrap_or_default(),
        }
    }
}

impl From<&d::TestNext> for TestNextDoc {
    fn from(t: &d::TestNext) -> Self {
        Self { test: t.test.clone(), condition: t.condition.clone(), then: t.then.clone(), change: t.change }
    }
}

impl From<d::Preferences> for PreferencesDoc {
    fn from(p: d::Preferences) -> Self {
        Self { efficacy: p.efficacy, toxicity: p.toxicity, route: p.route, visits: p.visits }
    }
}

impl From<d::ConsentSummary> for ConsentDoc {
    fn from(c: d::ConsentSummary) -> Self {
        let word = |s| consent_word(s).to_owned();
        Self {
            treatment_planning: word(c.treatment_planning),
            ai_models: word(c.ai_models),
            secondary_findings: word(c.secondary_findings),
            family_sharing: word(c.family_sharing),
            research_export: word(c.research_export),
        }
    }
}

impl OptionsDocument {
    /// The document of a ranking.
    #[must_use]
    pub fn new(header: Header, ranked: &d::RankedOptions, patient: Option<&Patient>, on: Date) -> Self {
        Self {
            schema: header.schema.to_owned(),
            attune: header.attune.to_owned(),
            packs: header.packs,
            as_of: ranked.as_of.to_string(),
            rules_version: ranked.rules_version.clone(),
            patient: patient.map(|p| PatientDoc::new(p, on)),
            tumour_type: TumourTypeDoc {
                code: ranked.tumour_type.code.clone(),
                name: ranked.tumour_type.name.clone(),
                recognised: ranked.tumour_type.recognised,
                candidates: ranked.tumour_type.candidates.clone(),
            },
            alterations: all(&ranked.alterations),
            options: all(&ranked.options),
            resistance: all(&ranked.resistance),
            not_ranked: all(&ranked.not_ranked),
            trials: all(&ranked.trials),
            predictions: all(&ranked.predictions),
            evidence_findings: all(&ranked.findings),
            conflicts: all(&ranked.conflicts),
            test_next: all(&ranked.test_next),
            region: ranked.region.map(|r| r.code().to_owned()),
            preferences: ranked.preferences.into(),
            abstained: ranked.abstained.as_ref().map(|a| AbstentionDoc {
                code: a.code.clone(),
                reason: a.reason.clone(),
                would_help: a.would_help.clone(),
            }),
            consent: ranked.consent.into(),
            withheld: ranked.withheld.clone(),
            not_considered: ranked.not_considered.clone(),
        }
    }
}
