//! The knowledge pack and the models that this program carries in itself.

use std::sync::OnceLock;

use attune_genome::biomarker::signatures::SignatureMatrix;
use attune_genome::{SiteOrigin, TranscriptPack};
use attune_inference::{ModelSource, Recipe, Registry};
use attune_knowledge::{EmbeddedParts, KnowledgeBase, Pack, parse_public_key, unbundle};

use crate::document::PackRef;
use crate::error::AppError;

// Lists that are written by build.rs: their type is what it is.
#[allow(clippy::type_complexity)]
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// Demo patients: folder, file, bytes.
pub(crate) use embedded::DEMO;

/// Knowledge and models, opened once. Parts are read when first asked for.
pub struct Library {
    knowledge: KnowledgeBase,
    refused: Option<String>,
    models: Registry,
    transcripts: OnceLock<TranscriptPack>,
    signatures: Option<SignatureMatrix>,
}

/// Name of the file with the public key of the pack's maintainers.
const KEY_FILE: &str = "attune-pack.pub";

impl Library {
    /// Opens the shipped pack and models. The signature is checked before a byte is used.
    ///
    /// # Errors
    /// A refused pack or model.
    pub fn shipped() -> Result<Self, AppError> {
        let key = trusted_key()?;
        let shipped = Pack::open(Box::new(EmbeddedParts(embedded::KNOWLEDGE)), &[key])?;
        let (pack, refused) = match installed(&shipped, key) {
            Ok(Some(newer)) => (newer, None),
            Ok(None) => (shipped, None),
            Err(why) => (shipped, Some(why)),
        };
        let sources: Vec<ModelSource<'_>> = embedded::MODELS
            .iter()
            .map(|(id, parameters, card, _)| ModelSource { id, parameters, card })
            .collect();
        Ok(Self {
            knowledge: KnowledgeBase::new(pack),
            refused,
            models: Registry::load(&sources)?,
            transcripts: OnceLock::new(),
            signatures: crate::reference::site_signatures()?,
        })
    }

    /// Why an installed pack is not used, where one stands beside the shipped one and is refused.
    #[must_use]
    pub fn refused_pack(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// Checks a pack that came as one file: signature, every part, and that it is not older than the one in use.
    ///
    /// # Errors
    /// The reason for which the pack is refused.
    pub fn check_pack(&self, whole: &[u8]) -> Result<Pack, AppError> {
        let pack = Pack::open(Box::new(unbundle(whole)?), &[trusted_key()?])?;
        pack.verify()?;
        pack.manifest().may_replace(self.knowledge.manifest())?;
        Ok(pack)
    }

    /// The pack in use as one file.
    ///
    /// # Errors
    /// A damaged part.
    pub fn pack_file(&self) -> Result<Vec<u8>, AppError> {
        Ok(self.knowledge.pack().to_bundle()?)
    }

    /// The knowledge pack.
    #[must_use]
    pub fn knowledge(&self) -> &KnowledgeBase {
        &self.knowledge
    }

    /// The transcripts of the pack, opened when first asked for.
    ///
    /// # Errors
    /// A damaged part.
    pub fn transcripts(&self) -> Result<&TranscriptPack, AppError> {
        if let Some(open) = self.transcripts.get() {
            return Ok(open);
        }
        let mut opened = self.shipped_transcripts()?;
        let file = site_file();
        if let Ok(bytes) = std::fs::read(&file) {
            opened = opened.with_site(bytes).map_err(|e| {
                AppError::new(
                    "reference.damaged",
                    format!("{}: {e}", file.display()),
                    "import the reference anew, or delete this file",
                )
            })?;
        }
        Ok(self.transcripts.get_or_init(|| opened))
    }

    /// The transcripts of the pack alone, without a reference of the site.
    ///
    /// # Errors
    /// A damaged part.
    pub(crate) fn shipped_transcripts(&self) -> Result<TranscriptPack, AppError> {
        TranscriptPack::from_bytes(&self.knowledge.transcripts_bytes()?)
            .map_err(|e| AppError::new("pack.transcripts", e.to_string(), "reinstall Attune or the pack"))
    }

    /// What the reference of the site was made from, where there is one.
    #[must_use]
    pub fn site(&self) -> Option<&SiteOrigin> {
        // Without the file nothing has to be opened for the answer.
        site_file().is_file().then(|| self.transcripts().ok()?.site()).flatten()
    }

    /// The matrix of signatures that the site imported.
    #[must_use]
    pub fn signatures(&self) -> Option<&SignatureMatrix> {
        self.signatures.as_ref()
    }

    /// The models.
    #[must_use]
    pub fn models(&self) -> &Registry {
        &self.models
    }

    /// The recipe of a model.
    #[must_use]
    pub fn recipe(&self, model: &str) -> Option<Recipe> {
        let (_, _, _, recipe) = embedded::MODELS.iter().find(|(id, ..)| *id == model)?;
        serde_json::from_slice(recipe).ok()
    }

    /// The knowledge pack as a document names it.
    #[must_use]
    pub fn pack_refs(&self) -> Vec<PackRef> {
        let manifest = self.knowledge.manifest();
        let mut refs = vec![PackRef { id: manifest.id.clone(), version: manifest.version.clone() }];
        // Names of variants may rest on it, so every document names it.
        refs.extend(self.site().map(|origin| {
            let sums = origin.files.iter().filter_map(|f| f.sha256.get(..12));
            PackRef { id: "site-reference".to_owned(), version: sums.collect::<Vec<_>>().join("-") }
        }));
        refs
    }

    /// The pack and the models, for documents that rest on both.
    #[must_use]
    pub fn all_refs(&self) -> Vec<PackRef> {
        let models = self.models.models().iter();
        self.pack_refs()
            .into_iter()
            .chain(models.map(|m| PackRef { id: m.card().id.clone(), version: m.card().version.clone() }))
            .collect()
    }
}

fn site_file() -> std::path::PathBuf {
    crate::packs::folder().join(crate::reference::REFERENCE_FILE)
}

/// The public key that the program trusts.
fn trusted_key() -> Result<[u8; 32], AppError> {
    embedded::KNOWLEDGE
        .iter()
        .find(|(name, _)| *name == KEY_FILE)
        .and_then(|(_, bytes)| std::str::from_utf8(bytes).ok())
        .and_then(parse_public_key)
        .ok_or_else(|| {
            AppError::new("pack.no_key", "the program carries no key to check its pack", "reinstall Attune")
        })
}

/// The installed pack, where there is one that is newer than the shipped one; or why it is refused.
fn installed(shipped: &Pack, key: [u8; 32]) -> Result<Option<Pack>, String> {
    let file = crate::packs::installed_file(&shipped.manifest().id);
    let Ok(whole) = std::fs::read(&file) else { return Ok(None) };
    let open = || -> Result<Option<Pack>, attune_knowledge::PackError> {
        let pack = Pack::open(Box::new(unbundle(&whole)?), &[key])?;
        let newer = pack.manifest().newer_than(shipped.manifest())?;
        Ok(newer.then_some(pack))
    };
    open().map_err(|e| format!("{} is not used: {e}", file.display()))
}
