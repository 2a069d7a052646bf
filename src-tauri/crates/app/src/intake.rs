//! From files to one person's case: what the command line and the window have in common.

mod calling;
mod outside;
mod symbols;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use attune_clinical::{ConsentLedger, HealthRecord, Patient, Sex};
use attune_genome::{Assembly, GenomeReport, TranscriptPack};
use attune_ingest::{
    FileKind, Finding, GenomeImport, GenomeOptions, Ledger, Region, Role, SampleRole, UnitConversion,
    read_genome, read_genome_indexed, read_record,
};
use attune_pharmacogenomics::{PersonFacts, PgxSample, Stated, interpret};
use jiff::civil::Date;

use crate::diagnosis::primary;
use crate::error::AppError;
use crate::interpreting::{self, Calls, StatedSample};
use crate::library::Library;
use crate::secondary::withhold;
pub(crate) use calling::{call_samples, pgx_regions};
pub use outside::OutsideText;
pub(crate) use outside::{outside_text, recognised};

/// Which files to read, and how.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Genome reports. `-` is standard input.
    pub genomes: Vec<PathBuf>,
    /// Health records.
    pub records: Vec<PathBuf>,
    /// Pharmacogenomic calls of other programs or laboratories.
    pub outside: Vec<PathBuf>,
    /// Assembly, where the user states it.
    pub assembly: Option<Assembly>,
    /// Sample of a file with several.
    pub sample: Option<String>,
    /// What the user states of the sample beside its files.
    pub stated: StatedSample,
}

/// A file as it was read.
#[derive(Debug, Clone)]
pub struct ReadFile {
    /// As given.
    pub path: String,
    /// Format.
    pub kind: FileKind,
    /// Version of the format in words, where known.
    pub version: String,
    /// SHA-256 of the bytes as given.
    pub sha256: String,
    /// Ledger.
    pub ledger: Ledger,
    /// Findings.
    pub findings: Vec<Finding>,
    /// Counts of what was read.
    pub read: BTreeMap<String, u64>,
    /// Conversions of units.
    pub conversions: Vec<UnitConversion>,
    /// Assembly and how it was recognised.
    pub assembly: Option<(Assembly, String)>,
    /// Sample that was read.
    pub sample: Option<String>,
    /// The person that the file names.
    pub person: Option<Patient>,
    /// The samples of a file with several, with their roles as far as the file or its calls tell them.
    pub samples: Vec<SampleRole>,
}

/// Told what comes next; an error stops the reading.
pub(crate) type Step<'a> = &'a dyn Fn(&str) -> Result<(), AppError>;

/// Everything read of one person.
#[derive(Debug, Clone, Default)]
pub struct Intake {
    /// Files, in the order given.
    pub files: Vec<ReadFile>,
    /// The record of all record files together.
    pub record: Option<HealthRecord>,
    /// Alterations that the record states in words.
    pub stated: Vec<String>,
    /// Genome reports, annotated. A file with samples of several people of whom none was chosen gives one each.
    pub genomes: Vec<GenomeReport>,
    /// Files with several samples of which none was chosen: path and samples. Their reports may be listed, but
    /// not matched.
    pub undecided: Vec<(String, Vec<String>)>,
    /// Pharmacogenomics of each genome report that can carry it.
    pub pgx: Vec<PgxSample>,
    /// Pharmacogenomic calls made elsewhere; [`Intake::interpret`] puts them to `pgx`.
    pub outside: Vec<OutsideText>,
}

impl Intake {
    /// Reads and interprets all files. Nothing is stored.
    ///
    /// # Errors
    /// A file that cannot be opened or is refused, and records of two different people.
    pub fn read(library: &Library, request: &Request) -> Result<Self, AppError> {
        let mut intake = Self::default();
        for path in &request.records {
            intake.join(Self::of_record(path, open(path)?)?)?;
        }
        let sex = intake.patient().map_or(Sex::Unknown, |p| p.sex);
        for path in &request.genomes {
            intake.join(Self::of_genome(library, path, open(path)?, request, sex, &|_| Ok(()))?)?;
        }
        for path in &request.outside {
            intake.join(Self::of_outside(library, path, open(path)?)?)?;
        }
        interpreting::Sample::read(&request.stated)?.conclude(library, &mut intake.genomes)?;
        Ok(intake)
    }

    /// Puts outside calls to the pharmacogenomics, and what the record decides: populations, phenoconversion by current medication,
    /// doses.
    ///
    /// # Errors
    /// Damaged tables of the pack.
    pub fn interpret(&mut self, library: &Library, as_of: Date) -> Result<(), AppError> {
        let tables = library.knowledge().pgx()?;
        self.merge_outside_calls(tables);
        let person = self.record.as_ref().map(|r| PersonFacts::of(r, as_of)).unwrap_or_default();
        self.pgx = self.pgx.drain(..).map(|sample| interpret(tables, sample, &person)).collect();
        Ok(())
    }

    /// Reads one genome report. `sex` is the recorded sex of its person: the records are read before the genomes,
    /// because genes of the X chromosome cannot be called without it.
    ///
    /// # Errors
    /// A file that is refused, or whose reference bases contradict its assembly.
    pub(crate) fn of_genome(
        library: &Library,
        path: &Path,
        input: impl Read,
        request: &Request,
        sex: Sex,
        step: Step<'_>,
    ) -> Result<Self, AppError> {
        let pack = library.transcripts()?;
        let options = GenomeOptions {
            assembly: request.assembly,
            sample: request.sample.clone(),
            keep: None,
            keep_if_more: Some((LISTED_AT_MOST, gene_regions(library, pack)?)),
        };
        let import = with_path(path, read_genome(&file_name(path), input, &options))?;
        step("Calling pharmacogenes")?;
        let pgx = call_samples(library, &import, request.sample.as_deref(), sex, Stated::Nothing)?
            .into_iter()
            .take(1)
            .collect();
        let stated = interpreting::Sample::read(&request.stated)?;
        let (mut reports, undecided) = match import.undecided.is_empty() {
            true => (vec![import.report], Vec::new()),
            false => (import.undecided, import.samples.clone()),
        };
        let (assembly, evidence) = (import.assembly, import.assembly_evidence);
        let mut findings = import.findings;
        let normal = import.roles.iter().find(|r| r.role == Role::Normal && undecided.is_empty());
        let normal = normal.and_then(|n| import.samples.iter().position(|s| *s == n.name));
        let mut seen = Vec::with_capacity(reports.len());
        for (number, report) in reports.iter_mut().enumerate() {
            stated.declare_origin(report);
            symbols::approve(library, pack, report)?;
            let sample = report.sample.as_ref().and_then(|s| import.samples.iter().position(|x| x == s));
            let calls = Calls { records: &import.records, sample: sample.unwrap_or(number), normal };
            seen.push(interpreting::Sample::see(report, &calls));
        }
        let tables = library.knowledge().classification()?;
        // The records of an exome take as much memory as all that is concluded from them.
        drop(import.records);
        for (report, seen) in reports.iter_mut().zip(seen) {
            step("Naming variants")?;
            let joined = pack.join_codons(report, &|gene, name| tables.is_established(gene, name));
            let summary = pack.annotate(report);
            if summary.doubts_assembly() {
                return Err(doubted(path, assembly, &evidence, &summary));
            }
            findings.extend(interpreting::naming(&summary));
            step("Placing events in genes")?;
            pack.place(report);
            findings.extend(interpreting::joining(&joined));
            step("Looking at coverage and identity")?;
            stated.look(pack, report, seen, sex)?;
            findings.extend(interpreting::identity(report));
        }
        let file = ReadFile {
            path: display(path),
            kind: import.kind,
            version: import.version,
            sha256: import.sha256,
            ledger: import.ledger,
            findings,
            read: counts(&reports),
            conversions: Vec::new(),
            assembly: assembly.map(|a| (a, evidence)),
            sample: reports.first().filter(|_| undecided.is_empty()).and_then(|r| r.sample.clone()),
            person: None,
            samples: match import.roles.len() {
                0 => undecided.iter().map(|name| unknown_role(name)).collect(),
                1 => Vec::new(),
                _ => import.roles,
            },
        };
        let undecided = if undecided.is_empty() { Vec::new() } else { vec![(display(path), undecided)] };
        Ok(Self { files: vec![file], genomes: reports, pgx, undecided, ..Self::default() })
    }

    /// Proves that every report is of one chosen sample, before anything is matched.
    ///
    /// # Errors
    /// A file with several samples of which none was chosen; the hint lists them.
    pub fn decided(&self) -> Result<(), AppError> {
        let Some((path, samples)) = self.undecided.first() else { return Ok(()) };
        let listed = samples.iter().take(20).cloned().collect::<Vec<_>>().join(", ");
        let more =
            if samples.len() > 20 { format!(" and {} more", samples.len() - 20) } else { String::new() };
        Err(AppError::new(
            "genome.several_samples",
            format!("{path} has {} samples, and none was chosen", samples.len()),
            format!("choose one with --sample: {listed}{more}"),
        ))
    }

    /// Reads one health record.
    ///
    /// # Errors
    /// A file that is refused.
    pub(crate) fn of_record(path: &Path, input: impl Read) -> Result<Self, AppError> {
        let import = with_path(path, read_record(&file_name(path), input))?;
        let file = ReadFile {
            path: display(path),
            kind: import.kind,
            version: String::new(),
            sha256: import.sha256,
            ledger: import.ledger,
            findings: import.findings,
            read: import.read,
            conversions: import.conversions,
            assembly: None,
            sample: None,
            person: import.record.patient.clone(),
            samples: Vec::new(),
        };
        Ok(Self {
            files: vec![file],
            record: Some(import.record),
            stated: import.stated,
            genomes: import.genome.into_iter().collect(),
            ..Self::default()
        })
    }

    /// Puts what was read of a further file to what is at hand.
    fn join(&mut self, next: Self) -> Result<(), AppError> {
        if let Some(record) = next.record {
            self.merge(record)?;
        }
        self.files.extend(next.files);
        self.stated.extend(next.stated);
        self.genomes.extend(next.genomes);
        self.pgx.extend(next.pgx);
        self.outside.extend(next.outside);
        self.undecided.extend(next.undecided);
        Ok(())
    }

    /// Puts a further record to the one at hand, unless it names somebody else.
    fn merge(&mut self, next: HealthRecord) -> Result<(), AppError> {
        let Some(record) = &mut self.record else {
            self.record = Some(next);
            return Ok(());
        };
        match (&record.patient, &next.patient) {
            (Some(a), Some(b)) if !same_person(a, b) => {
                return Err(AppError::new(
                    "import.two_people",
                    format!("the files name two people: {} and {}", a.name.banner(), b.name.banner()),
                    "import the files of one person at a time",
                ));
            }
            (None, Some(_)) => record.patient.clone_from(&next.patient),
            _ => {}
        }
        record.conditions.extend(next.conditions);
        record.observations.extend(next.observations);
        record.medications.extend(next.medications);
        record.allergies.extend(next.allergies);
        record.procedures.extend(next.procedures);
        record.family.extend(next.family);
        record.consents.extend(next.consents);
        record.documents.extend(next.documents);
        Ok(())
    }

    /// The person, if a record names one.
    #[must_use]
    pub fn patient(&self) -> Option<&Patient> {
        self.record.as_ref()?.patient.as_ref()
    }

    /// Takes out what the patient does not permit to be looked at outside the indication.
    ///
    /// # Errors
    /// A damaged tumour-type part of the pack.
    pub fn withhold_secondary(
        &mut self,
        library: &Library,
        consent: &ConsentLedger,
        tumour: Option<&str>,
        on: Date,
    ) -> Result<(), AppError> {
        let knowledge = library.knowledge();
        let recorded =
            self.record.as_ref().map(|r| primary(r, knowledge)).transpose()?.flatten().map(|d| d.code);
        let tumour = tumour.map(str::to_owned).or(recorded);
        Ok(withhold(&mut self.genomes, &mut self.stated, consent, on, tumour.as_deref(), knowledge)?)
    }

    /// The consents that the record states.
    #[must_use]
    pub fn consents(&self) -> ConsentLedger {
        ConsentLedger::new(self.record.as_ref().map(|r| r.consents.clone()).unwrap_or_default())
    }
}

fn unknown_role(name: &str) -> SampleRole {
    SampleRole { name: name.to_owned(), role: Role::Unknown, why: String::new() }
}

/// True where nothing that both state differs, and at least the name and one more field agree, or an
/// identifier of the same system.
#[must_use]
pub fn same_person(a: &Patient, b: &Patient) -> bool {
    let name = |p: &Patient| p.name.banner().to_lowercase();
    let known = |x: bool, y: bool| x && y;
    let born_differs = known(a.born.is_some(), b.born.is_some()) && a.born != b.born;
    let mrn_differs = known(a.mrn.is_some(), b.mrn.is_some()) && a.mrn != b.mrn;
    let same_identifier = a.identifiers.iter().any(|i| b.identifiers.contains(i));
    !born_differs && (same_identifier || (name(a) == name(b) && a.born.is_some() && !mrn_differs))
}

/// Records from which on only those in known genes are held: an exome has 30,000, a whole genome 4.5 million.
const LISTED_AT_MOST: usize = 40_000;

/// The genes of the packs on both assemblies: too many records are harmless, and the assembly is not known yet.
fn gene_regions(library: &Library, pack: &TranscriptPack) -> Result<Vec<Region>, AppError> {
    let mut all = Vec::new();
    for assembly in [Assembly::GRCh37, Assembly::GRCh38] {
        all.extend(pgx_regions(library, assembly)?);
        let genes = pack.regions(assembly).into_iter();
        all.extend(genes.map(|(contig, start, end)| Region { contig, start, end }));
    }
    Ok(all)
}

/// The refusal where reference bases contradict the assembly.
fn doubted(
    path: &Path,
    assembly: Option<Assembly>,
    evidence: &str,
    summary: &attune_genome::AnnotationSummary,
) -> AppError {
    AppError::new(
        "genome.assembly_contradicted",
        format!(
            "{}: {} by {evidence}, but {} of {} reference bases that can be checked are not of this assembly",
            display(path),
            assembly.map_or("unknown".to_owned(), |a| a.to_string()),
            summary.reference_mismatches,
            summary.in_pack
        ),
        "state the assembly with --assembly, or ask the laboratory for the reference of this file",
    )
}

/// What the reports of a file hold, by kind; kinds that the file does not have are left out.
fn counts(reports: &[GenomeReport]) -> BTreeMap<String, u64> {
    let count = |size: fn(&GenomeReport) -> usize| reports.iter().map(|r| size(r) as u64).sum::<u64>();
    let all = [
        ("Variant", count(|r| r.variants.len() + r.named.len())),
        ("CopyNumber", count(|r| r.copy_number.len())),
        ("Segment", count(|r| r.segments.len())),
        ("Fusion", count(|r| r.fusions.len())),
        ("StructuralVariant", count(|r| r.structural.len())),
        ("Expression", count(|r| r.expression.values.len())),
        ("Stated", count(|r| r.stated.len())),
    ];
    all.into_iter().filter(|(kind, n)| *n > 0 || *kind == "Variant").map(|(k, n)| (k.to_owned(), n)).collect()
}

/// Reads a genome file. Where only some regions are wanted and a tabix or CSI index stands beside the file, only
/// the blocks of these regions are read; an index that is older than its file or does not fit it is passed over.
///
/// # Errors
/// A file that cannot be opened or is refused.
pub(crate) fn read_genome_at(path: &Path, options: &GenomeOptions) -> Result<GenomeImport, AppError> {
    if options.keep.is_some()
        && let Some(index) = fresh_index(path)
        && let Ok(file) = File::open(path)
        && let Ok(import) = read_genome_indexed(&file_name(path), file, &index, options)
    {
        return Ok(import);
    }
    with_path(path, read_genome(&file_name(path), open(path)?, options))
}

/// The bytes of `FILE.tbi` or `FILE.csi`, unless the file was changed after it.
fn fresh_index(path: &Path) -> Option<Vec<u8>> {
    let changed = |p: &Path| std::fs::metadata(p).and_then(|m| m.modified()).ok();
    ["tbi", "csi"].iter().find_map(|extension| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{extension}"));
        let index = PathBuf::from(name);
        (changed(&index)? >= changed(path)?).then(|| std::fs::read(index).ok()).flatten()
    })
}

/// A refusal names its file.
pub(crate) fn with_path<T>(path: &Path, answer: Result<T, attune_ingest::Refusal>) -> Result<T, AppError> {
    answer.map_err(|r| {
        let named = r.message.contains(&file_name(path));
        let message = if named { r.message.clone() } else { format!("{}: {}", display(path), r.message) };
        AppError { message, ..AppError::from(r) }
    })
}

pub(crate) fn display(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| display(path), |n| n.to_string_lossy().into_owned())
}

/// Opens a file or, for `-`, standard input.
pub(crate) fn open(path: &Path) -> Result<Box<dyn Read>, AppError> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    if path.is_dir() {
        return Err(AppError::new(
            "file.is_folder",
            format!("{} is a folder", path.display()),
            "name the files in it, one by one",
        ));
    }
    File::open(path).map(|f| Box::new(f) as Box<dyn Read>).map_err(|e| {
        AppError::new(
            "file.open",
            format!("{}: {e}", path.display()),
            "check the path and the right to read the file",
        )
    })
}

/// The format of a file by its first bytes, unpacked where it is packed.
pub(crate) fn sniffed(bytes: &[u8]) -> FileKind {
    const HEAD: usize = 64 * 1024;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return attune_ingest::sniff(&bytes[..bytes.len().min(HEAD)]);
    }
    let mut head = Vec::new();
    // A damaged file is told apart by its reader; what could be unpacked suffices to choose the reader.
    let _ = flate2::read::MultiGzDecoder::new(bytes).take(HEAD as u64).read_to_end(&mut head);
    attune_ingest::sniff(&head)
}

/// Whether a format carries a genome report; `None` where the format is not known.
pub(crate) fn is_genome(kind: FileKind) -> Option<bool> {
    match kind {
        FileKind::Unknown => None,
        other => Some(other.is_genome()),
    }
}

/// The format of a file in words, and whether it carries a genome report.
pub(crate) fn file_kind(path: &Path) -> Result<(&'static str, Option<bool>), AppError> {
    let mut bytes = Vec::new();
    open(path)?.take(256 * 1024).read_to_end(&mut bytes)?;
    let kind = sniffed(&bytes);
    Ok((kind.label(), is_genome(kind)))
}
