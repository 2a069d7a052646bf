//! What the window shows. Every clinical value is final here: the window formats nothing and computes nothing.

mod board;
mod consent;
mod genome;
mod import;
mod patient;
mod pgx;
mod report;
mod session;

pub use board::{
    AnalyteRow, BoardEntryInput, BoardEntryView, BoardNoteInput, BoardNoteView, CompareRow, CompareView,
    LabAssumption, ListChangeRow, ReanalysisView, RegionChoice, SiteView, TrialFileRow, TrialFilesView,
    WhatIfInput, WhatIfView, WishesView,
};
pub use consent::{ConsentHistoryRow, ConsentInput, ConsentScopeRow, ConsentView};
pub use genome::{
    AlterationPlace, BiomarkerRow, ClassChangeRow, ClassInput, CopyNumberRow, CriterionInput, CriterionRow,
    FusionRow, GapRow, GenomeView, OptionLink, VariantCounts, VariantDetail, VariantPage, VariantQuery,
    VariantRow,
};
pub use import::{
    DemoSet, FileChoice, FileVerdict, FindingRow, IdentityRow, ImportOutcome, ImportPreview, ImportProgress,
    LedgerView, SampleChoice, UnitConversionRow, size_words,
};
pub use patient::{
    AlertRow, Banner, FigureView, KeyAlteration, LabRow, OptionsView, PgxGeneRow, PgxRow, SummaryView,
    WorklistRow, WorklistView,
};
pub use pgx::{
    FileExport, PgxAdvice, PgxDiplotype, PgxDrug, PgxGene, PgxOwnMedication, PgxPosition, PgxStep, PgxView,
};
pub use report::{AuditRow, AuditView, PackRow, PacksView, ReportExport, ReportPreview, ReviewGroup};
pub use session::{ErrorView, RecoveryCode, SessionView};
