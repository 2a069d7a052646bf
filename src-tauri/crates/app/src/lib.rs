//! Use cases and view models of Attune: what the window, the command line and the report have in common.
//!
//! Architecture invariant: this is the only crate that knows both the domain and the outer shapes. The
//! documents of the command line and the views of the window are made here from the same domain values.
//! It asks no clock: moments come in as arguments.
#![deny(missing_docs)]

pub mod answer;
mod called;
pub mod consenting;
mod depths;
pub mod diagnosis;
pub mod document;
mod error;
pub mod headless;
pub mod intake;
pub mod interpreting;
mod library;
pub mod packs;
pub mod printing;
mod reclassify;
pub mod reference;
pub mod safe;
pub mod secondary;
pub mod trials;
pub mod view;
mod watched;
pub mod workstation;

pub use error::AppError;
pub use library::Library;
