//! How a database is damaged, as far as the right key lets it be told.

use thiserror::Error;

/// Damage of `vault.db`, found with a key that is known to be right.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DatabaseDamage {
    /// The first page cannot be deciphered.
    #[error("its first page cannot be read")]
    Header,
    /// The file is shorter than it says.
    #[error("the file is cut off")]
    Truncated,
    /// The file is empty.
    #[error("the file is empty")]
    Empty,
    /// It is not a regular file.
    #[error("it is not a regular file")]
    NotAFile,
    /// These pages do not pass their authentication code.
    #[error("{} of its pages fail their check, the first is page {}", .0.len(), .0.first().copied().unwrap_or(0))]
    Pages(Vec<u32>),
    /// A table or a stored value cannot be read.
    #[error("a part of its content cannot be read")]
    Content,
    /// It was written for another key file.
    #[error("it belongs to another key file")]
    ForeignVault,
}
