/**
 * The only module that speaks to the desktop shell. Everything else gets a `Backend`.
 *
 * Command names are the snake_case names of the Rust functions (listed in commands.json, which the Rust side tests
 * against its handler). Argument names are camelCase, the default of Tauri for snake_case Rust arguments. A failed
 * command rejects with an `ErrorView`.
 */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import type {
  AuditView,
  BoardNoteInput,
  ClassInput,
  CriterionInput,
  FileChoice,
  CompareView,
  ConsentInput,
  ConsentView,
  DemoSet,
  ErrorView,
  FileExport,
  GenomeView,
  ImportOutcome,
  ImportPreview,
  ImportProgress,
  OptionsView,
  PacksView,
  PgxView,
  PreferencesDoc,
  RecoveryCode,
  ReportExport,
  ReportPreview,
  SessionView,
  SiteView,
  SummaryView,
  TrialFilesView,
  VariantDetail,
  VariantPage,
  VariantQuery,
  WhatIfInput,
  WhatIfView,
  WorklistView,
} from "./types";

/** Who a report is for. */
export type Audience = "clinician" | "patient" | "wallet" | "board";
export type BoardForm = "fhir" | "deidentified-json" | "deidentified-text";

/** Files dragged over or dropped on the window. */
export interface FileDrag {
  kind: "over" | "leave" | "drop";
  paths: string[];
}

/** Stops listening. */
export type Stop = () => void;

export interface Backend {
  sessionState(): Promise<SessionView>;
  createVault(passphrase: string, user: string, keyring: boolean): Promise<RecoveryCode>;
  unlockPassphrase(passphrase: string, user: string): Promise<SessionView>;
  unlockRecovery(code: string, user: string): Promise<SessionView>;
  unlockKeyring(user: string): Promise<SessionView>;
  lock(): Promise<SessionView>;
  /** Tells the shell that a person is at work, so that the vault stays open. */
  touch(): Promise<void>;
  worklist(search: string): Promise<WorklistView>;
  demoSets(): Promise<DemoSet[]>;
  /** The token is the window's choice: it names the reading in its news and in `cancelImport`. */
  previewDemo(id: string, token: string): Promise<ImportPreview>;
  previewFiles(paths: string[], patientId: string | null, token: string): Promise<ImportPreview>;
  chooseFiles(): Promise<string[]>;
  /** Reads one file of a preview again, as the sample or on the assembly that a person chose. */
  chooseForFile(input: FileChoice): Promise<ImportPreview>;
  commitImport(token: string, reason: string | null): Promise<ImportOutcome>;
  /** Stops a reading, or forgets what it gave. */
  cancelImport(token: string): Promise<void>;
  patientSummary(patientId: string): Promise<SummaryView>;
  patientOptions(patientId: string): Promise<OptionsView>;
  patientPgx(patientId: string): Promise<PgxView>;
  exportPgxFhir(patientId: string): Promise<FileExport>;
  patientGenome(patientId: string): Promise<GenomeView>;
  /** A part of the variant table, filtered and ordered by Rust. */
  genomeVariants(patientId: string, query: VariantQuery): Promise<VariantPage>;
  genomeVariant(patientId: string, key: string): Promise<VariantDetail>;
  /** A clinician's change of a class, with its reason. */
  recordClass(patientId: string, input: ClassInput): Promise<VariantDetail>;
  /** A clinician's change of one criterion; points and class follow in Rust. */
  recordCriterion(patientId: string, input: CriterionInput): Promise<VariantDetail>;
  patientConsent(patientId: string): Promise<ConsentView>;
  recordConsent(patientId: string, input: ConsentInput): Promise<ConsentView>;
  reportPreview(patientId: string, audience: Audience): Promise<ReportPreview>;
  exportReport(patientId: string, audience: Audience): Promise<ReportExport>;
  /** The notes of the tumour board as a FHIR document, or without the person. */
  exportBoard(patientId: string, form: BoardForm): Promise<FileExport>;
  compareOptions(patientId: string, treatments: string[]): Promise<CompareView>;
  whatIf(patientId: string, input: WhatIfInput): Promise<WhatIfView>;
  recordDecision(patientId: string, input: BoardNoteInput): Promise<OptionsView>;
  noteReanalysis(patientId: string): Promise<OptionsView>;
  /** Weights of what matters to the patient; all 0 resets them. */
  recordPreferences(patientId: string, input: PreferencesDoc): Promise<OptionsView>;
  siteSettings(): Promise<SiteView>;
  setRegion(region: string | null): Promise<SiteView>;
  trialFiles(): Promise<TrialFilesView>;
  importTrials(paths: string[]): Promise<TrialFilesView>;
  audit(): Promise<AuditView>;
  packs(): Promise<PacksView>;
  /** Genome FASTA and MANE annotation, in any order. `cancelImport` with the token stops it. */
  importReference(paths: string[], token: string): Promise<PacksView>;
  importSignatures(path: string): Promise<PacksView>;
  onLocked(handler: () => void): Promise<Stop>;
  onImportProgress(handler: (progress: ImportProgress) => void): Promise<Stop>;
  onFileDrag(handler: (drag: FileDrag) => void): Promise<Stop>;
}

/** Turns whatever a command rejected with into an error that can be shown in place. */
export function toErrorView(error: unknown): ErrorView {
  if (typeof error === "object" && error !== null && "code" in error && "message" in error) {
    const { code, message } = error;
    const hint = "hint" in error ? error.hint : "";
    return { code: String(code), message: String(message), hint: String(hint ?? "") };
  }
  return {
    code: "window.call_failed",
    message: error instanceof Error ? error.message : String(error),
    hint: "Nothing was changed. Try again; if it happens again, restart Attune.",
  };
}

/** The desktop shell. */
export const tauriBackend: Backend = {
  sessionState: () => invoke("session_state"),
  createVault: (passphrase, user, keyring) => invoke("create_vault", { passphrase, user, keyring }),
  unlockPassphrase: (passphrase, user) => invoke("unlock_passphrase", { passphrase, user }),
  unlockRecovery: (code, user) => invoke("unlock_recovery", { code, user }),
  unlockKeyring: (user) => invoke("unlock_keyring", { user }),
  lock: () => invoke("lock"),
  touch: () => invoke("touch"),
  worklist: (search) => invoke("worklist", { search }),
  demoSets: () => invoke("demo_sets"),
  previewDemo: (id, token) => invoke("preview_demo", { id, token }),
  previewFiles: (paths, patientId, token) => invoke("preview_files", { paths, patientId, token }),
  chooseFiles: () => invoke("choose_files"),
  chooseForFile: (input) => invoke("choose_for_file", { input }),
  commitImport: (token, reason) => invoke("commit_import", { token, reason }),
  cancelImport: (token) => invoke("cancel_import", { token }),
  patientSummary: (patientId) => invoke("patient_summary", { patientId }),
  patientOptions: (patientId) => invoke("patient_options", { patientId }),
  patientPgx: (patientId) => invoke("patient_pgx", { patientId }),
  exportPgxFhir: (patientId) => invoke("export_pgx_fhir", { patientId }),
  patientGenome: (patientId) => invoke("patient_genome", { patientId }),
  genomeVariants: (patientId, query) => invoke("genome_variants", { patientId, query }),
  genomeVariant: (patientId, key) => invoke("genome_variant", { patientId, key }),
  recordClass: (patientId, input) => invoke("record_class", { patientId, input }),
  recordCriterion: (patientId, input) => invoke("record_criterion", { patientId, input }),
  patientConsent: (patientId) => invoke("patient_consent", { patientId }),
  recordConsent: (patientId, input) => invoke("record_consent", { patientId, input }),
  reportPreview: (patientId, audience) => invoke("report_preview", { patientId, audience }),
  exportReport: (patientId, audience) => invoke("export_report", { patientId, audience }),
  exportBoard: (patientId, form) => invoke("export_board", { patientId, form }),
  compareOptions: (patientId, treatments) => invoke("compare_options", { patientId, treatments }),
  whatIf: (patientId, input) => invoke("what_if", { patientId, input }),
  recordDecision: (patientId, input) => invoke("record_decision", { patientId, input }),
  noteReanalysis: (patientId) => invoke("note_reanalysis", { patientId }),
  recordPreferences: (patientId, input) => invoke("record_preferences", { patientId, input }),
  siteSettings: () => invoke("site_settings"),
  setRegion: (region) => invoke("set_region", { region }),
  trialFiles: () => invoke("trial_files"),
  importTrials: (paths) => invoke("import_trials", { paths }),
  audit: () => invoke("audit"),
  packs: () => invoke("packs"),
  importReference: (paths, token) => invoke("import_reference", { paths, token }),
  importSignatures: (path) => invoke("import_signatures", { path }),
  onLocked: (handler) => listen("attune://locked", () => handler()),
  onImportProgress: (handler) =>
    listen<ImportProgress>("attune://import-progress", (event) => handler(event.payload)),
  onFileDrag: (handler) =>
    getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === "drop") handler({ kind: "drop", paths: payload.paths });
      else handler({ kind: payload.type === "leave" ? "leave" : "over", paths: [] });
    }),
};
