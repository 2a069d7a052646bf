//! The use cases of the command line, one function a command, each from arguments to a document.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use attune_clinical::{ConsentLedger, ConsentScope};
use attune_decision::RankedOptions;
pub use attune_decision::{Preferences, Region};
pub use attune_genome::{Assembly, Origin};
use attune_inference::{Inputs, evaluate, read_cohort, read_inputs, retrain};
use attune_ingest::GenomeOptions;
use attune_pharmacogenomics::{PersonFacts, PgxSample, interpret, merge_outside, read_outside};
use jiff::Zoned;
use jiff::civil::Date;

use crate::answer::{Beside, Question};
use crate::called::CalledRegions;
use crate::consenting::with_permits;
use crate::document::{
    FileDoc, FindingDoc, Header, ImportDocument, ModelDocument, ModelsDocument, OptionsDocument, PgxDocument,
    PredictDocument, Tiers, VariantsDocument, record_json,
};
use crate::error::AppError;
use crate::intake::{
    self, Intake, Request, call_samples, display, open, outside_text, pgx_regions, read_genome_at,
};
use crate::library::Library;
use crate::printing::{Printing, parse_audience, pgx_fhir};
use crate::secondary::withhold_flags;
use crate::trials::TrialShelf;

/// Arguments that `options` and `report` share.
#[derive(Debug, Clone)]
pub struct OptionsArguments {
    /// Files.
    pub request: Request,
    /// Alterations in words.
    pub alterations: Vec<String>,
    /// Tumour type.
    pub tumour_type: Option<String>,
    /// Region of the site, whose approvals count.
    pub region: Option<Region>,
    /// What matters to the patient.
    pub preferences: Preferences,
    /// Trial files and folders.
    pub trials: Vec<PathBuf>,
    /// Scopes that the command line permits.
    pub permits: Vec<ConsentScope>,
    /// Day for which the answer is to hold.
    pub as_of: Date,
}

/// What `options` and `report` find out, before it is written down.
struct Found {
    intake: Intake,
    consent: ConsentLedger,
    ranked: RankedOptions,
    notes: Vec<String>,
}

fn find(library: &Library, arguments: &OptionsArguments) -> Result<Found, AppError> {
    if arguments.request.genomes.is_empty()
        && arguments.request.records.is_empty()
        && arguments.request.outside.is_empty()
        && arguments.alterations.is_empty()
        // A tumour type alone has its standard care.
        && arguments.tumour_type.as_deref().is_none_or(|t| t.trim().is_empty())
    {
        return Err(AppError::new(
            "options.nothing_given",
            "neither a genome report nor a record nor an alteration was given",
            "add --genome FILE, --ehr FILE, --alteration TEXT or --tumour-type NAME",
        ));
    }
    let mut intake = Intake::read(library, &arguments.request)?;
    intake.decided()?;
    let (consent, refused) = with_permits(intake.consents(), &arguments.permits, arguments.as_of);
    let stated = arguments.tumour_type.as_deref();
    intake.withhold_secondary(library, &consent, stated, arguments.as_of)?;
    intake.interpret(library, arguments.as_of)?;
    let question = Question {
        intake: &intake,
        alterations: &arguments.alterations,
        tumour_type: arguments.tumour_type.as_deref(),
        consent: &consent,
        region: arguments.region,
        preferences: arguments.preferences,
        as_of: arguments.as_of,
    };
    let shelf = TrialShelf::read(&arguments.trials)?;
    let ranked = question.answer_beside(library, Beside { trials: &shelf.trials, ..Beside::default() })?;
    let denied = refused.iter().map(|s| {
        format!(
            "consent for {} is denied in the record: --consent does not overrule it",
            s.label().to_lowercase()
        )
    });
    let findings = intake.files.iter().flat_map(|f| {
        f.findings
            .iter()
            .map(move |n| format!("{}: {}: {}: {}", n.severity.name(), f.path, n.location, n.message))
    });
    let notes = denied.chain(findings).chain(shelf.notes()).collect();
    Ok(Found { intake, consent, ranked, notes })
}

/// `attune options`. The second value holds notes for standard error.
///
/// # Errors
/// Input that cannot be used.
pub fn options(
    library: &Library,
    arguments: &OptionsArguments,
) -> Result<(OptionsDocument, Vec<String>), AppError> {
    let found = find(library, arguments)?;
    let header = Header::new("attune/options/1", library.all_refs());
    let document = OptionsDocument::new(header, &found.ranked, found.intake.patient(), arguments.as_of);
    Ok((document, found.notes))
}

/// `attune report`: the PDF and the number of its pages.
///
/// # Errors
/// Input that cannot be used, or an unknown audience.
pub fn report(
    library: &Library,
    arguments: &OptionsArguments,
    audience: &str,
    at: &Zoned,
) -> Result<(Vec<u8>, usize, Vec<String>), AppError> {
    let audience = parse_audience(audience)?;
    let found = find(library, arguments)?;
    let printing = Printing {
        intake: &found.intake,
        ranked: &found.ranked,
        consent: &found.consent,
        board: &[],
        audience,
        user: "command line",
        at,
    };
    let pages = printing.pages(library);
    let pdf = pages.to_pdf().map_err(|e| {
        AppError::new("report.pdf", e.to_string(), "the report was not written; try --audience clinician")
    })?;
    Ok((pdf, pages.texts().len(), found.notes))
}

/// Arguments of `attune pgx`.
#[derive(Debug, Clone)]
pub struct PgxArguments {
    /// The genome file.
    pub genome: PathBuf,
    /// The health record: sex (genes on the X chromosome), age, body, medication.
    pub ehr: Option<PathBuf>,
    /// Day for which the answer is to hold.
    pub as_of: Date,
    /// Assembly, where the user states it.
    pub assembly: Option<Assembly>,
    /// One sample of several.
    pub sample: Option<String>,
    /// Calls of another program or laboratory.
    pub outside_calls: Option<PathBuf>,
    /// `all`, or a BED file of the stretches that were called although the file has no record there.
    pub called_regions: Option<String>,
}

/// What `pgx` finds out, before it is written down.
struct PgxFound {
    samples: Vec<PgxSample>,
    record: Intake,
    findings: Vec<FindingDoc>,
}

impl PgxFound {
    fn document(self, library: &Library) -> PgxDocument {
        PgxDocument::new(Header::new("attune/pgx/1", library.pack_refs()), &self.samples, self.findings)
    }
}

/// `attune pgx`.
///
/// # Errors
/// Input that cannot be used.
pub fn pgx(library: &Library, arguments: &PgxArguments) -> Result<PgxDocument, AppError> {
    Ok(find_pgx(library, arguments)?.document(library))
}

/// `attune pgx --fhir`: the document, and the same result as a FHIR Bundle.
///
/// # Errors
/// Input that cannot be used, several samples, or consent for treatment planning that is missing.
pub fn pgx_and_fhir(
    library: &Library,
    arguments: &PgxArguments,
    at: &Zoned,
) -> Result<(PgxDocument, Vec<u8>), AppError> {
    let found = find_pgx(library, arguments)?;
    let [sample] = found.samples.as_slice() else {
        let names: Vec<&str> = found.samples.iter().map(|s| s.sample.as_str()).collect();
        return Err(AppError::new(
            "pgx.several_samples",
            format!("a FHIR Bundle is of one sample; the file has {}", names.len()),
            format!("name one with --sample: {}", names.join(", ")),
        ));
    };
    let status = found.record.consents().status(ConsentScope::TreatmentPlanning, at.date());
    if !status.allows() {
        return Err(AppError::new(
            "pgx.consent",
            format!("consent for treatment planning is {} in the record", status.word()),
            "nothing was written; the result is withheld",
        ));
    }
    let record = found.record.record.clone().unwrap_or_default();
    let fhir = pgx_fhir(library, found.record.patient(), sample, &record.medications, at)?;
    Ok((found.document(library), fhir))
}

fn find_pgx(library: &Library, arguments: &PgxArguments) -> Result<PgxFound, AppError> {
    let records = Request { records: arguments.ehr.iter().cloned().collect(), ..Request::default() };
    let record = Intake::read(library, &records)?;
    let sex = record.patient().map_or(attune_clinical::Sex::Unknown, |p| p.sex);
    let person = record.record.as_ref().map(|r| PersonFacts::of(r, arguments.as_of)).unwrap_or_default();
    let path = &arguments.genome;
    let mut keep = pgx_regions(library, Assembly::GRCh38)?;
    keep.extend(pgx_regions(library, Assembly::GRCh37)?);
    let options = GenomeOptions {
        assembly: arguments.assembly,
        sample: arguments.sample.clone(),
        keep: Some(keep),
        keep_if_more: None,
    };
    let import = read_genome_at(path, &options)?;
    let called = CalledRegions::read(arguments.called_regions.as_deref())?;
    let mut samples = call_samples(library, &import, arguments.sample.as_deref(), sex, called.stated())?;
    if samples.is_empty() {
        return Err(AppError::new(
            "pgx.no_sample",
            format!("{} has no sample {}", display(path), arguments.sample.as_deref().unwrap_or("column")),
            format!("samples of the file: {}", import.samples.join(", ")),
        ));
    }
    let mut findings: Vec<FindingDoc> = import.findings.iter().map(Into::into).collect();
    if let Some(tsv) = &arguments.outside_calls {
        let (text, _) = outside_text(tsv, open(tsv)?)?;
        let tables = library.knowledge().pgx()?;
        let calls = read_outside(tables, &text, &display(tsv));
        let only = samples.len() == 1;
        let merged = samples.into_iter().map(|s| {
            let own = calls.of(&s.sample, only);
            merge_outside(tables, s, own, false)
        });
        samples = merged.collect();
        findings.extend(calls.findings.into_iter().map(|f| FindingDoc {
            severity: "warning",
            location: display(tsv),
            code: f.code,
            message: f.message,
        }));
    }
    let tables = library.knowledge().pgx()?;
    let samples: Vec<PgxSample> = samples.into_iter().map(|s| interpret(tables, s, &person)).collect();
    Ok(PgxFound { samples, record, findings })
}

/// `attune variants`.
///
/// # Errors
/// Input that cannot be used.
pub fn variants(
    library: &Library,
    request: &Request,
    tumour_type: Option<&str>,
    permits: &[ConsentScope],
    as_of: Date,
) -> Result<VariantsDocument, AppError> {
    let mut intake = Intake::read(library, request)?;
    let (permitted, _) = with_permits(intake.consents(), permits, as_of);
    withhold_flags(&mut intake.genomes, &permitted, as_of, tumour_type, library.knowledge())?;
    let mut tiers = BTreeMap::new();
    if tumour_type.is_some() {
        let consent = ConsentLedger::default();
        let question = Question {
            intake: &intake,
            alterations: &[],
            tumour_type,
            consent: &consent,
            region: None,
            preferences: Preferences::default(),
            as_of,
        };
        tiers = best_tiers(&question.answer(library)?);
    }
    let findings = intake.files.iter().flat_map(|f| f.findings.iter().map(Into::into)).collect();
    let header = Header::new("attune/variants/1", library.pack_refs());
    let tiers = Tiers { best: tiers, asked: tumour_type.is_some() };
    Ok(VariantsDocument::new(header, intake.genomes, &tiers, findings))
}

/// The best level of what rests on each alteration. What defeats a treatment of a level is of that tier as much as what
/// supports one.
pub(crate) fn best_tiers(ranked: &RankedOptions) -> BTreeMap<String, String> {
    let mut tiers: BTreeMap<String, String> = BTreeMap::new();
    let options = ranked.options.iter().map(|o| (&o.because, o.level.to_string()));
    let resistance = ranked.resistance.iter().map(|r| (&r.because, r.level.to_string()));
    for (because, level) in options.chain(resistance) {
        for alteration in because {
            let best = tiers.entry(alteration.clone()).or_insert_with(|| level.clone());
            // `I-A` < `I-B` < `II-C` < `II-D`, also as text.
            if level < *best {
                best.clone_from(&level);
            }
        }
    }
    tiers
}

/// `attune import`. Files are read one by one, so that one refused file does not hide the others.
///
/// # Errors
/// Input that cannot be used.
pub fn import(library: &Library, request: &Request, with_record: bool) -> Result<ImportDocument, AppError> {
    let intake = Intake::read(library, request)?;
    let files = intake
        .files
        .iter()
        .map(|f| FileDoc::new(&f.path, f.kind.name(), &f.sha256, &f.ledger, f.read.clone(), &f.findings))
        .collect();
    let record = with_record.then(|| record_json(intake.record.as_ref().unwrap_or(&Default::default())));
    Ok(ImportDocument { header: Header::new("attune/import/1", library.pack_refs()), files, record })
}

/// `attune predict`: one answer a row.
///
/// # Errors
/// An unknown model or a table that cannot be read.
pub fn predict(
    library: &Library,
    model: &str,
    input: &Path,
    explain: bool,
) -> Result<PredictDocument, AppError> {
    let model = library.models().get(model).ok_or_else(|| unknown_model(library, model))?;
    let rows: Vec<Inputs> = read_inputs(&read_all(input)?, &model.inputs())?;
    let predictions = rows.iter().map(|row| {
        let mut prediction = model.predict(row);
        if !explain {
            prediction.contributions.clear();
            prediction.base = None;
        }
        (&prediction).into()
    });
    Ok(PredictDocument {
        header: Header::new("attune/predict/1", library.all_refs()),
        model: model.card().id.clone(),
        version: model.card().version.clone(),
        predictions: predictions.collect(),
    })
}

/// `attune models list`.
#[must_use]
pub fn models(library: &Library) -> ModelsDocument {
    ModelsDocument::new(Header::new("attune/models/1", library.all_refs()), library.models().models())
}

/// `attune models show MODEL`.
///
/// # Errors
/// An unknown model.
pub fn model(library: &Library, id: &str) -> Result<ModelDocument, AppError> {
    let model = library.models().get(id).ok_or_else(|| unknown_model(library, id))?;
    Ok(ModelDocument::new(Header::new("attune/model/1", library.all_refs()), model))
}

/// `attune models evaluate MODEL --data FILE`: the figures of the model on the evaluation part of a cohort.
///
/// # Errors
/// An unknown model or a cohort that cannot be read.
pub fn evaluate_model(
    library: &Library,
    id: &str,
    data: &Path,
) -> Result<attune_inference::CohortEvaluation, AppError> {
    let (model, recipe) = model_and_recipe(library, id)?;
    let cohort = read_cohort(&read_all(data)?, &model.inputs(), &recipe)?;
    let part = recipe.split.as_ref().map_or("", |(_, _, test)| test.as_str());
    let rule = recipe.simple_rule.as_ref().map(|(name, cut)| (name.as_str(), *cut));
    Ok(evaluate(model, &cohort.split(part), rule)?)
}

/// `attune models train MODEL --data FILE`: the parameters with everything that comes from the cohort made anew.
///
/// # Errors
/// An unknown model or a cohort that cannot be read.
pub fn train_model(library: &Library, id: &str, data: &Path) -> Result<attune_inference::Formula, AppError> {
    let (model, recipe) = model_and_recipe(library, id)?;
    let cohort = read_cohort(&read_all(data)?, &model.inputs(), &recipe)?;
    let part = recipe.split.as_ref().map_or("", |(_, train, _)| train.as_str());
    Ok(retrain(model.formula(), &cohort.split(part), &recipe)?)
}

fn model_and_recipe<'a>(
    library: &'a Library,
    id: &str,
) -> Result<(&'a attune_inference::Model, attune_inference::Recipe), AppError> {
    let model = library.models().get(id).ok_or_else(|| unknown_model(library, id))?;
    let recipe = library.recipe(id).ok_or_else(|| {
        AppError::new("model.no_recipe", format!("model {id} has no recipe"), "it cannot be retrained")
    })?;
    Ok((model, recipe))
}

fn unknown_model(library: &Library, id: &str) -> AppError {
    let known: Vec<&str> = library.models().models().iter().map(|m| m.card().id.as_str()).collect();
    AppError::new(
        "model.unknown",
        format!("there is no model `{id}`"),
        format!("models: {}", known.join(", ")),
    )
}

fn read_all(path: &Path) -> Result<Vec<u8>, AppError> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut intake::open(path)?, &mut bytes)
        .map_err(|e| AppError::new("file.read", format!("{}: {e}", path.display()), "check the file"))?;
    Ok(bytes)
}
