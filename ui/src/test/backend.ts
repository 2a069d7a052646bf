import type { Backend, FileDrag } from "../lib/api/backend";
import type { ErrorView, ImportProgress } from "../lib/api/types";
import { comparison, trialFiles, whatIf } from "./fixtures/board";
import { consent } from "./fixtures/consent";
import { newPatient } from "./fixtures/import";
import { genome, variantDetail, variantPage } from "./fixtures/genome";
import { options } from "./fixtures/options";
import { pgx } from "./fixtures/pgx";
import { audit, packs, report, written } from "./fixtures/report";
import { firstRun, locked, RECOVERY_CODE, site, unlocked } from "./fixtures/session";
import { summary } from "./fixtures/summary";
import { demos, MARCHETTI_ID, rows } from "./fixtures/worklist";

/** The stand-in and what it was asked. */
export interface StandIn {
  backend: Backend;
  calls: [string, ...unknown[]][];
  /** Fires the event of the shell. */
  locked: () => void;
  progress: (news: ImportProgress) => void;
  drag: (drag: FileDrag) => void;
}

export const wrongPassphrase: ErrorView = {
  code: "vault.wrong_passphrase",
  message: "The passphrase does not open this vault.",
  hint: "Type it again, or use the recovery code.",
};

/** A backend of fixtures. `parts` replaces single answers; every call is written down. */
export function standIn(parts: Partial<Backend> = {}, open = false): StandIn {
  let session = open ? unlocked : locked;
  const handlers: Pick<StandIn, "locked" | "progress" | "drag"> = {
    locked: () => undefined,
    progress: () => undefined,
    drag: () => undefined,
  };
  const plain: Backend = {
    sessionState: async () => session,
    createVault: async () => {
      session = { ...unlocked };
      return { code: RECOVERY_CODE };
    },
    unlockPassphrase: async (passphrase, user) => {
      if (passphrase === "wrong") throw wrongPassphrase;
      session = { ...unlocked, user };
      return session;
    },
    unlockRecovery: async (_code, user) => (session = { ...unlocked, user }),
    unlockKeyring: async (user) => (session = { ...unlocked, user }),
    lock: async () => (session = locked),
    touch: async () => undefined,
    worklist: async (search) => ({
      total: rows.length,
      rows: rows.filter((row) => `${row.name} ${row.diagnosis}`.toLowerCase().includes(search.toLowerCase())),
    }),
    demoSets: async () => demos,
    previewDemo: async () => newPatient,
    previewFiles: async () => newPatient,
    chooseFiles: async () => ["/data/tumour-panel.vcf.gz"],
    chooseForFile: async () => newPatient,
    commitImport: async () => ({ patient_id: MARCHETTI_ID, message: "7 variants and 812 laboratory values stored." }),
    cancelImport: async () => undefined,
    patientSummary: async () => summary,
    patientOptions: async () => options,
    patientPgx: async () => pgx,
    exportPgxFhir: async () => ({
      path: "/home/a/Attune/attune-pharmacogenomics-fhir-20261120-114200.json",
      sha256: "5b0e91d477ac2f38",
      contents: "FHIR R4 Bundle by the Genomics Reporting guide: 2 genes, 4 recommendations",
    }),
    exportBoard: async (_, form) => ({
      path: `/home/a/Attune/attune-board-20261120-114200-${form}`,
      sha256: "5b0e91d477ac2f38",
      contents: "FHIR R4 document with the notes of the tumour board",
    }),
    patientGenome: async () => genome,
    genomeVariants: async (_, query) => variantPage(query),
    genomeVariant: async (_, key) => ({ ...variantDetail, row: { ...variantDetail.row, key } }),
    recordClass: async (_, input) => ({ ...variantDetail, row: { ...variantDetail.row, class: input.class, class_by: "clinician" } }),
    recordCriterion: async (_, input) => ({
      ...variantDetail,
      criteria: variantDetail.criteria.map((criterion) =>
        criterion.code === input.code ? { ...criterion, state: "met", points: "+1", changed: `Attune: ${criterion.state}. ${input.reason}` } : criterion,
      ),
    }),
    patientConsent: async () => consent,
    recordConsent: async () => consent,
    reportPreview: async (_, audience) => ({ ...report, audience }),
    exportReport: async () => written,
    compareOptions: async (_, treatments) => comparison(treatments),
    whatIf: async () => whatIf,
    recordDecision: async () => options,
    noteReanalysis: async () => options,
    recordPreferences: async (_, input) => ({
      ...options,
      wishes: { weights: input, recorded: "set on 20-Nov-2026 11:42 CET by Dr A. Example" },
    }),
    siteSettings: async () => site,
    setRegion: async (region) => ({ ...site, region }),
    trialFiles: async () => trialFiles,
    importTrials: async () => trialFiles,
    audit: async () => audit,
    packs: async () => packs,
    importReference: async () => packs,
    importSignatures: async () => packs,
    onLocked: async (handler) => {
      handlers.locked = () => {
        session = locked;
        handler();
      };
      return () => undefined;
    },
    onImportProgress: async (handler) => {
      handlers.progress = handler;
      return () => undefined;
    },
    onFileDrag: async (handler) => {
      handlers.drag = handler;
      return () => undefined;
    },
  };
  const calls: [string, ...unknown[]][] = [];
  const backend = new Proxy({ ...plain, ...parts }, {
    get(target, name: keyof Backend) {
      const method = target[name] as (...given: unknown[]) => unknown;
      return (...given: unknown[]) => {
        calls.push([name, ...given]);
        return method(...given);
      };
    },
  });
  return {
    backend,
    calls,
    locked: () => handlers.locked(),
    progress: (news) => handlers.progress(news),
    drag: (drag) => handlers.drag(drag),
  };
}

/** Before any vault exists. */
export const noVault: Partial<Backend> = { sessionState: async () => firstRun };
