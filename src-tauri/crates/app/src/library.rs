//! The knowledge pack and the models that this program carries in itself.

use attune_inference::{ModelSource, Recipe, Registry};
use attune_knowledge::{EmbeddedParts, KnowledgeBase, Pack, parse_public_key};

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
    models: Registry,
}

/// Name of the file with the public key of the pack's maintainers.
const KEY_FILE: &str = "attune-pack.pub";

impl Library {
    /// Opens the shipped pack and models. The signature is checked before a byte is used.
    ///
    /// # Errors
    /// A refused pack or model.
    pub fn shipped() -> Result<Self, AppError> {
        let key = embedded::KNOWLEDGE
            .iter()
            .find(|(name, _)| *name == KEY_FILE)
            .and_then(|(_, bytes)| std::str::from_utf8(bytes).ok())
            .and_then(parse_public_key)
            .ok_or_else(|| {
                AppError::new(
                    "pack.no_key",
                    "the program carries no key to check its pack",
                    "reinstall Attune",
                )
            })?;
        let pack = Pack::open(Box::new(EmbeddedParts(embedded::KNOWLEDGE)), &[key])?;
        let sources: Vec<ModelSource<'_>> = embedded::MODELS
            .iter()
            .map(|(id, parameters, card, _)| ModelSource { id, parameters, card })
            .collect();
        Ok(Self { knowledge: KnowledgeBase::new(pack), models: Registry::load(&sources)? })
    }

    /// The knowledge pack.
    #[must_use]
    pub fn knowledge(&self) -> &KnowledgeBase {
        &self.knowledge
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
        vec![PackRef { id: manifest.id.clone(), version: manifest.version.clone() }]
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
