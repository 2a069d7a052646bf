//! `--vault` of `options`, `variants` and `report`: a case of the vault in the place of files.

use attune_app::AppError;
use attune_app::safe::{Access, VaultCase};

use crate::arguments::{AssemblyArgument, Common, Inputs, StoredCase};
use crate::run::now;
use crate::vault::passphrase;

/// The case, where a vault is named. What would describe files cannot stand beside it: the record of the vault says it.
pub(crate) fn case(
    stored: &StoredCase,
    inputs: Option<&Inputs>,
    common: &Common,
) -> Result<Option<VaultCase>, AppError> {
    let StoredCase { vault: Some(vault), passphrase_file: Some(file), patient: Some(patient) } = stored
    else {
        return Ok(None);
    };
    let idle = inputs.is_none_or(|i| {
        i.alteration.is_empty()
            && i.outside_calls.is_empty()
            && i.trials.is_empty()
            && i.region.is_none()
            && i.preference.is_none()
    });
    let stated = [
        // The audit log of the vault holds the moment of each look: it is never another day's.
        common.as_of.is_some(),
        common.tumour_type.is_some(),
        common.consent.is_some(),
        common.sample.is_some(),
        common.region_mb.is_some(),
        common.regions.is_some(),
        common.purity.is_some(),
        common.ploidy.is_some(),
        common.origin.is_some(),
        common.assembly != AssemblyArgument::Auto,
    ];
    if !idle || stated.contains(&true) {
        return Err(AppError::new(
            "vault.and_statements",
            "a case of the vault is read as it is stored: only --format, --audience and --out go with --vault",
            "leave the other options out, or change the record in the window",
        ));
    }
    let access = Access { dir: vault.clone(), passphrase: passphrase(file)?, now: now() };
    Ok(Some(VaultCase { access, patient: patient.clone() }))
}
