//! The JSON documents of the command line. Their names and shapes are a contract.

mod options;

pub use options::{
    AbstentionDoc, AlterationDoc, BlockedDoc, ConsentDoc, ContributionDoc, EvidenceDoc, OptionDoc,
    OptionsDocument, PackRef, PatientDoc, PredictionContributionDoc, PredictionDoc, ResistanceDoc,
    SafetyDoc, TumourTypeDoc, WouldChangeDoc,
};
