//! Import: read everything, show it, and store it in one transaction after a person said yes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use attune_clinical::{HealthRecord, Patient};
use attune_ingest::{Role, SampleRole};
use attune_vault::{ImportBatch, NewGenome, NewItem, NewSource, PatientKey, SourceContent};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;

use super::Workstation;
use super::banner::diagnosis;
use super::patient::StoredReportRef;
use super::worklist::ImportSummary;
use crate::document::born_words;
use crate::error::AppError;
use crate::intake::{Intake, ReadFile, Request, file_name, same_person};
use crate::view::{
    FileVerdict, FindingRow, IdentityRow, ImportOutcome, ImportPreview, LedgerView, SampleChoice,
    UnitConversionRow, size_words,
};

/// An import that a person looks at. It holds what was read; nothing is stored.
pub(super) struct Pending {
    pub(super) sources: Vec<Source>,
    person: Option<Patient>,
    existing: Option<String>,
    /// The open patient that the files were chosen for.
    pub(super) patient: Option<String>,
    blocks: bool,
}

/// A file with what was read from it.
pub(super) struct Source {
    pub(super) name: String,
    /// Size of the file in bytes.
    pub(super) size: u64,
    /// What of it was read: all of it, unless it was refused.
    pub(super) bytes: Arc<Vec<u8>>,
    /// How it was read.
    pub(super) request: Request,
    pub(super) outcome: Result<Intake, AppError>,
    /// Samples that a person may choose from.
    samples: Vec<SampleRole>,
}

impl Source {
    /// A file as it was read. One with several samples of which none was chosen is not stored before a person chose.
    pub(super) fn new(
        name: String,
        size: u64,
        bytes: Vec<u8>,
        request: Request,
        outcome: Result<Intake, AppError>,
    ) -> Self {
        let samples = outcome.as_ref().ok().and_then(|i| i.files.first()).map(|f| f.samples.clone());
        let outcome = outcome.and_then(|intake| intake.decided().map(|()| intake));
        Self { name, size, bytes: Arc::new(bytes), request, outcome, samples: samples.unwrap_or_default() }
    }

    /// What a person has to say before the file can be read: `sample`, `assembly`, or nothing.
    fn asks(&self) -> &'static str {
        match &self.outcome {
            Err(e) if e.code == "genome.several_samples" => "sample",
            // Only a file that was read to its end can be read again from its bytes.
            Err(_) if self.bytes.len() as u64 != self.size => "",
            Err(e) if e.code == "ingest.assembly_unknown" || self.request.assembly.is_some() => "assembly",
            _ => "",
        }
    }

    fn read(&self) -> Option<(&Intake, &ReadFile)> {
        let intake = self.outcome.as_ref().ok()?;
        Some((intake, intake.files.first()?))
    }

    /// The person that the file names.
    pub(super) fn person(&self) -> Option<Patient> {
        self.read().and_then(|(_, f)| f.person.clone())
    }
}

impl Workstation {
    /// The stored patient that files belong to: the open one, else the one that their person is known as.
    pub(super) fn whose(
        &self,
        open: Option<&str>,
        person: Option<&Patient>,
    ) -> Result<Option<(String, Patient)>, AppError> {
        let vault = &self.open()?.vault;
        let id = match (open, person) {
            (Some(id), _) => Some(id.to_owned()),
            (None, Some(p)) => vault.matches(p)?.first().map(|m| m.patient_id.clone()),
            (None, None) => None,
        };
        let Some(id) = id else { return Ok(None) };
        let patient = vault.patient(&id)?.patient;
        Ok(Some((id, patient)))
    }

    /// What an import of these files would do. It is kept under its token until it is stored or forgotten.
    pub(super) fn preview(
        &mut self,
        token: &str,
        sources: Vec<Source>,
        patient: Option<&str>,
    ) -> Result<ImportPreview, AppError> {
        let person = sources.iter().find_map(Source::person);
        let known = self.whose(patient, person.as_ref())?;
        let existing = known.as_ref().map(|(id, _)| id.clone());
        let day = self.now().date();
        let mut identity = Vec::new();
        let mut blocks = false;
        for (_, file) in sources.iter().filter_map(Source::read) {
            let Some(other) = &file.person else { continue };
            let against = known.as_ref().map(|(_, patient)| patient).or(person.as_ref());
            let Some(record) = against.filter(|r| *r != other || known.is_some()) else { continue };
            identity.extend(compare(record, other, &file.path, day));
            blocks |= !same_person(record, other);
        }
        let view = self.describe(token, &sources, person.as_ref(), existing.clone(), identity, blocks)?;
        let patient = patient.map(str::to_owned);
        let pending = Pending { sources, person, existing, patient, blocks };
        self.open_mut()?.pending = BTreeMap::from([(token.to_owned(), pending)]);
        Ok(view)
    }

    fn describe(
        &self,
        token: &str,
        sources: &[Source],
        person: Option<&Patient>,
        existing: Option<String>,
        identity: Vec<IdentityRow>,
        blocks: bool,
    ) -> Result<ImportPreview, AppError> {
        let files = sources.iter().map(|s| self.verdict(s)).collect::<Result<Vec<_>, _>>()?;
        let read = || sources.iter().filter_map(Source::read);
        let mut findings: Vec<FindingRow> = read()
            .flat_map(|(_, f)| {
                f.findings.iter().map(|n| FindingRow {
                    severity: n.severity.name().to_owned(),
                    location: format!("{}, {}", file_name(Path::new(&f.path)), n.location),
                    code: n.code.clone(),
                    message: n.message.clone(),
                })
            })
            .collect();
        let weight = |s: &str| ["error", "warning", "info"].iter().position(|w| *w == s);
        findings.sort_by_key(|f| weight(&f.severity));
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for (kind, count) in read().flat_map(|(_, f)| &f.read) {
            *counts.entry(kind.clone()).or_default() += u32::try_from(*count).unwrap_or(u32::MAX);
        }
        let patient = person.is_some() || existing.is_some();
        Ok(ImportPreview {
            token: token.to_owned(),
            person: person.map(|p| p.name.banner()),
            existing_patient: existing,
            can_commit: patient && files.iter().any(|f| f.state != "refused" && !f.already_imported),
            files,
            identity,
            identity_blocks: blocks,
            findings,
            ledger: ledger(read().map(|(_, f)| f)),
            conversions: read()
                .flat_map(|(_, f)| &f.conversions)
                .map(|c| UnitConversionRow {
                    test: c.test.clone(),
                    written: c.written.clone(),
                    stored: c.stored.clone(),
                    count: u32::try_from(c.count).unwrap_or(u32::MAX),
                })
                .collect(),
            read: counts.into_iter().collect(),
        })
    }

    fn verdict(&self, source: &Source) -> Result<FileVerdict, AppError> {
        let none = || "none".to_owned();
        let mut verdict = FileVerdict {
            name: source.name.clone(),
            format: "not recognised".to_owned(),
            assembly: none(),
            sample: none(),
            size: size_words(source.size),
            sha256: String::new(),
            state: "refused".to_owned(),
            verdict: String::new(),
            hint: None,
            already_imported: false,
            asks: source.asks().to_owned(),
            samples: source.samples.iter().map(choice).collect(),
        };
        let file = match (&source.outcome, source.read()) {
            (Err(e), _) => {
                let (words, hint) = match verdict.asks.as_str() {
                    "sample" => (
                        format!("{} samples: whose the report is must be chosen", verdict.samples.len()),
                        "Choose the sample of the report.".to_owned(),
                    ),
                    "assembly" => (
                        "The file does not say on which human assembly its positions are".to_owned(),
                        "Choose the assembly that the laboratory used.".to_owned(),
                    ),
                    _ => (e.message.clone(), e.hint.clone()),
                };
                if !verdict.asks.is_empty() {
                    "not read yet".clone_into(&mut verdict.format);
                }
                (verdict.verdict, verdict.hint) = (words, Some(hint));
                return Ok(verdict);
            }
            (Ok(_), Some((_, file))) => file,
            (Ok(_), None) => return Ok(verdict),
        };
        verdict.already_imported = !self.open()?.vault.known_file(&file.sha256)?.is_empty();
        verdict.format = format!("{} {}", file.kind.label(), file.version).trim().to_owned();
        verdict.assembly = file.assembly.as_ref().map_or_else(none, |(a, _)| a.to_string());
        verdict.sample = file.sample.clone().unwrap_or_else(none);
        verdict.sha256.clone_from(&file.sha256);
        let calm = file.findings.iter().all(|f| f.severity == attune_ingest::Severity::Info);
        verdict.state = if calm { "read" } else { "findings" }.to_owned();
        let count = |s: &str| file.findings.iter().filter(|f| f.severity.name() == s).count();
        let words: Vec<String> = [("error", "errors"), ("warning", "warnings"), ("info", "notes")]
            .iter()
            .filter(|(s, _)| count(s) > 0)
            .map(|(s, plural)| {
                if count(s) == 1 {
                    format!("1 {}", plural.trim_end_matches('s'))
                } else {
                    format!("{} {plural}", count(s))
                }
            })
            .collect();
        verdict.verdict = match (verdict.already_imported, words.is_empty()) {
            (true, _) => "Imported before: adds nothing".to_owned(),
            (false, true) => "Read".to_owned(),
            (false, false) => format!("Read, {}", words.join(", ")),
        };
        Ok(verdict)
    }

    /// Stores what a preview showed: all of it in one transaction, or nothing.
    ///
    /// # Errors
    /// An unknown token, an identity that differs without a typed reason, faults of the store.
    pub fn commit_import(&mut self, token: &str, reason: Option<&str>) -> Result<ImportOutcome, AppError> {
        let at = self.now().timestamp();
        let knowledge_words = |record: &HealthRecord| diagnosis(record, self.library.knowledge());
        let pending = self.open()?.pending.get(token).ok_or_else(unknown_token)?;
        let reason = reason.map(str::trim).filter(|r| !r.is_empty());
        if pending.blocks && reason.is_none() {
            return Err(AppError::new(
                "import.identity_differs",
                "the files name another person than the record",
                "leave the file out, or type why it is the same person",
            ));
        }
        let (mut batch, record) = batch(pending, reason)?;
        let findings =
            pending.sources.iter().filter_map(Source::read).map(|(_, f)| f.findings.len()).sum::<usize>();
        batch.summary = json!(ImportSummary {
            diagnosis: knowledge_words(&record)?,
            findings: u32::try_from(findings).unwrap_or(u32::MAX),
        });
        // Rows are written while the workstation is held; the window stops it through `Stops`.
        let flag = self.stops.begin(token);
        let stop = || flag.load(std::sync::atomic::Ordering::Relaxed);
        let open = self.open_mut()?;
        let receipt = match open.vault.import_unless(&batch, &open.user.clone(), at, &stop) {
            Err(attune_vault::VaultError::Stopped) => return Err(super::reading::stopped()),
            other => other?,
        };
        open.pending.clear();
        open.genome = None;
        let message = if receipt.nothing_new() {
            "Every file was imported before: nothing was added".to_owned()
        } else {
            let counted = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
            format!(
                "Stored: {}, {}, {} from {}",
                counted(receipt.items, "fact"),
                counted(receipt.genomes, "genome report"),
                counted(receipt.consents, "consent statement"),
                counted(receipt.sources.iter().flatten().count(), "file")
            )
        };
        Ok(ImportOutcome { patient_id: receipt.patient_id, message })
    }

    /// Stops the reading of this token, or forgets its preview.
    ///
    /// # Errors
    /// A locked vault.
    pub fn cancel_import(&mut self, token: &str) -> Result<(), AppError> {
        let open = self.open_mut()?;
        if let Some(underway) = &open.underway {
            underway.cancel(token);
        }
        open.pending.remove(token);
        Ok(())
    }
}

fn choice(sample: &SampleRole) -> SampleChoice {
    let role = match sample.role {
        Role::Tumour => "tumour",
        Role::Normal => "normal",
        Role::Unknown => "not stated",
    };
    SampleChoice { name: sample.name.clone(), role: role.to_owned(), why: sample.why.clone() }
}

fn unknown_token() -> AppError {
    AppError::new("import.gone", "this preview is no longer at hand", "choose the files again")
}

/// The batch of a preview, and the record in it for the worklist's diagnosis.
fn batch(pending: &Pending, reason: Option<&str>) -> Result<(ImportBatch, HealthRecord), AppError> {
    let patient = match (&pending.existing, &pending.person) {
        (Some(id), _) => PatientKey::Existing(id.clone()),
        (None, Some(person)) => PatientKey::New(person.clone()),
        (None, None) => {
            return Err(AppError::new(
                "import.nobody",
                "no file names a person",
                "open the patient first, or import the record together with the genome report",
            ));
        }
    };
    let mut batch = ImportBatch {
        patient,
        sources: Vec::new(),
        items: Vec::new(),
        genomes: Vec::new(),
        consents: Vec::new(),
        summary: json!(null),
        reason: reason.map(str::to_owned),
    };
    let mut whole = HealthRecord::default();
    for source in &pending.sources {
        let Some((intake, file)) = source.read() else { continue };
        let index = batch.sources.len();
        batch.sources.push(NewSource {
            name: source.name.clone(),
            kind: file.kind.name().to_owned(),
            sha256: file.sha256.clone(),
            content: SourceContent::Bytes(Arc::clone(&source.bytes)),
        });
        if let Some(record) = &intake.record {
            put_record(&mut batch, record, index)?;
            whole.conditions.extend(record.conditions.clone());
        }
        put(&mut batch, "stated", &intake.stated, index)?;
        put(&mut batch, "outside_calls", &intake.outside, index)?;
        for (at, report) in intake.genomes.iter().enumerate() {
            let stored = StoredReportRef { report, pgx: intake.pgx.get(at) };
            let json = serde_json::to_vec(&stored).map_err(|e| unwritable(&e))?;
            batch.genomes.push(NewGenome { json, source: index });
        }
    }
    Ok((batch, whole))
}

fn put_record(batch: &mut ImportBatch, record: &HealthRecord, index: usize) -> Result<(), AppError> {
    put(batch, "condition", &record.conditions, index)?;
    put(batch, "observation", &record.observations, index)?;
    put(batch, "medication", &record.medications, index)?;
    put(batch, "allergy", &record.allergies, index)?;
    put(batch, "procedure", &record.procedures, index)?;
    put(batch, "family", &record.family, index)?;
    put(batch, "document", &record.documents, index)?;
    batch.consents.extend(record.consents.iter().map(|c| (c.clone(), index)));
    Ok(())
}

fn put<T: Serialize>(
    batch: &mut ImportBatch,
    kind: &str,
    items: &[T],
    source: usize,
) -> Result<(), AppError> {
    for item in items {
        batch.items.push(NewItem { kind: kind.to_owned(), json: json_of(item)?, source });
    }
    Ok(())
}

fn json_of<T: Serialize>(value: &T) -> Result<serde_json::Value, AppError> {
    serde_json::to_value(value).map_err(|e| unwritable(&e))
}

fn unwritable(cause: &serde_json::Error) -> AppError {
    AppError::new("import.unwritable", cause.to_string(), "nothing was stored; report this file")
}

fn ledger<'a>(files: impl Iterator<Item = &'a ReadFile>) -> LedgerView {
    let n = |x: u64| u32::try_from(x).unwrap_or(u32::MAX);
    let mut rules: BTreeMap<String, u32> = BTreeMap::new();
    let mut view = LedgerView { total: 0, mapped: 0, kept_raw: 0, ignored: 0, error: 0, rules: Vec::new() };
    for ledger in files.map(|f| &f.ledger) {
        view.total = view.total.saturating_add(n(ledger.total));
        view.mapped = view.mapped.saturating_add(n(ledger.mapped));
        view.kept_raw = view.kept_raw.saturating_add(n(ledger.kept_raw));
        view.ignored = view.ignored.saturating_add(n(ledger.ignored));
        view.error = view.error.saturating_add(n(ledger.error));
        for (rule, count) in &ledger.ignored_by_rule {
            let sum = rules.entry(rule.clone()).or_default();
            *sum = sum.saturating_add(n(*count));
        }
    }
    view.rules = rules.into_iter().collect();
    view
}

fn compare(record: &Patient, other: &Patient, path: &str, day: Date) -> Vec<IdentityRow> {
    let row = |field: &str, a: Option<String>, b: Option<String>| {
        let verdict = match (&a, &b) {
            (Some(a), Some(b)) if a.eq_ignore_ascii_case(b) => "same",
            (Some(_), Some(_)) => "differs",
            _ => "not_stated",
        };
        let words = |v: Option<String>| v.unwrap_or_else(|| "not stated".to_owned());
        IdentityRow {
            field: field.to_owned(),
            record: words(a),
            file: format!("{} ({})", words(b), file_name(Path::new(path))),
            verdict: verdict.to_owned(),
        }
    };
    let mrn = |p: &Patient| p.mrn.as_ref().map(|m| m.0.clone());
    let born = |p: &Patient| p.born.map(|_| born_words(p, day));
    let sex = |p: &Patient| (p.sex != attune_clinical::Sex::Unknown).then(|| p.sex.word().to_owned());
    vec![
        row("Name", Some(record.name.banner()), Some(other.name.banner())),
        row("Born", born(record), born(other)),
        row("Sex", sex(record), sex(other)),
        row("MRN", mrn(record), mrn(other)),
    ]
}
