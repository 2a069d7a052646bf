//! Reading files while the window stays at hand: the bytes pass a counter that a person can stop.
//!
//! The records come first: they name the person, and the recorded sex decides how genes of the X chromosome are
//! called. Between the two steps the workstation looks the person up; it is not held while files are read.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use attune_clinical::{Patient, Sex};
use attune_genome::Assembly;
use tempfile::TempDir;

use super::Workstation;
use super::import::Source;
use crate::error::AppError;
use crate::intake::{Intake, Request, Step, file_kind, file_name, recognised, same_person};
use crate::library::Library;
use crate::view::{FileChoice, ImportPreview, ImportProgress, size_words};
use crate::watched::Watched;

/// Takes the news of a reading.
pub type Tell<'a> = &'a dyn Fn(ImportProgress);

/// What is under way: its token, and the flag that stops it.
type UnderFlag = Option<(String, Arc<AtomicBool>)>;

/// Stops what is under way without waiting for the workstation, which is held while an import is stored.
#[derive(Clone, Default)]
pub struct Stops(Arc<Mutex<UnderFlag>>);

impl Stops {
    /// Stops the reading or the storing of this token, if it is the one under way.
    pub fn stop(&self, token: &str) {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, flag)) = held.as_ref().filter(|(of, _)| of == token) {
            flag.store(true, Ordering::Relaxed);
        }
    }

    /// The flag of what begins now.
    pub(super) fn begin(&self, token: &str) -> Arc<AtomicBool> {
        let flag = Arc::new(AtomicBool::new(false));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((token.to_owned(), Arc::clone(&flag)));
        flag
    }
}

/// The reading under way. Dropping it, as locking does, stops the reading.
pub(super) struct Underway {
    token: String,
    stop: Arc<AtomicBool>,
}

impl Underway {
    pub(super) fn new(token: &str, stop: &Arc<AtomicBool>) -> Self {
        Self { token: token.to_owned(), stop: Arc::clone(stop) }
    }

    /// Stops the reading of this token.
    pub(super) fn cancel(&self, token: &str) {
        if self.token == token {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Files that are being read for the import screen. Nothing of them is stored.
pub struct Reading {
    library: Arc<Library>,
    token: String,
    stop: Arc<AtomicBool>,
    patient: Option<String>,
    files: Vec<Waiting>,
    sex: Sex,
    done: u64,
    total: u64,
    /// Keeps the unpacked files of a demonstration patient until they are read.
    _folder: Option<TempDir>,
}

/// A file, and what was read of it so far.
struct Waiting {
    path: PathBuf,
    kind: Result<bool, AppError>,
    size: u64,
    /// How a genome is to be read: the sample and the assembly that a person chose.
    request: Request,
    /// The bytes of the file, where they were read before.
    bytes: Option<Arc<Vec<u8>>>,
    source: Option<Source>,
}

impl Workstation {
    /// Begins to read files; a reading that was under way is stopped. `patient` is the open patient that they are
    /// meant for, if any. The window chooses the token, so that it can stop a reading from its first moment on.
    ///
    /// # Errors
    /// A locked vault.
    pub fn begin_reading(
        &mut self,
        token: &str,
        paths: &[PathBuf],
        patient: Option<&str>,
    ) -> Result<Reading, AppError> {
        let library = Arc::clone(&self.library);
        let open = self.open.as_mut().ok_or_else(super::locked)?;
        let stop = self.stops.begin(token);
        open.underway = Some(Underway::new(token, &stop));
        let files: Vec<Waiting> = paths.iter().map(|p| Waiting::new(p)).collect();
        let total = files.iter().map(|f| f.size).sum();
        let (token, patient) = (token.to_owned(), patient.map(str::to_owned));
        Ok(Reading { library, token, stop, patient, files, sex: Sex::Unknown, done: 0, total, _folder: None })
    }

    /// Reads one file of a preview again, as the sample or on the assembly that a person chose. The other files stay as
    /// they were read.
    ///
    /// # Errors
    /// A locked vault, a preview that is gone, a file that it does not have, an assembly that is none.
    pub fn begin_choice(&mut self, input: &FileChoice) -> Result<Reading, AppError> {
        let library = Arc::clone(&self.library);
        let open = self.open.as_mut().ok_or_else(super::locked)?;
        let assembly = match input.assembly.as_deref() {
            None | Some("") => None,
            Some("GRCh37") => Some(Assembly::GRCh37),
            Some("GRCh38") => Some(Assembly::GRCh38),
            Some(other) => {
                return Err(AppError::new(
                    "import.assembly",
                    format!("{other} is not an assembly that is read"),
                    "choose GRCh37 or GRCh38",
                ));
            }
        };
        let gone =
            || AppError::new("import.gone", "this preview is no longer at hand", "choose the files again");
        let held = open.pending.get(&input.token).ok_or_else(gone)?;
        if held.sources.len() <= input.file as usize {
            return Err(gone());
        }
        let pending = open.pending.remove(&input.token).ok_or_else(gone)?;
        let stop = self.stops.begin(&input.token);
        open.underway = Some(Underway { token: input.token.clone(), stop: Arc::clone(&stop) });
        let chosen = Request { assembly, sample: input.sample.clone(), ..Request::default() };
        let files = pending.sources.into_iter().enumerate().map(|(at, source)| {
            if at == input.file as usize {
                Waiting::again(source, chosen.clone())
            } else {
                Waiting::done(source)
            }
        });
        let files: Vec<Waiting> = files.collect();
        let total = files.iter().filter(|f| f.source.is_none()).map(|f| f.size).sum();
        let (token, patient) = (input.token.clone(), pending.patient);
        Ok(Reading { library, token, stop, patient, files, sex: Sex::Unknown, done: 0, total, _folder: None })
    }

    /// Looks up whose the records are that were read, so that the genomes are read as theirs.
    ///
    /// # Errors
    /// A locked vault, faults of the database.
    pub fn recognise(&self, reading: &mut Reading) -> Result<(), AppError> {
        let named = reading.person();
        let stored = self.whose(reading.patient.as_deref(), named.as_ref())?.map(|(_, patient)| patient);
        let known = |p: &Patient| (p.sex != Sex::Unknown).then_some(p.sex);
        let agrees = |p: &&Patient| stored.as_ref().is_none_or(|s| same_person(s, p));
        reading.sex = (stored.as_ref().and_then(known))
            .or_else(|| named.as_ref().filter(agrees).and_then(known))
            .unwrap_or(Sex::Unknown);
        Ok(())
    }

    /// Ends a reading: what an import would do.
    ///
    /// # Errors
    /// A locked vault, a reading that was stopped.
    pub fn finish_reading(&mut self, reading: Reading) -> Result<ImportPreview, AppError> {
        self.open()?;
        if reading.stopped() {
            return Err(stopped());
        }
        self.open_mut()?.underway = None;
        let sources = reading.files.into_iter().filter_map(|f| f.source).collect();
        self.preview(&reading.token, sources, reading.patient.as_deref())
    }

    /// Reads files in one go, for callers that nobody watches.
    ///
    /// # Errors
    /// A locked vault. A file that cannot be read is a verdict, not an error.
    pub fn preview_files(
        &mut self,
        paths: &[PathBuf],
        patient: Option<&str>,
    ) -> Result<ImportPreview, AppError> {
        let token = self.new_token();
        let reading = self.begin_reading(&token, paths, patient)?;
        self.read_unwatched(reading)
    }

    /// Reads a demo patient in one go.
    ///
    /// # Errors
    /// An unknown demo patient, a locked vault.
    pub fn preview_demo(&mut self, id: &str) -> Result<ImportPreview, AppError> {
        let token = self.new_token();
        let reading = self.begin_demo(&token, id)?;
        self.read_unwatched(reading)
    }

    fn new_token(&self) -> String {
        format!("{:x}", self.now().timestamp().as_nanosecond())
    }

    fn read_unwatched(&mut self, mut reading: Reading) -> Result<ImportPreview, AppError> {
        reading.records(&|_| ());
        self.recognise(&mut reading)?;
        reading.genomes(&|_| ());
        self.finish_reading(reading)
    }
}

impl Waiting {
    fn new(path: &Path) -> Self {
        let size = path.metadata().map_or(0, |m| m.len());
        let kind = file_kind(path).map(|(_, genome)| genome == Some(true));
        Self { path: path.to_owned(), kind, size, request: Request::default(), bytes: None, source: None }
    }

    /// A file that was read and stays as it is.
    fn done(source: Source) -> Self {
        let (path, size) = (PathBuf::from(&source.name), source.size);
        Self { path, kind: Ok(false), size, request: Request::default(), bytes: None, source: Some(source) }
    }

    /// A genome that is read a second time, from the bytes at hand.
    fn again(source: Source, chosen: Request) -> Self {
        let before = source.request;
        let request = Request {
            assembly: chosen.assembly.or(before.assembly),
            sample: chosen.sample.or(before.sample),
            ..before
        };
        let (path, size) = (PathBuf::from(&source.name), source.size);
        Self { path, kind: Ok(true), size, request, bytes: Some(source.bytes), source: None }
    }
}

impl Reading {
    /// Keeps a folder until the reading is over.
    pub(super) fn holding(mut self, folder: TempDir) -> Self {
        self._folder = Some(folder);
        self
    }

    /// Reads the health records, and gives a verdict on files that cannot be opened.
    pub fn records(&mut self, tell: Tell<'_>) {
        self.each(
            tell,
            |kind| *kind != Ok(true),
            |library, file, input, _, _| match recognised(library, &file.path) {
                true => Intake::of_outside(library, &file.path, input),
                false => Intake::of_record(&file.path, input),
            },
        );
    }

    /// Reads the genome reports, as those of the person that was recognised.
    pub fn genomes(&mut self, tell: Tell<'_>) {
        self.each(
            tell,
            |kind| *kind == Ok(true),
            |library, file, input, sex, step| match recognised(library, &file.path) {
                true => Intake::of_outside(library, &file.path, input),
                false => Intake::of_genome(library, &file.path, input, &file.request, sex, step),
            },
        );
    }

    fn each(
        &mut self,
        tell: Tell<'_>,
        wanted: impl Fn(&Result<bool, AppError>) -> bool,
        read: impl Fn(&Library, &Waiting, &mut dyn Read, Sex, Step<'_>) -> Result<Intake, AppError>,
    ) {
        for file in self.files.iter_mut().filter(|f| f.source.is_none() && wanted(&f.kind)) {
            if self.stop.load(Ordering::Relaxed) {
                return;
            }
            let (name, start) = (file_name(&file.path), self.done);
            let say = |done: u64, message: String| {
                let done = (start + done).min(self.total);
                tell(ImportProgress { token: self.token.clone(), done, total: self.total, message });
            };
            let news = |done: u64| {
                let (of, all) = (size_words(done.min(file.size)), size_words(file.size));
                say(done, format!("Reading {name}, {of} of {all}"));
            };
            // Between the steps of the interpretation it can be stopped as well.
            let step = |what: &str| {
                say(file.size, format!("Interpreting {name}: {}", what.to_lowercase()));
                if self.stop.load(Ordering::Relaxed) { Err(stopped()) } else { Ok(()) }
            };
            news(0);
            let given = file.bytes.take();
            let mut bytes = Vec::new();
            let input: Result<Box<dyn Read>, AppError> = match (file.kind.clone(), &given) {
                (Err(e), _) => Err(e),
                (Ok(_), Some(given)) => Ok(Box::new(given.as_slice())),
                (Ok(_), None) => {
                    File::open(&file.path).map(|f| Box::new(f) as _).map_err(|e| unreadable(&name, &e))
                }
            };
            let outcome = input.and_then(|input| {
                let mut input = Watched { input, kept: &mut bytes, stop: &self.stop, told: 0, news: &news };
                read(&self.library, file, &mut input, self.sex, &step)
            });
            self.done = start + file.size;
            let request = file.request.clone();
            file.source = Some(Source::new(name, file.size, bytes, request, outcome));
        }
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The person that the first record names.
    fn person(&self) -> Option<Patient> {
        self.files.iter().filter_map(|f| f.source.as_ref()).find_map(Source::person)
    }
}

/// The answer to what a person stopped.
pub(super) fn stopped() -> AppError {
    AppError::new("import.cancelled", "stopped; nothing was stored", "choose the files again")
}

fn unreadable(name: &str, cause: &std::io::Error) -> AppError {
    AppError::new("file.open", format!("{name}: {cause}"), "check the path and the right to read the file")
}
