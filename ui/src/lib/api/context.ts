import { getContext, setContext } from "svelte";
import type { Backend } from "./backend";

/** Key of the backend in the component tree; tests put their stand-in under it. */
export const BACKEND = Symbol("backend");

export function provideBackend(backend: Backend): void {
  setContext(BACKEND, backend);
}

export function useBackend(): Backend {
  return getContext<Backend>(BACKEND);
}
