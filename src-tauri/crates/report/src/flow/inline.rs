//! Pieces of a line.

use attune_decision::Level;

use super::Sign;
use crate::colour::Colour;
use crate::font::Face;
use crate::text::clean;

/// Look of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub(crate) size: f64,
    pub(crate) face: Face,
    pub(crate) colour: Colour,
}

impl Style {
    pub(crate) fn strong(self) -> Self {
        Self { face: Face::Strong, ..self }
    }
    pub(crate) fn colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Inline {
    /// Text. Spaces at its ends count: they part it from its neighbours.
    Text(String, Style),
    /// Badge of a level of evidence.
    Level(Level, f64),
    /// Sign of severity or direction; a word always follows it.
    Sign(Sign, f64),
    /// Space of this width, in points, before what follows.
    Gap(f64),
    /// What follows stays on the line of what stands before.
    Tie,
    /// End of the line.
    Break,
}

/// Cleaned text.
pub(crate) fn text(words: &str, style: Style) -> Inline {
    Inline::Text(clean(words), style)
}

/// Badge of a level.
pub(crate) fn level(level: Level, style: Style) -> Inline {
    Inline::Level(level, style.size)
}

/// A sign as tall as text of this style.
pub(crate) fn sign(sign: Sign, style: Style) -> Inline {
    Inline::Sign(sign, style.size)
}
