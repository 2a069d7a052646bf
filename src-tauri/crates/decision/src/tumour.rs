//! How the tumour type of a fact lies to the tumour type of the patient.

use attune_knowledge::TumourScope;

use crate::{Case, Facts, TumourType};

/// Relation of a fact's tumour scope to the patient's tumour type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The fact covers the patient's type (the same type, or the patient's is a descendant).
    Here,
    /// The fact covers any tumour or any solid tumour, and the patient's is one.
    Agnostic,
    /// The fact is for a subtype of the patient's type: the record is not precise enough to tell.
    Narrower,
    /// The fact is for another type.
    Elsewhere,
    /// The fact is for a blood cancer and the patient's is a solid tumour, or the other way round: what is approved
    /// there says little here, so no level of a label or study carries over.
    OtherKind,
    /// The fact names the patient's type as an exception.
    Excluded,
    /// The patient's type is not known.
    Unknown,
}

impl Place {
    /// True where the fact was stated for another tumour altogether.
    pub(crate) fn is_elsewhere(self) -> bool {
        matches!(self, Self::Elsewhere | Self::OtherKind)
    }

    /// True where the fact was stated for this patient's tumour.
    pub(crate) fn is_here(self) -> bool {
        matches!(self, Self::Here | Self::Agnostic)
    }

    /// Words behind a label, for the score.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Here => "stated for this tumour type",
            Self::Agnostic => "stated for any tumour of this kind",
            Self::Narrower => "stated for a subtype that the record does not confirm",
            Self::Elsewhere => "stated for another tumour type",
            Self::OtherKind => "stated across the line between blood cancers and solid tumours",
            Self::Excluded => "the source excludes this tumour type",
            Self::Unknown => "tumour type of the patient not known",
        }
    }
}

/// The patient's tumour type, or the text that was not recognised.
pub(crate) fn recognise(case: &Case, facts: &impl Facts) -> TumourType {
    let given = case.tumour_type.as_deref().map(str::trim).filter(|t| !t.is_empty());
    let Some(text) = given else {
        return TumourType {
            code: None,
            name: "not stated".to_owned(),
            recognised: false,
            candidates: Vec::new(),
        };
    };
    let found = facts.tumour(text);
    TumourType {
        recognised: found.is_some(),
        name: found.as_ref().map_or(text, |n| n.name.as_str()).to_owned(),
        code: found.map(|n| n.code),
        candidates: facts.tumour_candidates(text),
    }
}

/// Where a fact stands for a patient. `code` is `None` for an unknown tumour type.
pub(crate) fn place(scope: &TumourScope, code: Option<&str>, facts: &impl Facts) -> Place {
    let Some(code) = code else {
        // Only a fact for any neoplasm whatever holds without knowing which one it is.
        return if *scope == TumourScope::Any { Place::Agnostic } else { Place::Unknown };
    };
    let excepted =
        |codes: &[String]| codes.iter().filter_map(|c| c.strip_prefix('!')).any(|c| facts.is_a(code, c));
    match scope {
        TumourScope::OncoTree(codes) if excepted(codes) => Place::Excluded,
        TumourScope::OncoTree(codes) if codes.iter().any(|c| facts.is_a(code, c)) => Place::Here,
        TumourScope::OncoTree(codes) if codes.iter().any(|c| facts.is_a(c, code)) => Place::Narrower,
        TumourScope::OncoTree(codes)
            if !codes.is_empty()
                && codes
                    .iter()
                    .filter(|c| !c.starts_with('!'))
                    .all(|c| facts.is_solid(c) != facts.is_solid(code)) =>
        {
            Place::OtherKind
        }
        TumourScope::OncoTree(_) | TumourScope::Unmapped(_) => Place::Elsewhere,
        TumourScope::AnySolid { except } if except.iter().any(|c| facts.is_a(code, c)) => Place::Excluded,
        TumourScope::AnySolid { .. } => {
            if facts.is_solid(code) {
                Place::Agnostic
            } else {
                Place::OtherKind
            }
        }
        TumourScope::Any => Place::Agnostic,
    }
}
