//! The summary screen: what matters of one patient, and what is not known.

use attune_clinical::{
    HealthRecord, Interpretation, MedicationStatus, Observation, ObservationValue, RecordStatus,
    ReferenceRange,
};
use attune_decision::RankedOptions;
use attune_genome::Origin;
use attune_pharmacogenomics::{CallStatus, DrugAction, GeneResult, PgxSample};
use attune_vault::EventKind;

use super::Workstation;
use super::patient::PatientCase;
use crate::answer::best_pgx;
use crate::document::{action_word, status_word, strength_word};
use crate::error::AppError;
use crate::printing::moment_words;
use crate::view::{AlertRow, KeyAlteration, LabRow, PgxGeneRow, PgxRow, SummaryView};

/// Laboratory values on the summary; the number of all is told beside them.
const LABS_SHOWN: usize = 12;

impl Workstation {
    /// The summary screen.
    ///
    /// # Errors
    /// A locked vault, an unknown patient, a damaged pack.
    pub fn summary(&mut self, id: &str) -> Result<SummaryView, AppError> {
        let case = self.case(id)?;
        let ranked = self.rank_case(&case)?;
        let record = case.record();
        // Results that belong to the planning of treatment close with its consent, as in the report.
        let pgx = best_pgx(&case.intake.pgx).filter(|_| ranked.consent.treatment_planning.allows());
        let labs = labs(&record);
        let view = SummaryView {
            banner: self.banner_of(&case)?,
            context: self.context(&case),
            options: self.document_of(&case, &ranked),
            alerts: alerts(&ranked, pgx),
            alterations: alterations(&case, &ranked),
            pgx_genes: pgx.map(|p| p.genes.iter().map(gene_row).collect()).unwrap_or_default(),
            pgx: pgx.map(|p| self.advice(p, &record)).transpose()?.unwrap_or_default(),
            labs_total: u32::try_from(labs.len()).unwrap_or(u32::MAX),
            labs: labs.into_iter().take(LABS_SHOWN).collect(),
            problems: problems(&record),
            medications: medications(&record),
            family: family(&record),
            not_known: not_known(&record, &ranked, pgx),
            withheld: ranked.withheld.clone(),
        };
        self.note(EventKind::PatientOpened, id, "")?;
        Ok(view)
    }

    fn context(&self, case: &PatientCase) -> String {
        let zone = self.now().time_zone().clone();
        let import = case.last_import.map_or_else(
            || "no import".to_owned(),
            |at| format!("last import {}", moment_words(&at.to_zoned(zone))),
        );
        let genomes = match case.intake.genomes.len() {
            0 => "no genome report".to_owned(),
            1 => "1 genome report".to_owned(),
            n => format!("{n} genome reports"),
        };
        format!("{genomes}, {import}")
    }

    /// Advice for the patient's own medication first, then for all other drugs, by name.
    fn advice(&self, pgx: &PgxSample, record: &HealthRecord) -> Result<Vec<PgxRow>, AppError> {
        let drugs = self.library.knowledge().drugs()?;
        let own: Vec<&str> = record
            .medications
            .iter()
            .filter(|m| m.status.is_fact() && m.course != MedicationStatus::Past)
            .flat_map(|m| drugs.mentioned(&m.text))
            .map(|d| d.name.as_str())
            .collect();
        let mut rows: Vec<PgxRow> = pgx
            .recommendations
            .iter()
            .map(|r| PgxRow {
                drug: r.drug.clone(),
                source: r.source.clone(),
                strength: strength_word(r.strength).to_owned(),
                action: action_word(r.action).replace('_', " "),
                text: [&r.condition, &r.population]
                    .into_iter()
                    .flatten()
                    .map(|w| format!("{w}: "))
                    .chain([r.text.clone()])
                    .collect(),
                because: r
                    .because
                    .iter()
                    .map(|b| format!("{} {}", b.gene, b.phenotype))
                    .collect::<Vec<_>>()
                    .join(", "),
                citation: r.citations.first().cloned().unwrap_or_else(|| r.version.clone()),
                on_medication_list: own.contains(&r.drug.as_str()),
            })
            .collect();
        rows.sort_by(|a, b| {
            b.on_medication_list.cmp(&a.on_medication_list).then_with(|| a.drug.cmp(&b.drug))
        });
        Ok(rows)
    }
}

fn alerts(ranked: &RankedOptions, pgx: Option<&PgxSample>) -> Vec<AlertRow> {
    let mut rows: Vec<AlertRow> = Vec::new();
    let mut add = |severity: &str, subject: &str, message: &str| {
        if !rows.iter().any(|r| r.message == message) {
            rows.push(AlertRow {
                severity: severity.to_owned(),
                subject: subject.to_owned(),
                message: message.to_owned(),
                date: String::new(),
            });
        }
    };
    for blocked in
        ranked.not_ranked.iter().filter(|b| b.reason == attune_decision::BlockedReason::Contraindicated)
    {
        add("block", &blocked.treatment, &blocked.detail);
    }
    for option in &ranked.options {
        for note in &option.safety {
            let severity = match note.severity {
                attune_decision::SafetySeverity::Block => "block",
                attune_decision::SafetySeverity::Caution => "caution",
                attune_decision::SafetySeverity::Info => "info",
            };
            add(severity, &option.treatment, &note.message);
        }
    }
    for r in pgx.map(|p| p.recommendations.as_slice()).unwrap_or_default() {
        let counts = r.condition.is_none() || r.most_cautious;
        if counts && r.action == DrugAction::Avoid && r.source == "CPIC" {
            add("caution", &r.drug, &format!("{} ({})", r.text, r.source));
        }
    }
    rows.sort_by_key(|r| ["block", "caution", "info"].iter().position(|s| *s == r.severity));
    rows
}

fn alterations(case: &PatientCase, ranked: &RankedOptions) -> Vec<KeyAlteration> {
    let level = |text: &str| {
        ranked.options.iter().find(|o| o.because.iter().any(|b| b == text)).map(|o| o.level.to_string())
    };
    ranked
        .alterations
        .iter()
        .map(|a| KeyAlteration {
            name: a.text.clone(),
            detail: match (&a.detail, a.recognised) {
                (Some(detail), true) => detail.clone(),
                (None, true) => "stated in the record".to_owned(),
                (_, false) => "not understood: not used".to_owned(),
            },
            origin: origin(case, &a.text, &a.source),
            level: level(a.name.as_deref().unwrap_or(&a.text)),
        })
        .collect()
}

fn origin(case: &PatientCase, text: &str, source: &str) -> String {
    if source != "genome" {
        return "reported".to_owned();
    }
    let found = case.intake.genomes.iter().flat_map(attune_genome::GenomeReport::observed);
    let origin = found.into_iter().find(|o| o.alteration.label() == text).map(|o| o.alteration.origin);
    match origin {
        Some(Origin::Somatic) => "somatic",
        Some(Origin::Germline) => "germline",
        _ => "unknown origin",
    }
    .to_owned()
}

fn gene_row(g: &GeneResult) -> PgxGeneRow {
    let names: Vec<&str> = g.diplotypes.iter().map(|d| d.name.as_str()).collect();
    let missing = match g.missing.len() {
        0 => None,
        1 => Some("1 defining position without a genotype".to_owned()),
        n => Some(format!("{n} defining positions without a genotype")),
    };
    PgxGeneRow {
        gene: g.gene.clone(),
        diplotype: if names.is_empty() { "not called".to_owned() } else { names.join(" or ") },
        phenotype: g.phenotype.clone().unwrap_or_else(|| match g.status {
            CallStatus::NotCalled => "unknown: not called".to_owned(),
            CallStatus::Ambiguous => "unknown: the possible diplotypes differ".to_owned(),
            _ => "the guideline defines none".to_owned(),
        }),
        status: status_word(g.status).to_owned(),
        remarks: g.findings.iter().map(|f| f.message.clone()).chain(missing).collect(),
    }
}

/// The latest value of each laboratory test, newest first.
fn labs(record: &HealthRecord) -> Vec<LabRow> {
    let laboratory = |o: &&Observation| {
        o.status.is_fact()
            && o.category.as_deref() == Some("laboratory")
            && matches!(o.value, Some(ObservationValue::Quantity(_)))
    };
    let mut all: Vec<&Observation> = record.observations.iter().filter(laboratory).collect();
    all.sort_by_key(|o| std::cmp::Reverse((o.effective, o.effective_written.clone())));
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|o| seen.insert(o.codings.first().map_or_else(|| o.text.clone(), |c| c.code.clone())));
    all.into_iter().filter_map(lab_row).collect()
}

fn lab_row(o: &Observation) -> Option<LabRow> {
    let Some(ObservationValue::Quantity(q)) = &o.value else { return None };
    use attune_clinical::Comparator::{Greater, GreaterOrEqual, Less, LessOrEqual};
    let sign = match q.comparator {
        None => "",
        Some(Less) => "below ",
        Some(LessOrEqual) => "at most ",
        Some(GreaterOrEqual) => "at least ",
        Some(Greater) => "above ",
    };
    Some(LabRow {
        name: o.text.clone(),
        value: format!("{sign}{}", q.written),
        unit: q.unit.as_ref().map_or_else(|| "no unit".to_owned(), |u| u.0.clone()),
        flag: match o.flag() {
            Some(Interpretation::Normal) => "in range",
            Some(Interpretation::Low) => "L",
            Some(Interpretation::High) => "H",
            Some(Interpretation::CriticalLow) => "LL",
            Some(Interpretation::CriticalHigh) => "HH",
            Some(Interpretation::Abnormal) => "A",
            None => "",
        }
        .to_owned(),
        range: o.range.as_ref().map_or_else(|| "no range given".to_owned(), range_words),
        date: o.effective.map_or_else(|| "date not recorded".to_owned(), |d| d.display()),
    })
}

fn range_words(r: &ReferenceRange) -> String {
    match (r.low, r.high, &r.text) {
        (Some(low), Some(high), _) => format!("{low} to {high}"),
        (Some(low), None, _) => format!("at least {low}"),
        (None, Some(high), _) => format!("at most {high}"),
        (None, None, Some(text)) => text.clone(),
        (None, None, None) => "no range given".to_owned(),
    }
}

fn problems(record: &HealthRecord) -> Vec<String> {
    let active = record
        .conditions
        .iter()
        .filter(|c| matches!(c.status, RecordStatus::Active | RecordStatus::Unconfirmed));
    active
        .map(|c| {
            let unsure = if c.status == RecordStatus::Unconfirmed { " (unconfirmed)" } else { "" };
            let since = c.onset.map(|d| format!(", since {}", d.display())).unwrap_or_default();
            format!("{}{unsure}{since}", c.text)
        })
        .collect()
}

fn medications(record: &HealthRecord) -> Vec<String> {
    let facts = record.medications.iter().filter(|m| m.status.is_fact());
    facts
        .map(|m| {
            let dose = m.dosage.as_ref().map(|d| format!(", {d}")).unwrap_or_default();
            let course = match m.course {
                MedicationStatus::Current => String::new(),
                MedicationStatus::Past => {
                    let end = m.end.map(|d| format!(" {}", d.display())).unwrap_or_default();
                    let why = m.stopped_because.as_ref().map(|w| format!(": {w}")).unwrap_or_default();
                    format!(" (ended{end}{why})")
                }
                MedicationStatus::Planned => " (planned)".to_owned(),
                MedicationStatus::Unknown => " (not said whether taken)".to_owned(),
            };
            format!("{}{dose}{course}", m.text)
        })
        .collect()
}

fn family(record: &HealthRecord) -> Vec<String> {
    let facts = record.family.iter().filter(|f| f.status.is_fact());
    facts
        .map(|f| {
            let ages = f.onset_ages.iter().chain(std::iter::repeat(&None));
            let conditions: Vec<String> = f
                .conditions
                .iter()
                .zip(ages)
                .map(|(c, age)| {
                    age.map_or_else(
                        || format!("{}, age not recorded", c.text),
                        |a| format!("{} at {a}", c.text),
                    )
                })
                .collect();
            let what = if conditions.is_empty() {
                "no condition recorded".to_owned()
            } else {
                conditions.join("; ")
            };
            format!("{}: {what}", f.relationship_text)
        })
        .collect()
}

fn not_known(record: &HealthRecord, ranked: &RankedOptions, pgx: Option<&PgxSample>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    if pgx.is_none() {
        out.push("Pharmacogenomics: no germline genotype was imported".to_owned());
    }
    for gene in pgx.map(|p| p.genes.as_slice()).unwrap_or_default() {
        if gene.status == CallStatus::NotCalled {
            out.push(format!("{}: not called", gene.gene));
        }
    }
    for sentence in ranked.options.iter().flat_map(|o| &o.unknown) {
        if !out.contains(sentence) {
            out.push(sentence.clone());
        }
    }
    if record.family.is_empty() {
        out.push("Family history: not recorded".to_owned());
    }
    out.extend(ranked.not_considered.iter().cloned());
    out
}
