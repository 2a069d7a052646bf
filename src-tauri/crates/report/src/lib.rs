//! See the crate description.
#![deny(missing_docs)]
