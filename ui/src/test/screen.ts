import { fireEvent, render, screen } from "@testing-library/svelte";
import type { Component } from "svelte";
import { BACKEND } from "../lib/api/context";
import { Workspace, WORKSPACE_KEY } from "../lib/state/workspace.svelte";
import { standIn, type StandIn } from "./backend";
import { unlocked } from "./fixtures/session";
import { MARCHETTI_ID } from "./fixtures/worklist";

/** Mounts one screen as the shell would, with the patient of the fixtures open. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- screens without and with props
export function mountScreen(component: Component<any>, stand: StandIn = standIn({}, true), patient: string | null = MARCHETTI_ID, prepare?: (workspace: Workspace) => void) {
  const workspace = new Workspace(unlocked);
  if (patient) workspace.openPatient(patient);
  prepare?.(workspace);
  const context = new Map<symbol, unknown>([
    [BACKEND, stand.backend],
    [WORKSPACE_KEY, workspace],
  ]);
  return { ...render(component, { context }), workspace, stand };
}

export const byId = (testid: string) => screen.findByTestId<HTMLElement>(testid);
export const allById = (testid: string) => screen.queryAllByTestId<HTMLElement>(testid);

/** All text of the elements with a test id. */
export const textsOf = (testid: string) => allById(testid).map((element) => (element.textContent ?? "").replace(/\s+/g, " ").trim());

export async function click(testid: string): Promise<void> {
  await fireEvent.click(await byId(testid));
}

export async function type(testid: string, text: string): Promise<void> {
  await fireEvent.input(await byId(testid), { target: { value: text } });
}
