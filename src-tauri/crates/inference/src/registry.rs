//! The models at hand.

use crate::{Formula, InputSpec, Inputs, ModelCard, ModelError, Prediction};

/// The files of one model, as bytes.
#[derive(Debug, Clone, Copy)]
pub struct ModelSource<'a> {
    /// Model id: the name of its folder.
    pub id: &'a str,
    /// `parameters.json`.
    pub parameters: &'a [u8],
    /// `card.json`.
    pub card: &'a [u8],
}

/// A model: parameters and card.
#[derive(Debug, Clone)]
pub struct Model {
    formula: Formula,
    card: ModelCard,
}

impl Model {
    /// The card.
    #[must_use]
    pub fn card(&self) -> &ModelCard {
        &self.card
    }

    /// The parameters.
    #[must_use]
    pub fn formula(&self) -> &Formula {
        &self.formula
    }

    /// The inputs.
    #[must_use]
    pub fn inputs(&self) -> Vec<InputSpec> {
        self.formula.inputs()
    }

    /// The answer for one person.
    #[must_use]
    pub fn predict(&self, inputs: &Inputs) -> Prediction {
        self.formula.predict(inputs)
    }
}

/// All models at hand, in the order of their ids.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    models: Vec<Model>,
}

impl Registry {
    /// Reads the models.
    ///
    /// # Errors
    /// [`ModelError`] where a file cannot be read or a card belongs to another model.
    pub fn load(sources: &[ModelSource<'_>]) -> Result<Self, ModelError> {
        let mut models = sources.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        models.sort_by(|a, b| a.card.id.cmp(&b.card.id));
        Ok(Self { models })
    }

    /// All models.
    #[must_use]
    pub fn models(&self) -> &[Model] {
        &self.models
    }

    /// The model of an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Model> {
        self.models.iter().find(|m| m.card.id == id)
    }
}

fn read(source: &ModelSource<'_>) -> Result<Model, ModelError> {
    let unreadable = |what, cause: serde_json::Error| ModelError::Unreadable {
        model: source.id.to_owned(),
        what,
        cause: cause.to_string(),
    };
    let formula: Formula =
        serde_json::from_slice(source.parameters).map_err(|e| unreadable("parameters", e))?;
    let card: ModelCard = serde_json::from_slice(source.card).map_err(|e| unreadable("card", e))?;
    if card.id != formula.id || card.version != formula.version {
        return Err(ModelError::CardMismatch {
            model: format!("{} {}", formula.id, formula.version),
            card: format!("{} {}", card.id, card.version),
        });
    }
    Ok(Model { formula, card })
}
