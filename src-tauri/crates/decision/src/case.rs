//! What is asked: one patient's tumour, record and genotype on one day.

use attune_clinical::HealthRecord;
use attune_genome::{Alteration, MsiStatus, TumourMutationalBurden};
use attune_pharmacogenomics::PgxSample;
use jiff::civil::Date;

use crate::{Preferences, Region};

/// An alteration as somebody stated it, with what was understood of it.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedAlteration {
    /// As written in the argument, the genome report or the record.
    pub text: String,
    /// `argument`, `genome` or `ehr`.
    pub source: String,
    /// What was understood; `None` where the text cannot be read. Unread text is never matched.
    pub alteration: Option<Alteration>,
    /// What is known beside it, for example `VAF 31 %, depth 842`.
    pub detail: Option<String>,
}

/// One question to the ranking. Absent parts are unknown, never normal and never negative.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The health record, if one was read.
    pub record: Option<HealthRecord>,
    /// Alterations and biomarkers of the tumour (and of the germline, where stated so).
    pub alterations: Vec<StatedAlteration>,
    /// Genes that the laboratory states as tested in full (HGNC symbols). A gene named here without an
    /// alteration is wild type; a gene that is not named here was not tested.
    pub tested_genes: Vec<String>,
    /// OncoTree code or the words of the diagnosis.
    pub tumour_type: Option<String>,
    /// Germline pharmacogenomics.
    pub pgx: Option<PgxSample>,
    /// Tumour mutational burden, where a laboratory reported it or it was counted.
    pub tmb: Option<TumourMutationalBurden>,
    /// Microsatellite state, where a laboratory reported it.
    pub msi: Option<MsiStatus>,
    /// The region whose approvals count at the site; `None` where the site has not said.
    pub region: Option<Region>,
    /// What matters to the patient.
    pub preferences: Preferences,
    /// The day for which the answer is to hold.
    pub as_of: Date,
}

impl Case {
    /// A case of which nothing is known yet.
    #[must_use]
    pub fn new(as_of: Date) -> Self {
        Self {
            record: None,
            alterations: Vec::new(),
            tested_genes: Vec::new(),
            tumour_type: None,
            pgx: None,
            tmb: None,
            msi: None,
            region: None,
            preferences: Preferences::default(),
            as_of,
        }
    }
}
