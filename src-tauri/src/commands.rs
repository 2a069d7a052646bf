//! The commands of the window: each calls one use case. The list is compared by a test with the names that the
//! window calls and with the capabilities.

use std::path::PathBuf;

use attune_app::document::PreferencesDoc;
use attune_app::view::{
    AuditView, BoardNoteInput, ClassInput, CompareView, ConsentInput, ConsentView, CriterionInput, DemoSet,
    FileChoice, FileExport, GenomeView, ImportOutcome, ImportPreview, OptionsView, PacksView, PgxView,
    RecoveryCode, ReportExport, ReportPreview, SessionView, SiteView, SummaryView, TrialFilesView,
    VariantDetail, VariantPage, VariantQuery, WhatIfInput, WhatIfView, WorklistView,
};
use tauri::{AppHandle, State, Wry, command};
use tauri_plugin_dialog::DialogExt;

use crate::desk::{Answer, Desk};

/// The handler of all commands.
pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        session_state,
        create_vault,
        unlock_passphrase,
        unlock_recovery,
        unlock_keyring,
        lock,
        touch,
        worklist,
        demo_sets,
        preview_demo,
        preview_files,
        choose_for_file,
        choose_files,
        commit_import,
        cancel_import,
        patient_summary,
        patient_options,
        patient_pgx,
        export_pgx_fhir,
        patient_genome,
        genome_variants,
        genome_variant,
        record_class,
        record_criterion,
        patient_consent,
        record_consent,
        report_preview,
        export_report,
        export_board,
        compare_options,
        what_if,
        record_decision,
        record_preferences,
        site_settings,
        set_region,
        note_reanalysis,
        trial_files,
        import_trials,
        audit,
        packs,
        import_reference,
        import_signatures,
    ]
}

#[command(async)]
fn session_state(desk: State<'_, Desk>) -> Answer<SessionView> {
    desk.with(|w| w.session())
}

#[command(async)]
fn create_vault(desk: State<'_, Desk>, passphrase: &str, user: &str, keyring: bool) -> Answer<RecoveryCode> {
    desk.with(|w| w.create(passphrase, user, keyring))
}

#[command(async)]
fn unlock_passphrase(desk: State<'_, Desk>, passphrase: &str, user: &str) -> Answer<SessionView> {
    desk.with(|w| w.unlock_passphrase(passphrase, user))
}

#[command(async)]
fn unlock_recovery(desk: State<'_, Desk>, code: &str, user: &str) -> Answer<SessionView> {
    desk.with(|w| w.unlock_recovery(code, user))
}

#[command(async)]
fn unlock_keyring(desk: State<'_, Desk>, user: &str) -> Answer<SessionView> {
    desk.with(|w| w.unlock_keyring(user))
}

#[command(async)]
fn lock(desk: State<'_, Desk>) -> Answer<SessionView> {
    desk.with(|w| w.lock())
}

#[command(async)]
fn touch(desk: State<'_, Desk>) -> Answer<()> {
    desk.with(|w| {
        w.touch();
        Ok(())
    })
}

#[command(async)]
fn worklist(desk: State<'_, Desk>, search: &str) -> Answer<WorklistView> {
    desk.with(|w| w.worklist(search))
}

#[command(async)]
fn demo_sets(desk: State<'_, Desk>) -> Answer<Vec<DemoSet>> {
    desk.with(|w| Ok(w.demo_sets()))
}

#[command(async)]
fn preview_demo(app: AppHandle, desk: State<'_, Desk>, id: &str, token: &str) -> Answer<ImportPreview> {
    desk.read(&app, |w| w.begin_demo(token, id))
}

#[command(async)]
fn preview_files(
    app: AppHandle,
    desk: State<'_, Desk>,
    paths: Vec<PathBuf>,
    patient_id: Option<&str>,
    token: &str,
) -> Answer<ImportPreview> {
    desk.read(&app, |w| w.begin_reading(token, &paths, patient_id))
}

#[command(async)]
fn choose_for_file(app: AppHandle, desk: State<'_, Desk>, input: FileChoice) -> Answer<ImportPreview> {
    desk.read(&app, |w| w.begin_choice(&input))
}

#[command(async)]
fn choose_files(app: AppHandle) -> Vec<String> {
    let chosen = app.dialog().file().set_title("Import files").blocking_pick_files();
    chosen.unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[command(async)]
fn commit_import(desk: State<'_, Desk>, token: &str, reason: Option<&str>) -> Answer<ImportOutcome> {
    desk.with(|w| w.commit_import(token, reason))
}

#[command(async)]
fn cancel_import(desk: State<'_, Desk>, token: &str) -> Answer<()> {
    desk.stop(token);
    desk.with(|w| w.cancel_import(token))
}

#[command(async)]
fn patient_summary(desk: State<'_, Desk>, patient_id: &str) -> Answer<SummaryView> {
    desk.with(|w| w.summary(patient_id))
}

#[command(async)]
fn patient_options(desk: State<'_, Desk>, patient_id: &str) -> Answer<OptionsView> {
    desk.with(|w| w.options(patient_id))
}

#[command(async)]
fn patient_pgx(desk: State<'_, Desk>, patient_id: &str) -> Answer<PgxView> {
    desk.with(|w| w.pgx(patient_id))
}

#[command(async)]
fn export_pgx_fhir(desk: State<'_, Desk>, patient_id: &str) -> Answer<FileExport> {
    desk.with(|w| w.export_pgx_fhir(patient_id))
}

#[command(async)]
fn patient_genome(desk: State<'_, Desk>, patient_id: &str) -> Answer<GenomeView> {
    desk.with(|w| w.genome(patient_id))
}

#[command(async)]
fn genome_variants(desk: State<'_, Desk>, patient_id: &str, query: VariantQuery) -> Answer<VariantPage> {
    desk.with(|w| w.genome_variants(patient_id, &query))
}

#[command(async)]
fn genome_variant(desk: State<'_, Desk>, patient_id: &str, key: &str) -> Answer<VariantDetail> {
    desk.with(|w| w.genome_variant(patient_id, key))
}

#[command(async)]
fn record_class(desk: State<'_, Desk>, patient_id: &str, input: ClassInput) -> Answer<VariantDetail> {
    desk.with(|w| w.record_class(patient_id, &input))
}

#[command(async)]
fn record_criterion(desk: State<'_, Desk>, patient_id: &str, input: CriterionInput) -> Answer<VariantDetail> {
    desk.with(|w| w.record_criterion(patient_id, &input))
}

#[command(async)]
fn patient_consent(desk: State<'_, Desk>, patient_id: &str) -> Answer<ConsentView> {
    desk.with(|w| w.consent(patient_id))
}

#[command(async)]
fn record_consent(desk: State<'_, Desk>, patient_id: &str, input: ConsentInput) -> Answer<ConsentView> {
    desk.with(|w| w.record_consent(patient_id, &input))
}

#[command(async)]
fn report_preview(desk: State<'_, Desk>, patient_id: &str, audience: &str) -> Answer<ReportPreview> {
    desk.with(|w| w.report_preview(patient_id, audience))
}

#[command(async)]
fn export_report(desk: State<'_, Desk>, patient_id: &str, audience: &str) -> Answer<ReportExport> {
    desk.with(|w| w.export_report(patient_id, audience))
}

#[command(async)]
fn export_board(desk: State<'_, Desk>, patient_id: &str, form: &str) -> Answer<FileExport> {
    desk.with(|w| w.export_board(patient_id, form))
}

#[command(async)]
fn compare_options(desk: State<'_, Desk>, patient_id: &str, treatments: Vec<String>) -> Answer<CompareView> {
    desk.with(|w| w.compare(patient_id, &treatments))
}

#[command(async)]
fn what_if(desk: State<'_, Desk>, patient_id: &str, input: WhatIfInput) -> Answer<WhatIfView> {
    desk.with(|w| w.what_if(patient_id, &input))
}

#[command(async)]
fn record_decision(desk: State<'_, Desk>, patient_id: &str, input: BoardNoteInput) -> Answer<OptionsView> {
    desk.with(|w| w.record_decision(patient_id, &input))
}

#[command(async)]
fn record_preferences(desk: State<'_, Desk>, patient_id: &str, input: PreferencesDoc) -> Answer<OptionsView> {
    desk.with(|w| w.record_preferences(patient_id, &input))
}

#[command(async)]
fn site_settings(desk: State<'_, Desk>) -> Answer<SiteView> {
    desk.with(|w| w.site_settings())
}

#[command(async)]
fn set_region(desk: State<'_, Desk>, region: Option<&str>) -> Answer<SiteView> {
    desk.with(|w| w.set_region(region))
}

#[command(async)]
fn note_reanalysis(desk: State<'_, Desk>, patient_id: &str) -> Answer<OptionsView> {
    desk.with(|w| w.note_reanalysis(patient_id))
}

#[command(async)]
fn trial_files(desk: State<'_, Desk>) -> Answer<TrialFilesView> {
    desk.with(|w| w.trial_files())
}

#[command(async)]
fn import_trials(desk: State<'_, Desk>, paths: Vec<PathBuf>) -> Answer<TrialFilesView> {
    desk.with(|w| w.import_trials(&paths))
}

#[command(async)]
fn audit(desk: State<'_, Desk>) -> Answer<AuditView> {
    desk.with(|w| w.audit())
}

#[command(async)]
fn packs(desk: State<'_, Desk>) -> Answer<PacksView> {
    desk.with(|w| w.packs())
}

#[command(async)]
fn import_reference(
    app: AppHandle,
    desk: State<'_, Desk>,
    paths: Vec<PathBuf>,
    token: &str,
) -> Answer<PacksView> {
    desk.import_reference(&app, token, &paths)
}

#[command(async)]
fn import_signatures(desk: State<'_, Desk>, path: PathBuf) -> Answer<PacksView> {
    desk.with(|w| w.import_signatures(&path))
}
