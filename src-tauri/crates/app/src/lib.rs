//! Use cases and view models of Attune: what the window, the command line and the report have in common.
//!
//! Architecture invariant: this is the only crate that knows both the domain and the outer shapes. The
//! documents of the command line and the views of the window are made here from the same domain values.
#![deny(missing_docs)]

pub mod document;
pub mod view;
