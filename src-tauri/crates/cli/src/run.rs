//! One function a command: from arguments to an answer.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use attune_app::consenting::parse_scopes;
use attune_app::document::OptionsDocument;
use attune_app::headless::{self, Assembly, OptionsArguments, Origin, PgxArguments, Preferences, Region};
use attune_app::intake::Request;
use attune_app::interpreting::StatedSample;
use attune_app::reference::{Watch, import_reference, import_signatures};
use attune_app::{AppError, Library, packs};
use jiff::Zoned;
use jiff::civil::Date;

use crate::arguments::{
    Arguments, AssemblyArgument, Command, Common, Format, Inputs, Models, OriginArgument, Packs, Predict,
};
use crate::{output, stored, text, vault};

pub(crate) fn run(arguments: Arguments) -> Result<(), AppError> {
    match arguments.command {
        Command::Pgx(a) => {
            let library = library()?;
            let arguments = PgxArguments {
                genome: a.genome,
                ehr: a.ehr,
                as_of: day(&a.common),
                assembly: assembly(&a.common),
                sample: a.common.sample.clone(),
                outside_calls: a.outside_calls,
                called_regions: a.called_regions,
            };
            let answer = match &a.fhir {
                None => headless::pgx(library, &arguments)?,
                Some(out) => {
                    let (answer, bundle) = headless::pgx_and_fhir(library, &arguments, &moment(&a.common))?;
                    write_file(out, &bundle)?;
                    eprintln!("{}: FHIR R4 Bundle, {} kB", out.display(), bundle.len() / 1000);
                    answer
                }
            };
            match output::format(a.common.format) {
                Format::Text => output::line(&text::pgx(&answer)),
                _ => output::json(&answer),
            }
        }
        Command::Variants(a) => {
            if let Some(case) = stored::case(&a.stored, None, &a.common)? {
                let answer = case.variants()?;
                return match output::format(a.common.format) {
                    Format::Text => output::line(&text::variants(&answer.document)),
                    _ => output::json(&answer),
                };
            }
            let tumour = a.common.tumour_type.as_deref();
            let request = request(&a.genome, &a.ehr, &a.common);
            let permits = a.common.consent.as_deref().map(parse_scopes).transpose()?.unwrap_or_default();
            let answer = headless::variants(library()?, &request, tumour, &permits, day(&a.common))?;
            match output::format(a.common.format) {
                Format::Text => output::line(&text::variants(&answer)),
                _ => output::json(&answer),
            }
        }
        Command::Options(a) => {
            if let Some(case) = stored::case(&a.stored, Some(&a.inputs), &a.common)? {
                let answer = case.options()?;
                return match output::format(a.common.format) {
                    Format::Text => output::line(&text::options(&answer.document)),
                    _ => output::json(&answer),
                };
            }
            let (answer, notes) = headless::options(ranking_library()?, &options(a.inputs, &a.common)?)?;
            output::notes(&notes);
            write_options(&answer, a.common.format)
        }
        Command::Import(a) => {
            let answer = headless::import(library()?, &request(&a.genome, &a.ehr, &a.common), a.record)?;
            match output::format(a.common.format) {
                Format::Text => output::line(&text::import(&answer)),
                _ => output::json(&answer),
            }
        }
        Command::Predict(a) => predict(&a),
        Command::Models(a) => models(a),
        Command::Report(a) => {
            if let Some(case) = stored::case(&a.stored, Some(&a.inputs), &a.common)? {
                let pages = case.report(&a.audience, &a.out)?;
                eprintln!("{}: {pages} pages", a.out.display());
                return Ok(());
            }
            let arguments = options(a.inputs, &a.common)?;
            let (pdf, pages, notes) = headless::report(ranking_library()?, &arguments, &a.audience, &now())?;
            output::notes(&notes);
            write_file(&a.out, &pdf)?;
            eprintln!("{}: {pages} pages, {} kB", a.out.display(), pdf.len() / 1000);
            Ok(())
        }
        Command::Vault(a) => vault::run(a, now()),
        Command::Packs(a) => run_packs(a),
    }
}

/// Knowledge and models for one command. They are not given back at its end: the process ends with it, and taking
/// thousands of facts apart first would only take time.
fn library() -> Result<&'static Library, AppError> {
    Ok(Box::leak(Box::new(Library::shipped()?)))
}

/// As [`library`], with the facts of a ranking read by a second thread while this one reads the input. Whoever asks
/// first for a part that is being read waits for it; a refused part is refused again where it is asked for.
fn ranking_library() -> Result<&'static Library, AppError> {
    let library = library()?;
    std::thread::spawn(move || library.knowledge().assertions().map(<[_]>::len));
    Ok(library)
}

fn write_options(answer: &OptionsDocument, format: Option<Format>) -> Result<(), AppError> {
    match output::format(format) {
        Format::Text => output::line(&text::options(answer)),
        _ => output::json(answer),
    }
}

fn options(inputs: Inputs, common: &Common) -> Result<OptionsArguments, AppError> {
    Ok(OptionsArguments {
        request: Request { outside: inputs.outside_calls, ..request(&inputs.genome, &inputs.ehr, common) },
        alterations: inputs.alteration,
        region: inputs.region.as_deref().map(region).transpose()?,
        preferences: inputs.preference.as_deref().map(Preferences::parse).transpose()?.unwrap_or_default(),
        tumour_type: common.tumour_type.clone(),
        trials: inputs.trials,
        permits: common.consent.as_deref().map(parse_scopes).transpose()?.unwrap_or_default(),
        as_of: day(common),
    })
}

fn region(text: &str) -> Result<Region, AppError> {
    Region::parse(text).ok_or_else(|| {
        let known: Vec<&str> = Region::ALL.into_iter().map(Region::code).collect();
        AppError::new(
            "options.unknown_region",
            format!("no labels of the region `{text}`"),
            format!("regions of the pack: {}", known.join(", ")),
        )
    })
}

fn request(genomes: &[std::path::PathBuf], records: &[std::path::PathBuf], common: &Common) -> Request {
    Request {
        genomes: genomes.to_vec(),
        records: records.to_vec(),
        outside: Vec::new(),
        assembly: assembly(common),
        sample: common.sample.clone(),
        stated: StatedSample {
            region_mb: common.region_mb,
            regions: common.regions.clone(),
            purity: common.purity,
            ploidy: common.ploidy,
            origin: common.origin.map(|o| match o {
                OriginArgument::Somatic => Origin::Somatic,
                OriginArgument::Germline => Origin::Germline,
            }),
        },
    }
}

fn assembly(common: &Common) -> Option<Assembly> {
    match common.assembly {
        AssemblyArgument::Auto => None,
        AssemblyArgument::GRCh37 => Some(Assembly::GRCh37),
        AssemblyArgument::GRCh38 => Some(Assembly::GRCh38),
    }
}

/// The command line is the one place that asks the clock of a headless run.
#[allow(clippy::disallowed_methods)]
pub(crate) fn now() -> Zoned {
    Zoned::now()
}

/// Now, on the day that `--as-of` states.
fn moment(common: &Common) -> Zoned {
    let now = now();
    match common.as_of {
        Some(day) => now.with().date(day).build().unwrap_or(now),
        None => now,
    }
}

fn day(common: &Common) -> Date {
    common.as_of.unwrap_or_else(|| now().date())
}

fn predict(a: &Predict) -> Result<(), AppError> {
    let answer = headless::predict(library()?, &a.model, &a.input, a.explain)?;
    match output::format(a.format) {
        Format::Json => output::json(&answer),
        Format::Csv => output::line(text::predictions_csv(&answer).trim_end()),
        Format::Text => output::line(&text::predictions(&answer)),
    }
}

fn models(command: Models) -> Result<(), AppError> {
    let library = library()?;
    match command {
        Models::List { format } => {
            let answer = headless::models(library);
            match output::format(format) {
                Format::Text => output::line(&text::models(&answer)),
                _ => output::json(&answer),
            }
        }
        Models::Show { model, format } => {
            let answer = headless::model(library, &model)?;
            match output::format(format) {
                Format::Text => output::line(&text::model(&answer)),
                _ => output::json(&answer),
            }
        }
        Models::Evaluate { model, data, .. } => {
            output::json(&headless::evaluate_model(library, &model, &data)?)
        }
        Models::Train { model, data, .. } => output::json(&headless::train_model(library, &model, &data)?),
    }
}

fn run_packs(command: Packs) -> Result<(), AppError> {
    match command {
        Packs::List { format } => {
            let library = library()?;
            match output::format(format) {
                Format::Text => output::line(&text::packs(&packs::view(library)?)),
                _ => output::json(&packs::document(library)?),
            }
        }
        Packs::Stats { format } => {
            let library = library()?;
            match output::format(format) {
                Format::Text => output::line(&text::pack_review(&packs::view(library)?)),
                _ => output::json(&packs::statistics(library)?),
            }
        }
        Packs::Verify { file: Some(file) } => output::line(&packs::verify_file(library()?, &file)?),
        Packs::Install { file } => output::line(&packs::install(library()?, &file)?),
        Packs::Export { out } => packs::export(library()?, &out),
        Packs::ImportReference { fasta, mane, out } => {
            let news = |done: u64, of: u64, what: &str| {
                eprintln!("{what}: {} of {} MB", done / 1_000_000, of / 1_000_000);
            };
            let watch = Watch { news: &news, stop: &AtomicBool::new(false) };
            let day = now().strftime("%Y-%m-%d").to_string();
            let library = library()?;
            let origin = import_reference(library, (&fasta, &mane), out.as_deref(), &day, watch)?;
            output::json(&origin)
        }
        Packs::ImportSignatures { file, out } => {
            let names = import_signatures(&file, out.as_deref())?;
            output::line(&format!("{} signatures: {}", names.len(), names.join(", ")))
        }
        Packs::Verify { file: None } => {
            let library = library()?;
            packs::verify(library)?;
            output::json(&packs::document(library)?)
        }
        Packs::Build { facts, sources, out, sign_key } => {
            for line in packs::build(&facts, &sources, &out, &sign_key)? {
                eprintln!("{line}");
            }
            Ok(())
        }
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let failed = |e: std::io::Error| {
        AppError::new("report.write", format!("{}: {e}", path.display()), "choose another file for --out")
    };
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, bytes).map_err(failed)
}
