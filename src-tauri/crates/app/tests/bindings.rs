//! The TypeScript types of the window are generated from the Rust views.
//! `UPDATE=1 cargo test -p attune-app --test bindings` writes them; without it the test compares.
#![allow(clippy::unwrap_used)]

use attune_app::{document as d, view as v};
use ts_rs::{Config, TS};

macro_rules! declarations {
    ($($t:ty),+ $(,)?) => {{
        let config = Config::default();
        let mut out = String::from("// Generated from Rust (src-tauri/crates/app). Do not edit: run `make bindings`.\n");
        $(out.push_str(&format!("\nexport {}\n", <$t as TS>::decl(&config)));)+
        out
    }};
}

#[test]
fn typescript_types_are_those_of_rust() {
    let generated = declarations![
        d::PackRef,
        d::PatientDoc,
        d::TumourTypeDoc,
        d::AlterationDoc,
        d::ContributionDoc,
        d::GateDoc,
        d::SafetyDoc,
        d::EvidenceDoc,
        d::WouldChangeDoc,
        d::PredictionContributionDoc,
        d::PredictionDoc,
        d::OptionDoc,
        d::ResistanceDoc,
        d::BlockedDoc,
        d::AbstentionDoc,
        d::ConsentDoc,
        d::EvidenceFindingDoc,
        d::ConflictDoc,
        d::TestNextDoc,
        d::PreferencesDoc,
        d::CriterionDoc,
        d::TrialArmDoc,
        d::EligibilityCountsDoc,
        d::TrialDoc,
        d::OptionsDocument,
        v::ErrorView,
        v::SessionView,
        v::RecoveryCode,
        v::FileVerdict,
        v::IdentityRow,
        v::FindingRow,
        v::LedgerView,
        v::UnitConversionRow,
        v::ImportPreview,
        v::ImportProgress,
        v::ImportOutcome,
        v::DemoSet,
        v::Banner,
        v::WorklistRow,
        v::WorklistView,
        v::FigureView,
        v::AlertRow,
        v::KeyAlteration,
        v::LabRow,
        v::PgxGeneRow,
        v::PgxRow,
        v::SummaryView,
        v::BoardEntryView,
        v::BoardNoteView,
        v::BoardEntryInput,
        v::BoardNoteInput,
        v::ListChangeRow,
        v::ReanalysisView,
        v::AnalyteRow,
        v::CompareRow,
        v::CompareView,
        v::LabAssumption,
        v::WhatIfInput,
        v::WhatIfView,
        v::TrialFileRow,
        v::TrialFilesView,
        v::WishesView,
        v::RegionChoice,
        v::SiteView,
        v::OptionsView,
        v::BiomarkerRow,
        v::VariantCounts,
        v::VariantQuery,
        v::VariantRow,
        v::VariantPage,
        v::CopyNumberRow,
        v::FusionRow,
        v::GapRow,
        v::AlterationPlace,
        v::GenomeView,
        v::OptionLink,
        v::CriterionRow,
        v::ClassChangeRow,
        v::VariantDetail,
        v::ClassInput,
        v::CriterionInput,
        v::FileChoice,
        v::SampleChoice,
        v::ConsentScopeRow,
        v::ConsentHistoryRow,
        v::ConsentView,
        v::ConsentInput,
        v::ReportPreview,
        v::ReportExport,
        v::ReviewGroup,
        v::PackRow,
        v::PacksView,
        v::AuditRow,
        v::AuditView,
        v::PgxAdvice,
        v::PgxDrug,
        v::PgxOwnMedication,
        v::PgxDiplotype,
        v::PgxPosition,
        v::PgxGene,
        v::PgxStep,
        v::PgxView,
        v::FileExport,
    ];
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../ui/src/lib/api/types.ts");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == generated, "ui/src/lib/api/types.ts is stale: run `make bindings`");
}
