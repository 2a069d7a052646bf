//! Reading files while the window stays at hand: the bytes pass a counter that a person can stop.
//!
//! The records come first: they name the person, and the recorded sex decides how genes of the X chromosome are
//! called. Between the two steps the workstation looks the person up; it is not held while files are read.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use attune_clinical::{Patient, Sex};
use tempfile::TempDir;

use super::Workstation;
use super::import::Source;
use crate::error::AppError;
use crate::intake::{Intake, Request, file_kind, file_name, same_person};
use crate::library::Library;
use crate::view::{ImportPreview, ImportProgress, size_words};
use crate::watched::Watched;

/// Takes the news of a reading.
pub type Tell<'a> = &'a dyn Fn(ImportProgress);

/// The reading under way. Dropping it, as locking does, stops the reading.
pub(super) struct Underway {
    token: String,
    stop: Arc<AtomicBool>,
}

impl Underway {
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
        let open = self.open_mut()?;
        let stop = Arc::new(AtomicBool::new(false));
        open.underway = Some(Underway { token: token.to_owned(), stop: Arc::clone(&stop) });
        let files: Vec<Waiting> = paths.iter().map(|p| Waiting::new(p)).collect();
        let total = files.iter().map(|f| f.size).sum();
        let (token, patient) = (token.to_owned(), patient.map(str::to_owned));
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
            return Err(AppError::new(
                "import.cancelled",
                "the reading was stopped; nothing was stored",
                "choose the files again",
            ));
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
        Self { path: path.to_owned(), kind, size, source: None }
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
        self.each(tell, |kind| *kind != Ok(true), |_, path, input, _| Intake::of_record(path, input));
    }

    /// Reads the genome reports, as those of the person that was recognised.
    pub fn genomes(&mut self, tell: Tell<'_>) {
        self.each(
            tell,
            |kind| *kind == Ok(true),
            |library, path, input, sex| Intake::of_genome(library, path, input, &Request::default(), sex),
        );
    }

    fn each(
        &mut self,
        tell: Tell<'_>,
        wanted: impl Fn(&Result<bool, AppError>) -> bool,
        read: impl Fn(&Library, &Path, &mut dyn Read, Sex) -> Result<Intake, AppError>,
    ) {
        for file in self.files.iter_mut().filter(|f| wanted(&f.kind)) {
            if self.stop.load(Ordering::Relaxed) {
                return;
            }
            let (name, start) = (file_name(&file.path), self.done);
            let news = |done: u64| {
                let what = if done < file.size { "Reading" } else { "Interpreting" };
                let (of, all) = (size_words(done.min(file.size)), size_words(file.size));
                tell(ImportProgress {
                    token: self.token.clone(),
                    done: (start + done).min(self.total),
                    total: self.total,
                    message: format!("{what} {name}, {of} of {all}"),
                });
            };
            news(0);
            let mut bytes = Vec::new();
            let outcome = match (file.kind.clone(), File::open(&file.path)) {
                (Err(e), _) => Err(e),
                (Ok(_), Err(e)) => Err(unreadable(&name, &e)),
                (Ok(_), Ok(input)) => {
                    let mut input =
                        Watched { input, kept: &mut bytes, stop: &self.stop, told: 0, news: &news };
                    let intake = read(&self.library, &file.path, &mut input, self.sex);
                    intake.and_then(|intake| intake.decided().map(|()| intake))
                }
            };
            self.done = start + file.size;
            file.source = Some(Source { name, size: file.size, bytes, outcome });
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

fn unreadable(name: &str, cause: &std::io::Error) -> AppError {
    AppError::new("file.open", format!("{name}: {cause}"), "check the path and the right to read the file")
}
