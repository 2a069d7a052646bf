//! The vault without a window: the use cases of `attune vault`.

use std::path::{Path, PathBuf};

use attune_vault::{Argon2Settings, CreateOptions, OsEntropy, Unlock, Vault, VerifyReport};
use jiff::Zoned;
use serde_json::{Value, json};

use crate::document::{Header, OptionsDocument, VariantsDocument};
use crate::error::AppError;
use crate::intake::file_kind;
use crate::view::ImportPreview;
use crate::workstation::{BoardForm, CaseDocument, Surroundings, Workstation};

/// Who works on the command line, for the audit log.
const ACTOR: &str = "command line";

/// Where the vault lies, what opens it, and when.
pub struct Access {
    /// Folder.
    pub dir: PathBuf,
    /// Passphrase.
    pub passphrase: String,
    /// Now.
    pub now: Zoned,
}

impl Access {
    fn unlock(&self) -> Unlock<'_> {
        Unlock::Passphrase(&self.passphrase)
    }

    fn open(&self) -> Result<Vault, AppError> {
        Ok(Vault::open(&self.dir, self.unlock(), ACTOR, self.now.timestamp())?)
    }

    fn workstation(&self) -> Result<Workstation, AppError> {
        let now = self.now.clone();
        Workstation::new(Surroundings {
            vault: self.dir.clone(),
            reports: PathBuf::new(),
            clock: Box::new(move || now.clone()),
            keyring: None,
            auto_lock_minutes: u32::MAX,
        })
    }

    fn document(&self, deed: &str, fields: Value) -> Value {
        let mut document = json!(Header::new("attune/vault/1", Vec::new()));
        if let Some(all) = document.as_object_mut() {
            all.insert("vault".to_owned(), json!(self.dir.display().to_string()));
            all.insert("deed".to_owned(), json!(deed));
            if let Value::Object(fields) = fields {
                all.extend(fields);
            }
        }
        document
    }
}

/// `init`: makes a vault. The second value is the recovery code, to be shown once.
///
/// # Errors
/// A vault that is already there, a short passphrase, faults of the disk.
pub fn init(access: &Access) -> Result<(Value, String), AppError> {
    let options = CreateOptions {
        passphrase: &access.passphrase,
        keyring: None,
        argon: Argon2Settings::default(),
        user: ACTOR,
        at: access.now.timestamp(),
    };
    let (vault, code) = Vault::create(&access.dir, options, &mut OsEntropy)?;
    Ok((access.document("init", json!({"vault_id": vault.vault_id()})), code.grouped()))
}

/// `board`: the notes of the tumour board of a patient as a file.
///
/// # Errors
/// A form that there is not, a consent that does not allow it, no note, a file that is already there, faults of the store.
pub fn board(access: Access, patient: &str, form: &str, out: &Path) -> Result<Value, AppError> {
    let form = BoardForm::parse(form)?;
    let mut workstation = access.workstation()?;
    workstation.unlock_passphrase(&access.passphrase, ACTOR)?;
    let written = workstation.write_board(patient, form, out)?;
    Ok(access.document(
        "board",
        json!({"patient": patient, "path": written.path, "sha256": written.sha256, "contents": written.contents}),
    ))
}

/// A case of the vault, for the commands that otherwise read files.
pub struct VaultCase {
    /// The vault.
    pub access: Access,
    /// Number of the patient.
    pub patient: String,
}

impl VaultCase {
    fn unlocked(self) -> Result<(Workstation, String), AppError> {
        let mut workstation = self.access.workstation()?;
        workstation.unlock_passphrase(&self.access.passphrase, ACTOR)?;
        Ok((workstation, self.patient))
    }

    /// `attune options --vault`.
    ///
    /// # Errors
    /// A vault that cannot be opened, an unknown patient.
    pub fn options(self) -> Result<CaseDocument<OptionsDocument>, AppError> {
        let (mut workstation, id) = self.unlocked()?;
        workstation.options_document(&id)
    }

    /// `attune variants --vault`.
    ///
    /// # Errors
    /// A vault that cannot be opened, an unknown patient.
    pub fn variants(self) -> Result<CaseDocument<VariantsDocument>, AppError> {
        let (mut workstation, id) = self.unlocked()?;
        workstation.variants_document(&id)
    }

    /// `attune report --vault`: path and number of pages.
    ///
    /// # Errors
    /// A vault that cannot be opened, an unknown patient or audience, a file that is already there.
    pub fn report(self, audience: &str, out: &Path) -> Result<u32, AppError> {
        let (mut workstation, id) = self.unlocked()?;
        Ok(workstation.write_report(&id, audience, out)?.pages)
    }
}

/// `verify`: key, cipher, structure, source files and audit chain.
///
/// # Errors
/// A vault that cannot be opened, or one that is not sound; the message names what.
pub fn verify(access: &Access) -> Result<Value, AppError> {
    let report = Vault::verify(&access.dir, access.unlock(), access.now.timestamp())?;
    if !report.sound() {
        return Err(AppError::new(
            "vault.not_sound",
            format!("the vault is damaged: {}", damage(&report)),
            "restore a backup with `attune vault restore`; the damaged vault is set aside, not deleted",
        ));
    }
    let counts = report.counts.map(|c| {
        json!({"patients": c.patients, "imports": c.imports, "sources": c.sources, "items": c.items,
               "genomes": c.genomes, "consents": c.consents, "audit": c.audit})
    });
    let warnings: Vec<String> = report.warnings.iter().map(ToString::to_string).collect();
    Ok(access.document(
        "verify",
        json!({"sound": true, "schema_version": report.schema, "counts": counts,
               "audit_entries": report.audit.as_ref().ok(), "warnings": warnings}),
    ))
}

fn damage(report: &VerifyReport) -> String {
    let mut all = Vec::new();
    if !report.damaged_pages.is_empty() {
        all.push(format!("{} pages of the database", report.damaged_pages.len()));
    }
    all.extend(report.structure.iter().cloned());
    if !report.damaged_sources.is_empty() {
        all.push(format!("{} source files", report.damaged_sources.len()));
    }
    if let Err(fault) = &report.audit {
        all.push(format!("audit chain: {fault}"));
    }
    all.join("; ")
}

/// `import`: reads the files as the window does and stores them in one transaction. A file that is refused
/// stops the import: nothing is stored.
///
/// # Errors
/// A refused file, files of two people, an identity that differs without a reason, faults of the store.
pub fn import(
    access: Access,
    records: &[PathBuf],
    genomes: &[PathBuf],
    reason: Option<&str>,
) -> Result<Value, AppError> {
    for (paths, genome) in [(records, false), (genomes, true)] {
        for path in paths {
            as_stated(path, genome)?;
        }
    }
    let files = &[records, genomes].concat();
    if files.is_empty() {
        return Err(AppError::new(
            "import.nothing_given",
            "no file was given",
            "add --ehr FILE or --genome FILE",
        ));
    }
    let mut workstation = access.workstation()?;
    workstation.unlock_passphrase(&access.passphrase, ACTOR)?;
    let preview = workstation.preview_files(files, None)?;
    refuse(&preview)?;
    let outcome = workstation.commit_import(&preview.token, reason)?;
    let files: Vec<Value> = preview
        .files
        .iter()
        .map(|f| json!({"name": f.name, "kind": f.format, "sha256": f.sha256, "already_imported": f.already_imported}))
        .collect();
    let findings: Vec<Value> = preview
        .findings
        .iter()
        .map(
            |f| json!({"severity": f.severity, "location": f.location, "code": f.code, "message": f.message}),
        )
        .collect();
    Ok(access.document(
        "import",
        json!({"patient": outcome.patient_id, "message": outcome.message, "files": files, "findings": findings}),
    ))
}

/// A genome report given as a record, or the reverse, is a slip of the person who typed it: nothing is stored.
fn as_stated(path: &Path, genome: bool) -> Result<(), AppError> {
    let kind = file_kind(path)?;
    if (genome && kind.1 == Some(false)) || (!genome && kind.1 == Some(true)) {
        let (given, right) = if genome { ("genome report", "--ehr") } else { ("health record", "--genome") };
        return Err(AppError::new(
            "import.other_kind",
            format!("{}: this is {}, given as a {given}; nothing was stored", path.display(), kind.0),
            format!("give it with {right}"),
        ));
    }
    Ok(())
}

fn refuse(preview: &ImportPreview) -> Result<(), AppError> {
    match preview.files.iter().find(|f| f.state == "refused") {
        Some(f) => Err(AppError::new(
            "import.refused",
            format!("{}; nothing was stored", f.verdict),
            f.hint.clone().unwrap_or_default(),
        )),
        None => Ok(()),
    }
}

/// `reanalyse`: ranks every patient again and compares with the list that a person last took note of. Nothing is
/// stored: the lists stay as they are until a person notes the differences in the window.
///
/// # Errors
/// A vault that cannot be opened, faults of the store, a damaged pack.
pub fn reanalyse(access: Access) -> Result<Value, AppError> {
    let mut workstation = access.workstation()?;
    workstation.unlock_passphrase(&access.passphrase, ACTOR)?;
    let all = workstation.reanalyse()?;
    let affected: Vec<Value> = all
        .iter()
        .filter_map(|r| Some((r, r.found.as_ref().filter(|f| !f.changes.is_empty())?)))
        .map(|(r, f)| {
            json!({"patient": r.patient, "name": r.name, "since": f.since, "causes": f.causes, "changes": f.changes})
        })
        .collect();
    let without = all.iter().filter(|r| r.found.is_none()).count();
    Ok(access.document(
        "reanalyse",
        json!({"patients": all.len(), "without_earlier_list": without, "affected": affected}),
    ))
}

/// `audit`: the whole chain, and whether it verifies.
///
/// # Errors
/// A vault that cannot be opened.
pub fn audit(access: &Access) -> Result<Value, AppError> {
    let vault = access.open()?;
    let verdict = vault.audit_verify()?;
    let entries: Vec<Value> = vault
        .audit(usize::MAX)?
        .into_iter()
        .map(|e| {
            json!({"sequence": e.sequence, "at": e.at.to_string(), "actor": e.actor, "action": e.action,
                   "subject": e.subject, "detail": e.detail, "hash": e.hash})
        })
        .collect();
    Ok(access.document(
        "audit",
        json!({"intact": verdict.is_ok(), "fault": verdict.err().map(|f| f.to_string()), "entries": entries}),
    ))
}

/// `backup`: an encrypted copy in an empty folder, verified by opening it.
///
/// # Errors
/// A folder that is not empty, a copy that does not verify, faults of the store.
pub fn backup(access: &Access, out: &Path) -> Result<Value, AppError> {
    let counts = access.open()?.backup(out, ACTOR, access.now.timestamp())?;
    Ok(access.document(
        "backup",
        json!({"out": out.display().to_string(), "patients": counts.patients, "audit": counts.audit}),
    ))
}

/// `restore`: puts a backup in the place of the vault; what stood there is set aside.
///
/// # Errors
/// A damaged backup, faults of the disk.
pub fn restore(access: &Access, from: &Path) -> Result<Value, AppError> {
    let restored = Vault::restore(from, &access.dir, access.unlock(), ACTOR, access.now.timestamp())?;
    Ok(access.document("restore", json!({"from": from.display().to_string(), "set_aside": restored.moved_aside.map(|p| p.display().to_string())})))
}

/// `rekey`: a new passphrase. The data is not written anew; the old passphrase no longer opens the vault.
///
/// # Errors
/// A short passphrase, faults of the disk.
pub fn rekey(access: &Access, passphrase: &str) -> Result<Value, AppError> {
    access.open()?.rekey_passphrase(passphrase, Argon2Settings::default(), ACTOR, access.now.timestamp())?;
    Ok(access.document("rekey", json!({})))
}

/// `erase`: removes a patient for good. The audit chain keeps the deed without the identity.
///
/// # Errors
/// An unknown patient, faults of the store.
pub fn erase(access: &Access, patient: &str) -> Result<Value, AppError> {
    access.open()?.erase_patient(patient, ACTOR, access.now.timestamp())?;
    Ok(access.document("erase", json!({"patient": patient})))
}

/// `export`: a patient's record and original files, in plain, for the person who asks for them.
///
/// # Errors
/// An unknown patient, a folder that is not empty, faults of the store.
pub fn export(access: &Access, patient: &str, out: &Path) -> Result<Value, AppError> {
    access.open()?.export_portable(patient, out, ACTOR, access.now.timestamp())?;
    Ok(access.document("export", json!({"patient": patient, "out": out.display().to_string()})))
}
