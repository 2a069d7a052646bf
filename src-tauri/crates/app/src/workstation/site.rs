//! Settings of the site: a small file beside the vault. It holds nothing of any patient.

use std::fs;
use std::path::PathBuf;

use attune_decision::Region;
use attune_vault::EventKind;
use serde::{Deserialize, Serialize};

use super::Workstation;
use crate::error::AppError;
use crate::view::{RegionChoice, SiteView};

/// What a site sets for all its patients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct SiteSettings {
    /// The region whose approvals count; none where the site has not said.
    pub(super) region: Option<Region>,
}

impl Workstation {
    fn site_file(&self) -> PathBuf {
        self.surroundings.vault.with_file_name("site.json")
    }

    /// The settings of the site; none where there is no file.
    pub(super) fn site(&self) -> Result<SiteSettings, AppError> {
        let file = self.site_file();
        if !file.exists() {
            return Ok(SiteSettings::default());
        }
        serde_json::from_slice(&fs::read(&file)?).map_err(|e| {
            AppError::new(
                "site.unreadable",
                format!("{}: {e}", file.display()),
                "set the region again in Settings: the file is then written anew",
            )
        })
    }

    /// The settings of the site, for the window.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn site_settings(&self) -> Result<SiteView, AppError> {
        let region = self.site()?.region;
        Ok(SiteView {
            region: region.map(|r| r.code().to_owned()),
            choices: Region::ALL.into_iter().map(choice).collect(),
        })
    }

    /// Sets the region of the site; `None` takes it away.
    ///
    /// # Errors
    /// A locked vault (the audit log takes the change), an unknown region, faults of the disk.
    pub fn set_region(&mut self, code: Option<&str>) -> Result<SiteView, AppError> {
        let region = match code {
            None => None,
            Some(code) => Some(Region::parse(code).ok_or_else(|| {
                AppError::new(
                    "options.unknown_region",
                    format!("no labels of the region `{code}`"),
                    "choose a region of the list",
                )
            })?),
        };
        let words = region.map_or("none", Region::code);
        self.note(EventKind::SettingsChanged, "", &format!("region of the site: {words}"))?;
        let text = serde_json::to_vec_pretty(&SiteSettings { region })
            .map_err(|e| AppError::new("site.unwritable", e.to_string(), "nothing was changed"))?;
        // Written beside and then put in place: a file that is half written is never read.
        let (file, fresh) = (self.site_file(), self.site_file().with_extension("json.new"));
        fs::write(&fresh, text)?;
        fs::rename(&fresh, &file)?;
        // The table of the genome screen names ranks of the list before.
        self.open_mut()?.genome = None;
        self.site_settings()
    }
}

fn choice(region: Region) -> RegionChoice {
    RegionChoice { code: region.code().to_owned(), name: region.name().to_owned() }
}
