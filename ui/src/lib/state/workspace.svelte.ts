import { getContext, setContext } from "svelte";
import type { Audience } from "../api/backend";
import type { Banner, ErrorView, SessionView } from "../api/types";

/** Screens of the open patient, in the order of the rail. Their keys are their places. */
export const PATIENT_SCREENS = ["summary", "genome", "options", "pgx", "consent", "report"] as const;
/** Screens that need no patient. */
export const COMMON_SCREENS = ["worklist", "import", "packs", "audit", "settings"] as const;

export type PatientScreen = (typeof PATIENT_SCREENS)[number];
export type CommonScreen = (typeof COMMON_SCREENS)[number];
export type Screen = PatientScreen | CommonScreen;

/** Screens that may list several people: the open record is closed before they are shown. */
const CLOSES_PATIENT: readonly Screen[] = ["worklist", "audit"];

export function isPatientScreen(screen: Screen): screen is PatientScreen {
  return (PATIENT_SCREENS as readonly string[]).includes(screen);
}

/** What an import was asked to read. */
export type ImportRequest = { demo: string } | { paths: string[] };

/**
 * Everything the window knows between unlocking and locking. One instance lives as long as the unlocked shell;
 * locking destroys it and every component that holds a part of it.
 */
export class Workspace {
  session: SessionView;
  screen = $state<Screen>("worklist");
  patientId = $state<string | null>(null);
  /** Banner of the open patient, as last given by Rust. */
  banner = $state.raw<Banner | null>(null);
  /** True where the record could not be read, so that no banner can be shown. */
  unread = $state(false);
  /** One sentence about the last import of the open patient. */
  imported = $state<string | null>(null);
  /** Files or a demo set waiting for the import screen. */
  request = $state.raw<ImportRequest | null>(null);
  /** Row of the worklist to come back to. */
  lastRow = $state<string | null>(null);
  search = $state("");
  /** For whom the report screen opens. */
  audience = $state<Audience>("clinician");
  /** Alteration that the genome screen is to show, as an option names it. */
  wantedAlteration: string | null = null;
  /** Treatment that the options screen is to open. */
  wantedOption: string | null = null;

  constructor(session: SessionView) {
    this.session = $state.raw(session);
  }

  openPatient(patientId: string, imported: string | null = null): void {
    if (patientId !== this.patientId) this.banner = null;
    this.unread = false;
    this.patientId = patientId;
    this.lastRow = patientId;
    this.imported = imported;
    this.screen = "summary";
  }

  go(screen: Screen): void {
    if (isPatientScreen(screen) && this.patientId === null) return;
    if (CLOSES_PATIENT.includes(screen)) this.closePatient();
    this.screen = screen;
  }

  /** From an option to the variant that it rests on. */
  showAlteration(text: string): void {
    this.wantedAlteration = text;
    this.go("genome");
  }

  /** From a variant to an option that rests on it. */
  showOption(treatment: string): void {
    this.wantedOption = treatment;
    this.go("options");
  }

  closePatient(): void {
    this.patientId = null;
    this.banner = null;
    this.imported = null;
    this.audience = "clinician";
    this.wantedAlteration = null;
    this.wantedOption = null;
  }

  startImport(request: ImportRequest | null): void {
    this.request = request;
    this.screen = "import";
  }

  /** Takes the banner of an answer about the open patient. */
  accept(banner: Banner): void {
    if (banner.patient_id !== this.patientId) return;
    this.banner = banner;
    this.unread = false;
  }
}

/** An answer about another person than the open one is refused: two patients must never stand on one screen. */
export const OTHER_PATIENT: ErrorView = {
  code: "window.other_patient",
  message: "The answer was about another patient and is not shown.",
  hint: "Go back to the worklist and open the patient again.",
};

const WORKSPACE = Symbol("workspace");

export function provideWorkspace(workspace: Workspace): void {
  setContext(WORKSPACE, workspace);
}

export function useWorkspace(): Workspace {
  return getContext<Workspace>(WORKSPACE);
}

/** Key for tests that mount one screen. */
export const WORKSPACE_KEY = WORKSPACE;
