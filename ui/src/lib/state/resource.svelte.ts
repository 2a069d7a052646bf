import { toErrorView } from "../api/backend";
import type { ErrorView } from "../api/types";

/** Loading is drawn only after this time, so that quick answers do not flicker. */
export const LOADING_DELAY_MS = 150;

/**
 * One answer of the backend with its states. A newer call makes older answers void, and after `dispose` none is
 * kept: an answer that arrives after the vault was locked must not reach the screen.
 */
export class Resource<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<ErrorView | null>(null);
  /** True from the start of a call to its end. */
  busy = $state(false);
  /** True once a call has taken longer than the delay. */
  slow = $state(false);
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  async load(call: () => Promise<T>): Promise<T | null> {
    const turn = ++this.#turn;
    this.busy = true;
    this.error = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.slow = true), LOADING_DELAY_MS);
    try {
      const value = await call();
      if (turn !== this.#turn) return null;
      this.value = value;
      return value;
    } catch (error) {
      if (turn === this.#turn) this.error = toErrorView(error);
      return null;
    } finally {
      if (turn === this.#turn) {
        clearTimeout(this.#timer);
        this.busy = false;
        this.slow = false;
      }
    }
  }

  /** Forgets the answer and every call under way. */
  dispose(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.value = null;
    this.error = null;
    this.busy = false;
    this.slow = false;
  }
}
