//! A JSON reader for health records: it keeps numbers as text, both values of a key that occurs twice, the
//! place of every value, and a mark on every leaf that says whether a mapper has read it.
//!
//! `serde_json::Value` turns numbers into floats, drops duplicate keys without a word and stops at 128
//! levels; the typed FHIR crates refuse or hang on real files. Neither can say what it left behind.

mod cursor;
mod parse;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;

pub(crate) use cursor::At;
pub(crate) use parse::{Parser, Syntax};

/// What became of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mark {
    /// Nobody asked for it.
    #[default]
    Untouched,
    /// A mapper read it.
    Mapped,
    /// A mapper looked, could not use it, and a finding says so; it stays in the source.
    Unusable,
}

/// Kind of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScalarKind {
    Null,
    Boolean,
    Number,
    Text,
}

/// A leaf. Numbers keep the digits as written.
#[derive(Debug)]
pub(crate) struct Scalar<'a> {
    pub(crate) kind: ScalarKind,
    pub(crate) text: Cow<'a, str>,
    pub(crate) mark: Cell<Mark>,
}

/// A value.
#[derive(Debug)]
pub(crate) enum Node<'a> {
    Scalar(Scalar<'a>),
    Array(Vec<Node<'a>>),
    Object(Object<'a>),
    /// A value below the depth limit; its leaves are only counted.
    TooDeep(u64),
}

/// An object with its members in order; a key may occur more than once.
#[derive(Debug)]
pub(crate) struct Object<'a> {
    pub(crate) members: Vec<(Cow<'a, str>, Node<'a>)>,
    /// Bytes of the object in the text, from the opening brace to behind the closing one.
    pub(crate) span: (usize, usize),
    /// A key that stands more than once, if there is one. The first value is the one that is read.
    pub(crate) doubled: Option<usize>,
}

impl<'a> Object<'a> {
    pub(crate) fn new(members: Vec<(Cow<'a, str>, Node<'a>)>, span: (usize, usize)) -> Self {
        let doubled = doubled(&members);
        Self { members, span, doubled }
    }
}

/// Place of the first key that stood before.
fn doubled(members: &[(Cow<'_, str>, Node<'_>)]) -> Option<usize> {
    if members.len() <= 32 {
        return (1..members.len()).find(|i| members[..*i].iter().any(|(k, _)| *k == members[*i].0));
    }
    let mut seen = HashSet::new();
    members.iter().position(|(key, _)| !seen.insert(key))
}

impl<'a> Node<'a> {
    /// The first member of that name.
    pub(crate) fn member(&self, key: &str) -> Option<&Node<'a>> {
        match self {
            Self::Object(object) => object.members.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// Text of a string member, without marking it as read.
    pub(crate) fn peek(&self, key: &str) -> Option<&str> {
        match self.member(key) {
            Some(Self::Scalar(s)) if s.kind == ScalarKind::Text => Some(&s.text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
