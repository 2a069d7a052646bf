//! Why a pack is refused. Each cause has a stable code that scripts and the window may rely on.

use thiserror::Error;

/// A pack, or a part of it, that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PackError {
    /// A file of the pack is not there.
    #[error("the pack has no part `{0}`")]
    MissingPart(String),
    /// The signature is not one: wrong length or characters.
    #[error("the signature of the pack cannot be read")]
    UnreadableSignature,
    /// The manifest names no key that is trusted here.
    #[error("the pack is signed with a key that is not trusted here ({0})")]
    UntrustedKey(String),
    /// The manifest was changed after it was signed, or signed with another key than it names.
    #[error("the signature does not belong to the manifest")]
    BadSignature,
    /// A part holds the bytes of another part.
    #[error("part `{part}` holds the content of part `{holds}`")]
    SwappedPart {
        /// The part asked for.
        part: String,
        /// The part that the bytes belong to.
        holds: String,
    },
    /// A part is shorter than the manifest says.
    #[error("part `{part}` is truncated: {found} of {expected} bytes")]
    TruncatedPart {
        /// The part.
        part: String,
        /// Bytes found.
        found: u64,
        /// Bytes expected.
        expected: u64,
    },
    /// A part has other bytes than those that were signed.
    #[error("part `{0}` was changed after signing")]
    AlteredPart(String),
    /// The manifest or a part is of a schema that this version does not know.
    #[error("schema `{found}` is not known here (expected `{expected}`)")]
    UnknownSchema {
        /// The schema found.
        found: String,
        /// The schema expected.
        expected: String,
    },
    /// The bytes are signed but are not what their schema says.
    #[error("`{part}` cannot be read: {reason}")]
    Malformed {
        /// The part, or `manifest`.
        part: String,
        /// What is wrong.
        reason: String,
    },
    /// The pack is older than the installed one.
    #[error("version {offered} of `{id}` is older than the installed {installed}")]
    OlderThanInstalled {
        /// Pack id.
        id: String,
        /// Version offered.
        offered: String,
        /// Version installed.
        installed: String,
    },
    /// Another pack than the installed one.
    #[error("the pack is `{found}`, not `{expected}`")]
    OtherPack {
        /// The id found.
        found: String,
        /// The id expected.
        expected: String,
    },
    /// A version that is not three numbers.
    #[error("`{0}` is not a version (year.month.number)")]
    UnreadableVersion(String),
    /// The builder's input cannot be used.
    #[error("{input}: {reason}")]
    UnusableInput {
        /// Which input.
        input: String,
        /// Why.
        reason: String,
    },
}

impl PackError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingPart(_) => "pack.missing_part",
            Self::UnreadableSignature => "pack.unreadable_signature",
            Self::UntrustedKey(_) => "pack.untrusted_key",
            Self::BadSignature => "pack.bad_signature",
            Self::SwappedPart { .. } => "pack.swapped_part",
            Self::TruncatedPart { .. } => "pack.truncated_part",
            Self::AlteredPart(_) => "pack.altered_part",
            Self::UnknownSchema { .. } => "pack.unknown_schema",
            Self::Malformed { .. } => "pack.malformed",
            Self::OlderThanInstalled { .. } => "pack.older_than_installed",
            Self::OtherPack { .. } => "pack.other_pack",
            Self::UnreadableVersion(_) => "pack.unreadable_version",
            Self::UnusableInput { .. } => "pack.unusable_input",
        }
    }

    pub(crate) fn malformed(part: &str, reason: impl ToString) -> Self {
        Self::Malformed { part: part.to_owned(), reason: reason.to_string() }
    }

    pub(crate) fn input(input: &str, reason: impl ToString) -> Self {
        Self::UnusableInput { input: input.to_owned(), reason: reason.to_string() }
    }
}
