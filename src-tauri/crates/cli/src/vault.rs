//! `attune vault`: the encrypted store without a window.

use std::fs;
use std::path::Path;

use attune_app::AppError;
use attune_app::safe::{self, Access};
use jiff::Zoned;

use crate::arguments::{Vault, VaultAccess};
use crate::output;

pub(crate) fn run(command: Vault, now: Zoned) -> Result<(), AppError> {
    match command {
        Vault::Init { access } => {
            let (document, code) = safe::init(&open(&access, now)?)?;
            eprintln!(
                "Recovery code, shown this once. Write it down and keep it apart from this computer:\n\n    {code}\n"
            );
            output::json(&document)
        }
        Vault::Verify { access } => output::json(&safe::verify(&open(&access, now)?)?),
        Vault::Import { access, ehr, genome, reason } => {
            output::json(&safe::import(open(&access, now)?, &ehr, &genome, reason.as_deref())?)
        }
        Vault::Reanalyse { access } => output::json(&safe::reanalyse(open(&access, now)?)?),
        Vault::Board { access, patient, form, out } => {
            output::json(&safe::board(open(&access, now)?, &patient, &form, &out)?)
        }
        Vault::Audit { access } => output::json(&safe::audit(&open(&access, now)?)?),
        Vault::Backup { access, out } => output::json(&safe::backup(&open(&access, now)?, &out)?),
        Vault::Restore { access, from } => output::json(&safe::restore(&open(&access, now)?, &from)?),
        Vault::Rekey { access, new_passphrase_file } => {
            output::json(&safe::rekey(&open(&access, now)?, &passphrase(&new_passphrase_file)?)?)
        }
        Vault::Export { access, patient, out } => {
            output::json(&safe::export(&open(&access, now)?, &patient, &out)?)
        }
        Vault::Erase { access, patient } => output::json(&safe::erase(&open(&access, now)?, &patient)?),
    }
}

fn open(access: &VaultAccess, now: Zoned) -> Result<Access, AppError> {
    Ok(Access { dir: access.vault.clone(), passphrase: passphrase(&access.passphrase_file)?, now })
}

/// The first line of the file. Only its end of line is taken off: blanks may belong to a passphrase.
pub(crate) fn passphrase(path: &Path) -> Result<String, AppError> {
    let text = fs::read_to_string(path).map_err(|e| {
        AppError::new(
            "vault.passphrase_file",
            format!("{}: {e}", path.display()),
            "name a text file whose first line is the passphrase",
        )
    })?;
    let line = text.lines().next().unwrap_or_default().to_owned();
    if line.is_empty() {
        return Err(AppError::new(
            "vault.passphrase_file",
            format!("{}: the first line is empty", path.display()),
            "write the passphrase into the first line",
        ));
    }
    Ok(line)
}
