//! Variants, alterations, consequences and tumour biomarkers.
//!
//! Architecture invariant: no file, no clock, no text format. Readers in `ingest` make the
//! [`CallRecord`]s; the tables that this crate works with are handed to it as values.
#![deny(missing_docs)]

mod alteration;
pub mod biomarker;
mod call;
pub mod classify;
mod copy_state;
mod criterion;
mod criterion_edit;
mod event;
mod germline;
mod interpret;
mod interpretation;
mod legacy;
mod named;
mod observed;
mod poisson;
pub mod quality;
mod report;
pub mod site_reference;
mod structural;
mod transcript;
pub mod transcript_build;
pub mod tumour;
mod variant;

pub use alteration::{
    Alteration, AlterationKind, AlterationSet, ExonEvent, FusionPartner, GeneSymbols, MatchGrade, Relation,
    StatedPart,
};
pub use biomarker::{
    BiomarkerSummary, HrdAnswer, MsiProxy, MsiStatus, SignatureAnswer, SignatureExposure, TmbCount,
    TumourMutationalBurden,
};
pub use call::{Allele, CallRecord, Genotype, SampleCall};
pub use copy_state::{COPIES_RULE, LOG2_RULE, event_of_copies, event_of_log2};
pub use criterion::{Criteria, Criterion, CriterionState};
pub use criterion_edit::{ComputedClass, CriterionEdit, CriterionNote, Strength};
pub use event::named_event;
pub use germline::{
    ClassOverride, CriterionChange, GERMLINE_CLASSES, GermlineClassification, OverrideError, class_direction,
    germline_class,
};
pub use interpret::{Stated, interpret};
pub use interpretation::{
    Clonality, FileFacts, Interpretation, Phase, PopulationFrequency, PossibleGermline, SecondHit,
};
pub use legacy::legacy_names;
pub use named::{Expression, ExpressionValue, NamedVariant};
pub use observed::{Caveat, ObservedAlteration};
pub use poisson::{poisson_interval, wilson_interval};
pub use quality::{Coverage, CoverageGap, DepthRow, IdentityFinding, Segment, TestedGene};
pub use report::{CopyNumber, Fusion, GenomeReport, NotInterpreted};
pub use structural::{Breakpoint, Kept, StructuralVariant};
#[cfg(test)]
pub(crate) use transcript::fixture::pack as transcript_fixture;
pub use transcript::{
    AnnotationSummary, Basis, CodingMeaning, ConsequencePredictor, JoinSummary, NotPredicted, OriginFile,
    Predicted, ProteinOutline, SiteOrigin, TranscriptPack, TranscriptPackError, Truncation,
};
pub use variant::{
    Assembly, CalledVariant, Consequence, Contig, Oncogenicity, Origin, Position, Variant, Zygosity,
};
