//! Packs and models with their versions, sources and licences, and what the site imports itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use attune_genome::SiteOrigin;
use attune_vault::EventKind;

use super::reading::{Tell, Underway};
use super::{Workstation, locked};
use crate::error::AppError;
use crate::library::Library;
use crate::reference::{Watch, import_reference, import_signatures, tell_apart};
use crate::view::{ImportProgress, PacksView};

/// A reference genome that is being imported. The workstation is not held meanwhile.
pub struct ReferenceImport {
    library: Arc<Library>,
    token: String,
    stop: Arc<AtomicBool>,
    fasta: PathBuf,
    mane: PathBuf,
    imported: String,
}

impl ReferenceImport {
    /// Reads both files and writes the site's transcripts.
    ///
    /// # Errors
    /// Files that are refused, a stop.
    pub fn run(&self, tell: Tell<'_>) -> Result<SiteOrigin, AppError> {
        let news = |done: u64, total: u64, what: &str| {
            let words = format!("{what}, {} of {} MB", done / 1_000_000, total / 1_000_000);
            tell(ImportProgress { token: self.token.clone(), done, total, message: words });
        };
        let watch = Watch { news: &news, stop: &self.stop };
        import_reference(&self.library, (&self.fasta, &self.mane), None, &self.imported, watch)
    }
}

impl Workstation {
    /// Packs and models of this program.
    ///
    /// # Errors
    /// A damaged review part of the knowledge pack.
    pub fn packs(&self) -> Result<PacksView, AppError> {
        crate::packs::view(&self.library)
    }

    /// Begins the import of a genome FASTA and a MANE annotation. [`Workstation::cancel_import`] with the token stops it.
    ///
    /// # Errors
    /// A locked vault, other files than these two.
    pub fn begin_reference(&mut self, token: &str, paths: &[PathBuf]) -> Result<ReferenceImport, AppError> {
        let (library, imported) = (Arc::clone(&self.library), self.now().strftime("%Y-%m-%d").to_string());
        let open = self.open.as_mut().ok_or_else(locked)?;
        let (fasta, mane) = tell_apart(paths)?;
        let stop = self.stops.begin(token);
        open.underway = Some(Underway::new(token, &stop));
        Ok(ReferenceImport { library, token: token.to_owned(), stop, fasta, mane, imported })
    }

    /// Uses an imported reference from now on, for genomes that are stored already as well.
    ///
    /// # Errors
    /// A vault that was locked meanwhile, a damaged file.
    pub fn finish_reference(&mut self, origin: &SiteOrigin) -> Result<PacksView, AppError> {
        let sums: Vec<String> = origin.files.iter().map(|f| format!("{} {}", f.role, f.sha256)).collect();
        self.site_changed(&format!("reference imported: {}", sums.join("; ")))
    }

    /// Imports a matrix of mutational signatures, and uses it from now on.
    ///
    /// # Errors
    /// A locked vault, a file that is no matrix, faults of the disk.
    pub fn import_signatures(&mut self, file: &Path) -> Result<PacksView, AppError> {
        self.open()?;
        let names = import_signatures(file, None)?;
        self.site_changed(&format!("matrix of {} signatures imported", names.len()))
    }

    fn site_changed(&mut self, detail: &str) -> Result<PacksView, AppError> {
        // What is at hand was concluded without it; the library that takes the place makes it out of date.
        self.library = Arc::new(Library::shipped()?);
        let open = self.open.as_mut().ok_or_else(locked)?;
        open.underway = None;
        self.note(EventKind::PacksChanged, "", detail)?;
        self.packs()
    }
}
