//! Two invented patients, complete enough to fill every section. No value here is a clinical fact.
#![allow(dead_code)]

pub mod colon;
pub mod melanoma;
pub mod parts;

use attune_clinical::{ConsentLedger, HealthRecord, Patient};
use attune_decision::RankedOptions;
use attune_genome::GenomeReport;
use attune_pharmacogenomics::PgxSample;
use attune_report::{Audience, ModelSummary, PackRef, ReportInput, ReportMoment};

/// Owned parts of a report's input.
#[derive(Clone)]
pub struct Sample {
    pub patient: Patient,
    pub record: Option<HealthRecord>,
    pub ranked: RankedOptions,
    pub genomes: Vec<GenomeReport>,
    pub pgx: Option<PgxSample>,
    pub consent: ConsentLedger,
    pub packs: Vec<PackRef>,
    pub models: Vec<ModelSummary>,
    pub user: String,
    pub moment: ReportMoment,
}

impl Sample {
    pub fn input(&self, audience: Audience) -> ReportInput<'_> {
        ReportInput {
            patient: &self.patient,
            record: self.record.as_ref(),
            ranked: &self.ranked,
            genomes: &self.genomes,
            pgx: self.pgx.as_ref(),
            consent: &self.consent,
            packs: &self.packs,
            models: &self.models,
            attune_version: "0.1.0",
            user: &self.user,
            moment: &self.moment,
            audience,
        }
    }
}
