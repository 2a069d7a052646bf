//! Variants, alterations, consequences and tumour biomarkers.
//!
//! Architecture invariant: no file, no clock, no text format. Readers in `ingest` make the
//! [`CallRecord`]s; the tables that this crate works with are handed to it as values.
#![deny(missing_docs)]

mod alteration;
mod biomarker;
mod call;
mod criterion;
mod germline;
mod interpretation;
mod named;
mod observed;
mod quality;
mod report;
mod structural;
mod transcript;
pub mod transcript_build;
mod variant;

pub use alteration::{
    Alteration, AlterationKind, AlterationSet, ExonEvent, FusionPartner, GeneSymbols, MatchGrade, Relation,
};
pub use biomarker::{
    BiomarkerSummary, HrdAnswer, MsiProxy, MsiStatus, SignatureAnswer, SignatureExposure, TmbCount,
    TumourMutationalBurden,
};
pub use call::{Allele, CallRecord, Genotype, SampleCall};
pub use criterion::{Criterion, CriterionState};
pub use germline::{
    ClassOverride, CriterionChange, GERMLINE_CLASSES, GermlineClassification, OverrideError, class_direction,
    germline_class,
};
pub use interpretation::{
    Clonality, FileFacts, Interpretation, Phase, PopulationFrequency, PossibleGermline, SecondHit,
};
pub use named::{Expression, ExpressionValue, NamedVariant};
pub use observed::{Caveat, ObservedAlteration};
pub use quality::{Coverage, CoverageGap, IdentityFinding, Segment, TestedGene};
pub use report::{CopyNumber, Fusion, GenomeReport, NotInterpreted};
pub use structural::{Breakpoint, StructuralVariant};
pub use transcript::{
    AnnotationSummary, Basis, ConsequencePredictor, NotPredicted, Predicted, TranscriptPack,
    TranscriptPackError,
};
pub use variant::{
    Assembly, CalledVariant, Consequence, Contig, Oncogenicity, Origin, Position, Variant, Zygosity,
};
