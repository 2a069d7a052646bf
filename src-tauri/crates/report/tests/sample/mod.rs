//! Two invented patients, complete enough to fill every section. No value here is a clinical fact.
#![allow(dead_code, clippy::unwrap_used)]

pub(crate) mod checks;
pub(crate) mod colon;
mod colon_pgx;
pub(crate) mod melanoma;
pub(crate) mod parts;

use attune_clinical::{ConsentLedger, HealthRecord, Patient};
use attune_decision::{BoardNote, RankedOptions};
use attune_genome::GenomeReport;
use attune_pharmacogenomics::{Overview, PgxSample};
use attune_report::{Audience, ModelSummary, PackRef, ReportInput, ReportMoment};

/// Owned parts of a report's input.
#[derive(Clone)]
pub(crate) struct Sample {
    pub(crate) patient: Patient,
    pub(crate) record: Option<HealthRecord>,
    pub(crate) ranked: RankedOptions,
    pub(crate) genomes: Vec<GenomeReport>,
    pub(crate) pgx: Option<PgxSample>,
    pub(crate) pgx_by_drug: Option<Overview>,
    pub(crate) consent: ConsentLedger,
    pub(crate) board: Vec<BoardNote>,
    pub(crate) packs: Vec<PackRef>,
    pub(crate) models: Vec<ModelSummary>,
    pub(crate) user: String,
    pub(crate) moment: ReportMoment,
}

impl Sample {
    pub(crate) fn input(&self, audience: Audience) -> ReportInput<'_> {
        ReportInput {
            board: &self.board,
            patient: &self.patient,
            record: self.record.as_ref(),
            ranked: &self.ranked,
            genomes: &self.genomes,
            pgx: self.pgx.as_ref(),
            pgx_by_drug: self.pgx_by_drug.as_ref(),
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
