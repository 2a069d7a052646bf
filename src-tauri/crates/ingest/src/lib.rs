//! Readers of genome reports and health records: bytes in, facts with a ledger and findings out.
//!
//! Architecture invariants: a reader never panics and never drops a value in silence; a file as a whole is
//! either read or refused with a hint; nothing is guessed (assembly, sex, unit, origin, consent); no reader
//! knows where the bytes come from, where the result goes, or what time it is.
//!
//! The VCF reader is our own line splitter. The reader of `noodles` is made for files that keep to the
//! specification and gives up on whole headers and records; files of hospitals do not keep to it, and here a
//! bad line must cost that line only, with its number and its leaves counted.
#![deny(missing_docs)]

mod array;
mod assembly;
mod codes;
mod fhir;
mod finding;
mod import;
mod index;
mod json;
mod kind;
mod ledger;
mod lines;
mod refusal;
mod report_json;
mod source;
mod table;
mod trials;
mod units;
mod vcf;

pub use finding::{Finding, Severity};
pub use import::{
    GenomeImport, GenomeOptions, RecordImport, Region, Role, SampleRole, UnitConversion, read_genome,
    read_record,
};
pub use index::read_genome_indexed;
pub use kind::{FileKind, sniff};
pub use ledger::Ledger;
pub use refusal::Refusal;
pub use trials::{TrialFormat, TrialImport, read_trials};
